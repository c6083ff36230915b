"""The words of a cue → its entry in `lexicons/cues.tsv`: lemma, stance and act.  Knows no article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from bias import resources
from bias.reading.text.words import WORD

# "sent a letter demanding", "filed a motion": what is handed in tells
WRITTEN = frozenset(
    [
        "letter",
        "statement",
        "lawsuit",
        "motion",
        "petition",
        "complaint",
        "warning",
        "apology",
        "plea",
        "subpoena",
        "press-release",
    ]
)
FEELS = re.compile(  # "was deeply worried", "had been relieved"
    r"(?:(?:has|have|had)\s+)?(?:is|are|was|were|am|been|be|['’](?:s|m|re)|grew|grows?|became|becomes?|remain\w*)\s+"
    r"(?:(?:\w+ly|also|not|very|still|always|even|less|more|so|just|too)\s+)*(?P<how>\w+)",
    re.I,
)
TAKEN = re.compile(
    r"\W*(?:(?:full|sole|joint)\s+)?(?:responsibility|credit|victory)\b", re.I
)  # is claimed, and not in doubt
GLUED = re.compile(r"said|says|told|tells|confirmed|announced")  # "militarysaid": a page that lost a blank


def cue_lemma(cue: str) -> str:
    """The reporting verb of a cue, else its words in lower case: "has said" → "say"."""
    words = _words(cue)
    if "according" in words:
        return "according to"
    verb = _reporting_verb(words)
    return verb["lemma"] if verb else " ".join(words[:3])


def cue_stance(cue: str, content: str = "") -> str:
    """The stance that a reporting verb takes to what is said; "" for a verb that the lexicon does not know.

    neutral (said); doubting (claimed) or endorsing (admitted), which the writer takes; blaming (condemned) or
    praising (hailed), which the source takes; mental (believes): after Thompson & Ye 1991.  Who
    claims responsibility is not doubted.
    """
    words = _words(cue)
    verb = _reporting_verb(words)
    if verb and verb["lemma"] == "claim" and TAKEN.match(content):
        return "neutral"
    if verb:
        return verb["stance"]
    return "neutral" if "according" in words else ""


def cue_act(cue: str) -> str:
    """speech, thought, weak, clause or deed, as the lexicon has them; feeling, "was worried"; "" else."""
    words = _words(cue)
    if "according" in words or WRITTEN.intersection(words):
        return "speech"
    if (feels := FEELS.match(cue)) and feels["how"].lower() in resources.word_set("feelings"):
        return "feeling"
    verb = _reporting_verb(words) or _reporting_verb([m.group() for w in words for m in GLUED.finditer(w)])
    return verb["act"] if verb else ""


@cache
def telling_forms() -> frozenset[str]:
    """The forms that are surely verbs of speech: "said" and "reveals", but neither "call" nor "warning"."""
    return frozenset(
        form
        for form, row in _forms().items()
        if row["act"] == "speech" and form != row["lemma"] and not form.endswith("ing")
    ) | {"saying", "stating", "noting", "according", "shown", "showed", "found"}


def _words(cue: str) -> list[str]:
    return [word.lower() for word in WORD.findall(cue)]


def _reporting_verb(words: Sequence[str]) -> dict[str, str] | None:
    """The entry of the first reporting verb among some words; of a deed only where no other is among them."""
    found = [_forms()[word] for word in words if word in _forms()]
    return min(found, key=lambda verb: verb["act"] == "deed", default=None)


@cache
def _forms() -> dict[str, dict[str, str]]:
    rows = resources.lexicon("cues")
    return {form: row for row in rows for form in [row["lemma"], *row["forms"].split()]}
