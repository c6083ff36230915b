"""One Article of what was found, with how each field was found.  Knows no file formats."""

from __future__ import annotations

import hashlib
import json
import math
import re
import reprlib
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from bias.ingest.fields import cells, dates, refusals
from bias.model import Article

_EVERY = (
    "outlet", "title", "text", "published", "url", "author", "language", "section", "page", "edition",
)  # fmt: skip
Found = dict[str, tuple[str, str]]  # field → value, how it was found

_LANGUAGES = (
    ("en", ("eng", "anglais", "inglés", "inglese")),
    ("de", ("ger", "deu", "allemand", "alemán", "tedesco")),
    ("fr", ("fre", "fra")),
    ("es", ("spa", "esp", "castellano")),
    ("it", ("ita",)),
    ("nl", ("dut", "ned", "nld")),
    ("pt", ("por",)),
    ("ru", ("rus", "рус")),
    ("uk", ("ukr", "укр")),
    ("pl", ("pol",)),
    ("sv", ("swe", "sve")),
    ("da", ("dan",)),
)
_PARTS = frozenset(
    (
        "summary", "sections", "section", "headline", "headlines", "paragraphs", "paragraph", "text",
        "content", "body", "value", "blocks", "items",
    )
)  # fmt: skip
_LONGEST = 5_000_000  # code points of an article: more than any book has
_DEEPEST = 30  # lists and records within each other; more is a trap for what reads it
_DEEPER = f"nested more than {_DEEPEST} deep"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ARCHIVED = re.compile(
    r"^https?://(?:web\.archive\.org/web|webarchive\.[\w.]+/[\w/]*?|archive\.(?:today|is|ph))/\d{4,14}(?:[a-z]{2}_)?/",
    re.I,
)
# parts of one outlet's address, for readers of a country or a device
_DOORS = re.compile(
    r"^(?:www\d?|m|mobile|amp|edition|eu|us|uk|en|int|international|beta|lite|text)\.(?=.+\.)", re.I
)
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|cmpid|cmp|ref|ref_src|smid|ocid|ito|mc_cid|mc_eid)", re.I)


_BY = re.compile(r"^(?:by|von|par|por)\s+(?=[^\W\d_])", re.I)
_LAST_FIRST = re.compile(r"^([^\W\d_][\w’'-]+), ([^\W\d_][\w’'-]*\.?(?: [^\W\d_]\.)*)$")


class BadRowError(ValueError):
    """One record that is no article; the message is the reason that the user reads."""


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
    unread: Mapping[str, str] | None = None,
) -> Article:
    """The article of one row; `unread` says why cells of columns could not be read.

    Raises BadRowError when the row has no text, or none of an article.
    """
    unread = unread or {}
    if columns["text"] in unread:
        raise BadRowError(f"the text in column {columns['text']} cannot be read: {unread[columns['text']]}")
    found: Found = {"text": _text(record, columns)}
    for field, column in columns.items():
        value = value_at(record, column)
        if column in unread and field not in ("text", "lead"):
            found[field] = ("", f"unreadable: column {column}: {unread[column]}")
        if field in ("text", "lead") or not has_value(value):
            continue
        if not may_tell(field, column, value):
            continue
        if field == "published":
            found[field] = _dated(value, f"column {column}", order, _host(record, columns))
        else:
            told, how = _mended(words(value), f"column {column}")
            found[field] = told, how if told or not _too_deep(value) else f"unreadable: {how}: {_DEEPER}"
    return build(found, outlet=outlet, notes=notes)


def may_tell(field: str, column: str, value: object) -> bool:
    """Whether a value is one of its field: `source` names the outlet, in some tables by an address."""
    return field != "url" or column.rpartition(".")[2].lower() != "source" or "://" in str(value)


def _text(record: Mapping[str, object], columns: Mapping[str, str]) -> tuple[str, str]:
    """The text, below its lead where a column of its own has that."""
    value, how = _mended(_text_of(value_at(record, columns["text"])), f"column {columns['text']}")
    lead = value_at(record, columns["lead"]) if "lead" in columns else None
    if isinstance(lead, str) and lead.strip():
        above, _ = cells.mended(lead.strip())
        if _squeezed(above)[:200] not in _squeezed(value):
            return f"{above}\n\n{value}", f"columns {columns['lead']} and {columns['text']}"
    return value, how


def _mended(value: str, how: str) -> tuple[str, str]:
    after, notes = cells.mended(value)
    return after, "; ".join([how, *notes])


def _host(record: Mapping[str, object], columns: Mapping[str, str]) -> str:
    """The host of the row's url, or of an outlet that is one."""
    url, outlet = (words(value_at(record, columns[f])) if f in columns else "" for f in ("url", "outlet"))
    return domain(url) or (outlet if re.fullmatch(r"[\w-]+(\.[\w-]+)+", outlet) else "")


def _dated(value: object, how: str, order: dates.Order | None, host: str) -> tuple[str, str]:
    """A date, whose order the country of the outlet tells where nothing else does."""
    told = published(value, how, order)
    country = dates.order_in(host) if told[1].startswith("ambiguous") else None
    return published(value, f"{how}; {country} first, as usual at {host}", country) if country else told


