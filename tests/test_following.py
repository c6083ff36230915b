"""Feeds of all kinds, hostile ones among them: each article once, no hang, no forbidden request."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from feed_servers import Answer, Web, packed_bomb, page, rss
from typer.testing import CliRunner

from bias import cli
from bias.corpus import Corpus, add_items, remove
from bias.errors import BadInputError
from bias.ingest import following, ledger
from bias.ingest.feeds import parsing
from bias.ingest.following import Fetched, Into, follow

XML = "application/xml"
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12))
    + '{more}]><rss version="2.0"><channel><title>&m;{use}</title></channel></rss>'
)
ENTITIES = LAUGHS.format(more="", use="")
OUTSIDE = LAUGHS.format(more='<!ENTITY x SYSTEM "{url}">', use="&x;")


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SECONDS", 3.0)


def into(corpus: Corpus) -> Into:
    def store(items: Sequence[following.Item]) -> None:
        add_items(corpus, items, paths=["feeds"])

    return Into(corpus.path, corpus.article_ids, corpus.urls, store)


def run(corpus: Corpus, web: Web, *feeds: str, seconds: float = 1.0) -> Fetched:
    return follow(feeds, into(corpus), fetcher=web.fetcher(seconds=seconds))


def wall(web: Web, host: str, *numbers: int, path: str = "/wall") -> list[str]:
    """Pages with an article each."""
    return [web.put(host, f"{path}/{n}", Answer(page(host.title(), n))) for n in numbers]


def titles(corpus: Corpus) -> list[str]:
    return sorted(corpus.query("select title from articles")["title"])


# -- kinds of feeds ------------------------------------------------------------------------------------


def atom(links: Sequence[str]) -> str:
    entries = "".join(
        f"<entry><title type='html'>Wall &amp;amp; pier</title><link href='{one}'/><id>{one}</id>"
        f"<updated>2026-02-09T08:00:00Z</updated><author><name>Mira Sand</name></author></entry>"
        for one in links
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>An Atom</title>{entries}</feed>'


def json_feed(links: Sequence[str]) -> str:
    items = [{"id": one, "url": one, "title": "Wall", "authors": [{"name": "Mira Sand"}]} for one in links]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "A JSON", "items": items})


def news_sitemap(links: Sequence[str]) -> str:
    urls = "".join(
        f"<url><loc>{one}</loc><news:news>"
        "<news:publication><news:name>Wall Post</news:name></news:publication>"
        f"<news:publication_date>2026-02-09</news:publication_date><news:title>Wall</news:title></news:news></url>"
        for one in links
    )
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    )


@pytest.mark.parametrize(
    ("make", "title"),
    [(rss, "A feed"), (atom, "An Atom"), (json_feed, "A JSON"), (news_sitemap, "Wall Post")],
)
def test_every_kind_of_feed_gives_its_articles(corpus: Corpus, web: Web, make, title: str) -> None:
    feed = web.put("quell.example", "/feed", Answer(make(wall(web, "quell.example", 1, 2)), XML))
    told = run(corpus, web, feed)
    assert (told.feeds, told.troubles, told.found) == (1, [], 2)
    assert titles(corpus) == [f"Quell.Example repairs its wall, part {n}" for n in (1, 2)]
    (row,) = following.followed(corpus.path)
    assert (row.title, row.articles, row.waiting, row.rejected, row.trouble) == (title, 2, 0, 0, "")
    assert row.answered.startswith("20")
    found = corpus.query("select outlet, url, methods from articles order by url").iloc[0]
    assert found["outlet"] == "quell.example"
    assert found["url"] == web.url("quell.example", "/wall/1")
    assert json.loads(found["methods"])["feed"] == feed


def test_what_a_feed_tells_counts_where_the_page_is_silent(corpus: Corpus, web: Web) -> None:
    silent = page("Quell", 1).replace("article:published_time", "x").replace("<title>", "<title hidden>")
    link = web.put("quell.example", "/1", Answer(silent))
    run(corpus, web, web.put("quell.example", "/feed", Answer(atom([link]), XML)))
    (row,) = corpus.query("select author, methods from articles").to_dict("records")
    assert row["author"] == "Mira Sand"
    assert json.loads(row["methods"])["author"] == "feed"


def test_lists_of_feeds_lead_on(corpus: Corpus, web: Web, tmp_path: Path) -> None:
    """An index of sitemaps, a page that names its feed, an OPML file, a text with addresses."""
    maps = [
        web.put(f"{name}.example", "/news.xml", Answer(news_sitemap(wall(web, f"{name}.example", 1)), XML))
        for name in ("quell", "varn")
    ]
    locs = "".join(f"<sitemap><loc>{one}</loc></sitemap>" for one in maps)
    index = web.put("quell.example", "/index.xml", Answer(f"<sitemapindex>{locs}</sitemapindex>", XML))
    feed = web.put("loravel.example", "/feed", Answer(rss(wall(web, "loravel.example", 1)), XML))
    head = "<link rel=alternate type='application/rss+xml' href='/feed'>"
    front = web.put("loravel.example", "/", Answer(page("Loravel", 9, head=head)))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body><outline><outline xmlUrl="{index}"/></outline></body></opml>')
    listed = tmp_path / "more.txt"
    listed.write_text(f"# the third\n{front}\nnot an address\n")
    given = following.addresses_in([str(opml), str(listed)])
    assert given == [index, front]
    assert run(corpus, web, *given).troubles == []
    assert len(titles(corpus)) == 3
    assert [row.articles for row in following.followed(corpus.path)] == [2, 1]
    assert web.asked[feed.split(str(web.port))[1]] == 0
    wall_2 = wall(web, "varn.example", 2)
    web.put("varn.example", "/news.xml", Answer(news_sitemap(wall_2), XML))
    assert run(corpus, web).found == 1


def test_an_unchanged_feed_is_not_read_again(corpus: Corpus, web: Web) -> None:
    answer = Answer(rss(wall(web, "quell.example", 1)), XML, etag='"one"')
    feed = web.put("quell.example", "/feed", answer)
    assert run(corpus, web, feed).unchanged == 0
    assert run(corpus, web).unchanged == 1
    assert web.given[-1]["If-None-Match"] == '"one"'
    assert web.asked["quell.example/wall/1"] == 1


def test_what_is_here_already_is_not_fetched(corpus: Corpus, web: Web) -> None:
    """Under another address, from another feed, after it was removed."""
    (link,) = wall(web, "quell.example", 1)
    moved = web.put("short.example", "/x", Answer(status=301, headers={"Location": link}))
    feed = web.put(
        "quell.example", "/feed", Answer(rss([link, f"{link}?utm_source=rss", f"{link}#top"]), XML)
    )
    other = web.put("short.example", "/feed", Answer(rss([moved]), XML))
    run(corpus, web, feed)
    assert web.asked["quell.example/wall/1"] == 1
    assert run(corpus, web, other).known == 1
    remove(corpus, corpus.article_ids())
    run(corpus, web)
    assert titles(corpus) == []


def test_a_list_of_addresses_is_fetched(corpus: Corpus, web: Web, tmp_path: Path) -> None:
    links = wall(web, "quell.example", 1, 2)
    listed = tmp_path / "stories.csv"
    listed.write_text(f'id,title,url,day\n1,Wall,{links[0]},2026-02-09\n2,"Wall, two","{links[1]}",x\n')
    gone = web.url("quell.example", "/gone")
    given = [*following.addresses_in([str(listed)]), gone]
    assert given[:2] == links
    told = following.fetch(given, into(corpus), fetcher=web.fetcher())
    assert (told.found, len(titles(corpus))) == (3, 2)
    assert list(corpus.rejected()["reason"]) == ["quell.example answered 404: not found"]
    told = following.fetch(given, into(corpus), fetcher=web.fetcher())
    assert (told.known, told.found) == (2, 1), "what gave nothing is tried again, since it was asked for"


def test_what_fails_waits_for_the_next_run_five_times(corpus: Corpus, web: Web) -> None:
    link = web.put("quell.example", "/1", Answer(status=503))
    feed = web.put("quell.example", "/feed", Answer(rss([link]), XML))
    for n in range(1, 6):
        told = run(corpus, web, feed)
        assert len(told.later) == (n < 5)
    assert list(corpus.rejected()["reason"]) == ["quell.example answered 503"]
    assert run(corpus, web).later == []


def test_a_feed_that_asks_for_rest_is_left_alone(corpus: Corpus, web: Web) -> None:
    feed = web.put("quell.example", "/feed", Answer(status=429, headers={"Retry-After": "3600"}))
    for _ in range(2):
        assert "asks to be left alone until" in run(corpus, web, feed).troubles[0][1]
    assert web.asked["quell.example/feed"] == 1


def test_a_feed_can_be_dropped(corpus: Corpus, web: Web) -> None:
    feed = web.put("quell.example", "/feed", Answer(rss(wall(web, "quell.example", 1)), XML))
    run(corpus, web, feed)
    following.drop([feed], into(corpus))
    assert following.followed(corpus.path) == []
    assert run(corpus, web).feeds == 0
    with pytest.raises(BadInputError, match="is not followed"):
        following.drop([feed], into(corpus))


@pytest.mark.parametrize("given", ["quell.example/feed", "no/such/file.opml", "ftp://quell.example/"])
def test_what_is_no_address_is_told(given: str) -> None:
    with pytest.raises(BadInputError, match="https://"):
        following.addresses_in([given])


# -- the commands --------------------------------------------------------------------------------------


def command(web: Web, monkeypatch: pytest.MonkeyPatch, *arguments: object, code: int = 0) -> str:
    """What a command says whose fetcher is the test's."""
    monkeypatch.setattr(cli, "_fetcher", lambda contact: web.fetcher())
    result = CliRunner().invoke(cli.app, [str(one) for one in arguments])
    assert result.exit_code == code, result.output
    return result.output


