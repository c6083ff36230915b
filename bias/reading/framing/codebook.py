"""codebooks/*.yaml with `frames:` → frames, their definitions, questions and seed words.  Knows no text.

Three come with the program: generic news frames (the default), policy frames, moral foundations.  A user's
own have the same shape and lie in `codebooks/` of the corpus folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bias.errors import BadInputError
from bias.reading.text.lexicon import WordList
from bias.resources import PACKAGE

FRAME_CODEBOOKS = ("generic", "policy", "moral")
TRAINED = "generic"  # judged by a model, and not by its words alone
KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a codebook."""

    key: str
    label: str
    definition: str
    questions: tuple[str, ...]  # asked of a text: is its indicator there?
    words: tuple[str, ...]  # seed words and phrases; `*` stands for any ending
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FrameCodebook:
    """A codebook of frames, in the order of its file."""

    name: str
    title: str
    source: str
    score: str  # what a score means, for a reader
    frames: Mapping[str, Frame]


def frame_codebook(name: str) -> FrameCodebook:
    """One of FRAME_CODEBOOKS, or that of a .yaml file; raises BadInputError where it is neither."""
    if name in FRAME_CODEBOOKS:
        return _shipped(name)
    if not Path(name).is_file():
        known = ", ".join(FRAME_CODEBOOKS)
        raise BadInputError(f"{name}: no codebook; there are {known}, or name a .yaml file")
    return read_frame_codebook(Path(name))


@cache
def _shipped(name: str) -> FrameCodebook:
    return read_frame_codebook(PACKAGE / "codebooks" / f"{name}.yaml")


def read_frame_codebook(path: Path) -> FrameCodebook:
    """A codebook of frames; raises BadInputError: the file, the frame, what it lacks."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadInputError(f"{path}: {error}; mend the line, and save the file as UTF-8") from error
    if not isinstance(found, dict) or not isinstance(found.get("frames"), dict) or not found["frames"]:
        raise BadInputError(f"{path}: a codebook needs `frames:`, each with a label, a definition and words")
    frames = {str(key): _frame(path, str(key), row) for key, row in found["frames"].items()}
    texts = {name: " ".join(str(found.get(name, "")).split()) for name in ("title", "source", "score")}
    return FrameCodebook(
        name=str(found.get("name") or path.stem),
        title=texts["title"] or path.stem,
        source=texts["source"],
        score=texts["score"],
        frames=frames,
    )


@lru_cache(32)
def seed_words(book: FrameCodebook) -> WordList[tuple[str, str]]:
    """The seed words of all frames of a codebook, in one list: each leads to its frame and itself."""
    return WordList((word, (key, word)) for key, frame in book.frames.items() for word in frame.words)


def _frame(path: Path, key: str, row: Any) -> Frame:
    if not KEY.fullmatch(key):
        raise BadInputError(f"{path}, {key}: a key is written in small letters, digits and _")
    if not isinstance(row, dict) or not row.get("label") or not row.get("definition"):
        raise BadInputError(f"{path}, {key}: a frame needs a label and a definition")
    lists = {name: _strings(path, key, name, row.get(name)) for name in ("questions", "words", "examples")}
    if not lists["words"]:
        raise BadInputError(
            f"{path}, {key}: a frame needs words to be found by, as in words: [blame, accus*]"
        )
    for word in lists["words"]:
        try:
            WordList([(word, key)])
        except ValueError as error:
            raise BadInputError(f"{path}, {key}: {error}") from error
    return Frame(key, str(row["label"]), " ".join(str(row["definition"]).split()), **lists)


def _strings(path: Path, key: str, name: str, found: Any) -> tuple[str, ...]:
    if found is None:
        return ()
    if not isinstance(found, list):
        raise BadInputError(f"{path}, {key}: {name} is a list, as in [blame, accuse]")
    for one in found:
        if not isinstance(one, str):  # YAML takes a bare no for false, and 2020 for a number
            raise BadInputError(f"{path}, {key}: {name} holds {one!r}, no text; put it in quotation marks")
    return tuple(found)
