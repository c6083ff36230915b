"""Many articles in one text: parted by a line of signs, or each headed by the same labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bias.ingest.exports.records import squeezed

_SIGNS = re.compile(r"\s*([=_*#~+-])(?:\s*\1){4,}\s*")
_LABEL = re.compile(r"([^\W\d_][\w -]{1,24}):\s*\S.*")
_LEAST = 15  # words of a part


def parts(lines: Sequence[str]) -> list[list[str]]:
    """The lines of each article; [] where the text is one."""
    return _by_signs(lines) or _by_labels(lines)


def _by_signs(lines: Sequence[str]) -> list[list[str]]:
    found: dict[str, int] = {}
    for line in lines:
        if match := _SIGNS.fullmatch(line):
            found[match[1]] = found.get(match[1], 0) + 1
    for sign in found:
        chunks: list[list[str]] = [[]]
        for line in lines:
            match = _SIGNS.fullmatch(line)
            if match and match[1] == sign:
                chunks.append([])
            else:
                chunks[-1].append(line)
        chunks = [chunk for chunk in chunks if squeezed(chunk)]
        if len(chunks) > 1 and all(map(_is_article, chunks)):
            return chunks
    return []


def _is_article(chunk: Sequence[str]) -> bool:
    """A head (a line without a stop at its end, or labels) and some words below it."""
    filled = [line.strip() for line in chunk if line.strip()]
    head = filled[0]
    is_head = bool(_LABEL.fullmatch(head)) or (len(head.split()) <= 30 and not re.search(r"[.,;:]$", head))
    return is_head and len(filled) > 1 and len(squeezed(chunk).split()) >= _LEAST


def _by_labels(lines: Sequence[str]) -> list[list[str]]:
    """Parts that begin with the label that the text begins with, below a blank line."""
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    match = _LABEL.fullmatch(lines[first].strip()) if first is not None else None
    if (
        first is None
        or not match
        or first + 1 >= len(lines)
        or not _LABEL.fullmatch(lines[first + 1].strip())
    ):
        return []
    label = f"{match[1]}:"
    starts = [
        i
        for i in range(first, len(lines))
        if lines[i].startswith(label) and (i == 0 or not lines[i - 1].strip())
    ]
    if len(starts) < 2:
        return []
    return [list(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
