"""CSV, JSON, Parquet, Excel: bad rows do not stop a file, text stays as it is, files are found."""

from __future__ import annotations

import csv
import gzip
import io
import json
from datetime import datetime
from itertools import islice
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bias.errors import BadInputError
from bias.ingest import Rejection, expand, read_file, read_paths
from bias.ingest.fields import cells
from bias.model import Article

HEADER = "outlet,title,published,text\n"


def read(path: Path, **more: object) -> tuple[list[Article], list[Rejection]]:
    found = list(read_file(path, **more))  # type: ignore[arg-type]
    return [one for one in found if isinstance(one, Article)], [
        one for one in found if isinstance(one, Rejection)
    ]


def write(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_three_bad_rows_of_a_thousand_are_told_and_skipped(tmp_path: Path) -> None:
    rows = [f"Radio Varn,Title {i},2026-02-09,Some words {i}\n" for i in range(1000)]
    rows[10] = "Radio Varn,Title 10,2026-02-09,\n"
    rows[500] = "Radio Varn,Title, with a comma,2026-02-09,Some words\n"
    rows[990] = 'Radio Varn,Title,2026-02-09,"never closed\n'
    path = write(tmp_path, HEADER + "".join(rows))
    articles, rejections = read(path)
    assert len(articles) == 997
    assert [(r.path, r.row) for r in rejections] == [(str(path), 12), (str(path), 502), (str(path), 992)]
    assert [r.reason.split(":")[0] for r in rejections] == [
        "no text",
        "wrong number of columns",
        "broken quotation marks",
    ]
    assert "with a comma" in rejections[1].record
    assert "never closed" in rejections[2].record


def test_a_mark_never_closed_takes_only_its_row(tmp_path: Path) -> None:
    good = 'A,T,2026-02-09,"one\n\ntwo ""quoted"" words"\n'
    articles, rejections = read(write(tmp_path, HEADER + good + 'A,T,2026-02-09,"open\n' + good + good))
    assert [a.text for a in articles] == ['one\n\ntwo "quoted" words'] * 3
    assert [r.row for r in rejections] == [5]


def test_a_broken_cell_of_several_lines_is_one_rejection(tmp_path: Path) -> None:
    bad = 'A,T,2026-02-09,"one\n\nhe said "hi" to them, twice\n\nand left"\n'
    articles, rejections = read(
        write(tmp_path, HEADER + "A,T,2026-02-09,first\n" + bad + "A,T,2026-02-09,last\n")
    )
    assert [a.text for a in articles] == ["first", "last"]
    assert [r.row for r in rejections] == [3]


def test_bad_rows_below_each_other_are_told_one_by_one(tmp_path: Path) -> None:
    bad = 'A,T\nA,T\nA,T,2026-02-09,"open\nA,T,2026-02-09,"open\nA,T,2026-02-09,\n'
    articles, rejections = read(write(tmp_path, HEADER + bad + "A,T,2026-02-09,last\n"))
    assert [a.text for a in articles] == ["last"]
    assert [r.row for r in rejections] == [2, 3, 4, 5, 6]


def test_rows_count_lines_as_an_editor_does(tmp_path: Path) -> None:
    content = HEADER + 'A,T,,"one\ntwo\nthree"\n\nA,T,,\n'
    assert [r.row for r in read(write(tmp_path, content))[1]] == [6]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_other_delimiters(tmp_path: Path, mark: str) -> None:
    content = mark.join(("outlet", "text")) + "\n" + mark.join(("A", "Some words")) + "\n"
    assert read(write(tmp_path, content))[0][0].outlet == "A"


def test_a_tab_separated_file_need_not_quote(tmp_path: Path) -> None:
    articles, rejections = read(write(tmp_path, 'outlet\ttext\nA\t"Stop," he said\nB\tfine\n', "a.tsv"))
    assert [a.text for a in articles] == ['"Stop," he said', "fine"]
    assert rejections == []


def test_a_huge_cell(tmp_path: Path) -> None:
    text = "word " * 400_000 + "end"
    assert read(write(tmp_path, f"text\n{text}\n"))[0][0].text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    articles, _ = read(write(tmp_path, "outlet,text\nDer Süden,Grüße aus Varn\n".encode(encoding)))
    assert (articles[0].outlet, articles[0].text) == ("Der Süden", "Grüße aus Varn")


def test_bytes_that_are_not_utf8_garble_only_themselves(tmp_path: Path) -> None:
    content = "text\nGrüße\n".encode() + "“Grüße”\n".encode("cp1252")
    articles, _ = read(write(tmp_path, content))
    assert [a.text for a in articles] == ["Grüße", "“Grüße”"]
    assert "cp1252" in articles[0].methods["encoding"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "empty file"),
        ("a.csv", b"\n\n", "empty file"),
        ("a.csv", b"just a line", "no column with the text; found just a line"),
        ("a.csv", HEADER.encode(), "a header and no rows"),
        ("a.csv", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"%PDF-1.7 \x00\x01", "no readable PDF"),
        ("a.txt", b"", "no text"),
        ("a.json", b"", "broken JSON"),
        ("a.json", b"{", "broken JSON"),
        ("a.json", b"[" * 100_000 + b"]" * 100_000, "broken JSON"),
        ("a.json", b"[]", "no list of articles"),
        ("a.json", b"7", "no list of articles"),
        ("a.jsonl", b"", "no rows"),
        ("a.json.gz", b"no gzip", "broken JSON"),
        ("a.html.gz", b"no gzip", "no article text"),
        ("a.txt.gz", gzip.compress(b"Some words. " * 999, mtime=0)[:-20], "cannot be read"),
        ("a.parquet", b"PAR1 and no more", "no readable Parquet"),
        ("a.xlsx", b"PK\x03\x04 and no more", "no readable workbook"),
        ("a.pdf", b"%PDF-", "no readable PDF"),
        ("a.exe", b"MZ", ".exe is not read; known are .txt"),
        ("a", b"\x00\x01\x02" * 99, "binary"),
        ("a", b"words", "no article: 1 word"),
    ],
)
def test_a_file_that_gives_nothing_is_one_rejection(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = write(tmp_path, content, name)
    articles, rejections = read(path)
    assert articles == []
    assert [(r.path, r.row) for r in rejections] == [(str(path), None)]
    assert reason in rejections[0].reason


def test_a_gz_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": f"Some words {i} {hash(str(i))}"}) + "\n" for i in range(20_000))
    articles, rejections = read(write(tmp_path, gzip.compress(lines.encode(), mtime=0)[:-5000], "a.jsonl.gz"))
    assert len(articles) > 10_000
    assert [(r.row, "breaks off" in r.reason) for r in rejections[-1:]] == [(None, True)]


def test_json_lines_with_broken_ones(tmp_path: Path) -> None:
    lines = [
        '{"text": "Some words."}',
        "{broken",
        "[1]",
        "",
        '{"text": 7}',
        '{"title": "x"}',
        '{"text": "a\\ud800b"}',
    ]
    articles, rejections = read(write(tmp_path, "\n".join(lines), "a.jsonl"))
    assert [a.text for a in articles] == ["Some words.", "a\ufffdb"]
    assert [(r.row, r.reason.split(":")[0].split(";")[0]) for r in rejections] == [
        (2, "broken JSON"), (3, "not a JSON object but list"),
        (5, "text is not a string but int"), (6, "no text"),
    ]  # fmt: skip
    assert rejections[0].record == "{broken"


ROW = {"outlet": "A", "title": "T", "text": "Some words."}


@pytest.mark.parametrize(
    "document",
    [
        [ROW],
        ROW,
        {"status": "ok", "articles": [ROW]},
        {"response": {"docs": [ROW]}},
        {"9f": ROW},
        {"outlet": {"0": "A"}, "title": {"0": "T"}, "text": {"0": "Some words."}},
    ],
)
def test_shapes_of_json(tmp_path: Path, document: object) -> None:
    articles, rejections = read(write(tmp_path, json.dumps(document, indent=1), "a.json"))
    assert [(a.outlet, a.title, a.text) for a in articles] == [("A", "T", "Some words.")]
    assert rejections == []


def test_json_lines_named_json(tmp_path: Path) -> None:
    assert len(read(write(tmp_path, f"{json.dumps(ROW)}\n{json.dumps(ROW)}\n", "a.json"))[0]) == 2


def test_json_lines_are_not_read_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        file.writelines(json.dumps({"text": f"Some words {i}"}) + "\n" for i in range(200_000))
    assert len(list(islice(read_file(path), 3))) == 3


def test_parquet_with_dates_and_gaps(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"text": ["Some words.", None, "More."],
         "date": pd.to_datetime(["2024-05-03", None, "2024-05-03 10:12"], format="ISO8601"),
         "author": [float("nan"), "x", "Ann"], "outlet": ["A", "A", None]}
    )  # fmt: skip
    frame.to_parquet(tmp_path / "a.parquet")
    articles, rejections = read(tmp_path / "a.parquet")
    assert [(a.published, a.author, a.outlet) for a in articles] == [
        ("2024-05-03", "", "A"),
        ("2024-05-03T10:12:00", "Ann", ""),
    ]
    assert [(r.row, r.reason) for r in rejections] == [(2, "no text")]


