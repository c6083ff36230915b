"""Tone: toward whom, and in whose voice; a click opens the sentences behind a mark."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from bias import charts, views
from bias.measures import LEAST, LEAST_ARTICLES, TONES, ToneMeasure, tone_by_key
from bias.pages import parts, session

LABELS = {found.key: found.label for found in TONES}
KEYS = {label: key for key, label in LABELS.items()}
OUTLETS, APART, GRID, MONTHS, ROLES = "Outlets", "How far apart", "Whom", "Over time", "By quoted role"
DIGITS = dict.fromkeys(("Value", "Low", "High"), "%.0f")


def show() -> None:
    st.title("Tone", anchor=False)
    known = session.ask(views.targets, session.where())
    measure = choose_measure()
    target, against, corrected = options(measure, known)
    board = session.ask(
        views.tone, session.where(), key=measure.key, target=target, against=against, corrected=corrected
    )
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        rows = card(board, target, known, corrected)
        if measure.kind != "article":
            evidence(rows)
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is asked -----------------------------------------------------------------------------------


def choose_measure() -> ToneMeasure:
    linked = KEYS.get(st.query_params.get("tone", ""), "")  # a link names the label
    key = st.pills(
        "Measure",
        [found.key for found in TONES],
        default=tone_by_key(linked).key,
        required=True,
        key="tone",
        format_func=LABELS.__getitem__,
        bind="query-params",
        label_visibility="collapsed",
    )
    return tone_by_key(key)


def options(measure: ToneMeasure, known: dict[str, str]) -> tuple[str, str, bool]:
    """Target, second target, and whether the classifier's known errors are taken out."""
    if measure.kind == "article":
        return views.EVERYBODY, "", False
    left, middle, right = st.columns([2, 2, 2], vertical_alignment="bottom")
    with left:
        target = choose_target("Toward", "target", known, next(iter(known)))
    against = ""
    if measure.kind == "actors":
        with middle:
            others = {key: label for key, label in known.items() if key != target}
            against = choose_target("Against", "against", others, next(iter(others), target))
    with right:
        corrected = st.toggle(
            "Correct for known errors",
            key="corrected",
            bind="query-params",
            help="The tone model takes some tones for others.  How often it does was counted on articles "
            "that it had not seen; these errors are taken out of the sums, and the intervals grow by what "
            "that leaves open.",
        )
    return target, against, corrected


def choose_target(label: str, key: str, known: dict[str, str], default: str) -> str:
    if st.session_state.get(key) not in known:
        st.session_state.pop(key, None)
    return st.selectbox(
        label,
        list(known),
        index=list(known).index(default) if default in known else 0,
        key=key,
        format_func=lambda one: known.get(one, one),
        bind="query-params",
    )


# -- what is shown -----------------------------------------------------------------------------------


def card(board: views.ToneBoard, target: str, known: dict[str, str], corrected: bool) -> pd.DataFrame:
    """The chart of the chosen view; returns its rows, whose `behind` are the sentences of each mark."""
    measure = board.measure
    st.markdown(measure.reading)
    offered = [OUTLETS]
    if measure.unit == "net" and board.rows.drop_duplicates("outlet")["low"].notna().sum() > 1:
        offered.append(APART)
    if measure.kind == "voices":
        offered += [GRID, MONTHS, ROLES]
    view = parts.choose_view(offered) if len(offered) > 1 else OUTLETS
    if view == APART:
        return apart(board, target, corrected)
    if view == GRID:
        return grid(corrected)
    if view == MONTHS:
        return months(target, known[target], corrected)
    if view == ROLES:
        return roles(target, known[target], corrected)
    return outlets(board, known.get(target, ""))


def figure(shown: charts.Figure, table: pd.DataFrame, alt: str, *, unit: str = "net") -> None:
    formats = DIGITS if unit == "net" else dict.fromkeys(DIGITS, "percent" if unit == "share" else "%.3f")
    parts.figure_card(
        shown, table, key="tone-chart", alt=alt, on_select=parts.opens("tone-chart"), formats=formats
    )


