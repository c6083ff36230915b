"""Figure cards: every view gives one, whose words are those of its numbers and claim no more than these."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest

import bias
from bias.api import OpenCorpus
from bias.compare.measures import ALL, FRAMINGS, TONES, WORDINGS
from bias.corpus.store import Corpus
from bias.errors import BadInputError
from bias.show.charts import Figure
from bias.show.figures import Card, words

MAKES: dict[str, Callable[[OpenCorpus], Card]] = {
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
MAKES |= {f"sourcing {one.key}": lambda c, key=one.key: c.sourcing(key) for one in ALL}  # type: ignore[misc]
MAKES |= {f"tone {one.key}": lambda c, key=one.key: c.tone(measure=key) for one in TONES}  # type: ignore[misc]
MAKES |= {f"framing {one.key}": lambda c, key=one.key: c.framing("conflict", key) for one in FRAMINGS}  # type: ignore[misc]
MAKES |= {f"wording {one.key}": lambda c, key=one.key: c.wording(key) for one in WORDINGS}  # type: ignore[misc]


@pytest.fixture
def opened(demo: Corpus) -> OpenCorpus:
    return bias.open_corpus(demo.path)


@pytest.mark.parametrize("make", MAKES.values(), ids=MAKES.keys())
def test_every_view_is_a_card(make: Callable[[OpenCorpus], Card], opened: OpenCorpus) -> None:
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
    if card.evidence and len(card.marks):
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


# -- what is said ------------------------------------------------------------------------------------


def rows(*values: tuple[float, float, float]) -> pd.DataFrame:
    """Outlets A, B, C … with value, low and high."""
    frame = pd.DataFrame(values, columns=["value", "low", "high"])
    return frame.assign(label=[chr(65 + n) for n in range(len(values))], n=100, articles=20)


def test_a_difference_is_claimed_only_where_it_is_clear() -> None:
    apart = words.extremes(rows((0.5, 0.45, 0.55), (0.1, 0.07, 0.13), (0.3, 0.2, 0.4)), "share")
    assert apart == (
        "Highest in A, 50 % (45–55 %); lowest in B, 10 % (7–13 %): a clear difference, as in 3 of 3 pairs."
    )
    alike = words.extremes(rows((0.5, 0.3, 0.7), (0.4, 0.2, 0.6)), "share")
    assert alike.endswith("no clear difference.")


def test_where_the_ends_are_not_clear_the_others_may_be() -> None:
    found = words.extremes(
        rows((0.9, 0.1, 1.0), (0.5, 0.45, 0.55), (0.1, 0.07, 0.13), (0.05, 0.0, 0.9)), "share"
    )
    assert found.endswith("no clear difference between these two, but in 1 of 6 pairs.")


def test_one_row_few_rows_and_equal_rows() -> None:
    nothing = rows((math.nan, math.nan, math.nan))
    assert words.extremes(nothing, "share") == words.TOO_FEW
    assert words.extremes(rows((0.5, 0.4, 0.6)), "share") == "A: 50 % (40–60 %)."
    assert "no clear difference" in words.extremes(rows((0.0, 0.0, 0.1), (0.0, 0.0, 0.1)), "share")


def test_with_many_outlets_the_largest_of_chance_is_not_clear() -> None:
    """Twenty outlets alike: the two farthest apart would differ if nobody counted the pairs."""
    values = [0.3 + 0.004 * n for n in range(20)]
    found = words.extremes(rows(*((v, v - 0.04, v + 0.04) for v in values)), "share")
    assert found.endswith("no clear difference.")


def test_differences_from_one_are_named_with_their_direction() -> None:
    found = pd.DataFrame(
        {"label": ["A", "B"], "difference": [-0.2, 0.01], "low": [-0.3, -0.1], "high": [-0.1, 0.1],
         "q": [0.001, 0.8]}
    )  # fmt: skip
    assert words.apart(found, "R", "share") == (
        "1 of 2 outlets differ clearly from R: A −20 points (−30 to −10)."
    )
    assert words.apart(found.tail(1), "R", "share") == "None of 1 outlet differs clearly from R."