def workbook(path: Path, rows: list[list[object]], merge: str = "") -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if merge:
        book.active.merge_cells(merge)
    book.create_sheet("notes")["A1"] = "no table"
    book.save(path)
    return path


def test_excel_with_dates_numbers_and_merged_cells(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["paper", "title", "date", "text"],
        ["Radio Varn", 1984, datetime(2024, 5, 3), "Some words."],
        [None, "T", datetime(2024, 5, 3, 10, 12), "More words."],
        [None, "T", None, 7],
        [None, None, None, None],
    ]
    articles, rejections = read(workbook(tmp_path / "a.xlsx", rows, "A2:A5"))
    assert [(a.outlet, a.title, a.published) for a in articles] == [
        ("Radio Varn", "1984", "2024-05-03"), ("Radio Varn", "T", "2024-05-03T10:12:00"),
    ]  # fmt: skip
    assert [(r.row, r.reason) for r in rejections] == [
        (4, "sheet Sheet: text is not a string but int: '7'"),
        (None, "sheet notes passed over: no column with the text; found no table"),
    ]


def test_dates_of_a_column_agree_on_day_or_month(tmp_path: Path) -> None:
    rows = "".join(f"A,T,{day},Words {day}\n" for day in ("03/04/2020", "25/04/2020"))
    assert [a.published for a in read(write(tmp_path, HEADER + rows))[0]] == ["2020-04-03", "2020-04-25"]
    alone = read(write(tmp_path, HEADER + "A,T,03/04/2020,Words\n"))[0][0]
    assert (alone.published, alone.methods["published"]) == (
        "",
        "ambiguous, day or month first: '03/04/2020'",
    )