def outlets(board: views.ToneBoard, target: str) -> pd.DataFrame:
    measure, rows = board.measure, board.rows
    if not board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST} mentions in {LEAST_ARTICLES} articles.  "
            "Widen the filters, choose another target, or add articles."
        )
    if measure.kind == "voices":
        st.html(legend())
    if measure.unit == "share":
        shown = charts.dots(
            rows.assign(base=rows["n"]),
            unit="share",
            axis=measure.axis,
            colour=charts.colours(session.outlets()),
            dark=session.dark(),
        )
    else:
        shown = charts.tone_dots(
            rows, unit=measure.unit, axis=measure.axis, chosen=parts.chosen_mark(), dark=session.dark()
        )
    label = measure.label if measure.kind == "article" else f"{measure.label}, toward {target}"
    alt = charts.alt_tone(rows, label=label, unit=measure.unit)
    figure(shown, views.tone_table(rows, unit=measure.unit), alt, unit=measure.unit)
    said = ["Dots with their 95 % intervals, which leave out one whole article after the other."]
    if board.coverage == board.coverage:
        said.append(
            f"The model was sure enough of {board.coverage:.0%} of the mentions; the others are *uncertain*, "
            "and count only where errors are corrected."
        )
    notes([*said, measure.caveat], measure)
    return rows


def notes(said: Sequence[str], measure: ToneMeasure) -> None:
    st.caption("  ".join(said))
    with st.expander("How it is counted"):
        st.markdown(f"{parts.md(measure.formula)}.")
        st.caption(f"{parts.md(measure.source[:1].upper() + measure.source[1:])}.")


def legend() -> str:
    return (
        '<div class="bias-facts">● in the outlet’s own voice &nbsp;·&nbsp; ◇ in words that it quotes '
        f'&nbsp;·&nbsp; <span style="color:{charts.HARSHER}">◀ harsher</span> &nbsp; '
        f'<span style="color:{charts.KINDER}">kinder ▶</span></div>'
    )


def apart(board: views.ToneBoard, target: str, corrected: bool) -> pd.DataFrame:
    """How far each outlet is from one that the reader chooses."""
    rows = board.rows[board.rows["low"].notna() & board.rows["series"].isin(("", views.OWN))]
    parts.apart(
        list(rows["outlet"]),
        label=board.measure.label,
        pooled=lambda reference: views.tone_differences(board, reference=reference),
        matched=lambda reference: session.ask(
            views.matched_tone,
            session.where(),
            key=board.measure.key,
            target=target,
            reference=reference,
            corrected=corrected,
        ),
        table=lambda found: views.difference_table(found).drop(columns=["Ratio", "Ratio low", "Ratio high"]),
        key="tone",
    )
    return board.rows


def grid(corrected: bool) -> pd.DataFrame:
    """Those spoken of most often, by outlet."""
    quoted = st.toggle("In words that outlets quote", key="quoted", bind="query-params")
    rows = session.ask(views.tone_grid, session.where(), quoted=quoted, corrected=corrected)
    if rows.empty:
        st.info("Nobody is named in these articles.")
        return rows.assign(id=[], note=[], behind=[])
    voice = views.OTHERS if quoted else views.OWN
    figure(
        charts.tone_cells(rows, chosen=parts.chosen_mark(), dark=session.dark()),
        views.tone_table(rows, unit="net", first="Target"),
        charts.alt_tone(rows.assign(series=rows["topic"]), label=f"Net tone toward targets, {voice}"),
    )
    st.caption(
        "Positive minus negative mentions, of 100.  A dot in a cell: too few mentions for a number.  A cell "
        "says its interval when pointed at, and opens its sentences on a click."
    )
    return rows


def months(target: str, label: str, corrected: bool) -> pd.DataFrame:
    rows = session.ask(views.tone_months, session.where(), target=target, corrected=corrected)
    figure(
        charts.tone_months(rows, chosen=parts.chosen_mark(), dark=session.dark()),
        views.tone_table(rows, unit="net", first="Month"),
        charts.alt_tone(rows, label=f"Net tone toward {label} by month"),
    )
    st.caption(
        "All outlets together that the filters let through, with 95 % bands; months with too few mentions "
        "are left out.  To see one outlet alone, choose it in the filter."
    )
    return rows


def roles(target: str, label: str, corrected: bool) -> pd.DataFrame:
    rows = session.ask(views.tone_roles, session.where(), target=target, corrected=corrected)
    figure(
        charts.tone_dots(
            rows,
            unit="net",
            axis="positive minus negative mentions, of 100",
            chosen=parts.chosen_mark(),
            dark=session.dark(),
        ),
        views.tone_table(rows, unit="net", first="Role"),
        charts.alt_tone(rows, label=f"Net tone toward {label} in quoted words, by role"),
    )
    st.caption("How those speak of the target whom outlets chose to quote, by the role in which they speak.")
    return rows


def evidence(rows: pd.DataFrame) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    if found := parts.choose_behind(rows[rows["n"] > 0]):
        parts.mention_list(*found, key="tone")


show()
