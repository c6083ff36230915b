"""Sourcing: who is quoted and how, by outlet; a click opens the sentences behind a mark."""

from typing import Any

import streamlit as st

from bias import compare
from bias.compare import (
    QUESTIONS,
    SOURCINGS,
    Card,
    Measure,
    Ranking,
    Sourcing,
    asking,
    named,
)
from bias.show.widgets import cards, parts, session

LABELS = {found.key: found.label for found in SOURCINGS}
KEYS = {label: key for key, label in LABELS.items()}
OUTLETS, APART, TIME = "Outlets", "How far apart", cards.TIME
BY_ROLE, BY_TOPIC = "By role", "By topic"


def show() -> None:
    measure = choose_measure()
    whose = choose_government() if measure.sided else ""
    outlet, value, weight, grouped = options(measure, whose)
    asked = {"key": measure.key, "outlet": outlet, "value": value, "weight": weight, "grouped": grouped}
    asked["whose"] = whose
    card = session.ask(compare.sourcing, session.where(), **asked)
    if parts.something_read(card.board.coverage):
        show_card(card, measure, asked)


# -- what is asked -----------------------------------------------------------------------------------


def choose_measure() -> Sourcing:
    """A question, and one of the measures that answer it; the measure is in the link."""
    linked = KEYS.get(st.query_params.get("measure", ""), "")  # a link names the label
    current = named(SOURCINGS, st.session_state.get("measure") or linked)
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
    return named(SOURCINGS, key)


def ask_question() -> None:
    """Callback: another question starts with its first measure."""
    st.session_state["measure"] = asking(st.session_state["question"])[0].key


def choose_government() -> str:
    """Whose government's side is counted: the country most heard where the link names none."""
    known = session.ask(compare.governments, session.where())
    return parts.choose("Whose government", "whose", known)


def options(measure: Sourcing, whose: str) -> tuple[str, str, str, bool]:
    """Outlet, value, weight and grouping, as far as the measure takes them."""
    outlet, value, weight, grouped = "", "", "attributions", False
    if about_roles(measure):
        grouped = st.session_state.get("grouped", st.query_params.get("grouped") == "true")
    if isinstance(measure, Ranking):
        left, right = st.columns(2)
        with left:
            value = choose_value(measure, grouped, whose)
        with right:
            outlet = "" if value else choose_outlet()
    if measure.weighted:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            weight = st.segmented_control(
                "Count",
                list(compare.WEIGHTS),
                default="attributions",
                required=True,
                key="weight",
                format_func=compare.WEIGHTS.__getitem__,
                bind="query-params",
            )
            if about_roles(measure):
                grouped = st.toggle("Join roles into groups", key="grouped", bind="query-params")
    return outlet, value, weight or "attributions", grouped


def about_roles(measure: Sourcing) -> bool:
    """Whether roles are on the chart: in a ranking of them, or where a share is told by role."""
    if isinstance(measure, Ranking):
        return measure.column == "role"
    return bool(st.session_state.get("view", st.query_params.get("view")) == BY_ROLE)


def choose_value(measure: Ranking, grouped: bool, whose: str) -> str:
    """One role, side, source or word over all outlets."""
    asked = {"key": measure.key, "grouped": grouped, "whose": whose}
    known = session.ask(compare.sourcing_values, session.where(), **asked)
    return parts.choose(
        "Follow one over all outlets", "value", known, index=None, placeholder="All, side by side"
    )


def choose_outlet() -> str:
    """A ranking shows a few outlets side by side, or more of one."""
    known = {one: compare.outlet_label(one) for one in session.ask(compare.compared_names, session.where())}
    return parts.choose(
        f"See more of one {compare.what(session.corpus())}",
        "outlet",
        known,
        index=None,
        placeholder="Several, side by side",
    )


# -- what is shown -----------------------------------------------------------------------------------


def views(card: Card, measure: Sourcing) -> list[str]:
    """The views that a measure has."""
    apart = [APART] if not card.board.grouped and len(card.board.comparable) > 1 else []
    share = isinstance(measure, Measure) and measure.weighted and measure.unit == "share"
    return [
        OUTLETS, *apart, TIME,
        *([BY_ROLE] if share else []), *([BY_TOPIC] if share or measure.key == "roles" else []),
    ]  # fmt: skip


def show_card(card: Card, measure: Sourcing, asked: dict[str, Any]) -> None:
    """The chart of the chosen view, and the sentences behind its marks."""
    view = parts.choose_view(views(card, measure))
    if view == APART:
        cards.apart(card, compare.sourcing, **asked)
        return
    if view == TIME:
        cards.over_time(compare.sourcing, **asked)
        return
    if view != OUTLETS:
        card = chosen_card(measure, view, asked)
    if view == BY_TOPIC and card.board.rows.empty:
        no_topics()
        return
    cards.answer(card)


def chosen_card(measure: Sourcing, view: str, asked: dict[str, Any]) -> Card:
    """The card of a view that tells roles or topics apart."""
    weighted = {name: asked[name] for name in ("weight", "grouped")}
    if measure.key == "roles":
        return session.ask(compare.roles_by_topic, session.where(), **weighted)
    by = "topic" if view == BY_TOPIC else "role"
    weighted |= {"key": measure.key, "whose": asked["whose"], "by": by}
    return session.ask(compare.sourcing_by, session.where(), **weighted)


def no_topics() -> None:
    st.info("No article has a topic.  Name topics and their words in the corpus folder, then read again:")
    st.code('# topics.toml\n[topics]\nEnergy = ["gas deal", "power plant", "electricity"]', language="toml")


show()
