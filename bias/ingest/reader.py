"""How a file becomes articles: its kind says who reads it, a layout what its lines are.

file → kind ─ text, document, mail, page → lines → layout of an export? → records → articles
            ├ table → rows → articles
            └ archive, web archive → files and pages within, each as above
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bias.errors import BadInputError
from bias.ingest import exports, fields, rows, webarchives
from bias.ingest.documents import DocumentError, Part, lines_of_html
from bias.ingest.documents import read as read_document
from bias.ingest.exports import europresse, parted
from bias.ingest.fields import cells, dates
from bias.ingest.files import finding, kinds
from bias.ingest.files.finding import File, Passed
from bias.ingest.files.kinds import Kind
from bias.ingest.files.opening import UNREADABLE, NotTextError, open_bytes, open_text
from bias.ingest.files.unpacking import UnpackError, unpacked
from bias.ingest.pages import page, text, unwrap
from bias.ingest.tables.rows import BadFileError
from bias.ingest.tables.tables import looks_like_table
from bias.model import Article, Rejection

Item = Article | Rejection
ENDINGS = tuple(kinds.BY_ENDING)  # of the files that are read

_RECORD = 2_000  # code points of an offending row that a rejection keeps
_DEPTH = 4  # packed files within packed files
_MOST_TEXT = 200_000_000  # bytes of one text
_DATABASES = re.compile(
    rb"lexis ?nexis|nexis uni|End of Document|\d+ of \d+ DOCUMENTS|load-date|"
    rb"Document [A-Z]{2,8}0[0-9a-z]{10}|Factiva|Dow Jones|ProQuest|wiso-net|GBI-Genios|"
    rb"pressreader\.com/",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user says of all files of an import."""

    mapping: Mapping[str, str] | None = None  # field → column, empty for none
    outlet: str = ""  # of articles that name none
    dates: str = ""  # dmy, mdy or ymd: in which order day, month and year stand where the file does not say
    path: str = ""  # what a path tells: {outlet}/{date}/{title}

    def __post_init__(self) -> None:
        fields.check_mapping(self.mapping)
        if self.dates not in ("", "dmy", "mdy", "ymd"):
            raise BadInputError(f"{self.dates}: the order of a date is dmy, mdy or ymd")
        if self.path:
            finding.check_pattern(self.path)

    @property
    def order(self) -> Literal["day", "month"] | None:
        return {"dmy": "day", "mdy": "month"}.get(self.dates)  # type: ignore[return-value]


def read_date(told: str, order: str) -> str:
    """A date in ISO 8601, read in an order (dmy, mdy); "" for what is no date."""
    return fields.published(told, "", Options(dates=order).order)[0]


def read_paths(
    paths: Iterable[str | Path], *, mapping: Mapping[str, str] | None = None, outlet: str = "",
    options: Options | None = None,
) -> Iterator[Item]:  # fmt: skip
    """The articles of files, folders and globs, file by file.

    `mapping` leads from a field to the column that holds it; `outlet` names the outlet where neither a
    column nor a url does; `options` says both and more.  Raises BadInputError at once for a path or a field
    that does not exist.
    """
    options = options or Options(mapping, outlet)
    found = finding.find(paths)
    return (item for one in found for item in _items(one, options))


def read_file(
    path: str | Path,
    *,
    mapping: Mapping[str, str] | None = None,
    outlet: str = "",
    options: Options | None = None,
) -> Iterator[Item]:
    """The articles of one file, and what it holds that gives none, in the file's order."""
    options = options or Options(mapping, outlet)
    if not Path(path).exists():
        raise BadInputError(f"{path}: no such file")
    return _items(File(Path(path)), options)


def from_html(
    html: str | bytes, *, url: str = "", outlet: str = "", told: fields.Found | None = None
) -> Item:
    """The article of one web page; a page that hangs or crashes its reader is a Rejection.

    `told` is what somebody else says of it, a feed for instance; it counts where the page is silent.
    """
    return _page(html, File(Path(url)), Options(outlet=outlet), url=url, told=told, name=url)


def _items(one: File | Passed, options: Options) -> Iterator[Item]:
    if isinstance(one, Passed):
        yield Rejection(str(one.folder), None, one.why, "")
    else:
        yield from _read(one, options, _DEPTH)


def _read(file: File, options: Options, depth: int) -> Iterator[Item]:
    name = str(file.path)
    try:
        kind = kind_of(file.path)
        if kind is None:
            ending = kinds.ending(file.path.name) or "a file without ending that is no text"
            raise BadFileError(f"{ending} is not read; known are {', '.join(ENDINGS)}")
        if kind.family == "refused":
            raise BadFileError(
                f"{kind.endings[0]} ({kind.who}) is not read; {kind.read.removeprefix('refused: ')}"
            )
        yield from _READERS[kind.family](file, kind, options, depth)
    except (BadFileError, NotTextError, DocumentError, UnpackError) as error:
        yield Rejection(name, None, str(error), "")
    except UNREADABLE as error:
        yield Rejection(name, None, f"cannot be read: {error}", "")


