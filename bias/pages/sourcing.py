"""Sourcing: who is quoted and how, by outlet; a click opens the sentences behind a mark."""

import math

import pandas as pd
import streamlit as st

from bias import charts, views
from bias.measures import ALL, LEAST, LEAST_ARTICLES, QUESTIONS, Entry, Measure, Ranking, asking, by_key
from bias.pages import parts, session

LABELS = {found.key: found.label for found in ALL}
KEYS = {label: key for key, label in LABELS.items()}
WEIGHTS = {"attributions": "attributions", "words": "words said", "quoted_words": "quoted words"}
OUTLETS, APART, BY_ROLE, BY_TOPIC = "Outlets", "How far apart", "By role", "By topic"
PERCENT = dict.fromkeys(("Value", "Low", "High"), "percent")


def show() -> None:
    st.title("Sourcing", anchor=False)
    measure = choose_measure()
    outlet, value, weight, grouped = options(measure)
    board = session.ask(
        views.sourcing,
        session.where(),
        key=measure.key,
        outlet=outlet,
        value=value,
        weight=weight,
        grouped=grouped,
    )
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        behind = card(board, measure, weight, grouped)
        evidence(behind)
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is asked -----------------------------------------------------------------------------------


def choose_measure() -> Entry:
    """A question, and one of the measures that answer it; the measure is in the link."""
    linked = KEYS.get(st.query_params.get("measure", ""), "")  # a link names the label
    current = by_key(st.session_state.get("measure") or linked)
    st.session_state["question"] = current.question
    question = st.segmented_control(
        "Question",
        QUESTIONS,
        key="question",
        required=True,
        on_change=ask_question,
        label_visibility="collapsed",
    )
    key = st.pills(
        "Measure",
        [found.key for found in asking(question or current.question)],
        default=current.key,
        required=True,
        key="measure",
        format_func=LABELS.__getitem__,
        bind="query-params",
        label_visibility="collapsed",
    )
    return by_key(key)


def ask_question() -> None:
    """Callback: another question starts with its first measure."""
    st.session_state["measure"] = asking(st.session_state["question"])[0].key


def options(measure: Entry) -> tuple[str, str, str, bool]:
    """Outlet, value, weight and grouping, as far as the measure takes them."""
    outlet, value, weight, grouped = "", "", "attributions", False
    if about_roles(measure):
        grouped = st.session_state.get("grouped", st.query_params.get("grouped") == "true")
    if isinstance(measure, Ranking):
        left, right = st.columns(2)
        with left:
            value = choose_value(measure, grouped)
        with right:
            outlet = "" if value else choose_outlet()
    if measure.weighted:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            weight = st.segmented_control(
                "Count",
                list(WEIGHTS),
                default="attributions",
                required=True,
                key="weight",
                format_func=WEIGHTS.__getitem__,
                bind="query-params",
            )
            if about_roles(measure):
                grouped = st.toggle("Join roles into groups", key="grouped", bind="query-params")
    return outlet, value, weight or "attributions", grouped


def about_roles(measure: Entry) -> bool:
    """Whether roles are on the chart: in a ranking of them, or where a share is told by role."""
    if isinstance(measure, Ranking):
        return measure.column == "role"
    return bool(st.session_state.get("view", st.query_params.get("view")) == BY_ROLE)


def choose_value(measure: Ranking, grouped: bool) -> str:
    """One role, side, source or word over all outlets."""
    known = session.ask(views.values, session.where(), key=measure.key, grouped=grouped)
    if st.session_state.get("value") not in known:
        st.session_state.pop("value", None)
    chosen = st.selectbox(
        "Follow one over all outlets",
        list(known),
        index=None,
        key="value",
        format_func=known.__getitem__,
        placeholder="All, side by side",
        bind="query-params",
    )
    return chosen or ""


def choose_outlet() -> str:
    """A ranking shows a few outlets side by side, or more of one."""
    chosen = st.selectbox(
        "See more of one outlet",
        session.where().outlets or tuple(session.outlets()),
        index=None,
        key="outlet",
        format_func=views.outlet_label,
        placeholder="Several, side by side",
        bind="query-params",
    )
    return chosen or ""


# -- what is shown -----------------------------------------------------------------------------------


def card(board: views.Board, measure: Entry, weight: str, grouped: bool) -> pd.DataFrame:
    """The chart of the chosen view; returns its rows, whose `behind` are the sentences of each mark."""
    st.markdown(measure.reading)
    offered = [OUTLETS]
    if not board.grouped and board.unit == "share" and len(comparable(board)) > 1:
        offered.append(APART)
    if isinstance(measure, Measure) and measure.weighted and measure.unit == "share":
        offered.append(BY_ROLE)
    if measure.key == "roles":
        offered.append(BY_TOPIC)
    view = parts.choose_view(offered) if len(offered) > 1 else OUTLETS
    if view == APART:
        return apart(board, measure, weight, grouped)
    if view == BY_ROLE:
        return by_role(board, weight, grouped)
    if view == BY_TOPIC:
        return by_topic(weight, grouped)
    return outlets(board, measure)


