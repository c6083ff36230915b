"""Every measure over time, by outlet: one card, one chart; a point opens its sentences."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import article, fill
from made import make_cited, make_corpus

import bias
from bias import compare
from bias.api import OpenCorpus
from bias.compare.cards.over_time import default_unit, start
from bias.compare.measures import SOURCINGS, TONES, WORDINGS, Measure
from bias.compare.words.findings import changes
from bias.corpus import Corpus, Filter
from bias.errors import BadInputError
from bias.show import charts

TOGETHER = "All outlets together"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    return bias.open_corpus(make_corpus(tmp_path_factory.mktemp("time") / "filled").path)


@pytest.mark.parametrize(
    ("unit", "period", "since", "until"),
    [
        ("week", "2026-02-09", "2026-02-09", "2026-02-15"),
        ("month", "2026-03", "2026-03-01", "2026-03-31"),
        ("quarter", "2026-Q2", "2026-04-01", "2026-06-30"),
    ],
)
def test_a_point_is_what_a_filter_of_its_days_gives(
    opened: OpenCorpus, unit: str, period: str, since: str, until: str
) -> None:
    card = opened.sourcing("direct", over=unit)
    within = opened.only(since=since, until=until).sourcing("direct").board.rows.set_index("outlet")
    rows = card.board.rows
    rows = rows[(rows["period"] == period) & (rows["outlet"] != "")].set_index("outlet")
    assert len(rows)
    for outlet, row in rows.iterrows():
        same = within.loc[str(outlet)]
        assert (row["n"], row["articles"], row["note"]) == (same["n"], same["articles"], same["note"])
        assert row["value"] == pytest.approx(same["value"], nan_ok=True)
        assert row["low"] == pytest.approx(same["low"], nan_ok=True)


@pytest.mark.parametrize(
    "entry", [one for one in SOURCINGS if isinstance(one, Measure)], ids=lambda one: one.key
)
def test_a_point_opens_the_sentences_of_its_outlet_and_time(opened: OpenCorpus, entry: Measure) -> None:
    by_outlet = opened.sourcing(entry.key).board.rows.set_index("outlet")
    rows = opened.sourcing(entry.key, over="quarter").board.rows
    for outlet, part in rows[rows["outlet"] != ""].groupby("outlet"):
        behind = [opened.corpus.observed("attributions", Filter(), behind=one) for one in part["behind"]]
        whole = opened.corpus.observed("attributions", Filter(), behind=by_outlet.loc[outlet, "behind"])
        if entry.key not in ("one_voice",):
            assert sum(behind) == whole
        assert part["n"].sum() == by_outlet.loc[outlet, "n"]


def test_every_measure_has_its_time(demo: Corpus) -> None:
    corpus = bias.open_corpus(demo.path)
    cards = [corpus.sourcing(one.key, over="quarter") for one in SOURCINGS]
    cards += [corpus.tone(measure=one.key, over="quarter") for one in TONES if one.kind != "actors"]
    cards += [corpus.wording(one.key, over="quarter") for one in WORDINGS]
    cards += [corpus.framing("conflict", over="quarter"), corpus.topics_over_time("quarter")]
    for card in cards:
        assert set(card.board.rows["period"]) <= {"2026-Q1", "2026-Q2"}
        assert card.title.endswith("quarter")
        assert isinstance(card.figure(), charts.Figure)


def test_too_few_have_counts_and_sentences_and_no_band(opened: OpenCorpus) -> None:
    card = opened.sourcing("direct", over="week")
    few = card.board.rows[card.board.rows["note"] != ""]
    assert len(few)
    assert few[["value", "low", "high"]].isna().all().all()
    assert set(few.loc[few["n"] > 0, "id"]) <= set(card.marks["id"]), "0 of 9 opens nothing"
    figure = card.figure()
    rings = [
        one
        for trace in figure.data
        if trace.customdata is not None
        for one, symbol in zip(trace.customdata, trace.marker.symbol, strict=True)
        if symbol == "circle-open"
    ]
    assert sorted(rings) == sorted(few["id"])


def test_the_unit_follows_the_dates(corpus: Corpus) -> None:
    assert default_unit(corpus, Filter()) == "week", "no date"
    for number, (last, unit) in enumerate(
        (("2026-04-10", "week"), ("2026-09-01", "month"), ("2029-01-01", "quarter"))
    ):
        fill(corpus, [article(2 * number, published="2026-01-01"), article(2 * number + 1, published=last)])
        assert default_unit(corpus, Filter()) == unit
    assert default_unit(corpus, Filter(until="2026-02-01")) == "week"


def test_a_period_begins_on_its_first_day() -> None:
    found = [str(start(one).date()) for one in ("2026-02-09", "2026-02", "2026-Q2")]
    assert found == ["2026-02-09", "2026-02-01", "2026-04-01"]


def test_a_change_is_found_and_its_absence_said(tmp_path: Path) -> None:
    early, late = ["Livia Arden"] * 10, ["the police"] * 10
    cited = {"The Lantern": [early] * 10 + [late] * 10, "Radio Varn": [early + late] * 20}
    corpus = bias.open_corpus(make_cited(tmp_path / "corpus", cited, days=9).path)
    card = corpus.sourcing("official", over="quarter")
    assert card.finding.startswith(
        "Government's side in all countries, added up: 1 of 2 outlets changes clearly"
    )
    assert ", most The Lantern from 0 % (" in card.finding
    same = corpus.only(outlets=["Radio Varn"]).sourcing("official", over="quarter")
    assert "no clear change over time" in same.finding


def test_nothing_is_said_of_one_period() -> None:
    row = {
        "outlet": "a",
        "panel": "A",
        "period": "2026-01",
        "series": "",
        "value": 0.5,
        "low": 0.4,
        "high": 0.6,
    }
    assert changes(pd.DataFrame([row]), "share") == "Too little to say anything."


def test_articles_without_a_date_are_said(tmp_path: Path) -> None:
    from made import make_uneven

    card = compare.sourcing(make_uneven(tmp_path / "uneven"), Filter(), key="direct", over="month")
    assert " statements in articles without a date are not shown." in card.notes


def test_nobody_quoted_and_no_date_draw_nothing(corpus: Corpus) -> None:
    fill(corpus, [article(published="")])
    for card in (
        compare.sourcing(corpus, Filter(), key="direct", over="auto"),
        compare.tone(corpus, Filter(), key="voices", target="everybody", over="auto"),
        compare.wording(corpus, Filter(), key="loaded", over="auto"),
    ):
        assert card.table.empty
        assert not charts.draw(card.chart).data


def test_an_unknown_unit_is_an_error(opened: OpenCorpus) -> None:
    with pytest.raises(BadInputError, match="no unit of time 'decade'; there are week, month, quarter, auto"):
        opened.sourcing("direct", over="decade")


# -- the chart ---------------------------------------------------------------------------------------


def point(period: str, value: float, **more: Any) -> dict[str, Any]:
    few = math.isnan(value)
    row = {
        "id": f"A · {period}", "panel": "A", "series": "", "period": period, "start": start(period),
        "value": value, "low": value - 0.1, "high": value + 0.1, "n": 1 if few else 20,
        "base": 4 if few else 40, "articles": 12,
        "note": "too few (n = 4)" if few else "",
    }  # fmt: skip
    return row | more


def drawn(*rows: dict[str, Any], unit: str = "share", **more: Any) -> charts.Figure:
    return charts.over_time(pd.DataFrame(rows), unit=unit, axis="of all", noun="statements", **more)


def test_a_panel_has_a_line_a_band_and_marks() -> None:
    figure = drawn(point("2026-02", 0.4), point("2026-01", 0.2), point("2026-01", 0.5, panel="B", id="B"))
    assert [note.text for note in figure.layout.annotations] == ["A", "B"]
    top, bottom, line, marks = figure.data[:4]
    assert list(top.y) == pytest.approx([0.3, 0.5])
    assert list(bottom.y) == pytest.approx([0.1, 0.3])
    assert bottom.fill == "tonexty"
    assert list(line.y) == pytest.approx([0.2, 0.4])
    assert list(marks.customdata) == ["A · 2026-01", "A · 2026-02"]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range


def test_a_gap_breaks_line_and_band() -> None:
    figure = drawn(point("2026-01", 0.2), point("2026-02", math.nan), point("2026-03", 0.3))
    bands = [trace for trace in figure.data if trace.fill == "tonexty"]
    assert [len(band.x) for band in bands] == [1, 1]
    line, marks = figure.data[-2:]
    assert [value is None for value in line.y] == [False, True, False]
    assert list(marks.marker.symbol) == ["circle", "circle-open", "circle"]
    assert "too few" in marks.hovertext[1]


def test_values_around_zero_have_zero_in_the_middle() -> None:
    figure = drawn(point("2026-01", 0.2), point("2026-02", -0.4), unit="net")
    low, high = figure.layout.yaxis.range
    assert low == pytest.approx(-high)
    assert list(figure.data[-2].y) == pytest.approx([20, -40])


def test_the_chosen_point_is_larger_and_nothing_is_an_empty_figure() -> None:
    marks = drawn(point("2026-01", 0.2), point("2026-02", 0.3), chosen="A · 2026-02").data[-1]
    assert list(marks.marker.size) == [8, 13]
    assert not drawn(point("2026-01", 0.2)).data[0].name
    empty = charts.over_time(
        pd.DataFrame([point("2026-01", 0.2)]).head(0), unit="share", axis="", noun="statements"
    )
    assert not empty.data
