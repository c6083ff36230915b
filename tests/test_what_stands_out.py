"""What stands out on Overview: the numbers are those of the cards, and chance alone names nothing."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from made import make_corpus

from bias import compare
from bias.compare.cards import framing
from bias.compare.cards.card import pairs_of
from bias.compare.contents import headline_findings
from bias.compare.contents.headline_findings import comparisons, largest
from bias.compare.contents.headlines import MEASURES
from bias.compare.statistics.rates import pooled
from bias.compare.statistics.selection import among_families, effects, student
from bias.compare.statistics.stances import means
from bias.corpus import Corpus, Filter

ALL = Filter()
SIX = ("sides", "sides", "stance", "frame", "loaded", "unnamed", "women")


@pytest.fixture(scope="module")
def found(demo: Corpus) -> compare.Findings:
    return compare.headline_findings(demo, ALL)


def test_every_number_is_that_of_a_card(demo: Corpus) -> None:
    """Asked as a page asks: the same government, actor and frame, and no other count."""
    by_key = {one.key: one for one in compare.headlines(demo, ALL).measures}
    assert [one.question for one in by_key.values()] == list(SIX)
    target = compare.opening(compare.target_list(demo, ALL))
    cards = {
        key: compare.sourcing(demo, ALL, key=key) for key in ("official", "opposition", "unnamed", "women")
    }
    cards["stance"] = compare.tone(demo, ALL, key="stance", target=target)
    frame = by_key["frame"].asked["frame"]
    cards["frame"] = compare.framing(demo, ALL, codebook="generic", frame=frame, key="prevalence")
    cards["loaded"] = compare.wording(demo, ALL, key="loaded_sentences")
    columns = ["id", "outlet", "value", "low", "high", "n", "base", "note"]
    for key, card in cards.items():
        rows = card.board.rows
        rows = rows[rows["series"].isin(("", "likely"))] if "series" in rows else rows
        pd.testing.assert_frame_equal(by_key[key].rows[columns], rows[columns])


def test_the_frame_and_the_actor_are_those_in_which_outlets_differ_most(demo: Corpus) -> None:
    by_key = {one.key: one for one in compare.headlines(demo, ALL).measures}
    assert by_key["stance"].about == "toward the government of Kestria"
    shown, *others = (rows["value"].std() for rows, _ in by_key["frame"].family)
    assert len(others) == 4
    assert shown > max(others)
    assert by_key["frame"].about == "Conflict"


def test_a_frame_that_nearly_all_articles_have_is_said_to_tell_little_and_is_no_column(
    demo: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a third were nearly all: a third of the demo's articles are told as a conflict."""
    assert framing.NEARLY_ALL == 0.8
    ask = {"codebook": "generic", "frame": "conflict", "key": "prevalence"}
    assert compare.framing(demo, ALL, **ask).finding.startswith("Highest")
    monkeypatch.setattr(framing, "NEARLY_ALL", 0.3)
    said = compare.framing(demo, ALL, **ask).finding
    assert said.startswith("32 of 100 articles have it, whoever tells them, so it says little of an outlet.")
    column = next(one for one in (make(demo, ALL) for make in MEASURES) if one.key == "frame")
    assert column.about == "Human interest"


def test_the_demo_is_found_to_differ_where_it_was_planted(found: compare.Findings, demo: Corpus) -> None:
    agency, paper = "Kestria State News Agency", "Free Loravel"
    first, second, third = found.found
    rows = compare.sourcing(demo, ALL, key="official").board.rows.set_index("outlet")
    one, other = rows.loc[agency], rows.loc[paper]
    assert one["value"] - other["value"] > 0.6
    assert first.sentence == (
        f"{agency} lets the government's side in Kestria speak in {one['value']:.0%} statements, {paper} in "
        f"{other['value']:.0%}: a clear difference."
    ).replace("%", " of 100")
    assert f"{one['n']} of {one['base']} statements in 12 articles" in first.numbers
    assert f"{other['low']:.0%}".rstrip("%") + "–" in first.numbers
    assert (first.page, first.query["behind"]) == ("sourcing", agency)
    assert (second.key, second.outlets) == ("opposition", (paper, agency))
    assert first.effect > second.effect > 2
    assert (third.key, third.page, third.outlets[1]) == ("quoted", "sourcing", agency)
    assert (found.measures, found.said) == (10, "No other of these measures shows a clear difference.")


