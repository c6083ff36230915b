"""How long the Sourcing page takes over millions of attributions: the first chart, and a change of a filter.

    python benchmarks/sourcing_page.py [--articles 1000000] [--keep FOLDER] [--rounds 10]

A corpus folder is made with batches of 256 articles as `bias analyse` writes them, of invented people and
outlets (40 outlets, five attributions an article), and its flat files are written as after an analysis.
*First* opens the folder anew, with empty caches; *filter* asks the open one with a filter that it has not
seen.  The page is run whole, by Streamlit's own test driver: all that the server does until the browser has
the chart.  Single measures count to the finished figure as JSON.  Medians over the rounds, with the slowest;
beside them the plain joins of the tables that the flat files replace, in the same run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import streamlit as st
from streamlit.testing.v1 import AppTest

from bias import compare
from bias.corpus.store import SCHEMAS, Corpus, Filter
from bias.corpus.store.schemas import LINKS
from bias.reading.roles.codebook import role_codebook
from bias.show import charts

ROOT = Path(__file__).resolve().parents[1]
BATCH, OUTLETS, EACH, PEOPLE = 256, 40, 5, 20_000
DAYS = [(date(2021, 1, 1) + timedelta(n)).isoformat() for n in range(1500)]
MEASURES = ("roles", "official", "quoted", "voices", "effective")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="make the corpus here, or use the one that is here")
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "corpus"
        if not (folder / "counted_attributions.parquet").is_file():
            print(f"making {options.articles:,} articles in {folder}")
            make(folder, options.articles)
        report(folder, options.rounds)


def report(folder: Path, rounds: int) -> None:
    corpus = Corpus(folder)
    total = corpus.query("select count(*) as n from counted_attributions")["n"].iloc[0]
    print(f"{total:,} attributions; seconds, median (slowest) of {rounds}")
    filters = [Filter(since=DAYS[20 * n], until=DAYS[-1 - 30 * n]) for n in range(1, rounds + 1)]
    print(f"  {'the whole page, as it opens':<28} {page(folder, rounds)}")
    for key in MEASURES:
        first = [timed(partial(opened, folder, key)) for _ in filters]
        figure(corpus, Filter(), key)
        change = [timed(partial(figure, corpus, where, key)) for where in filters]
        print(
            f"  {compare.named(compare.SOURCINGS, key).label:<28} first {said(first)}   filter {said(change)}"
        )
    joins = [timed(lambda: corpus.query(JOINED)) for _ in range(3)]
    print(f"  roles by outlet, counted from the joined tables instead: {said(joins)}")


def page(folder: Path, rounds: int) -> str:
    """The Sourcing page as the server runs it: opened with empty caches, then with other dates."""
    os.environ["BIAS_CORPUS"] = str(folder)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    first, change = [], []
    for n in range(rounds):
        app.switch_page("bias/show/pages/import_.py").run()
        st.cache_data.clear()
        st.cache_resource.clear()
        app.switch_page("bias/show/pages/sourcing.py")
        first.append(timed(app.run))
        app.date_input(key="from").set_value(date.fromisoformat(DAYS[20 * n + 20]))
        change.append(timed(app.run))
    assert not app.exception, app.exception
    return f"first {said(first)}   filter {said(change)}"


JOINED = """select t.outlet, t.article_id, coalesce(l.role, t.role) as role, count(*) from attributions t
    left join linked_speakers l on l.article_id = t.article_id and l.name = t.speaker group by all"""


def figure(corpus: Corpus, where: Filter, key: str) -> str:
    """All that the page does up to the chart."""
    return str(charts.draw(compare.sourcing(corpus, where, key=key).chart).to_json())


def opened(folder: Path, key: str) -> str:
    return figure(Corpus(folder), Filter(), key)


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def said(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} ({max(seconds):.2f})"


def make(folder: Path, articles: int) -> None:
    corpus = Corpus(folder, create=True)
    rng = np.random.default_rng(0)
    for table in SCHEMAS:
        (folder / table).mkdir(exist_ok=True)
    links = []
    with corpus.writing():
        for number, start in enumerate(range(0, articles, BATCH)):
            links.append(batch(folder, number, start, min(BATCH, articles - start), rng))
        pq.write_table(pa.concat_tables(links), folder / "linked_speakers.parquet", compression="zstd")
        began = time.perf_counter()
        corpus.write_flat()
        print(f"flat files written in {time.perf_counter() - began:.0f} s")


def batch(folder: Path, number: int, start: int, size: int, rng: np.random.Generator) -> pa.Table:
    """The files of one batch; returns its rows of links."""
    ids = [f"{start + n:016x}" for n in range(size)]
    outlets = [f"Outlet {n:02d}" for n in np.minimum(rng.geometric(0.06, size), OUTLETS)]
    days = [DAYS[n] for n in rng.integers(len(DAYS), size=size)]
    per = rng.poisson(EACH, size)
    of = np.repeat(np.arange(size), per)
    n = len(of)
    who = np.minimum((rng.pareto(0.7, n) * 20).astype(int), PEOPLE - 1)
    codes = [*role_codebook().roles, None]
    sides = ["incumbent", "opposition", "independent", None]
    role = [codes[w % len(codes)] for w in who]
    side = [sides[w % len(sides)] for w in who]
    words = rng.integers(5, 40, n)
    direct = rng.random(n) < 0.4
    names = [f"Person {w}" for w in who]
    said = "the bridge will open again in May and nobody was told about the second report"
    rows = {
        "article_id": [ids[a] for a in of], "number": np.concatenate([np.arange(k) for k in per]),
        "outlet": [outlets[a] for a in of], "published": [days[a] for a in of],
        "source": names, "cue": ["said"] * n, "content": [said] * n,
        "source_spans": [[0, 8]] * n, "cue_spans": [[9, 13]] * n, "content_spans": [[14, 90]] * n,
        "kind": np.where(direct, "direct", "indirect"), "via": [""] * n, "cue_lemma": ["say"] * n,
        "stance": np.where(rng.random(n) < 0.1, "doubting", "neutral"), "words": words,
        "quoted_words": np.where(direct, words, 0), "early": rng.random(n) < 0.4,
        "confidence": rng.random(n), "named": [True] * n, "form": ["name"] * n,
        "speaker": names, "role": role, "alignment": side, "polity": [None] * n,
    }  # fmt: skip
    stem = f"{number + 1:06d}-synthetic"
    write(folder / "attributions" / f"{stem}.parquet", rows, SCHEMAS["attributions"])
    text = [said * 4] * size
    articles = {"article_id": ids, "outlet": outlets, "title": text, "text": text, "published": days}
    write(folder / "articles" / f"{stem}.parquet", filled(articles, SCHEMAS["articles"]), SCHEMAS["articles"])
    read = {"article_id": ids, "outlet": outlets, "published": days, "state": ["read"] * size}
    read |= {"reason": [""] * size, "language": ["en"] * size, "words": rng.integers(200, 900, size)}
    read |= {"sentence_spans": [[0, 90]] * size, "narrated": [3] * size, "version": ["synthetic"] * size}
    write(folder / "readings" / f"{stem}.parquet", read, SCHEMAS["readings"])
    heard = sorted({(a, w) for a, w in zip(of.tolist(), who.tolist(), strict=True)})
    link = {
        "article_id": [ids[a] for a, _ in heard], "name": [f"Person {w}" for _, w in heard],
        "speaker": [f"person {w}" for _, w in heard], "label": [f"Person {w}" for _, w in heard],
        "kind": ["person"] * len(heard), "joined": ["full name"] * len(heard),
        "role": [codes[w % len(codes)] for _, w in heard],
        "alignment": [sides[w % len(sides)] for _, w in heard],
        "polity": [None] * len(heard), "confidence": [0.9] * len(heard), "why": ["described as"] * len(heard),
        "reason": ["x"] * len(heard),
    }  # fmt: skip
    return pa.Table.from_pydict(link, schema=LINKS)


def filled(columns: dict[str, list[str]], schema: pa.Schema) -> dict[str, list[str]]:
    size = len(columns["article_id"])
    return {name: columns.get(name, [""] * size) for name in schema.names}


def write(path: Path, columns: dict[str, object], schema: pa.Schema) -> None:
    pq.write_table(pa.Table.from_pydict(columns, schema=schema), path, compression="zstd")


if __name__ == "__main__":
    main()
