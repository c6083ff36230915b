"""Feeds and lists of addresses → articles: what is new is fetched, read as a page, and handed over once.

feeds → addresses that wait (in the ledger) → pages → articles → the corpus
Only `bias follow` and `bias fetch` come here; nothing else of the program opens a connection.
"""

from __future__ import annotations

import codecs
import queue
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from bias.errors import BadInputError
from bias.ingest import fields, ledger, reader
from bias.ingest.feeds import addresses, parsing
from bias.ingest.feeds.fetching import MOST_DELAY, Fetcher, FetchError, Reply
from bias.ingest.ledger import Feed, Ledger, Page
from bias.ingest.pages import page as pages
from bias.model import Article, Rejection

Item = Article | Rejection
Job = TypeVar("Job", Feed, Page)
Done = TypeVar("Done")
MOST_FEED = 20_000_000  # bytes
MOST_AT_ONCE = 64  # articles that are stored together; what a killed process has to fetch again at most
HOSTS = 8  # that are asked at the same time
DOWN = 3  # pages of a host that fail one after another, before the others wait for the next run
_PAGES = ("", "text/html", "application/xhtml+xml", "text/plain")
# of texts; Python has others, some of which take hours for a page
_ENCODING = re.compile(
    r"ascii|utf-(?:8|16|32)\S*|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|iso2022_\w+"
)
_IN_A_LINE = re.compile(r"https?://[^\s\"<>]+", re.I)


@dataclass(frozen=True, slots=True)
class Into:
    """The corpus, as far as fetching needs to know it."""

    folder: Path
    article_ids: Callable[[], Collection[str]]
    urls: Callable[[], Iterable[str]]  # of its articles
    store: Callable[[Sequence[Item]], None]


@dataclass(slots=True)
class Fetched:
    """What one run did."""

    feeds: int = 0
    unchanged: int = 0
    troubles: list[tuple[str, str]] = field(default_factory=list)  # feed, why
    found: int = 0  # addresses that were new
    known: int = 0  # of articles that are here already, under another address
    later: list[tuple[str, str]] = field(default_factory=list)  # address, why; tried again by the next run


def follow(given: Sequence[str], into: Into, *, fetcher: Fetcher, outlet: str = "") -> Fetched:
    """Ask the feeds that are given and those followed before, and take what is new."""
    told = Fetched()
    with ledger.opened(into.folder, into.article_ids) as book:
        for url in dict.fromkeys(given):
            known = book.feeds.get(url)
            if known is None or known.dropped or known.named_by:
                book.note(replace(known, dropped=False, named_by="") if known else Feed(url))
        run = _Run(book, into, fetcher, outlet, told)
        run.ask(book.followed())
        run.take()
    return told


def fetch(given: Sequence[str], into: Into, *, fetcher: Fetcher, outlet: str = "") -> Fetched:
    """Take the articles of a list of addresses; those that are here are not fetched again."""
    told = Fetched()
    with ledger.opened(into.folder, into.article_ids) as book:
        run = _Run(book, into, fetcher, outlet, told)
        run.wait_for(Page(url) for url in given)
        run.take()
    return told


