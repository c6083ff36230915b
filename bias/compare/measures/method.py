"""The Method page: how numbers are counted, and how well each step reads.  Asks no corpus."""

from __future__ import annotations

import re

import pandas as pd

from bias import resources
from bias.compare.measures import CATALOGUE

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def measure_table() -> pd.DataFrame:
    """Every measure: view, key, label, title, reading, formula, caveat, source."""
    columns = ["key", "label", "title", "reading", "formula", "caveat", "source"]
    rows = [
        (view, *(getattr(one, name) for name in columns))
        for view, entries in CATALOGUE.items()
        for one in entries
    ]
    return pd.DataFrame(rows, columns=["view", *columns])


def accuracy_table() -> pd.DataFrame:
    """How well each step reads, with the command that gives each figure."""
    found = pd.DataFrame(list(resources.accuracy()))
    return pd.DataFrame(
        {
            "Step": found["step"],
            "Measured on": found["gold"] + found["n"].map(lambda n: f": {n}" if n else ""),
            "How well": found["figure"] + " " + found["value"],
            "Beside it": found["beside"],
            "Command": found["command"],
        }
    )


def how_well(step: str) -> str:
    """How well a step reads, in a sentence: its first row of accuracy.tsv, that of the hardest set."""
    table = accuracy_table()
    hardest = table[table["Step"] == step].iloc[0]
    beside = f", {hardest['Beside it']}" if hardest["Beside it"] else ""
    return f"Measured on {hardest['Measured on']}: {hardest['How well']}{beside}."


def method_text() -> str:
    """docs/method.md without its title, and without links to files, which a page cannot follow."""
    text = resources.method_file().read_text(encoding="utf-8")
    return _LINK.sub(r"\1", text.split("\n", 1)[1])


def model_cards() -> dict[str, str]:
    """The card of each model, as Markdown without its title."""
    return {name: _LINK.sub(r"\1", text.split("\n", 1)[1]) for name, text in resources.cards().items()}
