"""The words around a source → its role, where no rule knows it.  Linear; see models/roles/card.md.

A name tells nothing: of a capitalised word only its shape is seen, unless it is a word of the lexicons.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from scipy.special import softmax  # type: ignore[import-untyped]

from bias import resources
from bias.model import Span
from bias.reading.roles.role_words import common_words
from bias.reading.text.linear import Floats, Linear, read_arrays, read_terms

OPEN = "unknown"  # a class of the model: the words do not tell
HIDDEN = "Xx"  # what a name looks like
REACH = 150  # code points on either side
NEAR = 22  # words on either side
SOURCE_TOKEN = re.compile(r"[A-Za-z][\w’']*|\d+|[%$“”\"()]")
CONTEXT_TOKEN = re.compile(r"[A-Za-z][\w’']*|[“”\",]")


def features(text: str, span: Span, form: str, people: Sequence[Span] = ()) -> list[str]:
    """The features of a source: its words, their shape, and the words on either side.

    `people` are where personal names stand: of these words, whatever they are, only the place is seen.
    """
    near = [one for one in people if one.start < span.end + REACH and one.end > span.start - REACH]

    def read(pattern: re.Pattern[str], start: int, end: int) -> list[str]:
        return [_seen(match, near) for match in pattern.finditer(text, max(0, start), min(end, len(text)))]

    own = SOURCE_TOKEN.findall(text[span.start : span.end])
    low = read(SOURCE_TOKEN, span.start, span.end)
    for n, word in enumerate(own[1:], 1):  # "Latoya Washington", whom the name finder took for a body
        joined = f"{own[n - 1]}-{word}" in text[span.start : span.end]  # "Hye-jin"
        if low[n - 1] == HIDDEN and (word[0].isupper() or joined):
            low[n] = HIDDEN
    left = read(CONTEXT_TOKEN, span.start - REACH, span.start)[-NEAR:]
    right = read(CONTEXT_TOKEN, span.end, span.end + REACH)[:NEAR]
    return [
        f"form={form}",
        *(f"in={word}" for word in low),
        *(f"in={one}_{two}" for one, two in pairwise(low)),
        *(f"last={word}" for word in low[-1:]),
        *(f"shape={'X' if word[0].isupper() else 'x'}" for word in own[:4]),
        *(f"left={word}" for word in left),
        *(f"right={word}" for word in right),
        *(f"before={word}" for word in left[-2:]),
        *(f"after={word}" for word in right[:2]),
    ]


def _seen(match: re.Match[str], people: Sequence[Span]) -> str:
    """A word as the model sees it."""
    word, start = match.group(), match.start()
    for one in people:
        if one.start <= start < one.end:
            return HIDDEN
    low = word.lower()
    return HIDDEN if word[0].isupper() and low not in common_words() else low


def probabilities(mentions: Sequence[Sequence[str]]) -> dict[str, float]:
    """The probability of each role, and of `OPEN`: the mean over the features of a speaker's mentions."""
    model = _model()
    shares = np.mean([model.probabilities(features) for features in mentions], axis=0)
    return {role: float(share) for role, share in zip(model.roles, shares, strict=True)}


def is_bare(mentions: Sequence[Sequence[str]]) -> bool:
    """Whether the words of a speaker's sources are names and nothing else."""
    words = {name for features in mentions for name in features if name.startswith("in=")}
    return all(set(name[3:].split("_")) == {HIDDEN} for name in words)


def likely_role(shares: Mapping[str, float]) -> str:
    """The likeliest role; "" where it is not sure enough, or where the words leave it open."""
    role = max(shares, key=lambda key: shares[key])
    return "" if role == OPEN or shares[role] < threshold() else role


def threshold() -> float:
    """The probability below which a role stays unknown; chosen on documents kept out of training."""
    return _model().threshold


class _RoleModel:
    """Multinomial logistic regression on TF-IDF."""

    def __init__(self) -> None:
        folder = resources.model_folder("roles")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.roles: list[str] = config["roles"]
        self.threshold: float = config["threshold"]
        arrays = read_arrays(folder / "weights.npz")
        self.terms = read_terms(folder, arrays["idf"])
        self.linear = Linear(arrays["weights"], arrays["bias"])

    def probabilities(self, features: Sequence[str]) -> Floats:
        """The probability of each role, in the order of `roles`."""
        rows, values = self.terms.weigh(features)
        shares: Floats = softmax(self.linear.scores(values, rows))
        return shares


@cache
def _model() -> _RoleModel:
    return _RoleModel()
