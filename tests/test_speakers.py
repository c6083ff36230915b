"""Who a source is, and in which role: sentences of our own, the seed article, and what fairness means."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from bias.ingest import read_paths
from bias.model import Article, Attribution, Span, Speaker
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.speakers.single_sources import classify_roles
from bias.reading.text.encoder import parse

CASES = Path(__file__).parent / "cases" / "speakers.txt"
SEED = ROOT.parent / "shared" / "data" / "real" / "000_99b57faa821c6e20.txt"


def cases() -> list[pytest.ParameterSet]:
    blocks = [block.split("\n") for block in CASES.read_text(encoding="utf-8").strip().split("\n\n")[1:]]
    out = []
    for text, *lines in blocks:
        wanted = [tuple(cell.strip() for cell in line[2:].split(" | ")) for line in lines if line[:2] == "> "]
        why = [line[2:] for line in lines if line[:2] == "? "]
        marks = [pytest.mark.xfail(reason=why[0], strict=True)] if why else []
        out.append(pytest.param(text, wanted, id=text[:40], marks=marks))
    return out


def found_in(text: str, sources: list[str], *, date: str = "") -> tuple[list[Attribution], list[Speaker]]:
    """The sources of a text, given by their words in order, with who they are by the rules alone."""
    given, at = [], 0
    for source in sources:
        start = text.index(source, at)
        at = start + len(source)
        given.append(Attribution("", (Span(start, at),), (), (Span(start, at),), "indirect"))
    resolved = resolve_speakers(parse(Article("", "", "", text, published=date)), given, learned=False)
    found, heard = resolved.attributions, resolved.speakers
    return list(found), list(heard)


@pytest.mark.parametrize(("text", "wanted"), cases())
def test_sentences(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found, _ = found_in(text, [source for source, _, _ in wanted])
    for one, (source, speaker, role) in zip(found, wanted, strict=True):
        assert (one.speaker or "-") == speaker, source
        if role != "-":
            assert f"{one.role or 'unknown'} × {one.alignment or 'unknown'}" == role, source


@pytest.mark.skipif(not SEED.is_file(), reason="needs ../shared")
def test_seed_article() -> None:
    [article] = read_paths([str(SEED)])
    assert isinstance(article, Article)
    from bias.reading.reader import read

    reading = read(article)
    said: dict[str, list[tuple[str | None, str | None, str | None]]] = {}
    for one in reading.attributions:
        if one.speaker:
            said.setdefault(one.speaker, []).append((one.role, one.alignment, one.polity))
    opposition, state = ("media_journalist", "opposition", "Russia"), ("spokesperson", "incumbent", "Russia")
    assert said["Igor Yakovenko"] == [opposition] * 4
    assert said["Timur Olevsky"] == [opposition]
    assert said["Dmitry Peskov"] == [state] * 3
    assert said["press service"] == [("spokesperson", "incumbent", "Kazakhstan")]
    assert sum("Yakovenko" in name for name in said) == sum("Peskov" in name for name in said) == 1


def test_roles_follow_the_words_and_not_the_names() -> None:
    text = "The exiled journalist Tomas Verhane said no. Police chief Oskar Brandt said yes."
    for one, other in (("Tomas Verhane", "Oskar Brandt"), ("Oskar Brandt", "Tomas Verhane")):
        swapped = text.replace("Tomas Verhane", "ONE").replace("Oskar Brandt", "OTHER")
        swapped = swapped.replace("ONE", one).replace("OTHER", other)
        _, heard = found_in(swapped, [f"The exiled journalist {one}", f"Police chief {other}"])
        assert [(who.name, who.role, who.alignment) for who in heard] == [
            (one, "media_journalist", "opposition"),
            (other, "law_enforcement_military", "incumbent"),
        ]


def test_evidence_of_a_role_is_words_of_the_text() -> None:
    text = "Livia Arden, an economist at the Fiscal Council, said prices would fall. Arden said so on Monday."
    found, heard = found_in(text, ["Livia Arden, an economist at the Fiscal Council", "Arden"])
    assert [one.speaker for one in found] == ["Livia Arden", "Livia Arden"]
    assert heard[0].role == "expert_academic"
    assert "economist" in heard[0].evidence[0].slice(text)


@pytest.mark.parametrize(
    ("date", "side"), [("2016-05-01", "opposition"), ("2018-05-01", "incumbent"), ("", "unknown")]
)
def test_a_party_governs_in_its_time(date: str, side: str) -> None:
    found, _ = found_in("Rep. Ada Quill (R-Texas) said no.", ["Rep. Ada Quill"], date=date)
    assert (found[0].role, found[0].alignment or "unknown") == ("legislator_party", side)


def test_nobody_named_has_no_speaker() -> None:
    text = "It is obvious that the bridge will open."
    given = [Attribution("", (), (Span(0, 13),), (Span(14, 39),), "indirect")]
    resolved = resolve_speakers(parse(Article("", "", "", text)), given)
    assert not resolved.speakers
    found = resolved.attributions
    assert (found[0].speaker, found[0].role, found[0].named) == (None, None, None)


def test_classify_roles_takes_the_words_of_the_context() -> None:
    found = classify_roles(
        ["Brandt", "Lind"],
        ["Police chief Oskar Brandt came. Brandt said no.", "“Wards close,” Lind said of her fellow nurses."],
    )
    assert list(found.columns) == ["role", "alignment", "polity", "confidence", "why"]
    assert found.loc[0, "role"] == "law_enforcement_military"
    with pytest.raises(ValueError, match="argument 2"):
        classify_roles(["Brandt"], [])


def test_reporting_words_are_no_part_of_what_gave_the_role() -> None:
    text = "The march went on.  “The law makes no exception,” growled Interior Minister Pavel Renko."
    at, cue = text.index("Pavel Renko"), text.index("growled")
    one = Attribution("a", (Span(at, at + 11),), (Span(cue, cue + 7),), (Span(20, cue - 1),), "direct")
    (speaker,) = resolve_speakers(parse(Article("a", "", "", text)), (one,)).speakers
    (why,) = speaker.evidence
    assert (speaker.role, why.slice(text)) == ("government_official", "Interior Minister")
