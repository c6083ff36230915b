"""Figures: every shown value is drawn and said in words; what is too few is greyed; names stay names."""

from __future__ import annotations

import math
from itertools import combinations

import pandas as pd
import plotly.graph_objects as go
import pytest

from bias.compare.words.alternatives import alt_bars, alt_timeline
from bias.show.charts import HARSHER, INK, KINDER, PALE, base, colours
from bias.show.charts.dots import dots as draw_dots
from bias.show.charts.grids import bars, timeline


def board(outlets: int = 6) -> pd.DataFrame:
    rows = [
        {
            "id": f"Outlet {n}", "outlet": f"Outlet {n}", "label": f"Outlet {n}",
            "outlet_label": f"Outlet {n}",
            "value": 0.9 - n / 100, "low": 0.8 - n / 100, "high": 0.95 - n / 100, "n": 50 + n, "base": 50 + n,
            "articles": 12, "note": "",
        }
        for n in range(outlets)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def few() -> pd.DataFrame:
    rows = board(3)
    rows.loc[2, ["value", "low", "high"]] = math.nan
    rows.loc[2, "note"] = "too few (n = 7)"
    rows.loc[2, ["n", "base"]] = 7
    return rows


def dots(rows: pd.DataFrame, **more: object) -> go.Figure:
    return draw_dots(rows, unit="share", axis="share", colour=colours(rows["outlet"]), **more)  # type: ignore[arg-type]


def annotations(figure: go.Figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_a_dot_an_interval_and_a_label_for_each_row() -> None:
    figure = dots(board())
    lines, points, few = figure.data
    assert list(points.customdata) == [f"Outlet {n}" for n in range(6)]
    assert not few.customdata
    assert list(points.x) == pytest.approx([0.9 - n / 100 for n in range(6)])
    assert list(lines.x[:2]) == pytest.approx([0.8, 0.95])
    assert annotations(figure)[:2] == ["<b>90 %</b>", "<b>89 %</b>"]
    assert "50 of 50 statements" in figure.layout.yaxis.ticktext[0]


def test_too_few_is_greyed_words_and_no_dot() -> None:
    figure = dots(few())
    assert list(figure.data[1].customdata) == ["Outlet 0", "Outlet 1"]
    assert "Outlet 2" in figure.data[2].customdata  # a click on its words opens what was counted
    assert annotations(figure)[2] == "<i>too few (n = 7)</i>"
    assert figure.layout.annotations[2].font.color == PALE[False]


@pytest.mark.parametrize("dark", [False, True])
def test_figures_are_transparent_with_ink_of_the_theme(dark: bool) -> None:
    figure = dots(board(), dark=dark)
    assert figure.layout.paper_bgcolor == figure.layout.plot_bgcolor == "rgba(0,0,0,0)"
    assert figure.layout.font.color == INK[dark]


def test_forty_outlets_have_room_each_and_one_colour() -> None:
    figure = dots(board(40))
    assert figure.layout.height >= 40 * 40
    assert len(set(figure.data[1].marker.color)) == 1
    assert len(dots(board(100)).data[1].x) == 60


def test_ten_outlets_have_ten_colours_whatever_their_order() -> None:
    names = [f"o{n}" for n in range(10)]
    assert colours(names) == colours(reversed(names))
    assert len(set(colours(names).values())) == 10


def test_the_chosen_mark_is_larger() -> None:
    sizes = dots(board(3), chosen="Outlet 1").data[1].marker.size
    assert list(sizes) == [13, 17, 13]


def test_names_are_not_markup() -> None:
    rows = board(1)
    rows[["label", "outlet_label"]] = "<b>Bold</b> & <a href='javascript:x'>Co</a>"
    figure = dots(rows)
    assert "<a " not in figure.layout.yaxis.ticktext[0]
    assert figure.layout.yaxis.ticktext[0].startswith("&lt;b&gt;")
    assert "&lt;a href" in figure.data[1].hovertext[0]


def test_long_names_keep_both_ends() -> None:
    short = base.plain("The Kestrian Gazette of the Upper Varn, District 31", 28)
    assert len(short) == 28
    assert short.startswith("The Kestrian")
    assert short.endswith("trict 31")


def grid(outlets: int, weeks: int) -> pd.DataFrame:
    starts = pd.date_range("2026-01-05", periods=weeks, freq="7D")
    rows = [(f"o{o}", f"o{o}", start, (o + w) % 3) for o in range(outlets) for w, start in enumerate(starts)]
    return pd.DataFrame(rows, columns=["outlet", "label", "start", "articles"])


def test_the_timeline_shows_gaps_and_takes_clicks_on_every_cell() -> None:
    figure = timeline(grid(3, 4), period="week", order=["o2", "o1", "o0"])
    cells, hits = figure.data
    assert cells.z.tolist() == [[2, 0, 1, 2], [1, 2, 0, 1], [0, 1, 2, 0]]
    assert len(hits.x) == 12
    assert hits.customdata[0] == "2026-01-05 o2"
    assert "no article" in hits.hovertext[1]
    assert "2 without an article" in alt_timeline(grid(3, 4), period="week")


def test_no_figure_has_more_than_ten_thousand_points() -> None:
    figure = timeline(grid(60, 520), period="week", order=[f"o{n}" for n in range(60)])
    assert 0 < len(figure.data[1].x) <= 10_000


def test_bars_say_their_number_and_where_it_is_small() -> None:
    outlets = pd.DataFrame(
        {
            "outlet": ["a", "b"],
            "label": ["a", "b"],
            "articles": [1200, 3],
            "read": [1200, 3],
            "first": ["2026-01-01", ""],
        }
    ).assign(last=["2026-02-01", ""], note=["", "few articles (3)"])
    figure = bars(outlets, colour=colours(outlets["outlet"]))
    assert list(figure.data[0].text) == ["1,200", "3 · few"]
    assert "2026-01-01 to 2026-02-01" in figure.data[0].hovertext[0]
    assert "no dates" in figure.data[0].hovertext[1]
    assert alt_bars(outlets) == "Articles by outlet, most first: a 1,200; b 3."


def test_the_line_of_all_outlets_says_its_interval() -> None:
    figure = dots(board(), overall=(0.5, 0.4, 0.6))
    assert figure.layout.shapes[0].x0 == 0.5
    assert annotations(figure)[-1] == "all outlets 50 % (40–60 %)"


@pytest.mark.parametrize("palette", [base.OUTLET_COLOURS, (*base.OUTLET_COLOURS, KINDER, HARSHER)])
def test_colours_differ(palette: tuple[str, ...]) -> None:
    for one, other in combinations(palette, 2):
        assert sum(abs(int(one[i : i + 2], 16) - int(other[i : i + 2], 16)) for i in (1, 3, 5)) > 60
