"""The views of a corpus: what was read, with what people decided laid over it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from bias.corpus.store import count_tables
from bias.corpus.store.annotations import UNKNOWN, in_force
from bias.corpus.store.schemas import SCHEMAS, SINGLE
from bias.corpus.store.views import overlay
from bias.corpus.store.views.lazy import Kept, Make, Makers, Views
from bias.reading import RoleCodebook, is_called, outlet_names

if TYPE_CHECKING:
    from bias.corpus.store.folder import Corpus

Files = Mapping[str, Sequence[Path]]  # table → its files


def views_of(corpus: Corpus, tables: Files) -> Views:
    """The views over some files of a corpus and over what people decided."""
    return Views({**_files(tables), **_flat(corpus, tables), **_decided(corpus, tables)})


def _files(tables: Files) -> Makers:
    """The tables as they lie in the folder."""
    schemas = {**SCHEMAS, **SINGLE}

    def source(name: str) -> Make:
        return lambda _: count_tables.source(tables[name], schemas[name])

    return {name: source(name) for name in schemas}


def _flat(corpus: Corpus, tables: Files) -> Makers:
    """What numbers are counted from, with the names of outlets.csv; `renamed` has these: written, name."""
    outlets = corpus.outlet_table()

    def whole(name: str) -> str:
        return count_tables.whole(name, corpus.path, tables, SCHEMAS)

    def renamed(views: Views) -> pd.DataFrame:
        found: Mapping[str, str] = {}
        if outlets.outlets:
            written = views.frame(f"select distinct outlet from ({whole('catalogue')})")["outlet"]
            found = outlets.renamed(written)
        return pd.DataFrame(found.items(), columns=["written", "name"])

    def plain(name: str) -> Make:
        return lambda _: count_tables.named(f"({whole(name)})") if outlets.outlets else whole(name)

    return {view: plain(name) for name, view in count_tables.VIEWS.items()} | {"renamed": renamed}


def _decided(corpus: Corpus, tables: Files) -> Makers:
    """The same with what people decided on top."""
    genres, moved = cache(corpus.genre_codes.in_force), cache(corpus.story_codes.in_force)
    live, speakers = cache(corpus.corrections.in_force), cache(lambda: in_force(corpus.codes.all()))

    def catalogued() -> str:
        rows = CATALOGUED if len(genres()) else "from plain_catalogue"
        return overlay.CATALOGUED.format(rows=f"({rows})") if len(live()) else rows

    def decided(rows: Callable[..., str]) -> str:
        coded = any(map(len, speakers()))
        return rows(corpus.codebook(), coded=coded, corrected=len(live()) > 0)

    def framed() -> str:
        rows = overlay.FRAMED.format(rows=f"({FRAMED})") if len(live()) else FRAMED
        return count_tables.named(f"({rows})") if corpus.outlet_table().outlets else rows

    return {
        "genre_decisions": lambda _: genres(),
        "moved": lambda _: moved(),
        "splits": lambda _: speakers()[0],
        "recoded": lambda _: speakers()[1],
        "own_interviews": _own_interviews,
        **dict.fromkeys(overlay.TABLES, lambda views: _correct(live(), tables, views)),
        "corrected_voices": lambda _: Kept(overlay.VOICES),
        "catalogue": lambda _: catalogued(),
        "every_tone": lambda _: EVERY_TONE,
        "own_toned": lambda _: Kept(
            count_tables.OWN_TONED if tables["own_tones"] else "from plain_tones limit 0"
        ),
        "toned": lambda _: "from plain_tones union all by name from own_toned",
        "heard": lambda _: overlay.HEARD if len(live()) else "from plain",
        "reported": lambda _: decided(_spoken),
        "counted_attributions": lambda _: "select * from reported where act = 'speech' and sure",
        "counted_tones": lambda _: decided(_toned),
        "counted_wordings": lambda _: overlay.WORDED if len(live()) else "from plain_wordings",
        "counted_frames": lambda _: framed(),
        "frame_evidence": lambda _: FRAME_EVIDENCE,
        "told": lambda _: TOLD if len(moved()) else UNMOVED,
        "copied": lambda _: COPIED,
        "shared": lambda _: SHARED,
    }


def _correct(live: pd.DataFrame, tables: Files, views: Views) -> None:
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

    overlay.create(views.cursor("linked_speakers"), live, rows)


def _spoken(book: RoleCodebook, *, coded: bool, corrected: bool) -> str:
    """The view `reported`: the rows with what people decided, roles as the codebook has them."""
    rows = CODED if coded else "select *, false as by_hand from heard"
    rows = f"{overlay.SET} from ({rows})" if corrected else rows
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
        overlay.MENTIONED.format(rows=f"({rows})")
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
