"""Which type pictures are set in, and how wide words are in it.

Words are measured in the fonts of this machine.  An SVG keeps them as text, so a reader's machine may set
them in another font; each hangs on its own point, and what is wide here is DejaVu or narrower.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, fontManager

WANTED = (
    "Source Sans 3", "Source Sans Pro", "Arial", "Liberation Sans", "DejaVu Sans",
    "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback",
    "Noto Sans Arabic", "Noto Naskh Arabic", "Geeza Pro", "Segoe UI", "Tahoma",
    "Noto Emoji", "Symbola", "Segoe UI Symbol", "Segoe UI Emoji",
)  # fmt: skip
SETTINGS: dict[str, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "bias",  # the same names inside, each time
    "pdf.fonttype": 42,  # fonts as TrueType, which editors can read
    "path.simplify": False,
    "lines.scale_dashes": False,
    "text.hinting": "none",  # widths grow with the type
}
MEASURED = 100  # points
_ONE_AT_A_TIME = threading.RLock()


@contextmanager
def our_settings() -> Iterator[None]:
    """Matplotlib with our settings and nobody else's; they are global, so one picture is drawn at a time.

    A letter that no font has is drawn as a box, without a warning for each.
    """
    warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from", category=UserWarning)
    with _ONE_AT_A_TIME, matplotlib.rc_context():
        matplotlib.rcdefaults()
        settings: Any = matplotlib.rcParams
        settings.update({**SETTINGS, "font.sans-serif": families()})
        yield


@cache
def families() -> list[str]:
    known = {font.name for font in fontManager.ttflist}
    return [name for name in WANTED if name in known]


@cache
def properties(*, bold: bool, italic: bool) -> FontProperties:
    return FontProperties(
        family=[*families(), "sans-serif"],
        weight="bold" if bold else "normal",
        style="italic" if italic else "normal",
        size=MEASURED,
    )


@lru_cache(maxsize=20_000)
def width(text: str, *, bold: bool = False, italic: bool = False) -> float:
    """How wide words are, in heights of their type."""
    found = _renderer().get_text_width_height_descent(
        text, properties(bold=bold, italic=italic), ismath=False
    )
    return float(found[0]) / MEASURED


@cache
def _renderer() -> Any:
    untyped: Any = RendererAgg
    return untyped(1, 1, 72)
