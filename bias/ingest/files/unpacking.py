"""Packed files → files in a folder of their own that goes when it has been read.

A small file may unpack to a full disk: the sum of what comes out is bounded, and so is how often a packed
file may hold packed files.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

MOST_BYTES = 2 * 1024**3  # unpacked, of one packed file
MOST_MEMBERS = 200_000
BROKEN = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError, RuntimeError,
    NotImplementedError, ValueError, LookupError, struct.error,
)  # fmt: skip
_CHUNK = 1024 * 1024


class UnpackError(ValueError):
    """A packed file that is not unpacked; the message is the reason that the user reads."""


@contextmanager
def unpacked(path: Path, kind: str) -> Iterator[list[tuple[str, Path]]]:
    """The name of each member and the file that holds it, in the order of the names."""
    with tempfile.TemporaryDirectory(prefix="bias-") as folder:
        try:
            found = list(_members(path, kind, Path(folder)))
        except UnpackError:
            raise
        except BROKEN as error:
            raise UnpackError(f"cannot be unpacked: {_words(error)}") from error
        yield sorted(found)


def _words(error: BaseException) -> str:
    if "password" in str(error) or "encrypted" in str(error):
        return "it is locked by a password; unpack it first"
    return str(error) or type(error).__name__


def _members(path: Path, kind: str, folder: Path) -> Iterator[tuple[str, Path]]:
    left = MOST_BYTES
    streams = {"zip": _zip, "tar": _tar, "packed": _single}[kind](path)
    for number, (name, stream) in enumerate(streams):
        if number >= MOST_MEMBERS:
            raise UnpackError(f"holds more than {MOST_MEMBERS:,} files; unpack it first")
        if _hidden(name):
            continue
        # the folders stay: they may tell outlet and date; names like .. or C: do not
        parts = [re.sub(r'[<>:"|?*\x00-\x1f]', "_", part)[:150] for part in re.split(r"[\\/]+", name)]
        target = folder.joinpath(*[part for part in parts if part not in ("", ".", "..")])
        target.parent.mkdir(parents=True, exist_ok=True)
        with stream, target.open("wb") as out:
            left -= _copy(stream, out, left)
        yield name, target


def _hidden(name: str) -> bool:
    return any(
        part.startswith((".", "~$")) or part == "__MACOSX"
        for part in re.split(r"[\\/]+", name)[:]
        if part not in (".", "..")
    )


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> int:
    size = 0
    while chunk := source.read(_CHUNK):
        size += len(chunk)
        if size > most:
            raise UnpackError(f"unpacks to more than {MOST_BYTES // 1024**3} GB; unpack it first")
        target.write(chunk)
    return size


def _zip(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(path) as packed:
        for member in packed.infolist():
            if not member.is_dir():
                yield _name(member), packed.open(member)


def _name(member: zipfile.ZipInfo) -> str:
    """The name in UTF-8, which many programs write without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _tar(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(path) as packed:
        for member in packed:
            stream = packed.extractfile(member) if member.isfile() else None
            if stream:
                yield member.name, stream


def _single(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with path.open("rb") as file:
        start = file.read(6)
    opened = (
        bz2.open if start.startswith(b"BZh") else lzma.open if start.startswith(b"\xfd7zXZ") else gzip.open
    )
    name = path.stem if path.suffix.lower() in (".gz", ".bz2", ".xz") else path.name
    yield name, cast(IO[bytes], opened(path, "rb"))
