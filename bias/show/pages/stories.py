"""Same story: one event as several outlets tell it, side by side; and which events each of them tells."""

import datetime
from dataclasses import replace

import pandas as pd
import streamlit as st

from bias import compare
from bias.corpus import Filter
from bias.markup import fragment
from bias.show.widgets import parts, session

LIST, COVERAGE = "Stories", "Who tells what"
MOST_SIDE_BY_SIDE = 4
MOST_LISTED = 300
DAYS_AROUND = 7  # of an event, in which an article may belong to another
MOST_SPEAKERS = 15  # in the table as it opens
FEW = 12  # statements that are shown at once
LEFT_OUT = {
    "nothing": "Nothing found in its articles of these days",
    "perhaps": "Perhaps told: the nearest article tells this event, or another of the same affair",
    "tells": "Told, apart from the group: open the event to move the article there",
    "unknown": "Not to be said: the corpus has no article of it from these days",
}
STORY = 350  # pixels of a label in the list, so that all columns are seen at 1280
PERCENT = "%.0f %%"
NEAREST = 10  # missing statements and speakers that are shown at once
MOST_LINKS = 20  # articles that may tell what an outlet is asked about


def show() -> None:
    linked = st.query_params.get("story", "")
    if linked:
        st.button("All stories", icon=":material/arrow_back:", on_click=leave, type="tertiary")
        one(linked)
        return
    if not session.ask(compare.coverage, session.where()).matched:
        parts.nothing_here()
        return
    view = parts.choose_view((LIST, COVERAGE), key="stories-view")
    if view == COVERAGE:
        coverage()
    else:
        choose()


def leave() -> None:
    """Callback: back to the list, where nothing is chosen."""
    st.session_state["stories-left"] = st.session_state.get("stories-left", 0) + 1
    st.query_params.pop("story", None)
    st.query_params.pop("side", None)


def go_to(story: str) -> None:
    st.query_params["story"] = story
    st.query_params.pop("side", None)
    st.rerun()


# -- the list ----------------------------------------------------------------------------------------


def choose() -> None:
    words = st.text_input("Words of a headline", key="story-words", placeholder="Any", bind="query-params")
    found = session.ask(compare.story_list, session.where(), words=words.strip())
    if found.empty:
        st.info(
            "No event is told by two outlets in these articles.  Stories are found when articles are read: "
            "widen the filters, or add articles of other outlets from the same days."
        )
        alone()
        return
    st.caption(f"{compare.counted(len(found), 'event')} told by two outlets or more.  Choose one.")
    listed = compare.story_table(found.head(MOST_LISTED))
    event = st.dataframe(
        listed.assign(**{"Apart in sources": listed["Apart in sources"] * 100}),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        key=f"story-list-{st.session_state.get('stories-left', 0)}",
        column_config={
            "Story": st.column_config.TextColumn(width=STORY),
            "Apart in sources": st.column_config.NumberColumn(
                format=PERCENT, help="Largest minus smallest share of the government's side among sources"
            ),
            "Apart in tone": st.column_config.NumberColumn(
                format="%.2f", help="Largest minus smallest net tone of the outlets' own voices, -1 to 1"
            ),
        },
    )
    rows = event["selection"]["rows"]
    if rows:
        go_to(str(found["story"].iloc[rows[0]]))
    names = dict(zip(found["story"], found["label"], strict=True))
    picked = st.selectbox(
        "Or by name",
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Type its words",
        key=f"story-name-{st.session_state.get('stories-left', 0)}",
    )
    if picked:
        go_to(picked)
    if len(found) > MOST_LISTED:
        st.caption(f"The first {MOST_LISTED} of {len(found):,} are listed.")


def alone() -> None:
    """The events of one outlet, where none is told by two: each opens."""
    found = session.ask(compare.story_list, session.where(), least=1)
    if found.empty:
        return
    st.markdown(f"**{compare.counted(len(found), 'event')}**, each told by one outlet:")
    for row in found.head(MOST_LINKS).to_dict("records"):
        parts.story_link(row["story"], f"{row['label'] or 'No title'} · {row['first_day'] or 'no date'}")
    if len(found) > MOST_LINKS:
        st.caption(f"The first {MOST_LINKS} of {len(found):,}.")


def coverage() -> None:
    found = session.ask(compare.story_coverage, session.where())
    if found.empty:
        st.info("No event is told by two outlets in these articles.")
        return
    st.dataframe(
        compare.coverage_table(found).assign(Share=found["share"] * 100),
        hide_index=True,
        column_config={"Share": st.column_config.ProgressColumn(format=PERCENT, min_value=0, max_value=100)},
    )
    st.caption(
        "Events that two outlets or more tell.  *Told* is what the grouping gives an outlet; for the others "
        "its articles of these days were searched.  *Nothing found* is about the articles that were "
        "imported, not about what else it published; Method says how often it is right."
    )
    known = dict(zip(found["outlet"], found["label"], strict=True))
    outlet = st.selectbox("What did it leave out?", list(known), format_func=known.__getitem__, key="blind")
    left_out(outlet, known[outlet])


