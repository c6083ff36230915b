"""Marked text: overlaps are right, stripping the tags gives the text back, nothing in it runs."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bias.compare.evidence.highlights import (
    PARTS,
    Highlight,
    around,
    excerpt_html,
    flat_spans,
    pieces,
    to_html,
)
from bias.model import Span


class Stripped(HTMLParser):
    """Collects text, and every tag and attribute on the way."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.depth = 0
        self.classes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))
        self.classes.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self.classes.pop()

    def handle_data(self, data: str) -> None:
        self.text += data


def stripped(markup: str) -> Stripped:
    parser = Stripped()
    parser.feed(str(markup))
    parser.close()
    return parser


nasty = st.text(alphabet=st.sampled_from("ab <>&\"'/\n“é😀ع*_`$:[](){}=script"), max_size=60)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Highlight]]:
    text = draw(nasty)
    ends = st.integers(0, len(text))
    marks = []
    for number in range(draw(st.integers(0, 5))):
        start, end = sorted((draw(ends), draw(ends)))
        if start < end:
            marks.append(Highlight(Span(start, end), draw(st.sampled_from(PARTS)), number, draw(nasty)))
    return text, marks


@given(marked_texts(), st.integers(0, 5))
def test_stripping_the_tags_gives_the_text_back(case: tuple[str, list[Highlight]], chosen: int) -> None:
    text, marks = case
    found = stripped(to_html(text, marks, chosen=chosen))
    assert found.text == text
    assert found.classes == [], "every tag is closed"
    assert {tag for tag, _ in found.tags} <= {"span"}
    assert {name for _, attrs in found.tags for name, _ in attrs} <= {"class", "title", "data-number"}


@given(marked_texts())
def test_each_letter_carries_the_marks_that_cover_it(case: tuple[str, list[Highlight]]) -> None:
    text, marks = case
    whole = Span(0, len(text))
    for piece in pieces(marks, whole):
        for at in range(piece.span.start, piece.span.end):
            assert set(piece.marks) == {m for m in marks if m.span.start <= at < m.span.end}
    assert "".join(piece.span.slice(text) for piece in pieces(marks, whole)) == text


def test_a_script_is_text() -> None:
    text = "<script>alert(1)</script> said “<img src=x onerror=alert(2)>”"
    markup = to_html(text, [Highlight(Span(0, 25), "source", 0, '"><script>alert(3)</script>')])
    assert "<script" not in markup
    assert "<img" not in markup
    assert [tag for tag, _ in stripped(markup).tags] == ["span"]
    assert stripped(markup).text == text


def test_parts_and_numbers() -> None:
    marks = [
        Highlight(Span(0, 5), "content", 0),
        Highlight(Span(6, 9), "source", 0),
        Highlight(Span(2, 9), "content", 1),
    ]
    found = stripped(to_html("Hello Bob.", marks, chosen=1))
    attributes = [dict(attrs) for _, attrs in found.tags]
    assert [a["class"] for a in attributes] == [
        "bias-content",
        "bias-content bias-chosen",
        "bias-content bias-chosen",
        "bias-source bias-content bias-chosen",
    ]
    assert [a.get("data-number") for a in attributes] == [None, None, None, "1,2"]


def test_an_excerpt_is_the_sentences_that_hold_the_marks() -> None:
    text = "One is here. Two <b>said</b> so. Three is there."
    sentences = [Span(0, 12), Span(13, 32), Span(33, 48)]
    markup = excerpt_html(text, [Highlight(Span(13, 16), "source", 0)], sentences)
    assert stripped(markup).text == "Two <b>said</b> so."


def test_a_long_quotation_keeps_its_ends() -> None:
    text = "Ann said: " + "word " * 400 + "end."
    marks = [Highlight(Span(0, 3), "source", 0), Highlight(Span(10, len(text)), "content", 0)]
    shown = stripped(excerpt_html(text, marks, [Span(0, len(text))])).text
    assert len(shown) < 500
    assert shown.startswith("Ann said: word")
    assert "[…]" in shown
    assert shown.endswith("end.")


def test_marks_outside_every_sentence_still_have_an_excerpt() -> None:
    assert around([Span(3, 5)], [], 10) == Span(3, 5)
    assert around([], [], 10) == Span(0, 10)


@pytest.mark.parametrize("flat", [None, [], [0, 3, 5, 9]])
def test_flat_spans(flat: list[int] | None) -> None:
    assert [(s.start, s.end) for s in flat_spans(flat)] == ([(0, 3), (5, 9)] if flat else [])
