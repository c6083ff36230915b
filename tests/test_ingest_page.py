"""Web pages: what is found in them, how well, and that no page stops the program."""

from __future__ import annotations

import gzip
import json
import os
import threading
import time
from datetime import date
from pathlib import Path

import pytest
from page_score import page_f1

from bias.ingest import Rejection, fields, from_html, read_file
from bias.ingest.files.sandbox import Sandbox, SandboxError
from bias.ingest.pages import heads, page
from bias.model import Article

BODY = "".join(
    f"<p>The bridge at Varn will reopen in month {i}, the minister Karel Voss said on Monday, and nobody "
    "needs to worry about its cables, which engineers have tested one by one since the spring.</p>"
    for i in range(8)
)
PAGE = f"""<html lang="en"><head><title>Bridge reopens | Radio Varn</title>
<meta property="og:site_name" content="Radio Varn">
<meta property="article:published_time" content="2026-02-09T10:12:00Z">
<meta name="author" content="Ann Lee">
<link rel="canonical" href="https://varn.example/2026/bridge"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Bridge reopens</h1>{BODY}
<p>Read more: Ferry fares to rise in June</p>
</article><footer>Copyright</footer></body></html>"""


def hang(_: bytes, argument: str) -> str:
    time.sleep(float(argument))
    return "awake"


def crash(_: bytes, argument: str) -> str:
    os._exit(int(argument))


def echo(payload: bytes, argument: str) -> str:
    print("noise between the frames")
    if argument == "raise":
        raise ValueError("bad page")
    return f"{os.getpid()} {len(payload)} {argument}"


def test_a_page_tells_its_fields_and_how_they_were_found() -> None:
    article = from_html(PAGE)
    assert isinstance(article, Article)
    assert (article.title, article.author, article.published) == ("Bridge reopens", "Ann Lee", "2026-02-09")
    assert (article.outlet, article.url) == ("varn.example", "https://varn.example/2026/bridge")
    assert article.text.count("\n\n") == 7
    assert "Ferry" not in article.text
    assert article.methods["published"] == "htmldate"
    assert article.methods["outlet"] == "url domain"
    assert article.methods["url"] == "canonical link"
    assert set(article.methods) == {"text", "title", "author", "published", "url", "outlet", "id"}


def test_the_callers_url_comes_first_and_ids_are_stable() -> None:
    first, second = (from_html(PAGE.encode(), url="https://other.example/a") for _ in range(2))
    assert isinstance(first, Article)
    assert (first.outlet, first.methods["url"]) == ("other.example", "given")
    assert first == second


def test_site_name_where_no_url_is_known() -> None:
    article = from_html(PAGE.replace("canonical", "other"))
    assert isinstance(article, Article)
    assert (article.outlet, article.methods["outlet"]) == ("Radio Varn", "site name")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_encodings_of_pages(encoding: str) -> None:
    article = from_html(PAGE.replace("Karel Voss", "Käthe Voß").encode(encoding))
    assert isinstance(article, Article)
    assert "Käthe Voß" in article.text


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty page"),
        (" \n", "empty page"),
        ("<html></html>", "no article text"),
        (b"\x00\x01\x02" * 999, "no article text"),
        ("<p>" + "word " * 2_400_000, "more than 10 MB"),
    ],
)
def test_pages_that_give_nothing(html: str | bytes, reason: str) -> None:
    found = from_html(html)
    assert isinstance(found, Rejection)
    assert reason in found.reason
    assert len(found.record) <= 2000


@pytest.mark.parametrize(
    "html",
    [
        "<html><body>" + "<div>" * 200_000 + "hello " * 50,
        "<html><body><p " + " ".join(f'a{i}="x"' for i in range(100_000)) + ">hello</p></body></html>",
        '<script type="application/ld+json">' + "[" * 100_000 + "]" * 100_000 + "</script>" + PAGE,
        PAGE.replace("Varn", "\ud800"),
        PAGE.encode().replace(b"Varn", b"\x00\xe9"),
        "<table>" * 5_000 + "x",
    ],
    ids=["deep", "attributes", "ld+json", "surrogate", "nul and latin", "tables"],
)
def test_hostile_pages_come_back_in_time(html: str | bytes) -> None:
    started = time.monotonic()
    found = from_html(html)
    assert time.monotonic() - started < page.SECONDS + 5
    assert isinstance(found, (Article, Rejection))
    assert isinstance(from_html(PAGE), Article)  # the next page is read as ever


