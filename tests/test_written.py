"""What a user wrote into a corpus folder: checked before any reading, and kept when the format changes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from conftest import article, fill
from typer.testing import CliRunner

from bias.cli import app
from bias.corpus.pipeline import analyse as module
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus, Decision
from bias.errors import BadInputError

BISHOP = """roles:
  bishop: {label: Bishops, definition: Heads of a church., words: [bishop]}
  business: {into: citizen}
"""


@pytest.fixture
def unread(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """An article that must not be read."""
    fill(corpus, [article(1)])
    monkeypatch.setattr(module, "read_rows", lambda one: pytest.fail("read before the check"))
    return corpus


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("people.csv", "name,role\nAnna Kell,clown\n", "people.csv, row 2: no role 'clown'; write one of"),
        ("people.csv", "name\nJos\xe9\n", "people.csv: 'utf-8' codec"),
        ("roles.yaml", "roles: {bishop: {label: Bishops}}\n", "roles.yaml, bishop: a code needs a label and"),
        ("roles.yaml", "roles: [\n", "roles.yaml: while parsing"),
        ("topics.toml", "[topics]\nEnergy = 3\n", "topics.toml, Energy: a topic takes a list of words"),
        ("topics.toml", "[topics\n", "topics.toml: Expected ']'"),
        (
            "targets.toml",
            '[targets]\ngas = "gas deal"\n',
            "targets.toml, gas: a target takes a list of words",
        ),
        ("targets.toml", "[targets]\ngas = [\n", "targets.toml: "),
        (
            "targets.toml",
            'gas = ["gas deal"]\n',
            'targets.toml: no [targets]; write for instance "the gas deal"',
        ),
        ("codebooks/own.yaml", "frames: {blame: {label: Blame}}\n", "own.yaml, blame: a frame needs a label"),
        (
            "codebooks/own.yaml",
            "name: moral\nframes: {a: {label: A, definition: B, words: [c]}}\n",
            "'moral'",
        ),
        ("corpus.toml", "name = \n", "corpus.toml: Invalid value"),
    ],
)
def test_a_mistake_is_told_before_any_article_is_read(
    unread: Corpus, file: str, text: str, says: str
) -> None:
    path = unread.path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="latin-1")
    with pytest.raises(BadInputError, match=re.escape(says)):
        analyse(unread)


def test_people_csv_knows_the_roles_that_roles_yaml_adds_and_merges(corpus: Corpus) -> None:
    fill(corpus, [article(1)])
    (corpus.path / "roles.yaml").write_text(BISHOP, encoding="utf-8")
    (corpus.path / "people.csv").write_text(
        "name,role\nKarel Voss,bishop\nMarta Quill,business\n", encoding="utf-8"
    )
    analyse(corpus)
    spoken = corpus.table("counted_attributions").drop_duplicates("label").set_index("label")["role"]
    assert spoken[["Karel Voss", "Marta Quill"]].tolist() == ["bishop", "citizen"]


# -- the format ---------------------------------------------------------------------------------------

OLD_TOML = '# ours, since 2024\r\nname = "Ours"\r\nformat = 1  # do not touch\r\ndemo = true\r\n'
OUTDATED = (
    "An earlier version of bias made this corpus: its articles are read again with the next `bias analyse`, "
    "and all that you wrote and decided stays."
)


@pytest.fixture
def old(read_corpus: Corpus, tmp_path: Path) -> Corpus:
    """A corpus of format 1: with what its program computed, in columns that ours does not know."""
    path = shutil.copytree(read_corpus.path, tmp_path / "old")
    for file in [*path.glob("*/*.parquet"), *path.glob("*.parquet")]:
        if file.parent.name != "articles" and file.stem != "stories":
            pd.DataFrame({"old": [1]}).to_parquet(file)
    (path / "tones").mkdir(exist_ok=True)
    for file in ("tones/000001-old.parquet", "links.parquet", "spoken.parquet", "mine.parquet"):
        pd.DataFrame({"old": [1]}).to_parquet(path / file)
    (path / "corpus.toml").write_bytes(OLD_TOML.encode())
    (path / "people.csv").write_text("name\nKarel Voss\n", encoding="utf-8")
    return Corpus(path)


def test_a_corpus_of_format_1_opens_with_its_articles_and_says_what_becomes_of_it(old: Corpus) -> None:
    assert old.outdated == OUTDATED
    assert old.state() == {"waiting": 6}
    assert len(old.table("articles")) == 6
    assert len(old.table("attributions")) == len(old.table("counted_attributions")) == len(old.stories()) == 0
    assert old.attributions_of(article(1).id).empty
    assert len(old.pending("any")) == len(old.files("articles"))


def test_an_analysis_upgrades_and_keeps_what_people_wrote(old: Corpus, read_corpus: Corpus) -> None:
    old.codes.add(Decision("code", "karel vos", role="business"))
    analyse(old)
    assert old.outdated == ""
    assert (old.path / "corpus.toml").read_bytes() == OLD_TOML.replace("= 1", "= 2").encode()
    assert old.state() == {"read": 6}
    assert len(old.table("attributions")) == len(read_corpus.table("attributions")) > 0
    assert (old.path / "mine.parquet").is_file()
    assert (old.path / "people.csv").read_text(encoding="utf-8") == "name\nKarel Voss\n"
    assert old.codes.all()["role"].tolist() == ["business"]
    assert not list(old.path.glob("*/*-old.parquet"))
    pd.testing.assert_frame_equal(old.table("stories"), read_corpus.table("stories"))


def test_an_upgrade_that_is_killed_begins_anew(old: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            old.upgrade()
    assert old.outdated == OUTDATED
    old.upgrade()
    assert old.outdated == ""
    assert len(old.table("attributions")) == 0


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("format = 3", "format 3, and this version of bias knows formats up to 2.  Install a newer version"),
        ('format = "two"', "format is 'two', and must be a number: write format = 2"),
        ("format = true", "format is True"),
        ("format = 0", "format is 0"),
    ],
)
def test_a_format_that_we_do_not_know_is_an_error(corpus: Corpus, line: str, says: str) -> None:
    (corpus.path / "corpus.toml").write_text(f'name = "x"\n{line}\n', encoding="utf-8")
    with pytest.raises(BadInputError, match=re.escape(says)):
        Corpus(corpus.path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('name = "x"\n', 'format = 2\nname = "x"\n'),  # it names none
        ('\ufeffname = "x"\nformat = 1\n', 'name = "x"\nformat = 2\n'),  # as Notepad saves it
        ("format=1\n[own]\nformat = 1\n", "format=2\n[own]\nformat = 1\n"),
    ],
)
def test_only_the_number_changes(corpus: Corpus, before: str, after: str) -> None:
    path = corpus.path / "corpus.toml"
    path.write_text(before, encoding="utf-8")
    corpus.upgrade()
    assert path.read_text(encoding="utf-8") == after


def test_what_cannot_be_changed_is_left_to_the_user(corpus: Corpus) -> None:
    path = corpus.path / "corpus.toml"
    path.write_text('"format" = 1\n', encoding="utf-8")
    with pytest.raises(BadInputError, match="write by hand: format = 2"):
        corpus.upgrade()
    assert path.read_text(encoding="utf-8") == '"format" = 1\n'


@pytest.mark.parametrize("command", [["analyse", "--workers", "1"], ["stories"]])
def test_the_command_line_says_what_becomes_of_an_old_corpus(old: Corpus, command: list[str]) -> None:
    done = CliRunner().invoke(app, [*command, str(old.path)])
    assert done.exit_code == 0
    assert " ".join(done.output.split()).count(OUTDATED) == 1
