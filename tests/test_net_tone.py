"""Net tone: by hand, as properties, and in simulations whose truth is known."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bias.compare.statistics.differences import pairs
from bias.compare.statistics.net_tone import RAW, TONES, VALUES, Scores, corrected, mean, net

Counts = npt.NDArray[np.int64]
Three = tuple[int, int, int]

EVEN = [[80, 20, 0], [10, 80, 10], [0, 20, 80]]  # errs alike on both sides: a tone counts 1.25
SKEWED = np.array([[0.79, 0.16, 0.05], [0.16, 0.74, 0.10], [0.07, 0.24, 0.69]])
GOLD_ROWS = (190, 190, 120)
T_5 = 2.570582  # 97.5 % of Student's t with five degrees of freedom


def made(
    found: Sequence[Three] | Counts,
    second: Sequence[Three] | Counts | None = None,
    *,
    unsure: int = 0,
    group: Sequence[object] | Counts | str = "a",
) -> pd.DataFrame:
    """A row an article with its mentions by tone; each has `unsure` neutral ones more than sure ones."""
    counts = np.asarray(found)
    out: dict[str, object] = {"group": group, "articles": 1, "n": counts.sum(1)}
    for ending, part in (("", counts), ("_2", second)):
        if part is not None:
            part = np.asarray(part)
            out |= {f"{tone}{ending}": part[:, at] for at, tone in enumerate(TONES)}
            out |= {f"sure_{tone}{ending}": part[:, at] for at, tone in enumerate(TONES)}
            out[f"sure_neutral{ending}"] = part[:, 1] - unsure
    if second is not None:
        out["n"] = counts.sum(1) + np.asarray(second).sum(1)
    return pd.DataFrame(out, index=range(len(counts)))


def one(frame: pd.DataFrame, scores: Scores = RAW, *, compared: bool = False) -> pd.Series:
    found = net(frame, by=["group"], scores=scores, compared=compared)
    assert list(found.columns) == ["group", "value", "low", "high", "n", "uncertain", "articles"]
    assert len(found) == 1
    return found.loc[0]


def holds(found: pd.DataFrame, truth: float) -> float:
    """Share of the intervals that hold the truth; one that is missing holds nothing."""
    return float(((found["low"] <= truth) & (truth <= found["high"])).mean())


THREE: list[Three] = [(1, 0, 3), (2, 1, 0), (0, 2, 2)]


# -- by hand -----------------------------------------------------------------------------------------


def test_positive_minus_negative_of_all_mentions() -> None:
    found = one(made(THREE * 2))
    assert found["value"] == pytest.approx((10 - 6) / 22)
    assert (found["n"], found["uncertain"], found["articles"]) == (22, 0, 6)


def test_the_interval_leaves_out_one_article_after_the_other() -> None:
    found = one(made(THREE * 2))
    without = [2 / 18, 6 / 19, 2 / 18] * 2
    centre = sum(without) / 6
    error = math.sqrt(5 / 6 * sum((value - centre) ** 2 for value in without))
    assert found["low"] == pytest.approx(4 / 22 - T_5 * error)
    assert found["high"] == pytest.approx(4 / 22 + T_5 * error)


def test_raw_counts_what_is_sure_and_says_what_is_not() -> None:
    found = one(made([(1, 3, 4), (2, 3, 1)], unsure=2))
    assert found["value"] == pytest.approx((5 - 3) / (14 - 4))
    assert (found["n"], found["uncertain"]) == (14, 4)


def test_corrected_counts_all_answers_and_undoes_the_errors() -> None:
    scores = corrected(EVEN)
    assert scores.values == pytest.approx([-1.25, 0, 1.25])
    found = one(made([(1, 3, 4), (2, 3, 1)], unsure=2), scores)
    assert found["value"] == pytest.approx(1.25 * (5 - 3) / 14)
    assert (found["n"], found["uncertain"]) == (14, 4)


def test_a_classifier_without_errors_needs_no_correction() -> None:
    assert corrected([[90, 0, 0], [0, 70, 0], [0, 0, 50]]).values == pytest.approx(VALUES)


def test_a_corrected_interval_is_wider_by_what_the_scores_do_not_know() -> None:
    scores = corrected(EVEN)
    known = Scores(scores.values, np.zeros((3, 3)), sure=False)
    frame = made(THREE * 20)
    shares = np.array([3, 3, 5]) / 11
    free, sure = (one(frame, given) for given in (scores, known))
    reach = 2.000995 * math.sqrt(float(shares @ scores.covariance @ shares))  # t with 59 degrees of freedom
    assert free["high"] - free["value"] == pytest.approx(
        math.hypot(sure["high"] - sure["value"], reach), rel=1e-4
    )


def test_few_rows_to_correct_with_are_less_sure() -> None:
    few, many = corrected(EVEN), corrected([[10 * n for n in row] for row in EVEN])
    assert np.all(few.covariance.diagonal() > 4 * many.covariance.diagonal())


def test_the_difference_of_two_kinds() -> None:
    frame = made([(1, 0, 3), (2, 1, 0)], [(0, 4, 0), (2, 0, 2)])
    found = one(frame, compared=True)
    assert found["value"] == pytest.approx((3 - 3) / 7 - (2 - 2) / 8)
    frame = made(THREE * 2, [(0, 0, 2), (1, 0, 1), (0, 0, 0)] * 2)
    found = one(frame, compared=True)
    first, second = [2 / 18, 6 / 19, 2 / 18] * 2, [2 / 6, 4 / 6, 4 / 8] * 2
    left = [a - b for a, b in zip(first, second, strict=True)]
    error = math.sqrt(5 / 6 * sum((value - sum(left) / 6) ** 2 for value in left))
    value = 4 / 22 - 4 / 8
    assert list(found[["value", "low", "high"]]) == pytest.approx(
        [value, value - T_5 * error, value + T_5 * error]
    )
    assert (found["n"], found["articles"]) == (22 + 8, 6)


def test_a_difference_reaches_as_far_as_two() -> None:
    found = one(made([(0, 0, 4)] * 3, [(4, 0, 0)] * 3), compared=True)
    assert (found["value"], found["high"]) == (2, 2)
    assert -2 <= found["low"] < 2


def test_what_errors_cancel_widens_no_difference() -> None:
    """Two kinds with the same shares: whatever the scores are, they differ by nothing."""
    scores = corrected([[8, 2, 0], [1, 8, 1], [0, 2, 8]])
    known = Scores(scores.values, np.zeros((3, 3)), sure=False)
    frame = made(THREE * 3, THREE[::-1] * 3)
    free, sure = (one(frame, given, compared=True) for given in (scores, known))
    assert list(free[["value", "low", "high"]]) == pytest.approx(list(sure[["value", "low", "high"]]))


# -- what must not matter ----------------------------------------------------------------------------


@pytest.mark.parametrize("scores", [RAW, corrected(EVEN)], ids=["raw", "corrected"])
@pytest.mark.parametrize("compared", [False, True])
def test_articles_that_are_alike_may_be_one_row(scores: Scores, compared: bool) -> None:
    second = THREE[::-1] if compared else None
    rows = made(THREE, second).assign(articles=[3, 1, 2])
    rows["n"] *= rows["articles"]
    written = made(
        [THREE[at] for at in (0, 0, 0, 1, 2, 2)],
        [THREE[2 - at] for at in (0, 0, 0, 1, 2, 2)] if compared else None,
    )
    left, right = (net(frame, by=["group"], scores=scores, compared=compared) for frame in (rows, written))
    pd.testing.assert_frame_equal(left, right)


articles = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=20)


@given(articles, st.booleans())
@settings(max_examples=60)
def test_the_order_of_rows_changes_nothing(rows: list[Three], fixed: bool) -> None:
    frame = made(rows, rows[::-1])
    scores = corrected(EVEN, draws=50) if fixed else RAW
    first, turned = (
        net(given, by=["group"], scores=scores, compared=True) for given in (frame, frame.iloc[::-1])
    )
    pd.testing.assert_frame_equal(first, turned, rtol=1e-7, atol=1e-7)


@given(articles, st.booleans())
@settings(max_examples=60)
def test_the_interval_holds_its_value_and_stays_in_bounds(rows: list[Three], fixed: bool) -> None:
    found = one(made(rows), corrected(EVEN, draws=50) if fixed else RAW)
    if not math.isnan(found["low"]):
        assert -1 <= found["low"] <= found["value"] <= found["high"] <= 1
        assert found["low"] < found["high"]


@given(articles)
@settings(max_examples=40)
def test_good_and_bad_exchanged_turn_the_interval_around(rows: list[Three]) -> None:
    found, turned = one(made(rows)), one(made([row[::-1] for row in rows]))
    for name, other in (("value", "value"), ("low", "high"), ("high", "low")):
        assert found[name] == pytest.approx(-turned[other], nan_ok=True)


def test_adding_an_outlet_moves_no_other() -> None:
    alone = net(made(THREE), by=["group"], scores=RAW)
    among = net(made(THREE * 2, group=["a"] * 3 + ["b"] * 3), by=["group"], scores=RAW)
    pd.testing.assert_frame_equal(alone, among.head(1))


def test_several_keys() -> None:
    frame = made(THREE * 2, group=list("aaabbb")).assign(month="2026-02")
    found = net(frame, by=["group", "month"], scores=RAW)
    assert list(found["group"]) == ["a", "b"]
    assert set(found["month"]) == {"2026-02"}


# -- too little --------------------------------------------------------------------------------------


def test_one_article_has_a_value_and_no_interval() -> None:
    found = one(made([(1, 2, 3)]))
    assert found["value"] == pytest.approx(2 / 6)
    assert found[["low", "high"]].isna().all()


def test_an_article_that_has_all_mentions_has_no_interval() -> None:
    found = one(made([(1, 2, 3), (0, 0, 0), (0, 0, 0)]))
    assert found["value"] == pytest.approx(2 / 6)
    assert found[["low", "high"]].isna().all()


@pytest.mark.parametrize("scores", [RAW, corrected(EVEN)], ids=["raw", "corrected"])
def test_an_article_that_has_all_mentions_of_one_kind_has_no_interval(scores: Scores) -> None:
    found = one(made(THREE, [(0, 0, 0), (1, 2, 3), (0, 0, 0)]), scores, compared=True)
    assert not math.isnan(found["value"])
    assert found[["low", "high"]].isna().all()


def test_a_kind_that_nobody_mentions_has_no_difference() -> None:
    found = one(made(THREE, [(0, 0, 0)] * 3), compared=True)
    assert found[["value", "low", "high"]].isna().all()


def test_nothing_sure_is_no_value() -> None:
    found = one(made([(0, 2, 0)] * 5, unsure=2))
    assert found[["value", "low", "high"]].isna().all()
    assert (found["n"], found["uncertain"]) == (10, 10)


def test_no_rows_are_no_rows() -> None:
    assert net(made(THREE).head(0), by=["group"], scores=RAW).empty


@pytest.mark.parametrize("row", [(3, 0, 0), (0, 3, 0), (0, 0, 3), (1, 1, 1)])
def test_articles_that_agree_are_not_certain(row: Three) -> None:
    found = one(made([row] * 12))
    reach = 0.26465 * (1 + abs(found["value"]))  # 1 − .025^(1/12) of the articles, at the other end
    assert max(found["high"] - found["value"], found["value"] - found["low"]) == pytest.approx(
        reach, rel=1e-4
    )
    assert one(made([row] * 120))["high"] - one(made([row] * 120))["low"] < 0.1


def test_a_correction_is_no_surer_where_all_articles_agree() -> None:
    scores = corrected([[30, 6, 2], [6, 28, 4], [2, 5, 14]])
    found = one(made([(0, 1, 0)] * 1000), scores)
    error = math.sqrt(scores.covariance[1, 1])
    assert found["high"] - found["low"] > 2 * 1.96 * error * 0.99


@pytest.mark.parametrize("tone", range(3))
def test_each_tone_needs_rows_to_correct_with(tone: int) -> None:
    confusion = [[0, 0, 0] if at == tone else row for at, row in enumerate(EVEN)]
    with pytest.raises(ValueError, match="rows"):
        corrected(confusion)


def test_answers_that_tell_nothing_cannot_be_corrected() -> None:
    with pytest.raises(ValueError, match="Singular"):
        corrected([[5, 5, 5]] * 3)


shares = st.tuples(*[st.integers(0, 20)] * 3).filter(any)


@given(shares)
@settings(max_examples=40)
def test_the_correction_undoes_a_known_confusion_in_expectation(there: Three) -> None:
    """Whatever is there: the answers that the confusion leads one to expect give its net tone."""
    confusion = np.round(SKEWED * 1000).astype(int)
    truth = np.array(there) / sum(there)
    expected = truth @ (confusion / confusion.sum(1, keepdims=True))
    assert float(expected @ corrected(confusion.tolist(), draws=10).values) == pytest.approx(
        float(truth @ VALUES)
    )


def test_the_correction_is_the_same_on_every_run() -> None:
    one_run, other = corrected(EVEN), corrected(EVEN)
    assert np.array_equal(one_run.covariance, other.covariance)


def test_the_mean_of_whole_articles_is_a_ratio_of_sums() -> None:
    frame = pd.DataFrame(
        {"outlet": list("aaab"), "above": [2.0, -1.0, 3.0, 1.0], "below": [4.0, 4.0, 8.0, 2.0]}
    )
    found = mean(frame, by="outlet")
    assert list(found["value"]) == pytest.approx([4 / 16, 1 / 2])
    assert list(found["n"]) == [16, 2]
    assert list(found["articles"]) == [3, 1]
    assert found.loc[0, "low"] < 0.25 < found.loc[0, "high"]
    assert math.isnan(found.loc[1, "low"])


# -- simulations -------------------------------------------------------------------------------------

MIXED, QUIET = (0.3, 0.5, 0.2), (0.1, 0.85, 0.05)


def clustered(
    rng: np.random.Generator, articles: int, truth: Sequence[float], *, alike: float, least: int = 1
) -> Counts:
    """Mentions by tone of articles that each draw a tone of their own around the truth."""
    sizes = rng.poisson(4, articles) + least
    return rng.multinomial(sizes, rng.dirichlet(np.asarray(truth) * alike, articles))


def groups(repetitions: int, articles: int) -> Counts:
    return np.repeat(np.arange(repetitions), articles)


def answers(rng: np.random.Generator, there: Counts) -> Counts:
    """What a classifier that errs as SKEWED takes mentions for."""
    return sum(rng.multinomial(there[:, tone], SKEWED[tone]) for tone in range(3))  # type: ignore[return-value]


def sampled(rng: np.random.Generator) -> Scores:
    """The correction that one would have with 500 rows of gold."""
    rows = [rng.multinomial(n, SKEWED[tone]).tolist() for tone, n in enumerate(GOLD_ROWS)]
    return corrected(rows, draws=500)


@pytest.mark.parametrize("articles", [12, 30, 200])
@pytest.mark.parametrize(
    ("truth", "alike"), [(MIXED, 2.0), (MIXED, 8.0), (QUIET, 8.0)], ids=["far apart", "alike", "quiet"]
)
def test_a_95_percent_interval_covers_95_percent(
    articles: int, truth: tuple[float, ...], alike: float
) -> None:
    rng = np.random.default_rng(7)
    counts = clustered(rng, 1000 * articles, truth, alike=alike)
    found = net(made(counts, group=groups(1000, articles)), by=["group"], scores=RAW)
    assert 0.92 <= holds(found, truth[2] - truth[0]) <= 0.98


@pytest.mark.parametrize("articles", [12, 30, 200])
def test_it_covers_where_harsh_articles_say_more(articles: int) -> None:
    """A ratio of sums is then another number than the mean of the articles."""

    def drawn(rng: np.random.Generator, size: int) -> tuple[npt.NDArray[np.float64], Counts]:
        own = rng.dirichlet(np.array(MIXED) * 3, size)
        return own, 1 + rng.poisson(2 + 10 * own[:, 0])

    own, sizes = drawn(np.random.default_rng(1), 500_000)
    truth = float((own @ VALUES) @ sizes / sizes.sum())
    rng = np.random.default_rng(7)
    own, sizes = drawn(rng, 1000 * articles)
    frame = made(rng.multinomial(sizes, own), group=groups(1000, articles))
    assert 0.92 <= holds(net(frame, by=["group"], scores=RAW), truth) <= 0.98


def test_an_interval_over_single_mentions_would_not_cover() -> None:
    """The reason for leaving out whole articles: the same value, as if each mention stood alone."""
    counts = clustered(np.random.default_rng(7), 500 * 30, MIXED, alike=2.0)
    frame = made(counts, group=groups(500, 30)).groupby("group")[[*TONES]].sum()
    shares = frame.to_numpy() / frame.to_numpy().sum(1, keepdims=True)
    value = shares @ VALUES
    half = 1.96 * np.sqrt((shares @ VALUES**2 - value**2) / frame.to_numpy().sum(1))
    assert float((np.abs(value + 0.1) <= half).mean()) < 0.85


@pytest.mark.parametrize("articles", [12, 30, 200])
@pytest.mark.parametrize(
    ("truth", "raw_most"), [(MIXED, {200: 0.85}), (QUIET, {200: 0.5})], ids=["mixed", "quiet"]
)
def test_a_corrected_interval_covers_where_the_raw_one_does_not(
    articles: int, truth: tuple[float, ...], raw_most: dict[int, float]
) -> None:
    """With few articles the raw interval is so wide that it covers in spite of its bias."""
    rng, repetitions = np.random.default_rng(7), 1000
    found = made(
        answers(rng, clustered(rng, repetitions * articles, truth, alike=8.0)),
        group=groups(repetitions, articles),
    )
    scored = [net(part, by=["group"], scores=sampled(rng)) for _, part in found.groupby("group")]
    net_truth = truth[2] - truth[0]
    assert 0.92 <= holds(pd.concat(scored), net_truth) <= 0.98
    assert holds(net(found, by=["group"], scores=RAW), net_truth) < raw_most.get(articles, 0.98)


@pytest.mark.parametrize("articles", [12, 30, 200])
def test_a_corrected_difference_covers(articles: int) -> None:
    rng, repetitions = np.random.default_rng(9), 1000
    one_kind = answers(rng, clustered(rng, repetitions * articles, MIXED, alike=8.0))
    other = answers(rng, clustered(rng, repetitions * articles, (0.15, 0.5, 0.35), alike=8.0))
    found = made(one_kind, other, group=groups(repetitions, articles))
    scored = [
        net(part, by=["group"], scores=sampled(rng), compared=True) for _, part in found.groupby("group")
    ]
    assert 0.92 <= holds(pd.concat(scored), -0.1 - 0.2) <= 0.98
    raw = net(found, by=["group"], scores=RAW, compared=True)
    assert holds(raw, -0.1 - 0.2) < {12: 0.98, 30: 0.9, 200: 0.5}[articles]


@pytest.mark.parametrize("articles", [12, 30, 200])
def test_a_difference_covers_where_the_two_kinds_of_an_article_are_alike(articles: int) -> None:
    rng = np.random.default_rng(5)
    own = rng.dirichlet(np.array(MIXED) * 4, 1000 * articles)
    one_kind = rng.multinomial(rng.poisson(4, len(own)) + 1, own)
    other = rng.multinomial(rng.poisson(2, len(own)), own)
    frame = made(one_kind, other, group=groups(1000, articles))
    assert 0.92 <= holds(net(frame, by=["group"], scores=RAW, compared=True), 0.0) <= 0.98


@pytest.mark.parametrize("articles", [24, 60, 200])
def test_two_kinds_that_are_the_same_are_seldom_called_different(articles: int) -> None:
    """Each article has one kind or the other, as with two outlets."""
    rng = np.random.default_rng(11)
    counts = clustered(rng, 1000 * articles, MIXED, alike=4.0)
    first = (rng.random(len(counts)) < 0.5)[:, None]
    frame = made(counts * first, counts * ~first, group=groups(1000, articles))
    found = net(frame, by=["group"], scores=RAW, compared=True)
    assert 0.02 <= 1 - holds(found, 0.0) <= 0.08


@pytest.mark.parametrize("articles", [12, 30, 200])
def test_two_outlets_that_are_the_same_are_seldom_called_different(articles: int) -> None:
    rng = np.random.default_rng(13)
    counts = clustered(rng, 2000 * articles, MIXED, alike=4.0)
    found = net(made(counts, group=groups(2000, articles)), by=["group"], scores=RAW)
    every = pd.concat([pairs(found.iloc[at : at + 50], by="group", most=2.0) for at in range(0, 2000, 50)])
    gaps = every[(every["group"] == every["reference"] + 1) & (every["group"] % 2 == 1)]
    assert len(gaps) == 1000
    assert 0.02 <= 1 - holds(gaps, 0.0) <= 0.08


def test_two_outlets_that_differ_are_told_apart() -> None:
    rng = np.random.default_rng(17)
    first = clustered(rng, 200 * 60, (0.2, 0.5, 0.3), alike=4.0)
    other = clustered(rng, 200 * 60, (0.4, 0.5, 0.1), alike=4.0)
    half = (np.arange(200 * 60) % 2 == 0)[:, None]
    frame = made(first * half, other * ~half, group=groups(200, 60))
    assert (net(frame, by=["group"], scores=RAW, compared=True)["low"] > 0).mean() > 0.9
