"""Sourcing: who is quoted and how, by outlet; a click opens the sentences behind a mark."""

from typing import Any

import streamlit as st

from bias import charts, views
from bias.measures import ALL, LEAST, LEAST_ARTICLES, Measure, Ranking, by_key
from bias.pages import parts, session

LABELS = {found.key: found.label for found in ALL}
SIZE = 10


def show() -> None:
    st.title("Sourcing", anchor=False)
    key = st.pills(
        "Measure",
        list(LABELS),
        default=ALL[0].key,
        required=True,
        key="measure",
        format_func=LABELS.__getitem__,
        bind="query-params",
    )
    measure = by_key(key)
    outlet = choose_outlet() if isinstance(measure, Ranking) else ""
    board = session.ask(views.sourcing, session.where(), key=measure.key, outlet=outlet)
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        chart(board, measure)
        evidence(board, measure)
        if isinstance(measure, Measure) and measure.unit == "share":
            against(board, measure)
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


def choose_outlet() -> str:
    """A ranking shows a few outlets side by side, or more of one."""
    chosen = st.selectbox(
        "Outlet",
        session.where().outlets or tuple(session.outlets()),
        index=None,
        key="outlet",
        format_func=views.outlet_label,
        placeholder="Side by side; choose one to see more of it",
        bind="query-params",
    )
    return chosen or ""


def on_click() -> None:
    """Callback: a click on a mark chooses its sentences; the choice is in the link."""
    if found := parts.clicked_again("sourcing"):
        st.session_state["behind"] = found


def chart(board: views.Board, measure: Measure | Ranking) -> None:
    grouped = isinstance(measure, Ranking)
    st.markdown(measure.reading)
    if not board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST} attributions in {LEAST_ARTICLES} articles.  "
            "Widen the filters, or add articles."
        )
    figure = charts.dots(
        board.rows,
        unit=measure.unit,
        axis=measure.axis,
        colour=charts.colours(session.outlets()),
        overall=board.overall,
        chosen=st.session_state.get("behind", st.query_params.get("behind")) or "",
        grouped=grouped,
        dark=session.dark(),
    )
    parts.figure_card(
        figure,
        views.table(board),
        key="sourcing",
        alt=charts.alt_text(board.rows, label=measure.label, unit=measure.unit, grouped=grouped),
        on_select=on_click,
        formats=dict.fromkeys(("Value", "Low", "High"), "percent" if measure.unit == "share" else "%.2f"),
    )
    notes(board, measure)


def notes(board: views.Board, measure: Measure | Ranking) -> None:
    """How to read the chart, and what it leaves out."""
    said = ["Dots with their 95 % intervals, from resampling whole articles; n counts attributions."]
    if board.hidden:
        said.append(
            f"The {views.MOST_OUTLETS} outlets with most attributions are side by side; "
            f"choose one of the {board.hidden} others above."
        )
    if len(board.rows) > charts.MOST_ROWS:
        said.append(f"The first {charts.MOST_ROWS} rows are drawn; all {len(board.rows)} are in the table.")
    st.caption("  ".join([*said, measure.caveat]))


def against(board: views.Board, measure: Measure) -> None:
    """How far each outlet is from one that the reader chooses."""
    known = board.rows[board.rows["value"].notna() & board.rows["low"].notna()]
    if len(known) < 2:
        return
    st.subheader("How far apart", anchor=False)
    if st.session_state.get("reference") not in set(known["outlet"]):
        st.session_state.pop("reference", None)
    reference = st.selectbox(
        "Compared with",
        list(known["outlet"]),
        key="reference",
        format_func=views.outlet_label,
        bind="query-params",
    )
    found = session.ask(views.differences, session.where(), key=measure.key, reference=reference)
    label = views.outlet_label(reference)
    parts.figure_card(
        charts.forest(found, reference=label, colour=charts.colours(session.outlets()), dark=session.dark()),
        views.difference_table(found),
        key="difference",
        alt=charts.alt_forest(found, label=measure.label, reference=label),
        formats={"Value": "percent"} | dict.fromkeys(("Ratio", "Ratio low", "Ratio high"), "%.2f"),
    )
    st.caption(
        "Filled dots are clear differences (q below .05 over all that are drawn, after Benjamini and "
        "Hochberg); for the others the articles at hand do not tell.  Outlets may cover different events: a "
        "difference here is not yet one in telling the same story."
    )


def evidence(board: views.Board, measure: Measure | Ranking) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    rows = {str(row["id"]): row for row in board.rows.to_dict("records") if not row["note"]}
    if not rows:
        return
    st.subheader("The sentences behind a number", anchor=False)
    if st.session_state.get("behind") not in rows:
        st.session_state.pop("behind", None)
    hint = "Click a dot, or choose here"
    chosen = st.selectbox(
        "Sentences of", list(rows), index=None, key="behind", placeholder=hint, bind="query-params"
    )
    if chosen:
        row: dict[str, Any] = {name: rows[chosen][name] for name in ("id", "outlet", "of", "key")}
        sentence_list(row, measure)


def sentence_list(row: dict[str, Any], measure: Measure | Ranking) -> None:
    where = session.where()
    total = session.ask(views.sentence_count, where, row)
    st.markdown(
        f"**{parts.counted(total, 'attribution')}** · {parts.md(row['id'])} · {measure.label.lower()}"
    )
    if not total:
        return
    st.html(parts.LEGEND)
    pages = max(1, -(-total // SIZE))
    page = st.pagination(pages, key=f"sentences-{measure.key}-{row['id']}") if pages > 1 else 1
    for sentence in session.ask(views.sentences, where, row, page=page, size=SIZE):
        parts.sentence_card(sentence)
    corpus = session.corpus()  # asked for here: a download runs outside the session
    parts.download(
        lambda: views.sentence_table(corpus, where, row), f"sentences-{measure.key}", "Download all as CSV"
    )


show()
