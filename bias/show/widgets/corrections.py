"""*wrong?*: what a reader says is wrong with a sentence; it counts at once, and is undone in one place."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Evidence
from bias.markup import fragment
from bias.show.widgets import parts, session

SIZE = 20  # corrections on a page
LAST = "last-correction"


def wrong(key: str, found: Evidence) -> None:
    """A small form behind a button; it is filled in when it is opened."""
    if st.session_state.pop("corrected", "") == key:
        st.session_state[f"wrong-{key}"] = False  # it closes
    with st.popover("wrong?", key=f"wrong-{key}", type="tertiary", on_change="rerun") as form:
        if form.open:
            ask(key, found)


def ask(key: str, found: Evidence) -> None:
    """What is wrong, what is right, and who says so."""
    names = dict(found.wrong)
    field = st.selectbox(
        "What is wrong?", list(names), index=0 if len(names) == 1 else None, format_func=names.__getitem__,
        key=f"what-{key}", placeholder="Choose",
    )  # fmt: skip
    value: str | None = ""
    if field and field != "gone":
        value = right(key, found, field)
    who = st.text_input("Your name or initials", key=f"who-{key}", value=st.session_state.get("who", ""))
    st.caption("It counts at once, on every page, and outlives every new reading.  You can undo it.")
    if st.button("Save", key=f"save-{key}", type="primary", disabled=not field or value is None):
        st.session_state["who"] = who.strip()
        st.session_state["corrected"] = key
        save(found, str(field), str(value).strip(), who.strip())


def right(key: str, found: Evidence, field: str) -> str | None:
    """The right value: from a list, or in words of one's own where it is a name."""
    known = session.ask(compare.right_values, field, found.place.article_id)
    now = found.read.get(field, "")
    free = field in compare.FREE
    return st.selectbox(
        f"It is {'(choose, or type a name)' if free else ''}",
        [value for value, label in known.items() if label != now],
        index=None,
        format_func=lambda value: known.get(value, value),
        key=f"right-{field}-{key}",
        placeholder=f"Now: {now}" if now else "Choose",
        accept_new_options=free,
    )


def save(found: Evidence, field: str, value: str, who: str) -> None:
    """Keep it, and show what it changes."""
    words = " […] ".join(one.striptags() for one in found.quotes)
    session.corpus().corrections.add(found.place, {field: value}, was=found.read, words=words, who=who)
    st.session_state[LAST] = True
    st.rerun()


def told() -> None:
    """After a correction: what it says, and a way back at once."""
    if not st.session_state.get(LAST):
        return
    found = session.ask(compare.corrections)
    live = found[found["state"] != "taken back"]
    if live.empty:
        return
    last = live.iloc[0]
    with st.container(horizontal=True, vertical_alignment="center", key="last-correction-kept"):
        st.markdown(f":material/check: Kept and counted.  {parts.md(last['what'])}", width="content")
        st.button(
            "Undo", key="undo-last", on_click=undo, args=[int(last["id"])], icon=":material/undo:",
            type="tertiary",
        )  # fmt: skip


def undo(number: int) -> None:
    """Callback: a correction no longer holds."""
    session.corpus().corrections.undo(number)
    st.session_state[LAST] = False


def way_to_all() -> None:
    """How many corrections there are, and where they are listed."""
    found = session.ask(compare.corrections)
    live = found[found["state"] != "taken back"]
    if len(live):
        label = f"{compare.counted(len(live), 'correction')} of this corpus: see and undo them"
        st.page_link(parts.EXPORT, label=label, icon=":material/edit_note:")


def listing() -> None:
    """All corrections of the corpus, each with a way back."""
    parts.heading("Corrections")
    found = session.ask(compare.corrections)
    if found.empty:
        st.markdown(
            "None yet.  Where a sentence is read wrongly, choose **wrong?** beside it: what you say counts "
            "at once, and is listed here."
        )
        return
    st.caption("They count at once, on every page and in every file, and outlive every new reading.")
    pages = max(1, -(-len(found) // SIZE))
    page = st.pagination(pages, key="corrections-page") if pages > 1 else 1
    for row in compare.records(found.iloc[(page - 1) * SIZE : page * SIZE]):
        one(row)
    with st.container(horizontal=True):
        parts.download(pd.DataFrame(found), "corrections", "Download the list as CSV")
        as_gold()


def as_gold() -> None:
    """The corrections that hold as gold, a file for each step of `bias evaluate`."""
    for step, rows in session.ask(compare.gold).items():
        label = f"Gold: {step} ({len(rows):,})"
        parts.offer(label, json_lines(rows), f"{step}.jsonl", key=f"gold-{step}")
    if left := session.ask(compare.uncodable):
        st.caption(f"No file of gold has a place for {compare.counted(left, 'correction')}.")


def json_lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def one(row: dict[str, Any]) -> None:
    """One correction: what, of which sentence, by whom, and whether it counts."""
    with st.container(border=True, key=f"correction-{row['id']}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            what = parts.md(str(row["what"]))
            st.markdown(f"~~{what}~~" if row["state"] == "taken back" else f"**{what}**", width="content")
            if row["state"] != "taken back":
                st.button(
                    "Undo", key=f"undo-{row['id']}", on_click=undo, args=[row["id"]], icon=":material/undo:",
                    type="tertiary",
                )  # fmt: skip
        st.html(fragment("dashboard", "words", parts.shortened(str(row["words"]), 300), "bias-quote", None))
        if row["state"] == "nothing stands there":
            st.markdown(
                ":material/warning: The last reading finds nothing at this place any more: it waits, and "
                "counts again when something does."
            )
        facts = [str(row["made"])[:16].replace("T", " ") + " UTC", row["who"], row["state"]]
        st.caption(" · ".join(parts.md(str(fact)) for fact in facts if fact))
        facts = [compare.outlet_label(str(row["outlet"])), row["title"] or "no title"]
        parts.article_link(str(row["article_id"]), " · ".join(map(str, facts)))
