"""What is said of a source → its role, its alignment and its polity, with the words that gave them.

Rules where the words are plain: the noun that heads a description, the body that an office belongs to, a
party with the times at which it governed.  *Unknown* is an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

from bias.model import Span
from bias.reading.roles.offices import offices
from bias.reading.roles.parties import at_home, party_of, side_of
from bias.reading.roles.phrase_roles import ENVOYS, first_of_several, is_rank, told_role
from bias.reading.roles.phrases import (
    CAPITAL,
    Phrase,
    Told,
    body_role,
    core_end,
    head_of,
    name_role,
)
from bias.reading.roles.role_words import LexiconMatch, Word, look_up, phrase_words, singular_of

STATE = frozenset(("head_of_state_gov", "government_official", "law_enforcement_military"))
# roles that end with the office: who had one is what the text says that he is now
ENDING = STATE | frozenset(("legislator_party", "spokesperson", "intl_org"))
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
LOCAL = "local"  # in role_words: an office that does not say on which side of the national government
# "(R-Texas)", "(D., Mont.)" and ", R-Wis."
SEAT = re.compile(r"\s*,?\s*\((?:[A-Z]\w+, )?([DRI])(?:-|\W{1,3})[A-Z]|, ([DRI])-[A-Z][a-z]*[.\w]")
# "(R)" alone says a party behind an American office; elsewhere it is who stands on the right of a picture
LETTER = re.compile(r"\s*\(([DRI])\)")
SEATED = re.compile(
    r"\b(?:Gov|Sen|Rep|Governor|Senator|Representative|Congress(?:man|woman)|Mayor|Attorney General)\.?"
    r"(?: [A-Z][\w.]*)? $"
)
SEATS = {"D": "Democratic Party", "R": "Republican Party", "I": ""}
TIMES = frozenset(
    ("today", "yesterday", "tonight", "week", "month", "year", "monday", "tuesday", "wednesday", "thursday",
     "friday", "saturday", "sunday", "morning", "afternoon", "evening")
)  # fmt: skip
# Of 430 sources whose words say their role plainly, 89 to 94 % were right on articles that chose no rule
# (data/gold, roles dev): the rest is what was joined to the wrong speaker.
RIGHT = 0.94
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
    noun: str = ""  # that heads the phrase, singular and in lower case


@dataclass(frozen=True, slots=True)
class Judged:
    """A role, an alignment and a polity; empty strings are unknown."""

    role: str = ""
    alignment: str = ""
    polity: str = ""
    confidence: float = 0.0
    why: str = ""
    spans: tuple[Span, ...] = ()


def evidence(
    text: str, span: Span, *, date: str = "", before_name: bool = False, places: Sequence[str] = ()
) -> Evidence:
    """The evidence of a phrase: "the Russian opposition journalist", "president of the Nurses' Association".

    With `before_name` the phrase ends where a name begins, and its head is its last word.  `places` are the
    countries that the article speaks of, most often first: they tell whose party or chancellor is meant.
    """
    words = phrase_words(text, span.start, span.end)
    while len(words) > 1 and words[0].text in ("as", "As", "from", "From", "by", "By", "who", "is", "was"):
        words = words[1:]
    if not words or words[0].text in ("for", "to", "in", "of", "with", "on"):
        return Evidence(span)
    entries = at_home(look_up(words), places)
    end = _before_name(words, entries) if before_name else _core(text, words)
    phrase = first_of_several(Phrase(text, words, entries, end))
    told = told_role(phrase)
    if before_name and not told.role and _is_force_rank(entries, len(words)):
        # "Hawks head Major-Gen Sol Dlamini": of an unknown body, but an officer
        phrase = replace(phrase, end=len(words))
        told = told_role(phrase)
    if not told.role and not before_name and (kind := _kind_behind(phrase)) is not None:
        told = Told(kind.entry.role, 0.85, kind)
    found, end = phrase.found, phrase.end
    noun = singular_of(told.head.entry.words.lower()) if told.head else ""
    polity = _polity(found, told.head, noun)
    party = _party(text, words, found, end)
    row = party_of(party.entry.words, [polity, *places] if polity else places) if party else None
    side = _side(found, words, end) or (side_of(row, date) if row else "")
    role = _of_chancellor(told.role, noun, polity, places)
    if role == "head_of_state_gov" and _has_region(found):
        role = "government_official"  # "the premier of Ontario"
    lean = _lean(found, told.head, role)
    if role in STATE and (_has_region(found) or _is_of_american_state(words, told.head, places)):
        # the police and officials of a state of a federation are not those of its national government
        lean = LOCAL if lean == LOCAL or role != told.role else "independent"
    former = _is_former(found, words, end)
    if former and (role in ENDING or noun in offices()):
        role = ""
    piece = Evidence(
        span, role, told.strength if role else 0.0, side, polity, former, "described as", noun=noun
    )
    piece = replace(piece, lean=lean, polity=polity or (row["polity"] if row else ""))
    return _of_envoy(piece, found, told.head, places) if noun in ENVOYS | {"embassy", "consulate"} else piece


def affiliation(text: str, span: Span, *, date: str = "", places: Sequence[str] = ()) -> Evidence:
    """The evidence of a body behind a name: "Petra Lind of the Nurses' Association"."""
    words = phrase_words(text, span.start, span.end)
    words = words[: core_end(text, words)][:6]  # "of the Greens", and not what the Greens want
    found = at_home(look_up(words), places)
    bodies = [one for one in found if one.entry.kind in ("body", "crowd")]
    bodies = [one for one in bodies if one.last == len(words)] or bodies
    party = _party(text, words, found, len(words))
    row = party_of(party.entry.words, places) if party else None
    named = Phrase(text, words, found, len(words))
    role = bodies[0].entry.role if bodies else "legislator_party" if party else ""
    role = body_role(named, bodies[0]) if bodies else role or name_role(named, 0, len(words))
    side = side_of(row, date) if row else ""
    lean = bodies[0].entry.alignment if bodies else ""
    polity = _polity(found, None, "") or (row["polity"] if row else "")
    return Evidence(span, role, 0.8 if role else 0.0, side, polity, False, "belongs to", lean)


def seat(text: str, span: Span, *, date: str = "") -> Evidence:
    """The evidence of a party and a state right behind a name: "Ted Cruz (R-Texas)", "Mike Gill, R-Wis."."""
    behind = text[span.end : span.end + 24]
    match = SEAT.match(behind)
    letter = None if match else LETTER.match(behind)
    if letter and not SEATED.search(text[max(0, span.start - 40) : span.start]):
        letter = None
    if match is None and letter is None:
        return Evidence(span)
    key = (match or letter).group(1) or match.group(2)  # type: ignore[union-attr]
    row = party_of(SEATS[key], ["United States"]) if SEATS[key] else None
    side = side_of(row, date) if row else ""
    at = span.end + len(behind) - len(behind.lstrip(" ,"))
    role = "legislator_party" if match else ""
    why = "party and state in brackets"
    return Evidence(Span(at, at + 3), role, 0.9 if role else 0.0, side, "United States", False, why)


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
    confidence = votes[role] * (1 - 0.35 * others) * (1 if best[role].why == LEARNED else RIGHT)
    chosen = best[role]
    polity = _first([chosen.polity, *(p.polity for p in pieces)]) or (principal.polity if principal else "")
    alignment = _alignment(role, chosen, pieces, principal)
    return (
        Judged(role, alignment, polity, round(confidence, 3), chosen.why, (chosen.span,))
        if confidence >= LEAST or chosen.why == LEARNED
        else Judged("", _first(p.side for p in pieces), polity, round(confidence, 3), "", ())
    )


@lru_cache(maxsize=65536)  # the names of an article come again and again
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


def _kind_behind(phrase: Phrase) -> LexiconMatch | None:
    """What a body is that nobody knows: "Halvex Nine, the airline", "Kivo Arms, a hotel in Dorn"."""
    end = phrase.end
    if end + 1 >= len(phrase.words) or phrase.words[end].lower not in ("a", "an", "the"):
        return None
    if phrase.text[phrase.words[end - 1].span.end : phrase.words[end].span.start] != ", ":
        return None
    behind = phrase.words[end:]
    kind = head_of(phrase.found, end + core_end(phrase.text, behind))
    return kind if kind is not None and kind.entry.kind == "body" and kind.first >= end else None


# -- parts -------------------------------------------------------------------------------------------


def _core(text: str, words: Sequence[Word]) -> int:
    """Number of words before the first preposition or comma, without "this week" at their end."""
    end = core_end(text, words)
    while end > 1 and words[end - 1].lower in TIMES:
        end -= 2 if end > 2 and words[end - 2].lower in ("this", "last", "next", "late", "earlier") else 1
    return end


def _before_name(words: Sequence[Word], found: Sequence[LexiconMatch]) -> int:
    """Number of words up to the head of a title: all, but for "Minister of Justice"."""
    for n in range(1, len(words) - 1):
        inside = any(one.first < n < one.last - 1 for one in found)
        if words[n].lower in ("of", "for") and not inside:
            head = head_of(found, n)
            noun = singular_of(head.entry.words.split(" ")[-1].lower()) if head else ""
            if noun in ("minister", "secretary", "commissioner", "ministry", "department", "inspector"):
                return n
    head = head_of(found, len(words))
    if head is not None and is_rank(head.entry) and head_of(found, head.first) is not None:
        return head.first  # "State Health Commissioner Dr."
    return len(words)


def _is_force_rank(found: Sequence[LexiconMatch], end: int) -> bool:
    """Whether a phrase ends in a rank of the police or the army."""
    head = head_of(found, end)
    return head is not None and is_rank(head.entry) and head.entry.role == "law_enforcement_military"


def _party(text: str, words: Sequence[Word], found: Sequence[LexiconMatch], end: int) -> LexiconMatch | None:
    """The party in the core of a phrase or right behind it; no part of a longer name that nobody knows."""
    for one in found:
        if one.entry.kind != "party":
            continue
        near = one.first < end or (
            words[end].lower in ("of", "for", "from", "in", "with") and one.first <= end + 3
        )
        if near and not _is_of_longer_name(text, words, found, one):
            return one
    return None


def _is_of_longer_name(
    text: str, words: Sequence[Word], found: Sequence[LexiconMatch], one: LexiconMatch
) -> bool:
    """ "Democratic Party" of "the Democratic Party for the People", and "Democrats" of "Sweden Democrats"."""
    known = {n for other in found for n in range(other.first, other.last)}
    behind = text[one.span.end : one.span.end + 24]
    if "Party" in one.entry.words and re.match(r" (?:of|for) (?:the )?[A-Z]", behind):
        after = next(
            (o for o in found if o.entry.kind in ("polity", "region") and one.last < o.first <= one.last + 2),
            None,
        )
        return after is None
    n = one.first - 1
    if n < 0 or not CAPITAL.match(words[n].text):
        return False
    gap = text[words[n].span.end : words[n + 1].span.start]
    return gap == " " and (
        words[n].lower in _PARTY_WORDS or ("Party" in one.entry.words and n not in known and n > 0)
    )


_PARTY_WORDS = frozenset(
    ("christian", "social", "liberal", "sweden", "people's", "peoples", "popular", "progressive", "united",
     "civic", "independent", "free", "national", "new")
)  # fmt: skip


def _side(found: Sequence[LexiconMatch], words: Sequence[Word], end: int) -> str:
    sides = [one for one in found if one.entry.kind == "side" and one.entry.alignment not in ("former", "")]
    sides = [one for one in sides if not _is_of_organ(words, one)]
    near = [one for one in sides if one.first < end] or sides
    if near:
        return near[0].entry.alignment
    text = " ".join(w.lower for w in words[:end])
    return "opposition" if re.search(r"\bopposition\b", text) else ""


def _is_of_organ(words: Sequence[Word], side: LexiconMatch) -> bool:
    """The "governing" of "the school's governing body" names no side."""
    behind = words[side.last].lower if side.last < len(words) else ""
    return side.entry.words == "governing" and behind in ("body", "bodies", "board", "council", "committee")


def _is_former(found: Sequence[LexiconMatch], words: Sequence[Word], end: int) -> bool:
    said = (one for one in found if one.entry.kind == "side" and one.entry.alignment == "former")
    return any(one.first < end for one in said) or any(w.lower.startswith("ex-") for w in words[:end])


def _lean(found: Sequence[LexiconMatch], head: LexiconMatch | None, role: str) -> str:
    """What the noun itself says of the side, else the body that it belongs to: a state broadcaster's host."""
    of_role = [one for one in found if one.entry.role == role and one.entry.alignment]
    if head in of_role:
        return head.entry.alignment if head else ""
    bodies = [one for one in of_role if one.entry.kind == "body"]
    return bodies[0].entry.alignment if bodies else ""


