"""Rows of CSV, JSON, XML, Parquet, Excel and the like, one at a time.  Makes no articles.

A row that cannot be read says why and does not stop the file.  Cells stay as they are, code point for
code point.
"""

from __future__ import annotations

import csv
import json
import re
import reprlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from bias.ingest.fields.columns import find_columns
from bias.ingest.files.opening import UNREADABLE, NotTextError, open_bytes, open_text
from bias.ingest.files.sandbox import Sandbox, SandboxError
from bias.ingest.files.unpacking import BROKEN
from bias.ingest.tables import columnar
from bias.ingest.tables.csvrows import csv_rows
from bias.ingest.tables.rows import BadFileError, Row, Table, flat, named

_HEADER = 20  # lines that the header ends in
_NAME = 60  # code points of a column's name
_MOST_XML = 200_000_000  # bytes
_documents = Sandbox("bias.ingest.tables.workbooks", "extract")
_MOST_UNPACKED = 2 * 1024**3  # bytes of a workbook: a small .xlsx can unpack to a full disk


def tables(path: Path, kind: str) -> list[Table]:
    """The tables of a file: one, or one a sheet.  Raises BadFileError, as iterating the rows does."""
    readers = {
        "html": _html,
        "csv": _csv,
        "json": _json,
        "jsonl": _jsonl,
        "xml": _xml,
        "parquet": columnar.parquet,
        "arrow": columnar.arrow,
    }
    return readers[kind](path) if kind in readers else _workbook(path, kind)


def looks_like_table(sample: str) -> bool:
    """Whether a text is a table after all: its first lines name a column of texts, and others."""
    lines = [line for line in sample.splitlines()[:_HEADER] if line.strip()]
    return bool(lines) and max(len(line) for line in lines[:1]) < 2_000 and _header(sample)[2] >= 2


def _csv(path: Path) -> list[Table]:
    stream, note = _opened(path)
    with stream:
        try:
            sample = "".join(islice(stream, _HEADER))
        except UNREADABLE as error:
            raise BadFileError(f"cannot be read: {error}") from error
    if not sample.strip():
        raise BadFileError("empty file")
    skipped, delimiter, _ = _header(sample)
    if path.name.lower().removesuffix(".gz").endswith((".tsv", ".tab")):
        delimiter = "\t"
    below = "".join(sample.splitlines(keepends=True)[skipped:])
    header = next(csv.reader(below.lstrip("\r\n").splitlines(keepends=True), delimiter=delimiter), [])
    columns = named(header)

    def rows() -> Iterator[Row]:
        number = 0
        with open_text(path)[0] as stream:
            try:
                for row in csv_rows(islice(stream, skipped, None), columns, delimiter):
                    number = row.number + skipped
                    yield replace(row, number=number) if skipped else row
            except UNREADABLE as error:
                raise _breaks_off(number, error) from error

    notes = _encoding_note(note)
    if skipped:
        notes["header"] = f"line {skipped + 1}"
    return [Table(rows, columns, notes=notes)]


def _header(sample: str) -> tuple[int, str, int]:
    """How many lines stand above the header, what parts its cells, and how many fields it names.

    Titles may stand above a header, and `sep=;` does where Excel wrote it.
    """
    lines = sample.splitlines(keepends=True)
    told = re.match(r"sep=(.)\r?\n", sample, re.IGNORECASE)
    best = (1, told[1], 0) if told else (*_unnamed(lines), 0)
    for number, line in enumerate(lines):
        if line.count('"') % 2:
            break  # a cell of several lines: the header is above it
        for mark in told[1] if told else ",;\t|":
            cells = next(csv.reader([line], delimiter=mark), [])
            fields = find_columns(named(cells)) if len(cells) > 1 else {}
            if "text" in fields and len(fields) > best[2] and max(map(len, cells)) <= _NAME:
                best = (number, mark, len(fields))
        if best[2]:
            break
    return best


