"""Which files paths, folders and globs name, what a folder holds beside them, and what a path tells.

`bias import` takes each file once, in the order given.  What it passes over in a folder it says.
"""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bias.errors import BadInputError
from bias.ingest.files import kinds

MOST_KINDS = 8  # endings that a note on a folder names


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: its path, and the parts of it below the folder that was named."""

    path: Path
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """What a folder holds and nobody reads."""

    folder: Path
    why: str


def find(paths: Iterable[str | Path]) -> list[File | Passed]:
    """Files, folders (with all below them) and globs, each once; raises BadInputError for what is none."""
    seen: set[str] = set()
    found: list[File | Passed] = []
    for path in paths:
        for one in _files(str(path)):
            real = os.path.realpath(one.path) if isinstance(one, File) else f"{one.folder}: passed over"
            if real not in seen:
                seen.add(real)
                found.append(one)
    return found


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """The files alone."""
    return [one.path for one in find(paths) if isinstance(one, File)]


def _files(path: str) -> Iterator[File | Passed]:
    if os.path.isdir(path):
        yield from _below(Path(path))
    elif os.path.exists(path):
        yield File(Path(path))
    elif glob.has_magic(path):
        yield from _matches(path)
    else:
        raise BadInputError(f"{path}: no such file or folder")


def _matches(pattern: str) -> Iterator[File | Passed]:
    matches = sorted(glob.glob(os.path.expanduser(pattern), recursive=True))
    if not matches:
        raise BadInputError(f"{pattern}: no file matches")
    for match in matches:
        # a folder that only a ** brought along may hold nothing of use
        yield from _walk(Path(match)) if os.path.isdir(match) else [File(Path(match))]


def _below(folder: Path) -> list[File | Passed]:
    found = _walk(folder)
    if not any(isinstance(one, File) for one in found):
        note = next((f"; {one.why}" for one in found if isinstance(one, Passed)), "")
        raise BadInputError(
            f"{folder}: no file to read in this folder{note}; known are {', '.join(kinds.BY_ENDING)}"
        )
    return found


def _walk(folder: Path) -> list[File | Passed]:
    files: list[File | Passed] = []
    passed: Counter[str] = Counter()
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # ~$ opens the lock files that Excel leaves beside an open workbook
        for name in sorted(name for name in names if not name.startswith((".", "~$"))):
            if _is_read(Path(root, name)):
                files.append(File(Path(root, name), Path(root, name).relative_to(folder).parts))
            else:
                passed[name if kinds.PASSED.fullmatch(name) else kinds.ending(name) or name] += 1
    if passed:
        files.append(Passed(folder, passed_over(passed)))
    return files


def _is_read(path: Path) -> bool:
    if kinds.PASSED.fullmatch(path.name):
        return False
    return kinds.by_name(path.name) is not None or not kinds.ending(path.name)


def passed_over(what: Counter[str]) -> str:
    """`passed over 5 files that hold no article: .png (3), README.md (1)`."""
    listed = ", ".join(f"{name} ({n:,})" for name, n in what.most_common(MOST_KINDS))
    total, more = what.total(), len(what) - MOST_KINDS
    rest = f" and {more} more kinds" if more > 0 else ""
    files = "file that holds" if total == 1 else "files that hold"
    return f"passed over {total:,} {files} no article: {listed}{rest}"


# -- what a path tells ----------------------------------------------------------------------------

_DATE = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_FIELD = re.compile(r"\{(\w+|\*)\}")
PATH_FIELDS = ("outlet", "date", "title", "author", "section", "*")


def check_pattern(pattern: str) -> None:
    """Raises BadInputError for a pattern of paths that names no field, or one that is none."""
    names = _FIELD.findall(pattern)
    if not names or any(name not in PATH_FIELDS for name in names):
        known = ", ".join(f"{{{name}}}" for name in PATH_FIELDS)
        raise BadInputError(
            f"{pattern}: a pattern of paths is made of {known}, as in '{{outlet}}/{{date}}/{{title}}'"
        )


def told(below: tuple[str, ...], pattern: str) -> dict[str, str]:
    """The fields that a pattern finds in the last parts of a path; {} where it does not fit."""
    wanted = pattern.strip("/").split("/")
    parts = below[-len(wanted) :]
    if len(parts) < len(wanted):
        return {}
    parts = (*parts[:-1], _stem(parts[-1]))
    found: dict[str, str] = {}
    for want, part in zip(wanted, parts, strict=True):
        shape = re.escape(re.sub(r"\.\w+$", "", want))
        shape = re.sub(r"\\\{\\?\*\\\}", ".*?", shape)
        match = re.fullmatch(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", shape), part)
        if not match:
            return {}
        found |= match.groupdict()
    return {
        ("published" if name == "date" else name): _spaced(value) if name == "title" else value
        for name, value in found.items()
    }


def guessed(below: tuple[str, ...], name: str) -> dict[str, str]:
    """What a path tells by itself: a date in a part or in parts (2019/03/04), and the folder above as outlet.

    A folder counts as an outlet only where a date or another folder stands below it.
    """
    *folders, last = below or (name,)
    parts = [*folders, _stem(last)]
    found: dict[str, str] = {}
    at = len(parts)
    for i, part in enumerate(parts):
        nested = "-".join(parts[i : i + 3])
        match = _DATE.search(part)
        if not match and i + 2 < len(parts):
            match = re.match(r"(\d{4})(-)(\d{2})-(\d{2})(?!\d)", nested)
        if match and "1600" <= match[1] < "2200" and "01" <= match[3] <= "12" and "01" <= match[4] <= "31":
            found["published"], at = f"{match[1]}-{match[3]}-{match[4]}", i
            break
    years = [i for i, part in enumerate(folders) if re.fullmatch(r"(?:19|20)\d\d", part)]
    at = min([at, *years])
    above = [folder for folder in folders[:at] if not _GENERAL.fullmatch(folder)]
    if above:
        found["outlet"] = above[-1] if at < len(parts) else above[0]
    title = _DATE.sub("", parts[-1]).strip(" -_.,")
    if len(re.findall(r"[^\W\d_]{2,}", title)) >= 3 and not _GENERAL.fullmatch(title):
        found["title"] = _spaced(title)
    return found


_GENERAL = re.compile(
    r"(?:articles?|texts?|txt|html?|pdf|docx?|data(?:set)?s?|corpus|files?|downloads?|raw|clean(?:ed)?|export(?:s|ed)?|"
    r"train|test|dev|val(?:idation)?|documents?|pages?|news|archive|untitled.*|new folder.*|"
    r"part[-_ ]?\d*|\d+)",
    re.IGNORECASE,
)


def _stem(name: str) -> str:
    name = name.removesuffix(".gz")
    return name[: -len(kinds.ending(name))] if kinds.ending(name) else name


def _spaced(title: str) -> str:
    return title if " " in title else re.sub(r"[-_]+", " ", title).strip()
