"""One event: headlines and leads side by side, who is heard, what is left out, who came when."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from bias import compare
from bias.compare import StoryBoard
from bias.corpus import Filter
from bias.markup import fragment
from bias.show.widgets import browser, cards, evidence, parts, session, story_omissions

MOST_SIDE_BY_SIDE = 4
DAYS_AROUND = 7  # of an event, in which an article may belong to another
MOST_SPEAKERS = 15  # in the table as it opens


def show(story: str) -> None:
    """One event, from its headlines to the grouping of its articles."""
    board = session.ask(compare.story_board, story)
    if board is None:
        st.error(
            "This corpus has no such story.  The link may belong to another corpus, or to an older grouping."
        )
        return
    st.html(fragment("stories", "style"))
    projected = head(board)
    browser.bring_up(browser.TITLE, browser.new_number("event", story))  # the list may have been scrolled
    chosen = side_by_side(board)
    columns(board, chosen)
    heard(board, projected)
    story_omissions.left_out(board)
    story_omissions.aligned(board, chosen)
    came(board)
    more(board)


def head(board: StoryBoard) -> bool:
    """What it is, when, and how much of it there is; whether it is shown on a projector."""
    left, right = st.columns([5, 1])
    copies = len(board.copies)
    facts = [
        compare.period_text(*board.days, joined=" – "),
        compare.counted(len(board.outlets), "outlet"),
        compare.counted(len(board.articles), "article"),
        compare.counted(copies, "reprint") if copies else "",
        "filters narrow who is heard, and nothing else here" if session.where() != Filter() else "",
    ]
    with right:
        projected = parts.projector()
    with left:
        parts.title(board.label or "No title", " · ".join(fact for fact in facts if fact))
    return projected


# -- headlines and leads -----------------------------------------------------------------------------


def side_by_side(board: StoryBoard) -> list[str]:
    """The outlets that are shown as columns."""
    key = "side"
    known = sorted(board.outlets)
    linked = [outlet for outlet in st.query_params.get_all(key) if outlet in known]
    chosen = st.multiselect(
        "Side by side",
        known,
        default=linked or known[:3],
        max_selections=MOST_SIDE_BY_SIDE,
        key=f"{key}-{board.story}",
        format_func=compare.outlet_label,
    )
    st.query_params[key] = chosen or known[:1]
    return chosen or known[:1]


def article_of(board: StoryBoard, outlet: str) -> str:
    """The article of an outlet that is shown: the first that is no copy, or the first."""
    mine = board.articles[board.articles["outlet"] == outlet]
    own = mine[~mine["article_id"].isin(board.copies["article_id"])]
    return str((own if len(own) else mine)["article_id"].iloc[0])


def columns(board: StoryBoard, chosen: Sequence[str]) -> None:
    """Headline and lead of each outlet, its sources marked; the whole text behind a click."""
    tellings = [session.ask(compare.telling, article_of(board, outlet)) for outlet in chosen]
    for column, found, outlet in zip(st.columns(len(tellings)), tellings, chosen, strict=True):
        with column:
            st.html(fragment("stories", "outlet", found.outlet, parts.outlet_colour(outlet)))
            copied = f" · reprints {parts.md(found.copy_of)}" if found.copy_of else ""
            st.caption(f"{found.published[:10] or 'no date'}{copied}")
            parts.words(found.title or "No title", "bias-headline")
            parts.words(found.lead, "bias-lead")
            with st.expander("Whole text"):
                parts.words(found.text, "bias-lead bias-whole")
            parts.article_link(found.article_id, "Open the article")
    st.html(parts.LEGEND)
    rest = [compare.outlet_label(outlet) for outlet in board.outlets if outlet not in chosen]
    if rest:
        st.caption(f"Not shown here: {parts.md(', '.join(rest))}.  Choose up to four under *Side by side*.")


# -- who is heard, who came when ---------------------------------------------------------------------


def heard(board: StoryBoard, projected: bool) -> None:
    """Bars of sides, each part with its statements; then the speakers by name."""
    card = session.ask(compare.heard_in_event, session.where(), story=board.story)
    if card.board.rows.empty:
        parts.heading("Who is heard")
        st.markdown("Nobody is quoted or paraphrased in these articles.")
        return
    with cards.figure_card(card, larger=projected):
        evidence.evidence(card)
    if board.speakers.empty:
        return
    with st.expander(f"All {compare.counted(len(board.speakers), 'speaker')} by name, outlet by outlet"):
        outlets = [str(column) for column in board.speakers.columns[2:]]
        shown = board.speakers.copy()
        shown[outlets] = shown[outlets].astype(str).replace("0", "")
        every = len(shown) <= MOST_SPEAKERS or st.toggle(f"All {len(shown)} speakers", key="every-speaker")
        st.html(parts.table_html(shown if every else shown.head(MOST_SPEAKERS)))
        st.caption("Statements in each outlet’s articles; an empty cell: not heard there.")
        parts.download(board.speakers, f"speakers-{board.story}")


def came(board: StoryBoard) -> None:
    """The articles on a line from the first to the last moment."""
    parts.heading("Who came when")
    found = session.ask(_arrivals, board)
    if found.says:
        st.markdown(parts.md(found.says))
    rows = [
        (
            one.name, parts.outlet_colour(one.outlet), f"{one.title}{' (reprint)' if one.copied else ''}",
            one.when or "no date", 100 * one.start, 100 * one.width, not one.width,
        )
        for one in found.rows
    ]  # fmt: skip
    st.html(fragment("stories", "timeline", found.first, found.last, rows))
    st.caption("A dot: the minute is known.  A band: only the day is.")


def _arrivals(corpus: object, board: StoryBoard) -> compare.Arrivals:
    return compare.arrivals(board)


# -- more --------------------------------------------------------------------------------------------


def more(board: StoryBoard) -> None:
    """What else is counted, and the grouping."""
    with st.expander("Frames, wording and tone of each outlet, counted"):
        st.html(parts.table_html(board.strip))
        st.caption(
            "Counts of one event: too few for shares or intervals.  Tone counts mentions in the outlet’s own "
            "voice (+ positive, − negative).  How outlets differ over many events is on the other pages."
        )
    only_here(board)
    reprints(board)
    grouping(board)


def only_here(board: StoryBoard) -> None:
    """Names that a single outlet brings into the event."""
    found = {outlet: names for outlet, names in board.only.items() if names}
    if not found:
        return
    with st.expander("Named by one outlet only"):
        st.markdown(
            "\n".join(
                f"- **{parts.md(compare.outlet_label(outlet))}**: {parts.md(', '.join(names[:20]))}"
                for outlet, names in found.items()
            )
        )


def reprints(board: StoryBoard) -> None:
    """What each reprint keeps, cuts and adds."""
    for row in board.copies.to_dict("records"):
        change = session.ask(compare.reprint, row["article_id"])
        if change is None:  # its original is no longer in the corpus
            continue
        name = f"{row['outlet_label']} reprints {compare.outlet_label(row['original_outlet'])}"
        with st.expander(
            f"{parts.md(name)}: keeps {change.kept:.0%}, cuts {compare.counted(change.cut, 'word')}, adds "
            f"{change.added:,}"
        ):
            parts.words(change.html, "bias-lead bias-diff")


def near(board: StoryBoard) -> Filter:
    """The events of the days around this one: with all of a large corpus a list would be of no use."""
    days = [datetime.date.fromisoformat(day[:10]) for day in board.days if day]
    if not days:
        return session.where()
    around = datetime.timedelta(days=DAYS_AROUND)
    since, until = min(days) - around, max(days) + around
    return replace(session.where(), since=since.isoformat(), until=until.isoformat())


def grouping(board: StoryBoard) -> None:
    """A person's word on which articles belong together."""
    names = {
        row["article_id"]: f"{row['outlet_label']} · {row['published'][:10]} · {row['title']}"
        for row in board.articles.to_dict("records")
    }
    with st.expander("Does an article not belong here?"):
        listed = session.ask(compare.story_list, near(board), least=1)
        others = {
            key: label
            for key, label in zip(listed["story"], listed["label"], strict=True)
            if key != board.story
        }
        with st.form("move", border=False):
            article = st.selectbox("Article", list(names), format_func=names.__getitem__, key="moved")
            where = st.selectbox(
                "Belongs to",
                ["", *others],
                format_func=lambda key: others.get(key, "No other: it stands alone"),
                key="moved-to",
            )
            if st.form_submit_button("Move"):
                session.corpus().story_codes.move(article, where or article)
                st.rerun()
        moved = session.ask(compare.moved_here, board.story)
        for row in moved.to_dict("records"):
            words, button = st.columns([5, 1], vertical_alignment="center")
            words.markdown(f"{parts.md(row['title'])} was moved here.")
            if button.button("Take back", key=f"back-{row['article_id']}"):
                session.corpus().story_codes.take_back(row["article_id"])
                st.rerun()
