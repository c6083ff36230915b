"""The classroom's third step: one question about two outlets, and how its answer hangs on the counting."""

import streamlit as st

from bias import compare
from bias.compare import Card
from bias.show.widgets import cards, parts, session


def show(present: bool) -> None:
    """One question about two outlets, over the whole corpus, in several ways of counting."""
    contest = parts.choose("Question", "contest", {key: one.label for key, one in compare.CONTESTS.items()})
    known = session.ask(compare.contestants, session.where(), contest=contest)
    if len(known) < 2:
        st.info(
            "Two outlets with enough articles for an interval are needed.  Widen the filters, or add some."
        )
        return
    left, right = st.columns(2)
    with left:
        one = outlet("Outlet", "one", known, 0)
    with right:
        other = outlet("Compared with", "other", known, len(known) - 1)
    if one == other:
        st.info("Choose two different outlets.")
        return
    asks = compare.CONTESTS[contest].asks
    parts.heading(asks.format(one=compare.outlet_label(one), other=compare.outlet_label(other)))
    if not st.session_state.get("counted"):
        st.markdown("Vote first: yes, no, or *it depends on how one counts*?")
        st.button("Count it in seven ways", type="primary", on_click=count)
        return
    counted(session.ask(compare.ways, session.where(), contest=contest, one=one, other=other), present)


def count() -> None:
    """Callback: the class has voted."""
    st.session_state["counted"] = True


def outlet(label: str, key: str, known: list[str], index: int) -> str:
    """One of the outlets that can be compared; the choice is in the link."""
    return parts.choose(label, key, {one: compare.outlet_label(one) for one in known}, index=index)


def counted(card: Card, present: bool) -> None:
    """In how many ways it holds, as a chart, then why each may differ."""
    cards.figure_card(card, larger=present)
    st.html(parts.table_html(card.table))
    st.markdown(
        "**Now choose two outlets that lie closer**: the lists go from the highest to the lowest, so "
        "neighbours do.  Where does the conclusion move?"
    )
