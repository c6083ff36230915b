"""Keyness: the words and phrases that set one group of texts apart from the others.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008, “Fightin' Words”): a term's
log-odds in one group against the others, both drawn toward how often all of them use it.  z is the paper's.
The interval is wider than the paper's where a term is heaped in a few texts: it counts a text's uses as
alike, as the intervals of all other measures do.  Knows no store and no chart.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

PRIOR = 500.0  # words of the prior, spread as all texts together spread theirs
LETTER = r"[^\W\d_]"
DOUBLED = re.compile(r"['\-]{2,}")  # joins no letters: two words, and no mark between them
CURLY = "“”‘–—…"  # the marks that keep most texts from being ASCII, which is gone through faster
MARK, BREAK, NOTHING = ".", 0, -1  # what ends a clause, its code, and that of a hyphen by itself
CHUNK = 4_000_000  # codes that are counted at a time
COLUMNS = ["group", "term", "log_odds", "low", "high", "z", "n", "others", "texts"]

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """How often each text uses each term: three columns of one length, and the terms."""

    text: Codes
    term: Codes
    count: Codes
    words: list[str]
    texts: int


def count_terms(
    texts: Iterable[str], *, phrases: bool = True, least: int = 5, stop: frozenset[str] = frozenset()
) -> Terms:
    """Words, and phrases of two words, of texts in small letters; those with `least` uses or more.

    A phrase never runs over a mark or a line, and has no word of `stop` at either end; nor is a word of
    `stop` a term.  Texts are gone through once; all that is kept of them is a code a word.
    """
    codes, ends, words = _coded(texts)
    often = np.bincount(codes, minlength=len(words)) >= least
    often &= np.asarray([bool(word) and word not in stop for word in words], np.bool_)
    number = (np.cumsum(often) - 1).astype(np.int32)
    named = [word for word, enough in zip(words, often, strict=True) if enough]
    at, pair, known = _phrases(codes, often if phrases else np.zeros_like(often), least)
    pair += len(named)
    named += [f"{words[joint // len(words)]} {words[joint % len(words)]}" for joint in known.tolist()]
    parts = [np.zeros((0, 3), np.int32)]
    for start, stop_at in pairwise(_cuts(ends)):
        single = start + np.flatnonzero(often[codes[start:stop_at]])
        near = slice(*np.searchsorted(at, [start, stop_at]))
        places = np.concatenate([single, at[near]])
        terms = np.concatenate([number[codes[single]], pair[near]])
        parts.append(_counted(np.searchsorted(ends, places, "right"), terms, len(named)))
    text, term, count = np.concatenate(parts).T
    return Terms(text, term, count, named, len(ends))


def _coded(texts: Iterable[str]) -> tuple[Codes, Ints, list[str]]:
    """A code for each word and BREAK for what ends a clause; where each text ends; and the words."""
    numbers, codes, ends = _Numbers(), array("i"), array("q")
    for text in texts:
        codes.extend(map(numbers.__getitem__, _pieces(text)))
        codes.append(BREAK)
        ends.append(len(codes))
    found, stops = np.asarray(codes, np.int32), np.asarray(ends, np.int64)
    said = found != NOTHING
    if said.all():
        return found, stops, numbers.words
    return found[said], np.cumsum(said)[stops - 1], numbers.words


class _Numbers(dict[str, int]):
    """Pieces of a text → the code of their word, given as words come."""

    def __init__(self) -> None:
        super().__init__({MARK: BREAK})
        self.words = [""]

    def __missing__(self, piece: str) -> int:
        word = piece.strip("'-")
        if word != piece:
            code = self[word] if word else NOTHING
        else:
            code = len(self.words)
            self.words.append(word)
        self[piece] = code
        return code


class _Written(dict[int, str]):
    """Characters as `_pieces` has them: letters and what joins them, blanks, and MARK for all that ends a
    clause."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in "'-" or (character.isalnum() and not character.isdecimal()):
            self[code] = character
        else:
            blank = character == "_" or (character.isspace() and character != "\n")
            self[code] = " " if blank else MARK
        return self[code]


_WRITTEN = _Written()


