"""What one row of any table is.  Knows nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, or the problem that it could not be read for and its raw text."""

    number: int  # as an editor counts lines, Excel rows, and people records: from 1
    cells: Mapping[str, object] = field(default_factory=dict)
    problem: str = ""
    raw: str = ""
