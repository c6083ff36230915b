"""A figure card → files that one takes along: pictures, a page, tables, the caption, where it comes from."""

from __future__ import annotations

import io
import json
import zipfile

import pandas as pd
from markupsafe import Markup

from bias.compare import Card
from bias.errors import BadInputError
from bias.markup import render
from bias.show import charts, images
from bias.show.images import SIZES as SIZES  # what can be drawn, for pages
from bias.show.images import Kind
from bias.show.images import available as available
from bias.show.images import browser as browser
from bias.show.images import chrome_available as chrome_available
from bias.show.outputs import files, provenance
from bias.show.outputs.provenance import Origin

TABLES = ("csv", "xlsx", "parquet")
PICTURES: tuple[Kind, ...] = ("svg", "png", "pdf")
KINDS = (*PICTURES, "html", *TABLES, "zip")


def caption(card: Card, origin: Origin) -> str:
    """A caption ready to paste: what is shown, what it says, what marks are, and where it comes from."""
    counted = f"n: {card.counted}.  " if card.counted else ""
    told = f"{card.title}.  {card.finding}  {card.tested}  {card.notes}"
    said = f"{told}  {counted}Counted from {origin.counted_from}"
    return " ".join(f"{said}; bias {origin.versions['bias']}.".split())


def note(card: Card, origin: Origin) -> str:
    """The line below a picture."""
    said = [card.finding, f"{card.legend}." if card.legend else ""]
    said += [f"n: {card.counted}." if card.counted else "", f"{origin.counted_from}."]
    return "  ".join(one for one in said if one)


def picture(
    card: Card,
    origin: Origin,
    kind: Kind,
    *,
    size: str = "page",
    grey: bool = False,
    words: bool = True,
    chrome: bool = False,
) -> bytes:
    """The chart as SVG, PNG or PDF; `words` writes its title above and where it comes from below.

    `chrome` draws with the browser's own engine where there is one, in colour only.
    """
    title, below = (card.title, note(card, origin)) if words else ("", "")
    if chrome:
        return images.chrome_picture(charts.draw(card.chart), kind, size=size, title=title, note=below)
    return images.picture(charts.draw(card.chart), kind, size=size, grey=grey, title=title, note=below)


def drawing(card: Card) -> bytes:
    """The bare chart as SVG, for a document that has the words around it."""
    return images.picture(charts.draw(card.chart), "svg")


def svg(card: Card) -> str | None:
    """The chart as a picture that goes alone, for a notebook; None where nothing can draw it."""
    if not available():
        return None
    note = f"{card.finding}  {card.legend}"
    return images.picture(charts.draw(card.chart), "svg", title=card.title, note=note).decode()


def page(card: Card, origin: Origin) -> bytes:
    """One HTML file: the chart that answers when pointed at, its table, its words; needs no network."""
    chart = charts.draw(card.chart).to_html(
        full_html=False, include_plotlyjs=True, config={"displayModeBar": False}
    )
    values = {"chart": Markup(chart), "table": table_html(card.table), "caption": caption(card, origin)}
    return render("figure", title=card.title, card=card, **values).encode()


def table_html(frame: pd.DataFrame) -> Markup:
    """A frame as a table that pandas has escaped; numbers with three digits, a dash where there is none."""
    return Markup(frame.to_html(index=False, border=0, escape=True, na_rep="–", float_format="{:.3f}".format))


def table(card: Card, origin: Origin, kind: str) -> bytes:
    """The data of the chart; a sheet beside it says what they are."""
    return files.table_bytes(card.table, kind, about(card, origin))


def about(card: Card, origin: Origin) -> dict[str, str]:
    """What a table needs to be read alone."""
    return {
        "Title": card.title,
        "Finding": card.finding,
        "Caption": caption(card, origin),
        "Formula": card.formula,
        "Source": card.source,
        "Link": origin.link,
    }


def zipped(card: Card, origin: Origin, *, size: str = "page", grey: bool = False) -> bytes:
    """All of it in one file; without pictures where nothing on the machine can draw them."""
    record = provenance.record(origin)
    record["figure"] = {
        "key": card.key, "title": card.title, "finding": card.finding, "counted": card.counted,
        "formula": card.formula, "source": card.source, "choices": dict(card.asked),
    }  # fmt: skip
    files = {
        "caption.txt": caption(card, origin).encode(),
        "alt.txt": card.alt.encode(),
        "provenance.json": json.dumps(record, ensure_ascii=False, indent=1).encode(),
        "CITATION.cff": provenance.citation(origin).encode(),
        "citation.bib": provenance.bibtex(origin).encode(),
    }
    name = file_name(card)
    for kind in ("html", *TABLES, *(PICTURES if available() else ())):
        files[f"{name}.{kind}"] = as_file(card, origin, kind, size=size, grey=grey)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(f"{name}/{path}", content)
    return out.getvalue()


def as_file(card: Card, origin: Origin, kind: str, *, size: str = "page", grey: bool = False) -> bytes:
    """A card as a file of one of KINDS.  Raises BadInputError for another."""
    if kind == "zip":
        return zipped(card, origin, size=size, grey=grey)
    if kind == "html":
        return page(card, origin)
    if kind in TABLES:
        return table(card, origin, kind)
    for known in PICTURES:
        if kind == known:
            return picture(card, origin, known, size=size, grey=grey)
    raise BadInputError(f"no format for {kind or 'a name without ending'!r}; use {', '.join(KINDS)}")


def file_name(card: Card) -> str:
    """A name that every file system takes."""
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in card.key)
