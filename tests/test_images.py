"""Pictures of charts: the words, marks and colours of the screen on paper, whole, in each kind and size."""

from __future__ import annotations

import html
import math
import re
import struct
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

pytest.importorskip("matplotlib")

from bias.errors import BadInputError, BiasError
from bias.show import charts, images
from bias.show.images.axes import Area, framed
from bias.show.images.colour import along, lightness
from bias.show.images.drawing import fitting
from bias.show.images.fonts import our_settings
from bias.show.images.layout import Layout, arrange
from bias.show.images.plot import read
from bias.show.images.ticks import ticks

SCRIPT = '"><script>alert(1)</script>'
EVIL = [
    SCRIPT, "The “Lantern”, daily", "🗞 Varn 🔥", "صحيفة الصباح", "北方晨报国际新闻", "$x_1$",
    "<b>Bold</b> & Co", "&amp; &lt;i&gt;", "עיתון", "Žluťoučký kůň",
]  # fmt: skip
TITLE, NOTE = "Who is quoted, “directly”", "n = 312 attributions; 95 % intervals. Source: our own"


# -- figures -----------------------------------------------------------------------------------------


def rows(*labels: str, **more: Any) -> pd.DataFrame:
    """A row for each label, and all that any chart takes of it."""
    return pd.DataFrame(
        [
            {
                "id": f"{label} {place}", "outlet": label, "outlet_label": label, "label": label,
                "term": label, "topic": "", "series": "", "value": 0.2 + place / 20, "low": 0.1 + place / 20,
                "high": 0.3 + place / 20, "n": 50 + place, "base": 80 + place, "articles": 12, "note": "",
                "uncertain": 0, "difference": place / 10 - 0.1, "q": 0.01 if place % 2 else 0.3, "z": 3.0,
                "log_odds": 2.0 - place, "others": 4, "texts": 5, **more,
            }
            for place, label in enumerate(labels)
        ]
    )  # fmt: skip


def few() -> pd.DataFrame:
    found = rows("The Lantern", "Radio Varn", "Daily")
    found.loc[2, ["value", "low", "high"]] = math.nan
    found.loc[2, "note"] = "too few (n = 7)"
    return found


def crossed(column: str, *others: str) -> pd.DataFrame:
    """The same rows once for each value of another column."""
    parts = [few().assign(**{column: other}) for other in others]
    found = pd.concat(parts, ignore_index=True)
    return found.assign(id=found["label"] + found[column])


def dots(found: pd.DataFrame, **more: Any) -> go.Figure:
    return charts.dots(found, unit="share", axis="share", colour=charts.colours(found["outlet"]), **more)


def forest() -> go.Figure:
    found = rows("The Lantern", "Radio Varn", "Daily").assign(low=-0.2, high=0.4)
    return charts.forest(found, reference="Mail & Co", unit="share", colour=charts.colours(found["outlet"]))


def bars() -> go.Figure:
    found = rows("The Lantern", "Radio Varn").assign(articles=[1200, 3], note=["", "few"], read=1)
    found = found.assign(first="2026-01-01", last="2026-02-01")
    return charts.bars(found, colour=charts.colours(found["outlet"]), chosen="Radio Varn")


def timeline(weeks: int = 9) -> go.Figure:
    starts = pd.date_range("2026-01-05", periods=weeks, freq="7D")
    found = [("a", "The Lantern", start, place % 3) for place, start in enumerate(starts)]
    found += [("b", "Radio Varn", start, 2) for start in starts]
    frame = pd.DataFrame(found, columns=["outlet", "label", "start", "articles"])
    return charts.timeline(frame, period="week", order=["a", "b"])


def by_month(count: int = 5) -> list[str]:
    return [str(pd.Period("2025-11", "M") + place) for place in range(count)]


