"""Files in, Articles out: texts, web pages and tables.  Opens no URL and reads no meaning.

What cannot be read does not stop the rest: it comes out as a Rejection, in its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from bias.errors import BadInputError
from bias.ingest import dates, fields, page
from bias.ingest.fields import column_map
from bias.ingest.files import KINDS, UNREADABLE, NotTextError, expand, kind_of, open_bytes, open_text
from bias.ingest.rows import Row
from bias.ingest.tables import BadFileError, Table, tables
from bias.ingest.text import from_text
from bias.model import Article, Rejection

__all__ = ["Rejection", "column_map", "expand", "from_html", "from_text", "read_file", "read_paths"]

_RECORD = 2_000  # code points of an offending row that a rejection keeps
_AHEAD = 200  # rows that are looked at for dates like 03/04/2020


def read_paths(
    paths: Iterable[str | Path], *, mapping: Mapping[str, str] | None = None, outlet: str = ""
) -> Iterator[Article | Rejection]:
    """The articles of files, folders and globs, file by file.

    `mapping` leads from a field to the column that holds it; `outlet` names the outlet where neither a
    column nor a url does.  Raises BadInputError at once for a path or a field that does not exist.
    """
    fields.check_mapping(mapping)
    files = expand(paths)
    return (found for file in files for found in read_file(file, mapping=mapping, outlet=outlet))


def read_file(
    path: str | Path, *, mapping: Mapping[str, str] | None = None, outlet: str = ""
) -> Iterator[Article | Rejection]:
    """The articles of one file, and what it holds that gives none, in the file's order."""
    fields.check_mapping(mapping)
    if not Path(path).exists():
        raise BadInputError(f"{path}: no such file")
    return _read(Path(path), mapping, outlet)


def from_html(html: str | bytes, *, url: str = "", outlet: str = "") -> Article | Rejection:
    """The article of one web page; a page that hangs or crashes its reader is a Rejection."""
    try:
        return page.read(html, url=url, outlet=outlet)
    except (page.BadPageError, fields.BadRowError) as error:
        return Rejection(
            url,
            None,
            str(error),
            _shown(html if isinstance(html, str) else html[:_RECORD].decode("utf-8", "replace")),
        )


def _read(path: Path, mapping: Mapping[str, str] | None, outlet: str) -> Iterator[Article | Rejection]:
    kind = kind_of(path)
    try:
        if kind is None:
            known = ", ".join(KINDS)
            raise BadFileError(f"{path.suffix or 'a file without extension'} is not read; known are {known}")
        if kind == "text":
            yield _text_file(path, outlet)
        elif kind == "page":
            yield _page_file(path, outlet)
        else:
            yield from _table_file(path, kind, mapping, outlet)
    except (BadFileError, NotTextError) as error:
        yield Rejection(str(path), None, str(error), "")
    except UNREADABLE as error:
        yield Rejection(str(path), None, f"cannot be read: {error}", "")


def _text_file(path: Path, outlet: str) -> Article | Rejection:
    stream, note = open_text(path)
    with stream:
        text = stream.read()
    try:
        article = from_text(text, name=str(path), outlet=outlet)
    except BadInputError:
        return Rejection(str(path), None, "no text", _shown(text))
    if note:
        article.methods["encoding"] = note
    return article


def _page_file(path: Path, outlet: str) -> Article | Rejection:
    with open_bytes(path) as stream:
        # one byte more than the page may have shows it too long, and no .gz unpacks to a full memory
        html = stream.read(page.MOST_BYTES + 1)
    found = from_html(html, outlet=outlet)
    return Rejection(str(path), None, found.reason, found.record) if isinstance(found, Rejection) else found


def _table_file(
    path: Path, kind: str, mapping: Mapping[str, str] | None, outlet: str
) -> Iterator[Article | Rejection]:
    found = tables(path, kind)
    fitting = [table for table in found if table.columns is None or _lacks(table.columns, mapping) is None]
    if not fitting:
        raise BadFileError(str(_lacks(found[0].columns or (), mapping)))
    empty = True
    for table in fitting:
        for one in _table(path, table, mapping, outlet):
            empty = False
            yield one
    if empty:
        raise BadFileError("a header and no rows" if fitting[0].columns else "no rows")


def _table(
    path: Path, table: Table, mapping: Mapping[str, str] | None, outlet: str
) -> Iterator[Article | Rejection]:
    order = _order(table, mapping)
    seen: dict[tuple[str, ...], dict[str, str]] = {}
    for row in table.rows():
        names = table.columns or tuple(row.cells)
        if names not in seen:
            seen[names] = fields.find_columns(names, mapping)
        try:
            if row.problem:
                raise fields.BadRowError(row.problem)
            if "text" not in seen[names]:
                raise fields.BadRowError(f"no text; found {', '.join(names) or 'nothing'}")
            yield fields.from_record(row.cells, seen[names], outlet=outlet, order=order, notes=table.notes)
        except fields.BadRowError as error:
            where = f"sheet {table.name}: " if table.name else ""
            yield Rejection(str(path), row.number, f"{where}{error}", _raw(row))


def _lacks(columns: tuple[str, ...], mapping: Mapping[str, str] | None) -> str | None:
    """Why these columns give no articles, None when they do."""
    found = ", ".join(columns)[:500] or "none"
    for field, column in (mapping or {}).items():
        if column not in columns and column.split(".")[0] not in columns:
            return f"no column {column!r} to take the {field} from; found {found}"
    if "text" in fields.find_columns(columns, mapping):
        return None
    example = columns[-1] if columns else "column"
    return f"no column with the text; found {found}; name it by a mapping such as text={example}"


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


def _raw(row: Row) -> str:
    return _shown(row.raw or json.dumps(dict(row.cells), ensure_ascii=False, default=str))


def _shown(record: str) -> str:
    return fields.storable(record.strip())[:_RECORD]
