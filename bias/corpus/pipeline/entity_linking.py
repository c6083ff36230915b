"""Speakers of articles → speakers of a corpus: one row each, with what joined them.  Knows tables only.

Names that fold alike are one person, whatever their spelling; a surname alone joins a full name only
where the corpus has one of that surname.  What an article leaves open about somebody's role is filled
from other articles of about the same time, when these agree.

A corpus has millions of rows and far fewer names: what a text means is asked once a text, and rows are
numbers.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from bias.corpus.events.clustering import day_of
from bias.corpus.pipeline.people import names
from bias.corpus.pipeline.people.columns import Bools, Column, Columns, Ints, by_group, grouped, read_columns
from bias.corpus.pipeline.people.imputation import AGREE, CODES, impute
from bias.corpus.pipeline.written import Known
from bias.reading import body_key, fold

LEAST_OF_ROLE, NEARLY = 3, 0.9  # articles that give a role to namesakes, and the share that one has of them
LINKS = (
    "article_id", "name", "speaker", "label", "kind", "gender", "joined",
    "role", "alignment", "polity", "confidence", "why", "reason",
)  # fmt: skip
READ = (
    "article_id", "name", "published", "kind", "forms", "gender", "role", "alignment", "polity", "confidence",
    "why", "reason",
)  # fmt: skip
BY_CODEBOOK = "word of your codebook"
LOCAL, SAME_WORDS = "described in one article only", "the same words"
DESCRIBED = "described so elsewhere in the corpus"
POLITICAL = ("incumbent", "opposition")
PARTISAN = ("legislator_party", "spokesperson")
_INDEFINITE = re.compile(r"(?:an?|one|another|someone|somebody)\b", re.I)


def link(
    speakers: pd.DataFrame | Iterable[pd.DataFrame | pa.RecordBatch],
    known_people: Sequence[Known] = (),
    added: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """One row a speaker of an article: `speaker`, its key in the corpus; `label`, its name there; `joined`,
    what joined it; role, alignment, polity and gender, filled from others where its own is silent.

    `added` are roles that a user's codebook gives by words of the description; they win over those read.
    What `known_people` says of somebody wins over all that was read.  Takes the columns READ of `speakers`,
    whole or in parts.  The order of the rows and the names of outlets change nothing.
    """
    rows = read_columns([speakers] if isinstance(speakers, pd.DataFrame) else speakers, READ)
    rows["speaker"], rows["joined"] = _keys(rows)
    _take_described(rows)
    rows["label"] = _labels(rows)
    genders = _genders(rows)
    _fill(rows)
    _take_genders(rows, genders)
    read = rows["reason"].codes.copy()  # people.csv and codebooks give no names of parties
    _take_added(rows, added or {})
    _take_known(rows, known_people)
    _take_sides(rows, read)
    return pd.DataFrame({name: _written(rows[name], name) for name in LINKS})


def _written(column: Column, name: str) -> pd.Series[Any]:
    """A code that nobody gives is missing."""
    column.texts[0] = None if name in CODES else ""
    return pd.Series(column.values(), dtype=object)


# -- who is who by their names ---------------------------------------------------------------------------


def _keys(rows: Columns) -> tuple[Column, Column]:
    """The key of each row by its own name, and what joins it; that of a bare surname needs the full names of
    the corpus."""
    first, of, count = grouped(*(rows[name].codes for name in ("kind", "name", "forms", "role")))
    somebody = list(
        zip(*(rows[name].values(first) for name in ("kind", "name", "forms", "role")), strict=True)
    )
    full, short = _full_names(somebody, count), _acronyms(somebody)
    surnames: dict[tuple[str, str], tuple[str, str]] = {}
    keys, joined = Column(), Column()
    found = []
    for kind, name, forms, role in somebody:
        longest = names.full_name(kind, name, forms)
        if " " in longest:
            found.append((names.person(longest), "full name"))
        elif longest:
            case = fold(longest), role  # once: some surnames have many namesakes
            if case not in surnames:
                surnames[case] = _key_of_surname(*case, full.get(case[0], {}))
            found.append(surnames[case])
        else:
            found.append(names.key_of_other(kind, name, short))
    keys.codes = keys.numbers(key for key, _ in found)[of].astype(np.int32)
    joined.codes = joined.numbers(how or LOCAL for _, how in found)[of].astype(np.int32)
    _take_local(rows, keys, joined.is_one_of([LOCAL]))
    return keys, joined


def _take_local(rows: Columns, keys: Column, local: Bools) -> None:
    """Whom an article describes, and nothing names, is a person of that article."""
    at = np.flatnonzero(local)
    ids, said = rows["article_id"].values(at), rows["name"].values(at)
    keys.codes[at] = keys.numbers(
        f"{key} {names.without_number(name).lower()}" for key, name in zip(ids, said, strict=True)
    )


Somebody = tuple[str, str, str, str]  # kind, name, forms, role


def _full_names(somebody: Iterable[Somebody], counts: Ints) -> dict[str, dict[str, Counter[str]]]:
    """Folded surname → keys of the full names that have it, each with the roles that were read of it."""
    found: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for (kind, _, forms, role), count in zip(somebody, counts, strict=True):
        name = names.longest_form(forms)
        if kind == "person" and " " in name:
            found[fold(names.surname(name.split(" ")))][names.person(name)][role] += int(count)
    return found


def _key_of_surname(surname: str, role: str, namesakes: Mapping[str, Counter[str]]) -> tuple[str, str]:
    if len(namesakes) == 1:
        return next(iter(namesakes)), "surname that one person of the corpus has"
    if fitting := _only(role, namesakes):
        return fitting, "surname, and a role that one person of this name has"
    shared = ", which several people have" if namesakes else ""
    return f"{surname}?", f"surname alone{shared}"


def _only(role: str, namesakes: Mapping[str, Counter[str]]) -> str:
    """The one of several namesakes who nearly always is it that has this role: "Trump" as head of state."""
    counts = {key: roles[role] for key, roles in namesakes.items()}
    total = sum(counts.values())
    best = max(counts, key=lambda key: counts[key], default="")
    return best if role and total >= LEAST_OF_ROLE and counts[best] >= NEARLY * total else ""


def _acronyms(somebody: Iterable[Somebody]) -> dict[str, str]:
    """Folded acronym → the key of the one body of the corpus whose name it abbreviates."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in dict.fromkeys(name for kind, name, *_ in somebody if names.is_body(kind, name)):
        short, key = names.abbreviated(name)
        found[short].add(key)
    return {short: next(iter(keys)) for short, keys in found.items() if len(keys) == 1 and short != "-"}


