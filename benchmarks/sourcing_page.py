"""How long the Sourcing page takes over millions of attributions: the first chart, and a change of a filter.

    python benchmarks/sourcing_page.py [--articles 450000] [--keep FOLDER] [--rounds 10]

The corpus is that of `large_corpus.py`: invented, read, eleven attributions an article, with its flat files
as after an analysis.  *First* opens the folder anew, with empty caches; *filter* asks the open one with a
filter that it has not seen.  The page is run whole, by Streamlit's own test driver: all that the server does
until the browser has the chart.  Single measures count to the finished figure as JSON.  Medians over the
rounds, with the slowest; beside them the plain joins of the tables that the flat files replace, in the same
run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st
from invented_articles import DAYS, FIRST_DAY
from large_corpus import make
from streamlit.testing.v1 import AppTest

from bias import compare
from bias.corpus.store import Corpus, Filter
from bias.show import charts

ROOT = Path(__file__).resolve().parents[1]
ALL_DAYS = [str(FIRST_DAY.astype("datetime64[D]") + n) for n in range(DAYS)]
MEASURES = ("roles", "official", "quoted", "voices", "effective")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=450_000)
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
    filters = [Filter(since=ALL_DAYS[20 * n], until=ALL_DAYS[-1 - 30 * n]) for n in range(1, rounds + 1)]
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
        app.date_input(key="from").set_value(date.fromisoformat(ALL_DAYS[20 * n + 20]))
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


if __name__ == "__main__":
    main()
