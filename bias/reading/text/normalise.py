"""Dirty text → the text that is read, with the way back to the user's code points.  Knows no model.

Tables and exports bring text with hard-wrapped lines, mojibake, HTML entities and tags, soft hyphens, tabs
and no-break blanks.  A clean text is told by a few searches and goes on as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from html.entities import html5
from itertools import pairwise
from typing import Any, TypeVar

from bias.model import Article, Span

T = TypeVar("T")
Way = Callable[[Span], Span]
MARKS = "‘’‚“”„†•…‰‹›€™–—"
LETTERS = "".join(
    map(chr, range(0x80, 0x180))
)  # signs and letters of Latin alphabets, and what twice coded text holds
HINT = re.compile("â€|Ã|Â|‚Ä")  # what mojibake of English news holds
LOST = re.compile(r"â€(?:[\ufffd?]|(?![\w\x80-\x9f‘-›¦]))")  # the closing mark, whose last byte cp1252 lacks
STRAY = re.compile(r"(?<![^\W\d_])Â(?=[ \u00a0])")  # of a no-break blank
ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,31}\d{0,2}));")
LINE_TAG = re.compile(r"<(?:/?(?:p|div|li|ul|ol|h[1-6]|tr|blockquote)|br)\b[^<>]{0,300}>", re.I)
TAG = re.compile(r"</?(?:a|b|i|em|strong|span|u|sup|sub|font|small|img)\b[^<>]{0,1000}>", re.I)
WRITTEN_END = re.compile(r"(?:\\r)?\\n")  # a line end that an export wrote as two signs
INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f]+"
)
SURROGATE = re.compile("[\ud800-\udfff]")  # a half of a sign, which no file and no word piece can hold
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
BLANKS = re.compile(rf"[{_BLANK}]*\n[{_BLANK}]*|[{_BLANK}]+")
DIRT = re.compile(
    rf"{HINT.pattern}|{ENTITY.pattern}|<|\\n|{INVISIBLE.pattern}|{SURROGATE.pattern}|{LINE_END.pattern}|"
    rf"[{_BLANK[1:]}]|  | \n|\n "
)
BREAK = re.compile(r"(?<=[^\n])\n(?=[^\n])")

NARROWEST, WIDEST = 40, 120  # columns at which text is wrapped
FEWEST = 3  # line ends amid a sentence
AMID = 0.15  # their share of the line ends inside blocks
EVEN = 0.8  # the share of them that must come near to the right edge
NEAR = 0.75  # of the width
ENDED = re.compile(r"(?<!\b[A-Z][a-z])(?<!\b[A-Z])[.!?:…][\"“”’'»)\]]*$|[\"”]$")  # not behind Mr. or J.
ITEM = re.compile(
    r"(?:[-•*‣▪●·–—]\s|\(?\d{1,2}[.)]\s|[A-Z][\w .]{0,20}:(?:\s|$))"
)  # of a list, or who speaks


@dataclass(frozen=True, slots=True)
class Normalised:
    """The text that is read, and where each of its code points stood in the text that was given."""

    text: str
    starts: list[int]
    ends: list[int]

    def given(self, span: Span) -> Span:
        """The place in the text as it was given."""
        if not self.text or span.start >= len(self.text):
            end = self.ends[-1] if self.ends else 0
            return Span(end, end)
        start = self.starts[span.start]
        return Span(start, max(start, self.ends[span.end - 1]) if span.end > span.start else start)

    def read(self, span: Span) -> Span:
        """The place in the text that is read, of one in the text as it was given."""
        start = bisect_right(self.ends, span.start)
        return Span(start, max(start, bisect_left(self.starts, span.end)))

    def replaced(self, changes: Iterable[tuple[int, int, str]]) -> Normalised:
        """With some parts replaced; `changes` come in order and do not overlap."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for start, end, new in changes:
            parts += (self.text[at:start], new)
            starts += self.starts[at:start] + [self.starts[start]] * len(new)
            ends += self.ends[at:start] + [self.ends[end - 1]] * len(new)
            at = end
        if not parts:
            return self
        return Normalised("".join([*parts, self.text[at:]]), starts + self.starts[at:], ends + self.ends[at:])


def normalise(text: str) -> Normalised | None:
    """The text as it is read; None where it is clean, and is read as it stands."""
    if not DIRT.search(text) and not _width(text):
        return None
    done = Normalised(text, list(range(len(text))), list(range(1, len(text) + 1)))
    for step in STEPS:
        done = done.replaced(step(done.text))
    return done if done.text != text else None


def in_given_text(value: T, text: Normalised | None, title: Normalised | None) -> T:
    """A value with all its spans put back into the text, or the title, as they were given.

    Works on any dataclass of `bias.model`; spans of one whose `headline` is true lie in the title.
    """
    below, above = (one.given if one is not None else None for one in (text, title))
    return _moved(value, below, above, below)  # type: ignore[no-any-return]


