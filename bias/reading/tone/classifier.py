"""Sentences and their targets → how each target is spoken of: negative, neutral, positive.

The lower layers read a sentence once; the upper ones read, for each target, the NEAR places around it.
Names are hidden: each becomes a placeholder before the model sees it, so that no name is a feature.
A call is an article: the scale of int8 activations depends on the whole batch, and an article must not
depend on its neighbours.  See models/tone/card.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax  # type: ignore[import-untyped]
from tokenizers import Tokenizer

from bias import resources
from bias.model import Name, Span
from bias.reading.roles.role_words import noun_words
from bias.reading.text.encoder import session, tokenizer

TONE_LABELS = ("negative", "neutral", "positive")
# by whose guide a mention is judged: what a sentence makes one think of somebody, bad news included (that of
# NewsMTSC), or how the words present him (docs/method.md); the model has three scores for each
GUIDES = ("newsmtsc", "stance")
MAX_PIECES = 160  # of a sentence; of a longer one the part around its targets
NEAR, BEFORE = 28, 11  # places of a target's view with [CLS]; pieces before its first one
BUDGET = 2_000  # pieces a batch
SLOTS = 8  # placeholders
INPUTS = ("ids", "marks", "mask", "row", "at", "near", "own", "whole")

NAME_PART = re.compile(r"\w+(?:[.&'’-]\w+)*")
ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
HIDDEN = frozenset(("PERSON", "ORG", "GPE"))  # kinds of names that the model does not see
WORD_SETS = ("no_names", "institutions", "institution_words", "group_nouns", "thing_nouns")

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces with the special tokens, and which of them belong to each target."""

    ids: Ints
    targets: tuple[Ints, ...]  # indices of each target's pieces


def hidden_names(text: str, names: Iterable[Name]) -> list[Span]:
    """The names that the model must not see: of persons, bodies and places.

    A common noun that was taken for a body, at the start of a sentence or in a title, is none: "Regime".
    """
    return [
        name.span
        for name in names
        if name.label == "PERSON"
        or (name.label in HIDDEN and not all(w.lower() in _visible() for w in name.span.slice(text).split()))
    ]


def placeholders(text: str, targets: Sequence[Span], names: Sequence[Span]) -> list[tuple[Span, int]]:
    """The spans that are hidden, each with its placeholder: names, and runs of capitalised words of targets.

    Names with the same last word have the same one; they are numbered as they come, so that exchanging
    names exchanges nothing.
    """
    found = [_bare(text, name.start, name.end) for name in names]
    for target in targets:
        found += _capitalised(text, target)
    merged: list[Span] = []
    for span in sorted(span for span in found if span.start < span.end):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    numbers: dict[str, int] = {}
    out = []
    for span in merged:
        last = span.slice(text).split()[-1].strip(".,").lower()
        out.append((span, numbers.setdefault(last, len(numbers)) % SLOTS))
    return out


@cache
def _visible() -> frozenset[str]:
    """Words that are no names even where they are capitalised: how somebody is called may judge him."""
    small = {word for name in WORD_SETS for both in resources.word_set(name) for word in both.split("_")}
    return frozenset(small | noun_words())


def _bare(text: str, start: int, end: int) -> Span:
    """A name without its article and its possessive."""
    article = ARTICLE.match(text, start, end)
    start = article.end() if article else start
    return Span(start, end - 2 if text[start:end].endswith(("'s", "’s")) else end)


def _capitalised(text: str, target: Span) -> list[Span]:
    runs: list[Span] = []
    for match in NAME_PART.finditer(text, target.start, target.end):
        word = _bare(text, match.start(), match.end())
        if not text[word.start].isupper() or word.slice(text).lower() in _visible():
            continue
        if runs and text[runs[-1].end : word.start] == " ":
            runs[-1] = Span(runs[-1].start, word.end)
        else:
            runs.append(word)
    return runs


