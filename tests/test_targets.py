"""Whom an article speaks of: small texts, read as an article is, and their titles."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bias.model import Article, Speaker
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text.attributions import find_attributions
from bias.reading.text.encoder import parse
from bias.reading.tone.targets import TargetMention, find_targets


def miss(why: str) -> pytest.MarkDecorator:
    """A known miss: the test fails as soon as it is one no more."""
    return pytest.mark.xfail(reason=why, strict=True)


def found(
    text: str, *, title: str = "", date: str = ""
) -> tuple[tuple[Speaker, ...], tuple[TargetMention, ...]]:
    read = parse(Article("", "", title, text, published=date))
    chains = resolve_speakers(read, tuple(find_attributions(read))).chains
    return find_targets(title, text, read.sentences, read.names, chains, date=date)


def words(text: str, *, title: str = "") -> dict[str, list[str]]:
    """Each target with the words of its mentions in the text."""
    targets, mentions = found(text, title=title)
    return {
        one.name: [m.span.slice(text) for m in mentions if m.target == one and not m.headline]
        for one in targets
    }


def above(title: str, text: str) -> list[tuple[str, str]]:
    """The mentions of a title: the words, and whom they mean."""
    _, mentions = found(text, title=title)
    return [(m.span.slice(title), m.target.name) for m in mentions if m.headline]


def target(text: str, name: str) -> Speaker:
    targets, _ = found(text)
    return next(one for one in targets if one.name == name)


# -- in the text -------------------------------------------------------------------------------------


def test_a_full_name_and_its_surname_are_one() -> None:
    text = "Pavel Renko opened the bridge on Monday. Everybody cheered Renko."
    assert words(text) == {"Pavel Renko": ["Pavel Renko", "Renko"]}


def test_two_people_stay_two() -> None:
    found_here = words("Mira Castellan met Pavel Renko on Monday. Castellan smiled, and Renko did not.")
    assert found_here == {
        "Mira Castellan": ["Mira Castellan", "Castellan"],
        "Pavel Renko": ["Pavel Renko", "Renko"],
    }


def test_a_pronoun_that_is_a_source_is_a_mention() -> None:
    text = "Pavel Renko opened the bridge on Monday. “The cables are safe,” he said."
    _, mentions = found(text)
    assert [(m.target.name, m.form, m.span.slice(text)) for m in mentions] == [
        ("Pavel Renko", "name", "Pavel Renko"),
        ("Pavel Renko", "pronoun", "he"),
    ]


def test_a_pronoun_that_says_nothing_is_a_mention_where_it_is_clear() -> None:
    text = "Pavel Renko opened the bridge on Monday. He wore a hat."
    assert words(text) == {"Pavel Renko": ["Pavel Renko", "He"]}
    two = "Pavel Renko met Tomas Verhane on Monday. He wore a hat."
    assert [len(found) for found in words(two).values()] == [1, 1]


def test_a_description_means_the_one_who_was_introduced_so() -> None:
    text = "Transport Minister Karel Voss opened the bridge on Monday. In the evening the minister left."
    assert words(text) == {"Karel Voss": ["Karel Voss", "the minister"]}


@pytest.mark.parametrize(
    "text",
    [
        "A Kenya election official resigned on Monday.",
        "A Texas senator spoke first.",
        "The talks were held on Kenya soil.",
        "Prices rose, and the Kenya economy shrank.",
        "He met Kenya President Amani Otieno at noon.",
    ],
)
def test_a_place_that_is_an_adjective_is_no_target(text: str) -> None:
    assert not {"Kenya", "Texas"} & set(words(text))


@pytest.mark.parametrize("text", ["On Monday Kenya announced a tax.", "Everybody knew that Kenya is ready."])
def test_a_place_that_acts_is_one(text: str) -> None:
    assert "Kenya" in words(text)


@pytest.mark.parametrize(
    ("text", "name", "mention"),
    [
        ("On Monday protesters blocked the road.", "protesters", "protesters"),
        ("On Monday Republican lawmakers left.", "Republican lawmakers", "Republican lawmakers"),
        ("On Monday German nurses went home.", "German nurses", "German nurses"),
        ("Nobody in the street wanted the gas deal.", "gas deal", "gas deal"),
        ("Everybody waited for the mayor.", "mayor", "mayor"),
        ("On Monday a mob burned it down.", "mob", "mob"),
        ("It was the regime that burned it down.", "regime", "regime"),
        ("The Democrats left on Monday.", "Democrats", "Democrats"),
    ],
)
def test_groups_things_and_offices_are_targets(text: str, name: str, mention: str) -> None:
    assert words(text)[name] == [mention]


@pytest.mark.parametrize(
    "text",
    [
        "The police chief left.",
        "A deal was far away.",
        "The opposition leader left.",
        "They marched in Varn.",
    ],
)
def test_what_only_describes_or_is_new_is_no_target(text: str) -> None:
    assert not words(text).keys() & {"police", "deal", "opposition", "Germany", "percent"}


def test_an_organisation_and_its_acronym_are_one() -> None:
    text = "The Free Kestria Movement won the vote. Everybody cheered the FKM in the square."
    assert words(text) == {"Free Kestria Movement": ["Free Kestria Movement", "FKM"]}


def test_an_organisation_that_speaks_and_its_acronym_are_one() -> None:
    text = "The Free Kestria Movement said it would win. Everybody cheered the FKM."
    assert words(text) == {"Free Kestria Movement": ["The Free Kestria Movement", "FKM"]}


def test_an_organisation_and_the_acronym_that_speaks_are_one() -> None:
    assert len(words("Everybody cheered the Free Kestria Movement. The FKM said it would win.")) == 1


def test_a_place_is_a_target() -> None:
    text = "He admired Germany for a lake. Germany's lakes are deep, but he was never in Germany."
    targets, mentions = found(text)
    assert [(one.name, one.kind) for one in targets] == [("Germany", "place")]
    assert [(m.span.slice(text), m.form) for m in mentions] == [("Germany", "name")] * 2  # no possessive


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The government has raised the tax.", "government"),
        ("The Kestrian government has raised the tax.", "Kestrian government"),
        ("The ruling party applauded the tax.", "ruling party"),
        ("Nobody in the street cheered the police.", "police"),
        ("The crowd left when the interior ministry called.", "interior ministry"),
    ],
)
def test_institutions_that_are_written_small_stand_on_the_governments_side(text: str, name: str) -> None:
    one = target(text, name)
    assert (one.kind, one.alignment) == ("organisation", "incumbent")


def test_the_opposition_stands_on_the_other_side() -> None:
    assert target("The tax passed while the opposition walked out.", "opposition").alignment == "opposition"


def test_an_institution_is_definite_and_whole() -> None:
    assert words("A government fell. The government-run mine failed.") == {}


def test_an_institution_is_one_target_with_and_without_a_possessive() -> None:
    text = "The government has raised it. Nobody likes the government’s ways."
    assert words(text) == {"government": ["government", "government"]}


def test_targets_come_in_order_of_appearance_and_mentions_too() -> None:
    text = "The police waited. Pavel Renko opened the bridge, and the government cheered the police."
    targets, mentions = found(text)
    assert [one.name for one in targets] == ["police", "Pavel Renko", "government"]
    assert [m.span for m in mentions] == sorted(m.span for m in mentions)


TEXTS = (
    "Interior Minister Pavel Renko, 51, came to Germany. “We have tested every cable,” he told the police.",
    "The Free Kestria Movement (FKM) said it would win. FKM's voters and the government left.",
    "Mira Castellan, the opposition leader, blamed the ruling party. “It is cruel,” she said. She left.",
    "“Nobody asked us,” said Livia Arden of the Nurses’ Union.\n\nThe Nurses’ Union\nis angry. 😀",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_spans_are_words_of_the_text_and_none_lies_in_another(text: str) -> None:
    targets, mentions = found(text, title=f"😀 {text.split('.')[0]}")
    assert mentions
    for mention in mentions:
        source = f"😀 {text.split('.')[0]}" if mention.headline else text
        said = mention.span.slice(source)
        assert said
        assert said == said.strip()
        assert not said.endswith(("'s", "’s"))
        assert mention.target in targets
        if mention.form == "name":
            assert set(said.split()) <= set(mention.target.name.split())
    for headline in (True, False):
        spans = sorted(m.span for m in mentions if m.headline is headline)
        assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("text", ["", "\n", "The river rose again and nobody slept. It was cold."])
def test_a_text_without_names_has_no_target(text: str) -> None:
    assert found(text) == ((), ())
    assert found(text, title="Renko slams critics of the river") == ((), ())


# -- in the title ------------------------------------------------------------------------------------

RENKO = "Pavel Renko opened the bridge on Monday. Everybody cheered Renko."
GOVERNMENT = "The government has raised the tax."
MARRANT = "Prime Minister Ilse Marrant visited the town on Monday. The government was glad."


def test_a_title_names_somebody_by_the_surname() -> None:
    text = "Pavel Renko opened the bridge on Monday."
    assert above("Renko slams critics", text) == [("Renko", "Pavel Renko")]
    assert above("Critics slam Renko’s bridge", text) == [("Renko", "Pavel Renko")]


def test_a_title_names_an_institution_without_the_article() -> None:
    assert above("Government slams critics", GOVERNMENT) == [("Government", "government")]
    assert above("Critics slam the government", GOVERNMENT) == [("government", "government")]


def test_a_title_names_a_body_that_speaks_without_its_article() -> None:
    text = "The Free Kestria Movement said it would win."
    assert above("Free Kestria Movement wins", text) == [("Free Kestria Movement", "Free Kestria Movement")]


def test_a_title_names_a_body_by_the_acronym() -> None:
    text = "The Free Kestria Movement won the vote. Everybody cheered the FKM in the square."
    assert above("FKM wins the vote", text) == [("FKM", "Free Kestria Movement")]


def test_the_longest_spelling_first() -> None:
    said = above("Pavel Renko on Renko", RENKO)
    assert said == [("Pavel Renko", "Pavel Renko"), ("Renko", "Pavel Renko")]
    text = "The Kestrian government has raised the tax. Later the government fell."
    assert [said for said, _ in above("Kestrian government falls", text)] == ["Kestrian government"]


def test_an_exact_name_and_no_part_of_it_is_taken() -> None:
    text = "The Kestria Bank sued. Germany is glad, and the Bank of Germany is not."
    said = above("Bank of Germany sues Germany", text)
    assert ("Germany", "Germany") in said
    assert [name for name, _ in said].count("Germany") == 1


@pytest.mark.parametrize(
    "title", ["Renkov slams critics", "Markrenko slams critics", "Renkos slam critics", "renko slams critics"]
)
def test_no_name_inside_another_word(title: str) -> None:
    assert above(title, RENKO) == []


@pytest.mark.parametrize("title", ["Governments fall", "Marrant misgoverns", "Governmental plan slammed"])
def test_no_institution_inside_another_word(title: str) -> None:
    assert above(title, GOVERNMENT) == []


@pytest.mark.parametrize("title", ["Government-backed bank fails", "Pro-government crowd cheers"])
def test_no_institution_in_a_compound(title: str) -> None:
    assert above(title, GOVERNMENT) == []


def test_whom_only_the_title_names_is_no_target() -> None:
    assert above("Castellan slams Renko", RENKO) == [("Renko", "Pavel Renko")]


def test_a_short_surname_is_not_looked_for() -> None:
    text = "Li Bo opened the bridge on Monday. “The cables are safe,” he said."
    assert not [said for said in above("Bo Derrick slams the bridge", text) if said[0] == "Bo"]


@pytest.mark.parametrize(
    "title",
    [
        "MARRANT SLAMS CRITICS IN TOWN",
        "PRIME MINISTER WINS AGAIN IN MONDAY VOTE",
        "MARRANT WINS: GOVERNMENT CHEERS",
        "CROWD CHEERS AS RIVER FALLS",
    ],
)
def test_a_title_in_capitals_does_not_go_astray(title: str) -> None:
    """It may miss a name; what it finds is right, and no target comes of it."""
    targets, _ = found(MARRANT, title=title)
    assert {one.name for one in targets} == {"Ilse Marrant", "government"}
    right = {"MARRANT": "Ilse Marrant", "GOVERNMENT": "government"}
    assert set(above(title, MARRANT)) <= set(right.items())


def test_a_title_in_capitals_names_the_government() -> None:
    assert ("GOVERNMENT", "government") in above("MARRANT WINS: GOVERNMENT CHEERS", MARRANT)


def test_us_in_capitals_is_no_country() -> None:
    assert above("IT IS US OR THEM", "Pavel Renko went to the US on Monday.") == []


@miss("the name finder takes Interior for a body")
def test_an_office_is_no_body() -> None:
    text = "Interior Minister Pavel Renko came late. “We have tested every cable,” he told reporters."
    assert list(words(text)) == ["Pavel Renko"]


def test_mentions_of_the_title_come_first() -> None:
    _, mentions = found(RENKO, title="Renko slams critics")
    assert [m.headline for m in mentions] == [True] + [False] * (len(mentions) - 1)


@pytest.mark.parametrize(
    ("one", "other"), [("Pavel Renko", "Tomas Verhane"), ("Mira Castellan", "Nadia Brandt")]
)
def test_names_are_exchanged_and_nothing_else(one: str, other: str) -> None:
    """Swap the names of two people and the targets and their mentions follow."""
    text = f"{one} opened the bridge on Monday. {other} stayed away. “It is safe,” {one} said."
    swapped = text.replace(one, "ONE").replace(other, one).replace("ONE", other)
    exchanged = {one: other, other: one}
    assert words(swapped) == {
        exchanged[name]: [exchanged[said] for said in mentions] for name, mentions in words(text).items()
    }


# -- what somebody is called -------------------------------------------------------------------------


def forms_of(name: str, text: str) -> tuple[str, ...]:
    return next(one.forms for one in found(text)[0] if one.name == name)


@pytest.mark.parametrize(
    ("name", "written", "text"),
    [
        ("Farm Aid League", "FAL", "The Farm Aid League (FAL) met on Monday. The FAL will vote in May."),
        ("F.A.L.", "FAL", "The F.A.L. met on Monday in Ansa. The F.A.L. will vote in May."),
        ("Sel-Mart", "Selmart", "Workers sued Sel-Mart on Monday. Sel-Mart said nothing."),
    ],
)
def test_a_body_is_known_by_each_of_its_spellings(name: str, written: str, text: str) -> None:
    assert written in forms_of(name, text)


def test_a_title_names_a_body_that_the_text_spells_with_a_hyphen() -> None:
    text = "Workers sued Sel-Mart on Monday. Sel-Mart said nothing."
    assert above("Selmart sued", text) == [("Selmart", "Sel-Mart")]


def test_a_name_goes_on_behind_its_hyphens() -> None:
    text = "Crowds came to Chick-fil-A on Wednesday. A boycott of Chick-fil-A was called off."
    assert "Chick-fil-A" in words(text)


@pytest.mark.parametrize(
    ("law", "text"),
    [
        (
            "Clean Rivers Act",
            "Osric Quayle heard criticism of the state's Clean Rivers Act, which he signed.",
        ),
        (
            "Treatment and Care of Animals Bill",
            "Members passed the Treatment and Care of Animals Bill on Monday.",
        ),
    ],
)
def test_a_law_that_has_a_name_is_a_target(law: str, text: str) -> None:
    (one,) = [target for target in found(text)[0] if target.name == law]
    assert one.kind == "law"


@pytest.mark.parametrize("text", ["Bill Foster spoke.", "In the Second Act the duke dies.", "Act now!"])
def test_not_each_act_is_a_law(text: str) -> None:
    assert not [one for one in found(text)[0] if one.kind == "law"]


def test_a_government_is_called_by_its_head() -> None:
    text = "Ilse Marrant spoke on Monday. The Marrant government lost the vote. Marrant wept."
    assert len(words(text)["Marrant government"]) == 1
