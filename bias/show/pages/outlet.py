"""Outlets: all about one of them, beside another or all others together."""

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Facts, Finding
from bias.show.widgets import dot_tables, evidence, parts, session

QUOTES = 2  # of each difference
MOST_EVENTS = 6
WORDS = 12
BLOCKS = {
    "headlines": "In numbers",
    "sides": "On which side those stand whom it hears",
    "sources": "Whom it hears most",
    "stances": "How it writes about those whom it names most",
    "frames": "Through which frames it tells",
}
WHICH = "Of tone and frames those that weigh most; of statements and words, which count alike, the newest."


def show() -> None:
    known = {one: compare.outlet_label(one) for one in session.ask(compare.compared_names, session.where())}
    if not known:
        parts.nothing_here()
        return
    outlet, other = choose(known)
    found = session.ask(compare.facts, session.where(), outlet=outlet)
    head(known[outlet], outlet, found)
    if not found.read:
        parts.not_read(found.articles)
        return
    names = known[outlet], known[other] if other else compare.OTHERS
    apart(outlet, other, known[outlet])
    numbers(outlet, other, names)
    words(outlet, known)
    left_out(outlet, known[outlet])
    quality(found)


def choose(known: dict[str, str]) -> tuple[str, str]:
    """An outlet, and another one or none, which is all others together."""
    one, two = st.columns(2)
    what = compare.what(session.corpus()).capitalize()
    with one:
        outlet = parts.choose(what, "of", known)
    others = {key: name for key, name in known.items() if key != outlet}
    if not others:
        return outlet, ""
    with two:
        return outlet, parts.choose("Beside", "beside", others, index=None, placeholder="All others together")


def head(name: str, outlet: str, found: Facts) -> None:
    """What it is, and how much of it there is."""
    parts.heading(name)
    said = session.corpus().settings().get("about")
    about = str(said.get(outlet, "")) if isinstance(said, dict) else ""
    if about:
        st.markdown(parts.md(f"{about[:1].upper()}{about[1:]}"))
    counts = [compare.counted(found.articles, "article"), compare.counted(found.statements, "statement")]
    if found.read < found.articles:
        counts[0] += f", {found.read:,} of them read"
    said_of = [*counts, found.period or "no date", found.mix]
    st.markdown(parts.md(" · ".join(filter(None, said_of))))
    if found.topics:
        st.caption(parts.md(f"Topics: {found.topics} articles."))


def apart(outlet: str, other: str, name: str) -> None:
    """In what it differs clearly, with sentences."""
    found = session.ask(compare.headline_findings, session.where(), outlet=outlet, other=other)
    parts.heading("What sets it apart")
    dot_tables.findings(found)
    if found.found:
        with st.expander(f"Sentences of {name} behind these numbers"):
            st.caption(WHICH)
            for one in found.found:
                sentences(one, outlet)


def sentences(one: Finding, outlet: str) -> None:
    """A few sentences that an outlet's number was counted from."""
    kind, behind = session.ask(compare.behind_it, session.where(), key=one.key, outlet=outlet)
    st.markdown(f"**{parts.md(one.label)}**")
    listed = session.ask(compare.evidence, session.where(), kind, behind, size=QUOTES)
    for found in listed:
        at = found.number if kind == "attributions" else None
        key = f"quote-{one.key}-{found.article_id}-{found.number}"
        evidence.quote_card(key, found.quotes, found, at=at, show=compare.KINDS[kind].page)
    if not listed:
        st.markdown("None: its number is zero.")


def numbers(outlet: str, other: str, names: tuple[str, str]) -> None:
    """Block by block, each row of which leads to its chart."""
    for block, title in BLOCKS.items():
        parts.heading(title)
        asked = {"block": block, "outlet": outlet, "other": other}
        found = session.ask(compare.beside, session.where(), **asked)
        dot_tables.pairs(found, names, key=block, alike=block != "headlines")


def words(outlet: str, known: dict[str, str]) -> None:
    """The words that set it apart in its own voice, and those of its loaded words that are most frequent."""
    parts.heading("Its own words")
    if len(known) > 1:
        card = session.ask(compare.keyness, session.where(), outlet=outlet, names=False)
        more, less = (card.board.rows[card.board.rows["z"] > 0], card.board.rows[card.board.rows["z"] < 0])
        term_list("More than the others", more, outlet)
        term_list("Less than the others", less.iloc[::-1], outlet)
        if card.board.rows.empty:
            st.markdown("No word stands out from what chance would give over so many words.")
    loaded = session.ask(compare.loaded_terms, session.where(), outlet=outlet)
    said = ", ".join(f"“{row['term']}” {row['n']}" for row in compare.records(loaded.head(WORDS)))
    st.markdown(f"**Loaded words**, sure or perhaps: {parts.md(said) or 'none was found'}")
    query = {"view": "What sets an outlet apart", "keyof": known[outlet]}
    st.page_link(
        parts.WORDING,
        label="All words, with their places",
        icon=":material/arrow_forward:",
        query_params=query,
    )


def term_list(label: str, rows: pd.DataFrame, outlet: str) -> None:
    said = ", ".join(f"{row['term']} {row['n']}" for row in compare.records(rows.head(WORDS)))
    if said:
        st.markdown(f"**{label}**: {parts.md(said)}")


def left_out(outlet: str, name: str) -> None:
    """Events of several outlets that it does not tell, as far as a search says."""
    parts.heading("What it left out")
    if session.by():
        st.caption("An omission is one of an outlet: compare outlets, not groups, to see them.")
        return
    found = session.ask(compare.left_out, session.where(), outlets=[outlet])
    st.markdown(parts.md(compare.left_out_said(found, name)))
    for row in compare.records(compare.surest_left_out(found).head(MOST_EVENTS)):
        parts.story_link(row["story"], f"{row['label']} · {row['outlets']} outlets · {row['says']}")


def quality(found: Facts) -> None:
    parts.heading("What to know of its texts")
    for what, articles, does in found.issues:
        st.markdown(parts.md(f"{what}: {compare.counted(articles, 'article')}.  {does}"))
    if not found.issues:
        st.markdown("Nothing stands in the way of a comparison.")


show()
