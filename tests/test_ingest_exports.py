"""Exports of databases: each told by its shape, many articles a file, fields from where they stand."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
from made_files import FERRY, MEALS, page, pdf, rtf, word

from bias.ingest import Rejection, read_file
from bias.model import Article

FIELDS = ("outlet", "title", "published", "author", "section", "page", "edition", "length")


def read(folder: Path, content: str | bytes, name: str) -> list[Article]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    found = list(read_file(path))
    assert [one for one in found if isinstance(one, Rejection)] == []
    return [one for one in found if isinstance(one, Article)]


def told(article: Article) -> dict[str, object]:
    return {field: getattr(article, field) for field in FIELDS if getattr(article, field)}


def text(one: tuple[str, tuple[str, ...]]) -> str:
    return "\n\n".join(one[1])


NEXIS_UNI = f"""User Name: = Ann Reader
Date and Time: = Friday, March 20, 2020 4:51:00 PM GMT
Job Number: = 112233445
Documents (2)
1. {FERRY[0]}
Client/Matter: -None-
Search Terms: ferry and strike
2. {MEALS[0]}
Client/Matter: -None-
{FERRY[0]}
Varn Herald
March 4, 2019 Monday 9:20 AM GMT
Late Edition - Final

Copyright 2019 Varn Herald Ltd All Rights Reserved
Section:\xa0NEWS; Pg. A4
Length:\xa068 words
Byline:\xa0Nina Okafor and Tom Ferrand
Highlight: The crews are back.
Body

{text(FERRY)}

Graphic

PHOTO: A ferry
Load-Date:\xa0March 5, 2019
End of Document
{MEALS[0]}
The Island Post
5 March 2019

Copyright 2019 Island Post
Section: LOCAL
Length: 60 words
Body

{text(MEALS)}

Classification
Language: ENGLISH
Publication-Type: Newspaper
Load-Date: March 6, 2019
End of Document"""


def printed(lines: list[str]) -> list[list[tuple[float, float, float, str]]]:
    """Pages of 60 lines of equal distance: a head of short lines looks like a paragraph that wraps."""
    rows = [row for line in lines for row in textwrap.wrap(line.replace("\xa0", " "), 85) or [""]]
    pages = [rows[i : i + 60] for i in range(0, len(rows), 60)]
    return [[(50, 800 - 12 * i, 10, row) for i, row in enumerate(page) if row] for page in pages]


@pytest.mark.parametrize("ending", ["docx", "rtf", "txt", "html", "pdf"])
def test_nexis_uni_in_every_file_that_it_comes_in(tmp_path: Path, ending: str) -> None:
    lines = NEXIS_UNI.split("\n")
    made = {
        "docx": lambda: word(lines),
        "rtf": lambda: rtf(lines),
        "txt": lambda: NEXIS_UNI,
        "pdf": lambda: pdf(printed(lines)),
        "html": lambda: "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>",
    }[ending]
    ferry, meals = read(tmp_path, made(), f"a.{ending}")
    assert told(ferry) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04T09:20:00+00:00",
        "author": "Nina Okafor and Tom Ferrand", "section": "NEWS", "page": "A4",
        "edition": "Late Edition - Final", "length": 68,
    }  # fmt: skip
    assert told(meals) == {
        "outlet": "The Island Post", "title": MEALS[0], "published": "2019-03-05", "section": "LOCAL", "length": 60
    }  # fmt: skip
    assert (ferry.text, meals.text) == (text(FERRY), text(MEALS))
    assert ferry.methods["author"] == "Nexis: Byline"
    assert ferry.methods["format"].startswith("Nexis")


def classic(title: str, body: tuple[str, ...], number: int, outlet: str, day: str, labels: str) -> str:
    import textwrap

    wrapped = "\n\n".join(textwrap.fill(one, 76) for one in body)
    return (
        f"{number} of 2 DOCUMENTS".center(78) + f"\n\n\n{outlet.center(78)}\n\n{day.center(78)}\n"
        + f"{'Final Edition'.center(78)}\n\n{title}\n\n{labels}\n\n{wrapped}\n\n"
        "LOAD-DATE: March 5, 2019\n\nLANGUAGE: ENGLISH\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
        + f"{('Copyright 2019 ' + outlet).center(78)}\n{'All Rights Reserved'.center(78)}\n\n\n"
    )  # fmt: skip


def test_lexisnexis_classic_with_lines_that_wrap(tmp_path: Path) -> None:
    whole = classic(
        *FERRY,
        1,
        "Varn Herald",
        "March 4, 2019 Monday",
        "BYLINE: Nina Okafor\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 68 words",
    )
    whole += classic(
        *MEALS, 2, "The Island Post", "March 5, 2019 Tuesday", "SECTION: LOCAL\n\nLENGTH: 60 words"
    )
    ferry, meals = read(tmp_path, whole, "a.TXT")
    assert told(ferry) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04", "author": "Nina Okafor",
        "section": "NEWS", "page": "4", "edition": "Final Edition", "length": 68,
    }  # fmt: skip
    assert (ferry.text, meals.text) == (text(FERRY), text(MEALS))
    assert told(meals)["title"] == MEALS[0]


def test_nexis_in_german(tmp_path: Path) -> None:
    whole = f"""{FERRY[0]}
