"""The command `bias`.  Says what happens and where; knows no text model and no SQL of its own."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import sys
import threading
import time
import webbrowser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from bias import __version__, processes, resources
from bias.errors import BadInputError, BiasError, BusyError
from bias.model import Article, Attribution, Reading, Rejection, Spans, Speaker, Tone, Wording, joined

if TYPE_CHECKING:
    from bias.corpus import Added, Corpus
    from bias.ingest import Preview
    from bias.ingest.feeds.fetching import Fetcher
    from bias.ingest.following import Fetched, Into

app = typer.Typer(
    help="How outlets tell the same events: who is quoted, in which words, and how we know.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
evaluate_app = typer.Typer(help="Measure a reading step against gold annotations.", no_args_is_help=True)
app.add_typer(evaluate_app, name="evaluate")
P = ParamSpec("P")
T = TypeVar("T")


class _Terminal(Console):
    """A console that neither obeys nor stumbles over what file names and texts may hold."""

    def render_str(self, text: str, **more: Any) -> Text:
        return super().render_str(_UNSEEN.sub("\ufffd", text), **more)


# control characters, which a terminal obeys; marks that turn the line around; what no encoding has
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
out = _Terminal(width=None if sys.stdout.isatty() else 160)  # a pipe has no width: give it room
err = _Terminal(stderr=True)
settings = {"debug": False}
TABLES = (
    "articles", "attributions", "speakers", "names", "scores", "readings", "targets", "tones", "wordings",
    "linked_speakers", "linked_targets", "topics", "topic_terms", "stories", "story_labels", "copies",
    "catalogue", "counted_attributions", "counted_tones", "counted_wordings", "frames", "own_frames",
    "own_tones", "own_targets", "passages",
    "learned", "learned_frames", "counted_frames",
)  # fmt: skip
TONES = ("negative", "neutral", "positive", "uncertain")
EVALUATED = {  # step → what each line of its gold holds; what is measured
    "statements": (
        "text, published, attributions",
        "Who is heard: what is found, and right in act, source, speaker, role and side; whether confidence "
        "means what it says.",
    ),
    "attribution": (
        "doc_id, text, attributions",
        "Who says what in PolNeAR's wide sense (see docs/method.md for the measures).",
    ),
    "roles": (
        "text, context, labels",
        "In which role a source speaks: accuracy, precision where it answers, confusion matrix.",
    ),
    "speakers": (
        "text, entities, mentions",
        "Which mentions are one speaker (B³), with pronouns and descriptions apart; and their roles.",
    ),
    "sentiment": (
        "text, target_start, target_end, label",
        "Tone toward targets: macro-F1, accuracy, calibration, and how often it answers.",
    ),
    "stance": (
        "text, target, label, or text and actors, each with name and own; event, mentions",
        "How whole articles speak of somebody: AUROC, order within events, what is not read.",
    ),
    "wording": (
        "text and label, or text, sentence and labels",
        "Loaded sentences: AUROC and macro-F1.  Or scare quotes among short quotations: precision and "
        "recall.",
    ),
    "stories": (
        "id, title, text, date, story_id",
        "Which articles tell one event: B³, pairs, adjusted Rand index.",
    ),
    "genre": (
        "text and genre, or label; title, author, url, section",
        "Of which genre articles are: macro-F1, and how many of those given are right.",
    ),
    "omissions": (
        "id, outlet, title, text, date, story_id",
        "Whether an outlet left an event out: how often *nothing found*, *perhaps* and *tells it* are right.",
    ),
    "headlines": ("title, text, adopts", "Headlines that adopt a source's claim: precision and recall."),
}
MOST_SAID = 20  # rejected rows that are listed on the screen
LOOPBACK = ("localhost", "127.0.0.1", "::1")
MOST_WAITS = 120  # times that fetched articles wait for a corpus that another process writes

Files = Annotated[list[str], typer.Argument(help="Files, folders or globs.", show_default=False)]
CorpusPath = Annotated[Path, typer.Argument(help="Corpus folder.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
Port = Annotated[int, typer.Option(help="Port; the next free one when it is taken.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes; each needs about 0.7 GB.")]
Outlet = Annotated[str, typer.Option(help="Outlet of articles that name none.")]
Contact = Annotated[str, typer.Option(help="Your mail address or page, which servers are told.")]
WORKERS = min(4, os.cpu_count() or 1)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"bias {__version__}")
        raise typer.Exit


@app.callback()
def main(
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole trace of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    processes.end_with_parent()
    settings["debug"] = debug


def one_line_errors(command: Callable[P, T]) -> Callable[P, T]:
    """An error of ours, or of the file system, is one line and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except (BiasError, OSError) as error:
            if settings["debug"]:
                raise
            err.print(f"[red]error:[/] {escape(str(error))}", soft_wrap=True)
            raise typer.Exit(1) from error

    return run


