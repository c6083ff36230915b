"""Which column holds which field, by the field's usual names.  Knows no values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from bias.errors import BadInputError
from bias.resources import lexicon

FIELDS = (
    "outlet", "title", "text", "published", "url", "author", "language", "id", "section", "page", "edition",
    "length", "lead",
)  # fmt: skip


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Field → its usual names, most telling first; in lower case, without blanks, signs, accents."""
    return {row["field"]: tuple(map(_plain, row["names"].split())) for row in lexicon("columns")}


def find_columns(columns: Iterable[str], mapping: Mapping[str, str] | None = None) -> dict[str, str]:
    """Field → column, the first of `candidates`."""
    return {field: found[0] for field, found in candidates(columns, mapping).items()}


def candidates(
    columns: Iterable[str], mapping: Mapping[str, str] | None = None
) -> dict[str, tuple[str, ...]]:
    """Field → the columns that may hold it, by the mapping alone where that names one, or "" for none.

    The next counts where the one before it is empty.

    A column may be named by its path in nested records (`fields.bodyText`).  Where none on top holds the
    text, one below may; what stands beside it there counts for the other fields, behind what stands on top.
    """
    check_mapping(mapping)
    mapping = mapping or {}
    listed = list(columns)
    inner = [path for path in listed if "." in path and _plain(path.rpartition(".")[2]) in names()["text"]]
    boxes = {path.split(".")[0] for path in inner}  # records that hold the text, and are none themselves
    by_name = _by_name(column for column in listed if "." not in column and column not in boxes)
    if "." in "".join(listed) and not ("text" in mapping or _first(by_name, "text")):
        by_name |= {name: path for name, path in _nested(listed).items() if name not in by_name}
    else:
        by_name = _by_name(listed)
    taken = set(mapping.values())
    usual = {
        field: tuple(by_name[name] for name in usual if name in by_name and by_name[name] not in taken)
        for field, usual in names().items()
    }
    given = {field: (column,) if column else () for field, column in mapping.items()}
    return {field: found for field, found in (usual | given).items() if found}


def _by_name(columns: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        found.setdefault(_plain(column), column)
    return found


def _first(by_name: Mapping[str, str], field: str) -> str:
    return next((by_name[name] for name in names()[field] if name in by_name), "")


def _nested(columns: Iterable[str]) -> dict[str, str]:
    """Name → path, of the members of the record in which the text stands, and of those around it."""
    paths = [column for column in columns if "." in column]
    last = {path: _plain(path.rpartition(".")[2]) for path in paths}
    for name in names()["text"]:
        for path in paths:
            if last[path] == name:
                return _around(paths, path.rpartition(".")[0])
    return {}


def _around(paths: Iterable[str], home: str) -> dict[str, str]:
    homes = [home.rsplit(".", depth)[0] for depth in range(home.count(".") + 1)]  # the nearest first
    found: dict[str, str] = {}
    for one in homes:
        for path in paths:
            if path.rpartition(".")[0] == one:
                found.setdefault(_plain(path.rpartition(".")[2]), path)
    return found


def check_mapping(mapping: Mapping[str, str] | None) -> None:
    for field in mapping or {}:
        if field not in names():
            known = ", ".join(names())
            raise BadInputError(f"no field {field!r} to map a column to; the fields are {known}")


def _plain(name: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "", bare).lower()


def column_map(pairs: Iterable[str]) -> dict[str, str]:
    """`outlet=paper`, `published=day` … as field → column; raises BadInputError on anything else."""
    split = [pair.partition("=") for pair in pairs if pair.strip()]
    for field, equals, column in split:
        if not (field.strip() and equals and column.strip()):
            raise BadInputError(f"{field}{equals}{column}: write field=column, for instance outlet=paper")
    return {field.strip(): column.strip() for field, _, column in split}
