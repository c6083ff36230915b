"""Sentences of our own in which it is known who did what to whom, for student.py.

    python training/tone/own_sentences.py --except tests/cases/tone.txt --count 12000 --out build/own.json

They are made of own_words.tsv and of invented names.  A phrase with words of a file of `--except` is left
out: what the model is tested by, it must not have been taught.  NewsMTSC's rule holds: whoever praises or
blames is neutral, whoever is praised or blamed is not.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import defaultdict
from pathlib import Path

from data import LABELS

WORDS = Path(__file__).parent / "own_words.tsv"
SIGNS = {"-": 0, "0": 1, "+": 2}
FIRST = (
    "Anselm", "Bela", "Cordula", "Davit", "Edda", "Fenna", "Goran", "Hedda", "Ivo", "Jorun", "Katla",
    "Lothar", "Mirren", "Nadja", "Osric", "Petra",
)  # fmt: skip
LAST = (
    "Abrel", "Brandis", "Corvay", "Dremmel", "Estow", "Falk", "Gorrin", "Haskell", "Imber", "Jansk",
    "Kellor", "Lomax", "Morvan", "Nessel",
)  # fmt: skip
BODIES = ("Brandis Steel", "the Corvay Bank", "Estow Council", "the Meadow Party", "Gorrin Airlines")
BETWEEN = (", while ", "; ", ". ", ", but ", ", and ")

Phrases = dict[str, list[str]]
Part = str | tuple[str, int | None]  # words, or a name with its label; None: it is not asked for


def stems(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[a-z]{5,}", text.lower())}


def phrases(without: list[str]) -> Phrases:
    """By kind, those that share no adjective, verb or noun, or two words, with a line of `without`."""
    known = [stems(line) for line in without]
    out: Phrases = defaultdict(list)
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        kind, words = line.split("\t")
        most = 1 if kind.startswith(("deed", "when", "verb00")) else 0
        if max((len(stems(words) & line) for line in known), default=0) <= most:
            out[kind].append(words)
    return out


def sign(rng: random.Random) -> str:
    return rng.choice("+-0")


class Writer:
    def __init__(self, words: Phrases, rng: random.Random) -> None:
        self.words, self.rng = words, rng

    def one(self, kind: str) -> str:
        return self.rng.choice(self.words[kind])

    def names(self) -> list[str]:
        first, last = self.rng.sample(FIRST, 3), self.rng.sample(LAST, 3)
        short = self.rng.random() < 0.4
        out = [one if short else f"{two} {one}" for one, two in zip(last, first, strict=True)]
        if self.rng.random() < 0.15:
            out[self.rng.randrange(3)] = self.rng.choice(BODIES)
        return out

    def titled(self, name: str, mark: str) -> list[Part]:
        """A name with an adjective before it, as often as not."""
        if mark == "0" or name.startswith("the "):
            return [(name, SIGNS["0"])]
        return [f"the {self.one('adj' + mark)} ", (name, SIGNS[mark])]

    def two_deeds(self, a: str, b: str, c: str) -> list[Part]:
        one, two = self.rng.sample("+-0", 2)
        joint = self.rng.choice(BETWEEN)
        return [
            (a, SIGNS[one]),
            f" {self.one('deed' + one)}{joint}",
            (b, SIGNS[two]),
            f" {self.one('deed' + two)}",
        ]

    def met(self, a: str, b: str, c: str) -> list[Part]:
        verb = self.one("verb00").split(" / ")[0]
        return [
            *self.titled(a, sign(self.rng)),
            f" {verb} ",
            *self.titled(b, sign(self.rng)),
            " " + self.one("when"),
        ]

    def did(self, a: str, b: str, c: str) -> list[Part]:
        kind = self.rng.choice([kind for kind in self.words if kind.startswith("verb")])
        active, passive = self.one(kind).split(" / ")
        doer, other = (a, SIGNS[kind[4]]), (b, SIGNS[kind[5]])
        when = " " + self.one("when") if self.rng.random() < 0.7 else ""
        if self.rng.random() < 0.35:
            return [other, f" was {passive} by ", doer, when]
        before, _, after = (active if "~" in active else active + " ~").partition("~")
        return [doer, f" {before}", other, after + when]

    def unlike(self, a: str, b: str, c: str) -> list[Part]:
        mark = self.rng.choice("+-")
        against = SIGNS["-" if mark == "+" else "+"]
        return ["unlike ", (a, against), ", ", (b, SIGNS[mark]), f" {self.one('deed' + mark)}"]

    def who(self, a: str, b: str, c: str) -> list[Part]:
        one, two = sign(self.rng), sign(self.rng)
        verb = self.one("verb00").split(" / ")[0]
        out: list[Part] = [(a, SIGNS[one])] + ([] if one == "0" else [f", who {self.one('deed' + one)},"])
        return [*out, f" {verb} ", (b, SIGNS[two])] + (
            [] if two == "0" else [f", who {self.one('deed' + two)}"]
        )

    def had(self, a: str, b: str, c: str) -> list[Part]:
        good, bad = self.one("noun+"), self.one("noun-")
        if self.rng.random() < 0.5:
            return [(a, 2), f"'s {good} made up for ", (b, 0), f"'s {bad}"]
        return [(a, 0), f"'s {bad} undid ", (b, 2), f"'s {good}"]

    def told(self, a: str, b: str, c: str) -> list[Part]:
        mark = sign(self.rng)
        return [
            (a, 1),
            " told ",
            (b, 1),
            f" {self.one('when')} that ",
            (c, SIGNS[mark]),
            f" {self.one('deed' + mark)}",
        ]

    def than(self, a: str, b: str, c: str) -> list[Part]:
        mark = self.rng.choice("+-")
        against = SIGNS["-" if mark == "+" else "+"]
        word = self.one("adj" + mark).split()[0]
        return [(a, SIGNS[mark]), f" was {word}; ", (b, against), " was anything but"]

    def not_who(self, a: str, b: str, c: str) -> list[Part]:
        mark = self.rng.choice("+-")
        return ["it was ", (a, SIGNS[mark]), ", not ", (b, None), f", who {self.one('deed' + mark)}"]

    def over(self, a: str, b: str, c: str) -> list[Part]:
        mark = self.rng.choice("+-")
        return [(a, 1), " took over from ", (b, SIGNS[mark]), f", who {self.one('deed' + mark)}"]

    def alone(self, a: str, b: str, c: str) -> list[Part]:
        mark = sign(self.rng)
        return [(a, SIGNS[mark]), f" {self.one('deed' + mark)} {self.one('when')}"]

    def sentence(self) -> dict:
        shapes = [self.two_deeds, self.met, self.did, self.did, self.did, self.unlike, self.who, self.had]
        shapes += [self.told, self.than, self.not_who, self.over, self.alone]
        return written(self.rng.choice(shapes)(*self.names()))


def written(parts: list[Part]) -> dict:
    text, names, spans, labels = "", [], [], []
    for part in parts:
        words, label = part if isinstance(part, tuple) else (part, None)
        words = words[0].upper() + words[1:] if not text or text.endswith(". ") else words
        if isinstance(part, tuple):
            names.append([len(text), len(text) + len(words), "PERSON"])
            if label is not None:
                spans.append([len(text), len(text) + len(words)])
                labels.append(LABELS[label])
        text += words
    return {"text": text + ".", "names": names, "spans": spans, "labels": labels}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--except", type=Path, nargs="*", default=[], dest="apart")
    parser.add_argument("--count", type=int, default=12000)
    parser.add_argument("--out", type=Path, required=True)
    opt = parser.parse_args()
    words = phrases([line for path in opt.apart for line in path.read_text(encoding="utf-8").splitlines()])
    writer = Writer(words, random.Random(0))
    opt.out.write_text(json.dumps([writer.sentence() for _ in range(opt.count)]), encoding="utf-8")
    print({kind: len(of) for kind, of in words.items()})


if __name__ == "__main__":
    main()
