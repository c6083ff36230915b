"""What a reader says of outlets: names that are one, country, kind, owner, groups of their own, and which
passages that outlets repeat are read all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import OUTLET_NAMES, OUTLETS_FILE, merged, write_outlets
from bias.errors import BadInputError
from bias.show.widgets import cards, parts, session

HELP = {
    "name": "The name that is shown.",
    "other_names": "Other names that articles have for it, with ; between.  They count as one at once.",
    "domains": "Addresses, as bbc.co.uk, with ; between.",
    "kind": "For instance public, private, state, agency or party: your words, no rating of ours.",
}


def box() -> None:
    """Edit outlets.csv; what is saved counts at once on every page, and no article is read again."""
    table = session.ask(compare.outlets_said)
    with st.expander("Outlets: names that are one, and groups to compare"):
        st.caption(
            "What you write here is kept in outlets.csv in the corpus folder, and counts at once on every "
            "page.  Take a name out of *other names* to part two outlets again.  A column in which something "
            "is said can be chosen under *Compare*."
        )
        edited = st.data_editor(
            table, hide_index=True, num_rows="dynamic", key=f"outlets-{session.corpus().stamp()}",
            column_config={
                one: st.column_config.TextColumn(said(one), help=HELP.get(one)) for one in map(str, table)
            },
        )  # fmt: skip
        if st.button("Save", key="save-outlets", type="primary"):
            save(edited, groups_of(table))
        add_group(table)
        suggestions(table)


def said(column: str) -> str:
    return column.replace("_", " ").capitalize() if column in HELP else column


def groups_of(table: pd.DataFrame) -> list[str]:
    """The columns that are groups."""
    return [str(one) for one in table.columns if one not in OUTLET_NAMES]


def add_group(table: pd.DataFrame) -> None:
    """A column of the reader's own."""
    with st.form("add-group", border=False):
        name = st.text_input("A group of your own", key="group-name", placeholder="side")
        if st.form_submit_button("Add the column") and name.strip():
            save(table, [*groups_of(table), name.strip()])


def suggestions(table: pd.DataFrame) -> None:
    """Names that may mean one; only a press merges."""
    for one, other in session.ask(compare.unmerged):
        words, button = st.columns([4, 1], vertical_alignment="center")
        words.markdown(f"**{parts.md(one)}** and **{parts.md(other)}** may be one outlet.")
        if button.button("Merge", key=f"merge-{one}-{other}"):
            save_rows(merged(compare.records(table), one, other), groups_of(table))


def save(table: pd.DataFrame, columns: Sequence[str]) -> None:
    save_rows(compare.records(table.fillna("")), columns)


def save_rows(rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    """Write the file, or say what is wrong."""
    try:
        write_outlets(
            session.corpus().path / OUTLETS_FILE, [row for row in rows if any(row.values())], columns
        )
    except BadInputError as error:
        st.error(parts.md(str(error)))
        return
    st.rerun()


# -- passages that outlets repeat --------------------------------------------------------------------


def passages() -> None:
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
