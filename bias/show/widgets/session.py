"""What the pages share: the open corpus, cached answers, and what the filters of the link let through."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st
from streamlit.errors import StreamlitAPIException

from bias.corpus import BackgroundReader, Corpus, Filter, known
from bias.errors import BadInputError
from bias.show.outputs import provenance
from bias.show.outputs.provenance import Origin

T = TypeVar("T")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
CORPUS = "corpus"  # of the session and of the link
GO = "page to go to"  # of the session
FILTERS = ("outlets", "groups", "topics", "genres", "words", "once", "from", "to")  # that `clear` empties
_ASTRAY = "corpus that a link names"
OUTLETS = "outlets"  # compared one by one; no column of outlets.csv is called so


def own_corpus() -> str:
    """The corpus that `bias open CORPUS` was given; empty where none was."""
    return os.environ.get("BIAS_CORPUS", "").strip()


def new_folder() -> str:
    """The new folder that `bias open FOLDER` was given, for a corpus to be made in; empty where none was."""
    return os.environ.get("BIAS_NEW_CORPUS", "").strip()


def switchable() -> bool:
    """Whether visitors may choose, make and open corpora: where the server listens to this computer alone.

    Who may choose may open any corpus that the server can read.
    """
    return st.get_option("server.address") in LOOPBACK


def corpus_path() -> str:
    """The corpus that is open in this window of the browser; empty where none is.

    Each window has its own: two may be open on two corpora.
    """
    if astray():
        return ""
    return str(st.session_state.get(CORPUS, own_corpus())) if switchable() else own_corpus()


def corpora() -> dict[str, str]:
    """The corpora that can be chosen, path → label, the one of `bias open CORPUS` first."""
    opened = [one.path for one in known.list_known() if known.corpus_name(one.path)]
    return known.labels(dict.fromkeys([own_corpus(), *opened] if own_corpus() else opened))


def choose_corpus() -> None:
    """Settle which corpus this window shows, and let it be changed in the sidebar; call it first.

    The link names the corpus by its label where it is not the one that the server was opened for.
    """
    choices = corpora()
    if not own_corpus():
        choices = {"": "None", **choices}
    _look_for(st.query_params.get(CORPUS, ""), choices)
    if switchable():
        with st.sidebar:
            st.selectbox(
                "Corpus", list(choices), key=CORPUS, format_func=choices.__getitem__, bind="query-params",
                on_change=_settle,
            )  # fmt: skip


def _look_for(told: str, choices: dict[str, str]) -> None:
    """Note a corpus that a link names, or that was open, and that is not there: no other takes its place."""
    opened: str | None = st.session_state.get(CORPUS)
    here = choices.values() if switchable() else (choices.get(own_corpus()),)
    if opened is None and told and told not in here:
        st.session_state[_ASTRAY] = told
    elif opened is not None and opened not in choices:
        if known.corpus_name(opened):
            choices[opened] = f"{known.corpus_name(opened)} · {opened}"  # another window took it off the list
        else:
            st.session_state[_ASTRAY] = st.session_state.pop(CORPUS)


def astray() -> str:
    """The corpus that the link names and that is not known here; empty where all is well."""
    return str(st.session_state.get(_ASTRAY, ""))


def stay() -> None:
    """Callback: show the corpus that the server was opened for, whatever the link names."""
    st.session_state.pop(_ASTRAY, None)
    st.query_params.pop(CORPUS, None)


def open_corpus(path: str) -> None:
    """Callback: show a corpus in this window from now on."""
    place = str(Path(path).resolve())
    with suppress(OSError):  # it is open all the same, and known until the next start
        known.remember(Path(place))
    st.session_state[CORPUS] = place
    _settle()


def _settle() -> None:
    """Another corpus has other outlets, topics and days: the filters of the last one go."""
    clear()
    for key in list(st.session_state):
        if key not in (CORPUS, *FILTERS):  # a filter that a link names comes back when it is deleted
            del st.session_state[key]
    for key in list(st.query_params):
        with suppress(StreamlitAPIException):  # one that a widget holds goes with its widget
            del st.query_params[key]


def corpus() -> Corpus:
    """The open corpus, compared as the reader chose; raises BadInputError where the path holds none."""
    return _corpus(corpus_path(), by())


@st.cache_resource(show_spinner=False, max_entries=8)
def _corpus(path: str, by: str) -> Corpus:
    return Corpus(path, by=by)


def groups() -> tuple[str, ...]:
    """The groups by which outlets can be compared: columns of outlets.csv in which something is said."""
    return _corpus(corpus_path(), "").outlet_table().compared()


def by() -> str:
    """The groups that are compared: empty for outlets, also where a link names groups that are gone.

    Before its control's first run only the link knows.
    """
    chosen = st.session_state.get("by", st.query_params.get("by", ""))
    return chosen if chosen and chosen in groups() else ""


def ask(question: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """The answer of a function that takes a corpus; computed once while the corpus stays as it is."""
    name = f"{question.__module__}.{question.__qualname__}"
    answer: T = _answer(question, name, corpus_path(), by(), corpus().stamp(), args, kwargs)
    return answer


@st.cache_data(show_spinner="Counting …", max_entries=80)
def _answer(  # an argument with a line before its name is no part of the key
    _question: Callable[..., Any], name: str, path: str, by: str, stamp: str, args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:  # fmt: skip
    return _question(_corpus(path, by), *args, **kwargs)


@st.cache_resource(show_spinner=False)
def reader(path: str) -> BackgroundReader:
    """The one reading process of a corpus, whichever browser window asks."""
    return BackgroundReader(Path(path))


def outlets() -> list[str]:
    return ask(Corpus.outlets)


def topics() -> list[str]:
    return ask(Corpus.topics)


def group_values() -> list[str]:
    """The groups of outlets that can be filtered by, each `column: value`."""
    table = _corpus(corpus_path(), "").outlet_table()
    return [f"{one}: {value}" for one in table.compared() for value in sorted(set(table.said(one).values()))]


def clear() -> None:
    """Callback: all articles again."""
    st.session_state["outlets"] = []
    st.session_state["groups"] = []
    st.session_state["topics"] = []
    st.session_state["genres"] = []
    st.session_state["words"] = ""
    st.session_state["once"] = False
    st.session_state["from"] = st.session_state["to"] = None


def reports_only() -> None:
    """Callback: articles of one genre, so that outlets are compared in it."""
    st.session_state["genres"] = ["report"]


def wrong_words() -> str:
    """Why what is typed into the search finds nothing; empty where it can be searched for."""
    try:
        Filter(words=(st.session_state.get("words") or "").strip())
    except BadInputError as error:
        return str(error)
    return ""


def where() -> Filter:
    """The filters as the store takes them."""
    state = st.session_state
    since, until = state.get("from"), state.get("to")
    chosen = Filter(
        outlets=tuple(state.get("outlets") or ()),
        since=since.isoformat() if since else "",
        words="" if wrong_words() else (state.get("words") or "").strip(),
        topics=tuple(state.get("topics") or ()),
        once=bool(state.get("once")),
        genres=tuple(state.get("genres") or ()),
    )
    chosen = chosen.narrowed(Filter(until=until.isoformat() if until else ""))  # none where it is too early
    for group in _chosen_groups(tuple(state.get("groups") or ())):
        chosen = chosen.narrowed(Filter(outlets=group))
    return chosen


def _chosen_groups(chosen: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The outlets of the groups of each column of which some are chosen."""
    if not chosen:
        return []
    table = _corpus(corpus_path(), "").outlet_table()
    found = [
        tuple(outlet for outlet, value in table.said(one).items() if f"{one}: {value}" in chosen)
        for one in table.compared()
    ]
    return [outlets for outlets in found if outlets]


def origin(link: str) -> Origin:
    """Where the numbers of the open view come from, for what is taken along."""
    return replace(_origin(corpus_path(), by(), corpus().stamp(), where()), link=link)


@st.cache_data(show_spinner=False, max_entries=50)
def _origin(path: str, by: str, stamp: str, filters: Filter) -> Origin:
    return provenance.origin(_corpus(path, by), filters)


def presenting() -> bool:
    """Whether the Classroom is on the projector, where nothing else is shown."""
    return bool(st.session_state.get("present", st.query_params.get("present") == "true"))


def dark() -> bool:
    return st.context.theme.type == "dark"
