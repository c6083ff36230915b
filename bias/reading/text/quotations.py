"""Quotation marks → quoted stretches.  Knows marks and paragraphs, nothing of who speaks.

Newspapers, pasted pages and spreadsheets lose and mix marks: curly, straight, doubled (`` ''),
„low” and «angled» ones are read alike, a quotation may run over paragraphs, and either mark may
be missing.  An apostrophe is never a mark; single marks count only where they cannot be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bias.model import Span
from bias.reading.text.words import WORD

MARK = re.compile(r"``|''|[\"“”„‟«»]|(?<![\w‘’'])[‘'](?=\w)|(?<=[.,!?…\w])[’'](?!\w)")
OPENING, CLOSING = frozenset(("“", "„", "‟", "``", "‘")), frozenset(("”", "’"))
SINGLE = frozenset("‘’'")
LINE = re.compile(r"[^\n]+")
QUOTATION_MARKS = "\"“”„‟«»‘’'`"
MOST_WORDS = 4  # of a short quotation
MOST_LINES = 5  # over which a quotation goes on that opens none of them
# What is quoted goes on behind its first sentence: somebody speaks of himself, or one more part opens.
OF_ONESELF = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|me|[Oo]ur|us)\b")
OPENS_AGAIN = re.compile(r"[^\"“”„«»`]*[.!?…]\s+[\"“„](?=\w)")
AND = re.compile(r"n['’]")  # rock 'n' roll
SENTENCE_END = re.compile(r"[.!?…][\"”’»)]*\s+(?=[\"“A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch, its marks included where they exist."""

    span: Span
    opened: bool = True
    closed: bool = True


@dataclass(slots=True)
class _Open:
    start: int
    mark: str


@lru_cache(maxsize=2)  # each step of a reading asks for those of the same text
def find_quotes(text: str) -> tuple[Quote, ...]:
    """Quoted stretches in reading order; short ones nested in a longer one come after it."""
    quotes: list[Quote] = []
    lines = [Span(line.start(), line.end()) for line in LINE.finditer(text)]
    carried, until = "", 0  # the mark of a quotation that goes on in the next paragraphs, and their end
    for number, line in enumerate(lines):
        goes_on = carried if number < until else ""
        found, left_open = _line_quotes(text, line.start, line.end, goes_on)
        quotes.extend(found)
        if left_open and not goes_on:
            carried, until = left_open, _until(text, lines, number + 1)
    return tuple(sorted(quotes, key=lambda quote: (quote.span.start, -quote.span.end)))


def short_quotes(text: str) -> tuple[Quote, ...]:
    """Quotations of one to four words with both marks, in reading order."""
    return tuple(quote for quote in find_quotes(text) if is_short(text, quote))


def is_short(text: str, quote: Quote) -> bool:
    words = WORD.findall(unquoted(text, quote.span).slice(text))
    return quote.opened and quote.closed and 0 < len(words) <= MOST_WORDS and any(map(_has_letter, words))


def unquoted(text: str, span: Span) -> Span:
    """The span between the marks of a quotation."""
    whole = span.slice(text)
    start = span.start + len(whole) - len(whole.lstrip(QUOTATION_MARKS + " "))
    return Span(start, max(start, span.end - len(whole) + len(whole.rstrip(QUOTATION_MARKS + " "))))


def _has_letter(word: str) -> bool:
    return any(letter.isalpha() for letter in word)


def quoted_mask(text: str, quotes: tuple[Quote, ...]) -> bytearray:
    """A mask of the text, one byte a code point: 1 inside a quotation, its marks included."""
    mask = bytearray(len(text))
    for quote in quotes:
        mask[quote.span.start : quote.span.end] = b"\x01" * (quote.span.end - quote.span.start)
    return mask


def _until(text: str, lines: list[Span], first: int) -> int:
    """The end of the paragraphs over which an open quotation goes on: the first mark of the next ones closes
    it, and somebody speaks of himself in them."""
    for number, line in enumerate(lines[first : first + MOST_LINES], start=first):
        marks = [mark for mark in _marks(text, line.start, line.end) if mark[0] not in SINGLE]
        if not marks:
            continue
        mark, at, after = marks[0]
        closes = at > line.start and _side(text, mark, at, after, line.start, line.end, None) == "close"
        spoken = OF_ONESELF.search(text, lines[first].start, at)
        return number + 1 if closes and spoken else first
    return first


