"""The bar at the top of a page: title, filters as chips, search, and how many articles are left.

The bar stays while one scrolls.  Where filters do nothing it is drawn unseen: Streamlit takes what a page
does not draw out of the link, and filters go along from page to page.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bias import compare
from bias.corpus import Corpus, Filter
from bias.show.widgets import session, views
from bias.show.widgets.parts import md, shortened

EARLIEST, LATEST = datetime.date(1700, 1, 1), datetime.date(2199, 12, 31)
PRESETS = {7: "Last 7 days", 30: "Last 30 days", 365: "Last year", 0: "All dates"}  # to the newest article
MOST_CHIPS = 3  # of one filter; more are one chip
LONGEST_CHIP = 28
TOLD = "told_of_link"
SEARCHES = """Whole words, in title or text, case and accents ignored.

`hospital nurses` both · `"lost nurses"` side by side · `nurses OR doctors` one of the two ·
`-strike` without it · `report*` the beginning of a word"""
STYLE = """<style>
[data-testid="stHeader"] {{ background: transparent; }}
[data-testid="stHeader"], [data-testid="stHeader"] div {{ pointer-events: none; }}
[data-testid="stHeader"] :is(button, a) {{ pointer-events: auto; }}
[data-testid="stLayoutWrapper"]:has(> .st-key-bias-bar) {{ position: sticky; top: 0; z-index: 90;
  background: {ground}; padding: .6rem 0; }}
.st-key-bias-bar {{ gap: .35rem .75rem; }}
.st-key-bias-bar h1 {{ font-size: 1.7rem; line-height: 1.2; padding: 0 .5rem 0 0;
  overflow-wrap: anywhere; }}
.st-key-bias-bar [class*="st-key-chip-"] button {{ border-radius: 1rem; min-height: 2rem;
  padding: 0 .65rem; }}
