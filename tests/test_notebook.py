"""The notebook tour does what it shows.  `python tests/test_notebook.py CORPUS` writes its outputs anew."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

TOUR = Path(__file__).resolve().parents[1] / "docs" / "notebook-tour.ipynb"
CORPUS = "build/demo"  # as the tour opens it


def run(notebook: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each code cell with the outputs that it has now, one cell after the other as a notebook runs them."""
    names: dict[str, Any] = {}
    for number, cell in enumerate(one for one in notebook["cells"] if one["cell_type"] == "code"):
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, f"cell {number + 1}", "exec"), names)
            value = (
                eval(compile(ast.Expression(last.value), f"cell {number + 1}", "eval"), names)
                if last
                else None
            )
        yield cell, outputs(printed.getvalue(), value, number + 1)


def outputs(printed: str, value: Any, number: int) -> list[dict[str, Any]]:
    """What a notebook keeps of a cell: what it printed, and its last value as text and as a picture."""
    out: list[dict[str, Any]] = []
    if printed:
        out.append({"name": "stdout", "output_type": "stream", "text": printed.splitlines(keepends=True)})
    if value is not None:
        shown: dict[str, Any] = {"text/plain": repr(value).splitlines(keepends=True)}
        if picture := getattr(value, "_repr_svg_", lambda: None)():
            shown["image/svg+xml"] = picture.splitlines(keepends=True)
        kept = {"data": shown, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
        out.append(kept)
    return out


def said(found: list[dict[str, Any]]) -> str:
    """The words of some outputs; numbers may differ in a last digit from machine to machine."""
    words = ["".join(one.get("text") or one["data"]["text/plain"]) for one in found]
    return re.sub(r"[\s\d]+", " ", "\n".join(words))


def test_the_tour_shows_what_it_gives(demo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / CORPUS).symlink_to(demo.path)
    monkeypatch.chdir(tmp_path)
    notebook = json.loads(TOUR.read_text(encoding="utf-8"))
    cells = list(run(notebook))
    assert len(cells) > 8
    for cell, found in cells:
        assert said(cell["outputs"]) == said(found), "".join(cell["source"])
    pictures = [one for cell, _ in cells for one in cell["outputs"] if "image/svg+xml" in one.get("data", {})]
    assert len(pictures) > 2


if __name__ == "__main__":
    tour = json.loads(TOUR.read_text(encoding="utf-8"))
    os.chdir(sys.argv[1] if len(sys.argv) > 1 else TOUR.parents[1])
    for number, (cell, found) in enumerate(run(tour), 1):
        cell["outputs"], cell["execution_count"] = found, number
    TOUR.write_text(json.dumps(tour, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
