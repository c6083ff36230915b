"""Tone: toward whom, and in whose voice; a click opens the sentences behind a mark."""

from typing import Any

import streamlit as st

from bias import compare
from bias.compare import LEAST, LEAST_ARTICLES, TONES, Card, ToneMeasure, named
from bias.show.widgets import cards, evidence, parts, session

LABELS = {found.key: found.label for found in TONES}
OUTLETS, APART, GRID, MONTHS, ROLES = "Outlets", "How far apart", "Whom", "Over time", "By quoted role"


def show() -> None:
    st.title("Tone", anchor=False)
    known = session.ask(compare.targets, session.where())
    measure = named(TONES, parts.choose_measure(LABELS, "tone"))
    target, than, corrected = options(measure, known)
    asked = {"key": measure.key, "target": target, "than": than, "corrected": corrected}
    card = session.ask(compare.tone, session.where(), **asked)
    if parts.something_read(card.board.coverage):
        show_card(card, measure, asked)


# -- what is asked -----------------------------------------------------------------------------------


def options(measure: ToneMeasure, known: dict[str, str]) -> tuple[str, str, bool]:
    """Target, second target, and whether the classifier's known errors are taken out."""
    if measure.kind == "article":
        return compare.EVERYBODY, "", False
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        target = parts.choose("Toward", "target", known)
    than = ""
    if measure.kind == "actors":
        with middle:
            others = {key: label for key, label in known.items() if key != target}
            than = parts.choose("Against", "against", others)
    with right:
        corrected = st.toggle(
            "Correct for known errors",
            key="corrected",
            bind="query-params",
            help="The tone model takes some tones for others.  How often it does was counted on articles "
            "that it had not seen; these errors are taken out of the sums, and the intervals grow by what "
            "that leaves open.",
        )
    return target, than, corrected


# -- what is shown -----------------------------------------------------------------------------------


def show_card(card: Card, measure: ToneMeasure, asked: dict[str, Any]) -> None:
    """The chart of the chosen view, and the sentences behind its marks."""
    offered = [OUTLETS]
    if measure.unit == "net" and card.board.comparable["outlet"].nunique() > 1:
        offered.append(APART)
    if measure.kind == "voices":
        offered += [GRID, MONTHS, ROLES]
    view = parts.choose_view(offered) if len(offered) > 1 else OUTLETS
    if view == APART:
        cards.apart(card, compare.tone, **asked)
        evidence.evidence(card)
        return
    if view == OUTLETS and not card.board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST} mentions in {LEAST_ARTICLES} articles.  "
            "Widen the filters, choose another target, or add articles."
        )
    if view == OUTLETS and measure.kind == "voices":
        cards.legend_of_voices()
    card = chosen_card(card, view, asked)
    if card.board.rows.empty:
        st.info("Nobody is named in these articles.")
        return
    cards.figure_card(card)
    evidence.evidence(card)


def chosen_card(card: Card, view: str, asked: dict[str, Any]) -> Card:
    """The card of a view."""
    where, toward = session.where(), {name: asked[name] for name in ("target", "corrected")}
    if view == GRID:
        quoted = st.toggle("In words that outlets quote", key="quoted", bind="query-params")
        return session.ask(compare.tone_grid, where, quoted=quoted, corrected=asked["corrected"])
    if view == MONTHS:
        return session.ask(compare.tone_months, where, **toward)
    if view == ROLES:
        return session.ask(compare.tone_roles, where, **toward)
    return card


show()
