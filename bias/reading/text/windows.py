"""Text → windows of word pieces for the encoder.  Knows the tokenizer's format, loads no model.

A window holds whole consecutive paragraphs while they fit.  The encoder is uncased, and marks come
in many forms, so each piece carries a feature: its case, and whether it stands in a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bias.reading.text.quotations import LINE, find_quotes, quoted_mask

MAX_PIECES = 190
FEATURES = 16  # lower, title, upper, other × outside, inside a quotation × amid, first of a paragraph
ALIKE = str.maketrans("“”„‟«»‘’‛`–", '""""""\'\'\'\'-')

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of some paragraphs; arrays of shape (pieces,), the two special tokens left out."""

    ids: Ints
    features: Ints
    starts: Ints  # code points of the article's text
    ends: Ints

    def paragraphs(self) -> Ints:
        """The paragraph of each piece, counted in the window."""
        return np.cumsum(self.features >= FEATURES // 2)

    def quoted(self) -> NDArray[np.bool_]:
        """Whether each piece stands in a quotation."""
        flags: NDArray[np.bool_] = self.features % 2 == 1
        return flags


def windows(text: str, tokenizer: Tokenizer, *, first: int = MAX_PIECES) -> Iterator[Window]:
    """The windows of a text; `first` caps the pieces of the first one (varied in training)."""
    room = first
    parts: list[Window] = []
    for window in _paragraphs(text, tokenizer):
        if parts and len(window.ids) > room:
            yield _joined(parts)
            room, parts = MAX_PIECES, []
        parts.append(window)
        room -= len(window.ids)
    if parts:
        yield _joined(parts)


def _paragraphs(text: str, tokenizer: Tokenizer) -> Iterator[Window]:
    quoted = quoted_mask(text, find_quotes(text))
    alike = text.replace("''", '" ').replace("``", ' "').translate(ALIKE)
    for line in LINE.finditer(alike):
        encoding = tokenizer.encode(line.group(), add_special_tokens=False)
        if not encoding.ids:
            continue
        offsets = np.asarray(encoding.offsets, np.int64) + line.start()
        ids = np.asarray(encoding.ids, np.int64)
        features = np.fromiter((_feature(text, s, e, quoted) for s, e in offsets), np.int64, len(ids))
        features[0] += FEATURES // 2
        for at in range(0, len(ids), MAX_PIECES):
            cut = slice(at, at + MAX_PIECES)
            yield Window(ids[cut], features[cut], offsets[cut, 0], offsets[cut, 1])


def _feature(text: str, start: int, end: int, quoted: bytearray) -> int:
    piece = text[start:end]
    if piece.islower():
        case = 0
    elif piece.istitle():
        case = 1
    elif piece.isupper():
        case = 2
    else:
        case = 3
    return 2 * case + quoted[start]


def _joined(parts: Sequence[Window]) -> Window:
    if len(parts) == 1:
        return parts[0]
    return Window(*(np.concatenate([getattr(p, name) for p in parts]) for name in Window.__slots__))


def batch(group: Sequence[Window], *, cls: int, sep: int) -> tuple[Ints, Ints, Ints]:
    """Padded ids, features and mask of shape (windows, 2 + longest); specials at both ends."""
    width = 2 + max(len(window.ids) for window in group)
    ids, features, mask = (np.zeros((len(group), width), np.int64) for _ in range(3))
    for row, window in enumerate(group):
        size = len(window.ids)
        ids[row, 0], ids[row, size + 1] = cls, sep
        ids[row, 1 : size + 1] = window.ids
        features[row, 1 : size + 1] = window.features
        mask[row, : size + 2] = 1
    return ids, features, mask
