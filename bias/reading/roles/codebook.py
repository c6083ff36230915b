"""codebooks/*.yaml → roles and alignments with their definitions.  Knows no text and no store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bias.errors import BadInputError
from bias.resources import PACKAGE


@dataclass(frozen=True, slots=True)
class RoleCode:
    """One role or alignment of a codebook."""

    key: str
    label: str
    definition: str
    group: str = ""
    examples: tuple[str, ...] = ()
    into: str = ""  # the role that it counts as
    words: tuple[str, ...] = ()  # words of a description that give it, for roles that a user adds


@dataclass(frozen=True, slots=True)
class RoleCodebook:
    """The roles and alignments in the order of the file, and the labels of the groups of roles."""

    name: str
    roles: Mapping[str, RoleCode]
    alignments: Mapping[str, RoleCode]
    groups: Mapping[str, str]
    merged: Mapping[str, RoleCode]  # roles that count as another one

    @property
    def added(self) -> dict[str, tuple[str, ...]]:
        """Roles that a user added, with the words that give them whatever else was read."""
        return {key: code.words for key, code in self.roles.items() if code.words}


def role_codebook(path: Path | None = None) -> RoleCodebook:
    """The codebook of source roles, with the changes of a user's own file where there is one.

    A role of that file may have another `label`, `definition` or `group`, count as another role
    (`into: KEY`), or be new: then it needs a label and a definition, and takes `words` that give it.
    """
    if path is None or not path.is_file():
        return _shipped()
    return _changed(path, path.stat().st_mtime_ns)


@cache
def _shipped() -> RoleCodebook:
    return read_role_codebook(PACKAGE / "codebooks" / "roles.yaml")


@lru_cache(maxsize=32)
def _changed(path: Path, when: int) -> RoleCodebook:
    return read_role_codebook(path, _shipped())


def read_role_codebook(path: Path, base: RoleCodebook | None = None) -> RoleCodebook:
    """Reads a codebook of roles, on top of `base`.

    Raises BadInputError, which names the file, the entry and what it lacks.
    """
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInputError(f"{path}: {error}; mend the line, and save the file as UTF-8") from error
    if not isinstance(found, dict) or not isinstance(found.get("roles"), dict):
        raise BadInputError(f"{path}: a codebook needs `roles:`, each with a label and a definition")
    groups = dict(base.groups if base else {}) | _labels(path, found.get("groups") or {})
    codes = dict(base.roles if base else {})
    for key, row in found["roles"].items():
        codes[_key(path, key)] = _code(path, str(key), row, codes.get(str(key)))
    alignments = dict(base.alignments if base else {})
    for key, row in (found.get("alignments") or {}).items():
        alignments[_key(path, key)] = _code(path, str(key), row, alignments.get(str(key)))
    kept = {key: code for key, code in codes.items() if not code.into}
    for code in codes.values():
        if code.group and code.group not in groups:
            raise BadInputError(
                f"{path}, {code.key}: group {code.group!r} is not among `groups:`; add it there"
            )
        if code.into and code.into not in kept:
            stay = ", ".join(kept)
            raise BadInputError(
                f"{path}, {code.key}: into {code.into!r} is no role that stays; write one of {stay}"
            )
    merged = {key: code for key, code in codes.items() if code.into}
    return RoleCodebook(str(found.get("name", path.stem)), kept, alignments, groups, merged)


def _labels(path: Path, found: Any) -> dict[str, str]:
    if not isinstance(found, dict):
        raise BadInputError(f"{path}: `groups:` takes KEY: label")
    return {_key(path, key): str(label) for key, label in found.items()}


def _key(path: Path, key: Any) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", str(key)):
        raise BadInputError(f"{path}, {key}: a key is written in small letters, digits and _")
    return str(key)


def _code(path: Path, key: str, row: Any, before: RoleCode | None) -> RoleCode:
    if not isinstance(row, dict) or not (before or (row.get("label") and row.get("definition"))):
        raise BadInputError(f"{path}, {key}: a code needs a label and a definition")
    code = before or RoleCode(key, "", "")
    plain = {name: str(row[name]) for name in ("label", "definition", "group", "into") if row.get(name)}
    lists = {name: _strings(path, key, name, row[name]) for name in ("examples", "words") if row.get(name)}
    return replace(code, **plain, **lists)  # type: ignore[arg-type]


def _strings(path: Path, key: str, name: str, found: Any) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise BadInputError(f"{path}, {key}: {name} is a list, as in [bishop, imam]")
    return tuple(str(one) for one in found)
