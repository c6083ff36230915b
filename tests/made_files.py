"""Files of the kinds that `bias import` reads, made of lines of our own: Word, RTF, ODT, PDF, EPUB, WARC, mail."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable, Sequence

import docx

TEXTS = {
    "Ferry strike ends after nine days": (
        "Ferry crews in Varn returned to work on Monday after nine days of strike, the port said.",
        "“We got most of what we asked for,” said Mira Holt, who speaks for the crews.",
        "The minister for transport, Jonas Reed, called the deal “expensive but fair”.",
        "Owners of hotels on the islands said that the strike had cost them half of the season.",
    ),
    "School meals to be free from autumn": (
        "All pupils in Varn will eat for free from September, the council decided on Tuesday evening.",
        "Councillor Ada Finch said the plan would cost 3.2 million crowns a year.",
        "The opposition accused the council of spending money that it does not have.",
        "“Hungry children do not learn,” answered the mayor, Leon Abara.",
    ),
}
FERRY, MEALS = TEXTS.items()


def word(lines: Iterable[str], *, heading: str = "", rows: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    if heading:
        document.add_heading(heading, 1)
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rtf(lines: Iterable[str]) -> bytes:
    def escaped(line: str) -> str:
        return "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in line.replace("\\", "\\\\"))

    body = "\\par\n".join(map(escaped, lines))
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{{\\fonttbl{{\\f0 Arial;}}}}\n{body}\\par\n}}".encode("ascii")


def odt(lines: Iterable[str], heading: str = "") -> bytes:
    text = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    head = f"<text:h>{heading}</text:h>" if heading else ""
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    content = f"<office:document-content {office} {text}><office:body><office:text>{head}{body}</office:text></office:body></office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub(chapters: dict[str, Iterable[str]], *, publisher: str, day: str) -> bytes:
    pages = {
        f"c{i}.xhtml": f"<html><body><h1>{title}</h1>{''.join(f'<p>{p}</p>' for p in lines)}</body></html>"
        for i, (title, lines) in enumerate(chapters.items())
    }
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    book = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{publisher}</dc:title><dc:publisher>{publisher}</dc:publisher><dc:date>{day}</dc:date>"
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
    return packed(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "book.opf": book, **pages}
    )


def packed(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]]) -> bytes:
    """Pages of lines, each (left, bottom, size, text) in points; no line at all makes a scan of it."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        drawn = b"".join(
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n"
            % (
                size,
                left,
                bottom,
                text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252"),
            )
            for left, bottom, size, text in lines
        )
        objects.append(b"<< /Length %d >>\nstream\n%sendstream" % (len(drawn), drawn))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def page(title: str, paragraphs: Iterable[str], *, head: str = "") -> str:
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def warc(pages: Sequence[tuple[str, str, bytes]]) -> bytes:
    """Records of (address, status and type, body)."""
    records = []
    for number, (address, told, body) in enumerate(pages):
        status, kind = told.split(" ", 1)
        block = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0000000{number}>\r\n"
            f"WARC-Target-URI: {address}\r\nWARC-Date: 2019-03-05T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + block + b"\r\n\r\n"))
    return b"".join(records)
