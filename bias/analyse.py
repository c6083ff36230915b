"""Runs the reading steps over articles: one, or a corpus in batches and processes, resumable.

A failure in one article is stored with its reason and stops nothing.  A batch is written when all its
articles are read, so whatever kills the process costs one batch of work and nothing else.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from bias import (
    corpus_stories,
    corpus_topics,
    framing,
    people,
    reading,
    sentiment,
    sourcing,
    speakers,
    wording,
)
from bias.corpus_frames import by_own_books, frame_row, learned
from bias.errors import BiasError
from bias.known_people import read_people
from bias.model import Article, Name, Reading, Score, Speaker, Tone, Wording, flat, joined
from bias.quotes import find_quotes, quoted_mask
from bias.resources import PACKAGE
from bias.store import ANALYSED, Corpus

STEPS = (  # what readings hang on
    "model", "quotes", "windows", "linking", "reading", "sourcing",
    "phrases", "mentions", "roles", "role_model", "names", "entities", "speakers",
    "targets", "tone_model", "voices", "sentiment", "wordlists", "scare_model", "scare_quotes", "headlines",
    "loaded_model", "wording",
    "frame_books", "frame_model", "framing", "analyse",
)  # fmt: skip
READABLE = ("en", "")

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Done:
    """One article that has been read, or that could not be."""

    state: str
    reason: str
    words: int
    rows: Rows


@cache
def version() -> str:
    """Changes with the code of the steps, the word lists and the models: then all is read again."""
    digest = hashlib.sha256()
    for name in STEPS:
        digest.update((PACKAGE / f"{name}.py").read_bytes())
    models = (f"models/{name}/*" for name in ("roles", "tone", "frames", "loaded", "scare_quotes"))
    folders = ("lexicons/*.tsv", "codebooks/*.yaml", *models)
    files = [path for folder in folders for path in PACKAGE.glob(folder)]
    for path in sorted(files):
        digest.update(path.read_bytes())
    return f"{reading.version()}-{digest.hexdigest()[:12]}"


def read(article: Article) -> Reading:
    """One article, read: language, sentences, names, attributions, speakers, tones, scores.

    An article in another language than English comes back marked, with nothing in it.
    """
    language = article.language or reading.detect_language(f"{article.title}\n{article.text}")
    article = replace(article, language=language)
    if language not in READABLE:
        return Reading(article, (), (), ())
    parse = reading.parse(article)
    found = speakers.resolve_all(parse, tuple(sourcing.find_attributions(parse)))
    targets, tones = sentiment.read_tones(parse, found.attributions, found.known)
    return Reading(
        article=article,
        sentences=parse.sentences,
        names=parse.names,
        attributions=found.attributions,
        speakers=found.speakers,
        targets=targets,
        tones=tones,
        frames=framing.read_frames(parse),
        wordings=wording.read_wording(parse, found.attributions),
        narrated=wording.narrated(parse.sentences, article.text, found.attributions),
        scores=(*sourcing.score(parse, found.attributions), *sentiment.score(parse)),
    )


def analyse(
    corpus: Corpus, *, workers: int = 1, on_article: Callable[[Done], None] = lambda done: None
) -> None:
    """Read what this version has not read yet.  Raises BusyError where another process writes."""
    with corpus.writing():
        corpus.tidy()
        with _readers(workers) as run:
            for batch in corpus.pending(version()):
                _analyse_batch(corpus, batch, run, on_article)
        relate(corpus)


def relate(corpus: Corpus) -> None:
    """What hangs on all articles together: who is who, topics, and the files that numbers are counted from.

    Hold `corpus.writing()`.  What a user wrote (people.csv, roles.yaml, topics.toml) is taken up here: a
    change of it needs no article to be read again.
    """
    known = read_people(corpus.path / "people.csv")
    added = corpus.codebook().added
    links = people.link(corpus.table("speakers"), known, added)
    aims = people.link(corpus.table("targets"), known, added)
    corpus.write_links(links)
    corpus.write_target_links(aims)
    corpus.write_topics(*corpus_topics.find(corpus))
    group_stories(corpus)
    corpus.write_own_frames(by_own_books(corpus))
    corpus.write_learned(*learned(corpus))
    corpus.write_flat()


def _analyse_batch(
    corpus: Corpus,
    batch: str,
    run: Callable[[Iterable[Article]], Iterator[Done]],
    on_article: Callable[[Done], None],
) -> None:
    rows: Rows = {table: [] for table in ANALYSED}
    for done in run(corpus.articles_of(batch)):
        for table, found in done.rows.items():
            rows[table].extend(found)
        on_article(done)
    for table in ANALYSED:  # readings come last: they make the batch count
        corpus.write(table, batch, rows[table], version=version())


def group_stories(corpus: Corpus) -> None:
    """Put in place which articles tell one event and which are copies.  Hold `corpus.writing()`."""
    told, copies = corpus_stories.group(corpus)
    corpus.write_stories(told, corpus_stories.labels(corpus, told), copies)


@contextmanager
def _readers(workers: int) -> Iterator[Callable[[Iterable[Article]], Iterator[Done]]]:
    """A function from articles to what was read of them, in order, in this process or in some."""
    if workers <= 1:
        yield lambda articles: map(_read_rows, articles)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=_end_with, initargs=(os.getpid(),)
    ) as pool:
        yield lambda articles: _spread(pool, articles)


def _spread(pool: ProcessPoolExecutor, articles: Iterable[Article]) -> Iterator[Done]:
    try:
        yield from pool.map(_read_rows, articles, chunksize=4)
    except BrokenProcessPool as error:
        raise BiasError(
            "a reading process was killed, most often for want of memory.  Nothing stored is lost: "
            "run the same command again, with a smaller --workers"
        ) from error


def _end_with(parent: int) -> None:
    """A reading process ends when the one that started it was killed."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _read_rows(article: Article) -> Done:
    try:
        found = read(article)
    except Exception as error:  # noqa: BLE001 — kept as the article's state: one bad article never stops a batch
        return _done(article, "failed", f"{type(error).__name__}: {error}")
    if found.article.language not in READABLE:
        return _done(found.article, "not English", f"language {found.article.language}")
    return _done(found.article, "read", "", found)


