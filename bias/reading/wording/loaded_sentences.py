"""Sentences of an article → how likely each is loaded, and the words that make it so.

A small encoder of its own (see models/loaded/card.md).  It reads a sentence by itself, so that it can know
neither the outlet nor the rest of the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from bias import resources
from bias.model import Span
from bias.reading.text.encoder import session, tokenizer
from bias.reading.text.linear import Floats, Ints, sigmoid

INPUTS, OUTPUTS = ("ids", "mask"), ("scores", "words")
LONGEST = 110  # pieces of a sentence that are read
BUDGET = (
    250  # pieces of a batch, padding included: larger ones leave the core's cache, and take a third longer
)
MOST_SHOWN = 4  # named of one sentence
SHOWN_WORD = re.compile(r"[^\W\d_][^\s\"“”„«»]*")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence as the encoder takes it."""

    ids: Ints
    offsets: tuple[tuple[int, int], ...]  # of its pieces, without [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class Loadedness:
    """How likely a sentence is loaded, and which of its words say so, in reading order.

    A sentence that is hardly loaded ("possible" of the config) names none.
    """

    probability: float
    words: tuple[Span, ...]


def encode(text: str, tok: Tokenizer, config: dict[str, Any]) -> Pieces:
    found = tok.encode(text, add_special_tokens=False)
    ids = [config["cls"], *found.ids[:LONGEST], config["sep"]]
    return Pieces(np.asarray(ids, np.int64), tuple(found.offsets[:LONGEST]))


def batch(group: Sequence[Pieces]) -> tuple[Ints, Ints]:
    """ids and mask: (sentences, longest)."""
    width = max(len(one.ids) for one in group)
    ids, mask = (np.zeros((len(group), width), np.int64) for _ in INPUTS)
    for row, one in enumerate(group):
        ids[row, : len(one.ids)], mask[row, : len(one.ids)] = one.ids, 1
    return ids, mask


class LoadedModel:
    """The shipped encoder with its head."""

    def __init__(self, folder: Path) -> None:
        self.config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.tokenizer = tokenizer()
        self.session = session(folder)

    def read(self, sentences: Sequence[str]) -> list[Loadedness]:
        """How loaded each sentence of one article is; sentences of one call are read together."""
        coded = [encode(sentence, self.tokenizer, self.config) for sentence in sentences]
        scores, pieces = self.scores(coded)
        shares = sigmoid(scores * self.config["slope"] + self.config["offset"])
        return [
            Loadedness(
                float(share),
                _words(sentence, one.offsets, piece, self.config["word"])
                if float(share) >= self.config["possible"]
                else (),
            )
            for sentence, one, share, piece in zip(sentences, coded, shares, pieces, strict=True)
        ]

    def scores(self, coded: Sequence[Pieces]) -> tuple[Floats, list[Floats]]:
        """Scores before calibration: one a sentence, and one for each of its pieces."""
        out, pieces = np.zeros(len(coded), np.float32), [np.zeros(0, np.float32)] * len(coded)
        for group in _groups(coded):
            arrays = batch([coded[at] for at in group])
            found, words = self.session.run(list(OUTPUTS), dict(zip(INPUTS, arrays, strict=True)))
            for row, at in enumerate(group):
                out[at] = found[row]
                pieces[at] = words[row, 1 : len(coded[at].offsets) + 1]
        return out, pieces


@cache
def loaded_model() -> LoadedModel:
    return LoadedModel(resources.model_folder("loaded"))


def _groups(coded: Sequence[Pieces]) -> Iterator[list[int]]:
    """The numbers of the sentences, in batches of about one length."""
    group: list[int] = []
    for at in sorted(range(len(coded)), key=lambda at: len(coded[at].ids)):
        if group and (len(group) + 1) * len(coded[at].ids) > BUDGET:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _words(
    sentence: str, offsets: Sequence[tuple[int, int]], scores: Floats, least: float
) -> tuple[Span, ...]:
    """The words whose pieces score highest, MOST_SHOWN at most, each at `least` or above."""
    found: list[tuple[float, Span]] = []
    for match in SHOWN_WORD.finditer(sentence):
        inside = [
            score
            for (start, end), score in zip(offsets, scores, strict=True)
            if start < match.end() and end > match.start()
        ]
        if inside and max(inside) >= least:
            word = match.group().rstrip(".,;:!?)]’'…")
            found.append((float(max(inside)), Span(match.start(), match.start() + len(word))))
    return tuple(sorted(span for _, span in sorted(found, reverse=True)[:MOST_SHOWN]))
