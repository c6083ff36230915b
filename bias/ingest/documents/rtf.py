"""RTF → its lines, by striprtf; cells of a table row are parted by two blanks."""

from __future__ import annotations

import re
from typing import Any


def extract(content: bytes, kind: str) -> dict[str, Any]:
    from striprtf.striprtf import rtf_to_text

    source = content.decode("latin-1")
    text = rtf_to_text(source, encoding=_encoding(source), errors="replace")  # type: ignore[no-untyped-call]
    lines = [re.sub(r"\s*\|\s*", "  ", line).rstrip() for line in text.splitlines()]
    return {"parts": [{"lines": lines}]}


def _encoding(source: str) -> str:
    found = re.search(r"\\ansicpg(\d+)", source[:2000])
    return f"cp{found[1]}" if found and found[1] != "0" else "cp1252"
