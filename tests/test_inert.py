"""Letters of files and users stay letters: on all pages, in the report, on the worksheet, in the files.

tests/browser/test_inert.py crawls the same corpus in a browser, which alone knows what runs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from google.protobuf.message import Message
from made_evil import EVIL, FORMULA, make_evil
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block
from test_pages import PAGES, opened
from typer.testing import CliRunner

from bias.cli import app
from bias.corpus.store import Corpus
from bias.show.outputs import files

# as Markdown these begin something; escaped, a backslash or an invisible blank stands between
RUNS = re.compile(
    r"(?<!\\)\*(?<!\\)\*evilbold|(?<!\\)\]\(javascript:|(?<!\\)\$evil|(?<!\\):material/pets:|"
    r"(?<!\\):red(?<!\\)\[evil|(?<!\\)`evil|(?<!\\)<img|(?<!\\)<b class"
)
# what Streamlit shows as it is: text to type in, choices of a list, code, cells of tables, files
PLAIN = frozenset({
    "code", "arrow_data_frame", "plotly_chart", "download_button.url", "text_input.value",
    "text_input.default", "multiselect.options", "selectbox.options", "text_area.value",
    "text_area.default", "select_slider.options", "selectbox.raw_value", "selectbox.placeholder",
    "multiselect.raw_values",
})  # fmt: skip


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_evil(tmp_path_factory.mktemp("evil") / "corpus")


class Tags(HTMLParser):
    """What would run in HTML, and whether the letters are there."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        links = [told.get("href", ""), told.get("src", "")]
        runs = any(name.startswith("on") for name in told) or told.get("class") == "pwned"
        if runs or any(link.strip().lower().startswith("javascript:") for link in links):
            self.bad.append(f"<{tag} {told}>")


def strings(message: Message, path: str) -> Iterator[tuple[str, str]]:
    """All that a message to the browser says, with where it says it."""
    for field, value in message.ListFields():
        many = (
            list(value)
            if not isinstance(value, (str, bytes, Message)) and hasattr(value, "__iter__")
            else [value]
        )
        for one in many:
            if isinstance(one, Message):
                yield from strings(one, f"{path}.{field.name}")
            elif isinstance(one, str):
                yield f"{path}.{field.name}", one


def said(block: Any) -> Iterator[tuple[str, str]]:
    for child in block.children.values():
        if child.proto is not None:
            yield from strings(child.proto, child.type)
        if isinstance(child, Block):
            yield from said(child)


def running(shown: AppTest) -> list[tuple[str, str]]:
    found = []
    for where, words in said(shown._tree):
        if "pwned" not in words and "evil" not in words:
            continue
        plain = where.split(".")[0] in PLAIN or where in PLAIN or where.endswith((".id", ".key", ".form_id"))
        if where == "bidi_component.json":  # a table whose numbers are links: its HTML
            found += [(where, bad) for bad in Tags(json.loads(words)["html"]).bad]
        elif where.startswith("html."):
            found += [(where, bad) for bad in Tags(words).bad]
        elif not plain and RUNS.search(words):
            found.append((where, words[:300]))
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_page_makes_more_than_letters_of_them(
    page: str, monkeypatch: pytest.MonkeyPatch, evil: Corpus
) -> None:
    shown = opened(evil.path, monkeypatch, page)
    assert running(shown) == []


@pytest.mark.parametrize("page", PAGES)
def test_nor_of_what_an_address_says(page: str, monkeypatch: pytest.MonkeyPatch, evil: Corpus) -> None:
    keys = (
        "outlets", "words", "from", "to", "topic", "topics", "measure", "behind", "article", "at", "story",
        "role", "sections", "authors", "genre", "speaker", "target", "frame",
    )  # fmt: skip
    shown = opened(evil.path, monkeypatch, page, **dict.fromkeys(keys, EVIL))
    assert running(shown) == []


def test_the_report_is_letters(evil: Corpus, tmp_path: Path) -> None:
    to = tmp_path / "report.html"
    done = CliRunner().invoke(app, ["report", str(evil.path), "--to", str(to)])
    assert done.exit_code == 0, done.output
    page = to.read_text(encoding="utf-8")
    assert Tags(page).bad == []
    assert "evilbold" in page


@pytest.mark.parametrize("table", ["articles", "attributions", "topics", "speakers"])
def test_no_cell_of_a_file_is_a_formula(evil: Corpus, tmp_path: Path, table: str) -> None:
    frame = evil.table(table)
    for kind in ("csv", "xlsx"):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(files.table_bytes(frame, kind))
        read = (
            pd.read_csv(path, dtype=str, keep_default_na=False).to_numpy().ravel()
            if kind == "csv"
            else [cell.value for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
        )
        assert [cell for cell in read if str(cell).startswith(("=", "@"))] == []
        assert any(FORMULA in str(cell) for cell in read) or table != "articles"
