"""The Framing page: which frames of a codebook outlets use, and the sentences that say so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bias.compare.cards import highlights
from bias.compare.cards.highlights import Mark
from bias.compare.measures import LEAST_ARTICLES, FramingMeasure, framing_by_key
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.views.common import (
    MOST_COLUMNS,
    NO_INTERVAL,
    Interval,
    apart,
    hidden,
    labels,
    matched,
    outlet_label,
    records,
    unique,
)  # fmt: skip
from bias.corpus import Behind, Corpus, Filter
from bias.model import Span
from bias.reading import TRAINED, Frame, WordList, frame_model
from bias.reading import FrameCodebook as FrameBook
from bias.reading import tokenize as tokens

COLUMNS = [
    "id", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrameBoard:
    """One frame of one codebook: a row an outlet."""

    measure: FramingMeasure
    book: FrameBook
    frame: Frame
    rows: pd.DataFrame  # the columns of COLUMNS
    overall: Interval
    matched: int  # articles that the filters let through
    read: int
    waiting: int

    @property
    def shown(self) -> bool:
        return bool(self.rows["value"].notna().any())


def frame_books(corpus: Corpus) -> dict[str, FrameBook]:
    """The codebooks that may be chosen, the default first."""
    return corpus.frame_books()


def framing(corpus: Corpus, where: Filter, *, codebook: str, frame: str, key: str) -> FrameBoard:
    """The marks of one frame: a row an outlet."""
    measure, book = framing_by_key(key), corpus.frame_books()[codebook]
    state = corpus.state(where)
    found = corpus.frame_rates(where, codebook=codebook, frames=[frame], column=measure.column)
    rows = _rates(found, "by", measure).set_index("by").reindex(corpus.outlets(where))
    rows = hidden(
        rows.rename_axis("outlet").reset_index().fillna({"n": 0, "articles": 0}), least=LEAST_ARTICLES
    )
    rows = rows.astype({"n": int, "articles": int})
    rows["label"] = rows["outlet_label"] = labels(rows["outlet"])
    one = (("codebook", codebook), ("frame", frame))
    behind = pd.Series([(("outlet", outlet), *one) for outlet in rows["outlet"]], dtype=object)
    rows = rows.assign(id=rows["label"], base=rows["n"], behind=behind)
    whole = hidden(_rates(found.assign(by=""), "by", measure), least=LEAST_ARTICLES)
    return FrameBoard(
        measure=measure,
        book=book,
        frame=book.frames[frame],
        rows=highest_first(rows, by="label")[COLUMNS],
        overall=next(whole[["value", "low", "high"]].itertuples(index=False, name=None), NO_INTERVAL),
        matched=sum(state.values()),
        read=state.get("read", 0),
        waiting=state.get("waiting", 0),
    )


def frame_grid(corpus: Corpus, where: Filter, *, codebook: str) -> pd.DataFrame:
    """The share of each outlet's articles with each frame: COLUMNS with `topic`, the outlet's column."""
    measure, book = framing_by_key("prevalence"), corpus.frame_books()[codebook]
    found = corpus.frame_rates(where, codebook=codebook, frames=list(book.frames))
    biggest = found.groupby("by")["n"].sum().sort_values(ascending=False, kind="stable").index[:MOST_COLUMNS]
    found = found[found["by"].isin(biggest)]
    parts = [
        _rates(part, "by", measure).assign(frame=frame) for frame, part in found.groupby("frame", sort=False)
    ]
    if not parts:
        return pd.DataFrame(columns=[*COLUMNS, "topic"])
    rows = hidden(pd.concat(parts, ignore_index=True), least=LEAST_ARTICLES).rename(columns={"by": "outlet"})
    rows["label"] = [book.frames[frame].label for frame in rows["frame"]]
    hits = found.assign(hits=found["above"] * found["articles"]).groupby(["by", "frame"])["hits"].sum()
    rows["base"] = rows["n"]
    rows["n"] = [int(hits[row["outlet"], row["frame"]]) for row in records(rows)]
    outlets = pd.Series(sorted(rows["outlet"].unique()))
    columns = dict(zip(outlets, unique(labels(outlets)), strict=True))
    rows["topic"] = rows["outlet_label"] = rows["outlet"].map(columns)
    rows["id"] = rows["label"] + " · " + rows["topic"]
    behind = [
        (("outlet", row["outlet"]), ("codebook", codebook), ("frame", row["frame"])) for row in records(rows)
    ]
    return rows.assign(behind=pd.Series(behind, dtype=object))


@dataclass(frozen=True, slots=True)
class LearnedBoard:
    """What people coded with one codebook, and what was learned from it."""

    coded: int  # articles
    fresh: bool  # whether all that was coded has been learned from
    rows: pd.DataFrame  # Frame, Articles coded, With the frame, F1 as read, F1 as learned, Low, High, In use


def learned(corpus: Corpus, *, codebook: str) -> LearnedBoard:
    """How well the frames of a codebook are found, by the articles that people coded."""
    codes = corpus.frame_codes.in_force()
    codes = codes[codes["codebook"] == codebook]
    found = corpus.table("learned")
    found = found[found["codebook"] == codebook]
    frames = corpus.frame_books()[codebook].frames
    found = found[found["frame"].isin(frames)]
    counted = codes.groupby("frame")["present"].agg(["size", "sum"]).reindex(found["frame"])
    same = set(counted.index) == set(codes["frame"]) and np.array_equal(
        counted.to_numpy(), found[["coded", "present"]].to_numpy()
    )
    names = {"coded": "Articles coded", "present": "With the frame", "read": "F1 as read"}
    names |= {"learned": "F1 as learned", "low": "Low", "high": "High"}
    rows = found.assign(Frame=[frames[key].label for key in found["frame"]]).rename(columns=names)
    rows["In use"] = ["what is learned" if used else "what is read" for used in found["used"]]
    return LearnedBoard(
        coded=codes["article_id"].nunique(),
        fresh=same,
        rows=rows[["Frame", *names.values(), "In use"]].reset_index(drop=True),
    )


def frame_differences(board: FrameBoard, *, reference: str) -> pd.DataFrame:
    """Each outlet against a reference; the largest difference first."""
    return apart(board.rows, reference=reference)


def matched_frames(
    corpus: Corpus, where: Filter, *, codebook: str, frame: str, key: str, reference: str
) -> pd.DataFrame:
    """The same within the stories that both tell."""
    column = framing_by_key(key).column
    found = corpus.frame_rates(where, codebook=codebook, frames=[frame], column=column, by="telling")
    return matched(found, reference=reference)


def frame_difference_table(found: pd.DataFrame) -> pd.DataFrame:
    """Differences as a reader's table, in points of a hundred."""
    names = {"label": "Outlet", "value": "Value", "difference": "Difference (points)", "low": "Low"}
    names |= {"high": "High", "p": "p", "q": "q", "articles": "Articles"}
    shown = found.assign(**{name: found[name] * 100 for name in ("difference", "low", "high")})
    return shown[list(names)].rename(columns=names)


