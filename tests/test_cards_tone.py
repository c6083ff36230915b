"""The Tone page's numbers: planted tones of the demo are found, narration and quotations apart."""

from __future__ import annotations

import itertools
import re

import pandas as pd
import pytest
import yaml
from conftest import ROOT

from bias import compare
from bias.compare.cards.stance import stance_grid
from bias.compare.cards.targets import toward, with_stances
from bias.compare.cards.tone import tone, tone_grid, tone_roles
from bias.compare.measures import TONES
from bias.compare.statistics.differences import pairs
from bias.corpus import Corpus, Filter
from bias.evaluate.stance import auroc

PLANTED = ROOT / "data" / "demo" / "planted"
OWN, OTHERS = "in its own voice", "in words it quotes"
SIDES = {"government": "side incumbent Kestria", "opposition": "side opposition Kestria"}


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


def miss(why: str) -> pytest.MarkDecorator:
    """A known miss: the test fails as soon as it is one no more."""
    return pytest.mark.xfail(reason=why, strict=True)


PRAISE = "praise by choice of deeds reads as plain: .88 of pairs of articles are in order"
CAREFUL = "intervals of twelve articles are wide, and half of what is planted against somebody reads as plain"


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


@pytest.fixture(scope="module")
def planted_articles() -> pd.DataFrame:
    """The planted tone of each article: event, slug, government, opposition."""
    rows = [
        {"event": path.stem, "slug": slug, **found["tone"]}
        for path in sorted(PLANTED.glob("*.yaml"))
        for slug, found in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(("side", "least"), [("government", 0.86), ("opposition", 0.95)])
def test_planted_stances_of_articles_are_mostly_found(
    demo: Corpus, planted_articles: pd.DataFrame, side: str, least: float
) -> None:
    assert order(demo, planted_articles, side) >= least


@miss(PRAISE)
def test_planted_stances_toward_the_government_are_found(
    demo: Corpus, planted_articles: pd.DataFrame
) -> None:
    assert order(demo, planted_articles, "government") >= 0.92


def order(demo: Corpus, planted_articles: pd.DataFrame, side: str) -> float:
    """Of an article for a side and one against it, how often the one for it is read as kinder.

    Nearly all must be read: a side that is hardly found must not look well told apart.
    """
    urls = [
        {"event": path.parent.name, "slug": path.stem, "url": re.findall(r"^URL: (\S+)", text, re.M)[0]}
        for path in (ROOT / "data" / "demo" / "articles").glob("*/*.txt")
        if (text := path.read_text(encoding="utf-8"))
    ]
    keys = demo.query("select hash(article_id) as article, url from articles")
    found = with_stances(demo.stance_features(one=toward(demo, SIDES[side])))
    both = pd.DataFrame(urls).merge(planted_articles, on=["event", "slug"]).merge(keys, on="url")
    assert len(both) == 72
    both = both.merge(found, on="article", how="left")
    unread = both[(both[side] != 0) & both["stance"].isna()]
    assert len(unread) <= 2, unread["url"].tolist()
    both = both.dropna(subset=["stance"])
    ends = [both.loc[both[side] == one, "stance"].to_numpy() for one in (1, -1)]
    return auroc(*ends)


def of_pairs(demo: Corpus, slugs: dict[str, str], planted: pd.DataFrame, side: str) -> pd.DataFrame:
    """Each pair of outlets toward a side: difference, q, and what is planted, gold."""
    rows = tone(demo, Filter(), key="stance", target=SIDES[side]).board.comparable
    found = pairs(rows.assign(slug=rows["outlet"].map(slugs)), by="slug", most=2.0)
    gold = planted.loc[found["slug"], side].to_numpy() - planted.loc[found["reference"], side].to_numpy()
    return found.assign(gold=gold)


@pytest.mark.parametrize("side", SIDES)
def test_what_is_called_clear_is_planted(
    demo: Corpus, slugs: dict[str, str], planted: pd.DataFrame, side: str
) -> None:
    found = of_pairs(demo, slugs, planted, side)
    clear = found[found["q"] < 0.05]
    assert len(clear) >= 3
    assert (clear["difference"] * clear["gold"] > 0).all()


@pytest.mark.parametrize(
    "side", ["government", pytest.param("opposition", marks=miss("7 of 9 pairs are in order"))]
)
def test_outlets_half_a_step_apart_stand_in_the_right_order(
    demo: Corpus, slugs: dict[str, str], planted: pd.DataFrame, side: str
) -> None:
    found = of_pairs(demo, slugs, planted, side)
    assert (found["difference"] * found["gold"])[abs(found["gold"]) >= 0.5].gt(0).all()


@miss(CAREFUL)
@pytest.mark.parametrize("side", SIDES)
def test_outlets_a_whole_step_apart_differ_clearly(
    demo: Corpus, slugs: dict[str, str], planted: pd.DataFrame, side: str
) -> None:
    found = of_pairs(demo, slugs, planted, side)
    assert (found["q"][abs(found["gold"]) >= 1] < 0.05).all()


def test_the_state_agency_is_kinder_to_the_government_than_to_its_opponents(demo: Corpus) -> None:
    board = tone(demo, Filter(), key="actors", target=SIDES["government"], than=SIDES["opposition"]).board
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
    board = tone(demo, Filter(), key=measure.key, target="everybody", than=SIDES["opposition"]).board
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
        tone(demo, Filter(), key="voices", target="everybody", over="month"),
        tone_roles(demo, Filter(), target="everybody"),
    ):
        for row in card.board.rows.head(20).to_dict("records"):
            assert compare.count(demo, Filter(), card.opens, row["behind"]) == row["n"], row["id"]


