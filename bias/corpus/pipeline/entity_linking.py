"""Speakers of articles → speakers of a corpus: one row each, with what joined them.  Knows frames only.

Names that fold alike are one person, whatever their spelling; a surname alone joins a full name only
where the corpus has one of that surname.  What an article leaves open about somebody's role is filled
from other articles of about the same time, when these agree.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bias.corpus.pipeline.imputation import AGREE, CODES, Row, impute
from bias.corpus.pipeline.written import Known
from bias.reading import body_key, content_words, fold, initials, plain
from bias.reading import phrase_words as split

LEAST_OF_ROLE, NEARLY = 3, 0.9  # articles that give a role to namesakes, and the share that one has of them
LINKS = (
    "article_id", "name", "speaker", "label", "kind", "gender", "joined",
    "role", "alignment", "polity", "confidence", "why", "reason",
)  # fmt: skip
BY_CODEBOOK = "word of your codebook"
LOCAL = "described in one article only"
_INDEFINITE = re.compile(r"(?:an?|one|another|someone|somebody)\b", re.I)
POLITICAL = ("incumbent", "opposition")
PARTISAN = ("legislator_party", "spokesperson")
_BODY = re.compile(r"(?<=[a-z] )[A-Z][\w’']+(?: [A-Z][\w’']+)+")  # after a small word: no "Opposition leader"
_SUFFIX = ("Jr", "Sr")
_ACRONYM = re.compile(r"[A-Z]{3,7}$")
_INITIAL = re.compile(r"^\w\.?$")
_NUMBER = re.compile(r" \(\d+\)$")


READ = (
    "article_id", "name", "published", "kind", "forms", "gender", "role", "alignment", "polity", "confidence",
    "why", "reason",
)  # fmt: skip


class _Somebody:
    """A speaker of an article: a row in a fifth of the memory of a dict; a corpus has millions."""

    __slots__ = (*READ, "joined", "label", "speaker")

    def __init__(self, values: Iterable[Any]) -> None:
        for name, value in zip(READ, values, strict=True):
            setattr(self, name, value)

    def __getitem__(self, name: str, /) -> Any:
        return getattr(self, name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self, name, value)

    def __ior__(self, cells: Mapping[str, Any]) -> _Somebody:
        for name, value in cells.items():
            setattr(self, name, value)
        return self


@dataclass(frozen=True, slots=True)
class _Key:
    """Under which key a speaker of an article is known in the corpus, and why."""

    key: str
    joined: str


def link(
    speakers: pd.DataFrame | Iterable[pd.DataFrame],
    known_people: Sequence[Known] = (),
    added: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row a speaker of an article: `speaker`, its key in the corpus; `label`, its name there; `joined`,
    what joined it; role, alignment, polity and gender, filled from others where its own is silent.

    `added` are roles that a user's codebook gives by words of the description; they win over those read.
    What `known_people` says of somebody wins over all that was read.  Takes the columns READ of `speakers`,
    whole or in parts.  The order of the rows and the names of outlets change nothing.
    """
    rows = _rows([speakers] if isinstance(speakers, pd.DataFrame) else speakers)
    keys = _described(_keys(rows), rows)
    labels = _labels(rows, keys)
    genders = _genders(rows, keys)
    for row, key, filled in zip(rows, keys, _filled(rows, keys), strict=True):
        row |= {code: None for code in CODES if not row[code]}
        row |= filled
        row |= {"speaker": key.key, "label": labels[key.key], "joined": key.joined}
        row["gender"] = genders.get(key.key, row["gender"])
    parties = [_parties(row) for row in rows]  # by what was read: people.csv gives no such words
    _take_added(rows, added or {})
    _take_known(rows, known_people)
    _take_sides(rows, parties)
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in LINKS})


def _rows(parts: Iterable[pd.DataFrame]) -> list[_Somebody]:
    """The rows of some frames, a missing value as "", and each text that several hold once."""
    out: list[_Somebody] = []
    shared: dict[Any, Any] = {}
    for part in parts:
        found = part[list(READ)].astype(object)
        found["forms"] = [
            tuple(shared.setdefault(one, one) for one in forms) if isinstance(forms, Iterable) else ()
            for forms in found["forms"]
        ]
        for values in found.where(found.notna(), "").itertuples(index=False, name=None):
            out.append(_Somebody(shared.setdefault(value, value) for value in values))
    return out


