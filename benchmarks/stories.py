"""Stories and copies of many synthetic articles: time, memory, and a new batch that joins them.

    python benchmarks/stories.py [--articles 50000] [--batch 1000]

Invented words after Zipf's law: each event has some of its own, each outlet tells it in words drawn anew, and
one article in eight is a reprint, cut and added to.  Says seconds, peak memory of the process, and how
well the events and reprints are found, by which one sees that the work was done.
"""

from __future__ import annotations

import argparse
import datetime
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from bias.corpus.pipeline.relate import group
from bias.corpus.store import Corpus
from bias.evaluate import stories as evaluate_stories
from bias.model import Article

OUTLETS, PER_EVENT = 40, 6
DAYS, LATER = 365, 7  # of all articles, and of the batch that comes after them


def made(count: int, first_day: int, days: int, seed: int) -> tuple[list[Article], list[str], set[str]]:
    """Articles of some days, the event of each, and the ids of the reprints."""
    rng = np.random.default_rng(seed)
    common = [f"w{n}" for n in range(20_000)]
    weights = 1 / np.arange(1, len(common) + 1)
    weights /= weights.sum()
    articles: list[Article] = []
    events: list[str] = []
    copies: set[str] = set()
    event = 0
    while len(articles) < count:
        own = [f"e{seed}x{event}x{n}" for n in range(30)]
        day = datetime.date(2025, 1, 1) + datetime.timedelta(days=first_day + int(rng.integers(days)))
        first: Article | None = None
        for outlet in rng.choice(OUTLETS, size=int(rng.integers(1, 2 * PER_EVENT)), replace=False):
            key = f"{seed}-{len(articles):06d}"
            published = (day + datetime.timedelta(days=int(rng.integers(2)))).isoformat()
            if first is not None and rng.random() < 1 / 8:
                words = first.text.split()
                cut = words[: int(len(words) * rng.uniform(0.6, 1))]
                text = " ".join([*cut, *rng.choice(common, 30, p=weights)])
                copies.add(key)
                published = max(published, first.published)
            else:
                words = list(rng.choice(common, 400, p=weights))
                for place in rng.choice(400, 60, replace=False):
                    words[place] = own[int(rng.integers(len(own)))]
                text = " ".join(words)
            title = " ".join([*rng.choice(own, 3), *rng.choice(common, 4, p=weights)])
            article = Article(key, f"Outlet {outlet}", title, text, published=published)
            first = first or article
            articles.append(article)
            events.append(f"{seed}-{event}")
        event += 1
    return articles[:count], events[:count], copies


def add(corpus: Corpus, articles: list[Article]) -> None:
    with corpus.writing():
        for _ in corpus.add(articles):
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--batch", type=int, default=1_000)
    opt = parser.parse_args()
    articles, events, copies = made(opt.articles, 0, DAYS, 0)
    more = made(opt.batch, DAYS, LATER, 1)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder) / "corpus", create=True)
        add(corpus, articles)
        for name, wanted in (("all", opt.articles), ("a new batch", opt.batch)):
            began = time.perf_counter()
            told, found = group(corpus)
            with corpus.writing():
                corpus.write_whole(stories=told, story_labels=told.head(0).assign(label=""), copies=found)
            took = time.perf_counter() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
            print(f"{name}: {wanted:,} articles in {took:.1f} s; peak {peak:.2f} GB so far", flush=True)
            if name == "all":
                add(corpus, more[0])
        story = told.set_index("article_id")["story"]
        rows = [{"story_id": event} for event in events + more[1]]
        figures = evaluate_stories.scores(rows, [story[one.id] for one in articles + more[0]])
        taken = set(found.loc[found.duplicated("original", keep=False), "article_id"])
        made_up = copies | more[2]
        print(f"B³ F1 {figures['b3']['f']:.3f}; reprints found {len(taken & made_up)} of {len(made_up)}")


if __name__ == "__main__":
    main()
