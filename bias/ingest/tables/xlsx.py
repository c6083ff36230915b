"""Excel → the cells that it holds, by row and column; runs in the sandbox's process only.

The sheet is read as a stream of what is there.  openpyxl's own rows are whole rectangles, and one cell in the
last corner, or a cell merged over everything, makes 17 thousand million cells of a sheet.
"""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any, cast

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._reader import WorkSheetParser

_LONGEST = 100  # code points of a merged cell that holds for its rows; a merged article is one article


class Unread(str):
    """In place of a cell: why it could not be read."""


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> dict[str, Any]:
        try:
            found: dict[str, Any] = super().parse_cell(element)
        except (ValueError, IndexError, TypeError, OverflowError) as error:
            why = Unread(f"{type(error).__name__}: {str(error)[:100]}")
            return {"column": self.col_counter, "value": why}
        if found["data_type"] == "e":
            found["value"] = Unread(f"error of the workbook: {found['value']}")
        return found


def sheets(content: bytes) -> Iterator[dict[str, Any]]:
    book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows: dict[int, dict[int, object]] = {}
        broken, parser = "", None
        try:
            with sheet._get_source() as source:
                parser = _Parser(
                    source, sheet._shared_strings, data_only=True, epoch=book.epoch,
                    date_formats=book._date_formats, timedelta_formats=book._timedelta_formats,
                )  # fmt: skip
                for number, cells in parser.parse():
                    rows[number] = {c["column"]: c["value"] for c in cells if c["value"] not in (None, "")}
        except Exception as error:  # noqa: BLE001 - however a sheet ends, the rows before it are whole
            broken = f"{type(error).__name__}: {str(error)[:100]}"
        _share_merged(rows, parser.merged_cells if parser else None)
        yield {"name": sheet.title, "rows": rows.items(), "broken": broken}


def _share_merged(rows: dict[int, dict[int, object]], merged: Any) -> None:
    """Give each row the value of the merged cell that covers it, for cells merged down a single column.

    An outlet merged over its articles holds for each of them; a merged article text is one article.
    """
    numbers = sorted(number for number, cells in rows.items() if cells)
    for area in merged.mergeCell if merged else ():
        try:
            left, top, right, bottom = cast(tuple[int, int, int, int], range_boundaries(area.ref))
        except (ValueError, TypeError):
            continue  # a merging that names no cells merges none
        value = rows.get(top, {}).get(left)
        if left != right or value is None or len(str(value)) > _LONGEST:
            continue
        for number in numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]:
            rows[number].setdefault(left, value)
