"""Opens files as bytes or text, in the encoding that they have.  Knows no columns and no articles."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from pathlib import Path
from typing import IO, BinaryIO, TextIO, cast

from bias.ingest.files import encodings

UNREADABLE = (OSError, EOFError, zlib.error)  # what opening or unpacking a broken file raises

_SAMPLE = 64 * 1024  # bytes that tell a binary file
_CHUNK = 1024 * 1024


class NotTextError(ValueError):
    """A file that should hold text holds something else."""


def open_bytes(path: Path) -> BinaryIO:
    """The bytes of a file, unpacked where it is a gzip, as its first bytes say, whatever its name says."""
    stream = path.open("rb")
    if stream.read(2) != b"\x1f\x8b":
        stream.seek(0)
        return stream
    stream.close()
    return cast(BinaryIO, gzip.open(path, "rb"))


def open_text(path: Path) -> tuple[TextIO, str]:
    """The file as text, line ends untouched, and a note when its encoding had to be guessed.

    UTF-8 and UTF-16 are known by their marks.  A file in an older encoding is read in the likeliest one;
    where that is Windows-1252, or cannot be told, each byte that is not UTF-8 is read by itself, so that one
    bad row does not garble the others.
    """
    encoding, errors, note = _encoding(path)
    stream = io.TextIOWrapper(cast(IO[bytes], open_bytes(path)), encoding=encoding, errors=errors, newline="")
    return stream, note


def _encoding(path: Path) -> tuple[str, str, str]:
    """Encoding, how its errors are taken, and the note for `methods`."""
    with open_bytes(path) as stream:
        sample = start(stream)
        encoding = encodings.marked(sample)
        if encoding:
            return encoding, "replace", "" if encoding == "utf-8-sig" else encoding
        if _looks_binary(sample):
            raise NotTextError("not text but a binary file")
        if _is_utf8(sample, stream):
            return "utf-8", BYTEWISE, ""  # a broken end may hide what is none
    encoding = encodings.guess(_beyond_ascii(path))
    if encoding == encodings.DEFAULT:
        return "utf-8", BYTEWISE, "not all UTF-8: the other bytes read as cp1252"
    return encoding, "replace", f"not UTF-8: read as {encoding}, the likeliest"


def start(stream: BinaryIO) -> bytes:
    """The first bytes, those before the break where a packed file ends early."""
    found = b""
    try:
        while len(found) < _SAMPLE and (chunk := _some(stream, _SAMPLE - len(found))):
            found += chunk
    except UNREADABLE:
        if not found:
            raise
    return found


def _some(stream: BinaryIO, size: int) -> bytes:
    """The next bytes; where a packed file ends early those before the break, which `read` would drop."""
    return cast(io.BufferedReader, stream).read1(size)


def _beyond_ascii(path: Path) -> bytes:
    """The first lines of a file that hold bytes beyond ASCII: they tell its encoding."""
    found = b""
    try:
        with open_bytes(path) as stream:
            while len(found) < _SAMPLE and (line := stream.readline(_SAMPLE)):
                found += b"" if line.isascii() else line
    except UNREADABLE:
        pass  # a broken end: the reader meets it again, behind the rows that are whole
    return found


def _looks_binary(sample: bytes) -> bool:
    """A few zero bytes are dirt in a text; one control byte in twenty is no text."""
    if sample.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PAR1", b"\x1f\x8b")
    ):
        return True
    return 20 * sum(byte in encodings.CONTROL for byte in sample) > len(sample)


def _is_utf8(sample: bytes, rest: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk = sample
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = _some(rest, _CHUNK)
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


BYTEWISE = "bias.cp1252"
codecs.register_error(BYTEWISE, _as_cp1252)
