"""Very long and very dense texts: read in sections, each bounded, and every span in the whole text."""

from __future__ import annotations

import pytest

from bias.errors import BadInputError
from bias.model import Article
from bias.reading import read
from bias.reading.sections import DENSEST, LONGEST, MARK, MOST, sections

PARAGRAPH = (
    "The harbour of Quell was closed on Monday. “We will open it soon,” said Ana Sorel, the mayor. "
    "Residents had asked for that since spring.\n\n"
)


def test_a_usual_article_is_one_section() -> None:
    text = PARAGRAPH * 60
    assert [span.slice(text) for span in sections(text)] == [text]
    assert [span.slice("") for span in sections("")] == [""]


@pytest.mark.parametrize("piece", ["Ana Sorel, ", '"', "“so” ", "😀", "x", PARAGRAPH, "’ ”"])
def test_sections_are_bounded_and_hold_the_whole_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    found = [span.slice(text) for span in sections(text)]
    assert "".join(found) == text
    assert max(map(len, found)) <= LONGEST
    assert max(len(MARK.findall(part)) for part in found) <= DENSEST


def test_paragraphs_stay_whole() -> None:
    text = PARAGRAPH * 600
    assert all(span.slice(text).endswith("\n") for span in sections(text))


def test_spans_of_all_sections_lie_in_the_whole_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bias.reading.sections.LONGEST", 2_000)
    opening = "Work on the harbour goes on, and nobody was hurt.\n\n" * (2_000 // 51)
    text = (
        opening + PARAGRAPH + "“The “free” port is a disgrace,” said Ivo Keller, a fisherman, of Ana Sorel.\n"
    )
    assert len(list(sections(text))) == 2
    found = read(Article("a", "The Quell Post", "Harbour closed", text))
    said = [one for one in found.attributions if one.act == "speech" and one.kind == "direct"]
    assert [one.cue[0].slice(text) for one in said] == ["said", "said"]
    assert [one.speaker for one in said] == ["Ana Sorel", "Ivo Keller"]
    assert {name.span.slice(text) for name in found.names} >= {"Ana Sorel", "Ivo Keller"}
    for one in (*found.tones, *found.wordings):
        if one.attribution is not None:
            content = found.attributions[one.attribution].content
            assert any(part.start <= one.span.start < part.end for part in content)
    assert found.sentences[-1].end == len(text.rstrip())
    assert found.frames
    assert {score.measure for score in found.scores} >= {"attributions", "lexicon_tone"}


def test_a_text_that_nobody_writes_is_too_odd_to_read() -> None:
    with pytest.raises(BadInputError, match=r"too odd to read: 5,000,001 characters.*import these"):
        read(Article("a", "The Quell Post", "All", "a" * (MOST + 1), language="en"))
