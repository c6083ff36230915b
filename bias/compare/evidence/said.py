"""What was read, in words, and its highlights: who says it, in which tone, which word, which frame."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from bias.compare.evidence import highlights
from bias.compare.evidence.highlights import Highlight
from bias.compare.words.labels import UNKNOWN, code_label
from bias.compare.words.numbers import counted
from bias.model import TONES, Span
from bias.reading import Frame, RoleCodebook, WordList, tokenize

WORDINGS = {
    "loaded": "loaded word",
    "name_calling": "name-calling",
    "scare_quote": "scare quote",
    "hedge": "hedge",
    "booster": "booster",
    "assertive": "assertive",
    "harm_agent": "harm, and who did it",
    "harm_agentless": "harm, and not who did it",
    "loaded_sentence": "loaded sentence",
    "adopted": "a headline to read against its text",
}
UNCOUNTED = {"thought": "thought, ", "silence": "silence, ", "own": "the outlet's own voice, "}
WEIGHS = 0.25  # |positive − negative| from which a mention is shaded


# -- statements --------------------------------------------------------------------------------------


def attribution_marks(row: dict[str, Any], book: RoleCodebook | None = None) -> list[Highlight]:
    """The parts of one attribution; with a codebook each says what it is when pointed at."""
    hint = _hint(row, book) if book else ""
    return [
        Highlight(span, part, int(row["number"]), hint)
        for part in highlights.PARTS
        for span in highlights.flat_spans(row[f"{part}_spans"])
    ]


def _hint(row: dict[str, Any], book: RoleCodebook) -> str:
    """What a reader sees when pointing at a marked word."""
    confidence = row["confidence"]
    sure = "" if pd.isna(confidence) else f", confidence {confidence:.2f}"
    via = f", via {row['via']}" if row["via"] else ""
    content = row["content"]
    short = content if len(content) <= 160 else f"{content[:150].rstrip()} […]"
    cue = row["cue"] or "no reporting word"
    source = row["source"] or "no source named"
    act = UNCOUNTED.get(str(row.get("act")), "")
    head = f"{int(row['number']) + 1}. {act}{row['kind']}{via}{sure}"
    return f"{head}\n{who_says(row, book)}\n{source} — {cue} → {short}"


def who_says(row: dict[str, Any], book: RoleCodebook) -> str:
    """Who speaks, in which role, on which side, and the words that say so; unknown is said."""
    if not (row["source"] or row["label"]):
        return UNKNOWN["source"]
    parts = [
        row["label"] or "speaker unknown",
        code_label(book, "role", row["role"]),
        code_label(book, "alignment", row["alignment"]),
    ]
    if row["polity"] and row["alignment"] in ("incumbent", "opposition", "elsewhere"):
        parts[2] += f" ({row['polity']})"
    return " · ".join(dict.fromkeys([*parts, *filter(None, [because(row)])]))


def because(row: dict[str, Any]) -> str:
    """What gave the role."""
    if row["by_hand"]:
        return "set by hand"
    if not row["role"] or not isinstance(row["why"], str):
        return ""
    words = " ".join(str(row["reason"]).split())
    return f"{row['why']}: “{words}”" if words else row["why"]


# -- tone --------------------------------------------------------------------------------------------


def tone_mark(row: dict[str, Any], hint: str = "") -> Highlight:
    return Highlight(Span(int(row["start"]), int(row["end"])), row["label"], int(row["number"]), hint)


def weighed_mark(row: dict[str, Any], hint: str = "") -> Highlight:
    """A mention as the stance of its article has it: shaded where it weighs, bare where it is quoted."""
    weight = float(row["positive"]) - float(row["negative"])
    if row["voice"] == "quotation":
        kind = highlights.QUOTED
    elif abs(weight) < WEIGHS:
        kind = ""
    else:
        kind = highlights.FOR if weight > 0 else highlights.AGAINST
    mark = tone_mark(row, hint)
    return replace(mark, part=f"{mark.part} {kind}".strip())


def tone_words(row: dict[str, Any]) -> str:
    """ "toward Ilse Marrant: negative (.81 negative, .15 neutral, .04 positive)"."""
    shares = ", ".join(f"{row[tone]:.2f} {tone}" for tone in TONES)
    shares = "set by hand" if row.get("by_hand") else shares
    return f"toward {row['target_label']}: {row['label']} ({shares})"


def tone_said(row: dict[str, Any], book: RoleCodebook) -> str:
    """Tone, probabilities and voice."""
    return f"{tone_words(row)} · {_voice(row, book)}"


def _voice(row: dict[str, Any], book: RoleCodebook | None = None) -> str:
    where = "in the headline, " if row["headline"] else ""
    if row["voice"] == "narration":
        return f"{where}in the outlet's own voice"
    who = row["voice_of"] if isinstance(row["voice_of"], str) and row["voice_of"] else "somebody not known"
    role = f", {code_label(book, 'role', row['speaker_role'])}" if book and row["speaker_role"] else ""
    return f"{where}in words of {who}{role}"


# -- wording -----------------------------------------------------------------------------------------


def word_mark(row: dict[str, Any], hint: str = "") -> Highlight:
    part = "sentence" if row["kind"] == "loaded_sentence" else "word"
    return Highlight(Span(int(row["start"]), int(row["end"])), part, int(row["number"]), hint)


def word_said(row: dict[str, Any]) -> str:
    """ "scare quote, likely · in the outlet's own voice · nobody in the sentence says it"."""
    kind = WORDINGS.get(row["kind"], row["kind"])
    if row["kind"] in ("scare_quote", "loaded_sentence"):
        kind += ", likely" if row["sure"] else ", possible"
    elif not row["sure"]:
        kind += ", perhaps"
    if row["polarity"]:
        kind += f" ({row['polarity']})"
    if row["kind"] == "adopted":
        return f"{row['reason']} · {'it can be contested' if row['sure'] else 'perhaps a plain fact'}"
    return f"{kind} · {_voice(row)} · {row['reason']}"


# -- frames ------------------------------------------------------------------------------------------


def frame_said(frame: Frame, row: dict[str, Any]) -> str:
    """ "Conflict: score .81; seed words in 4 sentences"."""
    where = f"in {counted(int(row['sentences']), 'sentence')}" if row["sentences"] else "in no sentence"
    return f"{frame.label}: score {row['score']:.2f}; seed words {where}"


def seed_marks(frame: Frame, text: str, sentence: Span) -> list[Highlight]:
    """The seed words of a frame in a sentence."""
    hits = WordList((word, word) for word in frame.words).find(tokenize(sentence.slice(text)))
    spans = sorted(hit.span for hit in hits)
    return [
        Highlight(Span(sentence.start + one.start, sentence.start + one.end), highlights.WORD, n)
        for n, one in enumerate(spans)
    ]
