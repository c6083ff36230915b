"""The Import page: what could not be imported, and which column is which field."""

from __future__ import annotations

import pandas as pd

from bias.corpus import Corpus
from bias.errors import BadInputError


def rejected(corpus: Corpus) -> pd.DataFrame:
    """Everything that could not be imported, as a reader's table."""
    columns = {"path": "File", "row": "Row", "reason": "Reason", "record": "What it holds"}
    return corpus.rejected().rename(columns=columns)


def reasons(rejected: pd.DataFrame) -> pd.DataFrame:
    """How often each reason was given, most first."""
    return rejected.groupby("Reason").size().rename("Rows").reset_index().sort_values("Rows", ascending=False)


def column_map(text: str) -> dict[str, str]:
    """`outlet=paper, published=day` as field → column; raises BadInputError on anything else."""
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    for field, equals, column in pairs:
        if not (field.strip() and equals and column.strip()):
            raise BadInputError(
                f"{text!r}: write field=column, with commas between, for instance outlet=paper"
            )
    return {field.strip(): column.strip() for field, _, column in pairs}