Varner Tageblatt
4. März 2019 Montag

Copyright 2019 Varner Tageblatt Alle Rechte vorbehalten
Rubrik: LOKALES; S. 12
Länge: 68 Wörter
Autor: Nina Okafor
Body

{text(FERRY)}

Update: 5. März 2019
Sprache: GERMAN; DEUTSCH
Ende des Dokuments
"""
    (article,) = read(tmp_path, whole, "a.txt")
    assert told(article) == {
        "outlet": "Varner Tageblatt", "title": FERRY[0], "published": "2019-03-04", "author": "Nina Okafor",
        "section": "LOKALES", "page": "12", "length": 68,
    }  # fmt: skip
    assert article.text == text(FERRY)
    assert article.language == "de"


def codes(title: str, body: tuple[str, ...], outlet: str, day: str) -> list[tuple[str, str]]:
    return [
        ("SE", "News"), ("HD", title), ("BY", "By Nina Okafor"), ("WC", "68 words"), ("PD", day),
        ("ET", "10:12"), ("SN", outlet), ("SC", "VARNH"), ("PG", "4"), ("LA", "English"),
        ("CY", f"(c) 2019 {outlet}"), ("LP", body[0]), ("TD", "\n\n".join(body[1:])),
        ("NS", "gcat : Political News"), ("AN", "Document VARNH00020190304ef3400001"),
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["txt", "docx", "html"])
def test_factiva_with_codes(tmp_path: Path, ending: str) -> None:
    both = [codes(*FERRY, "Varn Herald", "4 March 2019"), codes(*MEALS, "The Island Post", "5 March 2019")]
    if ending == "docx":
        content: str | bytes = word([], rows=[row for rows in both for row in rows])
    elif ending == "html":
        rows = "".join(
            f"<tr><td><b>{a}</b></td><td>{''.join(f'<p>{p}</p>' for p in b.split(chr(10) * 2))}</td></tr>"
            for one in both
            for a, b in one
        )
        content = f"<html><body><!-- Factiva --><table>{rows}</table></body></html>"
    else:
        content = "\n\n".join("\n".join(f"{a}  {b}" for a, b in rows) for rows in both)
    ferry, meals = read(tmp_path, content, f"a.{ending}")
    assert told(ferry) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04T10:12:00", "author": "Nina Okafor",
        "section": "News", "page": "4", "length": 68,
    }  # fmt: skip
    assert (ferry.text, meals.text) == (text(FERRY), text(MEALS))
    assert ferry.methods["outlet"] == "Factiva: SN"


@pytest.mark.parametrize("ending", ["txt", "rtf", "html"])
def test_factiva_without_codes(tmp_path: Path, ending: str) -> None:
    def one(title: str, body: tuple[str, ...], outlet: str, day: str, more: list[str]) -> list[str]:
        head = [
            title,
            "",
            "By Nina Okafor",
            "68 words",
            day,
            outlet,
            "VARNH",
            *more,
            "English",
            f"(c) 2019 {outlet}",
            "",
        ]
        return [*head, *"\n\n".join(body).split("\n"), "", "Document VARNH00020190304ef3400001", ""]

    lines = one(*FERRY, "Varn Herald", "4 March 2019", ["4", "Late edition"]) + one(
        *MEALS, "The Island Post", "5 March 2019", []
    )
    content: str | bytes = "\n".join(lines)
    if ending == "rtf":
        content = rtf(lines)
    elif ending == "html":
        content = (
            "<html><body><!-- Factiva -->"
            + "".join(f"<div>{line}</div>" if line else "<p></p>" for line in lines)
            + "</body></html>"
        )
    ferry, meals = read(tmp_path, content, f"a.{ending}")
    assert told(ferry) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04", "author": "Nina Okafor",
        "page": "4", "edition": "Late edition", "length": 68,
    }  # fmt: skip
    assert (ferry.text, meals.text) == (text(FERRY), text(MEALS))


def proquest(title: str, body: tuple[str, ...], number: int, outlet: str, day: str) -> str:
    whole = "\n\n".join(body)
    return f"""____________________________________________________________

