"""Stances of articles: means by hand and in simulations, in words, how far apart, and whose government."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
import pandas as pd
import pytest

from bias.compare.statistics.differences import pairs
from bias.compare.statistics.stances import SURELY, interval, means, share_interval, spread
from bias.compare.words import findings
from bias.compare.words.labels import side_label
from bias.corpus import among
from bias.corpus.pipeline.polities import with_polities
from bias.corpus.store.tone_queries import ToneQuestions
from bias.reading import stances, with_plain_mentions


def articles(outlet: str, stances: Sequence[float], labels: Sequence[str] | None = None) -> pd.DataFrame:
    return pd.DataFrame(
        {"outlet": outlet, "stance": stances, "label": labels or ["neutral"] * len(stances), "mentions": 2}
    )


def drawn(rng: np.random.Generator, shares: Sequence[float], n: int, runs: int) -> tuple[np.ndarray, ...]:
    """Mean, error, low and high of runs of n articles, each surely against, plain or surely for with these
    shares."""
    found = rng.multinomial(n, shares, runs)
    total, squares = SURELY * (found[:, 2] - found[:, 0]), SURELY**2 * (found[:, 2] + found[:, 0])
    return interval(np.full(runs, float(n)), total, squares)


# -- means -------------------------------------------------------------------------------------------


def test_a_mean_is_of_articles_and_says_how_many_are_what() -> None:
    labels = ["negative", "negative", "uncertain", "neutral", "positive"]
    found = means(articles("a", [-0.9, -0.7, -0.3, 0.0, 0.9], labels), by="outlet").loc[0]
    assert found["value"] == pytest.approx(-0.2)
    kinds = ["unfavourable", "favourable", "uncertain", "n", "articles", "mentions"]
    assert found[kinds].tolist() == [2, 1, 1, 5, 5, 10]
    centre, squares = -1.0 / 6.5, (0.81 + 0.49 + 0.09 + 0.81 + SURELY**2) / 6.5
    half = 2.501859 * ((squares - centre**2) / 6.5) ** 0.5  # Student's t with 5.5 degrees of freedom
    assert [found["low"], found["high"]] == pytest.approx([centre - half, centre + half], abs=1e-6)


def test_articles_that_are_all_alike_have_a_wide_interval_still() -> None:
    found = means(articles("a", [-SURELY] * 12), by="outlet").loc[0]
    assert found["value"] == pytest.approx(-SURELY)
    assert -0.75 < found["low"] < -SURELY
    assert -0.65 < found["high"] / SURELY < -0.4
    one = means(articles("a", [-SURELY]), by="outlet").loc[0]
    assert one["value"] == -SURELY
    assert np.isnan(one["low"])


@pytest.mark.parametrize("shares", [(0.8, 0.15, 0.05), (0.5, 0.4, 0.1), (0.1, 0.8, 0.1), (0.33, 0.34, 0.33)])
@pytest.mark.parametrize("n", [5, 12, 30, 200])
def test_an_interval_covers_what_it_claims(shares: tuple[float, float, float], n: int) -> None:
    _, _, low, high = drawn(np.random.default_rng(1), shares, n, 4_000)
    truth = SURELY * (shares[2] - shares[0])
    assert ((low <= truth + 1e-9) & (truth <= high + 1e-9)).mean() >= 0.94


READ = (-0.91, -0.63, -0.42, -0.13, -0.02, 0.0, 0.04, 0.07, 0.26)  # 1,250 stances of ten real outlets, at
AT = (0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1)  # these quantiles


@pytest.mark.parametrize("n", [5, 12, 30, 200])
@pytest.mark.parametrize("harsher", [1.0, 2.0])
def test_an_interval_covers_what_it_claims_of_stances_as_they_are_read(n: int, harsher: float) -> None:
    """Of an outlet that is like those that were read, and of one twice as harsh."""

    def read(*size: int) -> np.ndarray:
        return np.clip(harsher * np.interp(np.random.default_rng(3).random(size), AT, READ), -1, 1)

    truth, found = read(1_000_000).mean(), read(4_000, n)
    _, _, low, high = interval(np.full(4_000, float(n)), found.sum(axis=1), (found**2).sum(axis=1))
    assert ((low <= truth) & (truth <= high)).mean() >= 0.93


@pytest.mark.parametrize("shares", [(0.4, 0.5, 0.1), (0.1, 0.8, 0.1), (0.05, 0.93, 0.02), (0.8, 0.15, 0.05)])
@pytest.mark.parametrize(("n", "others"), [(5, 5), (5, 200), (12, 12), (12, 40), (100, 100)])
def test_two_outlets_that_are_alike_are_called_different_in_one_of_twenty(
    shares: tuple[float, float, float], n: int, others: int
) -> None:
    rng, runs = np.random.default_rng(4), 400
    found = [np.column_stack(drawn(rng, shares, size, runs)) for size in (n, others)]
    clear = 0
    for one, other in zip(*found, strict=True):
        rows = pd.DataFrame([one, other], columns=["value", "error", "low", "high"]).assign(outlet=["a", "b"])
        clear += bool((pairs(rows, by="outlet", most=2.0)["p"] < 0.05).any())
    assert clear / runs <= 0.07  # of 400, 5 % and two standard errors


def test_outlets_that_are_alike_are_seldom_called_different() -> None:
    rng, wrong, runs = np.random.default_rng(2), 0, 300
    for _ in range(runs):
        value, _, low, high = drawn(rng, (0.4, 0.5, 0.1), 12, 6)
        rows = pd.DataFrame({"outlet": list("abcdef"), "value": value, "low": low, "high": high})
        wrong += bool((pairs(rows, by="outlet", most=2.0)["q"] < 0.05).any())
    assert wrong / runs <= 0.05


def test_shares_in_articles_are_wilsons() -> None:
    assert share_interval(9, 12) == pytest.approx((5.61, 10.93), abs=0.01)
    assert share_interval(0, 12) == pytest.approx((0, 2.91), abs=0.01)
    assert np.isnan(share_interval(0, 0)).all()


# -- how far apart -----------------------------------------------------------------------------------


def test_a_spread_is_beyond_chance_and_says_the_least() -> None:
    assert spread(np.array([0.3]), np.array([0.1])) == 0
    assert spread(np.array([0.10, 0.12, 0.08]), np.array([0.1, 0.1, 0.1])) == 0
    means_of_six = np.array([-0.9, -0.8, 0.0, 0.0, 0.1, 0.2])
    found = spread(means_of_six, np.full(6, 0.1))
    assert found == pytest.approx((means_of_six.var(ddof=1) * 5 / 11.0705 - 0.01) ** 0.5, abs=1e-4)
    assert found < means_of_six.std(ddof=1)


def test_two_outlets_apart_by_luck_come_behind_ten_that_differ() -> None:
    luck = spread(np.array([-0.6, 0.0]), np.full(2, 0.2))
    assert luck < spread(np.array([-0.6, 0.0] * 5), np.full(10, 0.2))


def test_outlets_that_are_alike_seldom_lie_apart() -> None:
    rng = np.random.default_rng(3)
    found = [spread(*drawn(rng, (0.3, 0.6, 0.1), 12, 6)[:2]) for _ in range(500)]
    assert np.mean(np.array(found) > 0) <= 0.1


# -- in words ----------------------------------------------------------------------------------------


def outlets(*rows: tuple[str, float, int, int, int]) -> pd.DataFrame:
    """Outlet, value, unfavourable, favourable, n; the value's interval reaches .2 to either side."""
    frame = pd.DataFrame(rows, columns=["outlet", "value", "unfavourable", "favourable", "n"])
    ends = {"low": frame["value"] - 0.2, "high": frame["value"] + 0.2}
    return frame.assign(outlet_label=frame["outlet"], articles=frame["n"], **ends)


