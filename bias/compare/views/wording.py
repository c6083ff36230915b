"""The Wording page: how often outlets use words that tell the reader what to think, and the sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm  # type: ignore[import-untyped]

from bias.compare.cards import highlights
from bias.compare.cards.highlights import Highlight
from bias.compare.measures import LEAST, LEAST_SENTENCES, WordingMeasure, wording_by_key
from bias.compare.statistics import keyness
from bias.compare.statistics.differences import discovery_rates
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.views.common import (
    NO_INTERVAL,
    Interval,
    apart,
    hidden,
    labels,
    matched,
    outlet_label,
    records,
)  # fmt: skip
from bias.corpus import Behind, Corpus, Filter
from bias.model import Span
from bias.reading import find_quotes
from bias.resources import word_set

COLUMNS = [
    "id", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "hits", "articles", "note",
    "behind",
]  # fmt: skip
KINDS = {
    "loaded": "loaded word",
    "name_calling": "name-calling",
    "scare_quote": "scare quote",
    "hedge": "hedge",
    "booster": "booster",
    "assertive": "assertive",
    "harm_agent": "harm, and who did it",
    "harm_agentless": "harm, and not who did it",
    "loaded_sentence": "loaded sentence",
    "adopted": "a claim adopted from a source",
}
SIDE = 25  # terms on either side of the keyness chart
LEAST_TEXTS = 3  # of a group that use a term
MOST_PLACES = 500
MOST_TERMS = 200
PER_100 = 100  # sentences that a rate counts by
CLEAR = 0.05  # q below it is called clear
TEXTS_AT_ONCE = 2048  # of which more than their words is in memory
CONTEXT = 60  # characters on either side of a keyword


@dataclass(frozen=True, slots=True)
class WordBoard:
    """One measure of wording: a row an outlet."""

    measure: WordingMeasure
    rows: pd.DataFrame  # the columns of COLUMNS
    overall: Interval
    matched: int  # articles that the filters let through
    read: int
    waiting: int

    @property
    def shown(self) -> bool:
        return bool(self.rows["value"].notna().any())


def wording(corpus: Corpus, where: Filter, *, key: str) -> WordBoard:
    """The marks of one measure: a row an outlet."""
    measure = wording_by_key(key)
    state = corpus.state(where)
    least = LEAST_SENTENCES if measure.noun == "sentences" else LEAST
    found = corpus.word_rates(where, one=measure.one, base=measure.base)
    rows = _rates(found, measure).set_index("by").reindex(corpus.outlets(where))
    counts = {"n": 0, "articles": 0, "hits": 0}
    rows = hidden(rows.rename_axis("outlet").reset_index().fillna(counts), least=least)
    rows = rows.astype(dict.fromkeys(counts, int))
    rows["label"] = rows["outlet_label"] = labels(rows["outlet"])
    behind = [(("outlet", outlet), *measure.one) for outlet in rows["outlet"]]
    rows = rows.assign(id=rows["label"], base=rows["n"], behind=pd.Series(behind, dtype=object))
    whole = hidden(_rates(found.assign(by=""), measure), least=least)
    return WordBoard(
        measure=measure,
        rows=highest_first(rows, by="label")[COLUMNS],
        overall=next(whole[["value", "low", "high"]].itertuples(index=False, name=None), NO_INTERVAL),
        matched=sum(state.values()),
        read=state.get("read", 0),
        waiting=state.get("waiting", 0),
    )


def word_table(board: WordBoard) -> pd.DataFrame:
    """A board as a reader's table."""
    columns = {"label": "Outlet", "value": "Value", "low": "Low", "high": "High", "hits": "Marks"}
    columns |= {"n": board.measure.noun.capitalize(), "articles": "Articles", "note": "Note"}
    if board.measure.noun == "articles":
        columns.pop("n")
    return board.rows[list(columns)].rename(columns=columns)


def word_differences(board: WordBoard, *, reference: str) -> pd.DataFrame:
    """Each outlet against a reference; the largest difference first."""
    most = 1.0 if board.measure.unit == "share" else math.inf
    return apart(board.rows, reference=reference, most=most)