@app.command()
@one_line_errors
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder for the demo corpus.")] = Path("bias-demo"),
    port: Port = 8501,
    workers: Workers = WORKERS,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only read it; open no dashboard.")] = False,
) -> None:
    """Read the demo corpus and open the dashboard; run it again to open what is there.

    Its 72 articles tell twelve events in six outlets.  The country, the people and the outlets are invented.
    """
    corpus = _demo(folder)
    _analyse(corpus, workers)
    out.print(f"The demo corpus is in {_path(folder)}", soft_wrap=True)
    if not no_open:
        raise typer.Exit(_serve(corpus, port=port))


@app.command()
@one_line_errors
def read(files: Files, as_json: AsJson = False) -> None:
    """Read articles without a corpus: who says what in each, and how it speaks of whom."""
    from bias.ingest import read_paths
    from bias.reading import READABLE_LANGUAGES
    from bias.reading import read as read_article

    failed = 0
    for item in read_paths(files):
        if isinstance(item, Rejection):
            failed += 1
            err.print(f"[yellow]not read:[/] {_where(item)}: {escape(item.reason)}", soft_wrap=True)
            continue
        reading = read_article(item)
        if as_json:
            typer.echo(json.dumps(as_record(reading), ensure_ascii=False))
        else:
            _print_reading(reading, reading.article.language in READABLE_LANGUAGES)
    if failed:
        raise typer.Exit(1)


@app.command("import")
@one_line_errors
def import_(
    corpus: CorpusPath,
    files: Files,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN where the names differ, for instance outlet=paper."),
    ] = None,
    outlet: Outlet = "",
    dates: Annotated[
        str, typer.Option(help="Order of dates like 03/04/2020 where nothing tells it: dmy or mdy.")
    ] = "",
    path: Annotated[
        str, typer.Option(help="What a path tells, for instance '{outlet}/{date}/{title}'.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be taken from where, and write nothing.")
    ] = False,
) -> None:
    """Add articles to a corpus, which is made if it is not there."""
    from bias.corpus import Corpus
    from bias.ingest import Options, preview, read_paths

    options = Options(_mapping(columns or []), outlet, dates, path)
    items = read_paths(files, options=options)
    if dry_run:
        _print_preview(preview(items))
        return
    added = _add(Corpus(corpus, create=True), items, files)
    _print_added(corpus, added)
    if not added.added and not added.known:
        raise BadInputError(
            "nothing imported; the reasons are above, and the kinds of files in docs/formats.md"
        )


def _print_added(corpus: Path, added: Added) -> None:
    _print_rejected(corpus, added)
    if added.number:
        out.print(f"To undo it: bias remove {_path(corpus)} --import {added.number}", soft_wrap=True)
    if added.added or added.known:
        out.print(f"Next: bias analyse {_path(corpus)}", soft_wrap=True)


def _print_rejected(corpus: Path, added: Added) -> None:
    """How many articles came, what is odd about them, and what was rejected."""
    rejected = added.rejections
    out.print(
        f"{_count(added.added, 'article')} added, {added.known:,} already there, {len(rejected):,} rejected."
    )
    for note, n in added.notes.most_common():
        hint = (
            "; say --dates dmy or mdy, or: bias set CORPUS published --dates dmy"
            if "ambiguous" in note
            else ""
        )
        out.print(f"  {_count(n, 'article')} {note}{hint}", soft_wrap=True)
    for rejection in rejected[:MOST_SAID]:
        out.print(f"  {_where(rejection)}: {escape(rejection.reason)}", soft_wrap=True)
    if len(rejected) > MOST_SAID:
        out.print(f"  and {len(rejected) - MOST_SAID:,} more")
    if rejected:
        rows = "rejected row is" if len(rejected) == 1 else "rejected rows are"
        out.print(f"The {rows} in {_path(corpus / 'rejected.jsonl')}", soft_wrap=True)


def _print_preview(found: Preview) -> None:
    """Which field would be taken from where; what would be rejected; nothing is written."""
    most = "" if found.whole else " (only these are looked at; there are more)"
    out.print(
        f"{_count(len(found.articles), 'article')}, {len(found.rejections):,} rejected{most}.  "
        "Nothing is written."
    )
    formats = [f"{name} ({n:,})" for name, n in found.formats() if name]
    if formats:
        out.print(f"Format: {escape(', '.join(formats))}", soft_wrap=True)
    table = Table("field", "taken from", "articles", "for instance")
    for field, how, n, example in found.ways():
        table.add_row(field, escape(how) or "nothing", f"{n:,}", escape(example))
    if found.articles:
        out.print(table)
    for rejection in found.rejections[:MOST_SAID]:
        out.print(f"  {_where(rejection)}: {escape(rejection.reason)}", soft_wrap=True)


