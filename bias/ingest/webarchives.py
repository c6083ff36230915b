"""WARC → the pages in it, by warcio; what holds none is counted and told at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bias.ingest.files.opening import UNREADABLE
from bias.ingest.tables.rows import BadFileError

_MOST = 20_000_000  # bytes of one record


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a server sent it."""

    url: str
    html: bytes


def pages(path: Path) -> Iterator[Page | str]:
    """The pages of an archive, in its order; at the end a line on what was passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed: Counter[str] = Counter()
    found_any = False
    with path.open("rb") as stream:
        records = ArchiveIterator(stream)
        while True:
            try:
                record = next(records, None)
                found = _page(record) if record else None
            except (
                ArchiveLoadFailed,
                *UNREADABLE,
                ValueError,
                AttributeError,
                KeyError,
                IndexError,
            ) as error:
                # the line that the library shows may be any bytes
                raise BadFileError(f"breaks off: {str(error).partition(', first line')[0]}") from error
            if record is None:
                break
            if isinstance(found, Page):
                found_any = True
                yield found
            elif found:
                passed[found] += 1
    if not passed and not found_any:
        yield "no page in this archive"
    if passed:
        listed = ", ".join(f"{what} ({n:,})" for what, n in passed.most_common(8))
        yield f"passed over {passed.total():,} records that hold no article: {listed}"


def _page(record: Any) -> Page | str:
    """The page of a record, what else it is, or "" for what tells of the archive itself."""
    if record.rec_type not in ("response", "resource"):
        return "" if record.rec_type in ("warcinfo", "request", "metadata") else record.rec_type
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.http_headers or record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    if status != "200":
        return f"HTTP {status}"
    if "html" not in kind:
        return kind or "records without a type"
    return Page(url, record.content_stream().read(_MOST))
