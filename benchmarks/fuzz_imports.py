"""Mutates files of every kind and imports them: no crash, no hang, no memory beyond bounds, each told.

`make fuzz` runs 10,000; the seed is printed, and a file that fails is kept beside.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pyreadstat
import rdata

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from made_files import FERRY, MEALS, epub, odt, packed, page, pdf, rtf, warc, word

from bias.ingest import read_file

MOST_SECONDS, MOST_BYTES = 10.0, 2 * 1024**3
PLAIN = f"{FERRY[0]}\n\n" + "\n\n".join(FERRY[1])


def seeds() -> Iterator[tuple[str, bytes]]:
    """A whole file of each kind."""
    rows = f'outlet,title,date,text\nVarn Herald,{FERRY[0]},2019-03-04,"{" ".join(FERRY[1])}"\n'
    lines = [(50.0, 780.0 - 14 * i, 10.0, line) for i, line in enumerate(FERRY[1])]
    html = page(FERRY[0], FERRY[1])
    yield "a.txt", PLAIN.encode()
    yield "a.md", f"---\ntitle: {FERRY[0]}\n---\n{PLAIN}".encode()
    yield "a.csv", rows.encode()
    yield "a.tsv", rows.replace(",", "\t").encode()
    yield "a.json", b'[{"title": "T", "text": "Some words here.", "date": {"$date": 1}}]'
    yield "a.jsonl", b'{"title": "T", "text": "Some words here."}\n' * 3
    yield (
        "a.xml",
        f"<?xml version='1.0'?><rss><channel><title>H</title><item><title>T</title><description>{PLAIN}</description></item></channel></rss>".encode(),
    )
    yield "a.html", html.encode()
    yield "a.docx", word(FERRY[1], heading=FERRY[0])
    yield "a.odt", odt(FERRY[1], FERRY[0])
    yield "a.rtf", rtf(PLAIN.split("\n"))
    yield "a.pdf", pdf([lines, lines])
    yield "a.epub", epub({FERRY[0]: FERRY[1], MEALS[0]: MEALS[1]}, publisher="Varn Herald", day="2019-03-04")
    yield "a.eml", f"From: a@b.example\nSubject: T\nContent-Type: text/plain\n\n{PLAIN}".encode()
    yield (
        "a.mhtml",
        f"From: x\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{html}\n--b--".encode(),
    )
    yield "a.warc.gz", warc([("https://a.example/x", "200 text/html", html.encode())])
    yield "a.zip", packed({"x/a.txt": PLAIN, "y/b.html": html})
    yield "a.txt.gz", gzip.compress(PLAIN.encode())
    yield "a.txt.bz2", bz2.compress(PLAIN.encode())
    yield (
        "nexis.txt",
        f"{FERRY[0]}\nVarn Herald\nMarch 4, 2019 Monday\nLength: 60 words\nBody\n{PLAIN}\nLoad-Date: March 5, 2019\nEnd of Document\n".encode()
        * 2,
    )
    yield (
        "factiva.txt",
        f"HD  {FERRY[0]}\nPD  4 March 2019\nSN  Herald\nLP  {PLAIN}\nAN  Document AAAA000020190304ef3400001\n".encode()
        * 2,
    )
    import io

    import pandas as pd

    frame = pd.DataFrame({"outlet": ["A"], "title": ["T"], "date": pd.to_datetime(["2019-03-04"])})
    frame["text"] = PLAIN
    for name, write in (
        ("a.parquet", frame.to_parquet),
        ("a.xlsx", lambda out: frame.to_excel(out, index=False)),
        ("a.feather", frame.to_feather),
        ("a.dta", lambda out: frame.to_stata(out, write_index=False, version=118)),
    ):
        out = io.BytesIO()
        write(out)
        yield name, out.getvalue()
    # those whose libraries write to paths alone; nothing here writes an .xls
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a")
        pyreadstat.write_sav(frame, str(path))
        yield "a.sav", path.read_bytes()
        rdata.write_rds(path, frame.drop(columns="date").astype(object))
        yield "a.rds", path.read_bytes()
    yield "a.ods", sheet(list(frame.columns), ["A", "T", "2019-03-04", PLAIN])
    yield "a.csv.gz", gzip.compress(rows.encode("utf-8"))
    yield "a.parquet.gz", gzip.compress(out.getvalue())


def sheet(*rows: list[str]) -> bytes:
    """An .ods of these rows."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<t:table-row>"
        + "".join(f"<t:table-cell><x:p>{escape(cell)}</x:p></t:table-cell>" for cell in row)
        + "</t:table-row>"
        for row in rows
    )
    content = (
        f'<o:document-content xmlns:o="{name}:office:1.0" xmlns:t="{name}:table:1.0" xmlns:x="{name}:text:1.0">'
        f'<o:body><o:spreadsheet><t:table t:name="S">{cells}</t:table></o:spreadsheet></o:body>'
        "</o:document-content>"
    )
    return packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with bytes flipped, cut, doubled, or put elsewhere."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 2, 4, 16, 64))):
        at = chance.randrange(len(out) + 1)
        size = min(chance.choice((1, 1, 4, 32, 400)), len(out) - at)
        what = chance.randrange(7)
        if what == 0 and at < len(out):
            out[at] = chance.randrange(256)
        elif what == 1:
            del out[at : at + size]
        elif what == 2:
            out[at:at] = out[at : at + size] * chance.choice((1, 2, 50))
        elif what == 3:
            out[at:at] = chance.randbytes(size)
        elif what == 4:
            out = out[:at] or bytearray(b" ")
        elif what == 5:
            out[at:at] = chance.choice(
                (
                    b"\x00" * 40,
                    b'"',
                    b"<",
                    b"<p" * 400,
                    b"\xff\xfe",
                    b"[" * 2000,
                    b"\r",
                    b"{\\" * 200,
                    b"9" * 400,
                )
            )
        else:
            other = chance.randrange(len(out) + 1)
            out[at : at + size] = out[other : other + size]
    return bytes(out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    whole = list(seeds())
    worst, told = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(asked.count):
            name, content = chance.choice(whole)
            if chance.random() < 0.1:  # a wrong ending
                name = f"a{Path(chance.choice(whole)[0]).suffix}"
            path = Path(folder, name)
            path.write_bytes(mutated(content, chance))
            began = time.monotonic()
            try:
                items = list(read_file(path))
            except BaseException:
                kept = Path(f"fuzz-{number}-{name}").absolute()
                kept.write_bytes(path.read_bytes())
                print(f"seed {asked.seed}, file {number}: kept as {kept}")
                raise
            took = time.monotonic() - began
            worst = max(worst, took)
            told += bool(items)
            if took > MOST_SECONDS + 2 or not items:
                print(f"file {number} {name}: {took:.1f} s, {len(items)} items")
                Path(f"fuzz-{number}-{name}").write_bytes(path.read_bytes())
            if number % 1000 == 999:
                print(f"{number + 1:,} files, the slowest {worst:.1f} s", flush=True)
    peak = (
        max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        * 1024
    )
    print(
        f"{asked.count:,} files, {told:,} told, the slowest {worst:.1f} s, memory {peak / 1e6:.0f} MB, seed {asked.seed}"
    )
    sys.exit(told < asked.count or peak > MOST_BYTES)


if __name__ == "__main__":
    main()
