"""Sentences of train with some words exchanged for near ones: the teacher reads them too.

    python training/tone/variants.py --train newsmtsc_train.jsonl --names build/names.json \\
        --without newsmtsc_dev_rw.jsonl newsmtsc_dev_mt.jsonl      # after sentences.py, before label.py

After Jiao et al. 2020, "TinyBERT": a small model learns what the teacher makes of a word where the same
sentence comes with others in its place.  "Praised" may become "blamed", for the teacher judges each anew.
Near are words whose vectors, in the small model before any training, point the same way.  Targets, names
and function words stay.  They join the sentences without labels in the file of --names: run it
once on a file.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from student import BASE, Net, int8

from data import Example, labelled, moved, parts

KEPT = """a about after against an and are as at be because been before between but by did do does down during
for from had has have he her here him his if in into is it its mr mrs ms my no nor not of on or our out over
said say says she since so than that the their them then there these they this those through to under until
up was we were what when where which while who whom whose will with would you"""
NEAREST, ALIKE = 12, 0.35  # words at most that one may become, and their least cosine
SHARES = (0.15, 0.25, 0.4)  # of the words of a sentence that are exchanged
FEWEST = 4  # words that may be exchanged; sentences with fewer have no variants


def near_words() -> tuple[frozenset[str], Callable[[str], list[str]]]:
    """The words that may be exchanged, and what gives those near one."""
    common, kept = 1996, set(KEPT.split())  # pieces before that are signs and letters
    pieces = int8.tokenizer(BASE).get_vocab()
    words = sorted(
        w for w, k in pieces.items() if w.isalpha() and len(w) > 2 and k > common and w not in kept
    )
    place = {word: at for at, word in enumerate(words)}
    vectors = Net().encoder.embeddings.word_embeddings.weight.detach().numpy()
    vectors = vectors[[pieces[word] for word in words]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    @cache
    def near(word: str) -> list[str]:
        likeness = vectors @ vectors[place[word]]
        found = np.argsort(-likeness)[1 : NEAREST + 1]
        return [words[at] for at in found if likeness[at] > ALIKE]

    return frozenset(words), near


def exchangeable(item: Example, words: frozenset[str]) -> list[re.Match[str]]:
    closed = [*item.spans, *(name[:2] for name in item.names)]
    return [
        match
        for match in re.finditer(r"[A-Za-z]+", item.text)
        if match[0].lower() in words
        and (match[0].islower() or match.start() == 0)
        and not any(match.start() < end and match.end() > start for start, end in closed)
    ]


def varied(item: Example, places: list[re.Match[str]], near: Callable, rng: random.Random) -> Example:
    share, edits = rng.choice(SHARES), []
    for match in places:
        if rng.random() < share and (found := near(match[0].lower())):
            word = rng.choice(found)
            edits.append((match.start(), match.end(), word if match[0].islower() else word.capitalize()))
    return moved(item, edits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    parser.add_argument("--names", type=Path, required=True, help="of sentences.py; variants are added to it")
    parser.add_argument("--each", type=int, default=4, help="variants of a sentence")
    opt = parser.parse_args()
    found, rng = json.loads(opt.names.read_text(encoding="utf-8")), random.Random(0)
    words, near = near_words()
    out: dict[str, Example] = {}
    for item in labelled(parts(opt.train, opt.without)[0], found["train"], 1.0, 0.0):
        places = exchangeable(item, words)
        if len(places) >= FEWEST:
            made = [varied(item, places, near, rng) for _ in range(opt.each)]
            out |= {variant.text: variant for variant in made if variant.text != item.text}
    found["more"] += [{"text": e.text, "names": e.names, "asked": e.spans} for e in out.values()]
    opt.names.write_text(json.dumps(found), encoding="utf-8")
    print(len(out), "variants of", len(found["train"]), "sentences")


if __name__ == "__main__":
    main()
