"""A figure card: one chart, and everything that a reader needs beside it.  Knows no Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import pandas as pd

from bias.compare import views
from bias.show import charts, images
from bias.show.charts import Figure

Evidence = Literal["", "sentences", "mentions", "places", "framed", "articles"]
PERCENT = dict.fromkeys(("Value", "Low", "High"), "percent")
ALONE = "To see one outlet alone, choose it in the filter."
CELLS = "A cell says its interval when pointed at, and opens what it was counted from on a click."
RESAMPLED = "Dots with their 95 % intervals, from resampling whole articles"


@dataclass(frozen=True, slots=True, repr=False)
class Card:
    """What the app shows, a report prints and a file keeps: the same chart with the same words.

    `draw` takes `dark`, and `chosen` where its marks open evidence; a chart is drawn when it is asked for.
    `marks` has a row for each mark that opens something: `id`, and `behind`, the conditions of what it was
    counted from.
    """

    key: str  # names its files
    title: str  # what it is about
    draw: Callable[..., Figure]
    table: pd.DataFrame  # what is drawn, as a reader's table
    alt: str  # the chart in words, with its values
    finding: str  # one sentence that the intervals carry
    reading: str = ""  # what is counted
    legend: str = "Bars: 95 % intervals"  # of the marks, for a picture that goes alone
    notes: str = ""  # what marks and n are, and the caveat
    hint: str = ""  # what one can do with it on screen
    formula: str = ""
    source: str = ""  # of the method
    counted: str = ""  # how much it was counted from
    formats: Mapping[str, str] = field(default_factory=dict)  # columns of the table → how they are shown
    asked: Mapping[str, str] = field(default_factory=dict)  # the choices that made it
    marks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame({"id": [], "behind": []}))
    evidence: Evidence = ""  # what its marks open

    def figure(self, *, dark: bool = False, chosen: str = "") -> Figure:
        """The chart for a light or a dark ground; `chosen` is the id of the mark to be outlined."""
        return self.draw(dark=dark, chosen=chosen) if self.evidence else self.draw(dark=dark)

    def __repr__(self) -> str:
        return f"<Card “{self.title}”: {self.finding or self.reading}>"

    def _repr_svg_(self) -> str | None:
        """A notebook shows the chart as a picture; `figure()` is the one that answers when pointed at."""
        if not images.available():
            return None
        drawn = images.picture(self.figure(), "svg", title=self.title, note=f"{self.finding}  {self.legend}")
        return drawn.decode()


def dots_of(
    board: views.FrameBoard | views.WordBoard, *, colour: Mapping[str, str], noun: str
) -> Callable[..., Figure]:
    """A dot and its interval an outlet, beside what all outlets together have."""
    return partial(
        charts.dots,
        board.rows,
        unit=board.measure.unit,
        axis=board.measure.axis,
        colour=colour,
        overall=board.overall,
        noun=noun,
    )
