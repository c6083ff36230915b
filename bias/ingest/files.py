"""Finds the files that paths name and opens them as bytes or text.  Knows no columns and no articles."""

from __future__ import annotations

import codecs
import glob
import gzip
import io
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO, Literal, TextIO, cast

from bias.errors import BadInputError

Kind = Literal["text", "page", "csv", "tsv", "json", "jsonl", "parquet", "xlsx"]

KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".html": "page",
    ".htm": "page",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
UNREADABLE = (OSError, EOFError, zlib.error)  # what opening or unpacking a broken file raises

_WHOLE = ("parquet", "xlsx")  # kinds that are not read from a .gz
_SAMPLE = 64 * 1024  # bytes that tell a binary file
_CHUNK = 1024 * 1024
_CONTROL = frozenset(range(32)) - set(b"\t\n\v\f\r\x1b")


class NotTextError(ValueError):
    """A file that should hold text holds something else."""


def expand(paths: Iterable[str | Path]) -> list[Path]:
    """Files, folders (with all below them) and globs, each file once, in the order given.

    Of a folder only the kinds that can be read are taken, hidden files and folders never.
    """
    found = [file for path in paths for file in _files(str(path))]
    first: dict[str, Path] = {}
    for file in found:
        first.setdefault(os.path.realpath(file), file)
    return list(first.values())


def kind_of(path: Path) -> Kind | None:
    """The kind that the name tells, `.gz` taken off; None for a kind that is not read."""
    name = path.name.lower()
    packed = name.endswith(".gz")
    kind = KINDS.get(Path(name.removesuffix(".gz")).suffix)
    return None if packed and kind in _WHOLE else kind


def open_bytes(path: Path) -> BinaryIO:
    if path.name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb")


def open_text(path: Path) -> tuple[TextIO, str]:
    """The file as text, line ends untouched, and a note when its encoding had to be guessed.

    UTF-8 and UTF-16 are known by their marks; bytes that are not UTF-8 are read as Windows-1252, each
    by itself, so that one bad row does not garble the others.
    """
    encoding, errors, note = _encoding(path)
    stream = io.TextIOWrapper(cast(IO[bytes], open_bytes(path)), encoding=encoding, errors=errors, newline="")
    return stream, note


def _files(path: str) -> Iterator[Path]:
    if os.path.isdir(path):
        yield from _below(Path(path))
    elif os.path.exists(path):
        yield Path(path)
    elif glob.has_magic(path):
        yield from _matches(path)
    else:
        raise BadInputError(f"{path}: no such file or folder")


def _matches(pattern: str) -> Iterator[Path]:
    matches = sorted(glob.glob(os.path.expanduser(pattern), recursive=True))
    if not matches:
        raise BadInputError(f"{pattern}: no file matches")
    for match in matches:
        # a folder that only a ** brought along may hold nothing of use
        yield from _readable(Path(match)) if os.path.isdir(match) else [Path(match)]


def _below(folder: Path) -> list[Path]:
    files = _readable(folder)
    if not files:
        raise BadInputError(f"{folder}: no file to read in this folder; known are {', '.join(KINDS)}")
    return files


def _readable(folder: Path) -> list[Path]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        # ~$ opens the lock files that Excel leaves beside an open workbook
        shown = sorted(name for name in names if not name.startswith((".", "~$")))
        files += [Path(root, name) for name in shown if kind_of(Path(name))]
    return files


def _encoding(path: Path) -> tuple[str, str, str]:
    with open_bytes(path) as stream:
        sample = stream.read(_SAMPLE)
        encoding = _marked(sample)
        if encoding:
            return encoding, "replace", "" if encoding == "utf-8-sig" else encoding
        if _looks_binary(sample):
            raise NotTextError("not text but a binary file")
        if _is_utf8(sample, stream):
            return "utf-8", "strict", ""
    return "utf-8", _BYTEWISE, "not all UTF-8: the other bytes read as cp1252"


def _marked(sample: bytes) -> str:
    """The encoding that a byte order mark tells, or for UTF-16 without one every second byte a zero."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return name
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half >= 8 and max(even, odd) > 0.4 * half and min(even, odd) < 0.05 * half:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _looks_binary(sample: bytes) -> bool:
    """A few zero bytes are dirt in a text; one control byte in twenty is no text."""
    if sample.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PAR1", b"\x1f\x8b")
    ):
        return True
    return 20 * sum(byte in _CONTROL for byte in sample) > len(sample)


def _is_utf8(sample: bytes, rest: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk = sample
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = rest.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    except UNREADABLE:
        return True  # a broken end: the reader meets it again, behind the rows that are whole
    return True


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_BYTEWISE = "bias.cp1252"
codecs.register_error(_BYTEWISE, _as_cp1252)