def encode(
    text: str, targets: Sequence[Span], names: Sequence[Span], pieces: Tokenizer, config: dict[str, Any]
) -> Sentence:
    """A sentence as the model takes it, all names hidden; spans count in `text`."""
    encoding = pieces.encode(text, add_special_tokens=False)
    ids = np.asarray(encoding.ids, np.int64)
    starts, ends = np.asarray(encoding.offsets, np.int64).reshape(-1, 2).T.copy()
    for piece, like in config["alike"]:
        ids[ids == piece] = like
    kept = np.ones(len(ids), np.bool_)
    for span, number in placeholders(text, targets, names):
        first = int(np.searchsorted(ends, span.start, "right"))
        last = int(np.searchsorted(starts, span.end, "left"))
        if first < last:
            ids[first], ends[first] = config["slot"] + number, max(span.end, ends[last - 1])
            kept[first + 1 : last] = False
    ids, starts, ends = ids[kept], starts[kept], ends[kept]
    if len(ids) > MAX_PIECES:
        middle = int(np.searchsorted(starts, np.mean([span.start for span in targets])))
        first = max(0, min(middle - MAX_PIECES // 2, len(ids) - MAX_PIECES))
        ids, starts, ends = (part[first : first + MAX_PIECES] for part in (ids, starts, ends))
    found = [1 + np.flatnonzero((starts < span.end) & (ends > span.start)) for span in targets]
    places = tuple(at if len(at) else np.zeros(1, np.int64) for at in found)
    return Sentence(np.concatenate([[config["cls"]], ids, [config["sep"]]]), places)


def view(size: int, target: Ints) -> Ints:
    """The places of [CLS] and of the pieces around a target; all pieces of a short sentence."""
    first = max(1, min(int(target[0]) - BEFORE, size - NEAR + 1))
    return np.concatenate([[0], np.arange(first, min(size, first + NEAR - 1))])


def batch(group: Sequence[Sentence]) -> tuple[NDArray[Any], ...]:
    """The arrays that INPUTS names.

    ids, marks, mask (sentences, longest); of each target its sentence; places in the batch's flat pieces
    and which are used (targets, NEAR); shares of its own pieces, in its view and in the sentence.
    """
    width = max(len(sentence.ids) for sentence in group)
    ids, marks, mask = (np.zeros((len(group), width), np.int64) for _ in range(3))
    pairs = [(row, target) for row, sentence in enumerate(group) for target in sentence.targets]
    shape = (len(pairs), min(NEAR, width))
    at, near, own = np.zeros(shape, np.int64), np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    whole = np.zeros((len(pairs), width), np.float32)
    for row, sentence in enumerate(group):
        size = len(sentence.ids)
        ids[row, :size], mask[row, :size] = sentence.ids, 1
        if len(sentence.targets) == 1:
            marks[row, sentence.targets[0]] = 1
    for line, (row, target) in enumerate(pairs):
        seen = view(len(group[row].ids), target)
        at[line, : len(seen)], near[line, : len(seen)] = row * width + seen, 1
        own[line, : len(seen)], whole[line, target] = np.isin(seen, target), 1
    rows = np.asarray([row for row, _ in pairs], np.int64)
    return ids, marks, mask, rows, at, near, own, whole


class ToneModel:
    """The shipped encoder with its head."""

    def __init__(self, folder: Path) -> None:
        self.config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.tokenizer = tokenizer()
        self.session = session(folder)

    def probabilities(
        self, texts: Sequence[tuple[str, Sequence[Span], Sequence[Span]]], guide: str = "stance"
    ) -> list[Floats]:
        """The tone of each target: for each text (words, targets, names) of one article, (targets, 3)."""
        coded = [encode(*text, self.tokenizer, self.config) for text in texts]
        first = len(TONE_LABELS) * GUIDES.index(guide)
        fitted = self.config["guides"][guide]
        return [
            calibrated(found[:, first : first + len(TONE_LABELS)], fitted) for found in self.scores(coded)
        ]

    def scores(self, sentences: Sequence[Sentence]) -> list[Floats]:
        """The scores before calibration: (targets, labels of all GUIDES) for each text of one article."""
        out: list[Floats] = [np.zeros((0, len(GUIDES) * len(TONE_LABELS)), np.float32)] * len(sentences)
        for group in _groups(sentences):
            arrays = batch([sentences[at] for at in group])
            found = self.session.run(None, dict(zip(INPUTS, arrays, strict=True)))[0]
            for row, at in enumerate(group):
                out[at] = found[arrays[3] == row]
        return out


@cache
def tone_model() -> ToneModel:
    return ToneModel(resources.model_folder("tone"))


def _groups(sentences: Sequence[Sentence]) -> Iterator[list[int]]:
    """The numbers of the sentences with targets, in batches of about one length."""
    group: list[int] = []
    for at in sorted(range(len(sentences)), key=lambda at: len(sentences[at].ids)):
        if not sentences[at].targets:
            continue
        if group and (len(group) + 1) * len(sentences[at].ids) > BUDGET:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def calibrated(scores: Floats, fitted: dict[str, Any]) -> Floats:
    """Probabilities (targets, 3) of scores: Guo et al. 2017, with a shift of each label as in vector scaling.

    The scale grows with the lead of the likeliest label: the model learned from softened labels, which
    keep it from being as sure as it might where it is right.
    """
    second, first = np.sort(scores, -1)[:, -2:].T
    scale = fitted["scale"] + fitted["rise"] * (first - second)
    shares: Floats = softmax(scores * scale[:, None] + np.asarray(fitted["shift"], np.float32), axis=-1)
    return shares
