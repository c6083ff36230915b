"""Mutates texts and reads them: no crash, no hang, no warning, and no span outside of its text.

`make fuzz` reads 10,000; the seed is printed, and a text that fails is printed as short as it still fails.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from bias.corpus.pipeline.rows import read_rows
from bias.model import Article, Span
from bias.reading import read

LONGEST = 700  # characters
MOST_SECONDS = 20
TEXTS = (
    "The bridge at Varn will reopen in May, Transport Minister Karel Voss said on Monday.\n\n“We have tested "
    "every cable,” he told Channel 9. “Nobody needs to worry.”\n\nAccording to the engineer Marta Quill, two "
    "of the cables were never replaced.",
    "Ivo Keller, a fisherman, called the mayor 'a disgrace'. \"Nobody told us,\" he said; the so-called safety "
    "plan was a lie. The opposition leader Mira Castellan (who was 41) asked for an inquiry.",
    "VARN - Residents praised the clinic: “It saved my daughter,” said Nadia Rook, a nurse. Critics warned "
    "that the government's brutal cuts left “nothing but ruins” … Dr. Leon Abara, Jr., didn't answer.",
    "1. Who pays?\nQ: Was it you?\nA: No, it was Ms. Sorel-Quill of the N.A.T.O. desk – or so they say.\n- By "
    "Ann Keld\n“One,\n\n“two,\n\n“three,” she said, citing Prime Minister Ilse Marrant's letter of 3 May 2025.",
)
ODD = (
    "“", "”", "‘", "’", '"', "'", "''", "``", "«", "»", "„", "(", ")", "[", "…", "—", "-", ".", "..", "?!", ":",
    ";", ",", "\n", "\n\n", "\r", "\t", "\x00", "\x0b", "\x1f", "\x85", "\u00a0", "\u2028", "\u200b", "\u200d",
    "\u202e", "\ufeff", "\ufffd", "\ud800", "e\u0301", "\u0301" * 9, "İ", "ß", "ﬁ", "Ǆ", "😀", "👩‍👩‍👧", "🇫🇷", "漢字", "العربية",
    "𝐀", "\U0010ffff", "0" * 30, "x" * 300, "said ", " he said", "“a” ", "Mr. ", "U.S.", "https://a.example/b?c=“d”", "<b>",
    "&amp;", "$x$", "{0}", "%s", "\\n",
)  # fmt: skip


def mutated(chance: random.Random) -> str:
    out = chance.choice(TEXTS)
    for _ in range(chance.choice((1, 2, 4, 16, 64))):
        at, size = chance.randrange(len(out) + 1), chance.choice((1, 1, 4, 32, 200))
        piece = (
            "",
            chance.choice(ODD),
            chance.choice(ODD) * chance.choice((2, 9, 60)),
            out[at : at + size] * 2,
            out[at : at + size].upper(),
            out[at : at + size][::-1],
            chance.choice(TEXTS)[at : at + size],
            chr(chance.choice((chance.randrange(0x300), chance.randrange(0x3000), chance.randrange(0x11_0000)))),
        )[chance.randrange(8)]  # fmt: skip
        out = (out[:at] + piece + out[at + size * chance.randrange(2) :])[:LONGEST]
    return out


def spans(found: Any) -> Iterator[Span]:
    """All spans in what was read."""
    if isinstance(found, Span):
        yield found
    elif is_dataclass(found):
        for one in fields(found):
            yield from spans(getattr(found, one.name))
    elif isinstance(found, (tuple, list)):
        for part in found:
            yield from spans(part)


def fault(text: str, *, rows: bool = True) -> str:
    """What is wrong with the reading of a text, or with its rows; nothing where all is well."""
    article = Article("1", "The Lantern", "A title", text, language="en")
    signal.alarm(MOST_SECONDS)
    try:
        outside = [span for span in spans(read(article)) if not 0 <= span.start <= span.end <= len(text)]
        if outside:
            return f"outside: {outside[0]}"
        if not rows:
            return ""
        done = read_rows(Article("1", "The Lantern", text[:80], text))
        return done.reason if done.state == "failed" else ""
    except Exception as error:  # noqa: BLE001 — what it is, is told
        return f"{type(error).__name__}: {error}"
    finally:
        signal.alarm(0)


def shortest(text: str, kind: str) -> str:
    """The text without what can be left out while it fails in the same way."""
    size = len(text) // 2
    while size:
        for at in range(0, len(text), size):
            shorter = text[:at] + text[at + size :]
            if fault(shorter).partition(":")[0] == kind:
                text = shorter
                break
        else:
            size //= 2
    return text


def stop(*_: object) -> None:
    raise TimeoutError(f"more than {MOST_SECONDS} seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    warnings.simplefilter("error")
    signal.signal(signal.SIGALRM, stop)
    chance, failed, worst = random.Random(asked.seed), 0, 0.0
    for number in range(asked.count):
        text, began = mutated(chance), time.process_time()
        if found := fault(text, rows=number % 5 == 0):
            failed += 1
            print(f"text {number}: {found}\n    {shortest(text, found.partition(':')[0])!a}", flush=True)
        worst = max(worst, time.process_time() - began)
        if number % 1000 == 999:
            print(f"{number + 1:,} texts, {failed} failed, the slowest {worst:.1f} s", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(
        f"{asked.count:,} texts, {failed} failed, the slowest {worst:.1f} s, {peak:.0f} MB, seed {asked.seed}"
    )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