def _unnamed(lines: Sequence[str]) -> tuple[int, str]:
    """The header where no name tells it, and what parts its cells: the first line, or below titles of one
    cell the first that looks like names: short, several, as many as the cells of the next line."""
    first = next((line for line in lines if line.strip()), "")
    mark = _delimiter(first)
    titled = len(_cut(first, mark)) == 1 and "text" not in find_columns(_cut(first, mark))
    for number, (line, below) in enumerate(pairwise(lines)):
        cells = _cut(line, one := _delimiter(line))
        if titled and len(cells) > 1 and _like_names(cells) and len(_cut(below, one)) == len(cells):
            return number, one
    return 0, mark


def _delimiter(line: str) -> str:
    return max(",;\t|", key=lambda mark: len(_cut(line, mark)))


def _cut(line: str, mark: str) -> list[str]:
    return next(csv.reader([line], delimiter=mark), [])


def _like_names(cells: Sequence[str]) -> bool:
    return all(
        cell == cell.strip() and 0 < len(cell) <= _NAME for cell in (one.rstrip("\r\n") for one in cells)
    )


def _jsonl(path: Path) -> list[Table]:
    stream, note = _opened(path)
    stream.close()

    def rows() -> Iterator[Row]:
        number = 0
        with open_text(path)[0] as stream:
            try:
                for number, line in enumerate(_lines(stream), 1):
                    if line.strip():
                        yield _json_row(number, line)
            except UNREADABLE as error:
                raise _breaks_off(number, error) from error

    return [Table(rows, notes=_encoding_note(note))]


def _breaks_off(number: int, error: BaseException) -> BadFileError:
    return BadFileError(f"breaks off after line {number}: {error}; the rows before are read, get it again")


def _lines(stream: Iterator[str]) -> Iterator[str]:
    r"""Lines that end in \n, as JSON lines do; a bare \r is a blank to JSON but a line end to Python."""
    held = ""
    for line in stream:
        held += line
        if held.endswith("\n"):
            yield held
            held = ""
    if held:
        yield held


def _json_row(number: int, line: str) -> Row:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Row(number, problem=f"broken JSON: {error}", raw=line.strip())
    return _record(number, record, line)


def _record(number: int, record: object, line: str = "") -> Row:
    if isinstance(record, dict):
        return Row(number, flat(record))
    raw = line.strip() or reprlib.repr(record)
    return Row(number, problem=f"not a JSON object but {type(record).__name__}", raw=raw)


def _json(path: Path) -> list[Table]:
    if _is_lines(path):
        return _jsonl(path)
    stream, note = _opened(path)
    with stream:
        try:
            document = json.load(stream)
        except UNREADABLE as error:
            raise BadFileError(f"cannot be read: {error}") from error
        except (ValueError, RecursionError) as error:
            raise BadFileError(f"broken JSON: {error}") from error
    records = _records(document)
    if not records:
        raise BadFileError("no list of articles in this JSON")
    return [Table(lambda: (_record(i, one) for i, one in enumerate(records, 1)), notes=_encoding_note(note))]


def _is_lines(path: Path) -> bool:
    """Whether a .json file holds JSON lines after all, as many do."""
    stream, _ = _opened(path)
    with stream:
        try:
            first, second = stream.readline(), stream.readline()
            return isinstance(json.loads(first), dict) and second.lstrip().startswith("{")
        except (*UNREADABLE, ValueError, RecursionError):
            return False  # reading the file as one document tells what is wrong


def _records(document: object) -> list[object]:
    """The articles of a JSON document: a list, a list somewhere in it, members by key, or one article."""
    if isinstance(document, list):
        return document
    if not isinstance(document, dict):
        return []
    if split := _split(document):
        return split
    if "jsonfeed" in str(document.get("version", "")) and isinstance(document.get("items"), list):
        return _feed(document)
    members = list(document.values())
    records = [member for member in members if isinstance(member, dict)]
    inner = _inner_list(document)
    if len(records) == len(members) > 0:
        alike = set.intersection(*map(set, records)) and (len(members) > 1 or not inner)
        return _turned(document) or (members if alike else inner or members)
    # an article may itself hold lists, of its tags or comments
    is_article = any(isinstance(member, str) and len(member) > 200 for member in members)
    return inner if inner and not is_article else [document]


