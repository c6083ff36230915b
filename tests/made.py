"""Invented corpora, built by hand with exact spans: what the app shows does not wait for a model."""

from __future__ import annotations

import datetime
import random
from pathlib import Path
from typing import Any

from bias.corpus.pipeline.entity_linking import link
from bias.corpus.store import Corpus
from bias.model import Article, Rejection

OUTLETS = (
    "Kestria State News Agency",
    "Kestria Public Radio",
    "Free Loravel",
    "The Daily Lantern",
    "Meridian Business",
    "Northwire",
)
PEOPLE = (
    "Prime Minister Ilse Marrant", "Interior Minister Pavel Renko", "Mira Castellan", "the police",
    "Livia Arden", "Nadia Rook", "Bruno Falk", "a senior official", "residents", "she", "",
)  # fmt: skip
SPEAKERS = {  # source → name, kind, role, alignment
    "Prime Minister Ilse Marrant": ("Ilse Marrant", "person", "head_of_state_gov", "incumbent"),
    "Interior Minister Pavel Renko": ("Pavel Renko", "person", "government_official", "incumbent"),
    "Mira Castellan": ("Mira Castellan", "person", "legislator_party", "opposition"),
    "the police": ("police", "organisation", "law_enforcement_military", "incumbent"),
    "Livia Arden": ("Livia Arden", "person", "expert_academic", "independent"),
    "Nadia Rook": ("Nadia Rook", "person", "civil_society", "independent"),
    "Bruno Falk": ("Bruno Falk", "person", "business", None),
    "a senior official": ("a senior official", "unnamed", "government_official", "incumbent"),
    "residents": ("residents", "group", "citizen", "independent"),
    "Minister Ann Keld": ("Ann Keld", "person", "government_official", "incumbent"),
    "Minister Dirk Lohm": ("Dirk Lohm", "person", "government_official", "incumbent"),
    "Tom Ellery": ("Tom Ellery", "person", "legislator_party", "opposition"),
}
POLITIES = {"Ann Keld": "United Kingdom", "Dirk Lohm": "Germany", "Tom Ellery": "United Kingdom"}
GENDERS = {  # of the rest the text tells none
    "Ilse Marrant": "f", "Mira Castellan": "f", "Livia Arden": "f", "Pavel Renko": "m", "Nadia Rook": "m",
}  # fmt: skip
CUES = (
    ("said", "say"),
    ("told reporters", "tell"),
    ("claimed", "claim"),
    ("warned", "warn"),
    ("insisted", "insist"),
)
WORDS = (
    "the bridge will open again in May", "nobody was told about the second report",
    "the budget leaves hospitals without money",
    "talks with the dockers have failed", "the river will rise until Friday",
    "the new law is a step backwards",
    "prices have risen faster than wages", "the inquiry has found no fault in the cables",
)  # fmt: skip
FILLER = "The council met on Tuesday in Loravel and went through the papers line by line. "


class Writer:
    """Writes a text and remembers where the parts of its attributions stand."""

    def __init__(self) -> None:
        self.text = ""
        self.sentences: list[int] = []
        self.rows: list[dict[str, Any]] = []

    def put(self, words: str) -> list[int]:
        start = len(self.text)
        self.text += words
        return [start, len(self.text)] if words else []

    def filler(self) -> None:
        self.sentences += self.put(FILLER)

    def attribution(self, source: str, cue: tuple[str, str], content: str, kind: str) -> None:
        start = len(self.text)
        quoted = len(content.split()) if kind == "direct" else 0
        if kind == "direct":
            content_spans = self.put(f"“{content[0].upper()}{content[1:]},”")
            self.put(" ")
            source_spans = self.put(source)
            self.put(" ")
            cue_spans = self.put(cue[0])
        else:
            source_spans = self.put(source[:1].upper() + source[1:])
            self.put(" ")
            cue_spans = self.put(cue[0])
            self.put(" that ")
            words = content.split()
            quoted = 3 if kind == "mixed" else 0
            content = " ".join([*words[:-3], f"“{' '.join(words[-3:])}”"]) if kind == "mixed" else content
            content_spans = self.put(content)
        self.sentences += [start, self.put(". ")[1]]
        spans = {"source_spans": source_spans, "cue_spans": cue_spans, "content_spans": content_spans}
        texts = {
            name.removesuffix("_spans"): self.text[s[0] : s[1]] if s else "" for name, s in spans.items()
        }
        self.rows.append(
            spans
            | texts
            | {"kind": kind, "cue_lemma": cue[1], "words": len(content.split()), "quoted_words": quoted}
        )


def make_corpus(
    path: Path, *, articles: int = 72, outlets: int = 6, read: bool = True, seed: int = 0
) -> Corpus:
    """A corpus with planted habits: the n-th outlet quotes directly more often than the one before."""
    rng = random.Random(seed)
    names = [
        OUTLETS[n] if n < len(OUTLETS) else f"The Kestrian Gazette of District {n}" for n in range(outlets)
    ]
    day = datetime.date(2026, 1, 5)
    written = []
    for number in range(articles):
        outlet = number % outlets
        published = day + datetime.timedelta(days=rng.randrange(170))
        writer = write(rng, direct=0.2 + 0.6 * outlet / outlets)
        title = f"{rng.choice(WORDS).capitalize()}: report {number}"
        found = Article(f"{number:016x}", names[outlet], title, writer.text, published=published.isoformat())
        written.append((found, writer))
    return store(path, written, read=read)


