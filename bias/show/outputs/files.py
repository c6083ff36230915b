"""Frames → files for other programs.  Knows no store and no charts."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bias.errors import BadInputError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so
SHEET_ROWS = 1_048_575
SHEET_CELL = 32_000  # code points
MIME = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "html": "text/html",
    "zip": "application/zip",
    "qdc": "application/xml",
}


def write_table(frame: pd.DataFrame, path: Path) -> int:
    """Write a frame in the format of the file's ending; returns the rows."""
    kind = path.suffix.removeprefix(".")
    if kind not in WRITERS:
        known = ", ".join(f".{one}" for one in WRITERS)
        raise BadInputError(f"{path}: no format for {path.suffix or 'a name without ending'!r}; use {known}")
    if not path.parent.is_dir():
        raise BadInputError(f"{path}: there is no folder {path.parent}")
    try:
        path.write_bytes(table_bytes(frame, kind))
    except BadInputError as error:
        raise BadInputError(f"{path}: {error}") from error
    return len(frame)


def table_bytes(frame: pd.DataFrame, kind: str, about: Mapping[str, str] | None = None) -> bytes:
    """A frame as a file of a kind of WRITERS; `about` fills a second sheet where there are sheets.

    In what a spreadsheet opens (csv, xlsx) no cell and no heading runs as a formula; parquet and jsonl keep
    every value as it is.
    """
    if kind == "xlsx":
        return _xlsx(frame, about or {})
    return WRITERS[kind](frame)


def safe_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it, headings too."""
    return frame.map(_safe).rename(columns=_safe)


def csv(frame: pd.DataFrame) -> bytes:
    """A file that a spreadsheet opens as it is, and in which no cell runs as a formula."""
    return str(safe_cells(frame.map(_flat)).to_csv(index=False)).encode("utf-8-sig")


def _safe(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _xlsx(frame: pd.DataFrame, about: Mapping[str, str] | None = None) -> bytes:
    if len(frame) > SHEET_ROWS:
        raise BadInputError(
            f"{len(frame):,} rows are too many for a sheet ({SHEET_ROWS:,}); write .parquet or .csv"
        )
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="openpyxl") as writer:
        safe_cells(frame.map(_cell)).to_excel(writer, sheet_name="Data", index=False)
        if about:
            rows = pd.DataFrame({"What": list(about), "Value": list(about.values())})
            safe_cells(rows.map(_cell)).to_excel(writer, sheet_name="About", index=False)
    return out.getvalue()


def _parquet(frame: pd.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()


def _jsonl(frame: pd.DataFrame) -> bytes:
    lines = str(frame.to_json(orient="records", lines=True, force_ascii=False)).encode()
    return lines if len(frame) else b""  # pandas gives an empty line, which is no record


WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "jsonl": _jsonl,
}


def _cell(value: object) -> object:
    """Text without what a sheet cannot hold, cut at its limit."""
    value = _flat(value)
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:SHEET_CELL] if isinstance(value, str) else value


def _flat(value: object) -> object:
    """A list of spans as JSON, which other programs read back."""
    return json.dumps(value.tolist()) if isinstance(value, np.ndarray) else value
