"""Articles on one event as columns beside each other, and what a reprint keeps, cuts and adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bias.compare.evidence import highlights
from bias.compare.evidence.article import article_page
from bias.compare.evidence.highlights import Highlight
from bias.compare.words.labels import outlet_label
from bias.corpus import Corpus, reprints
from bias.markup import fragment
from bias.model import Span

CHANGED = {"kept": "", "cut": "del", "added": "ins"}  # what a copy does with words → the tag around them
LEAST_LEAD = 60  # characters of a lead


@dataclass(frozen=True, slots=True)
class Telling:
    """One outlet's article, as a column."""

    article_id: str
    outlet: str
    title: str
    published: str
    lead: Markup  # the first paragraph, its sources marked
    text: Markup  # the whole text
    copy_of: str  # the outlet that it reprints; empty where it reprints none


def telling(corpus: Corpus, article_id: str) -> Telling:
    """An article as a column: sources, reporting words and contents are marked."""
    page = article_page(corpus, article_id)
    assert page is not None
    article = page.article
    origin = copy_of(corpus, article_id)
    lead = lead_of(article.text)
    within = [mark for mark in page.marks if mark.span.start < lead.end and mark.span.end > lead.start]
    return Telling(
        article_id=article_id,
        outlet=outlet_label(article.outlet),
        title=article.title,
        published=article.published,
        lead=highlights.to_html(lead.slice(article.text), _clipped(within, lead), numbered=False),
        text=highlights.to_html(article.text, page.marks, numbered=False),
        copy_of=origin[1] if origin else "",
    )


def lead_of(text: str) -> Span:
    """The first paragraph that is long enough to be one: a line above it may be the page's."""
    lines = [Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    long = (line for line in lines if line.end - line.start >= LEAST_LEAD)
    return next(long, lines[0] if lines else Span(0, 0))


def _clipped(found: Sequence[Highlight], within: Span) -> list[Highlight]:
    """Marks as they stand in a stretch of the text by itself."""
    return [
        Highlight(
            Span(
                max(mark.span.start, within.start) - within.start,
                min(mark.span.end, within.end) - within.start,
            ),
            mark.part,
            mark.number,
            mark.hint,
        )
        for mark in found
    ]


def copy_of(corpus: Corpus, article_id: str) -> tuple[str, str] | None:
    """The article that one is a copy of, and its outlet."""
    found = corpus.original_of(article_id)
    return (str(found["original"].iloc[0]), outlet_label(found["outlet"].iloc[0])) if len(found) else None


@dataclass(frozen=True, slots=True)
class Reprint:
    """What a copy keeps, cuts and adds."""

    kept: float  # share of the original's words
    html: Markup  # the copy's text with what was cut and added marked
    cut: int  # words
    added: int


def reprint(corpus: Corpus, article_id: str) -> Reprint | None:
    """How a copy differs from its original; None where it is no copy."""
    origin = copy_of(corpus, article_id)
    copy, original = corpus.article(article_id), corpus.article(origin[0]) if origin else None
    if copy is None or original is None:
        return None
    found = reprints.changes(original.text, copy.text)
    parts, counts = [], {"kept": 0, "cut": 0, "added": 0}
    for one in found:
        words = one.original.slice(original.text) if one.kind == "cut" else one.copy.slice(copy.text)
        counts[one.kind] += len(words.split())
        parts.append((CHANGED[one.kind], words))
    return Reprint(
        kept=counts["kept"] / max(1, counts["kept"] + counts["cut"]),
        html=fragment("text", "changed", parts),
        cut=counts["cut"],
        added=counts["added"],
    )
