"""Dirty text is read as clean text is, and its spans lie in the text that the user has."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections.abc import Callable
from functools import cache

import pytest
from conftest import ROOT

from bias.model import Article, Attribution, Span
from bias.reading.reader import read
from bias.reading.text.normalise import normalise

SLOPPY = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256)}


def wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(paragraph, 70) for paragraph in text.split("\n\n"))


def mojibake(text: str) -> str:
    return "".join(SLOPPY[byte] for byte in curly(text).encode())


def entities(text: str) -> str:
    return "".join(f"&#{ord(sign)};" if ord(sign) > 127 else html.escape(sign) for sign in curly(text))


def soft_hyphens(text: str) -> str:
    return re.sub(r"(?<=\w{4})(?=\w{3})", "\u00ad", text).replace(", ", ",\u200b ")


def blanks(text: str) -> str:
    text = re.sub(r"(?<=[.?!”]) ", "  ", text).replace("\n\n", "  \n\t\n ")
    return re.sub(r" (of|to|and|a) ", " \\1\u00a0", text)


def curly(text: str) -> str:
    return re.sub(r"\"(?=\w)", "“", text).replace('"', "”").replace("'", "’")


WAYS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "hard-wrapped": (wrapped, str),
    "mojibake": (mojibake, curly),
    "entities": (entities, curly),
    "soft hyphens": (soft_hyphens, str),
    "blanks": (blanks, str),
}


@cache
def own_texts() -> tuple[str, ...]:
    lines = (ROOT / "data" / "gold" / "attribution.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line)["text"] for line in lines[:10])


def article(text: str, title: str = "") -> Article:
    return Article("a", "The Lantern", title, text, language="en")


def words(spans: tuple[Span, ...], text: str) -> str:
    """The words of the spans, with all that the five ways add taken away."""
    joined = " ".join(span.slice(text) for span in spans)
    if "â€" in joined or "Ã" in joined:
        joined = bytes(next(b for b, s in SLOPPY.items() if s == sign) for sign in joined).decode()
    joined = html.unescape(joined).replace("\u00ad", "").replace("\u200b", "").replace("’", "'")
    return " ".join(re.findall(r"[\w']+", joined))


def triple(one: Attribution, text: str) -> tuple[str, str, str]:
    return words(one.source, text), words(one.cue, text), words(one.content, text)


@cache
def clean_triples(number: int, change: Callable[[str], str]) -> list[tuple[str, str, str]]:
    text = change(own_texts()[number])
    return [triple(one, text) for one in read(article(text)).attributions]


@pytest.mark.parametrize("way", WAYS)
def test_reads_dirty_text_as_clean_text(way: str) -> None:
    dirty, clean = WAYS[way]
    found = total = 0
    for number, text in enumerate(own_texts()):
        wanted = clean_triples(number, clean)
        got = [triple(one, dirty(text)) for one in read(article(dirty(text))).attributions]
        total += len(wanted)
        found += sum(one in got for one in wanted)
    assert total > 90
    assert found >= 0.95 * total


@pytest.mark.parametrize("text", own_texts())
def test_clean_text_is_read_as_it_stands(text: str) -> None:
    assert normalise(text) is None
    assert normalise(curly(text)) is None


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("â€œWe knew,â€\x9d she said. â€œItâ€™s over.â€\x9d", "“We knew,” she said. “It’s over.”"),
        ("â€œWe knew,â€� she said, â€œand leftâ€ at 9.", "“We knew,” she said, “and left” at 9."),
        ("Ã¢â‚¬Å“NoÃ¢â‚¬Â\x9d, said JosÃƒÂ©.", "“No”, said José."),
        ("The cafÃ© charged Â£4 and 20Â €.", "The café charged £4 and 20 €."),
        ("‚ÄúNo,‚Äù said Ana. ‚ÄúItís Ana‚Äôs.‚Äù", "“No,” said Ana. “Itís Ana’s.”"),
        ("&quot;No,&quot; said the AT&amp;T clerk&#8217;s aide&#x2014;", '"No," said the AT&T clerk’s aide—'),
        ("&amp;ldquo;No,&amp;rdquo; she&nbsp;said. R&D; stays.", "“No,” she said. R&D; stays."),
        ("<p>She said <b>no</b>.</p><p>He left.<br/>Fine.</p>", "\nShe said no.\n\nHe left.\nFine.\n"),
        ("She said no.\\n\\nHe left.\\r\\nFine.", "She said no.\n\nHe left.\nFine."),
        ("The go\u00advern\u00adment\u200b said\ufeff no.", "The government said no."),
        ("She\u00a0said\t\tno.  He\u2009left. \r\n\r\n  Fine.", "She said no. He left.\n\nFine."),
        ("Half a \ud83d sign.", "Half a \ufffd sign."),
    ],
)  # fmt: skip
def test_cleans(given: str, clean: str) -> None:
    done = normalise(given)
    assert done is not None
    assert done.text == clean
    for start in range(len(clean)):
        span = done.given(Span(start, start + 1))
        assert 0 <= span.start < span.end <= len(given)
        if clean[start] in "kgSfiNz":
            assert span.slice(given) == clean[start]


@pytest.mark.parametrize("text", ["\ud800Cti", "“a\udfff,” said Ann Keld. She was reckless."])
def test_what_once_failed_is_read(text: str) -> None:
    """Found by benchmarks/fuzz_reading.py."""
    assert read(Article("1", "The Lantern", text, text, language="en")).article.text == text


@pytest.mark.parametrize(
    "text",
    [
        "VOILÀ” was all. The CAFÉ… closed at 5 < 6 and P&O; sailed.",
        "\n".join(f"The minister said on day {day} that the bridge was open." for day in range(20)),
        "\n\n".join(f"{who} left the town. Nobody asked why." for who in ("Ana", "Tom", "Ida", "Leo", "Mia")),
        "What is known\nThe mayor has gone.\nWhat is not\nWhether she knew of it.\nWho she is\nA lawyer.",
        "- bread and salt\n- milk\n- a very long thing to buy on a Monday\n- eggs and butter for all",
        "Q: Did you know?\nA: I knew of the plan, and I said so.\nQ: When?\nA: In May, when it came out.",
        "She wrote:\nred is the field\nand grey is the sea\nand long is the road",
        "A list of towns\nVarn in the north and all its islands, with 4,000 people\nArdle\nHallmere\nOss",
    ],
)
def test_leaves_alone(text: str) -> None:
    assert normalise(text) is None


def test_joins_wrapped_lines_and_leaves_paragraphs_headings_and_lists() -> None:
    paragraphs = [
        "The night ferry between Hallmere and Ardle Bay will make its final crossing in October, ending a "
        "service that has run since 1931 and that the well-known shipping line never wanted to give up.",
        "What happens next",
        "Tamara Quist, who runs a bakery near the quay, said she would lose a third of her trade, and that "
        "nobody had asked the people of the island whether they could live without a boat at night.",
        "- The last boat sails at nine.",
        "- Tickets are sold until eight.",
        "“You call it a ferry,” she said. “We call it the road to the rest of the world, and you are closing "
        "it because nobody in the ministry has ever had to take it.”",
    ]
    single = "\n".join(textwrap.fill(paragraph, 68) for paragraph in paragraphs)
    done = normalise(single)
    assert done is not None
    assert done.text == "\n".join(paragraphs)


def test_spans_of_title_and_text_lie_in_each() -> None:
    text = (
        "&quot;The plan is a disgrace,&quot; said\u00a0the mayor, Ana Silva.  "
        "The so-called &quot;fix&quot; failed."
    )
    title = "Mayor&#8217;s so-called &quot;fix&quot; is a disgraceful\u00a0sham"
    reading = read(article(text, title))
    assert reading.article.text == text
    assert reading.article.title == title
    said = reading.attributions[0]
    assert [span.slice(text) for span in said.source] == ["the mayor, Ana Silva"]
    assert said.content[0].slice(text).startswith("&quot;The plan is")
    assert said.speaker == "Ana Silva"
    clean = read(article(html.unescape(text).replace("\u00a0", " ").replace("  ", " "), html.unescape(title)))
    assert [w.kind for w in reading.wordings] == [w.kind for w in clean.wordings]
    for one in reading.wordings:
        assert one.span.slice(title if one.headline else text).strip("&quot; “”")
    headlines = [one.span.slice(title) for one in reading.wordings if one.headline]
    assert any("fix" in words for words in headlines)
