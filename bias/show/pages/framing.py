"""Framing: through which frames outlets tell events; a click opens the sentences behind a mark."""

import streamlit as st

from bias import compare
from bias.compare import FRAMINGS
from bias.reading import FrameCodebook
from bias.show.widgets import cards, controls, parts, session
from bias.show.widgets.controls import OUTLETS, TIME

GRID = "All frames"
LEAST_CODED = 5  # as bias.reading.framing.learning has it
F1 = ("F1 as read", "F1 as learned", "Low", "High")


def show() -> None:
    books = session.ask(compare.frame_books)
    with controls.row() as choose:
        codebook = choose("Codebook", "codebook", {name: book.title for name, book in books.items()})
        frames = {key: frame.label for key, frame in books[codebook].frames.items()}
        frame = choose("Frame", "frame", frames)
        key = controls.measure(choose, FRAMINGS, "framing").key
        view = controls.by(choose, (OUTLETS, TIME, GRID))
        over = controls.unit(choose) if view == TIME else ""
        against = controls.compare_with(choose) if view == OUTLETS else ""
        with controls.more():
            controls.highlight()
    asked = {"codebook": codebook, "frame": frame, "key": key}
    card = session.ask(compare.framing, session.where(), **asked)
    if not parts.something_read(card.board.coverage):
        return
    if view == GRID:
        cards.answer(session.ask(compare.frame_grid, session.where(), codebook=codebook))
        definitions(books[codebook])
    elif view == TIME:
        cards.over_time(compare.framing, over, **asked)
    elif against:
        cards.apart(card, compare.framing, against, **asked)
    else:
        cards.answer(card)
    if view != GRID:
        definition(books[codebook], frame)
    taught(books[codebook])


def definition(book: FrameCodebook, key: str) -> None:
    """What the frame is, and what a coder would ask of a text."""
    frame = book.frames[key]
    st.markdown(f"**{parts.md(frame.label)}**: {parts.md(frame.definition)}")
    with st.expander("Questions of the codebook"):
        st.markdown("\n".join(f"- {parts.md(question)}" for question in frame.questions) or "None.")
        if frame.examples:
            st.markdown("For example: " + "  ".join(f"“{parts.md(one)}”" for one in frame.examples))
        st.caption(f"{parts.md(book.score)}  {parts.md(book.source)}")


def definitions(book: FrameCodebook) -> None:
    """What each frame of a codebook is."""
    with st.expander("What the frames are"):
        st.markdown(
            "\n".join(
                f"- **{parts.md(one.label)}**: {parts.md(one.definition)}" for one in book.frames.values()
            )
        )
        st.caption(f"{parts.md(book.score)}  {parts.md(book.source)}")


def taught(book: FrameCodebook) -> None:
    """What the reader coded by hand, and whether learning from it helps."""
    known = session.ask(compare.learned_frames, codebook=book.name)
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


show()
