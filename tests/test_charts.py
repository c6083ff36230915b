"""Figures: every shown value is drawn and said in words; what is too few is greyed; names stay names."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from bias.compare import Chart
from bias.compare.words.alternatives import alt_bars, alt_timeline
from bias.show.charts import HARSHER, INK, KINDER, PALE, base, colours, draw
from bias.show.charts.dots import dots as draw_dots
from bias.show.charts.grids import bars, grid_width, timeline
from bias.show.charts.grids import cells as draw_cells
from bias.show.charts.stacked import stacked


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


# linear red, green and blue as those without one kind of cone see them: Machado, Oliveira & Fernandes 2009
SEEN = {
    "all cones": np.eye(3),
    "no red": np.array([[0.1523, 1.0526, -0.2049], [0.1145, 0.7863, 0.0992], [-0.0039, -0.0481, 1.0520]]),
    "no green": np.array([[0.3673, 0.8606, -0.2280], [0.2801, 0.6725, 0.0474], [-0.0118, 0.0429, 0.9689]]),
    "no blue": np.array([[1.2555, -0.0767, -0.1788], [-0.0784, 0.9309, 0.1476], [0.0047, 0.6914, 0.3039]]),
}


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def distance(one: str, other: str, seen: str = "all cones") -> float:
    """How unlike two colours look, in Oklab (Ottosson 2020): .02 is just seen."""
    cones = [[0.41222, 0.53633, 0.05145], [0.21190, 0.68070, 0.10740], [0.08830, 0.28172, 0.62998]]
    axes = [[0.21045, 0.79362, -0.00407], [1.97800, -2.42859, 0.45059], [0.02590, 0.78277, -0.80868]]
    places = [
        np.array(axes) @ np.cbrt(np.array(cones) @ np.clip(SEEN[seen] @ linear(colour), 0, 1))
        for colour in (one, other)
    ]
    return float(np.linalg.norm(places[0] - places[1]))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("seen", SEEN)
def test_sides_are_told_apart_by_everybody_and_are_no_colour_of_an_outlet(dark: bool, seen: str) -> None:
    sides = [base.SIDES[dark][one] for one in ("incumbent", "allied", "opposition", "independent", "foreign")]
    for one, other in combinations(sides, 2):
        assert distance(one, other, seen) > 0.1
    for one in sides:
        for other in (*base.OUTLET_COLOURS, KINDER, HARSHER):
            assert distance(one, other) > 0.06


def parted(n: dict[str, int], *, note: str = "", low: float = 0.4) -> pd.DataFrame:
    """A row a side of one outlet, in the order of the sides."""
    whole = sum(n.values())
    names = {"incumbent": "Government", "opposition": "Opposition", "": "Side unknown"}
    rows = [
        {
            "id": f"Lantern · {names[key]}", "outlet": "Lantern", "outlet_label": "Lantern", "key": key,
            "label": names[key], "value": math.nan if note else of / whole, "low": low, "high": 0.6, "n": of,
            "base": whole, "articles": 9, "note": note,
        }
        for key, of in n.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


ORDER = ("Government", "Opposition", "Side unknown")


@pytest.mark.parametrize("dark", [False, True])
def test_a_bar_of_shares_ends_at_the_whole_and_says_its_wide_parts_with_intervals(dark: bool) -> None:
    figure = stacked(parted({"incumbent": 50, "opposition": 45, "": 5}), order=ORDER, dark=dark)
    assert [trace.base[0] for trace in figure.data] == pytest.approx([0, 0.5, 0.95])
    assert [trace.x[0] for trace in figure.data] == pytest.approx([0.5, 0.45, 0.05])
    said = [base.TAG.sub("", one) for one in annotations(figure)]
    assert said[:3] == ["50 % 40–60 %", "45 % 40–60 %", ""], "a narrow part has no words"
    assert [trace.customdata[0] for trace in figure.data] == [f"Lantern · {label}" for label in ORDER]
    for note, trace in zip(figure.layout.annotations[:2], figure.data, strict=False):
        assert contrast(note.font.color, trace.marker.color) > 4.5


def test_a_bar_of_counts_is_as_long_as_they_are() -> None:
    other = parted({"incumbent": 2, "": 2}).assign(outlet="Gazette", outlet_label="Gazette")
    rows = pd.concat([parted({"opposition": 8, "": 12}), other])
    figure = stacked(rows, order=ORDER, counts=True)
    assert [list(trace.x) for trace in figure.data] == [[2], [8], [12, 2]]
    assert [list(trace.base) for trace in figure.data] == [[0], [0], [8, 2]]
    assert figure.layout.xaxis.range[1] == pytest.approx(20, rel=0.01)
    assert [one for one in annotations(figure) if one][:-1] == ["2", "8", "12", "2"]
    assert "%" not in "".join(figure.data[0].hovertext), "a count of one event has no share"
    assert len({trace.width for trace in figure.data}) == 1, "a part that few outlets have is no thicker"
    assert figure.data[0].width is not None


def test_an_outlet_with_too_few_has_counts_and_no_bar() -> None:
    figure = stacked(parted({"incumbent": 2, "opposition": 4}, note="too few (n = 6)"), order=ORDER[:2])
    assert not [x for trace in figure.data for x in trace.x]
    assert "too few for shares: 2 Government, 4 Opposition" in annotations(figure)[0]


def contrast(one: str, other: str) -> float:
    lights = [float(np.array([0.2126, 0.7152, 0.0722]) @ linear(colour)) for colour in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def chart_of(outlets: int) -> Chart:
    names = [f"The Northern Gazette of Commerce, Industry and Shipping {n}" for n in range(outlets)]
    rows = board(outlets).assign(label=names, outlet_label=names)
    return Chart("dots", rows, {"unit": "share", "axis": "share"}, tuple(rows["outlet"]))


def test_forty_outlets_stand_close_and_keep_more_of_their_names() -> None:
    few, many = (draw(chart_of(n), screen=True) for n in (6, 40))
    assert many.layout.height < 40 * 40
    assert many.layout.height > few.layout.height
    assert "The Northern Gazette of Co…d Shipping 39" in annotations(many)[39]


def test_a_grid_of_many_outlets_has_them_as_rows() -> None:
    names = [f"Outlet {n}" for n in range(20)]
    rows = pd.DataFrame(
        [
            {"id": f"{name} {topic}", "label": topic, "topic": name, "value": 0.5, "low": 0.4, "high": 0.6,
             "n": 5 + len(topic), "base": 10 + len(topic), "articles": 5, "note": ""}
            for name in names
            for topic in ("Health", "Energy and water")
        ]
    )  # fmt: skip
    many, few = draw_cells(rows), draw_cells(rows[rows["topic"].isin(names[:12])])
    assert list(many.layout.yaxis.ticktext) == names
    assert draw(Chart("cells", rows, {}, ()), screen=True).layout.xaxis.side == "top"
    assert list(many.layout.xaxis.ticktext) == ["Energy and<br>water", "Health"]
    assert list(few.layout.yaxis.ticktext) == ["Energy and water", "Health"]
    assert grid_width(rows) < 300 < 900 < grid_width(rows[rows["topic"].isin(names[:12])])
    marks = many.data[1]
    assert [(marks.x[n], marks.y[n], marks.customdata[n]) for n in (0, 1, 39)] == [
        (1, 0, "Outlet 0 Health"), (0, 0, "Outlet 0 Energy and water"), (0, 19, "Outlet 19 Energy and water"),
    ]  # fmt: skip


def test_lines_without_a_mark_take_the_room_of_a_name_that_says_why() -> None:
    rows = few()
    chart = Chart("dots", rows, {"unit": "share", "axis": "share"}, tuple(rows["outlet"]))
    whole, gathered = draw(chart), draw(chart, screen=True)
    assert list(whole.data[1].y) == list(gathered.data[1].y) == [0, 1]
    (unseen,), names = gathered.data[2].y, [base.TAG.sub("", one) for one in annotations(gathered)[:3]]
    assert unseen == gathered.layout.annotations[2].y < 2
    assert names[0] == "Outlet 0\u200250 of 50 statements"
    assert names[2] == "Outlet 2\u2002too few (n = 7)"
    assert sum("too few" in one for one in annotations(gathered)) == 1