def over_time() -> go.Figure:
    parts = [
        rows(*by_month(count), series=series, panel=panel)
        for panel, series, count in (("A", "own", 5), ("A", "others", 4), ("B", "own", 5))
    ]
    found = pd.concat(parts, ignore_index=True)
    found = found.assign(period=found["label"], start=pd.to_datetime(found["label"]))
    return charts.over_time(found, unit="net", axis="of 100", noun="mentions")


FIGURES: dict[str, go.Figure] = {
    "dots": dots(few(), overall=(0.3, 0.2, 0.4), chosen="Radio Varn 1"),
    "grouped": dots(few().assign(outlet=["a", "a", "b"], outlet_label=["A", "A", "B"]), grouped=True),
    "forest": forest(),
    "bars": bars(),
    "timeline": timeline(),
    "cells": charts.cells(crossed("topic", "Energy", "Public money")),
    "months": charts.months(pd.DataFrame({"value": by_month(), "n": [120, 90, 0, 40, 60]})),
    "key_terms": charts.key_terms(rows("crisis", "so-called", "regime", "calm"), outlet="The <i>Lantern</i>"),
    "tone_dots": charts.tone_dots(crossed("series", "own", "others"), unit="net", axis="of 100"),
    "over_time": over_time(),
    "tone_cells": charts.tone_cells(crossed("topic", "Energy", "Law"), chosen="Radio VarnLaw"),
}
DOTS = {"dots": 2, "grouped": 2, "forest": 3, "bars": 0, "timeline": 0, "cells": 0, "months": 0,
        "key_terms": 4, "over_time": 14, "tone_dots": 4, "tone_cells": 0}  # fmt: skip
each_figure = pytest.mark.parametrize("name", FIGURES)
each_size = pytest.mark.parametrize("size", images.SIZES)


def svg(figure: Any, **more: Any) -> ET.Element:
    return ET.fromstring(images.picture(figure, "svg", **more))


def pieces(picture: ET.Element) -> Iterator[str]:
    for element in picture.iter():
        if element.tag.endswith(("}text", "}tspan")):
            yield element.text or ""
            yield (element.tail or "") if element.tag.endswith("}tspan") else ""


def words(picture: ET.Element) -> Counter[str]:
    """Each run of words that is drawn; in Chrome's pictures a run may be inside of another."""
    return Counter(" ".join(piece.split()) for piece in pieces(picture) if piece.strip())


def marks(picture: ET.Element, name: str) -> list[ET.Element]:
    return [part for part in picture.iter() if re.fullmatch(rf"{name}-\d+", part.get("id", ""))]


def colours(picture: bytes) -> set[str]:
    return set(re.findall(r"#[0-9a-f]{6}\b", picture.decode()))


def said(figure: go.Figure) -> set[str]:
    """Every word of a figure that is not a number of an axis."""
    texts = [note.text for note in figure.layout.annotations]
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        texts += [axis.title.text or "", *(axis.ticktext or ())]
    for trace in figure.data:
        texts += [str(text) for line in (() if trace.text is None else trace.text) for text in _flat(line)]
    lines = (line for text in texts for line in text.split("<br>"))
    plain = (html.unescape(re.sub(r"</?(b|i|span)\b[^>]*>", "", line)) for line in lines)
    return {" ".join(line.split()) for line in plain} - {""}


def _flat(line: Any) -> list[str]:
    return [line] if isinstance(line, str) else list(line)


# -- what is drawn -----------------------------------------------------------------------------------


@each_figure
def test_every_word_of_a_figure_is_in_its_picture_as_text(name: str) -> None:
    picture = svg(FIGURES[name], title=TITLE, note=NOTE)
    assert said(FIGURES[name]) | {TITLE, NOTE} <= words(picture).keys()


@each_figure
def test_there_is_a_dot_for_each_row_that_has_a_value(name: str) -> None:
    assert len(marks(svg(FIGURES[name]), "dot")) == DOTS[name]


def test_bars_and_cells_are_as_many_as_their_values() -> None:
    assert len(marks(svg(FIGURES["bars"]), "bar")) == 2
    assert len(marks(svg(FIGURES["months"]), "bar")) == 5
    assert len(marks(svg(FIGURES["cells"]), "cell")) == 4  # two of six are too few
    assert len(marks(svg(FIGURES["timeline"]), "cell")) == 18