def _line_quotes(text: str, start: int, end: int, carried: str) -> tuple[list[Quote], str]:
    """The quotations of a paragraph, and the mark of one that it leaves open.  `carried` is the mark of one
    that goes on from the paragraph before."""
    quotes: list[Quote] = []
    opened = _Open(start, carried) if carried else None
    again = False  # a part of a quotation has opened as the one before did: one convention of print
    floor = start  # a missing opening mark lies after this
    for mark, at, after in _marks(text, start, end):
        if mark in SINGLE and not _single_counts(text, mark, at, end, opened):
            continue
        side = _side(text, mark, at, after, start, end, opened)
        if side == "open":
            if opened is not None:  # the earlier one was never closed
                again = _opens_again(text, opened.start, at, end, again)
                stop = at if again else _sentence_stop(text, opened.start, at)
                quotes.append(Quote(_stripped(text, opened.start, stop), True, False))
                floor = at
            opened = _Open(at, mark)
        elif opened is not None:
            quotes.append(Quote(Span(opened.start, after), not (carried and opened.start == start)))
            again = False
            opened, floor = None, floor if after - quotes[-1].span.start < 40 else after
        elif mark not in SINGLE:
            quotes.append(Quote(Span(_sentence_start(text, floor, at), after), False, True))
            floor = after
    if opened is None:
        return quotes, ""
    quotes.append(Quote(Span(opened.start, end), not (carried and opened.start == start), False))
    return quotes, opened.mark


def _opens_again(text: str, start: int, at: int, end: int, again: bool) -> bool:
    """Whether a mark opens a further paragraph of a speech whose line ends were lost, as each of its
    paragraphs does; and not another quotation behind one that lost its closing mark."""
    first = SENTENCE_END.search(text, start + 1, at + 1)
    if first is None or not text[start:at].rstrip().endswith((".", "!", "?", "…")):
        return False
    spoken = OF_ONESELF.search(text, first.end(), at) if first.end() < at else None
    return again or spoken is not None or OPENS_AGAIN.match(text, at + 1, end) is not None


def _stripped(text: str, start: int, end: int) -> Span:
    return Span(start, start + len(text[start:end].rstrip()))


def _marks(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for match in MARK.finditer(text, start, end):
        yield match.group(), match.start(), match.end()


def _side(text: str, mark: str, at: int, after: int, start: int, end: int, opened: _Open | None) -> str:
    """Whether a mark opens or closes, by its form and, where that is unclear, by its neighbours."""
    if mark == "“" and opened is not None and opened.mark in "„‟":
        return "close"
    if mark in OPENING:
        return "open"
    if mark in CLOSING:
        return "close"
    space_before = at == start or text[at - 1].isspace() or text[at - 1] in "([{—–-/"
    space_after = after >= end or text[after].isspace() or text[after] in ".,;:!?)]}—–-/"
    if space_before and not space_after:
        return "open"
    if space_after and not space_before:
        return "close"
    if mark == "«":
        return "open"
    return "close" if opened is not None else "open"


def _single_counts(text: str, mark: str, at: int, end: int, opened: _Open | None) -> bool:
    """A single mark counts when it is the outer one and its partner is in the same paragraph."""
    if opened is not None:
        return opened.mark in SINGLE and mark in "’'"
    if mark not in "‘'" or AND.match(text, at + 1):
        return False
    partner = "’" if mark == "‘" else "'"
    return re.search(rf"[.,!?…\w]{partner}(?!\w)", text[at + 1 : end]) is not None


def _sentence_start(text: str, floor: int, before: int) -> int:
    """Where a quotation with no opening mark begins: its sentence, which must hold some words."""
    start = floor
    for match in SENTENCE_END.finditer(text, floor, before):
        if before - match.end() > 1:
            start = match.end()
    while start < before and text[start].isspace():
        start += 1
    return start


def _sentence_stop(text: str, start: int, before: int) -> int:
    """Where a quotation with no closing mark ends: its sentence."""
    match = SENTENCE_END.search(text, start + 1, before)
    return match.start() + 1 if match else before
