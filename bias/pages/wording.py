"""Wording: the words by which outlets tell the reader what to think; a click opens the sentences."""

import pandas as pd
import streamlit as st

from bias import charts, views
from bias.measures import LEAST_ARTICLES, WORDINGS, WordingMeasure, wording_by_key
from bias.pages import parts, session

LABELS = {found.key: found.label for found in WORDINGS}
KEYS = {label: key for key, label in LABELS.items()}
OUTLETS, APART, WORDS, KEYNESS = "Outlets", "How far apart", "Which words", "What sets an outlet apart"


def show() -> None:
    st.title("Wording", anchor=False)
    view, measure = parts.choose_view((OUTLETS, APART, WORDS, KEYNESS)), wording_by_key("")
    if view != KEYNESS:
        measure = choose_measure()
    board = session.ask(views.wording, session.where(), key=measure.key)
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        if view == KEYNESS:
            keyness()
            return
        st.markdown(measure.reading)
        evidence({OUTLETS: outlets, APART: apart, WORDS: words}[view](board))
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is asked -----------------------------------------------------------------------------------


def choose_measure() -> WordingMeasure:
    linked = KEYS.get(st.query_params.get("wording", ""), "")  # a link names the label
    key = st.pills(
        "Measure",
        [found.key for found in WORDINGS],
        default=wording_by_key(linked).key,
        required=True,
        key="wording",
        format_func=LABELS.__getitem__,
        bind="query-params",
        label_visibility="collapsed",
    )
    return wording_by_key(key)


# -- what is shown -----------------------------------------------------------------------------------


def outlets(board: views.WordBoard) -> pd.DataFrame:
    measure = board.measure
    if not board.shown:
        st.info(
            f"Too few to show: a number needs some {measure.noun} in {LEAST_ARTICLES} articles.  Widen the "
            "filters, or add articles."
        )
    parts.figure_card(
        charts.dots(
            board.rows,
            unit=measure.unit,
            axis=measure.axis,
            colour=charts.colours(session.outlets()),
            overall=board.overall,
            chosen=parts.chosen_mark(),
            noun=measure.noun,
            dark=session.dark(),
        ),
        views.word_table(board),
        key="wording-chart",
        alt=charts.alt_text(board.rows, label=measure.label, unit=measure.unit),
        on_select=parts.opens("wording-chart"),
        formats=dict.fromkeys(("Value", "Low", "High"), "percent" if measure.unit == "share" else "%.2f"),
    )
    st.caption(
        f"Dots with their 95 % intervals, from resampling whole articles; n counts {measure.noun}.  "
        f"{measure.caveat}"
    )
    with st.expander("How it is counted"):
        st.markdown(f"{parts.md(measure.formula)}.")
        st.caption(f"{parts.md(measure.source[:1].upper() + measure.source[1:])}.")
    return board.rows[board.rows["hits"] > 0]


def apart(board: views.WordBoard) -> pd.DataFrame:
    """How far each outlet is from one that the reader chooses."""
    measure = board.measure
    parts.apart(
        list(board.rows[board.rows["low"].notna()]["outlet"]),
        label=measure.label,
        pooled=lambda reference: views.word_differences(board, reference=reference),
        matched=lambda reference: session.ask(
            views.matched_wording, session.where(), key=measure.key, reference=reference
        ),
        table=lambda found: views.word_difference_table(found, measure),
        key="wording",
        unit=measure.unit,
    )
    return board.rows


def words(board: views.WordBoard) -> pd.DataFrame:
    """Which words are behind the measure, the most frequent first."""
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


def evidence(rows: pd.DataFrame) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    if found := parts.choose_behind(rows):
        parts.word_list(*found, key="wording")


# -- keyness -----------------------------------------------------------------------------------------


def keyness() -> None:
    """Words and phrases of one outlet against all others."""
    st.markdown(
        "The words that an outlet uses more, or less, than the others do.  What differs may be the event and "
        "not the telling: look at the places before you call it framing."
    )
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
    label = views.outlet_label(outlet)
    parts.figure_card(
        charts.key_terms(shown, outlet=label, chosen=parts.chosen_mark(), dark=session.dark()),
        views.key_table(rows, outlet=outlet),
        key="wording-chart",
        alt=charts.alt_key_terms(shown, outlet=label),
        on_select=parts.opens("wording-chart"),
        formats=dict.fromkeys(("Log-odds", "Low", "High", "z"), "%.2f"),
    )
    st.caption(
        "Log-odds with a prior from all texts together (Monroe, Colaresi & Quinn 2008, “Fightin' Words”), "
        "with 95 % intervals that count the uses in one article as alike.  Drawn are terms with q below .05 "
        "over all terms of the outlet (Benjamini and Hochberg).  Terms in fewer than three of its articles "
        "are left out, so a word that it never uses is not seen here."
    )
    in_context(list(shown["term"]), outlet, own)


def in_context(terms: list[str], outlet: str, own: bool) -> None:
    st.subheader("The places of a word", anchor=False)
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