# -- who is who by a description -------------------------------------------------------------------------


def _take_described(rows: Columns) -> None:
    """ "The exiled journalist" is who is named in the same article and is called so elsewhere, if one is.

    A description that opens with "a" or "one" means somebody new, whom the article keeps without a name.
    """
    local = np.flatnonzero(rows["kind"].is_one_of(["person"]) & rows["joined"].is_one_of([LOCAL]))
    said = rows["name"].values(local)
    indefinite = np.asarray([bool(_INDEFINITE.match(name)) for name in said], bool)
    rows["kind"].codes[local[indefinite]] = rows["kind"].number("unnamed")
    open_ones = [
        (at, words) for at, name in zip(local[~indefinite], said[~indefinite], strict=True)
        if (words := names.content(name))
    ]  # fmt: skip
    articles, keys = rows["article_id"].codes, rows["speaker"].codes
    named = _named(rows, np.asarray([at for at, _ in open_ones], np.int64))
    called = _called(rows, np.unique(np.concatenate([np.zeros(0, np.int64), *named.values()])))
    for at, words in open_ones:
        fitting = [key for key in named.get(int(articles[at]), ()) if words <= called[int(key)]]
        if len(fitting) == 1:
            keys[at] = fitting[0]
            rows["joined"].codes[at] = rows["joined"].number(DESCRIBED)


def _named(rows: Columns, places: Ints) -> dict[int, Ints]:
    """Article → the keys of those whom it names, for the articles of some rows."""
    articles = rows["article_id"].codes
    wanted = np.zeros(len(rows["article_id"].texts), bool)
    wanted[articles[places]] = True
    at = np.flatnonzero(wanted[articles] & rows["forms"].told)
    first, _, _ = grouped(articles[at], rows["speaker"].codes[at])
    at = at[first]
    numbers, of = np.unique(articles[at], return_inverse=True)
    parts = by_group(of, len(numbers))
    return {
        int(article): rows["speaker"].codes[at[part]] for article, part in zip(numbers, parts, strict=False)
    }


def _called(rows: Columns, keys: Ints) -> dict[int, frozenset[str]]:
    """Key → all words by which articles describe who is named so."""
    wanted = np.zeros(len(rows["speaker"].texts), bool)
    wanted[keys.astype(np.int64)] = True
    at = np.flatnonzero(wanted[rows["speaker"].codes] & rows["forms"].told)
    first, _, _ = grouped(rows["speaker"].codes[at], rows["reason"].codes[at])
    found: dict[int, set[str]] = defaultdict(set)
    for key, reason in zip(rows["speaker"].codes[at[first]], rows["reason"].values(at[first]), strict=True):
        found[int(key)] |= names.content(reason)
    return {key: frozenset(words) for key, words in found.items()}


