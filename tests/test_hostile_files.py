"""Files of types that lie: cells beyond any calendar, sheet or encoding cost themselves and no other row."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_files import FERRY, packed, word
from typer.testing import CliRunner

from bias.cli import app
from bias.corpus.store import Corpus
from bias.ingest import Rejection, read_file, read_paths
from bias.model import Article

TEXTS = [f"The port of Varn said on day {i} that the ferries would sail again." for i in range(4)]
Found = tuple[list[Article], list[Rejection]]


def read(path: Path) -> Found:
    found = list(read_file(path))
    return [one for one in found if isinstance(one, Article)], [
        one for one in found if isinstance(one, Rejection)
    ]


def columns(path: Path, **given: pa.Array) -> Path:
    table = pa.table({"title": ["One", "Two", "Three", "Four"], "text": TEXTS, **given})
    if path.suffix == ".parquet":
        try:
            pq.write_table(table, path, row_group_size=2)
        except pa.ArrowInvalid:
            pytest.skip("Parquet has no such column")
    else:
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
    return path


def text_of(*cells: bytes) -> pa.Array:
    """Strings of these bytes, which may be no UTF-8."""
    return pa.array(cells, pa.binary()).view(pa.string())


KINDS_OF_COLUMNS = pytest.mark.parametrize("name", ["a.parquet", "a.arrow"])


@KINDS_OF_COLUMNS
@pytest.mark.parametrize(
    "days",
    [
        pa.array([17959, 2**30, -(2**31), 17960], pa.int32()).view(pa.date32()),
        pa.array([1551657600000000, 2**62, -(2**62), 1551744000000000], pa.int64()).view(pa.timestamp("us")),
        pa.array([1551657600, 2**62, -(2**62), 1551744000], pa.int64()).view(pa.timestamp("s", "UTC")),
        pa.array([1551657600000, 2**62, -(2**62), 1551744000000], pa.int64()).view(pa.date64()),
    ],
    ids=["days", "microseconds", "seconds", "milliseconds"],
)
def test_dates_beyond_the_calendar_cost_themselves(tmp_path: Path, name: str, days: pa.Array) -> None:
    articles, rejections = read(columns(tmp_path / name, date=days))
    assert [one.text for one in articles] == TEXTS
    assert rejections == []
    assert [one.published[:10] for one in articles] == ["2019-03-04", "", "", "2019-03-05"]
    assert [one.methods["published"].startswith("unreadable") for one in articles] == [
        False, True, True, False,
    ]  # fmt: skip


@KINDS_OF_COLUMNS
def test_times_of_a_zone_that_nobody_knows_are_read_in_utc(tmp_path: Path, name: str) -> None:
    times = pa.array([1551694320] * 4, pa.timestamp("s", "Mars/Olympus"))
    articles, _ = read(columns(tmp_path / name, date=times))
    assert {one.published for one in articles} == {"2019-03-04T10:12:00+00:00"}
    assert articles[0].methods["zone"] == "unknown, read in UTC: date (Mars/Olympus)"


@KINDS_OF_COLUMNS
def test_bytes_that_are_no_utf8_are_read_by_themselves(tmp_path: Path, name: str) -> None:
    odd = text_of(b"Radio Varn", "Café Süd".encode("cp1252"), "Süd".encode(), b"")
    lists = pa.array([[b"Ana Sor"], ["Zoë".encode("cp1252")], [], None], pa.list_(pa.binary())).cast(
        pa.list_(pa.binary())
    )
    authors = pa.ListArray.from_arrays(lists.offsets, lists.values.view(pa.string()))
    articles, rejections = read(columns(tmp_path / name, outlet=odd, author=authors))
    assert rejections == []
    assert [one.outlet for one in articles] == ["Radio Varn", "Café Süd", "Süd", ""]
    assert [one.author for one in articles] == ["Ana Sor", "Zoë", "", ""]
    assert "cp1252" in articles[1].methods["encoding"]
    assert "encoding" not in articles[2].methods


def test_a_row_group_that_breaks_off_costs_its_rows(tmp_path: Path) -> None:
    table = pa.table({"text": [f"{text} {'word ' * 40}" for text in TEXTS for _ in range(50)]})
    path = tmp_path / "a.parquet"
    pq.write_table(table, path, row_group_size=50, use_dictionary=False, compression="snappy")
    content = bytearray(path.read_bytes())
    at = pq.read_metadata(path).row_group(1).column(0).data_page_offset
    content[at : at + 60] = b"\xff" * 60
    path.write_bytes(content)
    articles, rejections = read(path)
    assert len(articles) == 150
    assert [(one.row, one.reason.split(":")[0]) for one in rejections] == [(51, "breaks off in row group 2")]


def workbook(path: Path, change: Callable[[str], str]) -> Path:
    """A sheet of four articles whose XML was changed."""
    book = openpyxl.Workbook()
    book.active.append(["outlet", "title", "date", "text"])  # type: ignore[union-attr]
    for i, text in enumerate(TEXTS):
        book.active.append(["Radio Varn", f"Title {i}", datetime(2019, 3, 4), text])  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as changed:
        for part in whole.infolist():
            content = whole.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = change(content.decode()).encode()
            changed.writestr(part, content)
    return path


def with_row(number: int, *cells: str) -> Callable[[str], str]:
    row = f'<row r="{number}">{"".join(cells)}</row></sheetData>'
    return lambda sheet: sheet.replace("</sheetData>", row)


def cell(place: str, words: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (with_row(1048576, cell("XFD1048576", "x")), 1048576),
        (with_row(1048576, cell("A1048576", "x")), 1048576),
        (with_row(2_000_000_000, cell("A2000000000", "x")), 2_000_000_000),
        (lambda sheet: sheet.replace('ref="A1:D5"', 'ref="A1:XFD1048576"'), None),
        (
            lambda sheet: sheet.replace(
                "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            ),
            None,
        ),
        (
            lambda sheet: sheet.replace(
                "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:A1048576"/></mergeCells>'
            ),
            None,
        ),
    ],
    ids=["corner", "last row", "row number", "told size", "merged over all", "merged down"],
)
def test_a_workbook_is_as_large_as_what_it_holds(
    tmp_path: Path, change: Callable[[str], str], row: int | None
) -> None:
    articles, rejections = read(workbook(tmp_path / "a.xlsx", change))
    assert [one.text for one in articles] == TEXTS
    assert [one.published for one in articles] == ["2019-03-04"] * 4
    assert [one.row for one in rejections] == ([row] if row else [])


def test_a_cell_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    broken = with_row(
        6,
        '<c r="A6" t="s"><v>99999</v></c>',
        '<c r="B6" t="e"><v>#REF!</v></c>',
        '<c r="C6" s="1"><v>99999999999</v></c>',
        cell("D6", "Some more words of the port of Varn, and of the ferries."),
    )
    articles, rejections = read(workbook(tmp_path / "a.xlsx", broken))
    assert rejections == []
    assert (articles[4].outlet, articles[4].title, articles[4].published) == ("", "", "")
    assert articles[4].methods["title"] == "unreadable: column title: error of the workbook: #REF!"
    no_text = with_row(6, cell("A6", "Radio Varn"), '<c r="D6" t="e"><v>#NAME?</v></c>')
    articles, rejections = read(workbook(tmp_path / "b.xlsx", no_text))
    assert len(articles) == 4
    assert [(one.row, one.reason) for one in rejections] == [
        (6, "sheet Sheet: the text in column text cannot be read: error of the workbook: #NAME?")
    ]


def test_a_sheet_that_breaks_off_gives_the_rows_before(tmp_path: Path) -> None:
    articles, rejections = read(
        workbook(tmp_path / "a.xlsx", lambda sheet: sheet[: sheet.index('<row r="5"')] + "<row r=")
    )
    assert [one.text for one in articles] == TEXTS[:3]
    assert rejections[0].reason.startswith("sheet Sheet breaks off after row 4: ")


def deep(field: str, levels: int) -> str:
    nested = json.dumps({"title": "Two", "text": TEXTS[1], field: "@"})
    return nested.replace('"@"', "[" * levels + '"x"' + "]" * levels)


@pytest.mark.parametrize("levels", [31, 900, 5_000])
@pytest.mark.parametrize("field", ["author", "text", "published", "tags"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_json_nested_deep_costs_its_cell_or_its_row(
    tmp_path: Path, name: str, field: str, levels: int
) -> None:
    lines = [json.dumps({"title": "One", "text": TEXTS[0]}), deep(field, levels), "[" * 900 + "]" * 900]
    content = "\n".join(lines) if name == "a.jsonl" else f"[{', '.join(lines)}]"
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    articles, rejections = read(path)
    if levels == 5_000 and name == "a.json":  # one document: no part of it can be read
        assert [one.reason.split(":")[0] for one in rejections] == ["broken JSON"]
        return
    whole = field in ("author", "tags", "published") and levels < 1_000
    assert [one.text for one in articles] == TEXTS[: 2 if whole else 1]
    assert [one.row for one in rejections] == ([3] if whole else [2, 3])
    if whole and field == "author":
        assert articles[1].methods["author"].startswith("unreadable: column author: nested more than 30 deep")


def test_a_gzip_that_ends_early_is_read_in_its_encoding(tmp_path: Path) -> None:
    rows = "".join(f"Caf\xe9 S\xfcd,{i} {os.urandom(20).hex()} told at the caf\xe9\n" for i in range(3_000))
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(("outlet,text\n" + rows).encode("cp1252"))[:-3000])
    articles, rejections = read(path)
    assert len(articles) > 2_000
    assert {one.outlet for one in articles} == {"Café Süd"}
    assert rejections[-1].reason.startswith(f"breaks off after line {len(articles) + 1}: ")


def test_a_short_gzip_that_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = "".join(json.dumps({"text": text}) + "\n" for text in TEXTS)
    path.write_bytes(gzip.compress(lines.encode())[:-8])
    articles, rejections = read(path)
    assert [one.text for one in articles] == TEXTS
    assert "breaks off after line 4" in rejections[0].reason


@pytest.mark.parametrize("name", ["a.csv.gz", "a.jsonl.gz", "a.txt.gz", "a.html.gz", "a.gz"])
def test_a_gzip_of_another_kind_is_read_as_what_it_holds(tmp_path: Path, name: str) -> None:
    frame = pd.DataFrame({"title": ["T"], "text": [TEXTS[0]]})
    parquet = io.BytesIO()
    frame.to_parquet(parquet)
    for content, text in (
        (parquet.getvalue(), TEXTS[0]),
        (word(FERRY[1], heading=FERRY[0]), FERRY[1][0]),
        (packed({"x/a.txt": "\n\n".join(FERRY[1])}), FERRY[1][0]),
        (bz2.compress(parquet.getvalue()), TEXTS[0]),
    ):
        (tmp_path / name).write_bytes(gzip.compress(content))
        articles, rejections = read(tmp_path / name)
        assert [text in one.text for one in articles] == [True], rejections


def test_a_file_that_is_no_gzip_is_read_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_text(f"title,text\nT,{TEXTS[0]}\n", encoding="utf-8")
    assert [one.text for one in read(tmp_path / "a.csv.gz")[0]] == TEXTS[:1]


def sheet_of(name: str, folder: Path) -> Path:
    """Files of statistics programs with a text in an older encoding and a date beyond the calendar."""
    path = folder / name
    if name.endswith(".sav"):
        import pyreadstat

        pyreadstat.write_sav(pd.DataFrame({"outlet": ["Caf@ S@d"] * 4, "text": TEXTS}), str(path))
        path.write_bytes(path.read_bytes().replace(b"Caf@ S@d", "Café Süd".encode("cp1252")))
    else:
        pd.DataFrame({"outlet": ["Caf@ S@d"] * 4, "text": TEXTS}).to_stata(
            path, write_index=False, version=117
        )
        path.write_bytes(path.read_bytes().replace(b"Caf@ S@d", "Café Süd".encode("cp1252")))
    return path


@pytest.mark.parametrize("name", ["a.sav", "a.dta"])
def test_statistics_programs_in_an_older_encoding(tmp_path: Path, name: str) -> None:
    articles, rejections = read(sheet_of(name, tmp_path))
    assert rejections == []
    assert [(one.outlet, one.text) for one in articles] == [("Café Süd", text) for text in TEXTS]


ODD_NAMES = (
    "[red]x[", "a'b\"c`d", "a\x1b[31mred\x07b", "new\nline", "<b>x<script>alert(1)<", "=cmd|' C'!A0",
    ":material_home: $x^2$", "[abc]*?", "\u202ertl", "bad\udcffname", "del\x7f",
)  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid such names")
@pytest.mark.parametrize("odd", ODD_NAMES)
def test_names_of_files_and_folders_are_names(tmp_path: Path, odd: str) -> None:
    folder = tmp_path / odd
    folder.mkdir()
    (folder / f"{odd}.csv").write_text(f"title,text\nEmpty,\nT,{TEXTS[0]}\n", encoding="utf-8")
    found = list(read_paths([folder / f"{odd}.csv"])) + list(read_paths([folder]))
    assert [isinstance(one, Article) for one in found] == [False, True] * 2
    corpus = tmp_path / f"{odd} corpus"
    done = CliRunner().invoke(app, ["import", str(corpus), str(folder)])
    if "\udcff" in odd:  # a file is read whatever its name; of a corpus the path must be one
        assert "the path of a corpus must be UTF-8" in done.output
        done = CliRunner().invoke(app, ["import", str(tmp_path / "corpus"), str(folder)])
    else:
        assert Corpus(corpus).name == corpus.name
        assert len(Corpus(corpus).article_ids()) == 1
    assert done.exit_code == 0, done.output
    assert "1 article added, 0 already there, 1 rejected." in done.output
    assert "row 2: no text" in done.output
    assert not set(done.output) & set("\x1b\x07\u202e\udcff")
    assert any("row 2" in line and ".csv" in line for line in done.output.split("\n"))


def test_the_files_that_are_kept(shared: Path) -> None:
    if not (shared / "cases" / "hostile").is_dir():
        pytest.skip("the hostile files are not here")
    for path in sorted((shared / "cases" / "hostile").iterdir()):
        articles, rejections = read(path)
        assert articles, (path.name, rejections)
        assert all(one.reason for one in rejections)


def test_a_workbook_that_asks_for_a_newer_zip_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    pd.DataFrame({"outlet": ["Radio Varn"], "text": ["Some words here."]}).to_excel(path, index=False)
    content = bytearray(path.read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 6] = 116  # version 11.6, which nothing knows
    path.write_bytes(content)
    (item,) = read_file(path)
    assert isinstance(item, Rejection)
    assert "no readable workbook: zip file version 11.6" in item.reason


def test_a_member_without_a_name_costs_no_crash(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("a", "Some words here.")
    content = (tmp_path / "a.zip").read_bytes()
    at = content.index(b"PK\x01\x02")
    nameless = content[: at + 28] + b"\x00\x00" + content[at + 30 : at + 46] + content[at + 47 :]
    end = nameless.index(b"PK\x05\x06")
    size = int.from_bytes(nameless[end + 12 : end + 16], "little") - 1
    (tmp_path / "a.zip").write_bytes(nameless[: end + 12] + size.to_bytes(4, "little") + nameless[end + 16 :])
    (item,) = read_file(tmp_path / "a.zip")
    assert isinstance(item, Rejection)
    assert "cannot be unpacked" in item.reason
