"""The words of a source → its form, its name, its head and whose it is.  Knows one mention, no other.

There is no parser behind it: a source is a short phrase, and its head stands before the first
preposition, comma or relative pronoun, or right before the name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bias import resources
from bias.model import Name, Span
from bias.reading.roles.phrases import CAPITAL, end_of_core, head_of
from bias.reading.roles.role_words import (
    LexiconMatch,
    Word,
    content_words,
    look_up,
    phrase_words,
    singular_of,
)

Form = Literal[
    "name", "description", "pronoun", "organisation", "collective", "document", "unnamed",
    "implied",  # a quotation without a source of its own
]  # fmt: skip

PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "they": "p", "them": "p", "themselves": "p", "it": "n", "itself": "n",
    "its": "n", "their": "p", "theirs": "p",
    "we": "s", "i": "s", "me": "s", "us": "s", "my": "s", "our": "s", "ours": "s", "mine": "s",
    "you": "y", "your": "y", "who": "r", "which": "r", "that": "r", "this": "d",
}  # fmt: skip
# "minister of mines and energy Tom Hale": the office is his own, though "of" stands before his name
MINISTER_OF = re.compile(
    r"(?:the\s)?(?:[\w-]+\s){0,3}?(?:minister|secretary|commissioner|director|head|chief|professor|inspector)\s"
    r"(?:of|for)\s(?:(?:the\s)?[\w-]+,?\s(?:and\s)?){1,6}",
    re.I,
)
POSSESSED = re.compile(r"[’']s?(?=\s)")
HONOURED = re.compile(r"(?:^|\W)(?:Mr|Mrs|Ms|Miss|Dr|Prof|Chief|Alhaji|Comrade|Mallam|Hon|Engr|Barr)\.? $")
QUANTITIES = frozenset(
    ("group", "crowd", "number", "majority", "handful", "team", "lot", "host", "string", "couple")
)
PHOTO = re.compile(
    r"(?:[A-Z][\w.’'-]+ ){1,3}?[A-Z][\w.’'-]+(?: ?/ ?| )(?:via )?"
    r"(?:Getty Images|Getty|Shutterstock|Alamy(?: Stock Photo)?|(?<=/)(?:AFP|Reuters|REUTERS|AP|EPA|Anadolu))"
    r"\b/?\w*"
)  # a photo credit before a source: "Leon Nell/Getty Images"
PLURAL_NOUN = re.compile(r"[a-z]{3,}(?<!say)s$")
BEHIND = re.compile(
    r"\b(?:of|for|to|with|from|by|about|against|at|in|on|like|than|including|representing|defending)\b"
)
OWNED_BY = re.compile(  # "a spokesman for UN Secretary-General Ana Silva", "a lawyer representing Tom Hale"
    r"\b(?:of|for|to|with|from|and|by|about|against|at|in|representing|defending)\s+(?:[\w.’'-]+\s+){0,4}$"
)
# a body in full before an office and its holder: "National Union of Nurses secretary Ana Silva"
BODY_OFFICE = re.compile(
    r"(?:[Tt]he )?(?:[A-Z][\w’'&.-]*\s){1,6}(?:of|for|in|on|at)\s(?:(?:and|the|of|for)\s)*"
    r"(?:[A-Z][\w’'&.-]*,?\s)(?:(?:[A-Z][\w’'&.-]*|and|of|for|the),?\s){0,5}(?:\([A-Z]+\)\s)?(?:[a-z][\w-]*\s){1,4}"
)
OPENING = re.compile(r"^.*[,)]\s")  # all but the last apposition
EMPTY = frozenset(("the", "a", "an", "one"))  # a source that is cut off names nobody
BEFORE_NOUN = frozenset(
    ("his", "her", "its", "their", "my", "our", "your", "that", "which", "this", "these", "those")
)
BOUNDARY = resources.word_set("boundary")
LEAD = resources.word_set("lead")
OWNERS = resources.word_set("owners")
INDEFINITE = resources.word_set("indefinite")
PLURAL = resources.word_set("plural")
ANONYMOUS = resources.word_set("anonymous")
HUSHED = re.compile(
    r"anonym|condition of|not authori[sz]ed|unauthori[sz]ed|declined to be named|asked not to|"
    r"did not want to be (?:named|identified)|unnamed|who (?:was|were) not named|familiar with|"
    r"with (?:direct )?knowledge|close to|"
    r"briefed on|not to be (?:named|identified)|refused to (?:give|be)|on background"
)
TITLES_M = resources.word_set("titles_m")
TITLES_F = resources.word_set("titles_f")
HONORIFICS = (
    TITLES_M
    | TITLES_F
    | frozenset(["dr", "dr.", "prof", "prof.", "jr", "jr.", "sr", "sr.", "the", "rev", "rev."])
    | frozenset(["datuk", "dato", "seri", "tun", "alhaji", "hajia", "engr", "engr.", "shri", "smt", "ustaz"])
    | frozenset(["comrade", "barr", "barr.", "otunba", "cr", "coun", "coun.", "cllr", "cllr.", "mum-of-two"])
)
PARTICLES = resources.word_set("particles")
HEADS = frozenset(("person", "office", "title", "body", "document", "crowd"))


@dataclass(frozen=True, slots=True)
class Person:
    """A personal name where it stands, without titles."""

    span: Span
    given: tuple[str, ...]  # all but the last word; empty for a surname alone
    surname: str
    suffix: str = ""  # Jr or Sr

    @property
    def text(self) -> str:
        return " ".join([*self.given, self.surname, *([self.suffix] if self.suffix else [])])


@dataclass(frozen=True, slots=True)
class Mention:
    """One source as it is written: a noun phrase that means somebody."""

    span: Span
    form: Form
    person: Person | None = None  # the name of the speaker, when it is there
    name: str = ""  # of a body: "Interior Ministry"
    head: str = ""  # the noun that heads it, singular and in lower case
    content: frozenset[str] = frozenset()  # what describes it
    around: frozenset[str] = frozenset()  # the same behind its head: whose, of what, from where
    owner: Span | None = None  # whose: "her", "Clinton's", "of the Nurses' Association"
    gender: str = ""  # m, f, p (several), n (a thing), s (speaker's own), r (relative), y (you), d (this)
    polities: frozenset[str] = frozenset()  # whose, of countries
    definite: bool = False
    hushed: bool = False  # kept anonymous
    role_of: LexiconMatch | None = None  # the lexicon entry of its head


def read_mention(text: str, span: Span, people: Sequence[Person], names: Sequence[Name]) -> Mention:
    """Reads one source.  `people` are the personal names of the text, `names` all its names."""
    phrase = phrase_words(text, span.start, span.end)
    while len(phrase) > 1 and phrase[0].lower in LEAD:
        phrase = phrase[1:]
    credit = PHOTO.match(text, span.start, span.end)
    if credit:  # what stands behind it, or nobody
        phrase = [word for word in phrase if word.span.start >= credit.end()] or phrase[:0]
        if not phrase:
            return Mention(span, "pronoun", gender="d")
    if not phrase:
        return Mention(span, "unnamed", hushed=True)
    if all(word.lower in EMPTY for word in phrase):
        return Mention(span, "pronoun", head=phrase[0].lower, gender="d")
    pronoun = _pronoun(phrase)
    if pronoun:
        return Mention(span, "pronoun", head=phrase[0].lower, gender=pronoun)
    found = look_up(phrase)
    end = end_of_core(text, phrase, found)
    person = _speaker(text, phrase, end, people, found)
    if person is not None:
        return _named(text, span, phrase, person, found)
    return _unnamed(text, span, phrase, end, found, people, names)


def noun_of(head: str) -> str:
    """The noun of a head of several words: "minister" of "prime minister", "mother" of "mother of three"."""
    return head if head.startswith("head of ") else head.split(" of ")[0].split(" ")[-1]


# -- parts -------------------------------------------------------------------------------------------


def _pronoun(phrase: Sequence[Word]) -> str:
    first = phrase[0].lower
    country = phrase[0].text == "US"
    if first not in PRONOUNS or country or (first in BEFORE_NOUN and len(phrase) > 1):
        return ""
    rest = {word.lower for word in phrase[1:]}
    return (
        PRONOUNS[first]
        if len(phrase) <= 3
        and rest <= {"all", "both", "himself", "herself", "themselves", "also", "too", "now"}
        else ""
    )


def _is_own(before: str, person: Person, found: Sequence[LexiconMatch]) -> bool:
    """Whether all that stands before a name describes its bearer.

    "Health Office (HO) head Ana Silva", "the trustee, Acme's head and heir Ana Silva", "minister of mines and
    energy Tom Hale"; but not "secretary of the governor Ana Silva".
    """
    if not BEHIND.search(OPENING.sub("", before)):
        return True
    titles = [one for one in found if one.span.end <= person.span.start]
    if BODY_OFFICE.fullmatch(before) and titles and titles[0].entry.kind not in ("person", "office", "title"):
        return titles[-1].span.end + 1 == person.span.start
    somebodys = any(
        one.span.end + 1 == person.span.start and one.entry.kind in ("person", "office", "title")
        for one in found
    )
    return MINISTER_OF.fullmatch(before) is not None and not somebodys


def _speaker(
    text: str, phrase: Sequence[Word], end: int, people: Sequence[Person], found: Sequence[LexiconMatch]
) -> Person | None:
    """The personal name that is the speaker's own: not an owner's, not one behind a preposition."""
    first, last = phrase[0].span.start, phrase[-1].span.end
    around = [p for p in people if p.span.start <= first and last <= p.span.end]
    if around:
        return around[0]  # "Brandt" of "Oskar Brandt"
    inside = [p for p in people if first <= p.span.start and p.span.end <= last + 1]
    limit = phrase[end - 1].span.end
    for person in sorted(inside, key=lambda one: not HONOURED.search(text, first, one.span.start)):
        if person.span.end + 2 < last and POSSESSED.match(text, person.span.end):
            continue  # "Clinton's lawyer"
        before = text[first : person.span.start]
        if person.span.start <= limit:
            if _names_another(person, phrase[end - 1], found):
                continue
            return person
        if re.search(r"[,–—]\s*(?:(?:Mr|Mrs|Ms|Dr|Sir|Lord)\.?\s+)?$", before) and re.match(
            r"\s*(?:$|,|\()|\s*$", text[person.span.end : last]
        ):
            return person  # "his press secretary, Dmitry Peskov"
        if len(inside) == 1 and person.span.end >= last and _is_own(before, person, found):
            return person
        if not OWNED_BY.search(before) or (BODY_OFFICE.fullmatch(before) and _is_own(before, person, found)):
            title = [
                one
                for one in found
                if one.span.end <= person.span.start and one.entry.kind in ("person", "title", "office")
            ]
            if title and not text[title[-1].span.end : person.span.start].strip(" ,"):
                return person
    return None


def _names_another(person: Person, head: Word, found: Sequence[LexiconMatch]) -> bool:
    """Whether a name belongs to the noun behind it: "the Bush administration", "two Holt associates"."""
    plural = head.span.start == person.span.end + 1 and PLURAL_NOUN.match(head.text) is not None
    return plural or any(
        person.span.end <= one.span.start and one.span.end <= head.span.end and one.entry.kind in HEADS
        for one in found
    )


def _named(
    text: str, span: Span, phrase: Sequence[Word], person: Person, found: Sequence[LexiconMatch]
) -> Mention:
    before = [w for w in phrase if w.span.end <= person.span.start]
    after = [w for w in phrase if w.span.start >= person.span.end]
    low = {w.lower for w in before}
    gender = "m" if low & TITLES_M else "f" if low & TITLES_F else ""
    return Mention(
        span, "name", person=person, content=content_words([*before, *after]), gender=gender, definite=True,
        role_of=head_of(found, len(before)) if before else None,
    )  # fmt: skip


def _unnamed(
    text: str,
    span: Span,
    phrase: list[Word],
    end: int,
    found: Sequence[LexiconMatch],
    people: Sequence[Person],
    names: Sequence[Name],
) -> Mention:
    core = phrase[:end]
    role_of = head_of(found, end)
    head = (
        singular_of(core[-1].lower)
        if role_of is None or role_of.entry.kind == "polity"
        else singular_of(role_of.entry.words.lower())
    )
    owner = _owner(text, phrase, end)
    low = [w.lower for w in phrase]
    hushed = bool(HUSHED.search(" ".join(low)))
    plural = bool(role_of and role_of.entry.plural) or bool(set(low[:2]) & PLURAL)
    definite = (
        (low[0] not in INDEFINITE and not plural)
        or low[0] == "the"
        or low[0] in OWNERS
        or (owner is not None and owner.start < core[-1].span.start)
    )
    form, gender, name = _form(core, low, role_of, plural, hushed, definite, names)
    if form == "organisation" and _is_crowd(phrase, end, names):
        form, gender = "collective", "p"
    start = _skip(core)
    if form == "organisation" and not name and start < len(core):
        name = text[core[start].span.start : _name_end(text, phrase, end)]
    return Mention(
        span, form, name=name, head=head, content=content_words(core), owner=owner, gender=gender,
        definite=definite, hushed=hushed or form == "unnamed", role_of=role_of,
        around=content_words(phrase[end:]),
        polities=frozenset(one.entry.polity for one in found if one.entry.kind == "polity"),
    )  # fmt: skip


def _is_crowd(phrase: Sequence[Word], end: int, names: Sequence[Name]) -> bool:
    """Whether a phrase counts people ("a group of voters"), or opens a sentence so: "Families of …"."""
    if end + 1 >= len(phrase) or phrase[end].lower != "of" or not phrase[end + 1].text.islower():
        return False
    last = phrase[end - 1]
    named = any(name.span.start <= last.span.start < name.span.end for name in names)
    return last.lower in QUANTITIES or (end == 1 and last.lower.endswith("s") and not named)


def _name_end(text: str, phrase: Sequence[Word], end: int) -> int:
    """Where the name of a body ends: with "of Indiana", "of Foreign Affairs", where this is written large."""
    last = phrase[end - 1].span.end
    if end < len(phrase) and phrase[end].lower == "of" and CAPITAL.match(phrase[end - 1].text):
        for word in phrase[end + 1 : end + 6]:
            if text[last : word.span.start].strip(" ofandther"):  # a bracket or a comma
                break
            if CAPITAL.match(word.text):
                last = word.span.end
            elif word.lower not in ("and", "of", "the", "for"):
                break
    return last


def _skip(core: Sequence[Word]) -> int:
    return next((n for n, w in enumerate(core) if w.lower not in {"the", "a", "an", *OWNERS}), len(core))


def _form(
    core: Sequence[Word],
    low: Sequence[str],
    role_of: LexiconMatch | None,
    plural: bool,
    hushed: bool,
    definite: bool,
    names: Sequence[Name],
) -> tuple[Form, str, str]:
    kind = role_of.entry.kind if role_of else ""
    last = core[-1]
    label = next((n.label for n in names if n.span.start <= last.span.start < n.span.end), "")
    several = plural and (kind in ("person", "office") or (kind == "body" and last.text.islower()))
    if kind == "crowd" or several:
        return ("unnamed" if hushed else "collective"), "p", ""
    if kind in ("person", "office", "title"):
        if hushed or (
            not definite and role_of and singular_of(role_of.entry.words.split(" ")[-1]) in ANONYMOUS
        ):
            return "unnamed", "", ""
        return "description", _gender_of(core), ""
    if kind == "document":
        return "document", "n", ""
    if kind in ("body", "party", "polity") or label in ("ORG", "GPE", "FAC"):
        return "organisation", "n", ""
    if CAPITAL.match(last.text) and len(core) > 1:
        return "organisation", "n", ""
    if (
        label == "NORP"
        or plural
        or (last.lower.endswith("s") and not last.lower.endswith(("ss", "us", "is")))
    ):
        return ("unnamed" if hushed else "collective"), "p", ""
    if CAPITAL.match(last.text):
        return "organisation", "n", ""
    if hushed or last.lower in ANONYMOUS:
        return "unnamed", "", ""
    return "description", _gender_of(core), ""


_WOMAN = resources.word_set("woman")
_MAN = resources.word_set("man")
GENDERED = _WOMAN | _MAN


def _gender_of(core: Sequence[Word]) -> str:
    low = {w.lower for w in core}
    return "f" if low & _WOMAN else "m" if low & _MAN else ""


def gender_of_words(low: frozenset[str]) -> str:
    """m or f where a description says it: "mother", "congressman"."""
    return "f" if low & (_WOMAN | TITLES_F) else "m" if low & (_MAN | TITLES_M) else ""


def _owner(text: str, phrase: Sequence[Word], end: int) -> Span | None:
    """Whose: a possessive before the head, else what follows "of", "for", "from" or "to"."""
    for n, word in enumerate(phrase[: max(0, end - 1)]):
        if word.lower in OWNERS:
            return word.span
        if re.match(r"[’']s?\s", text[word.span.end : word.span.end + 3]) and n + 1 < end:
            return Span(phrase[0].span.start, word.span.end)
    if (
        end < len(phrase)
        and phrase[end].lower in ("of", "for", "from", "to", "at", "with", "representing")
        and end + 1 < len(phrase)
    ):
        return Span(phrase[end + 1].span.start, phrase[-1].span.end)
    return None
