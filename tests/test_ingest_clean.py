"""Pasted pages: what is the article, what is the page around it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bias.errors import BadInputError
from bias.ingest import from_text
from bias.ingest.pages import bylines, unwrap
from bias.ingest.pages.clean import breadcrumb, clean

CASES = Path(__file__).parent / "cases" / "pages.txt"


@dataclass
class Page:
    name: str
    told: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def cases() -> list[Page]:
    pages: list[Page] = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            pages.append(Page(line[3:]))
        elif pages and line[:2] in ("+ ", "- ", "= "):
            pages[-1].lines.append(line[2:])
            pages[-1].kept += [line[2:].strip(" •")] if line[0] == "+" else []
        elif pages and ": " in line:
            name, value = line.split(": ", 1)
            pages[-1].told[name] = value
        elif pages:
            pages[-1].lines.append("")
    return pages


@pytest.mark.parametrize("page", cases(), ids=lambda page: page.name)
def test_the_article_stays_and_the_page_around_it_goes(page: Page) -> None:
    cleaned = clean("\n".join(page.lines))
    assert cleaned.text.split("\n\n") == page.kept
    found = {"title": cleaned.title, "author": cleaned.author, "published": cleaned.published}
    assert {name: value for name, value in found.items() if value} == page.told


def test_methods_tell_what_was_dropped_and_how_fields_were_found() -> None:
    article = from_text(
        "Storm floods town\nBy Jane Doe\n\nWater stood high in the town on Friday.\n\nShare\n"
    )
    assert article.author == "Jane Doe"
    assert article.methods == {
        "title": "headline", "author": "byline", "text": "paste rules, 3 lines dropped", "id": "hash",
    }  # fmt: skip


def test_a_page_that_is_all_furniture_is_kept_as_it_is() -> None:
    assert from_text("Advertisement\n\nLeave a comment").text == "Advertisement\n\nLeave a comment"


def test_hard_wrapped_lines_become_paragraphs() -> None:
    text = (
        "The harbour of Tarn was shut on Monday after the waves of a storm broke\n"
        "the outer wall, its master said.  He called the wall a disgrace and the\n"
        "ministry that was to mend it asleep, and asked the captains of the ferry\n"
        "to stay away.\n\n"
        "“We live with it,” said the engineer who had warned of cracks in the well-\n"
        "known wall last year in a report that the town hall kept in a drawer.\n"
    )
    first, second = unwrap.paragraphs(text)
    assert first.replace("  ", " ") == " ".join(text.split("\n\n")[0].split())
    assert "in the well-known wall" in second


@pytest.mark.parametrize("blank", ["\x1f", "\u2003", "\u200b", "\u200b\x1f", "\xa0"])
def test_a_line_of_any_blanks_parts_paragraphs(blank: str) -> None:
    line = "The ferry to the island stayed in port on Monday"
    assert unwrap.paragraphs(f"{line}\n{line}.\n{blank}\n{line}\n{line}.") == unwrap.paragraphs(
        f"{line}\n{line}.\n\n{line}\n{line}."
    )


def test_short_lines_below_each_other_are_not_joined() -> None:
    assert unwrap.paragraphs("Home\nNews\nSport\n\nOne.\nTwo.") == ["Home", "News", "Sport", "One.", "Two."]


@pytest.mark.parametrize(
    "line",
    [
        "By Friday, officials said the toll had risen",
        "By any measure",
        "By élan alone",
        "By The Numbers",
        "3 dead",
    ],
)
def test_no_byline(line: str) -> None:
    assert bylines.read(line) is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By JANE DOE", "JANE DOE"),
        ("By Łucja Żarska and Željko Pavić", "Łucja Żarska and Željko Pavić"),
        ("By Đỗ Minh", "Đỗ Minh"),
        ("by alex", "alex"),
        ("By The Associated Press", "The Associated Press"),
        ("By Jane Doe, BBC News", "Jane Doe"),
        ("Written by Jane van der Berg", "Jane van der Berg"),
    ],
)
def test_byline(line: str, author: str) -> None:
    found = bylines.read(line)
    assert found is not None
    assert found.author == author


def test_a_sentence_with_slashes_is_no_breadcrumb() -> None:
    assert breadcrumb("He said either / or was no choice.") == ""
    assert breadcrumb("Home / World / Ferry strike enters third week") == "Ferry strike enters third week"


def test_front_matter_leaves_the_body_as_it_is() -> None:
    text = "Outlet: Radio Varn\nTitle: Ferry: a strike\nPublished: 2026-02-09\n"
    text += "URL: https://varn.example/a\n\nShare\n\nBy me\n"
    article = from_text(text)
    assert (article.outlet, article.title, article.published) == (
        "Radio Varn",
        "Ferry: a strike",
        "2026-02-09",
    )
    assert (article.text, article.url, article.author) == ("Share\n\nBy me", "https://varn.example/a", "")
    assert article.methods["outlet"] == "front matter"


def test_a_source_in_the_front_matter_is_an_outlet_or_an_address() -> None:
    named = from_text("Title: Ferry strike\nSource: Radio Varn\nDate: 9 February 2026\n\nThe ferry sank.")
    assert (named.outlet, named.url) == ("Radio Varn", "")
    head = "title: Ferry\nsource: https://varn.example/a\nsite: Radio Varn"
    linked = from_text(f"---\n{head}\n---\nThe ferry sank.")
    assert (linked.outlet, linked.url) == ("Radio Varn", "https://varn.example/a")


HEAD = "Ferry strike enters its third week\n\n{}\n\n9 February 2026\n\n{}"
BODY = "The ferries of Varn stayed in port for a third week on Monday, and the islands ran short of bread."


@pytest.mark.parametrize(
    ("above", "outlet", "author"),
    [
        ("Jane Doe", "", "Jane Doe"),
        ("The Varn Herald", "The Varn Herald", ""),
        ("Varn Herald", "Varn Herald", "Jane Doe"),
    ],
)
def test_a_name_above_the_date_is_the_author_or_the_outlet(above: str, outlet: str, author: str) -> None:
    signed = f"By Jane Doe\n\n{BODY}" if outlet and author else BODY
    article = from_text(HEAD.format(above, signed))
    assert (article.outlet, article.author, article.text) == (outlet, author, BODY)


def test_front_matter_with_a_date_that_is_none_says_so() -> None:
    article = from_text("Title: Ferry\nDate: 31/31/2020\n\nThe ferry sank.")
    assert article.published == ""
    assert article.methods["published"] == "unreadable: '31/31/2020'"


def test_an_empty_text_is_an_error_that_names_it() -> None:
    with pytest.raises(BadInputError, match=r"note\.txt: no text"):
        from_text(" \n ", name="note.txt")


def test_windows_line_ends() -> None:
    assert from_text("Outlet: A\r\nTitle: B\r\n\r\nOne.\r\n\r\nTwo.\r\n").text == "One.\n\nTwo."


def test_the_first_article_of_all(shared: Path) -> None:
    page = (shared / "data/real/000_99b57faa821c6e20.txt").read_text(encoding="utf-8")
    lines = [line.strip().removeprefix("•").strip() for line in page.splitlines() if line.strip()]
    furniture = {0, 1, 2, 3, 9, len(lines) - 2, len(lines) - 1}
    assert lines[9].endswith("watch video")
    article = from_text(page)
    assert article.text.split("\n\n") == [line for i, line in enumerate(lines) if i not in furniture]
    assert (article.title, article.author, article.published) == (lines[1], "alex", "")


def test_a_page_made_of_a_real_article_gives_its_title_author_and_paragraphs(shared: Path) -> None:
    wrong = lost = paragraphs = 0
    for line in (shared / "data/real/polnear_articles.jsonl").read_text(encoding="utf-8").splitlines()[:300]:
        row = json.loads(line)
        title = row["title"].strip()
        page = f"Home » News » {title}\n\n{title}\n\nby alex\n\n{row['text']}\n\nShare\n\nLeave a Comment"
        cleaned = clean(page)
        wrong += (cleaned.title, cleaned.author) != (title, "alex")
        sentences = [p for p in row["text"].split("\n") if len(p.split()) > 12 and p.strip().endswith(".")]
        paragraphs += len(sentences)
        lost += sum(p.strip() not in cleaned.text for p in sentences)
    assert wrong == 0
    assert paragraphs > 3000
    assert lost <= paragraphs / 1000
