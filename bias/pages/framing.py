"""Framing: through which frames outlets tell events; a click opens the sentences behind a mark."""

import pandas as pd
import streamlit as st

from bias import charts, views
from bias.measures import FRAMINGS, LEAST_ARTICLES, FramingMeasure, framing_by_key
from bias.pages import parts, session

LABELS = {found.key: found.label for found in FRAMINGS}
OUTLETS, APART, GRID = "Outlets", "How far apart", "All frames"
LEAST_CODED = 5  # as bias.frame_learning has it
F1 = ("F1 as read", "F1 as learned", "Low", "High")
PERCENT = dict.fromkeys(("Value", "Low", "High"), "percent")


def show() -> None:
    st.title("Framing", anchor=False)
    books = session.ask(views.frame_books)
    view = parts.choose_view((OUTLETS, APART, GRID))
    codebook, frame, measure = options(books, whole=view == GRID)
    board = session.ask(views.framing, session.where(), codebook=codebook, frame=frame, key=measure.key)
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        evidence(card(board, view))
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is asked -----------------------------------------------------------------------------------


def options(books: dict[str, views.FrameBook], *, whole: bool) -> tuple[str, str, FramingMeasure]:
    """The codebook, a frame of it and a measure; with `whole`, all frames are shown, so none is asked for."""
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        codebook = parts.choose("Codebook", "codebook", {name: book.title for name, book in books.items()})
    frames = {key: frame.label for key, frame in books[codebook].frames.items()}
    if whole:
        return codebook, next(iter(frames)), FRAMINGS[0]
    with middle:
        frame = parts.choose("Frame", "frame", frames)
    with right:
        key = parts.choose("Measure", "framing", LABELS)
    return codebook, frame, framing_by_key(key)


# -- what is shown -----------------------------------------------------------------------------------


def card(board: views.FrameBoard, view: str) -> pd.DataFrame:
    """The chart of the chosen view; returns its rows, whose `behind` are the sentences of each mark."""
    if view == GRID:
        definitions(board.book)
    else:
        definition(board)
    rows = {APART: apart, GRID: grid, OUTLETS: outlets}[view](board)
    taught(board)
    return rows


def definition(board: views.FrameBoard) -> None:
    """What the frame is, and what a coder would ask of a text."""
    frame, book = board.frame, board.book
    st.markdown(f"**{parts.md(frame.label)}**: {parts.md(frame.definition)}")
    with st.expander("Questions of the codebook"):
        st.markdown("\n".join(f"- {parts.md(question)}" for question in frame.questions) or "None.")
        if frame.examples:
            st.markdown("For example: " + "  ".join(f"“{parts.md(one)}”" for one in frame.examples))
        st.caption(f"{parts.md(book.score)}  {parts.md(book.source)}")


def definitions(book: views.FrameBook) -> None:
    """What each frame of a codebook is."""
    with st.expander("What the frames are"):
        st.markdown(
            "\n".join(
                f"- **{parts.md(one.label)}**: {parts.md(one.definition)}" for one in book.frames.values()
            )
        )
        st.caption(f"{parts.md(book.score)}  {parts.md(book.source)}")


def outlets(board: views.FrameBoard) -> pd.DataFrame:
    measure = board.measure
    if not board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST_ARTICLES} articles.  Widen the filters, or add articles."
        )
    parts.figure_card(
        charts.dots(
            board.rows,
            unit=measure.unit,
            axis=measure.axis,
            colour=charts.colours(session.outlets()),
            overall=board.overall,
            chosen=parts.chosen_mark(),
            noun="articles",
            dark=session.dark(),
        ),
        views.frame_rows(board.rows),
        key="framing-chart",
        alt=charts.alt_text(board.rows, label=board.frame.label, unit=measure.unit),
        on_select=parts.opens("framing-chart"),
        formats=PERCENT if measure.unit == "share" else dict.fromkeys(PERCENT, "%.3f"),
    )
    st.caption(
        f"{measure.reading}  Dots with their 95 % intervals, from resampling articles.  {measure.caveat}"
    )
    with st.expander("How it is counted"):
        st.markdown(f"{parts.md(measure.formula)}.")
        st.caption(f"{parts.md(measure.source[:1].upper() + measure.source[1:])}.")
    return board.rows


def apart(board: views.FrameBoard) -> pd.DataFrame:
    """How far each outlet is from one that the reader chooses."""
    parts.apart(
        list(board.rows[board.rows["low"].notna()]["outlet"]),
        label=board.frame.label,
        pooled=lambda reference: views.frame_differences(board, reference=reference),
        matched=lambda reference: session.ask(
            views.matched_frames,
            session.where(),
            codebook=board.book.name,
            frame=board.frame.key,
            key=board.measure.key,
            reference=reference,
        ),
        table=views.frame_difference_table,
        key="framing",
    )
    return board.rows


def grid(board: views.FrameBoard) -> pd.DataFrame:
    """All frames of the codebook, by outlet."""
    rows = session.ask(views.frame_grid, session.where(), codebook=board.book.name)
    if rows.empty:
        return rows
    parts.figure_card(
        charts.cells(rows, noun="articles", chosen=parts.chosen_mark(), dark=session.dark()),
        views.frame_rows(rows, first="Frame"),
        key="framing-chart",
        alt=charts.alt_cells(rows, label="Share of articles with each frame by outlet"),
        on_select=parts.opens("framing-chart"),
        formats=PERCENT,
    )
    st.caption(
        "The share of an outlet's articles that carry a frame; a cell says its interval when pointed at, and "
        "opens its sentences on a click."
    )
    return rows


def taught(board: views.FrameBoard) -> None:
    """What the reader coded by hand, and whether learning from it helps."""
    known = session.ask(views.learned, codebook=board.book.name)
    with st.expander(f"Learned from articles that you coded: {known.coded}"):
        if not known.coded:
            st.markdown(
                "Open an article, choose *Framing*, and say which of these frames it carries.  From "
                f"{LEAST_CODED} articles with a frame and {LEAST_CODED} without it, the frame is learned."
            )
            return
        if len(known.rows):
            formats = {name: st.column_config.NumberColumn(format="%.2f") for name in F1}
            st.dataframe(known.rows, hide_index=True, column_config=formats)
        st.caption(
            "F1 compares with what you coded.  What is learned is judged on articles it has not seen "
            "(five-fold cross-validation; 95 % interval from resampling articles), and is used only where it "
            "agrees with you at least as well as what is read."
        )
        reader = session.reader(session.corpus_path())
        if known.fresh:
            st.markdown("All that you coded has been learned from.")
        elif reader.running:
            st.markdown("Learning …  The numbers change when it is done.")
        elif st.button("Learn from what I coded", key="learn"):
            reader.start()
            st.rerun()


def evidence(rows: pd.DataFrame) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    if found := parts.choose_behind(rows[rows["note"] == ""]):
        parts.framed_list(*found, key="framing")


show()
