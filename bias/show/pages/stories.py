"""Same story: one event as several outlets tell it, side by side; and which events each of them tells."""

import pandas as pd
import streamlit as st

from bias import compare
from bias.show.widgets import parts, session, story_event, story_list

LIST, COVERAGE = "Stories", "Who tells what"
LEFT_OUT = {
    "nothing": "Nothing found in its articles of these days",
    "perhaps": "Perhaps told: the nearest article tells this event, or another of the same affair",
    "tells": "Told, apart from the group: open the event to move the article there",
    "unknown": "Not to be said: the corpus has no article of it from these days",
}
PERCENT = "%.0f %%"
MOST_LINKS = 20  # articles that may tell what an outlet is asked about


def show() -> None:
    if linked := st.query_params.get("story", ""):
        st.button("All stories", icon=":material/arrow_back:", on_click=leave, type="tertiary")
        story_event.show(linked)
        return
    st.title("Same story", anchor=False)
    if not session.ask(compare.coverage, session.where()).matched:
        parts.nothing_here()
        return
    left, middle, right = st.columns([3, 4, 3], vertical_alignment="bottom")
    with left:
        view = parts.choose_view((LIST, COVERAGE), key="stories-view")
    if view == COVERAGE:
        coverage()
        return
    with middle:
        words = story_list.search()
    with right:
        order = story_list.order()
    story_list.show(words, order)


def leave() -> None:
    """Callback: back to the list, as it was left."""
    for key in ("story", "side", "lacks"):
        st.query_params.pop(key, None)
    story_list.back()


def coverage() -> None:
    found = session.ask(compare.story_coverage, session.where())
    if found.empty:
        st.info("No event is told by two outlets in these articles.")
        return
    st.dataframe(
        compare.coverage_table(found).assign(Share=found["share"] * 100),
        hide_index=True,
        column_config={"Share": st.column_config.ProgressColumn(format=PERCENT, min_value=0, max_value=100)},
    )
    st.caption(
        "Events that two outlets or more tell.  *Told* is what the grouping gives an outlet; for the others "
        "its articles of these days were searched.  *Nothing found* is about the articles that were "
        "imported, not about what else it published; Method says how often it is right."
    )
    known = dict(zip(found["outlet"], found["label"], strict=True))
    outlet = st.selectbox("What did it leave out?", list(known), format_func=known.__getitem__, key="blind")
    left_out(outlet, known[outlet])


def left_out(outlet: str, name: str) -> None:
    """The events that others tell and the grouping does not give an outlet, by what a search finds."""
    found = session.ask(compare.left_out, session.where(), outlets=(outlet,))
    if found.empty:
        st.markdown(
            f"{parts.md(name)} tells every event that {compare.LEAST_TELLERS} outlets or more tell here."
        )
        return
    counts = found["answer"].value_counts()
    st.markdown(
        f"**{compare.counted(len(found), 'event')}** that {compare.LEAST_TELLERS} outlets or more tell, none "
        f"of them {parts.md(name)}, by the grouping: {counts.get('nothing', 0)} of which nothing was found, "
        f"{counts.get('perhaps', 0)} that it perhaps tells, {counts.get('tells', 0)} that it tells, "
        f"{counts.get('unknown', 0)} from days of which the corpus has no article of it."
    )
    for kind, head in LEFT_OUT.items():
        part = found[found["answer"] == kind]
        if len(part):
            st.markdown(f"**{head}**")
            events(part)
    if len(found) == compare.MOST_LEFT_OUT:
        st.caption(f"The {compare.MOST_LEFT_OUT} that most outlets tell were searched for.")
    names = {"label": "Event", "outlets": "Outlets", "first_day": "From", "says": "This outlet"}
    names |= {"title": "Its nearest article", "published": "Published", "likeness": "Likeness"}
    parts.download(found[[*names, "names"]].rename(columns=names | {"names": "Both name"}), "left-out")


def events(found: pd.DataFrame) -> None:
    """Each event with what was found, the article that comes nearest, and the way to both."""
    for row in found.head(MOST_LINKS).to_dict("records"):
        with st.container(border=True):
            parts.story_link(
                row["story"], f"{row['label']} · {row['outlets']} outlets, from {row['first_day']}"
            )
            if row["answer"] in ("nothing", "unknown"):
                st.caption(parts.md(row["says"]))
                continue
            both = f"  Both name {row['names']}." if row["names"] else ""
            st.caption(parts.md(f"{row['says']}.{both}"))
            parts.article_link(row["article_id"], f"{row['published']} · {row['title'] or 'no title'}")
    if len(found) > MOST_LINKS:
        st.caption(f"The first {MOST_LINKS} of {len(found):,}; all are in the file below.")


show()
