"""Wording: the words by which outlets tell the reader what to think; a click opens the sentences."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import WORDINGS, Card, WordingMeasure
from bias.show.widgets import cards, controls, evidence, parts, session
from bias.show.widgets.controls import OUTLETS, TIME, Choose

WORDS = "Which words"
KEYNESS, HEADLINES = "What sets an outlet apart", "Headlines to read"
WITHOUT_NAMES = "Leaves out the names of outlets, and of those who sign an outlet's articles."


def show() -> None:
    possible, asked = False, dict[str, Any]()
    with controls.row() as choose:
        measure = controls.measure(choose, WORDINGS, "wording")
        view = controls.by(choose, (OUTLETS, TIME, WORDS, KEYNESS, HEADLINES))
        over = controls.unit(choose) if view == TIME else ""
        against = controls.compare_with(choose) if view == OUTLETS else ""
        if view == KEYNESS:
            asked = set_apart(choose)
        else:
            possible = more(measure)
    card = session.ask(compare.wording, session.where(), key=measure.key)
    if not parts.something_read(card.board.coverage):
        return
    if view == KEYNESS:
        keyness(asked)
    elif view == HEADLINES:
        evidence.evidence(replace(card, key="headlines", marks=headlines()))
    elif view == TIME:
        cards.over_time(compare.wording, over, key=measure.key)
    elif view == WORDS:
        evidence.evidence(replace(card, marks=words(card, measure)))
    elif against:
        cards.apart(card, compare.wording, against, key=measure.key, possible=possible)
    else:
        cards.answer(card)


def more(measure: WordingMeasure) -> bool:
    """Whether outlets are set against each other by those places too where a reader has to decide."""
    with controls.more():
        possible = measure.unit != "share" and st.toggle(
            "Compare by those too where a reader has to decide", key="possible", bind="query-params"
        )
        controls.highlight()
    return possible


# -- what is shown -----------------------------------------------------------------------------------


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


def set_apart(choose: Choose) -> dict[str, Any]:
    """Of which outlet, and of which of its words."""
    known = session.ask(compare.compared_names, session.where())
    label = (session.by() or "outlet").capitalize()
    outlet = choose(label, "keyof", {one: compare.outlet_label(one) for one in known}) if known else ""
    with controls.more():
        own = st.toggle("Own voice only", value=True, key="own", bind="query-params")
        phrases = st.toggle("Phrases of two words too", value=True, key="phrases", bind="query-params")
        bare = st.toggle("Without names", key="bare", bind="query-params", help=WITHOUT_NAMES)
    return {"outlet": outlet, "own": own, "phrases": phrases, "names": not bare}


def keyness(asked: dict[str, Any]) -> None:
    """Words and phrases of one outlet against all others."""
    if len(session.ask(compare.compared_names, session.where())) < 2:
        st.info("Two outlets are needed: keyness sets one against the others.")
        return
    card = session.ask(compare.keyness, session.where(), **asked)
    if card.board.rows.empty:
        st.info("No word stands out from what chance would give over so many words.")
        return
    with cards.figure_card(card):
        in_context(list(card.board.rows["term"]), asked["outlet"], asked["own"])


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
