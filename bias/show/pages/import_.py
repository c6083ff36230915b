"""Import: files in, then the reading in the background."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from bias import compare
from bias.corpus import Added, Corpus, add_items, list_imports, undo
from bias.ingest import ENDINGS, Options, column_map, preview, read_paths
from bias.ingest.following import followed
from bias.model import Article, Rejection
from bias.show.widgets import parts, session

FEEDS = {
    "title": "Feed",
    "feed": "Address",
    "answered": "Last success (UTC)",
    "articles": "Articles",
    "waiting": "Waiting",
    "rejected": "Rejected",
    "trouble": "Trouble",
}
COLUMNS = {"path": "File", "row": "Row", "reason": "Reason", "record": "What it holds"}
KINDS = [ending.removeprefix(".") for ending in ENDINGS]
ORDERS = {"": "as the file tells", "dmy": "day first: 31/12/2019", "mdy": "month first: 12/31/2019"}


def show() -> None:
    st.title("Import", anchor=False)
    st.markdown(
        "Add articles to this corpus: exports of Nexis, Factiva, ProQuest, Europresse or WISO, Word, PDF, "
        "web pages, texts, tables with a row for each article, or packed files of these (.zip)."
    )
    upload()
    taken_back()
    reading()
    feeds()
    rejected()


def upload() -> None:
    with st.form("import"):
        files = st.file_uploader("Files", KINDS, accept_multiple_files=True)
        outlet = st.text_input(
            "Outlet of articles that name none", placeholder="Leave empty if you do not know"
        )
        columns = st.text_input(
            "Columns with other names",
            placeholder="outlet=paper, published=day",
            help="field=column.  The fields are outlet, title, text, published, url and author.",
        )
        dates = st.selectbox("Dates like 03/04/2019", list(ORDERS), format_func=ORDERS.__getitem__)
        busy = session.reader(session.corpus_path()).running
        looked = st.form_submit_button("Show what would be taken", icon=":material/visibility:")
        pressed = st.form_submit_button(
            "Add to the corpus",
            type="primary",
            icon=":material/upload:",
            disabled=busy,
            help="The reading below writes to the corpus; add files when it is done." if busy else None,
        )
    if (pressed or looked) and not files:
        st.warning("Choose one or more files first.")
    elif pressed:
        with st.spinner("Importing …"):
            st.session_state["imported"] = add(
                files, Options(column_map(columns.split(",")), outlet.strip(), dates)
            )
        st.rerun()  # the filters beside this page know the new outlets then
    elif looked:
        show_preview(files, Options(column_map(columns.split(",")), outlet.strip(), dates))
    if "imported" in st.session_state:
        report(st.session_state.pop("imported"))


def add(files: Sequence[UploadedFile], options: Options) -> Added:
    """Import uploads in the order given; what is rejected names the file as it was uploaded."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [saved(file, Path(folder, str(number))) for number, file in enumerate(files)]
        names = [path.name for path in paths]
        return add_items(session.corpus(), named(read_paths(paths, options=options)), paths=names)


