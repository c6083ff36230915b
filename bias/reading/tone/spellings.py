"""How a text writes the name of a body, a law or a group: whole, short, with and without dots and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bias.model import Name, Span

ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
JOINED = re.compile(r"-[A-Za-z]{1,4}-[A-Z]\w*")  # what a name finder cuts off: "Stow-on-Lee"
DOTTED = re.compile(r"(?:[A-Z]\.){2,}")
HYPHENED = re.compile(r"([A-Z][a-z]+)-([A-Z][a-z]+)")
LAW = re.compile(
    r"\b[A-Z][\w’'-]+(?:\s+(?:(?:and|of|for|to|on|the|in)\s+){0,2}[A-Z][\w’'-]+){0,8}\s+"
    r"(?:Act|Bill|Treaty|Accords?|Ordinance)\b(?!\s+[A-Z]|[-’'](?!s\b))"
)
# before a law's own words
BEFORE = re.compile(
    r"\b(?:(?:In|Under|By|With|For|On)\s+the|The|An?|This|That|His|Her|Its|Their|Under)\s+|[’']s\s+"
)
OF_A_PLAY = re.compile(r"(?:First|Second|Third|Last|Final|Opening) Act")


def acronym(name: str) -> str:
    """The capitals of a name of several words: "Free Kestria Movement" → "FKM"."""
    capitals = re.findall(r"\b[A-Z]\w*", name)
    return "".join(word[0] for word in capitals) if len(capitals) > 1 else ""


def whole(text: str, span: Span) -> Span:
    """A name with what follows behind a short word between hyphens."""
    found = JOINED.match(text, span.end)
    return Span(span.start, found.end()) if found else span


def laws(text: str) -> Iterator[Span]:
    """Laws that are called by name: "the Religious Freedom Act"."""
    for match in LAW.finditer(text):
        before = list(BEFORE.finditer(match.group()))
        start = match.start() + (before[-1].end() if before else 0)
        words = text[start : match.end()]
        if len(words.split()) > 1 and not OF_A_PLAY.fullmatch(words):
            yield Span(start, match.end())


def forms(
    name: str, written: Iterable[str], text: str, names: Iterable[Name], *, body: bool
) -> tuple[str, ...]:
    """What a target is called besides its name, or the end of it: as the text writes it, and of a body what
    its letters stand for there, and the name without dots or hyphens; in order of appearance."""
    found = [ARTICLE.sub("", " ".join(one.split())) for one in written]
    if body:
        short = name.replace(".", "")
        words = (
            ARTICLE.sub("", " ".join(one.span.slice(text).split())) for one in names if one.label == "ORG"
        )
        found += [one for one in words if acronym(one) == short]
        found += [plain for one in (name, *found) if (plain := _plainer(one)) != one]
    tail = f" {name}".lower()
    return tuple(one for one in dict.fromkeys(found) if one and not tail.endswith(f" {one}".lower()))


def _plainer(name: str) -> str:
    """ "N.A.T.O." → "NATO", "Wal-Mart" → "Walmart"."""
    if DOTTED.fullmatch(name):
        return name.replace(".", "")
    return HYPHENED.sub(lambda found: found[1] + found[2].lower(), name)
