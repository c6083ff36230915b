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


@given(st.text(alphabet="ab .,\n\"“”‘’'«»`„", max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    quotes = find_quotes(text)
    assert all(0 <= q.span.start < q.span.end <= len(text) for q in quotes)
    assert all("\n" not in q.span.slice(text) for q in quotes)
    assert len(quoted_mask(text, quotes)) == len(text)
