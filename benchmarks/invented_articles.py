"""Invented articles as numbers: who tells which event when, and what stands in each sentence.

Words follow Zipf's law.  A third of the articles tell events that two to eight outlets tell, in part with the
same statements; some of these are reprints.  Each outlet has habits: how often it quotes directly, and which
words it likes.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bias.reading.roles.codebook import role_codebook
from bias.resources import word_set

Array = NDArray[Any]

OUTLETS, PEOPLE, WORDS = 40, 60_000, 30_000
FIRST_DAY, DAYS = np.datetime64("2024-01-01T00:00"), 730
WIDTH, TITLE = 15, 8  # tokens of a sentence, and of a title
SENTENCES = (16, 29)  # of an article
PERSONS, SLOTS = 8, 10  # of an event: who acts in it, and statements that its outlets share
SHARED, COPIED = 1 / 3, 0.12  # articles of events that several tell; those among them that are reprints
MENTION, TERM, INSIDE = 6, 10, 12  # places in a sentence: a target, a telling word, the end of a quotation
OWN_TOPICS = ("Harbours", "Schools", "Water", "Courts", "Wages", "Roads")
LEARNED, TOPIC_WORDS, HABITS = 20, 12, 10
TOWNS = ("Varn", "Loravel", "Oskmere", "Tellow", "Harbrook", "Quarn", "Sillin", "Dravenport")
PAPERS = ("Lantern", "Gazette", "Public Radio", "Evening Wire", "Morning Record and Advertiser")
GRAMMAR = sorted(word_set("grammar"))[:40]
CUES = ("said", "told", "claimed", "warned", "insisted", "announced", "denied", "argued")
LEMMAS = ("say", "tell", "claim", "warn", "insist", "announce", "deny", "argue")
STANCES = ("neutral", "neutral", "doubting", "neutral", "doubting", "neutral", "doubting", "neutral")
KINDS = (
    "loaded", "hedge", "scare_quote", "booster", "assertive", "name_calling", "harm_agent", "harm_agentless",
)  # fmt: skip
KIND_SHARES = (0.36, 0.26, 0.12, 0.1, 0.04, 0.03, 0.04, 0.05)
TERMS = 40  # of a kind
NARRATED, INDIRECT, MIXED, DIRECT = range(4)
PLAIN, CAPITAL, STOP, OPEN, CLOSE, OPEN_INSIDE, CLOSE_STOP = range(7)  # how a word is written
SIDES = ("incumbent", "opposition", "independent", None)
STATES = (("not English", 0.008, "language de"), ("failed", 0.002, "ValueError: no text"))


# -- words and names -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that may stand in a text, by number: words in seven spellings, names, cues, telling words."""

    said: Array  # strings
    length: Array
    people: int  # number of the first name
    cues: int
    that: int
    terms: int
    names: list[str]


def lexicon(rng: np.random.Generator) -> Lexicon:
    """Words by frequency, the grammar first; then names, cues (plain, with a stop) and telling words."""
    words = [*GRAMMAR, *invented(rng, WORDS - len(GRAMMAR), 2, 4)]
    written: tuple[Callable[[str], str], ...] = (
        str,
        str.capitalize,
        "{}.".format,
        lambda word: f"“{word.capitalize()}",
        "{},”".format,
        "“{}".format,
        "{}”.".format,
    )
    spellings = [way(word) for way in written for word in words]
    first, last = invented(rng, 400, 2, 3), invented(rng, 900, 2, 3)
    pairs = rng.permutation(len(first) * len(last))[:PEOPLE]
    names = [f"{first[k % 400].capitalize()} {last[k // 400].capitalize()}" for k in pairs]
    cues = [*CUES, *(f"{cue}." for cue in CUES), "that"]
    terms = invented(rng, len(KINDS) * TERMS, 3, 4)
    quoted = KINDS.index("scare_quote") * TERMS
    terms[quoted : quoted + TERMS] = [f"“{term}”" for term in terms[quoted : quoted + TERMS]]
    said = [*spellings, *names, *cues, *terms]
    people = len(spellings)
    start = people + len(names)
    return Lexicon(
        said=np.asarray(said, object),
        length=np.fromiter(map(len, said), np.int32, len(said)),
        people=people,
        cues=start,
        that=start + 2 * len(CUES),
        terms=start + 2 * len(CUES) + 1,
        names=names,
    )


def invented(rng: np.random.Generator, count: int, least: int, most: int) -> list[str]:
    """Words of some syllables, all different."""
    syllables = [a + b for a, b in itertools.product("bdfgklmnprstvz", ("a", "e", "i", "o", "u", "or", "en"))]
    found: dict[str, None] = {}
    while len(found) < count:
        for size, row in zip(
            rng.integers(least, most + 1, count),
            rng.integers(len(syllables), size=(count, most)),
            strict=True,
        ):
            found["".join(syllables[k] for k in row[:size])] = None
    return list(found)[:count]


