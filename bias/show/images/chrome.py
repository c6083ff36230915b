"""The same pictures by the browser's own engine: kaleido draws them where a Chrome or Chromium is found.

The page that it opens lies on this machine and holds the plotly.js of the plotly package; MathJax, which
would come from outside, is off.
"""

from __future__ import annotations

import asyncio
import html
import json
import textwrap
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bias.errors import BiasError
from bias.show.images.plot import Spec, plain, printable
from bias.show.images.sizes import PIXELS, Kind, Size, size_of

TITLE, NOTE, LINE, EDGE = 16, 11, 1.3, 8  # pixels of the screen, as in the other pictures
LETTER = 0.56  # width of a letter on average, in heights of its type; bold ones are a little wider
TALL = 450  # where a figure does not say how tall it is
AROUND = 90  # for a title and a note on a slide
NOWHERE = "127.0.0.1:9"  # a browser asks its maker for news; here nobody answers
SECONDS = 60  # to wait for a picture
INK, PALE = "#31333f", "#6b7280"
_ONE_AT_A_TIME = threading.Lock()  # a browser takes 200 MB


def chrome_available() -> bool:
    """Whether kaleido is installed and finds a browser; where BROWSER_PATH is set, that one."""
    return find_spec("kaleido") is not None and browser() is not None


def chrome_picture(figure: Any, kind: Kind, *, size: str = "page", title: str = "", note: str = "") -> bytes:
    """What `picture` gives, in colour, as a browser draws it; starts a browser, which takes seconds."""
    chosen = size_of(size, kind)
    found = browser() if chrome_available() else None
    if found is None:
        raise BiasError(
            "Pictures by Chrome need kaleido and a Chrome or Chromium.  Install both: "
            "pip install 'bias[export]', then a browser, or set BROWSER_PATH to one."
        )
    spec, title, note = plain(figure), printable(title), printable(note)
    with _ONE_AT_A_TIME, ThreadPoolExecutor(1) as thread:  # a thread of its own: there may be a loop in this
        return thread.submit(asyncio.run, _drawn(spec, kind, chosen, title, note, found)).result()


def browser() -> str | None:
    """The Chrome or Chromium of this machine; where BROWSER_PATH is set, that one."""
    try:
        from choreographer.browsers.chromium import Chromium
    except ImportError:
        return None
    found = Chromium.find_browser(skip_local=False)
    return found if found and Path(found).is_file() else None


async def _drawn(spec: Spec, kind: Kind, size: Size, title: str, note: str, browser: str) -> bytes:
    from kaleido import Kaleido
    from kaleido.errors import BrowserClosedError, BrowserFailedError, JavascriptError, KaleidoError

    try:
        async with Kaleido(path=browser, mathjax=False, proxy_server=NOWHERE, timeout=SECONDS) as chrome:
            margins = await _margins(chrome, _sized(spec, size, "", "", None))
            whole = _sized(spec, size, title, note, margins)
            scale = _scale(spec, size) * (size.dpi / PIXELS if kind == "png" else 1)
            return bytes(await chrome.calc_fig(whole, {"format": kind, "scale": scale}))
    except (BrowserClosedError, BrowserFailedError, JavascriptError, KaleidoError, TimeoutError) as error:
        raise BiasError(
            f"{browser} did not draw the picture ({type(error).__name__}).  Draw it without Chrome."
        ) from error


async def _margins(chrome: Any, spec: Spec) -> dict[str, float]:
    """The margins that the labels take: words above and below stand outside of them."""
    whole = json.loads(await chrome.calc_fig(spec, {"format": "json"}))
    found: dict[str, float] = whole["layout"]["computed"]["margin"]
    return found


def _sized(spec: Spec, size: Size, title: str, note: str, margins: Mapping[str, float] | None) -> Spec:
    """The figure on white, as wide as the size; `margins` are those that its labels take."""
    layout = {**spec.get("layout", {}), "paper_bgcolor": "white", "plot_bgcolor": "white"}
    scale = _scale(spec, size)
    width, larger = size.width * PIXELS / scale, size.scale / scale
    above, below = _wrapped(title, TITLE * larger, width), _wrapped(note, NOTE * larger, width)
    head = (len(above) * TITLE * larger * LINE + EDGE) * bool(above)
    foot = (len(below) * NOTE * larger * LINE + 2 * EDGE) * bool(below)
    tall = float(layout.get("height", TALL)) + head + foot
    layout |= {"width": width, "height": tall if size.height is None else size.height * PIXELS / scale}
    if margins:
        layout["margin"] = {**margins, "t": margins["t"] + head, "b": margins["b"] + foot, "pad": 0}
        layout["annotations"] = [
            *(layout.get("annotations") or ()),
            *_words(above, TITLE * larger, INK, "top", margins["t"] + head - EDGE, margins["l"]),
            *_words(below, NOTE * larger, PALE, "bottom", -(margins["b"] + foot - EDGE), margins["l"]),
        ]
    return {**spec, "layout": layout}


def _scale(spec: Spec, size: Size) -> float:
    """What a pixel becomes: less on a slide that is too low for what the figure holds."""
    if size.height is None:
        return size.scale
    tall = float(spec.get("layout", {}).get("height", TALL)) + AROUND
    return min(size.scale, size.height * PIXELS / tall)


def _wrapped(text: str, size: float, width: float) -> list[str]:
    return textwrap.wrap(text, max(10, int((width - 2 * EDGE) / (size * LETTER))))


def _words(lines: list[str], size: float, colour: str, anchor: str, up: float, left: float) -> list[Spec]:
    """Lines above or below everything, from the left edge of the picture."""
    if not lines:
        return []
    text = "<br>".join(html.escape(line, quote=False) for line in lines)
    place = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": EDGE - left, "yref": "paper"}
    place |= {"y": 1 if anchor == "top" else 0, "yanchor": anchor, "yshift": up}
    look = {"align": "left", "showarrow": False, "borderpad": 0, "borderwidth": 0}
    look |= {"font": {"size": size, "color": colour}}
    return [{"text": f"<b>{text}</b>" if anchor == "top" else text, **place, **look}]
