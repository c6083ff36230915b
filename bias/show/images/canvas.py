"""The only place that draws: lines, boxes, dots and words in pixels of the screen → a file, by matplotlib."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from bias.errors import BadInputError
from bias.show.images.axes import Area
from bias.show.images.colour import Paint, paint
from bias.show.images.fonts import properties
from bias.show.images.sizes import PIXELS, POINTS, Kind
from bias.show.images.words import Across, Label, Run

Point = tuple[float, float]
DASHES = {"solid": (), "dot": (1, 1), "dash": (3, 3), "dashdot": (3, 1, 1, 1)}  # times the width
THIN = 3.0  # pixels: a dash is as long as if its line were so wide
DIAMOND = 1.3  # of a circle of the same size
SHAPES = {
    "circle": Path.unit_circle(),
    "square": Path([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)], closed=True),
    "diamond": Path(DIAMOND * np.array([(0, -1), (1, 0), (0, 1), (-1, 0), (0, -1)]), closed=True),
}
DATES = {"svg": "Date", "pdf": "CreationDate"}
MAKERS = {"svg": ("Creator",), "png": ("Software",), "pdf": ("Creator", "Producer")}


class Canvas:
    """A white sheet; what is drawn later lies above.  Each mark has a name that an editor of SVG shows."""

    def __init__(self, width: float, height: float, *, scale: float, dpi: int, grey: bool) -> None:
        inch = scale / PIXELS
        self._figure = Figure(figsize=(width * inch, height * inch), dpi=dpi, facecolor="white")
        self._place = Affine2D().scale(inch, -inch).translate(0, height * inch) + self._figure.dpi_scale_trans
        self._point = inch * POINTS
        self._grey = grey
        self._drawn = 0
        self._names: dict[str, int] = {}

    def line(
        self, points: Sequence[Point], colour: str, width: float, *, dash: str = "solid",
        within: Area | None = None, name: str = "line",
    ) -> None:  # fmt: skip
        if len(points) > 1 and width > 0:
            pattern = tuple(part * max(width, THIN) * self._point for part in DASHES[dash])
            shape = PathPatch(
                Path(points), fill=False, edgecolor=self._paint(colour), linewidth=width * self._point,
                linestyle=(0, pattern) if pattern else "solid", joinstyle="round", capstyle="butt",
            )  # fmt: skip
            self._add(shape, name, within)

    def area(self, points: Sequence[Point], colour: str, *, within: Area, name: str = "band") -> None:
        if len(points) > 2:
            self._add(PathPatch(Path(points), facecolor=self._paint(colour), linewidth=0), name, within)

    def box(
        self, area: Area, fill: str, *, edge: str = "", width: float = 0.0, opacity: float = 1.0,
        name: str = "box",
    ) -> None:  # fmt: skip
        shape = Rectangle(
            (area.left, area.top), area.right - area.left, area.bottom - area.top,
            facecolor=self._paint(fill, opacity) if fill else "none",
            edgecolor=self._paint(edge, opacity) if width else "none", linewidth=width * self._point,
        )  # fmt: skip
        self._add(shape, name)

    def dot(
        self, at: Point, size: float, symbol: str, fill: str, *, edge: str, width: float, opacity: float = 1.0
    ) -> None:
        """A mark; one whose symbol is open has the colour of its filling as its line."""
        kind, _, rest = symbol.partition("-")
        if kind not in SHAPES or rest not in ("", "open"):
            raise BadInputError(f"a mark {symbol!r} cannot be drawn; {', '.join(SHAPES)} can, also open")
        line = self._paint(fill if rest else edge, opacity)
        shape = PathPatch(
            SHAPES[kind].transformed(Affine2D().scale(size / 2).translate(*at)),
            facecolor="none" if rest else self._paint(fill, opacity),
            edgecolor=line if width or rest else "none",
            linewidth=(width or 1.0 * bool(rest)) * self._point,
        )
        self._add(shape, "dot")

    def label(self, label: Label) -> None:
        if label.ground:
            self.box(Area(*label.box), label.ground, name="ground")
        for line, x, y in label.placed():
            words = [run for run in line if run.text.strip()]
            if len(words) == 1:
                self._write(words[0], x, y, label.across, label.angle)
            elif words:
                self._side_by_side(line, x, y, label)

    def file(self, kind: Kind, title: str) -> bytes:
        """The file; nothing in it tells when or with which version it was made."""
        out = io.BytesIO()
        untold: dict[str, str | None] = dict.fromkeys((*MAKERS[kind], *filter(None, [DATES.get(kind)])))
        told = {"Title": title} if title else {}
        self._figure.savefig(out, format=kind, dpi=self._figure.dpi, metadata={**untold, **told})
        return out.getvalue()

    def _side_by_side(self, line: Sequence[Run], x: float, y: float, label: Label) -> None:
        """Runs of several looks, each after the one before."""
        whole = sum(run.width for run in line)
        along = {"left": 0.0, "center": -whole / 2, "right": -whole}[label.across]
        turned = Label((), x, y, angle=label.angle)
        for run in line:
            self._write(run, *turned.turned(along, 0.0), "left", label.angle)
            along += run.width

    def _write(self, run: Run, x: float, y: float, across: Across, angle: float) -> None:
        if not run.text.strip():
            return
        font = properties(bold=run.bold, italic=run.italic).copy()
        font.set_size(run.size * self._point)
        self._add(
            Text(
                x, y, run.text, color=self._paint(run.colour), fontproperties=font, rotation=-angle,
                horizontalalignment=across, verticalalignment="baseline", rotation_mode="anchor",
                parse_math=False,
            ),
            "",
        )  # fmt: skip

    def _paint(self, colour: str, opacity: float = 1.0) -> Paint:
        return paint(colour, opacity, grey=self._grey)

    def _add(self, artist: Any, name: str, within: Area | None = None) -> None:
        drawn: Artist = artist
        drawn.set_transform(self._place)
        drawn.set_zorder(self._drawn)
        self._drawn += 1
        if name:
            self._names[name] = self._names.get(name, 0) + 1
            drawn.set_gid(f"{name}-{self._names[name]}")
        self._figure.add_artist(drawn)
        if within:
            width, height = within.right - within.left, within.bottom - within.top
            frame = Rectangle((within.left, within.top), width, height, transform=self._place)
            drawn.set_clip_path(frame)
