"""Names of columns, identities, and one Article from what was found.  Knows no file formats.

`find_columns` tells which column holds which field, `build` makes the article and records how each
field was found.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from bias.errors import BadInputError
from bias.ingest import dates
from bias.model import Article

Found = dict[str, tuple[str, str]]  # field → value, how it was found

# the field's usual names, most telling first; compared in lower case, without blanks and signs
_USUAL = {
    "outlet": """outlet medianame outletname sourcename publication publicationname newspaper paper publisher
        sitename newsoutlet mediaoutlet newssource media source site website domain sourcedomain hostname""",
    "title": "title headline articletitle headlinetext heading titletext",
    "text": """text fulltext articletext articlefulltext articlebody body bodytext maintext content
        articlecontent cleantext article story storytext""",
    "published": """published publishedat publishdate publisheddate datepublished datepublish publicationdate
        pubdate datetime date articledate webpublicationdate publishtime timestamp""",
    "url": "url link articleurl weburl permalink canonicalurl sourceurl href uri",
    "author": "author authors byline writer creator journalist reporter authorname",
    "language": "language lang languagecode",
    "section": "section sectionname articlesection newssection newsdesk rubric category",
    "id": "id articleid docid documentid guid uuid storiesid key",
}
NAMES = {field: tuple(names.split()) for field, names in _USUAL.items()}

_SURROGATE = re.compile("[\ud800-\udfff]")
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|cmpid|cmp|ref|ref_src|smid|ocid|ito|mc_cid|mc_eid)", re.I)


class BadRowError(ValueError):
    """One record that is no article; the message is the reason that the user reads."""


def find_columns(columns: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field → column, by the mapping first and by the field's usual names else."""
    check_mapping(mapping)
    mapping = mapping or {}
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_plain(column), column)
    usual = {
        field: next((by_name[name] for name in names if name in by_name), "")
        for field, names in NAMES.items()
    }
    taken = set(mapping.values())
    return {field: column for field, column in usual.items() if column and column not in taken} | dict(
        mapping
    )


def check_mapping(mapping: Mapping[str, str] | None) -> None:
    for field in mapping or {}:
        if field not in NAMES:
            raise BadInputError(f"no field {field!r} to map a column to; the fields are {', '.join(NAMES)}")


def has_value(value: object) -> bool:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return False
    # pandas' missing time is a datetime that equals nothing, itself included
    return value == value and (not isinstance(value, str) or bool(value.strip()))


def from_record(
    record: Mapping[str, object],
    columns: Mapping[str, str],
    *,
    outlet: str = "",
    order: dates.Order | None = None,
    notes: Mapping[str, str] | None = None,
) -> Article:
    """The article of one row.  Raises BadRowError when the row has no text."""
    found: Found = {"text": (_text_of(value_at(record, columns["text"])), f"column {columns['text']}")}
    for field, column in columns.items():
        value = value_at(record, column)
        if field == "text" or not has_value(value):
            continue
        if field == "published":
            found[field] = _date(value, order, column)
        else:
            found[field] = (_words(value), f"column {column}")
    return build(found, outlet=outlet, notes=notes)


def value_at(record: Mapping[str, object], column: str) -> object:
    """The value of a column; a dotted name that is no column itself leads into nested records."""
    if column in record:
        return record[column]
    value: object = record
    for part in column.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def build(found: Found, *, outlet: str = "", notes: Mapping[str, str] | None = None) -> Article:
    """The article, its outlet from the url or the caller where nothing else tells; empty stays empty."""
    values, methods = _cleaned(found)
    if not values.get("text", "").strip():
        raise BadRowError("no text")
    if not values.get("outlet"):
        values["outlet"], methods["outlet"] = _fallback_outlet(values, outlet)
    values["language"] = _language(values.get("language", ""))
    own_id = values.pop("id", "")
    methods["id"] = f"hash; {methods.get('id', '')}: {own_id}" if own_id else "hash"
    told = {
        field: how
        for field, how in methods.items()
        if how and (field == "id" or values.get(field) or _says(how))
    }
    values.pop("sitename", None)
    told.pop("sitename", None)
    return Article(id=article_id(**_identity(values)), **values, methods=told | dict(notes or {}))