def _pieces(text: str) -> list[str]:
    """The words of a text in small letters, with a MARK between clauses."""
    text = text.lower().replace("’", "'")
    if not text.isascii():
        for mark in CURLY:
            text = text.replace(mark, MARK)
    text = text.translate(_WRITTEN)
    if DOUBLED.search(text):
        text = DOUBLED.sub(" ", text)
    return text.replace(MARK, f" {MARK} ").split()


def _phrases(codes: Codes, often: Bools, least: int) -> tuple[Ints, Codes, Ints]:
    """Where phrases of two frequent words begin, the number of each, and what each is: its first word's
    code times the number of words, plus its second's."""
    at = np.flatnonzero(often[codes[:-1]] & often[codes[1:]])
    of, known = pd.factorize(codes[at].astype(np.int64) * len(often) + codes[at + 1])
    frequent = np.bincount(of, minlength=len(known)) >= least
    chosen = frequent[of]
    number = (np.cumsum(frequent) - 1).astype(np.int32)
    return at[chosen], number[of[chosen]], known[frequent]


def _cuts(ends: Ints) -> list[int]:
    """Where to cut the codes between texts, so that parts are of about CHUNK."""
    if not len(ends):
        return []
    places = np.searchsorted(ends, np.arange(CHUNK, ends[-1], CHUNK))
    return [0, *np.unique([*ends[places], ends[-1]]).tolist()]


def _counted(text: Ints, term: Codes, terms: int) -> Codes:
    """(rows, 3): text, term and how often, in this order."""
    joint, count = np.unique(text * max(terms, 1) + term, return_counts=True)
    return np.column_stack([joint // max(terms, 1), joint % max(terms, 1), count]).astype(np.int32)


def keyness(
    terms: Terms, groups: Sequence[str], *, prior: float = PRIOR, least_texts: int = 1
) -> pd.DataFrame:
    """Each group against all others: the columns of COLUMNS, a row a group and term that the group uses.

    `groups` has one name a text.  `n` are uses in the group, `others` those elsewhere, `texts` the group's
    texts with the term, `least_texts` or more.  A single group has nothing to be set against: no rows.
    """
    names = sorted(set(groups))
    if len(names) < 2 or not terms.words:
        return pd.DataFrame(columns=COLUMNS)
    of = pd.Categorical(list(groups), names).codes[terms.text]
    whole, squares = _sums(terms.term, terms.count, len(terms.words))
    said = np.asarray(terms.words, object)
    out = []
    for k, name in enumerate(names):
        rows = np.flatnonzero(of == k)
        uses, heaped = _sums(terms.term[rows], terms.count[rows], len(said))
        spread = np.bincount(terms.term[rows], minlength=len(said))
        odds, error, wide = _against(uses, whole - uses, heaped, squares - heaped, prior)
        used = spread >= max(1, least_texts)
        out.append(
            pd.DataFrame(
                {
                    "group": name,
                    "term": said[used],
                    "log_odds": odds[used],
                    "low": (odds - 1.96 * wide)[used],
                    "high": (odds + 1.96 * wide)[used],
                    "z": (odds / error)[used],
                    "n": uses[used].astype(np.int64),
                    "others": (whole - uses)[used].astype(np.int64),
                    "texts": spread[used],
                }
            )
        )
    return pd.concat(out, ignore_index=True)[COLUMNS]


def _sums(term: Codes, count: Codes, terms: int) -> tuple[Floats, Floats]:
    """The uses of each term over some texts, and the sum of their squares."""
    uses = count.astype(np.float64)
    found: list[Floats] = [
        np.bincount(term, weights, terms).astype(np.float64) for weights in (uses, uses * uses)
    ]
    return found[0], found[1]


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


def in_context(text: str, term: str, width: int) -> Iterator[tuple[str, str, str]]:
    """Each place of a term with the characters around it, on one line; as `count_terms` counts it."""
    words = r"[^\S\n]+".join(re.escape(word).replace("'", "['’]") for word in term.split())
    inside = rf"(?<!{LETTER})(?<!{LETTER}['’\-]){words}(?!['’\-]?{LETTER})"
    for match in re.finditer(inside, text, re.IGNORECASE):
        before, after = text[max(0, match.start() - width) : match.start()], text[match.end() :][:width]
        yield " ".join(before.split()), match.group(), " ".join(after.split())
