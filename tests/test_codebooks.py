"""The codebook of roles, and what is said of a broken one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from made import make_corpus
from test_people import speakers

from bias import compare, resources
from bias.corpus.pipeline.entity_linking import link
from bias.corpus.store import Filter
from bias.errors import BadInputError
from bias.reading.roles.codebook import read_role_codebook, role_codebook


def test_every_role_and_side_of_the_lexicons_is_defined() -> None:
    book = role_codebook()
    used = {row["role"] for row in resources.lexicon("role_words")} | {
        row["role"] for row in resources.lexicon("offices")
    }
    assert used - {""} == set(book.roles)
    sides = {row["alignment"] for name in ("role_words", "offices") for row in resources.lexicon(name)}
    assert sides - {"", "local"} <= set(book.alignments)  # local: an office that says no side
    assert all(code.definition and code.examples for code in book.roles.values())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("roles: [", "while parsing"),
        ("name: x", "needs `roles:`"),
        ("roles:\n  a: {label: A}", "needs a label and a definition"),
        ("roles:\n  a: {label: A, definition: B, group: c}", "not among"),
    ],
)
def test_a_broken_codebook_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=says) as error:
        read_role_codebook(path)
    assert "mine.yaml" in str(error.value)


CLERGY = """
groups:
  faith: Faith
roles:
  clergy:
    label: Clergy
    definition: Ministers of a religion.
    group: faith
    examples: [Bishop Orr]
    words: [bishop, imam]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "roles.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_of_its_own_a_corpus_has_the_shipped_roles(tmp_path: Path) -> None:
    assert role_codebook(tmp_path / "roles.yaml") is role_codebook()


def test_a_role_may_be_renamed_and_nothing_else_changes(tmp_path: Path) -> None:
    book = role_codebook(written(tmp_path, "roles:\n  citizen: {label: The public}\n"))
    assert book.roles["citizen"].label == "The public"
    assert book.roles["citizen"].definition == role_codebook().roles["citizen"].definition
    others = {key: code for key, code in book.roles.items() if key != "citizen"}
    assert others == {key: code for key, code in role_codebook().roles.items() if key != "citizen"}
    assert list(book.roles) == list(role_codebook().roles)
    assert (book.groups, book.alignments, book.merged) == (
        role_codebook().groups,
        role_codebook().alignments,
        {},
    )


def test_a_role_may_count_as_another(tmp_path: Path) -> None:
    book = role_codebook(written(tmp_path, "roles:\n  judiciary_legal: {into: government_official}\n"))
    assert set(role_codebook().roles) - set(book.roles) == {"judiciary_legal"}
    assert {key: code.into for key, code in book.merged.items()} == {"judiciary_legal": "government_official"}


def test_a_role_may_be_added_with_its_words_and_group(tmp_path: Path) -> None:
    book = role_codebook(written(tmp_path, CLERGY))
    assert list(book.roles) == [*role_codebook().roles, "clergy"]
    assert book.added == {"clergy": ("bishop", "imam")}
    assert book.groups == {**role_codebook().groups, "faith": "Faith"}
    assert book.roles["clergy"].group == "faith"
    assert role_codebook().added == {}


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = written(tmp_path, "roles:\n  citizen: {label: The public}\n")
    assert role_codebook(path).roles["citizen"].label == "The public"
    written(tmp_path, "roles:\n  citizen: {label: People}\n")
    later = path.stat().st_mtime_ns + 5_000_000_000
    os.utime(path, ns=(later, later))
    assert role_codebook(path).roles["citizen"].label == "People"
    path.unlink()
    assert role_codebook(path) is role_codebook()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("roles:\n  citizen: {into: nobody}", "citizen: into 'nobody' is no role"),
        ("roles:\n  citizen: {into: business}\n  business: {into: citizen}", "is no role that stays"),
        ("roles:\n  citizen: {into: citizen}", "citizen: into 'citizen' is no role that stays"),
        ("roles:\n  Clergy: {label: A, definition: B}", "Clergy: a key is written in small letters"),
        ('roles:\n  "o\'brien": {label: A, definition: B}', "o'brien: a key is written"),
        ("roles:\n  clergy: {label: Clergy}", "clergy: a code needs a label and a definition"),
        ("roles:\n  citizen: {words: bishop}", "citizen: words is a list"),
        ("roles:\n  citizen: {group: faith}", "citizen: group 'faith' is not among"),
        ("groups: {Faith: F}\nroles:\n  citizen: {label: A}", "Faith: a key is written"),
        ("groups: [faith]\nroles:\n  citizen: {label: A}", "`groups:` takes KEY: label"),
    ],
)
def test_what_is_wrong_in_a_user_s_codebook_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadInputError, match=says) as error:
        role_codebook(path)
    assert str(path) in str(error.value)


def test_a_merged_role_joins_the_numbers_of_the_other(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "merged")

    def numbers() -> dict[str, dict[str, int]]:
        found = {one: compare.sourcing(corpus, Filter(), key="roles", outlet=one) for one in corpus.outlets()}
        rows = {one: card.board.rows for one, card in found.items()}
        return {one: dict(zip(each["key"], each["n"], strict=True)) for one, each in rows.items()}

    before = numbers()
    written(corpus.path, "roles:\n  head_of_state_gov: {into: government_official}\n")
    after = numbers()
    for outlet, n in before.items():
        merged = n.pop("head_of_state_gov") + n.pop("government_official")
        assert after[outlet] == {**n, "government_official": merged}
    rows = compare.sourcing(corpus, Filter(), key="roles").board.rows
    assert "head_of_state_gov" not in set(rows["key"])
    row = rows[rows["key"] == "government_official"].iloc[0]
    assert compare.count(corpus, Filter(), "attributions", row["behind"]) == row["n"]


def test_words_of_an_added_role_give_it_and_say_so(tmp_path: Path) -> None:
    added = role_codebook(written(tmp_path, CLERGY)).added
    found = link(
        speakers(
            {
                "name": "Tom Orr",
                "reason": "the bishop of Varn",
                "role": "expert_academic",
                "why": "described as",
            },
            {"name": "two imams", "kind": "group", "forms": []},
            {"name": "Ann Kell", "reason": "the archbishopric", "role": "citizen", "why": "described as"},
        ),
        added=added,
    )
    assert found["role"].tolist() == ["clergy", "clergy", "citizen"]
    assert found["why"].tolist() == ["word of your codebook", "word of your codebook", "described as"]
    assert found["reason"].tolist()[:2] == ["bishop", "imams"]
