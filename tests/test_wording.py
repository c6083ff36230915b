"""Wording: which words, in whose voice; the seed article; nothing else changes it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bias.ingest import read_paths
from bias.model import Article, Attribution, Span, Wording
from bias.reading.reader import read
from bias.reading.wording.detectors import own_words_of

SEED = "000_99b57faa821c6e20.txt"


def wordings(text: str, title: str = "") -> list[Wording]:
    return list(read(Article("a", "", title, text, language="en")).wordings)


def kinds(text: str) -> list[tuple[str, str]]:
    """Words and phrases, not sentences as a whole."""
    listed = [found for found in wordings(text) if found.kind != "loaded_sentence"]
    return [(found.kind, found.span.slice(text)) for found in listed]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is obvious that the plan has failed.", [("booster", "It is obvious that")]),
        ("The plan has almost certainly failed.", []),
        ("The plan has not necessarily failed.", [("hedge", "not necessarily")]),
        ("Perhaps the plan has failed.", [("hedge", "Perhaps")]),
        ("The plan could fail, and it may.", [("hedge", "could"), ("hedge", "may")]),
        ("“We wait,” May's office said.  May’s plan failed.", []),
        ("It rained.  May left early.  The guards could not reach her.", []),
        ("As everyone knows, the plan has failed.", [("assertive", "As everyone knows")]),
        ("The aggressor country closed its border.", [("name_calling", "aggressor country")]),
        ("The corrupt puppet regime closed its border.", [("name_calling", "puppet regime")]),
        ("The strongman's guards closed the border.", [("name_calling", "strongman's")]),
        ("The disgraced former minister left.", [("name_calling", "disgraced former minister")]),
        ("The criminal court closed at noon.", []),
        ("He admitted lying to police.", []),
        ("She hated the government.", []),
        ("He tried to fool voters.", []),
        ("The council met on Tuesday.", []),
    ],
)
def test_which_words(text: str, wanted: list[tuple[str, str]]) -> None:
    loaded = {"loaded"} if wanted and wanted[0][0] == "name_calling" else set()  # name-calling is both
    assert [found for found in kinds(text) if found[0] not in loaded] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Three people were killed in Torvik.", [("harm_agentless", "killed")]),
        ("Dozens were reportedly being tortured in Torvik.", [("harm_agentless", "tortured")]),
        ("Violence erupted in Torvik.", [("harm_agentless", "Violence erupted")]),
        ("Three people were killed by police in Torvik.", [("harm_agent", "killed")]),
        ("Police shot a boy in Torvik.", [("harm_agent", "shot")]),
        ("Police shot and killed him.", [("harm_agent", "killed")]),
        ("Troops killed civilians in the village.", [("harm_agent", "killed")]),
        ("Troops killed Corin Asgale, 14.", [("harm_agent", "killed")]),
        ("It was police who shot him.", [("harm_agent", "shot")]),
        ("He got up and stabbed his wife.", [("harm_agent", "stabbed")]),
        ("Nobody was killed in Torvik.", []),
        ("The driver was not injured.", []),
        ("Police denied that anyone had been detained.", []),
        ("A deal was struck, and the plan was executed on time.", []),
        ("His grandmother died of cancer, aged 94.", []),
        ("The applause died down.", []),
        ("The work will be finished by March.", []),
    ],
)
def test_harm_with_and_without_who_did_it(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [found for found in kinds(text) if found[0].startswith("harm")] == wanted


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Two officers were killed when their helicopter crashed.", False),
        ("As many as 365 people were injured in the quake.  It struck at dawn.", False),
        ("Thousands were forced to flee, since the Wildfires spread.", False),
        ("A storm passed.  Two boys were shot in Torvik.", True),
        ("Two men were detained in Torvik.", False),
        ("Two boys were shot in Torvik.", True),
    ],
)
def test_harm_that_may_be_nobodys_deed_is_not_sure(text: str, sure: bool) -> None:
    (found,) = (found for found in wordings(text) if found.kind == "harm_agentless")
    assert found.sure == sure, found.reason


def test_a_word_with_a_neutral_sense_is_not_sure() -> None:
    (found,) = (found for found in wordings("The radical plan failed.") if found.kind == "loaded")
    assert not found.sure
    assert "also" in found.reason


def test_a_phrase_runs_over_no_full_stop_and_a_name_is_no_word() -> None:
    assert kinds("What is it made of? Course fees.") == []
    assert kinds("The committee heard Julian Bravest on Tuesday.") == []


def test_how_many_words_are_the_outlets_own() -> None:
    """Four, "she said", "He called it": not what stands in marks, nor what somebody is reported to say."""
    text = "The plan is dead. “The plan is dead,” she said. He called it “dead”."
    said = Attribution("a", (Span(39, 42),), (Span(43, 47),), (Span(18, 38),), "direct")
    nested = Attribution("a", (), (), (Span(18, 30),), "direct")
    assert own_words_of(text, [said]) == own_words_of(text, [said, nested]) == 9
    told = "She said that the plan is dead."
    claim = Attribution("a", (Span(0, 3),), (Span(4, 8),), (Span(9, 30),), "indirect")
    assert own_words_of(told, [claim]) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He lost the war.In a week he won it.", 10),
        ("He lost the war. In a week he won it.", 10),
        ("They left the house.A week passed.", 7),
        ("The U.S. army paid 3.5 bn to Ph.D students, well-known ones.", 11),
        ("See www.example.com for more.", 4),
    ],
)
def test_words_that_were_glued_together_are_two(text: str, words: int) -> None:
    assert own_words_of(text, []) == words


def test_a_word_of_a_list_is_found_where_it_is_glued_to_the_next_sentence() -> None:
    assert ("name_calling", "terrorists") in kinds("The army fought the terrorists.In a week it was over.")


def test_what_somebody_only_wants_is_the_outlets_narration() -> None:
    text = "Kestria wants to certainly win."
    wish = Attribution("a", (Span(0, 7),), (Span(8, 13),), (Span(14, 30),), "indirect", act="thought")
    assert own_words_of(text, [wish]) == 5
    claim = Attribution("a", (Span(0, 7),), (Span(8, 13),), (Span(14, 30),), "direct")
    assert own_words_of(text, [claim]) == 2


def test_the_voice_is_that_of_whoever_says_it() -> None:
    text = "The plan is certainly dead. “The plan is certainly dead,” Pavel Renko said on Monday."
    own, quoted = (found for found in wordings(text) if found.kind == "booster")
    assert (own.voice, own.attribution) == ("narration", None)
    assert quoted.voice == "quotation"
    assert quoted.attribution is not None


def test_words_of_the_headline_are_apart() -> None:
    found = wordings("The council met on Tuesday.", title="Shameful “reform” at last")
    assert {(one.kind, one.headline) for one in found} == {("loaded", True), ("scare_quote", True)}


def test_an_empty_article_has_no_wording() -> None:
    assert wordings("") == []


def test_the_seed_article(shared: Path) -> None:
    article = next(iter(read_paths([shared / "data" / "real" / SEED])))
    assert isinstance(article, Article)
    reading = read(article)
    said = [
        (found.kind, found.span.slice(article.title if found.headline else article.text), found.voice)
        for found in reading.wordings
    ]
    (adopted,) = (found for found in reading.wordings if found.kind == "adopted")
    assert adopted.span.slice(article.title) == "Putin has lost influence on Central Asia"
    assert adopted.attribution is not None
    assert reading.attributions[adopted.attribution].speaker == "Igor Yakovenko"
    for words, voice in (
        ("“special”", "narration"),
        ("“close”", "narration"),
        ("“sell”", "narration"),
        ("“quarrel”", "narration"),
    ):
        assert ("scare_quote", words, voice) in said
    assert ("booster", "It is obvious that", "narration") in said
    assert ("booster", "certainly", "quotation") in said
    assert ("name_calling", "aggressor country", "narration") in said
    assert not any("topical issues" in words for kind, words, _ in said if kind == "scare_quote")


def test_harm_is_found_about_as_often_on_both_sides() -> None:
    """Sentences of our own that were written without sight of the lists: a half is found, of either kind, so
    the share of the two says what it should, and what is found is right."""
    path = Path(__file__).parent / "cases" / "harm.txt"
    rows = [line.split(" | ", 1) for line in path.read_text(encoding="utf-8").split("\n") if " | " in line]
    counts: Counter[tuple[str, str]] = Counter()
    for kind, sentence in rows:
        told = [found for found, _ in kinds(sentence) if found.startswith("harm")]
        counts[kind, told[0].removeprefix("harm_") if told else "none"] += 1
    recall = {kind: counts[kind, kind] / 30 for kind in ("agent", "agentless")}
    assert min(recall.values()) >= 0.4, recall
    assert abs(recall["agent"] - recall["agentless"]) <= 0.1, recall
    found = sum(n for (_, told), n in counts.items() if told != "none")
    assert sum(counts[kind, kind] for kind in recall) / found >= 0.85
