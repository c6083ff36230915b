"""What people said is wrong, laid over what was read: which observation each correction is about, what
becomes of the numbers, and the queries that say so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import duckdb
import pandas as pd

from bias.corpus.store.annotations import UNKNOWN
from bias.corpus.store.corrections import ACT, COUNTRY, GONE, ROLE, SIDE, SPEAKER, TONE, Row, place_of
from bias.model import TONES
from bias.reading import LEAST_CONFIDENCE

# -- which observation a correction is about -----------------------------------------------------------


ALIKE = 0.5  # of the characters of two places, from which they are one after a new reading
Rows = Callable[[str, Sequence[str]], pd.DataFrame]  # SQL over tables, articles → their rows


def _points(spans: Sequence[int]) -> set[int]:
    return {p for start, end in zip(spans[::2], spans[1::2], strict=True) for p in range(start, end)}


def _alike(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of characters that two places have in common; 1 of what is no place, as a frame."""
    mine, others = _points(one), _points(other)
    return 1.0 if one == other else len(mine & others) / max(1, len(mine | others))


def _placed(live: pd.DataFrame, kind: str, rows: Iterable[Row]) -> dict[int, Row]:
    """Correction → the row that it is about: of the same words, or that overlaps them by ALIKE and more."""
    near: dict[tuple[str, str, str], list[tuple[tuple[int, ...], Row]]] = defaultdict(list)
    for row in rows:
        place = place_of(kind, row)
        near[place.article_id, place.part, place.what].append((place.spans, row))
    found: dict[int, Row] = {}
    for one in live[live["kind"] == kind].to_dict("records"):
        spans = tuple(map(int, one["spans"].split()))
        others = near.get((one["article_id"], one["part"], one["what"]), [])
        alike, row = max(
            ((_alike(spans, other), row) for other, row in others),
            key=lambda pair: pair[0],
            default=(0.0, {}),
        )
        if alike >= ALIKE:
            found[int(one["id"])] = row
    return found


def _values(live: pd.DataFrame, placed: Mapping[int, Row]) -> list[dict[str, Any]]:
    """A row an observation: its own, and under `set` the values by field."""
    out: dict[tuple[str, int], dict[str, Any]] = {}
    for one in live[live["id"].isin(list(placed))].to_dict("records"):
        row = placed[int(one["id"])]
        held = out.setdefault((row["article_id"], int(row["number"])), {**row, "set": {}})
        held["set"][one["field"]] = "" if one["value"] == UNKNOWN else one["value"]
    return list(out.values())


# -- how they count ------------------------------------------------------------------------------------

_STATEMENTS = """article_id varchar, number integer, gone boolean, name varchar, speaker varchar,
    label varchar, speaker_kind varchar, gender varchar, is_named boolean, role varchar, alignment varchar,
    polity varchar, set_role varchar, set_alignment varchar, set_polity varchar, act varchar"""
TABLES = {
    "correction_places": "id integer, number integer",
    "corrected_statements": _STATEMENTS,
    "corrected_mentions": """article_id varchar, number integer, gone boolean, tone varchar,
        attribution integer, voice varchar""",
    "corrected_wordings": "article_id varchar, number integer, gone boolean, voice varchar",
    "corrected_frames": "article_id varchar, codebook varchar, frame varchar",
    "corrected_articles": "article_id varchar, attributions integer, own_words integer",
}
_SPAN = 'article_id, number, "start", "end", headline'
_READ = {  # what is looked at, of the articles that have corrections
    "attributions": """article_id, number, content_spans, coalesce(act, 'speech') as act, kind, confidence,
        words""",
    "tones": f"{_SPAN}, target, attribution, voice",
    "wordings": f"{_SPAN}, kind, attribution, voice",
    "frames": "article_id, codebook, frame, 0 as number",
}


