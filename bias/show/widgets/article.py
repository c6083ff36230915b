"""An article with what was read in it marked: over a page, at a sentence, or on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from bias import compare
from bias.compare import ArticlePage, Highlight
from bias.show.widgets import browser, parts, session

SOURCES, TONE, FRAMING, WORDING = "Sources", "Tone", "Framing", "Wording"
LEGENDS = {
    SOURCES: parts.LEGEND,
    TONE: parts.STANCE_LEGEND,
    FRAMING: parts.FRAME_LEGEND,
    WORDING: parts.WORD_LEGEND,
}


def over_page(article_id: str, *, at: int | None, shown: str, frame: Sequence[str] = ()) -> None:
    """The article over the page that asked for it, at a place; what lies under it stays as it is.

    `frame` is a codebook and one of its frames, whose first sentence is the place.
    """
    page = session.ask(compare.article_page, article_id)
    if page is None:
        st.error("This corpus has no such article any more.")
        return
    first = shown or SOURCES
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(parts.md(facts(page)), width="content")
        parts.article_link(article_id, "Open its own page", at=at, show="" if first == SOURCES else first)
    shown = st.segmented_control(
        "Show", list(LEGENDS), default=first, required=True, key=f"over-{article_id}",
        label_visibility="collapsed",
    ) or first  # fmt: skip
    chosen = at if shown == first else None
    if in_title := title_marks(page, shown):
        headline = compare.to_html(page.article.title, in_title, chosen=chosen, numbered=False)
        parts.words(headline, "bias-headline", language=page.language)
    st.html(legend(page, shown))
    marked: Sequence[Highlight] = ()
    if shown == FRAMING:
        marked = compare.frame_marks(page, *frame) if len(frame) == 2 else strongest(page)
        chosen = 0 if frame else None
    text(page, shown, chosen=chosen, frame=marked, classes="bias-text bias-over")
    browser.bring_up(browser.IN_DIALOG, browser.new_number("over", (article_id, at, shown)))


def legend(page: ArticlePage, shown: str) -> str:
    return LEGENDS[shown] + (parts.LEFT_OUT_LEGEND if page.left_out else "")


def facts(page: ArticlePage) -> str:
    """Outlet, day and author."""
    article = page.article
    found = [compare.outlet_label(article.outlet), article.published or "no date", article.author]
    return " · ".join(one for one in found if one)


def title_marks(page: ArticlePage, shown: str) -> tuple[Highlight, ...]:
    """What was read in the headline."""
    return {TONE: page.title_marks, WORDING: page.title_words}.get(shown, ())


def strongest(page: ArticlePage) -> tuple[Highlight, ...]:
    """The sentences of the strongest frame of the first codebook."""
    codebook = next(iter(page.books))
    found = compare.article_frames(page, codebook)
    return compare.frame_marks(page, codebook, str(found["frame"].iloc[0]))


def text(
    page: ArticlePage, shown: str, *, chosen: int | None, frame: Sequence[Highlight] = (),
    classes: str = "bias-text",
) -> None:  # fmt: skip
    """The text with what was read in it marked; the observation of the number `chosen` is outlined."""
    found = {SOURCES: page.marks, TONE: page.tone_marks, WORDING: page.word_marks}.get(shown, frame)
    marked = compare.to_html(
        page.article.text, (*found, *page.left_out), chosen=chosen, numbered=shown == SOURCES
    )
    parts.words(marked, classes, language=page.language)


def in_link(at: str) -> int | None:
    """The number of an observation as links write it, which count from 1."""
    return int(at) - 1 if at.isascii() and at.isdigit() else None
