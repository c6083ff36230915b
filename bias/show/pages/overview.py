"""Overview: what is in the corpus, and what to know before comparing."""

from functools import partial

import streamlit as st

from bias import compare
from bias.show.widgets import cards, dot_tables, filters, parts, session
from bias.show.widgets.boxes import outlets

PERIODS = {"": "Automatic", "week": "Week", "month": "Month", "year": "Year"}
TOUR: tuple[tuple[str, str, dict[str, str], str], ...] = (
    (
        parts.STORIES,
        "1. One event, outlet by outlet: choose it, and read the headlines",
        {},
        ":material/compare:",
    ),
    (
        parts.SOURCING,
        "2. Who quotes the government's side most?  Click a dot for its sentences",
        {"measure": "Government's side"},
        ":material/record_voice_over:",
    ),
    (
        parts.SOURCING,
        "3. Do they differ when they tell the same events?",
        {"measure": "Government's side", "view": "How far apart"},
        ":material/balance:",
    ),
    (parts.CLASSROOM, "4. Guess before you look: a lesson from one event", {}, ":material/school:"),
)
HINT = "Click a cell, or choose here"
INVENTED = "Kestria, its people and its six outlets are invented; differences between outlets were planted."


def show() -> None:
    found = session.ask(compare.overview, session.where(), period=chosen_period())
    if found.demo:
        st.info(INVENTED, icon=":material/theater_comedy:")
    who()
    if found.demo:
        guide()
    if found.empty:
        parts.nothing_here()
        return
    if found.coverage.read:
        parts.still_waiting(found.count("read"), found.count("waiting"))
        answers()
    parts.heading("What is in the corpus")
    numbers(found)
    contents(found)
    before_you_compare(found)
    outlets.passages()


def contents(found: compare.Overview) -> None:
    """The articles by outlet, in time and by genre: one at a time, since they are the same articles."""
    places = st.tabs(["By outlet", "Over time", "Genres"])
    for place, part in zip(places, (by_outlet, over_time, by_genre), strict=True):
        with place:
            part(found)
    outlets.box()


def guide() -> None:
    """Where to look first, for somebody who sees all of this for the first time."""
    with st.expander("Two minutes with the demo", icon=":material/explore:"):
        for page, label, query, icon in TOUR:
            st.page_link(page, label=label, icon=icon, query_params=query)


def who() -> None:
    """Who the outlets are, where corpus.toml says it."""
    said = session.corpus().settings().get("about")
    known = (
        [(one, str(said[one])) for one in session.outlets() if one in said] if isinstance(said, dict) else []
    )
    if known:
        dot_tables.who(known)


def answers() -> None:
    """What stands out, and every outlet by the headline measures."""
    found = session.ask(compare.headline_findings, session.where())
    parts.heading("What stands out")
    dot_tables.findings(found)
    parts.heading("Outlets side by side")
    dot_tables.board(session.ask(compare.headlines, session.where()))


def chosen_period() -> str:
    """What the control further down will have: before its first run only the link knows."""
    linked = {label: key for key, label in PERIODS.items()}.get(st.query_params.get("period", ""), "")
    return str(st.session_state.get("period", linked) or "")


def numbers(found: compare.Overview) -> None:
    """How much there is, and how much of it was read."""
    shown, read, waiting = len(found.articles), found.count("read"), found.count("waiting")
    dates = found.articles.loc[found.articles["published"] != "", "published"].str[:10]
    of = f"of {found.total:,}" if shown < found.total else None
    with st.container(horizontal=True):
        st.metric("Articles", f"{shown:,}", of, delta_color="off", delta_arrow="off")
        st.metric(f"{compare.what(session.corpus())}s".capitalize(), f"{len(found.outlets):,}")
        st.metric("Articles read", f"{read:,}")
        st.metric("Statements", f"{int(found.articles['attributions'].sum()):,}")
    st.caption(
        f"Published {compare.period_text(dates.min(), dates.max())}."
        if len(dates)
        else "None of these articles has a date."
    )
    if read:
        label, icon = "Compare who is quoted, and how", ":material/arrow_forward:"
        st.page_link(parts.SOURCING, label=label, icon=icon)
    elif waiting:
        parts.not_read(waiting)


def choose_outlet() -> None:
    """Callback: a click on a bar lists the articles of its outlet."""
    st.session_state["listed"] = cards.clicked_again("articles-by-outlet") or None