def test_a_finding_counts_articles() -> None:
    rows = outlets(("Northwire", 0.0, 0, 0, 12), ("Free Loravel", -0.7, 9, 0, 12))
    assert findings.stances(rows, "the government of Kestria") == (
        "Free Loravel writes about the government of Kestria unfavourably in 9 of 12 articles (6–11); "
        "Northwire in 0 of 12 (0–3).  Clear."
    )


def test_a_finding_tells_the_kind_in_which_outlets_differ_most() -> None:
    rows = outlets(("Northwire", 0.0, 1, 1, 12), ("Agency", 0.7, 0, 9, 12), ("Radio", 0.05, 0, 1, 20))
    assert findings.stances(rows, "Ilse Marrant") == (
        "Agency writes about Ilse Marrant favourably in 9 of 12 articles (6–11); Northwire in 1 of 12 "
        "(0–4).  Clear."
    )
    assert findings.stances_tested(rows) == "2 of 3 pairs differ clearly."


def test_where_counts_tell_nothing_the_finding_has_the_kind_of_which_there_is_more() -> None:
    rows = outlets(("Radio", -0.14, 8, 2, 40), ("Wire", -0.16, 7, 2, 40))
    assert findings.stances(rows, "her").startswith("Wire writes about her unfavourably in 7 of 40 articles")