def make_cited(path: Path, cited: dict[str, list[list[str]]], *, days: int = 7) -> Corpus:
    """A corpus whose outlets have an article for each list of sources, who say a sentence each; an article
    every so many `days`."""
    written = []
    for outlet, articles in cited.items():
        for number, sources in enumerate(articles):
            writer = Writer()
            for source in sources:
                writer.attribution(source, CUES[0], WORDS[number % len(WORDS)], "indirect")
            day = datetime.date(2026, 1, 5) + datetime.timedelta(days=days * number)
            key = f"{len(written):016x}"
            found = Article(key, outlet, f"Report {key}", writer.text, published=day.isoformat())
            written.append((found, writer))
    return store(path, written)


def make_uneven(path: Path) -> Corpus:
    """Undated articles, articles without outlet, equal titles, one outlet with too little, one unread."""
    rng = random.Random(4)
    written = []
    for n in range(30):
        outlet = ("", "Radio", "Lone Star")[2 if n == 29 else n % 2]
        published = "" if n < 4 else f"2026-0{1 + n % 5}-11T10:00:00"
        title, writer = "Same  " if n < 2 else f"T{n}", write(rng, direct=0.5)
        written.append((Article(f"{n:016x}", outlet, title, writer.text, published=published), writer))
    corpus = store(path, written)
    with corpus.writing():
        late = Article("f" * 16, "Late Post", "Not read", "Nobody said a thing.", published="2026-02-03")
        list(corpus.add([late]))
    corpus.reject([Rejection("a.csv", 3, "no text", "=1+1")])
    return corpus


def write(rng: random.Random, *, direct: float) -> Writer:
    writer = Writer()
    lean = rng.random() * 0.4 - 0.2  # attributions of one article are alike
    for _ in range(rng.randint(2, 9)):
        writer.filler()
        if rng.random() < 0.3:
            writer.put("\n\n")
        kind = "direct" if rng.random() < direct + lean else rng.choice(("indirect", "indirect", "mixed"))
        writer.attribution(rng.choice(PEOPLE), rng.choice(CUES), rng.choice(WORDS), kind)
    return writer


def store(path: Path, written: list[tuple[Article, Writer]], *, read: bool = True) -> Corpus:
    corpus = Corpus(path, create=True)
    with corpus.writing():
        list(corpus.add(found for found, _ in written))
        if read:
            by_id = {found.id: (found, writer) for found, writer in written}
            for batch in corpus.pending("made"):
                _store_batch(corpus, batch, [by_id[found.id] for found in corpus.articles_of(batch)])
            corpus.write_whole(linked_speakers=link(corpus.table("speakers")))
            corpus.write_flat()
    return corpus


def _speaker(source: str) -> tuple[str | None, str, str | None, str | None]:
    return SPEAKERS.get(source) or SPEAKERS.get(source[:1].lower() + source[1:]) or (None, "", None, None)


def _store_batch(corpus: Corpus, batch: str, written: list[tuple[Article, Writer]]) -> None:
    rows = [
        {"via": ""}
        | row
        | {"article_id": found.id, "number": number, "outlet": found.outlet, "published": found.published}
        | {"confidence": 0.9, "named": None, "form": "", "stance": "neutral"}
        | dict(zip(("speaker", "kind_of_speaker", "role", "alignment"), _speaker(row["source"]), strict=True))
        | {
            "polity": POLITIES.get(_speaker(row["source"])[0] or ""),
            "early": min(row["source_spans"][:1] + row["content_spans"][:1]) < len(found.text) / 3,
        }
        for found, writer in written
        for number, row in enumerate(writer.rows)
    ]
    readings = [
        {"article_id": found.id, "state": "read", "reason": "", "language": "en", "version": "made"}
        | {"outlet": found.outlet, "published": found.published}
        | {"words": len(found.text.split()), "sentence_spans": writer.sentences}
        for found, writer in written
    ]
    heard = {(row["article_id"], row["speaker"]): row for row in rows if row["speaker"]}
    speakers = [
        {name: row[name] for name in ("article_id", "outlet", "published", "role", "alignment", "polity")}
        | {
            "name": row["speaker"],
            "kind": row["kind_of_speaker"],
            "gender": GENDERS.get(row["speaker"], ""),
            "confidence": 0.9,
        }
        | {"why": "described as", "reason": row["source"], "reason_spans": row["source_spans"]}
        | {"forms": [row["speaker"]] if row["kind_of_speaker"] == "person" else []}
        for row in heard.values()
    ]
    corpus.write("attributions", batch, rows, version="made")
    corpus.write("speakers", batch, speakers, version="made")
    for table in ("names", "scores"):
        corpus.write(table, batch, [], version="made")
    corpus.write("readings", batch, readings, version="made")
