"""Through which frames of a codebook outlets tell events: one function a question, each gives a card."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from bias.compare.cards.card import (
    CELLS,
    PERCENT,
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
    interval_of,
    largest_outlets,
    named_outlets,
    outlets_of,
    pairs_of,
    parted,
    reader_table,
    together,
    which_columns,
)
from bias.compare.cards.differences import against as against_one
from bias.compare.cards.over_time import over_time
from bias.compare.measures import FRAMINGS, LEAST_ARTICLES, FramingMeasure, named
from bias.compare.statistics.rates import highest_first, pooled
from bias.compare.words.alternatives import alt_cells, alt_rows
from bias.compare.words.findings import extremes, first_of_each, pairs_tested
from bias.compare.words.labels import records
from bias.compare.words.numbers import counted
from bias.corpus import Corpus, Filter, of_outlets
from bias.reading import FrameCodebook

COLUMNS = [
    "id", "outlet", "outlet_label", "label", "value", "low", "high", "n", "base", "articles", "note",
    "behind",
]  # fmt: skip
NEARLY_ALL = 0.8  # of all articles, from which on a frame hardly tells outlets apart
_NAMES = {"value": "Value", "low": "Low", "high": "High"}


def frame_books(corpus: Corpus) -> dict[str, FrameCodebook]:
    """The codebooks that may be chosen, the default first."""
    return corpus.frame_books()


def framing(  # noqa: PLR0913
    corpus: Corpus, where: Filter, *, codebook: str, frame: str, key: str, against: str = "",
    matched: bool = False, over: str = "",
) -> Card:  # fmt: skip
    """One frame of one codebook: a row an outlet.

    `against` sets the outlets against one of them, `matched` within the events that both tell; `over` counts
    by a unit of time, "auto" by one that fits.
    """
    measure, book = named(FRAMINGS, key), corpus.frame_books()[codebook]
    counting, one = partial(_counts, corpus), (("codebook", codebook), ("frame", frame))
    asked, every = (codebook, frame, measure), everyone(corpus, where)
    found = counting(every, *asked, "outlet")
    rows = hidden(every_outlet(_rates(found, measure), corpus, every), least=LEAST_ARTICLES, n="base")
    rows = named_outlets(compared(rows, corpus))
    rows = rows.assign(id=rows["label"], behind=by_outlet(rows, *one))
    family = pairs_of(rows, measure.unit)
    rows = highest_first(chosen(rows, corpus, where), by="label")[COLUMNS]
    of = interval_of(_together(chosen(found, corpus, where, by="by"), measure))
    board = Board(rows, measure.unit, "articles", coverage(corpus, where), of, pairs=family)
    card = for_groups(_card(corpus, board, measure, book, frame), corpus)
    if over:
        by_group = lambda by: _rates(counting(where, *asked, by), measure)  # noqa: E731
        return over_time(card, corpus, where, by_group, unit=over, least=LEAST_ARTICLES)
    if not against:
        return card
    tellings = partial(counting, every, *asked, "telling") if matched else None
    return against_one(card, against, corpus, where, tellings=tellings)


def framing_together(corpus: Corpus, where: Filter, *, codebook: str, frame: str, key: str) -> Row:
    """What `framing` has of one outlet, of all articles together: value, low, high, n, base, articles,
    note."""
    measure = named(FRAMINGS, key)
    return _together(_counts(corpus, where, codebook, frame, measure, "outlet"), measure)


def frame_grid(corpus: Corpus, where: Filter, *, codebook: str) -> Card:
    """The share of each outlet's articles with each frame of a codebook."""
    measure, book = named(FRAMINGS, "prevalence"), corpus.frame_books()[codebook]
    rows = _grid_rows(corpus, where, book, measure)
    card = Card(
        key=f"framing-{book.name}",
        title=f"Frames ({book.title}), by outlet",
        board=Board(rows, "share", "articles", coverage(corpus, where)),
        chart=Chart("cells", rows, {"noun": "articles"}),
        table=reader_table(
            rows, {"topic": "Outlet", "label": "Frame"} | _NAMES | count_columns("share", "articles")
        ),
        alt=alt_cells(rows, label="Share of articles with each frame by outlet", noun="articles"),
        finding=first_of_each(rows, "share", "outlet_label", "label"),
        reading="The share of an outlet's articles that carry a frame.",
        legend="Intervals are in the table",
        notes=f"{measure.caveat}  {which_columns(rows)}".strip(),
        hint=CELLS,
        formula=measure.formula,
        source=book.source,
        counted=counted(int(rows.drop_duplicates("outlet")["base"].sum()), "article"),
        formats=PERCENT,
        asked={"codebook": book.name},
        marks=rows[rows["n"] > 0],
        opens="frames",
    )
    return for_groups(card, corpus)


