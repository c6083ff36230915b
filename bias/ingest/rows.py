"""Rows of tables → articles: which column is which, and in which order dates stand."""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from bias.ingest import fields
from bias.ingest.fields import dates
from bias.ingest.files import finding
from bias.ingest.files.finding import File
from bias.ingest.services import service_of
from bias.ingest.tables.rows import BadFileError, Row, Table
from bias.ingest.tables.tables import tables
from bias.model import Article, Rejection

if TYPE_CHECKING:
    from bias.ingest.reader import Options

_RECORD = 2_000  # code points of an offending row that a rejection keeps
_AHEAD = 200  # rows that are looked at for dates like 03/04/2020


def table_file(file: File, kind: str, options: Options) -> Iterator[Article | Rejection]:
    """The articles of a table, row by row.  Raises BadFileError where no table of the file has texts."""
    found = tables(file.path, kind)
    fitting = [
        table for table in found if table.columns is None or lacks(table.columns, options.mapping) is None
    ]
    if not fitting:
        raise BadFileError(str(lacks(found[0].columns or (), options.mapping)))
    empty = True
    for table in fitting:
        for one in _table(file, table, options):
            empty = False
            yield one
    if empty:
        raise BadFileError("a header and no rows" if fitting[0].columns else "no rows")
    for table in found:
        if table not in fitting and table.columns and table.name:
            yield Rejection(
                str(file.path),
                None,
                f"sheet {table.name} passed over: {lacks(table.columns, options.mapping)}".split("; name it")[
                    0
                ],
                "",
            )


def _table(file: File, table: Table, options: Options) -> Iterator[Article | Rejection]:
    order = options.order or _order(table, options.mapping)
    seen: dict[tuple[str, ...], tuple[dict[str, tuple[str, ...]], dict[str, str]]] = {}
    for row in table.rows():
        names = table.columns or tuple(row.cells)
        if names not in seen:
            seen[names] = fields.candidates(names, options.mapping), _notes(table, names)
        found, notes = seen[names]
        columns = _filled(row, found)
        try:
            if row.problem:
                raise fields.BadRowError(row.problem)
            if "text" not in columns:
                raise fields.BadRowError(
                    str(_no_text(names) or f"no text; found {', '.join(_on_top(row)) or 'nothing'}")
                )
            cells = {**row.cells, **_from_id(row.cells, columns)}
            yield fields.from_record(
                cells, _with_id(cells, columns), outlet=options.outlet, order=order,
                notes={**notes, **row.notes}, unread=row.unread,
            )  # fmt: skip
        except fields.BadRowError as error:
            where = f"sheet {table.name}: " if table.name else ""
            yield Rejection(str(file.path), row.number, f"{where}{error}", _raw(row))


def _notes(table: Table, names: tuple[str, ...]) -> dict[str, str]:
    service = service_of(names)
    return ({"format": service.name} if service else {}) | table.notes


def _filled(row: Row, columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Field → the first of its columns that holds something in this row, be it unreadable."""
    return {
        field: next(
            (one for one in named if fields.has_value(fields.value_at(row.cells, one))),
            next((one for one in named if one in row.unread), named[0]),
        )
        for field, named in columns.items()
    }


_OUTLET, _DAY = "doc_id: outlet", "doc_id: date"


def _from_id(cells: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """Outlet and day of an id that is the name of a file, as readtext keeps it: `Gazette_2019-03-04.txt`."""
    told = cells.get(columns["id"]) if "id" in columns else None
    if not isinstance(told, str) or not re.search(r"\.\w{2,5}$", told):
        return {}
    parts = re.split(r"_|/", re.sub(r"\.\w{2,5}$", "", told))
    days = [part for part in parts if finding.guessed((), part).get("published")]
    names = [part for part in parts if part not in days and not part.isdigit()]
    if len(days) != 1 or not names:
        return {}
    return {_OUTLET: names[0], _DAY: finding.guessed((), days[0])["published"]}


def _with_id(cells: Mapping[str, object], columns: Mapping[str, str]) -> Mapping[str, str]:
    if _OUTLET not in cells:
        return columns
    return {"outlet": _OUTLET, "published": _DAY} | dict(columns)


def lacks(columns: tuple[str, ...], mapping: Mapping[str, str] | None) -> str | None:
    """Why these columns give no articles, None when they do."""
    found = ", ".join(columns)[:500] or "none"
    for field, column in (mapping or {}).items():
        if column and column not in columns and column.split(".")[0] not in columns:
            return f"no column {column!r} to take the {field} from; found {found}"
    if "text" in fields.find_columns(columns, mapping):
        return None
    if told := _no_text(columns):
        return told
    example = columns[-1] if columns else "column"
    return f"no column with the text; found {found}; name it by a mapping such as text={example}"


def _no_text(columns: tuple[str, ...]) -> str:
    """The reason for a list of addresses without texts; "" for any other table."""
    service = service_of(columns)
    if not (service and not service.texts) and "url" not in fields.find_columns(columns):
        return ""
    whose = f" of {service.name}" if service else ""
    return (
        f"a list{whose} of addresses without texts; found {', '.join(columns)[:300]}; "
        "bias fetch CORPUS FILE takes the articles from the addresses in a .csv or .txt"
    )


def _order(table: Table, mapping: Mapping[str, str] | None) -> dates.Order | None:
    """Day or month first in this table's dates; the whole table is read for it only when they are such."""
    if not any(map(dates.is_numeric, islice(_dates(table, mapping), _AHEAD))):
        return None
    return dates.order_of(_dates(table, mapping))


def _dates(table: Table, mapping: Mapping[str, str] | None) -> Iterator[object]:
    seen: dict[tuple[str, ...], str] = {}
    try:
        for row in table.rows():
            names = table.columns or tuple(row.cells)
            if names not in seen:
                seen[names] = fields.find_columns(names, mapping).get("published", "")
            yield fields.value_at(row.cells, seen[names])
    except BadFileError:
        return  # met again, and told, when the rows are read for their articles


def _on_top(row: Row) -> list[str]:
    """The names of a record's own members, without those of nested ones."""
    return [name for name in row.cells if "." not in name or name.split(".")[0] not in row.cells]


def _raw(row: Row) -> str:
    cells = {name: row.cells[name] for name in _on_top(row)}
    kept = {name: cell[:_RECORD] if isinstance(cell, str) else cell for name, cell in cells.items()}
    try:
        shown = row.raw or json.dumps(kept, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # cells within cells, too deep to be written
        shown = json.dumps({name: reprlib.repr(cell) for name, cell in kept.items()}, ensure_ascii=False)
    return fields.storable(shown.strip())[:_RECORD]
