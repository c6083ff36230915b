"""The views of a corpus: what was read, with what people decided laid over it.

Each is made when a question first names it: most questions need few of them, and to look into the files of
all tables takes longer than to answer.  One DuckDB in memory serves the process, and each moment of each
corpus has a database in it, since to start another takes a hundred times as long.
"""

from __future__ import annotations

import itertools
import os
import re
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from bias.corpus.store import corrections, count_tables
from bias.corpus.store.annotations import UNKNOWN, in_force
from bias.corpus.store.schemas import SCHEMAS, SINGLE
from bias.reading import RoleCodebook, is_called, outlet_names

if TYPE_CHECKING:
    from bias.corpus.store.folder import Corpus


class Kept(str):
    """SQL whose rows are a table: they are few, and asked for often."""

    __slots__ = ()


Made = str | pd.DataFrame | None  # the SQL of a view, the rows of a table; None of what has made its tables
Makers = Mapping[str, Callable[[], Made]]
_NUMBERS = itertools.count()
_QUOTED = re.compile(r"'(?:[^']|'')*'")
_WORD = re.compile(r"[a-z_]+")


@lru_cache(1)
def _engine(process: int) -> duckdb.DuckDBPyConnection:
    """The DuckDB of a process: a fork cannot use that of its parent."""
    con = duckdb.connect(":memory:")
    con.execute("set parquet_metadata_cache = true; set preserve_insertion_order = false")
    con.execute("set enable_progress_bar = false")
    return con


def _drop(name: str, process: int) -> None:
    if process == os.getpid():
        with suppress(duckdb.Error):  # the program ends
            _engine(process).cursor().execute(f"detach {name}")


