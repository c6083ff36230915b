"""How large a picture is: as wide as a paper or a slide wants it, as tall as its rows need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bias.errors import BadInputError

Kind = Literal["svg", "png", "pdf"]
KINDS: tuple[Kind, ...] = ("svg", "png", "pdf")
SCREEN_FONT = 10.5  # points of the figures' own type, which is 14 pixels
PIXELS, POINTS = 96, 72  # an inch of a screen, of a printer
MILLIMETRES = 25.4  # in an inch


@dataclass(frozen=True, slots=True)
class Size:
    """`width` and `height` in inches, `font` in points; a PNG has `dpi` pixels for each inch of them.

    Without a height a picture is as tall as its rows need.  With one, its type shrinks where they need more.
    """

    label: str  # for a menu
    width: float
    font: float
    dpi: int
    height: float | None = None

    @property
    def scale(self) -> float:
        """What one pixel of the screen becomes: everything is scaled as the type is."""
        return self.font / SCREEN_FONT

    @property
    def pixels(self) -> int:
        """How many pixels wide a PNG is."""
        return round(self.width * self.dpi)


SIZES: dict[str, Size] = {
    "column": Size("Column of a paper, 89 mm", 89 / MILLIMETRES, font=7, dpi=300),
    "page": Size("Page of a paper, 183 mm", 183 / MILLIMETRES, font=8, dpi=300),
    "slide": Size("Slide, 16:9", 40 / 3, font=16, dpi=144, height=7.5),
}


def size_of(name: str, kind: str) -> Size:
    """The size of that name, for a kind of file that can be drawn."""
    if name not in SIZES:
        raise BadInputError(f"size {name!r}: there is none; use {', '.join(SIZES)}")
    if kind not in KINDS:
        raise BadInputError(f"picture as {kind!r}: cannot be drawn; use {', '.join(KINDS)}")
    return SIZES[name]