def article_id(*, outlet: str, title: str, text: str, url: str = "") -> str:
    """16 hexadecimal digits, the same for the same article in any process.

    The text is part of it as it stands: spans into one text must never meet another.  Beside it the
    url counts, without what only tracks the reader; where there is none, outlet and title.
    """
    where = [normal_url(url)] if url else [_squeezed(outlet), _squeezed(title)]
    return hashlib.sha256(json.dumps([*where, text]).encode()).hexdigest()[:16]


def normal_url(url: str) -> str:
    """The url without scheme, www, fragment, trailing slash and tracking parameters."""
    try:
        parts = urlsplit(url.strip())
        host = parts.netloc.lower().removeprefix("www.")
    except ValueError:  # such as an unclosed bracket: then it stands for itself
        return url.strip()
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key)])
    return f"{host}{parts.path.rstrip('/')}{'?' + query if query else ''}"


def domain(url: str) -> str:
    """The host without www, m or amp; "" when the url tells none."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(www\d?|m|amp)\.(?=.+\.)", "", host)


def storable(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which no file can hold; as many code points as before."""
    return _SURROGATE.sub("\ufffd", text)


def published(value: object, how: str, order: dates.Order | None = None) -> tuple[str, str]:
    """A date in ISO 8601 and how it was found, or "" and why it could not be read."""
    try:
        return dates.iso(value, order), how
    except dates.UnreadableDateError as error:
        return "", str(error)


def _date(value: object, order: dates.Order | None, column: str) -> tuple[str, str]:
    return published(value, f"column {column}", order)


def _text_of(value: object) -> str:
    if not has_value(value):
        raise BadRowError("no text")
    if not isinstance(value, str):
        raise BadRowError(f"text is not a string but {type(value).__name__}: {str(value)[:40]!r}")
    return value


def _words(value: object) -> str:
    """A value of any kind in words: the name of a nested record, the members of a list."""
    if isinstance(value, Mapping):
        inner = next(
            (value[key] for key in ("name", "main", "title", "text", "value") if has_value(value.get(key))),
            "",
        )
        return _words(inner)
    if isinstance(value, (list, tuple)):
        return ", ".join(word for word in map(_words, value) if word)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split()) if has_value(value) else ""


def _cleaned(found: Found) -> tuple[dict[str, str], dict[str, str]]:
    values = dict.fromkeys(
        ("outlet", "title", "text", "published", "url", "author", "language", "section"), ""
    )
    methods = {}
    for field, (value, how) in found.items():
        values[field] = storable(value)
        methods[field] = how if values[field] == value else f"{how}; lone surrogates replaced"
    return values, methods


def _fallback_outlet(values: dict[str, str], given: str) -> tuple[str, str]:
    for name, how in ((domain(values["url"]), "url domain"), (values.get("sitename", ""), "site name")):
        if name:
            return name, how
    return storable(given.strip()), "given"


def _identity(values: Mapping[str, str]) -> dict[str, str]:
    return {field: values[field] for field in ("outlet", "title", "text", "url")}


def _says(how: str) -> bool:
    """Whether the method tells why a field is empty."""
    return how.startswith(("unreadable", "ambiguous"))


def _language(told: str) -> str:
    match = re.match(r"([a-z]{2})(?:[-_]|$)", told.strip().lower())
    return match[1] if match else ""


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()


def column_map(pairs: Iterable[str]) -> dict[str, str]:
    """`outlet=paper`, `published=day` … as field → column; raises BadInputError on anything else."""
    split = [pair.partition("=") for pair in pairs if pair.strip()]
    for field, equals, column in split:
        if not (field.strip() and equals and column.strip()):
            raise BadInputError(f"{field}{equals}{column}: write field=column, for instance outlet=paper")
    return {field.strip(): column.strip() for field, _, column in split}
