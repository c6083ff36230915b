"""The Tone page: how outlets, and the voices that they quote, speak of whom; and the sentences behind it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from bias import resources
from bias.compare.cards import highlights
from bias.compare.measures import LEAST_ARTICLES, LEAST_SENTENCES, NARRATED, QUOTED, ToneMeasure, tone_by_key
from bias.compare.statistics import net_tone
from bias.compare.statistics.net_tone import Scores
from bias.compare.statistics.rates import hide_few, highest_first, pooled
from bias.compare.views.common import (
    MOST_COLUMNS,
    apart,
    code_label,
    hidden,
    labels,
    matched,
    outlet_label,
    records,
    tone_mark,
    tone_words,
    unique,
)
from bias.corpus import Behind, Corpus, Filter, either
from bias.model import Span

SIDES = {"incumbent": "The government's side", "opposition": "The opposition"}
EVERYBODY = "everybody"
NAMED = "Everybody who is named"
NO_NAMES = frozenset((*SIDES.values(), NAMED))  # labels that are no names
SIDE = "side "  # before a side, in the key of a target
LISTED = 60  # targets to choose from
MOST_TARGETS = 14  # of the grid
OWN, OTHERS = "in its own voice", "in words it quotes"
COLUMNS = [
    "id", "outlet", "outlet_label", "label", "series", "value", "low", "high", "n", "uncertain", "articles",
    "note", "behind",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToneBoard:
    """One measure of tone: a row for each mark on the chart."""

    measure: ToneMeasure
    rows: pd.DataFrame  # the columns of COLUMNS
    matched: int  # articles that the filters let through
    read: int
    waiting: int
    coverage: float  # share of the mentions that are not uncertain; NaN for whole articles

    @property
    def shown(self) -> bool:
        return bool(self.rows["value"].notna().any())


def targets(corpus: Corpus, where: Filter) -> dict[str, str]:
    """Whom one may ask about, key → label: sides, everybody, then those spoken of most often."""
    out = {
        f"{SIDE}{side}": label for side, label in SIDES.items() if corpus.mentions(where, behind=_side(side))
    }
    found = records(corpus.targets(where, top=LISTED))
    return out | {EVERYBODY: NAMED} | {row["target"]: row["label"] for row in found}


def toward(target: str) -> Behind:
    """The mentions of a target of `targets`, as conditions."""
    if target == EVERYBODY:
        return ()
    if target.startswith(SIDE):
        return _side(target.removeprefix(SIDE))
    return (("target", target),)


def tone(
    corpus: Corpus, where: Filter, *, key: str, target: str, against: str = "", corrected: bool = False
) -> ToneBoard:
    """The marks of one measure: a row an outlet, two where narration and quotations are side by side."""
    measure = tone_by_key(key)
    state = corpus.state(where)
    one, other = (*toward(target), *measure.one), (*toward(against or target), *measure.other)
    if measure.kind == "article":
        rows = _article_rows(corpus, where, measure)
    elif measure.kind == "voices":
        kinds = ((OWN, one), (OTHERS, other))
        rows = pd.concat([_net_rows(corpus, where, kind, series, corrected) for series, kind in kinds])
    else:
        rows = _net_rows(corpus, where, one, "", corrected, other)
    rows = _ordered(rows, corpus, where)
    n = int(rows["n"].sum())
    return ToneBoard(
        measure=measure,
        rows=rows[COLUMNS],
        matched=sum(state.values()),
        read=state.get("read", 0),
        waiting=state.get("waiting", 0),
        coverage=1 - rows["uncertain"].sum() / n if n and measure.kind != "article" else math.nan,
    )


def tone_grid(
    corpus: Corpus, where: Filter, *, quoted: bool = False, corrected: bool = False
) -> pd.DataFrame:
    """Net tone toward those spoken of most often, by outlet: COLUMNS with `topic`, the outlet's column.

    In the outlet's own voice, or `quoted`: in the words that it quotes.
    """
    voice = QUOTED if quoted else NARRATED
    listed = corpus.targets(where, top=MOST_TARGETS)
    if listed.empty:
        return pd.DataFrame(columns=[*COLUMNS, "topic", "base"])
    known = dict(zip(listed["target"], unique(listed["label"]), strict=True))
    each = (either(*(toward(one) for one in known)),)
    found = corpus.tone_counts(where, one=(*voice, *each), by=("outlet", "target"))
    rows = hidden(net_tone.net(found, by=("outlet", "target"), scores=_scores(corrected)))
    biggest = rows.groupby("outlet")["n"].sum().sort_values(ascending=False, kind="stable")
    rows = rows[rows["outlet"].isin(biggest.index[:MOST_COLUMNS])].reset_index(drop=True)
    rows["label"] = rows["target"].map(known)
    outlets = pd.Series(sorted(rows["outlet"].unique()))
    columns = dict(zip(outlets, unique(labels(outlets)), strict=True))
    rows["topic"] = rows["outlet_label"] = rows["outlet"].map(columns)
    rows["id"] = rows["label"] + " · " + rows["topic"]
    behind = [(("outlet", row["outlet"]), ("target", row["target"]), *voice) for row in records(rows)]
    return rows.assign(series="", base=rows["n"], behind=pd.Series(behind, dtype=object))


def tone_months(corpus: Corpus, where: Filter, *, target: str, corrected: bool = False) -> pd.DataFrame:
    """Net tone toward a target by month, over all outlets that the filters let through: COLUMNS."""
    return _by(corpus, where, "month", toward(target), ((OWN, NARRATED), (OTHERS, QUOTED)), corrected)


def tone_roles(corpus: Corpus, where: Filter, *, target: str, corrected: bool = False) -> pd.DataFrame:
    """Net tone toward a target in the words of each role that is quoted: COLUMNS."""
    rows = _by(corpus, where, "speaker_role", toward(target), (("", QUOTED),), corrected)
    rows["label"] = rows["id"] = [code_label(corpus.codebook(), "role", key) for key in rows["label"]]
    return highest_first(rows, by="label")


def tone_differences(board: ToneBoard, *, reference: str) -> pd.DataFrame:
    """Each outlet's own voice, or its difference, against a reference; the largest difference first."""
    rows = board.rows[board.rows["series"].isin(("", OWN))]
    return apart(rows, reference=reference, most=2.0)