@app.command()
@one_line_errors
def follow(
    corpus: CorpusPath,
    feeds: Annotated[
        list[str] | None,
        typer.Argument(help="Addresses of feeds, or files that list them (OPML, text).", show_default=False),
    ] = None,
    every: Annotated[
        int, typer.Option(min=0, help="Ask again every so many minutes; 0 asks once.  Ctrl+C ends it.")
    ] = 0,
    dropped: Annotated[
        bool, typer.Option("--drop", help="Follow these feeds no longer; their articles stay.")
    ] = False,
    outlet: Outlet = "",
    contact: Contact = "",
    workers: Workers = WORKERS,
) -> None:
    """Follow feeds: fetch what is new, import it and read it.  Connects to the servers of these feeds.

    Takes RSS, Atom, JSON Feed, news sitemaps and pages that name a feed.  Without FEEDS it asks those
    followed before.  Articles that are in the corpus, or were removed from it, do not come again.  Stop it at
    any time; the next run goes on.
    """
    from bias.corpus import Corpus
    from bias.ingest import following

    given = following.addresses_in(feeds or [])
    store = Corpus(corpus, create=bool(given) and not dropped)
    if dropped:
        following.drop(given, _into(store, given, []))
        return
    if not given and not following.followed(store.path):
        raise BadInputError(f"{corpus} follows no feeds; name some: bias follow {corpus} https://…")
    while True:
        added: list[Added] = []
        told = following.follow(given, _into(store, given, added), fetcher=_fetcher(contact), outlet=outlet)
        _print_fetched(corpus, told, added)
        _analyse(store, workers)
        if not every:
            break
        out.print(f"The next time in {_count(every, 'minute')}; Ctrl+C ends it.")
        time.sleep(every * 60)
        given = []


@app.command()
@one_line_errors
def fetch(
    corpus: CorpusPath,
    addresses: Annotated[
        list[str],
        typer.Argument(help="Addresses, or files with one a line or a row (.txt, .csv).", show_default=False),
    ],
    outlet: Outlet = "",
    contact: Contact = "",
) -> None:
    """Fetch web pages by their addresses and import their articles.  Connects to the servers of the pages.

    Articles that are in the corpus are not fetched again.  Stop it at any time; the next run goes on.
    """
    from bias.corpus import Corpus
    from bias.ingest import following

    given = following.addresses_in(addresses)
    added: list[Added] = []
    store = Corpus(corpus, create=True)
    told = following.fetch(given, _into(store, addresses, added), fetcher=_fetcher(contact), outlet=outlet)
    _print_fetched(corpus, told, added)
    if any(one.added for one in added):
        out.print(f"Next: bias analyse {_path(corpus)}", soft_wrap=True)
    elif not told.known and not any(one.known for one in added):
        raise BadInputError("nothing fetched; the reasons are above")


def _fetcher(contact: str) -> Fetcher:
    """The strict one: it connects to public addresses alone."""
    from bias.ingest.feeds.fetching import Fetcher

    if not contact.isascii() or not contact.isprintable():
        raise BadInputError(f"{contact!r}: write a contact in plain letters")
    return Fetcher(agent=f"bias/{__version__} (reads news for research{'; ' * bool(contact)}{contact})")


def _into(corpus: Corpus, paths: Iterable[str], added: list[Added]) -> Into:
    """The corpus as fetching sees it; what each part of an import did comes into `added`."""
    from bias.corpus import add_items
    from bias.ingest.following import Into

    named = list(paths) or ["feeds"]

    def store(items: Iterable[Article | Rejection]) -> None:
        for tries in range(MOST_WAITS, -1, -1):  # an analysis holds the corpus for some seconds a batch
            try:
                added.append(add_items(corpus, items, paths=named))
                return
            except BusyError:
                if not tries:
                    raise
                time.sleep(5)

    return Into(corpus.path, corpus.article_ids, corpus.urls, store)


def _print_fetched(corpus: Path, told: Fetched, added: Iterable[Added]) -> None:
    from bias.corpus import Added

    whole = Added()
    for one in added:
        whole.added += one.added
        whole.known += one.known
        whole.rejections += one.rejections
        whole.notes += one.notes
    if told.feeds:
        out.print(f"{_count(told.feeds, 'feed')} asked, {told.unchanged:,} unchanged.")
    for feed, why in told.troubles:
        out.print(f"  [yellow]{escape(feed)}[/]: {escape(why)}", soft_wrap=True)
    whole.known += told.known
    _print_rejected(corpus, whole)
    if told.later:
        out.print(f"{_count(len(told.later), 'page')} to be tried again by the next run:")
    for page, why in told.later[:MOST_SAID]:
        out.print(f"  {escape(page)}: {escape(why)}", soft_wrap=True)