def matched_wording(corpus: Corpus, where: Filter, *, key: str, reference: str) -> pd.DataFrame:
    """The same within the stories that both tell."""
    measure = wording_by_key(key)
    found = corpus.word_rates(where, one=measure.one, base=measure.base, by="telling")
    scale = 1 if measure.unit == "share" else PER_100
    return matched(found.assign(above=found["above"] * scale), reference=reference)


def word_difference_table(found: pd.DataFrame, measure: WordingMeasure) -> pd.DataFrame:
    """Differences as a reader's table: shares in percentage points, rates as they are."""
    scale = 100 if measure.unit == "share" else 1
    names = {"label": "Outlet", "value": "Value", "difference": "Difference", "low": "Low", "high": "High"}
    names |= {"p": "p", "q": "q", "articles": "Articles"}
    if measure.noun != "articles":
        names["n"] = measure.noun.capitalize()
    shown = found.assign(**{name: found[name] * scale for name in ("difference", "low", "high")})
    return shown[list(names)].rename(columns=names)


def terms(corpus: Corpus, where: Filter, *, key: str) -> pd.DataFrame:
    """The words behind a measure, the most frequent first: id, term, n, articles, outlets, behind."""
    one = wording_by_key(key).one
    found = corpus.terms(where, behind=one, top=MOST_TERMS)
    behind = [(*one, ("term", term)) for term in found["term"]]
    shown = found["term"].map(lambda term: " ".join(term.split()))
    return found.assign(id="“" + shown + "”", term=shown, behind=pd.Series(behind, dtype=object))


def _rates(found: pd.DataFrame, measure: WordingMeasure) -> pd.DataFrame:
    rows = pooled(
        found,
        by="by",
        numerator="above",
        denominator="below",
        times="articles",
        share=measure.unit == "share",
    )
    hits = found.groupby("by")["hits"].sum()
    rows["hits"] = rows["by"].map(hits).fillna(0).astype(int)
    if measure.unit == "per 100":
        rows[["value", "low", "high"]] *= PER_100
    return rows


# -- evidence ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WordMark:
    """One mark behind a number, ready to be shown."""

    article_id: str
    number: int
    outlet: str
    published: str
    title: str
    said: str  # kind, voice and reason
    html: str  # escaped, the words marked


def marked_count(corpus: Corpus, where: Filter, behind: Behind) -> int:
    return corpus.word_count(where, behind=behind)


def marked_table(corpus: Corpus, where: Filter, behind: Behind) -> pd.DataFrame:
    """All marks behind a number, for a file."""
    return corpus.word_table(where, behind=behind)


def marked(corpus: Corpus, where: Filter, behind: Behind, *, page: int = 1, size: int = 10) -> list[WordMark]:
    """The marks behind a number, a page at a time: the sure ones first, then the newest."""
    found = corpus.word_evidence(where, behind=behind, limit=size, offset=(page - 1) * size)
    out = []
    for row in records(found):
        text = row["title"] if row["headline"] else row["text"]
        spans = (Span(0, len(text)),) if row["headline"] else highlights.flat_spans(row["sentence_spans"])
        out.append(
            WordMark(
                article_id=row["article_id"],
                number=int(row["number"]),
                outlet=outlet_label(row["outlet"]),
                published=row["published"][:10],
                title=row["title"],
                said=word_said(row),
                html=highlights.excerpt_html(text, [word_mark(row)], spans),
            )
        )
    return out


def word_mark(row: dict[str, Any], hint: str = "") -> Highlight:
    part = "sentence" if row["kind"] == "loaded_sentence" else "word"
    return Highlight(Span(int(row["start"]), int(row["end"])), part, int(row["number"]), hint)


def word_said(row: dict[str, Any]) -> str:
    """ "scare quote, likely · in the outlet's own voice · nobody in the sentence says it"."""
    kind = KINDS.get(row["kind"], row["kind"])
    if row["kind"] in ("scare_quote", "loaded_sentence"):
        kind += ", likely" if row["sure"] else ", possible"
    elif not row["sure"]:
        kind += ", perhaps"
    if row["polarity"]:
        kind += f" ({row['polarity']})"
    if row["kind"] == "adopted":
        return str(row["reason"])
    return f"{kind} · {_voice(row)} · {row['reason']}"


def _voice(row: dict[str, Any]) -> str:
    where = "in the headline, " if row["headline"] else ""
    if row["voice"] == "narration":
        return f"{where}in the outlet's own voice"
    named = row.get("voice_of")
    return f"{where}in words of {named if isinstance(named, str) and named else 'somebody not known'}"


