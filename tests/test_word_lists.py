"""Names with their words in a TOML file: changed and taken out, with all else as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.corpus.topics.target_words import TARGETS
from bias.corpus.topics.word_lists import pattern
from bias.errors import BadInputError

FILE = """# ours
[targets]  # of the spring
"the gas deal" = ["gas deal", "pipeline accord"]
# strikers of both ports
strikers = [
    "strikers",  # at Port Ellin
    "dockers",
]
rail = ["railway*"]

[notes]
rail = ["not a target"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "targets.toml"
    found.write_text(FILE, encoding="utf-8")
    return found


def test_words_are_read_by_name_in_the_order_of_the_file(path: Path, tmp_path: Path) -> None:
    assert TARGETS.read(path) == {
        "the gas deal": ("gas deal", "pipeline accord"),
        "strikers": ("strikers", "dockers"),
        "rail": ("railway*",),
    }
    assert list(TARGETS.read(path)) == ["the gas deal", "strikers", "rail"]
    assert TARGETS.read(tmp_path / "none.toml") == {}


def test_an_entry_is_changed_in_its_place(path: Path) -> None:
    TARGETS.change(path, "strikers", "the strikers", ["striker*", " dockers "])
    before, _, rest = FILE.partition("strikers = [")
    _, _, after = rest.partition("]\n")
    assert path.read_text(encoding="utf-8") == f'{before}"the strikers" = ["striker*", "dockers"]\n{after}'
    TARGETS.change(path, "the strikers", "the strikers", ["dockers"])
    assert TARGETS.read(path)["the strikers"] == ("dockers",)


def test_an_entry_is_taken_out_and_all_else_stays(path: Path) -> None:
    TARGETS.remove(path, "rail")
    assert path.read_text(encoding="utf-8") == FILE.replace('rail = ["railway*"]\n', "")
    TARGETS.remove(path, "strikers")
    TARGETS.remove(path, "the gas deal")
    assert TARGETS.read(path) == {}
    TARGETS.add(path, "rail", ["train"])
    assert TARGETS.read(path) == {"rail": ("train",)}
    assert path.read_text(encoding="utf-8").startswith("# ours\n[targets]  # of the spring\n")
    assert path.read_text(encoding="utf-8").endswith('[notes]\nrail = ["not a target"]\n')


@pytest.mark.parametrize(
    ("before", "name", "words", "says"),
    [
        ("rail", "strikers", ["rail"], "there is a target 'strikers' already; give it another name"),
        ("roads", "roads", ["road"], "no target 'roads' any longer"),
        ("rail", " ", ["rail"], "A target needs a name and words, as in the gas deal: gas deal, pipeline"),
        ("rail", "rail", [" "], "A target needs a name and words"),
        ("rail", "rail", ["*"], "targets.toml, rail: a target takes a list of words, as in"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    path: Path, before: str, name: str, words: list[str], says: str
) -> None:
    with pytest.raises(BadInputError, match=says.replace("*", r"\*")):
        TARGETS.change(path, before, name, words)
    assert path.read_text(encoding="utf-8") == FILE
    assert list(path.parent.iterdir()) == [path]


def test_entries_in_one_line_are_left_to_the_user(path: Path) -> None:
    path.write_text('targets = {rail = ["train"], roads = ["road"]}\n', encoding="utf-8")
    with pytest.raises(BadInputError, match="could not be changed; take it out by hand"):
        TARGETS.remove(path, "rail")
    with pytest.raises(BadInputError, match=r"add the line by hand: gas|add the line by hand: \"gas"):
        TARGETS.add(path, "gas", ["gas"])


def test_the_longest_word_is_found_first() -> None:
    assert pattern(["gas", "gas deal*"]).findall("The gas deal of the GAS  deals, gasworks, gas.") == [
        "gas deal", "GAS  deals", "gas",
    ]  # fmt: skip
