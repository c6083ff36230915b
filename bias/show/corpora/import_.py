"""Import: files in three steps, what earlier imports did, the reading, feeds, and what was rejected."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import Corpus, Imported, list_imports, undo
from bias.ingest.following import followed
from bias.show.corpora import adding, reading
from bias.show.widgets import parts, session

FEEDS = {
    "title": "Feed",
    "feed": "Address",
    "answered": "Last success (UTC)",
    "articles": "Articles",
    "waiting": "Waiting",
    "rejected": "Rejected",
    "trouble": "Trouble",
}
COLUMNS = {"path": "File", "row": "Row", "reason": "Reason", "record": "What it holds"}
_MOST_IMPORTS = 10


def show() -> None:
    st.title("Import", anchor=False)
    adding.show()
    reading.box()
    earlier()
    feeds()
    rejected()


def earlier() -> None:
    """The last imports, each of which can be undone."""
    found = list_imports(session.corpus())[::-1]
    if not found:
        return
    parts.heading("Earlier imports")
    for one in found[:_MOST_IMPORTS]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{said(one)}", width="stretch")
            with st.popover("Undo", key=f"ask-{one.number}"):
                st.markdown(
                    f"This removes {compare.counted(one.added, 'article')} and all that was read of them."
                )
                st.button(
                    f"Undo import {one.number}", key=f"undo-{one.number}", on_click=take_back, args=(one,),
                    icon=":material/undo:",
                )  # fmt: skip
    if len(found) > _MOST_IMPORTS:
        st.caption(f"And {len(found) - _MOST_IMPORTS:,} older ones:")
        parts.command("remove", "--list")


def said(one: Imported) -> str:
    names = [Path(path).name for path in one.paths]
    what = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    day = one.when[:16].replace("T", " ")
    return f"**{compare.counted(one.added, 'article')}** of {parts.md(what or 'files')} · {day} UTC"


def take_back(one: Imported) -> None:
    """Callback: undo an import, whether a reading is under way or not."""
    with reading.interrupted():
        undo(session.corpus(), one.number)


def feeds() -> None:
    """The feeds that `bias follow` asks; the dashboard itself opens no address."""
    parts.heading("Feeds")
    found = pd.DataFrame(map(asdict, followed(session.corpus().path)), columns=list(FEEDS)).rename(
        columns=FEEDS
    )
    if found.empty:
        st.markdown(
            "This corpus can follow outlets by itself: RSS, Atom, JSON Feed and news sitemaps.  "
            "The dashboard opens no address; start it from the command line:"
        )
        parts.command("follow", "https://…")
        return
    troubled = int((found["Trouble"] != "").sum())
    last = (
        f"{compare.counted(troubled, 'feed')} could not be read as a whole the last time." if troubled else ""
    )
    st.markdown(f"{compare.counted(len(found), 'feed')} followed.  {last}")
    st.dataframe(found, hide_index=True)
    parts.download(found, "feeds")
    st.caption("To ask them for new articles, once or every so many minutes:")
    parts.command("follow", "--every 30")


def rejected() -> None:
    found = session.ask(Corpus.rejected).rename(columns=COLUMNS)
    if found.empty:
        return
    parts.heading("Rows that could not be imported")
    st.markdown(
        f"{compare.counted(len(found), 'row')}, from all imports into this corpus.  Mend them and import the "
        "file again: articles that are here already are not added twice."
    )
    st.dataframe(found["Reason"].value_counts().rename("Rows").reset_index(), hide_index=True)
    st.dataframe(found, hide_index=True)
    parts.download(found, "rejected-rows")


show()
