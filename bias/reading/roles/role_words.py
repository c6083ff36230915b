"""The words of a phrase → the lexicon entries among them: roles, sides, countries.  Knows no article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from bias import resources
from bias.model import Span

SHORT_TITLES = (
    "Mr|Mrs|Ms|Dr|Prof|Sens?|Reps?|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Hon|Jr|Sr|St|"
    "Pres|Sec|Atty|Det|Insp|Supt|Cllr|Cpl|Brig|Cmdr|Inc|Corp|Ltd|Co|Amb|Fr"
)
# a word of a phrase that describes somebody: "Mr." and "U.S." keep their stops, "AT&T" is one
PHRASE_WORD = re.compile(rf"(?:[A-Z]\.){{2,}}|\b(?i:{SHORT_TITLES})\.|[^\W_]+(?:[-’'&.][^\W_]+)*")
POSSESSIVE = re.compile(r"[’']s?$")
_IRREGULAR = (
    ("woman", "women"),
    ("man", "men"),
    ("person", "people"),
    ("child", "children"),
    ("wife", "wives"),
)


class Word(NamedTuple):
    """A word of a text, without a possessive 's; a tuple, since an article makes thousands."""

    text: str
    span: Span

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a lexicon: words, and the role with its kind, the side or the polity that they give."""

    words: str
    kind: str  # person, office, body, crowd, document, title · side · polity, region, party
    role: str = ""  # of a polity: citizen, where the word means its people
    alignment: str = ""
    polity: str = ""
    plural: bool = False


@dataclass(frozen=True, slots=True)
class LexiconMatch:
    """A lexicon entry where it stands: words [first, last) of a phrase, and their code points."""

    entry: Entry
    first: int
    last: int
    span: Span


def phrase_words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of text[start:end]; a possessive 's is no part of one."""
    out = []
    for match in PHRASE_WORD.finditer(text, start, len(text) if end is None else end):
        plain, start = match.group(), match.start()
        if "'" in plain or "’" in plain:
            plain = POSSESSIVE.sub("", plain)
        if plain:
            out.append(Word(plain, Span(start, start + len(plain))))
    return out


def look_up(phrase: list[Word]) -> list[LexiconMatch]:
    """Every lexicon entry in a phrase, in order; of entries of one kind that overlap the longest.

    An entry written with capitals ("WHO", "Times") matches only words written so.
    """
    found: list[LexiconMatch] = []
    index = _index()
    for first, word in enumerate(phrase):
        taken: set[str] = set()
        for size, entries in index.get(word.lower, ()):
            group = phrase[first : first + size]
            if len(group) < size:
                continue
            shown = " ".join([w.text for w in group])
            for entry, small, family in entries.get(shown.lower(), ()):
                if (small or entry.words == shown) and family not in taken:
                    taken.add(family)
                    span = Span(group[0].span.start, group[-1].span.end)
                    found.append(LexiconMatch(entry, first, first + size, span))
    return _longest(found)


def _longest(found: list[LexiconMatch]) -> list[LexiconMatch]:
    """Without the entries that lie inside a longer one of the same family.

    One place begins one entry of a family, so a longer one around it began earlier.
    """
    out: list[LexiconMatch] = []
    reach: dict[str, int] = {}
    for one in found:
        family = _FAMILY[one.entry.kind]
        if one.last > reach.get(family, 0):
            reach[family] = one.last
            out.append(one)
    return out


_FAMILY = {
    "person": "role", "body": "role", "crowd": "role", "document": "role", "title": "role", "office": "role",
    "side": "side", "polity": "polity", "region": "polity", "party": "party",
}  # fmt: skip


@cache
def _index() -> dict[str, list[tuple[int, dict[str, list[tuple[Entry, bool, str]]]]]]:
    """First word in lower case → numbers of words, longest first → phrase in lower case → its entries.

    Beside each entry stand whether it is written small, and its family.
    """
    by_first: dict[str, dict[int, dict[str, list[tuple[Entry, bool, str]]]]] = {}
    for entry in _entries():
        parts = [word.text for word in phrase_words(entry.words)]
        if not parts:
            continue
        words = " ".join(parts)
        found = Entry(words, entry.kind, entry.role, entry.alignment, entry.polity, entry.plural)
        sizes = by_first.setdefault(parts[0].lower(), {}).setdefault(len(parts), {})
        sizes.setdefault(words.lower(), []).append((found, words == words.lower(), _FAMILY[entry.kind]))
    return {first: sorted(sizes.items(), reverse=True) for first, sizes in by_first.items()}