def tone_table(rows: pd.DataFrame, *, unit: str, first: str = "Outlet") -> pd.DataFrame:
    """Rows as a reader's table; net tone of 100 mentions."""
    scale = 100 if unit == "net" else 1
    found = pd.DataFrame({first: rows["label"]})
    if rows["series"].ne("").any():
        found["Voice"] = rows["series"]
    if "topic" in rows:
        found["Outlet"] = rows["outlet_label"]
    for name, column in (("Value", "value"), ("Low", "low"), ("High", "high")):
        found[name] = rows[column] * scale
    found["Mentions" if unit == "net" else "Sentences"] = rows["n"]
    if unit == "net":
        found["Uncertain"] = rows["uncertain"]
    return found.assign(Articles=rows["articles"], Note=rows["note"])


# -- evidence ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ToneSentence:
    """One mention behind a number, ready to be shown."""

    article_id: str
    number: int
    outlet: str
    published: str
    title: str
    said: str  # tone, probabilities and voice
    html: str  # escaped, the target marked


def mention_count(corpus: Corpus, where: Filter, behind: Behind) -> int:
    return corpus.mentions(where, behind=behind)


def mention_table(corpus: Corpus, where: Filter, behind: Behind) -> pd.DataFrame:
    """All mentions behind a number, for a file."""
    return corpus.mention_table(where, behind=behind)


def mentions(
    corpus: Corpus, where: Filter, behind: Behind, *, page: int = 1, size: int = 10
) -> list[ToneSentence]:
    """The mentions behind a number, a page at a time: those with a tone first, then the newest."""
    found = corpus.mention_evidence(where, behind=behind, limit=size, offset=(page - 1) * size)
    book = corpus.codebook()
    out = []
    for row in records(found):
        text = row["title"] if row["headline"] else row["text"]
        spans = (Span(0, len(text)),) if row["headline"] else highlights.flat_spans(row["sentence_spans"])
        out.append(
            ToneSentence(
                article_id=row["article_id"],
                number=int(row["number"]),
                outlet=outlet_label(row["outlet"]),
                published=row["published"][:10],
                title=row["title"],
                said=f"{tone_words(row)} · {_voice(row, book)}",
                html=highlights.excerpt_html(text, [tone_mark(row)], spans),
            )
        )
    return out


