"""Words of a question → SQL: which articles, which attributions, counted how.  Knows no files."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pandas as pd

from bias import resources
from bias.corpus.store.search import parsed
from bias.errors import BadInputError

Behind = tuple[tuple[str, str], ...]  # conditions that all hold: (name, value), ("role", "citizen") …
OUTLETS = "outlets"  # a condition whose value is a JSON list of outlets: those of a group
OF_OUTLETS = "t.outlet in (select unnest(?::varchar[]))"
WHOSE = "whose"  # among conditions: toward which country's government sides are counted
ELSEWHERE, UNTOLD = "elsewhere", "untold"  # sides toward another government, or toward none that is named

# One key for what is written in several ways: a speaker, else the words without case and article.
KEYS = {
    "source": "coalesce(nullif(t.speaker, ''), t.source_words)",
    "cue": "t.cue_lemma",
    "role": "t.role",
    "role_group": "t.role_group",
    "alignment": "t.alignment",
    "stance": "t.stance",
    "outlet": "t.outlet",
    "polity": "t.polity",
    "gender": "t.gender",
    "everything": "''",
    "speaker": "t.speaker",
}
_DAY = "try_cast(left(t.published, 10) as date)"
PERIODS = {  # of the day of an article; empty where it has none
    "week": f"coalesce(strftime(date_trunc('week', {_DAY}), '%Y-%m-%d'), '')",  # its Monday
    "month": f"coalesce(strftime({_DAY}, '%Y-%m'), '')",
    "quarter": f"coalesce(year({_DAY}) || '-Q' || quarter({_DAY}), '')",
}
SEPARATOR = "\x1f"  # between the two parts of a group of articles: outlet and period, outlet and story
TIMES = PERIODS | {f"outlet {unit}": f"t.outlet || chr(31) || {period}" for unit, period in PERIODS.items()}
KEYS |= TIMES
TOPIC = "topic"  # groups of articles about a topic; one about several is in each
KEYS[TOPIC] = "t.topic"
MEMBERS = {  # of what an article belongs to; each ends where its value comes
    TOPIC: "article_id in (select article_id from topics where topic",
    "story": "article in (select article from told where story",
}
TELLING = "telling"  # groups of an outlet's articles on one story; see `rows_of`
KEYS[TELLING] = "t.outlet || chr(31) || t.story"
WRITTEN = KEYS | {"source": "coalesce(nullif(t.label, ''), t.source_words)"}
OWN = "(t.outlet, t.via) in (select (outlet, via) from own_interviews)"  # said to the outlet itself
# Somebody without a name who is no spokesperson; and several, where they are called as insiders are.
_SPOKEN_FOR = r"spokes(man|wom[ae]n|people|persons?)\b"
_INSIDERS = rf"(^|[ -])({'|'.join(sorted(resources.word_set('insiders')))})\b"
_KNOWING = r"\bpeople (who (are|were) )?(familiar|briefed|close|with (direct )?knowledge)"
UNNAMED = f"""(t.speaker_kind = 'unnamed' and not regexp_matches(lower(t.label), '{_SPOKEN_FOR}')
    or t.speaker_kind = 'group' and regexp_matches(lower(t.label), '{_INSIDERS}|{_KNOWING}'))"""
CONDITIONS = {
    "all": "true",
    "direct": "t.kind = 'direct'",
    "indirect": "t.kind = 'indirect'",
    "mixed": "t.kind = 'mixed'",
    "quoted": "t.quoted_words > 0",
    "incumbent": "t.alignment = 'incumbent'",
    "opposition": "t.alignment = 'opposition'",
    "sides": "t.alignment in ('incumbent', 'opposition')",
    "unnamed": UNNAMED,
    "own_interview": f"t.via <> '' and {OWN}",
    "second_hand": f"t.via <> '' and not {OWN}",
    "neutral": "t.stance = 'neutral'",
    "doubting": "t.stance = 'doubting'",
    "endorsing": "t.stance = 'endorsing'",
    "blaming": "t.stance = 'blaming'",
    "praising": "t.stance = 'praising'",
    "verbs": "t.stance <> ''",
    "early": "t.early",
    "sourced": f"{KEYS['source']} <> ''",
    "women": "t.gender = 'f'",
    "gendered": "t.gender in ('f', 'm', 'x')",
    "people": "t.gender <> 'none'",
    "women_named": "t.is_named and t.gender = 'f'",
}
# Beyond speech that counts: what is thought, left unsaid, or unsure.  What the author says and thinks ("own")
# is the outlet's own voice, and nobody's that it lets speak.
BEYOND = {
    "silence": "t.act = 'silence' and t.sure",
    "thought": "t.act = 'thought' and t.sure",
    "answers": "t.act in ('speech', 'silence') and t.sure",
    "reported": "t.act <> 'own' and t.sure",
    "unsure": "t.act = 'speech' and not t.sure",
    "any_speech": "t.act = 'speech'",
}
CONDITIONS |= BEYOND
CONDITIONS["one_voice"] = f"""t.article in (
    select t.article from counted_attributions t where {CONDITIONS["sourced"]} group by 1
    having count(distinct {KEYS["source"]}) = 1) and {CONDITIONS["sourced"]}"""
WEIGHTS = {"attributions": "1", "words": "t.words", "quoted_words": "t.quoted_words"}
# Numbers of one article that are no sum over its attributions.
PER_ARTICLE = {
    "voices": "count(*) filter (source <> '')",
    "one_voice": "(count(*) filter (source <> '') = 1)::bigint",
    "citing": "(count(*) filter (source <> '') > 0)::bigint",
    "women_named": "count(*) filter (is_named and gender = 'f')",
    "people_named": "count(*) filter (is_named and gender in ('f', 'm', 'x'))",
}
SHORT = 50  # words of an article, below which it is called very short
# What to know of articles before comparing: alone, or beside the others that a filter lets through.
SEEN_ALONE = {
    "undated": "r.published = ''",
    "future": "left(r.published, 10) > strftime(current_date + interval 1 day, '%Y-%m-%d')",
    "copies": "r.article in (select article from copied)",
    "left out": "r.left_out_words > 0",
    "glued": "list_contains(r.faults, 'glued')",
    "mojibake": "list_contains(r.faults, 'mojibake')",
    "cut off": "list_contains(r.faults, 'cut off')",
    "short": f"r.state = 'read' and r.words < {SHORT}",
    "no outlet": r"regexp_full_match(r.outlet, '[\s\v\x1c-\x1f\x85\p{Z}]*')",  # blanks as Python has them
}
SEEN_TOGETHER = {
    "other version": """r.version <> (select version from catalogue r where {within} and version is not null
        group by 1 order by count(*) desc, 1 limit 1)""",
    "same title": """trim(r.title) <> '' and lower(trim(r.title)) in (
        select lower(trim(title)) from catalogue r where {within} group by 1 having count(*) > 1)""",
    # of an outlet whose articles of known genre are all of one, beside others that have another
    "one genre": """r.outlet in (select outlet from (
            select r.outlet, r.genre, min(r.genre) over () as first, max(r.genre) over () as last
            from catalogue r where {within} and r.genre <> '')
        group by outlet having count(*) >= 10 and min(genre) = max(genre) and min(first) <> max(last))""",
}
WHOLES = {"articles": "1", "text_words": "r.words"}  # of an article that cites nobody, too


def statements(*conditions: str, whose: str = "") -> str:
    """The view that holds the statements of some conditions: speech that counts, or all that was found.

    With `whose`, a country, sides are those toward its government alone; those toward others are `elsewhere`,
    or `untold` where the text does not say toward which.
    """
    view = "reported" if BEYOND.keys() & set(conditions) else "counted_attributions"
    if not whose:
        return view
    return f"""(select * replace (case when alignment not in ('incumbent', 'opposition') then alignment
        when polity = {quoted("" if whose == UNTOLD else whose)} then alignment
        when polity = '' then '{UNTOLD}' else '{ELSEWHERE}' end as alignment) from {view})"""


def statements_of(behind: Behind) -> str:
    """The same for conditions with their values, of which one may be WHOSE."""
    found = dict(behind)
    return statements(*found, whose=found.get(WHOSE, ""))


def rows_of(view: str, by: str) -> str:
    """A view as a question asks it; by TELLING only its rows of stories that several outlets tell, by TOPIC a
    row for each topic of an article."""
    if by == TELLING:
        return f"(select v.*, s.story from {view} v join shared s using (article))"
    if by == TOPIC:
        return f"(select v.*, k.topic from {view} v join topics k using (article_id))"
    return view


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


UNKNOWN_GENRE = "unknown"  # in a filter; an empty genre in the tables


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a question is about; empty means all.

    Raises BadInputError where a date is none, `since` is later than `until`, or `words` hold no word.
    """

    outlets: tuple[str, ...] = ()
    since: str = ""  # ISO date, inclusive
    until: str = ""  # ISO date, inclusive
    words: str = ""  # words, "phrases", OR, -not, prefix* in title or text: see `search.parsed`
    topics: tuple[str, ...] = ()  # of one of them at least
    once: bool = False  # without copies of other articles, which are no coverage of their own
    genres: tuple[str, ...] = ()  # one of them; "unknown" too
    also: Filter | None = None  # must hold too: what does not fold into the others

    def __post_init__(self) -> None:
        for name, day in (("since", self.since), ("until", self.until)):
            if day and not _is_day(day):
                raise BadInputError(f"{name}: {day!r} is no date; write year, month and day as 2026-02-01")
        if self.words:
            parsed(self.words)
        if self.until and self.since > self.until:
            raise BadInputError(f"since {self.since} is later than until {self.until}; exchange the two")

    def narrowed(self, other: Filter) -> Filter:
        """The articles that both filters let through; none where they have none in common."""
        if self.also:
            return replace(self, also=None).narrowed(self.also.narrowed(other))
        since = max(self.since, other.since)
        until = min(filter(None, (self.until, other.until)), default="")
        outlets = tuple(one for one in self.outlets if one in (other.outlets or self.outlets))
        if (
            _differ(self.words, other.words)
            or _differ(self.topics, other.topics)
            or _differ(self.genres, other.genres)
            or (until and since > until)
            or (self.outlets and not outlets)
        ):
            return replace(other, also=self.narrowed(other.also) if other.also else self)
        return replace(
            other, outlets=outlets or other.outlets, since=since, until=until,
            words=self.words or other.words, topics=self.topics or other.topics,
            genres=self.genres or other.genres,
            once=self.once or other.once,
        )  # fmt: skip


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text  # 20260201 and 2026-W05 are read, too
    except ValueError:
        return False


