"""Wording: which words, in whose voice; the seed article; nothing else changes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bias.analyse import read
from bias.ingest import read_paths
from bias.model import Article, Wording

SEED = "000_99b57faa821c6e20.txt"


def wordings(text: str, title: str = "") -> list[Wording]:
    return list(read(Article("a", "", title, text, language="en")).wordings)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind, found.span.slice(text)) for found in wordings(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It is obvious that the plan has failed.", [("booster", "It is obvious that")]),
        ("The plan has almost certainly failed.", []),
        ("Perhaps the plan has failed.", [("hedge", "Perhaps")]),
        ("As everyone knows, the plan has failed.", [("assertive", "As everyone knows")]),
        ("The aggressor country closed its border.", [("name_calling", "aggressor country")]),
        ("The criminal court closed at noon.", []),
        ("Three people were killed in Torvik.", [("harm_agentless", "killed")]),
        ("Three people were killed by police in Torvik.", [("harm_agent", "killed")]),
        ("Police shot a boy in Torvik.", [("harm_agent", "shot")]),
        ("The council met on Tuesday.", []),
    ],
)
def test_which_words(text: str, wanted: list[tuple[str, str]]) -> None:
    assert kinds(text) == wanted


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
        ("“special”", "quotation"),
    ):
        assert ("scare_quote", words, voice) in said
    assert ("booster", "It is obvious that", "narration") in said
    assert ("booster", "certainly", "quotation") in said
    assert ("name_calling", "aggressor country", "narration") in said
    assert not any("topical issues" in words for kind, words, _ in said if kind == "scare_quote")