def test_intervals_bands_and_frames_are_drawn() -> None:
    assert len(marks(svg(FIGURES["dots"]), "line")) == 2
    assert len(marks(svg(FIGURES["dots"]), "rule")) == 1
    assert len(marks(svg(FIGURES["over_time"]), "band")) == 3
    assert len(marks(svg(FIGURES["tone_cells"]), "frame")) == 1


@pytest.mark.parametrize("name", ["dots", "grouped", "forest", "bars", "key_terms", "tone_dots", "over_time"])
def test_marks_have_the_colours_of_the_screen(name: str) -> None:
    wanted = {
        str(one) for trace in FIGURES[name].data if trace.marker for one in _flat(trace.marker.color or ())
    }
    assert wanted
    assert wanted <= colours(images.picture(FIGURES[name], "svg"))


@each_figure
def test_grey_has_no_colour(name: str) -> None:
    found = colours(images.picture(FIGURES[name], "svg", grey=True, title=TITLE, note=NOTE))
    assert found
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in found)


def test_grey_is_as_light_as_its_colour() -> None:
    assert lightness(1, 1, 1) == pytest.approx(1)
    assert lightness(0, 0, 0) == 0
    assert lightness(0.5, 0.5, 0.5) == pytest.approx(0.5)
    assert lightness(0, 0, 1) < lightness(1, 0, 0) < lightness(0, 1, 0)


def test_rows_stand_in_the_order_of_the_screen() -> None:
    found = {part.text: float(part.get("y", "nan")) for part in svg(FIGURES["dots"]).iter() if part.text}
    assert found["The Lantern"] < found["Radio Varn"] < found["Daily"]


def test_a_dot_stands_where_its_value_is() -> None:
    with our_settings():
        layout = arrange(read(FIGURES["dots"]), 600, None, title="", note="")
    axis = layout.frame.axes["x"]
    area = layout.frame.area
    assert axis.at(0) == pytest.approx(area.left)
    assert axis.at(FIGURES["dots"].layout.xaxis.range[1]) == pytest.approx(area.right)
    assert layout.frame.axes["y"].at(0) < layout.frame.axes["y"].at(1)


def test_a_scale_is_mixed_part_by_part() -> None:
    scale = [[0, "#000000"], [0.5, "rgba(100,200,50,.5)"], [1, "white"]]
    assert along(scale, 0.25) == "rgba(50.0,100.0,25.0,0.75)"
    assert along(scale, 1) == "rgba(255.0,255.0,255.0,1.0)"


# -- files -------------------------------------------------------------------------------------------


@each_size
@each_figure
def test_a_png_is_as_wide_as_its_size_promises(name: str, size: str) -> None:
    png = images.picture(FIGURES[name], "png", size=size, title=TITLE, note=NOTE)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    promised = images.SIZES[size]
    assert width == promised.pixels
    if promised.height:
        assert height == promised.height * promised.dpi


@each_size
@each_figure
def test_a_pdf_has_one_page_with_its_fonts(name: str, size: str) -> None:
    pdf = images.picture(FIGURES[name], "pdf", size=size, title=TITLE, note=NOTE)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/FontFile2" in pdf
    assert b"/CreationDate" not in pdf


@each_size
@each_figure
def test_an_svg_is_as_wide_as_its_size(name: str, size: str) -> None:
    width = svg(FIGURES[name], size=size).get("width", "")
    assert float(width.removesuffix("pt")) == pytest.approx(images.SIZES[size].width * 72)


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_the_same_figure_gives_the_same_bytes(kind: images.Kind) -> None:
    one, other = (images.picture(over_time(), kind, title=TITLE, note=NOTE) for _ in range(2))
    assert one == other


