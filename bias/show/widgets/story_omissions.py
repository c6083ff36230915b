"""What outlets leave out: events, and statements and speakers of an event; how sure that is.  And the
statements of all outlets beside each other."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Missing, Statement, StoryBoard, Version
from bias.corpus import Corpus
from bias.markup import fragment
from bias.show.widgets import parts, session

LEFT_OUT = {
    "nothing": "Nothing found in its articles of these days",
    "perhaps": "Perhaps told: the nearest article tells this event, or another of the same affair",
    "tells": "Told, apart from the group: open the event to move the article there",
    "unknown": "Not to be said: the corpus has no article of it from these days",
}
PERCENT = "%.0f %%"
MOST_LINKS = 20  # articles that may tell what an outlet is asked about
NEAREST = 10  # of a kind, that are shown at once
FEW = 12  # statements that are shown at once
SURE = (
    "Statements and speakers that {others} here, searched for in each sentence of its own articles.  What is "
    "said in none of the same words is not found: of 108 answers *not found* that were checked 104 were "
    "right, *perhaps* is a question to you.  Days are compared, and not hours: what was said later on a day "
    "cannot be told from what was left out."
)


# -- of an event ----------------------------------------------------------------------------------------


def left_out(board: StoryBoard) -> None:
    """What others carry and the chosen outlet does not; of one without an article, what a search says."""
    parts.heading("Left out by")
    names = choices(board)
    outlet = parts.choose(
        "Outlet",
        "lacks",
        names,
        index=None,
        placeholder="Choose an outlet: what do others carry that it does not?",
    )
    if not outlet:
        return
    with st.container(key="left-out"):
        inside(board, outlet) if outlet in board.outlets else outside(board, outlet)


def choices(board: StoryBoard) -> dict[str, str]:
    """The outlets of the event, then those of the corpus that have no article in it."""
    others = [one for one in session.ask(Corpus.outlets) if one not in board.outlets]
    told = {one: compare.outlet_label(one) for one in sorted(board.outlets)}
    return told | {one: f"{compare.outlet_label(one)} (no article in this event)" for one in others}


def inside(board: StoryBoard, outlet: str) -> None:
    """Of an outlet that tells the event: statements and speakers that others carry, the surest first."""
    least = min(compare.LEAST_OTHERS, len(board.outlets) - 1)
    if not least:
        st.markdown("No other outlet tells this event, so there is nothing to compare with.")
        return
    found = session.ask(compare.missing, board, outlet=outlet, least=least)
    name = parts.md(compare.outlet_label(outlet))
    if not found:
        st.markdown(
            f"Nothing that {others_carry(least)} is missing in {name}, as far as the program can tell."
        )
        return
    st.markdown(f"**{name}**: {counts(found)}.")
    for (what, answer), head in compare.SURE.items():
        group([one for one in found if (one.what, one.answer) == (what, answer)], head)
    st.caption(SURE.format(others=others_carry(least)))
    parts.download(compare.missing_table(found), f"missing-{board.story}-{outlet}")


def others_carry(least: int) -> str:
    return "two other outlets or more carry" if least > 1 else "the one other outlet carries"


def counts(found: Sequence[Missing]) -> str:
    """ "5 statements not found, 1 perhaps there; 2 speakers not named, 1 named and not heard"."""
    said = []
    for what, answer in compare.SURE:
        if n := sum((one.what, one.answer) == (what, answer) for one in found):
            said.append(f"{compare.counted(n, what)} {answer}")
    return ", ".join(said)


def group(found: Sequence[Missing], head: str) -> None:
    """The findings of one certainty, the first ones open."""
    if not found:
        return
    st.markdown(f"**{head}** ({len(found)})")
    if not found[0].passage and not found[0].said:
        st.markdown("\n".join(f"- {parts.md(one.who)}: heard in {parts.md(carriers(one))}" for one in found))
        return
    for one in found[:NEAREST]:
        lacking(one)
    if found[NEAREST:]:
        with st.expander(f"{len(found) - NEAREST} more"):
            for one in found[NEAREST:]:
                lacking(one)


def lacking(one: Missing) -> None:
    """Something that is missing: who carries it, and the nearest sentence here."""
    with st.container(border=True):
        said = f": {parts.md(parts.shortened(one.said, 300))}" if one.said else ""
        st.markdown(f"**{parts.md(one.who)}**{said}")
        nearest = f"  Nearest sentence here: {parts.shortened(one.passage, 300)}" if one.passage else ""
        st.caption(parts.md(f"Carried by {carriers(one)}.{nearest}"))
        with st.container(horizontal=True):
            if one.found_in:
                parts.article_link(one.found_in, "Where it stands", at=one.number)
            if one.article_id:
                parts.article_link(one.article_id, "Its article")


def carriers(one: Missing) -> str:
    return ", ".join(map(compare.outlet_label, one.others))


def outside(board: StoryBoard, outlet: str) -> None:
    """Of an outlet without an article in the event: whether one of its other articles tells it."""
    found = session.ask(compare.left_out_of, board.story, outlet=outlet)
    st.markdown(
        f"**{parts.md(compare.outlet_label(outlet))}**: {parts.md(found['says'])}, by a search of its "
        "articles from the days around."
    )
    if found["answer"] in ("tells", "perhaps") and found["article_id"]:
        both = f"Both name {found['names']}." if found["names"] else ""
        st.caption(parts.md(both))
        parts.article_link(found["article_id"], f"{found['published']} · {found['title'] or 'no title'}")
    st.caption(
        "The corpus holds what was imported and not all that an outlet published.  Of 349 answers *nothing "
        "found* that were checked 337 were right; *perhaps* is mostly another day of the same affair."
    )


# -- of all events -------------------------------------------------------------------------------


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
    of_events(outlet, known[outlet])


def of_events(outlet: str, name: str) -> None:
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


# -- statements --------------------------------------------------------------------------------------


def aligned(board: StoryBoard, chosen: Sequence[str]) -> None:
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


def statements_html(listed: Sequence[Statement], chosen: Sequence[str]) -> str:
    """A table of escaped words: a row a statement, a column an outlet."""
    rows = [(one.speaker, one.role, [told(one.versions[outlet]) for outlet in chosen]) for one in listed]
    return fragment("dashboard", "statements", [compare.outlet_label(outlet) for outlet in chosen], rows)


def told(version: Version) -> tuple[str | None, str]:
    """What an outlet makes of a statement, or its sentence that may hold it; None where none was found."""
    made = compare.MADE_OF[version.relation]
    if version.relation == "absent":
        return None, made
    if version.passage:
        return parts.shortened(version.passage, 400), made
    how = "quoted" if version.direct else "reported"
    return parts.shortened(version.content, 400), how if version.relation == "same" else f"{how} · {made}"
