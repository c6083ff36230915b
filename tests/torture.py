"""Kills at every step that changes a corpus folder: nothing is lost, doubled or left half done.

    python tests/torture.py [--every 1] [--random 1000] [--seed 0]

A life of a small corpus (import, decisions, analysis, more articles, more decisions, analysis) runs once
undisturbed.  Then it runs again for each step: each file put in place and each statement to codes.sqlite is a
step, before and behind which the process is killed (`kill -9`); and at random moments.  After each kill the
same life is led to its end, and all tables must be those of the life that nobody killed.  What a person
decided is typed again only where the program had not confirmed it.

Needs POSIX: a life is a fork of this process, which has the readings at hand.  Exit code 1 with the
differences of the first lives that went wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bias.corpus import Corpus, Filter, add_items, analyse, place_of
from bias.corpus.pipeline import analyse as analysing
from bias.corpus.pipeline import compaction
from bias.corpus.pipeline.rows import Done, read_rows
from bias.corpus.store import folder
from bias.corpus.store.annotations import Decision
from bias.corpus.store.schemas import SCHEMAS, SINGLE
from bias.model import Article, Spans

ARTICLES = (
    ("The Quell Post", "Harbour of Quell closed", "2024-03-04"),
    ("Radio Loravel", "Quell harbour closed by the port authority", "2024-03-04"),
    ("Northwire", "Harbour of Quell closed", "2024-03-05"),
)
TEXT = (
    "The harbour of Quell was closed after a {thing} fell, the port authority said. “We will open the "
    "{thing} soon,” said Ana Sorel, the mayor of Quell, {more}. Ivo Keller, a fisherman, called the {thing} "
    "a disgrace.\n\n“Nobody told us of the {thing},” he said. The opposition leader Mira Castellan asked for "
    "an inquiry into the so-called {thing} safety plan.\n"
)
THINGS = ("crane", "ferry", "bridge", "tunnel", "mast", "lighthouse")
MORE = ("on Monday", "in a speech to the dockers", "on Monday")
VOLATILE = {"made", "undone"}  # times


def articles(first: int, last: int) -> Iterator[Article]:
    """Stories of three outlets; the third copies the first."""
    for n in range(first, last):
        for outlet, (name, title, day) in enumerate(ARTICLES):
            text = TEXT.format(thing=THINGS[n], more=MORE[outlet])
            yield Article(
                f"{n}-{outlet}", name, f"{title}: {THINGS[n]}", text, published=f"{day[:8]}{4 + n:02}"
            )


# -- one life ------------------------------------------------------------------------------------------


class Life:
    """The steps that change a corpus; a step that a journal confirms is not done again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = path.with_suffix(".journal")

    def lead(self) -> None:
        corpus = Corpus(self.path, create=True)
        add_items(corpus, articles(0, 4))
        analyse(corpus)
        stories = corpus.query("select article_id, story from stories").set_index("article_id")["story"]
        self._decide("move", lambda: corpus.story_codes.move("0-0", stories["1-0"]))
        self._decide("alone", lambda: corpus.story_codes.move("0-1", "0-1"))
        merge = Decision(
            "merge", "ana sorel", "Ana Sorel", target="mira castellan", target_label="Mira Castellan"
        )
        self._decide("merge", lambda: corpus.codes.add(merge))
        self._decide("role", lambda: corpus.codes.add(Decision("code", "ivo keller", role="business")))
        self._decide("wrong", lambda: self._correct(corpus, "0-1"))
        self._decide("right", lambda: corpus.corrections.undo(*corpus.corrections.in_force()["id"]))
        self._decide("wrong again", lambda: self._correct(corpus, "1-0"))
        self._decide("frames", lambda: corpus.frame_codes.code("0-0", "generic", {"conflict": True}))
        add_items(corpus, articles(2, 6))  # some are there
        self._decide("move again", lambda: corpus.story_codes.move("0-0", stories["2-0"]))
        self._decide("undo", lambda: corpus.codes.undo(1))
        self._decide("frames again", lambda: corpus.frame_codes.code("0-0", "generic", {"conflict": False}))
        analyse(corpus)

    @staticmethod
    def _correct(corpus: Corpus, article_id: str) -> None:
        """Two fields of one statement: both or none."""
        row = corpus.attributions_of(article_id).iloc[0].to_dict()
        corpus.corrections.add(place_of("attributions", row), {"role": "citizen", "alignment": "foreign"})

    def _decide(self, name: str, decide: Callable[[], None]) -> None:
        """A person types a decision until the program has confirmed it."""
        done = self.journal.read_text().split("\n") if self.journal.is_file() else []
        if name not in done:
            decide()
            with self.journal.open("a") as file:
                file.write(name + "\n")

    def tables(self) -> dict[str, list[str]]:
        """All rows of all tables, and what holds of what people decided."""
        corpus = Corpus(self.path)
        names = [*SCHEMAS, *SINGLE, "counted_attributions", "counted_tones", "catalogue"]
        found = {name: corpus.table(name) for name in names}
        found["search"] = corpus.articles(Filter(words="ferry OR mast -bridge"))[["article_id"]]
        found["moves"] = corpus.story_codes.in_force()
        found["codes in force"] = corpus.frame_codes.in_force()
        found["corrections"] = corpus.corrections.in_force().drop(columns=["id"])
        codes = corpus.codes.all()
        found["decisions"] = codes[codes["undone"] == ""].drop(columns=["id"]).drop_duplicates()
        return {name: _rows(frame) for name, frame in found.items()}


