"""Classroom: an event to teach with, in three steps; here the first, to guess before one looks."""

import pandas as pd
import streamlit as st

from bias import compare
from bias.compare import Lesson, Question
from bias.markup import fragment
from bias.show.outputs.worksheet import worksheet
from bias.show.widgets import browser, evidence, parts, session
from bias.show.widgets.boxes import lesson_steps

GUESS, REWRITE, CHANGES = "Guess", "Rewrite", "What changes it"  # short: a telephone shows all three
MOST_LISTED = 300
SHOWN = 2  # sentences behind an answer that are open at once

STYLE = """<style>
.bias-asked { font-size: 1.3rem; line-height: 1.5; max-width: 46em; overflow-wrap: anywhere;
  unicode-bidi: isolate; border-left: 4px solid #3f90da; padding: .1rem 0 .1rem .9rem; }
.bias-asked b { font-size: 1.1em; line-height: 1.35; }
.bias-compared { min-width: 0; }
@media (max-width: 640px) { .bias-compared .bias-headline { font-size: 1rem; }
  .bias-compared tbody th { width: 25%; font-size: .85rem; } }
</style>"""
PLAN = """
| Minutes | Step | How |
|---|---|---|
| 20 | **Guess** | Hand out the worksheet, one a pair: which outlet wrote which headline?  Then switch on \
*Projector*: read a question, count hands, choose what most say, reveal, ask why. |
| 10 | **Rewrite** | In pairs on paper: one that judges nobody, one that takes a side.  Type two \
or three of them, and see what the readings say. |
| 10 | **What changes it** | Vote, then count in seven ways.  Choose two outlets that lie closer, \
until the conclusion moves. |
| 5 | **What can we say?** | On paper: one sentence that the evidence carries, and one that it does not. |

The program judges by rules and small models, and says how sure it is.  A class that finds it wrong, with a \
reason, has understood the lesson.
"""


def show() -> None:
    st.html(STYLE)
    if parts.something_read(session.ask(compare.coverage, session.where())):
        taught(session.ask(compare.lessons, session.where()))


def taught(stories: pd.DataFrame) -> None:
    """The step of the lesson, the event, and that step."""
    with st.container(horizontal=True, vertical_alignment="center"):
        step = parts.choose_view((GUESS, REWRITE, CHANGES), key="step")
        present = parts.projector()
    if not present:
        with st.expander("A lesson with this page: 45 minutes", icon=":material/schedule:"):
            st.markdown(PLAN)
    if step == CHANGES:
        lesson_steps.changes(present)
        return
    story = choose_story(stories, quiet=present)
    if not story:
        no_stories()
        return
    lesson = session.ask(compare.lesson, story)
    if lesson is None:
        st.error(
            "This corpus has no such event.  The link may belong to another corpus, or to an older grouping."
        )
    elif step == REWRITE:
        lesson_steps.rewrite(lesson)
    else:
        guess(lesson, present)


def no_stories() -> None:
    st.info(
        "No event is told by two outlets in these articles, so there is nothing to guess at.  Widen the "
        "filters, or add articles of other outlets from the same days.  *What changes it* works "
        "without; the demo (`bias demo`) brings twelve events."
    )


def choose_story(stories: pd.DataFrame, *, quiet: bool) -> str:
    """The event of the link, or the one of most outlets; `quiet`: without asking."""
    listed = stories.head(MOST_LISTED)
    names = {row["story"]: f"{row['label']} · {row['outlets']} outlets" for row in listed.to_dict("records")}
    linked = st.query_params.get("story")
    if linked:
        names.setdefault(linked, "The event of the link, which is not in the list")
    chosen = linked or next(iter(names), "")
    if quiet or not chosen:
        return chosen
    st.session_state["event"] = chosen
    return str(
        st.selectbox("Event", list(names), key="event", format_func=names.__getitem__, on_change=go_to)
    )


def go_to() -> None:
    """Callback: the event goes into the link, so that a class opens the same one."""
    st.query_params["story"] = st.session_state["event"]
    st.session_state["slide"] = 0


# -- guess before you look ---------------------------------------------------------------------------


def guess(lesson: Lesson, present: bool) -> None:
    if not lesson.questions:
        st.info(
            "This event carries no question: its outlets have too little in common, or reprint one text.  "
            "Choose another one."
        )
        return
    if present:
        st.html(fragment("stories", "style"))
        slides(lesson)
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        count = compare.counted(len(lesson.questions), "question")
        st.markdown(f"**Read, guess, reveal**: {count}{so_far(lesson)}")
        with st.container(horizontal=True, width="content"):
            again(lesson)
            print_it(lesson)
    st.html(fragment("stories", "style"))
    with st.expander("Meet the outlets", expanded=True):
        meet(lesson)
    for number, question in enumerate(lesson.questions, 1):
        with st.container(border=True, key=f"question-{number}"):
            ask(lesson, number, question)
    st.caption(
        "The score is kept in this window until it is closed, and nowhere else: nothing about anybody is "
        "stored."
    )
    parts.story_link(lesson.story, "All of this event, outlet by outlet")


def guessed() -> dict[tuple[str, str], str | None]:
    """What was guessed where the answer has been revealed; None where nobody guessed."""
    found: dict[tuple[str, str], str | None] = st.session_state.setdefault("guessed", {})
    return found


def so_far(lesson: Lesson) -> str:
    """ " · right so far: 2 of 3"; empty where nothing was guessed."""
    known = {one.key: one.right for one in lesson.questions}
    made = {key: said for (story, key), said in guessed().items() if story == lesson.story and said}
    right = sum(known.get(key) == said for key, said in made.items())
    return f" · right so far: **{right} of {len(made)}**" if made else ""