def test_where_no_article_takes_a_side_the_finding_has_the_means() -> None:
    rows = outlets(("Radio", -0.07, 0, 0, 44), ("Wire", -0.04, 0, 0, 43))
    assert findings.stances(rows, "her") == (
        "No article of Radio and Wire is clearly for or against her; what leans makes −7 of 100 in the 44 of "
        "Radio, −4 in the 43 of Wire.  No clear difference."
    )


def test_a_finding_without_a_clear_difference_says_so() -> None:
    rows = outlets(("Northwire", 0.0, 0, 0, 12), ("Radio", -0.1, 1, 0, 12))
    assert findings.stances(rows, "her").endswith("Northwire in 0 of 12 (0–3).  No clear difference.")
    assert findings.stances(rows.head(1), "her") == (
        "Northwire writes about her unfavourably in 0 of 12 articles (0–3); favourably in 0 of 12 articles "
        "(0–3)."
    )
    assert findings.stances(rows.head(0), "her") == findings.TOO_LITTLE


def test_differences_from_one_outlet_are_told_in_articles() -> None:
    rows = outlets(("Northwire", 0.0, 0, 0, 12), ("Free Loravel", -0.7, 9, 0, 12), ("Radio", 0.0, 0, 0, 9))
    found = pd.DataFrame({"outlet": ["Free Loravel", "Radio"], "difference": [-0.7, 0.0], "q": [0.001, 1.0]})
    found = found.assign(p=found["q"], family=3)
    assert findings.stances_apart(found, rows, "Northwire", "her") == (
        "Free Loravel writes about her unfavourably in 9 of 12 articles (6–11); Northwire in 0 of 12 (0–3).  "
        "Clear."
    )
    none = findings.stances_apart(found.tail(1), rows, "Northwire", "her")
    assert none == "None of 1 outlet differs clearly from Northwire."


# -- what is counted ---------------------------------------------------------------------------------


class Mentions(ToneQuestions):
    """Mentions in two articles of one outlet: a minister twice narrated, once quoted; a foreign government;
    a side whose polity is not known."""

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        columns = ["article", "target", "alignment", "polity", "voice", "negative", "positive"]
        rows = [
            (1, "voss", "incumbent", "Kestria", "narration", 0.8, 0.1),
            (1, "voss", "incumbent", "Kestria", "narration", 0.2, 0.3),
            (1, "voss", "incumbent", "Kestria", "quotation", 0.9, 0.0),
            (1, "dahl", "incumbent", "Kestria", "narration", 0.5, 0.2),
            (1, "reeve", "incumbent", "Dravia", "narration", 0.1, 0.6),
            (2, "reeve", "incumbent", "Dravia", "narration", 0.0, 0.7),
            (2, "regime", "incumbent", "", "narration", 0.9, 0.0),
        ]
        counted_tones = pd.DataFrame(rows, columns=columns).assign(outlet="Radio", article_id="")
        with duckdb.connect() as con:
            con.register("counted_tones", counted_tones)
            return con.execute(sql, list(parameters)).df()


def test_features_are_of_narrated_mentions() -> None:
    found = Mentions().stance_features(one=(("target", "voss"),))
    assert len(found) == 1
    row = found.loc[0]
    assert row["outlet"] == "Radio"
    assert [row[name] for name in ("mentions", "negative", "positive")] == pytest.approx([2, 0.5, 0.2])


def test_a_side_is_of_one_polity_and_its_people_are_read_together() -> None:
    sides = Mentions().sides()
    assert sides["target"].tolist() == ["side incumbent Kestria", "side incumbent Dravia"]
    assert sides["articles"].tolist() == [1, 2]
    together = Mentions().stance_features(one=(("side", "incumbent"), ("polity", "Kestria")))
    assert together["mentions"].tolist() == [3]
    assert together["negative"].tolist() == pytest.approx([0.5])


