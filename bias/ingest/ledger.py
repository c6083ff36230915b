"""feeds.jsonl: which feeds a corpus follows, and what became of each address that they named.

Lines are added and never changed; of each feed and each address the last line counts, and each opening
leaves out the earlier ones.  So a process may be killed at any moment: an article is noted before it is
stored and again when it is, and what was noted and not stored is fetched again.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from filelock import FileLock, Timeout

from bias.errors import BadInputError
from bias.ingest.fields import normal_url

FILE = "feeds.jsonl"
TRIES = 5  # runs in which an address that fails is tried
State = Literal["waiting", "noted", "taken", "known", "rejected"]
T = TypeVar("T", "Feed", "Page")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed.  Times are ISO 8601 in UTC, empty for never."""

    feed: str  # its address
    title: str = ""
    named_by: str = ""  # the page or list that names it; empty for one that the user gave
    etag: str = ""
    modified: str = ""
    asked: str = ""
    answered: str = ""
    trouble: str = ""  # of the last time; empty where there was none
    wait_until: str = ""  # what the server asked for
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """An address that a feed or a list named.

    waiting: to be fetched; noted: read, perhaps not yet stored; taken: stored; known: it was here already;
    rejected: no article.
    """

    page: str  # its address
    state: State = "waiting"
    feed: str = ""
    article: str = ""  # id
    title: str = ""  # as the feed tells it; likewise
    published: str = ""
    author: str = ""
    tries: int = 0
    reason: str = ""


class Ledger:
    """The feeds and addresses of one corpus folder.  One thread writes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.feeds: dict[str, Feed] = {}
        self.pages: dict[str, Page] = {}  # by the address without what only tracks the reader
        for line in _lines(self.path):
            self._take(line)

    def note(self, *notes: Feed | Page) -> None:
        """Keep what is new, at once on disk."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write("".join(map(_line, notes)))
        for note in notes:
            self._hold(note)

    def settle(self, article_ids: Collection[str]) -> None:
        """What a killed process left: noted pages are taken if their article is there, else wait again."""
        left = [page for page in self.pages.values() if page.state == "noted"]
        self.note(
            *(replace(page, state="taken" if page.article in article_ids else "waiting") for page in left)
        )

    def followed(self) -> list[Feed]:
        """The feeds that the user gave, in the order given."""
        return [feed for feed in self.feeds.values() if not feed.dropped and not feed.named_by]

    def named_by(self, feed: str) -> list[Feed]:
        return [one for one in self.feeds.values() if one.named_by == feed and not one.dropped]

    def waiting(self) -> list[Page]:
        return [page for page in self.pages.values() if page.state == "waiting"]

    def counts(self) -> Counter[tuple[str, str]]:
        """How many addresses of each feed are in each state: (feed, state) → n."""
        return Counter((page.feed, page.state) for page in self.pages.values())

    def tidy(self) -> None:
        """Write the lines that count, and no others."""
        scratch = self.path.with_name(f".{FILE}.{os.getpid()}.tmp")
        with scratch.open("w", encoding="utf-8") as file:
            file.writelines(map(_line, self.feeds.values()))
            file.writelines(map(_line, self.pages.values()))
        os.replace(scratch, self.path)

    def _take(self, line: dict[str, Any]) -> None:
        kind = Feed if "feed" in line and "page" not in line else Page
        known = {one.name for one in fields(kind)}
        try:
            self._hold(kind(**{name: value for name, value in line.items() if name in known}))
        except TypeError:
            return  # a line of somebody else; it tells no address

    def _hold(self, note: Feed | Page) -> None:
        if isinstance(note, Feed):
            self.feeds[note.feed] = note
        else:
            self.pages[normal_url(note.page)] = note


@contextmanager
def opened(folder: Path, article_ids: Callable[[], Collection[str]]) -> Iterator[Ledger]:
    """The ledger of a corpus folder, for one process at a time.  Raises BadInputError for a second one.

    `article_ids` gives those of the corpus.
    """
    lock = FileLock(folder / ".feeds.lock")
    try:
        lock.acquire(timeout=1)
    except Timeout as error:
        raise BadInputError(
            f"{folder}: another process fetches for this corpus; wait until it ends"
        ) from error
    try:
        ledger = Ledger(folder)
        ledger.tidy()  # first: a line that was cut has no end, and the next would be lost with it
        ledger.settle(article_ids())
        yield ledger
    finally:
        lock.release()


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _line(note: Feed | Page) -> str:
    """A line without what is empty; a page that is done needs no words of its feed."""
    done = isinstance(note, Page) and note.state in ("taken", "known", "rejected")
    left_out = {"title", "published", "author", "tries"} if done else set()
    kept = {name: value for name, value in asdict(note).items() if value and name not in left_out}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            found = json.loads(line) if line else None
        except json.JSONDecodeError:
            continue  # cut by a process that was killed: what it told is told again
        if isinstance(found, dict):
            yield found
