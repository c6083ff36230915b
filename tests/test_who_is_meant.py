"""Who is meant by a source: sentences of our own, by kind.  Names, descriptions, bodies, joint sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.model import Article, Attribution, Span
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text.encoder import parse

CASES = Path(__file__).parent / "cases" / "who_is_meant.txt"


def cases() -> list[pytest.ParameterSet]:
    out, kind = [], ""
    for block in CASES.read_text(encoding="utf-8").strip().split("\n\n")[1:]:
        lines = block.split("\n")
        if lines[0].startswith("## "):
            kind = lines.pop(0)[3:]
        wanted = [tuple(cell.strip() for cell in line[2:].split(" | ")) for line in lines if line[:2] == "> "]
        why = [line[2:] for line in lines if line[:2] == "? "]
        marks = [pytest.mark.xfail(reason=why[0], strict=True)] if why else []
        out.append(pytest.param(lines[0], wanted, id=f"{kind}: {lines[0][:40]}", marks=marks))
    return out


def meant_by(text: str, sources: list[str]) -> list[str]:
    """Who is meant by the sources, which are looked for from the end of the text."""
    given, end = [], len(text)
    for source in reversed(sources):
        end = text.rindex(source, 0, end)
        span = Span(end, end + len(source))
        given.append(Attribution("", (span,), (), (), "indirect"))
    resolved = resolve_speakers(parse(Article("", "", "", text)), given[::-1], learned=False)
    return [one.speaker or "-" for one in resolved.attributions]


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_who_is_meant(text: str, wanted: list[tuple[str, str]]) -> None:
    found = meant_by(text, [source for source, _ in wanted])
    meant = [(source, speaker) for speaker, (source, _) in zip(found, wanted, strict=True)]
    assert meant == wanted
