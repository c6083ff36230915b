"""Excel, LibreOffice, SPSS, Stata, R and XML → rows; runs in the sandbox's process only.

What libraries for these files do with a broken one is not known: they hang, crash and eat memory.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

Sheet = dict[str, Any]  # name, rows: lists of cells


def extract(content: bytes, kind: str) -> Any:
    """The sheets of a file, or of XML its records."""
    if kind == "xml":
        from bias.ingest.tables import markup

        return markup.records(content)
    sheets: Mapping[str, Callable[[bytes], Iterator[Sheet]]] = {
        "xlsx": _xlsx, "xls": _xls, "ods": _ods, "spss": _spss, "stata": _stata, "r": _r,
    }  # fmt: skip
    return [
        {"name": sheet["name"], "rows": [[_cell(cell) for cell in row] for row in sheet["rows"]]}
        for sheet in sheets[kind](content)
    ]


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


def _xlsx(content: bytes) -> Iterator[Sheet]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in book.worksheets:
        shared = _merged(sheet)
        rows = [
            [shared.get((number, i), cell) if cell is None else cell for i, cell in enumerate(cells, 1)]
            if any(cell not in (None, "") for cell in cells)
            else []
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1)
        ]
        yield {"name": sheet.title, "rows": rows}


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


def _xls(content: bytes) -> Iterator[Sheet]:
    import xlrd

    book = xlrd.open_workbook(file_contents=content)
    for sheet in book.sheets():
        rows = [[_xls_cell(cell, book.datemode) for cell in sheet.row(i)] for i in range(sheet.nrows)]
        yield {"name": sheet.name, "rows": rows}


def _xls_cell(cell: Any, mode: int) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, mode)
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
        rows = [list(_ods_cells(row)) for row in table.iter(f"{_TABLE}table-row")]
        yield {"name": table.get(f"{_TABLE}name", ""), "rows": rows}


def _ods_cells(row: Any) -> Iterator[object]:
    for cell in row:
        repeated = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), _REPEATED)
        value = cell.get(f"{_OFFICE}date-value") or "\n".join(
            "".join(p.itertext()) for p in cell.iter(f"{_TEXT}p")
        )
        yield from [value or None] * repeated


def _spss(content: bytes) -> Iterator[Sheet]:
    import pyreadstat

    yield _from_file(content, ".sav", lambda path: pyreadstat.read_sav(path)[0])


def _stata(content: bytes) -> Iterator[Sheet]:
    import pandas as pd

    yield _framed("", pd.read_stata(io.BytesIO(content), convert_categoricals=True))


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


def _from_file(content: bytes, ending: str, read: Callable[[str], Any]) -> Sheet:
    """Libraries that read paths alone get one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{ending}")
        path.write_bytes(content)
        return _framed("", read(str(path)))


def _framed(name: str, frame: Any) -> Sheet:
    return {"name": name, "rows": [list(map(str, frame.columns)), *frame.astype(object).values.tolist()]}