def frame_rows(rows: pd.DataFrame, *, first: str = "Outlet") -> pd.DataFrame:
    """Rows as a reader's table."""
    names = {"label": first, "value": "Value", "low": "Low", "high": "High", "n": "Articles", "note": "Note"}
    if "topic" in rows:
        names = {"topic": "Outlet"} | names
    return rows[list(names)].rename(columns=names)


def _rates(found: pd.DataFrame, by: str, measure: FramingMeasure) -> pd.DataFrame:
    return pooled(
        found,
        by=by,
        numerator="above",
        denominator="below",
        times="articles",
        n="n",
        share=measure.unit == "share",
    )


# -- evidence ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FramedArticle:
    """One article that carries a frame, with the sentences that say so."""

    article_id: str
    outlet: str
    published: str
    title: str
    said: str
    html: tuple[str, ...]  # a sentence each, escaped, the words that speak for the frame marked


def framed_count(corpus: Corpus, where: Filter, behind: Behind) -> int:
    return corpus.frame_count(where, behind=behind)


def framed_table(corpus: Corpus, where: Filter, behind: Behind) -> pd.DataFrame:
    """All articles behind a number, for a file."""
    return corpus.frame_table(where, behind=behind)


def framed(
    corpus: Corpus, where: Filter, behind: Behind, *, page: int = 1, size: int = 10
) -> list[FramedArticle]:
    """The articles behind a number, a page at a time, those that carry the frame most first."""
    found = corpus.frame_evidence(where, behind=behind, limit=size, offset=(page - 1) * size)
    books = corpus.frame_books()
    return [_framed(row, books) for row in records(found)]


def _framed(row: dict[str, Any], books: dict[str, FrameBook]) -> FramedArticle:
    frame = books[row["codebook"]].frames[row["frame"]]
    return FramedArticle(
        article_id=row["article_id"],
        outlet=outlet_label(row["outlet"]),
        published=row["published"][:10],
        title=row["title"],
        said=frame_said(frame, row),
        html=tuple(
            highlights.excerpt_html(
                row["text"], telling_marks(row["codebook"], frame, row["text"], span), (span,)
            )
            or highlights.to_html(span.slice(row["text"]), ())
            for span in highlights.flat_spans(row["evidence"])
        ),
    )


def frame_said(frame: Frame, row: dict[str, Any]) -> str:
    """ "Conflict: score .81; seed words in 4 sentences"."""
    count = int(row["sentences"])
    where = f"{count} sentence{'' if count == 1 else 's'}"
    return f"{frame.label}: score {row['score']:.2f}; seed words in {where}"


def telling_marks(codebook: str, frame: Frame, text: str, sentence: Span) -> list[Mark]:
    """The words of a sentence that speak for a frame: its seed words, and those by which the model of the
    generic frames judges; the sentence itself where there is none."""
    said = sentence.slice(text)
    hits = {hit.span for hit in WordList((word, word) for word in frame.words).find(tokens(said))}
    if codebook == TRAINED:
        hits |= {
            span
            for span in frame_model().telling(said, frame.key)
            if not any(span.start < one.end and one.start < span.end for one in hits)
        }
    found = [Span(sentence.start + one.start, sentence.start + one.end) for one in sorted(hits)]
    return [Mark(span, highlights.WORD, n) for n, span in enumerate(found)] or [Mark(sentence, "", 0)]
