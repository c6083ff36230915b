"""How far apart the outlets of an event lie: by hand, and in simulations in which they do not."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from bias.compare.statistics.apart import COLUMNS, apart


def sides(story: str = "s", **outlets: tuple[int, int, int]) -> pd.DataFrame:
    """An outlet → statements of the government's side, of others, and squares over its sources."""
    rows = [
        (story, "Kestria", outlet, side, n, part)
        for outlet, (official, others, squares) in outlets.items()
        for side, n, part in (("incumbent", official, squares), ("opposition", others, 0))
    ]
    return pd.DataFrame(rows, columns=["story", "polity", "outlet", "alignment", "n", "squares"])


def test_two_outlets_by_hand() -> None:
    """Ten sources each, a statement each: of 9 and of 1, with one more on either side."""
    (row,) = apart(sides(A=(9, 1, 10), B=(1, 9, 10)), least=10).to_dict("records")
    assert (row["most"], row["least"]) == ("A", "B")
    assert row["apart"] == pytest.approx(0.8)
    reach = 2.100922 * math.sqrt(2 * (10 / 12) * (2 / 12) / 12)
    assert row["low"] == pytest.approx(8 / 12 - reach)
    assert row["high"] == pytest.approx(8 / 12 + reach)
    assert row["q"] < 0.05


def test_many_statements_of_one_source_count_little() -> None:
    many = apart(sides(A=(9, 1, 10), B=(1, 9, 10)), least=10)["low"].iloc[0]
    few = apart(sides(A=(9, 1, 82), B=(1, 9, 82)), least=10)["low"].iloc[0]
    assert few < 0 < many


def test_below_the_least_number_there_is_no_row() -> None:
    assert apart(sides(A=(9, 0, 9), B=(1, 9, 10)), least=10).empty
    assert list(apart(sides(A=(9, 0, 9)), least=10).columns) == COLUMNS
    assert apart(sides().head(0), least=10).empty


def test_equal_outlets_are_zero_apart() -> None:
    (row,) = apart(sides(A=(10, 0, 10), B=(10, 0, 10)), least=10).to_dict("records")
    assert row["apart"] == 0
    assert {row["most"], row["least"]} == {"A", "B"}
    assert row["q"] == 1


def test_more_stories_make_a_family() -> None:
    alone = apart(sides(A=(8, 2, 10), B=(2, 8, 10)), least=10)
    even = [sides(f"e{n}", A=(5, 5, 10), B=(5, 5, 10)) for n in range(40)]
    among = apart(pd.concat([sides(A=(8, 2, 10), B=(2, 8, 10)), *even]), least=10).set_index("story")
    assert alone["q"].iloc[0] < 0.05 < among.loc["s", "q"]
    assert among.loc["s", "low"] == alone["low"].iloc[0]


@pytest.mark.parametrize(("outlets", "sources"), [(2, 5), (2, 6), (4, 6), (6, 12), (10, 20)])
def test_no_difference_is_seldom_called_clear(outlets: int, sources: int) -> None:
    """Sources say two statements each, half of one side in every outlet: an interval above zero in at
    most one story of twenty."""
    rng, stories = np.random.default_rng(0), 1_000
    official = 2 * rng.binomial(sources, 0.5, (stories, outlets))
    frames = []
    for n in range(outlets):
        story = [str(one) for one in range(stories)]
        rows = {"story": story, "polity": "", "outlet": f"o{n}"}
        part = official[:, n]
        frames += [
            pd.DataFrame(rows | {"alignment": "incumbent", "n": part, "squares": 2 * part}),
            pd.DataFrame(
                rows | {"alignment": "", "n": 2 * sources - part, "squares": 2 * (2 * sources - part)}
            ),
        ]
    found = apart(pd.concat(frames), least=10)
    assert len(found) == stories
    assert (found["low"] > 0).mean() <= 0.05
    assert (found["q"] < 0.05).sum() <= 1