def value_at(record: Mapping[str, object], column: str) -> object:
    """The value of a column; a dotted name that is no column itself leads into nested records."""
    if column in record:
        return record[column]
    value: object = record
    for part in column.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def build(found: Found, *, outlet: str = "", notes: Mapping[str, str] | None = None) -> Article:
    """The article, its outlet from the url or the caller where nothing else tells; empty stays empty.

    Raises BadRowError for an empty text and for one that stands in place of an article.
    """
    values, methods = _cleaned(found)
    if not values.get("text", "").strip():
        raise BadRowError("no text")
    _bounded(values["text"])
    if refused := refusals.reason(values["title"], values["text"]):
        raise BadRowError(refused)
    values["author"] = _author(values["author"])
    _place(values, methods)
    if not values.get("outlet"):
        values["outlet"], methods["outlet"] = _fallback_outlet(values, outlet)
    values["language"] = _language(values.get("language", ""))
    if dates.is_future(values["published"]):
        methods["published"] += "; in the future"
    own_id = values.pop("id", "")
    methods["id"] = f"hash; {methods.get('id', '')}: {own_id}" if own_id else "hash"
    told = {
        field: how
        for field, how in methods.items()
        if how and (field == "id" or values.get(field) or _says(how))
    }
    for field in ("sitename", "lead"):
        values.pop(field, None)
        told.pop(field, None)
    counted = re.search(r"\d[\d.,]*", values.pop("length", ""))
    length = int(re.sub(r"\D", "", counted[0])) if counted else None
    return Article(
        id=article_id(**_identity(values)), **values, length=length, methods=told | dict(notes or {})
    )


def _author(told: str) -> str:
    """The names alone, as they are spoken: of `By Ann Lee`, of `Lee, Ann; Roe, Jo`."""
    names = [_BY.sub("", name.strip()) for name in told.split(";")]
    return "; ".join(_LAST_FIRST.sub(r"\2 \1", name) for name in names if name)


def _place(values: dict[str, str], methods: dict[str, str]) -> None:
    """An address where the outlet should be, and the address of a copy, as what they are."""
    if re.match(r"https?://", values["outlet"]):
        if not values["url"]:
            values["url"], methods["url"] = values["outlet"], methods.get("outlet", "")
        values["outlet"] = methods["outlet"] = ""
    found = original(values["url"])
    if found != values["url"]:
        values["url"] = found
        methods["url"] += "; that of the outlet, not of the archive"


def original(url: str) -> str:
    """The address that a copy in an archive of the web was taken from; any other as it is."""
    found = _ARCHIVED.sub("", url)
    if found == url:
        return url
    found = re.sub(r"^(https?):/+", r"\1://", found)
    return found if "://" in found else f"http://{found}"


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
    """The host without what only tells the door to it (www, m, edition); "" when the url tells none."""
    try:
        host = urlsplit(url.strip()).hostname or ""
    except ValueError:
        return ""
    return _DOORS.sub("", _DOORS.sub("", host))


def storable(text: str) -> str:
    """The text with U+FFFD for lone surrogates, which no file can hold; as many code points as before."""
    return _SURROGATE.sub("\ufffd", text)


def published(value: object, how: str, order: dates.Order | None = None) -> tuple[str, str]:
    """A date in ISO 8601 and how it was found, or "" and why it could not be read."""
    try:
        return dates.iso(value, order), how
    except dates.UnreadableDateError as error:
        return "", str(error)


def _text_of(value: object) -> str:
    if not has_value(value):
        raise BadRowError("no text")
    if isinstance(value, (list, tuple, Mapping)):
        if _too_deep(value):
            raise BadRowError(f"the text is {_DEEPER}; name another column by a mapping such as text=body")
        value = "\n\n".join(_paragraphs(value)) or value
    if not isinstance(value, str):
        raise BadRowError(f"text is not a string but {type(value).__name__}: {reprlib.repr(value)[:40]!r}")
    return _bounded(value)


def _bounded(text: str) -> str:
    if len(text) > _LONGEST:
        raise BadRowError(f"no article: {len(text):,} characters, more than {_LONGEST:,}; split it")
    return text


def _paragraphs(value: object) -> Iterator[str]:
    """The paragraphs of a text that is stored in parts: a list, or records with sections and paragraphs."""
    if isinstance(value, str) and value.strip():
        yield value.strip()
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _paragraphs(part)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if str(key).lower() in _PARTS:
                yield from _paragraphs(part)


def _too_deep(value: object) -> bool:
    """Whether lists and records stand within each other deeper than anybody writes, level by level."""
    level = [value]
    for _ in range(_DEEPEST):
        if not level:
            break
        level = [
            inner
            for one in level
            if isinstance(one, (list, tuple, Mapping))
            for inner in (one.values() if isinstance(one, Mapping) else one)
        ]
    return bool(level)


def words(value: object) -> str:
    """A value of any kind in words: the name of a nested record, the members of a list.

    Empty for what is nested too deep.
    """
    return "" if _too_deep(value) else _in_words(value)


def _in_words(value: object) -> str:
    if isinstance(value, Mapping):
        inner = next(
            (value[key] for key in ("name", "main", "title", "text", "value") if has_value(value.get(key))),
            "",
        )
        return _in_words(inner)
    if isinstance(value, (list, tuple)):
        return ", ".join(word for word in map(_in_words, value) if word)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split()) if has_value(value) else ""


def _cleaned(found: Found) -> tuple[dict[str, str], dict[str, str]]:
    values = dict.fromkeys(_EVERY, "")
    methods: dict[str, str] = {}
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
    told = told.strip().lower()
    match = re.match(r"([a-z]{2})(?:[-_;, ]|$)", told)
    return match[1] if match else next((code for code, names in _LANGUAGES if told.startswith(names)), "")


def _squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