@app.command()
@one_line_errors
def remove(
    corpus: CorpusPath,
    articles: Annotated[list[str] | None, typer.Argument(help="Ids of articles.", show_default=False)] = None,
    import_number: Annotated[
        int,
        typer.Option("--import", help="All that one import added; without a number of yours, see --list."),
    ] = 0,
    outlet: Annotated[str, typer.Option(help="All articles of an outlet.")] = "",
    listed: Annotated[bool, typer.Option("--list", help="List the imports.")] = False,
) -> None:
    """Remove articles with all that was read of them, or undo an import."""
    from bias.corpus import list_imports, undo
    from bias.corpus import remove as remove_articles

    store = _opened(corpus)
    if listed:
        for one in list_imports(store):
            paths = ", ".join(one.paths)
            out.print(
                f"{one.number}  {one.when}  {_count(one.added, 'article')}  {escape(paths)}", soft_wrap=True
            )
        return
    if bool(articles) + bool(import_number) + bool(outlet) != 1:
        raise BadInputError("name the ids of articles, or --import NUMBER, or --outlet NAME")
    if import_number:
        count = undo(store, import_number)
    else:
        ids = articles or list(
            store.query("select article_id from articles where outlet = ?", [outlet])["article_id"]
        )
        if not ids:
            raise BadInputError(f"{outlet}: no article of this outlet")
        count = remove_articles(store, ids)
    out.print(f"{_count(count, 'article')} removed.  Next: bias analyse {_path(corpus)}", soft_wrap=True)


@app.command("set")
@one_line_errors
def set_(
    corpus: CorpusPath,
    field: Annotated[str, typer.Argument(help="outlet or published.")],
    what: Annotated[str, typer.Argument(help="An outlet, or the id of an article.", show_default=False)] = "",
    value: Annotated[
        str, typer.Argument(help="The outlet, or the day as 2019-03-04.", show_default=False)
    ] = "",
    dates: Annotated[
        str, typer.Option(help="For published: read all dates like 03/04/2020 in this order, dmy or mdy.")
    ] = "",
) -> None:
    """Correct the outlet or the day of articles; they are read again by the next analysis."""
    from bias.corpus import order_dates, set_outlet, set_published
    from bias.ingest import read_date

    store = _opened(corpus)
    if field not in ("outlet", "published"):
        raise BadInputError(f"{field}: what can be set is outlet and published")
    if field == "published" and dates:
        count = order_dates(store, lambda told: read_date(told, dates))
    elif not (what and value):
        raise BadInputError(f"bias set {corpus} {field} WHAT VALUE: name both")
    elif field == "outlet":
        count = set_outlet(store, what, value)
    else:
        count = set_published(store, what, "" if value == "unknown" else value)
    out.print(f"{_count(count, 'article')} changed.  Next: bias analyse {_path(corpus)}", soft_wrap=True)


@app.command()
@one_line_errors
def analyse(
    corpus: CorpusPath,
    workers: Workers = WORKERS,
    cluster: Annotated[
        str,
        typer.Option(help="Dask: local:4, tcp://HOST:8786, scheduler.json or slurm:8; see docs/cluster.md."),
    ] = "",
    shard: Annotated[
        str, typer.Option(help="Read the third of 16 parts: 3/16.  `bias merge` brings parts together.")
    ] = "",
) -> None:
    """Read what has not been read yet.  Stop it at any time; the next run goes on."""
    from bias.corpus import shard_of

    store = _opened(corpus)
    if shard:
        _analyse(store, workers, cluster, shard=shard_of(shard))
        out.print(f"Part {shard} is read.  Next: bias merge CORPUS {_path(corpus)}", soft_wrap=True)
        return
    _analyse(store, workers, cluster)
    _print_state(store, corpus)


@app.command()
@one_line_errors
def merge(
    corpus: CorpusPath,
    parts: Annotated[
        list[Path],
        typer.Argument(help="Copies of it, of which parts were read: bias analyse COPY --shard 3/16."),
    ],
) -> None:
    """Take the readings of copies of a corpus into it; when nothing is left to read, relate all articles."""
    from bias.corpus import take_over

    store = _opened(corpus)
    found = take_over(store, parts)
    out.print(f"{_count(found.taken, 'batch', 'batches')} taken over", soft_wrap=True)
    if found.other:
        err.print(f"[yellow]left:[/] {_count(found.other, 'batch', 'batches')} with other articles than here")
    if found.waiting:
        waiting = _count(found.waiting, "batch", "batches")
        out.print(f"{waiting} still to read.  Next: bias analyse {_path(corpus)}", soft_wrap=True)
        return
    _analyse(store, WORKERS)
    _print_state(store, corpus)


def _print_state(store: Corpus, corpus: Path) -> None:
    counts = ", ".join(f"{n:,} {state}" for state, n in sorted(store.state().items()))
    out.print(f"{counts or 'The corpus is empty'}.  Next: bias open {_path(corpus)}", soft_wrap=True)
    for _, row in store.failures().iterrows():
        err.print(
            f"[yellow]failed:[/] {escape(row['article_id'])} {escape(row['title'])}: {escape(row['reason'])}"
        )


@app.command("open")
@one_line_errors
def open_(
    corpus: Annotated[
        Path | None,
        typer.Argument(help="Corpus folder; none or a new one opens the start page.", show_default=False),
    ] = None,
    port: Port = 8501,
    address: Annotated[
        str, typer.Option(help="Where to listen: 0.0.0.0 opens it to the network, to read and to import.")
    ] = "localhost",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only print the address.")] = False,
) -> None:
    """Open the dashboard on a corpus, for this computer only.

    Without a corpus it begins with a page on which one is chosen: the demo, a new one, or one that is there.
    Corpora can be changed in the dashboard as long as it listens to this computer alone.
    """
    from bias.corpus import is_free

    new = corpus is not None and is_free(corpus)
    if address not in LOOPBACK and (corpus is None or new):
        raise BadInputError(
            "to listen to the network name a corpus: whoever may choose one may open every corpus that this "
            "computer can read.  bias open CORPUS --address 0.0.0.0"
        )
    store = None if corpus is None or new else _opened(corpus)
    raise typer.Exit(
        _serve(store, port=port, address=address, new=corpus if new else None, browser=not no_browser)
    )


