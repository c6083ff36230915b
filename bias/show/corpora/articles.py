"""Articles: the list of them, of which one or many are corrected or taken out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import Corpus, correct, remove
from bias.errors import BiasError
from bias.show.corpora import reading
from bias.show.widgets import parts, session

COLUMNS = {"outlet": "Outlet", "published": "Date", "title": "Title", "state": "State", "url": "Address"}
_ROUND, _SAID, _TROUBLE = "round of articles", "said of articles", "trouble of articles"
_MOST = 5_000  # articles in the table


def show() -> None:
    found = session.ask(Corpus.articles, session.where())
    if found.empty:
        parts.nothing_here()
        return
    st.markdown(
        "Choose articles in the table, by the boxes at its left; then give them another outlet or date, or "
        "take them out.  The filters narrow the list."
    )
    if said := st.session_state.pop(_SAID, ""):
        st.success(said)
    if trouble := st.session_state.pop(_TROUBLE, ""):
        st.error(parts.md(trouble))
    chosen = chosen_of(found)
    if chosen:
        tools(chosen, found)


def chosen_of(found: pd.DataFrame) -> list[str]:
    """The ids of the articles that are chosen: rows of the table, or all that the filters leave."""
    every = len(found) > 1 and st.toggle(f"Choose all {len(found):,}", key=f"every-{turn()}")
    listed = found.head(_MOST)
    picked = st.dataframe(
        listed[list(COLUMNS)].rename(columns=COLUMNS), hide_index=True, key=f"articles-{turn()}",
        on_select="rerun", selection_mode="multi-row", height=min(38 + 35 * len(listed), 380),
    )  # fmt: skip
    if len(found) > _MOST:
        st.caption(f"The first {_MOST:,} of {len(found):,}; the filters lead to the others.")
    if every:
        return list(found["article_id"])
    return list(listed["article_id"].iloc[picked["selection"]["rows"]])


def turn() -> int:
    """Counts the changes: after one, nothing is chosen any more."""
    return int(st.session_state.get(_ROUND, 0))


def tools(chosen: Sequence[str], found: pd.DataFrame) -> None:
    """What can be done with the chosen articles."""
    parts.heading(compare.counted(len(chosen), "article") + " chosen")
    outlet_box, date_box, out_box = st.columns(3, gap="medium")
    with outlet_box.container(border=True, height="stretch"):
        st.selectbox(
            "Their outlet", sorted(set(found["outlet"]) - {""}), None, key="new-outlet",
            accept_new_options=True, placeholder="Choose or write one",
        )  # fmt: skip
        st.button("Set the outlet", on_click=change, args=(chosen, "outlet"), icon=":material/edit:")
    with date_box.container(border=True, height="stretch"):
        st.text_input("Their date", key="new-date", placeholder="2019-03-04; empty for unknown")
        st.button("Set the date", on_click=change, args=(chosen, "published"), icon=":material/event:")
    with out_box.container(border=True, height="stretch"):
        st.markdown("All that was read of them goes too.  Their files can be imported again.")
        with st.popover("Take them out", icon=":material/delete:", key="ask-remove"):
            st.markdown(f"This takes {compare.counted(len(chosen), 'article')} out of the corpus.")
            st.button("Yes, take them out", on_click=take_out, args=(chosen,), key="remove", type="primary")
    st.caption("What was changed is read again, with the articles that came in beside it.")


def change(chosen: Sequence[str], field: str) -> None:
    """Callback: set the outlet or the date."""
    key = {"outlet": "new-outlet", "published": "new-date"}[field]
    value = str(st.session_state.get(key) or "").strip()
    if field == "outlet" and not value:
        st.session_state[_TROUBLE] = "Choose or write the outlet first."
        return
    act(lambda: f"{compare.counted(correct(session.corpus(), chosen, **{field: value}), 'article')} changed.")


def take_out(chosen: Sequence[str]) -> None:
    """Callback: remove the articles."""
    act(lambda: f"{compare.counted(remove(session.corpus(), chosen), 'article')} taken out.")


def act(what: Callable[[], str]) -> None:
    """Change the corpus, and keep for the page what was done or what went wrong."""
    try:
        with reading.interrupted(then=reading.by_itself()):
            st.session_state[_SAID] = what()
        st.session_state[_ROUND] = turn() + 1
    except BiasError as error:
        st.session_state[_TROUBLE] = str(error)


show()
