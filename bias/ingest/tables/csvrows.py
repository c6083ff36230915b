"""Rows of a CSV whose quotation marks may be broken.  Knows no encodings and no fields.

One mark that is never closed would swallow the rows after it.  So a record must be whole, well quoted
and as wide as the header; when it is not, only its first lines are given up, up to the next good one.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator

from bias.ingest.tables.rows import Row

_LONGEST = 20_000_000  # code points of one record; more is a mark that was never closed

_BROKEN = "broken quotation marks"
_SHOWN = 4_000  # code points of a bad row that are kept

csv.field_size_limit(_LONGEST)


class _Lines:
    """Lines that can be given back.  `number` is that of the last line taken."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._rest = iter(lines)
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.size = 0
        self.number = 0
        self.past_end = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.size > _LONGEST:
            raise csv.Error("a quotation mark that is never closed")
        line = self._back.popleft() if self._back else next(self._rest, "")
        if not line:
            self.past_end = True
            raise StopIteration
        self.taken.append(line)
        self.size += len(line)
        self.number += 1
        return line

    def begin(self) -> None:
        self.taken, self.size, self.past_end = [], 0, False

    def give_back_all_but_first(self) -> None:
        self._back.extendleft(reversed(self.taken[1:]))
        self.number -= len(self.taken) - 1
        del self.taken[1:]


def csv_rows(stream: Iterable[str], columns: tuple[str, ...], delimiter: str) -> Iterator[Row]:
    """The rows below the header; numbers are those of the line that a row begins on."""
    lines = _Lines(stream)
    bad: Row | None = None  # the lines given up since the last good row
    headed = False
    while True:
        lines.begin()
        cells, problem = _record(lines, len(columns), delimiter)
        if not lines.taken:
            break
        number = lines.number - len(lines.taken) + 1
        if not problem and not any(cell.strip() for cell in cells):
            continue
        if not headed:
            headed = True
            continue
        row = Row(number, problem=problem, raw="".join(lines.taken)[:_SHOWN])
        if bad and problem and _goes_on(bad, lines.taken[0].count(delimiter), len(columns)):
            bad = Row(bad.number, problem=bad.problem, raw=(bad.raw + row.raw)[:_SHOWN])
            continue
        yield from [bad] if bad else []
        bad = row if problem else None
        if not problem:
            yield Row(number, dict(zip(columns, cells, strict=True)))
    if bad:
        yield bad


def _mended(line: str, delimiter: str) -> list[str]:
    """The cells of a line where a mark closes a cell only before a delimiter; [] where that fails."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'\s*"((?:[^"]|""|"(?!\s*(?:{mark}|$)))*)"\s*(?:{mark}|$)|([^"{mark}]*)(?:{mark}|$)')
    line, at = line.rstrip("\r\n"), 0
    cells: list[str] = []
    while at <= len(line) and (match := cell.match(line, at)):
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        at = match.end()
        if at == len(line) and not line.endswith(delimiter):
            return cells
    return []


def _goes_on(bad: Row, marks: int, width: int) -> bool:
    """Whether a line too narrow for a row is more of the broken cell above it."""
    return bad.problem.startswith(_BROKEN) and marks < width - 1


def _record(lines: _Lines, width: int, delimiter: str) -> tuple[list[str], str]:
    """The cells of the next record, or why it is none; a broken one takes only its first line."""
    try:
        cells = next(csv.reader(lines, delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        cells, problem = [], f"broken quotation marks: {error}"
    else:
        if lines.past_end and lines.taken:
            problem = f"{_BROKEN}: one is never closed"
        elif cells and len(cells) != width and any(cells[width:] or [len(cells) < width]):
            problem = f"wrong number of columns: {len(cells)} where the header has {width}"
        else:
            return (cells[:width] or [""]), ""
    if problem.startswith(_BROKEN):
        lines.give_back_all_but_first()
    if problem.startswith(_BROKEN) and len(mended := _mended(lines.taken[0], delimiter)) == width:
        return mended, ""  # a mark within a cell is one of its signs
    literal = lines.taken[0].rstrip("\r\n").split("\t") if delimiter == "\t" and lines.taken else []
    if len(literal) == width and problem.startswith(_BROKEN):
        return literal, ""  # many tab-separated files quote nothing: the mark is part of the text
    return cells, problem
