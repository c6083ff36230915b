"""Word (.docx) → its lines, by python-docx: paragraphs and rows of tables, in their order."""

from __future__ import annotations

import io
from typing import Any

_MOST_UNPACKED = 500_000_000


def extract(content: bytes, kind: str) -> dict[str, Any]:
    import zipfile

    import docx
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _MOST_UNPACKED:
            return {"refused": "unpacks to more than 500 MB; save its text as .txt"}
    document = docx.Document(io.BytesIO(content))
    lines: list[str] = []
    title = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = list(dict.fromkeys(cell.text.strip() for cell in row.cells))  # merged ones come twice
                lines += "  ".join(cell for cell in cells if cell).split("\n")
            continue
        style = str(block.style.name if block.style else "")
        if not title and style.startswith(("Title", "Heading 1", "Titel", "Überschrift 1", "Titre")):
            title = block.text.strip()
        lines += [line.rstrip() for line in block.text.split("\n")]
        if style.startswith(("Title", "Heading", "Titel", "Überschrift", "Titre")):
            lines.append("")
    core = document.core_properties
    made = {"author": core.author or ""} if core.author not in ("python-docx", "") else {}
    return {"parts": [{"lines": lines, "title": title, "made": made}]}
