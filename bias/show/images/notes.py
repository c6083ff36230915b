"""Annotations of a figure → labels; each knows how far it reaches from the place that it is about."""

from __future__ import annotations

from typing import cast

from bias.show.images.plot import Plot, Spec
from bias.show.images.words import Across, Down, Label, lines_of


def note_label(plot: Plot, note: Spec) -> Label:
    """The words of an annotation, as if the place that they are about were the corner of the picture."""
    font = {**plot.layout.get("font", {}), **note.get("font", {})}
    size, colour = float(font.get("size", plot.font)), str(font.get("color", plot.ink))
    return Label(
        lines_of(str(note.get("text", "")), size, colour),
        float(note.get("xshift", 0)),
        -float(note.get("yshift", 0)),
        cast(Across, _anchor(note, "x", ("left", "center", "right"))),
        cast(Down, _anchor(note, "y", ("bottom", "middle", "top"))),
        ground=str(note.get("bgcolor", "")),
        pad=float(note.get("borderpad", 1)) + float(note.get("borderwidth", 1)),
    )


def _anchor(note: Spec, letter: str, names: tuple[str, str, str]) -> str:
    """The side that is said; else the middle, or toward the middle from the edge of the area."""
    said = str(note.get(f"{letter}anchor", "auto"))
    if said != "auto":
        return said
    if note.get(f"{letter}ref") != "paper":
        return names[1]
    return names[0] if note[letter] < 1 / 3 else names[2] if note[letter] > 2 / 3 else names[1]