def test_threads_do_not_disturb_each_other() -> None:
    names = [*FIGURES] * 2
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda name: images.picture(FIGURES[name], "svg"), names))
    assert together == [images.picture(FIGURES[name], "svg") for name in names]


def test_a_figure_may_be_the_dictionary_of_one_with_coded_arrays() -> None:
    figure = FIGURES["cells"]
    assert "bdata" in figure.to_dict()["data"][0]["z"]
    assert images.picture(figure.to_dict(), "svg") == images.picture(figure, "svg")


def test_the_fonts_of_an_svg_end_in_any_without_serifs() -> None:
    families = {part.get("style", "") for part in svg(FIGURES["dots"]).iter() if part.tag.endswith("}text")}
    assert families
    assert all(re.search(r"font-family: [^;]*sans-serif(;|$)", style) for style in families)


# -- nothing is cut ----------------------------------------------------------------------------------


def laid_out(figure: go.Figure, size: str, *, title: str = TITLE, note: str = NOTE) -> Layout:
    with our_settings():
        return fitting(read(figure), images.SIZES[size], title, note)[0]


def boxes(layout: Layout) -> list[tuple[float, float, float, float]]:
    with our_settings():
        return [label.box for label in layout.labels]


def evil_figures() -> dict[str, go.Figure]:
    grid = pd.concat([rows(*EVIL, topic=name) for name in EVIL])
    return {
        "dots": dots(rows(*EVIL), overall=(0.01, 0, 0.02)),
        "long": dots(rows(*(f"{name} {'very long ' * 5}" for name in EVIL)), overall=(0.68, 0.6, 0.7)),
        "wide": dots(rows("字" * 40, "W" * 40)),
        "cells": charts.cells(grid.assign(id=grid["label"] + grid["topic"])),
        "tone": charts.tone_dots(rows(*EVIL, series="own"), unit="net", axis="a long title of an axis " * 3),
    }


@each_size
@pytest.mark.parametrize("figure", [*FIGURES.values(), *evil_figures().values()])
def test_all_words_are_inside_of_the_picture(figure: go.Figure, size: str) -> None:
    layout = laid_out(figure, size, title=f"{TITLE} " * 6, note=f"{NOTE} " * 9)
    for left, top, right, bottom in boxes(layout):
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height


@each_size
@pytest.mark.parametrize("figure", evil_figures().values())
def test_labels_of_rows_do_not_touch(figure: go.Figure, size: str) -> None:
    layout = laid_out(figure, size)
    tall = sorted(
        (box[1], box[3]) for label, box in zip(layout.labels, boxes(layout), strict=True) if label.axis == "y"
    )
    assert all(one[1] <= other[0] + 1 for one, other in pairwise(tall))


@each_size
def test_half_of_the_picture_is_left_for_marks(size: str) -> None:
    layout = laid_out(evil_figures()["wide"], size)
    area = layout.frame.area
    assert area.right - area.left > 0.4 * layout.width


def test_sixty_rows_are_tall_on_paper_and_small_on_a_slide() -> None:
    short, tall = dots(rows(*"abc")), dots(rows(*(f"Outlet {n}" for n in range(60))))
    assert laid_out(tall, "column").height > 60 * 40 > 10 * laid_out(short, "column").height / 2
    assert laid_out(tall, "slide").width > 2 * laid_out(short, "slide").width  # the same inches, smaller type
    assert len(marks(svg(tall, size="slide"), "dot")) == 60


def test_the_words_around_a_figure_do_not_shrink_with_its_rows() -> None:
    tall = dots(rows(*(f"Outlet {n}" for n in range(60))))
    sizes = [
        re.search(r"font-size: ([\d.]+)", part.get("style", ""))
        for figure in (tall, dots(rows("a")))
        for part in svg(figure, size="slide", title=TITLE).iter()
        if part.text == TITLE and part.tag.endswith("}text")
    ]
    assert [float(size[1]) for size in sizes if size] == pytest.approx([18.29, 18.29], abs=0.01)


