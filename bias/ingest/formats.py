"""What is read, as one table, of which docs/formats.md is made: files, layouts of exports, services, feeds.

Each row stands beside what tells its format: `files.kinds`, `exports.layouts`, `services`, `feeds.parsing`.
"""

from __future__ import annotations

from bias.ingest.exports import LAYOUTS
from bias.ingest.feeds.parsing import KINDS as FEEDS
from bias.ingest.files.kinds import KINDS
from bias.ingest.services import SERVICES

_EUROPRESSE = (
    "Europresse", ".html", "title, outlet, date, author, section, page, words, text",
    "an <article> with an element of class DocPublicationName",
)  # fmt: skip


def tables() -> dict[str, list[tuple[str, str, str, str]]]:
    """Heading → rows of (format, who has it or which files it comes in, what is read, how it is told)."""
    layouts = [(one.name, one.who, one.read, one.told) for one in LAYOUTS]
    services = [
        (one.name, one.files, one.read, f"columns {', '.join(sorted(one.marks))}") for one in SERVICES
    ]
    kinds = [(", ".join(one.endings), one.who, one.read, one.told) for one in KINDS]
    return {
        "Exports of databases": [*layouts, _EUROPRESSE],
        "Services and programs": services,
        "Kinds of files": kinds,
        "Feeds": list(FEEDS),
    }


def markdown() -> str:
    """The tables as docs/formats.md has them."""
    heads = {
        "Exports of databases": "database | comes in | what is read | how it is told",
        "Services and programs": "service or program | comes in | what is read | how it is told",
        "Kinds of files": "ending | who has it | what is read | how it is told",
        "Feeds": "kind | which | what `bias follow` reads | how it is told",
    }
    parts = []
    for heading, rows in tables().items():
        lines = [" | ".join(cell.replace("|", "\\|") for cell in row) for row in rows]
        body = "\n".join(f"| {line} |" for line in [heads[heading], "---|---|---|---", *lines])
        parts.append(f"## {heading}\n{body}\n")
    return "\n".join(parts)