def _entries() -> Iterator[Entry]:
    singular_kinds = {"person", "body", "document", "office"}
    for row in resources.lexicon("role_words"):
        if row["kind"] in NO_ENTRIES:
            continue
        for text in row["words"].split("|"):
            plural = row["kind"] == "crowd"
            yield Entry(text, row["kind"], row["role"], row["alignment"], plural=plural)
            if row["kind"] in singular_kinds:
                yield Entry(plural_of(text), row["kind"], row["role"], row["alignment"], plural=True)
    for row in resources.lexicon("side_words"):
        yield from (Entry(text, "side", alignment=row["alignment"]) for text in row["words"].split("|"))
    yield from _polities()
    yield from _party_names("parties", "parties_parlgov")
    for row in resources.lexicon("bodies"):
        names = [row["name"], *row["aliases"].split("|")]
        codes = row["role"], row["alignment"], row["polity"]
        yield from (Entry(name, "body", *codes) for name in names if name)


def _party_names(*tables: str) -> Iterator[Entry]:
    for table in tables:
        for row in resources.lexicon(table):
            names = [row["name"], *row["aliases"].split("|")]
            yield from (Entry(name, "party") for name in names if name)


def _polities() -> Iterator[Entry]:
    for row in resources.lexicon("polities"):
        peoples = _peoples(row["demonyms"].split("|"))
        for column in ("name", "demonyms", "capital", "metonyms"):
            for text in row[column].split("|"):
                if text:
                    role = "citizen" if text in peoples else ""
                    plural = bool(role) and text.endswith(("s", "men"))
                    yield Entry(text, "polity", role, polity=row["name"], plural=plural)
    for row in resources.lexicon("regions"):
        for name in row["names"].split("|"):
            yield Entry(name, "region", polity=row["polity"])


def _peoples(demonyms: Sequence[str]) -> set[str]:
    """Of the other names of a state those that are adjectives and words for its people."""
    many = {
        text for text in demonyms if text.endswith("men") or (text.endswith("s") and text[:-1] in demonyms)
    }
    one = {text for text in demonyms if f"{text}s" in many or (" " not in text and _ADJECTIVE.search(text))}
    return many | one


_ADJECTIVE = re.compile(r"(?:ese|ish|an|ch|ic|[a-z]i)$")
# rows of role_words that are no entries: what offices give alone or with a state, and words of names
NO_ENTRIES = frozenset(("alone", "of state", "name"))


def plural_of(text: str) -> str:
    """The plural of a noun phrase that ends with its head; one that holds "of" stays as it is."""
    if " of " in text:
        return text
    for one, many in _IRREGULAR:
        if text.endswith(one):
            return text[: -len(one)] + many
    if text.endswith("y") and text[-2:-1] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("ch", "sh", "x", "s")) else "s")


def singular_of(word: str) -> str:
    """The singular of a noun, roughly: for comparing heads."""
    for one, many in _IRREGULAR:
        if word.endswith(many):
            return word[: -len(many)] + one
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def content_words(phrase: Iterable[Word]) -> frozenset[str]:
    """The words of a phrase that carry meaning, in lower case and singular."""
    return frozenset(singular_of(w.lower) for w in phrase if w.lower not in STOP and not w.lower.isdigit())


@cache
def noun_words() -> frozenset[str]:
    """The nouns of roles that are written small, in singular and plural; none of the name of a party."""
    parties = {word.lower() for entry in _party_names("parties") for word in entry.words.split(" ")}
    nouns = (row for row in resources.lexicon("role_words") if row["kind"] not in NO_ENTRIES)
    last = {text.split(" ")[-1] for row in nouns for text in row["words"].split("|") if text.islower()}
    return frozenset(one for word in last for one in (word, plural_of(word))) - parties


def _nouns(*tables: str) -> set[str]:
    words: set[str] = set()
    for row in (row for table in tables for row in resources.lexicon(table)):
        if row.get("kind") not in NO_ENTRIES:
            plain = [text for text in row["words"].split("|") if text.islower()]
            words |= {word for text in plain for one in (text, plural_of(text)) for word in one.split(" ")}
    return words


@cache
def common_words() -> frozenset[str]:
    """Words that are no name even if they are capitalised: small ones, and those of roles and countries."""
    words = {word for row in resources.lexicon("word_sets") for word in row["words"].split(" ")}
    words |= _nouns("role_words", "side_words")
    for entry in (*_polities(), *_party_names("parties")):
        words |= {word.lower() for word in entry.words.split(" ")}
    return frozenset(words)


STOP = resources.word_set("stop")
