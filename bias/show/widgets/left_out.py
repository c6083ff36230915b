"""The passages that outlets repeat and that were left out, on the Overview, with the way back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from bias import compare
from bias.show.widgets import cards, parts, session


def box() -> None:
    """What was left out of each outlet; nothing where no passage was found."""
    found = session.ask(compare.passages, session.where())
    if found.empty:
        return
    card = session.ask(compare.repeated_passages, session.where())
    if len(card.board.rows):
        cards.figure_card(card)
    else:
        parts.heading(card.title)
        st.caption("All passages that were found are read.")
    with st.expander("Read passages that were left out, or leave them out again"):
        names = {outlet: compare.outlet_label(outlet) for outlet in found["outlet"].unique()}
        outlet = parts.choose("Outlet", "left-out-of", names)
        switches(outlet, found[found["outlet"] == outlet])


def switches(outlet: str, passages: pd.DataFrame) -> None:
    """A tick for each passage of an outlet: left out while it is set."""
    st.caption(
        "Ticked passages are left out.  Your choice is kept in the corpus folder; the articles that hold a "
        "passage you change are read again, and no others."
    )
    keys = list(passages["passage"])
    with st.form(f"left-out-{outlet}", border=False):
        ticks = [
            st.checkbox(
                parts.md(f"{parts.shortened(row['words'], 160)} ({row['articles']} of {row['base']})"),
                value=row["state"] == "left out",
                key=f"left-out-{outlet}-{number}",
            )
            for number, row in enumerate(passages.to_dict("records"))
        ]
        if st.form_submit_button("Save, and read again"):
            decide(outlet, keys, ticks)
            session.reader(session.corpus_path()).start()
            st.success("Saved.  The articles are being read again; reload in a moment.")


def decide(outlet: str, keys: Sequence[str], ticks: Sequence[bool]) -> None:
    """Keep what is not ticked; where nothing is ticked, whatever comes of this outlet is read, too."""
    codes = session.corpus().passage_codes
    for key in ("", *keys):
        codes.leave_out(outlet, key)
    for key in [""] if not any(ticks) else [key for key, tick in zip(keys, ticks, strict=True) if not tick]:
        codes.keep(outlet, key)
