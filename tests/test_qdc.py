"""Codebooks as files that programs for coding read: every code, its definition, the same ids each time."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from bias.reading.framing.codebook import FRAME_CODEBOOKS, frame_codebook
from bias.reading.roles.codebook import role_codebook
from bias.show.outputs import refi_qda
from bias.show.outputs.refi_qda import QdaCode

SPACE = {"q": refi_qda.NAMESPACE}


def codes(content: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(content).findall(".//q:Code", SPACE)


@pytest.mark.parametrize("name", FRAME_CODEBOOKS)
def test_every_frame_is_a_code_with_its_definition(name: str) -> None:
    book = frame_codebook(name)
    found = {one.get("name"): one for one in codes(refi_qda.qdc(refi_qda.of_frames(book)))}
    assert found[book.title].get("isCodable") == "false"
    for frame in book.frames.values():
        assert found[frame.label].get("isCodable") == "true"
        described = found[frame.label].findtext("q:Description", "", SPACE)
        assert frame.definition in described
        assert all(question in described for question in frame.questions)


def test_every_role_and_side_is_there_once() -> None:
    book = role_codebook()
    root = refi_qda.of_roles(book)
    found = codes(refi_qda.qdc(root))
    codable = [one.get("name") for one in found if one.get("isCodable") == "true"]
    expected = [one.label for one in (*book.roles.values(), *book.alignments.values())]
    assert sorted(codable) == sorted(expected)
    assert sorted(refi_qda.table(root)["code"]) == sorted(expected)


def test_ids_are_unique_well_formed_and_stay() -> None:
    root = refi_qda.of_roles(role_codebook())
    ids = [one.get("guid") or "" for one in codes(refi_qda.qdc(root))]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", one) for one in ids)
    assert refi_qda.qdc(root) == refi_qda.qdc(root)


def test_what_a_user_writes_is_text_and_no_markup() -> None:
    content = refi_qda.qdc(QdaCode("k", 'A "name" & <tag>', "1 < 2 ]]> \U0001f600 قال"))
    (one,) = codes(content)
    assert one.get("name") == 'A "name" & <tag>'
    assert one.findtext("q:Description", "", SPACE) == "1 < 2 ]]> \U0001f600 قال"
