"""imports.jsonl: what each import read and which batches it wrote, so that it can be undone.

An import writes batches of its own, so to undo it is to remove these.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bias.corpus.imports.editing import drop_batches, remove
from bias.corpus.store import Corpus
from bias.errors import BadInputError

_FILE = "imports.jsonl"


@dataclass(frozen=True, slots=True)
class Imported:
    """One import."""

    number: int
    when: str  # ISO 8601, UTC
    paths: tuple[str, ...]
    batches: tuple[str, ...]
    added: int
    known: int
    rejected: int


def list_imports(corpus: Corpus) -> list[Imported]:
    """The imports that are not undone, oldest first."""
    found: dict[int, Imported] = {}
    for line in _lines(corpus):
        if "undone" in line:
            found.pop(line["undone"], None)
        else:
            line |= {"paths": tuple(line["paths"]), "batches": tuple(line["batches"])}
            found[line["number"]] = Imported(**line)
    return list(found.values())


def write(corpus: Corpus, paths: Sequence[str], batches: Sequence[str], counts: Mapping[str, int]) -> int:
    """Note an import and give its number.  Hold `writing`."""
    number = 1 + max((line.get("number", 0) for line in _lines(corpus)), default=0)
    when = datetime.now(UTC).replace(microsecond=0).isoformat()
    _append(
        corpus, {"number": number, "when": when, "paths": list(paths), "batches": list(batches), **counts}
    )
    return number


def undo(corpus: Corpus, number: int) -> int:
    """Remove all that one import added; how many articles.  Raises BadInputError for no such import."""
    found = next((one for one in list_imports(corpus) if one.number == number), None)
    if found is None:
        known = ", ".join(str(one.number) for one in list_imports(corpus)) or "none"
        raise BadInputError(f"{corpus.path}: no import {number} to undo; there are {known}")
    with corpus.writing():
        joined = corpus.joined_of(found.batches)  # with articles of other imports
    count = remove(corpus, joined) if joined else 0
    with corpus.writing():
        count += drop_batches(corpus, found.batches)
        _append(corpus, {"undone": number})
    return count


def _lines(corpus: Corpus) -> list[dict[str, Any]]:
    path = corpus.path / _FILE
    if not path.is_file():
        return []
    found = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            found += [json.loads(line)] if line else []
        except json.JSONDecodeError:
            continue  # cut by a process that was killed: its batches stay, and it cannot be undone
    return found


def _append(corpus: Corpus, line: Mapping[str, object]) -> None:
    with (corpus.path / _FILE).open("a", encoding="utf-8", errors="replace") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