def test_a_forked_child_leaves_the_parents_process_alone() -> None:
    assert isinstance(from_html(PAGE), Article)
    child = os.fork()
    if child == 0:
        os._exit(0 if isinstance(from_html(PAGE), Article) else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert isinstance(from_html(PAGE), Article)


def test_a_call_that_hangs_is_killed_and_the_next_one_served() -> None:
    sandbox = Sandbox(__name__, "hang")
    started = time.monotonic()
    with pytest.raises(SandboxError, match=r"took longer than 0.3 s"):
        sandbox.call(b"", "60", seconds=0.3)
    assert time.monotonic() - started < 30
    assert sandbox.call(b"", "0", seconds=20) == "awake"
    sandbox.close()


def test_a_crash_is_an_error_and_idleness_is_none() -> None:
    sandbox = Sandbox(__name__, "crash")
    with pytest.raises(SandboxError, match=r"crashed .exit status 7"):
        sandbox.call(b"", "7", seconds=20)
    with pytest.raises(SandboxError, match="ended twice"):
        sandbox.call(b"", "0", seconds=20)
    sandbox.close()


def test_the_process_stays_and_threads_take_turns() -> None:
    sandbox = Sandbox(__name__, "echo")
    replies: list[str] = []
    threads = [
        threading.Thread(
            target=lambda i=i: replies.append(sandbox.call(b"x" * i * 100_000, str(i), seconds=30))
        )
        for i in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pytest.raises(SandboxError, match="ValueError: bad page"):
        sandbox.call(b"", "raise", seconds=20)
    assert {reply.split()[0] for reply in replies} == {sandbox.call(b"", "", seconds=20).split()[0]}
    assert sorted(reply.split(maxsplit=1)[1] for reply in replies) == [f"{i * 100_000} {i}" for i in range(6)]
    sandbox.close()


def test_a_page_that_hangs_is_a_rejection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sandbox = Sandbox(__name__, "hang")
    monkeypatch.setattr(page, "_sandbox", sandbox)
    monkeypatch.setattr(
        sandbox, "call", lambda payload, url, seconds: Sandbox.call(sandbox, b"", "60", seconds=0.2)
    )
    (tmp_path / "a.html").write_text(PAGE)
    (found,) = read_file(tmp_path / "a.html")
    assert isinstance(found, Rejection)
    assert "was stopped" in found.reason
    sandbox.close()


def test_page_files(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    (tmp_path / "big.htm").write_bytes(b"<p>" + b"word " * 2_400_000)
    assert isinstance(next(read_file(tmp_path / "a.html.gz")), Article)
    (found,) = read_file(tmp_path / "big.htm")
    assert isinstance(found, Rejection)
    assert (found.path, found.row) == (str(tmp_path / "big.htm"), None)


def test_the_score_of_pages() -> None:
    gold = {"a": "one two three four five", "b": "six seven"}
    assert page_f1(gold, gold) == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    half = page_f1({"a": "one two three four", "b": ""}, gold)
    assert half == pytest.approx({"precision": 1.0, "recall": 0.25, "f1": 0.4})
    assert page_f1({"a": "", "b": ""}, gold)["f1"] == 0
    with pytest.raises(ValueError, match="different pages"):
        page_f1({"a": ""}, gold)


def test_real_pages_reach_the_floor(shared: Path) -> None:
    folder = shared / "data/real/pages"
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    found = {}
    for name, told in gold.items():
        article = from_html(gzip.decompress((folder / f"{name}.html.gz").read_bytes()), url=told["url"])
        found[name] = article.text if isinstance(article, Article) else ""
    scores = page_f1(found, {name: told["articleBody"] for name, told in gold.items()})
    assert scores["f1"] >= 0.97


def test_titles_dates_and_authors_of_real_pages_are_those_of_their_own_data(shared: Path) -> None:
    """Measured against what pages say in JSON-LD, where they do: a title and a day that a reader would find."""
    from lxml import html

    folder = shared / "data/real/pages"
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    right: dict[str, list[bool]] = {"title": [], "published": [], "author": []}
    for name, told in gold.items():
        content = gzip.decompress((folder / f"{name}.html.gz").read_bytes())
        article = from_html(content, url=told["url"])
        root = html.document_fromstring(content.decode("utf-8", "replace"))
        nodes = [node for node in heads._json_ld(root) if heads._is_article(node) and node.get("headline")]
        if not nodes or not isinstance(article, Article):
            continue
        node = nodes[0]
        headings = {
            heads._letters(heads._name(node["headline"])),
            *map(heads._letters, heads.head_of(root).headings),
        }
        right["title"].append(heads._letters(article.title) in headings)
        day, _ = fields.published(str(node.get("datePublished") or ""), "")
        if day:
            right["published"].append(abs_days(article.published[:10], day[:10]) <= 1)  # the zone may differ
        if people := [
            one["name"]
            for one in heads._listed(node.get("author"))
            if isinstance(one, dict) and one.get("name")
        ]:
            words = {word.strip(".,").casefold() for one in people for word in str(one).split()}
            said = [word.strip(".,;").casefold() for word in article.author.split()]
            right["author"].append(set(said) <= words)
    shares = {field: sum(values) / len(values) for field, values in right.items()}
    assert shares["title"] >= 0.9, shares
    assert shares["published"] >= 0.95, shares
    assert shares["author"] >= 0.9, shares


def abs_days(one: str, other: str) -> int:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return 999