@app.command()
@one_line_errors
def export(
    corpus: CorpusPath,
    table: Annotated[str, typer.Argument(help=f"{', '.join(TABLES[:-1])} or {TABLES[-1]}.")],
    to: Annotated[Path, typer.Option(help="File to write: .csv, .parquet, .jsonl or .xlsx.")],
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Articles with their texts, which others may own.")
    ] = False,
) -> None:
    """Write a table of a corpus to a file.

    Articles come without their texts unless you ask for them: most texts belong to somebody, and numbers can
    be checked by the ids, the addresses and the places (spans) alone.
    """
    from bias.show.outputs.files import write_table

    found = _opened(corpus).table(table)
    rows = write_table(found if with_text else found.drop(columns="text", errors="ignore"), to)
    out.print(f"{_count(rows, 'row')} of {table} in {_path(to)}", soft_wrap=True)


@app.command()
@one_line_errors
def codebook(
    name: Annotated[str, typer.Argument(help="generic, policy, moral, roles, or a codebook file of frames.")],
    to: Annotated[
        Path, typer.Option(help="File to write: .qdc (REFI-QDA), .csv, .xlsx, .jsonl or .parquet.")
    ],
) -> None:
    """Write a codebook for a program that codes texts: ATLAS.ti, MAXQDA, NVivo, QualCoder and others."""
    from bias.reading import frame_codebook, role_codebook
    from bias.show.outputs import refi_qda
    from bias.show.outputs.files import write_table

    found = (
        refi_qda.of_roles(role_codebook()) if name == "roles" else refi_qda.of_frames(frame_codebook(name))
    )
    if to.suffix == ".qdc":
        to.write_bytes(refi_qda.qdc(found))
    else:
        write_table(refi_qda.table(found), to)
    out.print(f"{_count(len(refi_qda.table(found)), 'code')} in {_path(to)}", soft_wrap=True)


@app.command()
@one_line_errors
def report(  # noqa: PLR0913 — options of a command
    corpus: CorpusPath,
    to: Annotated[Path, typer.Option(help="File to write: .html or .pdf.")] = Path("report.html"),
    outlet: Annotated[list[str] | None, typer.Option(help="Only this outlet; may be given again.")] = None,
    topic: Annotated[list[str] | None, typer.Option(help="Only this topic; may be given again.")] = None,
    story: Annotated[
        list[str] | None,
        typer.Option(help="This story, by its key (bias stories --json); may be given again."),
    ] = None,
    target: Annotated[
        list[str] | None, typer.Option(help="The tone toward this target; may be given again.")
    ] = None,
    since: Annotated[str, typer.Option(help="From this day on, as 2026-02-01; it is in.")] = "",
    until: Annotated[str, typer.Option(help="Until this day, as 2026-02-28; it is in.")] = "",
    once: Annotated[bool, typer.Option("--once", help="Count reprints once.")] = False,
    whose: Annotated[
        str, typer.Option(help="Whose government's side: a country, or all; the one heard most by itself.")
    ] = "",
    genre: Annotated[
        list[str] | None, typer.Option(help="Only this genre, as report; may be given again.")
    ] = None,
    by: Annotated[
        str, typer.Option(help="Compare outlets in groups: kind, country, or another column of outlets.csv.")
    ] = "",
) -> None:
    """Write a report: what outlets do, in plain words with intervals, charts, evidence, method and limits.

    One file that needs no network.  A PDF is printed by a Chrome or Chromium that is found here, else by
    WeasyPrint (pip install 'bias[export]').
    """
    from bias.api import OpenCorpus
    from bias.show.reports.pdf import pdf
    from bias.show.reports.report import Choice
    from bias.show.reports.report import report as write

    if to.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise BadInputError(f"{to}: a report is a page; name a file that ends in .html or .pdf")
    found = OpenCorpus(corpus, by=by).only(
        outlets=outlet or (),
        topics=topic or (),
        since=since,
        until=until,
        once=once,
        genres=genre or (),
    )
    choice = Choice(
        targets=tuple(target or ()), stories=tuple(story or ()), whose=found.known_government(whose)
    )
    page = write(found.corpus, found.where, choice)
    to.write_bytes(pdf(page) if to.suffix.lower() == ".pdf" else page.encode())
    out.print(f"Report on {found.origin().counted_from} in {_path(to)}", soft_wrap=True)


