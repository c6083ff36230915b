"""codebooks/*.yaml → roles and alignments with their definitions.  Knows no text and no store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bias.errors import BadInputError
from bias.resources import PACKAGE


@dataclass(frozen=True, slots=True)
class Code:
    """One role or alignment of a codebook."""

    key: str
    label: str
    definition: str
    group: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The roles and alignments in the order of the file, and the labels of the groups of roles."""

    name: str
    roles: Mapping[str, Code]
    alignments: Mapping[str, Code]
    groups: Mapping[str, str]


@cache
def roles() -> Codebook:
    """The codebook of source roles that comes with the program."""
    return read_codebook(PACKAGE / "codebooks" / "roles.yaml")


def read_codebook(path: Path) -> Codebook:
    """A codebook of roles; raises BadInputError that names the file, the entry and what it lacks."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadInputError(f"{path}: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("roles"), dict):
        raise BadInputError(f"{path}: a codebook needs `roles:`, each with a label and a definition")
    groups = {str(key): str(label) for key, label in (found.get("groups") or {}).items()}
    book = Codebook(
        str(found.get("name", path.stem)),
        {str(key): _code(path, str(key), row) for key, row in found["roles"].items()},
        {str(key): _code(path, str(key), row) for key, row in (found.get("alignments") or {}).items()},
        groups,
    )
    for code in book.roles.values():
        if code.group and code.group not in groups:
            raise BadInputError(f"{path}, {code.key}: group {code.group!r} is not among `groups:`")
    return book


def _code(path: Path, key: str, row: Any) -> Code:
    if not isinstance(row, dict) or not row.get("label") or not row.get("definition"):
        raise BadInputError(f"{path}, {key}: a code needs a label and a definition")
    examples = tuple(str(example) for example in row.get("examples") or ())
    return Code(key, str(row["label"]), str(row["definition"]), str(row.get("group", "")), examples)
