"""Frames → files for other programs.  Knows no store and no charts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from bias.errors import BadInputError

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so
SHEET_ROWS = 1_048_575


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


def _csv(frame: pd.DataFrame, path: Path) -> None:
    safe_cells(frame).to_csv(path, index=False, encoding="utf-8-sig")


def _xlsx(frame: pd.DataFrame, path: Path) -> None:
    if len(frame) > SHEET_ROWS:
        raise BadInputError(
            f"{path}: {len(frame):,} rows are too many for a sheet ({SHEET_ROWS:,}); write .parquet or .csv"
        )
    safe_cells(frame.map(_cell)).to_excel(path, index=False)


def _cell(value: object) -> object:
    """Lists as text, and text without what a sheet cannot hold, cut at its limit."""
    if not isinstance(value, str) and hasattr(value, "__len__"):
        value = str(list(value))  # type: ignore[call-overload]
    if not isinstance(value, str):
        return value
    clean = "".join(c for c in value if c in "\n\t" or c.isprintable())
    return clean[:32_000]