def moved(value: T, by: int) -> T:
    """A value read in a part of a text that starts at `by`, with its spans in the whole text."""

    def way(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    return _moved(value, way, None, way) if by else value


def in_read_text(value: T, text: Normalised | None, title: Normalised | None) -> T:
    """The way there: a value with all its spans put where they are in the text that is read."""
    below, above = (one.read if one is not None else None for one in (text, title))
    return _moved(value, below, above, below)  # type: ignore[no-any-return]


def _moved(value: Any, text: Way | None, title: Way | None, own: Way | None) -> Any:
    """`own` moves the spans right in the value, `text` and `title` those of the dataclasses in it."""
    if isinstance(value, Span):
        return own(value) if own is not None else value
    if isinstance(value, tuple):
        return tuple(_moved(one, text, title, own) for one in value)
    if not is_dataclass(value) or isinstance(value, (type, Article)):
        return value
    own = title if getattr(value, "headline", False) else text
    cells = {field.name: getattr(value, field.name) for field in fields(value)}
    return replace(value, **{name: _moved(cell, text, title, own) for name, cell in cells.items()})


# -- the steps: text → what is replaced by what ------------------------------------------------------

Changes = Iterator[tuple[int, int, str]]


def _each(pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> Callable[[str], Changes]:
    def step(text: str) -> Changes:
        for match in pattern.finditer(text):
            if (by := new(match)) != match.group():
                yield match.start(), match.end(), by

    return step


@cache
def _mojibake() -> tuple[re.Pattern[str], dict[str, str]]:
    """What UTF-8 looks like that was read as Windows-1252, Latin-1 or Mac Roman, with what it was."""
    bytes_of = {"latin-1": MARKS + LETTERS, "cp1252": MARKS + LETTERS, "mac_roman": MARKS}
    table = {_read_as(char, codec): char for codec, chars in bytes_of.items() for char in chars}
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), table


def _read_as(char: str, codec: str) -> str:
    """Byte by byte; those that cp1252 does not name stay control characters, as browsers do it."""
    return "".join(
        bytes([byte]).decode(codec, "ignore") or bytes([byte]).decode("latin-1") for byte in char.encode()
    )


def _without_mojibake(text: str) -> Changes:
    """Nothing is touched where only one place looks like it: a name in capitals may."""
    if not HINT.search(text):
        return
    pattern, table = _mojibake()
    found = [(m.start(), m.end(), table[m.group()]) for m in pattern.finditer(text)]
    if len(found) > 1 or "â€" in text:
        taken = {at for start, end, _ in found for at in range(start, end)}
        found += [(m.start(), m.end(), "”") for m in LOST.finditer(text) if m.start() not in taken]
        found += [(m.start(), m.end(), "") for m in STRAY.finditer(text) if m.start() not in taken]
        yield from sorted(found)


def has_mojibake(text: str) -> bool:
    """Whether letters of a text are broken: mojibake as `normalise` mends it, or signs that were lost."""
    return "\ufffd" in text or any(True for _ in _without_mojibake(text))


def _entity(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return html5.get(f"{name};", match.group())
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0x80 <= code < 0xA0:  # browsers take these for Windows-1252
        return bytes([code]).decode("cp1252", "ignore") or match.group()
    return chr(code) if 9 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else match.group()


def _written_ends(text: str) -> Changes:
    """Line ends written as a backslash and an n, in a text that has no other."""
    if "\n" not in text:
        yield from ((m.start(), m.end(), "\n") for m in WRITTEN_END.finditer(text))


def _without_tags(text: str) -> Changes:
    if "<" not in text:
        return
    tags = [(m.start(), m.end(), "\n") for m in LINE_TAG.finditer(text)]
    yield from sorted(tags + [(m.start(), m.end(), "") for m in TAG.finditer(text)])


def _unwrapped(text: str) -> Changes:
    """Line ends that only the width of a column made become blanks; a hyphen before one stays."""
    width = _width(text)
    if width:
        parted = "\n\n" in text
        for before, end, after in _line_ends(text):
            if _is_wrap(before, after, width, parted):
                yield end, end + 1, "" if re.search(r"\w-$", before) else " "


def _width(text: str) -> int:
    """The column that lines were wrapped at, 0 where they were not.

    Lines that end amid a sentence show it: there are enough of them, and nearly all reach the right edge.
    A paragraph of one sentence ends in a full stop, a heading is followed by a capital.
    """
    if len(BREAK.findall(text)) < FEWEST:
        return 0
    ends = list(_line_ends(text))
    amid = [
        len(before)
        for before, _, after in ends
        if after[0].islower() and len(before) <= WIDEST and not ENDED.search(before)
    ]
    width = max(amid, default=0)
    even = sum(length >= NEAR * width for length in amid)
    fits = len(amid) >= max(FEWEST, AMID * len(ends)) and even >= EVEN * len(amid)
    return width if fits and width >= NARROWEST else 0


def _line_ends(text: str) -> Iterator[tuple[str, int, str]]:
    """Each line inside a block without its blanks, where it ends, and the line that follows."""
    lines = []
    at = 0
    for line in text.split("\n"):
        lines.append((line.strip(), at + len(line)))
        at += len(line) + 1
    for (before, end), (after, _) in pairwise(lines):
        if before and after:
            yield before, end, after


def _is_wrap(before: str, after: str, width: int, parted: bool) -> bool:
    """Whether the next word would not have fitted; amid a sentence it is enough to come near to the edge.

    Where no blank lines part the paragraphs, a line that ends a sentence is taken for the end of one.
    """
    if len(before) > WIDEST or ITEM.match(after):
        return False
    if ENDED.search(before) and not after[0].islower():
        return parted and len(before) + 1 + len(after.split(" ", 1)[0]) > width
    return len(before) >= NEAR * width


STEPS = (
    _written_ends,
    _without_mojibake,
    _without_mojibake,  # some exports do it twice
    _each(ENTITY, _entity),
    _each(ENTITY, _entity),  # &amp;quot;
    _without_tags,
    _each(INVISIBLE, lambda match: ""),
    _each(SURROGATE, lambda match: "\ufffd"),
    _each(LINE_END, lambda match: "\n"),
    _each(BLANKS, lambda match: "\n" if "\n" in match.group() else " "),
    _unwrapped,
)
