"""How long each page of the dashboard takes on 100,000 articles: its first opening, and the next run.

    python benchmarks/pages.py [--articles 100000] [--keep FOLDER] [--only tone] [--tour]

The corpus is that of `large_corpus.py`: invented, read, the same on every run; with --keep it is made in a
folder once.  Each view has a process of its own, which has opened the same view of a small corpus before:
modules are loaded, and nothing of the large corpus is known but to the system's file cache.  *Cold* is the
whole page as Streamlit's own test driver runs it, from opening the corpus to the last element; *cpu* are the
seconds of all cores that this took, which do not hang on what else the machine does; *warm* is the same page
once more, as after a click that asks nothing new; *MB* the most memory of the process.  --tour opens all
views in one process, as a server does, and says how much memory it has taken by then.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from invented_articles import outlet_names
from large_corpus import make, peak
from streamlit.testing.v1 import AppTest

from bias.compare.measures import FRAMINGS, SOURCINGS, TONES, WORDINGS
from bias.corpus.store import Corpus

ROOT = Path(__file__).resolve().parents[1]
SMALL = 600  # articles of the corpus that loads the modules
SLOW = 3.0  # seconds, from which on a cold page is marked
APART = "How far apart"
CORPORA = ("import_", "articles")  # pages by which a corpus is filled and corrected
LONGEST = 600  # seconds for one page
OUTLET = outlet_names()[0]


@dataclass(frozen=True, slots=True)
class View:
    """A page as a link opens it."""

    page: str
    name: str
    query: tuple[tuple[str, str], ...] = ()


def view(page: str, name: str, **query: str) -> View:
    return View(page, name, tuple((key.replace("__", "-"), value) for key, value in query.items()))


def all_views(corpus: Corpus) -> Iterator[View]:
    """Every page in its default view, then in the others."""
    story = str(corpus.stories(least=2)["story"].iloc[0])
    article = str(corpus.articles_of_story(story)["article_id"].iloc[0])
    speaker = str(corpus.speakers(top=1)["speaker"].iloc[0])
    yield view("overview", "default")
    for period in ("Week", "Year"):
        yield view("overview", f"by {period.lower()}", period=period)
    yield view("outlet", "default")
    yield view("outlet", "beside another", of=OUTLET, beside=corpus.outlets()[-1])
    yield view("stories", "default")
    yield view("stories", "who tells what", stories__view="Who tells what")
    yield view("stories", "words of a headline", story__words="ba")
    yield view("stories", "one story", story=story)
    yield view("topics", "default")
    yield view("topics", "over time", view="Over time")
    yield from sourcing_views()
    yield view("speakers", "default")
    yield view("speakers", "search", search="ba")
    yield view("speakers", "one speaker", speaker=speaker)
    yield from tone_views()
    yield view("framing", "default")
    yield view("framing", "mean score", framing=FRAMINGS[1].label)
    yield view("framing", "how far apart", view=APART)
    yield view("framing", "all frames", view="All frames")
    yield view("framing", "articles behind a mark", behind=OUTLET)
    yield from wording_views()
    yield view("classroom", "default")
    for step in ("Rewrite", "What changes it"):
        yield view("classroom", step.lower(), step=step)
    yield view("exports", "default")
    yield view("method", "default")
    yield view("article", "default")
    for shown in ("Sources", "Tone", "Framing", "Wording"):
        yield view("article", shown.lower(), article=article, show=shown)
    for page in CORPORA:
        yield view(page, "default")


def sourcing_views() -> Iterator[View]:
    yield view("sourcing", "default")
    for measure in SOURCINGS[1:]:
        yield view("sourcing", measure.label.lower(), measure=measure.label)
    official = next(one.label for one in SOURCINGS if one.key == "official")
    yield view("sourcing", "official, how far apart", measure=official, view=APART)
    quoted = next(one.label for one in SOURCINGS if one.key == "quoted")
    yield view("sourcing", "quoted, by role", measure=quoted, view="By role")
    yield view("sourcing", "roles, by topic", view="By topic")
    yield view("sourcing", "official, sentences behind a mark", measure=official, behind=OUTLET)
    yield view("sourcing", "reprints once", once="true")
    yield view("sourcing", "words in title or text", words="ba")


def tone_views() -> Iterator[View]:
    yield view("tone", "default")
    for measure in TONES[1:]:
        yield view("tone", measure.label.lower(), tone=measure.label)
    for name in (APART, "Whom", "Over time", "By quoted role"):
        yield view("tone", name.lower(), view=name)
    yield view("tone", "sentences behind a mark", behind=f"{OUTLET}, in its own voice")


def wording_views() -> Iterator[View]:
    yield view("wording", "default")
    for measure in WORDINGS[1:]:
        yield view("wording", measure.label.lower(), wording=measure.label)
    for name in (APART, "Which words", "What sets an outlet apart"):
        yield view("wording", name.lower(), view=name)
    yield view("wording", "places behind a mark", behind=OUTLET)


# -- one view in this process --------------------------------------------------------------------------


def opened(folder: Path, asked: View) -> AppTest:
    """A page of a corpus that is ready to run: the app has seen its list of pages, and no corpus."""
    os.environ["BIAS_CORPUS"] = ""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=LONGEST).run()
    folder_of = "corpora" if asked.page in CORPORA else "pages"
    app.switch_page(f"bias/show/{folder_of}/{asked.page}.py")
    for key, value in asked.query:
        app.query_params[key] = value
    os.environ["BIAS_CORPUS"] = str(folder)
    return app


def run(app: AppTest) -> tuple[float, float]:
    """Seconds, and seconds of all cores."""
    began, worked = time.perf_counter(), time.process_time()
    app.run()
    took = time.perf_counter() - began, time.process_time() - worked
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return took


def timed(folder: Path, small: Path, asked: View) -> dict[str, float]:
    run(opened(small, asked))
    app = opened(folder, asked)
    cold, cpu = run(app)
    return {"cold": cold, "cpu": cpu, "warm": run(app)[0], "peak": peak()}


# -- all of them ---------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="make the corpus here, or use the one that is here")
    parser.add_argument("--only", default="", help="pages or views whose names hold this")
    parser.add_argument("--tour", action="store_true", help="all views in one process, for its memory")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)  # small corpus, page, view: in a child
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch) / "corpus"
        if options.one:
            small, page, name = options.one
            print(json.dumps(timed(folder, Path(small), chosen(folder, page, name))))
            return
        if not (folder / "counted_frames.parquet").is_file():
            build(folder, options.articles)
        views = [one for one in all_views(Corpus(folder)) if options.only in f"{one.page} · {one.name}"]
        if options.tour:
            tour(folder, views)
        else:
            small = Path(scratch) / "small"
            make(small, SMALL)
            report(folder, small, views)


def chosen(folder: Path, page: str, name: str) -> View:
    return next(one for one in all_views(Corpus(folder)) if (one.page, one.name) == (page, name))


def build(folder: Path, articles: int) -> None:
    """In a process of its own, whose memory is not counted here."""
    maker = Path(__file__).with_name("large_corpus.py")
    subprocess.run([sys.executable, str(maker), str(folder), str(articles)], check=True)


def report(folder: Path, small: Path, views: list[View]) -> None:
    print(f"{'page':<10} {'view':<42} {'cold':>7} {'cpu':>7} {'warm':>7} {'MB':>6}", flush=True)
    for one in views:
        command = [sys.executable, __file__, "--keep", str(folder), "--one", str(small), one.page, one.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{one.page:<10} {one.name:<42} failed: {done.stderr.strip().splitlines()[-1]}", flush=True)
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        mark = "  over" if found["cold"] > SLOW else ""
        times = f"{found['cold']:7.2f} {found['cpu']:7.2f} {found['warm']:7.2f} {found['peak']:6.0f}"
        print(f"{one.page:<10} {one.name:<42} {times}{mark}", flush=True)


def tour(folder: Path, views: list[View]) -> None:
    """All views one after the other: what a server takes that has shown them all."""
    for one in views:
        took, _ = run(opened(folder, one))
        print(f"{one.page:<10} {one.name:<42} {took:7.2f} {peak():6.0f} MB so far", flush=True)


if __name__ == "__main__":
    main()
