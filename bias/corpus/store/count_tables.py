"""The narrow files that numbers are counted from, and what people coded on top of them.

`catalogue.parquet` has a row an article, without its text; `counted_attributions.parquet` a row an
attribution, with its speaker of the corpus and no words; `counted_tones.parquet` a row a mention of a target;
`counted_wordings.parquet` a row a word or phrase that tells the reader what to think;
`counted_frames.parquet` a row a frame of an article.  Joined and sorted once, after an analysis, they answer
over millions of rows what joins of thousands of files would not.  Batches that are newer than a file are
joined live, so an answer is never older than the readings.
`block` is then counted over each part by itself: a group of articles still, if a less even one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from bias.corpus.store.conditions import quoted
from bias.reading import LEAST_CONFIDENCE

FLAT = ("catalogue", "counted_attributions", "counted_tones", "counted_wordings", "counted_frames")
OWN = "own "  # before the name of a target of one's own, in its key
VIEWS = {
    "catalogue": "plain_catalogue",
    "counted_attributions": "plain",
    "counted_tones": "plain_tones",
    "counted_wordings": "plain_wordings",
    "counted_frames": "plain_frames",
}  # what people decided and defined comes on top
BLOCKS = 20  # groups of an outlet's articles, for intervals that leave out one group after the other
Files = Mapping[str, Sequence[Path]]

_BATCH = r"regexp_extract(filename, '([^/\\]+)\.parquet$', 1)"
_CATALOGUE = f"""
    select hash(a.article_id) as article, a.article_id, a.batch, a.outlet, a.title, a.published, a.url,
           a.author, coalesce(r.state, 'waiting') as state, r.reason, r.language,
           coalesce(r.words, 0) as words, coalesce(r.left_out_words, 0) as left_out_words, r.faults,
           r.own_words, r.version, coalesce(r.genre, '') as genre, r.genre_confidence,
           coalesce(n.attributions, 0) as attributions,
           lower(regexp_extract(a.url, '^[A-Za-z]+://([^/:?#]+)', 1)) as domain
    from articles_in a
    left join readings_in r using (article_id)
    left join (
        select article_id, count(*) as attributions from attributions_in
        where coalesce(act, 'speech') = 'speech' and coalesce(confidence, 1) >= {LEAST_CONFIDENCE} group by 1
    ) n using (article_id)"""
# Of a single person, also of one whom nothing but a pronoun names; "none" of all others; '' is unknown.
_GENDER = """case when l.kind in ('organisation', 'group', 'document', 'place', 'law') then 'none'
               when l.gender <> '' then l.gender when lower(t.source) = 'she' then 'f'
               when lower(t.source) = 'he' then 'm' else '' end"""
# Attributions with the speaker of the corpus, and what other articles tell of the role; '' is unknown.
_SPOKEN = f"""
    select hash(t.article_id) as article, t.article_id, t.number, t.batch, t.outlet, t.published,
           coalesce(t.speaker, '') as name, coalesce(l.speaker, '') as speaker,
           coalesce(l.label, t.speaker, '') as label, coalesce(l.kind, '') as speaker_kind,
           regexp_replace(lower(trim(t.source)), '^(the|a|an)\\s+', '') as source_words,
           coalesce(l.role, t.role, '') as role, coalesce(l.alignment, t.alignment, '') as alignment,
           coalesce(l.polity, t.polity, '') as polity, {_GENDER} as gender,
           l.kind = 'person' and not starts_with(l.speaker, t.article_id) as is_named,
           t.kind, coalesce(t.act, 'speech') as act, coalesce(t.confidence, 1) >= {LEAST_CONFIDENCE} as sure,
           coalesce(t.via, '') as via, coalesce(t.cue_lemma, '') as cue_lemma, t.stance,
           coalesce(t.early, false) as early, t.words, t.quoted_words,
           (dense_rank() over (partition by t.outlet order by t.article_id)) % {BLOCKS} as block
    from attributions_in t
    left join linked_speakers l on l.article_id = t.article_id and l.name = t.speaker"""
_HOW = """case when t.headline then 'headline' else 'body' end as part, t.voice"""
_TONE = """case greatest(t.negative, t.neutral, t.positive) when t.negative then 'negative'
               when t.positive then 'positive' else 'neutral' end as tone,
           t.label <> 'uncertain' as certain, t.negative, t.positive"""
# Mentions with their target of the corpus, and who speaks where they stand in a quotation.
_TONED = f"""
    select hash(t.article_id) as article, t.article_id, t.number, t.batch, t.outlet, t.published,
           t.target as name, coalesce(g.speaker, lower(t.target)) as target,
           coalesce(g.label, t.target) as target_label, coalesce(g.kind, '') as target_kind,
           coalesce(g.role, '') as role, coalesce(g.alignment, '') as alignment,
           coalesce(g.polity, '') as polity,
           {_HOW}, coalesce(l.speaker, '') as speaker, coalesce(l.role, a.role, '') as speaker_role,
           coalesce(l.alignment, a.alignment, '') as speaker_alignment, {_TONE}
    from tones_in t
    left join linked_targets g on g.article_id = t.article_id and g.name = t.target
    left join attributions_in a on a.article_id = t.article_id and a.number = t.attribution
    left join linked_speakers l on l.article_id = a.article_id and l.name = a.speaker"""
# Mentions of targets of one's own, in batches that were not read anew since they were judged.  They are few,
# and change by themselves: they come on top of the file.
OWN_TONED = f"""
    select r.article, t.article_id, t.number, r.batch, r.outlet, t.published,
           '{OWN}' || t.target as name, '{OWN}' || t.target as target, t.target as target_label,
           'own' as target_kind, '' as role, '' as alignment, '' as polity,
           {_HOW}, coalesce(a.speaker, '') as speaker, coalesce(a.role, '') as speaker_role,
           coalesce(a.alignment, '') as speaker_alignment, {_TONE}
    from own_tones t join catalogue r using (article_id)
    semi join own_targets j on j.target = t.target and j.file = r.batch and j.read = r.version
    left join plain a on a.article_id = t.article_id and a.number = t.attribution"""
_WORDED = """
    select hash(t.article_id) as article, t.article_id, t.number, t.batch, t.outlet, t.published, t.kind,
           case when t.headline then 'headline' else 'body' end as part, t.voice, t.sure,
           coalesce(t.polarity, '') as polarity,
           if(t.kind = 'loaded_sentence', '', trim(lower(t.words), '“”„"''')) as term
    from wordings_in t"""
_FRAMED = """
    select hash(t.article_id) as article, t.article_id, t.batch, t.outlet, t.published, t.codebook, t.frame,
           t.score, t.present, t.sentences
    from frames_in t"""
_PLACE = "outlet, published, article_id"
_ORDER = {
    "catalogue": _PLACE,
    "counted_attributions": f"{_PLACE}, number",
    "counted_tones": f"{_PLACE}, number",
    "counted_wordings": f"{_PLACE}, number",
    "counted_frames": f"{_PLACE}, codebook, frame",
}
_SELECT = {
    "catalogue": _CATALOGUE,
    "counted_attributions": _SPOKEN,
    "counted_tones": _TONED,
    "counted_wordings": _WORDED,
    "counted_frames": _FRAMED,
}
_NEEDED = {
    "catalogue": ("articles", "readings", "attributions"),
    "counted_attributions": ("attributions",),
    "counted_tones": ("tones", "attributions"),
    "counted_wordings": ("wordings",),
    "counted_frames": ("frames",),
}


def covered(path: Path, readings: Iterable[Path]) -> set[str]:
    """The batches that a flat file holds as they are now: those not read again since it was written."""
    if not path.is_file():
        return set()
    metadata: dict[bytes, bytes] = pq.read_metadata(path).metadata or {}
    if metadata.get(b"form", b"").decode() != _form(path.stem):
        return set()  # written by another version of this module
    held = set(json.loads(metadata.get(b"batches", b"[]")))
    written = path.stat().st_mtime_ns
    return {one.stem for one in readings if one.stem in held and one.stat().st_mtime_ns <= written}


def whole(flat: str, folder: Path, tables: Files, schemas: Mapping[str, pa.Schema]) -> str:
    """A query over all rows of one of FLAT: what its file holds, live what it does not."""
    path = folder / f"{flat}.parquet"
    held = covered(path, tables["readings"])
    fresh = {table: [one for one in tables[table] if one.stem not in held] for table in _NEEDED[flat]}
    parts = []
    if held:
        parts.append(f"select * from read_parquet({quoted(str(path))})")
        stale = set(json.loads(pq.read_metadata(path).metadata[b"batches"])) - held
        if stale:
            parts[0] += f" where batch not in ({', '.join(map(quoted, sorted(stale)))})"
    if any(fresh.values()) or not held:
        parts.append(_live(flat, fresh, schemas))
    return " union all by name ".join(f"({part})" for part in parts)


def named(rows: str) -> str:
    """A query over some rows of articles, their outlets named as outlets.csv says."""
    return f"""select t.* replace (coalesce(n.name, t.outlet) as outlet)
        from {rows} t left join renamed n on n.written = t.outlet"""


def write(
    con: duckdb.DuckDBPyConnection, folder: Path, tables: Files, schemas: Mapping[str, pa.Schema]
) -> None:
    """Write the files anew, whole or not at all; `con` has the links of speakers and targets."""
    read = {path.stem for path in tables["readings"]}
    batches = json.dumps(sorted(read))
    for flat in FLAT:
        chosen = {table: [path for path in tables[table] if path.stem in read] for table in _NEEDED[flat]}
        scratch = folder / f".{flat}.{os.getpid()}.tmp"
        con.execute(
            f"copy ({_live(flat, chosen, schemas)} order by {_ORDER[flat]}) to {quoted(str(scratch))} "
            f"(format parquet, compression zstd, "
            f"kv_metadata {{batches: {quoted(batches)}, form: {quoted(_form(flat))}}})"
        )
        os.replace(scratch, folder / f"{flat}.parquet")


def _form(flat: str) -> str:
    """Changes with the columns of a flat file and what is in them."""
    return hashlib.sha256(_SELECT[flat].encode()).hexdigest()[:16]


def _live(flat: str, files: Mapping[str, Sequence[Path]], schemas: Mapping[str, pa.Schema]) -> str:
    parts = [f"{table}_in as ({source(paths, schemas[table])})" for table, paths in files.items()]
    return f"with {', '.join(parts)} {_SELECT[flat]}"


def source(paths: Sequence[Path], schema: pa.Schema) -> str:
    """A query over some files of one table, each row with its batch; none of its rows where there are none.

    Columns that the files of an older version lack are empty.  All files are taken to have the columns of
    the first and the last: to look into thousands of them would take seconds.
    """
    nothing = f"select {', '.join(_nothing(field) for field in schema)}, '' as batch where false"
    if not paths:
        return nothing
    listed = ", ".join(quoted(str(path)) for path in paths)
    ends = [pq.read_schema(path).names for path in (paths[0], paths[-1])]
    uneven = ", union_by_name = true" if ends[0] != ends[1] else ""
    rows = f"read_parquet([{listed}], filename = true{uneven})"
    found = f"select * exclude (filename), {_BATCH} as batch from {rows}"
    whole = set(schema.names) <= set(ends[0]) | set(ends[1])
    return found if whole else f"{nothing} union all by name {found}"


def _nothing(field: pa.Field[Any]) -> str:
    kinds = {"string": "varchar", "int32": "integer", "float": "float", "double": "double", "bool": "boolean"}
    kind = kinds.get(str(field.type), "integer[]" if "int32" in str(field.type) else "varchar[]")
    return f'null::{kind} as "{field.name}"'
