"""Same story: the events that several outlets tell, as cards; one of them opens outlet by outlet."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Teller
from bias.markup import fragment
from bias.show.widgets import controls, parts, session, story_event, story_omissions

LIST, COVERAGE = "Stories", "Who tells what"
ON_A_PAGE = 10
MOST_TELLERS = 8  # lines of a card; an event opens with all
PAGE = "events-page"
LEFT = "events-left"  # what the list showed last: its widgets forget it while an event is open
APART = (
    "*How far apart*: the two outlets of an event that differ most surely in the share of their statements "
    "that the government’s side makes, of the country whose sides are heard most in it.  Events come in the "
    "order of the lower end of that difference’s interval, so few statements put none in front.  *Clear* "
    "counts all these events as one question; a single event seldom is, since few people speak in it.  What "
    "outlets do over many events is on *Sourcing*."
)


def show() -> None:
    if linked := st.query_params.get("story", ""):
        st.button("All stories", icon=":material/arrow_back:", on_click=leave, type="tertiary")
        story_event.show(linked)
        return
    if not session.ask(compare.coverage, session.where()).matched:
        parts.nothing_here()
        return
    left, right = st.columns([3, 7], vertical_alignment="bottom")
    with left:
        view = parts.choose_view((LIST, COVERAGE), key="stories-view")
    if view == COVERAGE:
        story_omissions.coverage()
        return
    with right, controls.folded() as said:
        words, order = search(), chosen_order()
        said += [words or "Search", order]
    events(words, order)


def leave() -> None:
    """Callback: back to the list, as it was left."""
    for key in ("story", "side", "lacks"):
        st.query_params.pop(key, None)
    words, order, _ = st.session_state.get(LEFT, ("", "", 1))
    st.session_state.update({"story-words": words} | ({"order": order} if order else {}))


def events(words: str, order: str) -> None:
    """A page of cards; the events of single outlets where none is told by two."""
    found = session.ask(compare.story_list, session.where(), words=words, order=order)
    if found.empty:
        nothing(words)
        return
    st.html(fragment("stories", "style"))
    st.caption(f"{compare.counted(len(found), 'event')} told by two outlets or more")
    shown = page_of(found, words, order)
    tellers = session.ask(compare.story_cards, session.where(), stories=list(shown["story"]))
    st.html(legend(side for one in tellers.values() for teller in one for side, _ in teller.sides))
    for row in compare.records(shown):
        card(row, tellers[row["story"]])
    pager(len(found), words, order)
    if order == "How far apart":
        st.caption(APART)


def search() -> str:
    """Words of headlines."""
    found = st.text_input(
        "Words of a headline", key="story-words", placeholder='flood "state of emergency" evacuat*',
        bind="query-params",
    )  # fmt: skip
    return str(found).strip()


def chosen_order() -> str:
    """The order of the list."""
    return parts.choose("Sort by", "order", {one: one for one in compare.ORDERS})


def nothing(words: str) -> None:
    if words:
        st.info(
            "No event has these words in a headline.  Every word must stand in it; hospital* finds hospitals."
        )
        return
    found = session.ask(compare.coverage, session.where())
    parts.still_waiting(found.read, found.waiting)
    st.info(
        "No event is told by two outlets in these articles.  "
        + (
            "Events are put together when all are read." if found.waiting else "Widen the filters, or add "
            "articles of other outlets from the same days."
        )
    )  # fmt: skip
    alone()


def alone() -> None:
    """The events of one outlet, where none is told by two: each opens."""
    found = session.ask(compare.story_list, session.where(), least=1)
    if found.empty:
        return
    st.markdown(f"**{compare.counted(len(found), 'event')}**, each told by one outlet:")
    for row in compare.records(page_of(found)):
        parts.story_link(row["story"], f"{row['label'] or 'No title'} · {row['first_day'] or 'no date'}")
    pager(len(found))


# -- pages -------------------------------------------------------------------------------------------


def pages(n: int) -> int:
    return max(1, -(-n // ON_A_PAGE))


def first_page(n: int, words: str, order: str) -> int:
    """Where a list begins: where it was left, else where the link says, else on its first page."""
    *asked, page = st.session_state.get(LEFT, (words, order, st.query_params.get(PAGE, "1")))
    known = asked == [words, order] and str(page).isdecimal()
    return min(max(1, int(page)), pages(n)) if known else 1


def page_key(n: int, words: str, order: str) -> str:
    """Another search, order or filter begins anew."""
    return f"{PAGE}-{words}-{order}-{n}"


def page_of(found: pd.DataFrame, words: str = "", order: str = "") -> pd.DataFrame:
    """The events of the page that is open; the link and the way back keep it."""
    n, key = len(found), page_key(len(found), words, order)
    page = int(st.session_state.get(key) or first_page(n, words, order))
    st.session_state[LEFT] = (words, order, page)
    if page > 1:
        st.query_params[PAGE] = str(page)
    else:
        st.query_params.pop(PAGE, None)
    return found.iloc[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]


def pager(n: int, words: str = "", order: str = "") -> None:
    if pages(n) > 1:
        st.pagination(pages(n), default=first_page(n, words, order), key=page_key(n, words, order))


# -- a card ------------------------------------------------------------------------------------------


def card(row: Mapping[str, Any], tellers: tuple[Teller, ...]) -> None:
    """One event; its title is the only link, and stretches over the whole card."""
    with st.container(border=True, key=f"event-{row['story']}", gap="small"):
        parts.story_link(row["story"], row["label"] or "No title", icon=False)
        most = max((one.heard for one in tellers), default=0) or 1
        lines = [line(one) for one in tellers[:MOST_TELLERS]]
        st.html(fragment("stories", "card", facts(row), lines, most, max(0, len(tellers) - MOST_TELLERS)))


def facts(row: Mapping[str, Any]) -> str:
    """When, how many, and how far apart."""
    said = [
        compare.period_text(row["first_day"] or "", row["last_day"] or "", joined=" – ") or "no date",
        compare.counted(row["outlets"], "outlet"),
        compare.counted(row["articles"], "article"),
        compare.counted(row["copies"], "reprint") if row["copies"] else "",
        compare.apart_text(row["apart"], row["q"]),
    ]
    return " · ".join(one for one in said if one)


def line(one: Teller) -> tuple[Any, ...]:
    """One outlet as the template takes it."""
    said = [f"+ {compare.counted(one.more, 'article')}" if one.more else "", "reprint" if one.copied else ""]
    more = ", ".join(part for part in said if part)
    name, colour = one.name, parts.outlet_colour(one.outlet)
    return name, colour, one.title or "No title", more, bar(one.sides), one.heard


def bar(sides: tuple[tuple[str, int], ...]) -> list[tuple[str, str, int]]:
    """The parts of a bar: name, colour, statements."""
    names = session.ask(compare.side_names)
    return [(names[side], parts.side_colour(side), n) for side, n in sides]


def legend(sides: Iterable[str]) -> str:
    """What the colours of some bars are."""
    names, known = session.ask(compare.side_names), set(sides)
    shown = [(name, parts.side_colour(side)) for side, name in names.items() if side in known]
    return fragment("stories", "legend", "Statements by side:", shown)


show()
