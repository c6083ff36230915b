"""The Tone page's numbers: planted tones of the demo are found, narration and quotations apart."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
import yaml
from conftest import ROOT

from bias import compare
from bias.compare.cards.tone import tone, tone_grid, tone_months, tone_roles
from bias.compare.measures import TONES
from bias.corpus import Corpus, Filter

PLANTED = ROOT / "data" / "demo" / "planted"
OWN, OTHERS = "in its own voice", "in words it quotes"
SIDES = {"government": "side incumbent", "opposition": "side opposition"}


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    """Mean planted tone of each outlet's slug toward the government and the opposition."""
    rows = [
        {"slug": slug, **found["tone"]}
        for path in sorted(PLANTED.glob("*.yaml"))
        for slug, found in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    ]
    return pd.DataFrame(rows).groupby("slug").mean()


@pytest.fixture(scope="module")
def slugs(demo: Corpus) -> dict[str, str]:
    articles = demo.articles()
    found = articles["url"].str.extract(r"//([a-z-]+)\.example")[0]
    return dict(zip(articles["outlet"], found, strict=True))


def own_voice(demo: Corpus, slugs: dict[str, str], side: str, *, corrected: bool = False) -> pd.Series:
    """Net tone of each outlet's own voice, by slug."""
    board = tone(demo, Filter(), key="voices", target=SIDES[side], corrected=corrected).board
    rows = board.rows[board.rows["series"] == OWN]
    return rows.assign(slug=rows["outlet"].map(slugs)).set_index("slug")["value"]


def test_everybody_is_read(demo: Corpus) -> None:
    assert len(demo.table("tones")) > 700
    assert len(demo.table("counted_tones")) == len(demo.table("tones"))
    assert demo.table("counted_tones")["target_label"].ne("").all()


@pytest.mark.parametrize("corrected", [False, True])
def test_planted_differences_of_tone_are_found(
    demo: Corpus, slugs: dict[str, str], planted: pd.DataFrame, corrected: bool
) -> None:
    """Of two outlets whose planted tone differs by a whole step, the kinder one is found kinder."""
    right, wrong = 0, []
    for side in SIDES:
        found = own_voice(demo, slugs, side, corrected=corrected).dropna()
        for one, other in itertools.permutations(found.index, 2):
            if planted.loc[one, side] - planted.loc[other, side] >= 1:
                if found[one] > found[other]:
                    right += 1
                else:
                    wrong.append((side, one, round(found[one], 2), other, round(found[other], 2)))
    assert right + len(wrong) >= 10
    assert right / (right + len(wrong)) >= 0.75, wrong


def test_the_state_agency_is_kinder_to_the_government_than_to_its_opponents(demo: Corpus) -> None:
    board = tone(demo, Filter(), key="actors", target="side incumbent", than="side opposition").board
    rows = board.rows.set_index("outlet")
    assert rows.loc["Kestria State News Agency", "low"] > 0
    assert rows.loc["Free Loravel", "value"] < rows.loc["Kestria State News Agency", "low"]


def test_the_wire_keeps_its_voice_neutral(demo: Corpus) -> None:
    board = tone(
        demo, Filter(outlets=("Northwire", "Kestria Public Radio")), key="voices", target="everybody"
    ).board
    own = board.rows[board.rows["series"] == OWN]
    assert own["value"].abs().max() < 0.15


def test_quoted_voices_are_harsher_than_narration(demo: Corpus) -> None:
    board = tone(demo, Filter(), key="voices", target="everybody").board
    means = board.rows.groupby("series")["value"].mean()
    assert means[OTHERS] < means[OWN]


@pytest.mark.parametrize("measure", TONES, ids=lambda measure: measure.key)
def test_every_measure_gives_a_row_an_outlet(demo: Corpus, measure) -> None:  # type: ignore[no-untyped-def]
    board = tone(demo, Filter(), key=measure.key, target="everybody", than="side opposition").board
    assert set(board.rows["outlet"]) == set(demo.outlets())
    shown = board.rows[board.rows["value"].notna()]
    assert (shown["low"] <= shown["value"]).all()
    assert (shown["value"] <= shown["high"]).all()
    assert (board.rows["note"] != "").equals(board.rows["value"].isna())


def test_the_gap_is_the_difference_of_both_voices(demo: Corpus) -> None:
    both = tone(demo, Filter(), key="voices", target="everybody").board.rows
    wide = both.pivot(index="outlet", columns="series", values="value")
    gap = tone(demo, Filter(), key="gap", target="everybody").board.rows.set_index("outlet")["value"]
    known = gap.dropna().index.intersection(wide.dropna().index)
    assert len(known) >= 3
    expected = (wide[OWN] - wide[OTHERS])[known]
    pd.testing.assert_series_equal(gap[known], expected, check_names=False)


def test_each_mark_opens_as_many_mentions_as_it_counts(demo: Corpus) -> None:
    for key in ("voices", "gap", "headlines"):
        card = tone(demo, Filter(), key=key, target="everybody")
        for row in card.board.rows.to_dict("records"):
            assert compare.count(demo, Filter(), card.opens, row["behind"]) == row["n"], row["id"]
    for card in (
        tone_grid(demo, Filter()),
        tone_months(demo, Filter(), target="everybody"),
        tone_roles(demo, Filter(), target="everybody"),
    ):
        for row in card.board.rows.head(20).to_dict("records"):
            assert compare.count(demo, Filter(), card.opens, row["behind"]) == row["n"], row["id"]


def test_mentions_say_target_tone_and_voice(demo: Corpus) -> None:
    card = tone(demo, Filter(), key="voices", target="side opposition")
    rows = card.board.rows
    behind = rows[(rows["series"] == OTHERS) & (rows["n"] > 0)]["behind"].iloc[0]
    for mention in compare.evidence(demo, Filter(), card.opens, behind):
        assert mention.said.startswith("toward ")
        assert "in words of " in mention.said
        (quote,) = mention.quotes
        assert quote.count("<span") == 1
    table = compare.evidence_table(demo, Filter(), card.opens, behind)
    assert set(table["voice"]) == {"quotation"}


def test_filters_change_tone_as_well(demo: Corpus) -> None:
    one = tone(demo, Filter(outlets=("Northwire",)), key="voices", target="everybody").board
    assert set(one.rows["outlet"]) == {"Northwire"}
    none = tone(demo, Filter(words="no such words at all"), key="voices", target="everybody").board
    assert none.coverage.matched == 0
    assert none.rows.empty


def test_targets_begin_with_the_sides(demo: Corpus) -> None:
    found = list(compare.targets(demo, Filter()).items())
    assert [label for _, label in found[:3]] == [
        "The government's side",
        "The opposition",
        "Everybody who is named",
    ]
    assert "Mira Castellan" in dict(found).values()


def test_differences_are_around_a_reference(demo: Corpus) -> None:
    card = tone(demo, Filter(), key="voices", target="everybody", against="Northwire")
    found = card.board.rows
    assert "Northwire" not in set(found["outlet"])
    assert (found["low"] <= found["difference"]).all()
    assert (found["difference"] <= found["high"]).all()


def test_an_article_has_its_tones(demo: Corpus) -> None:
    page = compare.article_page(demo, demo.articles()["article_id"].iloc[0])
    assert page is not None
    assert len(compare.mention_rows(page)) == len(page.tones) == len(page.tone_marks) + len(page.title_marks)
    for mark, mention in zip(page.tone_marks, page.tones[~page.tones["headline"]]["mention"], strict=True):
        assert mark.span.slice(page.article.text) == mention
