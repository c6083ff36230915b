"""One text → what is wrong with it as a text: glued sentences, mojibake, an end that was cut off.

Each is told and counted before outlets are compared; nothing is mended here.
"""

from __future__ import annotations

import re

from bias.reading.text.normalise import has_mojibake

GLUED, MOJIBAKE, CUT = "glued", "mojibake", "cut off"
LEAST_GLUED = 2  # places: one may be a name ("Booking.Com")
_GLUED = re.compile(r"[a-z]{2}[.!?]+[\"”’')]*[\"“‘'(]?[A-Z][a-z]*\b(?![.@])")
_CUT = re.compile(r"(?:\[?\+\s?\d+ char(?:acter)?s\]?|…|\.\.\.|\[(?:…|\.\.\.)\])[\"”’')\]]*\s*$")


def text_faults(text: str) -> tuple[str, ...]:
    """Which of GLUED, MOJIBAKE and CUT a text has."""
    glued = sum(1 for _ in _GLUED.finditer(text)) >= LEAST_GLUED
    found = {GLUED: glued, MOJIBAKE: has_mojibake(text), CUT: bool(_CUT.search(text))}
    return tuple(name for name, there in found.items() if there)