def test_columns_given_by_hand(tmp_path: Path) -> None:
    path = write(tmp_path, "blatt,wortlaut\nA,Some words\n")
    article = read(path, mapping={"outlet": "blatt", "text": "wortlaut"})[0][0]
    assert (article.outlet, article.methods["outlet"]) == ("A", "column blatt")
    assert "no column with the text; found blatt, wortlaut" in read(path)[1][0].reason
    missing = read(path, mapping={"text": "body"})[1][0].reason
    assert missing == "no column 'body' to take the text from; found blatt, wortlaut"


def test_columns_of_the_same_name_do_not_hide_each_other(tmp_path: Path) -> None:
    assert read(write(tmp_path, "text,text\nfirst,second\n"))[0][0].text == "first"


def test_nul_bytes_stay(tmp_path: Path) -> None:
    assert (
        read(write(tmp_path, "text,outlet\nSome\x00 words of an article that goes on for a while,A\n"))[0][
            0
        ].text.count("\x00")
        == 1
    )


CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: bool(text.strip()) and cells.mended(text)[0] == text  # garbled text is mended, and said
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(texts=st.lists(CELL, min_size=1, max_size=5))
def test_table_text_is_unchanged_and_ids_the_same_when_read_twice(tmp_path: Path, texts: list[str]) -> None:
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerows([["outlet", "text"], *(["A", text] for text in texts)])
    more = '"A","words"\n' * 400  # so that a cell of control characters is not taken for a binary file
    (tmp_path / "a.csv").write_text(table.getvalue() + more, encoding="utf-8", newline="")
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps({"outlet": "A", "text": text}) + "\n" for text in texts)
    )
    pd.DataFrame({"outlet": "A", "text": texts}).to_parquet(tmp_path / "a.parquet")
    for name in ("a.csv", "a.jsonl", "a.parquet"):
        first, second = (read(tmp_path / name)[0] for _ in range(2))
        assert [a.text for a in first][: len(texts)] == texts, name
        assert first == second
    ids = {a.text: a.id for a in read(tmp_path / "a.jsonl")[0]}
    assert len(set(ids.values())) == len(ids)


