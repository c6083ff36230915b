"""What is said of a source → its role, its alignment and its polity, with the words that gave them.

Rules where the words are plain: the noun that heads a description, the body that an office belongs to,
a party with the times at which it governed, a gazetteer of office holders.  *Unknown* is an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from anyascii import anyascii

from bias import resources
from bias.model import Span
from bias.reading.speakers.mentions import core_end, head_of
from bias.reading.speakers.role_words import LexiconMatch, Word, is_office, look_up, phrase_words

STATE = frozenset(("head_of_state_gov", "government_official", "law_enforcement_military"))
PLAIN = frozenset(
    (
        "judiciary_legal",
        "expert_academic",
        "media_journalist",
        "civil_society",
        "business",
        "citizen",
        "document_data",
    )
)
LEARNED = "words around it"  # the role model's answer, which has a threshold of its own
VAGUE = frozenset(
    ("department", "board", "office", "committee", "team", "group", "section", "council", "bureau")
)
SEAT = re.compile(r"\((?:[A-Z]\w+, )?([DRI])(?:-|\W{1,3})[A-Z]")  # "(R-Texas)"
SEATS = {"D": "Democratic Party", "R": "Republican Party", "I": ""}
LEAST = 0.5  # confidence below which a role is unknown


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of one phrase about a speaker; fields that it does not give are empty."""

    span: Span
    role: str = ""
    strength: float = 0.0  # 0 to 1
    side: str = ""  # said outright: "opposition", "pro-government", or by the party
    polity: str = ""
    former: bool = False
    why: str = ""  # the kind of evidence, for a reader
    lean: str = ""  # what the noun itself says of the side: a prosecutor acts for the state


@dataclass(frozen=True, slots=True)
class Judged:
    """A role, an alignment and a polity; empty strings are unknown."""

    role: str = ""
    alignment: str = ""
    polity: str = ""
    confidence: float = 0.0
    why: str = ""
    spans: tuple[Span, ...] = ()


def evidence(text: str, span: Span, *, date: str = "", before_name: bool = False) -> Evidence:
    """The evidence of a phrase: "the Russian opposition journalist", "president of the Nurses' Association".

    With `before_name` the phrase ends where a name begins, and its head is its last word.
    """
    phrase = phrase_words(text, span.start, span.end)
    while len(phrase) > 1 and phrase[0].lower in ("as", "from", "by", "who", "is", "was"):
        phrase = phrase[1:]
    if not phrase:
        return Evidence(span)
    found = look_up(phrase)
    end = len(phrase) if before_name else core_end(text, phrase)
    role, strength = _role(found, phrase, end)
    former = any(
        one.entry.kind == "side" and one.entry.alignment == "former" and one.first < end for one in found
    )
    former = former or any(w.lower.startswith("ex-") for w in phrase[:end])
    party = _party(found, end)
    side = _side(found, phrase, end) or (_governs(party, date) if party else "")
    head = head_of(found, end)
    lean = _lean(found, head, role)
    return Evidence(span, role, strength, side, _polity(found, party), former, "described as", lean)


def affiliation(text: str, span: Span, *, date: str = "") -> Evidence:
    """The evidence of a body behind a name: "Petra Lind of the Nurses' Association"."""
    phrase = phrase_words(text, span.start, span.end)
    phrase = phrase[: core_end(text, phrase)][:6]  # "of the Greens", and not what the Greens want
    found = look_up(phrase)
    bodies = [one for one in found if one.entry.kind in ("body", "crowd")]
    party = _party(found, len(phrase))
    role = bodies[0].entry.role if bodies else "legislator_party" if party else ""
    side = _governs(party, date) if party else ""
    lean = bodies[0].entry.alignment if bodies else ""
    return Evidence(span, role, 0.8 if role else 0.0, side, _polity(found, party), False, "belongs to", lean)


def seat(text: str, span: Span, *, date: str = "") -> Evidence:
    """The evidence of a party and a state in brackets right behind a name: "Ted Cruz (R-Texas)"."""
    match = SEAT.match(text[span.end : span.end + 24].lstrip(" ,"))
    if match is None:
        return Evidence(span)
    party = SEATS[match.group(1)]
    at = text.index("(", span.end)
    side = _governs(party, date) if party else ""
    return Evidence(
        Span(at, at + 3),
        "legislator_party",
        0.97,
        side,
        "United States",
        False,
        "party and state in brackets",
    )


