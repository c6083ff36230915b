"""Text → windows of word pieces, and the scores of the reader's heads → source, cue and content as spans.

A window holds whole consecutive paragraphs while they fit.  The encoder is uncased, and marks come in many
forms, so each piece has a feature: its case, and whether it stands in a quotation.  Pure arrays, no model.

Each piece has a tag; each content piece points to the first piece of its cue, and each cue piece
to the first piece of its source.  One source may serve several cues, as it does in news.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bias.model import Article, Name, Span, Spans
from bias.reading.text.quotations import LINE, find_quotes, quoted_mask

MAX_PIECES = 190
FEATURES = 16  # lower, title, upper, other × outside, inside a quotation × amid, first of a paragraph
ALIKE = str.maketrans("“”„‟«»‘’‛`–", '""""""\'\'\'\'-')

Ints = NDArray[np.int64]
TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
Floats = NDArray[np.float32]
# Pieces [start, end) → to which piece each points: probabilities (end - start, pieces + 1), the last: none.
# Few pieces point to anything, so that they are asked for and not all computed.
Pointer = Callable[[int, int], Floats]


@dataclass(frozen=True, slots=True)
class Triple:
    """Source, cue and content that belong together, with a probability."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float


@dataclass(frozen=True, slots=True)
class Parse:
    """What the text models found in one article."""

    article: Article
    sentences: tuple[Span, ...]
    names: tuple[Name, ...]
    triples: tuple[Triple, ...]
    vector: Floats | None = None  # (384,) mean of what the encoder gives for the pieces; None of no text
    quoted: Mapping[Span, Floats] = field(default_factory=dict)  # see `encoder.around`, by short quotation
    nested: tuple[Triple, ...] = ()  # those inside the content of another


@dataclass(frozen=True, slots=True)
class Prices:
    """What decoding charges, in nats; both chosen on documents kept out of training."""

    switch: float = 0.0  # of changing the role from one piece to the next
    lean: float = 0.0  # of no role at all: more finds recall, and costs precision


@dataclass(frozen=True, slots=True)
class _Chunk:
    role: str
    start: int  # pieces
    end: int
    paragraph: int
    probability: float


def shifted(triple: Triple, by: int) -> Triple:
    """A triple of a part of a text, as one of the whole text."""
    source, cue, content = (
        tuple(Span(s.start + by, s.end + by) for s in spans)
        for spans in (triple.source, triple.cue, triple.content)
    )
    return Triple(source, cue, content, triple.confidence)


def decode(
    window: Window, tags: Floats, to_cue: Pointer, to_source: Pointer, prices: Prices = Prices()
) -> list[Triple]:
    """The triples of one window, in reading order of their contents; tags: (pieces, 7) probabilities."""
    chunks = _chunks(tags, window.paragraphs(), prices)
    cues = [chunk for chunk in chunks if chunk.role == "cue"]
    sources = [chunk for chunk in chunks if chunk.role == "source"]
    quoted = window.quoted()
    contents: dict[_Chunk | None, list[_Chunk]] = {}
    for chunk in chunks:
        if chunk.role == "content":
            cue = _pointed_to(chunk, to_cue, cues, beyond=bool(quoted[chunk.start]))
            contents.setdefault(cue, []).append(chunk)
    out = [_triple(window, None, None, [chunk]) for chunk in contents.pop(None, [])]
    for cue, parts in contents.items():
        assert cue is not None
        out.append(_triple(window, cue, _pointed_to(cue, to_source, sources), parts))
    return sorted(out, key=lambda triple: triple.content[0].start)


def _chunks(tags: Floats, paragraphs: Ints, prices: Prices) -> list[_Chunk]:
    """Runs of pieces with one role; within a run, B and a new paragraph start a new one."""
    role = _roles(tags, prices)
    starts = tags[:, 1::2] > tags[:, 2::2]
    out: list[_Chunk] = []
    at, size = 0, len(role)
    while at < size:
        if role[at] == 0:
            at += 1
            continue
        end = at + 1
        while end < size and role[end] == role[at] and not starts[end, role[at] - 1]:
            if paragraphs[end] != paragraphs[at]:
                break
            end += 1
        first = 2 * role[at] - 1
        probability = float(tags[at:end, first : first + 2].sum(1).mean())
        out.append(_Chunk(TAGS[first][2:], at, end, int(paragraphs[at]), probability))
        at = end
    return out


def _roles(tags: Floats, prices: Prices) -> list[int]:
    """The best sequence of none 0, source 1, cue 2, content 3, where each change costs (Viterbi).

    Single pieces that disagree with their neighbours would otherwise cut a span in parts.
    """
    role = np.stack([tags[:, 0], *(tags[:, i] + tags[:, i + 1] for i in (1, 3, 5))], axis=1)
    scores = np.log(role + 1e-6)
    scores[:, 0] -= prices.lean
    best, came_from = scores[0], []
    for step in scores[1:]:
        top = int(best.argmax())
        change = best[top] - prices.switch
        came_from.append(np.where(best >= change, np.arange(4), top))
        best = np.maximum(best, change) + step
    path = [int(best.argmax())]
    for pointers in reversed(came_from):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def _pointed_to(
    chunk: _Chunk, pointer: Pointer, targets: list[_Chunk], *, beyond: bool = False
) -> _Chunk | None:
    """The target that the pieces of a chunk point to, or None.

    It stands in the same paragraph, as in all but 1 % of PolNeAR; a quotation that goes on in the next
    one may point `beyond`.
    """
    near = [target for target in targets if target.paragraph == chunk.paragraph]
    targets = near or (targets if beyond else [])
    if not targets:
        return None
    mean = pointer(chunk.start, chunk.end).mean(0)
    strength = [float(mean[target.start : target.end].sum()) for target in targets]
    best = int(np.argmax(strength))
    return targets[best] if strength[best] >= mean[-1] else None


def _triple(window: Window, cue: _Chunk | None, source: _Chunk | None, contents: list[_Chunk]) -> Triple:
    found = [chunk for chunk in (cue, source, *contents) if chunk is not None]
    return Triple(
        source=() if source is None else (_span(window, source),),
        cue=() if cue is None else (_span(window, cue),),
        content=tuple(_span(window, chunk) for chunk in contents),
        confidence=min(chunk.probability for chunk in found),
    )


def _span(window: Window, chunk: _Chunk) -> Span:
    return Span(int(window.starts[chunk.start]), int(window.ends[chunk.end - 1]))


# -- windows ------------------------------------------------------------


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
