"""Speakers: search, one speaker's profile, and corrections that no new reading overwrites."""

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import UNKNOWN, Decision
from bias.show.widgets import cards, evidence, parts, session

KEEP = ""
SIZE = 10


def show() -> None:
    search = st.text_input(
        "Search", key="search", bind="query-params", placeholder="A name, or a part of one"
    )
    found = session.ask(compare.speaker_table, session.where(), search=(search or "").strip())
    chosen = st.query_params.get("speaker", "")
    if found.empty and not chosen:
        nobody(bool(search))
        return
    if not found.empty:
        listing(found)
    if chosen:
        one(chosen)
    corrections()


def nobody(searched: bool) -> None:
    if searched:
        st.info("No speaker of this name is heard.  Try a part of the name, or clear the filters.")
    else:
        state = session.ask(compare.coverage, session.where())
        if not state.matched:
            parts.nothing_here()
        elif state.waiting and not state.read:
            parts.not_read(state.waiting)
        else:
            st.info("Nobody is heard in these articles, as far as the program can tell.")


def listing(found: pd.DataFrame) -> None:
    """The table; a row that is chosen goes into the link."""

    def choose() -> None:
        rows = st.session_state["speakers-table"]["selection"]["rows"]
        if rows:
            st.query_params["speaker"] = found["speaker"].iloc[rows[0]]
        else:
            st.query_params.pop("speaker", None)

    single = found["Over time"].map(len).max() < 2  # one month is no time
    st.dataframe(
        found.drop(columns=["speaker", "Over time"] if single else "speaker"),
        key="speakers-table",
        hide_index=True,
        height=min(38 + 35 * len(found), 388),
        on_select=choose,
        selection_mode="single-row",
        column_config={
            "Speaker": st.column_config.TextColumn(width="medium"),
            "Over time": st.column_config.BarChartColumn(help="Statements by month", y_min=0, width="small"),
        },
    )
    shown = compare.counted(len(found), "speaker")
    st.caption(
        f"The {shown} most heard.  Select a row for its sentences."
        if len(found) == compare.MOST_LISTED
        else f"{shown}.  Select a row for its sentences."
    )
    parts.download(found.drop(columns=["speaker", "Over time"]), "speakers")


def one(key: str) -> None:
    profile = session.ask(compare.profile, session.where(), key)
    if profile is None:
        st.info(
            "These articles have no word of the speaker of the link.  Clear the filters, or choose another."
        )
        return
    parts.title(profile.label, f"{profile.kind} · {profile.role} · {profile.side}")
    facts = [
        compare.counted(profile.attributions, "statement"),
        compare.counted(profile.articles, "article"),
        f"{compare.counted(profile.words, 'word')} said",
        f"{profile.quoted_words:,} of them in quotation marks",
    ]
    st.caption(" · ".join(facts))
    where, role, when, names, others, correct = st.tabs(
        ["Where", "Role and verbs", "Over time", "Called", "Who else says it", "Correct"]
    )
    with where:
        by_outlet(profile)
    with role:
        st.dataframe(counted(profile.roles, "Role"), hide_index=True)
        st.dataframe(counted(profile.sides, "Side"), hide_index=True)
        st.dataframe(counted(profile.verbs, "Reporting word"), hide_index=True, height=250)
    with when:
        over_time(profile)
    with names:
        called(profile)
    with others:
        who_else(profile)
    with correct:
        correction(profile)
    parts.heading("What is said")
    evidence.behind("attributions", (("speaker", key),), profile.label, key="speaker")