Document {number} of 2

{title}

Author: Okafor, Nina

Publication info: {outlet} ; Varn [Varn]. {day}: 4.

https://search.proquest.example/docview/218{number}?accountid=1

Abstract: {body[0]}

Links: https://library.example/?url=1

Full text: {whole}

Subject: Ferries; Strikes;

Location: Varn

Title: {title}

Publication title: {outlet}; Varn

Pages: 4

Publication year: 2019

Publication date: {day}

Section: News

Publisher: {outlet} Ltd

Source type: Newspapers

Language of publication: English

ProQuest document ID: 218{number}

Document URL: https://search.proquest.example/docview/218{number}?accountid=1

Copyright: Copyright {outlet} {day}

Last updated: 2019-03-06

Database: European Newsstream

"""


def test_proquest(tmp_path: Path) -> None:
    whole = (
        "____________________________________________________________\n\nReport Information from ProQuest\n\n"
        + proquest(*FERRY, 1, "Varn Herald", "Mar 4, 2019")
        + proquest(*MEALS, 2, "The Island Post", "Mar 5, 2019")
    )
    ferry, meals = read(tmp_path, whole, "ProQuestDocuments-2019-03-07.txt")
    assert told(ferry) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04", "author": "Nina Okafor",
        "section": "News", "page": "4",
    }  # fmt: skip
    assert (ferry.text, meals.text) == (text(FERRY), text(MEALS))
    assert ferry.url == "https://search.proquest.example/docview/2181?accountid=1"


def test_a_record_of_proquest_without_its_text_is_told(tmp_path: Path) -> None:
    whole = proquest(*FERRY, 1, "Varn Herald", "Mar 4, 2019") + re.sub(
        r"(?s)Full text: .*?\n\nSubject", "Subject", proquest(*MEALS, 2, "The Island Post", "Mar 5, 2019")
    )
    path = tmp_path / "a.txt"
    path.write_text(whole, encoding="utf-8")
    first, second = read_file(path)
    assert isinstance(first, Article)
    assert isinstance(second, Rejection)
    assert (second.row, second.reason) == (2, "no full text: ProQuest has only data on it, or an abstract")


def test_europresse(tmp_path: Path) -> None:
    def one(title: str, body: tuple[str, ...], outlet: str, header: str) -> str:
        words = "".join(f"<p>{p}</p>" for p in body)
        return f"""<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">{outlet}</span></div>
        <span class="DocHeader">{header}</span>
        <div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>
        <div class="docAuthors">Nina Okafor</div></header><section><div class="docOcurrContainer">{words}</div></section>
        <footer><div class="publiC-lblNodoc">news·20190304·VH·123</div></footer></article>"""

    whole = f"<html><body>{one(*FERRY, 'Varn Herald', 'Politique, lundi 4 mars 2019 1 068 mots, p. 8')}{one(*MEALS, 'La Poste des îles', 'mardi 5 mars 2019')}</body></html>"
    ferry, meals = read(tmp_path, whole, "europresse.HTML")
    assert told(ferry) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04", "author": "Nina Okafor",
        "section": "Politique", "page": "8", "length": 1068,
    }  # fmt: skip
    assert (meals.outlet, meals.published, meals.text) == ("La Poste des îles", "2019-03-05", text(MEALS))


def test_wiso(tmp_path: Path) -> None:
    def one(number: int, title: str, body: tuple[str, ...], outlet: str, day: str) -> str:
        whole = "\n\n".join(body)
        return f"""{number}. {title}