def test_mentions_say_target_tone_and_voice(demo: Corpus) -> None:
    card = tone(demo, Filter(), key="voices", target=SIDES["opposition"])
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


def test_sides_are_those_of_a_polity_and_everybody_comes_last(demo: Corpus) -> None:
    found = compare.targets(demo, Filter())
    assert found["side incumbent Kestria"] == "The government of Kestria"
    assert found["side opposition Kestria"] == "The opposition in Kestria"
    assert "Mira Castellan" in found.values()
    assert list(found.items())[-1] == ("everybody", "Everybody who is named")


@pytest.mark.parametrize("older", ["side incumbent", "The government's side"])
def test_a_link_of_an_older_version_means_the_polity_spoken_of_most(demo: Corpus, older: str) -> None:
    known = compare.targets(demo, Filter())
    assert compare.target_key(demo, known, older) == "side incumbent Kestria"
    assert compare.target_key(demo, known, "Nobody at all") == ""
    one, other = (
        tone(demo, Filter(), key="stance", target=target)
        for target in ("side incumbent", "side incumbent Kestria")
    )
    assert one.finding == other.finding


def test_outlets_lie_apart_as_the_list_says(demo: Corpus) -> None:
    """The list, the grid and the card of one target come from the same numbers."""
    listed = compare.target_list(demo, Filter())
    spreads = listed[listed["outlets"] > 1]["spread"]
    assert spreads.is_monotonic_decreasing
    first = listed.iloc[0]
    rows = tone(demo, Filter(), key="stance", target=first["target"]).board.rows
    shown = rows[rows["value"].notna()]
    assert len(shown) == first["outlets"]
    grid = stance_grid(demo, Filter()).board.rows
    mine = grid[grid["label"] == first["label"]].set_index("outlet")["value"].dropna()
    assert mine.to_dict() == pytest.approx(shown.set_index("outlet")["value"].to_dict())
    assert grid["label"].iloc[0] == first["label"]


def test_a_stance_counts_articles_and_opens_the_mentions_that_weigh_most(demo: Corpus) -> None:
    card = tone(demo, Filter(), key="stance", target="side opposition Kestria")
    for row in card.board.rows.to_dict("records"):
        assert row["n"] == row["articles"] >= row["unfavourable"] + row["favourable"] + row["uncertain"]
        assert compare.count(demo, Filter(), card.opens, row["behind"]) == row["mentions"], row["id"]
    behind = card.marks["behind"].iloc[0]
    found = demo.observation_table("tones", Filter(), behind=behind)
    assert set(found["voice"]) == {"narration"}
    weights = (found["positive"] - found["negative"]).abs()
    first = demo.evidence("tones", Filter(), behind=behind, limit=5)
    shown = (first["positive"] - first["negative"]).abs()
    assert list(shown) == pytest.approx(sorted(weights, reverse=True)[:5], abs=1e-6)


def test_stances_are_set_against_one_outlet_overall_and_within_events(demo: Corpus) -> None:
    asked = {"key": "stance", "target": "side opposition Kestria", "against": "Northwire"}
    for matched in (False, True):
        card = tone(demo, Filter(), matched=matched, **asked)  # type: ignore[arg-type]
        rows = card.board.rows
        assert "Northwire" not in set(rows["outlet"])
        assert (rows["low"] <= rows["difference"]).all()
        assert (rows["difference"] <= rows["high"]).all()
        assert ("Within the events that both tell" in card.finding) == matched


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


def test_an_article_has_a_stance_toward_each_whom_it_mentions_in_its_own_voice(demo: Corpus) -> None:
    for article in demo.articles()["article_id"].head(12):
        page = compare.article_page(demo, article)
        assert page is not None
        found = page.stances
        own = page.tones[page.tones["voice"] == "narration"]
        assert set(own["target_label"]) <= set(found["label"])
        assert found[["unfavourable", "plain", "favourable"]].sum(axis=1).tolist() == pytest.approx(
            [1] * len(found)
        )
        assert list(compare.stance_rows(page)["Target"]) == list(found["label"])
        people = found[~found["label"].str.startswith(("The government", "The opposition"))]
        assert people["mentions"].sum() == len(own)


def test_what_weighs_is_shaded_and_what_is_quoted_is_not(demo: Corpus) -> None:
    seen = set()
    for article in demo.articles()["article_id"]:
        page = compare.article_page(demo, article)
        assert page is not None
        inside = page.tones[~page.tones["headline"]]
        for mark, row in zip(page.tone_marks, inside.to_dict("records"), strict=True):
            tone, *kind = mark.part.split()
            weight = row["positive"] - row["negative"]
            assert tone == row["label"]
            if row["voice"] == "quotation":
                assert kind == ["quoted"]
            else:
                assert kind == (["for"] if weight >= 0.25 else ["against"] if weight <= -0.25 else [])
            seen.update(kind)
    assert seen == {"quoted", "for", "against"}