@app.command()
@one_line_errors
def outlets(corpus: CorpusPath, as_json: AsJson = False) -> None:
    """The outlets of a corpus with what outlets.csv says of them, and names that may mean one."""
    from bias.api import OpenCorpus
    from bias.corpus import OUTLETS_FILE

    store = OpenCorpus(corpus)
    found = store.outlet_table()
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, indent=1))
        return
    table = Table(*(str(column).replace("_", " ").capitalize() for column in found))
    for row in found.itertuples(index=False):
        table.add_row(*map(escape, row))
    out.print(table)
    for one, other in store.likely_merges():
        out.print(f"May be one: {escape(one)}, {escape(other)}", soft_wrap=True)
    out.print(f"Write names that are one, and groups, into {_path(corpus / OUTLETS_FILE)}", soft_wrap=True)


@app.command()
@one_line_errors
def stories(
    corpus: CorpusPath,
    least: Annotated[int, typer.Option(min=1, help="Outlets that a story has at least.")] = 2,
    as_json: AsJson = False,
) -> None:
    """The stories of a corpus, those of most outlets first; groups what is new."""
    from bias.corpus import group_stories

    store = _opened(corpus)
    with store.writing():
        group_stories(store)
    found = store.stories(least=least)
    if as_json:
        typer.echo(found.to_json(orient="records", force_ascii=False, indent=1))
        return
    table = Table("Story", "Outlets", "Articles", "Copies", "From", "To")
    for row in found.itertuples():
        dates = (str(row.first_day or "no date"), str(row.last_day or "no date"))
        table.add_row(escape(str(row.label)), *map(str, (row.outlets, row.articles, row.copies)), *dates)
    out.print(table if len(found) else f"No story is told by {_count(least, 'outlet')}.")


def _add_step(name: str, held: str, measured: str) -> None:
    """A command that measures one step against gold; `held` is what each line of the file holds."""
    file = typer.Argument(help=f"JSON lines: {held}.", show_default=False)

    @evaluate_app.command(name, help=measured)
    @one_line_errors
    def evaluate(gold: Path = file, as_json: AsJson = False) -> None:
        from bias.evaluate import steps

        _print_measures(steps.measured(name, gold, _tracked), as_json)


def _tracked(found: Iterable[Any], n: int) -> Iterator[Any]:
    """The same, with a bar that says how far it is."""
    with _progress() as progress:
        yield from progress.track(found, total=n, description="Reading")


for step, (held, measured) in EVALUATED.items():
    _add_step(step, held, measured)


