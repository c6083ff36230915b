"""The Import page: three steps from files to articles; what it says, asks, undoes and corrects."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from conftest import article, fill
from made_files import FERRY, MEALS
from streamlit.testing.v1 import AppTest
from test_pages import EVIL, opened, words

from bias.corpus import Corpus, add_files, list_imports
from bias.ingest import head, read_paths

TEXT = "The minister said on Monday that the bridge will open in May. " * 8
TITLES = ("Bridge opens after all", "Ferry crews return to work", "Council votes on free meals")


def odd(*, order: str = "{day:02d}/{month:02d}/2019") -> bytes:
    """A table whose columns nobody knows by name, with dates that could be two."""
    lines = ["Nr;Blatt;Kopf;Tag;Wortlaut"]
    for number, title in enumerate(TITLES):
        day = order.format(day=number + 3, month=4)
        lines.append(
            f"{number};{('Varn Herald', 'The Island Post')[number % 2]};{title};{day};{title}. {TEXT}"
        )
    return ("\n".join(lines) + "\n4;Varn Herald;Nothing;05/04/2019;\n").encode()


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return Corpus(tmp_path / "empty", create=True).path


def page(corpus: Path, monkeypatch: pytest.MonkeyPatch, name: str = "import_") -> AppTest:
    app = opened(corpus, monkeypatch, name)
    app.session_state["reads by itself"] = False  # a test starts no models
    return app


def drop(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "text/plain") for name, content in files])
    app.run()
    return app


def column(app: AppTest, field: str, name: str) -> None:
    next(box for box in app.selectbox if box.label == field).select(name).run()


def rows(corpus: Path) -> list[tuple[str, ...]]:
    found = Corpus(corpus).query("select outlet, title, published from articles order by title")
    return list(found.itertuples(index=False, name=None))


def test_odd_columns_are_guessed_chosen_and_imported(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    app = drop(page(empty, monkeypatch), ("odd.csv", odd()))
    chosen = {box.label: box.value for box in app.selectbox}
    assert {name: chosen[name] for name in ("Text", "Outlet", "Title", "Date", "Author")} == {
        "Text": "Wortlaut", "Outlet": "", "Title": "Kopf", "Date": "Tag", "Author": "",
    }  # fmt: skip
    said = words(app)
    assert "No column has a name that tells the text, date, title" in said
    assert "3 articles without an outlet" in said
    assert "2 dates could be two" in said  # 04/04/2019 is one in either order
    assert "03/04/2019" in said
    assert "Not taken: odd.csv, row 5: no text" in said
    assert rows(empty) == [], "nothing is written yet"
    column(app, "Outlet", "Blatt")
    app.button_group(key="order-of-dates").set_value("dmy").run()
    assert "could be two" not in words(app)
    table = app.dataframe[0].value
    assert list(table["Outlet"]) == ["Varn Herald", "The Island Post", "Varn Herald"]
    assert list(table["Date"]) == ["2019-04-03", "2019-04-04", "2019-04-05"]
    assert list(table["Language"]) == ["en"] * 3
    app.button(key="import").click().run()
    assert not app.exception
    assert rows(empty) == [
        ("Varn Herald", TITLES[0], "2019-04-03"),
        ("Varn Herald", TITLES[2], "2019-04-05"),
        ("The Island Post", TITLES[1], "2019-04-04"),
    ]
    assert "**odd.csv**: 3 articles added, 1 row rejected" in words(app)


def test_a_column_that_is_known_can_be_left_out(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    table = f"outlet,title,text\nRadio,One,{TEXT}\n".encode()
    app = drop(page(empty, monkeypatch), ("a.csv", table))
    column(app, "Outlet", "")
    assert "1 article without an outlet" in words(app)
    app.button(key="import").click().run()
    assert rows(empty) == [("", "One", "")]


def test_each_file_has_its_columns_and_its_outcome(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    known = f"outlet,title,text,published\nRadio,One,{TEXT},2026-01-02\nRadio,Two,,2026-01-03\n".encode()
    app = drop(
        page(empty, monkeypatch), ("odd.csv", odd()), ("a.csv", known), ("a.csv", known), ("b.json", b"{")
    )
    app.button(key="import").click().run()
    said = words(app)
    assert "4 articles imported." in said
    assert "**odd.csv**: 3 articles added, 1 row rejected" in said
    assert "**a.csv**: 1 article added, 1 row rejected" in said
    assert "**a.csv (2)**: 1 was here already, 1 row rejected" in said
    assert "**b.json**: 1 row rejected" in said
    assert [one.added for one in list_imports(Corpus(empty))] == [4], "one import, undone as one"
    assert any(button.label == "Start reading" for button in app.button)


def test_a_file_that_is_no_file_of_ours_stops_nothing(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    app = drop(page(empty, monkeypatch), ("broken.json", b"{"))
    assert not app.exception
    assert app.button(key="import").disabled
    assert "Not taken: broken.json: broken JSON" in words(app)


def test_an_import_while_another_process_writes(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    app = drop(page(empty, monkeypatch), ("a.txt", TEXT.encode()))
    with Corpus(empty).writing():
        app.button(key="import").click().run()
    assert not app.exception
    assert "another process is writing" in app.error[0].value


def test_columns_within_packed_files_can_be_named(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("odd.csv", odd())
    app = drop(page(empty, monkeypatch), ("all.zip", packed.getvalue()))
    assert "all.zip/odd.csv: no column with the text" in words(app)
    field = app.text_input(key="packed-columns")
    field.set_value("paper").run()
    assert "write field=column" in app.error[0].value.replace("\\", "")
    app.text_input(key="packed-columns").set_value("text=Wortlaut, outlet=Blatt, title=Kopf").run()
    app.button(key="import").click().run()
    assert len(rows(empty)) == 3


def test_hostile_names_of_files_and_columns_are_letters(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    table = f'"{EVIL}",text\n"{EVIL}","{TEXT}"\n'.encode()
    app = drop(page(empty, monkeypatch), (f"..\\..\\{EVIL}.csv", table), ("../../../etc/b.csv", table))
    assert not app.exception
    app.button(key="import").click().run()
    assert not app.exception
    assert all("javascript:" not in one.value for one in app.get("html"))
    told = [element.value for element in app.markdown if "alert" in element.value]
    assert told
    assert not any(re.search(r"(?<!\\)[<\[$]", one) for one in told)
    assert any(element.value.startswith("**b\\.csv**") for element in app.markdown)


def test_an_import_is_undone_and_others_stay(
    monkeypatch: pytest.MonkeyPatch, empty: Path, tmp_path: Path
) -> None:
    for name, story in (("ferry", FERRY), ("meals", MEALS)):
        (tmp_path / f"{name}.txt").write_text("\n\n".join((story[0], *story[1])))
        add_files(Corpus(empty), {f"{name}.txt": read_paths([tmp_path / f"{name}.txt"])})
    app = page(empty, monkeypatch)
    assert "1 article" in words(app)
    app.button(key="undo-1").click().run()
    assert not app.exception
    assert [title for _, title, _ in rows(empty)] == [MEALS[0]]
    assert [one.number for one in list_imports(Corpus(empty))] == [2]


def test_articles_are_corrected_and_taken_out(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> None:
    fill(corpus, [article(0, outlet="Harbour Times"), *(article(number) for number in range(1, 4))])
    app = page(corpus.path, monkeypatch, "articles")
    app.toggle(key="every-0").set_value(True).run()
    app.text_input(key="new-date").set_value("4 March").run()
    press(app, "Set the date")
    assert "write a day as 2019" in app.error[0].value.replace("\\", "")
    app.text_input(key="new-date").set_value("2019-02-30").run()
    press(app, "Set the date")
    assert "no such day" in app.error[0].value
    app.text_input(key="new-date").set_value("2019-03-04").run()
    press(app, "Set the date")
    assert [day for _, _, day in rows(corpus.path)] == ["2019-03-04"] * 4
    assert "4 articles changed" in app.success[0].value
    app.toggle(key="every-1").set_value(True).run()
    press(app, "Set the outlet")
    assert "Choose or write the outlet first" in app.error[0].value
    app.selectbox(key="new-outlet").set_value("Harbour Times").run()
    press(app, "Set the outlet")
    assert {outlet for outlet, _, _ in rows(corpus.path)} == {"Harbour Times"}
    app.toggle(key="every-2").set_value(True).run()
    app.button(key="remove").click().run()
    assert not app.exception
    assert rows(corpus.path) == []


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception


@pytest.mark.parametrize(
    ("name", "content", "found", "guessed"),
    [
        ("odd.csv", odd(), {}, {"text": "Wortlaut", "published": "Tag", "title": "Kopf"}),
        ("a.csv", f"paper,text\nRadio,{TEXT}\n".encode(), {"outlet": "paper", "text": "text"}, {}),
        ("n.csv", f"year,Wortlaut\n2019,{TEXT}\n".encode(), {}, {"text": "Wortlaut"}),  # a number is no day
    ],
)
def test_the_head_of_a_table(
    tmp_path: Path, name: str, content: bytes, found: dict[str, str], guessed: dict[str, str]
) -> None:
    (tmp_path / name).write_bytes(content)
    told = head(tmp_path / name)
    assert told is not None
    assert told.found == found
    assert told.guessed == guessed


def test_a_record_of_one_value_is_a_column(tmp_path: Path) -> None:
    row = {"body": TEXT, "source": {"uri": "varn.example", "title": "Radio Varn"}, "score": {"a": 1}}
    (tmp_path / "a.json").write_text(json.dumps([row | {"authors": [{"name": "Nina Okafor"}]}]))
    told = head(tmp_path / "a.json")
    assert told is not None
    assert told.found == {"text": "body", "outlet": "source", "author": "authors"}
    assert (told.example("source"), told.example("authors")) == ("Radio Varn", "Nina Okafor")


@pytest.mark.parametrize(("name", "content"), [("a.txt", TEXT.encode()), ("b.json", b"{"), ("c.xlsx", b"PK")])
def test_what_is_no_table_has_no_head(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert head(tmp_path / name) is None