def _differ(one: object, other: object) -> bool:
    """Both ask for something, and not for the same."""
    return bool(one and other and one != other)


ALL = Filter()


class Searched(str):
    """Words of a filter, as a parameter: who answers the query looks for them in all texts beforehand, once,
    and has the articles that hold them as `searched`."""

    __slots__ = ()


SEARCH = "select hash(article_id) as article, $1 as words from holding where article_id <> ''"


class Queried(Protocol):
    """Something that answers SQL."""

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> pd.DataFrame: ...


def of_outlets(outlets: Sequence[str]) -> tuple[str, str]:
    """One condition that holds for one outlet, or for several together."""
    return ("outlet", outlets[0]) if len(outlets) == 1 else (OUTLETS, json.dumps(list(outlets)))


def outlets_behind(conditions: Behind) -> list[str]:
    """The outlets that some conditions name."""
    found = dict(conditions)
    return list(json.loads(found[OUTLETS])) if OUTLETS in found else [found["outlet"]] * ("outlet" in found)


def behind_of(conditions: Behind) -> tuple[str, list[Any]]:
    parts, parameters = ["true"], list[Any]()
    for name, value in conditions:
        if name == OUTLETS:
            parts.append(OF_OUTLETS)
            parameters.append(json.loads(value))
            continue
        if name in MEMBERS:
            parts.append(f"t.{MEMBERS[name]} = ?)")
        elif name == WHOSE:
            continue  # it chooses the rows: see `statements_of`
        elif name in KEYS:
            parts.append(f"{KEYS[name]} = ?")
        else:
            parts.append(CONDITIONS[name])
            continue
        parameters.append(value)
    return " and ".join(parts), parameters


