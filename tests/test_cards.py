"""Every question is a card: a chart, its table and words, and the sentences behind its marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import bias
from bias.api import NotebookCard, OpenCorpus
from bias.compare.measures import FRAMINGS, SOURCINGS, TONES, WORDINGS
from bias.corpus import Corpus
from bias.errors import BadInputError
from bias.show.charts import Figure
from bias.show.figures import Card, words

MAKES: dict[str, Callable[[OpenCorpus], NotebookCard]] = {
    "by outlet": lambda c: c.by_outlet(),
    "over time": lambda c: c.over_time("month"),
    "topics": lambda c: c.topics(),
    "topics over time": lambda c: c.topics_over_time(),
    "roles by topic": lambda c: c.roles_by_topic(),
    "sourcing apart": lambda c: c.sourcing("official", against="Northwire"),
    "sourcing matched": lambda c: c.sourcing("official", against="Northwire", matched=True),
    "one role": lambda c: c.sourcing("roles", value="citizen"),
    "tone apart": lambda c: c.tone(against="Northwire"),
    "tone matched": lambda c: c.tone(against="Northwire", matched=True),
    "tone grid": lambda c: c.tone_grid(),
    "tone months": lambda c: c.tone_months(),
    "two actors": lambda c: c.tone("The government's side", "actors", than="The opposition"),
    "frame apart": lambda c: c.framing("conflict", against="Northwire"),
    "frame matched": lambda c: c.framing("conflict", against="Northwire", matched=True),
    "frame grid": lambda c: c.frame_grid(codebook="moral"),
    "wording apart": lambda c: c.wording("boosters", against="Northwire"),
    "wording matched": lambda c: c.wording("boosters", against="Northwire", matched=True),
    "keyness": lambda c: c.keyness("Free Loravel"),
}
MAKES |= {f"sourcing {one.key}": lambda c, key=one.key: c.sourcing(key) for one in SOURCINGS}  # type: ignore[misc]
MAKES |= {f"tone {one.key}": lambda c, key=one.key: c.tone(measure=key) for one in TONES}  # type: ignore[misc]
MAKES |= {f"framing {one.key}": lambda c, key=one.key: c.framing("conflict", key) for one in FRAMINGS}  # type: ignore[misc]
MAKES |= {f"wording {one.key}": lambda c, key=one.key: c.wording(key) for one in WORDINGS}  # type: ignore[misc]


@pytest.fixture
def opened(demo: Corpus) -> OpenCorpus:
    return bias.open_corpus(demo.path)


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())
def test_every_question_is_a_card(make: Callable[[OpenCorpus], NotebookCard], opened: OpenCorpus) -> None:
    card = make(opened)
    assert card.title
    assert card.alt
    assert card.formula
    assert card.counted
    for dark in (False, True):
        assert isinstance(card.figure(dark=dark), Figure)
    assert len(card.table)
    assert set(card.formats) & set(card.table.columns) or not card.formats
    assert card.title in repr(card)
    if card.opens and len(card.marks):
        assert card.marks["id"].is_unique
        assert isinstance(card.figure(chosen=str(card.marks["id"].iloc[0])), Figure)


@pytest.mark.parametrize(
    "kind", ["sourcing official", "tone voices", "wording boosters", "framing prevalence"]
)
def test_a_mark_opens_what_it_was_counted_from(kind: str, opened: OpenCorpus) -> None:
    card = MAKES[kind](opened)
    mark = str(card.marks["id"].iloc[0])
    found = opened.evidence(card, mark, most=5)
    assert 0 < len(found) <= 5
    assert set(found["outlet"]) == {mark.split(",")[0]}
    assert found["html"].map(bool).all()


def test_what_opens_articles_says_so(opened: OpenCorpus) -> None:
    card = opened.by_outlet()
    with pytest.raises(BadInputError, match="articles"):
        opened.evidence(card, str(card.marks["id"].iloc[0]))


@pytest.mark.parametrize(
    ("ask", "names"),
    [
        (lambda c: c.sourcing("nothing"), "official"),
        (lambda c: c.sourcing("official", against="Nobody"), "Northwire"),
        (lambda c: c.tone("Nobody at all"), "opposition"),
        (lambda c: c.framing("nothing"), "conflict"),
        (lambda c: c.framing("conflict", codebook="nothing"), "generic"),
        (lambda c: c.only(outlets=["Nobody"]), "Northwire"),
        (lambda c: c.evidence(c.sourcing("official"), "Nobody"), "Northwire"),
        (lambda c: c.table("nothing"), "articles"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_answered_with_what_is(
    ask: Callable[[OpenCorpus], object], names: str, opened: OpenCorpus
) -> None:
    with pytest.raises(BadInputError, match=names):
        ask(opened)


def test_filters_add_up_to_a_new_view(opened: OpenCorpus) -> None:
    part = opened.only(outlets=["Northwire"], since="2026-03-01")
    assert 0 < len(part.articles()) < len(opened.articles())
    assert set(part.articles()["outlet"]) == {"Northwire"}
    assert opened.where != part.where
    assert "text" not in opened.table("articles")
