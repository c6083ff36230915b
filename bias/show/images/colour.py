"""Colours as Plotly writes them, and as a printer without colours shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import to_rgba

Paint = tuple[float, float, float, float]  # red, green, blue, and how much of what is behind is covered
CALL = re.compile(r"rgba?\(([^)]*)\)")
LUMINANCE = (0.2126, 0.7152, 0.0722)  # of sRGB


def paint(colour: str, opacity: float = 1.0, *, grey: bool = False) -> Paint:
    red, green, blue, alpha = _read(colour.strip())
    if grey:
        red = green = blue = lightness(red, green, blue)
    return red, green, blue, alpha * opacity


def lightness(red: float, green: float, blue: float) -> float:
    """The grey that is as light as a colour: of the same luminance."""
    light = sum(part * _linear(value) for part, value in zip(LUMINANCE, (red, green, blue), strict=True))
    found = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return min(1.0, max(0.0, found))


def along(scale: Sequence[Sequence[Any]], place: float) -> str:
    """The colour at a place from 0 to 1 of a scale, mixed part by part as Plotly does it."""
    places = [float(stop[0]) for stop in scale]
    parts = np.array([_read(str(stop[1])) for stop in scale])
    red, green, blue, alpha = (float(np.interp(place, places, parts[:, part])) for part in range(4))
    return f"rgba({red * 255},{green * 255},{blue * 255},{alpha})"


def _read(colour: str) -> Paint:
    found = CALL.fullmatch(colour)
    if not found:
        return to_rgba("none" if colour == "transparent" else colour)
    red, green, blue, *alpha = (float(part) for part in found[1].split(","))
    return red / 255, green / 255, blue / 255, alpha[0] if alpha else 1.0


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
