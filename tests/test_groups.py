"""Groups of outlets: by hand, in simulation; and one pair of outlets has one verdict wherever it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made import make_corpus

import bias
from bias import compare
from bias.api import OpenCorpus
from bias.compare.cards.sensitivity import counted_in_ways
from bias.compare.statistics.differences import pairs
from bias.compare.statistics.groups import means_of_outlets
from bias.compare.statistics.rates import pooled
from bias.corpus import Corpus, Filter
from bias.show.reports.report import Choice, report

TABLE = """name,kind
Kestria State News Agency,state
Kestria Public Radio,state
Free Loravel,private
The Daily Lantern,private
Northwire,private
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    made = make_corpus(tmp_path_factory.mktemp("groups") / "c", articles=180)
    (made.path / "outlets.csv").write_text(TABLE, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def grouped(corpus: Corpus) -> OpenCorpus:
    return bias.open_corpus(corpus.path).compare_by("kind")


# -- the mean of a group -----------------------------------------------------------------------------


def test_each_outlet_counts_once_and_its_interval_goes_into_that_of_the_mean() -> None:
    rows = pd.DataFrame(
        [("g", "A", 0.2, 0.1, 0.4, 30), ("g", "B", 0.6, 0.5, 0.8, 900), ("g", "C", np.nan, np.nan, np.nan, 2),
         ("h", "D", np.nan, np.nan, np.nan, 3)],
        columns=["group", "outlet", "value", "low", "high", "n"],
    )  # fmt: skip
    one, none = means_of_outlets(rows, by=["group"], counts=["n"]).to_dict("records")
    assert one["value"] == pytest.approx(0.4)
    assert one["low"] == pytest.approx(0.4 - (0.1**2 + 0.1**2) ** 0.5 / 2)
    assert one["high"] == pytest.approx(0.4 + (0.2**2 + 0.2**2) ** 0.5 / 2)
    assert (one["n"], one["members"]) == (930, ("A", "B")), "what has no number is in none"
    assert np.isnan(none["value"])
    assert (none["n"], none["members"]) == (3, ("D",))


def simulated(rng: np.random.Generator, shares: tuple[float, ...], sizes: tuple[int, ...]) -> pd.DataFrame:
    """Articles of some outlets, each with a share of its own; statements of one article are alike."""
    rows = []
    for outlet, (share, size) in enumerate(zip(shares, sizes, strict=True)):
        below = 1 + rng.poisson(7, size)
        own = rng.beta(share * 3, (1 - share) * 3, size)
        rows.append(pd.DataFrame({"outlet": outlet, "above": rng.binomial(below, own), "below": below}))
    return pd.concat(rows)


@pytest.mark.parametrize(
    ("shares", "sizes"),
    [((0.2, 0.4, 0.6), (30, 30, 30)), ((0.15, 0.4), (20, 90)), ((0.1, 0.2, 0.3, 0.4, 0.5), (12,) * 5)],
)
def test_the_interval_of_a_group_covers_the_mean_of_its_outlets(
    shares: tuple[float, ...], sizes: tuple[int, ...]
) -> None:
    """All runs in one frame: 600 groups."""
    rng, runs = np.random.default_rng(len(sizes)), 600
    found = pd.concat([simulated(rng, shares, sizes).assign(run=run) for run in range(runs)])
    rates = pooled(found.assign(by=found["run"] * 10 + found["outlet"]), draws=200)
    rates = rates.assign(run=rates["by"] // 10, outlet=rates["by"] % 10)
    rows = means_of_outlets(rates, by=["run"])
    truth = np.mean(shares)
    assert 0.93 <= ((rows["low"] <= truth) & (truth <= rows["high"])).mean() <= 0.97


def test_random_halves_of_an_outlet_seldom_differ_clearly(corpus: Corpus) -> None:
    """Halves of one outlet's articles, drawn by chance: what is called clear is false, in 5 % at most."""
    rng, halves = np.random.default_rng(5), 250
    clear = []
    for above in ("direct", "unnamed", "incumbent"):
        found = corpus.rates(above=above, below="all", by="everything")
        whole = found.loc[found.index.repeat(found["articles"])][["above", "below"]].reset_index(drop=True)
        parts = [whole.assign(by=2 * n + rng.permutation(np.arange(len(whole)) % 2)) for n in range(halves)]
        rates = pooled(pd.concat(parts), draws=200)
        for _, two in rates.groupby(rates["by"] // 2):
            clear.append(pairs(two, by="by")["q"].iloc[0] < 0.05)
    assert np.mean(clear) <= 0.05


# -- groups on cards ---------------------------------------------------------------------------------


def test_groups_are_compared_as_outlets_are(grouped: OpenCorpus, corpus: Corpus) -> None:
    outlets = bias.open_corpus(corpus.path).sourcing("direct").board.rows.set_index("outlet")
    card = grouped.sourcing("direct")
    rows = card.board.rows.set_index("outlet")
    assert sorted(rows.index) == ["private", "state"]
    state = outlets.loc[["Kestria State News Agency", "Kestria Public Radio"]]
    assert rows.loc["state", "value"] == pytest.approx(state["value"].mean())
    assert rows.loc["state", "n"] == state["n"].sum()
    assert card.title == "Share of statements quoted directly, by kind"
    assert "the mean of the outlets of its group" in card.notes
    assert "Kind not given, so in no group: Meridian Business." in card.notes
    assert set(card.table["Outlets"]) == {
        "Kestria Public Radio, Kestria State News Agency", "Free Loravel, Northwire, The Daily Lantern",
    }  # fmt: skip
    found = grouped.evidence(card, "state", most=2_000)
    assert set(found["outlet"]) == {"Kestria State News Agency", "Kestria Public Radio"}
    name, value = rows.loc["state", "behind"][0]
    assert (name, json.loads(value)) == ("outlets", ["Kestria Public Radio", "Kestria State News Agency"])


def test_a_group_that_holds_every_outlet_alone_changes_no_number(tmp_path: Path) -> None:
    made = make_corpus(tmp_path / "c")
    rows = "".join(f"{one},{one}\n" for one in made.outlets())
    (made.path / "outlets.csv").write_text(f"name,self\n{rows}", encoding="utf-8")
    plain = bias.open_corpus(made.path)
    for key in ("direct", "voices", "effective"):
        one, other = (c.sourcing(key).board.rows for c in (plain, plain.compare_by("self")))
        columns = ["outlet", "value", "low", "high", "n", "articles"]
        pd.testing.assert_frame_equal(one[columns], other[columns])
        assert plain.sourcing(key).finding == plain.compare_by("self").sourcing(key).finding
    one, other = (c.sourcing("roles").board.rows for c in (plain, plain.compare_by("self")))
    columns = ["id", "value", "low", "high", "n", "base"]
    order = ["id"]
    pd.testing.assert_frame_equal(
        one.sort_values(order)[columns].reset_index(drop=True),
        other.sort_values(order)[columns].reset_index(drop=True),
    )


CARDS = {
    "roles": lambda c: c.sourcing("roles"),
    "one role": lambda c: c.sourcing("roles", value="citizen"),
    "apart": lambda c: c.sourcing("official", against="Kestria"),
    "matched": lambda c: c.sourcing("official", against="Kestria", matched=True),
    "tone": lambda c: c.tone(measure="voices"),
    "stance": lambda c: c.tone(),
    "stance apart": lambda c: c.tone(against="Kestria"),
    "stance grid": lambda c: c.stance_grid(),
    "tone grid": lambda c: c.tone_grid(),
    "frames": lambda c: c.framing("conflict"),
    "frame grid": lambda c: c.frame_grid(),
    "wording": lambda c: c.wording("loaded_sentences"),
    "topics": lambda c: c.topics(),
    "articles": lambda c: c.by_outlet(),
    "weeks": lambda c: c.over_time(),
    "official over time": lambda c: c.sourcing("official", over="month"),
    "stance over time": lambda c: c.tone(over="month"),
    "genres": lambda c: c.genres(),
    "keyness": lambda c: c.keyness("Kestria"),
}


@pytest.fixture(scope="module")
def by_country(demo: Corpus, tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    """The demo in two groups of three outlets."""
    import shutil

    path = tmp_path_factory.mktemp("demo") / "c"
    shutil.copytree(demo.path, path)
    names = demo.outlets()
    rows = "".join(f"{one},{'Kestria' if n % 2 else 'Loravel'}\n" for n, one in enumerate(names))
    (path / "outlets.csv").write_text(f"name,country\n{rows}", encoding="utf-8")
    return bias.open_corpus(path).compare_by("country")


@pytest.mark.parametrize("name", CARDS)
def test_every_chart_knows_groups(name: str, by_country: OpenCorpus) -> None:
    card = CARDS[name](by_country)
    rows = card.board.rows
    assert len(card.table), name
    if "outlet" in rows:
        assert set(rows["outlet"]) <= {"Kestria", "Loravel", ""}, name  # "": all together
    assert "utlet by outlet" not in card.title
    assert "by outlet" not in card.title
    card.figure()
    assert "by country" in by_country.origin().counted_from


def test_the_report_knows_groups(by_country: OpenCorpus) -> None:
    choice = Choice(sections=("sourcing",))
    page = report(by_country.corpus, by_country.where, choice)
    assert "by country" in page
    assert "the mean of the outlets of its group" in page


# -- one pair, one verdict ---------------------------------------------------------------------------


def near(corpus: Corpus) -> tuple[str, str, float]:
    """Two outlets that differ alone, and not over all pairs; else the two farthest apart: outlets and q."""
    found = bias.open_corpus(corpus.path).sourcing("official").board.pairs
    lost = found[(found["p"] < 0.05) & (found["q"] >= 0.05)]
    row = (lost if len(lost) else found.sort_values("p")).iloc[0]
    return row["outlet"], row["reference"], row["q"]


@pytest.fixture(scope="module")
def unsure(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """A corpus of eight outlets that were not planted to differ in whom they cite."""
    return make_corpus(tmp_path_factory.mktemp("unsure") / "c", articles=160, outlets=8, seed=3)


def test_a_pair_has_one_verdict_in_all_views(unsure: Corpus) -> None:
    one, other, q = near(unsure)
    whole, two = bias.open_corpus(unsure.path), bias.open_corpus(unsure.path).only(outlets=[one, other])
    found = []
    for opened, reference in ((whole, other), (whole, one), (two, other), (two, one)):
        rows = opened.sourcing("official", against=reference).board.rows.set_index("outlet")
        found.append(rows.loc[one if reference == other else other, "q"])
    ways = counted_in_ways(unsure, Filter(), contest="sides", one=one, other=other)
    narrowed = counted_in_ways(unsure, Filter(outlets=(one, other)), contest="sides", one=one, other=other)
    found += [ways.rows["q"].iloc[0], narrowed.rows["q"].iloc[0]]
    assert found == pytest.approx([q] * 6)
    assert len(whole.sourcing("official").board.pairs) == 28
    assert len(two.sourcing("official").board.pairs) == 28, "which outlets are shown changes no verdict"
    assert len(two.sourcing("official").board.rows) == 2
    clear = q < 0.05
    assert ("a clear difference" in two.sourcing("official").finding) == clear
    assert (ways.rows["says"].iloc[0] == "unclear") != clear


def test_a_difference_that_does_not_survive_its_family_says_so(unsure: Corpus) -> None:
    one, other, q = near(unsure)
    assert q >= 0.05, "the corpus has such a pair"
    two = bias.open_corpus(unsure.path).only(outlets=[one, other])
    assert two.sourcing("official").finding.endswith("no clear difference.")
    assert "alone they would differ (p = 0.0" in two.sourcing("official").tested
    assert "among all 28 pairs compared not" in two.sourcing("official").tested
    said = two.sourcing("official", against=other).tested
    assert "Not clear among all 28 pairs compared, though it would be alone" in said
    page = report(unsure, Filter(outlets=(one, other)), Choice(sections=("sourcing",)))
    assert "among all 28 pairs compared not" in page
    card = compare.ways(unsure, Filter(), contest="sides", one=one, other=other)
    assert "among all 28 pairs compared not" in card.finding


def test_within_events_a_pair_has_one_verdict_whatever_the_reference(demo: Corpus) -> None:
    opened = bias.open_corpus(demo.path)
    names = demo.outlets()
    found: dict[frozenset[str], set[float]] = {}
    for reference in names:
        rows = opened.sourcing("official", against=reference, matched=True).board.rows
        for outlet, q in zip(rows["outlet"], rows["q"], strict=True):
            found.setdefault(frozenset((outlet, reference)), set()).add(round(q, 12))
    assert len(found) == 15
    assert all(len(one) == 1 for one in found.values())


def test_grid_and_card_of_stances_agree(demo: Corpus) -> None:
    opened = bias.open_corpus(demo.path)
    first = next(iter(opened.targets()))
    assert opened.stance_grid().finding == opened.tone(first).finding
