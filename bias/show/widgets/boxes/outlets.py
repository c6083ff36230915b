"""The table of outlets: names that are one, country, kind, owner, and groups of the reader's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import OUTLET_NAMES, OUTLETS_FILE, merged, write_outlets
from bias.errors import BadInputError
from bias.show.widgets import parts, session

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
