"""A topic needs one of its words in the title or twice in the text; a broken topics.toml is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import article

from bias.corpus.topics.dictionary import Topics, add_topic, assign, read_topics, topics_of
from bias.errors import BadInputError

GAS = "The gas deal was signed."


def topics(tmp_path: Path, lines: str) -> Topics:
    path = tmp_path / "topics.toml"
    path.write_text(f"[topics]\n{lines}\n", encoding="utf-8")
    return read_topics(path)


def about(found: Topics, *, title: str = "", text: str = "") -> list[str]:
    return topics_of(replace(article(), title=title, text=text), found)


@pytest.mark.parametrize(
    ("title", "text", "is_about"),
    [
        ("A gas deal", "", True),
        ("", f"{GAS} {GAS}", True),
        ("", GAS, False),
        ("", "Nothing of it.", False),
        ("GAS Deal", "", True),
        ("", "A gas deal. GAS DEAL!", True),
        ("Gas deals", "", False),
        ("Biogas deal", "", False),
        ("gas deal2", "", False),
        ("“Gas deal”, he said", "", True),
        ("The gas-deal", "", False),
        ("", "the gas\ndeal and a gas \n\t deal", True),
    ],
)
def test_once_in_the_title_or_twice_in_the_text(
    tmp_path: Path, title: str, text: str, is_about: bool
) -> None:
    found = topics(tmp_path, 'Energy = ["gas deal"]')
    assert about(found, title=title, text=text) == ["Energy"] * is_about


def test_different_words_of_a_topic_count_together(tmp_path: Path) -> None:
    found = topics(tmp_path, 'Energy = ["gas deal", "power plant"]')
    assert about(found, text="A gas deal for the power plant.") == ["Energy"]


@pytest.mark.parametrize(
    ("title", "is_about"),
    [("Electricity", True), ("electric", True), ("electrical grid", True), ("dielectric", False)],
)
def test_a_star_stands_for_any_ending(tmp_path: Path, title: str, is_about: bool) -> None:
    assert bool(about(topics(tmp_path, 'Energy = ["electric*"]'), title=title)) == is_about


@pytest.mark.parametrize(
    ("word", "title", "is_about"),
    [
        ("c++", "In C++ today", True),
        ("c++", "In ccc today", False),
        ("u.s.", "The U.S. deal", True),
        ("u.s.", "The UxSx deal", False),
        ("(un)safe", "It is (un)safe", True),
        ("(un)safe", "It is unsafe", False),
        ("a|b", "only a here", False),
        ("[x]", "only x here", False),
    ],
)
def test_what_regular_expressions_use_is_literal(
    tmp_path: Path, word: str, title: str, is_about: bool
) -> None:
    assert bool(about(topics(tmp_path, f'T = ["{word}"]'), title=title)) == is_about


def test_an_article_may_have_several_topics_or_none(tmp_path: Path) -> None:
    found = topics(tmp_path, 'Health = ["clinic"]\nEnergy = ["gas deal"]\n"Work & pay" = ["wages"]')
    rows = assign(
        [
            replace(article(1), title="Wages and the gas deal"),
            replace(article(2), title="Nothing"),
            replace(article(3), title="A clinic"),
        ],
        found,
    )
    assert rows.values.tolist() == [
        [article(1).id, "Energy"],
        [article(1).id, "Work & pay"],
        [article(3).id, "Health"],
    ]


def test_without_a_file_there_are_no_topics(tmp_path: Path) -> None:
    assert read_topics(tmp_path / "topics.toml") == {}
    assert list(assign([article(1)], {}).columns) == ["article_id", "topic"]
    assert assign([article(1)], {}).empty


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[topics", "topics.toml: "),
        ("", r"no \[topics\]"),
        ("[topics]", r"no \[topics\]"),
        ("topics = 3", r"no \[topics\]"),
        ('[topics]\nEnergy = "gas"', "topics.toml, Energy: .*list of words"),
        ("[topics]\nEnergy = []", "topics.toml, Energy: "),
        ('[topics]\nHealth = ["a"]\nEnergy = ["gas", 3]', "topics.toml, Energy: "),
        ('[topics]\nEnergy = ["gas", " * "]', "topics.toml, Energy: "),
    ],
)
def test_a_broken_file_is_named_with_its_topic(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "topics.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=says) as error:
        read_topics(path)
    assert str(path) in str(error.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_bytes('[topics]\nÖl = ["öl"]'.encode("latin-1"))
    with pytest.raises(BadInputError, match=r"topics\.toml"):
        read_topics(tmp_path / "topics.toml")


def test_a_topic_is_added_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "topics.toml"
    add_topic(path, "Energy", ["gas deal", " power plant "])
    path.write_text(f"# mine\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    add_topic(path, 'Say "cheese"', ["cheese*"])
    assert list(read_topics(path)) == ['Say "cheese"', "Energy"]
    assert path.read_text(encoding="utf-8").startswith("# mine\n[topics]\n")
    for name, words in (("Energy", ["coal"]), ("", ["coal"]), ("Coal", [" "]), ("Coal", ["*"])):
        with pytest.raises(BadInputError):
            add_topic(path, name, words)
    assert len(read_topics(path)) == 2