def by_outlet(found: compare.Overview) -> None:
    labels = list(found.outlets["label"])
    listed = st.session_state.get("listed") or ""
    if listed not in labels:
        st.session_state["listed"] = None
    card = session.ask(compare.articles_by_outlet, session.where())
    cards.figure_card(card, on_select=choose_outlet, chosen=listed)
    hint = "Click a bar, or choose an outlet"
    chosen = st.selectbox("List the articles of", labels, index=None, key="listed", placeholder=hint)
    if chosen:
        with st.container(key="of-an-outlet"):
            of_outlet = found.articles[found.articles["label"] == chosen]
            parts.article_list(of_outlet, key=f"listed-{chosen}")


def by_genre(found: compare.Overview) -> None:
    card = session.ask(compare.genres, session.where())
    if card.board.rows.empty:
        st.info("No article has been read yet.")
        return
    cards.figure_card(card, on_select="rerun")
    cards.genre_caution(card.key, said_already=True)
    if cell := cards.clicked(card.key):
        listed = session.ask(compare.of_genre, session.where(), cell)
        st.markdown(f"**{compare.counted(len(listed), 'article')}** · {parts.md(cell)}")
        parts.article_list(listed, key=f"genre-{cell}")


def over_time(found: compare.Overview) -> None:
    if found.timeline.empty:
        st.info("None of these articles has a date.")
        return
    period = found.period
    card = session.ask(compare.articles_over_time, session.where(), period=period)
    cards.figure_card(card, on_select=partial(choose_dates, card.key, period))
    st.caption("Drag over columns to choose their dates; click a cell for its articles.")
    st.segmented_control(
        "One column for each",
        list(PERIODS),
        default="",
        required=True,
        key="period",
        format_func=PERIODS.__getitem__,
        bind="query-params",
    )
    chosen = cards.selected(card.key)
    start, _, label = chosen[0].partition(" ") if len(chosen) == 1 else ("", "", "")
    if start and label in set(found.timeline["label"]):
        listed = compare.in_cell(found, label, start)
        st.markdown(
            f"**{compare.counted(len(listed), 'article')}** · {parts.md(label)} · {period} of {start}"
        )
        parts.article_list(listed, key=f"cell-{start}-{label}")


def choose_dates(key: str, period: str) -> None:
    """Callback: columns over which one drags are the dates of the filter; one cell lists its articles."""
    starts = [one.partition(" ")[0] for one in cards.selected(key)]
    if len(starts) > 1:
        filters.choose_dates(min(starts), max(starts), period)


def before_you_compare(found: compare.Overview) -> None:
    parts.heading("Before you compare")
    few = list(found.outlets.loc[found.outlets["note"] != "", "label"])
    if few:
        names = ", ".join(few[:6]) + (f" and {len(few) - 6} more" if len(few) > 6 else "")
        st.markdown(parts.md(f"Outlets with fewer than {compare.FEW_ARTICLES} articles: {names}."))
    if len(found.issues):
        quality()
    for row in found.issues.to_dict("records"):
        label = f"{row['issue']}: {compare.counted(row['articles'], 'article')}"
        issue(row["key"], label, f"{row['meaning']}  {row['todo']}")
    if found.rejected:
        rows = compare.counted(found.rejected, "row")
        st.page_link(parts.IMPORT, label=f"{rows} could not be imported: see why", icon=":material/rule:")
    if not few and found.issues.empty and not found.rejected:
        st.markdown("Every article has a date, an outlet and a title of its own, and was read.")


def choose_fault() -> None:
    """Callback: a click on a cell lists its articles."""
    if found := cards.clicked_again("data-quality"):
        st.session_state["fault"] = found


def quality() -> None:
    """What to know of each outlet's texts, in one table; a click lists the articles."""
    card = session.ask(compare.data_quality, session.where())
    known = dict(zip(card.marks["id"], card.marks["behind"], strict=True))
    cards.figure_card(card, on_select=choose_fault, chosen=st.session_state.get("fault") or "")
    names = {one: one for one in known}
    fault = parts.choose("List the articles with", "fault", names, index=None, placeholder=HINT)
    if fault:
        asked = dict(known[fault])
        listed = session.ask(compare.with_issue, session.where(), asked["issue"], asked["outlet"])
        st.markdown(f"**{compare.counted(len(listed), 'article')}** · {parts.md(fault)}")
        parts.article_list(listed, key="quality")


def issue(key: str, label: str, meaning: str) -> None:
    """One thing to know, with the articles that it is about."""
    with st.expander(label):
        st.caption(meaning)
        listed = session.ask(compare.with_issue, session.where(), key)
        parts.article_list(listed, key=f"issue-{key}")
        parts.download(listed, f"articles-{key.replace(' ', '-')}")


show()
