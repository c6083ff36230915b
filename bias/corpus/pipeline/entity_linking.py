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

from bias.corpus.pipeline.known_people import Known
from bias.reading import content_words, fold
from bias.reading import phrase_words as split

DAYS = 180  # articles further apart say nothing of each other's roles
LEAST_OF_ROLE, NEARLY = 3, 0.9  # articles that give a role to namesakes, and the share that one has of them
AGREE = 0.7  # share of the articles that know it
ELSEWHERE = "elsewhere in the corpus"
LINKS = (
    "article_id", "name", "speaker", "label", "kind", "joined",
    "role", "alignment", "polity", "confidence", "why", "reason",
)  # fmt: skip
KNOWN = ("role", "alignment", "polity")
BY_CODEBOOK = "word of your codebook"
LOCAL = "described in one article only"
_INDEFINITE = re.compile(r"(?:an?|one|another|someone|somebody)\b", re.I)
POLITICAL = ("incumbent", "opposition")
PARTISAN = ("legislator_party", "spokesperson")
_BODY = re.compile(r"(?<=[a-z] )[A-Z][\w’']+(?: [A-Z][\w’']+)+")  # after a small word: no "Opposition leader"
_INITIAL = re.compile(r"^\w\.?$")
_NUMBER = re.compile(r" \(\d+\)$")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Key:
    """Under which key a speaker of an article is known in the corpus, and why."""

    key: str
    joined: str


