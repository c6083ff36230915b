"""Plain text → one Article: with lines of front matter as it stands, without them cleaned as a pasted page.

Front matter is `Outlet: …`, `Title: …`, `Published: …` and the like, one a line, then a blank line; or YAML
between two lines of `---`, as Markdown has it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import yaml

from bias.errors import BadInputError
from bias.ingest import fields
from bias.ingest.fields import dates
from bias.ingest.pages.clean import clean
from bias.model import Article

_LINE = re.compile(r"([^\W\d_][\w -]{1,24}):[ \t]*(.*)")
_NEWLINE = re.compile(r"\r\n?")
_SHORTEST = 3  # words of a text that may be an article
_OUTLET_AND_DAY = re.compile(r"(?P<outlet>[^,|·–]{2,60}?)\s*[,|·–-]\s+(?P<day>\S.{5,40})")
_WIKI = re.compile(r"\[\[(?:[^\][|]{0,300}\|)?([^\][]{1,300})\]\]")
_MARKS = (  # of Markdown → what a reader sees
    (re.compile(r"!\[[^\][]{0,500}\]\([^()]{0,2000}\)"), ""),  # bounds: a broken text must not hang it
    (_WIKI, r"\1"),
    (re.compile(r"\[([^\][]{1,500})\]\([^()]{0,2000}\)"), r"\1"),
    (re.compile(r"^#{1,6}\s+", re.M), ""),
    (re.compile(r"^>\s?", re.M), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![\w*])"), r"\1"),
)


def from_text(
    text: str,
    *,
    name: str = "",
    outlet: str = "",
    order: dates.Order | None = None,
    more: fields.Found | None = None,
) -> Article:
    """The article of one text; `name` is what an error calls it.  Raises BadInputError when it holds none.

    `more` are fields told by something else, such as a path: they count where the text itself is silent.
    """
    try:
        return fields.build(found_in(text, order=order, more=more), outlet=outlet)
    except fields.BadRowError as error:
        raise BadInputError(f"{name or 'the text'}: {error}; paste the words of an article") from error


def found_in(
    text: str, *, markdown: bool = False, order: dates.Order | None = None, more: fields.Found | None = None
) -> fields.Found:
    """What a text tells: its front matter and body, or what the paste rules make of it."""
    text = _NEWLINE.sub("\n", text).lstrip("\ufeff")
    found = _yaml(text, order) or _front_matter(text, order)
    if found is None:
        found = _headed(_pasted(_unmarked(text) if markdown else text), order)
    elif markdown or "YAML" in found["text"][1]:
        found["text"] = (_unmarked(found["text"][0]).strip("\n"), found["text"][1])
    return {field: one for field, one in (more or {}).items() if one[0]} | {
        field: one for field, one in found.items() if one[0] or field not in (more or {})
    }


def _yaml(text: str, order: dates.Order | None) -> fields.Found | None:
    match = re.match(r"\s*---[ \t]*\n(.*?)\n---[ \t]*\n", text, re.S)
    try:
        told = yaml.safe_load(match[1]) if match else None
    except yaml.YAMLError:
        return None
    if not isinstance(told, Mapping) or not match:
        return None
    record = {str(key): _plain(value) for key, value in told.items()}
    named = fields.candidates(record)
    columns = {field: _best(field, named[field], record) for field in named if field not in ("text", "lead")}
    found: fields.Found = {"text": (text[match.end() :].strip("\n"), "below the front matter in YAML")}
    for field, column in columns.items():
        value = record[column]
        if fields.has_value(value) and fields.may_tell(field, column, value):
            how = f"front matter: {column}"
            found[field] = fields.published(value, how, order) if field == "published" else (str(value), how)
    return found if columns else None


def _best(field: str, columns: Sequence[str], record: Mapping[str, object]) -> str:
    """The first column that holds a value; a name of the outlet before its address."""
    full = [column for column in columns if fields.has_value(record[column])]
    names = [column for column in full if field != "outlet" or "://" not in str(record[column])]
    return next(iter(names or full or columns))


def _plain(value: object) -> object:
    """A list as its members, parted by commas; links of Obsidian as their words."""
    if isinstance(value, list):
        return ", ".join(str(_plain(one)) for one in value)
    return _WIKI.sub(r"\1", value) if isinstance(value, str) else value


def _unmarked(text: str) -> str:
    for pattern, seen in _MARKS:
        text = pattern.sub(seen, text)
    return text


def _front_matter(text: str, order: dates.Order | None) -> fields.Found | None:
    """What the front matter tells and the body as it stands; None when the text opens otherwise.

    A line of no known field stands for itself: it switches the others off no more than a blank one would.
    """
    head, _, body = text.lstrip("\n").partition("\n\n")
    lines = [_LINE.fullmatch(line.strip()) for line in head.split("\n")]
    told = {line[1].strip(): line[2].strip() for line in lines if line}
    if not lines[0] or len(told) < 0.7 * len(lines):
        return None
    columns = fields.find_columns(told)
    known = set(columns) - {"text", "lead"}
    # "Date: …" alone may be the first line of a page
    if 2 * len(columns) < len(told) or not (known & {"outlet", "title"} or len(known) > 1):
        return None
    found = {
        field: _value(field, told[column], order)
        for field, column in columns.items()
        if field in known and fields.may_tell(field, column, told[column])
    }
    inline = told[columns["text"]] if "text" in columns else ""
    left = [line for line in told if line not in columns.values()]
    note = f"; no field of ours: {', '.join(left)}" if left else ""
    whole = "\n\n".join(part for part in (inline, body.strip("\n")) if part)
    return found | {"text": (whole, f"as it stands{note}")}


def _value(field: str, value: str, order: dates.Order | None) -> tuple[str, str]:
    how = "front matter"
    return fields.published(value, how, order) if field == "published" and value else (value, how)


def _pasted(text: str) -> fields.Found:
    page = clean(text)
    values = {
        "text": page.text, "title": page.title, "author": page.author, "published": page.published,
        "outlet": page.outlet,
    }  # fmt: skip
    return {field: (value, page.methods.get(field, "")) for field, value in values.items() if value}


def _headed(found: fields.Found, order: dates.Order | None) -> fields.Found:
    """Outlet and day of a line like "Harbour Gazette, 4 March 2019" that opens the text."""
    text, how = found.get("text", ("", ""))
    first, _, rest = text.partition("\n\n")
    match = _OUTLET_AND_DAY.fullmatch(first) if len(first) <= 100 else None
    if not match or not rest:
        return found
    day, told = fields.published(match["day"], "line of outlet and day", order)
    if not day:
        return found
    return found | {
        "text": (rest, how), "outlet": (match["outlet"], "line of outlet and day"), "published": (day, told)
    }  # fmt: skip


def too_short(text: str) -> str:
    """Why a whole text is no article for its few words; "" for what may be one."""
    words = text.split()
    return "" if len(words) >= _SHORTEST else f"no article: {len(words)} word{'s' if len(words) != 1 else ''}"