@evaluate_app.command("frames")
@one_line_errors
def evaluate_frames(
    gold: Annotated[
        Path, typer.Argument(help="JSON lines: text, labels; split, for folds.", show_default=False)
    ],
    codebook: Annotated[str, typer.Option(help="generic, policy, moral, or a codebook file.")] = "generic",
    names: Annotated[
        list[str] | None,
        typer.Option("--map", help="LABEL=FRAME where the names differ, for instance politics=political."),
    ] = None,
    learn: Annotated[
        bool, typer.Option("--learn", help="Learn from the other folds; each row is new to what judges it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Frames of texts: macro-F1 and AUROC over the frames that the file codes."""
    from bias.evaluate import frames as evaluate
    from bias.reading import frame_codebook

    book = frame_codebook(codebook)
    rows, frames, codes = evaluate.read_gold(gold, book, _mapping(names or []))
    scores, found = evaluate.find(rows, book, frames)
    if learn:
        scores, found = evaluate.learned(rows, scores, codes)
    _print_measures(evaluate.frames(frames, codes, scores, found), as_json)


def as_record(reading: Reading) -> dict[str, Any]:
    """A reading as one JSON object; see docs/data-format.md."""
    from bias.reading import stances_of

    text = reading.article.text
    return {
        "article": asdict(reading.article),
        "attributions": [_attribution_record(found, text) for found in reading.attributions],
        "speakers": [_speaker_record(speaker, text) for speaker in reading.speakers],
        "targets": [_speaker_record(target, text) for target in reading.targets],
        "stances": stances_of(reading),
        "tones": [_marked_record(tone, reading.article) for tone in reading.tones],
        "frames": [asdict(found) | {"evidence": _pairs(found.evidence)} for found in reading.frames],
        "genre": asdict(reading.genre) | {"evidence": _pairs(reading.genre.evidence)}
        if reading.genre
        else None,
        "wordings": [_marked_record(found, reading.article) for found in reading.wordings],
        "scores": [
            {"measure": s.measure, "value": s.value, "n": s.n, "evidence": _pairs(s.evidence)}
            for s in reading.scores
        ],
    }


def _attribution_record(found: Attribution, text: str) -> dict[str, Any]:
    parts = {
        name: {"spans": _pairs(getattr(found, name)), "text": joined(getattr(found, name), text)}
        for name in ("source", "cue", "content")
    }
    rest = ("kind", "via", "form", "speaker", "role", "alignment", "polity", "named", "confidence")
    return parts | {name: getattr(found, name) for name in rest}


def _marked_record(found: Tone | Wording, article: Article) -> dict[str, Any]:
    words = found.span.slice(article.title if found.headline else article.text)
    return asdict(found) | {"words": words, "span": [found.span.start, found.span.end]}


def _speaker_record(speaker: Speaker, text: str) -> dict[str, Any]:
    words = {"spans": _pairs(speaker.evidence), "text": joined(speaker.evidence, text)}
    return asdict(speaker) | {"evidence": words}


def _pairs(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _print_reading(reading: Reading, readable: bool) -> None:
    article = reading.article
    head = " · ".join(part for part in (article.outlet, article.published, article.author) if part)
    out.print(f"[bold]{escape(article.title or '(no title)')}[/]  {escape(head)}", soft_wrap=True)
    if not readable:
        out.print(f"  not read: the language is {article.language}, and only English is read")
        return
    table = Table("Speaker", "Role", "Source", "Cue", "Content", "Kind", "Via", show_lines=True)
    for found in reading.attributions:
        parts = (joined(spans, article.text) for spans in (found.source, found.cue, found.content))
        who = found.speaker or ("unknown" if found.source else "nobody named")
        cells = [who, _role_text(found), *parts, found.kind, found.via]
        table.add_row(*map(escape, cells))
    out.print(table if reading.attributions else "  nobody is quoted or paraphrased")
    if reading.tones:
        out.print(_tone_table(reading))
    if reading.frames:
        out.print(_frame_table(reading))
    if reading.wordings:
        out.print(_wording_table(reading))


def _tone_table(reading: Reading) -> Table:
    """A row a target and voice: how often it is spoken of, and how; in narration, the article's stance."""
    from bias.reading import stances_of

    columns = ("Target", "Voice", "Mentions", "Negative", "Neutral", "Positive", "Uncertain", "Headline")
    table = Table(*columns, "Stance")
    stances = {(one["target"], "narration"): one["label"] for one in stances_of(reading)}
    counts: dict[tuple[str, str], Counter[str]] = {}
    for tone in reading.tones:
        found = counts.setdefault((tone.target, tone.voice), Counter())
        found[tone.label] += 1
        if tone.headline:
            found["headline"] += 1
    for (target, voice), found in sorted(counts.items(), key=lambda item: -_said(item[1])):
        numbers = [_said(found), *(found[label] for label in TONES)]
        table.add_row(
            escape(target),
            voice,
            *map(str, numbers),
            str(found["headline"] or ""),
            stances.get((target, voice), ""),
        )
    return table


def _frame_table(reading: Reading) -> Table:
    """The frames that are present, with a sentence that holds seed words of each."""
    table = Table("Codebook", "Frame", "Score", "Sentences", "For example")
    for found in reading.frames:
        if found.present:
            shown = " ".join(found.evidence[0].slice(reading.article.text).split()) if found.evidence else ""
            cells = [found.codebook, found.frame, f"{found.score:.2f}", str(found.sentences), shown]
            table.add_row(*map(escape, cells))
    return table


def _wording_table(reading: Reading) -> Table:
    """A row a word or phrase, with whose voice it is in and why it is there."""
    table = Table("Words", "Kind", "Where", "Voice", "Because")
    for found in reading.wordings:
        text = reading.article.title if found.headline else reading.article.text
        kind = found.kind.replace("_", " ") + ("" if found.sure else ", perhaps")
        where = "headline" if found.headline else f"{found.span.start}–{found.span.end}"
        cells = [
            " ".join(found.span.slice(text).split()),
            kind,
            where,
            _voice_text(found, reading),
            found.reason,
        ]
        table.add_row(*map(escape, cells))
    return table


def _voice_text(found: Wording, reading: Reading) -> str:
    if found.voice == "narration":
        return "narration"
    speaker = None if found.attribution is None else reading.attributions[found.attribution].speaker
    return speaker or "quotation"


def _said(found: Counter[str]) -> int:
    return sum(found[label] for label in TONES)


def _role_text(found: Attribution) -> str:
    """Role, alignment and polity in a cell: "media_journalist × opposition (Russia)"."""
    if not (found.role or found.alignment):
        return "unknown"
    polity = f" ({found.polity})" if found.polity else ""
    return f"{found.role or 'unknown'} × {found.alignment or 'unknown'}{polity}"


def _print_measures(result: Mapping[str, Any], as_json: bool) -> None:
    """Each measure with its figures in a line; of a table, such as a confusion matrix, a line a row."""
    if as_json:
        typer.echo(json.dumps(result, indent=1))
        return
    for measure, found in result.items():
        if isinstance(found, Mapping) and any(isinstance(row, Mapping) for row in found.values()):
            out.print(measure)
            for name, row in found.items():
                out.print(f"  {name:26}{_figures(row)}", soft_wrap=True)
        else:
            out.print(f"{measure:17}{_figures(found)}", soft_wrap=True)


def _figures(found: Any) -> str:
    """ "p 0.812  n 1,204": numbers with their names, or a number alone."""
    if isinstance(found, Mapping):
        counts = {name: int(value) if name == "n" else value for name, value in found.items()}
        return "  ".join(f"{name} {_figures(value)}" for name, value in counts.items())
    return f"{found:,}" if isinstance(found, int) else f"{found:.3f}"


def _demo(folder: Path) -> Corpus:
    """The demo corpus in a folder, made if it is not there; not yet read."""
    from bias.corpus import make_demo
    from bias.ingest import read_paths

    source = resources.demo_folder()
    with _progress() as progress:
        task = progress.add_task("Importing", total=None)
        articles = read_paths([source / "articles"])
        return make_demo(folder, source, articles, on_item=lambda: progress.advance(task))


def _add(corpus: Corpus, items: Iterable[Article | Rejection], paths: Iterable[str] = ()) -> Added:
    from bias.corpus import add_items

    with _progress() as progress:
        task = progress.add_task("Importing", total=None)
        return add_items(corpus, items, on_item=lambda: progress.advance(task), paths=list(paths))


def _analyse(
    corpus: Corpus, workers: int, cluster: str = "", *, shard: tuple[int, int] | None = None
) -> None:
    from bias.corpus import WHOLE, analyse

    rates: dict[str, tuple[int, float]] = {}  # words and seconds by worker

    def on_worker(worker: str, words: int, seconds: float) -> None:
        before = rates.get(worker, (0, 0.0))
        rates[worker] = before[0] + words, before[1] + seconds
        speed = sum(n / max(s, 0.001) for n, s in rates.values())
        progress.update(task, description=f"Reading, {_count(len(rates), 'worker')}, {speed:,.0f} words/s")

    with _progress() as progress:
        task = progress.add_task("Reading", total=0, visible=False)
        analyse(
            corpus,
            workers=workers,
            cluster=cluster,
            shard=shard or WHOLE,
            on_worker=on_worker,
            on_start=lambda n: progress.update(task, total=n, visible=n > 0),
            on_article=lambda done: progress.advance(task),
        )
    for worker, (words, seconds) in sorted(rates.items()):
        rate = f"{words:,} words, {words / max(seconds, 0.001):,.0f} a second of its processor"
        out.print(f"  {escape(worker)}  {rate}", soft_wrap=True)


def _serve(
    corpus: Corpus | None, *, port: int, address: str = "localhost", new: Path | None = None,
    browser: bool = True,
) -> int:  # fmt: skip
    """Run the dashboard until it ends; its exit code.  `new` is where a corpus may be made."""
    opened = {"BIAS_CORPUS": "", "BIAS_NEW_CORPUS": str(new.resolve()) if new else ""}
    if corpus is not None:
        opened["BIAS_CORPUS"] = str(corpus.path.resolve())
        _remember(corpus)
    port = _free_port(port)
    out.print(f"Dashboard: http://localhost:{port}   (Ctrl+C ends it)")
    command = [sys.executable, "-m", "streamlit", "run", str(resources.app_file())]
    command += ["--server.port", str(port), "--server.address", address]
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command += ["--server.fileWatcherType", "none"]  # nobody edits the program while it runs
    if browser and _has_screen():
        threading.Thread(target=_open_browser, args=(port,), daemon=True).start()
    return processes.run_to_the_end(command, processes.child_environment(**opened))


def _remember(corpus: Corpus) -> None:
    """Put the corpus among those opened before; one that cannot be written down is open all the same."""
    from bias.corpus import known

    with suppress(OSError):
        known.remember(corpus.path)


def _has_screen() -> bool:
    """Whether a browser can show a window here; in a terminal far away none can."""
    if not sys.stdout.isatty():
        return False
    return sys.platform in ("win32", "darwin") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))


def _open_browser(port: int) -> None:
    """Show the dashboard as soon as it answers."""
    for _ in range(MOST_WAITS):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                webbrowser.open(f"http://localhost:{port}")
                return
        time.sleep(0.5)


def _opened(path: Path) -> Corpus:
    """A corpus, with a sentence where an older version made it."""
    from bias.corpus import Corpus

    corpus = Corpus(path)
    if corpus.outdated:
        err.print(escape(corpus.outdated), soft_wrap=True)
    return corpus


def _count(number: int, thing: str, things: str = "") -> str:
    """ "1 article", "2,000 articles"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {things or f'{thing}s'}"


def _path(path: Path) -> str:
    """A path as it can be typed into a shell again."""
    return escape(shlex.quote(str(path)))


def _where(rejection: Rejection) -> str:
    return escape(rejection.path.replace("\n", "\ufffd")) + (
        "" if rejection.row is None else f", row {rejection.row}"
    )


def _progress() -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=err)


def _mapping(pairs: Iterable[str]) -> dict[str, str]:
    return dict(_pair(pair) for pair in pairs)


def _pair(pair: str) -> tuple[str, str]:
    field, found, column = pair.partition("=")
    if not (field and found and column):
        raise BadInputError(f"--map {pair}: write FIELD=COLUMN, for instance --map outlet=paper")
    return field.strip(), column.strip()


def _free_port(port: int) -> int:
    for candidate in range(port, port + 50):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", candidate)):
                return candidate
    raise BiasError(f"no free port from {port} to {port + 49}; name one with --port")
