"""Figures of tone: around zero, blue kinder and orange harsher, each value drawn where it is and in words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from bias.show.charts import HARSHER, INK, KINDER, PALE
from bias.show.charts.tone import NEITHER, tone_cells, tone_colour, tone_dots

OWN, OTHERS = "in its own voice", "in words it quotes"
COLUMNS = [
    "id",
    "label",
    "series",
    "value",
    "low",
    "high",
    "n",
    "base",
    "uncertain",
    "articles",
    "note",
    "topic",
]
BOLD = "<b>Bold</b> & <a href='javascript:x'>Co</a>"


def row(label: str, value: float, **more: Any) -> dict[str, Any]:
    """A row of a board; its interval reaches a tenth to either side."""
    series = more.get("series", "")
    found = {
        "id": f"{label}, {series}" if series else label, "label": label, "series": series, "value": value,
        "low": value - 0.1, "high": value + 0.1, "n": 40, "uncertain": 0, "articles": 12, "note": "",
        "topic": "",
    }  # fmt: skip
    return found | more


def few(label: str, **more: Any) -> dict[str, Any]:
    return row(label, math.nan, n=7, articles=5, note="too few (n = 7)", **more)


def board(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS).assign(base=lambda found: found["n"])


def voices() -> pd.DataFrame:
    return board(
        row("The Lantern", 0.3, series=OWN),
        row("The Lantern", -0.2, series=OTHERS, n=60, uncertain=8),
        row("Radio Varn", 0.0, series=OWN),
        few("Radio Varn", series=OTHERS),
    )


def dots(rows: pd.DataFrame, **more: Any) -> go.Figure:
    return tone_dots(rows, **{"unit": "net", "axis": "points", **more})


def annotations(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


# -- dots --------------------------------------------------------------------------------------------


def test_blue_is_kinder_and_orange_harsher_where_the_interval_says_so() -> None:
    assert KINDER == "#3f90da"
    assert HARSHER == "#d35400"
    known = ((0.01, 0.2), (-0.2, -0.01), (-0.2, 0.1), (math.nan, math.nan))
    assert [tone_colour(low, high) for low, high in known] == [KINDER, HARSHER, NEITHER, NEITHER]
    points = dots(voices()).data[1]
    assert list(points.marker.color) == [KINDER, HARSHER, NEITHER]


def test_a_dot_stands_at_its_value_with_its_interval() -> None:
    lines, points, _ = dots(voices()).data
    assert list(points.x) == pytest.approx([30, -20, 0])
    assert list(lines.x[:2]) == pytest.approx([20, 40])
    assert list(lines.x[3:5]) == pytest.approx([-30, -10])
    assert list(lines.y[:2]) == [points.y[0]] * 2
    assert list(lines.x).count(None) == 3  # each interval stands alone


def test_each_voice_has_a_symbol_and_a_place_of_its_own() -> None:
    points = dots(voices()).data[1]
    assert list(points.marker.symbol) == ["circle", "diamond-open", "circle"]
    assert points.y[0] < 0 < points.y[1] < 0.5 < points.y[2] < 1


def test_two_voices_have_two_n() -> None:
    figure = dots(voices())
    assert "40 and 60 mentions" in figure.layout.yaxis.ticktext[0]
    assert "40 mentions, in 12 articles" in figure.data[1].hovertext[0]
    assert "60 mentions, 8 uncertain, in 12 articles" in figure.data[1].hovertext[1]


def test_one_series_stands_on_the_line_of_its_name() -> None:
    points = dots(board(row("a", 0.1), row("b", -0.1))).data[1]
    assert list(points.y) == [0, 1]
    assert set(points.marker.symbol) == {"circle"}


def test_ids_are_what_a_click_tells() -> None:
    assert list(dots(voices()).data[1].customdata) == [
        f"The Lantern, {OWN}",
        f"The Lantern, {OTHERS}",
        f"Radio Varn, {OWN}",
    ]


def test_the_chosen_dot_is_larger() -> None:
    sizes = dots(voices(), chosen=f"The Lantern, {OTHERS}").data[1].marker.size
    assert list(sizes) == [13, 17, 13]


def test_a_value_is_written_with_its_sign_beside_its_interval() -> None:
    figure = dots(voices())
    assert annotations(figure)[:3] == ["<b>+30</b>", "<b>−20</b>", "<b>0</b>"]
    assert [note.x for note in figure.layout.annotations][:2] == pytest.approx([40, -10])


def test_too_few_is_words_and_no_dot() -> None:
    figure = dots(voices())
    assert annotations(figure)[3] == "<i>too few (n = 7)</i>"
    assert figure.layout.annotations[3].font.color == PALE[False]
    assert len(figure.data[1].x) == 3
    assert not any("nan" in str(x) for x in figure.data[0].x)


def test_all_too_few_still_names_the_outlets() -> None:
    figure = dots(board(few("a"), few("b")))
    assert annotations(figure) == ["<i>too few (n = 7)</i>"] * 2
    assert len(figure.layout.yaxis.ticktext) == 2
    low, high = figure.layout.xaxis.range
    assert low == -high < 0


@pytest.mark.parametrize("values", [(0.3, -0.2), (0.9, 0.8), (-0.7, -0.6), (1.8, -0.1)])
def test_the_axis_is_symmetric_and_holds_all(values: tuple[float, float]) -> None:
    figure = dots(board(*(row(str(value), value) for value in values)))
    low, high = figure.layout.xaxis.range
    assert low == -high
    assert all(low <= x <= high for x in figure.data[0].x if x is not None)
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(0, 0)]


@pytest.mark.parametrize(("unit", "scale"), [("share", 1), ("index", 1)])
def test_shares_and_scores_stand_on_their_axis(unit: str, scale: int) -> None:
    figure = dots(board(row("a", 0.3)), unit=unit)
    low, high = figure.layout.xaxis.range
    assert low <= figure.data[1].x[0] <= high
    assert figure.data[1].x[0] == pytest.approx(0.3 * scale)
    assert all(low <= x <= high for x in figure.data[0].x if x is not None)


@pytest.mark.parametrize(("unit", "text"), [("share", "<b>30 %</b>"), ("index", "<b>0.300</b>")])
def test_shares_and_scores_are_not_points(unit: str, text: str) -> None:
    assert annotations(dots(board(row("a", 0.3)), unit=unit)) == [text]


def test_hovering_tells_value_interval_and_what_is_uncertain() -> None:
    said = dots(voices()).data[1].hovertext
    assert "+30 (95 % interval +20 to +40)" in said[0]
    assert "40 mentions, in 12 articles" in said[0]
    assert "60 mentions, 8 uncertain, in 12 articles" in said[1]


def test_names_are_not_markup() -> None:
    figure = dots(board(row(BOLD, 0.3)))
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;")
    assert "<a " not in figure.layout.yaxis.ticktext[0]
    assert "&lt;a href" in figure.data[1].hovertext[0]


def test_outlets_beyond_the_sixtieth_are_left_to_the_table() -> None:
    assert len(dots(board(*(row(f"o{n}", 0.1) for n in range(80)))).data[1].x) == 60


@pytest.mark.parametrize("dark", [False, True])
def test_figures_are_transparent_with_ink_of_the_theme(dark: bool) -> None:
    rows = voices().assign(topic="government")
    for figure in (dots(rows, dark=dark), tone_cells(cells(), dark=dark)):
        assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
        assert figure.layout.font.color == INK[dark]


# -- cells -------------------------------------------------------------------------------------------


def cells() -> pd.DataFrame:
    return board(
        row("Renko", 0.3, topic="The Lantern", n=20, id="Renko · The Lantern"),
        row("Renko", -0.4, topic="Radio Varn", n=30, id="Renko · Radio Varn"),
        few("government", topic="Radio Varn", id="government · Radio Varn"),
    )


def test_a_cell_has_its_value_a_dot_for_too_few_and_nothing_for_none() -> None:
    grid = tone_cells(cells()).data[0]
    assert [list(line) for line in grid.text] == [["+30", "−40"], ["", "·"]]
    assert list(grid.z[0]) == pytest.approx([0.3, -0.4])
    assert all(math.isnan(value) for value in grid.z[1])


def test_cells_are_blue_above_zero_and_orange_below() -> None:
    grid = tone_cells(cells()).data[0]
    assert (grid.zmin, grid.zmax) == (-1, 1)
    assert grid.colorscale[0] == (0, HARSHER)
    assert grid.colorscale[-1] == (1, KINDER)
    middle = [place for place, _ in grid.colorscale][len(grid.colorscale) // 2]
    assert middle == 0.5


def test_who_is_spoken_of_most_stands_first() -> None:
    rows = cells().iloc[::-1]
    assert list(tone_cells(rows).layout.yaxis.ticktext) == ["Renko", "government"]


def test_each_cell_takes_clicks_with_its_id() -> None:
    grid, hits = tone_cells(cells()).data
    assert list(hits.customdata) == list(cells()["id"])
    assert list(zip(hits.x, hits.y, strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert "too few (n = 7)" in hits.hovertext[2]
    assert "Renko · The Lantern" in hits.hovertext[0]
    assert grid.hoverinfo == "skip"


def test_the_chosen_cell_has_a_frame() -> None:
    assert not tone_cells(cells()).layout.shapes
    [box] = tone_cells(cells(), chosen="Renko · Radio Varn").layout.shapes
    assert (box.x0, box.x1, box.y0, box.y1) == (0.5, 1.5, -0.5, 0.5)


def test_names_of_cells_are_not_markup() -> None:
    figure = tone_cells(board(row(BOLD, 0.1, topic=BOLD)))
    for said in (figure.layout.yaxis.ticktext[0], figure.layout.xaxis.ticktext[0]):
        assert "<" not in said.replace("<br>", "")
    assert "<a " not in figure.data[1].hovertext[0]


@pytest.mark.parametrize("draw", [dots, tone_cells])
def test_nothing_to_show_is_an_empty_figure(draw: Any) -> None:
    figure = draw(board())
    assert not any(len(trace.x) for trace in figure.data if trace.x is not None)
    assert figure.layout.height >= 120