.st-key-bias-bar [class*="st-key-chip-"] p {{ font-size: .875rem; }}
.st-key-bias-filter {{ position: relative; }}
.st-key-bias-filter details > :not(summary) {{ position: absolute; z-index: 91; left: 0;
  top: calc(100% + .25rem); width: min(26rem, 92vw); max-height: 75vh; overflow-y: auto;
  background: {ground}; border-radius: .4rem;
  border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  box-shadow: 0 4px 16px #0004; }}
.st-key-bias-views button p {{ position: absolute; clip-path: inset(50%); width: 1px; overflow: hidden; }}
[class*="st-key-bias-count"] p {{ white-space: nowrap; }}
.st-key-bias-told > :first-child {{ flex: 1 1 60%; width: auto; }}
.stMainBlockContainer {{ padding-top: .75rem; }}
[class*="st-key-chart-timeline"] .nsewdrag {{ touch-action: pan-y !important; }}
@media (max-width: 1100px) {{ .st-key-bias-bar {{ padding: 0 1.5rem; }} }}
@media (max-width: 640px) {{
  .st-key-bias-bar {{ gap: .5rem; padding: 0 1.25rem 0 1.75rem; }}
  .st-key-bias-bar h1 {{ font-size: 1.3rem; padding: 0; }}
  .st-key-bias-bar .st-key-bias-count-all, .st-key-bias-bar > :has(> .st-key-bias-count-all) {{
    display: none; }}
  .st-key-bias-bar > :has(> .st-key-bias-chips) {{ order: 3; width: 100% !important; }}
  .st-key-bias-chips {{ flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; }}
  .st-key-bias-chips > * {{ flex: none; }}
  .st-key-bias-bar .st-key-bias-views {{ order: 2; }}
  .st-key-bias-views button {{ padding: 0 .6rem; }}
  .st-key-bias-views button div[aria-hidden="true"] {{ display: none; }}
  .st-key-bias-bar .st-key-words:not(:focus-within, :has(input:not(:placeholder-shown))) {{
    flex: 0 0 2.5rem !important; width: 2.5rem !important; min-width: 0 !important; overflow: hidden; }}
  .st-key-bias-filter {{ position: static; }}  /* its choices are as wide as the bar */
  .st-key-bias-filter details > :not(summary) {{ left: .5rem; right: .5rem; top: 100%; width: auto; }}
  .st-key-bias-bar .st-key-words {{ order: 1; }}
}}
</style>"""
UNSEEN = """<style>[data-testid='stLayoutWrapper']:has(> .st-key-bias-bar) { display: none; }
@media (max-width: 1100px) { .stMainBlockContainer { padding-top: 3.5rem; } }</style>"""  # below the menu


def head(title: str, path: str, *, seen: bool) -> None:
    """The title of a page with the filters beside it; unseen, the filters hold and stay in the link.

    `path` is the end of the page's address.
    """
    st.html(STYLE.format(ground="#14171c" if session.dark() else "#ffffff"))
    told = _unknown_in_link()
    with st.container(key="bias-bar", horizontal=True, vertical_alignment="center"):
        if seen:
            st.title(md(title), anchor=False, width="content")
        if session.outlets():
            _controls()
            views.popover(path)
    if not seen:
        st.html(UNSEEN)
        return
    if told:
        _tell(told)
    if wrong := session.wrong_words():
        st.warning(f"Not searched for yet. {md(wrong)}", icon=":material/search_off:")


def _controls() -> None:
    # No popover: what it holds is not in the page while it is closed, and so not in the link of the next.
    with (
        st.container(key="bias-filter", width="content"),
        st.expander("Filter", icon=":material/filter_alt:"),
    ):
        mix = _choices()
    if chips := _chips():
        with st.container(
            key="bias-chips", horizontal=True, vertical_alignment="center", gap="xsmall", width="content"
        ):
            for key, label, drop, value in chips:
                st.button(
                    md(shortened(label, LONGEST_CHIP)), key=f"chip-{key}", icon=":material/close:",
                    icon_position="right", on_click=drop, args=(value,), help=f"Take away: {md(label)}",
                )  # fmt: skip
    st.text_input(
        "Search titles and texts", key="words", bind="query-params", type="search", live="400ms", width=210,
        placeholder="Search titles and texts", label_visibility="collapsed", help=SEARCHES,
    )  # fmt: skip
    every = session.where() == Filter()  # a telephone has no room to say that nothing is filtered
    with st.container(key="bias-count-all" if every else "bias-count", width="content"):
        st.caption(_count())
    mix.caption(session.ask(compare.genre_mix, session.where()))


def _count() -> str:
    """ "26 of 3,000 articles"."""
    found, total = (session.ask(compare.coverage, one).matched for one in (session.where(), Filter()))
    of_all = compare.counted(total, "article")
    return of_all if session.where() == Filter() else f"{found:,} of {of_all}"


# -- what can be chosen --------------------------------------------------------------------------------


def _choices() -> DeltaGenerator:
    """The place for what is known once all filters are: the genres of the articles."""
    _dates()
    _many("Outlets", "outlets", session.outlets(), compare.outlet_label)
    if groups := session.group_values():
        _many("Groups of outlets", "groups", groups, str)
    if topics := session.topics():
        _many("Topics", "topics", topics, str)
    _many("Genres", "genres", list(compare.GENRE_LABELS), compare.genre_name)
    mix = st.empty()
    st.toggle(
        "Count reprints once", key="once", bind="query-params",
        help="Leaves out articles that are copies of another, also cut or added to: they are no coverage "
        "of their own.  The original stays.",
    )  # fmt: skip
    if known := session.groups():
        _compared(known)
    st.button(
        "Clear the filters", on_click=session.clear, disabled=session.where() == Filter(), width="stretch"
    )
    return mix


def _many(label: str, key: str, options: list[str], name: Callable[[str], str]) -> None:
    st.multiselect(
        label, options, key=key, bind="query-params", placeholder="All", format_func=name
    )  # fmt: skip


def _compared(known: tuple[str, ...]) -> None:
    """What stands side by side on all pages: outlets, or groups of them."""
    if st.session_state.get("by") not in (session.OUTLETS, *known):
        st.session_state.pop("by", None)
    st.selectbox(
        "Compare", (session.OUTLETS, *known), key="by", bind="query-params",
        help="Groups are columns of outlets.csv, yours to fill, on the Overview page or in the file.",
    )  # fmt: skip


def _dates() -> None:
    first, last = session.ask(Corpus.dates)
    if last:
        st.session_state["days"] = next(
            (one for one in PRESETS if _preset(one, last) == _chosen_dates()), None
        )
        st.pills(
            "Dates",
            list(PRESETS),
            key="days",
            format_func=PRESETS.__getitem__,
            on_change=_take_preset,
            args=(last,),
        )
        st.caption(f"The articles are of {compare.period_text(first, last)}.")
    with st.container(horizontal=True):
        for key, label in (("from", "From"), ("to", "To")):
            st.date_input(label, None, EARLIEST, LATEST, key=key, format="YYYY-MM-DD", bind="query-params")


def _chosen_dates() -> tuple[datetime.date | None, datetime.date | None]:
    return st.session_state.get("from"), st.session_state.get("to")


def _preset(days: int, last: str) -> tuple[datetime.date | None, datetime.date | None]:
    """From and to of the last days up to a day; neither for all."""
    return (datetime.date.fromisoformat(last) - datetime.timedelta(days - 1), None) if days else (None, None)


def _take_preset(last: str) -> None:
    """Callback."""
    if (days := st.session_state["days"]) is not None:
        st.session_state["from"], st.session_state["to"] = _preset(days, last)


def choose_dates(first: str, last: str, period: str) -> None:
    """For callbacks: from the first day of a week, month or year to the last day of another."""
    st.session_state["from"] = datetime.date.fromisoformat(first)
    st.session_state["to"] = pd.Period(last, freq=period[0].upper()).end_time.date()


# -- what is chosen --------------------------------------------------------------------------------------

Chip = tuple[
    str, str, Callable[[Any], None], Any
]  # its key, what it says, what takes it away, of which value


def _chips() -> list[Chip]:
    """What is chosen beside the words, each with what takes it away."""
    names: dict[str, tuple[str, Callable[[str], str]]] = {
        "outlets": ("outlets", compare.outlet_label), "groups": ("groups", str), "topics": ("topics", str),
        "genres": ("genres", compare.genre_name),
    }  # fmt: skip
    found: list[Chip] = []
    for key, (many, name) in names.items():
        chosen = list(st.session_state.get(key) or ())
        if len(chosen) > MOST_CHIPS:
            found.append((key, f"{len(chosen)} {many}", _drop_all, key))
        else:
            found += [(f"{key}-{one}", name(one), _drop, (key, one)) for one in chosen]
    found += [("dates", said, _drop_dates, None)] if (said := _dates_said()) else []
    found += [("once", "Reprints once", _drop_once, None)] if st.session_state.get("once") else []
    return [*found, ("by", f"By {session.by()}", _drop_by, None)] if session.by() else found


def _dates_said() -> str:
    since, until = _chosen_dates()
    if since and until:
        return f"{since} to {until}"
    return f"From {since}" if since else f"To {until}" if until else ""


def _drop(of: tuple[str, str]) -> None:
    key, value = of
    st.session_state[key] = [one for one in st.session_state[key] if one != value]


def _drop_all(key: str) -> None:
    st.session_state[key] = []


def _drop_dates(_: None) -> None:
    st.session_state["from"] = st.session_state["to"] = None


def _drop_once(_: None) -> None:
    st.session_state["once"] = False


def _drop_by(_: None) -> None:
    st.session_state["by"] = session.OUTLETS


# -- what a link asks for and the corpus has not -----------------------------------------------------------


def _unknown_in_link() -> list[str]:
    """What a link names that is not here, in words; kept until somebody has read it.

    Before its widget is drawn a value is as the link has it; then Streamlit takes away what it cannot be.
    """
    known: dict[str, tuple[str, Iterable[str]]] = {  # by the names that a link has them by
        "outlets": ("outlet", map(compare.outlet_label, session.outlets())),
        "groups": ("group of outlets", session.group_values()),
        "topics": ("topic", session.topics()),
        "genres": ("genre", map(compare.genre_name, compare.GENRE_LABELS)),
        "by": ("group to compare by", [session.OUTLETS, *session.groups()]),
    }
    told = st.session_state.setdefault(TOLD, [])
    for key, (kind, names) in known.items():
        unknown = set(st.query_params.get_all(key)) - {"", *names}
        told += [f"no {kind} called “{one}”" for one in sorted(unknown)]
    for key in ("from", "to"):
        told += [f"no day {one}" for one in st.query_params.get_all(key) if one and not _is_day(one)]
    return list(dict.fromkeys(told))


def _is_day(text: str) -> bool:
    try:
        return EARLIEST <= datetime.date.fromisoformat(text) <= LATEST
    except ValueError:
        return False


def _tell(told: list[str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="bias-told"):
        st.warning(
            md(f"The link asks for what is not here: {'; '.join(told)}.  No filter holds for it."),
            icon=":material/link_off:",
        )  # fmt: skip
        st.button("OK", on_click=_was_read, key="link-was-read")


def _was_read() -> None:
    st.session_state[TOLD] = []
