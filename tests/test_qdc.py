"""Codebooks as files that programs for coding read: every code, its definition, the same ids each time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bias import codebooks, qdc
from bias.frame_books import BUILTIN, builtin
from bias.qdc import QdaCode

SPACE = {"q": qdc.NAMESPACE}


def codes(content: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(content).findall(".//q:Code", SPACE)


@pytest.mark.parametrize("name", BUILTIN)
def test_every_frame_is_a_code_with_its_definition(name: str) -> None:
    book = builtin(name)
    found = {one.get("name"): one for one in codes(qdc.qdc(qdc.of_frames(book)))}
    assert found[book.title].get("isCodable") == "false"
    for frame in book.frames.values():
        assert found[frame.label].get("isCodable") == "true"
        described = found[frame.label].findtext("q:Description", "", SPACE)
        assert frame.definition in described
        assert all(question in described for question in frame.questions)


def test_every_role_and_side_is_there_once() -> None:
    book = codebooks.roles()
    root = qdc.of_roles(book)
    found = codes(qdc.qdc(root))
    codable = [one.get("name") for one in found if one.get("isCodable") == "true"]
    expected = [one.label for one in (*book.roles.values(), *book.alignments.values())]
    assert sorted(codable) == sorted(expected)
    assert sorted(qdc.table(root)["code"]) == sorted(expected)


def test_ids_are_unique_well_formed_and_stay() -> None:
    root = qdc.of_roles(codebooks.roles())
    ids = [one.get("guid") or "" for one in codes(qdc.qdc(root))]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", one) for one in ids)
    assert qdc.qdc(root) == qdc.qdc(root)


def test_what_a_user_writes_is_text_and_no_markup() -> None:
    content = qdc.qdc(QdaCode("k", 'A "name" & <tag>', "1 < 2 ]]> \U0001f600 قال"))
    (one,) = codes(content)
    assert one.get("name") == 'A "name" & <tag>'
    assert one.findtext("q:Description", "", SPACE) == "1 < 2 ]]> \U0001f600 قال"
