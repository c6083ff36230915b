"""The format of a corpus folder, and how a folder of an older format becomes one of ours.

Format 1 has other tables under other names.  Until `upgrade` its articles count, and nothing that was read
of them: an upgrade removes what an analysis wrote, by name, and leaves what people wrote or decided.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bias.errors import BadInputError

FORMAT = 2
# What an analysis wrote in format 1: a list, since a folder may hold other things of its owner.
FOLDERS_OF_1 = (
    "attributions", "frames", "names", "readings", "scores", "speakers", "targets", "tones", "wordings",
)  # fmt: skip
FILES_OF_1 = (
    "catalogue", "copies", "framed", "learned", "learned_frames", "links", "own_frames", "spoken", "stories",
    "story_labels", "target_links", "toned", "topic_terms", "topics", "worded",
)  # fmt: skip
# Decisions and links name stories by their keys and learned topics by their names: these stay.
KEPT = ("copies", "stories", "topic_terms")
_LINE = re.compile(r"^(format[ \t]*=[ \t]*)\d+", re.MULTILINE)


def read_settings(path: Path) -> Mapping[str, Any]:
    """What a corpus.toml says; raises BadInputError where it is broken."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}.  Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{path}: {error}.  Mend the line, or remove the file's last change.") from error


def format_of(path: Path) -> int:
    """The format that a corpus.toml names, 1 where it names none.

    Raises BadInputError for what is no number, and for a format newer than ours.
    """
    found = read_settings(path).get("format", 1)
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise BadInputError(f"{path}: format is {found!r}, and must be a number: write format = {FORMAT}")
    if found > FORMAT:
        raise BadInputError(
            f"{path}: the corpus has format {found}, and this version of bias knows formats up to {FORMAT}.  "
            "Install a newer version of bias to open it."
        )
    return found


def upgrade(folder: Path, tables: Mapping[str, pa.Schema]) -> None:
    """Make a folder of format 1 one of ours; `tables` are those of one file.

    The number is written last: an upgrade that is killed begins anew.
    """
    path = folder / "corpus.toml"
    text = _with_format(path)
    for name in FOLDERS_OF_1:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in FILES_OF_1:
        file = folder / f"{name}.parquet"
        if not (name in KEPT and file.is_file() and _has_columns(file, tables.get(name))):
            file.unlink(missing_ok=True)
    scratch = path.with_name(".corpus.toml.tmp")
    scratch.write_bytes(text.encode())
    scratch.replace(path)


def _with_format(path: Path) -> str:
    """A corpus.toml with our number, and every other character as it was."""
    text, before = path.read_bytes().decode("utf-8-sig"), read_settings(path)
    changed, found = _LINE.subn(rf"\g<1>{FORMAT}", text, count=1)
    changed = changed if found else f"format = {FORMAT}\n{text}"
    try:
        kept = tomllib.loads(changed) == {**before, "format": FORMAT}
    except tomllib.TOMLDecodeError:
        kept = False
    if not kept:
        raise BadInputError(f"{path}: the format could not be changed; write by hand: format = {FORMAT}")
    return changed


def _has_columns(file: Path, schema: pa.Schema | None) -> bool:
    return schema is not None and pq.read_schema(file).names == schema.names
