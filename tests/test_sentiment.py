"""Tone on our own sentences: toward whom, in whose voice; names and outlets change nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.evaluate.stance import auroc
from bias.model import Article, Reading, Span
from bias.reading.reader import read
from bias.reading.tone.classifier import TONE_LABELS, placeholders, tone_model
from bias.reading.tone.mention_tone import classify_tone

LINE = re.compile(r"(.+?)(?: #(\d+))? \| (negative|neutral|positive) \| (narration|quotation)$")
IN_QUOTES, SWAPS = slice(0, 40), slice(40, 60)


@dataclass(frozen=True)
class Target:
    words: str
    start: int
    label: str
    voice: str


@dataclass(frozen=True)
class Case:
    text: str
    targets: tuple[Target, ...]


def cases() -> list[Case]:
    """The blocks of cases/tone.txt: a text, then its targets, each with its label and voice."""
    out = []
    for block in (ROOT / "tests" / "cases" / "tone.txt").read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.strip().split("\n") if not line.startswith("#")]
        text = lines[0]
        targets = []
        for line in lines[1:]:
            match = LINE.match(line)
            assert match, line
            words, place = match[1], int(match[2] or 1)
            starts = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
            targets.append(Target(words, starts[place - 1], match[3], match[4]))
        out.append(Case(text, tuple(targets)))
    return out


CASES = cases()


@cache
def tones(text: str, *, title: str = "", outlet: str = "") -> Reading:
    return read(Article("a", outlet, title, text, language="en"))


def labels_of(case: Case) -> list[str]:
    spans = [(one.start, one.start + len(one.words)) for one in case.targets]
    found = classify_tone([case.text] * len(spans), spans)
    return [TONE_LABELS[int(row.argmax())] for row in found]


def test_there_are_as_many_cases_as_wanted() -> None:
    assert len(CASES) >= 100
    assert all(target.voice in ("narration", "quotation") for case in CASES for target in case.targets)


Marked = tuple[str, list[tuple[int, int, str]]]


def marked_cases() -> dict[str, list[Marked]]:
    """The sentences of cases/stance.txt by kind, each with its targets: start, end, label."""
    out: dict[str, list[Marked]] = {}
    for line in (ROOT / "tests" / "cases" / "stance.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line.removeprefix("## ")
        if not line.startswith("#") and line:
            out.setdefault(kind, []).append(unmarked(line))
    return out


def unmarked(line: str) -> Marked:
    labels = dict(zip("-0+", TONE_LABELS, strict=True))
    text, *rest = re.split(r"\[([^\[\]|]+)\|([-+0])\]", line)
    targets = []
    for said, sign, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        targets.append((len(text), len(text) + len(said), labels[sign]))
        text += said + after
    return text, targets


def told_apart() -> float:
    """How often a mention for somebody is read as kinder than one against, in twelve articles by choice of
    deeds, mild bias and irony: four events as three invented outlets tell them.  Nobody trained on them."""
    lines = (ROOT / "tests" / "cases" / "stance_articles.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[float]] = {}
    for line in lines:
        text, targets = unmarked(line.removeprefix("title: "))
        if targets and not line.startswith("actor:"):
            rows = classify_tone([text] * len(targets), [(start, end) for start, end, _ in targets])
            for row, (*_, label) in zip(rows, targets, strict=True):
                found.setdefault(label, []).append(float(row[2] - row[0]))
    return auroc(np.array(found["positive"]), np.array(found["negative"]))


def test_praise_and_blame_of_articles_are_mostly_told_apart() -> None:
    assert told_apart() >= 0.65


@pytest.mark.xfail(reason="praise and blame by choice of deeds read as plain", strict=True)
def test_praise_and_blame_of_articles_are_told_apart() -> None:
    assert told_apart() >= 0.85


@pytest.mark.parametrize(
    ("kind", "cases"), [("quoted blame", 30), ("agent and victim", 40), ("mood", 40), ("epithets", 40)]
)
def test_blame_agents_moods_and_epithets_are_told_apart(kind: str, cases: int) -> None:
    """Of the targets of each kind, which nobody trained on, the likeliest tone is right in 85 %."""
    held = marked_cases()[kind]
    assert len(held) == cases
    right = [
        TONE_LABELS[int(row.argmax())] == label
        for text, targets in held
        for row, (*_, label) in zip(
            classify_tone([text] * len(targets), [(start, end) for start, end, _ in targets]),
            targets,
            strict=True,
        )
    ]
    assert np.mean(right) >= 0.85


def found_voice(found: Reading, target: Target) -> str | None:
    for tone in found.tones:
        if not tone.headline and tone.span.start <= target.start < tone.span.end:
            return tone.voice
    return None


def test_voices_are_told_apart() -> None:
    """Of the targets that the program finds, nearly all stand in the voice that they stand in."""
    counts: Counter[bool] = Counter()
    wrong = []
    for case in CASES:
        found = tones(case.text)
        for target in case.targets:
            voice = found_voice(found, target)
            if voice is not None:
                counts[voice == target.voice] += 1
                wrong += [] if voice == target.voice else [(case.text[:90], target.words, voice)]
    assert counts.total() >= 150
    assert counts[True] / counts.total() >= 0.9, wrong


def test_narration_is_not_blamed_for_what_quoted_people_say() -> None:
    """Where only quoted people are negative, no mention in narration is."""
    blamed = []
    for case in CASES[IN_QUOTES]:
        found = tones(case.text)
        for tone in found.tones:
            if tone.voice == "narration" and tone.label in ("negative", "positive"):
                blamed.append((tone.span.slice(case.text), tone.label, case.text))
    assert len(blamed) <= 4, blamed  # of forty texts


def test_own_sentences() -> None:
    right = Counter(
        label == target.label
        for case in CASES
        for label, target in zip(labels_of(case), case.targets, strict=True)
    )
    assert right[True] / right.total() >= 0.7


@pytest.mark.parametrize("case", CASES[SWAPS], ids=lambda case: case.text[:40])
def test_names_that_change_places_change_scores(case: Case) -> None:
    one, other = case.targets
    plain = classify_tone([case.text] * 2, [(t.start, t.start + len(t.words)) for t in (one, other)])
    pattern = re.compile(rf"{re.escape(one.words)}|{re.escape(other.words)}")
    swap = {one.words: other.words, other.words: one.words}
    text = pattern.sub(lambda match: swap[match.group()], case.text)
    swapped = classify_tone([text] * 2, [other.words, one.words])
    np.testing.assert_allclose(swapped, plain, atol=1e-5)


def test_a_name_is_no_feature() -> None:
    text = "{} lied to parliament for years, and {} had to apologise for it."
    names = [("Ilse Marrant", "Pavel Renko"), ("Oskar Brandt", "Daria Holm"), ("Renko", "Castellan")]
    found = [classify_tone([text.format(*pair)] * 2, list(pair)) for pair in names]
    for other in found[1:]:
        np.testing.assert_allclose(other, found[0], atol=1e-5)


@settings(max_examples=20)
@given(outlet=st.text(max_size=30))
def test_an_outlet_is_no_feature(outlet: str) -> None:
    """The same text under another outlet has the same tones."""
    text = CASES[0].text + "\n\n" + CASES[70].text
    title = "Renko slams the government"
    plain = tones(text, title=title, outlet="The Daily Lantern")
    assert tones(text, title=title, outlet=outlet).tones == plain.tones


def test_another_article_beside_it_changes_nothing() -> None:
    alone = classify_tone(["Renko is a liar."], ["Renko"])
    beside = classify_tone(["Renko is a liar.", "Holm opened a school."], ["Renko", "Holm"])
    np.testing.assert_allclose(beside[:1], alone)


def test_the_title_is_read_apart() -> None:
    found = tones("Pavel Renko spoke to reporters on Monday.", title="Renko disgraces himself again")
    (head,) = [tone for tone in found.tones if tone.headline]
    assert (head.target, head.voice, head.attribution) == ("Pavel Renko", "narration", None)
    assert head.span == Span(0, 5)
    assert head.negative > 0.5


def test_who_is_quoted_goes_along() -> None:
    text = "Mira Castellan met the miners on Monday. Pavel Renko said that Castellan had lied to them."
    found = tones(text)
    first, said = (tone for tone in found.tones if tone.target == "Mira Castellan")
    assert (first.voice, first.attribution) == ("narration", None)
    assert (said.voice, said.attribution) == ("quotation", 0)
    assert found.attributions[0].speaker == "Pavel Renko"
    assert said.negative > 0.5


def test_probabilities_and_labels_agree() -> None:
    for tone in tones(" ".join(case.text for case in CASES[:10])).tones:
        shares = (tone.negative, tone.neutral, tone.positive)
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        bounds = tone_model().config["guides"]["stance"]["certain"]
        sure = max(shares) >= bounds[int(np.argmax(shares))]
        assert tone.label == (TONE_LABELS[int(np.argmax(shares))] if sure else "uncertain")


def test_a_sentence_longer_than_the_model_takes() -> None:
    text = "The weather was fine, " * 120 + "but Renko betrayed his voters, " + "and it rained, " * 120
    (row,) = classify_tone([text], ["Renko"])
    assert TONE_LABELS[int(row.argmax())] == "negative"


def test_classify_names_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="no 'Holm'"):
        classify_tone(["Renko spoke."], ["Holm"])
    with pytest.raises(ValueError, match="outside"):
        classify_tone(["Renko spoke."], [(3, 99)])
    with pytest.raises(ValueError, match=r"shorter|longer"):
        classify_tone(["Renko spoke."], [])
    assert classify_tone([], []).shape == (0, 3)


def test_names_are_hidden_and_pronouns_are_not() -> None:
    text = "The Kestria Daily says Pavel Renko's aide met Renko, and he left."
    names = [Span(4, 17), Span(23, 36), Span(46, 51)]
    hidden = placeholders(text, [Span(57, 59)], names)
    assert [(span.slice(text), number) for span, number in hidden] == [
        ("Kestria Daily", 0),
        ("Pavel Renko", 1),
        ("Renko", 1),
    ]


def test_article_tone_is_told_by_sentences() -> None:
    found = tones("What a wonderful, happy success. It was a terrible, deadly failure. It rained.")
    scores = {score.measure: score for score in found.scores}
    assert scores["share_positive"].value == scores["share_negative"].value == pytest.approx(1 / 3)
    assert scores["share_positive"].evidence == (found.sentences[0],)
    assert -1 <= scores["lexicon_tone"].value <= 1


def test_an_article_that_names_nobody_has_no_tones() -> None:
    found = tones("It rained all day and nothing happened in the valley at all.")
    assert found.tones == found.targets == ()
