"""The one row of controls above the chart of a page: what is measured, how it is counted, by what, with whom.

Every choice is in the link.  On a telephone the row folds into one line that says what is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bias import compare
from bias.compare import Entry
from bias.markup import fragment
from bias.show.widgets import parts, session

OUTLETS, TIME, APART = "Outlets", "Over time", "How far apart"
NOBODY = "nobody"
FORMER = {  # what links of older versions call it
    "By role": "Role", "By topic": "Topic", "By quoted role": "Quoted role", "By outlet": OUTLETS,
}  # fmt: skip
E = TypeVar("E", bound=Entry)
Choose = Callable[..., str]


@contextmanager
def row() -> Iterator[Choose]:
    """The row; what it gives chooses one of some keys by its label, as `parts.choose`, within the row."""
    former_links()
    with folded() as said:

        def choose(label: str, key: str, known: Mapping[str, str], **more: object) -> str:
            chosen = parts.choose(label, key, known, **more)  # type: ignore[arg-type]
            said.append(known.get(chosen, ""))
            return chosen

        yield choose


@contextmanager
def folded() -> Iterator[list[str]]:
    """A row that folds on a telephone; what is put into the list is what it then says."""
    said: list[str] = []
    fold = st.empty()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls-row"):
        yield said
    fold.html(fragment("dashboard", "fold", " · ".join(one for one in said if one)))


def former_links() -> None:
    """What links of older versions named a view is an outlet to compare with now."""
    if st.query_params.get("view") == APART and not st.query_params.get("reference"):
        names = session.ask(compare.compared_names, session.where())
        if names and "reference" not in st.session_state:
            st.session_state["reference"] = names[0]


def measure(choose: Choose, entries: Sequence[E], key: str) -> E:
    """One of the measures of a page; those of the first choice alone, unless all are asked for."""
    known = {one.key: one for one in entries}
    if st.session_state.get(key) not in known:
        st.session_state[key] = compare.named(entries, st.query_params.get(key, "")).key
    first = [one for one in entries if one.headline]
    every = not first or st.session_state.get("all", st.query_params.get("all") == "true")
    shown = entries if every else [one for one in entries if one.headline or one.key == st.session_state[key]]
    return known[choose("Measure", key, {one.key: one.label for one in shown})]


def every_measure() -> None:
    """Whether the list has all measures of the page."""
    st.toggle("All measures in the list", key="all", bind="query-params")


def by(choose: Choose, offered: Sequence[str]) -> str:
    """What there is a mark for: outlets, units of time, or what else the page tells apart."""
    state, linked = st.session_state, st.query_params.get("view", "")
    if state.get("view") not in offered:
        linked = FORMER.get(linked, linked)
        state["view"] = linked if linked in offered else offered[0]
    return choose("By", "view", {one: one for one in offered})


def unit(choose: Choose) -> str:
    """The unit of time, by default the one that fits."""
    fits = session.ask(compare.default_unit, session.where())
    known = {fits: compare.UNITS[fits]} | compare.UNITS  # the one that fits first: it stays out of the link
    return choose("Unit", "over", known) or fits


def compare_with(choose: Choose) -> str:
    """The outlet that the others are set against; empty for none."""
    names = {one: compare.outlet_label(one) for one in session.ask(compare.compared_names, session.where())}
    chosen = choose("Compare with", "reference", {NOBODY: NOBODY} | names)
    return "" if chosen == NOBODY else chosen


def highlight() -> tuple[str, ...]:
    """The outlets that stand out in the charts, found by typing a part of their name."""
    names = session.ask(compare.compared_names, session.where())
    chosen = [one for one in st.session_state.get("highlight") or () if one in names]
    if len(chosen) < len(st.session_state.get("highlight") or ()):
        st.session_state["highlight"] = chosen
    return tuple(
        st.multiselect(
            "Highlight", names, key="highlight", bind="query-params", placeholder="Type a name",
            format_func=compare.outlet_label,
        )
    )  # fmt: skip


def more() -> DeltaGenerator:
    """What is chosen more rarely, behind a button at the end of the row."""
    return st.popover("More", icon=":material/tune:", key="controls-more")
