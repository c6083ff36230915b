"""What teacher.py and student.py share: rows, their split, and how sentences are varied."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

LABELS = ("negative", "neutral", "positive")
JOINTS = (", while ", "; ", ", but ", " but ", ", and ", ". ")
# first words that lose their capital inside a sentence
LOWERED = "The He She It They We This That These In On At For A An But And As When His Her Their"

Row = dict[str, Any]
Span = tuple[int, int]
Name = tuple[int, int, str]
Aim = tuple[float, ...]
Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A sentence, the targets that are asked for and the probabilities wanted of each."""

    text: str
    spans: tuple[Span, ...]
    aims: tuple[Aim, ...]
    names: tuple[Name, ...] = ()
    heed: float = 1.0


def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def document(row: Row) -> str:
    return "_".join(row["id"].split("_")[:3])


def split(rows: list[Row], share: float = 0.12) -> tuple[list[Row], list[Row], list[Row]]:
    """Rows to train on, to choose by, to calibrate on; a document is in one of them."""
    docs = sorted({document(row) for row in rows})
    random.Random(0).shuffle(docs)
    held = docs[: int(len(docs) * share)]
    parts = set(held[::2]), set(held[1::2])
    chosen, fitted = ([row for row in rows if document(row) in part] for part in parts)
    return [row for row in rows if document(row) not in parts[0] | parts[1]], chosen, fitted


def parts(train: Path, without: Sequence[Path]) -> tuple[list[Row], list[Row], list[Row]]:
    """The split of the rows whose text is in no file of `without`."""
    texts = {row["text"] for path in without for row in read(path)}
    return split([row for row in read(train) if row["text"] not in texts])


def gold(rows: list[Row]) -> NDArray[np.int64]:
    return np.asarray([LABELS.index(row["label"]) for row in rows])


def conflicting(rows: list[Row]) -> NDArray[np.bool_]:
    """Whether a row's sentence has targets of different label."""
    labels: dict[str, set[str]] = {}
    for row in rows:
        labels.setdefault(row["text"], set()).add(row["label"])
    return np.asarray([len(labels[row["text"]]) > 1 for row in rows])


