"""How outlets, and the voices that they quote, speak of whom: one function a question, each gives a card."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial

import pandas as pd

from bias import resources
from bias.compare.cards.card import (
    CELLS,
    Board,
    Card,
    Chart,
    Row,
    by_outlet,
    chosen,
    compared,
    conditions,
    count_columns,
    counted_of,
    coverage,
    every_outlet,
    everyone,
    for_groups,
    grid_columns,
    hidden,
    largest_outlets,
    named_outlets,
    outlets_of,
    pairs_of,
    parted,
    which_columns,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.cards.over_time import over_time
from bias.compare.cards.stance import stance, stance_together
from bias.compare.cards.targets import found_by, inside, toward
from bias.compare.measures import (
    LEAST,
    LEAST_ARTICLES,
    LEAST_SENTENCES,
    NARRATED,
    QUOTED,
    TONES,
    ToneMeasure,
    named,
)
from bias.compare.statistics import net_tone
from bias.compare.statistics.net_tone import Scores
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.words.alternatives import alt_rows
from bias.compare.words.findings import extremes, led, pairs_tested
from bias.compare.words.labels import code_label, records, unique
from bias.compare.words.numbers import SCALE, counted, value_text
from bias.corpus import Behind, Corpus, Filter, either, of_outlets
from bias.model import TONES as TONE_LABELS

MOST_TARGETS = 14  # of the grid
OWN, OTHERS = "in its own voice", "in words it quotes"
COLUMNS = [
    "id", "outlet", "outlet_label", "label", "series", "value", "low", "high", "n", "base", "uncertain",
    "articles", "note", "behind",
]  # fmt: skip
DIGITS = dict.fromkeys(("Value", "Low", "High"), "%.0f")
FORMATS = {"net": DIGITS, "share": dict.fromkeys(DIGITS, "percent"), "index": dict.fromkeys(DIGITS, "%.3f")}
_TWO = (
    "Filled: in the outlet's own voice; open: in words that it quotes; "
    "blue kinder, orange harsher, grey: may be neither; bars"
)
_AXIS = "positive minus negative mentions, of 100"
_VOICES = named(TONES, "voices")
_NOUNS = {"share": "sentences", "index": "sentences", "net": "mentions"}


def tone(  # noqa: PLR0913
    corpus: Corpus, where: Filter, *, key: str, target: str, than: str = "", corrected: bool = False,
    against: str = "", matched: bool = False, over: str = "",
) -> Card:  # fmt: skip
    """One measure: a row an outlet, two where narration and quotations are side by side.

    `than` is the second target of the measure `actors`; `corrected` takes the model's known errors out of the
    sums.  `against` sets the outlets against one of them, `matched` within the events that both tell; `over`
    counts by a unit of time, "auto" by one that fits.
    """
    measure = named(TONES, key)
    if measure.kind == "stance":
        return stance(corpus, where, measure, target, against=against, matched=matched, over=over)
    lines = _lines(measure, toward(corpus, target), toward(corpus, than or target))
    least = LEAST_SENTENCES if measure.kind == "article" else LEAST
    every = everyone(corpus, where)
    counting = partial(_by_group, corpus, where, measure, lines, corrected)
    rows = _outlet_rows(
        corpus, every, _by_group(corpus, every, measure, lines, corrected, "outlet"), lines, least
    )
    family = pairs_of(rows, measure.unit)
    rows = _ordered(chosen(rows, corpus, where))[COLUMNS]
    board = Board(rows, measure.unit, _NOUNS[measure.unit], coverage(corpus, where), pairs=family)
    asked = {"measure": key, "target": target, "than": than, "corrected": str(corrected).lower()}
    whom = [inside(corpus, one) for one in (target, than or target)]
    card = _card(corpus, board, measure, whom, asked)
    card = for_groups(replace(card, notes=f"{found_by(corpus, target)}{card.notes}"), corpus)
    if over:
        return over_time(card, corpus, where, counting, unit=over, least=least)
    if not against:
        return card
    tellings = partial(_tellings, corpus, every, measure, target, corrected) if matched else None
    return against_one(card, against, corpus, where, tellings=tellings)


def tone_together(corpus: Corpus, where: Filter, *, key: str, target: str) -> Row:
    """The mean stance of all articles together: value, low, high, n, base, articles, note."""
    assert named(TONES, key).kind == "stance"  # the other measures have no number of all articles
    return stance_together(corpus, where, target)


def tone_grid(corpus: Corpus, where: Filter, *, quoted: bool = False, corrected: bool = False) -> Card:
    """The tone toward those spoken of most often, by outlet: in its own voice, or in the words it quotes."""
    rows = _grid_rows(corpus, where, QUOTED if quoted else NARRATED, corrected)
    named = rows["label"].astype(str) + " by " + rows["topic"].astype(str)
    card = _part(
        corpus,
        where,
        rows,
        Chart("tone_cells", rows),
        key="tone-grid",
        title=f"Tone toward those named most often, {OTHERS if quoted else OWN}, by outlet",
        first="Target",
        finding=extremes(rows.assign(label=named), "net", place="for"),
        legend="Blue kinder, orange harsher; a dot: too few; intervals are in the table",
        notes="Positive minus negative mentions, of 100.  A dot in a cell: too few mentions for a number.  "
        + which_columns(rows),
        hint=CELLS,
        asked={"quoted": str(quoted).lower(), "corrected": str(corrected).lower()},
    )
    return for_groups(card, corpus)


def tone_roles(corpus: Corpus, where: Filter, *, target: str, corrected: bool = False) -> Card:
    """The tone toward a target in the words of each role that is quoted."""
    rows = _by(corpus, where, "speaker_role", toward(corpus, target), (("", QUOTED),), corrected)
    names = [code_label(corpus.codebook(), "role", key) for key in rows["label"]]
    rows = highest_first(rows.assign(label=names, id=names), by="label")
    return _part(
        corpus,
        where,
        rows,
        Chart("tone_dots", rows, {"unit": "net", "axis": _AXIS}),
        key="tone-roles",
        title=f"Tone toward {inside(corpus, target)} in quoted words, by role",
        first="Role",
        finding=extremes(rows, "net"),
        legend="Bars: 95 % intervals; blue kinder, orange harsher, grey: may be neither",
        notes=f"{found_by(corpus, target)}How those speak of the target whom outlets chose to quote, by the "
        "role in which they speak.",
        asked={"target": target, "corrected": str(corrected).lower()},
    )


# -- what is counted ---------------------------------------------------------------------------------


@cache
def _correction() -> Scores:
    config = json.loads((resources.model_folder("tone") / "config.json").read_text(encoding="utf-8"))
    return net_tone.corrected(config["confusion"])


def _scores(corrected: bool) -> Scores:
    return _correction() if corrected else net_tone.RAW


Lines = dict[str, tuple[Behind, Behind]]  # series → mentions, and those that they are set against


def _lines(measure: ToneMeasure, target: Behind, than: Behind) -> Lines:
    """What is counted for each line of a chart; nothing of whole articles, which have a score."""
    if measure.kind == "article":
        return {"": ((), ())}
    if measure.kind == "voices":
        return {OWN: ((*target, *measure.one), ()), OTHERS: ((*target, *measure.other), ())}
    return {"": ((*target, *measure.one), (*than, *measure.other))}


def _by_group(
    corpus: Corpus, where: Filter, measure: ToneMeasure, lines: Lines, corrected: bool, by: str
) -> pd.DataFrame:
    """The numbers of a measure by a group: by, series, value, low, high, n, base, uncertain, articles."""
    if measure.kind == "article":
        found = corpus.article_tones(where, measure=measure.score, by=by)
        if measure.unit == "share":
            rows = parted(pooled(found, by="by"))
        else:
            rows = net_tone.mean(found, by="by")
            rows = rows.assign(base=rows["n"])
        return rows.assign(series="", uncertain=0)
    parts = []
    for series, (one, other) in lines.items():
        found = corpus.tone_counts(where, one=one, other=other, by=(by,))
        rows = net_tone.net(found, by=(by,), scores=_scores(corrected), compared=bool(other))
        parts.append(rows.rename(columns={by: "by"}).assign(series=series, base=rows["n"]))
    return pd.concat(parts, ignore_index=True)


def _outlet_rows(
    corpus: Corpus, where: Filter, found: pd.DataFrame, lines: Lines, least: int
) -> pd.DataFrame:
    """A row an outlet and line, with the mentions behind it; of whole articles, of outlets that have any."""
    parts = []
    for series, (one, other) in lines.items():
        rows = found[found["series"] == series].drop(columns="series")
        if one:
            rows = every_outlet(rows, corpus, where)
        rows = compared(hidden(rows.rename(columns={"by": "outlet"}), least=least, n="base"), corpus)
        mentions: Behind = one if not other else (either(one, other),)
        behind = by_outlet(rows, *mentions) if one else conditions(() for _ in range(len(rows)))
        parts.append(rows.assign(series=series, behind=behind))
    return pd.concat(parts, ignore_index=True)


def _grid_rows(corpus: Corpus, where: Filter, voice: Behind, corrected: bool) -> pd.DataFrame:
    """A row a target (label) and outlet (topic): COLUMNS with `topic`."""
    listed = corpus.targets(where, top=MOST_TARGETS)
    if listed.empty:
        return pd.DataFrame(columns=[*COLUMNS, "topic"])
    known = dict(zip(listed["target"], unique(listed["label"]), strict=True))
    each = (either(*(toward(corpus, one) for one in known)),)
    found = corpus.tone_counts(where, one=(*voice, *each), by=("outlet", "target"))
    rows = hidden(net_tone.net(found, by=("outlet", "target"), scores=_scores(corrected)))
    rows = rows if corpus.by else largest_outlets(rows, "outlet", "n")
    rows = compared(rows, corpus, per=["target"])
    rows = grid_columns(rows.assign(label=rows["target"].map(known)))
    behind = [(of_outlets(row["members"]), ("target", row["target"]), *voice) for row in records(rows)]
    return rows.assign(series="", base=rows["n"], behind=conditions(behind))


def _by(
    corpus: Corpus, where: Filter, key: str, target: Behind, kinds: Sequence[tuple[str, Behind]],
    corrected: bool,
) -> pd.DataFrame:  # fmt: skip
    """A row a value of a column, for one or two kinds of mentions: COLUMNS."""
    parts = []
    for series, voice in kinds:
        found = corpus.tone_counts(where, one=(*target, *voice), by=(key,))
        rows = hidden(net_tone.net(found, by=(key,), scores=_scores(corrected)))
        behind = conditions((*target, *voice, (key, value)) for value in rows[key])
        ids = rows[key] + (f" {series}" if series else "")
        rows = rows.assign(id=ids, label=rows[key], base=rows["n"], behind=behind)
        parts.append(rows.assign(outlet="", outlet_label="", series=series))
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def _tellings(
    corpus: Corpus, where: Filter, measure: ToneMeasure, target: str, corrected: bool
) -> pd.DataFrame:
    """The outlet's own voice in its articles on one story; nothing for measures that are differences."""
    if measure.kind != "voices":
        return pd.DataFrame()
    one = (*toward(corpus, target), *measure.one)
    found = corpus.tone_counts(where, one=one, by=("telling",)).rename(columns={"telling": "by"})
    scores = _scores(corrected)
    counts = found[[f"{'sure_' if scores.sure else ''}{one}" for one in TONE_LABELS]].to_numpy(float)
    return found.assign(above=counts @ scores.values, below=counts.sum(1))


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Outlets by their first value, highest first; what is not shown last; rows of an outlet together."""
    rows = named_outlets(rows)
    ids = rows["outlet_label"] + rows["series"].map(lambda series: f", {series}" if series else "")
    first = highest_first(rows.drop_duplicates("outlet"), by="label")["outlet"]
    place = {outlet: n for n, outlet in enumerate(first)}
    rows = rows.assign(id=ids, place=rows["outlet"].map(place))
    return rows.sort_values("place", kind="stable", ignore_index=True)


# -- the cards ---------------------------------------------------------------------------------------


def _card(
    corpus: Corpus, board: Board, measure: ToneMeasure, whom: Sequence[str], asked: dict[str, str]
) -> Card:
    """The card of a measure toward somebody and, of two, another."""
    rows, unit, article = board.rows, measure.unit, measure.kind == "article"
    label = measure.title.replace("somebody", whom[0]).replace("another", whom[1])
    own = rows[rows["series"].isin(("", OWN))]
    finding = extremes(own, unit, q=board.pairs)
    options = {"unit": unit, "axis": measure.axis, "noun": board.noun}
    return Card(
        key=f"tone-{measure.key}",
        title=f"{label}, by outlet",
        board=board,
        chart=Chart("dots" if unit == "share" else "tone_dots", rows, options, outlets_of(corpus)),
        table=_table(rows, unit, "Outlet"),
        alt=alt_rows(rows, label=label, unit=unit, noun=board.noun),
        finding=led("In its own voice:", finding) if measure.kind == "voices" else finding,
        reading=measure.reading,
        legend=f"{_TWO}: 95 % intervals" if measure.kind == "voices" else "Bars: 95 % intervals",
        notes=_notes(board, measure),
        tested=pairs_tested(own, unit, q=board.pairs),
        formula=measure.formula,
        source=measure.source,
        counted=counted_of(rows, board.noun),
        formats=FORMATS[unit],
        asked=asked,
        marks=rows.head(0) if article else rows[rows["n"] > 0],
        opens="tones",
    )


def _part(  # noqa: PLR0913
    corpus: Corpus, where: Filter, rows: pd.DataFrame, chart: Chart, *, key: str, title: str, first: str,
    finding: str, legend: str, notes: str, asked: dict[str, str], hint: str = "",
) -> Card:  # fmt: skip
    """A card of the measure of voices, by something else than outlets alone."""
    return Card(
        key=key,
        title=title,
        board=Board(rows, "net", "mentions", coverage(corpus, where)),
        chart=chart,
        table=_table(rows, "net", first),
        alt=alt_rows(rows, label=title, unit="net", noun="mentions"),
        finding=finding,
        legend=legend,
        reading=_VOICES.reading,
        notes=f"{notes}  {_VOICES.caveat}",
        hint=hint,
        formula=_VOICES.formula,
        source=_VOICES.source,
        counted=counted(int(rows["n"].sum()), "mention"),
        formats=DIGITS,
        asked=asked,
        marks=rows[rows["n"] > 0],
        opens="tones",
    )


def _table(rows: pd.DataFrame, unit: str, first: str) -> pd.DataFrame:
    """Rows as a reader's table; net tone of 100 mentions."""
    scale = SCALE["net"] if unit == "net" else 1
    found = pd.DataFrame({first: rows["label"]})
    if rows["series"].ne("").any():
        found["Voice"] = rows["series"]
    if "topic" in rows:
        found["Outlet"] = rows["outlet_label"]
    for name, column in (("Value", "value"), ("Low", "low"), ("High", "high")):
        found[name] = rows[column] * scale
    columns = count_columns(unit, _NOUNS[unit])
    for name in ("n", "base"):
        if name in columns:
            found[columns[name]] = rows[name]
    if unit == "net":
        found["Uncertain"] = rows["uncertain"]
    return found.assign(Articles=rows["articles"], Note=rows["note"])


def _notes(board: Board, measure: ToneMeasure) -> str:
    said = ["Dots with their 95 % intervals, which leave out one whole article after the other."]
    if not board.shown:
        said = [f"A number needs {LEAST} mentions in {LEAST_ARTICLES} articles."]
    n = int(board.rows["n"].sum())
    sure = 1 - board.rows["uncertain"].sum() / n if n and measure.kind != "article" else math.nan
    if not math.isnan(sure):
        said.append(
            f"The model was sure enough of {value_text(sure, 'share')} of the mentions; "
            "the others are uncertain, and count only where errors are corrected."
        )
    return "  ".join([*said, measure.caveat])