def create(con: duckdb.DuckDBPyConnection, live: pd.DataFrame, rows: Rows) -> None:
    """The TABLES that lie over what was read, empty where nothing was corrected."""
    for name, columns in TABLES.items():
        con.execute(f"create table {name} ({columns})")
    if live.empty:
        return
    articles = sorted(set(live["article_id"]))
    read = {kind: rows(f"select {columns} from {{{kind}}}", articles) for kind, columns in _READ.items()}
    found = {kind: _placed(live, kind, frame.to_dict("records")) for kind, frame in read.items()}
    for placed in found.values():
        _fill(con, "correction_places", [{"id": one, "number": row["number"]} for one, row in placed.items()])
    statements = _values(live, found["attributions"])
    _fill(con, "corrected_statements", _spoken(con, statements))
    _fill(con, "corrected_articles", [_changed(one) for one in statements])
    _fill(con, "corrected_mentions", _mentions(live, found["tones"], read["tones"], statements))
    _fill(con, "corrected_wordings", _wordings(live, found["wordings"], read["wordings"], statements))
    _fill(con, "corrected_frames", [dict(row) for row in found["frames"].values()])


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows into a table; what a row does not say is null."""
    if rows:
        names = [column.split()[0] for column in TABLES[table].split(",")]
        sql = f"insert into {table} values ({', '.join('?' * len(names))})"
        con.executemany(sql, [[row.get(name) for name in names] for row in rows])


def _spoken(con: duckdb.DuckDBPyConnection, statements: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `corrected_statements`: who else speaks brings role, side and country along."""
    out = []
    for one in statements:
        values = one["set"]
        row = {"article_id": one["article_id"], "number": one["number"], "gone": GONE in values}
        if SPEAKER in values:
            row |= _somebody(con, values[SPEAKER], one["article_id"])
        row |= {f"set_{field}": values[field] for field in (ROLE, SIDE, COUNTRY) if field in values}
        out.append(row | {ACT: _act(one)})
    return out


def _somebody(con: duckdb.DuckDBPyConnection, name: str, article_id: str) -> dict[str, Any]:
    """A speaker by name: whom the article knows by it, else the corpus, else somebody of whom nothing is
    known."""
    found = con.execute(
        """select speaker, label, kind, gender, role, alignment, polity from linked_speakers
        where $1 <> '' and (lower(label) = lower($1) or speaker = lower($1))
        group by all order by max(article_id = $2) desc, count(*) desc, speaker limit 1""",
        [name, article_id],
    ).fetchone()
    if found is None:
        return {"name": name, "speaker": name.lower(), "label": name, "speaker_kind": "", "gender": "",
                "is_named": False, "role": "", "alignment": "", "polity": ""}  # fmt: skip
    key, label, kind, gender, *codes = (one or "" for one in found)
    people = kind == "person"
    return {
        "name": label, "speaker": key, "label": label, "speaker_kind": kind,
        "gender": gender if people or kind in ("", "unnamed") else "none",
        "is_named": people and not key.startswith(article_id),
        **dict(zip((ROLE, SIDE, COUNTRY), codes, strict=True)),
    }  # fmt: skip


def _changed(one: Mapping[str, Any]) -> dict[str, Any]:
    """What becomes of the numbers of an article: of its statements, and of the words that are its own."""
    confidence = one["confidence"]
    sure = pd.isna(confidence) or confidence >= LEAST_CONFIDENCE
    gone, act = GONE in one["set"], _act(one)
    before, after = sure and one["act"] == "speech", sure and act == "speech" and not gone
    own = int(one["words"]) if gone and _becomes_narration(one) else 0
    return {"article_id": one["article_id"], "attributions": int(after) - int(before), "own_words": own}


def _act(one: Mapping[str, Any]) -> str:
    """What a statement is: as corrected, else as read; the author's that is now another's is speech."""
    told = "speech" if one["act"] == "own" and SPEAKER in one["set"] else one["act"]
    return str(one["set"].get(ACT, told))


def _becomes_narration(one: Mapping[str, Any]) -> bool:
    """Whether words of what is no statement are the outlet's own: they stand in no quotation marks."""
    return bool(one["kind"] == "indirect" and one["act"] == "speech")