{whole}

Quelle:      {outlet} vom {day}, Nr. 53, S. 4
ISSN:        1234-5678
Ressort:     Lokales
Dokumentnummer:  VH_20190304_{number}

Dauerhafte Adresse des Dokuments:
https://www.wiso-net.example/document/VH_20190304_{number}

Alle Rechte vorbehalten: (c) {outlet}

© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH

"""

    ferry, meals = read(
        tmp_path,
        one(1, *FERRY, "Varner Tageblatt", "04.03.2019") + one(2, *MEALS, "Inselpost", "05.03.2019"),
        "a.txt",
    )
    assert told(ferry) == {
        "outlet": "Varner Tageblatt", "title": FERRY[0], "published": "2019-03-04", "section": "Lokales", "page": "4"
    }  # fmt: skip
    assert (ferry.text, meals.text) == (text(FERRY), text(MEALS))
    assert (meals.outlet, meals.published) == ("Inselpost", "2019-03-05")


def test_pressreader(tmp_path: Path) -> None:
    whole = f"{FERRY[0]}\n\nVarn Herald · 4 Mar 2019 · By Nina Okafor\n\n{text(FERRY)}\n\nhttps://www.pressreader.com/varn/varn-herald/20190304/281552292123456\n"
    (article,) = read(tmp_path, whole, "a.txt")
    assert told(article) == {
        "outlet": "Varn Herald", "title": FERRY[0], "published": "2019-03-04", "author": "Nina Okafor"
    }  # fmt: skip
    assert article.text == text(FERRY)


def test_the_outlet_in_a_line_of_its_own_leaves_the_text_of_pressreader(tmp_path: Path) -> None:
    whole = f"{FERRY[0]}\n\nThe Varn Herald\n4 Mar 2019\n\n{text(FERRY)}\n\nhttps://www.pressreader.com/varn/the-varn-herald/20190304/28155\n"
    (article,) = read(tmp_path, whole, "a.txt")
    assert (article.outlet, article.text) == ("The Varn Herald", text(FERRY))


def test_ris_without_full_texts_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text(
        f"TY  - NEWS\nTI  - {FERRY[0]}\nJF  - Varn Herald\nDA  - 2019/03/04/\nAB  - {FERRY[1][0]}\nER  - \n",
        encoding="utf-8",
    )
    (found,) = read_file(path)
    assert isinstance(found, Rejection)
    assert "no full text" in found.reason


def test_a_page_that_speaks_of_a_database_stays_a_page(tmp_path: Path) -> None:
    paragraphs = (
        *FERRY[1],
        "The figures come from Factiva and LexisNexis, two databases of newspapers, the port said.",
    )
    (article,) = read(tmp_path, page(FERRY[0], paragraphs), "a.html")
    assert article.title == FERRY[0]
    assert "format" not in article.methods
