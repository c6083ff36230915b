"""What was counted, behind a mark: cards with the sentences, and the way to the article."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Card, Evidence, Proof
from bias.corpus import Behind
from bias.markup import fragment
from bias.show.widgets import parts, session

SIZE = 10  # on a page


# kind of observation → the legend of its cards
LEGENDS = {"attributions": parts.LEGEND, "tones": parts.TONE_LEGEND, "wordings": "", "frames": ""}


def evidence(card: Card) -> None:
    """The sentences behind the mark that was clicked, or that was chosen by name."""
    if found := choose(card.marks):
        behind(card.opens, *found, key=card.key)


def choose(rows: pd.DataFrame, what: str = "sentences") -> tuple[Behind, str] | None:
    """The mark whose evidence is asked for, by a click or by name; the choice is in the link."""
    known: dict[str, Behind] = dict(zip(rows["id"], rows["behind"], strict=True))
    if not known:
        return None
    parts.heading(f"The {what} behind a number")
    names = {one: one for one in known}
    chosen = parts.choose(
        f"{what.capitalize()} of", "behind", names, index=None, placeholder="Click a mark, or choose here"
    )
    return (known[chosen], chosen) if chosen else None


def behind(what: str, conditions: Behind, label: str, *, key: str) -> None:
    """How much is behind a number, a page at a time as cards, and all of it as a file."""
    kind, where = compare.KINDS[what], session.where()
    total = session.ask(compare.count, where, what, conditions)
    st.markdown(f"**{compare.counted(total, kind.noun)}** · {parts.md(label)}")
    if not total:
        return
    if legend := LEGENDS[what]:
        st.html(legend)
    pages = max(1, -(-total // SIZE))
    page = st.pagination(pages, key=f"{what}-{key}-{label}") if pages > 1 else 1
    for found in session.ask(compare.evidence, where, what, conditions, page=page, size=SIZE):
        at = found.number if what == "attributions" else None
        quote_card(f"quote-{found.article_id}-{found.number}", found.quotes, found, at=at, show=kind.page)
    corpus = session.corpus()  # asked for here: a download runs outside the session
    parts.download(
        lambda: compare.evidence_table(corpus, where, what, conditions), f"{what}-{key}",
        "Download all as CSV",
    )  # fmt: skip


def quote_card(
    key: str, quotes: Sequence[str], found: Evidence | Proof, *, at: int | None = None, show: str = ""
) -> None:
    """Sentences of an article, what is said of them, and the way to the article."""
    with st.container(border=True, key=key):
        st.html(fragment("dashboard", "quotes", quotes))
        st.caption(parts.md(found.said))
        facts = [found.outlet, found.published or "no date", found.title or "no title"]
        parts.article_link(found.article_id, " · ".join(facts), at=at, show=show)