def kind_of(path: Path) -> Kind | None:
    with path.open("rb") as stream:
        return kinds.of(path, stream.read(kinds.SAMPLE))


# -- texts and documents --------------------------------------------------------------------------


def _text_file(file: File, kind: Kind, options: Options, depth: int) -> Iterator[Item]:
    stream, note = open_text(file.path)
    with stream:
        content = stream.read(_MOST_TEXT + 1)
    if len(content) > _MOST_TEXT:
        raise BadFileError("text of more than 200 MB; split it")
    if not content.strip():
        raise BadFileError("no text")
    if kind.key == "text" and looks_like_table(content[:64_000]):
        yield from rows.table_file(file, "csv", options)
        return
    notes = {"encoding": note} if note else {}
    part = Part(tuple(content.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    yield from _parts(file, (part,), options, notes, markdown=kind.key == "markdown")


def _document_file(file: File, kind: Kind, options: Options, depth: int) -> Iterator[Item]:
    with open_bytes(file.path) as stream:
        document = read_document(stream.read(), kind.key)
    notes = {"format": kind.endings[0]} | ({"source": document.note} if document.note else {})
    if not any(line.strip() for part in document.parts for line in (*part.lines, part.html)):
        raise DocumentError("no text in this document")
    yield from _parts(file, document.parts, options, notes)


def _parts(
    file: File, parts: Iterable[Part], options: Options, notes: Mapping[str, str], *, markdown: bool = False
) -> Iterator[Item]:
    several = len(list(parts)) > 1
    for number, part in enumerate(parts, 1):
        layout = exports.layout_of(part.lines)
        chunks = [] if layout else parted.parts(part.lines)
        if layout:
            named = dict(notes) | {"format": ", ".join([layout.name, *filter(None, [notes.get("format")])])}
            yield from _records(file, layout.records(part.lines), options, named)
        elif chunks:
            for n, chunk in enumerate(chunks, 1):
                yield _single(file, Part(tuple(chunk)), options, notes, n, markdown=markdown)
        elif part.html:
            item = _page(part.html, file, options, url=part.told.get("url", ""), told=_told(part, options))
            use_text = isinstance(item, Rejection) and any(line.strip() for line in part.lines)
            yield _single(file, part, options, notes, number) if use_text else item
        else:
            yield _single(file, part, options, notes, number if several else None, markdown=markdown)


def _single(
    file: File,
    part: Part,
    options: Options,
    notes: Mapping[str, str],
    number: int | None,
    *,
    markdown: bool = False,
) -> Item:
    """The article that a part is as a whole."""
    written, mended = cells.mended("\n".join(part.lines))
    try:
        if short := text.too_short(written):
            raise fields.BadRowError(short)
        more = _from_path(file, options) | _told(part, options)
        found = text.found_in(written, markdown=markdown, order=options.order, more=more)
        if part.title:
            found = _titled(found, part.title)
        extra = {"mended": ", ".join(mended)} if mended else {}
        return fields.build(found, outlet=options.outlet, notes={**notes, **extra})
    except fields.BadRowError as error:
        return Rejection(str(file.path), number, str(error), shown(written))


def _told(part: Part, options: Options) -> fields.Found:
    found: fields.Found = {field: (value, "header of the file") for field, value in part.told.items()}
    if "published" in found:
        found["published"] = fields.published(found["published"][0], "header of the file", options.order)
    return found


def _titled(found: fields.Found, title: str) -> fields.Found:
    """The title that stands out in the document, taken off the text where that opens with it."""
    body, how = found.get("text", ("", ""))
    first, _, rest = body.partition("\n\n")
    if first.strip() == title and rest:
        body = rest
    return found | {"text": (body, how), "title": (title, "heading of the document")}


def _from_path(file: File, options: Options) -> fields.Found:
    """Fields that the path tells, by the pattern that the user gave, or guessed."""
    if options.path:
        told = finding.told(file.below or (file.path.name,), options.path)
        how = f"path {options.path}"
    else:
        told, how = finding.guessed(file.below, file.path.name), "path, guessed"
        if options.outlet:
            told.pop("outlet", None)  # what the user says wins over a guess
    found: fields.Found = {field: (value, how) for field, value in told.items()}
    if "published" in found:
        found["published"] = fields.published(told["published"], how, options.order)
    return found


# -- exports --------------------------------------------------------------------------------------


def _records(
    file: File, records: Iterable[exports.Record], options: Options, notes: Mapping[str, str]
) -> Iterator[Item]:
    """The articles of an export; the order of day and month is that of all its dates."""
    found = list(records)
    order = options.order or dates.order_of(
        record.told["published"][0] for record in found if "published" in record.told
    )
    width = unwrap.width_of("\n".join(line for record in found for line in (*record.lines, "")))
    for number, record in enumerate(found, 1):
        try:
            if record.problem:
                raise fields.BadRowError(record.problem)
            yield fields.build(_found(record, order, width), outlet=options.outlet, notes=notes)
        except fields.BadRowError as error:
            yield Rejection(str(file.path), number, str(error), shown("\n".join(record.lines)))
    if not found:
        yield Rejection(str(file.path), None, f"no articles in this export ({notes['format']})", "")


def _found(record: exports.Record, order: dates.Order | None, width: int) -> fields.Found:
    body, mended = cells.mended("\n\n".join(unwrap.paragraphs("\n".join(record.lines), width=width)))
    found: fields.Found = {**record.told, "text": (body, "; ".join(["text of the export", *mended]))}
    if "published" in found:
        found["published"] = fields.published(*found["published"], order)
    return found


# -- pages ----------------------------------------------------------------------------------------


def _page_file(file: File, kind: Kind, options: Options, depth: int) -> Iterator[Item]:
    with open_bytes(file.path) as stream:
        # one byte more than the page may have shows it too long, and no .gz unpacks to a full memory
        html = stream.read(page.MOST_SAVED + 1)
    if kinds.ending(file.path.name) == ".xls":
        yield from rows.table_file(file, "html", options)
        return
    if europresse.tells(html):
        yield from _records(file, europresse.records(html), options, {"format": "Europresse, .html"})
        return
    if _DATABASES.search(html):
        lines = lines_of_html(html)
        layout = exports.layout_of(lines)
        if layout:
            yield from _records(file, layout.records(lines), options, {"format": f"{layout.name}, .html"})
            return
    yield _page(html, file, options)


def _page(
    html: str | bytes, file: File, options: Options, *, url: str = "", told: fields.Found | None = None,
    name: str | None = None,
) -> Item:  # fmt: skip
    """The article of a page; what the path or a mail's header tells counts where the page is silent."""
    try:
        found = page.read(html, url=url)
        more = {} if name is not None else _from_path(file, options)
        for field, one in ({**more, **(told or {})}).items():
            if (
                one[0]
                and not found.get(field, ("", ""))[0]
                and not (field == "outlet" and _names_outlet(found))
            ):
                found[field] = one
        return fields.build(found, outlet=options.outlet)
    except (page.BadPageError, fields.BadRowError) as error:
        return Rejection(str(file.path) if name is None else name, None, str(error), _start(html))


def _names_outlet(found: fields.Found) -> bool:
    return any(found.get(field, ("", ""))[0] for field in ("outlet", "url", "sitename"))


def _start(html: str | bytes) -> str:
    return shown(html if isinstance(html, str) else html[:_RECORD].decode("utf-8", "replace"))


# -- archives -------------------------------------------------------------------------------------


def _archive_file(file: File, kind: Kind, options: Options, depth: int) -> Iterator[Item]:
    """Every file in a packed one; what is passed over is told."""
    if depth == 0:
        raise UnpackError("packed files within packed files, more than four deep; unpack it first")
    passed: Counter[str] = Counter()
    empty = True
    with unpacked(file.path, kind.key) as members:
        for name, path in members:
            if kind.key != "packed" and (kinds.PASSED.fullmatch(path.name) or not kind_of(path)):
                passed[kinds.ending(name) or path.name] += 1
                continue
            empty = False
            inner = File(path, tuple(Path(name).parts))
            for item in _read(inner, options, depth - 1):
                yield (
                    replace(item, path=_within(item.path, path, f"{file.path}/{name}"))
                    if isinstance(item, Rejection)
                    else item
                )
    if passed:
        yield Rejection(str(file.path), None, finding.passed_over(passed), "")
    elif empty:
        yield Rejection(str(file.path), None, "an empty archive", "")


def _within(path: str, member: Path, name: str) -> str:
    """What a rejection calls a file that was unpacked: by its place in the archive."""
    return path.replace(str(member), name, 1)


def _web_archive_file(file: File, kind: Kind, options: Options, depth: int) -> Iterator[Item]:
    if kind.key == "wacz":
        with unpacked(file.path, "zip") as members:
            for name, path in members:
                if ".warc" in name:
                    yield from _warc(file, path, options)
        return
    yield from _warc(file, file.path, options)


def _warc(file: File, path: Path, options: Options) -> Iterator[Item]:
    for found in webarchives.pages(path):
        if isinstance(found, webarchives.Page):
            item = _page(found.html, file, options, url=found.url, name=f"{file.path}: {found.url}")
            yield item
        else:
            yield Rejection(str(file.path), None, found, "")


def _table_file(file: File, kind: Kind, options: Options, depth: int) -> Iterator[Item]:
    yield from rows.table_file(file, kind.key, options)


def shown(record: str) -> str:
    return fields.storable(record.strip())[:_RECORD]


_READERS = {
    "text": _text_file,
    "document": _document_file,
    "mail": _document_file,
    "page": _page_file,
    "table": _table_file,
    "archive": _archive_file,
    "web archive": _web_archive_file,
}