def test_what_is_clear_only_alone_is_less_sure(found: compare.Findings) -> None:
    assert all(one.clear and one.q < 0.05 and ": a clear difference." in one.sentence for one in found.found)
    for one in found.less_sure:
        assert not one.clear
        assert "a clear difference" not in one.sentence
        assert one.caution


def test_a_difference_that_reports_alone_do_not_show_is_less_sure(
    demo: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the two largest differed in genre, and no report were left of one of them."""
    said = "The two differ in genre: 9 % of one's and 90 % of the other's articles are reports."
    monkeypatch.setattr(headline_findings, "_genres_apart", lambda *_: said)
    kept = compare.headline_findings(demo, ALL)
    assert [one.key for one in kept.found] == ["official", "opposition", "quoted"]
    assert all(f"{said}  Among reports alone it is " in one.caution for one in kept.found)
    assert all("still a clear difference." in one.caution for one in kept.found)
    monkeypatch.setattr(headline_findings, "CLEAR_ALIKE", 0.0)
    lost = compare.headline_findings(demo, ALL)
    assert lost.found == ()
    assert {"official", "opposition"} <= {one.key for one in lost.less_sure}
    assert all("no clear difference any more." in one.caution for one in lost.less_sure)


def test_of_one_outlet_those_are_named_in_which_it_has_a_part(demo: Corpus) -> None:
    found = compare.headline_findings(demo, ALL, outlet="Northwire")
    assert {one.key for one in found.found} == {"official", "opposition"}
    assert all("Northwire" in one.outlets for one in found.found)
    few = compare.headline_findings(demo, Filter(words="bridge"), outlet="Northwire")
    assert (few.found, few.said[:9]) == ((), "Too littl")
    two = compare.headline_findings(demo, ALL, outlet="Northwire", other="Free Loravel")
    assert {frozenset(one.outlets) for one in two.found} == {frozenset(("Northwire", "Free Loravel"))}


def test_only_outlets_that_the_filters_let_through_are_named(demo: Corpus) -> None:
    two = Filter(outlets=("Northwire", "Free Loravel"))
    found = compare.headline_findings(demo, two)
    assert found.comparisons == compare.headline_findings(demo, ALL).comparisons, "the family stays"
    assert found.found
    assert all(set(one.outlets) == {"Northwire", "Free Loravel"} for one in found.found)


def test_one_outlet_and_few_articles_say_why_nothing_is_compared(
    demo: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = "Too little to compare: two outlets with enough articles are needed."
    for articles, outlets in ((1, 1), (7, 3), (12, 1)):
        corpus = make_corpus(tmp_path_factory.mktemp("few") / "corpus", articles=articles, outlets=outlets)
        found = compare.headline_findings(corpus, ALL)
        assert (found.found, found.less_sure, found.said) == ((), (), said)
        assert len(compare.headlines(corpus, ALL).outlets) == outlets


# -- by chance ---------------------------------------------------------------------------------------


def halves(rng: np.random.Generator, outlets: int, articles: int) -> list[SimpleNamespace]:
    """Ten measures of articles of one outlet that are dealt out at random to several, as measures have
    them: shares of statements that cluster in articles, five frames, stances toward eight, a rare rate."""
    by = np.repeat([f"part {n}" for n in range(outlets)], articles)
    size = len(by)

    def share(middle: float, statements: float) -> pd.DataFrame:
        below = rng.poisson(statements, size)
        above = rng.binomial(below, rng.beta(middle * 3, (1 - middle) * 3, size))
        return pooled(pd.DataFrame({"by": by, "above": above, "below": below}), draws=200)

    def frame(carried: float) -> pd.DataFrame:
        return pooled(pd.DataFrame({"by": by, "above": rng.random(size) < carried, "below": 1}), draws=200)

    def stance() -> pd.DataFrame:
        rows = pd.DataFrame({"by": by, "stance": rng.normal(-0.1, 0.3, size).clip(-1, 1), "mentions": 1})
        return means(rows.assign(label=""), by="by")

    def rate() -> pd.DataFrame:
        rows = pd.DataFrame({"by": by, "above": rng.poisson(0.6, size), "below": rng.poisson(400, size)})
        return pooled(rows, share=False, draws=200)

    groups = {
        "official": [share(0.4, 12)], "opposition": [share(0.15, 12)], "unnamed": [share(0.05, 12)],
        "quoted": [share(0.2, 400)], "blaming": [share(0.15, 9)], "hedges": [rate()],
        "women": [share(0.35, 4)], "loaded": [rate()], "stance": [stance() for _ in range(8)],
        "frame": [frame(carried) for carried in (0.1, 0.2, 0.4, 0.5, 0.7)],
    }  # fmt: skip
    return [SimpleNamespace(key=key, family=tuple(map(with_pairs, parts))) for key, parts in groups.items()]


def with_pairs(rates: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = rates.rename(columns={"by": "outlet"})
    return rows, pairs_of(rows, "share")


@pytest.mark.parametrize(("outlets", "articles"), [(2, 12), (6, 12)])
def test_parts_of_one_outlet_give_findings_in_one_of_twenty_corpora_at_most(
    outlets: int, articles: int
) -> None:
    rng = np.random.default_rng(outlets + articles)
    names, named = {f"part {n}" for n in range(outlets)}, 0
    for _ in range(40):
        found = largest(comparisons(halves(rng, outlets, articles)), names)
        named += bool(found["clear"].any())
    assert named <= 4, "of 40; more than 4 come by chance in 5 % of runs where it is one of twenty"


def test_a_planted_difference_is_found_among_them() -> None:
    rng, outlets = np.random.default_rng(5), 6
    measures = halves(rng, outlets, 30)
    rows, _ = measures[0].family[0]
    apart = rows.assign(value=rows["value"].where(rows["outlet"] != "part 0", 0.9))
    apart = apart.assign(low=apart["value"] - 0.08, high=apart["value"] + 0.08)
    measures[0] = SimpleNamespace(key="official", family=((apart, pairs_of(apart, "share")),))
    found = largest(comparisons(measures), {f"part {n}" for n in range(outlets)})
    assert found["key"].iloc[0] == "official"
    assert found["clear"].iloc[0]


def test_the_family_of_a_measure_counts_every_frame_and_actor() -> None:
    every = comparisons(halves(np.random.default_rng(1), 6, 12))
    assert every.groupby("key").size().to_dict() == {
        "official": 15, "opposition": 15, "unnamed": 15, "women": 15, "loaded": 15,
        "quoted": 15, "blaming": 15, "hedges": 15,
        "stance": 8 * 15, "frame": 5 * 15,
    }  # fmt: skip


# -- statistics --------------------------------------------------------------------------------------


def test_many_families_make_each_less_sure() -> None:
    """Holm over the smallest of each: .01 × 3, then .02 × 2, then .5; no later one below an earlier one."""
    q = among_families(np.array([0.01, 0.04, 0.02, np.nan, 0.5]), ["a", "a", "b", "b", "c"])
    assert q[:3].tolist() == pytest.approx([0.03, 0.12, 0.04])
    assert np.isnan(q[3])
    assert q[4] == 0.5
    assert among_families(np.array([0.02, 0.021]), ["a", "b"]).tolist() == pytest.approx([0.04, 0.04])


def test_students_tails_are_heavier_and_leave_the_bound_where_it_is() -> None:
    assert student(np.array([0.05]), np.array([12.0])) == pytest.approx([0.05])
    few, many = student(np.array([1e-4, 1e-4]), np.array([20.0, 2000.0]))
    assert few == pytest.approx(6e-4, rel=0.05)
    assert many == pytest.approx(1e-4, rel=0.05)


def test_an_effect_is_in_standard_deviations_of_articles() -> None:
    """Two means of 25 articles whose standard error is .1 have articles of deviation .5: .5 apart is one."""
    side = pd.DataFrame({"value": [0.2], "low": [0.2 - 0.196], "high": [0.2 + 0.196], "articles": [25]})
    other = side.assign(value=0.7, low=0.7 - 0.196, high=0.7 + 0.196)
    assert effects(side, other) == pytest.approx([1.0], rel=1e-3)
