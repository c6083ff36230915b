"""One document → its parts, each with its lines; read in a process that is killed when it hangs."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from bias.ingest.files.sandbox import Sandbox, SandboxError

SECONDS = 10.0  # and more for large files
_BYTES_A_SECOND = 300_000
MOST_BYTES = 300_000_000

_sandbox = Sandbox("bias.ingest.documents.reader", "extract")


class DocumentError(ValueError):
    """A document that gives no text; the message is the reason that the user reads."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines, each a paragraph (empty: a blank line), and what the file itself tells of them."""

    lines: tuple[str, ...]
    title: str = ""  # a heading in the style of one, or the largest line
    told: dict[str, str] = field(default_factory=dict)  # field → value, of mail headers and e-books
    html: str = ""  # a page, where the part is one


@dataclass(frozen=True, slots=True)
class Document:
    """A document's parts: one, but for e-books (a chapter each) and mailboxes (a message each)."""

    parts: tuple[Part, ...]
    note: str = ""  # how it was read, for `methods`


def read(content: bytes, kind: str) -> Document:
    """The document; `kind` is a key of `files.kinds`.  Raises DocumentError."""
    if len(content) > MOST_BYTES:
        raise DocumentError(f"more than {MOST_BYTES // 1_000_000} MB; split it, or save its text as .txt")
    try:
        told = _sandbox.call(content, kind, seconds=SECONDS + len(content) / _BYTES_A_SECOND)
    except SandboxError as error:
        raise DocumentError(f"cannot be read: {error}; save its text as .txt") from error
    if told.get("refused"):
        raise DocumentError(str(told["refused"]))
    parts = tuple(
        Part(tuple(part["lines"]), part.get("title", ""), part.get("told", {}), part.get("html", ""))
        for part in told["parts"]
    )
    return Document(parts, told.get("note", ""))


def extract(content: bytes, kind: str) -> dict[str, Any]:
    """What the reader of this kind gives; runs in the sandbox's process only."""
    module = {"eml": "mail", "mbox": "mail", "mhtml": "mail"}.get(kind, kind)
    found: dict[str, Any] = import_module(f"bias.ingest.documents.{module}").extract(content, kind)
    return found