def _voice(row: dict[str, Any], book: Any) -> str:
    where = "in the headline, " if row["headline"] else ""
    if row["voice"] == "narration":
        return f"{where}in the outlet's own voice"
    who = row["voice_of"] if isinstance(row["voice_of"], str) and row["voice_of"] else "somebody not known"
    role = f", {code_label(book, 'role', row['speaker_role'])}" if row["speaker_role"] else ""
    return f"{where}in words of {who}{role}"


# -- parts -------------------------------------------------------------------------------------------


def _side(side: str) -> Behind:
    return (("side", side),)


@cache
def _correction() -> Scores:
    config = json.loads((resources.model_folder("tone") / "config.json").read_text(encoding="utf-8"))
    return net_tone.corrected(config["confusion"])


def matched_tone(
    corpus: Corpus, where: Filter, *, key: str, target: str, reference: str, corrected: bool = False
) -> pd.DataFrame:
    """The outlet's own voice against a reference within the stories that both tell; nothing for measures
    that are differences themselves."""
    measure = tone_by_key(key)
    if measure.kind != "voices":
        return pd.DataFrame()
    one = (*toward(target), *measure.one)
    found = corpus.tone_counts(where, one=one, by=("telling",)).rename(columns={"telling": "by"})
    scores = _scores(corrected)
    counts = found[[f"{'sure_' if scores.sure else ''}{tone}" for tone in net_tone.TONES]].to_numpy(float)
    return matched(found.assign(above=counts @ scores.values, below=counts.sum(1)), reference=reference)


def _scores(corrected: bool) -> Scores:
    return _correction() if corrected else net_tone.RAW


def _net_rows(
    corpus: Corpus, where: Filter, one: Behind, series: str, corrected: bool, other: Behind = ()
) -> pd.DataFrame:
    found = corpus.tone_counts(where, one=one, other=other)
    rows = net_tone.net(found, by=("outlet",), scores=_scores(corrected), compared=bool(other))
    rows = rows.set_index("outlet").reindex(corpus.outlets(where)).rename_axis("outlet").reset_index()
    counts = {"n": 0, "uncertain": 0, "articles": 0}
    rows = hidden(rows.fillna(counts).astype(dict.fromkeys(counts, int)))
    ends = one if not other else (either(one, other),)
    behind = [(("outlet", outlet), *ends) for outlet in rows["outlet"]]
    return rows.assign(series=series, behind=pd.Series(behind, dtype=object, index=rows.index))


def _article_rows(corpus: Corpus, where: Filter, measure: ToneMeasure) -> pd.DataFrame:
    found = corpus.article_tones(where, measure=measure.score)
    if measure.unit == "share":
        rows = pooled(found, by="outlet", numerator="above", denominator="below")
    else:
        rows = net_tone.mean(found, by="outlet")
    rows = hide_few(rows, least=LEAST_SENTENCES, least_articles=LEAST_ARTICLES)
    behind: Sequence[Behind] = [() for _ in range(len(rows))]
    return rows.assign(series="", uncertain=0, behind=pd.Series(list(behind), dtype=object))


def _by(
    corpus: Corpus,
    where: Filter,
    key: str,
    target: Behind,
    kinds: Sequence[tuple[str, Behind]],
    corrected: bool,
) -> pd.DataFrame:
    parts = []
    for series, voice in kinds:
        found = corpus.tone_counts(where, one=(*target, *voice), by=(key,))
        rows = hidden(net_tone.net(found, by=(key,), scores=_scores(corrected)))
        rows = rows[rows[key] != ""] if key == "month" else rows
        behind = [(*target, *voice, (key, value)) for value in rows[key]]
        ids = rows[key] + (f" {series}" if series else "")
        parts.append(
            rows.assign(
                id=ids,
                outlet="",
                outlet_label="",
                label=rows[key],
                series=series,
                behind=pd.Series(behind, dtype=object, index=rows.index),
            )
        )
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _ordered(rows: pd.DataFrame, corpus: Corpus, where: Filter) -> pd.DataFrame:
    """Outlets by their first value, highest first; what is not shown last; rows of an outlet together."""
    rows["label"] = rows["outlet_label"] = labels(rows["outlet"])
    ids = rows["outlet_label"] + rows["series"].map(lambda series: f", {series}" if series else "")
    first = highest_first(rows.drop_duplicates("outlet"), by="label")["outlet"]
    place = {outlet: n for n, outlet in enumerate(first)}
    rows = rows.assign(id=ids, place=rows["outlet"].map(place))
    return rows.sort_values("place", kind="stable", ignore_index=True)
