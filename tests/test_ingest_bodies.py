"""Pages that lose text or are no article: bodies in boxes, live pages, lists, fronts; titles, authors, dates."""

from __future__ import annotations

from typing import Any

import pytest
from made_files import FERRY, MEALS, page

from bias.ingest import Rejection, from_html, from_text
from bias.ingest.pages import heads
from bias.model import Article

TEXT = "\n\n".join(FERRY[1])


def read(html: str, **more: Any) -> Article:
    found = from_html(html, **more)
    assert isinstance(found, Article), found
    return found


def whole(body: str, *, title: str = FERRY[0], head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def paragraphs(lines: Any) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def test_a_body_in_several_boxes_is_whole() -> None:
    ad = '<div class="ad"><p>Advertisement</p></div><aside class="newsletter"><p>Sign up for our newsletter about the sea today.</p></aside>'
    boxes = [FERRY[1][:2], FERRY[1][2:], MEALS[1][:2], MEALS[1][2:]]
    body = ad.join(f'<div class="body__inner-container">{paragraphs(box)}</div>' for box in boxes)
    article = read(
        whole(
            f'<main><h1>{FERRY[0]}</h1><div class="grid"><div class="article__body">{body}</div></div></main>'
        )
    )
    assert article.text == "\n\n".join([*FERRY[1], *MEALS[1]])


def test_the_entries_of_a_live_page_keep_their_times() -> None:
    entries = "".join(
        f'<div class="entry"><time>{time}</time><h3>{head}</h3><p>{text}</p></div>'
        for time, head, text in (
            ("5 minutes ago", "Crews return", FERRY[1][0]), ("11:42", "Union speaks", FERRY[1][1]),
            ("11:30 am", "Minister reacts", FERRY[1][2]), ("Yesterday, 18:10", "Hotels", FERRY[1][3]),
        )
    )  # fmt: skip
    article = read(whole(f"<main><article><h1>{FERRY[0]}</h1>{entries}</article></main>"))
    assert article.text.split("\n\n")[:4] == ["5 minutes ago", "Crews return", FERRY[1][0], "11:42"]
    assert article.methods["text"] == "entries of a live page, with their times"


def test_a_front_is_refused() -> None:
    teasers = "".join(
        f'<div class="teaser"><h2><a href="/{i}">Headline number {i} about the ferries</a></h2><p>{line}</p></div>'
        for i, line in enumerate([*FERRY[1], *MEALS[1]])
    )
    found = from_html(whole(teasers, title="News"))
    assert isinstance(found, Rejection)
    assert found.reason.startswith("no article but a front")
    below = whole(
        f"<article><h1>{FERRY[0]}</h1>{paragraphs([*FERRY[1], *MEALS[1]])}</article><section>{teasers}</section>"
    )
    assert read(below).title == FERRY[0]


def test_an_article_that_is_a_list_of_links_keeps_them() -> None:
    items = "".join(f'<li><a href="/{i}">{line}</a></li>' for i, line in enumerate(MEALS[1]))
    article = read(
        whole(
            f"<article><h1>{FERRY[0]}</h1>{paragraphs(FERRY[1])}<ul>{items}</ul>{paragraphs(['The list grows every week, and readers send what is missing.'])}</article>"
        )
    )
    assert all(line in article.text for line in (*FERRY[1], *MEALS[1]))


@pytest.mark.parametrize(
    ("document", "heading", "head"),
    [
        (f"{FERRY[0]} | Varn Herald", FERRY[0], ""),
        (f"Varn Herald | {FERRY[0]}", FERRY[0], ""),
        (f"Opinion | {FERRY[0]}", FERRY[0], ""),
        (f"{FERRY[0]} - Island News", FERRY[0], ""),
        (f"{FERRY[0]} - Varn Herald", "", '<meta property="og:site_name" content="Varn Herald">'),
        (FERRY[0], FERRY[0], '<meta property="og:title" content="Varn Herald | ' + FERRY[0] + '">'),
    ],
)  # fmt: skip
def test_titles_come_without_the_name_of_the_site(document: str, heading: str, head: str) -> None:
    body = f"<article>{f'<h1>{heading}</h1>' if heading else ''}{paragraphs(FERRY[1])}</article>"
    assert read(whole(body, title=document, head=head)).title == FERRY[0]


@pytest.mark.parametrize(
    ("found", "authors"),
    [
        ("Nina Okafor; Tom Ferrand", "Nina Okafor; Tom Ferrand"),
        ("Nina Okafor; Tom Ferrand Monday; November", "Nina Okafor; Tom Ferrand"),
        ("Varn Herald; Nina Okafor", "Nina Okafor"),
        ("Troy Fenn; Troy L. Fenn; varnherald com", "Troy Fenn"),
        ("Text Nina Okafor", "Nina Okafor"),
        ("Admin", ""),
        ("TOM FERRAND, AP Auto Writer", "Tom Ferrand"),
        ("Herald wire services Published", "Herald wire services"),
        ("Reuters", "Reuters"),
        ("Nina Okafor and Tom Ferrand", "Nina Okafor; Tom Ferrand"),
    ],
)  # fmt: skip
def test_authors_are_people_or_agencies(found: str, authors: str) -> None:
    assert heads.authors(found, heads.Head(bodies=("Varn Herald",)), "varnherald.example") == authors


def test_persons_of_the_pages_own_data_are_its_authors() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "author": [{"@type": "Person", "name": "Nina Okafor"}, {"@type": "Organization", "name": "Varn Media"}]}</script>'
    article = read(page(FERRY[0], FERRY[1], head=f'{data}<meta name="author" content="Varn Media; Nina">'))
    assert article.author == "Nina Okafor"


def test_a_visible_date_whose_order_nobody_tells_is_not_guessed() -> None:
    body = f'<article><h1>{FERRY[0]}</h1><div class="date">03/04/2019</div>{paragraphs(FERRY[1])}</article>'
    article = read(whole(body))
    assert (article.published, article.methods["published"]) == (
        "",
        "ambiguous, day or month first: '03/04/2019'",
    )
    assert read(whole(body), url="https://varnherald.co.uk/a").published == "2019-04-03"
    assert (
        read(whole(body.replace("</h1>", "</h1><time datetime='2019-03-04'></time>"))).published
        == "2019-03-04"
    )


def test_one_outlet_has_one_name_through_its_several_doors() -> None:
    names = {
        read(page(FERRY[0], FERRY[1]), url=f"https://{door}varnherald.example/a").outlet
        for door in ("", "www.", "m.", "edition.", "amp.", "www.m.")
    }
    assert names == {"varnherald.example"}


def test_an_advertisement_above_a_pasted_page_is_no_title() -> None:
    pasted = f"Home\nNews\nSave 50% off your first box today, only for readers\n{FERRY[0]}\nBy Nina Okafor\n4 March 2019\n\n{TEXT}"
    article = from_text(pasted)
    assert (article.title, article.author, article.published) == (FERRY[0], "Nina Okafor", "2019-03-04")
    assert from_text(f"Storm warning\n\n{TEXT}").title == "Storm warning"
