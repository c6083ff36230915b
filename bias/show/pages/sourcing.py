"""Sourcing: who is quoted and how, by outlet; a click opens the sentences behind a mark."""

import pandas as pd
import streamlit as st

from bias.compare import views
from bias.compare.measures import (
    ALL,
    LEAST,
    LEAST_ARTICLES,
    QUESTIONS,
    Entry,
    Measure,
    Ranking,
    asking,
    by_key,
)
from bias.show import figures
from bias.show.pages import cards, evidence, parts, session

LABELS = {found.key: found.label for found in ALL}
KEYS = {label: key for key, label in LABELS.items()}
OUTLETS, APART, BY_ROLE, BY_TOPIC = "Outlets", "How far apart", "By role", "By topic"


def show() -> None:
    st.title("Sourcing", anchor=False)
    measure = choose_measure()
    outlet, value, weight, grouped = options(measure)
    board = session.ask(
        views.sourcing,
        session.where(),
        key=measure.key,
        outlet=outlet,
        value=value,
        weight=weight,
        grouped=grouped,
    )
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        show_card(board, measure, weight, grouped)
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is asked -----------------------------------------------------------------------------------


def choose_measure() -> Entry:
    """A question, and one of the measures that answer it; the measure is in the link."""
    linked = KEYS.get(st.query_params.get("measure", ""), "")  # a link names the label
    current = by_key(st.session_state.get("measure") or linked)
    st.session_state["question"] = current.question
    question = st.segmented_control(
        "Question",
        QUESTIONS,
        key="question",
        required=True,
        on_change=ask_question,
        label_visibility="collapsed",
    )
    key = parts.choose_measure(
        {found.key: found.label for found in asking(question or current.question)}, "measure"
    )
    return by_key(key)


def ask_question() -> None:
    """Callback: another question starts with its first measure."""
    st.session_state["measure"] = asking(st.session_state["question"])[0].key


def options(measure: Entry) -> tuple[str, str, str, bool]:
    """Outlet, value, weight and grouping, as far as the measure takes them."""
    outlet, value, weight, grouped = "", "", "attributions", False
    if about_roles(measure):
        grouped = st.session_state.get("grouped", st.query_params.get("grouped") == "true")
    if isinstance(measure, Ranking):
        left, right = st.columns(2)
        with left:
            value = choose_value(measure, grouped)
        with right:
            outlet = "" if value else choose_outlet()
    if measure.weighted:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            weight = st.segmented_control(
                "Count",
                list(figures.WEIGHTS),
                default="attributions",
                required=True,
                key="weight",
                format_func=figures.WEIGHTS.__getitem__,
                bind="query-params",
            )
            if about_roles(measure):
                grouped = st.toggle("Join roles into groups", key="grouped", bind="query-params")
    return outlet, value, weight or "attributions", grouped


def about_roles(measure: Entry) -> bool:
    """Whether roles are on the chart: in a ranking of them, or where a share is told by role."""
    if isinstance(measure, Ranking):
        return measure.column == "role"
    return bool(st.session_state.get("view", st.query_params.get("view")) == BY_ROLE)


def choose_value(measure: Ranking, grouped: bool) -> str:
    """One role, side, source or word over all outlets."""
    known = session.ask(views.values, session.where(), key=measure.key, grouped=grouped)
    if st.session_state.get("value") not in known:
        st.session_state.pop("value", None)
    chosen = st.selectbox(
        "Follow one over all outlets",
        list(known),
        index=None,
        key="value",
        format_func=known.__getitem__,
        placeholder="All, side by side",
        bind="query-params",
    )
    return chosen or ""


def choose_outlet() -> str:
    """A ranking shows a few outlets side by side, or more of one."""
    chosen = st.selectbox(
        "See more of one outlet",
        session.where().outlets or tuple(session.outlets()),
        index=None,
        key="outlet",
        format_func=views.outlet_label,
        placeholder="Several, side by side",
        bind="query-params",
    )
    return chosen or ""


# -- what is shown -----------------------------------------------------------------------------------


def show_card(board: views.Board, measure: Entry, weight: str, grouped: bool) -> None:
    """The chart of the chosen view, and the sentences behind its marks."""
    offered = [OUTLETS]
    if not board.grouped and board.unit == "share" and len(comparable(board)) > 1:
        offered.append(APART)
    if isinstance(measure, Measure) and measure.weighted and measure.unit == "share":
        offered.append(BY_ROLE)
    if measure.key == "roles":
        offered.append(BY_TOPIC)
    view = parts.choose_view(offered) if len(offered) > 1 else OUTLETS
    if view == APART:
        apart(board, measure, weight, grouped)
    card = figures.sourcing(board, measure, colour=session.colours(), weight=weight)
    if view == BY_ROLE:
        rows = session.ask(views.by_role, session.where(), key=board.key, weight=weight, grouped=grouped)
        card = figures.by_role(rows, board, measure)
    elif view == BY_TOPIC:
        rows = session.ask(views.role_topics, session.where(), weight=weight, grouped=grouped)
        if rows.empty:
            no_topics()
            return
        card = figures.by_topic(rows)
    elif not board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST} attributions in {LEAST_ARTICLES} articles.  "
            "Widen the filters, or add articles."
        )
    if view != APART:
        cards.figure_card(card)
    evidence.evidence(card)


def no_topics() -> None:
    st.info("No article has a topic.  Name topics and their words in the corpus folder, then read again:")
    st.code('# topics.toml\n[topics]\nEnergy = ["gas deal", "power plant", "electricity"]', language="toml")


def comparable(board: views.Board) -> pd.DataFrame:
    return board.rows[board.rows["value"].notna() & board.rows["low"].notna()]


def apart(board: views.Board, measure: Entry, weight: str, grouped: bool) -> None:
    """How far each outlet is from one that the reader chooses."""
    value = (str(board.rows["key"].iloc[0]) or views.NOT_KNOWN) if isinstance(measure, Ranking) else ""
    asked = {"key": board.key, "value": value, "weight": weight, "grouped": grouped}
    cards.apart(
        list(comparable(board)["outlet"]),
        label=board.label,
        pooled=lambda reference: views.differences(board, reference=reference),
        matched=lambda reference: session.ask(
            views.matched_sourcing, session.where(), reference=reference, **asked
        ),
        table=views.difference_table,
        key=f"sourcing-{board.key}",
    )


show()