def _feed(document: Mapping[str, Any]) -> list[object]:
    """The items of a JSON Feed; its title is their outlet, unless they lead to several."""
    items = [item for item in document["items"] if isinstance(item, dict)]
    hosts = {
        str(item.get("url", "")).split("/")[2:3][0] for item in items if "://" in str(item.get("url", ""))
    }
    outlet = {"outlet": document.get("title", "")} if len(hosts) < 2 else {}
    return [{**outlet, **item} for item in items]


def _split(document: Mapping[str, Any]) -> list[object]:
    """Columns beside rows, as pandas writes with orient="split" or "table"; [] when it is not that."""
    columns, rows = document.get("columns"), document.get("data")
    fields = document.get("schema", {})
    if isinstance(fields, dict) and "fields" in fields and isinstance(rows, list):
        return rows
    if not (isinstance(columns, list) and isinstance(rows, list) and all(isinstance(r, list) for r in rows)):
        return []
    return [dict(zip(map(str, columns), row, strict=False)) for row in rows]


def _turned(document: Mapping[str, Mapping[str, Any]]) -> list[object]:
    """Column → row → value, as pandas writes by default, as records; [] when it is not that."""
    keys = [list(member) for member in document.values()]
    if any(key != keys[0] for key in keys) or any(
        isinstance(v, (dict, list)) for v in document.values() for v in v.values()
    ):
        return []
    if not all(key.isdigit() for key in keys[0]):
        return []
    return [{column: member[key] for column, member in document.items()} for key in keys[0]]


def _inner_list(document: Mapping[str, Any], depth: int = 3) -> list[object]:
    """The longest list of objects, at the least depth that has one."""
    lists = [v for v in document.values() if isinstance(v, list) and any(isinstance(one, dict) for one in v)]
    if lists:
        return max(lists, key=len)
    inner = [_inner_list(v, depth - 1) for v in document.values() if isinstance(v, dict) and depth > 1]
    return max(inner, key=len, default=[])


def _html(path: Path) -> list[Table]:
    """Tables of HTML, as many programs write them under the name .xls."""
    from lxml import etree, html

    with open_bytes(path) as stream:
        content = stream.read(_MOST_XML)
    try:
        root = html.document_fromstring(content)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise BadFileError(f"no readable table: {error}") from error
    found = []
    for table in root.iter("table"):
        rows: list[_Cells] = [
            (number, {i: "\n".join(_cell_lines(cell)) for i, cell in enumerate(row.iter("td", "th"))}, {})
            for number, row in enumerate(table.iter("tr"), 1)
        ]
        found.append(_sheet("", [row for row in rows if any(row[1].values())]))
    if not any(found):
        raise BadFileError("no table in this file")
    return [table for table in found if table]


def _cell_lines(cell: Any) -> list[str]:
    return [words for line in cell.itertext() if (words := " ".join(line.split()))]


def _xml(path: Path) -> list[Table]:
    with open_bytes(path) as stream:
        content = stream.read(_MOST_XML + 1)
    if len(content) > _MOST_XML:
        raise BadFileError("XML of more than 200 MB; split it")
    try:
        told = _documents.call(content, "xml", seconds=10 + len(content) / 1_000_000)
    except SandboxError as error:
        raise BadFileError(f"no readable XML: {error}") from error
    if not told:
        raise BadFileError("no article in this XML: no element that repeats has a text of its own")
    rows = [Row(i, one) for i, one in enumerate(told["records"], 1)]
    return [Table(lambda: iter(rows), notes={"format": told["format"]})]