def judge(pieces: Sequence[Evidence], *, principal: Judged | None = None) -> Judged:
    """One answer from pieces of evidence: the strongest wins, and disagreement lowers its confidence."""
    votes: dict[str, float] = defaultdict(float)
    best: dict[str, Evidence] = {}
    for piece in pieces:
        if piece.role:
            votes[piece.role] = 1 - (1 - votes[piece.role]) * (1 - piece.strength)
            if piece.role not in best or piece.strength > best[piece.role].strength:
                best[piece.role] = piece
    if not votes:
        return Judged(polity=_first(p.polity for p in pieces), alignment=_first(p.side for p in pieces))
    role = max(votes, key=lambda key: (best[key].strength, votes[key]))
    others = max((value for key, value in votes.items() if key != role), default=0.0)
    confidence = votes[role] * (1 - 0.35 * others)
    chosen = best[role]
    polity = _first([chosen.polity, *(p.polity for p in pieces)]) or (principal.polity if principal else "")
    alignment = _alignment(role, chosen, pieces, principal)
    if chosen.former and role == "head_of_state_gov":
        role = "government_official"
    return (
        Judged(role, alignment, polity, round(confidence, 3), chosen.why, (chosen.span,))
        if confidence >= LEAST or chosen.why == LEARNED
        else Judged("", _first(p.side for p in pieces), polity, round(confidence, 3), "", ())
    )


def holder(name: str, span: Span, *, date: str = "", alone: bool = False) -> Evidence:
    """An office holder of the gazetteer: by full name, or by a surname that only one of them has (`alone`).

    Without a date, or outside every period, the role counts only where all periods agree.
    """
    rows = _holders().get(fold(name), ())
    if alone:
        rows = tuple(row for key in _surnames().get(fold(name), ()) for row in _holders()[key])
    day = date[:10]
    valid = [row for row in rows if day and row["from"] <= day and (not row["to"] or day <= row["to"])]
    if not valid and rows:
        valid = list(rows)
    people = {row["name"] for row in valid}
    roles = {row["role"] for row in valid}
    if len(people) != 1 or len(roles) != 1:
        return Evidence(span)
    sides = {row["alignment"] for row in valid}
    side = sides.pop() if len(sides) == 1 else ""
    strength = (0.85 if alone else 0.93) - (0.0 if day else 0.05)
    return Evidence(span, roles.pop(), strength, side, valid[0]["polity"], False, "office holder")


@cache
def is_holder(word: str) -> bool:
    """Whether a single capitalised word is the surname of an office holder."""
    return fold(word) in _surnames()


def fold(name: str) -> str:
    """A name without accents, doubled letters and the ways of writing one foreign sound.

    Kasim-Jomart and Kassym-Jomart, Zelensky and Zelenskyy, Søren and Soren fold alike.
    """
    letters = plain(name)
    for pattern, letter in _SOUNDS:
        letters = pattern.sub(letter, letters)
    return re.sub(r"([a-z])\1+", r"\1", letters)


