from __future__ import annotations

from pathlib import Path

import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.ingest import read_paths
from bias.model import Article, Name, Span, joined
from bias.reading.reader import read
from bias.reading.text.attributions import find_attributions, score_sourcing
from bias.reading.text.cues import cue_lemma, cue_stance
from bias.reading.text.decoding import Parse, Triple

CASES = Path(__file__).parent / "cases" / "attribution.txt"


def blocks() -> list[object]:
    """Cases of the text file; a block with a `? why` line is a known miss."""
    out = []
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        text = "\n".join(line for line in lines if line[:2] not in ("> ", "? "))
        wanted = [line[2:] for line in lines if line.startswith("> ")]
        why = [line[2:] for line in lines if line.startswith("? ")]
        marks = [pytest.mark.xfail(reason=why[0], strict=True)] if why else []
        out.append(pytest.param(text, wanted, id=text[:50], marks=marks))
    return out


def bare(words: str) -> str:
    return " ".join(words.strip("\"“”‘’'«»„,.;: ").split())


@pytest.mark.parametrize(("text", "wanted"), blocks())
def test_sentences(text: str, wanted: list[str]) -> None:
    found = read(Article("x", "", "", text, language="en")).attributions
    rows = [
        (
            bare(joined(a.source, text)),
            bare(joined(a.cue, text)),
            tuple(bare(span.slice(text)) for span in a.content),
        )
        for a in found
    ]
    expected = []
    for line in wanted:
        if line != "none":
            source, cue, content = line.split(" | ")
            expected.append((bare(source), bare(cue), tuple(bare(part) for part in content.split(" … "))))
    assert rows == expected


def spans_of(text: str, *words: str) -> tuple[Span, ...]:
    return tuple(Span(text.index(word), text.index(word) + len(word)) for word in words)


def parse_of(text: str, *triples: Triple, names: tuple[Name, ...] = ()) -> Parse:
    return Parse(article(text=text), (Span(0, len(text)),), names, triples)


def test_marks_and_touching_parts_belong_to_the_content() -> None:
    text = 'Voss said: "We tested every cable, and it holds."'
    link = Triple(
        spans_of(text, "Voss"),
        spans_of(text, "said"),
        spans_of(text, "We tested every cable", "and it holds"),
        0.9,
    )
    (found,) = find_attributions(parse_of(text, link))
    assert joined(found.content, text) == '"We tested every cable, and it holds."'
    assert found.kind == "direct"


def test_kinds_follow_the_share_of_quoted_words() -> None:
    text = "Voss said that the cable “holds”. Quill said “never”. Rook said no."
    links = [
        Triple(spans_of(text, s), spans_of(text, s), spans_of(text, c), 0.9)
        for s, c in (("Voss", "the cable “holds”"), ("Quill", "“never”"), ("Rook", "no."))
    ]
    assert [found.kind for found in find_attributions(parse_of(text, *links))] == [
        "mixed",
        "direct",
        "indirect",
    ]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = "“We tested it,” Voss said. “It holds.\n\n“It always held.”"
    link = Triple(
        spans_of(text, "Voss"), spans_of(text, "said"), spans_of(text, "“We tested it,”", "“It holds."), 0.9
    )
    loose = Triple((), (), spans_of(text, "“It always held.”"), 0.9)
    (found,) = find_attributions(parse_of(text, link, loose))
    assert [span.slice(text) for span in found.content] == [
        "“We tested it,”",
        "“It holds.",
        "“It always held.”",
    ]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Verhane told Channel 24 that it was lost.", "Channel 24"),
        ("Verhane told reporters that it was lost.", ""),
        ("Verhane told Ann Rook that it was lost.", ""),
        ("In an interview with Radio Sorn, Verhane said it was lost.", "Radio Sorn"),
        ("Verhane wrote on Telegram that it was lost.", "Telegram"),
    ],
)
def test_second_hand(text: str, via: str) -> None:
    cue = next(word for word in ("told", "said", "wrote") if word in text)
    link = Triple(spans_of(text, "Verhane"), spans_of(text, cue), spans_of(text, "it was lost"), 0.9)
    (found,) = find_attributions(parse_of(text, link))
    assert found.via == via


def test_a_quotation_that_stands_alone_is_speech_of_nobody_known() -> None:
    text = "She went.\n\n“We have tested every cable,”\n\nThe “smart” bench."
    speech, scare = (
        Triple((), (), spans_of(text, "“We have tested every cable,”"), 0.9),
        Triple((), (), spans_of(text, "“smart”"), 0.9),
    )
    (found,) = find_attributions(parse_of(text, speech, scare))
    assert (found.source, found.cue, found.kind, found.named) == ((), (), "direct", None)


def test_spans_hold_whole_words_and_outlets_no_day() -> None:
    text = "Voss told MSNBC Monday that scorn helps nobody."
    link = Triple(spans_of(text, "oss"), spans_of(text, "tol"), spans_of(text, "that scorn helps nob"), 0.9)
    (found,) = find_attributions(parse_of(text, link))
    assert [joined(s, text) for s in (found.source, found.cue, found.content)] == [
        "Voss", "told", "that scorn helps nobody",
    ]  # fmt: skip
    assert found.via == "MSNBC"


