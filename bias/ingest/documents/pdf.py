"""PDF → its lines, by pypdfium2: columns one after the other, lines of a paragraph joined, hyphens undone.

The text layer alone is read: a scan has none and is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

_MOST_PAGES = 5_000
_GUTTER = 7.0  # points between columns


@dataclass(frozen=True, slots=True)
class Box:
    """A run of text on a page; y grows upwards."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def height(self) -> float:
        return self.top - self.bottom


def extract(content: bytes, kind: str) -> dict[str, Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        return {"refused": "locked by a password" if locked else "no readable PDF: it is broken or empty"}
    if len(document) > _MOST_PAGES:
        return {"refused": f"more than {_MOST_PAGES:,} pages; split it"}
    pages = [_boxes(page) for page in document]
    if not any(pages):
        return {
            "refused": "a scan: pictures of pages without a text layer; run text recognition first "
            "(for instance ocrmypdf), then import what it makes"
        }
    pages = _without_running_heads(pages)
    lines = [line for page in pages for line in [*_paragraphs(page), ""]]
    return {"parts": [{"lines": _continued(lines), "title": _title(pages)}], "note": "text layer"}


def _boxes(page: Any) -> list[Box]:
    """The lines of a page, each in its column."""
    text = page.get_textpage()
    found = []
    for i in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(i)
        words = text.get_text_bounded(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5)
        words = re.sub(r"[\r\n]+", " ", words).replace("\x02", "-").replace("\ufffe", "-").strip()
        if words:
            found.append(Box(left, bottom, right, top, words))
    return _joined(found)


def _joined(boxes: Iterable[Box]) -> list[Box]:
    """Runs that stand side by side as one line; a gap as wide as a gutter keeps columns apart."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and _beside(last, box):
            blank = "" if box.left - last.right < 0.12 * box.height else " "
            text = f"{last.text}{blank}{box.text}"
            lines[-1] = Box(last.left, min(last.bottom, box.bottom), box.right, max(last.top, box.top), text)
        else:
            lines.append(box)
    return lines


def _beside(last: Box, box: Box) -> bool:
    shared = min(last.top, box.top) - max(last.bottom, box.bottom)
    return shared > 0.5 * min(last.height, box.height) and -0.5 * box.height < box.left - last.right < max(
        _GUTTER, 0.8 * box.height
    )


def _without_running_heads(pages: list[list[Box]]) -> list[list[Box]]:
    """Pages without the line at their edge that most of them repeat, and without numbers of pages."""

    def shape(box: Box) -> str:
        return re.sub(r"\d+", "#", box.text)

    edges = [{shape(box) for box in _edge(page)} for page in pages]
    often = Counter(one for edge in edges for one in edge)
    repeated = {one for one, n in often.items() if n >= max(2, 0.5 * len(pages))}
    number = re.compile(r"(?:page|seite|p\.)?\s*\d+(?:\s*(?:of|/|von)\s*\d+)?", re.IGNORECASE)

    def runs(page: list[Box], box: Box) -> bool:
        return box in _edge(page) and (shape(box) in repeated or bool(number.fullmatch(box.text)))

    return [[box for box in page if not runs(page, box)] for page in pages]


def _edge(page: list[Box]) -> list[Box]:
    by_height = sorted(page, key=lambda box: box.bottom)
    return [*by_height[:3], *by_height[-3:]]


def _paragraphs(page: list[Box]) -> list[str]:
    found: list[str] = []
    for block in _ordered(page):
        found += [*_block(block, _full(block, page)), ""]
    return found


def _full(block: list[Box], page: list[Box]) -> float:
    """Where the lines of a block end when they are full, as lines of its size below or above it do.

    The lines of a head are short, each for itself: the longest of them is not full.
    """
    left, height = min(box.left for box in block), median(box.height for box in block)
    alike = [box for box in page if abs(box.left - left) < height and abs(box.height - height) < 0.2 * height]
    return max(box.right for box in [*block, *alike])


def _ordered(boxes: list[Box], depth: int = 0) -> list[list[Box]]:
    """Blocks in reading order: cut by the widest gap between columns, else by one between rows."""
    if len(boxes) < 2 or depth > 40:
        return [boxes] if boxes else []
    left, right = _cut(boxes, lambda b: b.left, lambda b: b.right, _GUTTER)
    if right and min(len(left), len(right)) >= 2:
        return _ordered(left, depth + 1) + _ordered(right, depth + 1)
    height = median(box.height for box in boxes)
    lower, upper = _cut(boxes, lambda b: b.bottom, lambda b: b.top, 0.9 * height)
    if upper:
        return _ordered(upper, depth + 1) + _ordered(lower, depth + 1)
    # a headline over columns stands close: what spans them is cut off by itself
    wide = _wide_top(boxes)
    if wide:
        rest = [box for box in boxes if box not in wide]
        return [wide, *_ordered(rest, depth + 1)]
    return [sorted(boxes, key=lambda box: (-box.top, box.left))]


def _wide_top(boxes: list[Box]) -> list[Box]:
    """The lines on top without which the rest falls into columns."""
    by_height = sorted(boxes, key=lambda box: -box.top)
    for n in range(1, min(5, len(by_height) - 3)):
        left, right = _cut(by_height[n:], lambda b: b.left, lambda b: b.right, _GUTTER)
        if right and min(len(left), len(right)) >= 2:
            return by_height[:n]
    return []


def _cut(boxes: list[Box], low: Any, high: Any, least: float) -> tuple[list[Box], list[Box]]:
    """The boxes below and above the widest gap that none of them crosses; the second is empty without one."""
    ordered = sorted(boxes, key=low)
    reach, best, at = high(ordered[0]), least, 0
    for i, box in enumerate(ordered[1:], 1):
        if low(box) - reach >= best:
            best, at = low(box) - reach, i
        reach = max(reach, high(box))
    return (ordered[:at], ordered[at:]) if at else (ordered, [])


def _block(boxes: list[Box], right: float) -> list[str]:
    """The paragraphs of a block: a line goes on where the one before is full."""
    boxes = sorted(boxes, key=lambda box: (-box.top, box.left))
    left = min(box.left for box in boxes)
    gaps = [one.bottom - two.top for one, two in pairwise(boxes)]
    usual = median(gaps) if gaps else 0.0
    found: list[str] = []
    for i, box in enumerate(boxes):
        before = boxes[i - 1] if i else None
        if before and _goes_on(before, box, (left, right), usual):
            found[-1] = glued(found[-1], box.text)
        else:
            found.append(box.text)
    return found


def _goes_on(before: Box, box: Box, edges: tuple[float, float], usual: float) -> bool:
    left, right = edges
    if abs(before.height - box.height) > 0.35 * max(before.height, box.height):
        return False
    if before.bottom - box.top > usual + 0.45 * box.height:
        return False
    if box.left - left > 0.7 * box.height and before.left - left < 0.4 * box.height:
        return False  # an indent opens a paragraph
    first = box.text.split()[0]
    room = right - before.right
    fits = room > len(first) * 0.5 * box.height + 0.3 * box.height
    if not fits:
        return True
    # the lines of ragged text end a long word early at most
    early = room < min(0.4 * (right - left), 8 * box.height)
    return early and not re.search(r"""[.!?:…]["'”’»)\]]*$""", before.text)


def glued(before: str, line: str) -> str:
    """Two lines as one; a word broken at the line's end is whole again."""
    if re.search(r"[^\W\d_][-\u00ad\u2010]$", before) and re.match(r"[^\W\d_]", line) and line[0].islower():
        return before[:-1] + line
    return f"{before} {line}"


def _continued(lines: list[str]) -> list[str]:
    """Paragraphs that a column or a page breaks, whole again."""
    found: list[str] = []
    for line in lines:
        last = next((i for i in range(len(found) - 1, -1, -1) if found[i]), None)
        if line and last is not None and _broken(found[last], line):
            found[last] = glued(found[last], line)
            del found[last + 1 :]
        elif line or (found and found[-1]):
            found.append(line)
    return found


def _broken(before: str, line: str) -> bool:
    open_end = re.search(r"[^\W\d_,;-][,;-]?$", before) is not None
    return len(before.split()) >= 8 and open_end and line[0].islower()


def _title(pages: list[list[Box]]) -> str:
    """The largest lines of the first page, where they stand out."""
    first = next((page for page in pages if page), [])
    if not first:
        return ""
    usual = median(box.height for box in first)
    largest = max(box.height for box in first)
    if largest < 1.15 * usual:
        return ""
    lines = sorted((box for box in first if box.height > 0.9 * largest), key=lambda box: -box.top)
    title = " ".join(box.text for box in lines[:4])
    return title if 2 <= len(title.split()) <= 40 else ""