def _mentions(
    live: pd.DataFrame, placed: Mapping[int, Row], read: pd.DataFrame,
    statements: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of `corrected_mentions`: those corrected, and those in words of statements that were."""
    out = {
        (one["article_id"], one["number"]): {**one, "gone": GONE in one["set"], "tone": one["set"].get(TONE)}
        for one in _values(live, placed)
    }
    return _voiced(out, read, statements)


def _wordings(
    live: pd.DataFrame, placed: Mapping[int, Row], read: pd.DataFrame,
    statements: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:  # fmt: skip
    """Rows of `corrected_wordings`, the same way."""
    out = {(one["article_id"], one["number"]): {**one, "gone": True} for one in _values(live, placed)}
    return _voiced(out, read, statements)


def _voiced(
    out: dict[tuple[str, int], dict[str, Any]], read: pd.DataFrame, statements: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    for row in out.values():
        row["voice"] = row["attribution"] = None
    for one in statements:
        inside = read[(read["article_id"] == one["article_id"]) & (read["attribution"] == one["number"])]
        for row in inside.to_dict("records"):
            held = out.setdefault((row["article_id"], row["number"]), {**row, "gone": False, "voice": None})
            held["attribution"] = int(one["number"])
            held["voice"] = "narration" if GONE in one["set"] and _becomes_narration(one) else None
    return list(out.values())


def toned(rows: pd.DataFrame) -> pd.DataFrame:
    """Mentions as files have them, with the tone that people set for `tone` where it is `by_hand`."""
    for label in TONES:
        rows[label] = rows[label].mask(rows["by_hand"], (rows["tone"] == label).astype(float))
    rows["label"] = rows["label"].mask(rows["by_hand"], rows["tone"])
    return rows.drop(columns="tone")


# Over `plain`; what was set by hand of role, side and country comes after what was decided of speakers.
HEARD = """
    select p.* replace (
        coalesce(k.name, p.name) as name, coalesce(k.speaker, p.speaker) as speaker,
        coalesce(k.label, p.label) as label, coalesce(k.speaker_kind, p.speaker_kind) as speaker_kind,
        coalesce(k.gender, p.gender) as gender, coalesce(k.is_named, p.is_named) as is_named,
        coalesce(k.role, p.role) as role, coalesce(k.alignment, p.alignment) as alignment,
        coalesce(k.polity, p.polity) as polity, coalesce(k.act, p.act) as act),
        k.set_role, k.set_alignment, k.set_polity, k.number is not null as corrected
    from plain p left join corrected_statements k on hash(k.article_id) = p.article and k.number = p.number
    where not coalesce(k.gone, false)"""
SET = """select * exclude (set_role, set_alignment, set_polity, corrected) replace (
    coalesce(set_role, role) as role, coalesce(set_alignment, alignment) as alignment,
    coalesce(set_polity, polity) as polity, by_hand or corrected as by_hand)"""
# Who says it, now that `reported` knows: of mentions in the words of corrected statements.
VOICES = """
    select m.article_id, m.number, m.gone, m.tone, m.voice, m.attribution is not null as within,
        s.speaker, s.role, s.alignment
    from corrected_mentions m left join (
        select r.article_id, r.number, r.speaker, r.role, r.alignment
        from reported r semi join corrected_statements k
            on hash(k.article_id) = r.article and k.number = r.number
    ) s on s.article_id = m.article_id and s.number = m.attribution"""
MENTIONED = f"""
    select t.* replace (
        coalesce(m.tone, t.tone) as tone, m.tone is not null or t.certain as certain,
        {
    ", ".join(
        f"if(m.tone is null, t.{one}, (m.tone = '{one}')::int::float) as {one}"
        for one in (TONES[0], TONES[-1])
    )
},
        coalesce(m.voice, t.voice) as voice,
        if(m.within, coalesce(m.speaker, ''), t.speaker) as speaker,
        if(m.within, coalesce(m.role, ''), t.speaker_role) as speaker_role,
        if(m.within, coalesce(m.alignment, ''), t.speaker_alignment) as speaker_alignment),
        m.tone is not null as by_hand
    from {{rows}} t left join corrected_voices m on hash(m.article_id) = t.article and m.number = t.number
    where not coalesce(m.gone, false)"""
WORDED = """
    select t.* replace (coalesce(k.voice, t.voice) as voice)
    from plain_wordings t left join corrected_wordings k
        on hash(k.article_id) = t.article and k.number = t.number
    where not coalesce(k.gone, false)"""
FRAMED = """
    select t.* replace (t.present and k.frame is null as present, if(k.frame is null, t.score, 0) as score)
    from {rows} t left join corrected_frames k
        on hash(k.article_id) = t.article and k.codebook = t.codebook and k.frame = t.frame"""
CATALOGUED = """
    select p.* replace (p.attributions + coalesce(k.attributions, 0) as attributions,
        (p.own_words + coalesce(k.own_words, 0))::integer as own_words)
    from {rows} p left join (
        select article_id, sum(attributions)::integer as attributions, sum(own_words)::integer as own_words
        from corrected_articles group by 1
    ) k using (article_id)"""
