"""The classroom's other steps: a headline of one's own, and how an answer hangs on the counting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st
from markupsafe import Markup

from bias import compare
from bias.compare import WORD, Card, Highlight, Lesson, to_html
from bias.markup import fragment
from bias.model import Article, Wording
from bias.show.widgets import cards, parts, session

if TYPE_CHECKING:
    from bias.reading import TitleReading

LONGEST = 300  # letters of a headline that somebody types
QUOTE_MARKS = '"“”„«»‘’'
FOUND = {  # a line of the comparison → the kinds of wording in it
    "Loaded words": ("loaded",),
    "Name-calling": ("name_calling",),
    "Scare quotes": ("scare_quote",),
    "Leaves no doubt": ("booster", "assertive"),
    "Leaves room for doubt": ("hedge",),
    "Harm": ("harm_agent", "harm_agentless"),
    "A claim told as a fact": ("adopted",),
    "Toward those it names": (),
    "Reads as loaded": (),
}
NOTHING = "–"
EVALUATIVE = ("loaded", "name_calling", "scare_quote")
LOADED = {"likely": "likely loaded", "possible": "possibly loaded", "not": "not loaded"}


def rewrite(lesson: Lesson) -> None:
    """A headline of the reader's own, beside the printed one."""
    if not lesson.headlines:
        st.info("No article of this event has a headline.")
        return
    names = {one.article_id: one.outlet for one in lesson.headlines}
    chosen = st.selectbox(
        "Headline of", list(names), key=f"headline-{lesson.story}", format_func=names.__getitem__,
        persist_state="page",
    )  # fmt: skip
    article = session.corpus().article(chosen)
    assert article is not None  # it was listed a moment ago
    with st.form(f"rewrite-{chosen}", border=False):
        typed = st.text_input(
            "Write it anew: first so that it judges nobody, then so that it takes a side",
            value=article.title,
            max_chars=LONGEST,
            key=f"typed-{chosen}",
            persist_state="page",
        )
        if st.form_submit_button("See what the readings say", type="primary"):
            st.session_state["typed"] = (chosen, " ".join(typed.split()))
    article_id, title = st.session_state.get("typed", ("", ""))
    if article_id == chosen:
        compared(article, title)
    st.caption(
        "What you type is read on this machine, written nowhere, and not in the link.  Of whom a headline "
        "names, the program sees those whom the text names too."
    )


@st.cache_data(show_spinner=False, max_entries=64, ttl=3600)
def read_title(article_id: str, title: str) -> TitleReading:
    """Cached by article and title; in memory alone.

    Imported here: the libraries of the models take a second, and nothing else in the app needs them.
    """
    from bias.reading import read_title as read_with_models

    article = session.corpus().article(article_id)
    assert article is not None
    return read_with_models(article, title)


def compared(article: Article, title: str) -> None:
    """What the readings say of both headlines, side by side."""
    if not title:
        st.info("Type a headline first.")
        return
    with st.spinner("Reading both headlines …"):
        printed, own = read_title(article.id, article.title), read_title(article.id, title)
    if own.title == printed.title:
        st.info("That is the printed one.  Change a word, and read again.")
    lines = list(zip(FOUND, found_in(printed), found_in(own), strict=True))
    told = [line for line in lines if line[1:] != (NOTHING, NOTHING)]
    st.html(table(printed, own, told))
    if said := agrees(printed):
        st.markdown(said)
    without = [label.lower() for label, *found in lines if found == [NOTHING, NOTHING]]
    if without:
        st.markdown(f"Found in neither: {', '.join(without)}.")
    st.caption(
        "Words are found by lists and rules, tone and loaded sentences by small models that were made for "
        "sentences of articles: a headline is short, so take them for a second opinion."
    )


def agrees(printed: TitleReading) -> str:
    """Where *Guess* and the last line seem to differ on the printed headline: why; empty where they agree."""
    marked_words, loaded = any(one.kind in EVALUATIVE for one in printed.wordings), printed.called != "not"
    if marked_words == loaded:
        return ""
    if loaded:
        return (
            "*Guess* marks no loaded word in the printed headline, and here it reads as loaded: lists know "
            "words, the model judges the whole sentence."
        )
    return (
        "*Guess* marks words in the printed headline, and here it does not read as loaded: lists know words, "
        "and the model finds the sentence as a whole plain."
    )