def macro_f1(wanted: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    both = [(wanted == label, found == label) for label in range(len(LABELS))]
    return float(np.mean([2 * (w & f).sum() / max(1, w.sum() + f.sum()) for w, f in both]))


def report(rows: list[Row], scores: Scores) -> str:
    """Macro-F1 / accuracy / accuracy on conflicting rows / negative log likelihood."""
    wanted, found, where = gold(rows), scores.argmax(1), conflicting(rows)
    right = found == wanted
    loss = -np.log(softmax(scores, axis=-1)[np.arange(len(wanted)), wanted]).mean()
    figures = f"{macro_f1(wanted, found):.4f} / {right.mean():.4f} / {right[where].mean():.3f}"
    return f"{figures} of {where.sum()} (nll {loss:.3f})"


def by_text(rows: list[Row]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        out.setdefault(row["text"], []).append(at)
    return out


def one_hot(label: int, smoothing: float) -> Aim:
    return tuple(np.eye(len(LABELS))[label] * (1 - smoothing) + smoothing / len(LABELS))


def labelled(rows: list[Row], names: dict[str, list[Name]], heed: float, smoothing: float) -> list[Example]:
    """The rows by sentence; `heed`: weight of sentences whose targets differ."""
    out = []
    for text, places in by_text(rows).items():
        spans = tuple((rows[at]["target_start"], rows[at]["target_end"]) for at in places)
        labels = [LABELS.index(rows[at]["label"]) for at in places]
        aims = tuple(one_hot(label, smoothing) for label in labels)
        weight = heed if len(set(labels)) > 1 else 1.0
        out.append(Example(text, spans, aims, tuple(as_names(names.get(text, ()))), weight))
    return out


def marked_text(line: str) -> tuple[str, list[tuple[int, int, int]]]:
    """Words in which targets are marked, "[the board|-] told [Ana Roe|0] …" → the words, and each target with
    its label."""
    text, *rest = re.split(r"\[([^\[\]|]+)\|([-+0])\]", line)
    marks = []
    for words, sign, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        marks.append((len(text), len(text) + len(words), "-0+".index(sign)))
        text += words + after
    return text, marks


def written(path: Path) -> list[tuple[str, list[Span], list[int]]]:
    """Sentences of our own, one a line, with the spans and labels of their targets."""
    found = [marked_text(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (text, [(start, end) for start, end, _ in marks], [label for *_, label in marks])
        for text, marks in found
        if marks
    ]


def as_examples(
    items: Sequence[tuple[str, list[Span], list[int]]], names: dict[str, list[Name]], smoothing: float
) -> list[Example]:
    """Those of `written`; sentences whose targets differ count double."""
    return [
        Example(
            text,
            tuple(spans),
            tuple(one_hot(label, smoothing) for label in labels),
            tuple(as_names(names[text])),
            1.4 if len(set(labels)) > 1 else 0.7,
        )
        for text, spans, labels in items
    ]


def as_names(found: Sequence[Sequence[Any]]) -> list[Name]:
    return [(int(start), int(end), str(kind)) for start, end, kind in found]


def moved(example: Example, edits: list[tuple[int, int, str]]) -> Example:
    """The example with parts of its text replaced; spans move along."""
    edits = sorted(edits)
    text, last = [], 0
    for start, end, new in edits:
        text += [example.text[last:start], new]
        last = end
    place = placed(edits)
    spans = tuple((place(start, False), place(end, True)) for start, end in example.spans)
    names = tuple((place(s, False), place(e, True), kind) for s, e, kind in example.names)
    return replace(example, text="".join([*text, example.text[last:]]), spans=spans, names=names)


def placed(edits: list[tuple[int, int, str]]) -> Callable[[int, bool], int]:
    """Where a place of the old text is in the new one."""

    def place(at: int, closing: bool) -> int:
        shift = 0
        for start, end, new in edits:
            if at >= end:
                shift += len(new) - (end - start)
            elif at > start:
                return start + shift + (len(new) if closing else 0)
        return at + shift

    return place


def renamed(example: Example, pool: dict[str, list[str]], rng: random.Random, others: float = 0.4) -> Example:
    """Persons, and a share of `others`, under other names; one is called alike throughout."""
    given: dict[str, str] = {}
    edits, last = [], 0
    for start, end, kind in sorted(example.names):
        said = example.text[start:end].removesuffix("'s").removesuffix("’s")
        words = said.split()
        if start < last or not words or kind not in pool or (kind != "PERSON" and rng.random() > others):
            continue
        if words[-1] not in given:
            given[words[-1]] = rng.choice(pool[kind])
        new = given[words[-1]]
        if kind == "PERSON" and len(words) == 1:
            new = new.split()[-1]
        edits.append((start, start + len(said), new))
        last = end
    return moved(example, edits)


def names_of(items: list[Example]) -> dict[str, list[str]]:
    """Names by kind, as often as they are different."""
    pool: dict[str, set[str]] = {"PERSON": set(), "ORG": set(), "GPE": set()}
    for item in items:
        for start, end, kind in item.names:
            said = item.text[start:end].removesuffix("'s").removesuffix("’s")
            plain = re.sub(r"[ .-]", "", said).isalpha() and said[0].isupper()
            if kind in pool and plain and (kind != "PERSON" or len(said.split()) == 2):
                pool[kind].add(said)
    return {kind: sorted(names) for kind, names in pool.items()}


def joined(one: Example, other: Example, rng: random.Random) -> Example:
    """Both sentences as one."""
    joint = rng.choice(JOINTS)
    left, right = one.text.rstrip().rstrip(".!?"), other.text
    if right.split(" ", 1)[0] in LOWERED.split() and joint != ". ":
        right = right[0].lower() + right[1:]
    shift = len(left) + len(joint)
    spans = (*one.spans, *((s + shift, e + shift) for s, e in other.spans))
    names = (*one.names, *((s + shift, e + shift, kind) for s, e, kind in other.names))
    return Example(left + joint + right, spans, (*one.aims, *other.aims), names, 1.0)


def singles(items: list[Example], sure: float) -> list[list[Example]]:
    """By label, short sentences of one target whose label is sure."""
    short = [e for e in items if len(e.spans) == 1 and len(e.text) < 170 and max(e.aims[0]) >= sure]
    return [[e for e in short if int(np.argmax(e.aims[0])) == label] for label in range(len(LABELS))]


def pairs(by_label: list[list[Example]], count: int, rng: random.Random) -> list[Example]:
    """Sentences of different labels, joined."""
    out = []
    for _ in range(count):
        one, other = rng.sample(range(len(LABELS)), 2)
        out.append(joined(rng.choice(by_label[one]), rng.choice(by_label[other]), rng))
    return out
