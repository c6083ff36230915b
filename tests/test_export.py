"""Files for other programs: lists and blanks survive, and no cell runs as a formula."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd

from bias.show.outputs.files import csv, write_table


def test_no_cell_of_a_file_runs_as_a_formula() -> None:
    frame = pd.DataFrame({"title": ["=HYPERLINK(1)", "+1", "-1", "@x", "plain"], "n": [-1, 2, 3, 4, 5]})
    found = pd.read_csv(io.BytesIO(csv(frame)))
    assert list(found["title"]) == ["'=HYPERLINK(1)", "'+1", "'-1", "'@x", "plain"]
    assert list(found["n"]) == [-1, 2, 3, 4, 5]


def test_a_table_without_rows_has_no_lines(tmp_path: Path) -> None:
    write_table(pd.DataFrame({"text": []}), tmp_path / "a.jsonl")
    assert (tmp_path / "a.jsonl").read_bytes() == b""


def test_long_lists_of_spans_are_whole() -> None:
    frame = pd.DataFrame({"spans": [np.arange(3000, dtype=np.int32)]})
    found = pd.read_csv(io.BytesIO(csv(frame)))
    assert found.loc[0, "spans"] == str(list(range(3000)))


def test_a_sheet_keeps_every_blank_and_loses_what_it_cannot_hold(tmp_path: Path) -> None:
    text = "10\u00a0000\u2009people\x07 “now” – 🙂 שלום"
    write_table(pd.DataFrame({"text": [text], "n": [1]}), tmp_path / "a.xlsx")
    found = pd.read_excel(tmp_path / "a.xlsx")
    assert found.loc[0].tolist() == [text.replace("\x07", ""), 1]
