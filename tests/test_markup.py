"""Every maker of HTML: what others wrote comes out as text, and the tags stay those of the template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pandas as pd
import pytest
from jinja2 import UndefinedError
from made import make_corpus
from markupsafe import Markup

import bias
from bias.api import OpenCorpus
from bias.compare import Lesson, Proof, Question
from bias.compare.evidence.highlights import Highlight, excerpt_html, to_html
from bias.compare.stories.lesson import Headline, Met
from bias.markup import fragment, render
from bias.model import Span
from bias.show.outputs import bundle
from bias.show.outputs.worksheet import worksheet
from bias.show.widgets import parts

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(2)>",
    "a \"b\" 'c' & d &amp; e",
    '" onmouseover="alert(3)',
    "' onmouseover='alert(4)",
    "{{ 7 * 7 }} {% raw %} {# gone #}",
    "</span></div></td></table></style></title></main>",
    "javascript:alert(5)",
)


class Parsed(HTMLParser):
    """The tags with the names of their attributes, and all that is said: text and values of attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.said: list[str] = [""]
        self.feed(str(markup))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.said += [*(value or "" for _, value in attrs), ""]

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}",))
        self.said.append("")

    def handle_data(self, data: str) -> None:
        self.said[-1] += data


def marked(words: str) -> Markup:
    return to_html(words, [Highlight(Span(0, len(words)), "content", 0, words)])


def question(words: str) -> Question:
    return Question(
        key=words, kind="loudest", asks=words, shown=marked(words), options=(words,), hints=(words,),
        right=words, why=words, sure=words, counts=((words,), (words,)),
        evidence=(Proof(words, words, words, words, words, marked(words)),),
    )  # fmt: skip


def lesson(words: str) -> str:
    headlines = tuple(Headline(letter, words, words, words, words) for letter in "AB")
    met = (Met(words, words, words, 2),)
    return worksheet(Lesson(words, words, (words,), (words, words), met, headlines, (question(words),)))


# Each makes HTML of words that somebody else wrote, and says how often they are in it at least.
FRAGMENTS: dict[str, tuple[Callable[[str], str], int]] = {
    "marked": (marked, 2),
    "unmarked": (lambda words: to_html(words, ()), 1),
    "excerpt": (lambda words: excerpt_html(words, [Highlight(Span(0, len(words)), "word", 0, words)], ()), 2),
    "opening": (lambda words: fragment("text", "opening", words, words), 2),
    "changed": (lambda words: fragment("text", "changed", [("del", words), ("", words), ("ins", words)]), 3),
    "words": (lambda words: fragment("dashboard", "words", words, "bias-lead", words), 2),
    "marked words": (lambda words: fragment("dashboard", "words", marked(words), "bias-text", "en"), 2),
    "title": (lambda words: fragment("dashboard", "title", words, words), 2),
    "address": (lambda words: fragment("dashboard", "address", f"https://a.example/{words}", words), 2),
    "quotes": (lambda words: fragment("dashboard", "quotes", (marked(words), words)), 3),
    "table": (lambda words: parts.table_html(pd.DataFrame({words: [words], "B": [words]})), 3),
    "statements": (
        lambda words: fragment(
            "dashboard", "statements", [words, "B"], [(words, words, [(words, words), (None, "")])]
        ),
        5,
    ),
    "headlines": (
        lambda words: fragment("dashboard", "headlines", marked(words), words, [(words, words, words)]),
        6,
    ),
    "table of a page": (lambda words: bundle.table_html(pd.DataFrame({words: [words]})), 2),
    "worksheet": (lesson, 26),
}


@pytest.mark.parametrize("words", EVIL)
@pytest.mark.parametrize("maker", FRAGMENTS)
def test_what_others_wrote_is_text(maker: str, words: str) -> None:
    make, times = FRAGMENTS[maker]
    found, harmless = Parsed(make(words)), Parsed(make("harmless"))
    assert found.tags == harmless.tags
    assert sum(said.count(words) for said in found.said) >= times
    assert [said.replace(words, "harmless") for said in found.said] == harmless.said


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    return bias.open_corpus(make_corpus(tmp_path_factory.mktemp("markup") / "corpus", articles=12).path)


@pytest.mark.parametrize("words", EVIL)
def test_on_the_page_of_a_figure_too(opened: OpenCorpus, words: str) -> None:
    card, origin = opened.sourcing("direct"), opened.origin()

    def made(words: str) -> Parsed:
        table = card.table.assign(Outlet=words)
        said = dict.fromkeys(("title", "finding", "alt", "formula", "source", "notes"), words)
        return Parsed(bundle.page(replace(card, table=table, **said), replace(origin, corpus=words)).decode())

    found, harmless = made(words), made("harmless")
    assert [tag for tag, *_ in found.tags] == [tag for tag, *_ in harmless.tags]
    assert sum(said.count(words) for said in found.said) >= 8


def test_a_value_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        fragment("dashboard", "title", "Only one")
    with pytest.raises(UndefinedError):
        render("worksheet")


def test_white_space_of_a_text_stays_as_it_was() -> None:
    text = "  One.\n\n  Two & three.  \n"
    marks = [Highlight(Span(2, 6), "source", 0), Highlight(Span(6, 12), "content", 0)]
    expected = (
        '  <span class="bias-source">One.</span><span class="bias-content" data-number="1">\n\n  Tw</span>'
        "o &amp; three.  \n"
    )
    assert to_html(text, marks) == expected
    assert f">{expected}</div>" in fragment("dashboard", "words", to_html(text, marks), "bias-text", "en")