def drop(feeds: Iterable[str], into: Into) -> None:
    """Follow some feeds no longer; their articles stay.  Raises BadInputError for an unknown one."""
    with ledger.opened(into.folder, into.article_ids) as book:
        followed = {one.feed: one for one in book.followed()}
        for feed in feeds:
            if feed not in followed:
                raise BadInputError(f"{feed} is not followed; followed are {', '.join(followed) or 'none'}")
            book.note(replace(followed[feed], dropped=True))


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed as the dashboard shows it."""

    feed: str
    title: str
    answered: str
    articles: int
    waiting: int
    rejected: int
    trouble: str


def followed(folder: Path) -> list[Followed]:
    """The feeds of a corpus folder, with what came of them."""
    book = Ledger(folder)
    counts = book.counts()
    rows = []
    for one in book.followed():
        all_ = [one, *book.named_by(one.feed)]
        taken, waiting, noted, rejected = (
            sum(counts[part.feed, state] for part in all_)
            for state in ("taken", "waiting", "noted", "rejected")
        )
        title = next((part.title for part in all_ if part.title), "")
        trouble = next((part.trouble for part in all_ if part.trouble), "")
        answered = max(part.answered for part in all_)
        rows.append(Followed(one.feed, title, answered, taken, waiting + noted, rejected, trouble))
    return rows


def addresses_in(given: Iterable[str]) -> list[str]:
    """Addresses of arguments: each an address, a list of feeds (OPML), or a text or table with one a line.

    Raises BadInputError for a file that is not there, or holds none.
    """
    found: list[str] = []
    for one in given:
        if re.match(r"https?://", one, re.I):
            found.append(one)
        elif Path(one).is_file():
            found += _of_file(Path(one))
        elif re.fullmatch(r"[\w.-]+\.[a-z]{2,}(?:/\S*)?", one, re.I):
            raise BadInputError(f"{one}: no such file; an address begins with https://")
        else:
            raise BadInputError(f"{one}: neither an address that begins with https:// nor a file")
    return list(dict.fromkeys(found))


def _of_file(path: Path) -> list[str]:
    body = path.read_bytes()
    if re.search(rb"<opml\b", body[:4_000], re.I):
        try:
            found = list(parsing.feed(body, url="").feeds)
        except parsing.BadFeedError as error:
            raise BadInputError(f"{path}: {error}") from error
    else:
        lines = body.decode("utf-8-sig", "replace").splitlines()
        found = [address for line in lines if (address := _of_line(line.strip()))]
    if not found:
        raise BadInputError(f"{path}: no address in it that begins with http:// or https://")
    return found


def _of_line(line: str) -> str:
    """The address of a line, which stands alone or in a row of a table."""
    if re.fullmatch(r"https?://\S+", line, re.I) and ",http" not in line:
        return line
    match = None if line.startswith("#") else _IN_A_LINE.search(line)
    return match[0].split(",")[0].rstrip(";)'") if match else ""


@dataclass(slots=True)
class _Run:
    """One run over a ledger that is open."""

    book: Ledger
    into: Into
    fetcher: Fetcher
    outlet: str
    told: Fetched
    here: set[str] = field(default_factory=set)  # addresses of articles that are in the corpus

    def __post_init__(self) -> None:
        self.here = {fields.normal_url(url) for url in self.into.urls() if url}

    # -- feeds ------------------------------------------------------------------------------------

    def ask(self, feeds: Sequence[Feed]) -> None:
        """Ask feeds, and those that they name, two deep: an index, its sitemaps."""
        for _ in range(3):
            now = ledger.now()
            for one in feeds:
                if one.wait_until > now:
                    self.told.troubles.append((one.feed, one.trouble))
            due = [one for one in feeds if one.wait_until <= now]
            named: list[Feed] = []
            for feed, parsed in _by_host(due, lambda one: one.feed, self._asked, self.fetcher):
                named += self._keep(feed, parsed)
            asked = {one.feed for one in feeds}
            feeds = [one for one in named if one.feed not in asked]
            for one in feeds[parsing.MOST_FEEDS :]:
                self.told.troubles.append((one.feed, f"left: more than {parsing.MOST_FEEDS} feeds named"))
            feeds = feeds[: parsing.MOST_FEEDS]
            if not feeds:
                return

    def _asked(self, feeds: Sequence[Feed]) -> Iterator[tuple[Feed, parsing.Parsed | None]]:
        """What each feed of a host says; None where it is as it was, or says nothing."""
        for feed in feeds:
            feed = replace(feed, asked=ledger.now(), trouble="", wait_until="")
            try:
                reply = self.fetcher.get(feed.feed, most=MOST_FEED, etag=feed.etag, modified=feed.modified)
                feed = replace(feed, answered=ledger.now())
                if reply.status == 304:
                    yield feed, None
                    continue
                parsed = parsing.feed(reply.body, url=reply.url, type_=_typed(reply))
            except FetchError as error:
                until = datetime.now(UTC) + timedelta(seconds=error.wait)
                wait = until.isoformat(timespec="seconds") if error.wait > MOST_DELAY else ""
                why = _why(error, feed.feed)
                why = f"{why}; it asks to be left alone until {wait}" if wait else why
                yield replace(feed, trouble=why, wait_until=wait), None
            except parsing.BadFeedError as error:
                yield replace(feed, trouble=str(error)), None
            else:
                more = f"{parsed.more:,} of its entries are left: more than {parsing.MOST_ENTRIES:,} at once"
                feed = replace(feed, title=parsed.title or feed.title, trouble=more if parsed.more else "")
                yield replace(feed, etag=reply.etag, modified=reply.modified), parsed

    def _keep(self, feed: Feed, parsed: parsing.Parsed | None) -> list[Feed]:
        """Note what a feed says; the feeds that it names."""
        self.told.feeds += 1
        self.told.unchanged += parsed is None and not feed.trouble
        if feed.trouble:
            self.told.troubles.append((feed.feed, feed.trouble))
        known = self.book.named_by(feed.feed)
        if parsed is None:
            self.book.note(feed)
            return known
        self.wait_for(
            Page(one.url, feed=feed.feed, title=one.title, published=one.published, author=one.author)
            for one in parsed.entries
        )
        named = [
            self.book.feeds.get(url) or Feed(url, named_by=feed.feed)
            for url in parsed.feeds
            if url != feed.feed
        ]
        gone = [replace(one, dropped=True) for one in known if one.feed not in parsed.feeds]
        # last of all: a feed that is noted as answered has all its entries in the ledger
        self.book.note(*gone, *(replace(one, dropped=False) for one in named), feed)
        return named

    def wait_for(self, named: Iterable[Page]) -> None:
        """Note addresses that are new; one that was given by hand is tried again where it gave nothing."""
        fresh: dict[str, Page] = {}
        for page in named:
            key = fields.normal_url(page.page)
            known = self.book.pages.get(key)
            again = known is not None and known.state == "rejected" and not page.feed
            if key in self.here:
                self.told.known += not page.feed
            elif known is None or again:
                fresh.setdefault(key, page)
        self.told.found += len(fresh)
        self.book.note(*fresh.values())

    # -- pages ------------------------------------------------------------------------------------

    def take(self) -> None:
        """Fetch every page that waits, and hand the articles over, some at a time."""
        found: list[tuple[Page, Item]] = []
        try:
            waiting = self.book.waiting()
            for page, item, url in _by_host(waiting, lambda one: one.page, self._read, self.fetcher):
                found += self._judged(page, item, url)
                if len(found) >= MOST_AT_ONCE:
                    self._store(found)
                    found = []
        except KeyboardInterrupt:
            self._store(found)
            raise
        self._store(found)

    def _read(self, some: Sequence[Page]) -> Iterator[tuple[Page, Item | None, str]]:
        """The pages of one host, one after another, until it fails several times or asks to be left alone."""
        failed = 0
        for page in some:
            try:
                reply = self.fetcher.get(page.page, most=pages.MOST_BYTES)
                failed = 0
                yield page, self._item(page, reply), reply.url
            except FetchError as error:
                if self.fetcher.stop.is_set():
                    return
                tries = page.tries + error.passing
                page = replace(page, tries=tries, reason=_why(error, page.page))
                final = not error.passing or tries >= ledger.TRIES
                yield page, Rejection(page.page, None, page.reason, page.title) if final else None, page.page
                failed = failed + 1 if error.passing else 0
                if failed == DOWN or error.wait > MOST_DELAY:
                    return

    def _item(self, page: Page, reply: Reply) -> Item:
        if reply.type not in _PAGES:
            return Rejection(page.page, None, f"no web page but {reply.type}", page.title)
        told: fields.Found = {
            name: (value, "feed") for name in ("title", "author") if (value := getattr(page, name))
        }
        if page.published:
            told["published"] = fields.published(page.published, "feed")
        item = reader.from_html(_text(reply), url=reply.url, outlet=self.outlet, told=told)
        if isinstance(item, Rejection):
            return replace(item, path=page.page)
        source = {"feed": page.feed} if page.feed else {}
        return replace(item, methods={**item.methods, **source, "fetched": ledger.now()})

    def _judged(self, page: Page, item: Item | None, url: str) -> list[tuple[Page, Item]]:
        """What is to be stored of a page; what is not is noted at once."""
        if item is None:
            self.told.later.append((page.page, page.reason))
            self.book.note(page)
            return []
        if isinstance(item, Rejection):
            return [(replace(page, state="rejected", reason=item.reason), item)]
        behind = fields.normal_url(url)
        if behind in self.here:
            self.told.known += 1
            self.book.note(replace(page, state="known"))
            return []
        self.here |= {behind, fields.normal_url(page.page)}
        page = replace(page, state="noted", article=item.id)
        self.book.note(page)
        return [(page, item)]

    def _store(self, found: Sequence[tuple[Page, Item]]) -> None:
        if found:
            self.into.store([item for _, item in found])
            self.book.note(
                *(replace(page, state="taken") if page.state == "noted" else page for page, _ in found)
            )


def _by_host(
    jobs: Sequence[Job],
    address: Callable[[Job], str],
    work: Callable[[Sequence[Job]], Iterator[Done]],
    fetcher: Fetcher,
) -> Iterator[Done]:
    """What the work gives, in the order in which it comes: a thread does all jobs of a host."""
    groups: dict[str, list[Job]] = {}
    for job in jobs:
        groups.setdefault(_host(address(job)), []).append(job)
    results: queue.SimpleQueue[Done | _End] = queue.SimpleQueue()

    def run(some: Sequence[Job]) -> None:
        try:
            for one in work(some):
                results.put(one)
            results.put(_End())
        except BaseException as error:  # noqa: BLE001 — the thread that waits raises it
            results.put(_End(error))

    left = len(groups)
    with ThreadPoolExecutor(HOSTS, "fetch") as pool:
        for some in groups.values():
            pool.submit(run, some)
        try:
            while left:
                one = results.get()
                if not isinstance(one, _End):
                    yield one
                elif one.error:
                    raise one.error
                else:
                    left -= 1
        finally:
            if left:  # stopped before its end: no thread begins anything more
                fetcher.stop.set()
                pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _End:
    """A thread has done all jobs of its host, or broke off."""

    error: BaseException | None = None


def _host(url: str) -> str:
    try:
        return addresses.place(url).host
    except addresses.ForbiddenError:
        return ""


def _why(error: FetchError, url: str) -> str:
    """The reason without the address that stands beside it already."""
    return str(error).removeprefix(f"{url}: ")


def _typed(reply: Reply) -> str:
    return f"{reply.type}; charset={reply.charset}" if reply.charset else reply.type


def _text(reply: Reply) -> str | bytes:
    """The page in the encoding that the server names, where it fits; else the page tells it itself."""
    try:
        usual = reply.charset and _ENCODING.fullmatch(codecs.lookup(reply.charset).name)
        return reply.body.decode(reply.charset) if usual else reply.body
    except (LookupError, UnicodeError, ValueError):
        return reply.body
