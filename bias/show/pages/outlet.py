"""Outlets: all about one of them, beside another or all others."""

import streamlit as st

from bias import compare
from bias.show.widgets import parts, session


def show() -> None:
    st.title("Outlets", anchor=False)
    known = {one: compare.outlet_label(one) for one in session.ask(compare.compared_names, session.where())}
    if not known:
        parts.nothing_here()
        return
    outlet = parts.choose("Outlet", "of", known)
    parts.heading(known[outlet])


show()
