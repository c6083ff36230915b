"""Wording: the words by which outlets tell the reader what to think; a click opens the sentences."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from bias.compare import views
from bias.compare.measures import LEAST_ARTICLES, WORDINGS, wording_by_key
from bias.show import figures
from bias.show.pages import cards, evidence, parts, session

LABELS = {found.key: found.label for found in WORDINGS}
OUTLETS, APART, WORDS, KEYNESS = "Outlets", "How far apart", "Which words", "What sets an outlet apart"


def show() -> None:
    st.title("Wording", anchor=False)
    view, measure = parts.choose_view((OUTLETS, APART, WORDS, KEYNESS)), wording_by_key("")
    if view != KEYNESS:
        measure = wording_by_key(parts.choose_measure(LABELS, "wording"))
    board = session.ask(views.wording, session.where(), key=measure.key)
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        if view == KEYNESS:
            keyness()
            return
        show_card(board, view)
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is shown -----------------------------------------------------------------------------------


def show_card(board: views.WordBoard, view: str) -> None:
    """The chart of the chosen view, and the sentences behind its marks."""
    measure = board.measure
    card = figures.wording(board, colour=session.colours())
    if view == APART:
        apart(board)
    elif view == WORDS:
        card = replace(card, marks=words(board))
    elif not board.shown:
        st.info(
            f"Too few to show: a number needs some {measure.noun} in {LEAST_ARTICLES} articles.  Widen the "
            "filters, or add articles."
        )
    if view == OUTLETS:
        cards.figure_card(card)
    evidence.evidence(card)


def apart(board: views.WordBoard) -> None:
    """How far each outlet is from one that the reader chooses."""
    measure = board.measure
    cards.apart(
        list(board.rows[board.rows["low"].notna()]["outlet"]),
        label=measure.label,
        pooled=lambda reference: views.word_differences(board, reference=reference),
        matched=lambda reference: session.ask(
            views.matched_wording, session.where(), key=measure.key, reference=reference
        ),
        table=lambda found: views.word_difference_table(found, measure),
        key=f"wording-{measure.key}",
        unit=measure.unit,
    )


def words(board: views.WordBoard) -> pd.DataFrame:
    """Which words are behind the measure, the most frequent first: each opens its places."""
    st.markdown(parts.md(board.measure.reading))
    if board.measure.key == "loaded_sentences":
        st.info("A sentence is loaded as a whole, so it is not a word to be counted: open the sentences.")
        return board.rows[board.rows["hits"] > 0]
    found = session.ask(views.terms, session.where(), key=board.measure.key)
    if found.empty:
        st.info("No such words in these articles.")
        return found.assign(n=[])
    names = {"term": "Words", "n": "Times", "articles": "Articles", "outlets": "Outlets"}
    st.dataframe(found[list(names)].rename(columns=names), hide_index=True)
    parts.download(found[list(names)].rename(columns=names), f"words-{board.measure.key}")
    if len(found) == views.MOST_TERMS:
        st.caption(f"The {views.MOST_TERMS} most frequent.")
    return found


# -- keyness -----------------------------------------------------------------------------------------


def keyness() -> None:
    """Words and phrases of one outlet against all others."""
    known = list(session.where().outlets or session.outlets())
    if len(known) < 2:
        st.info("Two outlets are needed: keyness sets one against the others.")
        return
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        outlet = st.selectbox(
            "Outlet", known, key="keyof", format_func=views.outlet_label, bind="query-params"
        )
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        own = st.toggle("Own voice only", value=True, key="own", bind="query-params")
        phrases = st.toggle("Phrases of two words too", value=True, key="phrases", bind="query-params")
    rows = session.ask(views.key_terms, session.where(), own=own, phrases=phrases)
    shown = views.key_chart(rows, outlet=outlet)
    if shown.empty:
        st.info("No word stands out from what chance would give over so many words.")
        return
    asked = {"own": str(own).lower(), "phrases": str(phrases).lower()}
    cards.figure_card(figures.keyness(rows, outlet, asked=asked))
    in_context(list(shown["term"]), outlet, own)


def in_context(terms: list[str], outlet: str, own: bool) -> None:
    parts.heading("The places of a word")
    if st.session_state.get("behind") not in terms:
        st.session_state.pop("behind", None)
    term = st.selectbox(
        "Word",
        terms,
        index=None,
        key="behind",
        placeholder="Click a dot, or choose here",
        bind="query-params",
    )
    if not term:
        return
    everywhere = st.toggle("In all outlets", key="everywhere", bind="query-params")
    found = session.ask(
        views.in_context, session.where(), term=term, own=own, outlet="" if everywhere else outlet
    )
    said = f"**{parts.counted(len(found), 'place')}**"
    st.markdown(said + (", the newest" if len(found) == views.MOST_PLACES else ""))
    st.dataframe(found, hide_index=True)
    parts.download(found, f"places-{term}")


show()
