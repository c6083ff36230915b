"""Sourcing: who is quoted and how, by outlet; a click opens the sentences behind a mark."""

from typing import Any

import streamlit as st

from bias import compare
from bias.compare import SOURCINGS, Card, Measure, Ranking, Sourcing
from bias.show.widgets import cards, controls, parts, session
from bias.show.widgets.controls import OUTLETS, TIME, Choose

ROLE, TOPIC = "Role", "Topic"


def show() -> None:
    with controls.row() as choose:
        measure = controls.measure(choose, SOURCINGS, "measure")
        asked: dict[str, Any] = {"key": measure.key}
        if measure.weighted:
            asked["weight"] = choose("Count", "weight", compare.WEIGHTS)
        view = controls.by(choose, views(measure))
        over = controls.unit(choose) if view == TIME else ""
        if about_roles(measure, view):  # its toggle is behind the last button
            asked["grouped"] = st.session_state.get("grouped", st.query_params.get("grouped") == "true")
        if measure.sided:
            known = session.ask(compare.governments, session.where())
            asked["whose"] = choose("Government", "whose", known)
        if isinstance(measure, Ranking) and view != TOPIC:
            asked["value"] = followed(choose, asked)
        one_number = not isinstance(measure, Ranking) or asked.get("value")
        against = controls.compare_with(choose) if view == OUTLETS and one_number else ""
        asked |= more(measure, view, one_outlet=not one_number)
    card = session.ask(compare.sourcing, session.where(), **asked)
    if not parts.something_read(card.board.coverage):
        return
    if view == TIME:
        cards.over_time(compare.sourcing, over, **asked)
    elif against:
        cards.apart(card, compare.sourcing, against, **asked)
    else:
        show_card(card if view == OUTLETS else by_role_or_topic(measure, view, asked), view)


# -- what is asked -----------------------------------------------------------------------------------


def views(measure: Sourcing) -> list[str]:
    """What a measure can be told apart by."""
    share = isinstance(measure, Measure) and measure.weighted and measure.unit == "share"
    return [OUTLETS, TIME, *([ROLE] if share else []), *([TOPIC] if share or measure.key == "roles" else [])]


def about_roles(measure: Sourcing, view: str) -> bool:
    """Whether roles are on the chart."""
    return measure.column == "role" if isinstance(measure, Ranking) else view == ROLE


def more(measure: Sourcing, view: str, *, one_outlet: bool) -> dict[str, Any]:
    """What is chosen more rarely, as far as the measure takes it."""
    asked: dict[str, Any] = {}
    with controls.more():
        controls.every_measure()
        if about_roles(measure, view):
            asked["grouped"] = st.toggle("Join roles into groups", key="grouped", bind="query-params")
        if one_outlet and view != TOPIC:
            asked["outlet"] = choose_outlet()
        controls.highlight()
    return asked


def followed(choose: Choose, asked: dict[str, Any]) -> str:
    """One role, side, source or word over all outlets."""
    taken = {name: asked[name] for name in ("key", "grouped", "whose") if name in asked}
    known = session.ask(compare.sourcing_values, session.where(), **taken)
    return choose("Follow", "value", known, index=None, placeholder="all, side by side")


def choose_outlet() -> str:
    """A ranking shows a few outlets side by side, or more of one."""
    known = {one: compare.outlet_label(one) for one in session.ask(compare.compared_names, session.where())}
    label = f"See more of one {compare.what(session.corpus())}"
    return parts.choose(label, "outlet", known, index=None, placeholder="Several, side by side")


# -- what is shown -----------------------------------------------------------------------------------


def show_card(card: Card, view: str) -> None:
    """The chart, and the sentences behind its marks."""
    if view == TOPIC and card.board.rows.empty:
        no_topics()
        return
    cards.answer(card)


def by_role_or_topic(measure: Sourcing, view: str, asked: dict[str, Any]) -> Card:
    """The card that tells roles or topics apart, over all outlets together."""
    taken: dict[str, Any] = {name: asked[name] for name in ("weight", "grouped") if name in asked}
    if measure.key == "roles":
        return session.ask(compare.roles_by_topic, session.where(), **taken)
    taken |= {"key": measure.key, "whose": asked.get("whose", ""), "by": view.lower()}
    return session.ask(compare.sourcing_by, session.where(), **taken)


def no_topics() -> None:
    st.info("No article has a topic.  Name topics and their words in the corpus folder, then read again:")
    st.code('# topics.toml\n[topics]\nEnergy = ["gas deal", "power plant", "electricity"]', language="toml")


show()
