"""The start page and what it rests on: corpora opened here, new ones, names; the reader beside it."""

from __future__ import annotations

import time
from pathlib import Path

import platformdirs
import pytest
from conftest import article, fill
from made import make_corpus
from streamlit.testing.v1 import AppTest
from test_pages import EVIL, opened, words

from bias import resources
from bias.corpus import BackgroundReader, Corpus, Progress, known, new_corpus, rename
from bias.errors import BadInputError
from bias.show.widgets import parts, session


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a folder of state of its own, and a server that listens to this computer alone."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(platformdirs, "user_state_path", lambda *a, **k: tmp_path / "state")
    monkeypatch.setattr(session, "switchable", lambda: True)
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def linked(corpus: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> AppTest:
    """A dashboard on a corpus, opened by a link that names one."""
    return opened(corpus, monkeypatch, corpus=name)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].value
    return app


def test_nothing_open_offers_the_demo_a_new_corpus_and_one_that_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = opened("", monkeypatch)
    assert app.title[0].value == "Where do you want to start?"
    labels = [button.label for button in app.button]
    assert labels[:3] == ["Open the demo", "Make it and add articles", "Open it"]


def test_a_new_corpus_has_the_name_and_the_place_that_are_typed(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    app = opened("", monkeypatch)
    assert (app.text_input(key="new-name").value, app.text_input(key="new-place").value) == (
        "My corpus",
        "~/bias",
    )
    app.text_input(key="new-name").set_value("Harbour: 2019 / strikes")
    press(app, "Make it and add articles")
    made = home / "bias" / "Harbour 2019 strikes"
    assert Corpus(made).name == "Harbour: 2019 / strikes"
    assert app.title[0].value == "Import"
    assert [one.path for one in known.list_known()] == [str(made)]
    assert app.selectbox(key="corpus").value == str(made)


def test_a_new_corpus_is_put_over_nothing(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    (home / "bias" / "Taken").mkdir(parents=True)
    (home / "bias" / "Taken" / "letter.txt").touch()
    app = opened("", monkeypatch)
    app.text_input(key="new-name").set_value("Taken")
    press(app, "Make it and add articles")
    assert "holds something else" in app.error[0].value
    app.text_input(key="new-name").set_value("  ")
    press(app, "Make it and add articles")
    assert "Write a name" in app.error[0].value
    assert known.list_known() == []


def test_a_new_folder_is_where_the_corpus_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BIAS_NEW_CORPUS", str(tmp_path / "strikes"))
    app = opened("", monkeypatch)
    press(app, "Make it and add articles")
    assert (tmp_path / "strikes" / "corpus.toml").is_file()


def test_a_folder_that_is_no_corpus_is_named_with_those_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_corpus(tmp_path / "one", articles=1)
    app = opened("", monkeypatch)
    for typed, told in (
        ("", "Write the folder"),
        (str(tmp_path), "holds some: one"),
        ("~/x", "is not a corpus"),
    ):
        app.text_input(key="old-path").set_value(typed)
        press(app, "Open it")
        assert told in app.error[0].value.replace("\\", "")
    app.text_input(key="old-path").set_value(str(tmp_path / "one"))
    press(app, "Open it")
    assert app.title[0].value != "Where do you want to start?"
    assert [Path(one.path).name for one in known.list_known()] == ["one"]


def test_two_windows_on_two_corpora_do_not_meet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = (
        make_corpus(tmp_path / name, articles=n).path for name, n in (("first", 6), ("second", 12))
    )
    for path in (first, second):
        known.remember(path)
    one, other = opened(first, monkeypatch), opened(first, monkeypatch)
    other.selectbox(key="corpus").select(str(second)).run()
    assert not other.exception
    for app, n in ((one, "6"), (other, "12"), (one.run(), "6"), (other.run(), "12")):
        assert n in [metric.value for metric in app.metric]


def test_filters_of_one_corpus_do_not_go_along_to_another(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    first, second = (make_corpus(tmp_path / name, articles=12).path for name in ("first", "second"))
    known.remember(second)
    app = opened(first, monkeypatch, words="in no article")
    app.selectbox(key="corpus").select(str(second)).run()
    assert "No article matches" not in words(app)


def test_a_link_to_a_corpus_that_is_not_known_shows_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = make_corpus(tmp_path / "own", articles=6).path
    app = linked(own, monkeypatch, "Elsewhere")
    assert "not known here: **Elsewhere**" in words(app)
    assert not app.metric
    press(app, "Show own instead")
    assert "6" in [metric.value for metric in app.metric]


def test_nobody_on_a_network_may_choose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(session, "switchable", lambda: False)
    own, other = (make_corpus(tmp_path / name, articles=n).path for name, n in (("own", 6), ("other", 12)))
    known.remember(other)
    app = opened(own, monkeypatch)
    assert not [box for box in app.selectbox if box.key == "corpus"]
    app.session_state["corpus"] = str(other)
    assert "6" in [metric.value for metric in app.run().metric]
    lost = linked(own, monkeypatch, "other")
    assert "this dashboard shows another one" in words(lost)
    assert not lost.metric
    assert "6" in [metric.value for metric in linked(own, monkeypatch, "own").metric]


def test_a_server_says_by_its_address_whether_one_may_choose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for address, may in (
        ("localhost", True),
        ("127.0.0.1", True),
        ("0.0.0.0", False),
        (None, False),
        ("", False),
    ):
        monkeypatch.setattr("streamlit.get_option", lambda name, one=address: one)
        assert session.switchable() is may, address


def test_corpora_that_were_opened_are_listed_renamed_and_dropped(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = str(make_corpus(tmp_path / "one", articles=6).path)
    gone = make_corpus(tmp_path / "gone", articles=1).path
    known.remember(gone)
    known.remember(Path(path))
    gone.rename(tmp_path / "moved")
    app = opened("", monkeypatch)
    said = words(app)
    assert "6 articles" in said
    assert "not there any more" in said
    app.text_input(key=f"name-{path}").set_value(EVIL[:70])
    app.button(key=f"rename-{path}").click().run()
    assert not app.exception
    assert Corpus(path).name == " ".join(EVIL[:70].split())
    assert Path(path).name == "one", "the folder keeps its name"
    app.button(key=f"forget-{gone}").click().run()
    assert [one.path for one in known.list_known()] == [path]
    assert Path(path).is_dir()


def test_the_demo_is_made_and_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path) -> None:
    source = tmp_path / "source"
    (source / "articles").mkdir(parents=True)
    (source / "articles" / "a.txt").write_text(
        "Bridge opens\n\n" + "The minister said it will open in May. " * 9
    )
    (source / "corpus.toml").write_text('name = "Demo"\nformat = 2\ndemo = true\n')
    for name in ("people.csv", "topics.toml"):
        (source / name).write_text("name,role\n" if name == "people.csv" else "")
    started: list[Path] = []
    monkeypatch.setattr(resources, "demo_folder", lambda: source)
    monkeypatch.setattr("bias.show.corpora.start.demo_folder", lambda: source)
    monkeypatch.setattr(BackgroundReader, "start", lambda self: started.append(self.corpus))
    app = press(opened("", monkeypatch), "Open the demo")
    assert started == [home / "bias" / "demo"]
    assert "1 article is here, not read yet" in words(app)


def test_the_name_is_changed_and_nothing_else(corpus: Corpus) -> None:
    file = corpus.path / "corpus.toml"
    file.write_text('# mine\nname = "Old"  # this\nformat = 2\n[more]\nname = "x"\n')
    rename(corpus, '  New "name"\n of it ')
    assert file.read_text() == '# mine\nname = "New \\"name\\" of it"\nformat = 2\n[more]\nname = "x"\n'
    for none in ("", "  ", "x" * 81):
        with pytest.raises(BadInputError, match="write a name"):
            rename(corpus, none)
    file.write_text('format = 2\n[more]\nname = "x"\n')
    with pytest.raises(BadInputError, match="by hand"):
        rename(corpus, "New")


def test_a_broken_list_of_corpora_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    for text in ("{", "[]", '{"corpora": 3}', '{"corpora": [1, {"path": ""}]}'):
        (tmp_path / "state" / "corpora.json").write_text(text)
        assert known.list_known() == []
    known.remember(tmp_path)
    known.let_read_by_itself(False)
    assert [one.path for one in known.list_known()] == [str(tmp_path)]
    assert not known.reads_by_itself()


def test_corpora_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paths = [str(new_corpus(tmp_path / name, "Strikes").path) for name in "ab"]
    assert list(known.labels(paths).values()) == [f"Strikes · {path}" for path in paths]


# -- the reader -------------------------------------------------------------------------------------


def test_the_background_reader_says_what_went_wrong(tmp_path: Path) -> None:
    reader = BackgroundReader(tmp_path / "missing")
    assert not reader.running
    assert reader.trouble == ""
    reader.start()
    reader.wait(60)
    assert not reader.running
    assert "is not a corpus" in reader.trouble
    reader.close()


def test_the_background_reader_tells_how_far_it_is_and_ends_well(corpus: Corpus) -> None:
    fill(corpus, [article(number) for number in range(3)])
    reader = BackgroundReader(corpus.path)
    reader.start()
    reader.wait(120)
    assert reader.trouble == "", reader.said()
    assert reader.progress() == Progress(3, 3)
    assert reader.progress().relating
    assert corpus.state() == {"read": 3}
    assert not (corpus.path / ".reading").exists()
    reader.close()


def test_a_reading_is_stopped_and_another_server_goes_on_with_one_that_was_cut_short(corpus: Corpus) -> None:
    fill(corpus, [article(number) for number in range(40)])
    first = BackgroundReader(corpus.path)
    first.start()
    wait_for(lambda: (corpus.path / ".reading").exists())
    first.stop()
    assert not first.running
    assert first.trouble == "", "to be stopped is no trouble"
    assert not BackgroundReader(corpus.path).interrupted, "who stopped it wants it stopped"
    with corpus.writing():
        pass  # nothing holds the corpus any more
    second = BackgroundReader(corpus.path)
    second.start()
    wait_for(lambda: (corpus.path / ".reading").exists())
    assert second._process is not None
    second._process.kill()
    second.wait(20)
    assert BackgroundReader(corpus.path).interrupted
    for one in (first, second):
        one.close()


def wait_for(what: object, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_pace_is_told_in_words() -> None:
    assert parts.pace(Progress(3, 10)) == ""
    assert parts.pace(Progress(50, 200, 60.0, 150.0)) == " · 60 a minute · about 2 minutes left"
    assert parts.pace(Progress(50, 60, 60.0, 10.0)) == " · 60 a minute · less than a minute left"
    assert parts.pace(Progress(50, 10**6, 60.0, 4 * 3600.0)) == " · 60 a minute · about 4 hours left"
