"""Every question is a card: a chart, its table and words, and the sentences behind its marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from made import make_corpus

import bias
from bias.api import NotebookCard, OpenCorpus
from bias.compare.measures import FRAMINGS, SOURCINGS, TONES, WORDINGS
from bias.corpus import Corpus
from bias.errors import BadInputError
from bias.show.charts import Figure

MAKES: dict[str, Callable[[OpenCorpus], NotebookCard]] = {
    "by outlet": lambda c: c.by_outlet(),
    "over time": lambda c: c.over_time("month"),
    "topics": lambda c: c.topics(),
    "topics over time": lambda c: c.topics_over_time(),
    "roles by topic": lambda c: c.roles_by_topic(),
    "sourcing apart": lambda c: c.sourcing("official", against="Northwire"),
    "sourcing matched": lambda c: c.sourcing("official", against="Northwire", matched=True),
    "one role": lambda c: c.sourcing("roles", value="citizen"),
    "stance apart": lambda c: c.tone(against="Northwire"),
    "stance matched": lambda c: c.tone(against="Northwire", matched=True),
    "stance grid": lambda c: c.stance_grid(),
    "tone apart": lambda c: c.tone(measure="voices", against="Northwire"),
    "tone matched": lambda c: c.tone(measure="voices", against="Northwire", matched=True),
    "tone grid": lambda c: c.tone_grid(),
    "sourcing over time": lambda c: c.sourcing("official", over="auto"),
    "diversity over time": lambda c: c.sourcing("effective", over="quarter"),
    "one role over time": lambda c: c.sourcing("roles", over="week"),
    "stance over time": lambda c: c.tone(over="month"),
    "voices over time": lambda c: c.tone(measure="voices", over="month"),
    "older tone over time": lambda c: c.tone(measure=TONES[-1].key, over="month"),
    "frame over time": lambda c: c.framing("conflict", over="month"),
    "wording over time": lambda c: c.wording("boosters", over="month"),
    "women by role": lambda c: c.sourcing_by("women"),
    "women by topic": lambda c: c.sourcing_by("women", "topic"),
    "one government": lambda c: c.sourcing("sides", whose=next(iter(c.governments()))),
    "all governments": lambda c: c.sourcing("dominance", whose="all"),
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


@pytest.fixture(scope="module")
def opened(demo: Corpus) -> OpenCorpus:
    return bias.open_corpus(demo.path)


@pytest.fixture(scope="module")
def card_of(opened: OpenCorpus) -> Callable[[str], NotebookCard]:
    """The card of a question about the demo, made once for all tests."""
    return cache(lambda name: MAKES[name](opened))


@pytest.mark.parametrize("name", MAKES)
def test_every_question_is_a_card(name: str, card_of: Callable[[str], NotebookCard]) -> None:
    card = card_of(name)
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
    assert found["said"].map(bool).all()
    shown = found["html"].map(bool)
    assert shown.any() if kind.startswith("framing") else shown.all(), "of an article without it, no sentence"


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


# -- numbers and nouns are the same wherever they are said -------------------------------------------


def hovers(card: NotebookCard) -> list[str]:
    return [str(text) for trace in card.figure().data for text in trace.hovertext or ()]


@pytest.mark.parametrize("name", MAKES)
def test_percent_are_whole_in_finding_words_and_on_pointing(
    name: str, card_of: Callable[[str], NotebookCard]
) -> None:
    card = card_of(name)
    for said in (card.finding, card.alt, *hovers(card)):
        assert not re.search(r"\d\.\d+(?:–[\d.]+)? ?%", said), said


def test_a_share_reads_the_same_everywhere(opened: OpenCorpus) -> None:
    card = opened.sourcing("official")
    said = {"finding": card.finding, "alt": card.alt, "hover": hovers(card)[0]}
    name = "Kestria State News Agency"
    assert f"{name}, 80 % (70–86 %)" in said["finding"]
    assert f"{name} 80 % (70–86 %, 97 of 122 statements)" in said["alt"]
    assert (
        f"<b>{name}</b><br>80 % (95 % interval 70–86 %)<br>97 of 122 statements, in 12 articles<br>"
        in said["hover"]
    )


@pytest.mark.parametrize("name", [name for name in MAKES if not re.search("apart|matched", name)])
def test_n_is_a_part_of_its_whole_wherever_it_is_told(
    name: str, card_of: Callable[[str], NotebookCard]
) -> None:
    """ "73 of 155 statements": of a share, n of base is the value; words, hover and table say the same."""
    card = card_of(name)
    rows, unit, noun = card.board.rows, card.board.unit, card.board.noun
    if "base" not in rows or unit not in ("share", "per article", "per 1,000"):
        return
    shown = rows[rows["value"].notna() & (rows["base"] > 0)]
    scale = 1000 if unit == "per 1,000" else 1
    assert (scale * shown["n"] / shown["base"]).tolist() == pytest.approx(shown["value"].tolist())
    if shown.empty:
        return
    first = shown.iloc[0]
    link = {"share": "of"}.get(unit, "in")
    told = f"{first['n']:,} {link} {first['base']:,} {noun}"
    assert any(told in text for text in hovers(card))
    columns = card.table.columns
    assert {"n", f"Of {noun}"} <= set(columns)


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    """One outlet with one article."""
    made = make_corpus(tmp_path_factory.mktemp("cards") / "single", articles=1, outlets=1)
    return bias.open_corpus(made.path)


def test_one_outlet_with_one_article_is_said_so(single: OpenCorpus) -> None:
    card = single.by_outlet()
    assert card.finding == "Kestria State News Agency: 1 article."
    assert card.counted == "1 article"
    assert "1 article, 1 read<br>2026-04-13<br>" in hovers(card)[0]
    assert re.fullmatch(r"<1 article of the corpus “single” \(content \w+\), 2026-04-13>", repr(single))
    assert single.framing("conflict").counted == "1 article of 1 outlet"
    assert single.sourcing("dominance").counted == "1 statement of 1 outlet"


ALONE = [name for name in MAKES if not re.search("apart|matched|actors|keyness|one gov", name)]  # no second


@pytest.mark.parametrize("name", ALONE)
def test_one_is_never_plural(name: str, single: OpenCorpus) -> None:
    card = MAKES[name](single)
    for said in (card.title, card.finding, card.alt, card.counted, card.notes, *hovers(card)):
        assert not re.search(
            r"\b1 (?:\w+ )?(?:article|outlet|statement|mention|sentence|word|mark|term)s\b", said
        )


def test_two_outlets_have_one_difference(tmp_path: Path) -> None:
    card = bias.open_corpus(make_corpus(tmp_path / "two", outlets=2).path).sourcing(
        "direct", against="Kestria Public Radio"
    )
    assert card.counted.endswith(" statements in 1 outlet")
    assert " of 1 outlet differs clearly from Kestria Public Radio" in card.finding


def test_a_name_behind_whose_voice_it_is_keeps_its_letters(opened: OpenCorpus) -> None:
    one = opened.only(outlets=["Kestria Public Radio"])
    found = one.tone("Everybody who is named", "voices").finding
    assert found.startswith("In its own voice: Kestria Public Radio: ")
    both = opened.tone("Everybody who is named", "voices").finding
    assert both.startswith("In its own voice: highest in ")
    assert "toward everybody who is named" in opened.tone("Everybody who is named", "voices").title
