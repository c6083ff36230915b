"""What the Tone page asks: how mentions of targets are spoken of, by outlet, voice, role and month."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from bias.corpus.store.conditions import (
    ALL,
    OF_OUTLETS,
    OUTLETS,
    TELLING,
    TIMES,
    Behind,
    Filter,
    Queried,
    condition_of,
    rows_of,
)
from bias.corpus.store.conditions import KEYS as ARTICLE_KEYS
from bias.corpus.store.count_tables import OWN
from bias.model import TONES
from bias.reading import FEATURES as STANCE_FEATURES

KEYS = {
    "article": "t.article_id",
    "outlet": "t.outlet",
    "target": "t.target",
    "side": "t.alignment",
    "polity": "t.polity",
    "whom": "t.whom",  # of rows_of(…, "whom")
    "role": "t.role",
    "voice": "t.voice",
    "part": "t.part",
    "speaker_role": "t.speaker_role",
    "speaker_side": "t.speaker_alignment",
    "tone": "t.tone",
    "found": "if(t.target_kind = 'own', 'own', 'read')",  # by a user's words, or by the reading
    "everything": "''",
    TELLING: ARTICLE_KEYS[TELLING],
} | TIMES
WHOM = "whom"  # groups of mentions by target, and once more by the side of a polity
SIDE = "side "  # before side and polity, in the key of a target
_BY_WHOM = f"""(
    select v.*, v.target as whom from counted_tones v
    union all
    select v.*, '{SIDE}' || v.alignment || ' ' || v.polity as whom from counted_tones v
    where v.alignment in ('incumbent', 'opposition') and v.polity <> ''
)"""
AMONG = "among"  # a condition whose value is a JSON list of keys, with "whom" among the groups
EITHER = "either"  # a condition whose value is a JSON list of others, of which one holds


def tones_behind(conditions: Behind) -> tuple[str, list[Any]]:
    """Conditions on mentions as SQL, with its parameters."""
    parts, parameters = ["true"], []
    for name, value in conditions:
        if name == EITHER:
            found = [tones_behind(tuple(map(tuple, one))) for one in json.loads(value)]
            parts.append(f"({' or '.join(sql for sql, _ in found)})")
            parameters += [parameter for _, more in found for parameter in more]
        elif name == OUTLETS:
            parts.append(OF_OUTLETS)
            parameters.append(json.loads(value))
        elif name == AMONG:
            parts.append("t.whom in (select unnest(?::varchar[]))")
            parameters.append(json.loads(value))
        else:
            parts.append(f"{KEYS[name]} = ?")
            parameters.append(value)
    return f"({' and '.join(parts)})", parameters


def either(*choices: Behind) -> tuple[str, str]:
    """One condition that holds where one of several does."""
    return EITHER, json.dumps(choices)


def _rows(by: Sequence[str]) -> str:
    """The mentions as a question groups them."""
    if WHOM in by:
        return _BY_WHOM
    return rows_of("counted_tones", TELLING if TELLING in by else "")


def among(targets: Sequence[str]) -> tuple[str, str]:
    """One condition that holds for mentions of some targets, sides of a polity among them."""
    return AMONG, json.dumps(list(targets))


class ToneQuestions:
    """Questions about mentions of targets; need nothing but `query`."""

    def targets(self: Queried, where: Filter = ALL, *, top: int = 200) -> pd.DataFrame:
        """Who is spoken of: target, label, kind, n, articles; targets of one's own first, then those that
        are spoken of most often."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""select target, arg_max(label, (n, label)) as label, arg_max(kind, (n, kind)) as kind,
                sum(n)::bigint as n, max(articles)::bigint as articles
            from (
                select t.target, t.target_label as label, t.target_kind as kind, count(*) as n,
                       count(distinct t.article) as articles
                from counted_tones t where {condition} group by 1, 2, 3
            ) group by 1 order by starts_with(target, '{OWN}') desc, n desc, target limit ?""",
            [*parameters, top],
        )

    def sides(self: Queried, where: Filter = ALL) -> pd.DataFrame:
        """The governments and oppositions that are spoken of, most often first: target (their key), side,
        polity, n, articles; those whose polity is not known are of none."""
        condition, parameters = condition_of(where, "t")
        return self.query(
            f"""select '{SIDE}' || t.alignment || ' ' || t.polity as target, t.alignment as side, t.polity,
                count(*) as n, count(distinct t.article) as articles
            from counted_tones t
            where {condition} and t.alignment in ('incumbent', 'opposition') and t.polity <> ''
            group by all order by n desc, 1""",
            parameters,
        )

    def own_targets(self: Queried) -> list[str]:
        """The names of the targets of one's own that were judged."""
        return list(self.query("select distinct target from own_targets order by 1")["target"])

    def own_words(self: Queried, target: str) -> list[str]:
        """The words of a target of one's own, by its key; none of any other target."""
        if not target.startswith(OWN):
            return []
        sql = "select words from own_targets where target = ? limit 1"
        found = self.query(sql, [target.removeprefix(OWN)])["words"]
        return [str(word) for words in found for word in words]

    def target_label(self: Queried, target: str) -> str:
        """How a target is mostly called; its key where nobody is called so."""
        found = self.query(
            """select t.target_label as label, count(*) as n from counted_tones t where t.target = ?
            group by 1 order by n desc, 1 desc limit 1""",
            [target],
        )["label"]
        return str(found.iloc[0]) if len(found) else target

    def tone_counts(
        self: Queried,
        where: Filter = ALL,
        *,
        one: Behind,
        other: Behind = (),
        by: Sequence[str] = ("outlet",),
    ) -> pd.DataFrame:
        """Mentions of an article by tone, for one or two kinds of mentions; articles that are alike as a row.

        The columns of `by`; negative, neutral and positive of `one`, the same with `sure_` before for those
        that are not uncertain; all six with `_2` behind for `other`; `articles`, and `n`, mentions of either
        kind in all of these articles.
        """
        condition, parameters = condition_of(where, "t")
        kinds = [tones_behind(one), *([tones_behind(other)] if other else [])]
        columns, inside = [], []
        for place, (sql, values) in enumerate(kinds):
            for sure in ("", "sure_"):
                for tone in TONES:
                    certain = " and t.certain" if sure else ""
                    name = f"{sure}{tone}{'_2' if place else ''}"
                    columns.append(f"count(*) filter ({sql} and t.tone = '{tone}'{certain}) as {name}")
                    inside += values
        asked = " or ".join(sql for sql, _ in kinds)
        groups = ", ".join(f'{KEYS[key]} as "{key}"' for key in by)
        return self.query(
            f"""select * exclude (article, n), count(*) as articles, sum(n)::bigint as n from (
                select {groups}, t.article, {", ".join(columns)}, count(*) as n
                from {_rows(by)} t
                where {condition} and ({asked})
                group by all
            ) group by all order by all""",
            [*inside, *parameters, *(value for _, values in kinds for value in values)],
        )

    def stance_features(
        self: Queried, where: Filter = ALL, *, one: Behind = (), by: Sequence[str] = ("outlet",)
    ) -> pd.DataFrame:
        """What stances are read from: the columns of `by`, article, mentions, and STANCE_FEATURES of the
        article's mentions in its narration, the title's too, for which `one` holds."""
        condition, parameters = condition_of(where, "t")
        asked, values = tones_behind((("voice", "narration"), *one))
        groups = ", ".join(f'{KEYS[key]} as "{key}"' for key in by)
        found = ", ".join(["count(*) as mentions", *(f"avg(t.{name}) as {name}" for name in STANCE_FEATURES)])
        return self.query(
            f"""select {groups}, t.article, {found} from {_rows(by)} t where {condition} and {asked}
            group by all order by all""",
            [*parameters, *values],
        )

    def article_tones(
        self: Queried, where: Filter = ALL, *, measure: str, by: str = "outlet"
    ) -> pd.DataFrame:
        """One score of whole articles: by, above (value × n), below (n sentences), article_id."""
        condition, parameters = condition_of(where, "r")
        return self.query(
            f"""select {KEYS[by].replace("t.", "r.")} as "by", r.article_id, s.value * s.n as above,
                s.n::double as below
            from scores s join catalogue r using (article_id)
            where s.measure = ? and {condition} order by 1, 2""",
            [measure, *parameters],
        )
