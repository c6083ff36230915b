"""By which words two names are one: spellings, surnames, acronyms, descriptions.  Knows single texts only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bias.corpus.pipeline.people.columns import BETWEEN
from bias.reading import body_key, content_words, fold, initials, plain
from bias.reading import phrase_words as split

_BODY = re.compile(r"(?<=[a-z] )[A-Z][\w’']+(?: [A-Z][\w’']+)+")  # after a small word: no "Opposition leader"
_SUFFIX = ("Jr", "Sr")
_ACRONYM = re.compile(r"[A-Z]{3,7}$")
_INITIAL = re.compile(r"^\w\.?$")
_NUMBER = re.compile(r" \(\d+\)$")
_ALIKE = ("group", "document", "unnamed", "organisation", "place", "law")  # kinds known by their words alone


def without_number(name: str) -> str:
    """ "Kell (2)" is the second Kell of an article."""
    return _NUMBER.sub("", name)


def surname(parts: Sequence[str]) -> str:
    return next((part for part in reversed(parts) if part not in _SUFFIX), parts[-1])


@lru_cache(200_000)
def person(name: str) -> str:
    """First name and surname, folded: "Paul D. Ryan" and "Paul Ryan" are alike, "Paul Ryan Jr" is another."""
    parts = [part for part in name.split(" ") if not _INITIAL.match(part)] or name.split(" ")
    suffix = f" {parts[-1]}" if parts[-1] in _SUFFIX else ""
    return fold(f"{parts[0]} {surname(parts)}{suffix}" if len(parts) > 1 else parts[0])


def longest_form(forms: str) -> str:
    """The longest of the forms in which an article names somebody, of equals the first."""
    return max(forms.split(BETWEEN), key=len)


def full_name(kind: str, name: str, forms: str) -> str:
    """The longest name of a person; the title belongs to "Lady Harding", whose surname another bears."""
    if kind != "person" or not forms:
        return ""
    longest = longest_form(forms)
    shown = without_number(name)
    return shown if shown.endswith(f" {longest}") and " " not in longest else longest


def is_body(kind: str, name: str) -> bool:
    return kind in ("organisation", "place") and name != name.lower()


def abbreviated(name: str) -> tuple[str, str]:
    """The acronym that a body's name would have, "-" for none, and the body's key."""
    return initials(without_number(name)), body_key(without_number(name))


def key_of_other(kind: str, name: str, acronyms: dict[str, str]) -> tuple[str, str]:
    """The key of what is no named person, and what joins it; nothing for whom one article describes."""
    name = without_number(name)
    if is_body(kind, name):
        key = body_key(name)
        if _ACRONYM.match(name) and key == fold(name) and key in acronyms:
            return f"body {acronyms[key]}", "acronym that one body of the corpus has"
        return f"body {key}", "name of a body" if key == fold(name) else "other name of a body"
    if kind in _ALIKE:
        return f"{kind} {_words(name)}", "the same words"
    return "", ""


def _words(name: str) -> str:
    """The words of a description in small letters of English: "the residents' council" without its marks."""
    return " ".join(plain(re.sub(r"[\W\d_]", " ", name)).split())


@lru_cache(200_000)
def content(words: str) -> frozenset[str]:
    return content_words(word for word in split(words))


def parties(kind: str, name: str, named: bool, reason: str) -> set[str]:
    """Names of several words in what is said of a speaker: "leader of the Free Movement"; a party's own."""
    words = f"{reason} · {'' if named else name}"
    own = {fold(name)} if kind == "organisation" and " " in name else set()
    return own | {fold(one) for one in _BODY.findall(words)}
