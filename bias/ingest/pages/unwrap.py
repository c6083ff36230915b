"""Lines of plain text → paragraphs.  Knows how e-mail and old news wires wrap lines, nothing of content."""

from __future__ import annotations

import re
from itertools import pairwise

BULLET = re.compile(r"[ \t\u00a0]*(?:[•◦‣▪●■·∙]|[*–-](?=[ \t]))[ \t\u00a0]*")

_NARROWEST, _WIDEST = 50, 100  # columns of text that somebody wrapped by hand or by program
_FEWEST = 3  # line ends that must look wrapped
_SHARE = 0.8  # of the line ends inside blocks, or the lines are paragraphs of their own
_BLANK = " \t\u00a0\u200b\ufeff\u2028"


def paragraphs(text: str, *, width: int | None = None) -> list[str]:
    """The paragraphs without outer blanks; each line is one unless the text is hard-wrapped.

    `width` is the column that lines are wrapped at, 0 for none, where other texts of the file have told it.
    """
    blocks = _blocks(text)
    width = _width(blocks) if width is None else width
    return [whole for block in blocks for whole in (_joined(block, width) if width else _alone(block))]


def width_of(text: str) -> int:
    """The column that the lines of a text were wrapped at, 0 when they were not."""
    return _width(_blocks(text))


def strip_bullet(line: str) -> str:
    """The line without a leading • or the like; a dash that opens speech has no blank before it lost."""
    return BULLET.sub("", line, count=1) if BULLET.match(line) else line


def _blocks(text: str) -> list[list[str]]:
    """Runs of lines between blank ones."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip(_BLANK).split():  # what parts words is blank too, such as a separator of units
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _alone(block: list[str]) -> list[str]:
    return [line.strip(_BLANK) for line in block]


def _width(blocks: list[list[str]]) -> int:
    """The column that lines were wrapped at, 0 when they were not.

    Wrapped means that the next line's first word would not have fitted: chance rarely does that.
    """
    pairs = [pair for block in blocks for pair in pairwise(block) if not BULLET.match(pair[1])]
    narrow = [
        pair for pair in pairs if max(map(len, pair)) <= _WIDEST
    ]  # a url in a line of its own may be longer
    width = max((len(line.rstrip()) for pair in narrow for line in pair), default=0)
    if width < _NARROWEST:
        return 0
    full = sum(_is_full(first, second, width) for first, second in narrow)
    return width if full >= max(_FEWEST, _SHARE * len(pairs)) else 0


def _is_full(first: str, second: str, width: int) -> bool:
    return len(first.rstrip()) + 1 + len(second.split()[0]) > width - 3


def _joined(block: list[str], width: int) -> list[str]:
    wholes = [block[0].strip(_BLANK)]
    for first, second in pairwise(block):
        line = second.strip(_BLANK)
        if BULLET.match(second) or len(first) > _WIDEST or not _is_full(first, second, width):
            wholes.append(line)
        elif re.fullmatch(r"\w-", wholes[-1][-2:]):
            wholes[-1] += line  # broken at a hyphen of its own: well-/known
        else:
            wholes[-1] += " " + line
    return wholes
