"""Plotly's little HTML → lines of runs of one look each, and labels that know how much room they take."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bias.show.images.fonts import width

TAG = re.compile(r"<(/?)(b|i|span|br)\b([^<>]*)>", re.IGNORECASE)
SIZE = re.compile(r"font-size:\s*([\d.]+)px")
COLOUR = re.compile(r"(?<!-)color:\s*([^;'\"]+)")
Across = Literal["left", "center", "right"]
Down = Literal["top", "middle", "bottom"]
LINE = 1.3  # height of a line, in heights of its type
BASE = 0.35  # from the middle of a line down to where its letters stand


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one look; `size` in pixels of the screen."""

    text: str
    size: float
    colour: str
    bold: bool = False
    italic: bool = False

    @property
    def width(self) -> float:
        return width(self.text, bold=self.bold, italic=self.italic) * self.size


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """Lines that hang on a point: `across` and `down` say which side of them it is; `angle` is clockwise."""

    lines: tuple[Line, ...]
    x: float
    y: float
    across: Across = "left"
    down: Down = "middle"
    angle: float = 0.0
    ground: str = ""  # a colour behind the words
    pad: float = 0.0
    axis: str = ""  # whose tick it names

    @property
    def width(self) -> float:
        return max((line_width(line) for line in self.lines), default=0.0) + 2 * self.pad

    @property
    def height(self) -> float:
        return sum(line_height(line) for line in self.lines) + 2 * self.pad

    @property
    def corner(self) -> tuple[float, float]:
        """Where the block begins, seen from the point and before it is turned."""
        left = {"left": 0.0, "center": -self.width / 2, "right": -self.width}[self.across]
        top = {"top": 0.0, "middle": -self.height / 2, "bottom": -self.height}[self.down]
        return left, top

    def turned(self, across: float, down: float) -> tuple[float, float]:
        """A place of the block, seen from the point, as a place of the picture."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        return self.x + across * cos - down * sin, self.y + across * sin + down * cos

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what it covers."""
        left, top = self.corner
        ends = [(x, y) for x in (left, left + self.width) for y in (top, top + self.height)]
        xs, ys = zip(*(self.turned(*end) for end in ends), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def placed(self) -> Iterator[tuple[Line, float, float]]:
        """Each line with the place of its own anchor, where its letters stand."""
        left, top = self.corner
        inside = {"left": left + self.pad, "center": 0.0, "right": -self.pad}[self.across]
        top += self.pad
        for line in self.lines:
            middle = top + line_height(line) / 2
            size = max((run.size for run in line), default=0.0)
            yield line, *self.turned(inside, middle + BASE * size)
            top += line_height(line)


def lines_of(text: str, size: float, colour: str, *, bold: bool = False) -> tuple[Line, ...]:
    """Read what Plotly would read: bold, italic, spans and breaks; any other mark-up is words."""
    looks = [Run("", size, colour, bold)]
    lines: list[list[Run]] = [[]]
    place = 0
    for tag in TAG.finditer(text):
        lines[-1].append(replace(looks[-1], text=one_line(html.unescape(text[place : tag.start()]))))
        place = tag.end()
        closing, name = bool(tag[1]), tag[2].lower()
        if name == "br":
            lines.append([])
        elif not closing:
            looks.append(_look(looks[-1], name, tag[3]))
        elif len(looks) > 1:
            looks.pop()
    lines[-1].append(replace(looks[-1], text=one_line(html.unescape(text[place:]))))
    return tuple(tuple(run for run in line if run.text) or (replace(looks[0], text=""),) for line in lines)


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def wrapped(line: Line, limit: float) -> list[Line]:
    """Lines of at most `limit` pixels; a word that is longer is broken."""
    lines: list[list[Run]] = [[]]
    for piece in _pieces(line, limit):
        if lines[-1] and line_width([*lines[-1], piece]) > limit:
            lines.append([])
        lines[-1].append(piece if lines[-1] else replace(piece, text=piece.text.lstrip()))
    return [_joined(one) for one in lines]


def line_width(line: Sequence[Run]) -> float:
    return sum(run.width for run in line)


def line_height(line: Line) -> float:
    return max((run.size for run in line), default=0.0) * LINE


def _look(below: Run, name: str, attributes: str) -> Run:
    if name != "span":
        return replace(below, bold=below.bold or name == "b", italic=below.italic or name == "i")
    size, colour = SIZE.search(attributes), COLOUR.search(attributes)
    return replace(
        below,
        size=float(size[1]) if size else below.size,
        colour=colour[1].strip() if colour else below.colour,
    )


def _pieces(line: Line, limit: float) -> Iterator[Run]:
    for run in line:
        for word in re.findall(r"\s*\S+|\s+$", run.text):
            piece = replace(run, text=word)
            yield from [piece] if piece.width <= limit else (replace(run, text=letter) for letter in word)


def _joined(runs: Sequence[Run]) -> Line:
    """Neighbours of one look as one run."""
    joined: list[Run] = []
    for run in runs:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        else:
            joined.append(run)
    return tuple(joined)