def left_out(outlet: str, name: str) -> None:
    """The events that others tell and the grouping does not give an outlet, by what a search finds."""
    found = session.ask(compare.left_out, session.where(), outlets=(outlet,))
    if found.empty:
        st.markdown(
            f"{parts.md(name)} tells every event that {compare.LEAST_TELLERS} outlets or more tell here."
        )
        return
    counts = found["answer"].value_counts()
    st.markdown(
        f"**{compare.counted(len(found), 'event')}** that {compare.LEAST_TELLERS} outlets or more tell, none "
        f"of them {parts.md(name)}, by the grouping: {counts.get('nothing', 0)} of which nothing was found, "
        f"{counts.get('perhaps', 0)} that it perhaps tells, {counts.get('tells', 0)} that it tells, "
        f"{counts.get('unknown', 0)} from days of which the corpus has no article of it."
    )
    for kind, head in LEFT_OUT.items():
        part = found[found["answer"] == kind]
        if len(part):
            st.markdown(f"**{head}**")
            events(part)
    if len(found) == compare.MOST_LEFT_OUT:
        st.caption(f"The {compare.MOST_LEFT_OUT} that most outlets tell were searched for.")
    names = {"label": "Event", "outlets": "Outlets", "first_day": "From", "says": "This outlet"}
    names |= {"title": "Its nearest article", "published": "Published", "likeness": "Likeness"}
    parts.download(found[[*names, "names"]].rename(columns=names | {"names": "Both name"}), "left-out")


def events(found: pd.DataFrame) -> None:
    """Each event with what was found, the article that comes nearest, and the way to both."""
    for row in found.head(MOST_LINKS).to_dict("records"):
        with st.container(border=True):
            parts.story_link(
                row["story"], f"{row['label']} · {row['outlets']} outlets, from {row['first_day']}"
            )
            if row["answer"] in ("nothing", "unknown"):
                st.caption(parts.md(row["says"]))
                continue
            both = f"  Both name {row['names']}." if row["names"] else ""
            st.caption(parts.md(f"{row['says']}.{both}"))
            parts.article_link(row["article_id"], f"{row['published']} · {row['title'] or 'no title'}")
    if len(found) > MOST_LINKS:
        st.caption(f"The first {MOST_LINKS} of {len(found):,}; all are in the file below.")


# -- one story ---------------------------------------------------------------------------------------


def one(story: str) -> None:
    board = session.ask(compare.story_board, story)
    if board is None:
        st.error(
            "This corpus has no such story.  The link may belong to another corpus, or to an older grouping."
        )
        return
    days = " – ".join(dict.fromkeys(day for day in board.days if day))
    copies = len(board.copies)
    facts = [
        compare.counted(len(board.outlets), "outlet"),
        compare.counted(len(board.articles), "article"),
        compare.counted(copies, "reprint") if copies else "",
        days,
    ]
    parts.title(board.label or "No title", " · ".join(fact for fact in facts if fact))
    strip(board)
    chosen = side_by_side(board)
    columns(board, chosen)
    aligned(board, chosen)
    lacking(board)
    heard(board)
    only_here(board)
    reprints(board)
    grouping(board)


def strip(board: compare.StoryBoard) -> None:
    """What is counted of each outlet, above all else."""
    st.html(parts.table_html(board.strip))
    st.caption(
        "Counts of one event: too few for shares or intervals.  Tone counts mentions in the outlet's own "
        "voice (+ positive, − negative).  How outlets differ over many events: *How far apart* on the other "
        "pages."
    )


def side_by_side(board: compare.StoryBoard) -> list[str]:
    """The outlets that are shown as columns."""
    key = "side"
    known = list(board.outlets)
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


def article_of(board: compare.StoryBoard, outlet: str) -> str:
    """The article of an outlet that is shown: the first that is no copy, or the first."""
    mine = board.articles[board.articles["outlet"] == outlet]
    own = mine[~mine["article_id"].isin(board.copies["article_id"])]
    return str((own if len(own) else mine)["article_id"].iloc[0])


def columns(board: compare.StoryBoard, chosen: list[str]) -> None:
    """Headline and lead of each outlet, its sources marked; the whole text behind a click."""
    st.html(parts.LEGEND)
    tellings = [session.ask(compare.telling, article_of(board, outlet)) for outlet in chosen]
    for column, found in zip(st.columns(len(tellings)), tellings, strict=True):
        with column:
            copied = f" · reprints {parts.md(found.copy_of)}" if found.copy_of else ""
            st.caption(f"**{parts.md(found.outlet)}** · {found.published[:10] or 'no date'}{copied}")
            parts.words(found.title or "No title", "bias-headline")
            parts.words(found.lead, "bias-lead")
            with st.expander("Whole text"):
                parts.words(found.text, "bias-lead bias-whole")
            parts.article_link(found.article_id, "Open the article")