def _rows(frame: Any) -> list[str]:
    kept = frame[[column for column in frame.columns if column not in VOLATILE]]
    return sorted(json.dumps(row, default=str, ensure_ascii=False) for row in kept.to_dict("records"))


# -- kills -----------------------------------------------------------------------------------------------


class Steps:
    """Counts the steps of a life, and kills it before the one with the number `at`."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def __call__(self) -> None:
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.count += 1


def watch(step: Steps) -> None:
    """From here on each file put in place and each statement to SQLite is a step."""
    replace, connect = os.replace, sqlite3.connect

    def watched_replace(*args: Any, **kwargs: Any) -> None:
        step()
        replace(*args, **kwargs)
        step()

    def watched_connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        con: sqlite3.Connection = connect(*args, **kwargs)
        con.set_trace_callback(lambda sql: step())
        return con

    os.replace, sqlite3.connect = watched_replace, watched_connect  # type: ignore[assignment]


def lived(path: Path, *, kill_at: int = -1, seconds: float = 0) -> tuple[bool, int]:
    """Lead a life in a fork: whether it came to its end, and how many steps it had."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 1
        try:
            step = Steps(kill_at)
            watch(step)
            Life(path).lead()
            os.write(writing, str(step.count).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as file:
        count = file.read()
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit(f"a life failed by itself: {path}")
    return status == 0, int(count or 0)


def differences(path: Path, whole: dict[str, list[str]]) -> list[str]:
    found = Life(path).tables()
    return [
        f"{name}: {len(set(whole[name]) - set(rows))} rows lost, {len(set(rows) - set(whole[name]))} new, "
        f"{len(rows) - len(set(rows))} doubled"
        for name, rows in found.items()
        if rows != whole[name]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="kill at each n-th step")
    parser.add_argument("--random", type=int, default=1000, help="kills at random moments")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    at_hand: dict[str, Done] = {one.id: read_rows(one) for one in articles(0, 6)}

    def known(article: Article, left_out: Spans = ()) -> Done:
        assert not left_out, "the articles of torture.py repeat nothing"
        return at_hand[article.id]

    analysing.read_rows = known
    folder.BATCH = 5
    compaction.RUN = 2  # the second analysis joins the batches of the first
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        began = time.monotonic()
        _, steps = lived(root / "whole")
        took = time.monotonic() - began
        whole = Life(root / "whole").tables()
        chance = random.Random(chosen.seed)
        kills: list[dict[str, Any]] = [{"kill_at": n} for n in range(0, steps, chosen.every)]
        kills += [{"seconds": chance.uniform(0.01, took)} for _ in range(chosen.random)]
        wrong = 0
        for kill in kills:
            path = root / "killed"
            lived(path, **kill)
            if not lived(path)[0]:
                raise SystemExit(f"the life behind a kill did not end: {kill}")
            if found := differences(path, whole):
                wrong += 1
                print(f"killed at {kill}:", *found, sep="\n  ", flush=True)
            shutil.rmtree(path)
            path.with_suffix(".journal").unlink(missing_ok=True)
    print(f"{steps} steps, {len(kills)} kills, {wrong} with other tables than the life that nobody killed")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