def test_a_long_title_is_wrapped_and_keeps_its_words() -> None:
    title = "How often outlets quote whom directly, in words between quotation marks, " * 3
    found = [text for text in words(svg(FIGURES["bars"], size="column", title=title)) if text in title]
    assert len(found) > 3
    assert all(word in " ".join(found) for word in title.split())


def test_n_stands_small_and_pale_under_a_name() -> None:
    styles = {part.text: part.get("style", "") for part in svg(FIGURES["dots"]).iter()}
    name, count = styles["The Lantern"], styles["50 of 80 statements"]
    assert charts.PALE[False] in count
    assert charts.INK[False] in name
    size = r"font-size: ([\d.]+)"
    assert float(re.search(size, count)[1]) < float(re.search(size, name)[1])  # type: ignore[index]


# -- words from outside ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dots", "cells", "tone"])
def test_names_from_outside_stay_names(name: str) -> None:
    figure = evil_figures()[name]
    picture = svg(figure, title=SCRIPT, note="<b>$x$</b> &amp; ]]>")
    assert not [part for part in picture.iter() if "script" in part.tag or part.tag.endswith("}b")]
    assert {*EVIL, SCRIPT, "<b>$x$</b> &amp; ]]>"} <= words(picture).keys()


@pytest.mark.parametrize("kind", ["png", "pdf"])
@pytest.mark.parametrize("name", ["dots", "cells"])
def test_letters_that_no_font_has_are_drawn_without_a_warning(
    name: str, kind: images.Kind, recwarn: pytest.WarningsRecorder
) -> None:
    assert images.picture(evil_figures()[name], kind, title="🗞 北方", note="صباح")
    assert not [str(one.message) for one in recwarn]


def test_what_an_svg_may_not_hold_is_replaced() -> None:
    assert "a\ufffdb" in words(svg(dots(rows("a\x01b")), title="t\x00"))


# -- axes --------------------------------------------------------------------------------------------


def shown(figure: go.Figure, axis: str = "x", length: float = 700) -> list[str]:
    with our_settings():
        frame = framed(read(figure), Area(0, 0, length, 200))
        return [tick.text for tick in ticks(frame.axes[axis])]


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (0, 1, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (-69.5, 69.5, ["−60", "−40", "−20", "0", "20", "40", "60"]),
        (0, 56000, ["0", "10k", "20k", "30k", "40k", "50k"]),
        (0.5, 1.7, ["0.6", "0.8", "1", "1.2", "1.4", "1.6"]),
    ],
)
def test_numbers_of_an_axis_are_those_of_plotly(low: float, high: float, texts: list[str]) -> None:
    figure = go.Figure(go.Scatter(x=[low, high], y=[0, 1], mode="lines"))
    assert shown(figure.update_xaxes(range=[low, high], nticks=7)) == texts


@pytest.mark.parametrize(
    ("last", "texts"),
    [
        ("2033-01-01", ["2026", "2028", "2030", "2032"]),
        ("2026-07-01", ["Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026"]),
        ("2026-02-01", ["Jan 4<br>2026", "Jan 11", "Jan 18", "Jan 25", "Feb 1"]),
        ("2026-01-02", ["00:00<br>Jan 1, 2026", "06:00", "12:00", "18:00", "00:00<br>Jan 2, 2026"]),
    ],
)
def test_dates_of_an_axis_are_those_of_plotly(last: str, texts: list[str]) -> None:
    figure = go.Figure(go.Scatter(x=["2026-01-01", last], y=[0, 1], mode="lines"))
    assert shown(figure.update_xaxes(nticks=6)) == texts


def test_a_year_is_said_once_and_a_month_too() -> None:
    assert shown(timeline(60))[0].endswith("<br>2025") or shown(timeline(60))[0].endswith("<br>2026")
    assert sum("2026" in text for text in shown(timeline(20))) == 1
    assert len(set(shown(timeline(3)))) == len(shown(timeline(3)))


