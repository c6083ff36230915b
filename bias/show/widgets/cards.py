"""A figure card on a page: the chart, its table, how it is counted, and its files to take along."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bias import compare
from bias.compare import Card
from bias.markup import fragment
from bias.show import charts
from bias.show.outputs import bundle
from bias.show.outputs.provenance import Origin
from bias.show.widgets import evidence, parts, session

MOST_COUNTS = 30  # rows of counts that are shown without a chart
PERCENT = "percent"  # of a column that holds shares
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False}
NO_PICTURES = (
    "This machine has nothing to draw pictures with: `pip install 'bias[export]'` brings it.  The page, the "
    "tables and the archive are whole without it."
)


def figure_card(
    card: Card,
    *,
    on_select: Callable[[], None] | Literal["rerun"] | None = None,
    chosen: str = "",
    larger: bool = False,
) -> DeltaGenerator:
    """What is shown beside three icons, what it says, and the chart; gives the place right under the chart.

    What a click on a mark opens is drawn in that place: `with figure_card(card): evidence(card)`.  The icons
    open what to share, what to download, and how it was counted, with the table.

    A click on a mark chooses what it was counted from, unless `on_select` does something else; the mark of
    the id `chosen` is outlined, or the one that was chosen so; `larger` is for the projector.
    """
    head(card)
    if card.finding and card.board.shown:  # of counts alone it says that there is too little to say
        st.markdown(parts.md(card.finding))
    if card.board.shown:
        as_wide(card)
        st.plotly_chart(
            drawn(card, chosen or chosen_mark(), larger),
            theme=None,
            key=f"chart-{card.key}",
            alt=card.alt,
            on_select=on_select or (opens(card.key) if card.opens else "ignore"),
            selection_mode=("points", "box") if card.chart.kind == "timeline" else "points",
            config=PLOTLY,
        )
    else:
        counts(card)
    under = st.container(key=f"under-{card.key}")
    beside(card)
    return under


def answer(card: Card) -> None:
    """A figure card, and under its chart the sentences behind the mark that is chosen."""
    with figure_card(card):
        evidence.evidence(card)


def as_wide(card: Card) -> None:
    """A grid gets as much width as its columns need; what is more than the window scrolls within the page."""
    if card.chart.kind in charts.GRIDS:
        wide = charts.grid_width(card.chart.rows)
        st.html(fragment("dashboard", "wide", f"st-key-chart-{card.key}", wide))


def head(card: Card) -> None:
    """The title, and at its right what to take along and what to know."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"head-{card.key}", wrap=False):
        parts.heading(card.title)
        with st.container(horizontal=True, width="content", gap=None, key=f"icons-{card.key}", wrap=False):
            with icon("Share", "share", card.key):
                to_share(card)
            with icon("Download", "download", card.key):
                take_along(card)
            with icon("How it is counted, and the table", "info", card.key):
                how_counted(card)


def icon(label: str, name: str, key: str) -> DeltaGenerator:
    """A popover whose button is an icon; the label is for those who cannot see it, and on pointing."""
    return st.popover(
        label, icon=f":material/{name}:", type="tertiary", help=label, key=f"icon-{name}-{key}", wrap=False
    )


def beside(card: Card) -> None:
    """Below the chart: a caution where outlets differ in genre."""
    compared = card.board.rows.get("outlet")
    if card.opens not in ("", "articles") and compared is not None and compared.nunique() > 1:
        genre_caution(card.key)


def genre_caution(key: str, *, said_already: bool = False) -> None:
    """Where outlets differ in genre: says so, and offers the same genre."""
    if said := session.ask(compare.genre_caution, session.where()):
        if not said_already:
            st.markdown(f":material/warning: {parts.md(said)}")
        st.button("Reports only", key=f"reports-{key}", on_click=session.reports_only)


def counts(card: Card) -> None:
    """What there is where no row has a value: counts, each with its sentences further down."""
    if card.counts.empty:
        st.info("Nothing to count in these articles.")
        return
    behind = "  Choose one below for what is behind it." if card.opens and len(card.marks) else ""
    st.info(f"Too few to show shares and intervals: here are the counts.{behind}")
    st.html(parts.table_html(card.counts.head(MOST_COUNTS)))
    if len(card.counts) > MOST_COUNTS:
        st.caption(f"The first {MOST_COUNTS} of {len(card.counts):,}; all are in the table.")


def drawn(card: Card, chosen: str, larger: bool) -> charts.Figure:
    highlighted = tuple(st.session_state.get("highlight") or ())
    figure = charts.draw(card.chart, dark=session.dark(), chosen=chosen, screen=True, highlighted=highlighted)
    if larger:
        figure.update_layout(font={"size": 19}, height=figure.layout.height * 1.1)
        figure.update_xaxes(title={"font": {"size": 18}})
    return figure


def in_percent(card: Card) -> pd.DataFrame:
    """The table with its shares of a hundred, as the chart has them."""
    shares = [name for name, shown in card.formats.items() if shown == PERCENT]
    return card.table.assign(**{name: card.table[name] * 100 for name in shares if name in card.table})


def shown_as(formats: Mapping[str, str]) -> dict[str, Any]:
    """How the columns of a table are shown, as Streamlit takes it."""
    return {
        name: st.column_config.NumberColumn(format="%.0f %%" if shown == PERCENT else shown)
        for name, shown in formats.items()
    }


