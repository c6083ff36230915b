"""Gold files: JSON lines, checked before anything is measured."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bias.errors import BadInputError

Record = Mapping[str, Any]


def read_rows(
    path: str | Path, fields: Sequence[str], trouble: Callable[[Record], str] = lambda row: ""
) -> list[Record]:
    """JSON lines that hold some fields; raises BadInputError with file, line and what is missing.

    `trouble` says what else is wrong with a row; nothing where it is right.
    """
    path = Path(path)
    if not path.is_file():
        raise BadInputError(f"{path}: no such file; a gold file is JSON lines, see docs/data-format.md")
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # splitlines() would cut at U+2028 too
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}; save it as UTF-8") from error
    rows = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _row(path, number, line, fields)
            if wrong := trouble(row):
                raise BadInputError(f"{path}, line {number}: {wrong}")
            rows.append(row)
    if not rows:
        raise BadInputError(f"{path}: holds no row")
    return rows


def _row(path: Path, number: int, line: str, fields: Sequence[str]) -> Record:
    try:
        row: Record = json.loads(line)
        missing = [field for field in fields if field not in row]
    except (json.JSONDecodeError, TypeError) as error:
        raise BadInputError(f"{path}, line {number}: {error}; each line is one JSON object") from error
    if missing:
        raise BadInputError(
            f"{path}, line {number}: no {', '.join(missing)}; each line needs {', '.join(fields)}"
        )
    return row
