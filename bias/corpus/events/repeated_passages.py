"""Passages that an outlet sets into its articles: prompts, credits, notes on licences.  Knows no folder.

A passage is a line, or a sentence of one.  It belongs to the page, and not to the article, where articles of
the outlet that share nothing else have it.  What also stands in reprints and later versions of one article,
in quotation marks, under a verb of speech, or tells of what its articles tell of, is the article's.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import connected_components  # type: ignore[import-untyped]

from bias.model import Article, Span, blanked
from bias.reading import QUOTATION_MARKS, WORD_PART, find_quotes
from bias.resources import lexicon, word_set

LEAST = 3  # articles with a passage of the words of `page_phrases.tsv` or `page_lines.tsv`
LEAST_PLAIN, SHARE = 5, 0.1  # articles, and their part of the outlet's, for any other passage
MOST_WORDS = 45  # of a passage that holds a phrase of the list: a longer one tells something, too
FEWEST_WORDS = 3  # of a sentence in a paragraph; a line of its own may have one
HELD = 0.5  # of the shorter article, weighed by rarity, that two versions of one article share
COMMON = 60  # articles with a passage, beyond which it tells no versions apart
ON_TOPIC = 0.25  # of a passage's words that stand in the rest of its articles, from which on it is theirs
LOOKED_AT = 30  # of a passage's articles
SHORTEST_REST = 30  # words, below which an article cannot tell what it is about
COLUMNS = ["outlet", "passage", "words", "articles", "base", "why"]

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*\S[^\n\r\x0b\x0c\x85\u2028\u2029]*")
_END = re.compile(
    r"""[.!?…]+["”’')\]]*(?=\s+["“‘'(\[]?[A-Z0-9])|(?<=[a-z]{2})[.!?…]+["”’')\]]*(?=["“‘]?[A-Z])"""
)
_SHORT = re.compile(
    r"(?:\b[A-Z]|\b(?:[A-Za-z]\.)+[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|St|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|Capt|Prof|Rev"
    r"|Hon|Jr|Sr|vs|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec))$"
)
# "Ana Silva Ana Maria SilvaFerry board meets MORE": headlines that the page sets behind a name
_AGAIN = r"(?:\(?[A-Z][\w.’'-]*\)? ){0,5}(?P=%s)(?=[A-Z0-9 ])"  # some capitals, and the same name
_LINKS = re.compile(
    rf"\b(?P<last>[A-Z][\w’'-]+) (?!(?P<first>[A-Z][\w’'-]+) {_AGAIN % 'first'})"
    rf"(?P<links>{_AGAIN % 'last'}.{{20,600}}? MORE\b)"
)
_LINKS_KEY = "~links headlines that the page sets behind a name"
_SHOUTED = re.compile(r"\b[A-Z][A-Z'’&-]*\b(?![a-z])(?:[ ,:]+[A-Z0-9][A-Z0-9'’&-]*\b(?![a-z'’])){3,}[.!]?")
_NUMBER = re.compile(r"\d")
_TELLS = {"", "according", "declined", "declines", "respond", "responded", "responding", "comment"}

Ints = NDArray[np.int64]
Articles = Callable[[], Iterable[Article]]  # gone through twice


@dataclass(frozen=True, slots=True)
class Passage:
    """A line or sentence, and the key by which it is known again."""

    span: Span
    key: str
    telling: bool  # of the words of prompts, credits and notes
    eligible: bool  # no quotation, report or number, which articles repeat for reasons of their own


def passages(text: str) -> Iterator[Passage]:
    """The lines of a text, and the sentences of those with several, also where no blank stands between; and
    the lists of headlines that a page sets amid its sentences."""
    for links in _LINKS.finditer(text) if " MORE" in text else ():
        yield Passage(Span(*links.span("links")), _LINKS_KEY, telling=True, eligible=True)
    for line in _LINE.finditer(text):
        start, end = line.start(), line.end()
        cuts = [start, *_cuts(text, start, end), end]
        spans = [_stripped(text, *pair) for pair in pairwise(cuts)]
        spans = [span for span in spans if span.end > span.start]
        for span in spans:
            words, alone = span.slice(text), len(spans) == 1
            if found := _passage(words, alone):
                yield Passage(span, *found)


def find(articles: Articles, before: Mapping[str, Set[str]] | None = None) -> pd.DataFrame:
    """The passages that outlets set into their articles: the columns of COLUMNS, most frequent first.

    `articles` counts those that are no versions of one another, `base` the outlet's; `words` is the passage
    as most of them have it, `why` what speaks for it.  `before` are passages by outlet that were found
    earlier: they stay as long as an article has them, so that new articles take back nothing.
    """
    index = _indexed(articles())
    rows = [
        row for outlet in index.outlets for row in _of_outlet(index, outlet, (before or {}).get(outlet, ()))
    ]
    carriers = {index.ids[at]: row for row in rows for at in row.carriers[:LOOKED_AT]}
    wanted: dict[str, list[_Found]] = defaultdict(list)
    for row in rows:
        for at in row.carriers[:LOOKED_AT]:
            wanted[index.ids[at]].append(row)
    for article in articles() if carriers else ():
        if article.id in wanted:
            _look(article, wanted[article.id])
    kept = [row.values() for row in rows if row.stays or row.telling or row.off_topic]
    found = pd.DataFrame(kept, columns=COLUMNS)
    return found.sort_values(
        ["outlet", "articles", "passage"], ascending=[True, False, True], ignore_index=True
    )


def left_out(text: str, keys: Set[str]) -> tuple[Span, ...]:
    """Where the passages of some keys stand in a text."""
    return tuple(one.span for one in passages(text) if one.key in keys) if keys else ()


# -- one passage -------------------------------------------------------------------------------------


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentences of a line end, and where a run of words in capitals begins and ends."""
    cuts = set()
    for match in _END.finditer(text, start, end):
        if not _SHORT.search(text, max(start, match.start() - 12), match.start()):
            cuts.add(match.end())
    for match in _SHOUTED.finditer(text, start, end):
        cuts |= {match.start(), match.end()}
    return sorted(cuts - {start, end})


def _stripped(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    return Span(first, max(first, start + len(part.rstrip())))


@lru_cache(100_000)  # what is asked for again and again are the passages that repeat
def _passage(words: str, alone: bool) -> tuple[str, bool, bool] | None:
    said = [word.casefold() for word in WORD_PART.findall(words)]
    if len(said) < (1 if alone else FEWEST_WORDS):
        return None
    quoted = any(mark in words for mark in QUOTATION_MARKS if mark not in "'’‘`")
    reports = bool(_speech().intersection(said))
    if not quoted and (kind := _kind(words, said, alone)) and not (reports and "said" in said):
        return f"~{kind}", True, True
    return " ".join(said), False, not (quoted or reports or _NUMBER.search(words))


@cache
def _speech() -> frozenset[str]:
    return word_set("headline_verbs") | (_TELLS - {""})


def _kind(words: str, said: Sequence[str], alone: bool) -> str:
    """Which entry of the word lists a passage holds, or is; empty for none."""
    length = len(said)
    if length <= MOST_WORDS:
        for near, row, pattern in _phrases():
            if not near.isdisjoint(said) and pattern.search(words):
                return row
    for row, pattern, edge, most in _lines():
        if length <= most and (alone or not edge) and pattern.fullmatch(words):
            return row
    return ""


@cache
def _phrases() -> tuple[tuple[frozenset[str], str, re.Pattern[str]], ...]:
    return tuple(
        (frozenset(row["words"].split()), f"{row['kind']} {row['pattern']}", re.compile(row["pattern"], re.I))
        for row in lexicon("page_phrases")
    )


@cache
def _lines() -> tuple[tuple[str, re.Pattern[str], bool, int], ...]:
    return tuple(
        (
            f"{row['kind']} {row['pattern']}",
            re.compile(
                rf"[\s»›>→]*(?:{row['pattern']})[\s:.!…»›>→]*", 0 if row["kind"] == "agency" else re.I
            ),
            row["where"] == "edge",
            int(row["words"]),
        )
        for row in lexicon("page_lines")
    )


# -- all passages of a corpus ------------------------------------------------------------------------


@dataclass(slots=True)
class _Index:
    """A row a passage of an article: its article, the number of its key, how many words it has."""

    ids: list[str]
    outlets: dict[str, list[int]]  # the places of their articles
    article: Ints
    key: Ints
    words: Ints
    kind: Ints  # 0 counts only among versions of an article, 1 may be one, 2 has the words of one


@dataclass(slots=True)
class _Found:
    """A passage of an outlet that may be one of its pages."""

    outlet: str
    key: int
    telling: bool
    stays: bool  # was found before
    carriers: list[int]
    articles: int
    of: int
    written: Counter[str]
    text_key: str = ""
    shared: list[float] | None = None  # of its words, by the articles that could tell
    quoted: int = 0

    @property
    def off_topic(self) -> bool:
        told = self.shared or []
        return bool(told) and float(np.mean(told)) < ON_TOPIC and self.quoted * 2 < len(told)

    def values(self) -> tuple[str, str, str, int, int, str]:
        why = "words of prompts, credits and notes" if self.telling else "tells nothing of its articles"
        best = self.written.most_common(1)[0][0]
        return self.outlet, self.text_key, best, self.articles, self.of, why


def _indexed(articles: Iterable[Article]) -> _Index:
    ids: list[str] = []
    outlets: dict[str, list[int]] = defaultdict(list)
    columns: list[Ints] = []
    for article in articles:
        at = len(ids)
        ids.append(article.id)
        outlets[article.outlet].append(at)
        seen = {
            number_of(one.key): (one.span, 2 if one.telling else int(one.eligible))
            for one in passages(article.text)
        }
        rows = [
            (at, key, len(WORD_PART.findall(article.text, *_ends(span))), kind)
            for key, (span, kind) in seen.items()
        ]
        columns.append(np.asarray(rows, np.int64).reshape(-1, 4))
    article, key, words, kind = np.concatenate(columns).T if columns else np.zeros((4, 0), np.int64)
    return _Index(ids, dict(outlets), article, key, words, kind)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@lru_cache(200_000)
def number_of(key: str) -> int:
    """A key as a number, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def _of_outlet(index: _Index, outlet: str, before: Iterable[str]) -> Iterator[_Found]:
    """The passages that enough articles of an outlet have which are no versions of one another."""
    places = np.asarray(index.outlets[outlet])
    mine = np.flatnonzero(np.isin(index.article, places))
    article = np.searchsorted(places, index.article[mine])
    keys, of, count = np.unique(index.key[mine], return_inverse=True, return_counts=True)
    kind = np.zeros(len(keys), np.int64)
    np.maximum.at(kind, of, index.kind[mine])
    known = np.isin(keys, [number_of(one) for one in before])
    plain = max(LEAST_PLAIN, int(np.ceil(SHARE * len(places))))
    may = known | ((kind == 2) & (count >= LEAST)) | ((kind == 1) & (count >= plain))
    if not may.any():
        return
    group = _versions(article, of, count, index.words[mine], len(places))
    size = len(np.unique(group))
    least = np.where(kind == 2, LEAST, max(LEAST_PLAIN, int(np.ceil(SHARE * size))))
    order = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[order], np.arange(len(keys) + 1))
    for k in np.flatnonzero(may):
        carriers = article[order[starts[k] : starts[k + 1]]]
        _, firsts = np.unique(group[carriers], return_index=True)
        if known[k] or len(firsts) >= least[k]:
            yield _Found(
                outlet, int(keys[k]), bool(kind[k] == 2), bool(known[k]),
                [int(places[at]) for at in carriers[np.sort(firsts)]], len(firsts), size, Counter(),
            )  # fmt: skip


