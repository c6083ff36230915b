"""Start: the demo, a new corpus, one that is there; and those that were opened before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from bias import compare
from bias.corpus import Corpus, folder_for, known, make_demo, new_corpus, rename
from bias.errors import BadInputError, BiasError
from bias.ingest import read_paths
from bias.resources import demo_folder
from bias.show.widgets import parts, session

HOME = "~/bias"  # where new corpora are put unless somebody says otherwise
TROUBLE = "trouble of the start page"
LOCAL_ONLY = (
    "Corpora are chosen here only while the dashboard listens to this computer alone: whoever may choose may "
    "open every corpus that this computer can read."
)


def show() -> None:
    """The page: of a dashboard without a corpus the only one."""
    if not session.switchable():
        fixed()
        return
    st.title("Corpora" if session.corpus_path() else "Where do you want to start?", anchor=False)
    if lost := session.astray():
        astray(lost)
    st.markdown(
        "A corpus is a folder with the articles that you compare and with all that was read of them.  "
        "Nothing in it leaves this computer."
    )
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(parts.md(trouble))
    ways()
    opened_before()


def fixed() -> None:
    """What the page says where nobody may choose."""
    open_now = known.corpus_name(session.own_corpus()) if session.own_corpus() else ""
    st.title(parts.md(open_now) if open_now else "No corpus is open", anchor=False)
    if lost := session.astray():
        astray(lost)
    st.info(LOCAL_ONLY)
    st.code("bias open            # on your own computer\nbias open my-corpus", language=None)


def astray(lost: str) -> None:
    st.warning(
        f"The link leads to a corpus that is not known here: **{parts.md(lost)}**.  It was never opened on "
        "this computer, or has another name or place now.  Open its folder below."
        if session.switchable()
        else f"The link leads to the corpus **{parts.md(lost)}**, and this dashboard shows another one."
    )
    if session.own_corpus():
        name = known.corpus_name(session.own_corpus())
        st.button(f"Show {parts.md(name)} instead", on_click=session.stay)


def ways() -> None:
    """Three ways in, side by side; on a telephone below one another."""
    demo, new, old = st.columns(3, gap="medium")
    with demo.container(border=True, height="stretch"):
        st.subheader("The demo", anchor=False)
        st.markdown(
            "72 invented articles: twelve events as six outlets tell them.  Reading them takes some minutes; "
            "the first time only."
        )
        st.button("Open the demo", icon=":material/play_arrow:", on_click=act, args=(open_demo,))
    with new.container(border=True, height="stretch"):
        st.subheader("A new corpus", anchor=False)
        suggested = Path(suggested_folder())
        st.text_input("Name", suggested.name, key="new-name", max_chars=80)
        st.text_input("In the folder", shortened_home(suggested.parent), key="new-place")
        st.button(
            "Make it and add articles", icon=":material/add:", type="primary", on_click=act, args=(open_new,)
        )
    with old.container(border=True, height="stretch"):
        st.subheader("Open …", anchor=False)
        st.text_input("Folder of a corpus", key="old-path", placeholder="~/bias/my-corpus")
        st.button("Open it", icon=":material/folder_open:", on_click=act, args=(open_named,))


def suggested_folder() -> str:
    """The folder that `bias open FOLDER` named and that holds nothing yet, or a free one."""
    if named := session.new_folder():
        return named
    home = Path(HOME).expanduser()
    names = ["My corpus", *(f"My corpus {n}" for n in range(2, 1000))]
    return str(home / next(one for one in names if not (home / one).exists()))


def shortened_home(path: Path) -> str:
    return f"~/{path.relative_to(Path.home()).as_posix()}" if path.is_relative_to(Path.home()) else str(path)


def opened_before() -> None:
    found = [one for one in known.list_known() if one.path != session.corpus_path()]
    if not found:
        return
    parts.heading("Opened before")
    names = known.labels(one.path for one in found)
    for one in found:
        row(one, names[one.path].removesuffix(f" · {one.path}"))


def row(one: known.Known, name: str) -> None:
    there = bool(known.corpus_name(one.path))
    what = compare.counted(known.articles_in(one.path), "article") if there else "not there any more"
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(
            f"**{parts.md(name)}**  \n{what} · {parts.md(shortened_home(Path(one.path)))} · opened "
            f"{one.opened[:10]}",
            width="stretch",
        )
        if there:
            st.button(
                f"Open {parts.md(name)}", key=f"open-{one.path}", on_click=act,
                args=(partial(open_old, one.path),),
            )  # fmt: skip
        with st.popover("More", key=f"more-{one.path}"):
            more(one, name, there)


def more(one: known.Known, name: str, there: bool) -> None:
    if there:
        st.text_input("Another name", name, key=f"name-{one.path}", max_chars=80)
        change = partial(change_name, one.path)
        st.button("Rename", key=f"rename-{one.path}", on_click=act, args=(change,))
    drop = partial(known.forget, one.path)
    st.button(
        "Take it off this list", key=f"forget-{one.path}", on_click=act, args=(drop,),
        help="The folder stays as it is.",
    )  # fmt: skip


def act(what: Callable[[], None]) -> None:
    """Callback: do it, or keep what went wrong for the page to say."""
    try:
        what()
    except (BiasError, OSError) as error:
        st.session_state[TROUBLE] = str(error)


def open_demo() -> None:
    folder = Path(HOME).expanduser() / "demo"
    source = demo_folder()
    corpus = make_demo(folder, source, read_paths([source / "articles"]))
    session.open_corpus(str(folder))
    if corpus.state().get("waiting"):
        session.reader(session.corpus_path()).start()
    st.session_state[session.GO] = parts.OVERVIEW


def open_new() -> None:
    """Make the corpus whose name and place are typed, and lead to where its articles are added."""
    name, place = typed("new-name"), typed("new-place")
    if not name:
        raise BadInputError("Write a name for the new corpus.")
    folder = Path(place or HOME).expanduser() / folder_for(name)
    session.open_corpus(str(new_corpus(folder, name).path))
    st.session_state[session.GO] = parts.IMPORT


def open_named() -> None:
    """Open the folder that is typed; where it holds corpora instead of one, say which."""
    if not (path := typed("old-path")):
        raise BadInputError("Write the folder of the corpus that you want to open.")
    folder = Path(path).expanduser()
    inner = sorted(file.parent.name for file in folder.glob("*/corpus.toml"))
    if inner and not (folder / "corpus.toml").is_file():
        raise BadInputError(f"{folder} is no corpus, and holds some: {', '.join(inner[:20])}.  Write which.")
    open_old(str(folder))


def typed(key: str) -> str:
    return str(st.session_state.get(key, "")).strip()


def open_old(path: str) -> None:
    """Open a folder as a corpus; raises BadInputError where it is none."""
    corpus = Corpus(path)
    session.open_corpus(str(corpus.path))
    st.session_state[session.GO] = parts.OVERVIEW


def change_name(path: str) -> None:
    rename(Corpus(path), typed(f"name-{path}"))


def go_on() -> None:
    """Lead to the page that a press asked for; call it when the pages are known."""
    if page := st.session_state.pop(session.GO, ""):
        st.switch_page(page, query_params={})
