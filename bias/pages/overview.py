"""Overview: what is in the corpus, and what to know before comparing."""

import streamlit as st

from bias import charts, views
from bias.pages import parts, session

PERIODS = {"": "Automatic", "week": "Week", "month": "Month", "year": "Year"}
INVENTED = "Kestria, its people and its six outlets are invented; differences between outlets were planted."


def show() -> None:
    found = session.ask(views.overview, session.where(), period=chosen_period())
    st.title(parts.md(found.name), anchor=False)
    if found.demo:
        st.info(INVENTED, icon=":material/theater_comedy:")
    if found.empty:
        parts.nothing_here()
        return
    figures(found)
    by_outlet(found)
    over_time(found)
    before_you_compare(found)


def chosen_period() -> str:
    """What the control further down will have: before its first run only the link knows."""
    linked = {label: key for key, label in PERIODS.items()}.get(st.query_params.get("period", ""), "")
    return str(st.session_state.get("period", linked) or "")


def figures(found: views.Overview) -> None:
    """How much there is, and how much of it was read."""
    shown, read, waiting = len(found.articles), found.count("read"), found.count("waiting")
    dates = found.articles.loc[found.articles["published"] != "", "published"].str[:10]
    of = f"of {found.total:,}" if shown < found.total else None
    with st.container(horizontal=True):
        st.metric("Articles", f"{shown:,}", of, delta_color="off", delta_arrow="off")
        st.metric("Outlets", f"{len(found.outlets):,}")
        st.metric("Articles read", f"{read:,}")
        st.metric("Attributions", f"{int(found.articles['attributions'].sum()):,}")
    st.caption(
        f"Published {dates.min()} to {dates.max()}." if len(dates) else "None of these articles has a date."
    )
    if read:
        parts.still_waiting(read, waiting)
        label, icon = "Compare who is quoted, and how", ":material/arrow_forward:"
        st.page_link(parts.SOURCING, label=label, icon=icon)
    elif waiting:
        parts.not_read(waiting)


def choose_outlet() -> None:
    """Callback: a click on a bar lists the articles of its outlet."""
    st.session_state["listed"] = parts.clicked_again("articles-by-outlet") or None


def by_outlet(found: views.Overview) -> None:
    st.subheader("Articles by outlet", anchor=False)
    labels = list(found.outlets["label"])
    listed = st.session_state.get("listed") or ""
    if listed not in labels:
        st.session_state["listed"] = None
    colour = charts.colours(session.outlets())
    parts.figure_card(
        charts.bars(found.outlets, colour=colour, chosen=listed, dark=session.dark()),
        views.outlet_table(found.outlets),
        key="articles-by-outlet",
        alt=charts.alt_bars(found.outlets),
        on_select=choose_outlet,
    )
    if len(labels) > charts.MOST_ROWS:
        st.caption(f"The {charts.MOST_ROWS} outlets with most articles; all {len(labels)} are in the table.")
    hint = "Click a bar, or choose an outlet"
    chosen = st.selectbox("List the articles of", labels, index=None, key="listed", placeholder=hint)
    if chosen:
        parts.article_list(found.articles[found.articles["label"] == chosen], key=f"listed-{chosen}")


def over_time(found: views.Overview) -> None:
    if found.timeline.empty:
        return
    st.subheader("Articles over time", anchor=False)
    st.segmented_control(
        "One column for each",
        list(PERIODS),
        default="",
        required=True,
        key="period",
        format_func=PERIODS.__getitem__,
        bind="query-params",
    )
    order = list(found.outlets["outlet"])
    figure = charts.timeline(found.timeline, period=found.period, order=order, dark=session.dark())
    alt = charts.alt_timeline(found.timeline, period=found.period)
    st.plotly_chart(
        figure,
        theme=None,
        key=f"timeline-{found.period}",
        alt=alt,
        on_select="rerun",
        selection_mode="points",
        config=parts.PLOTLY,
    )
    period = found.period
    st.caption(f"Articles in each {period}; the stronger the colour, the more.  An empty cell has none.")
    parts.download(views.timeline_table(found.timeline), "articles-over-time")
    start, _, label = parts.clicked(f"timeline-{found.period}").partition(" ")
    if start and label in set(found.timeline["label"]):
        listed = views.in_cell(found, label, start)
        st.markdown(f"**{parts.counted(len(listed), 'article')}** · {parts.md(label)} · {period} of {start}")
        parts.article_list(listed, key=f"cell-{start}-{label}")


def before_you_compare(found: views.Overview) -> None:
    st.subheader("Before you compare", anchor=False)
    few = list(found.outlets.loc[found.outlets["note"] != "", "label"])
    if few:
        names = ", ".join(few[:6]) + (f" and {len(few) - 6} more" if len(few) > 6 else "")
        st.markdown(parts.md(f"Outlets with fewer than {views.FEW_ARTICLES} articles: {names}."))
    for row in found.issues.to_dict("records"):
        issue(row["key"], f"{row['issue']}: {parts.counted(row['articles'], 'article')}", row["meaning"])
    if found.rejected:
        rows = parts.counted(found.rejected, "row")
        st.page_link(parts.IMPORT, label=f"{rows} could not be imported: see why", icon=":material/rule:")
    if not few and found.issues.empty and not found.rejected:
        st.markdown("Every article has a date, an outlet and a title of its own, and was read.")


def issue(key: str, label: str, meaning: str) -> None:
    """One thing to know, with the articles that it is about."""
    with st.expander(label):
        st.caption(meaning)
        listed = session.ask(views.with_issue, session.where(), key)
        parts.article_list(listed, key=f"issue-{key}")
        parts.download(listed, f"articles-{key.replace(' ', '-')}")


show()