def test_targets_and_sides_are_grouped_at_once() -> None:
    asked = ["side incumbent Kestria", "side incumbent Dravia", "dahl"]
    found = Mentions().stance_features(one=(among(asked),), by=("outlet", "whom"))
    sizes = found.groupby("whom")["mentions"].agg(["size", "sum"])
    assert sizes.loc["side incumbent Kestria"].tolist() == [1, 3]
    assert sizes.loc["side incumbent Dravia"].tolist() == [2, 2]
    assert set(sizes.index) == set(asked), "a side of no known polity is nobody's"


# -- whose government --------------------------------------------------------------------------------


def linked(*rows: tuple[str, str, str, str | None]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Article, name, alignment, polity of targets, all of one outlet."""
    found = pd.DataFrame(rows, columns=["article_id", "name", "alignment", "polity"])
    targets = found[["article_id", "name"]].assign(outlet="Radio")
    return found, targets, targets


def test_a_side_has_the_polity_of_its_article() -> None:
    found = with_polities(
        *linked(("1", "Marrant", "incumbent", "Kestria"), ("1", "regime", "incumbent", None),
                ("1", "Quill", "independent", None))
    )  # fmt: skip
    assert found["polity"].fillna("").tolist() == ["Kestria", "Kestria", ""]


def test_a_side_among_two_polities_or_beside_another_country_stays_open() -> None:
    found = with_polities(
        *linked(("1", "Marrant", "incumbent", "Kestria"), ("1", "Reeve", "incumbent", "Dravia"),
                ("1", "the government", "incumbent", None), ("2", "Marrant", "incumbent", "Kestria"),
                ("2", "the government", "incumbent", None), ("2", "Norway", "", None))
    )  # fmt: skip
    assert found["polity"].fillna("").tolist() == ["Kestria", "Dravia", "", "Kestria", "", ""]


def test_an_outlet_is_at_home_where_most_of_its_articles_are() -> None:
    known = [(str(n), "Marrant", "incumbent", "Kestria") for n in range(5)]
    open_one = ("9", "the minister", "incumbent", None)
    assert with_polities(*linked(*known, open_one))["polity"].iloc[-1] == "Kestria"
    few = with_polities(*linked(*known[:4], open_one))["polity"].iloc[-1]
    assert not few
    split = [(str(n), "Reeve", "incumbent", "Dravia") for n in range(5, 8)]
    assert not with_polities(*linked(*known, *split, open_one))["polity"].iloc[-1]
    assert with_polities(*linked()).empty


def test_an_outlet_is_at_home_where_its_table_says() -> None:
    open_one = ("9", "the minister", "incumbent", None)
    home = {"Radio": "Norwegian"}
    assert with_polities(*linked(open_one), home)["polity"].iloc[-1] == "Norway"
    known = [(str(n), "Marrant", "incumbent", "Kestria") for n in range(5)]
    assert with_polities(*linked(*known, open_one), home)["polity"].iloc[-1] == "Norway", (
        "the table goes first"
    )
    assert with_polities(*linked(*known[:1], open_one), {"Radio": "Kestria"})["polity"].iloc[-1] == "Kestria"
    assert not with_polities(*linked(open_one), {"Radio": "Nowhere"})["polity"].iloc[-1]
    assert not with_polities(*linked(open_one), {"Other": "Norway"})["polity"].iloc[-1]


def test_sides_are_called_by_their_polity() -> None:
    assert side_label("incumbent", "Kestria") == "The government of Kestria"
    assert side_label("opposition", "United States") == "The opposition in the United States"
    assert side_label("incumbent", "Czech Republic") == "The government of the Czech Republic"
    assert side_label("incumbent", "Netherlands") == "The government of the Netherlands"


# -- of mentions -------------------------------------------------------------------------------------


def test_one_mention_says_less_than_ten_and_plain_ones_say_the_same() -> None:
    harsh = stances(np.array([[0.8, 0.0]] * 2), np.array([1, 10]))[:, 0]
    assert harsh[0] < harsh[1] - 0.2
    plain = stances(np.array([[0.072, 0.0]] * 2), np.array([1, 40]))
    assert plain[0] == pytest.approx(plain[1], abs=1e-9)
    assert with_plain_mentions(np.array([-0.8]), np.array([2]), -0.1).tolist() == pytest.approx([-0.45])
