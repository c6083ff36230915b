"""Targets of one's own on the Tone page: a name and its words, saved, changed, removed; judged at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import OWN, TARGETS, TARGETS_FILE, Corpus
from bias.errors import BadInputError, BusyError
from bias.show.widgets import parts, session

NEW = "A new target"
MOST_HERE = 20_000  # articles to go through on the page; more are left to a process of their own
STEP = 20  # articles between two signs of progress
BUSY = "Saved.  The corpus is being read just now; the target is judged with it, and shows when that is done."
LEFT = (
    "Saved.  The articles are being gone through; that takes a while, and the target shows when it is done."
)


def box(listed: pd.DataFrame) -> None:
    """The box, where something has been read; `listed` are the targets under the filters, as
    `compare.target_list` has them."""
    if not session.ask(Corpus.state).get("read"):
        return
    with st.expander("Targets of your own"):
        if said := st.session_state.pop("own-said", ""):
            st.error(parts.md(said)) if st.session_state.pop("own-wrong", False) else st.info(parts.md(said))
        try:
            known = TARGETS.read(file())
            waiting = articles_waiting(known)
        except BadInputError as error:
            st.error(parts.md(str(error)))
            return
        asked = st.session_state.pop("own-judge", False)
        if asked and waiting is not None:
            judge(waiting)
        st.caption(
            "A name, and the words by which it is found in titles and texts: whole words in any case; a * at "
            "the end of a word stands for any ending.  It is judged at once on what has been read."
        )
        entry(known)
        if waiting:
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.markdown(f"To go through for what is new or changed: {compare.counted(waiting, 'article')}.")
            right.button("Judge now", key="own-now", on_click=ask)
        overview(known, listed)


def file() -> Path:
    return session.corpus().path / TARGETS_FILE


def articles_waiting(known: dict[str, tuple[str, ...]]) -> int | None:
    """How many articles wait for targets that are new or changed; None where there is nothing to do.

    0: a target was taken out.  The text models are near: without targets nobody waits for them.
    """
    judged = set(session.ask(Corpus.own_targets))
    if not known and not judged:
        return None
    from bias.corpus import waiting_targets

    waiting = session.ask(waiting_targets)
    return session.corpus().count_articles(waiting) if waiting or judged - known.keys() else None


# -- a name and its words ----------------------------------------------------------------------------


def entry(known: dict[str, tuple[str, ...]]) -> None:
    """A new one, or one of those that are there, to be changed or removed."""
    which = NEW
    if known:
        if st.session_state.get("own-which") not in known:
            st.session_state.pop("own-which", None)
        which = st.selectbox("Which", [NEW, *known], key="own-which")
    before = "" if which == NEW else which
    with st.form(f"own-{before}", border=False):
        left, right = st.columns([1, 2])
        left.text_input("Name", before, key=f"own-name-{before}", placeholder="the gas deal")
        right.text_input(
            "Words, phrases or names, with commas", ", ".join(known.get(before, ())),
            key=f"own-words-{before}", placeholder="gas deal, pipeline accord",
        )  # fmt: skip
        with st.container(horizontal=True):
            st.form_submit_button("Save", on_click=save, args=(before,), type="primary")
            if before:
                st.form_submit_button("Remove", on_click=remove, args=(before,))


def save(before: str) -> None:
    """Callback: the entry is written into targets.toml, and its target is asked for."""
    name, words = st.session_state[f"own-name-{before}"], st.session_state[f"own-words-{before}"].split(",")

    def write() -> None:
        if before:
            TARGETS.change(file(), before, name, words)
        else:
            TARGETS.add(file(), name, words)

    if tried(write):
        forget(before)
        st.session_state["own-which"] = st.query_params["target"] = " ".join(name.split())
        ask()


def remove(name: str) -> None:
    """Callback: the entry is taken out of targets.toml."""
    if tried(lambda: TARGETS.remove(file(), name)):
        forget(name)
        if st.query_params.get("target") == name:
            del st.query_params["target"]
        ask()


def forget(before: str) -> None:
    """What was typed: the next form begins with what is written."""
    for field in ("name", "words"):
        st.session_state.pop(f"own-{field}-{before}", None)


def tried(write: Callable[[], None]) -> bool:
    """Whether it went well; what went wrong is told in the box."""
    try:
        write()
    except BadInputError as error:
        st.session_state["own-said"], st.session_state["own-wrong"] = str(error), True
        return False
    return True


def ask() -> None:
    """Callback: what waits is judged when the box is drawn."""
    st.session_state["own-judge"] = True


# -- judging -----------------------------------------------------------------------------------------


def judge(articles: int) -> None:
    """Judge what waits, and draw the page anew; told in the box where that is left to another process."""
    from bias.corpus import judge_targets

    if articles > MOST_HERE:
        session.reader(session.corpus_path()).start()
        st.info(LEFT)
        return
    bar, done = st.progress(0.0, "Looking for the words …"), 0

    def on_article() -> None:
        nonlocal done
        done += 1
        if done % STEP == 0:
            bar.progress(min(done / articles, 1.0), f"{done:,} of {articles:,} articles gone through")

    try:
        with session.corpus().writing():
            judge_targets(session.corpus(), on_article=on_article)
    except BusyError:
        st.session_state["own-said"] = BUSY
    st.rerun()


# -- what there is -----------------------------------------------------------------------------------


def overview(known: Mapping[str, Sequence[str]], listed: pd.DataFrame) -> None:
    """Each target with its words, and where it was found."""
    found = {row["target"]: row for row in compare.records(listed)}
    judged, lines = session.ask(Corpus.own_targets), []
    for name, words in known.items():
        row = found.get(f"{OWN}{name}")
        where = "not found in these articles" if name in judged else "not judged yet"
        if row:
            counts = (
                compare.counted(int(row["n"]), "mention"),
                compare.counted(int(row["articles"]), "article"),
            )
            where = " in ".join(counts)
        lines.append(f"- **{parts.md(name)}** · {parts.md(', '.join(words))} · {where}")
    st.markdown("\n".join(lines))
