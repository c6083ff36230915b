"""Bytes → the encoding that they are written in.  Knows no files.

UTF-16 shows in its zero and control bytes.  Of the older one-byte encodings charset-normalizer says which may
be; those that it cannot tell apart are told by letters and signs that stand where no word has them.
"""

from __future__ import annotations

import codecs
import re
from itertools import pairwise

from charset_normalizer import from_bytes

DEFAULT = "cp1252"
# The first of equals wins: what is common before what is rare.
CANDIDATES = (
    DEFAULT, "mac_roman", "cp1250", "cp1251", "cp1253", "cp1254", "iso8859_2", "koi8_r", "mac_cyrillic",
)  # fmt: skip
LEAST = 10  # bytes beyond ASCII, below which nothing is guessed
MIXED = 0.3  # share of them that is UTF-8, from which on rows of two encodings were put together
MOST_CHAOS = 0.05  # of charset-normalizer's measure, which takes many dashes and quotes for chaos
CLOSE = 0.01  # two readings whose oddness differs by less are alike
CONTROL = frozenset(range(32)) - set(b"\t\n\v\f\r\x1b")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same two bytes
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BEYOND = re.compile(rb"[\x80-\xff]")
_UTF8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)  # one character
_SIGNS = frozenset("’‘ʼ´`·–—-­…“”„»«")  # may stand between two letters: nobody’s, and—so
_STOPS = frozenset(".,!?")


def marked(sample: bytes) -> str:
    """The encoding that a byte order mark tells; UTF-16 without one; else empty."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    half = len(sample) // 2
    even, odd = (sum(byte in CONTROL for byte in sample[start::2]) for start in (0, 1))
    if half < 8 or max(even, odd) <= 0.4 * half or min(even, odd) >= 0.15 * half:
        return ""
    name = "utf-16-be" if even > odd else "utf-16-le"
    text = sample[: 2 * half].decode(name, "replace")
    return name if sum(ord(char) in CONTROL or char == "\ufffd" for char in text) < 0.05 * half else ""


def guess(sample: bytes) -> str:
    """The one-byte encoding of bytes that are no UTF-8; DEFAULT where they are few, or of two encodings."""
    beyond = len(_BEYOND.findall(sample))
    if beyond < LEAST or sum(map(len, _UTF8.findall(sample))) >= MIXED * beyond:
        return DEFAULT
    odd: dict[str, float] = {}
    for match in from_bytes(sample, cp_isolation=list(CANDIDATES)):
        oddness = min(match.chaos, MOST_CHAOS) + _misplaced(str(match)) / beyond
        odd |= dict.fromkeys(match.could_be_from_charset, oddness)
    least = min(odd.values(), default=0.0)
    return next((name for name in CANDIDATES if odd.get(name, 2.0) < least + CLOSE), DEFAULT)


def _misplaced(text: str) -> int:
    """Signs at words (z³oty), capitals after small letters (cafŽ), letters right after a stop (“No,î she
    said), and words of two scripts."""
    count = 0
    for before, char in pairwise(f" {text} "):
        if before.isascii() and char.isascii():
            continue
        if (before.islower() and char.isupper()) or (before in _STOPS and char.isalpha()):
            count += 1
        elif before.isalpha() and char.isalpha():
            count += _script(before) != _script(char)
        elif before.isalpha() != char.isalpha():
            sign = char if before.isalpha() else before
            count += not (sign.isascii() or sign.isspace() or sign in _SIGNS)
    return count


def _script(letter: str) -> str:
    """Latin, Greek or Cyrillic, as far as the candidates go."""
    code = ord(letter)
    return "Latin" if code < 0x370 else "Greek" if code < 0x400 else "Cyrillic"