def _workbook(path: Path, kind: str) -> list[Table]:
    """Sheets and data frames, read in a process that can be killed."""
    try:
        if kind == "xlsx":
            _check_unpacked(path)
        with open_bytes(path) as stream:
            content = stream.read()
        told = _documents.call(content, kind, seconds=10 + len(content) / 100_000)
    except SandboxError as error:
        raise BadFileError(f"no readable {_CALLED[kind]}: {error}") from error
    except UNREADABLE as error:
        raise BadFileError(f"cannot be read: {error}") from error
    found = [
        _sheet(sheet["name"], [_cells(*row) for row in sheet["rows"]], sheet["broken"]) for sheet in told
    ]
    if not any(found):
        broken = next((f": it breaks off: {sheet['broken']}" for sheet in told if sheet["broken"]), "")
        raise BadFileError(f"empty {_CALLED[kind]}{broken}")
    return [table for table in found if table]


_CALLED = {
    "xlsx": "workbook", "xls": "workbook", "ods": "workbook", "spss": "SPSS file", "stata": "Stata file",
    "r": "R file",
}  # fmt: skip


def _check_unpacked(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except BROKEN as error:
        raise BadFileError(f"no readable workbook: {error}") from error
    if size > _MOST_UNPACKED:
        raise BadFileError("workbook unpacks to more than 2 GB; save its sheets as .csv")


_Cells = tuple[int, dict[int, object], dict[int, str]]  # row, cells by column, why others could not be read


def _cells(number: int, cells: Mapping[str, object], unread: Mapping[str, str]) -> _Cells:
    return number, {int(i): cell for i, cell in cells.items()}, {int(i): why for i, why in unread.items()}


def _sheet(name: str, rows: Sequence[_Cells], broken: str = "") -> Table | None:
    """A sheet as a table; titles may stand above its header, and names of groups of columns.

    Rows and columns that hold nothing are not there: a single cell may stand in the last corner of a sheet.
    """
    if not rows:
        return None
    used = sorted({i for _, cells, unread in rows for i in (*cells, *unread)})
    at, names = _sheet_header([[cells.get(i) for i in used] for _, cells, _ in rows[:_HEADER]])
    columns = dict(zip(used, names, strict=True))

    def records() -> Iterator[Row]:
        for number, cells, unread in rows[at + 1 :]:
            yield Row(
                number,
                {columns[i]: cell for i, cell in cells.items()},
                unread={columns[i]: why for i, why in unread.items()},
            )
        if broken:
            raise BadFileError(f"sheet {name} breaks off after row {rows[-1][0]}: {broken}; save it again")

    return Table(records, names, name=name, notes={"header": f"row {rows[at][0]}"} if at else {})


def _sheet_header(rows: list[list[object]]) -> tuple[int, tuple[str, ...]]:
    """The row that names most fields, or two rows put together; the first row where none does."""
    best = (0, named(rows[0]), 0)
    for i, cells in enumerate(rows):
        both = [*zip(_filled(rows[i - 1]), cells, strict=False)] if i else []
        joined = [" ".join(str(c) for c in pair if c not in (None, "")) for pair in both]
        for names in (named(cells), named(joined)):
            fields = find_columns(names)
            if "text" in fields and len(fields) > best[2] and max(map(len, names)) <= _NAME:
                best = (i, names, len(fields))
    return best[:2]


def _filled(cells: Sequence[object]) -> list[object]:
    """A row in which a name holds for the empty cells right of it, as merged cells are read."""
    found: list[object] = []
    for cell in cells:
        found.append(found[-1] if cell in (None, "") and found else cell)
    return found


def _opened(path: Path) -> Any:
    try:
        return open_text(path)
    except NotTextError as error:
        raise BadFileError(str(error)) from error
    except UNREADABLE as error:
        raise BadFileError(f"cannot be read: {error}") from error


def _encoding_note(note: str) -> dict[str, str]:
    return {"encoding": note} if note else {}