def test_folders_and_globs(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in (
        "a.txt",
        "deep/b.csv",
        "deep/er/c.html.gz",
        "deep/read.me",
        ".hidden/d.txt",
        "deep/~$x.xlsx",
    ):
        (tmp_path / name).write_text("Some words.")
    names = [str(path.relative_to(tmp_path)) for path in expand([tmp_path, tmp_path / "a.txt"])]
    assert names == ["a.txt", "deep/b.csv", "deep/er/c.html.gz"]
    assert expand([f"{tmp_path}/**/*.csv"]) == [tmp_path / "deep/b.csv"]
    assert expand([tmp_path / "deep/read.me"]) == [tmp_path / "deep/read.me"]


def test_paths_that_lead_nowhere_are_errors_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in ("nowhere.csv", "*.csv", "empty"):
        with pytest.raises(BadInputError, match=str(tmp_path / path).replace("*", r"\*")):
            read_paths([tmp_path / path])
    with pytest.raises(BadInputError, match="no field"):
        read_paths([tmp_path], mapping={"colour": "a"})


def test_the_demo_corpus_is_front_matter() -> None:
    folder = Path(__file__).parents[1] / "data" / "demo" / "articles"
    found = list(read_paths([folder]))
    assert found
    assert [one for one in found if isinstance(one, Rejection)] == []
    assert all(one.methods["text"] == "as it stands" and one.outlet and one.published for one in found)  # type: ignore[union-attr]


def test_real_collections_are_read_whole(shared: Path) -> None:
    articles, rejections = read(shared / "data/real/allsides_articles.jsonl")
    assert (len(articles), rejections) == (842, [])
    assert len({a.id for a in articles}) == len({(a.url, a.text) for a in articles})
    assert all(a.published and a.outlet for a in articles)


@pytest.mark.parametrize(
    ("above", "texts"),
    [("Press review\n\n", ["Long enough."]), ("Press, of May\n", []), ("", ["Long enough."])],
    ids=["a title", "two cells", "no title"],
)
def test_a_title_above_names_that_nobody_knows(tmp_path: Path, above: str, texts: list[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{above}Blatt,Wortlaut\nRadio,Long enough.\n")
    found = [one for one in read_file(path, mapping={"text": "Wortlaut"}) if isinstance(one, Article)]
    assert [one.text for one in found] == texts


def test_prose_below_one_column_is_no_header(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text\n"One, two and three."\nFour and five.\n')
    found = [one for one in read_file(path) if isinstance(one, Article)]
    assert [one.text for one in found] == ["One, two and three.", "Four and five."]