def again(lesson: Lesson) -> None:
    """A button that hides the answers of an event."""

    def forget() -> None:
        for key in [key for key in guessed() if key[0] == lesson.story]:
            del guessed()[key]
            st.session_state[guess_key(*key)] = None
        st.session_state["slide"] = 0

    if any(story == lesson.story for story, _ in guessed()):
        st.button("Start again", on_click=forget, icon=":material/replay:", type="tertiary")


def print_it(lesson: Lesson) -> None:
    parts.offer(
        "Worksheet",
        lambda: worksheet(lesson).encode(),
        f"worksheet-{lesson.story}.html",
        icon="print",
        help="One file to open and print on A4: the questions to tick, lines to write on, and the answer key "
        "on a page of its own.",
    )


def guess_key(story: str, question: str) -> str:
    return f"guess-{story}-{question}"


def ask(lesson: Lesson, number: int, question: Question, *, button: bool = True) -> None:
    """One question with its options; its answer once it is revealed."""
    place = (lesson.story, question.key)
    parts.heading(f"{number}. {question.asks}")
    if question.shown:
        parts.words(question.shown, "bias-asked")
    if place in guessed():
        answer(question, guessed()[place])
        return
    st.radio(
        question.asks,
        question.options,
        index=None,
        key=guess_key(*place),
        format_func=parts.md,
        captions=[parts.md(hint) for hint in question.hints] or None,
        label_visibility="collapsed",
        persist_state="page",
    )
    if button:
        st.button("Reveal", key=f"reveal-{question.key}", on_click=reveal, args=(place,), type="primary")


def reveal(place: tuple[str, str]) -> None:
    """Callback: the answer of a question, with what was guessed."""
    guessed()[place] = st.session_state.get(guess_key(*place))


def answer(question: Question, said: str | None) -> None:
    """What is right, why, the sentences behind it, and how sure the program is."""
    right = f"**{parts.md(question.right)}**"
    if said == question.right:
        st.success(f"Right: {right}.", icon=":material/check:")
    elif said:
        st.warning(f"It is {right}, and not {parts.md(said)}.", icon=":material/lightbulb:")
    else:
        st.info(f"It is {right}.", icon=":material/lightbulb:")
    st.markdown(parts.md(question.why))
    if question.counts:
        head, *rows = question.counts
        st.html(parts.table_html(pd.DataFrame(rows, columns=head)))
    proofs(question)
    st.caption(f"**How sure?**  {parts.md(question.sure)}")


def proofs(question: Question) -> None:
    """The sentences behind an answer, the first ones open."""
    for place, found in enumerate(question.evidence[:SHOWN]):
        evidence.quote_card(f"proof-{question.key}-{place}", (found.html,), found, show=question.tab)
    rest = question.evidence[SHOWN:]
    if rest:
        with st.expander(f"{len(rest)} more"):
            for place, found in enumerate(rest, SHOWN):
                evidence.quote_card(f"proof-{question.key}-{place}", (found.html,), found, show=question.tab)


# -- for the projector -------------------------------------------------------------------------------


def slides(lesson: Lesson) -> None:
    """The outlets, one question at a time, and the score; a key or a clicker reveals and leads on."""
    browser.clicker()
    last = len(lesson.questions) + 1
    at = min(max(int(st.session_state.get("slide", 0)), 0), last)
    asked = lesson.questions[at - 1] if 0 < at < last else None
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.button("Back", key="back", on_click=turn, args=(at - 1,), disabled=not at, shortcut="PageUp")
        st.markdown(f"{at} of {last - 1}{so_far(lesson)}" if asked else parts.md(lesson.label))
        if asked and (lesson.story, asked.key) not in guessed():
            place = (lesson.story, asked.key)
            st.button("Reveal", key="on", on_click=reveal, args=(place,), shortcut="PageDown", type="primary")
        else:
            st.button(
                "Next", key="on", on_click=turn, args=(at + 1,), disabled=at == last, shortcut="PageDown"
            )
    if asked:
        ask(lesson, at, asked, button=False)
    elif at:
        the_end(lesson)
    else:
        meet(lesson)


def meet(lesson: Lesson) -> None:
    """Who the outlets are, before anybody guesses."""
    parts.heading("Meet the outlets")
    rows = [
        (one.name, parts.outlet_colour(one.outlet), one.about, compare.counted(one.articles, "article"))
        for one in lesson.meet
    ]
    st.html(fragment("stories", "meet", rows))
    if not any(one.about for one in lesson.meet):
        st.caption("Who they are can be said in outlets.csv, on the Overview: kind and country.")


def the_end(lesson: Lesson) -> None:
    """The score, and what comes next."""
    parts.heading(lesson.label)
    st.markdown(f"{compare.counted(len(lesson.questions), 'question')}{so_far(lesson)}")
    st.markdown("What can we say about these outlets now, and what can we not?")
    with st.container(horizontal=True):
        again(lesson)
        st.button("Rewrite a headline", on_click=step_to, args=(REWRITE,), icon=":material/edit:")
        st.button("What changes the result", on_click=step_to, args=(CHANGES,), icon=":material/tune:")


def turn(to: int) -> None:
    """Callback."""
    st.session_state["slide"] = to


def step_to(step: str) -> None:
    """Callback: another step of the lesson."""
    st.session_state["step"] = step


show()
