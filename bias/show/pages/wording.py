"""Wording: the words by which outlets tell the reader what to think; a click opens the sentences."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import WORDINGS, Card, WordingMeasure, named
from bias.show.widgets import cards, evidence, parts, session

LABELS = {found.key: found.label for found in WORDINGS}
OUTLETS, APART, TIME, WORDS = "Outlets", "How far apart", cards.TIME, "Which words"
KEYNESS, HEADLINES = "What sets an outlet apart", "Headlines to read"
WITHOUT_NAMES = "Leaves out the names of outlets, and of those who sign an outlet's articles."


def show() -> None:
    views = (OUTLETS, APART, TIME, WORDS, KEYNESS, HEADLINES)
    view, measure = parts.choose_view(views), named(WORDINGS, "")
    if view not in (KEYNESS, HEADLINES):
        measure = named(WORDINGS, parts.choose_measure(LABELS, "wording"))
    card = session.ask(compare.wording, session.where(), key=measure.key)
    if not parts.something_read(card.board.coverage):
        return
    if view == KEYNESS:
        keyness()
    elif view == HEADLINES:
        evidence.evidence(replace(card, key="headlines", marks=headlines()))
    else:
        show_card(card, view, measure)


# -- what is shown -----------------------------------------------------------------------------------


def show_card(card: Card, view: str, measure: WordingMeasure) -> None:
    """The chart of the chosen view, and the sentences behind its marks."""
    if view == APART:
        possible = bool(card.board.rows["series"].any()) and st.toggle(
            "Those too where a reader has to decide", key="possible", bind="query-params"
        )
        cards.apart(card, compare.wording, key=measure.key, possible=possible)
    elif view == TIME:
        cards.over_time(compare.wording, key=measure.key)
    elif view == WORDS:
        evidence.evidence(replace(card, marks=words(card, measure)))
    else:
        cards.answer(card)


def words(card: Card, measure: WordingMeasure) -> pd.DataFrame:
    """Which words are behind the measure, the most frequent first: each opens its places."""
    st.markdown(parts.md(measure.reading))
    if measure.key == "loaded_sentences":
        st.info("A sentence is loaded as a whole, so it is not a word to be counted: open the sentences.")
        return card.marks
    found = session.ask(compare.wording_terms, session.where(), key=measure.key)
    if found.empty:
        st.info("No such words in these articles.")
        return found.assign(n=[])
    names = {"term": "Words", "n": "Times", "sure": "Sure", "perhaps": "Perhaps"}
    names |= {"articles": "Articles", "outlets": "Outlets"}
    st.dataframe(found[list(names)].rename(columns=names), hide_index=True)
    parts.download(found[list(names)].rename(columns=names), f"words-{measure.key}")
    if len(found) == compare.MOST_TERMS:
        st.caption(f"The {compare.MOST_TERMS} most frequent.")
    return found


def headlines() -> pd.DataFrame:
    """How many headlines of each outlet wait to be read: each outlet opens its own."""
    st.markdown("Headlines that may state as fact what the text below has from one source alone.")
    st.info(parts.md(compare.about_headlines()))
    found = session.ask(compare.headlines_to_read, session.where())
    if found.empty:
        st.markdown("None was found in these articles; that does not say that there is none.")
        return found
    names = {"id": "Outlet", "n": "Headlines to read", "articles": "Articles with a headline"}
    st.dataframe(found[list(names)].rename(columns=names), hide_index=True)
    return found


# -- keyness -----------------------------------------------------------------------------------------


def keyness() -> None:
    """Words and phrases of one outlet against all others."""
    known = session.ask(compare.compared_names, session.where())
    if len(known) < 2:
        st.info("Two outlets are needed: keyness sets one against the others.")
        return
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        label = (session.by() or "outlet").capitalize()
        outlet = parts.choose(label, "keyof", {one: compare.outlet_label(one) for one in known})
    with right, st.container(horizontal=True, vertical_alignment="bottom"):
        own = st.toggle("Own voice only", value=True, key="own", bind="query-params")
        phrases = st.toggle("Phrases of two words too", value=True, key="phrases", bind="query-params")
        bare = st.toggle("Without names", key="bare", bind="query-params", help=WITHOUT_NAMES)
    asked = {"outlet": outlet, "own": own, "phrases": phrases, "names": not bare}
    card = session.ask(compare.keyness, session.where(), **asked)
    if card.board.rows.empty:
        st.info("No word stands out from what chance would give over so many words.")
        return
    cards.figure_card(card)
    in_context(list(card.board.rows["term"]), outlet, own)


def in_context(terms: list[str], outlet: str, own: bool) -> None:
    parts.heading("The places of a word")
    names = {term: term for term in terms}
    term = parts.choose("Word", "behind", names, index=None, placeholder="Click a dot, or choose here")
    if not term:
        return
    everywhere = st.toggle("In all outlets", key="everywhere", bind="query-params")
    found = session.ask(
        compare.keyword_in_context, session.where(), term=term, own=own, outlet="" if everywhere else outlet
    )
    said = f"**{compare.counted(len(found), 'place')}**"
    st.markdown(said + (", the newest" if len(found) == compare.MOST_PLACES else ""))
    st.dataframe(found, hide_index=True)
    parts.download(found, f"places-{term}")


show()