def test_an_axis_holds_all_that_stands_on_it() -> None:
    with our_settings():
        frame = framed(read(FIGURES["over_time"]), Area(0, 0, 700, 200))
    across, up = frame.axes["x"], frame.axes["y"]
    assert across.dates
    for trace in FIGURES["over_time"].data:
        assert all(up.low < y < up.high for y in trace.y)


def test_a_shape_beyond_the_axis_is_not_drawn() -> None:
    figure = go.Figure(go.Scatter(x=[1, 2], y=[1, 2], mode="lines")).update_xaxes(range=[1, 2])
    assert not marks(svg(figure.add_vline(x=5, line={"color": "red", "width": 1})), "rule")


@pytest.mark.parametrize(
    "figure",
    [
        dots(rows("a")),
        dots(rows("a", "b").assign(value=0.0, low=0.0, high=0.0)),
        dots(rows("a").head(0)),
        charts.months(pd.DataFrame({"value": ["2026-01"], "n": [3]})),
        timeline(1),
        go.Figure(),
    ],
)
@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_little_or_nothing_to_show_is_a_picture_too(figure: go.Figure, kind: images.Kind) -> None:
    assert len(images.picture(figure, kind, title=TITLE)) > 500


# -- what cannot be drawn ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "trouble"),
    [
        (go.Figure(go.Pie(values=[1, 2])), "'pie'"),
        (go.Figure(go.Scatter(x=["a", "b"], y=[1, 2])), "axis with names"),
        (go.Figure(go.Scatter(x=[1, 2], y=[1, 2], fill="tozeroy")), "'tozeroy'"),
        (go.Figure(go.Scatter(x=[1, 2], y=[1, 2], mode="markers", marker={"symbol": "star"})), "'star'"),
        (go.Figure(go.Scatter(x=[1], y=[1]), layout={"showlegend": True}), "legend"),
    ],
)
def test_what_cannot_be_drawn_is_told(figure: go.Figure, trouble: str) -> None:
    with pytest.raises(BadInputError, match=trouble):
        images.picture(figure, "svg")


def test_sizes_and_kinds_that_there_are_not_are_told() -> None:
    with pytest.raises(BadInputError, match="'poster': there is none; use column, page, slide"):
        images.picture(FIGURES["dots"], "svg", size="poster")
    with pytest.raises(BadInputError, match="'gif': cannot be drawn; use svg, png, pdf"):
        images.picture(FIGURES["dots"], "gif")  # type: ignore[arg-type]


def test_without_matplotlib_there_is_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert images.available()
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert not images.available()
    with pytest.raises(BiasError, match=r"pip install 'bias\[export\]'"):
        images.picture(FIGURES["dots"], "svg")


# -- Chrome ------------------------------------------------------------------------------------------

needs_chrome = pytest.mark.skipif(not images.chrome_available(), reason="needs kaleido and a Chrome")


@needs_chrome
@pytest.mark.parametrize("name", ["dots", "cells", "over_time"])
def test_chrome_shows_the_same_words(name: str) -> None:
    figure = FIGURES[name]
    chrome = ET.fromstring(images.chrome_picture(figure, "svg", title=TITLE, note=NOTE))
    assert words(chrome) == words(svg(figure, title=TITLE, note=NOTE))


@needs_chrome
def test_chrome_draws_the_same_size() -> None:
    png = images.chrome_picture(FIGURES["bars"], "png", size="slide", title=TITLE)
    assert struct.unpack(">II", png[16:24]) == (1920, 1080)


@needs_chrome
def test_chrome_keeps_names_from_outside_and_one_page() -> None:
    pdf = images.chrome_picture(evil_figures()["dots"], "pdf", size="column", title=SCRIPT, note="a\x0bb")
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1


def test_without_a_browser_there_is_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    assert not images.chrome_available()
    with pytest.raises(BiasError, match="BROWSER_PATH"):
        images.chrome_picture(FIGURES["dots"], "svg")


def test_without_kaleido_there_is_no_chrome(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kaleido", None)
    assert not images.chrome_available()
