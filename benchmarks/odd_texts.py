"""Time and memory of reading text that nobody wrote: does either grow with more than the text's length?

    python benchmarks/odd_texts.py [--kinds emoji,names] [--lengths 10000,100000,300000]

Each kind is read at each length in one process; a row is microseconds of processor time a character, and the
peak of memory so far.  A row that stays level over the lengths is linear.  Plain news is the first row.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from itertools import count

os.environ.setdefault("OMP_NUM_THREADS", "1")

from bias.model import Article
from bias.reading.reader import read

GIVEN = [
    "Ana",
    "Bo",
    "Cyr",
    "Dov",
    "Eli",
    "Fay",
    "Gus",
    "Hal",
    "Ivo",
    "Jon",
    "Kai",
    "Lea",
    "Max",
    "Nia",
    "Odo",
    "Pia",
]
FAMILY = ["Sor", "Tal", "Ven", "Wick", "Yar", "Zol", "Bram", "Crel", "Drov", "Fenn", "Grat", "Holm"]
NEWS = (
    "The council of Quell met on Monday to talk about road {}. The mayor said the plan would cost more than "
    "in the past year. “We will pay for it,” Ana Sorel said, and the residents agreed.\n\n"
    "Work on the harbour goes on, and {} people came to see it. The weather was good and nobody was hurt.\n\n"
)


def name(n: int) -> str:
    """One of 192,000 names."""
    n, given = divmod(n, len(GIVEN))
    n, family = divmod(n, len(FAMILY))
    return f"{GIVEN[given]} {FAMILY[family]}" + "".join("abcdefghij"[n // 10**k % 10] for k in range(3))


KINDS: dict[str, Callable[[int], str]] = {  # the n-th piece of a text
    "plain": lambda n: NEWS.format(n, n + 7),
    "quotation marks": lambda n: '"',
    "curly opening marks": lambda n: "“",
    "apostrophes": lambda n: "'",
    "brackets": lambda n: "(",
    "quotes of one word": lambda n: '"word" ',
    "single quotes": lambda n: "'word' ",
    "names with commas": lambda n: f"{name(n)}, ",
    "names that say something": lambda n: f"{name(n)} said the plan {n} was good. ",
    "nested quotes": lambda n: "“a ‘b " if n % 64 < 32 else "’ ”",
    "emoji": lambda n: "😀",
    "no blank": lambda n: "Quell",
    "one letter": lambda n: "a ",
    "lines": lambda n: "said\n",
}


def text_of(kind: str, length: int) -> str:
    """A text of a kind, `length` characters long."""
    parts: list[str] = []
    held = 0
    for n in count():
        if held >= length:
            return "".join(parts)[:length]
        parts.append(KINDS[kind](n))
        held += len(parts[-1])
    raise AssertionError


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--lengths", default="10000,100000,300000")
    chosen = parser.parse_args()
    read(Article("0", "The Quell Post", "Warm up", text_of("plain", 3000), language="en"))
    for kind in chosen.kinds.split(","):
        cells = []
        for length in map(int, chosen.lengths.split(",")):
            article = Article("1", "The Quell Post", "A title", text_of(kind, length), language="en")
            began = time.process_time()
            read(article)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            cells.append(f"{(time.process_time() - began) / length * 1e6:6.0f} µs {peak:6,} MB")
        print(f"{kind:26}", *cells, sep="   ", flush=True)


if __name__ == "__main__":
    main()
