"""Targets of one's own, on what has been read: their words are found, and each place is judged.

No article is read anew.  `own_targets` keeps for each target and batch by which words it was judged, on a
reading of which version, and by which version; what has changed since is judged again, and all else stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from bias.corpus.pipeline.rows import marked_row
from bias.corpus.pipeline.version import version
from bias.corpus.store import SCHEMAS, Corpus, flat_spans
from bias.corpus.topics.target_words import TARGETS, TARGETS_FILE
from bias.corpus.topics.word_lists import Words, pattern
from bias.model import Article, Attribution, Name, Reading, Span, Spans, Tone
from bias.reading import holds_words, read_own_tones

FIRST = 1_000_000  # number of an article's first mention here: those that were read come before
KEPT = 40  # batches, after which what was judged is put in place
COLUMNS = list(SCHEMAS["tones"].names)
STATE = ["target", "file", "words", "read", "judged"]

Key = tuple[str, str]  # a target, and the file of a batch
State = tuple[Words, str, str]  # words; the versions that read the batch and that judged it
Row = Mapping[str, Any]


def waiting_targets(corpus: Corpus) -> dict[str, list[str]]:
    """The batches that wait, each with its targets that are new, changed, or judged by another version.

    Raises BadInputError where targets.toml is broken.
    """
    return _waiting(_wanted(corpus), _judged(corpus))


def judge_targets(corpus: Corpus, *, on_article: Callable[[], None] = lambda: None) -> None:
    """Judge what waits, and take out what is no target any longer.  Hold `corpus.writing()`.

    `on_article` is called for each article of the batches that wait, whether it holds the words or not.
    """
    wanted, judged = _wanted(corpus), _judged(corpus)
    if wanted == judged:
        return
    states = {key: state for key, state in wanted.items() if judged.get(key) == state}
    kept = _kept(corpus, states)
    for done, (file, names) in enumerate(_waiting(wanted, judged).items(), 1):
        words = {name: pattern(wanted[name, file][0]) for name in names}
        kept += _toward(corpus, file, words, on_article)
        states |= {(name, file): wanted[name, file] for name in names}
        if done % KEPT == 0:
            _put(corpus, kept, states)
    _put(corpus, kept, states)


def forget_judged(corpus: Corpus, files: Sequence[str]) -> None:
    """The mentions of some batches are to be judged again, since articles in them are.  Hold `writing`."""
    judged = corpus.table("own_targets")
    if judged["file"].isin(files).any():
        corpus.write_whole(own_targets=judged[~judged["file"].isin(files)])


# -- what is to be done ------------------------------------------------------------------------------


def _wanted(corpus: Corpus) -> dict[Key, State]:
    targets = TARGETS.read(corpus.path / TARGETS_FILE)
    read = corpus.versions() if targets else {}
    return {
        (name, file): (words, by, version()) for name, words in targets.items() for file, by in read.items()
    }


def _judged(corpus: Corpus) -> dict[Key, State]:
    found = corpus.query(f"select {', '.join(STATE)} from own_targets").to_numpy()
    return {(target, file): (tuple(words), read, judged) for target, file, words, read, judged in found}


def _waiting(wanted: Mapping[Key, State], judged: Mapping[Key, State]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for (name, file), state in wanted.items():
        if judged.get((name, file)) != state:
            out[file].append(name)
    return dict(out)


# -- what was judged ---------------------------------------------------------------------------------


def _kept(corpus: Corpus, states: Mapping[Key, State]) -> list[Row]:
    """The rows of own_tones that stay."""
    if not states:
        return []
    rows = corpus.query(
        """select t.* exclude (batch), r.batch as file
        from own_tones t join catalogue r using (article_id)"""
    )
    found: list[Row] = rows.to_dict("records")  # type: ignore[assignment]  # columns are called by text
    return [row for row in found if (row["target"], row["file"]) in states]


def _put(corpus: Corpus, rows: Sequence[Row], states: Mapping[Key, State]) -> None:
    """The states come last: without its state a mention does not count."""
    tones = pd.DataFrame(list(rows), columns=COLUMNS)
    tones = tones.sort_values(
        ["article_id", "headline", "start", "target"], ascending=[True, False, True, True], ignore_index=True
    )
    tones["number"] = FIRST + tones.groupby("article_id").cumcount()
    judged = [(target, file, list(words), *by) for (target, file), (words, *by) in states.items()]
    corpus.write_whole(own_tones=tones, own_targets=pd.DataFrame(judged, columns=STATE))


# -- judging -----------------------------------------------------------------------------------------


def _toward(
    corpus: Corpus, file: str, words: Mapping[str, re.Pattern[str]], on_article: Callable[[], None]
) -> Iterator[Row]:
    """The mentions of some targets in the articles of a batch, as rows of own_tones."""
    sentences = corpus.sentences_of(file)
    holding: dict[str, list[str]] = {}
    articles = corpus.texts_as_read(file)
    for article in articles:
        if sentences.get(article.id):
            holding[article.id] = [name for name, one in words.items() if holds_words(article, one)]
    stored = _Stored(corpus, file, [key for key, names in holding.items() if names])
    for article in articles:
        for name in holding.get(article.id, ()):
            found = read_own_tones(stored.reading(article, sentences[article.id]), name, words[name])
            yield from (marked_row(article, FIRST, one, "mention") for one in found)
        on_article()


class _Stored:
    """What a batch holds of some articles, as the rows of its tables."""

    def __init__(self, corpus: Corpus, file: str, article_ids: Sequence[str]) -> None:
        self.rows: dict[str, dict[str, list[Row]]] = {}
        for table in ("names", "attributions", "tones") if article_ids else ():
            found: dict[str, list[Row]] = defaultdict(list)
            for row in corpus.rows_of(table, file, article_ids):
                found[row["article_id"]].append(row)
            self.rows[table] = found

    def reading(self, article: Article, sentences: Spans) -> Reading:
        """The reading of an article, as far as its mentions are judged by it."""
        names, attributions, tones = (
            self.rows[table].get(article.id, []) for table in ("names", "attributions", "tones")
        )
        return Reading(
            article=article,
            sentences=sentences,
            names=tuple(Name(_span(row), row["label"]) for row in names),
            attributions=tuple(
                _attribution(row) for row in sorted(attributions, key=lambda row: int(row["number"]))
            ),
            tones=tuple(_tone(row) for row in tones),
        )


def _span(row: Row) -> Span:
    return Span(int(row["start"]), int(row["end"]))


def _attribution(row: Row) -> Attribution:
    plain = (
        "article_id", "kind", "via", "confidence", "act", "speaker", "form", "role", "alignment", "polity",
        "named",
    )  # fmt: skip
    cells: dict[str, Any] = {name: row[name] for name in plain}
    cells |= {name: flat_spans(row[f"{name}_spans"]) for name in ("source", "cue", "content")}
    return Attribution(**cells)


def _tone(row: Row) -> Tone:
    plain = (
        "article_id", "target", "headline", "form", "voice", "attribution", "negative", "neutral", "positive",
        "label",
    )  # fmt: skip
    return Tone(span=_span(row), **{name: row[name] for name in plain})