def _full_names(rows: Iterable[Row]) -> dict[str, dict[str, Counter[str]]]:
    """Folded surname → keys of the full names that have it, each with the roles that were read of it."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        if row["kind"] == "person" and len(row["forms"]):
            name = max(row["forms"], key=len)
            if " " in name:
                found[fold(_surname(name.split(" ")))][_person(name)][row["role"]] += 1
    return found


def _surname(parts: Sequence[str]) -> str:
    return next((part for part in reversed(parts) if part not in _SUFFIX), parts[-1])


def _person(name: str) -> str:
    """First name and surname, folded: "Paul D. Ryan" and "Paul Ryan" are alike, "Paul Ryan Jr" is another."""
    parts = [part for part in name.split(" ") if not _INITIAL.match(part)] or name.split(" ")
    suffix = f" {parts[-1]}" if parts[-1] in _SUFFIX else ""
    return fold(f"{parts[0]} {_surname(parts)}{suffix}" if len(parts) > 1 else parts[0])


def _keys(rows: Sequence[Row]) -> list[_Key]:
    """The key of each row by its own name; that of a bare surname needs the full names of the corpus."""
    full, short = _full_names(rows), _acronyms(rows)
    surnames: dict[tuple[str, str], _Key] = {}
    out = []
    for row in rows:
        longest = _full_name(row)
        if not longest or " " in longest:
            out.append(_Key(_person(longest), "full name") if longest else _key_of_others(row, short))
            continue
        case = (fold(longest), row["role"])  # once: some surnames have many rows and many namesakes
        if case not in surnames:
            surnames[case] = _key_of_surname(*case, full.get(case[0], {}))
        out.append(surnames[case])
    return out


def _key_of_surname(surname: str, role: str, namesakes: Mapping[str, Counter[str]]) -> _Key:
    if len(namesakes) == 1:
        return _Key(next(iter(namesakes)), "surname that one person of the corpus has")
    if fitting := _only(role, namesakes):
        return _Key(fitting, "surname, and a role that one person of this name has")
    shared = ", which several people have" if namesakes else ""
    return _Key(f"{surname}?", f"surname alone{shared}")


def _full_name(row: Row) -> str:
    """The longest name of a person; the title belongs to "Lady Harding", whose surname another bears."""
    if row["kind"] != "person" or not len(row["forms"]):
        return ""
    longest: str = max(row["forms"], key=len)
    shown: str = _NUMBER.sub("", row["name"])
    return shown if shown.endswith(f" {longest}") and " " not in longest else longest


def _is_body(row: Row) -> bool:
    return row["kind"] in ("organisation", "place") and row["name"] != row["name"].lower()


def _acronyms(rows: Iterable[Row]) -> dict[str, str]:
    """Folded acronym → the key of the one body of the corpus whose name it abbreviates."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if _is_body(row):
            found[initials(_NUMBER.sub("", row["name"]))].add(body_key(_NUMBER.sub("", row["name"])))
    return {short: next(iter(keys)) for short, keys in found.items() if len(keys) == 1 and short != "-"}


def _key_of_others(row: Row, acronyms: Mapping[str, str]) -> _Key:
    name = _NUMBER.sub("", row["name"])
    if _is_body(row):
        key = body_key(name)
        if _ACRONYM.match(name) and key == fold(name) and key in acronyms:
            return _Key(f"body {acronyms[key]}", "acronym that one body of the corpus has")
        return _Key(f"body {key}", "name of a body" if key == fold(name) else "other name of a body")
    if row["kind"] in ("group", "document", "unnamed", "organisation", "place", "law"):
        return _Key(f"{row['kind']} {_words(name)}", "the same words")
    return _Key(f"{row['article_id']} {name.lower()}", LOCAL)


def _words(name: str) -> str:
    """The words of a description in small letters of English: "the residents' council" without its marks."""
    return " ".join(plain(re.sub(r"[\W\d_]", " ", name)).split())


def _only(role: str, namesakes: Mapping[str, Counter[str]]) -> str:
    """The one of several namesakes who nearly always is it that has this role: "Trump" as head of state."""
    counts = {key: roles[role] for key, roles in namesakes.items()}
    total = sum(counts.values())
    best = max(counts, key=lambda key: counts[key], default="")
    return best if role and total >= LEAST_OF_ROLE and counts[best] >= NEARLY * total else ""


def _described(keys: list[_Key], rows: list[_Somebody]) -> list[_Key]:
    """ "The exiled journalist" is who is named in the same article and is called so elsewhere, if one is.

    A description that opens with "a" or "one" means somebody new, whom the article keeps without a name.
    """
    called: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for key, row in zip(keys, rows, strict=True):
        if len(row["forms"]):
            called[key.key] |= _content(row["reason"])
            named[row["article_id"]].add(key.key)
    out = []
    for key, row in zip(keys, rows, strict=True):
        if row["kind"] == "person" and key.joined == LOCAL:
            words = _content(row["name"])
            if _INDEFINITE.match(row["name"]):
                row["kind"] = "unnamed"
            elif words:
                fitting = [one for one in named[row["article_id"]] if words <= called[one]]
                if len(fitting) == 1:
                    key = _Key(fitting[0], "described so elsewhere in the corpus")
        out.append(key)
    return out