def show_preview(files: Sequence[UploadedFile], options: Options) -> None:
    """Which field would be taken from where; nothing is written."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [saved(file, Path(folder, str(number))) for number, file in enumerate(files)]
        found = preview(named(read_paths(paths, options=options)))
    st.markdown(
        f"{compare.counted(len(found.articles), 'article')}, {len(found.rejections):,} rejected.  "
        "Nothing is written yet."
    )
    ways = [(field, how or "nothing", n, example) for field, how, n, example in found.ways()]
    if found.articles:
        table = pd.DataFrame(ways, columns=["Field", "Taken from", "Articles", "For instance"])
        st.dataframe(table, hide_index=True)
    for rejection in found.rejections[:10]:
        st.markdown(f"- {parts.md(rejection.path)}: {parts.md(rejection.reason)}")


def saved(file: UploadedFile, folder: Path) -> Path:
    folder.mkdir()
    path = folder / (Path(file.name.replace("\\", "/")).name or "file")
    path.write_bytes(file.getbuffer())
    return path


def named(items: Iterator[Article | Rejection]) -> Iterator[Article | Rejection]:
    for item in items:
        yield item if isinstance(item, Article) else replace(item, path=Path(item.path).name)


def report(added: Added) -> None:
    """What the import did; the rejected rows are below, with those of earlier imports."""
    with st.container(horizontal=True):
        st.metric("Added", f"{added.added:,}")
        st.metric("Already here", f"{added.known:,}")
        st.metric("Rejected", f"{len(added.rejections):,}")
    for reason, n in [*added.notes.most_common(), *added.reasons[:10]]:
        st.markdown(f"- {n:,} × {parts.md(reason)}")


def taken_back() -> None:
    """The last import, which can be undone."""
    last = next(reversed(list_imports(session.corpus())), None)
    if last is None or session.reader(session.corpus_path()).running:
        return
    what = ", ".join(Path(path).name for path in last.paths[:3]) or "files"
    if st.button(
        f"Undo the last import: {compare.counted(last.added, 'article')} of {parts.md(what)}",
        icon=":material/undo:",
    ):
        undo(session.corpus(), last.number)
        st.rerun()


def reading() -> None:
    parts.heading("Reading")
    runner = session.reader(session.corpus_path())
    if runner.running:
        progress()
        return
    state = session.corpus().state()
    total, waiting = sum(state.values()), state.get("waiting", 0)
    if runner.trouble:
        st.error(parts.md(runner.trouble))
    if not total:
        st.markdown("Add articles first; then they can be read here.")
    elif waiting:
        offer(waiting)
    else:
        finished(state)


def offer(waiting: int) -> None:
    runner = session.reader(session.corpus_path())
    st.markdown(
        f"{compare.counted(waiting, 'article')} not read yet.  Reading finds who says what, "
        "and nothing leaves this computer."
    )
    st.button("Start reading", type="primary", icon=":material/play_arrow:", on_click=runner.start)
    st.caption("Or from the command line:")
    parts.command("analyse")


def finished(state: dict[str, int]) -> None:
    read = state.get("read", 0)
    if read:
        st.success(f"{compare.counted(read, 'article')} read.", icon=":material/check:")
        st.page_link(parts.SOURCING, label="Compare who is quoted, and how", icon=":material/arrow_forward:")
    others = ", ".join(f"{n:,} {name}" for name, n in sorted(state.items()) if name != "read")
    if others:
        st.warning(f"Articles without a reading: {others}.", icon=":material/info:")
        st.page_link(parts.OVERVIEW, label="See which, and why", icon=":material/rule:")


@st.fragment(run_every=2)
def progress() -> None:
    """How far the background process is; the page is drawn anew when it ends."""
    runner = session.reader(session.corpus_path())
    if not runner.running:
        st.rerun()
    state = session.corpus().state()
    total, waiting = sum(state.values()), state.get("waiting", 0)
    done = total - waiting
    st.progress(
        done / max(total, 1), f"{done:,} of {total:,} articles read, {runner.seconds()} seconds so far"
    )
    st.caption(
        "The number grows in steps of up to 256 articles.  You can use the other pages meanwhile; "
        "if you close the dashboard, the next start goes on where this one stopped."
    )


def feeds() -> None:
    """The feeds that `bias follow` asks; the dashboard itself opens no address."""
    parts.heading("Feeds")
    found = pd.DataFrame(map(asdict, followed(session.corpus().path)), columns=list(FEEDS)).rename(
        columns=FEEDS
    )
    if found.empty:
        st.markdown(
            "This corpus can follow outlets by itself: RSS, Atom, JSON Feed and news sitemaps.  "
            "The dashboard opens no address; start it from the command line:"
        )
        parts.command("follow", "https://…")
        return
    troubled = int((found["Trouble"] != "").sum())
    last = (
        f"{compare.counted(troubled, 'feed')} could not be read as a whole the last time." if troubled else ""
    )
    st.markdown(f"{compare.counted(len(found), 'feed')} followed.  {last}")
    st.dataframe(found, hide_index=True)
    parts.download(found, "feeds")
    st.caption("To ask them for new articles, once or every so many minutes:")
    parts.command("follow", "--every 30")


def rejected() -> None:
    found = session.ask(Corpus.rejected).rename(columns=COLUMNS)
    if found.empty:
        return
    parts.heading("Rows that could not be imported")
    st.markdown(
        f"{compare.counted(len(found), 'row')}, from all imports into this corpus.  Mend them and import the "
        "file again: articles that are here already are not added twice."
    )
    st.dataframe(found["Reason"].value_counts().rename("Rows").reset_index(), hide_index=True)
    st.dataframe(found, hide_index=True)
    parts.download(found, "rejected-rows")


show()
