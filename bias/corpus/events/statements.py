"""Whether two outlets print the same statement of a speaker: as it is, shortened, or in other words.

Word by word first: what the shorter one has in runs of words of the longer one, and whether the words between
turn it around.  A report in other words is found by the stems that it shares with a quotation; what is told
with none of its words is missed, since other statements of the same speaker share more.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bias import resources
from bias.reading import NEGATORS, WORD_PART, content_stems

SAME, HELD, TURNED, SHARED = 0.8, 0.5, 0.25, 0.4
RUN = 3  # words of a run that counts
LONG = 5  # words of a run that are enough by themselves, if the shorter one is not much longer
TURNING = 3  # words between two runs that may turn a statement around; more of them were cut
LEAST = 5  # stems that a report shares with a quotation
ALIKE = 0.6  # share of all stems from which on a single "not" makes the difference
LEAST_SPELLED = 6  # letters of a word that is spelled in two ways
ROUNDED = 0.06  # by which numbers of a report may differ
STEM = 5  # letters by which words of one family are alike
NUMBER = re.compile(r"\d{1,15}")
MARKS = re.compile(r"[\"“”„«»‘]|(?<!\w)'")

Relation = Literal["same", "shortened", "paraphrased", ""]


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two statements word by word."""

    held: float  # share of the shorter one's words that stand in runs of the longer one
    longest: int  # words of the longest run
    covered: float  # share of the longer one's words that the shorter one has
    turned: bool  # words between runs negate, or say the opposite


def relation(one: str, other: str) -> Relation:
    """How two statements of one speaker are the same; empty where they are not."""
    found = align(one, other)
    if found.turned and found.held >= TURNED:
        return ""
    if found.held >= HELD or (found.longest >= LONG and found.held >= HELD * HELD):
        return "same" if found.held >= SAME and found.covered >= SAME else "shortened"
    quoted = bool(MARKS.search(one)) != bool(MARKS.search(other))
    return "paraphrased" if quoted and _retold(one, other) else ""


def align(one: str, other: str) -> Aligned:
    """The words that two statements share in order."""
    short, long = sorted((_words(one), _words(other)), key=len)
    matcher = difflib.SequenceMatcher(None, short, long, autojunk=False)
    steps = matcher.get_opcodes()
    runs = [b - a for tag, a, b, _, _ in steps if tag == "equal" and b - a >= min(RUN, len(short))]
    held = sum(runs) / max(1, len(short))
    between = [
        (short[a:b], long[c:d])
        for place, (tag, a, b, c, d) in enumerate(steps)
        if tag != "equal" and 0 < place < len(steps) - 1 + (tag == "replace")
    ]
    turned = any(_turns(gone, come) for gone, come in between)
    return Aligned(held, max(runs, default=0), sum(runs) / max(1, len(long)), turned)


def _words(text: str) -> list[str]:
    found = [word.replace("’", "'") for word in WORD_PART.findall(text.lower())]
    return [_spelled(word) for word in found]


def _spelled(word: str) -> str:
    """British and American spelling alike."""
    if len(word) < LEAST_SPELLED:
        return word
    return word.replace("isation", "ization").replace("ise", "ize").replace("our", "or").replace("ph", "f")


def _turns(gone: Sequence[str], come: Sequence[str]) -> bool:
    """Whether words that stand in each other's place say the contrary."""
    if max(len(gone), len(come)) > TURNING:
        return False
    negations = [len(NEGATORS.findall(" ".join(words))) % 2 for words in (gone, come)]
    if negations[0] != negations[1]:
        return True
    return any(_opposite(a, b) for a in gone for b in come)


def _opposite(one: str, other: str) -> bool:
    return frozenset((one[:STEM], other[:STEM])) in _opposites()


@cache
def _opposites() -> frozenset[frozenset[str]]:
    """Pairs of the beginnings of words that say the contrary."""
    rows = resources.lexicon("opposites")
    return frozenset(frozenset((row["words"][:STEM], row["opposite"][:STEM])) for row in rows)


def _retold(one: str, other: str) -> bool:
    """Whether a report shares enough with a quotation, and neither denies what the other says."""
    mine, yours = ({stem[:STEM] for stem in content_stems(text)} for text in (one, other))
    shared = len(mine & yours)
    if shared < LEAST or shared < SHARED * min(len(mine), len(yours)):
        return False
    counts = [[int(number) for number in NUMBER.findall(text)] for text in (one, other)]
    if all(counts) and not any(abs(a - b) <= ROUNDED * max(a, b) for a in counts[0] for b in counts[1]):
        return False
    negations = [len(NEGATORS.findall(text)) % 2 for text in (one, other)]
    return negations[0] == negations[1] or shared < ALIKE * len(
        mine | yours
    )  # else "not" went with its words
