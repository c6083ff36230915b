"""Excel, LibreOffice, SPSS, Stata, R and XML → rows; runs in the sandbox's process only.

What libraries for these files do with a broken one is not known: they hang, crash and eat memory.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bias.ingest.tables import xlsx

Rows = Iterable[tuple[int, Mapping[int, object]]]  # number, cells by column
Sheet = dict[str, Any]  # name, rows, and why they end before their end


def extract(content: bytes, kind: str) -> Any:
    """The sheets of a file, or of XML its records; of each row the cells that hold something."""
    if kind == "xml":
        from bias.ingest.tables import markup

        return markup.records(content)
    sheets: Mapping[str, Callable[[bytes], Iterator[Sheet]]] = {
        "xlsx": xlsx.sheets, "xls": _xls, "ods": _ods, "spss": _spss, "stata": _stata, "r": _r,
    }  # fmt: skip
    return [
        {"name": sheet["name"], "rows": list(_told(sheet["rows"])), "broken": sheet.get("broken", "")}
        for sheet in sheets[kind](content)
    ]


def _told(rows: Rows) -> Iterator[tuple[int, dict[int, object], dict[int, str]]]:
    for number, cells in rows:
        unread = {i: str(cell) for i, cell in cells.items() if isinstance(cell, xlsx.Unread)}
        found = {i: _cell(cell) for i, cell in cells.items() if i not in unread}
        found = {i: cell for i, cell in found.items() if cell is not None and str(cell).strip()}
        if found or unread:
            yield number, found, unread


def _whole(rows: Iterable[Iterable[object]]) -> Rows:
    return ((number, dict(enumerate(cells))) for number, cells in enumerate(rows, 1))


def _cell(cell: object) -> object:
    """The cell as JSON can hold it: dates in ISO 8601, what is missing as None."""
    if isinstance(cell, (datetime, date, time)):
        return cell.isoformat() if cell == cell else None
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace")
    if cell is None or isinstance(cell, (str, bool, int)):
        return cell
    if isinstance(cell, float):
        return cell if cell == cell else None
    if hasattr(cell, "item"):
        return _cell(cell.item())
    return None if str(cell) in ("NaT", "<NA>", "nan") else str(cell)


def _xls(content: bytes) -> Iterator[Sheet]:
    import xlrd

    book = xlrd.open_workbook(file_contents=content)
    for sheet in book.sheets():
        rows = [[_xls_cell(cell, book.datemode) for cell in sheet.row(i)] for i in range(sheet.nrows)]
        yield {"name": sheet.name, "rows": _whole(rows)}


def _xls_cell(cell: Any, mode: int) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(cell.value, mode)
        except (ValueError, OverflowError) as error:  # a date beyond the calendar
            return xlsx.Unread(f"{cell.value} as a date: {error}")
    return None if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK, xlrd.XL_CELL_ERROR) else cell.value


_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_REPEATED = 1_000  # cells that one may stand for


def _ods(content: bytes) -> Iterator[Sheet]:
    import zipfile

    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        tree = etree.fromstring(packed.read("content.xml"), etree.XMLParser(resolve_entities=False))
    for table in tree.iter(f"{_TABLE}table"):
        yield {"name": table.get(f"{_TABLE}name", ""), "rows": _ods_rows(table)}


def _ods_rows(table: Any) -> Rows:
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        yield number, dict(_ods_cells(row))
        number += _times(row, "rows")


def _ods_cells(row: Any) -> Iterator[tuple[int, object]]:
    column = 0
    for cell in row:
        repeated = _times(cell, "columns")
        value = cell.get(f"{_OFFICE}date-value") or "\n".join(
            "".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")
        )
        for i in range(min(repeated, _REPEATED) if value else 0):
            yield column + i, value
        column += repeated


def _times(element: Any, what: str) -> int:
    told = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(told) if told.isdecimal() and len(told) < 10 else 1


def _spss(content: bytes) -> Iterator[Sheet]:
    import pyreadstat

    # a file may name an encoding that its texts are not in, and hold dates beyond the calendar
    older = {"encoding": "WINDOWS-1252"}
    ways: tuple[dict[str, Any], ...] = ({}, older, {**older, "disable_datetime_conversion": True})
    with tempfile.TemporaryDirectory() as folder:  # the library reads paths alone
        path = Path(folder, "a.sav")
        path.write_bytes(content)
        yield _framed("", _first(ways, lambda **way: pyreadstat.read_sav(str(path), **way)[0]))


def _stata(content: bytes) -> Iterator[Sheet]:
    import pandas as pd

    # labels that two values share are no categories; dates beyond the calendar stay numbers
    bare = {"convert_categoricals": False}
    ways: tuple[dict[str, Any], ...] = ({}, bare, {**bare, "convert_dates": False})
    yield _framed("", _first(ways, lambda **way: pd.read_stata(io.BytesIO(content), **way)))


def _first(ways: Sequence[dict[str, Any]], read: Callable[..., Any]) -> Any:
    """What the first way gives that raises nothing; what the first raised where all do."""
    errors = []
    for way in ways:
        try:
            return read(**way)
        except Exception as error:  # noqa: BLE001 - libraries raise what they like; the next way is tried
            errors.append(error)
    raise errors[0]


def _r(content: bytes) -> Iterator[Sheet]:
    """The data frames of an .rds or .RData; of a corpus of quanteda its texts with their variables."""
    import pandas as pd
    import rdata

    classes = {**rdata.conversion.DEFAULT_CLASS_MAP, "corpus": _quanteda}
    found = rdata.conversion.convert(rdata.parser.parse_data(content), classes)
    named = found.items() if isinstance(found, dict) and "bias corpus" not in found else [("", found)]
    for name, value in named:
        if isinstance(value, pd.DataFrame):
            yield _framed(str(name), value)
        elif isinstance(value, dict) and "bias corpus" in value:
            yield _framed(str(name), value["bias corpus"])


def _quanteda(texts: Any, attributes: Mapping[str, Any]) -> dict[str, Any]:
    import pandas as pd

    frame = attributes.get("docvars")
    frame = frame.reset_index(drop=True) if isinstance(frame, pd.DataFrame) else pd.DataFrame()
    frame["doc_id"] = list(attributes.get("names", range(len(texts))))
    frame["text"] = [str(one) for one in texts]
    return {"bias corpus": frame}


def _framed(name: str, frame: Any) -> Sheet:
    rows = [list(map(str, frame.columns)), *frame.astype(object).values.tolist()]
    return {"name": name, "rows": _whole(rows)}
