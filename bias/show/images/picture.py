"""Pictures without a browser, where matplotlib is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from bias.errors import BiasError
from bias.show.images.sizes import Kind, size_of


def available() -> bool:
    """Whether pictures can be drawn without a browser."""
    return find_spec("matplotlib") is not None


def picture(
    figure: Any, kind: Kind, *, size: str = "page", grey: bool = False, title: str = "", note: str = ""
) -> bytes:
    """A Plotly figure as a file: `title` above it, `note` (n, interval, source) below, both wrapped.

    The same figure gives the same bytes.  An SVG keeps its words as text, a PDF embeds its fonts.  `grey`
    makes of each colour the grey that is as light.  A letter that no font of this machine has is a box in
    PNG and PDF; Arabic is joined and turned there by matplotlib 3.11 and later.  In SVG the reader's program
    does both.
    """
    chosen = size_of(size, kind)
    if not available():
        raise BiasError(
            "Pictures need matplotlib, which is not installed.  Install it: pip install 'bias[export]'"
        )
    from bias.show.images.drawing import drawn  # needs matplotlib

    return drawn(figure, kind, chosen, grey=grey, title=title, note=note)
