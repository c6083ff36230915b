"""A Plotly figure as plain values: its traces, axes and layout, with what its template says under them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bias.errors import BadInputError

Numbers = npt.NDArray[np.float64]
Spec = dict[str, Any]
TYPES = ("scatter", "heatmap", "bar")
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
AXIS = re.compile(r"([xy])axis(\d*)")


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn; axes by their short names, as traces call them: x, y, x2."""

    traces: tuple[Spec, ...]
    layout: Spec
    axes: dict[str, Spec]

    @property
    def font(self) -> float:
        return float(self.layout.get("font", {}).get("size", 12))

    @property
    def ink(self) -> str:
        return str(self.layout.get("font", {}).get("color", "#000"))

    def on(self, axis: str) -> Iterator[Spec]:
        """The traces that stand on an axis."""
        return (trace for trace in self.traces if axis in axes_of(trace))


def read(figure: Any) -> Plot:
    """A figure, or the dictionary of one; raises where it has what cannot be drawn here."""
    spec = plain(figure)
    own = {key: value for key, value in spec.get("layout", {}).items() if key != "template"}
    template = spec.get("layout", {}).get("template") or {}
    layout = over(template.get("layout", {}), own)
    if own.get("showlegend"):
        raise BadInputError("a figure with a legend cannot be drawn: name its series beside them")
    seen = (trace for trace in spec.get("data", ()) if trace.get("visible", True) is True)
    traces = tuple(_trace(trace, template) for trace in seen)
    names = {axis for trace in traces for axis in axes_of(trace)} or {"x", "y"}
    names |= {"".join(found.groups()) for key in layout if (found := AXIS.fullmatch(key))}
    shared = {letter: template.get("layout", {}).get(f"{letter}axis", {}) for letter in "xy"}
    axes = {name: over(shared[name[0]], own.get(f"{name[0]}axis{name[1:]}", {})) for name in sorted(names)}
    return Plot(traces, layout, axes)


def plain(figure: Any) -> Spec:
    """The dictionary of a figure, without characters that an SVG may not hold."""
    spec: Spec = printable(figure if isinstance(figure, Mapping) else figure.to_plotly_json())
    return spec


def printable(value: Any) -> Any:
    if isinstance(value, str):
        return NOT_XML.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    if isinstance(value, np.ndarray) and value.dtype.kind in "OU":
        return np.array([printable(one) for one in value.ravel()], dtype=object).reshape(value.shape)
    return value


def axes_of(trace: Spec) -> tuple[str, str]:
    return str(trace.get("xaxis") or "x"), str(trace.get("yaxis") or "y")


def over(under: Mapping[str, Any], own: Mapping[str, Any]) -> Spec:
    """What is said, and below it what is not."""
    merged = dict(under)
    for key, value in own.items():
        below = merged.get(key)
        if isinstance(value, Mapping) and isinstance(below, Mapping):
            merged[key] = over(below, value)
        else:
            merged[key] = value
    return merged


def array(value: Any) -> npt.NDArray[Any]:
    """A list, an array, or the coded array that Plotly writes into JSON."""
    if value is None:
        return np.array([])
    if isinstance(value, Mapping):
        flat = np.frombuffer(base64.b64decode(value["bdata"]), dtype=np.dtype(str(value["dtype"])))
        shape = [int(part) for part in str(value.get("shape", flat.size)).split(",")]
        return flat.reshape(shape)
    return value if isinstance(value, np.ndarray) else np.array(list(value), dtype=object)


def table(value: Any) -> npt.NDArray[Any]:
    """Rows of cells, of a list of lists or an array."""
    rows = array(value)
    return rows if rows.ndim == 2 else np.array([list(row) for row in rows], dtype=object)


def numbers(value: Any) -> Numbers:
    """Numbers as they are, dates as milliseconds since 1970, NaN where there is nothing."""
    found = array(value)
    if not are_dates(found):
        return np.array([np.nan if one is None else float(one) for one in found.ravel()]).reshape(found.shape)
    try:
        days = np.array(list(found), dtype="datetime64[ms]")
    except ValueError as error:
        raise BadInputError(
            f"an axis with names ({found[0]!r}, …) cannot be drawn: give places as numbers or dates"
        ) from error
    return np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(np.float64))


def are_dates(found: npt.NDArray[Any]) -> bool:
    if found.dtype.kind != "O":
        return found.dtype.kind in "MUS"
    known = next((one for one in found.ravel() if one is not None), None)
    return isinstance(known, str | np.datetime64) or hasattr(known, "year")


def each(value: Any, count: int, otherwise: Any) -> list[Any]:
    """A value for each point: Plotly takes one for all, or a list."""
    if value is None:
        return [otherwise] * count
    if isinstance(value, str | int | float):
        return [value] * count
    return [otherwise if one is None else one for one in array(value)]


def _trace(trace: Spec, template: Spec) -> Spec:
    kind = trace.get("type", "scatter")
    if kind not in TYPES:
        raise BadInputError(f"a trace of type {kind!r} cannot be drawn; {', '.join(TYPES)} can")
    below: list[Spec] = template.get("data", {}).get(kind) or [{}]
    return over(below[0], {**trace, "type": kind})
