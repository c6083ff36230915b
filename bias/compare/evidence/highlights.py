"""Text and attributions → pieces, and pieces → safe HTML.  Knows no store and no page.

Everything from an article is escaped.  Spans may overlap, nest or touch: the text is cut at every edge,
so that stripping the tags gives it back, code point for code point.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from bias.markup import fragment
from bias.model import TONES, Span

PARTS = ("source", "cue", "content")
UNCERTAIN = "uncertain"
WORD, SENTENCE, LEFT_OUT = "word", "sentence", "left-out"
FOR, AGAINST, QUOTED = "for", "against", "quoted"  # of a mention: how it weighs, or whose words it stands in
LONG = 420  # code points of one piece of an excerpt, above which its middle is left out


@dataclass(frozen=True, slots=True)
class Highlight:
    """One span of one attribution, and what to say when a reader points at it."""

    span: Span
    part: str  # source, cue, content; a tone, and FOR, AGAINST or QUOTED behind a blank; SENTENCE, WORD …
    number: int
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks."""

    span: Span
    marks: tuple[Highlight, ...]


def pieces(marks: Sequence[Highlight], within: Span) -> Iterator[Piece]:
    """Cut a stretch of text at every edge of a mark."""
    inside = [mark for mark in marks if mark.span.start < within.end and mark.span.end > within.start]
    edges = {within.start, within.end}
    for mark in inside:
        edges |= {max(mark.span.start, within.start), min(mark.span.end, within.end)}
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        yield Piece(Span(start, end), tuple(m for m in inside if m.span.start <= start and end <= m.span.end))


def to_html(
    text: str, marks: Sequence[Highlight], *, chosen: int | None = None, numbered: bool = True
) -> Markup:
    """The whole text as HTML; the attribution `chosen` is outlined, and each carries its number."""
    ends = _ends(marks) if numbered else {}
    return _html(_shown(text, piece, chosen, ends) for piece in pieces(marks, Span(0, len(text))))


def excerpt_html(text: str, marks: Sequence[Highlight], sentences: Sequence[Span]) -> Markup:
    """The sentences that hold the marks, with the middle of long stretches left out."""
    within = around([mark.span for mark in marks], sentences, len(text))
    return _html(_shown(text, piece, None, {}, long=LONG) for piece in pieces(marks, within)).strip()


def around(spans: Sequence[Span], sentences: Sequence[Span], length: int) -> Span:
    """From the start of the first sentence that the spans touch to the end of the last."""
    start = min((span.start for span in spans), default=0)
    end = max((span.end for span in spans), default=length)
    touched = [sentence for sentence in sentences if sentence.start < end and sentence.end > start]
    return Span(min([start, *(s.start for s in touched)]), max([end, *(s.end for s in touched)]))


def flat_spans(flat: Iterable[int] | None) -> tuple[Span, ...]:
    """start, end, start, end, … as spans, the form in which the store keeps them; none of a missing value."""
    numbers = [int(number) for number in flat] if isinstance(flat, Iterable) else []
    return tuple(Span(start, end) for start, end in zip(numbers[::2], numbers[1::2], strict=True))


def _ends(marks: Sequence[Highlight]) -> dict[int, list[int]]:
    """Where the last span of each attribution ends: there its number stands."""
    last: dict[int, int] = {}
    for mark in marks:
        if mark.number < 0:  # of no attribution
            continue
        last[mark.number] = max(last.get(mark.number, 0), mark.span.end)
    out: dict[int, list[int]] = {}
    for number, end in sorted(last.items()):
        out.setdefault(end, []).append(number)
    return out


def _html(shown: Iterable[tuple[str, str | None, str, str]]) -> Markup:
    return fragment("text", "marked", shown)


def _shown(
    text: str, piece: Piece, chosen: int | None, ends: dict[int, list[int]], *, long: int = 0
) -> tuple[str, str | None, str, str]:
    """Words, classes (None where nothing is marked), hint and numbers of a piece, for the template."""
    words = _shortened(piece.span.slice(text), long)
    if not piece.marks:
        return words, None, "", ""
    parts = {part for mark in piece.marks for part in mark.part.split()}
    classes = [
        f"bias-{part}"
        for part in (*PARTS, *TONES, UNCERTAIN, FOR, AGAINST, QUOTED, SENTENCE, WORD, LEFT_OUT)
        if part in parts
    ]
    if any(mark.number == chosen for mark in piece.marks):
        classes.append("bias-chosen")
    hints = dict.fromkeys(mark.hint for mark in piece.marks if mark.hint)
    return words, " ".join(classes), "\n".join(hints), _numbers(piece, ends)


def _numbers(piece: Piece, ends: dict[int, list[int]]) -> str:
    """Drawn by the style sheet, so that they are no part of the text that a reader copies."""
    mine = {mark.number for mark in piece.marks}
    return ",".join(str(number + 1) for number in ends.get(piece.span.end, []) if number in mine)


def _shortened(words: str, long: int) -> str:
    if not long or len(words) <= long:
        return words
    return f"{words[: long * 2 // 3].rstrip()} […] {words[-long // 3 :].lstrip()}"
