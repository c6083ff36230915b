"""One request: its limits of time and size, its tries, its manners."""

from __future__ import annotations

import gzip
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from feed_servers import Answer, Web, packed_bomb

from bias.ingest.feeds import fetching
from bias.ingest.feeds.fetching import Fetcher, FetchError


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as made:
        yield made


def drip(first: bytes) -> Iterator[bytes]:
    """One sign after another, each soon enough for a limit of time that counts them singly."""
    yield first
    while True:
        time.sleep(0.05)
        yield b"x"


def get(web: Web, answer: Answer, *, most: int = 100_000) -> fetching.Reply:
    """A reply within the limits, one try."""
    url = web.put("northwire.example", "/a", answer)
    return web.fetcher(seconds=0.6)._followed(url, most, {}, robots=False)


def why(web: Web, answer: Answer, *, most: int = 100_000) -> str:
    with pytest.raises(FetchError) as raised:
        get(web, answer, most=most)
    return str(raised.value)


def test_a_page_comes_whole(web: Web) -> None:
    reply = get(web, Answer("Hällo", headers={"Last-Modified": "Mon, 09 Feb 2026 08:00:00 GMT"}, etag='"1"'))
    assert (reply.body.decode(), reply.type, reply.charset) == ("Hällo", "text/html", "utf-8")
    assert (reply.etag, reply.modified) == ('"1"', "Mon, 09 Feb 2026 08:00:00 GMT")
    assert web.given[0]["User-Agent"].startswith("bias")


def test_a_packed_page_is_unpacked(web: Web) -> None:
    reply = get(web, Answer(gzip.compress(b"hello"), headers={"Content-Encoding": "gzip"}))
    assert reply.body == b"hello"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(pieces=lambda: drip(b"<html>")),
        Answer(pieces=lambda: drip(b"<html>"), headers={"Content-Length": "9000000"}),
        Answer(pieces=lambda: drip(b"5\r\nhello\r\n"), headers={"Transfer-Encoding": "chunked"}),
        Answer(pieces=lambda: (time.sleep(0.05) or b"1\r\nx\r\n" for _ in itertools.count()),
               headers={"Transfer-Encoding": "chunked"}),
        Answer(pieces=lambda: (time.sleep(3) or b"" for _ in range(1))),
    ],
    ids=["drips", "drips and says its length", "drips a chunk's length", "drips chunks", "says nothing"],
)  # fmt: skip
def test_what_does_not_end_is_stopped(web: Web, answer: Answer) -> None:
    begun = time.monotonic()
    assert why(web, answer) == "northwire.example: took longer than 0.6 s"
    assert time.monotonic() - begun < 2


def test_a_head_that_does_not_end_is_stopped() -> None:
    """A server that never comes to its answer: status 100 again and again."""
    with socket.create_server(("127.0.0.2", 0)) as server:

        def serve() -> None:
            peer, _ = server.accept()
            with peer, suppress(OSError):
                while True:
                    peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                    time.sleep(0.05)

        threading.Thread(target=serve, daemon=True).start()
        web = Web(port=server.getsockname()[1])
        with pytest.raises(FetchError, match=r"took longer than 0\.6 s"):
            web.fetcher(seconds=0.6)._followed(web.url("northwire.example", "/"), 100, {}, robots=False)


def test_what_is_too_long_is_not_read_to_its_end(web: Web) -> None:
    assert why(web, Answer(b"x" * 200_000)) == "northwire.example sends more than 0.1 MB"
    assert why(web, Answer(pieces=lambda: itertools.repeat(b"x" * 9_000))).endswith("more than 0.1 MB")
    bomb = Answer(packed_bomb(50_000_000), headers={"Content-Encoding": "gzip"})
    assert why(web, bomb) == "northwire.example sends more than 0.1 MB"


def test_what_is_cut_or_garbled_is_told(web: Web) -> None:
    assert "cut short" in why(web, Answer(pieces=lambda: [b"hello"], headers={"Content-Length": "99"}))
    assert "cut short" in why(
        web, Answer(gzip.compress(b"hello" * 99)[:-9], headers={"Content-Encoding": "gzip"})
    )
    assert "Error -3" in why(web, Answer(b"no gzip", headers={"Content-Encoding": "gzip"}))
    assert "packs its answer as br" in why(web, Answer(b"x", headers={"Content-Encoding": "br"}))
    assert "redirects and does not say where" in why(web, Answer(status=301))
    assert why(web, Answer(status=404)) == "northwire.example answered 404: not found"