def aligned(board: compare.StoryBoard, chosen: list[str]) -> None:
    """Each statement once, with what every outlet makes of it."""
    parts.heading("The same statement, outlet by outlet")
    found = [
        (sum(one.versions[o].relation in compare.CARRIED for o in chosen), one) for one in board.statements
    ]
    found = sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])
    shared = [one for told, one in found if told > 1]
    everything = st.toggle(
        f"Also what one of these outlets has alone ({len(found) - len(shared)})",
        key="alone",
        value=not shared,
    )
    listed = [one for _, one in found] if everything else shared
    if not listed:
        st.markdown("No statement of this event is told by two of them, as far as the program can tell.")
        return
    st.html(statements_html(listed[: st.session_state.get("statements", FEW)], chosen))
    more = len(listed) - st.session_state.get("statements", FEW)
    if more > 0 and st.button(f"Show {min(more, 2 * FEW)} more of {more}"):
        st.session_state["statements"] = st.session_state.get("statements", FEW) + 2 * FEW
        st.rerun()
    st.caption(
        "Statements of one speaker are the same where they share runs of words, or where a report shares the "
        "key words of a quotation and denies nothing of it; see Method for how often that is right.  Where "
        "an outlet has no such statement, its sentences were searched; *not found* is not to say that it is "
        "not told."
    )


def statements_html(listed: list[compare.Statement], chosen: list[str]) -> str:
    """A table of escaped words: a row a statement, a column an outlet."""
    rows = [(one.speaker, one.role, [told(one.versions[outlet]) for outlet in chosen]) for one in listed]
    return fragment("dashboard", "statements", [compare.outlet_label(outlet) for outlet in chosen], rows)


def told(version: compare.Version) -> tuple[str | None, str]:
    """What an outlet makes of a statement, or its sentence that may hold it; None where none was found."""
    made = compare.MADE_OF[version.relation]
    if version.relation == "absent":
        return None, made
    if version.passage:
        return parts.shortened(version.passage, 400), made
    how = "quoted" if version.direct else "reported"
    return parts.shortened(version.content, 400), how if version.relation == "same" else f"{how} · {made}"


def lacking(board: compare.StoryBoard) -> None:
    """What two others or more carry and an outlet does not, with the nearest sentence of its own."""
    if len(board.outlets) < 3:
        return
    parts.heading("What does an outlet leave out?")
    names = {one: compare.outlet_label(one) for one in board.outlets}
    outlet = st.selectbox("Outlet", list(names), format_func=names.__getitem__, key="lacks")
    found = session.ask(compare.missing, board, outlet=outlet)
    if not found:
        st.markdown("Nothing that two others carry is missing, as far as the program can tell.")
        return
    st.caption(
        "Statements and speakers that two other outlets or more carry, each with the sentence of its own "
        "articles that shares most words with it.  What is said in none of the same words is not found: read "
        "the sentence, and the article."
    )
    for one in found[:NEAREST]:
        with st.container(border=True):
            said = f": {parts.md(parts.shortened(one.said, 300))}" if one.said else ""
            st.markdown(f"**{parts.md(one.who)}**{said}")
            others = ", ".join(compare.outlet_label(other) for other in one.others)
            st.caption(parts.md(f"In {others}.  Here: {one.answer}."))
            if one.passage:
                st.caption(parts.md(f"Nearest sentence: {parts.shortened(one.passage, 300)}"))
                parts.article_link(one.article_id, "Open its article")
    if len(found) > NEAREST:
        st.caption(f"The first {NEAREST} of {len(found)}; all are in the file.")
    parts.download(compare.missing_table(found), f"missing-{board.story}")


def heard(board: compare.StoryBoard) -> None:
    parts.heading("Who is heard, and who is missing")
    if board.speakers.empty:
        st.markdown("Nobody is quoted or paraphrased by name in these articles.")
        return
    outlets = [str(column) for column in board.speakers.columns[2:]]
    shown = board.speakers.copy()
    shown[outlets] = shown[outlets].astype(str).replace("0", "")
    every = len(shown) <= MOST_SPEAKERS or st.toggle(f"All {len(shown)} speakers", key="every-speaker")
    st.html(parts.table_html(shown if every else shown.head(MOST_SPEAKERS)))
    st.caption("Statements in each outlet's articles; an empty cell: not heard there.")
    parts.download(board.speakers, f"speakers-{board.story}")


def only_here(board: compare.StoryBoard) -> None:
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


def reprints(board: compare.StoryBoard) -> None:
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


def near(board: compare.StoryBoard) -> Filter:
    """The events of the days around this one: with all of a large corpus a list would be of no use."""
    days = [datetime.date.fromisoformat(day[:10]) for day in board.days if day]
    if not days:
        return session.where()
    around = datetime.timedelta(days=DAYS_AROUND)
    since, until = min(days) - around, max(days) + around
    return replace(session.where(), since=since.isoformat(), until=until.isoformat())


def grouping(board: compare.StoryBoard) -> None:
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


show()
