"""The codebook of roles, and what is said of a broken one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias import resources
from bias.codebooks import read_codebook, roles
from bias.errors import BadInputError


def test_every_role_and_side_of_the_lexicons_is_defined() -> None:
    book = roles()
    used = {row["role"] for row in resources.lexicon("role_words")} | {
        row["role"] for row in resources.lexicon("offices")
    }
    assert used - {""} == set(book.roles)
    sides = {row["alignment"] for name in ("role_words", "offices") for row in resources.lexicon(name)}
    assert sides - {""} <= set(book.alignments)
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
        read_codebook(path)
    assert "mine.yaml" in str(error.value)