def test_named_follows_the_names_in_the_source() -> None:
    text = "Voss and a senior official said no."
    names = (Name(Span(0, 4), "PERSON"),)
    both = Triple(spans_of(text, "Voss"), spans_of(text, "said"), spans_of(text, "no"), 0.9)
    nobody = Triple(spans_of(text, "a senior official"), spans_of(text, "said"), spans_of(text, "no"), 0.9)
    unsaid = Triple((), spans_of(text, "said"), spans_of(text, "no"), 0.9)
    found = [
        next(find_attributions(parse_of(text, link, names=names))).named for link in (both, nobody, unsaid)
    ]
    assert found == [True, False, None]


@pytest.mark.parametrize(
    ("cue", "lemma"),
    [
        ("has said", "say"),
        ("According to", "according to"),
        ("denied", "deny"),
        ("was quoted as saying", "quote"),
        ("", ""),
    ],
)
def test_cue_lemma(cue: str, lemma: str) -> None:
    assert cue_lemma(cue) == lemma


@pytest.mark.parametrize(
    ("content", "stance"),
    [
        ("that the dam was safe", "doubting"),
        ("responsibility for the blast", "neutral"),
        ("full responsibility", "neutral"),
        ("victory in the vote", "neutral"),
        ("the responsibility lies elsewhere", "doubting"),
        ("", "doubting"),
    ],
)
def test_who_claims_responsibility_is_not_doubted(content: str, stance: str) -> None:
    assert cue_stance("has claimed", content) == stance


def test_scores_have_their_evidence_and_say_nothing_of_nothing() -> None:
    text = "Voss said “never”."
    link = Triple(spans_of(text, "Voss"), spans_of(text, "said"), spans_of(text, "“never”"), 0.9)
    parse = parse_of(text, link)
    values = {s.measure: s for s in score_sourcing(parse, tuple(find_attributions(parse)))}
    assert values["share_direct"].value == 1.0
    assert values["share_quoted_words"].value == pytest.approx(1 / 3)
    assert [span.slice(text) for span in values["share_direct"].evidence] == ["“never”"]
    assert {s.measure for s in score_sourcing(parse_of("It rained."), ())} == {
        "attributions",
        "share_quoted_words",
    }


@settings(max_examples=60)
@given(
    st.text(alphabet=st.characters(), max_size=400) | st.text(alphabet="Ab said,. \n\"“”'‘’", max_size=400)
)
def test_no_text_makes_it_raise_and_spans_slice_it(text: str) -> None:
    reading = read(Article("x", "", "", text, language="en"))
    for found in reading.attributions:
        for span in (*found.source, *found.cue, *found.content):
            assert 0 <= span.start < span.end <= len(text)
        assert 0 <= (found.confidence or 0) <= 1


def test_the_article_that_started_the_project(shared: Path) -> None:
    """Who is cited in it, by which words; and nothing around the text is taken for speech."""
    (found,) = read_paths([shared / "data/real/000_99b57faa821c6e20.txt"])
    assert isinstance(found, Article)
    attributions = read(found).attributions

    def times(source: str, cue: str, via: str = "") -> int:
        return sum(
            source in joined(a.source, found.text)
            and joined(a.cue, found.text).startswith(cue)
            and a.via == via
            for a in attributions
        )

    assert (times("Peskov", "said"), times("Peskov", "according to")) == (2, 1)
    assert times("Yakovenko", "told", "Channel 24") == 1
    assert times("Yakovenko", "According to") == 1
    assert times("the Russian opposition journalist", "emphasized") == 1
    assert times("Yakovenko", "noted") == 1
    assert times("press service", "reported") == 1
    assert times("Olevsky", "explained") == 1
    noted = next(a for a in attributions if joined(a.cue, found.text).startswith("noted"))
    assert joined(noted.content, found.text).startswith("Putin has certainly lost"), (
        "its opening mark is lost"
    )
    marked = " ".join(joined((*a.source, *a.cue, *a.content), found.text) for a in attributions)
    assert not any(words in marked for words in ("Home »", "Getty", "watch video", "You may", "Leave a"))


def kinds() -> list[object]:
    """Blocks of cases/reports.txt."""
    text = (Path(__file__).parent / "cases" / "reports.txt").read_text(encoding="utf-8")
    blocks = ([line for line in block.splitlines() if line[:1] != "#"] for block in text.split("\n\n"))
    return [pytest.param(lines[0], lines[1:], id=lines[0][:60]) for lines in blocks if lines]


@pytest.mark.parametrize(("text", "wanted"), kinds())
def test_who_is_heard_by_kind(text: str, wanted: list[str]) -> None:
    text = text.replace("\\n", "\n")
    found = read(Article("x", "", "", text, language="en")).attributions
    rows = [f"> {a.act} | {a.speaker} | {joined(a.content, text)}" for a in found]
    assert list(map(bare, rows or ["> none"])) == list(map(bare, wanted))