def outlets(board: views.Board, measure: Entry) -> pd.DataFrame:
    if not board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST} attributions in {LEAST_ARTICLES} articles.  "
            "Widen the filters, or add articles."
        )
    figure = charts.dots(
        board.rows,
        unit=board.unit,
        axis=board.axis,
        colour=charts.colours(session.outlets()),
        overall=board.overall,
        chosen=parts.chosen_mark(),
        grouped=board.grouped,
        dark=session.dark(),
    )
    parts.figure_card(
        figure,
        views.table(board),
        key="sourcing",
        alt=charts.alt_text(board.rows, label=board.label, unit=board.unit, grouped=board.grouped),
        on_select=parts.opens("sourcing"),
        formats=PERCENT if board.unit == "share" else dict.fromkeys(PERCENT, "%.2f"),
    )
    notes(board, measure)
    return board.rows


def notes(board: views.Board, measure: Entry) -> None:
    """How to read the chart, and what it leaves out."""
    said = ["Dots with their 95 % intervals, from resampling whole articles; n counts attributions."]
    if board.hidden:
        said.append(
            f"The {views.MOST_OUTLETS} outlets with most attributions are side by side; "
            f"choose one of the {board.hidden} others above."
        )
    if len(board.rows) > charts.MOST_ROWS:
        said.append(f"The first {charts.MOST_ROWS} rows are drawn; all {len(board.rows)} are in the table.")
    if not math.isnan(board.association):
        said.append(
            f"Over all values these outlets differ by Cramér's V = {board.association:.2f} (0: alike, 1: "
            "nothing in common)."
        )
    st.caption("  ".join([*said, measure.caveat]))
    with st.expander("How it is counted"):
        st.markdown(f"{parts.md(measure.formula)}.")
        if measure.source:
            st.caption(f"{parts.md(measure.source[:1].upper() + measure.source[1:])}.")


def comparable(board: views.Board) -> pd.DataFrame:
    return board.rows[board.rows["value"].notna() & board.rows["low"].notna()]


def apart(board: views.Board, measure: Entry, weight: str, grouped: bool) -> pd.DataFrame:
    """How far each outlet is from one that the reader chooses."""
    value = (str(board.rows["key"].iloc[0]) or views.NOT_KNOWN) if isinstance(measure, Ranking) else ""
    asked = {"key": board.key, "value": value, "weight": weight, "grouped": grouped}
    parts.apart(
        list(comparable(board)["outlet"]),
        label=board.label,
        pooled=lambda reference: views.differences(board, reference=reference),
        matched=lambda reference: session.ask(
            views.matched_sourcing, session.where(), reference=reference, **asked
        ),
        table=views.difference_table,
        key="sourcing",
        formats={"Value": "percent"} | dict.fromkeys(("Ratio", "Ratio low", "Ratio high"), "%.2f"),
    )
    return board.rows


def by_role(board: views.Board, weight: str, grouped: bool) -> pd.DataFrame:
    """The same share for each role, over all outlets that the filters let through."""
    rows = session.ask(views.by_role, session.where(), key=board.key, weight=weight, grouped=grouped)
    figure = charts.dots(
        rows, unit="share", axis=board.axis, colour={}, chosen=parts.chosen_mark(), dark=session.dark()
    )
    columns = {"label": "Role", "value": "Value", "low": "Low", "high": "High", "n": "Attributions"}
    parts.figure_card(
        figure,
        rows[[*columns, "articles", "note"]].rename(
            columns=columns | {"articles": "Articles", "note": "Note"}
        ),
        key="sourcing",
        alt=charts.alt_text(rows, label=f"{board.label} by role", unit="share"),
        on_select=parts.opens("sourcing"),
        formats=PERCENT,
    )
    st.caption(
        "All outlets together that the filters let through.  To see one alone, choose it in the filter."
    )
    return rows


def by_topic(weight: str, grouped: bool) -> pd.DataFrame:
    """Who speaks on which topic, over all outlets that the filters let through."""
    rows = session.ask(views.role_topics, session.where(), weight=weight, grouped=grouped)
    if rows.empty:
        st.info("No article has a topic.  Name topics and their words in the corpus folder, then read again:")
        st.code(
            '# topics.toml\n[topics]\nEnergy = ["gas deal", "power plant", "electricity"]', language="toml"
        )
        return pd.DataFrame(columns=["id", "note", "behind"])
    figure = charts.cells(rows, chosen=parts.chosen_mark(), dark=session.dark())
    columns = {"topic": "Topic", "label": "Role", "value": "Value", "low": "Low", "high": "High"}
    columns |= {"n": "Attributions", "base": "of", "articles": "Articles", "note": "Note"}
    parts.figure_card(
        figure,
        rows[list(columns)].rename(columns=columns),
        key="sourcing",
        alt=charts.alt_cells(rows),
        on_select=parts.opens("sourcing"),
        formats=PERCENT,
    )
    st.caption(
        "The share of each topic's attributions that a role has; a cell says its interval when pointed at, "
        "and opens its sentences on a click.  An article may have several topics."
    )
    return rows


def evidence(rows: pd.DataFrame) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    if found := parts.choose_behind(rows[rows["note"] == ""]):
        parts.sentence_list(*found, key="sourcing")


show()
