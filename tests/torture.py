"""Kills at every step that changes a corpus folder: nothing is lost, doubled or left half done.

    python tests/torture.py [--every 1] [--random 1000] [--seed 0]

A life of a small corpus (import, decisions, analysis, more articles, more decisions, analysis) runs once
undisturbed.  Each file put in place is a step, before and behind, and each statement to codes.sqlite.  At
each step the life stands still and its folder is copied, since a `kill -9` leaves what is written at that
moment; at random moments it is killed indeed.  Behind each kill the same life is led to its end, and all
tables must be those of the life that nobody killed.  What a person decided is typed again only where the
program had not confirmed it.

Needs POSIX: a life is a fork of this process, which has the readings at hand.  Exit code 1 with the
differences of the first lives that went wrong.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
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

    def copied(self, path: Path) -> Life:
        """What a kill at this moment would leave."""
        other = Life(path)
        other.removed()
        shutil.copytree(self.path, path)
        if self.journal.is_file():
            shutil.copy(self.journal, other.journal)
        return other

    def removed(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        self.journal.unlink(missing_ok=True)

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


def watch(step: Callable[[], None]) -> None:
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


def forked(lead: Callable[[], None]) -> int:
    """The process that leads a life."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            lead()
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int) -> bool:
    """Whether it came to its end; one that failed by itself ends all."""
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("a life failed by itself")
    return status == 0


def standing_still(path: Path, every: int) -> Iterator[tuple[str, Path]]:
    """Lead a life; at each `every`-th step, what a kill would leave, while the life waits."""
    (seen, see), (goes_on, go_on) = os.pipe(), os.pipe()
    copy = path.with_name("stopped")

    def lead() -> None:
        os.close(seen)
        numbers = itertools.count()

        def step() -> None:
            number = next(numbers)
            if every and number % every == 0:
                Life(path).copied(copy)
                os.write(see, f"{number}\n".encode())
                os.read(goes_on, 1)

        watch(step)
        Life(path).lead()
        print(f"{next(numbers)} steps", flush=True)

    child = forked(lead)
    os.close(see)
    with os.fdopen(seen) as steps:
        for number in steps:
            yield f"step {number.strip()}", copy
            os.write(go_on, b".")
    ended(child)


def killed(path: Path, seconds: float) -> bool:
    """Lead a life until it has had its seconds of the processor: whether it was killed before its end."""

    def lead() -> None:
        signal.setitimer(signal.ITIMER_PROF, seconds)  # whose signal nobody handles: the system ends the life
        Life(path).lead()

    return not ended(forked(lead))


def seconds_of(path: Path) -> float:
    """How long a life has the processor."""
    ended(forked(Life(path).lead))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def differences(path: Path, whole: dict[str, list[str]]) -> list[str]:
    """Lead a life to its end: how its tables differ from those of the one that nobody killed."""
    if not ended(forked(Life(path).lead)):
        raise SystemExit("the life behind a kill did not end")
    found = Life(path).tables()
    return [
        f"{name}: {len(set(whole[name]) - set(rows))} rows lost, {len(set(rows) - set(whole[name]))} new, "
        f"{len(rows) - len(set(rows))} doubled"
        for name, rows in found.items()
        if rows != whole[name]
    ]


def kills(root: Path, every: int, moments: list[float]) -> Iterator[tuple[str, Path]]:
    yield from standing_still(root / "still", every)
    for seconds in moments:
        if killed(root / "killed", seconds):
            yield f"{seconds:.3f} seconds", root / "killed"
        Life(root / "killed").removed()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="kill at each n-th step; 0: at none")
    parser.add_argument("--random", type=int, default=1000, help="kills at random moments of the processor")
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
        Life(root / "whole").lead()  # not in a fork: what is loaded here is at hand to all
        whole = Life(root / "whole").tables()
        took, chance = seconds_of(root / "timed"), random.Random(chosen.seed)
        moments = [chance.uniform(0.01, took) for _ in range(chosen.random)]
        count = wrong = 0
        for moment, path in kills(root, chosen.every, moments):
            count += 1
            if found := differences(path, whole):
                wrong += 1
                print(f"killed at {moment}:", *found, sep="\n  ", flush=True)
            if not count % 100:
                print(f"{count} kills so far, {wrong} wrong", flush=True)
    print(f"{count} kills, {wrong} with other tables than the life that nobody killed")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
