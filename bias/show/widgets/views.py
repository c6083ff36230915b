"""Saved views: a page with its filters and choices, kept in the corpus by name, and opened with one click."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from bias.markup import fragment
from bias.show.widgets import session
from bias.show.widgets.parts import md

LONGEST_NAME = 80


def popover(path: str) -> None:
    """The views of the corpus, and a place to save this one; `path` is the end of the page's address."""
    with st.popover("Views", icon=":material/bookmark:", key="bias-views"):
        _save(path)
        found = session.corpus().saved_views.in_force()
        for number, name, page, query in found.itertuples(index=False, name=None):
            _one(int(number), str(name), f"./{page}{'?' if query else ''}{query}")


def _save(path: str) -> None:
    with st.form("save-view", clear_on_submit=True, border=False):
        st.text_input("Save this view as", key="view-name", max_chars=LONGEST_NAME)
        st.form_submit_button("Save view", on_click=_keep, args=(path,), width="stretch")


def _keep(path: str) -> None:
    """Callback: the page as its address is now."""
    if name := " ".join(st.session_state["view-name"].split()):
        query = urlencode({key: st.query_params.get_all(key) for key in st.query_params}, doseq=True)
        session.corpus().saved_views.save(name, path, query)


def _one(number: int, name: str, address: str) -> None:
    """A link that opens a view anew, with its own filters alone; another name for it, and its end."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"view-{number}"):
        st.html(fragment("dashboard", "view", name, address))
        st.button(
            "", icon=":material/edit:", key=f"rename-{number}", help=f"Rename {md(name)}", on_click=_ask_name,
            args=(number,),
        )  # fmt: skip
        st.button(
            "", icon=":material/delete:", key=f"delete-{number}", help=f"Delete {md(name)}",
            on_click=session.corpus().saved_views.remove, args=(number,),
        )  # fmt: skip
    if st.session_state.get("renamed-view") == number:
        st.text_input(
            "Another name", name, key=f"new-name-{number}", max_chars=LONGEST_NAME, on_change=_rename,
            args=(number,),
        )  # fmt: skip


def _ask_name(number: int) -> None:
    """Callback."""
    st.session_state["renamed-view"] = number


def _rename(number: int) -> None:
    """Callback."""
    if name := " ".join(st.session_state[f"new-name-{number}"].split()):
        session.corpus().saved_views.rename(number, name)
    st.session_state["renamed-view"] = None
