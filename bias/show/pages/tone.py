"""Tone: toward whom, and in whose voice; a click opens the sentences behind a mark."""

import streamlit as st

from bias.compare import views
from bias.compare.measures import LEAST, LEAST_ARTICLES, TONES, ToneMeasure, tone_by_key
from bias.markup import fragment
from bias.show import charts, figures
from bias.show.pages import cards, evidence, parts, session

LABELS = {found.key: found.label for found in TONES}
OUTLETS, APART, GRID, MONTHS, ROLES = "Outlets", "How far apart", "Whom", "Over time", "By quoted role"


def show() -> None:
    st.title("Tone", anchor=False)
    known = session.ask(views.targets, session.where())
    measure = tone_by_key(parts.choose_measure(LABELS, "tone"))
    target, against, corrected = options(measure, known)
    board = session.ask(
        views.tone, session.where(), key=measure.key, target=target, against=against, corrected=corrected
    )
    if not board.matched:
        parts.nothing_here()
    elif board.read:
        parts.still_waiting(board.read, board.waiting)
        show_card(board, target, known, corrected)
    elif board.waiting:
        parts.not_read(board.waiting)
    else:
        st.info("None of these articles could be read; the Overview says why.")


# -- what is asked -----------------------------------------------------------------------------------


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


def show_card(board: views.ToneBoard, target: str, known: dict[str, str], corrected: bool) -> None:
    """The chart of the chosen view, and the sentences behind its marks."""
    measure = board.measure
    offered = [OUTLETS]
    if measure.unit == "net" and board.rows.drop_duplicates("outlet")["low"].notna().sum() > 1:
        offered.append(APART)
    if measure.kind == "voices":
        offered += [GRID, MONTHS, ROLES]
    view = parts.choose_view(offered) if len(offered) > 1 else OUTLETS
    if view == APART:
        apart(board, target, corrected)
    card = chosen_card(board, view, target, known.get(target, ""), corrected)
    if view == OUTLETS and not board.shown:
        st.info(
            f"Too few to show: a number needs {LEAST} mentions in {LEAST_ARTICLES} articles.  "
            "Widen the filters, choose another target, or add articles."
        )
    if view == OUTLETS and measure.kind == "voices":
        st.html(fragment("dashboard", "voices", charts.HARSHER, charts.KINDER))
    if card is None:
        st.info("Nobody is named in these articles.")
        return
    if view != APART:
        cards.figure_card(card)
    evidence.evidence(card)


def chosen_card(
    board: views.ToneBoard, view: str, target: str, label: str, corrected: bool
) -> figures.Card | None:
    """The card of a view; None where nobody is named."""
    where, asked = session.where(), {"target": target, "corrected": str(corrected).lower()}
    if view == GRID:
        quoted = st.toggle("In words that outlets quote", key="quoted", bind="query-params")
        rows = session.ask(views.tone_grid, where, quoted=quoted, corrected=corrected)
        return figures.tone_grid(rows, quoted=quoted, asked=asked) if len(rows) else None
    if view == MONTHS:
        rows = session.ask(views.tone_months, where, target=target, corrected=corrected)
        return figures.tone_months(rows, label, asked=asked)
    if view == ROLES:
        rows = session.ask(views.tone_roles, where, target=target, corrected=corrected)
        return figures.tone_roles(rows, label, asked=asked)
    return figures.tone(board, label, colour=session.colours(), asked=asked)


def apart(board: views.ToneBoard, target: str, corrected: bool) -> None:
    """How far each outlet is from one that the reader chooses."""
    rows = board.rows[board.rows["low"].notna() & board.rows["series"].isin(("", views.OWN))]
    cards.apart(
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
        key=f"tone-{board.measure.key}",
    )


show()
