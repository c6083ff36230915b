"""What was counted, behind a mark: a panel with the sentences, and the way to the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Card, Evidence, Proof
from bias.corpus import Behind
from bias.markup import fragment
from bias.show.widgets import article, browser, corrections, parts, session

SIZE = 10  # on a page


# kind of observation → the legend of its cards
LEGENDS = {"attributions": parts.LEGEND, "tones": parts.TONE_LEGEND, "wordings": "", "frames": ""}


def evidence(card: Card) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    with st.container(key=f"evidence-{card.key}"):
        corrections.told()
        head = st.container()
        if found := choose(card.marks):
            conditions, label = found
            with head:
                panel_head(card.opens, conditions, label)
            cards(card.opens, conditions, label, key=card.key)
            number = browser.new_number("panel", (card.opens, label))
            browser.bring_up(browser.PANEL, number, focus=True)


def choose(rows: pd.DataFrame, what: str = "sentences") -> tuple[Behind, str] | None:
    """The mark whose evidence is asked for, by a click or by name; the choice is in the link."""
    known: dict[str, Behind] = dict(zip(rows["id"], rows["behind"], strict=True))
    if not known:
        return None
    names = {one: one for one in known}
    chosen = parts.choose(
        f"{what.capitalize()} of", "behind", names, index=None, placeholder="Click a mark, or choose here"
    )
    return (known[chosen], chosen) if chosen else None


def panel_head(what: str, conditions: Behind, label: str) -> None:
    """Whose sentences, and how many; the browser brings it into the window, and a key leads on from it."""
    kind = compare.KINDS[what]
    total = session.ask(compare.count, session.where(), what, conditions)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, key="panel-head"):
        st.html(fragment("dashboard", "panel_head", label, compare.counted(total, kind.noun)))
        st.button("Close", icon=":material/close:", key="close-evidence", on_click=close, type="tertiary")


def close() -> None:
    """Callback: no mark is chosen."""
    st.session_state["behind"] = None


def behind(what: str, conditions: Behind, label: str, *, key: str) -> None:
    """How much is behind a number, a page at a time as cards, and all of it as a file."""
    corrections.told()
    total = session.ask(compare.count, session.where(), what, conditions)
    st.markdown(f"**{compare.counted(total, compare.KINDS[what].noun)}** · {parts.md(label)}")
    cards(what, conditions, label, key=key)


def cards(what: str, conditions: Behind, label: str, *, key: str) -> None:
    """The sentences, a page at a time."""
    kind, where = compare.KINDS[what], session.where()
    total = session.ask(compare.count, where, what, conditions)
    if not total:
        return
    if legend := LEGENDS[what]:
        st.html(legend)
    pages = max(1, -(-total // SIZE))
    page = page_of(pages, (what, label))
    for found in session.ask(compare.evidence, where, what, conditions, page=page, size=SIZE):
        number = found.number
        quote_card(f"quote-{found.article_id}-{number}", found.quotes, found, at=number, show=kind.page)
    corpus = session.corpus()  # asked for here: a download runs outside the session
    with st.container(horizontal=True):
        parts.download(
            lambda: compare.evidence_table(corpus, where, what, conditions), f"{what}-{key}",
            "Download all as CSV",
        )  # fmt: skip
    corrections.way_to_all()


def page_of(pages: int, about: tuple[str, str]) -> int:
    """The page that is open; it is in the link, and another mark begins at its first."""
    if st.session_state.setdefault("paged", about) != about:
        st.session_state["paged"] = about
        st.session_state["page"] = 1
    if pages < 2:
        return 1
    if st.session_state.get("page", 1) > pages:
        st.session_state["page"] = pages
    return int(st.pagination(pages, key="page", bind="query-params"))


@st.fragment
def quote_card(
    key: str, quotes: Sequence[str], found: Evidence | Proof, *, at: int | None = None, show: str = ""
) -> None:
    """Sentences of an article, what is said of them, what is wrong with them, and the way to the article."""
    with st.container(border=True, key=key):
        st.html(fragment("dashboard", "quotes", quotes))
        st.caption(parts.md(found.said))
        facts = [found.outlet, found.published or "no date", found.title or "no title"]
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            opened = st.button(
                parts.md(parts.shortened(" · ".join(facts))), key=f"open-{key}", type="tertiary",
                icon=":material/article:", wrap=True,
            )  # fmt: skip
            if isinstance(found, Evidence):
                corrections.wrong(key, found)
        if opened:
            frame = (
                found.place.what.split() if show == article.FRAMING and isinstance(found, Evidence) else ()
            )
            over = partial(article.over_page, found.article_id, at=at, shown=show, frame=frame)
            st.dialog(parts.md(parts.shortened(facts[2])), width="large")(over)()