# -- what the corpus says of somebody --------------------------------------------------------------------


def _labels(rows: Columns) -> Column:
    """The name that is most often written for a key, a full one before others; of equals the longer one."""
    at = np.flatnonzero(rows["forms"].told | ~rows["joined"].is_one_of([DESCRIBED]))
    written = Column()
    shown = written.numbers(names.without_number(name) for name in rows["name"].texts)
    first, _, count = grouped(rows["speaker"].codes[at], shown[rows["name"].codes[at]])
    keys, name = rows["speaker"].codes[at[first]], shown[rows["name"].codes[at[first]]]
    size = np.asarray([len(text) for text in written.texts])[name]
    several = np.asarray([" " in text for text in written.texts])[name]
    last = np.empty(len(written.texts), np.int64)
    last[sorted(range(len(last)), key=written.texts.__getitem__)] = np.arange(len(last))
    best = np.zeros(len(rows["speaker"].texts), np.int32)
    order = np.lexsort((last[name], size, count, several, keys))
    best[keys[order]] = name[order]  # the last of a key stays
    written.codes = best[rows["speaker"].codes]
    return written


def _is_somebody(rows: Columns) -> Bools:
    """Whether articles of one key speak of the same one: not of any two groups of residents."""
    return ~rows["joined"].is_one_of([LOCAL, SAME_WORDS])


def _fill(rows: Columns) -> None:
    """Give each row what other articles say of the same speaker, where it is silent."""
    keys, somebody = rows["speaker"].codes, _is_somebody(rows)
    asks = np.zeros(len(rows["speaker"].texts), bool)
    for code in CODES:  # of a code that none of a speaker's articles gives, none is asked
        silent, given = asks.copy(), asks.copy()
        silent[:], given[:] = False, False
        silent[keys[somebody & ~rows[code].told]] = True
        given[keys[rows[code].told]] = True
        asks |= silent & given
    at = np.flatnonzero(asks[keys])
    days = np.asarray([day_of(text) for text in rows["published"].texts], np.int64)
    day = days[rows["published"].codes[at]]
    parts = (*(rows[code].codes[at] for code in CODES), rows["reason"].codes[at])
    first, of, count = grouped(keys[at], day - day.min(initial=0), *parts)
    cells = _filled(rows, at[first], count)
    for name in ("role", "confidence", "why", "reason", "alignment", "polity"):
        column = rows[name]
        given = np.asarray([column.number(one[name]) if name in one else -1 for one in cells], np.int64)[of]
        chosen = (given >= 0) & somebody[at] if len(at) else np.zeros(0, bool)
        column.codes[at[chosen]] = given[chosen]


def _filled(rows: Columns, places: Ints, counts: Ints) -> list[dict[str, Any]]:
    """For each of some rows, of which each stands for so many that say the same, what others fill."""
    said = {name: rows[name].values(places) for name in ("published", *CODES, "reason")}
    out: list[dict[str, Any]] = [{} for _ in places]
    _, of, groups = grouped(rows["speaker"].codes[places])
    for same in by_group(of, len(groups)) if len(groups) else ():
        alike = [{name: values[at] for name, values in said.items()} for at in same]
        for at, cells in zip(same, impute(alike, counts[same].tolist()), strict=True):
            out[at] = cells
    return out


def _genders(rows: Columns) -> dict[int, str]:
    """The gender of each person: what AGREE of the articles give that know one.

    One article is easily misread: "she" a few words behind a man's name means somebody else.  Where articles
    do not agree it is left open.
    """
    gender = rows["gender"]
    at = np.flatnonzero(rows["kind"].is_one_of(["person"]) & gender.told & _is_somebody(rows))
    first, _, count = grouped(rows["speaker"].codes[at], gender.codes[at])
    told: dict[int, Counter[str]] = defaultdict(Counter)
    keys = rows["speaker"].codes[at[first]]
    for key, one, n in zip(keys, gender.values(at[first]), count, strict=True):
        told[int(key)][one] += int(n)
    out = {}
    for one, genders in told.items():
        (best, n), *_ = sorted(genders.items(), key=lambda item: (-item[1], item[0]))
        out[one] = best if n >= AGREE * genders.total() else ""
    return out


