"""A figure and a size → the bytes of a picture; all that needs matplotlib begins here."""

from __future__ import annotations

from typing import Any

from bias.show.images.canvas import Canvas
from bias.show.images.fonts import our_settings
from bias.show.images.layout import Layout, arrange
from bias.show.images.marks import draw
from bias.show.images.plot import Plot, printable, read
from bias.show.images.sizes import PIXELS, Kind, Size

SMALLER = 0.99  # at least, each time that type shrinks where rows do not fit
LEAST = 0.15  # of its size
CUT = 1.0  # pixels: less is not missing


def drawn(figure: Any, kind: Kind, size: Size, *, grey: bool, title: str, note: str) -> bytes:
    title, note = printable(title), printable(note)
    with our_settings():
        plot = read(figure)
        layout, scale = fitting(plot, size, title, note)
        canvas = Canvas(layout.width, layout.height, scale=scale, dpi=size.dpi, grey=grey)
        draw(canvas, plot, layout)
        return canvas.file(kind, title)


def fitting(plot: Plot, size: Size, title: str, note: str) -> tuple[Layout, float]:
    """The layout with the largest type, up to that of the size, in which all rows have their room."""
    scale = size.scale
    while True:
        pixels, larger = PIXELS / scale, size.scale / scale
        height = None if size.height is None else size.height * pixels
        layout = arrange(plot, size.width * pixels, height, title=title, note=note, larger=larger)
        if layout.lacking < CUT or scale < LEAST * size.scale:
            return layout, scale
        scale *= min(SMALLER, layout.height / (layout.height + layout.lacking))