def _is_of_american_state(words: Sequence[Word], head: LexiconMatch | None, places: Sequence[str]) -> bool:
    """Whether an office is called one of the state or county, in an article on the United States."""
    if head is None or list(places[:1]) != ["United States"]:
        return False
    if any(one.lower == "state" and two.lower == "department" for one, two in pairwise(words)):
        return False  # the ministry
    first = head.entry.words.split(" ")[0].lower() if " " in head.entry.words else ""
    before = words[head.first - 1].lower if head.first > 0 else ""
    return (first or before) in ("state", "county", "city") or before in ("state", "county", "city")


def _has_region(found: Sequence[LexiconMatch]) -> bool:
    """Whether a state or province is named, and no country."""
    kinds = {one.entry.kind for one in found}
    return "region" in kinds and "polity" not in kinds


def _polity(found: Sequence[LexiconMatch], head: LexiconMatch | None, noun: str) -> str:
    """Whose: the first state, region or body of a state; of an envoy only what stands before the noun."""
    own = [one for one in found if noun not in ENVOYS or head is None or one.last <= head.first]
    polities = [one.entry.polity for one in own if one.entry.kind in ("polity", "region")]
    polities += [one.entry.polity for one in own if one.entry.kind == "body" and one.entry.polity]
    return polities[0] if polities else ""