def _take_genders(rows: Columns, genders: Mapping[int, str]) -> None:
    given = np.full(len(rows["speaker"].texts), -1, np.int64)
    given[list(genders)] = rows["gender"].numbers(genders.values())
    mine = given[rows["speaker"].codes]
    rows["gender"].codes[mine >= 0] = mine[mine >= 0]


# -- what a user wrote -----------------------------------------------------------------------------------


def _set(rows: Columns, chosen: Bools | Ints, **cells: Any) -> None:
    for name, text in cells.items():
        rows[name].codes[chosen] = rows[name].number(text)


def _take_added(rows: Columns, added: Mapping[str, Sequence[str]]) -> None:
    """Roles of a user's codebook, where one of their words describes the speaker."""
    for role, words in added.items():
        pattern = re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})s?\b", re.I)
        first, of, groups = grouped(rows["name"].codes, rows["reason"].codes)
        texts = zip(rows["name"].values(first), rows["reason"].values(first), strict=True)
        found = [match.group() if (match := pattern.search(f"{a}\n{b}")) else "" for a, b in texts]
        reasons = rows["reason"].numbers(found)[of] if len(groups) else np.zeros(0, np.int64)
        chosen = reasons != 0
        _set(rows, chosen, role=role, confidence=1.0, why=BY_CODEBOOK)
        rows["reason"].codes[chosen] = reasons[chosen]


def _take_known(rows: Columns, known_people: Sequence[Known]) -> None:
    """What a user wrote into people.csv, for the time that it holds."""
    for known in known_people:
        name = names.person(known.name) if " " in known.name else f"{fold(known.name)}?"
        holds = np.asarray([known.holds(text) for text in rows["published"].texts], bool)
        theirs = rows["speaker"].is_one_of([name, f"body {body_key(known.name)}"])
        chosen = theirs & holds[rows["published"].codes]
        said = {what: getattr(known, what) for what in CODES if getattr(known, what)}
        if known.gender:
            _set(rows, chosen, gender="" if known.gender == "unknown" else known.gender)
        if said:
            _set(rows, chosen, **said, confidence=1.0, why="people.csv", reason="")


def _take_sides(rows: Columns, read: Ints) -> None:
    """Who belongs to a party or movement stands where its other people stand, when they agree; so does it.

    "The leader of the Free Movement" is of the opposition if those whom the corpus calls so belong to it.
    `read` are the reasons by which parties are known.
    """
    at = np.flatnonzero(rows["role"].is_one_of(PARTISAN))
    keys, side = rows["speaker"].codes[at], rows["alignment"].codes[at]
    own, of, count = _parties(rows, at, read)
    of_person: dict[int, Counter[str]] = defaultdict(Counter)
    political = np.flatnonzero(rows["alignment"].is_one_of(POLITICAL)[at])
    first, _, sided = grouped(keys[political], side[political])
    for place, n in zip(political[first], sided, strict=True):
        of_person[int(keys[place])][rows["alignment"].texts[side[place]]] += int(n)
    sides: dict[str, Counter[str]] = defaultdict(Counter)
    for party, key, n in (
        (party, key, n) for (key, mine), n in zip(own, count, strict=True) for party in mine
    ):
        for one, times in of_person.get(key, {}).items():
            sides[party][one] += times * n
    told = [_agreed(sides[party] for party in mine if party in sides) for _, mine in own]
    given = rows["alignment"].numbers(told)[of] if told else np.zeros(0, np.int64)
    chosen = (given != 0) & (side == 0)
    rows["alignment"].codes[at[chosen]] = given[chosen]


def _parties(rows: Columns, at: Ints, read: Ints) -> tuple[list[tuple[int, set[str]]], Ints, list[int]]:
    """Of some rows the different speakers with the parties that are said of them; the place of each row among
    these; how many rows each has."""
    columns = (rows["speaker"].codes, rows["kind"].codes, rows["name"].codes, rows["forms"].told, read)
    first, of, count = grouped(*(column[at] for column in columns))
    texts = rows["reason"].texts
    said = zip(
        at[first], rows["kind"].values(at[first]), rows["name"].values(at[first]),
        rows["forms"].told[at[first]], strict=True,
    )  # fmt: skip
    own = [
        (int(rows["speaker"].codes[place]), names.parties(kind, name, bool(named), texts[read[place]]))
        for place, kind, name, named in said
    ]
    return own, of, [int(n) for n in count]


def _agreed(told: Iterable[Counter[str]]) -> str:
    """The side that AGREE of them say; of equals the first of the alphabet."""
    said = sum(told, Counter[str]())
    if not said or max(said.values()) / said.total() < AGREE:
        return ""
    return min(said, key=lambda side: (-said[side], side))