class Views:
    """Views and tables by name, each made when it is first named.  Safe to share between threads."""

    def __init__(self) -> None:
        self._makers: Makers = {}
        self._made: set[str] = set()
        self._begun: set[str] = set()
        self._lock = threading.RLock()
        self._name = f"tables_{next(_NUMBERS)}"
        _engine(os.getpid()).cursor().execute(f"attach ':memory:' as {self._name}")
        weakref.finalize(self, _drop, self._name, os.getpid())

    def offer(self, makers: Makers) -> None:
        """Say how they are made."""
        self._makers = {**self._makers, **makers}

    def cursor(self, sql: str = "") -> duckdb.DuckDBPyConnection:
        """A cursor of its own, since connections shared by threads give wrong answers; all that `sql` names
        is there."""
        self._need(sql)
        con = _engine(os.getpid()).cursor()
        con.execute(f"use {self._name}")
        return con

    def frame(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        return self.cursor(sql).execute(sql, list(parameters)).df()

    def _need(self, sql: str) -> None:
        wanted = set(_WORD.findall(_QUOTED.sub("", sql))) & self._makers.keys()
        if not wanted <= self._made:
            with self._lock:
                for name in sorted(wanted):
                    if name not in self._made | self._begun:  # what was made before it may have made it
                        self._make(name)

    def _make(self, name: str) -> None:
        self._begun.add(name)  # a column of the same name in its own SQL asks for nothing
        try:
            made = self._makers[name]()
            if isinstance(made, str):
                kind = "table" if isinstance(made, Kept) else "view"
                self.cursor(made).execute(f"create {kind} {name} as {made}")
            elif made is not None:
                con = self.cursor()
                con.register("coming", made.astype("string"))  # seen by this cursor only: copy it
                con.execute(f"create table {name} as select * from coming")
            self._made |= {one for one, make in self._makers.items() if make is self._makers[name]}
        finally:
            self._begun.discard(name)


def views_of(corpus: Corpus, tables: Mapping[str, Sequence[Path]]) -> Views:
    """The views over some files of a corpus and over what people decided."""
    views = Views()
    views.offer(_files(tables))
    views.offer(_flat(corpus, tables, views))
    views.offer(_decided(corpus, tables, views))
    return views


def _files(tables: Mapping[str, Sequence[Path]]) -> Makers:
    """The tables as they lie in the folder."""
    schemas = {**SCHEMAS, **SINGLE}
    return {name: partial(count_tables.source, tables[name], schemas[name]) for name in schemas}


def _flat(corpus: Corpus, tables: Mapping[str, Sequence[Path]], views: Views) -> Makers:
    """What numbers are counted from, with the names of outlets.csv; `renamed` has these: written, name."""
    outlets = corpus.outlet_table()

    def whole(name: str) -> str:
        return count_tables.whole(name, corpus.path, tables, SCHEMAS)

    def renamed() -> pd.DataFrame:
        found: Mapping[str, str] = {}
        if outlets.outlets:
            written = views.frame(f"select distinct outlet from ({whole('catalogue')})")["outlet"]
            found = outlets.renamed(written)
        return pd.DataFrame(found.items(), columns=["written", "name"])

    def plain(name: str) -> str:
        return count_tables.named(f"({whole(name)})") if outlets.outlets else whole(name)

    return {view: partial(plain, name) for name, view in count_tables.VIEWS.items()} | {"renamed": renamed}


def _decided(corpus: Corpus, tables: Mapping[str, Sequence[Path]], views: Views) -> Makers:
    """The same with what people decided on top."""
    genres, moved = corpus.genre_codes.in_force(), corpus.story_codes.in_force()
    live = corpus.corrections.in_force()
    splits, recoded = in_force(corpus.codes.all())
    coded, corrected = len(splits) + len(recoded) > 0, len(live) > 0
    catalogued = CATALOGUED if len(genres) else "from plain_catalogue"

    def framed() -> str:
        rows = corrections.FRAMED.format(rows=f"({FRAMED})") if corrected else FRAMED
        return count_tables.named(f"({rows})") if corpus.outlet_table().outlets else rows

    return {
        "genre_decisions": lambda: genres,
        "moved": lambda: moved,
        "splits": lambda: splits,
        "recoded": lambda: recoded,
        "own_interviews": lambda: _own_interviews(views),
        **dict.fromkeys(corrections.TABLES, partial(_correct, live, tables, views)),
        "corrected_voices": lambda: Kept(corrections.VOICES),
        "catalogue": lambda: (
            corrections.CATALOGUED.format(rows=f"({catalogued})") if corrected else catalogued
        ),
        "every_tone": lambda: EVERY_TONE,
        "own_toned": lambda: Kept(
            count_tables.OWN_TONED if tables["own_tones"] else "from plain_tones limit 0"
        ),
        "toned": lambda: "from plain_tones union all by name from own_toned",
        "heard": lambda: corrections.HEARD if corrected else "from plain",
        "reported": lambda: _spoken(corpus.codebook(), coded=coded, corrected=corrected),
        "counted_attributions": lambda: "select * from reported where act = 'speech' and sure",
        "counted_tones": lambda: _toned(corpus.codebook(), coded=coded, corrected=corrected),
        "counted_wordings": lambda: corrections.WORDED if corrected else "from plain_wordings",
        "counted_frames": framed,
        "frame_evidence": lambda: FRAME_EVIDENCE,
        "told": lambda: TOLD if len(moved) else UNMOVED,
        "copied": lambda: COPIED,
        "shared": lambda: SHARED,
    }


def _correct(live: pd.DataFrame, tables: Mapping[str, Sequence[Path]], views: Views) -> None:
    """What people say is wrong, as tables that lie over the rows of the files."""

    def rows(sql: str, articles: Sequence[str]) -> pd.DataFrame:
        where = "where article_id in (select unnest(?::varchar[]))"
        held = set(views.frame(f"select batch from plain_catalogue {where}", [articles])["batch"])
        found = {
            table: count_tables.source([one for one in tables[table] if one.stem in held], SCHEMAS[table])
            for table in SCHEMAS
        }
        found["tones"] += " union all by name from own_tones"
        for table in ("own_frames", "learned_frames"):
            found["frames"] += f" union all by name from {table}"
        asked = sql.format(**{name: f"({source})" for name, source in found.items()})
        return views.frame(f"{asked} {where}", [articles])

    corrections.create(views.cursor("linked_speakers"), live, rows)


def _spoken(book: RoleCodebook, *, coded: bool, corrected: bool) -> str:
    """The view `reported`: the rows with what people decided, roles as the codebook has them."""
    rows = CODED if coded else "select *, false as by_hand from heard"
    rows = f"{corrections.SET} from ({rows})" if corrected else rows
    role = _mapped("role", {key: code.into for key, code in book.merged.items()})
    group = _mapped("role", {key: code.group or key for key, code in book.roles.items()})
    return f"select *, {group} as role_group from (select * replace ({role} as role) from ({rows}))"


def _own_interviews(views: Views) -> pd.DataFrame:
    """What is said to an outlet itself, in its articles: outlet, via.  By the outlet's name and domains."""
    pairs = views.frame("select distinct outlet, via from plain where via <> ''").astype("string")
    found = views.frame(
        "select outlet, list(distinct domain) as domains from catalogue where domain <> '' group by 1"
    )
    domains = dict(zip(found["outlet"], found["domains"], strict=True))
    names = {outlet: outlet_names(outlet, domains.get(outlet, ())) for outlet in pairs["outlet"].unique()}
    own = [is_called(via, names[outlet]) for outlet, via in zip(pairs["outlet"], pairs["via"], strict=True)]
    return pairs[pd.Series(own, dtype=bool)]


def _toned(book: RoleCodebook, *, coded: bool, corrected: bool) -> str:
    """The view `counted_tones`: the same for mentions and their targets."""
    rows = CODED_TONES if coded else "select * from toned"
    rows = (
        corrections.MENTIONED.format(rows=f"({rows})")
        if corrected
        else f"select *, false as by_hand from ({rows})"
    )
    into = {key: code.into for key, code in book.merged.items()}
    roles = ", ".join(f"{_mapped(column, into)} as {column}" for column in ("role", "speaker_role"))
    return f"select * replace ({roles}) from ({rows})"


def _mapped(column: str, values: Mapping[str, str]) -> str:
    if not values:
        return column
    cases = " ".join(f"when '{key}' then '{value}'" for key, value in values.items())
    return f"case {column} {cases} else {column} end"


# What people decided wins over all that was read; `unknown` takes away what was read.
_DECIDED = "case c.{0} when '' then t.{0} when '" + UNKNOWN + "' then '' else c.{0} end"
CODES = ("role", "alignment", "polity")
CODED = f"""
    select t.* exclude (speaker, label, role, alignment, polity),
           coalesce(c.becomes, t.speaker) as speaker,
           coalesce(nullif(c.label, ''), t.label) as label,
           coalesce(c.role || c.alignment || c.polity, '') <> '' as by_hand,
           {", ".join(f"coalesce({_DECIDED.format(one)}, t.{one}) as {one}" for one in CODES)}
    from (
        select p.* exclude (speaker, label), coalesce(s.speaker, p.speaker) as speaker,
               coalesce(s.label, p.label) as label
        from heard p left join splits s on s.article_id = p.article_id and s.name = p.name
    ) t
    left join recoded c on c.speaker = t.speaker"""


# What was learned takes the place of what was read, for the frames that have it.
FRAMED = """
    select * from (
        select * exclude (batch) from plain_frames union all by name
        select hash(article_id) as article, * exclude (evidence, batch) from own_frames
    ) anti join (from learned where used) using (codebook, frame)
    union all by name select hash(article_id) as article, * exclude (evidence, batch) from learned_frames"""
FRAME_EVIDENCE = """
    select article_id, codebook, frame, evidence from (
        select article_id, codebook, frame, evidence from frames
        union all select article_id, codebook, frame, evidence from own_frames
    ) anti join (from learned where used) using (codebook, frame)
    union all select article_id, codebook, frame, evidence from learned_frames"""
# What people decided of a genre wins over what was read; "unknown" takes it away.
CATALOGUED = f"""
    select p.* replace (
        case g.genre when '{UNKNOWN}' then '' else coalesce(g.genre, p.genre) end as genre,
        case when g.genre is null then p.genre_confidence end as genre_confidence
    ) from plain_catalogue p left join genre_decisions g using (article_id)"""
EVERY_TONE = "select * from tones union all by name select * from own_tones"
UNMOVED = "select hash(article_id) as article, story from stories"
TOLD = """
    select hash(s.article_id) as article, coalesce(m.story, s.story) as story
    from stories s left join moved m using (article_id)"""
SHARED = """
    select article, story from told where story in (
        select t.story from told t join catalogue r using (article) group by 1
        having count(distinct r.outlet) > 1
    )"""
COPIED = "select hash(article_id) as article from copies where original <> article_id"
CODED_TONES = f"""
    select t.* exclude (target, target_label, role, alignment, polity, speaker_role, speaker_alignment),
           coalesce(c.becomes, t.target) as target,
           coalesce(nullif(c.label, ''), t.target_label) as target_label,
           {", ".join(f"coalesce({_DECIDED.format(one)}, t.{one}) as {one}" for one in CODES)},
           case w.role when '' then t.speaker_role when '{UNKNOWN}' then ''
               else coalesce(w.role, t.speaker_role) end as speaker_role,
           case w.alignment when '' then t.speaker_alignment when '{UNKNOWN}' then ''
               else coalesce(w.alignment, t.speaker_alignment) end as speaker_alignment
    from (
        select p.* exclude (target, target_label), coalesce(s.speaker, p.target) as target,
               coalesce(s.label, p.target_label) as target_label
        from toned p left join splits s on s.article_id = p.article_id and s.name = p.name
    ) t
    left join recoded c on c.speaker = t.target
    left join recoded w on w.speaker = t.speaker"""