def table(printed: TitleReading, own: TitleReading, told: list[tuple[str, str, str]]) -> str:
    """Both headlines with a line for each thing that was found, escaped."""
    return fragment("dashboard", "headlines", marked(printed), marked(own), told)


def found_in(reading: TitleReading) -> list[str]:
    """What was found in a title, a cell a line."""
    out = [
        "; ".join(found_words(one, reading.title) for one in reading.wordings if one.kind in kinds) or NOTHING
        for kinds in FOUND.values()
        if kinds
    ]
    toward = [f"{one.target}: {one.label}" for one in reading.tones]
    return [
        *out,
        "; ".join(dict.fromkeys(toward)) or NOTHING,
        f"{reading.loaded * 100:.0f} %, {LOADED[reading.called]}",
    ]


def found_words(one: Wording, title: str) -> str:
    """ "“regime” (negative, perhaps)"; of an adopted claim whose it is, with the sentence."""
    if one.kind == "adopted":
        return one.reason
    told = {"harm_agent": "and who did it", "harm_agentless": "and not who did it"}.get(
        one.kind, one.polarity
    )
    facts = ", ".join(fact for fact in (told, "" if one.sure else "perhaps") if fact)
    words = one.span.slice(title).strip(QUOTE_MARKS)
    return f"“{words}” ({facts})" if facts else f"“{words}”"


def marked(reading: TitleReading) -> Markup:
    """A title with what was found in it marked."""
    words = [one.span for one in reading.wordings if one.kind != "adopted"]
    found = [Highlight(span, WORD, number) for number, span in enumerate(words)]
    return to_html(reading.title, found, numbered=False)


# -- what changes a result ---------------------------------------------------------------------------


def changes(present: bool) -> None:
    """One question about two outlets, over the whole corpus, in several ways of counting."""
    question, left, right = st.columns(3)
    with question:
        labels = {key: one.label for key, one in compare.CONTESTS.items()}
        contest = parts.choose("Question", "contest", labels, index=list(labels).index(opening()))
    known = session.ask(compare.contestants, session.where(), contest=contest)
    if len(known) < 2:
        st.info(
            "Two outlets with enough articles for an interval are needed.  Widen the filters, or add some."
        )
        return
    first, second, _ = session.ask(compare.closest_call, session.where(), contest=contest)
    with left:
        one = outlet("Outlet", "one", known, known.index(first))
    with right:
        other = outlet("Compared with", "other", known, known.index(second))
    if one == other:
        st.info("Choose two different outlets.")
        return
    asks = compare.CONTESTS[contest].asks.format(
        one=compare.outlet_label(one), other=compare.outlet_label(other)
    )
    if not st.session_state.get("counted"):
        parts.heading(asks)
        st.markdown("Vote first: yes, no, or *it depends on how one counts*?")
        st.button("Count it in seven ways", type="primary", on_click=count)
        return
    card = session.ask(compare.ways, session.where(), contest=contest, one=one, other=other)
    counted(replace(card, title=asks), present)


def opening() -> str:
    """The question to begin with: of which ways of counting say different things, else the first."""
    for key in compare.CONTESTS:
        several = len(session.ask(compare.contestants, session.where(), contest=key)) > 1
        if several and session.ask(compare.closest_call, session.where(), contest=key).changes:
            return key
    return next(iter(compare.CONTESTS))


def count() -> None:
    """Callback: the class has voted."""
    st.session_state["counted"] = True


def outlet(label: str, key: str, known: list[str], index: int) -> str:
    """One of the outlets that can be compared; the choice is in the link."""
    return parts.choose(label, key, {one: compare.outlet_label(one) for one in known}, index=index)


def counted(card: Card, present: bool) -> None:
    """In how many ways it holds, as a chart."""
    cards.figure_card(card, larger=present)
    st.caption(
        "It opens on two of whom ways of counting say different things, where there are such.  Choose two "
        "that lie farther apart: the lists go from the highest to the lowest."
    )