def _of_chancellor(role: str, noun: str, polity: str, places: Sequence[str]) -> str:
    """The chancellor of the United Kingdom is a minister; those of Germany and Austria head governments."""
    if noun != "chancellor" or role != "head_of_state_gov":
        return role
    where = polity or next((one for one in places if one in ("United Kingdom", "Germany", "Austria")), "")
    return "government_official" if where == "United Kingdom" else role


def _of_envoy(
    piece: Evidence, found: Sequence[LexiconMatch], head: LexiconMatch | None, places: Sequence[str]
) -> Evidence:
    """An ambassador speaks for his state in another one; to the United Nations he is his government's."""
    behind = [one for one in found if head and one.first >= head.last]
    if any(one.entry.role == "intl_org" for one in behind):
        return piece
    hosts = [one.entry.polity for one in behind if one.entry.kind == "polity"] or list(places[:1])
    abroad = bool(piece.polity and hosts and hosts[0] != piece.polity)
    posted = piece.noun in ("ambassador", "consul", "embassy", "consulate")
    return replace(piece, side="foreign") if posted and abroad and not piece.side else piece


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
        return "" if chosen.lean == LOCAL else chosen.lean
    if role in STATE:
        return "incumbent"
    if role == "armed_nonstate":
        return "opposition"
    if role == "intl_org":
        return "foreign"
    return "independent" if role in PLAIN else ""


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")
