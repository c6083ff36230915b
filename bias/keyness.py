"""Keyness: the words and phrases that set one group of texts apart from the others.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, “Fightin' Words”): a term's
log-odds in one group against the others, both drawn toward how often all of them use it.  z is the paper's.
The interval is wider than the paper's where a term is heaped in a few texts: it counts a text's uses as
alike, as the intervals of all other measures do.  Knows no store and no chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PRIOR = 500.0  # words of the prior, spread as all texts together spread theirs
LETTER = r"[^\W\d_]"
WORD = re.compile(rf"{LETTER}+(?:['’\-]{LETTER}+)*")
COLUMNS = ["group", "term", "log_odds", "low", "high", "z", "n", "others", "texts"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each text uses each term: three columns of one length, and the terms."""

    text: Ints
    term: Ints
    count: Ints
    words: list[str]
    texts: int


def count_terms(
    texts: Sequence[str], *, phrases: bool = True, least: int = 5, stop: frozenset[str] = frozenset()
) -> Terms:
    """Words, and phrases of two words, of texts in small letters; those with `least` uses or more.

    A phrase never runs over a mark or a line, and has no word of `stop` at either end; nor is a word of
    `stop` a term.
    """
    pieces = [_clauses(text) for text in texts]
    flat = [word for text in pieces for clause in text for word in (*clause, "")]
    lengths = [sum(len(clause) + 1 for clause in text) for text in pieces]
    place = np.repeat(np.arange(len(texts)), lengths)
    codes, known = pd.factorize(np.asarray(flat, dtype=object))
    words = [str(word) for word in known]
    barred = np.asarray([not word or word in stop for word in words], np.bool_)
    if not len(codes):
        none = np.zeros(0, np.int64)
        return Terms(none, none, none, [], len(texts))
    kept = ~barred[codes]
    pairs = [(place[kept], codes[kept].astype(np.int64))]
    if phrases:
        both = kept[:-1] & kept[1:]
        joint = codes[:-1][both].astype(np.int64) * len(words) + codes[1:][both]
        codes2, known2 = pd.factorize(joint)
        pairs.append((place[:-1][both], codes2.astype(np.int64) + len(words)))
        words += [f"{words[pair // len(known)]} {words[pair % len(known)]}" for pair in known2]
    text, term = (np.concatenate(part) for part in zip(*pairs, strict=True))
    often = np.bincount(term, minlength=len(words)) >= least
    text, term = text[often[term]], term[often[term]]
    number = np.cumsum(often) - 1
    joint, count = np.unique(text * len(words) + number[term], return_counts=True)
    named = [word for word, enough in zip(words, often, strict=True) if enough]
    return Terms(joint // len(words), joint % len(words), count, named, len(texts))


def keyness(terms: Terms, groups: Sequence[str], *, prior: float = PRIOR) -> pd.DataFrame:
    """Each group against all others: the columns of COLUMNS, a row a group and term that the group uses.

    `groups` has one name a text.  `n` are uses in the group, `others` those elsewhere, `texts` the group's
    texts with the term.  A single group has nothing to be set against: no rows.
    """
    names = sorted(set(groups))
    if len(names) < 2 or not terms.words:
        return pd.DataFrame(columns=COLUMNS)
    code = np.asarray([names.index(group) for group in groups], np.int64)
    size = len(terms.words)
    at = code[terms.text] * size + terms.term
    uses = np.bincount(at, terms.count, len(names) * size).reshape(len(names), size)
    squares = np.bincount(at, terms.count**2, len(names) * size).reshape(len(names), size)
    spread = np.bincount(at, minlength=len(names) * size).reshape(len(names), size)
    parts = [
        _against(uses[k], uses.sum(0) - uses[k], squares[k], squares.sum(0) - squares[k], prior)
        for k in range(len(names))
    ]
    out = []
    for k, (odds, error, wide) in enumerate(parts):
        used = uses[k] > 0
        out.append(
            pd.DataFrame(
                {
                    "group": names[k],
                    "term": np.asarray(terms.words, object)[used],
                    "log_odds": odds[used],
                    "low": (odds - 1.96 * wide)[used],
                    "high": (odds + 1.96 * wide)[used],
                    "z": (odds / error)[used],
                    "n": uses[k][used].astype(np.int64),
                    "others": (uses.sum(0) - uses[k])[used].astype(np.int64),
                    "texts": spread[k][used],
                }
            )
        )
    return pd.concat(out, ignore_index=True)[COLUMNS]


def _against(
    here: Floats, there: Floats, squares: Floats, squares_there: Floats, prior: float
) -> tuple[Floats, Floats, Floats]:
    """Log-odds ratio of each term, its standard error, and the one that counts a text's uses as alike."""
    alpha = prior * (here + there) / (here + there).sum()

    def odds(count: Floats) -> Floats:
        found: Floats = np.log((count + alpha) / (count.sum() + prior - count - alpha))
        return found

    error = np.sqrt(1 / (here + alpha) + 1 / (there + alpha))
    wide = np.sqrt(
        np.maximum(squares, here + alpha) / (here + alpha) ** 2
        + np.maximum(squares_there, there + alpha) / (there + alpha) ** 2
    )
    return odds(here) - odds(there), error, wide


def _clauses(text: str) -> list[list[str]]:
    """The words of each stretch between marks, in small letters."""
    parts = re.split(r"[^\w\s'’\-]+|\n|\d+", text.lower().replace("’", "'"))
    return [words for part in parts if (words := WORD.findall(part))]


def in_context(text: str, term: str, width: int) -> Iterator[tuple[str, str, str]]:
    """Each place of a term with the characters around it, on one line; as `count_terms` counts it."""
    words = r"[^\S\n]+".join(re.escape(word).replace("'", "['’]") for word in term.split())
    inside = rf"(?<!{LETTER})(?<!{LETTER}['’\-]){words}(?!['’\-]?{LETTER})"
    for match in re.finditer(inside, text, re.IGNORECASE):
        before, after = text[max(0, match.start() - width) : match.start()], text[match.end() :][:width]
        yield " ".join(before.split()), match.group(), " ".join(after.split())
