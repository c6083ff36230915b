"""The kinds of what is counted, and what opens behind a number: one row a kind, one set of queries for all.

A mark on a chart carries conditions (`Behind`); under the filters they choose observations of one kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bias.corpus.store.conditions import (
    ALL,
    Behind,
    Filter,
    Queried,
    behind_of,
    condition_of,
    statements_of,
)
from bias.corpus.store.tone_queries import tones_behind
from bias.corpus.store.wording_queries import frames_behind, words_behind


@dataclass(frozen=True, slots=True)
class Observation:
    """One kind of observation, in SQL: `t` is its view, `r` the catalogue.

    `keys` says where each stands (with `batch`), `text` reads it with the words around it from the files of
    these batches, `table` writes it out for a file.
    """

    view: str
    conditions: Callable[[Behind], tuple[str, list[Any]]]
    order: str
    keys: str
    joined: str  # to the keys
    text: str  # with {table} for the files of each of `sources`
    sources: tuple[str, ...]
    on: tuple[str, ...]  # columns by which keys and text belong together
    table: str
    table_joined: str
    kept: str = "true"


_NUMBERED = ("article_id", "number")
_PLACE = "t.published desc, t.article_id, t.number"
_AROUND = """join ({articles}) a using (article_id) join ({readings}) r using (article_id)"""
_VOICE = """left join ({attributions}) s on s.article_id = t.article_id and s.number = t.attribution
    left join corrected_statements k on k.article_id = t.article_id and k.number = t.attribution"""
_WHO = "if(coalesce(k.gone, false), null, coalesce(k.label, s.speaker)) as voice_of"
_THESE = "where list_contains(?::varchar[], t.article_id)"
_WHOSE = "left join attributions a on a.article_id = t.article_id and a.number = w.attribution"

OBSERVATIONS: dict[str, Observation] = {
    "attributions": Observation(
        view="counted_attributions",
        conditions=behind_of,
        order=_PLACE,
        keys="""t.article_id, t.number, t.batch, t.name, t.label, t.role, t.alignment, t.polity, t.by_hand,
            t.act, l.why, l.reason, l.confidence as role_confidence""",
        joined="left join linked_speakers l on l.article_id = t.article_id and l.name = t.name",
        text=f"""select t.* exclude (role, alignment, polity, act, batch), a.title, a.text, r.sentence_spans
            from ({{attributions}}) t {_AROUND} {_THESE}""",
        sources=("attributions", "articles", "readings"),
        on=_NUMBERED,
        table="""t.outlet, t.published, r.title, t.label as speaker, t.role, t.alignment, t.polity, l.reason,
            w.source, w.cue, w.content, w.kind, w.via, w.confidence, t.article_id, t.number""",
        table_joined="""join attributions w on w.article_id = t.article_id and w.number = t.number
            left join linked_speakers l on l.article_id = t.article_id and l.name = t.name""",
    ),
    "tones": Observation(
        view="counted_tones",
        conditions=tones_behind,
        order=f"abs(t.positive - t.negative) desc, {_PLACE}",  # those that weigh most first
        keys="""t.article_id, t.number, t.batch, t.target, t.target_label, t.speaker_role,
            t.speaker_alignment, t.voice, t.tone, t.by_hand""",
        joined="",
        text=f"""select t.* exclude (target, voice, batch), t.target as called, {_WHO}, a.title, a.text,
            r.sentence_spans
            from (from ({{tones}}) union all by name from own_tones) t {_AROUND} {_VOICE} {_THESE}""",
        sources=("tones", "attributions", "articles", "readings"),
        on=_NUMBERED,
        table="""t.outlet, t.published, r.title, t.target_label as target, w.mention, t.part, t.voice,
            a.speaker as voice_of, t.speaker_role as voice_role,
            if(t.by_hand, t.tone, w.label) as label,
            if(t.by_hand, t.negative, w.negative) as negative,
            if(t.by_hand, (t.tone = 'neutral')::int, w.neutral) as neutral,
            if(t.by_hand, t.positive, w.positive) as positive, t.article_id, w."start", w."end\"""",
        table_joined=f"join every_tone w on w.article_id = t.article_id and w.number = t.number {_WHOSE}",
    ),
    "wordings": Observation(
        view="counted_wordings",
        conditions=words_behind,
        order=f"not t.sure, {_PLACE}",
        keys="t.article_id, t.number, t.batch, t.voice",
        joined="",
        text=f"""select t.* exclude (voice, batch), {_WHO}, s.cue, s.content, a.title, a.text,
            r.sentence_spans from ({{wordings}}) t {_AROUND} {_VOICE} {_THESE}""",
        sources=("wordings", "attributions", "articles", "readings"),
        on=_NUMBERED,
        table="""t.outlet, t.published, r.title, t.kind, w.words, t.part, t.voice, a.speaker as voice_of,
            t.sure, t.polarity, w.reason, t.article_id, w."start", w."end\"""",
        table_joined=f"join wordings w on w.article_id = t.article_id and w.number = t.number {_WHOSE}",
    ),
    "frames": Observation(
        view="counted_frames",
        conditions=frames_behind,
        order="t.score desc, t.published desc, t.article_id",  # the strongest first
        keys="""t.article_id, r.batch, t.codebook, t.frame, t.score, t.sentences, e.evidence""",
        joined="""join frame_evidence e
            on e.article_id = t.article_id and e.codebook = t.codebook and e.frame = t.frame""",
        text=f"select t.article_id, t.outlet, t.published, t.title, t.text from ({{articles}}) t {_THESE}",
        sources=("articles",),
        on=("article_id",),
        table="t.outlet, t.published, r.title, t.codebook, t.frame, t.score, t.sentences, t.article_id",
        table_joined="",
        kept="t.present",
    ),
}