def _done(article: Article, state: str, reason: str, found: Reading | None = None) -> Done:
    words = len(sourcing.WORD.findall(article.text))
    row = {
        "article_id": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "state": state,
        "reason": reason,
        "language": article.language,
        "words": words,
        "narrated": found.narrated if found else 0,
        "sentence_spans": flat(found.sentences) if found else [],
        "version": version(),
    }
    rows: Rows = {"readings": [row]}
    if found:
        rows["attributions"] = list(_attribution_rows(found))
        rows["speakers"] = [_speaker_row(article, speaker) for speaker in found.speakers]
        rows["targets"] = [_speaker_row(article, target) for target in found.targets]
        rows["tones"] = [_tone_row(article, number, tone) for number, tone in enumerate(found.tones)]
        rows["frames"] = [frame_row(article, framed) for framed in found.frames]
        rows["wordings"] = [_wording_row(article, number, one) for number, one in enumerate(found.wordings)]
        rows["names"] = [_name_row(article, name) for name in found.names]
        rows["scores"] = [_score_row(score) for score in found.scores]
    return Done(state, reason, words, rows)


def _attribution_rows(found: Reading) -> Iterator[dict[str, Any]]:
    article = found.article
    mask = quoted_mask(article.text, find_quotes(article.text))
    third = len(article.text) / 3
    for number, attribution in enumerate(found.attributions):
        words, quoted = sourcing.count_words(article.text, attribution.content, mask)
        cue = joined(attribution.cue, article.text)
        yield {
            "article_id": article.id,
            "number": number,
            "outlet": article.outlet,
            "published": article.published,
            "source": joined(attribution.source, article.text),
            "cue": cue,
            "content": joined(attribution.content, article.text),
            "source_spans": flat(attribution.source),
            "cue_spans": flat(attribution.cue),
            "content_spans": flat(attribution.content),
            "kind": attribution.kind,
            "via": attribution.via,
            "cue_lemma": sourcing.cue_lemma(cue),
            "stance": sourcing.stance(cue),
            "words": words,
            "quoted_words": quoted,
            "early": min(attribution.source + attribution.cue + attribution.content).start < third,
            "confidence": attribution.confidence,
            "named": attribution.named,
            "form": attribution.form,
            "speaker": attribution.speaker,
            "role": attribution.role,
            "alignment": attribution.alignment,
            "polity": attribution.polity,
        }


def _speaker_row(article: Article, speaker: Speaker) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "outlet": article.outlet,
        "published": article.published,
        "name": speaker.name,
        "kind": speaker.kind,
        "gender": speaker.gender,
        "role": speaker.role or None,
        "alignment": speaker.alignment or None,
        "polity": speaker.polity or None,
        "confidence": speaker.confidence,
        "why": speaker.why,
        "reason": joined(speaker.evidence, article.text),
        "reason_spans": flat(speaker.evidence),
        "forms": list(speaker.forms),
    }


def _tone_row(article: Article, number: int, tone: Tone) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "number": number,
        "outlet": article.outlet,
        "published": article.published,
        "target": tone.target,
        "mention": tone.span.slice(article.title if tone.headline else article.text),
        "start": tone.span.start,
        "end": tone.span.end,
        "headline": tone.headline,
        "form": tone.form,
        "voice": tone.voice,
        "attribution": tone.attribution,
        "label": tone.label,
        "negative": tone.negative,
        "neutral": tone.neutral,
        "positive": tone.positive,
    }


def _wording_row(article: Article, number: int, found: Wording) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "number": number,
        "outlet": article.outlet,
        "published": article.published,
        "kind": found.kind,
        "words": found.span.slice(article.title if found.headline else article.text),
        "start": found.span.start,
        "end": found.span.end,
        "headline": found.headline,
        "voice": found.voice,
        "attribution": found.attribution,
        "sure": found.sure,
        "polarity": found.polarity,
        "reason": found.reason,
    }


def _name_row(article: Article, name: Name) -> dict[str, Any]:
    span = name.span
    text = span.slice(article.text)
    return {"article_id": article.id, "start": span.start, "end": span.end, "label": name.label, "text": text}


def _score_row(score: Score) -> dict[str, Any]:
    return {
        "article_id": score.article_id,
        "measure": score.measure,
        "value": score.value,
        "n": score.n,
        "evidence": flat(score.evidence),
    }
