"""The Classroom page: guessing, the projector, another headline, and what changes a result."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_corpus
from streamlit.testing.v1 import AppTest
from test_classroom import EVIL, MARRANT, RENKO, ROOK, told
from test_pages import opened, words

from bias import compare
from bias.compare import Lesson, Question
from bias.corpus.store import Corpus, Filter
from bias.show.widgets import browser, parts


def lesson_of(corpus: Corpus) -> Lesson:
    """The event that opens by itself."""
    found = compare.lesson(corpus, str(compare.lessons(corpus, Filter())["story"].iloc[0]))
    assert found is not None
    return found


def guess(app: AppTest, lesson: Lesson, question: Question, option: str | None) -> AppTest:
    if option:
        app.radio(key=f"guess-{lesson.story}-{question.key}").set_value(option)
    app.button(key=f"reveal-{question.key}").click().run()
    assert not app.exception
    return app


def labelled(app: AppTest, label: str) -> list[str]:
    return [one.label for one in app.button if one.label == label]


def files(corpus: Corpus) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in corpus.path.rglob("*")}


# -- guess ---------------------------------------------------------------------------------------------


def test_it_opens_on_the_largest_event_with_a_question(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app, lesson = opened(demo.path, monkeypatch, "classroom"), lesson_of(demo)
    assert app.title[0].value == "Classroom"
    assert app.selectbox(key="event").value == lesson.story
    heads = [one.value.replace("\\", "") for one in app.header if one.value != "Filter"]
    assert heads[0] == "Meet the outlets"
    assert heads[1:] == [
        f"{number}. {' '.join(one.asks.split())}" for number, one in enumerate(lesson.questions, 1)
    ]
    assert len(labelled(app, "Reveal")) == len(lesson.questions)
    assert "How sure" not in words(app)
    assert "nothing about anybody is stored" in words(app)
    assert "45 minutes" in app.expander[1].label  # behind that of the filters


def test_reveal_shows_the_answer_with_its_evidence(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app, lesson = opened(demo.path, monkeypatch, "classroom"), lesson_of(demo)
    for question in lesson.questions:
        shown = len([one for one in app.get("html") if 'class="bias-quote"' in one.value])
        guess(app, lesson, question, None)
        said = words(app)
        for part in (question.right, question.why, question.sure):
            assert " ".join(part.split()) in said
        assert question.evidence[0].html in said
        after = len([one for one in app.get("html") if 'class="bias-quote"' in one.value])
        assert after - shown == len(question.evidence)
    assert not labelled(app, "Reveal")
    assert "right so far" not in words(app), "nobody guessed"


def test_the_score_counts_guesses_and_starts_again(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app, lesson = opened(demo.path, monkeypatch, "classroom"), lesson_of(demo)
    first, second, *_ = lesson.questions
    guess(app, lesson, first, first.right)
    assert app.success
    assert "right so far: **1 of 1**" in words(app)
    wrong = next(option for option in second.options if option != second.right)
    guess(app, lesson, second, wrong)
    assert parts.md(wrong) in app.warning[0].value
    assert "right so far: **1 of 2**" in words(app)
    next(one for one in app.button if one.label == "Start again").click().run()
    assert "right so far" not in words(app)
    assert len(labelled(app, "Reveal")) == len(lesson.questions)
    assert app.radio(key=f"guess-{lesson.story}-{first.key}").value is None


def test_another_event_goes_into_the_link(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "classroom")
    story = str(compare.lessons(demo, Filter())["story"].iloc[3])
    app.selectbox(key="event").set_value(story).run()
    assert app.query_params["story"] in (story, [story])
    assert app.selectbox(key="event").value == story
    again = opened(demo.path, monkeypatch, "classroom", story=story)
    assert [one.value for one in again.header] == [one.value for one in app.header]


def test_an_event_that_is_not_there(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "classroom", story="<b>none</b>")
    assert "no such event" in app.error[0].value


def test_guesses_stay_in_the_window(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(demo)
    app, lesson = opened(demo.path, monkeypatch, "classroom"), lesson_of(demo)
    query = dict(app.query_params)
    guess(app, lesson, lesson.questions[0], lesson.questions[0].right)
    assert dict(app.query_params) == query
    assert files(demo) == before
    assert "right so far" not in words(opened(demo.path, monkeypatch, "classroom")), "another window"


# -- the projector -------------------------------------------------------------------------------------


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click().run()
    assert not app.exception
    return app


def test_the_projector_steps_through_one_question_at_a_time(
    demo: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, lesson = opened(demo.path, monkeypatch, "classroom", present="true"), lesson_of(demo)
    assert app.toggle(key="present").value
    assert "html { font-size: clamp" in words(app)
    assert not app.title
    last = len(lesson.questions)
    assert "Meet the outlets" in words(app)
    assert not app.radio
    press(app, "Next")
    for number, question in enumerate(lesson.questions, 1):
        assert f"{number} of {last}" in words(app)
        assert len(app.radio) == 1
        assert app.radio[0].label == question.asks
        press(app, "Reveal")
        press(app, "Next")
    assert "What can we say about these outlets now" in words(app)
    assert next(one for one in app.button if one.label == "Next").disabled
    press(app, "Back")
    assert f"{last} of {last}" in words(app)


def test_the_projector_remembers_what_was_guessed(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app, lesson = opened(demo.path, monkeypatch, "classroom", present="true"), lesson_of(demo)
    question = lesson.questions[0]
    press(app, "Next")
    app.radio(key=f"guess-{lesson.story}-{question.key}").set_value(question.right)
    press(app, "Reveal")
    press(press(app, "Next"), "Back")
    assert app.success
    assert "right so far: **1 of 1**" in words(app)


def test_the_projector_is_switched_on_and_off(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "classroom")
    assert "html { font-size: clamp" not in words(app)
    app.toggle(key="present").set_value(True).run()
    assert "html { font-size: clamp" in words(app)
    assert not app.radio
    assert "Meet the outlets" in words(app)
    app.toggle(key="present").set_value(False).run()
    assert app.title[0].value == "Classroom"


def test_the_end_leads_on(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "classroom", present="true")
    while labelled(app, "Reveal") or not labelled(app, "What changes the result"):
        press(app, "Reveal" if labelled(app, "Reveal") else "Next")
    press(app, "What changes the result")
    assert labelled(app, "Count it in seven ways")


# -- another headline ----------------------------------------------------------------------------------


def test_a_headline_of_ones_own_is_read_beside_the_printed_one(
    demo: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(demo)
    app = opened(demo.path, monkeypatch, "classroom", step="Rewrite")
    printed = app.text_input(key=f"typed-{app.selectbox[1].value}").value
    assert "bias-aligned" not in "".join(one.value for one in app.get("html") if "<table" in one.value)
    query = dict(app.query_params)
    typed = "Corrupt regime tramples on the press <b>again</b>"
    app.text_input(key=f"typed-{app.selectbox[1].value}").set_value(typed)
    press(app, "See what the readings say")
    (table,) = [one.value for one in app.get("html") if "<table" in one.value]
    assert "“Corrupt regime”" in table
    assert "likely loaded" in table
    assert "&lt;b&gt;again&lt;/b&gt;" in table
    assert "<b>again" not in table
    assert "As printed" in table
    assert "Found in neither: scare quotes" in words(app)
    assert printed.split()[0] in table
    assert dict(app.query_params) == query, "nothing typed is in the link"
    assert files(demo) == before


def test_no_headline_is_asked_for(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "classroom", step="Rewrite")
    app.text_input(key=f"typed-{app.selectbox[1].value}").set_value("   ")
    press(app, "See what the readings say")
    assert "Type a headline" in app.info[0].value


# -- what changes a result -----------------------------------------------------------------------------


@pytest.mark.parametrize("contest", ["The government's side", "Loaded sentences"])
def test_a_class_votes_before_it_is_counted(
    contest: str, demo: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(demo.path, monkeypatch, "classroom", step="What changes it", contest=contest)
    assert not app.get("plotly_chart")
    press(app, "Count it in seven ways")
    said = words(app)
    assert "of 7 ways of counting" in said
    chart = app.get("plotly_chart")[0].proto
    assert "Within shared events" in chart.alt
    assert "difference from" in chart.alt
    first, second = app.selectbox(key="one").value, app.selectbox(key="other").value
    assert first != second
    app.selectbox(key="other").set_value(first).run()
    assert "two different outlets" in app.info[0].value


# -- states --------------------------------------------------------------------------------------------


def test_articles_that_wait_come_with_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    waiting = make_corpus(tmp_path / "waiting", articles=3, read=False)
    app = opened(waiting.path, monkeypatch, "classroom")
    assert "3 articles are here, not read yet" in app.info[0].value


def test_without_events_counting_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "lone", articles=60)
    app = opened(corpus.path, monkeypatch, "classroom")
    assert "No event is told by two outlets" in app.info[0].value
    app = opened(corpus.path, monkeypatch, "classroom", step="What changes it")
    press(app, "Count it in seven ways")
    assert "ways of counting" in words(app) or "No way of counting" in words(app)


def test_an_event_without_questions_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    titles = {"A": "Same", "B": "Same"}
    app = opened(told(tmp_path / "c", {"A": [], "B": []}, titles=titles).path, monkeypatch, "classroom")
    assert "carries no question" in app.info[0].value


def test_too_few_articles_for_counting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = told(tmp_path / "c", {"A": [MARRANT], "B": [ROOK]})
    app = opened(corpus.path, monkeypatch, "classroom", step="What changes it")
    assert "Two outlets with enough articles" in app.info[0].value


@pytest.mark.parametrize("present", ["false", "true"])
def test_names_from_outside_are_shown_as_text(
    present: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    evil = f"{EVIL} **bold** [l](javascript:alert(3)) $x$"
    heard = {f"A {evil}": [MARRANT] * 3, f"B {evil}": [MARRANT, RENKO], f"C {evil}": [ROOK]}
    titles = {outlet: f"{number} {evil}" for number, outlet in enumerate(heard)}
    corpus = told(tmp_path / "evil", heard, titles=titles)
    app = opened(corpus.path, monkeypatch, "classroom", present=present)
    if present == "true":
        press(app, "Next")
    while found := [one for one in app.button if one.label == "Reveal"]:
        found[0].click().run()
        assert not app.exception
        if present == "true":
            press(app, "Next")
    for element in (*app.markdown, *app.caption, *app.info, *app.header, *app.warning):
        assert "**bold**" not in element.value
        assert "](javascript" not in element.value
    for one in app.get("html"):
        assert one.value in (browser.BEGIN, browser.CLICKER) or "<script" not in one.value
        assert "<img" not in one.value