def zipf(rng: np.random.Generator, size: int, count: int, power: float = 1.0) -> Array:
    """Ranks from 0, the frequent ones first."""
    weights = 1 / (np.arange(count) + 2.0) ** power
    return np.searchsorted(np.cumsum(weights / weights.sum()), rng.random(size)).clip(0, count - 1)


# -- what articles and sentences hold, as numbers ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """Articles and their sentences; a column an attribute, -1 for none."""

    words: Lexicon
    ids: Array
    outlet: Array
    event: Array
    shared: Array  # whether several outlets tell the event of this article
    original: Array  # the article that this one reprints, itself otherwise
    published: Array  # strings
    state: Array
    topic: Array  # learned
    own: Array  # of topics.toml
    first: Array  # sentence of each article, and one behind the last
    title: Array  # (articles, TITLE) tokens
    tokens: Array  # (sentences, WIDTH)
    kind: Array  # of a sentence
    source: Array  # a person
    cue: Array
    target: Array  # a person
    term: Array  # a telling word


def plan(articles: int, seed: int = 0) -> Plan:
    rng = np.random.default_rng(seed)
    words = lexicon(rng)
    event, outlet, shared = told(rng, articles)
    events = int(event.max()) + 1
    minutes = rng.integers(DAYS * 24 * 60 - 4000, size=events)[event] + rng.integers(2000, size=articles)
    order = np.argsort(minutes, kind="stable")  # as they come out: the last ones are the newest
    event, outlet, shared, minutes = event[order], outlet[order], shared[order], minutes[order]
    original = reprints(rng, event, shared, minutes)
    minutes = np.where(original == np.arange(articles), minutes, minutes[original] + 90)
    published = np.datetime_as_string(FIRST_DAY + minutes.astype("timedelta64[m]"), unit="m").astype(object)
    published[rng.random(articles) < 0.003] = ""
    size = rng.integers(*SENTENCES, articles)
    size = np.where(original == np.arange(articles), size, np.maximum(8, size[original] - 3))
    size = np.minimum(size, size[original])  # a reprint cuts, and adds nothing
    first = np.concatenate([[0], np.cumsum(size)])
    of = np.repeat(np.arange(articles), size)
    topic, cast = rng.integers(LEARNED, size=events), zipf(rng, events * PERSONS, PEOPLE, 0.8)
    cast = cast.reshape(events, PERSONS)
    columns = sentences(rng, words, of, outlet[of], event[of], topic[event[of]], cast)
    held = like(rng, of, event, shared, original, first)
    title = titles(rng, words, cast[event, 0])[original]
    state = np.full(articles, "read", object)
    for name, share, _ in STATES:
        state[rng.random(articles) < share] = name
    keys = (np.arange(articles, dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    return Plan(
        words=words,
        ids=np.asarray([f"{key:016x}" for key in keys.tolist()], object),
        outlet=outlet,
        event=event,
        shared=shared,
        original=original,
        published=published,
        state=state,
        topic=np.where(rng.random(articles) < 0.6, topic[event], -1),
        own=np.where(rng.random(articles) < 0.4, topic[event] % len(OWN_TOPICS), -1),
        first=first,
        title=title,
        **{name: column[held] for name, column in columns.items()},
    )


def told(rng: np.random.Generator, articles: int) -> tuple[Array, Array, Array]:
    """Event and outlet of each article, in no order, and whether others tell the event."""
    sizes = rng.integers(2, 9, articles)
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), articles * SHARED)]
    several = np.repeat(np.arange(len(sizes)), sizes)
    event = np.concatenate([several, np.arange(articles - len(several)) + len(sizes)])
    weight = 0.93 ** np.arange(OUTLETS)
    outlet = rng.choice(OUTLETS, articles, p=weight / weight.sum())
    order = np.argsort(rng.random((len(sizes), OUTLETS)) ** (1 / weight), axis=1)[:, ::-1]  # without repeats
    place = np.arange(len(several)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    outlet[: len(several)] = order[several, place]
    mixed = rng.permutation(articles)
    return event[mixed], outlet[mixed], (event < len(sizes))[mixed]


def reprints(rng: np.random.Generator, event: Array, shared: Array, minutes: Array) -> Array:
    """The article that each one reprints: the earliest of its event; itself where it is none."""
    order = np.lexsort((minutes, event))
    earliest = np.zeros(event.max() + 1, int)
    earliest[event[order][::-1]] = order[::-1]
    own = np.arange(len(event))
    return np.where(shared & (rng.random(len(event)) < COPIED), earliest[event], own)


def sentences(
    rng: np.random.Generator,
    words: Lexicon,
    of: Array,
    outlet: Array,
    event: Array,
    topic: Array,
    cast: Array,
) -> dict[str, Array]:
    """Each sentence by itself: what it is, who speaks in it, whom it names, and its words."""
    size = len(of)
    direct = 0.15 + 0.4 * (np.arange(OUTLETS) * 7 % OUTLETS) / OUTLETS
    kind = np.where(
        rng.random(size) < 0.5,
        NARRATED,
        np.where(
            rng.random(size) < direct[outlet], DIRECT, np.where(rng.random(size) < 0.2, MIXED, INDIRECT)
        ),
    ).astype(np.int8)
    lean = np.minimum(rng.integers(PERSONS, size=size), rng.integers(PERSONS, size=size))
    source = np.where(kind == NARRATED, -1, cast[event, lean])
    target = np.where(rng.random(size) < 0.85, cast[event, rng.integers(PERSONS, size=size)], -1)
    habit = 0.1 + 0.45 * (np.arange(OUTLETS) * 11 % OUTLETS) / OUTLETS
    telling = rng.random(size) < np.where(kind == NARRATED, habit[outlet], 0.08)
    drawn = rng.choice(len(KINDS), size, p=KIND_SHARES) * TERMS + zipf(rng, size, TERMS)
    term = np.where(telling, drawn, -1)
    cue = zipf(rng, size, len(CUES))
    tokens = np.empty((size, WIDTH), np.int32)
    step = 200_000
    for start in range(0, size, step):
        part = slice(start, min(size, start + step))
        tokens[part] = zipf(rng, (part.stop - start) * WIDTH, WORDS).reshape(-1, WIDTH)
    rows = np.flatnonzero(rng.random(size) < 0.5)
    tokens[rows, 9] = len(GRAMMAR) + 500 + topic[rows] * TOPIC_WORDS + zipf(rng, len(rows), TOPIC_WORDS)
    rows = np.flatnonzero(rng.random(size) < 0.1)
    tokens[rows, 4] = len(GRAMMAR) + 2000 + outlet[rows] * HABITS + zipf(rng, len(rows), HABITS)
    put(tokens, words, kind, source, cue, target, term)
    return {"tokens": tokens, "kind": kind, "source": source, "cue": cue, "target": target, "term": term}


def put(
    tokens: Array, words: Lexicon, kind: Array, source: Array, cue: Array, target: Array, term: Array
) -> None:
    """Names, cues and telling words in their places, and the marks around the words."""
    for column, first, where in (
        (target, words.people, MENTION),
        (term, words.terms, TERM),
    ):
        rows = np.flatnonzero(column >= 0)
        tokens[rows, where] = first + column[rows]
    told, quoted = np.isin(kind, (INDIRECT, MIXED)), kind == DIRECT
    tokens[~told & ~quoted, 0] += CAPITAL * WORDS
    tokens[~quoted & (kind != MIXED), WIDTH - 1] += STOP * WORDS
    tokens[kind == MIXED, INSIDE] += OPEN_INSIDE * WORDS
    tokens[kind == MIXED, WIDTH - 1] += CLOSE_STOP * WORDS
    tokens[quoted, 0] += OPEN * WORDS
    tokens[quoted, INSIDE] += CLOSE * WORDS
    tokens[told, 0] = words.people + source[told]
    tokens[told, 1] = words.cues + cue[told]
    tokens[told, 2] = words.that
    tokens[quoted, WIDTH - 2] = words.people + source[quoted]
    tokens[quoted, WIDTH - 1] = words.cues + len(CUES) + cue[quoted]


def titles(rng: np.random.Generator, words: Lexicon, people: Array) -> Array:
    """(articles, TITLE) tokens: a person of the event does something."""
    out = zipf(rng, len(people) * TITLE, WORDS).reshape(-1, TITLE)
    out[:, 0] = words.people + people
    return out.astype(np.int32)


def like(
    rng: np.random.Generator, of: Array, event: Array, shared: Array, original: Array, first: Array
) -> Array:
    """The sentence that each one is like: half of those of a shared event are statements of the event, and
    those of a reprint are the original's."""
    held = np.arange(len(of))
    chosen = np.flatnonzero(shared[of] & (rng.random(len(of)) < 0.5))
    key = event[of[chosen]] * SLOTS + rng.integers(SLOTS, size=len(chosen))
    _, begin, place = np.unique(key, return_index=True, return_inverse=True)
    held[chosen] = chosen[begin][place]
    at = np.arange(len(of)) - first[of]
    return held[first[original[of]] + at]


# -- people --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class People:
    """What is known of everybody, by number."""

    kind: Array
    role: Array
    side: Array
    key: Array


def people(words: Lexicon, seed: int = 1) -> People:
    rng = np.random.default_rng(seed)
    kinds = rng.choice(["person", "organisation", "group", "unnamed"], PEOPLE, p=[0.8, 0.12, 0.05, 0.03])
    codes = np.asarray([*role_codebook().roles, None], object)
    side = np.asarray(SIDES, object)[rng.choice(4, PEOPLE, p=[0.3, 0.2, 0.3, 0.2])]
    role = codes[zipf(rng, PEOPLE, len(codes), 0.7)]
    keys = np.asarray([name.lower() for name in words.names], object)
    return People(kinds.astype(object), role, side, keys)


def outlet_names() -> list[str]:
    return [f"{town} {paper}" for paper in PAPERS for town in TOWNS]
