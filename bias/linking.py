"""Tag and link scores of the reader's heads → attributions as spans.  Pure arrays, no model.

Each piece has a tag; each content piece points to the first piece of its cue, and each cue piece
to the first piece of its source.  One source may serve several cues, as it does in news.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bias.model import Span, Spans
from bias.windows import Window

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Link:
    """Source, cue and content that belong together, with a probability."""

    source: Spans
    cue: Spans
    content: Spans
    confidence: float


@dataclass(frozen=True, slots=True)
class _Chunk:
    role: str
    start: int  # pieces
    end: int
    probability: float


def links(
    window: Window, tags: Floats, to_cue: Floats, to_source: Floats, *, keep: float = 0.0
) -> list[Link]:
    """Attributions of one window.

    tags: (pieces, 7) probabilities; to_cue, to_source: (pieces, pieces + 1) probabilities, the last
    column meaning none.
    """
    chunks = _chunks(tags, keep)
    cues = [chunk for chunk in chunks if chunk.role == "cue"]
    sources = [chunk for chunk in chunks if chunk.role == "source"]
    contents: dict[int | None, list[_Chunk]] = {}
    for chunk in chunks:
        if chunk.role == "content":
            contents.setdefault(_best(chunk, to_cue, cues), []).append(chunk)
    out = [_loose(window, chunk) for chunk in contents.pop(None, [])]
    for at, parts in contents.items():
        assert at is not None
        out.append(_link(window, cues[at], parts, sources, to_source))
    return sorted(out, key=lambda link: link.content[0].start)


def _chunks(tags: Floats, keep: float) -> list[_Chunk]:
    """Runs of pieces with one role; a role wins over O from `0.5 - keep` on, B starts a new run."""
    by_role = np.stack([tags[:, 0] * (1 - keep), *(tags[:, i] + tags[:, i + 1] for i in (1, 3, 5))])
    role = by_role.argmax(0)
    starts = tags[:, 1::2] > tags[:, 2::2]
    out: list[_Chunk] = []
    at, size = 0, len(role)
    while at < size:
        if role[at] == 0:
            at += 1
            continue
        end = at + 1
        while end < size and role[end] == role[at] and not starts[end, role[at] - 1]:
            end += 1
        probability = float(by_role[role[at], at:end].mean())
        out.append(_Chunk(TAGS[2 * role[at]][2:], at, end, probability))
        at = end
    return out


def _best(chunk: _Chunk, scores: Floats, targets: list[_Chunk]) -> int | None:
    """The target that the pieces of a chunk point to, or None."""
    if not targets:
        return None
    mean = scores[chunk.start : chunk.end].mean(0)
    strength = [float(mean[target.start : target.end].sum()) for target in targets]
    best = int(np.argmax(strength))
    return best if strength[best] >= mean[-1] else None


def _link(
    window: Window, cue: _Chunk, contents: list[_Chunk], sources: list[_Chunk], to_source: Floats
) -> Link:
    at = _best(cue, to_source, sources)
    chunks = [cue, *contents] + ([] if at is None else [sources[at]])
    return Link(
        source=() if at is None else (_span(window, sources[at]),),
        cue=(_span(window, cue),),
        content=tuple(_span(window, chunk) for chunk in contents),
        confidence=min(chunk.probability for chunk in chunks),
    )


def _loose(window: Window, chunk: _Chunk) -> Link:
    return Link((), (), (_span(window, chunk),), chunk.probability)


def _span(window: Window, chunk: _Chunk) -> Span:
    return Span(int(window.starts[chunk.start]), int(window.ends[chunk.end - 1]))