def link(
    speakers: pd.DataFrame,
    known_people: Sequence[Known] = (),
    added: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row a speaker of an article: `speaker`, its key in the corpus; `label`, its name there; `joined`,
    what joined it; role, alignment and polity, filled from other articles where its own is silent.

    `added` are roles that a user's codebook gives by words of the description; they win over those read.
    What `known_people` says of somebody wins over all that was read.  Takes the columns of `speakers`.
    The order of the rows and the names of outlets change nothing.
    """
    known = speakers.astype(object).where(speakers.notna(), "")
    rows: list[dict[str, Any]] = known.to_dict("records")  # type: ignore[assignment]
    full = _full_names(rows)
    keys = _described([_key(row, full) for row in rows], rows)
    labels = _labels(rows, keys)
    by_key: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        by_key[key.key].append(row)
    out = []
    for row, key in zip(rows, keys, strict=True):
        filled = _filled(row, by_key[key.key]) if _is_somebody(row, key) else {}
        unknown = {what: None for what in KNOWN if not row[what]}
        out.append(
            {**row, **unknown, **filled, "speaker": key.key, "label": labels[key.key], "joined": key.joined}
        )
    parties = [_parties(row) for row in out]  # by what was read: people.csv gives no such words
    _take_added(out, added or {})
    _take_known(out, known_people)
    _take_sides(out, parties)
    return pd.DataFrame(out, columns=list(LINKS))


def _full_names(rows: Iterable[Row]) -> dict[str, dict[str, Counter[str]]]:
    """Folded surname → keys of the full names that have it, each with the roles that were read of it."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for row in rows:
        if row["kind"] == "person" and len(row["forms"]):
            name = max(row["forms"], key=len)
            if " " in name:
                found[fold(name.split(" ")[-1])][_person(name)][row["role"]] += 1
    return found


def _person(name: str) -> str:
    """First name and surname, folded: "Paul D. Ryan" and "Paul Ryan" are alike."""
    parts = [part for part in name.split(" ") if not _INITIAL.match(part)] or name.split(" ")
    return fold(f"{parts[0]} {parts[-1]}" if len(parts) > 1 else parts[0])


def _key(row: Row, full: Mapping[str, Mapping[str, Counter[str]]]) -> _Key:
    name = _NUMBER.sub("", row["name"])
    if row["kind"] == "person" and len(row["forms"]):
        longest = max(row["forms"], key=len)
        if " " in longest:
            return _Key(_person(longest), "full name")
        candidates = full.get(fold(longest), {})
        if len(candidates) == 1:
            return _Key(next(iter(candidates)), "surname that one person of the corpus has")
        if fitting := _only(row["role"], candidates):
            return _Key(fitting, "surname, and a role that one person of this name has")
        shared = ", which several people have" if candidates else ""
        return _Key(f"{fold(longest)}?", f"surname alone{shared}")
    if row["kind"] in ("organisation", "place") and name != name.lower():
        return _Key(f"body {fold(name)}", "name of a body")
    if row["kind"] in ("group", "document", "unnamed", "organisation", "place"):
        return _Key(f"{row['kind']} {' '.join(re.findall(r'[a-z]+', name.lower()))}", "the same words")
    return _Key(f"{row['article_id']} {name.lower()}", LOCAL)


def _only(role: str, candidates: Mapping[str, Counter[str]]) -> str:
    """The one of several namesakes who nearly always is it that has this role: "Trump" as head of state."""
    counts = {key: roles[role] for key, roles in candidates.items()}
    total = sum(counts.values())
    best = max(counts, key=lambda key: counts[key], default="")
    return best if role and total >= LEAST_OF_ROLE and counts[best] >= NEARLY * total else ""


def _described(keys: list[_Key], rows: list[dict[str, Any]]) -> list[_Key]:
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


def _is_somebody(row: Row, key: _Key) -> bool:
    """Whether articles of one key speak of the same one: not of any two groups of residents."""
    return key.joined not in (LOCAL, "the same words")


def _filled(row: Row, others: list[dict[str, Any]]) -> dict[str, Any]:
    """What other articles of about the same time say, where this one is silent and they agree."""
    out: dict[str, Any] = {}
    near = [other for other in others if other is not row and _near(row["published"], other["published"])]
    for what in KNOWN:
        if row[what]:
            continue
        said = Counter(other[what] for other in near if other[what] and _fits(row, other, what))
        if not said:
            continue
        value, n = min(said.items(), key=lambda item: (-item[1], item[0]))
        share = n / said.total()
        if share >= AGREE:
            out[what] = value
            if what == "role":
                words = Counter(
                    other["reason"] for other in near if other["role"] == value and other["reason"]
                )
                out["confidence"] = round(0.9 * share, 3)
                out["why"] = ELSEWHERE
                out["reason"] = min(words, key=lambda word: (-words[word], word), default="")
    return out


def _take_added(rows: Iterable[dict[str, Any]], added: Mapping[str, Sequence[str]]) -> None:
    """Roles of a user's codebook, where one of their words describes the speaker."""
    for role, words in added.items():
        pattern = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})s?\b", re.I)
        for row in rows:
            found = pattern.search(f"{row['name']}\n{row['reason']}")
            if found:
                row |= {
                    "role": role,
                    "confidence": 1.0,
                    "why": "word of your codebook",
                    "reason": found.group(),
                }


def _take_known(rows: list[dict[str, Any]], known_people: Sequence[Known]) -> None:
    """What a user wrote into people.csv, for the time that it holds."""
    by_key: dict[str, list[Known]] = defaultdict(list)
    for known in known_people:
        by_key[_person(known.name) if " " in known.name else f"{fold(known.name)}?"].append(known)
        by_key[f"body {fold(known.name)}"].append(known)
    for row in rows:
        for known in by_key.get(row["speaker"], ()):
            if known.holds(row["published"]):
                said = {what: getattr(known, what) for what in KNOWN if getattr(known, what)}
                row |= said | {"confidence": 1.0, "why": "people.csv", "reason": ""}


def _take_sides(rows: list[dict[str, Any]], parties: Sequence[set[str]]) -> None:
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


def _fits(row: Row, other: Row, what: str) -> bool:
    """A side or a polity is taken only from articles that give the same role, or where none is given here."""
    return what == "role" or not row["role"] or not other["role"] or row["role"] == other["role"]


def _near(one: str, other: str) -> bool:
    if not one or not other:
        return True
    days = abs((pd.Timestamp(one[:10]) - pd.Timestamp(other[:10])).days)
    return bool(days <= DAYS)