def test_redirects_end(web: Web) -> None:
    loop = web.put("a.example", "/", Answer(status=302, headers={"Location": "/"}))
    long = web.put("b.example", "/0", lambda n: Answer(status=302, headers={"Location": f"/{n}"}))
    for n in range(1, 9):
        web.put("b.example", f"/{n}", Answer(status=307, headers={"Location": f"/{n + 1}"}))
    for url in (loop, long):
        with pytest.raises(FetchError, match="more than 5 redirects"):
            web.fetcher().get(url, most=100)


def test_what_passes_is_tried_again_and_what_does_not_is_not(web: Web) -> None:
    fetcher = web.fetcher(delay=0.01)
    busy = web.put("a.example", "/", lambda n: Answer("at last", status=503 if n < 3 else 200))
    assert fetcher.get(busy, most=100).body == b"at last"
    never = web.put("b.example", "/", Answer(status=500))
    gone = web.put("c.example", "/", Answer(status=410))
    later = web.put("d.example", "/", Answer(status=429, headers={"Retry-After": "3600"}))
    for url in (never, gone, later):
        with pytest.raises(FetchError) as raised:
            fetcher.get(url, most=100)
    assert raised.value.wait == 3600
    assert [web.asked[f"{host}.example/"] for host in "abcd"] == [3, 3, 1, 1]


def test_one_request_a_host_at_a_time_with_a_delay(web: Web) -> None:
    def slow(n: int) -> Answer:
        time.sleep(0.05)
        return Answer("hello")

    urls = [web.put("a.example", f"/{n}", slow) for n in range(4)]
    fetcher = web.fetcher(delay=0.1)
    threads = [threading.Thread(target=fetcher.get, args=(url,), kwargs={"most": 100}) for url in urls]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    times = sorted(web.times["a.example"])
    assert len(times) >= 5
    assert all(begun - ended > 0.08 for (_, ended), (begun, _) in itertools.pairwise(times))


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /*.html$", True),
        ("User-agent: bias\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: bias\nAllow: /a", True),
        ("<html>no rules</html>", True),
        ("User-agent: *\nDisallow: /" + "*a" * 40 + "$\nDisallow: /private", True),
    ],
)
def test_robots_rules_hold(web: Web, rules: str, allowed: bool) -> None:
    web.put("a.example", "/robots.txt", Answer(rules, "text/plain"))
    url = web.put("a.example", "/a", Answer("hello"))
    if allowed:
        assert web.fetcher().get(url, most=100).body == b"hello"
    else:
        with pytest.raises(FetchError, match=r"its robots\.txt does not allow this address"):
            web.fetcher().get(url, most=100)
    assert web.asked["a.example/a"] == allowed


def test_robots_rules_hold_behind_a_redirect_and_where_they_cannot_be_had(web: Web) -> None:
    web.put("b.example", "/robots.txt", Answer("User-agent: *\nDisallow: /", "text/plain"))
    web.put("b.example", "/x", Answer("hello"))
    there = web.put("a.example", "/", Answer(status=301, headers={"Location": web.url("b.example", "/x")}))
    web.put("c.example", "/robots.txt", Answer(status=503))
    down = web.put("c.example", "/", Answer("hello"))
    for url in (there, down):
        with pytest.raises(FetchError, match=r"robots\.txt"):
            web.fetcher().get(url, most=100)
    assert web.asked["b.example/x"] == web.asked["c.example/"] == 0


def test_a_delay_that_robots_ask_for_is_kept_up_to_a_minute(web: Web) -> None:
    web.put("a.example", "/robots.txt", Answer("User-agent: *\nCrawl-delay: 900", "text/plain"))
    fetcher = web.fetcher()
    fetcher.get(web.put("a.example", "/a", Answer("hello")), most=100)
    assert fetcher._delays == {"a.example": 60}
    assert fetcher._free["a.example"] - time.monotonic() == pytest.approx(60, abs=2)


def test_tls_is_made_with_the_name_that_was_asked_for(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[str] = []

    class Context:
        def wrap_socket(self, plain: socket.socket, *, server_hostname: str, **rest: object) -> socket.socket:
            named.append(server_hostname)
            raise ssl.SSLCertVerificationError(1, "no")

    assert fetching._tls().verify_mode == ssl.CERT_REQUIRED
    assert fetching._tls().check_hostname
    monkeypatch.setattr(fetching, "_tls", Context)
    url = f"https://northwire.example:{web.port}/"
    with pytest.raises(FetchError, match="certificate is not valid"):
        web.fetcher()._followed(url, 100, {}, robots=False)
    assert named == ["northwire.example"]


def test_a_stopped_fetcher_asks_nothing_more(web: Web) -> None:
    fetcher = web.fetcher()
    fetcher.stop.set()
    with pytest.raises(FetchError):
        fetcher.get(web.put("a.example", "/", Answer("hello")), most=100)
    assert not web.asked
    assert Fetcher().delay >= 1
