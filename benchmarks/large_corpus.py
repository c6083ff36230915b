"""A read corpus of invented articles, as an analysis leaves it: a minute or two for 100,000.

    python benchmarks/large_corpus.py FOLDER [ARTICLES]
    python benchmarks/large_corpus.py FOLDER [ARTICLES] --relate [--new 1000]

All tables are written in bulk, from the numbers of `invented_articles.py`; the flat files by the store.
With --relate only what a reading gives is written, and each step that takes all articles together (who is
who, topics, stories and copies, frames, targets, the files that are counted) is run and timed; with --new
once more, after so many articles have come.
Beside the habits that are told there, each outlet spares one side, and likes some frames.  All spans slice
their own text, so that pages show what they would show of articles that were read.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from invented_articles import (
    CUES,
    DIRECT,
    GRAMMAR,
    INSIDE,
    KINDS,
    LEARNED,
    LEMMAS,
    MENTION,
    MIXED,
    NARRATED,
    OUTLETS,
    OWN_TOPICS,
    STANCES,
    STATES,
    TERM,
    TERMS,
    TOPIC_WORDS,
    WIDTH,
    Array,
    People,
    Plan,
    outlet_names,
    people,
    plan,
)  # fmt: skip

from bias.corpus.pipeline.relate import STEPS
from bias.corpus.store import SCHEMAS, Corpus
from bias.corpus.store.schemas import SINGLE
from bias.model import TONES
from bias.reading.framing.codebook import frame_codebook

Columns = Mapping[str, Any]
BATCH = 256  # articles
LINKS = SINGLE["linked_speakers"]


# -- the files -----------------------------------------------------------------------------------------


def make(folder: Path, articles: int, seed: int = 0) -> Corpus:
    """The corpus with all its tables; the same for the same number of articles."""
    corpus = Corpus(folder, create=True)
    found = plan(articles, seed)
    known = people(found.words)
    links: list[pa.Table] = []
    aims: list[pa.Table] = []
    with corpus.writing():
        for tables in write_readings(folder, found, known, 0, articles):
            links.append(linked(tables["speakers"], known))
            aims.append(linked(tables["targets"], known))
        for name, parts in (("linked_speakers", links), ("linked_targets", aims)):
            pq.write_table(pa.concat_tables(parts), folder / f"{name}.parquet", compression="zstd")
        write_topics(corpus, found)
        write_stories(corpus, found)
        corpus.write_flat()
    return corpus


def write_readings(
    folder: Path, found: Plan, known: People, start: int, stop: int
) -> Iterator[dict[str, Columns]]:
    """Put in place what a reading gives of some articles; the tables of each batch."""
    for table in SCHEMAS:
        (folder / table).mkdir(exist_ok=True)
    for first in range(start, stop, BATCH):
        tables = Batch(found, known, first, min(stop, first + BATCH)).tables()
        stem = f"{first // BATCH + 1:06d}-synthetic"
        for name, columns in tables.items():
            put_in_place(folder / name / f"{stem}.parquet", columns, SCHEMAS[name])
        yield tables


def related(folder: Path, articles: int, new: int, seed: int = 0) -> None:
    """Each step of `relate` timed, on articles that are read and in no story yet; then with new ones."""
    corpus = Corpus(folder, create=True)
    found = plan(articles + new, seed)
    known = people(found.words)
    start = 0
    for stop in dict.fromkeys((articles - articles % BATCH if new else articles, articles + new)):
        with corpus.writing():
            for _ in write_readings(folder, found, known, start, stop):
                pass
            print(f"{stop - start:,} articles, {stop:,} in all", flush=True)
            for step in STEPS:
                began = time.process_time()
                step(corpus)
                took = time.process_time() - began
                print(f"  {step.__name__:16} {took:8.1f} s of processor; peak {peak():,.0f} MB", flush=True)
        start = stop
    files = list(folder.rglob("*.parquet"))
    print(f"{len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB")


def put_in_place(path: Path, columns: Columns, schema: pa.Schema) -> None:
    """What is not told of is empty."""
    empty = [None] * len(columns["article_id"])
    table = pa.Table.from_pydict({name: columns.get(name, empty) for name in schema.names}, schema=schema)
    pq.write_table(table.replace_schema_metadata({"version": "synthetic"}), path, compression="zstd")


def linked(somebody: Columns, known: People) -> pa.Table:
    """Rows of `linked_speakers`: everybody is the person of the name."""
    person = somebody["person"]
    columns = {name: somebody[name] for name in LINKS.names if name in somebody}
    columns |= {"speaker": known.key[person], "label": somebody["name"]}
    return pa.Table.from_pydict(columns | {"joined": ["full name"] * len(person)}, schema=LINKS)


def write_topics(corpus: Corpus, found: Plan) -> None:
    """Own topics with their words, and learned ones called by theirs."""
    start = len(GRAMMAR) + 500
    words = [
        [str(found.words.said[start + topic * TOPIC_WORDS + k]) for k in range(TOPIC_WORDS)]
        for topic in range(LEARNED)
    ]
    lines = [f'"{name}" = ["{words[k][0]}", "{words[k][1]}"]' for k, name in enumerate(OWN_TOPICS)]
    (corpus.path / "topics.toml").write_text("\n".join(["[topics]", *lines, ""]), encoding="utf-8")
    names = [" · ".join(one[:3]) for one in words]
    parts = [
        about(found, found.own, np.asarray(OWN_TOPICS, object), "own"),
        about(found, found.topic, np.asarray(names, object), "learned"),
    ]
    terms = [
        {
            "topic": names[k],
            "term": word,
            "weight": 1 / (n + 2),
            "idf": 3.0,
            "articles": 10_000,
            "passages": 0,
        }
        for k, one in enumerate(words)
        for n, word in enumerate(one)
    ]
    corpus.write_whole(topics=pd.concat(parts), topic_terms=pd.DataFrame(terms))


def about(found: Plan, topic: Array, names: Array, origin: str) -> pd.DataFrame:
    has = topic >= 0
    return pd.DataFrame({"article_id": found.ids[has], "topic": names[topic[has]], "origin": origin})


def write_stories(corpus: Corpus, found: Plan) -> None:
    """A story is called by its first article; those of several have a label."""
    _, begin = np.unique(found.event, return_index=True)
    story = found.ids[begin][found.event]
    told = pd.DataFrame({"article_id": found.ids, "story": story})
    first = np.flatnonzero(found.shared & (story == found.ids))
    labels = pd.DataFrame({"story": found.ids[first], "label": [title(found, at) for at in first]})
    own = found.original == np.arange(len(found.ids))
    rows = np.flatnonzero(~own | np.isin(np.arange(len(own)), found.original[~own]))
    copies = pd.DataFrame(
        {
            "article_id": found.ids[rows],
            "original": found.ids[found.original[rows]],
            "credit": "",
            "held": 1.0,
        }
    )
    corpus.write_whole(stories=told, story_labels=labels, copies=copies)


def title(found: Plan, article: int) -> str:
    return " ".join(found.words.said[found.title[article]])


# -- one batch -----------------------------------------------------------------------------------------


class Batch:
    """The rows of some articles that follow each other."""

    def __init__(self, found: Plan, known: People, start: int, stop: int) -> None:
        self.plan, self.known = found, known
        self.rng = np.random.default_rng(start + 7)
        self.articles = np.arange(start, stop)
        read = found.state[start:stop] == "read"
        self.read = self.articles[read]
        rows = np.arange(found.first[start], found.first[stop])
        self.of = np.repeat(self.articles, np.diff(found.first[start : stop + 1]))
        self.rows = rows
        lengths = found.words.length[found.tokens[rows]]
        self.offsets = np.cumsum(lengths + 1, axis=1) - lengths - 1  # of each token in its sentence
        self.lengths = lengths
        sizes = self.offsets[:, -1] + lengths[:, -1]
        ends = np.cumsum(sizes + 1)
        begins = np.searchsorted(self.of, self.articles)
        base = np.concatenate([[0], ends])[begins]
        self.starts = ends - sizes - 1 - base[self.of - start]  # of each sentence in its text
        self.sizes = sizes
        self.said = [" ".join(row) for row in found.words.said[found.tokens[rows]]]
        self.titles = [title(found, at) for at in self.articles]
        self.texts = [
            "".join(
                part
                for n, sentence in enumerate(self.said[a:b])
                for part in (("\n" if n % 3 == 0 else " ") if n else "", sentence)
            )
            for a, b in zip(begins, [*begins[1:], len(rows)], strict=True)
        ]
        self.names = np.asarray(outlet_names(), object)
        self.counted = np.isin(self.of, self.read)  # sentences of articles that were read

    def place(self, articles: Array) -> dict[str, Array]:
        """The columns that all tables share."""
        found = self.plan
        return {
            "article_id": found.ids[articles],
            "outlet": self.names[found.outlet[articles]],
            "published": found.published[articles],
        }

    def tables(self) -> dict[str, Columns]:
        attributions = self.attributions()
        return {
            "articles": self.article_rows(),
            "attributions": attributions,
            "speakers": self.somebody(attributions["of"], attributions["person"]),
            **self.tones(attributions),
            "wordings": self.wordings(attributions),
            "frames": self.frames(),
            "scores": self.scores(attributions),
            "readings": self.readings(),
        }

    def article_rows(self) -> Columns:
        size = len(self.articles)
        blank = dict.fromkeys(("url", "author", "language"), [""] * size)
        return {
            **self.place(self.articles), "title": self.titles, "text": self.texts, "methods": ["{}"] * size,
            **blank,
        }  # fmt: skip

    def readings(self) -> Columns:
        found = self.plan
        first = np.searchsorted(self.of, self.articles)
        count = np.diff([*first, len(self.of)])
        reasons = {"read": "", **{name: reason for name, _, reason in STATES}}
        own_words = WIDTH * np.bincount(
            self.of - self.articles[0], found.kind[self.rows] == NARRATED, len(self.articles)
        )
        both = np.column_stack([self.starts, self.starts + self.sizes]).ravel()
        state = found.state[self.articles]
        return {
            **self.place(self.articles),
            "state": state,
            "reason": [reasons[one] for one in state],
            "language": ["de" if one == "not English" else "en" for one in state],
            "words": count * WIDTH,
            "own_words": np.where(state == "read", own_words, 0).astype(np.int32),
            "sentence_spans": lists(both, count * 2),
            "version": ["synthetic"] * len(state),
        }

    def span(self, rows: Array, first: Array | int, last: Array | int) -> Array:
        """(rows, 2): from one token to the end of another, in the text."""
        one, other = np.broadcast_to(first, rows.shape), np.broadcast_to(last, rows.shape)
        start = self.starts[rows] + self.offsets[rows, one]
        return np.column_stack(
            [start, self.starts[rows] + self.offsets[rows, other] + self.lengths[rows, other]]
        )

    def attributions(self) -> dict[str, Any]:
        """Sentences in which somebody speaks."""
        found, known = self.plan, self.known
        kind = found.kind[self.rows]
        rows = np.flatnonzero((kind != NARRATED) & self.counted)
        kind, of = kind[rows], self.of[rows]
        direct = kind == DIRECT
        person, cue = found.source[self.rows][rows], found.cue[self.rows][rows]
        at = np.where(direct, WIDTH - 2, 0)
        source = self.span(rows, at, at)
        cues = self.span(rows, np.where(direct, WIDTH - 1, 1), np.where(direct, WIDTH - 1, 1))
        cues[:, 1] -= direct
        content = self.span(rows, np.where(direct, 0, 3), np.where(direct, INSIDE, WIDTH - 1))
        content[:, 1] -= ~direct
        low, high = content[:, 0] - self.starts[rows], content[:, 1] - self.starts[rows]
        words = np.where(direct, INSIDE + 1, WIDTH - 3)
        name = np.asarray(found.words.names, object)[person]
        inside = self.starts[rows] * 3 < self.starts[np.searchsorted(self.of, of, "right") - 1]
        return self.place(of) | {
            "of": of, "person": person, "row": rows, "number": numbers(of), "source": name,
            "cue": np.asarray(CUES, object)[cue], "source_spans": pairs(source), "cue_spans": pairs(cues),
            "content": [self.said[row][a:b] for row, a, b in zip(rows, low, high, strict=True)],
            "content_spans": pairs(content),
            "kind": np.asarray(["", "indirect", "mixed", "direct"], object)[kind],
            "via": np.where(self.rng.random(len(rows)) < 0.04, "Another Gazette", "").astype(object),
            "cue_lemma": np.asarray(LEMMAS, object)[cue], "stance": np.asarray(STANCES, object)[cue],
            "words": words, "quoted_words": np.where(direct, words, np.where(kind == MIXED, 3, 0)),
            "early": inside, "confidence": np.full(len(rows), 0.9), "named": [True] * len(rows),
            "form": ["name"] * len(rows), "speaker": name, "role": known.role[person],
            "alignment": known.side[person], "polity": [None] * len(rows),
        }  # fmt: skip

    def somebody(self, of: Array, person: Array) -> Columns:
        """Rows of `speakers` or `targets`: everybody once in an article."""
        both = np.unique(np.column_stack([of, person]), axis=0)
        of, person = both[:, 0], both[:, 1]
        size, known = len(of), self.known
        name = np.asarray(self.plan.words.names, object)[person]
        return self.place(of) | {
            "person": person, "name": name, "kind": known.kind[person], "gender": [""] * size,
            "role": known.role[person], "alignment": known.side[person], "polity": [None] * size,
            "confidence": np.full(size, 0.9), "why": ["described as"] * size, "reason": name,
            "reason_spans": [None] * size,
            "forms": pa.ListArray.from_arrays(np.arange(size + 1), pa.array(name)),
        }  # fmt: skip

    def tones(self, attributions: Columns) -> dict[str, Columns]:
        """Mentions in titles and texts, with those who are named."""
        found = self.plan
        rows = np.flatnonzero((found.target[self.rows] >= 0) & self.counted)
        headed = self.read
        of = np.concatenate([headed, self.of[rows]])
        person = np.concatenate([found.title[headed, 0] - found.words.people, found.target[self.rows][rows]])
        order = np.argsort(of, kind="stable")
        headline = np.concatenate([np.ones(len(headed), bool), np.zeros(len(rows), bool)])[order]
        spans = np.concatenate(
            [
                np.column_stack([np.zeros(len(headed), int), found.words.length[found.title[headed, 0]]]),
                self.span(rows, MENTION, MENTION),
            ]
        )[order]
        of, person = of[order], person[order]
        sentence = np.concatenate([np.full(len(headed), -1), rows])[order]
        number = np.full(len(self.rows) + 1, -1)  # the last is that of a title
        number[attributions["row"]] = attributions["number"]
        said_in = number[sentence]
        probabilities = self.toned(of, person, said_in >= 0)
        best = probabilities.argmax(1)
        label = np.where(probabilities.max(1) < 0.5, "uncertain", np.asarray(TONES, object)[best])
        name = np.asarray(found.words.names, object)[person]
        tones = self.place(of) | {
            "number": numbers(of), "target": name, "mention": name, "start": spans[:, 0], "end": spans[:, 1],
            "headline": headline, "form": ["name"] * len(of),
            "voice": np.where(said_in >= 0, "quotation", "narration").astype(object),
            "attribution": pa.array(said_in, mask=said_in < 0), "label": label,
            **{tone: probabilities[:, k] for k, tone in enumerate(TONES)},
        }  # fmt: skip
        everybody = np.concatenate([of, attributions["of"]]), np.concatenate([person, attributions["person"]])
        names = {
            "article_id": found.ids[of[~headline]],
            "start": spans[~headline, 0],
            "end": spans[~headline, 1],
        }
        names |= {"label": ["PERSON"] * int((~headline).sum()), "text": name[~headline]}
        return {"tones": tones, "targets": self.somebody(*everybody), "names": names}

    def toned(self, of: Array, person: Array, quoted: Array) -> Array:
        """Probabilities of the tones: an outlet is kind to one side, more so in its own voice."""
        side = np.select([self.known.side[person] == one for one in ("incumbent", "opposition")], [1, -1], 0)
        lean = ((self.plan.outlet[of] * 13 % OUTLETS) / OUTLETS - 0.5) * 2
        shift = np.where(quoted, 0.5, 1.5) * lean * side
        logits = np.column_stack([0.2 - shift, np.full(len(of), 1.2), -0.2 + shift])
        logits = np.exp(logits + self.rng.normal(0, 1.2, logits.shape))
        return (logits / logits.sum(1, keepdims=True)).astype(np.float32)

    def wordings(self, attributions: Columns) -> Columns:
        """Telling words, loaded sentences, and headlines that adopt a claim."""
        found = self.plan
        term = found.term[self.rows]
        rows = np.flatnonzero((term >= 0) & self.counted)
        whole = np.flatnonzero(
            (found.kind[self.rows] == NARRATED) & self.counted & (self.rng.random(len(term)) < 0.05)
        )
        adopted = self.read[self.rng.random(len(self.read)) < 0.05]
        sizes = len(adopted), len(rows), len(whole)
        of = np.concatenate([adopted, self.of[rows], self.of[whole]])
        sentence = np.concatenate([np.full(len(adopted), -1), rows, whole])
        order = np.lexsort((sentence, of))
        titles = [self.titles[at - self.articles[0]] for at in adopted]
        kind = np.concatenate(
            [
                ["adopted"] * sizes[0],
                np.asarray(KINDS, object)[term[rows] // TERMS],
                ["loaded_sentence"] * sizes[2],
            ]
        ).astype(object)[order]
        words = [
            *titles,
            *found.words.said[found.words.terms + term[rows]],
            *(self.said[row] for row in whole),
        ]
        length = np.asarray([len(one) for one in titles], int)
        spans = np.concatenate(
            [
                np.column_stack([np.zeros(sizes[0], int), length]),
                self.span(rows, TERM, TERM),
                self.span(whole, 0, WIDTH - 1),
            ]
        )[order]
        number = np.full(len(self.rows) + 1, -1)
        number[attributions["row"]] = attributions["number"]
        of, said_in = of[order], number[sentence[order]]
        size = len(of)
        sure = self.rng.random(size) < np.where(kind == "loaded_sentence", 0.3, 0.7)
        polarity = np.where(
            np.concatenate([np.zeros(sizes[0], int), term[rows], np.zeros(sizes[2], int)])[order] % 3 == 0,
            "positive",
            "negative",
        )
        return self.place(of) | {
            "number": numbers(of), "kind": kind, "words": np.asarray(words, object)[order],
            "start": spans[:, 0], "end": spans[:, 1], "headline": kind == "adopted",
            "voice": np.where(said_in >= 0, "quotation", "narration").astype(object),
            "attribution": pa.array(said_in, mask=said_in < 0), "sure": sure | (kind == "adopted"),
            "polarity": np.where(kind == "loaded", polarity, "").astype(object),
            "reason": ["a word of the list"] * size,
        }  # fmt: skip

    def frames(self) -> Columns:
        """All generic frames of an article, and some of the other codebooks."""
        parts: list[dict[str, Any]] = []
        first = np.searchsorted(self.of, self.read)
        for book, share in (("generic", 1.0), ("policy", 0.3), ("moral", 0.15)):
            for k, frame in enumerate(frame_codebook(book).frames):
                chosen = np.flatnonzero(self.rng.random(len(self.read)) < share)
                of = self.read[chosen]
                lean = (self.plan.outlet[of] * (5 + 2 * k) % OUTLETS) / OUTLETS
                score = np.clip(self.rng.beta(1.5, 3, len(of)) + 0.25 * lean - 0.05 * k, 0, 1)
                evidence = np.hstack([self.span(first[chosen] + n, 0, WIDTH - 1) for n in (1, 4)])
                size = len(of)
                parts.append(
                    {"of": of, "codebook": [book] * size, "frame": [frame] * size, "evidence": evidence,
                     "score": score.astype(np.float32), "present": score >= 0.5, "sentences": [2] * size}
                )  # fmt: skip
        joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        order = np.argsort(joined["of"], kind="stable")
        rows = {name: column[order] for name, column in joined.items()}
        return self.place(rows["of"]) | rows | {"evidence": pairs(rows["evidence"])}

    def scores(self, attributions: Columns) -> Columns:
        """The measures of whole articles."""
        counts = np.bincount(attributions["of"] - self.articles[0], minlength=len(self.articles))
        said = counts[self.read - self.articles[0]]
        sentences = np.diff(self.plan.first)[self.read]
        size = len(self.read)
        negative = np.round(self.rng.beta(3, 8, size) * sentences) / sentences
        positive = np.round(self.rng.beta(2.5, 9, size) * sentences) / sentences
        shares = self.rng.dirichlet((3, 5, 1), size).T
        values = {
            "attributions": (said, said), "share_direct": (shares[0], said),
            "share_indirect": (shares[1], said), "share_mixed": (shares[2], said),
            "share_quoted_words": (shares[0] / 3, sentences * WIDTH), "share_negative": (negative, sentences),
            "share_positive": (positive, sentences),
            "lexicon_tone": ((positive - negative) / 3 + self.rng.normal(0, 0.05, size), sentences),
        }  # fmt: skip
        return {
            "article_id": np.tile(self.plan.ids[self.read], len(values)),
            "measure": np.repeat(np.asarray(list(values), object), size),
            "value": np.concatenate([value for value, _ in values.values()]).astype(float),
            "n": np.concatenate([n for _, n in values.values()]),
            "evidence": [None] * (size * len(values)),
        }


def numbers(of: Array) -> Array:
    """From 0 in each article; the articles stand in order."""
    return np.arange(len(of)) - np.searchsorted(of, of)


def pairs(spans: Array) -> pa.Array:
    """(rows, 2k) numbers as a list a row."""
    return lists(spans.ravel(), np.full(len(spans), spans.shape[1]))


def lists(values: Array, counts: Array) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(offsets, pa.array(values.astype(np.int32)))


# -- from the command line -----------------------------------------------------------------------------


def peak() -> float:
    """MB that this process has taken at most."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except FileNotFoundError:  # not Linux
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024  # getrusage would count the parent from which it was forked


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", nargs="?", type=int, default=100_000)
    parser.add_argument("--relate", action="store_true")
    parser.add_argument("--new", type=int, default=0)
    options = parser.parse_args()
    if options.relate:
        related(options.folder, options.articles, options.new)
        return
    folder, articles = options.folder, options.articles
    print(f"making {articles:,} articles in {folder}", flush=True)
    began = time.perf_counter()
    make(folder, articles)
    size = sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6
    print(f"made in {time.perf_counter() - began:.0f} s: {size:,.0f} MB; peak {peak():,.0f} MB", flush=True)


if __name__ == "__main__":
    main()