def counted(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame.rename(columns={"value": name, "n": "Statements"})


def by_outlet(profile: compare.Profile) -> None:
    asked = {"speaker": profile.key, "name": profile.label}
    cards.figure_card(session.ask(compare.speaker_by_outlet, session.where(), **asked))


def over_time(profile: compare.Profile) -> None:
    card = compare.speaker_months(profile)
    if card.board.rows.empty:
        st.markdown("None of these articles has a date.")
        return
    cards.figure_card(card)


def called(profile: compare.Profile) -> None:
    """Under which names, and what joined them: one look tells whether two people became one."""
    names = profile.mentions.groupby("name").agg(n=("n", "sum"), joined=("joined", "first"))
    names = names.sort_values("n", ascending=False).reset_index()
    columns = {"name": "Called", "n": "Statements", "joined": "Joined by"}
    st.dataframe(names.rename(columns=columns), hide_index=True)


def who_else(profile: compare.Profile) -> None:
    if profile.similar.empty:
        st.markdown("Nobody else says anything much alike in the same months.")
        return
    st.caption("Statements of others in the same months that share the most telling words; look, and judge.")
    for row in profile.similar.to_dict("records"):
        with st.container(border=True):
            st.markdown(f"**{parts.md(row['who'])}**: {parts.md(parts.shortened(row['says'], 300))}")
            st.caption(f"like: {parts.md(parts.shortened(row['own'], 300))}")
            facts = " · ".join([row["outlet"], row["published"] or "no date"])
            parts.article_link(row["article_id"], facts, at=int(row["number"]))


def correction(profile: compare.Profile) -> None:
    """Merge, split, set the role: decisions are kept in codes.sqlite, and can be taken back below."""
    st.caption(
        "What you decide here is kept beside the corpus, counts at once on every page, and outlives every "
        "new reading."
    )
    set_role(profile)
    merge(profile)
    split(profile)


def set_role(profile: compare.Profile) -> None:
    book = session.corpus().codebook()
    with st.form("set-role", border=True):
        st.markdown("**Role and side**")
        role = st.selectbox(
            "Role", [KEEP, UNKNOWN, *book.roles], format_func=lambda key: _choice(key, "role"), key="set_role"
        )
        side = st.selectbox(
            "Side",
            [KEEP, UNKNOWN, *book.alignments],
            format_func=lambda key: _choice(key, "alignment"),
            key="set_side",
        )
        polity = st.text_input("Country of the government (empty: as read)", key="set_polity")
        if st.form_submit_button("Set") and (role or side or polity.strip()):
            decide(
                Decision("code", profile.key, profile.label, role=role, alignment=side, polity=polity.strip())
            )


def _choice(key: str, what: str) -> str:
    if key in (KEEP, UNKNOWN):
        return "As it was read" if key == KEEP else "Unknown"
    return compare.code_label(session.corpus().codebook(), what, key)


def merge(profile: compare.Profile) -> None:
    found = session.ask(compare.speaker_table, session.where(), search="")
    others = {
        key: name for key, name in zip(found["speaker"], found["Speaker"], strict=True) if key != profile.key
    }
    with st.form("merge", border=True):
        st.markdown("**Is the same as**")
        target = st.selectbox(
            "Another speaker", list(others), index=None, format_func=others.__getitem__, key="merge_into"
        )
        if st.form_submit_button("Merge") and target:
            decide(
                Decision("merge", profile.key, profile.label, target=target, target_label=others[target]),
                speaker=target,
            )


def split(profile: compare.Profile) -> None:
    mentions = profile.mentions.reset_index(drop=True)
    names = [
        f"“{row['name']}” · {compare.outlet_label(row['outlet'])}, {row['published'][:10]} · {row['title']}"
        for row in mentions.to_dict("records")
    ]
    with st.form("split", border=True):
        st.markdown("**Is two people**")
        chosen = st.multiselect(
            "Who is somebody else here", range(len(names)), format_func=names.__getitem__, key="split_off"
        )
        label = st.text_input("Name of the other one", key="split_label").strip()
        if st.form_submit_button("Split") and chosen:
            name = label or f"{profile.label} (another)"
            target = f"{profile.key} / {name.lower()}"
            rows = mentions.iloc[chosen].to_dict("records")
            decide(
                *(
                    Decision(
                        "split", profile.key, profile.label, row["article_id"], row["name"], target, name
                    )
                    for row in rows
                )
            )


def decide(*decisions: Decision, speaker: str = "") -> None:
    session.corpus().codes.add(*decisions)
    if speaker:
        st.query_params["speaker"] = speaker
    st.rerun()


def corrections() -> None:
    """What was decided, with a way back."""
    found = session.ask(compare.decisions)
    if found.empty:
        return
    with st.expander(f"{compare.counted(len(found), 'decision')} about speakers"):
        for row in found.head(100).to_dict("records"):
            words, button = st.columns([5, 1], vertical_alignment="center")
            state = f"~~{parts.md(row['what'])}~~ (taken back)" if row["undone"] else parts.md(row["what"])
            words.markdown(f"{state}  \n{row['made'][:16].replace('T', ' ')} UTC")
            if not row["undone"] and button.button("Take back", key=f"undo-{row['id']}"):
                session.corpus().codes.undo(int(row["id"]))
                st.rerun()
        parts.download(found, "speaker-decisions")


show()