# -- keyness -------------------------------------------------------------------------------------------


def key_terms(corpus: Corpus, where: Filter, *, own: bool, phrases: bool) -> pd.DataFrame:
    """Words and phrases of each outlet against all others: the columns of `keyness.COLUMNS`.

    `own`: without what sources say.  Terms that fewer than LEAST_TEXTS of its articles use are left out: a
    name in one article is no habit.
    """
    keys = corpus.text_keys(where).sort_values(["batch", "article_id"], ignore_index=True)
    outlets: list[str] = []
    counted = keyness.count_terms(
        _texts(corpus, keys, own, outlets), phrases=phrases, stop=word_set("grammar")
    )
    rows = keyness.keyness(counted, outlets, least_texts=LEAST_TEXTS)
    error = (rows["high"] - rows["low"]) / 2 / norm.ppf(0.975)
    p = pd.Series(2 * norm.sf((rows["log_odds"] / error).abs()), index=rows.index)
    return rows.assign(q=p.groupby(rows["group"]).transform(lambda one: discovery_rates(one.to_numpy())))


def _texts(corpus: Corpus, keys: pd.DataFrame, own: bool, outlets: list[str]) -> Iterator[str]:
    """The texts of some articles, in parts that memory holds; `outlets` takes the outlet of each."""
    for part in corpus.text_parts(keys, size=TEXTS_AT_ONCE):
        outlets.extend(part["outlet"])
        yield from map(_own_voice, part["text"], part["said"]) if own else part["text"]


def _own_voice(text: str, said: Any) -> str:
    """A text without quotations and without what sources say, since what they only think is the outlet's;
    `said` are the spans of that, where there are any."""
    flat = said.tolist() if isinstance(said, np.ndarray) else []
    spans = [*zip(flat[::2], flat[1::2], strict=True)]
    spans += [(quote.span.start, quote.span.end) for quote in find_quotes(text)]
    kept, start = [], 0
    for first, last in sorted(spans):
        kept.append(text[start : max(start, first)])
        start = max(start, last)
    return "\n".join([*kept, text[start:]])


def key_chart(rows: pd.DataFrame, *, outlet: str) -> pd.DataFrame:
    """The terms that set one outlet apart: those it uses more, then those it uses less, of a q below .05."""
    mine = rows[rows["group"] == outlet].sort_values("z", ascending=False, kind="stable")
    clear = mine[mine["q"] < CLEAR]
    more, fewer = clear[clear["log_odds"] > 0].head(SIDE), clear[clear["log_odds"] < 0].tail(SIDE)
    return pd.concat([more, fewer], ignore_index=True).assign(id=lambda shown: shown["term"])


def key_table(rows: pd.DataFrame, *, outlet: str) -> pd.DataFrame:
    """All terms of an outlet as a reader's table, those of the largest z first."""
    mine = rows[rows["group"] == outlet].sort_values("z", ascending=False, kind="stable")
    names = {"term": "Term", "log_odds": "Log-odds", "low": "Low", "high": "High", "z": "z", "n": "Uses"}
    names |= {"others": "Uses elsewhere", "texts": "Articles", "q": "q"}
    return mine[list(names)].rename(columns=names)


def in_context(
    corpus: Corpus, where: Filter, *, term: str, own: bool, outlet: str = "", most: int = MOST_PLACES
) -> pd.DataFrame:
    """A keyword in context: outlet, published, left, keyword, right, article_id; newest first.

    `own`: only in the outlets' own voice; `outlet`: of one outlet alone.
    """
    within = replace(where, outlets=(outlet,)) if outlet else where
    keys = corpus.text_keys(within, words=term.split())
    rows: list[tuple[str, ...]] = []
    for part in corpus.text_parts(keys, size=most):
        for row in records(part):
            text = _own_voice(row["text"], row["said"]) if own else row["text"]
            for left, said, right in keyness.in_context(text, term, CONTEXT):
                name, day = outlet_label(row["outlet"]), row["published"][:10]
                rows.append((name, day, left, said, right, row["article_id"]))
        if len(rows) >= most:
            break
    return _contexts(rows[:most])


def _contexts(rows: list[tuple[str, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["Outlet", "Published", "Before", "Keyword", "Behind", "Article"])