def _versions(article: Ints, key: Ints, count: Ints, words: Ints, size: int) -> Ints:
    """A number for each article of an outlet; versions of one article have the same.

    Two are versions where passages that both have make up half of the shorter one, each weighed by its words
    and by how few articles have it: what stands in most of them says nothing.
    """
    weight = words * np.log(size / count[key]) if size > 1 else words.astype(float)
    total = np.bincount(article, weight, size)
    rare = (count[key] > 1) & (count[key] <= COMMON)
    shape = (size, len(count))
    left = csr_matrix((weight[rare], (article[rare], key[rare])), shape=shape)
    right = csr_matrix((np.ones(int(rare.sum())), (article[rare], key[rare])), shape=shape)
    shared = (left @ right.T).tocoo()
    least = np.minimum(total[shared.row], total[shared.col])
    held = (shared.row != shared.col) & (shared.data >= HELD * least) & (least > 0)
    edges = csr_matrix((np.ones(int(held.sum())), (shared.row[held], shared.col[held])), shape=(size, size))
    _, groups = connected_components(edges, directed=False)
    return np.asarray(groups, np.int64)


def _look(article: Article, rows: Sequence[_Found]) -> None:
    """What one article tells of the passages that it has: how it writes them, and whether they tell of it."""
    numbers = {row.key: row for row in rows}
    found = [(one, numbers[key]) for one in passages(article.text) if (key := number_of(one.key)) in numbers]
    rest = blanked(article.text, [one.span for one, _ in found])
    about = {word.casefold() for word in WORD_PART.findall(rest)}
    quotes = find_quotes(article.text) if any(not row.telling for _, row in found) else ()
    for one, row in found:
        row.text_key = one.key
        row.written[" ".join(one.span.slice(article.text).split())] += 1
        if row.telling or len(about) < SHORTEST_REST:
            continue
        row.shared = [*(row.shared or []), _shared(one.key, about, article.outlet)]
        row.quoted += any(
            quote.span.start <= one.span.start and one.span.end <= quote.span.end for quote in quotes
        )


def _shared(key: str, about: Set[str], outlet: str) -> float:
    """The part of a passage's words that the rest of its article has; grammar and the outlet's name apart."""
    names = {word.casefold() for word in WORD_PART.findall(outlet)}
    said = set(key.split()) - word_set("grammar") - names
    return len(said & about) / len(said) if said else 0.0


@cache
def version() -> str:
    """Changes with the way in which passages are found."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name in ("page_phrases", "page_lines"):
        digest.update(repr(lexicon(name)).encode())
    return digest.hexdigest()[:12]
