"""The reading of the open corpus: how far it is, stopped and gone on with, by itself where that is wished."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import streamlit as st

from bias import compare
from bias.corpus import known
from bias.show.widgets import parts, session

_ALONE = "reads by itself"


def box() -> None:
    """What there is to read, and the button that fits."""
    parts.heading("Reading")
    runner = session.reader(session.corpus_path())
    if runner.running:
        parts.progress()
        st.button("Stop", icon=":material/stop:", on_click=runner.stop, help="What is read is kept.")
        return
    state = session.corpus().state()
    total, waiting = sum(state.values()), state.get("waiting", 0)
    if runner.trouble:
        st.error(parts.md(runner.trouble))
    if not total:
        st.markdown("Add articles first; then they are read here.")
    elif waiting:
        offer(waiting)
    else:
        finished(state)
    alone()


def alone() -> None:
    st.toggle(
        "Read what is imported by itself", by_itself(), key=_ALONE, on_change=keep,
        help="Reading takes a second or so an article, and all processors but one.",
    )  # fmt: skip


def by_itself() -> bool:
    """Whether to read after an import: as this computer's user said, or on a network as this window says."""
    return known.reads_by_itself() if session.switchable() else bool(st.session_state.get(_ALONE, True))


def keep() -> None:
    """Callback: keep what was chosen, for this computer's user."""
    if session.switchable():
        with suppress(OSError):  # it holds until the window is closed
            known.let_read_by_itself(bool(st.session_state[_ALONE]))


def offer(waiting: int) -> None:
    runner = session.reader(session.corpus_path())
    st.markdown(
        f"{compare.counted(waiting, 'article')} not read yet.  Reading finds who says what, "
        "and nothing leaves this computer."
    )
    label = "Go on reading" if runner.stopped else "Start reading"
    st.button(label, type="primary", icon=":material/play_arrow:", on_click=runner.start)


def finished(state: dict[str, int]) -> None:
    read = state.get("read", 0)
    if read:
        st.success(f"{compare.counted(read, 'article')} read.", icon=":material/check:")
        st.page_link(parts.SOURCING, label="Compare who is quoted, and how", icon=":material/arrow_forward:")
    others = ", ".join(f"{n:,} {name}" for name, n in sorted(state.items()) if name != "read")
    if others:
        st.warning(f"Articles without a reading: {others}.", icon=":material/info:")
        st.page_link(parts.OVERVIEW, label="See which, and why", icon=":material/rule:")


@contextmanager
def interrupted(*, then: bool = False) -> Iterator[None]:
    """Stop the reading while the corpus is changed; afterwards it goes on, and with `then` it starts."""
    runner = session.reader(session.corpus_path())
    was_running = runner.running
    if was_running:
        runner.stop()
    done = False
    try:
        yield
        done = True
    finally:
        if was_running or (then and done):
            runner.start()


def go_on() -> None:
    """Go on with a reading that the end of a dashboard cut short."""
    runner = session.reader(session.corpus_path())
    if runner.interrupted:
        runner.start()