def issue_of(where: Filter, issue: str) -> tuple[str, list[Any]]:
    """The articles of the catalogue with something to know: SEEN_ALONE, SEEN_TOGETHER, or their state."""
    within, parameters = condition_of(where, "r")
    if issue in SEEN_ALONE:
        return f"{within} and {SEEN_ALONE[issue]}", parameters
    if issue in SEEN_TOGETHER:
        return f"{within} and {SEEN_TOGETHER[issue].format(within=within)}", [*parameters, *parameters]
    return f"{within} and r.state = ?", [*parameters, issue]


def condition_of(where: Filter, table: str) -> tuple[str, list[Any]]:
    """The articles that a filter lets through, for a view with article_id, outlet and published."""
    parts: list[str] = ["true"]
    parameters: list[Any] = []
    if where.outlets:
        parts.append(f"{table}.outlet in ({', '.join('?' * len(where.outlets))})")
        parameters += where.outlets
    if where.since:
        parts.append(f"{table}.published >= ?")
        parameters.append(where.since)
    if where.until:
        parts.append(f"{table}.published <> '' and {table}.published < ?")
        parameters.append(f"{where.until}~")  # behind every time of that day
    if where.once:
        parts.append(f"{table}.article not in (select article from copied)")
    if where.words:
        parts.append(f"{table}.article in (select article from searched where words = ?)")
        parameters.append(Searched(where.words))
    if where.topics:
        marks = ", ".join("?" * len(where.topics))
        parts.append(f"{table}.article_id in (select article_id from topics where topic in ({marks}))")
        parameters += where.topics
    if where.genres:
        marks = ", ".join("?" * len(where.genres))
        parts.append(
            f"{table}.article in (select article from catalogue where state = 'read' "
            f"and coalesce(nullif(genre, ''), '{UNKNOWN_GENRE}') in ({marks}))"
        )
        parameters += where.genres
    if where.also:
        more, values = condition_of(where.also, table)
        parts.append(more)
        parameters += values
    return " and ".join(parts), parameters
