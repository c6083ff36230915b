"""Frames → files for other programs.  Knows no store and no charts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from bias.errors import BadInputError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so
SHEET_ROWS = 1_048_575
SHEET_CELL = 32_000  # code points


def write_table(frame: pd.DataFrame, path: Path) -> int:
    """Write a frame in the format of the file's ending; returns the rows."""
    writers: dict[str, Callable[[pd.DataFrame, Path], None]] = {
        ".csv": _csv,
        ".parquet": lambda frame, path: frame.to_parquet(path, index=False),
        ".jsonl": lambda frame, path: frame.to_json(path, orient="records", lines=True, force_ascii=False),
        ".xlsx": _xlsx,
    }
    if path.suffix not in writers:
        raise BadInputError(
            f"{path}: no format for {path.suffix or 'a name without ending'!r}; use {', '.join(writers)}"
        )
    if not path.parent.is_dir():
        raise BadInputError(f"{path}: there is no folder {path.parent}")
    writers[path.suffix](frame, path)
    return len(frame)


def safe_cells(frame: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return frame.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell)


def csv(frame: pd.DataFrame) -> bytes:
    """A file that a spreadsheet opens as it is, and in which no cell runs as a formula."""
    return str(safe_cells(frame.map(_flat)).to_csv(index=False)).encode("utf-8-sig")


def _csv(frame: pd.DataFrame, path: Path) -> None:
    path.write_bytes(csv(frame))


def _xlsx(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > SHEET_ROWS:
        raise BadInputError(
            f"{path}: {len(frame):,} rows are too many for a sheet ({SHEET_ROWS:,}); write .parquet or .csv"
        )
    safe_cells(frame.map(_cell)).to_excel(path, index=False)


def _cell(value: object) -> object:
    """Text without what a sheet cannot hold, cut at its limit."""
    value = _flat(value)
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:SHEET_CELL] if isinstance(value, str) else value


def _flat(value: object) -> object:
    """A list of spans as JSON, which other programs read back."""
    return json.dumps(value.tolist()) if isinstance(value, np.ndarray) else value
