"""What was counted, behind a mark: cards with the sentences, and the way to the article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pandas as pd
import streamlit as st

from bias.compare import views
from bias.corpus import Behind
from bias.markup import fragment
from bias.show.figures import Card
from bias.show.pages import parts, session

SIZE = 10  # on a page


class Placed(Protocol):
    """Something of an article that is behind a number."""

    @property
    def article_id(self) -> str: ...
    @property
    def outlet(self) -> str: ...
    @property
    def published(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def said(self) -> str: ...


# kind of evidence → what the Article page shows of it, and the legend of its cards
SHOWN = {
    "sentences": ("", parts.LEGEND),
    "mentions": ("Tone", parts.TONE_LEGEND),
    "places": ("Wording", ""),
    "framed": ("Framing", ""),
}


def evidence(card: Card) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    if found := choose(card.marks):
        behind(card.evidence, *found, key=card.key)


def choose(rows: pd.DataFrame, what: str = "sentences") -> tuple[Behind, str] | None:
    """The mark whose evidence is asked for, by a click or by name; the choice is in the link."""
    known: dict[str, Behind] = dict(zip(rows["id"], rows["behind"], strict=True))
    if not known:
        return None
    parts.heading(f"The {what} behind a number")
    if st.session_state.get("behind") not in known:
        st.session_state.pop("behind", None)
    chosen = st.selectbox(
        f"{what.capitalize()} of",
        list(known),
        index=None,
        key="behind",
        placeholder="Click a mark, or choose here",
        bind="query-params",
    )
    return (known[chosen], chosen) if chosen else None


def behind(what: str, conditions: Behind, label: str, *, key: str) -> None:
    """How much is behind a number, a page at a time as cards, and all of it as a file."""
    kind, where, (show, legend) = views.KINDS[what], session.where(), SHOWN[what]
    total = session.ask(kind.count, where, conditions)
    st.markdown(f"**{parts.counted(total, kind.noun)}** · {parts.md(label)}")
    if not total:
        return
    if legend:
        st.html(legend)
    pages = max(1, -(-total // SIZE))
    page = st.pagination(pages, key=f"{what}-{key}-{label}") if pages > 1 else 1
    for found in session.ask(kind.rows, where, conditions, page=page, size=SIZE):
        at = found.number if what == "sentences" else None
        place = getattr(found, "number", "")
        quotes = (found.html,) if isinstance(found.html, str) else found.html
        quote_card(f"quote-{found.article_id}-{place}", quotes, found, at=at, show=show)
    corpus = session.corpus()  # asked for here: a download runs outside the session
    parts.download(lambda: kind.table(corpus, where, conditions), f"{what}-{key}", "Download all as CSV")


def quote_card(
    key: str, quotes: Sequence[str], found: Placed, *, at: int | None = None, show: str = ""
) -> None:
    """Sentences of an article, what is said of them, and the way to the article."""
    with st.container(border=True, key=key):
        st.html(fragment("dashboard", "quotes", quotes))
        st.caption(parts.md(found.said))
        facts = [found.outlet, found.published or "no date", found.title or "no title"]
        parts.article_link(found.article_id, " · ".join(facts), at=at, show=show)