def _content(words: str) -> frozenset[str]:
    return content_words(word for word in split(words))


def _labels(rows: Iterable[Row], keys: Iterable[_Key]) -> dict[str, str]:
    """Key → the name most often written, of equals the longer one."""
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for row, key in zip(rows, keys, strict=True):
        if len(row["forms"]) or not key.joined.startswith("described so"):
            written[key.key][_NUMBER.sub("", row["name"])] += 1
    out = {}
    for one, names in written.items():
        named = {name: n for name, n in names.items() if " " in name} or dict(names)
        out[one] = max(named, key=lambda name, of=named: (of[name], len(name), name))  # type: ignore[misc]
    return out


def _is_somebody(key: _Key) -> bool:
    """Whether articles of one key speak of the same one: not of any two groups of residents."""
    return key.joined not in (LOCAL, "the same words")


def _filled(rows: Sequence[Row], keys: Sequence[_Key]) -> list[dict[str, Any]]:
    """For each row what other articles say of the same speaker."""
    out: list[dict[str, Any]] = [{} for _ in rows]
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key.key].append(place)
    for same in places.values():
        somebody = [_is_somebody(keys[place]) for place in same]
        if any(somebody):
            for place, is_one, cells in zip(same, somebody, impute([rows[at] for at in same]), strict=True):
                out[place] = cells if is_one else {}
    return out


def _genders(rows: Sequence[Row], keys: Sequence[_Key]) -> dict[str, str]:
    """The gender of each person: what AGREE of the articles give that know one.

    One article is easily misread: "she" a few words behind a man's name means somebody else.  Where articles
    do not agree it is left open.
    """
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for row, key in zip(rows, keys, strict=True):
        if row["kind"] == "person" and row["gender"] and _is_somebody(key):
            told[key.key][row["gender"]] += 1
    out = {}
    for one, genders in told.items():
        (gender, n), *_ = sorted(genders.items(), key=lambda item: (-item[1], item[0]))
        out[one] = gender if n >= AGREE * genders.total() else ""
    return out


def _take_added(rows: Iterable[_Somebody], added: Mapping[str, Sequence[str]]) -> None:
    """Roles of a user's codebook, where one of their words describes the speaker."""
    for role, words in added.items():
        pattern = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})s?\b", re.I)
        for row in rows:
            found = pattern.search(f"{row['name']}\n{row['reason']}")
            if found:
                row |= {
                    "role": role,
                    "confidence": 1.0,
                    "why": BY_CODEBOOK,
                    "reason": found.group(),
                }


def _take_known(rows: list[_Somebody], known_people: Sequence[Known]) -> None:
    """What a user wrote into people.csv, for the time that it holds."""
    by_key: dict[str, list[Known]] = defaultdict(list)
    for known in known_people:
        by_key[_person(known.name) if " " in known.name else f"{fold(known.name)}?"].append(known)
        by_key[f"body {body_key(known.name)}"].append(known)
    for row in rows:
        for known in by_key.get(row["speaker"], ()):
            if known.holds(row["published"]):
                said = {what: getattr(known, what) for what in CODES if getattr(known, what)}
                if known.gender:
                    row["gender"] = "" if known.gender == "unknown" else known.gender
                if said:
                    row |= said | {"confidence": 1.0, "why": "people.csv", "reason": ""}


def _take_sides(rows: list[_Somebody], parties: Sequence[set[str]]) -> None:
    """Who belongs to a party or movement stands where its other people stand, when they agree; so does it.

    "The leader of the Free Movement" is of the opposition if those whom the corpus calls so belong to it.
    """
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    of_person: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["alignment"] in POLITICAL and row["role"] in PARTISAN:
            of_person[row["speaker"]][row["alignment"]] += 1
    for row, own in zip(rows, parties, strict=True):
        if row["role"] in PARTISAN and row["speaker"] in of_person:
            for party in own:
                sides[party] += of_person[row["speaker"]]
    for row, own in zip(rows, parties, strict=True):
        if row["role"] in PARTISAN and not row["alignment"]:
            said = sum((sides[party] for party in own if party in sides), Counter[str]())
            if said and max(said.values()) / said.total() >= AGREE:
                row["alignment"] = min(said, key=lambda side, said=said: (-said[side], side))  # type: ignore[misc]


def _parties(row: Row) -> set[str]:
    """Names of several words in what is said of a speaker: "leader of the Free Movement"; a party's own."""
    words = f"{row['reason']} · {row['name'] if not len(row['forms']) else ''}"
    own = {fold(row["name"])} if row["kind"] == "organisation" and " " in row["name"] else set()
    return own | {fold(name) for name in _BODY.findall(words)}