def how_counted(card: Card) -> None:
    """What is counted, how, of how much, and the numbers as a table."""
    for label, said in (
        ("What", card.reading), ("Formula", card.formula), ("After", card.source), ("n", card.counted),
        ("Pairs", card.tested),
    ):  # fmt: skip
        if said:
            st.markdown(f"**{label}**: {parts.md(said.rstrip('.'))}.")
    st.caption(parts.md(f"{card.notes}  {card.hint if card.board.shown else ''}".strip()))
    st.dataframe(in_percent(card), hide_index=True, column_config=shown_as(card.formats))


def legend_of_voices() -> None:
    """What the marks of the two voices and the two colours are."""
    st.html(fragment("dashboard", "voices", charts.HARSHER, charts.KINDER))


# -- files -------------------------------------------------------------------------------------------


def to_share(card: Card) -> None:
    """The link, and words ready to paste."""
    origin = session.origin(link())
    st.caption("The link that shows this again")
    st.code(origin.link, language=None, wrap_lines=True)
    st.caption("Caption, ready to paste")
    st.code(bundle.caption(card, origin), language=None, wrap_lines=True)


def take_along(card: Card) -> None:
    """Pictures for a paper or a slide, the data, a page, and all of it."""
    origin = session.origin(link())
    if bundle.available():
        pictures(card, origin)
    else:
        st.info(NO_PICTURES)
    with st.container(horizontal=True):
        for kind, label in (("csv", "CSV"), ("xlsx", "Excel"), ("parquet", "Parquet")):
            button(card, kind, label, lambda kind=kind: bundle.table(card, origin, kind))  # type: ignore[misc]
        button(card, "html", "Web page", lambda: bundle.page(card, origin))


def pictures(card: Card, origin: Origin) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = st.segmented_control(
            "Size",
            list(bundle.SIZES),
            default="page",
            required=True,
            key=f"size-{card.key}",
            format_func=lambda one: bundle.SIZES[one].label,
        )
        grey = st.toggle("Grey, for print", key=f"grey-{card.key}")
        words = st.toggle("Title and source in the picture", value=True, key=f"words-{card.key}")
        chrome = bundle.chrome_available() and st.toggle(
            "Drawn by Chrome",
            key=f"chrome-{card.key}",
            disabled=grey,
            help="As on screen, by the browser that was found here.  Pictures drawn without it are the same "
            "on every machine.",
        )
    with st.container(horizontal=True):
        for kind in bundle.PICTURES:
            button(
                card,
                kind,
                kind.upper(),
                lambda kind=kind: bundle.picture(  # type: ignore[misc]
                    card,
                    origin,
                    kind,
                    size=size or "page",
                    grey=grey,
                    words=words,
                    chrome=chrome and not grey,
                ),
            )
        button(
            card,
            "zip",
            "Everything (.zip)",
            lambda: bundle.zipped(card, origin, size=size or "page", grey=grey),
        )


def button(card: Card, kind: str, label: str, make: Callable[[], bytes]) -> None:
    parts.offer(label, make, f"{bundle.file_name(card)}.{kind}", key=f"{kind}-{card.key}")


def link() -> str:
    """The address that shows this view again."""
    query = urlencode({key: st.query_params.get_all(key) for key in st.query_params}, doseq=True)
    return f"{st.context.url or ''}{'?' if query else ''}{query}"


# -- clicks ------------------------------------------------------------------------------------------


def clicked(key: str) -> str:
    """The id of the mark that was clicked on the chart of a card; empty where the click took a mark away, and
    where counts stand in the place of a chart."""
    return next(iter(selected(key)), "")


def selected(key: str) -> list[str]:
    """The ids of all marks that were clicked, or that a box was drawn over."""
    chart = st.session_state.get(f"chart-{key}")
    points = chart["selection"]["points"] if chart else ()
    found = [one.get("customdata", "") for one in points]
    return [str(one[0] if isinstance(one, (list, tuple)) else one) for one in found]


def clicked_again(key: str) -> str:
    """For callbacks: like `clicked`; a second click on a mark, which takes it away, means that mark too."""
    found = clicked(key) or st.session_state.get(f"{key}-last", "")
    st.session_state[f"{key}-last"] = found
    return str(found)


def opens(key: str) -> Callable[[], None]:
    """A callback: a click on a mark of this chart chooses what is behind it; the choice is in the link."""

    def on_click() -> None:
        if found := clicked_again(key):
            st.session_state["behind"] = found

    return on_click


def chosen_mark() -> str:
    """The mark that was chosen, by a click or by a link."""
    return st.session_state.get("behind", st.query_params.get("behind")) or ""


# -- over time ---------------------------------------------------------------------------------------


def over_time(question: Callable[..., Card], over: str, **asked: Any) -> None:
    """A measure by outlet and unit of time; `question` takes `over` beside."""
    card: Card = session.ask(question, session.where(), **asked, over=over)
    if card.board.rows.empty:
        st.info("None of these articles has a date, or nothing is counted in them.")
    else:
        answer(card)


# -- differences -------------------------------------------------------------------------------------


def apart(card: Card, question: Callable[..., Card], reference: str, **asked: Any) -> None:
    """How far each outlet is from one: over all articles, then within the events that both tell.  `question`
    gives `card` where it is `asked`."""
    known = set(card.board.comparable["outlet"])
    name, where = parts.md(compare.outlet_label(reference)), session.where()
    if reference not in known or len(known) < 2:
        st.info(f"{name} and another outlet with an interval are needed to compare.")
        answer(card)
        return
    with figure_card(session.ask(question, where, **asked, against=reference)):
        evidence.evidence(card)
    told = session.ask(question, where, **asked, against=reference, matched=True)
    if told.board.rows.empty:
        st.info(
            f"No outlet shares {compare.LEAST_STORIES} events with {name}, or this is no rate or share: "
            "there is no comparison within shared events."
        )
        return
    figure_card(told)
