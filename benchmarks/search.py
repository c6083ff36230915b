"""How long a search takes, and what its index costs, on invented articles.

    python benchmarks/search.py FOLDER [--articles 100000] [--texts]

FOLDER is a corpus of `large_corpus.py`, or is made here; --texts makes only articles without readings (their
words drawn as often as words are in a language), which is enough for a search among a million.  Each search
is new: *ms* is from the words to how many articles hold them, the median of five; *first* opens the index.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bias.corpus import Corpus, Filter
from bias.corpus.store import folder
from bias.model import Article

WORDS = 200  # of a text
LEXICON = 60_000  # words that there are
RUNS = 5


def word(rank: int) -> str:
    """An invented word: `ba`, `be`, … with longer ones for rarer words."""
    signs = "bdfgklmnprstvz"
    out = ""
    while True:
        rank, sign = divmod(rank, len(signs))
        rank, vowel = divmod(rank, 5)
        out += signs[sign] + "aeiou"[vowel]
        if not rank:
            return out


def articles(count: int, seed: int = 0) -> Iterator[Article]:
    """Texts whose words are as frequent as Zipf says."""
    said = np.array([word(rank) for rank in range(LEXICON)], object)
    share = 1 / np.arange(1, LEXICON + 1)
    chance = np.random.default_rng(seed)
    for start in range(0, count, 10_000):
        size = min(10_000, count - start)
        drawn = chance.choice(LEXICON, (size, WORDS + 8), p=share / share.sum())
        for n, row in enumerate(said[drawn], start):
            day = f"20{20 + n % 6}-{1 + n % 12:02}-{1 + n % 28:02}"
            yield Article(
                f"{n:016x}", f"Outlet {n % 12}", " ".join(row[:8]), " ".join(row[8:]), published=day
            )


def searches(common: str, usual: str, rare: str) -> dict[str, str]:
    return {
        "a word of most articles": common,
        "a usual word": usual,
        "a rare word": rare,
        "two words": f"{common} {usual}",
        "a phrase": f'"{common} {usual}"',
        "OR": f"{usual} OR {rare}",
        "not": f"{common} -{usual}",
        "all but": f"-{usual}",
        "beginning of a word": f"{usual[:4]}*",
        "three letters of many words": f"{usual[:3]}*",
    }


def ms(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--texts", action="store_true")
    options = parser.parse_args()
    if not (options.folder / "corpus.toml").is_file():
        made(options.folder, options.articles, texts=options.texts)
    corpus = Corpus(options.folder)
    began = time.perf_counter()
    corpus.index_words()
    index, texts = ((options.folder / name) for name in ("search.sqlite", "articles"))
    size = index.stat().st_size / 1e6
    parquet = sum(path.stat().st_size for path in texts.glob("*.parquet")) / 1e6
    total = sum(corpus.state(Filter()).values())
    print(f"{total:,} articles; brought up to date in {time.perf_counter() - began:.1f} s")
    print(f"index {size:,.0f} MB beside {parquet:,.0f} MB of articles")
    common, usual, rare = chosen(corpus)
    print(f"{'first':<30} {ms(lambda: corpus.state(Filter(words=rare))):8.0f} ms")
    for name, words in searches(common, usual, rare).items():
        times = []
        for _ in range(RUNS):
            for kept in (corpus._now().searches, corpus._now().answers):
                kept.clear()  # else the second is answered from memory
            times.append(ms(lambda words=words: corpus.state(Filter(words=words))))
        found = sum(corpus.state(Filter(words=words)).values())
        print(f"{name:<30} {statistics.median(times):8.0f} ms {found:>10,} articles   {words}")
    outlet = corpus.outlets()[0]
    for name, where in (
        ("filter: an outlet", Filter(outlets=(outlet,))),
        ("filter: a year", Filter(since="2024-01-01", until="2024-12-31")),
        ("filter: an outlet and a word", Filter(outlets=(outlet,), words=usual)),
    ):
        took = statistics.median(ms(lambda where=where: corpus.state(where)) for _ in range(RUNS))
        print(f"{name:<30} {took:8.0f} ms")


def made(path: Path, count: int, *, texts: bool) -> None:
    if not texts:
        from large_corpus import make

        make(path, count)
        return
    folder.BATCH = 4096  # fewer files
    corpus = Corpus(path, create=True)
    with corpus.writing():
        for _ in corpus.add(articles(count)):
            pass
        corpus.write_flat()


def chosen(corpus: Corpus) -> tuple[str, str, str]:
    """A word of many, of some and of few articles, of a text that is there."""
    text = str(corpus.query("select text from articles order by article_id limit 1")["text"].iloc[0])
    words = sorted({one.strip(".,").lower() for one in text.split() if one.strip(".,").isalpha()})
    count = {one: sum(corpus.state(Filter(words=one)).values()) for one in words[:60]}
    ranked = sorted(count, key=lambda one: -count[one])
    return ranked[0], ranked[len(ranked) // 2], ranked[-1]


if __name__ == "__main__":
    main()
