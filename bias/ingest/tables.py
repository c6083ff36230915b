"""Rows of CSV, JSON, Parquet and Excel files, one at a time.  Knows no field names and makes no articles.

A row that cannot be read says why and does not stop the file.  Cells stay as they are, code point for
code point.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bias.ingest.csvrows import csv_rows
from bias.ingest.files import UNREADABLE, NotTextError, open_text
from bias.ingest.rows import Row

_HEADER = 20  # lines that the header ends in
_MOST_UNPACKED = 2 * 1024**3  # bytes of a workbook: a small .xlsx can unpack to a full disk


class BadFileError(ValueError):
    """A file that cannot be read, or not on from here; the message is the reason that the user reads."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that share their columns; `rows` starts anew at each call, so that one may look ahead."""

    rows: Callable[[], Iterator[Row]]
    columns: tuple[str, ...] | None = None  # None when each row has its own, as in JSON
    name: str = ""  # of a sheet
    notes: dict[str, str] = field(default_factory=dict)


def tables(path: Path, kind: str) -> list[Table]:
    """The tables of a file: one, or one a sheet.  Raises BadFileError, as iterating the rows does."""
    readers = {"csv": _csv, "tsv": _csv, "json": _json, "jsonl": _jsonl, "parquet": _parquet, "xlsx": _xlsx}
    return readers[kind](path)


def _csv(path: Path) -> list[Table]:
    stream, note = _opened(path)
    with stream:
        try:
            sample = "".join(islice(stream, _HEADER))
        except UNREADABLE as error:
            raise BadFileError(f"cannot be read: {error}") from error
    if not sample.strip():
        raise BadFileError("empty file")
    delimiter = "\t" if ".tsv" in path.name.lower() else _delimiter(sample)
    header = next(csv.reader(sample.lstrip("\r\n").splitlines(keepends=True), delimiter=delimiter), [])
    columns = _named(header)

    def rows() -> Iterator[Row]:
        with open_text(path)[0] as stream:
            try:
                yield from csv_rows(stream, columns, delimiter)
            except UNREADABLE as error:
                raise BadFileError(f"breaks off: {error}") from error

    return [Table(rows, columns, notes=_encoding_note(note))]


def _named(header: Sequence[object]) -> tuple[str, ...]:
    """The columns' names, each once: an empty or second one gets its number."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = "" if cell is None else str(cell).strip()
        names.append(f"{name or 'column'} {number}" if not name or name in names else name)
    return tuple(names)


def _delimiter(sample: str) -> str:
    line = sample.lstrip("\r\n").splitlines()[0]
    return max(",;\t|", key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _jsonl(path: Path) -> list[Table]:
    stream, note = _opened(path)
    stream.close()

    def rows() -> Iterator[Row]:
        with open_text(path)[0] as stream:
            try:
                for number, line in enumerate(_lines(stream), 1):
                    if line.strip():
                        yield _json_row(number, line)
            except UNREADABLE as error:
                raise BadFileError(f"breaks off: {error}") from error

    return [Table(rows, notes=_encoding_note(note))]


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
        return Row(number, record)
    raw = line.strip() or json.dumps(record)
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
    members = list(document.values())
    records = [member for member in members if isinstance(member, dict)]
    inner = _inner_list(document)
    if len(records) == len(members) > 0:
        alike = set.intersection(*map(set, records)) and (len(members) > 1 or not inner)
        return _turned(document) or (members if alike else inner or members)
    # an article may itself hold lists, of its tags or comments
    is_article = any(isinstance(member, str) and len(member) > 200 for member in members)
    return inner if inner and not is_article else [document]


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


def _parquet(path: Path) -> list[Table]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        columns = tuple(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        raise BadFileError(f"no readable Parquet: {error}") from error

    def rows() -> Iterator[Row]:
        number = 0
        with pq.ParquetFile(path) as file:
            batches = file.iter_batches(batch_size=256)
            while (batch := _next(batches, (OSError, pa.ArrowException))) is not None:
                for record in batch.to_pylist():
                    number += 1
                    yield Row(number, record)

    return [Table(rows, columns)]


def _next(batches: Iterator[Any], errors: tuple[type[Exception], ...]) -> Any:
    try:
        return next(batches, None)
    except errors as error:
        raise BadFileError(f"breaks off: {error}") from error


def _xlsx(path: Path) -> list[Table]:
    import openpyxl

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
                raise BadFileError("workbook unpacks to more than 2 GB; save its sheets as .csv")
        book = openpyxl.load_workbook(path, data_only=True)
    except BadFileError:
        raise
    except Exception as error:  # openpyxl lets through whatever its parts raise at a broken workbook
        raise BadFileError(f"no readable workbook: {error}") from error
    found = [_sheet(sheet) for sheet in book.worksheets]
    if not any(found):
        raise BadFileError("empty workbook")
    return [table for table in found if table]


def _sheet(sheet: Any) -> Table | None:
    rows = [(number, list(cells)) for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)]
    filled = [(number, cells) for number, cells in rows if any(cell not in (None, "") for cell in cells)]
    if not filled:
        return None
    top, header = filled[0]
    columns = _named(header)
    shared = _merged(sheet)
    records = [
        Row(
            number,
            {
                name: shared.get((number, i), cell) if cell is None else cell
                for i, (name, cell) in enumerate(zip(columns, cells, strict=True), 1)
            },
        )
        for number, cells in filled
        if number > top
    ]
    return Table(lambda: iter(records), columns, name=sheet.title)


def _merged(sheet: Any) -> dict[tuple[int, int], object]:
    """(row, column) → the value of the merged cell that covers it, for cells merged down a single column.

    An outlet merged over its articles holds for each of them; a merged article text is one article.
    """
    values: dict[tuple[int, int], object] = {}
    for area in sheet.merged_cells.ranges:
        value = sheet.cell(area.min_row, area.min_col).value
        if area.min_col == area.max_col and len(str(value)) <= 100:
            values |= {(row, area.min_col): value for row in range(area.min_row, area.max_row + 1)}
    return values


def _opened(path: Path) -> Any:
    try:
        return open_text(path)
    except NotTextError as error:
        raise BadFileError(str(error)) from error
    except UNREADABLE as error:
        raise BadFileError(f"cannot be read: {error}") from error


def _encoding_note(note: str) -> dict[str, str]:
    return {"encoding": note} if note else {}
