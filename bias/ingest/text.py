"""Plain text → one Article: with lines of front matter as it stands, without them cleaned as a pasted page.

Front matter is `Outlet: …`, `Title: …`, `Published: …` and the like, one a line, then a blank line.
"""

from __future__ import annotations

import re

from bias.errors import BadInputError
from bias.ingest import fields
from bias.ingest.clean import clean
from bias.model import Article

_LINE = re.compile(r"([A-Za-z][\w -]{1,24}):[ \t]*(.*)")
_NEWLINE = re.compile(r"\r\n?")


def from_text(text: str, *, name: str = "", outlet: str = "") -> Article:
    """The article of one text; `name` is what an error calls it.  Raises BadInputError when it holds none."""
    text = _NEWLINE.sub("\n", text).lstrip("\ufeff")
    try:
        return fields.build(_front_matter(text) or _pasted(text), outlet=outlet)
    except fields.BadRowError as error:
        raise BadInputError(f"{name or 'the text'}: {error}; paste the words of an article") from error


def _front_matter(text: str) -> fields.Found | None:
    """What the front matter tells and the body as it stands; None when the text opens otherwise."""
    head, _, body = text.lstrip("\n").partition("\n\n")
    lines = [_LINE.fullmatch(line.strip()) for line in head.split("\n")]
    if not all(lines):
        return None
    told = {line[1].strip(): line[2].strip() for line in lines if line}
    columns = fields.find_columns(told)
    known = set(columns) - {"text"}
    # "Date: …" alone may be the first line of a page
    if len(columns) < len(told) or not (known & {"outlet", "title"} or len(known) > 1):
        return None
    found = {field: _value(field, told[column]) for field, column in columns.items() if field in known}
    return found | {"text": (body.strip("\n"), "as it stands")}


def _value(field: str, value: str) -> tuple[str, str]:
    how = "front matter"
    return fields.published(value, how) if field == "published" and value else (value, how)


def _pasted(text: str) -> fields.Found:
    page = clean(text)
    values = {"text": page.text, "title": page.title, "author": page.author, "published": page.published}
    return {field: (value, page.methods.get(field, "")) for field, value in values.items() if value}
