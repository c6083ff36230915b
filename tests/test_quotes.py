from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bias.reading.text.quotations import find_quotes, quoted_mask

CASES = [
    ("He said “yes” twice.", [("“yes”", True, True)]),
    ('"We go," he said, "tomorrow."', [('"We go,"', True, True), ('"tomorrow."', True, True)]),
    ("«Nein», said she.", [("«Nein»", True, True)]),
    ("„Gut“, said she.", [("„Gut“", True, True)]),
    ("``Yes,'' he said.", [("``Yes,''", True, True)]),
    ("It's the ‘end of the world’, he said.", [("‘end of the world’", True, True)]),
    ("'We can't go,' he said. It's fine.", [("'We can't go,'", True, True)]),
    ("The boys' club met in '98.", []),
    ("He is 6'2 and it's the dogs' day.", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_marks_of_every_kind(text: str, wanted: list[tuple[str, bool, bool]]) -> None:
    assert [(q.span.slice(text), q.opened, q.closed) for q in find_quotes(text)] == wanted


def test_missing_opening_mark_reaches_back_to_the_sentence() -> None:
    text = "It rained. Putin lost his “special” influence,” noted Igor."
    outer, inner = find_quotes(text)
    assert (outer.span.slice(text), outer.opened) == ("Putin lost his “special” influence,”", False)
    assert inner.span.slice(text) == "“special”"


def test_missing_closing_mark_ends_with_its_sentence_when_another_quotation_opens() -> None:
    text = '"We go tomorrow. The rest is idle. "And then we come," he said.'
    first, second = find_quotes(text)
    assert (first.span.slice(text), first.closed) == ('"We go tomorrow.', False)
    assert second.span.slice(text) == '"And then we come,"'


def test_paragraphs_of_one_quotation_each_open() -> None:
    text = "“One starts here.\n\n“And ends here.” She left."
    first, second = find_quotes(text)
    assert not first.closed
    assert second.closed
    assert second.span.slice(text) == "“And ends here.”"


SPEECH = (
    'Here is what she said: "I will end with this. We came to the lake in May. "There were families. Some of '
    'them had lost a boat. "And the mayor stood up. He told us so." She sat down.'
)


def test_a_speech_whose_line_ends_were_lost_is_one_quotation_as_far_as_it_goes() -> None:
    masked = quoted_mask(SPEECH, find_quotes(SPEECH))
    assert masked[SPEECH.index("We came")]
    assert masked[SPEECH.index("Some of them")]
    assert masked[SPEECH.index("He told us")]
    assert not masked[SPEECH.index("She sat")]


def test_what_stands_between_two_quotations_of_lost_marks_is_no_speech() -> None:
    text = '"We go tomorrow. The mayor left at noon. "And then we come," he said.'
    assert not quoted_mask(text, find_quotes(text))[text.index("The mayor")]


def test_paragraphs_that_open_none_are_spoken_until_one_closes() -> None:
    text = "“I came here late.\n\nMy sister had the keys.\n\nWe never saw them again,” he said.\n\nIt rained."
    masked = quoted_mask(text, find_quotes(text))
    assert masked[text.index("My sister")]
    assert masked[text.index("We never")]
    assert not masked[text.index("he said")]
    assert not masked[text.index("It rained")]


def test_a_lost_mark_makes_no_speech_of_the_paragraphs_behind_it() -> None:
    text = "“The road is shut.\n\nThe mayor left at noon.\n\n“It was late,” the driver said."
    assert not quoted_mask(text, find_quotes(text))[text.index("The mayor")]


@given(st.text(alphabet="ab .,\n\"“”‘’'«»`„", max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    quotes = find_quotes(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in quotes)
    assert all("\n" not in q.span.slice(text) for q in quotes)
    assert len(quoted_mask(text, quotes)) == len(text)