def test_follow_reads_what_is_new(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "corpus"
    feed = web.put("quell.example", "/feed", Answer(rss(wall(web, "quell.example", 1)), XML))
    bad = web.put("varn.example", "/feed", Answer(status=404))
    said = command(web, monkeypatch, "follow", folder, feed, bad, "--workers", 1)
    assert "2 feeds asked, 0 unchanged." in said
    assert f"{bad}: varn.example answered 404: not found" in said
    assert "1 article added, 0 already there, 0 rejected." in said
    assert Corpus(folder).state() == {"read": 1}
    web.put("quell.example", "/feed", Answer(rss(wall(web, "quell.example", 1, 2)), XML))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.time, "sleep", sleep)
    monkeypatch.setattr(cli, "_analyse", lambda corpus, workers: None)  # it takes some seconds
    said = command(web, monkeypatch, "follow", folder, "--every", 30, code=130)
    assert "1 article added" in said
    assert (slept, Corpus(folder).state()) == ([1800], {"read": 1, "waiting": 1})
    command(web, monkeypatch, "follow", folder, feed, bad, "--drop")
    assert "follows no feeds" in command(web, monkeypatch, "follow", folder, code=1)


def test_fetch_says_what_came_and_what_did_not(
    tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, listed = tmp_path / "corpus", tmp_path / "urls.txt"
    inside = f"http://127.0.0.1:{web.port}/admin"
    listed.write_text("\n".join([*wall(web, "quell.example", 1), inside]))
    said = command(web, monkeypatch, "fetch", folder, listed)
    assert "1 article added, 0 already there, 1 rejected." in said
    assert f"{inside}: 127.0.0.1 leads to 127.0.0.1" in said
    assert "nothing fetched" in command(web, monkeypatch, "fetch", tmp_path / "other", inside, code=1)
    assert web.forbidden == []


def test_one_process_fetches_for_a_corpus(corpus: Corpus, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    with ledger.opened(corpus.path, set):
        said = command(web, monkeypatch, "fetch", corpus.path, "https://quell.example/", code=1)
    assert "another process fetches for this corpus" in " ".join(said.split())


# -- hostile ones --------------------------------------------------------------------------------------


def evil_title() -> str:
    return (
        "<![CDATA[<b>Wall</b> <script>alert(1)</script><img src=x onerror=alert(2)>]]>"
        "&amp;lt;i&amp;gt;news&amp;lt;/i&amp;gt; \u202egnp.exe"
    )


def endless() -> Iterator[bytes]:
    yield b'<?xml version="1.0"?><rss version="2.0"><channel>'
    while True:
        yield b"<item><title>more</title></item>" * 2_000


def drip() -> Iterator[bytes]:
    while True:
        time.sleep(0.05)
        yield b"<"


def hostile(web: Web) -> dict[str, str]:
    """Feeds that mean harm or are broken, and what is to be said of each."""
    port = web.port

    def redirect(goal: str) -> Answer:
        return Answer(status=302, headers={"Location": goal})

    made: dict[str, tuple[Answer, str]] = {
        "slow": (Answer(pieces=drip), "took longer"),
        "silent": (Answer(pieces=lambda: (time.sleep(5) or b"" for _ in range(1))), "took longer"),
        "endless": (Answer(pieces=endless), "sends more than"),
        "huge": (Answer(b"x" * 21_000_000), "sends more than 20 MB"),
        "packed": (Answer(packed_bomb(30_000_000), headers={"Content-Encoding": "gzip"}), "sends more than 20 MB"),
        "sitemap": (Answer(packed_bomb(30_000_000), "application/gzip"), "no feed"),
        "loop": (redirect("/feed"), "more than 5 redirects"),
        "inside": (redirect(f"http://127.0.0.1:{port}/admin"), "not a public server"),
        "metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "not a public server"),
        "rebound": (Answer("x"), "not a public server"),
        "odd": (redirect(f"http://2130706433:{port}/"), "odd spelling"),
        "laughs": (Answer(ENTITIES, XML), "entities"),
        "laughs16": (Answer(ENTITIES.encode("utf-16"), XML), "no feed"),
        "outside": (Answer(OUTSIDE.replace("{url}", f"http://127.0.0.1:{port}/x"), XML), "entities"),
        "path": (Answer("/etc/passwd", "text/plain"), "no feed"),
        "address": (Answer(f"http://127.0.0.1:{port}/feed", "text/plain"), "no feed"),
        "deep": (Answer("<a>" * 500_000, XML), "no feed"),
        "deepjson": (Answer("[" * 500_000, XML), "no feed"),
        "page": (Answer("<!doctype html><title>Wall</title><p>No feed here.", "text/html"), "no feed"),
        "empty": (Answer("", XML), "an empty answer"),
        "binary": (Answer(bytes(range(256)) * 40, XML), "no feed"),
        "gone": (Answer(status=410), "answered 410"),
        "closed": (Answer(status=401), "answered 401"),
    }  # fmt: skip
    for name, (answer, _) in made.items():
        web.put(f"{name}.example", "/feed", answer)
    return {web.url(f"{name}.example", "/feed"): why for name, (_, why) in made.items()}


def friendly(web: Web) -> list[str]:
    """Feeds that are odd and give articles all the same: two of each of eight outlets."""
    port, feeds = web.port, []
    for name in ("plain", "latin", "wrong", "titles", "links", "bom", "cut", "big"):
        host = f"{name}.example"
        links = wall(web, host, 1, 2)
        body: str | bytes = rss(links, title="Größe & Wall")
        kind = XML
        if name == "latin":
            body = rss(links, title="Größe").replace("?>", " encoding='iso-8859-1'?>", 1).encode("latin-1")
        elif name == "wrong":
            body, kind = rss(links, title="Größe").encode("utf-8"), f"{XML}; charset=us-ascii"
        elif name == "titles":
            body = rss(links).replace("A feed", evil_title()).replace("Wall 0", evil_title())
        elif name == "links":
            inside = [f"http://127.0.0.1:{port}/a", "http://169.254.169.254/", "javascript:alert(1)",
                      "file:///etc/passwd\x1b[2J", "http://[::1]/", "http://a@127.0.0.1/", "http://localhost/"]  # fmt: skip
            body = rss([*links, *inside])
        elif name == "bom":
            body = rss(links).replace("?>", " encoding='utf-16'?>", 1).encode("utf-16")
        elif name == "cut":
            body = rss(links).split("</channel>")[0]
        elif name == "big":
            body = rss([*links, *[links[0] + f"?utm_source={n}" for n in range(3_000)]])
        feeds.append(web.put(host, "/feed", Answer(body, kind)))
    return feeds


def test_thirty_feeds_with_hostile_ones_among_them(corpus: Corpus, web: Web) -> None:
    bad, good = hostile(web), friendly(web)
    assert len(bad) + len(good) >= 30
    begun = time.monotonic()
    fetcher = web.fetcher(seconds=1.0, rebound_example="127.0.0.1")
    told = follow([*bad, *good], into(corpus), fetcher=fetcher)
    assert time.monotonic() - begun < 25
    assert web.forbidden == []
    troubles = dict(told.troubles)
    assert {url: troubles.get(url, "") for url, why in bad.items() if why not in troubles.get(url, "")} == {}
    assert set(troubles) - set(bad) == {web.url("big.example", "/feed")}
    assert len(titles(corpus)) == len(set(titles(corpus))) == 16
    rows = {row.feed: row for row in following.followed(corpus.path)}
    assert [rows[feed].articles for feed in good] == [2] * 8
    assert rows[web.url("links.example", "/feed")].rejected == 7
    names = {rows[web.url(f"{name}.example", "/feed")].title for name in ("latin", "plain", "wrong")}
    assert names <= {"Größe", "Größe & Wall"}
    assert rows[web.url("titles.example", "/feed")].title == "Wall news gnp.exe"
    asked = web.asked.copy()
    following.drop(bad, into(corpus))
    again = run(corpus, web)
    assert (again.feeds, again.found) == (8, 0)
    assert len(titles(corpus)) == 16
    pages = [where for where in asked if "/wall/" in where]
    assert {where: web.asked[where] for where in pages} == dict.fromkeys(pages, 1)


def test_hostile_pages_stop_nothing(corpus: Corpus, web: Web) -> None:
    made = {
        "pdf": Answer(b"%PDF-1.7", "application/pdf"),
        "slow": Answer(pieces=drip),
        "inside": Answer(status=302, headers={"Location": f"http://127.0.0.1:{web.port}/"}),
        "nested": Answer("<div>" * 200_000 + "wall"),
        "big": Answer(b"<p>wall" * 2_000_000),
        "none": Answer("<p>Hi"),
        "charset": Answer(page("Quell", 3).encode("utf-16"), "text/html; charset=x-unknown"),
        "codec": Answer(page("Varn", 4) + "x" * 3_000_000, "text/html; charset=punycode"),
    }
    links = [web.put(f"{name}.example", "/1", answer) for name, answer in made.items()]
    good = wall(web, "quell.example", 1)
    told = run(corpus, web, web.put("quell.example", "/feed", Answer(rss([*links, *good]), XML)), seconds=0.5)
    assert {"Quell.Example repairs its wall, part 1", "Varn repairs its wall, part 4"} <= set(titles(corpus))
    assert web.forbidden == []
    assert [url for url, _ in told.later] == [web.url("slow.example", "/1")]
    reasons = dict(zip(corpus.rejected()["path"], corpus.rejected()["reason"], strict=True))
    assert "no web page but application/pdf" in reasons[links[0]]
    assert "not a public server" in reasons[links[2]]
    assert "sends more than 10 MB" in reasons[links[4]]
    assert set(reasons) >= {links[n] for n in (0, 2, 3, 4, 5)}


# -- killed and started again ---------------------------------------------------------------------------


class Killed(BaseException):
    """As if the process had ended here."""


@pytest.mark.parametrize("stored", [False, True])
def test_ended_on_either_side_of_storing(corpus: Corpus, web: Web, stored: bool) -> None:
    """What was stored is not fetched again, though nothing has noted that; what was not stored is."""
    link = web.put("quell.example", "/1", lambda n: Answer(page("Quell", n)))
    feed = web.put("quell.example", "/feed", Answer(rss([link]), XML, etag='"1"'))

    def store(items: Sequence[following.Item]) -> None:
        if stored:
            add_items(corpus, items)
        raise Killed

    with pytest.raises(Killed):
        follow([feed], replace(into(corpus), store=store), fetcher=web.fetcher())
    assert following.followed(corpus.path)[0].waiting == 1
    with (corpus.path / ledger.FILE).open("a") as file:
        file.write('{"page": "http://cut')
    run(corpus, web)
    assert titles(corpus) == [f"Quell repairs its wall, part {1 if stored else 2}"]
    assert web.asked["quell.example/1"] == (1 if stored else 2)
    assert [page.state for page in ledger.Ledger(corpus.path).pages.values()] == ["taken"]


def child(folder: Path, web: Web, feed: str) -> subprocess.Popen[bytes]:
    """A process that follows the feed; it stores two articles at a time, so that it is killed in between."""
    code = (
        "import sys; from pathlib import Path; from test_following import *; "
        "following.MOST_AT_ONCE = 2; web = Web(port=int(sys.argv[2])); "
        "run(Corpus(Path(sys.argv[1]), create=True), web, sys.argv[3])"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(web.port), feed],
        env=os.environ | {"PYTHONPATH": paths},
        start_new_session=True,
    )


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_killed_at_any_moment_each_article_comes_once(tmp_path: Path, web: Web) -> None:
    """Two kills; `python tests/test_following.py` does twenty and more."""
    assert killed(tmp_path / "corpus", web, kills=2, articles=12) == []


def killed(folder: Path, web: Web, *, kills: int, articles: int = 20) -> list[str]:
    """What went wrong when a run was killed so many times, each time after another article, and then ended."""

    def changing(host: str, n: int) -> Answer:
        return Answer(
            page(host.title(), n).replace("</p>", f" It is said again {web.asked.total()} times.</p>", 1)
        )

    links = []
    for n in range(articles):
        host = f"host{n % 3}.example"
        links.append(web.put(host, f"/wall/{n}", lambda _, host=host, n=n: changing(host, n)))
    feed = web.put("quell.example", "/feed", Answer(rss(links), XML, etag='"1"'))
    for n in range(kills):
        process = child(folder, web, feed)
        goal = (n + 1) * articles // (kills + 1)
        while (
            process.poll() is None
            and sum(web.asked[f"host{k % 3}.example/wall/{k}"] > 0 for k in range(articles)) < goal
        ):
            time.sleep(0.005)
        time.sleep(0.02 * (n % 7))
        process.send_signal(signal.SIGKILL)
        process.wait()
    if child(folder, web, feed).wait(120):
        return ["the last run failed"]
    corpus = Corpus(folder)
    urls = list(corpus.query("select url from articles")["url"])
    found = [f"{url}: {urls.count(url)} times" for url in links if urls.count(url) != 1]
    states = {page.state for page in ledger.Ledger(folder).pages.values()}
    return found + [f"state {state}" for state in states - {"taken"}]


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as made_, Web() as web_:
        wrong = killed(
            Path(made_, "corpus"), web_, kills=int(sys.argv[1]) if len(sys.argv) > 1 else 20, articles=60
        )
        print("\n".join(wrong) or "each article once")
        sys.exit(bool(wrong))
