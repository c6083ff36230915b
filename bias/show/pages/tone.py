"""Tone: toward whom, and in whose voice; a click opens the sentences behind a mark."""

from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import TONES, Card, ToneMeasure
from bias.show.widgets import cards, controls, parts, session
from bias.show.widgets.boxes import own_targets
from bias.show.widgets.controls import OUTLETS, TIME

GRID, ROLES = "Whom", "Quoted role"


def show() -> None:
    listed = session.ask(compare.target_list, session.where())
    with controls.row() as choose:
        measure = controls.measure(choose, TONES, "tone")
        target, than = targets(measure, listed)
        view = controls.by(choose, views(measure))
        over = controls.unit(choose) if view == TIME else ""
        signed = measure.unit in ("net", "stance")
        against = controls.compare_with(choose) if view == OUTLETS and signed else ""
        asked: dict[str, Any] = {"target": target, "than": than, "corrected": more(measure)}
    asked["key"] = measure.key
    card = session.ask(compare.tone, session.where(), **asked)
    if not parts.something_read(card.board.coverage):
        return
    if view == TIME:
        cards.over_time(compare.tone, over, **asked)
    elif against:
        cards.apart(card, compare.tone, against, **asked)
    else:
        show_card(chosen_card(card, measure, view, asked), view, measure)
    if measure.kind == "stance":
        how_far_apart(listed)
    own_targets.box(listed)


# -- what is asked -----------------------------------------------------------------------------------


def views(measure: ToneMeasure) -> list[str]:
    """What a measure can be told apart by."""
    return [OUTLETS, TIME, *{"stance": [GRID], "voices": [GRID, ROLES]}.get(measure.kind, [])]


def targets(measure: ToneMeasure, listed: pd.DataFrame) -> tuple[str, str]:
    """Toward whom, and of two the second one."""
    if measure.kind == "article":
        return compare.EVERYBODY, ""
    target = choose_target("Toward", "target", listed)
    if measure.kind != "actors":
        return target, ""
    return target, choose_target("Against", "against", listed[listed["target"] != target])


def more(measure: ToneMeasure) -> bool:
    """Whether the classifier's known errors are taken out; and which outlets stand out."""
    with controls.more():
        corrected = measure.unit == "net" and st.toggle(
            "Correct for known errors",
            key="corrected",
            bind="query-params",
            help="The tone model takes some tones for others.  How often it does was counted on articles "
            "that it had not seen; these errors are taken out of the sums, and the intervals grow by what "
            "that leaves open.",
        )
        controls.highlight()
    return corrected


def choose_target(label: str, key: str, listed: pd.DataFrame) -> str:
    """A target, one's own first, then those about whom outlets differ most; the choice is in the link, by its
    name.

    Not bound to the link by Streamlit: it would write how far apart outlets are into it, and know no link of
    an older version.
    """
    names = dict(zip(listed["target"], listed["label"], strict=True)) | {compare.EVERYBODY: compare.NAMED}
    shown = names | {row["target"]: compare.with_spread(row) for row in compare.records(listed)}
    linked = session.ask(compare.target_key, names, st.query_params.get(key, ""))
    st.session_state[key] = linked or compare.opening(listed)

    def into_link() -> None:
        st.query_params[key] = name_in_link(names, st.session_state[key])

    chosen: str = st.selectbox(
        label, list(names), key=key, format_func=shown.__getitem__, on_change=into_link
    )
    return chosen


def name_in_link(names: dict[str, str], target: str) -> str:
    """The name of a target; its key where another one before it is called the same."""
    name = names[target]
    return name if next(key for key, label in names.items() if label == name) == target else target


def how_far_apart(listed: pd.DataFrame) -> None:
    """Toward whom outlets differ most, in a table."""
    if not (listed["outlets"] > 1).any():
        return
    with st.expander("Toward whom outlets differ most"):
        st.caption(
            f"{compare.SPREAD}  The page opens on the first.  Among many, one is farthest by chance: Whom "
            "calls clear only what is so over all of them."
        )
        st.dataframe(compare.spread_table(listed), hide_index=True)


# -- what is shown -----------------------------------------------------------------------------------


def show_card(card: Card, view: str, measure: ToneMeasure) -> None:
    """The chart, and the sentences behind its marks."""
    if card.board.rows.empty:
        st.info("Nobody is named in these articles.")
        return
    cards.answer(card)
    if view == OUTLETS and measure.kind == "voices":
        cards.legend_of_voices()


def chosen_card(card: Card, measure: ToneMeasure, view: str, asked: dict[str, Any]) -> Card:
    """The card of a view."""
    where, toward = session.where(), {name: asked[name] for name in ("target", "corrected")}
    if view == GRID and measure.kind == "stance":
        return session.ask(compare.stance_grid, where)
    if view == GRID:
        quoted = st.toggle("In words that outlets quote", key="quoted", bind="query-params")
        return session.ask(compare.tone_grid, where, quoted=quoted, corrected=asked["corrected"])
    if view == ROLES:
        return session.ask(compare.tone_roles, where, **toward)
    return card


show()