def _card(corpus: Corpus, board: Board, measure: FramingMeasure, book: FrameCodebook, frame: str) -> Card:
    rows, one = board.rows, book.frames[frame]
    head = "Dots with their 95 % intervals, from resampling articles."
    options = {"unit": board.unit, "axis": measure.axis, "overall": board.overall, "noun": board.noun}
    return Card(
        key=f"framing-{book.name}-{frame}",
        title=f"{measure.title.replace('the frame', f'the frame “{one.label}” ({book.title})')}, by outlet",
        board=board,
        chart=Chart("dots", rows, options, outlets_of(corpus)),
        table=reader_table(rows, {"label": "Outlet"} | _NAMES | count_columns(board.unit, board.noun)),
        alt=alt_rows(rows, label=one.label, unit=board.unit, noun=board.noun),
        finding=f"{_says_little(board)}{extremes(rows, board.unit, q=board.pairs)}",
        reading=measure.reading,
        notes=f"{head if board.shown else f'A number needs {LEAST_ARTICLES} articles.'}  {measure.caveat}",
        tested=pairs_tested(rows, board.unit, q=board.pairs),
        formula=measure.formula,
        source=f"{book.source}  {measure.source}",
        counted=counted_of(rows, board.noun),
        formats=PERCENT if board.unit == "share" else dict.fromkeys(PERCENT, "%.3f"),
        asked={"codebook": book.name, "frame": frame, "measure": measure.key},
        marks=rows[rows["base"] > 0],
        opens="frames",
    )


def nearly_all(board: Board) -> bool:
    """Whether so many articles have the frame, whoever tells them, that it hardly tells outlets apart."""
    return board.unit == "share" and board.overall[0] >= NEARLY_ALL


def _says_little(board: Board) -> str:
    if not nearly_all(board):
        return ""
    of = f"{board.overall[0] * 100:.0f} of 100"
    return f"{of} articles have it, whoever tells them, so it says little of an outlet.  "


def _grid_rows(corpus: Corpus, where: Filter, book: FrameCodebook, measure: FramingMeasure) -> pd.DataFrame:
    """A row a frame (label) and outlet (topic): COLUMNS with `topic`; n are the articles with the frame."""
    found = corpus.frame_rates(where, codebook=book.name, frames=list(book.frames))
    found = found if corpus.by else largest_outlets(found, "by", "n")
    parts = [_rates(part, measure).assign(frame=frame) for frame, part in found.groupby("frame", sort=False)]
    if not parts:
        return pd.DataFrame(columns=[*COLUMNS, "topic"])
    rows = hidden(pd.concat(parts, ignore_index=True), least=LEAST_ARTICLES, n="base")
    rows = rows.rename(columns={"by": "outlet"})
    rows = rows.assign(label=[book.frames[frame].label for frame in rows["frame"]])
    rows = compared(rows, corpus, per=["frame", "label"])
    behind = [
        (of_outlets(row["members"]), ("codebook", book.name), ("frame", row["frame"]))
        for row in records(rows)
    ]
    return grid_columns(rows.assign(behind=conditions(behind)))


def _counts(
    corpus: Corpus, where: Filter, codebook: str, frame: str, measure: FramingMeasure, by: str
) -> pd.DataFrame:
    """How many articles of each group carry the frame."""
    return corpus.frame_rates(where, codebook=codebook, frames=[frame], column=measure.column, by=by)


def _together(found: pd.DataFrame, measure: FramingMeasure) -> Row:
    return together(_rates(found.assign(by=""), measure), least=LEAST_ARTICLES, n="base")


def _rates(found: pd.DataFrame, measure: FramingMeasure) -> pd.DataFrame:
    rows = parted(pooled(found, times="articles", n="n", share=measure.unit == "share"))
    return rows if measure.unit == "share" else rows.assign(n=rows["base"])  # a mean is of articles


# -- learned from what people coded ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LearnedBoard:
    """What people coded with one codebook, and what was learned from it."""

    coded: int  # articles
    fresh: bool  # whether all that was coded has been learned from
    rows: pd.DataFrame  # Frame, Articles coded, With the frame, F1 as read, F1 as learned, Low, High, In use


def learned_frames(corpus: Corpus, *, codebook: str) -> LearnedBoard:
    """How well the frames of a codebook are found, by the articles that people coded."""
    codes = corpus.frame_codes.in_force()
    codes = codes[codes["codebook"] == codebook]
    found = corpus.table("learned")
    frames = corpus.frame_books()[codebook].frames
    found = found[(found["codebook"] == codebook) & found["frame"].isin(frames)]
    counts = codes.groupby("frame")["present"].agg(["size", "sum"]).reindex(found["frame"])
    same = set(counts.index) == set(codes["frame"]) and np.array_equal(
        counts.to_numpy(), found[["coded", "present"]].to_numpy()
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