def plain(name: str) -> str:
    """A name in the small letters of English and blanks: Łódź gives lodz, İSTANBUL istanbul, Weiß weiss."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if c.isalpha() or c == " ")
    return "".join(c for c in anyascii(letters).lower() if c.isalpha() or c == " ")


_SOUNDS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("kh", "h"),
        ("ph", "f"),
        ("ou|oo", "u"),
        ("ck|q", "k"),
        ("x", "ks"),
        ("dj(?=[aeiou])", "d"),  # Đoković is written Djokovic
        ("[iyj]+", "i"),
        ("tch", "ch"),
        ("zh", "j"),
    )
)


# -- parts -------------------------------------------------------------------------------------------


def _role(found: Sequence[LexiconMatch], phrase: Sequence[Word], end: int) -> tuple[str, float]:
    head = head_of(found, end)
    if head is None:
        inside = [one for one in found if one.last <= end and one.entry.kind in ("person", "title")]
        return (inside[-1].entry.role, 0.55) if inside else ("", 0.0)
    entry = head.entry
    if entry.kind in ("party", "polity"):
        return (
            ("legislator_party", 0.9)
            if entry.kind == "party"
            else ("government_official", 0.7 if end == len(phrase) else 0.5)
        )
    noun = entry.words.lower()
    if not (entry.kind == "office" or is_office(noun)):
        return entry.role, 0.95
    body = _body_of(found, head)
    if body is not None:
        return body, 0.9
    default = _default(noun)
    return (
        (default, 0.8 if _has_polity(found) or noun in ("president", "chief executive") else 0.7)
        if default
        else ("", 0.0)
    )


def _body_of(found: Sequence[LexiconMatch], head: LexiconMatch) -> str | None:
    """The role of the body that an office belongs to: the nearest before its noun, else the first behind."""
    before = [one for one in found if one.last <= head.first and one.entry.kind in ("body", "party", "crowd")]
    after = [one for one in found if one.first >= head.last and one.entry.kind in ("body", "party")]
    inside = [
        one for one in found if one.first >= head.first and one.last < head.last and one.entry.kind == "body"
    ]
    if len(after) > 1 and after[0].entry.words.lower().split(" ")[-1] in VAGUE:
        after = after[1:]  # "chairman of the computer science department at Dartmouth College"
    chosen = before[-1:] or inside[:1] or after[:1]
    return (chosen[0].entry.role or "legislator_party") if chosen else None


@cache
def _default(noun: str) -> str:
    for row in resources.lexicon("role_words"):
        if row["kind"] == "person" and noun in row["words"].split("|"):
            return row["role"]
    return {"official": "government_official"}.get(noun, "")


def _has_polity(found: Sequence[LexiconMatch]) -> bool:
    return any(one.entry.kind == "polity" for one in found)


def _side(found: Sequence[LexiconMatch], phrase: Sequence[Word], end: int) -> str:
    sides = [one for one in found if one.entry.kind == "side" and one.entry.alignment != "former"]
    near = [one for one in sides if one.first < end] or sides
    if near:
        return near[0].entry.alignment
    text = " ".join(w.lower for w in phrase[:end])
    return "opposition" if re.search(r"\bopposition\b", text) else ""


def _party(found: Sequence[LexiconMatch], end: int) -> str:
    parties = [one for one in found if one.entry.kind == "party"]
    return parties[0].entry.words if parties else ""


def _lean(found: Sequence[LexiconMatch], head: LexiconMatch | None, role: str) -> str:
    """What the noun itself says of the side, else the body that it belongs to: a state broadcaster's host."""
    of_role = [one for one in found if one.entry.role == role and one.entry.alignment]
    if head in of_role:
        return head.entry.alignment if head else ""
    bodies = [one for one in of_role if one.entry.kind == "body"]
    return bodies[0].entry.alignment if bodies else ""


def _polity(found: Sequence[LexiconMatch], party: str) -> str:
    polities = [one.entry.polity for one in found if one.entry.kind == "polity"]
    polities += [one.entry.polity for one in found if one.entry.kind == "body" and one.entry.polity]
    if polities:
        return polities[0]
    return _party_rows()[party]["polity"] if party else ""


def _alignment(role: str, chosen: Evidence, pieces: Sequence[Evidence], principal: Judged | None) -> str:
    """By what the text says outright, else by the principal of a spokesperson, else by the role."""
    said = chosen.side or _first(piece.side for piece in pieces)
    if said:
        return said
    if chosen.former:
        return ""
    if role == "spokesperson":
        return principal.alignment if principal else ""
    if chosen.lean:
        return chosen.lean
    if role in STATE:
        return "incumbent"
    if role == "armed_nonstate":
        return "opposition"
    if role == "intl_org":
        return "foreign"
    return "independent" if role in PLAIN else ""


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _governs(party: str, date: str) -> str:
    """Whether a party was incumbent or opposition at a date; "" without one, unless it has never governed."""
    periods = [p for p in _party_rows()[party]["governs"].split("|") if p]
    if not periods:
        return "opposition"
    if not date:
        return ""
    day = date[:10]
    for period in periods:
        start, _, end = period.partition("..")
        if start <= day and (not end or day <= end):
            return "incumbent"
    return "opposition"


@cache
def _party_rows() -> dict[str, dict[str, str]]:
    out = {}
    for row in resources.lexicon("parties"):
        for name in [row["name"], *row["aliases"].split("|")]:
            if name:
                out[" ".join(w.text for w in phrase_words(name))] = row
    return out


@cache
def _holders() -> dict[str, tuple[dict[str, str], ...]]:
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in resources.lexicon("offices"):
        for name in {fold(row["name"]), *(fold(a) for a in row["aliases"].split("|") if " " in a.strip())}:
            rows[name].append(row)
    return {name: tuple(found) for name, found in rows.items()}


@cache
def _surnames() -> dict[str, frozenset[str]]:
    """Folded surname or one-word alias → folded full names."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in resources.lexicon("offices"):
        full = fold(row["name"])
        for short in {
            full.split(" ")[-1],
            *(fold(a) for a in row["aliases"].split("|") if a and " " not in a.strip()),
        }:
            out[short].add(full)
    return {short: frozenset(names) for short, names in out.items()}
