"""Mail (.eml, .mbox) and saved pages (.mhtml) → the page or the text in them, and what headers tell."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any


def extract(content: bytes, kind: str) -> dict[str, Any]:
    messages = re.split(rb"(?m)^From [^\n]*\d{4}\r?\n", content)[1:] if kind == "mbox" else [content]
    return {"parts": [_part(message, kind) for message in messages if message.strip()]}


def _part(content: bytes, kind: str) -> dict[str, Any]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    page, text = _body(message, "text/html"), _body(message, "text/plain")
    told = _saved(message) if kind == "mhtml" else _sent(message)
    return {"lines": text.splitlines(), "told": {k: v for k, v in told.items() if v}, "html": page}


def _body(message: EmailMessage, kind: str) -> str:
    for part in message.walk():
        if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return _decoded(payload, part.get_content_charset() or "utf-8")
    return ""


def _decoded(payload: bytes, charset: str) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        pass  # an older encoding, as the part says
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("cp1252", "replace")


def _sent(message: EmailMessage) -> dict[str, str]:
    name, address = parseaddr(_header(message, "From"))
    return {
        "outlet": name or address.rpartition("@")[2],
        "title": re.sub(r"^(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", "", _header(message, "Subject"), flags=re.I),
        "published": _header(message, "Date"),
    }


def _saved(message: EmailMessage) -> dict[str, str]:
    address = _header(message, "Snapshot-Content-Location")
    for part in message.walk():
        if not address and part.get_content_type() == "text/html":
            address = str(part.get("Content-Location", ""))
    return {"url": address if address.startswith(("http://", "https://")) else ""}


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # what the parser raises at headers of no shape
        return ""