class ObservationQueries:
    """What is behind a number, of whichever kind: how many, where, and all of it as a table."""

    def observed(self: Queried, kind: str, where: Filter = ALL, *, behind: Behind) -> int:
        """How many observations of a kind the conditions hold for."""
        one = OBSERVATIONS[kind]
        chosen, parameters = _chosen(one, where, behind)
        found = self.query(f"select count(*) as n from {_view(one, behind)} t where {chosen}", parameters)
        return int(found["n"].iloc[0])

    def observation_keys(
        self: Queried, kind: str, where: Filter = ALL, *, behind: Behind, limit: int = 20, offset: int = 0
    ) -> pd.DataFrame:
        """Where some of them stand, in the order in which a reader wants them."""
        one = OBSERVATIONS[kind]
        chosen, parameters = _chosen(one, where, behind)
        return self.query(
            f"""with chosen as materialized (
                select t.*, row_number() over (order by {one.order}) as place from (
                    select * from {_view(one, behind)} t where {chosen} order by {one.order} limit ? offset ?
                ) t
            )
            select {one.keys} from chosen t join catalogue r using (article_id) {one.joined}
            order by t.place""",
            [*parameters, limit, offset],
        )

    def observation_table(self: Queried, kind: str, where: Filter = ALL, *, behind: Behind) -> pd.DataFrame:
        """All of them in words, for a file: without the texts."""
        one = OBSERVATIONS[kind]
        chosen, parameters = _chosen(one, where, behind)
        order = one.order if kind == "frames" else _PLACE
        return self.query(
            f"""select {one.table} from (select * from {_view(one, behind)} t where {chosen}) t
            join catalogue r using (article_id) {one.table_joined} order by {order}""",
            parameters,
        )


def _view(one: Observation, behind: Behind) -> str:
    return statements_of(behind) if one.view == "counted_attributions" else one.view


def _chosen(one: Observation, where: Filter, behind: Behind) -> tuple[str, list[Any]]:
    """Filters and conditions as SQL, with their parameters."""
    condition, parameters = condition_of(where, "t")
    conditions, more = one.conditions(behind)
    return f"{one.kept} and {condition} and {conditions}", [*parameters, *more]
