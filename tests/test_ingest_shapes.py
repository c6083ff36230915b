"""Tables and JSON of the programs that the field uses: each is read, or refused with what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_files import FERRY, MEALS, packed

from bias.ingest import Options, Rejection, read_file
from bias.model import Article

TEXT = "\n\n".join(FERRY[1])
URL = "https://www.varnherald.example/ferry"


def items(folder: Path, content: Any, name: str, **more: Any) -> list[Article | Rejection]:
    path = folder / name
    if not isinstance(content, (str, bytes)):
        content = json.dumps(content)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_file(path, **more))


def first(folder: Path, content: Any, name: str, **more: Any) -> Article:
    found = items(folder, content, name, **more)[0]
    assert isinstance(found, Article), found
    return found


GUARDIAN = {"response": {"status": "ok", "total": 1, "results": [{
    "id": "world/ferry", "type": "article", "sectionId": "world", "sectionName": "World news",
    "webPublicationDate": "2019-03-04T10:12:00Z", "webTitle": FERRY[0], "webUrl": URL, "apiUrl": "https://api.example/x",
    "fields": {"headline": FERRY[0], "byline": "Nina Okafor", "wordcount": "68", "bodyText": TEXT, "publication": "Varn Herald"},
}]}}  # fmt: skip
EVENT_REGISTRY = {"articles": {"page": 1, "totalResults": 1, "results": [{
    "uri": "123", "lang": "eng", "isDuplicate": False, "date": "2019-03-04", "time": "10:12:00",
    "dateTime": "2019-03-04T10:12:00Z", "dataType": "news", "url": URL, "title": FERRY[0], "body": TEXT,
    "source": {"uri": "varnherald.example", "dataType": "news", "title": "Varn Herald"},
    "authors": [{"uri": "nina@varnherald.example", "name": "Nina Okafor", "type": "author"}], "image": None,
}]}}  # fmt: skip
NEWS_PLEASE = {
    "authors": ["Nina Okafor"], "date_download": "2019-03-05 00:00:00", "date_modify": None,
    "date_publish": "2019-03-04 10:12:00", "description": FERRY[1][0], "filename": "x.json", "image_url": None,
    "language": "en", "localpath": None, "maintext": TEXT, "source_domain": "www.varnherald.example",
    "text": None, "title": FERRY[0], "title_page": None, "title_rss": None, "url": URL,
}  # fmt: skip
TRAFILATURA = {
    "title": FERRY[0], "author": "Nina Okafor", "hostname": "varnherald.example", "date": "2019-03-04",
    "fingerprint": "aa", "id": None, "license": None, "comments": "", "raw_text": TEXT.replace("\n\n", " "), "text": TEXT,
    "language": None, "image": None, "pagetype": "article", "source": URL, "source-hostname": "Varn Herald",
    "excerpt": FERRY[1][0], "categories": "", "tags": "",
}  # fmt: skip
MONGO = {
    "_id": {"$oid": "5c7d0000"}, "title": FERRY[0], "text": TEXT, "outlet": "Varn Herald", "author": "Nina Okafor",
    "published": {"$date": "2019-03-04T10:12:00Z"}, "url": URL,
}  # fmt: skip
NELA = {
    "id": "varn--2019", "date": "2019-03-04", "source": "varnherald", "title": FERRY[0], "content": TEXT,
    "author": "Nina Okafor", "url": URL, "published": "2019-03-04 10:12:00", "published_utc": 1551694320,
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "outlet"),
    [
        (GUARDIAN, "guardian.json", "Varn Herald"),
        (EVENT_REGISTRY, "er.json", "Varn Herald"),
        (NEWS_PLEASE, "np.json", "www.varnherald.example"),
        (json.dumps(NEWS_PLEASE) + "\n" + json.dumps(NEWS_PLEASE), "np.jsonl", "www.varnherald.example"),
        (TRAFILATURA, "trafilatura.json", "Varn Herald"),
        (json.dumps(MONGO), "mongo.jsonl", "Varn Herald"),
        ([MONGO], "mongo.json", "Varn Herald"),
        ([NELA], "nela.json", "varnherald"),
        (
            {"hits": {"total": 1, "hits": [{"_index": "news", "_id": "1", "_source": MONGO}]}},
            "es.json",
            "Varn Herald",
        ),
        (json.dumps({"_index": "news", "_source": MONGO}) + "\n", "es.jsonl", "Varn Herald"),
        ({"response": {"content": GUARDIAN["response"]["results"][0]}}, "guardian_one.json", "Varn Herald"),
        (
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Varn Herald",
                "items": [
                    {
                        "id": "1",
                        "url": URL,
                        "title": FERRY[0],
                        "content_html": "".join(f"<p>{p}</p>" for p in FERRY[1]),
                        "date_published": "2019-03-04T10:12:00Z",
                        "authors": [{"name": "Nina Okafor"}],
                    }
                ],
            },
            "feed.json",
            "Varn Herald",
        ),
        ([{"id": 1, "data": MONGO, "annotations": []}], "label_studio.json", "Varn Herald"),
    ],
)
def test_json_of_services_and_programs(tmp_path: Path, content: Any, name: str, outlet: str) -> None:
    article = first(tmp_path, content, name)
    assert (article.outlet, article.title, article.text) == (outlet, FERRY[0], TEXT)
    assert (article.published[:10], article.author, article.url) == ("2019-03-04", "Nina Okafor", URL)


XML = {
    "feed.xml": '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Varn Herald</title><entry><title>{title}</title>'
    '<link href="{url}"/><published>2019-03-04T10:12:00Z</published><author><name>Nina Okafor</name></author><content type="html">{html}</content></entry></feed>',
    "factiva.xml": '<?xml version="1.0"?><archiveDocs><archiveDoc><article><accessionNumber>X1</accessionNumber><byline><para>Nina Okafor</para></byline>'
    "<headline><headline><para>{title}</para></headline></headline><publicationDate><date>2019-03-04</date></publicationDate><sourceName>Varn Herald</sourceName>"
    "<webURL>{url}</webURL><leadParagraph><para>{lead}</para></leadParagraph><tailParagraphs>{tail}</tailParagraphs></article></archiveDoc></archiveDocs>",
    "trafilatura.xml": '<?xml version="1.0"?><doc sitename="Varn Herald" title="{title}" author="Nina Okafor" date="2019-03-04" url="{url}"><main>{ps}</main></doc>',
    "nitf.xml": '<?xml version="1.0"?><nitf><head><title>x</title></head><body><body.head><hedline><hl1>{title}</hl1></hedline><byline>Nina Okafor</byline>'
    "<distributor>Varn Herald</distributor><date>2019-03-04</date></body.head><body.content>{ps}</body.content></body></nitf>",
    "own.xml": '<?xml version="1.0"?><export><record><zeitung>Varn Herald</zeitung><titel>{title}</titel><datum>04.03.2019</datum><autor>Nina Okafor</autor>'
    "<link>{url}</link><text>{text}</text></record><record><zeitung>B</zeitung><titel>C</titel><datum>05.03.2019</datum><text>{text}</text></record></export>",
}  # fmt: skip


@pytest.mark.parametrize("name", XML)
def test_xml(tmp_path: Path, name: str) -> None:
    ps = "".join(f"<p>{one}</p>" for one in FERRY[1])
    html = ps.replace("<", "&lt;")
    tail = "".join(f"<para>{one}</para>" for one in FERRY[1][1:])
    content = XML[name].format(
        title=FERRY[0], url=URL, html=html, lead=FERRY[1][0], tail=tail, ps=ps, text=TEXT
    )
    article = first(tmp_path, content, name)
    assert (article.title, article.text, article.published[:10]) == (FERRY[0], TEXT, "2019-03-04")
    assert article.author == "Nina Okafor"
    assert article.outlet == "Varn Herald"


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        ({"articles": [{"url": URL, "title": FERRY[0], "seendate": "20190304T101200Z", "socialimage": "", "domain": "varnherald.example", "language": "English", "sourcecountry": "Varn"}]}, "gdelt.json", "a list of GDELT of addresses without texts"),
        ("id,indexed_date,language,media_name,media_url,publish_date,title,url\n1,2019-03-05,en,a,a,2019-03-04,T,u\n", "mc.csv", "a list of Media Cloud of addresses without texts"),
        ([{"title": FERRY[0], "url": URL, "content": f"{FERRY[1][0]} … [+1203 chars]"}], "newsapi.json", "a stub"),
        ([{"title": "[Removed]", "url": URL, "content": "[Removed]"}], "newsapi.json", "removed by the service"),
        ([{"title": "Before you continue", "text": "We and our 142 partners store and access cookies on your device. Accept all. Reject all."}], "a.json", "a consent wall"),
        ([{"title": "T", "text": "Just a sentence. Subscribe to continue reading."}], "a.json", "the stub before a paywall"),
        ([{"title": "Just a moment...", "text": "Checking your browser before you enter."}], "a.json", "a check for robots"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_as_what_it_is(
    tmp_path: Path, content: Any, name: str, reason: str
) -> None:
    (found,) = items(tmp_path, content, name)
    assert isinstance(found, Rejection)
    assert reason in found.reason


def test_files_of_statistics_programs(tmp_path: Path) -> None:
    import pyreadstat
    import rdata

    frame = pd.DataFrame(
        {"outlet": ["Varn Herald"], "title": [FERRY[0]], "date": ["2019-03-04"], "text": [TEXT]}
    )
    frame.to_stata(tmp_path / "a.dta", write_index=False, version=118, convert_strl=["text"])
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"))
    frame.to_feather(tmp_path / "a.feather")
    rdata.write_rds(tmp_path / "a.rds", frame.astype(object))
    rdata.write_rda(tmp_path / "a.RData", {"articles": frame.astype(object)})
    for name in ("a.dta", "a.sav", "a.feather", "a.rds", "a.RData"):
        (found,) = read_file(tmp_path / name)
        assert isinstance(found, Article), found
        assert (found.outlet, found.title, found.text) == ("Varn Herald", FERRY[0], TEXT)


def test_a_sheet_of_libreoffice(tmp_path: Path) -> None:
    rows = [["Zeitung", "Datum", "Titel", "Volltext"], ["Varn Herald", "2019-03-04", FERRY[0], "Some words."]]
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = f"<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name='A'>{cells}</table:table></office:spreadsheet></office:body></office:document-content>"
    book = packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})
    article = first(tmp_path, book, "a.ods")
    assert (article.outlet, article.published, article.text) == ("Varn Herald", "2019-03-04", "Some words.")


@pytest.mark.parametrize(
    "header",
    [
        "outlet,title,published,text",
        "Zeitung,Überschrift,Erscheinungsdatum,Volltext",
        "journal,titre,date de publication,texte",
        "medio,titular,fecha,texto",
        "testata,titolo,data,testo",
        "pubtitle,Title,pubdate,FullText",
    ],
)
def test_names_of_fields_in_five_languages(tmp_path: Path, header: str) -> None:
    article = first(tmp_path, f"{header}\nVarn Herald,Ferry,2019-03-04,Some words here.\n", "a.csv")
    assert (article.outlet, article.title, article.published, article.text) == (
        "Varn Herald",
        "Ferry",
        "2019-03-04",
        "Some words here.",
    )


@pytest.mark.parametrize(
    "above", ["sep=;\n", "Export of the archive\n\n", "Results;;;\nFound on;2019-03-05;;\n", ";;;\n"]
)
def test_titles_above_the_header(tmp_path: Path, above: str) -> None:
    found = items(
        tmp_path,
        f"{above}Outlet;Title;Date;Text\nVarn Herald;Ferry;2019-03-04;Some words, here.\nB;C;D;\n",
        "a.csv",
    )
    assert isinstance(found[0], Article)
    assert (found[0].outlet, found[0].text) == ("Varn Herald", "Some words, here.")
    lines = above.count("\n")
    assert isinstance(found[1], Rejection)
    assert (found[1].row, found[1].reason) == (lines + 3, "no text")


def test_macroman(tmp_path: Path) -> None:
    text = "“Größe” und «élan» für Müller’s café – naïve Straßen, über Öl, Äpfel"
    article = first(
        tmp_path,
        f"outlet,text\nVarn,{text}\n".replace(", ü", " ü").replace(", Ä", " Ä").encode("mac_roman"),
        "a.csv",
    )
    assert article.text.startswith("“Größe” und «élan»")


def test_entities_escapes_and_garbling_of_cells_are_undone_and_said(tmp_path: Path) -> None:
    rows = [
        {"text": "Ann &amp; Tom said &#8220;yes&#8221;.", "title": "A &amp; B"},
        {"text": 'Ann said \\"yes\\".\\n\\nTom left.\\nAda stayed.'},
        {"text": "He saidâ€” â€œyesâ€\ufffd in the cafÃ©."},
        {"text": "x < y and AT&T; nothing to mend \\n"},
    ]
    found = [one for one in items(tmp_path, rows, "a.json") if isinstance(one, Article)]
    assert [one.text for one in found] == [
        "Ann & Tom said “yes”.", 'Ann said "yes".\n\nTom left.\nAda stayed.', "He said— “yes” in the café.",
        "x < y and AT&T; nothing to mend \\n",
    ]  # fmt: skip
    assert found[0].title == "A & B"
    assert found[0].methods["text"] == "column text; entities resolved"


def test_the_order_of_dates_is_told_by_the_file_the_country_or_the_user(tmp_path: Path) -> None:
    row = "url,date,text\n{},03/04/2019,Some words here.\n"
    assert first(tmp_path, row.format("https://a.co.uk/x"), "a.csv").published == "2019-04-03"
    assert first(tmp_path, row.format("https://a.us/x"), "a.csv").published == "2019-03-04"
    asked = first(tmp_path, row.format("https://a.com/x"), "a.csv")
    assert (asked.published, asked.methods["published"]) == (
        "",
        "ambiguous, day or month first: '03/04/2019'",
    )
    assert (
        first(tmp_path, row.format("https://a.com/x"), "a.csv", options=Options(dates="dmy")).published
        == "2019-04-03"
    )
    assert (
        first(tmp_path, row.format("https://a.com/x"), "a.csv", options=Options(dates="mdy")).published
        == "2019-03-04"
    )


def test_a_quotation_mark_within_a_cell_costs_no_row(tmp_path: Path) -> None:
    found = items(
        tmp_path, 'outlet,text\nA,"He said ""no"". Then 5" of rain fell."\nB,"fine words here"\n', "a.csv"
    )
    assert [one.text for one in found if isinstance(one, Article)] == [
        'He said "no". Then 5" of rain fell.',
        "fine words here",
    ]


def test_a_table_of_html_under_the_name_of_excel(tmp_path: Path) -> None:
    cells = "".join(
        f"<tr><td>{'</td><td>'.join(row)}</td></tr>"
        for row in (("Outlet", "Title", "Text"), ("Varn Herald", FERRY[0], "Some words here."))
    )
    article = first(tmp_path, f"<html><body><table>{cells}</table></body></html>", "a.xls")
    assert (article.outlet, article.title, article.text) == ("Varn Herald", FERRY[0], "Some words here.")
    article = first(tmp_path, "Outlet\tTitle\tText\nVarn Herald\tFerry\tSome words here.\n", "b.xls")
    assert (article.outlet, article.text) == ("Varn Herald", "Some words here.")


def test_a_feed_of_many_outlets_names_none_of_them(tmp_path: Path) -> None:
    item = "<item><title>{}</title><link>https://{}/a</link><description>{}</description></item>"
    feed = "".join(
        item.format(title, host, " ".join(body))
        for (title, body), host in ((FERRY, "varnherald.example"), (MEALS, "islandpost.example"))
    )
    found = items(
        tmp_path,
        f"<?xml version='1.0'?><rss><channel><title>All the news</title>{feed}</channel></rss>",
        "a.rss",
    )
    assert [one.outlet for one in found if isinstance(one, Article)] == [
        "varnherald.example",
        "islandpost.example",
    ]
