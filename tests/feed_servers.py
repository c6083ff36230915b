"""Servers for tests on the loopback interface, and a fetcher that may reach them, and them alone.

The program has no such switch: `bias follow` always makes a fetcher that connects to public addresses.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

from bias.ingest.feeds import addresses
from bias.ingest.feeds.fetching import Fetcher

HERE = "127.0.0.2"  # where the servers of the outlets are
GUARDED = "127.0.0.1"  # where nothing may be asked
WORDS = (
    "The council of {place} voted on day {n} to repair the harbour wall, the mayor Ana Sorel said. “We will not "
    "wait for another winter,” she told reporters in front of the old customs house. Fishermen had asked for the "
    "work for years, and the port authority put its price at {n} million crowns. The opposition leader Ivo Keller "
    "called the plan late and too small, and asked why the eastern pier was left out of it. According to the "
    "engineer Marta Quill, the wall has lost a third of its stones since the storm of the spring."
)


def page(place: str, n: int, *, head: str = "") -> str:
    """A web page with one article of our own."""
    text = WORDS.format(place=place, n=n)
    paragraphs = "".join(f"<p>{part.strip()}.</p>" for part in text.rstrip(".").split(". "))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{place} repairs its wall, part {n}</title>"
        f"{head}<meta property='article:published_time' content='2026-02-0{n % 9 + 1}T08:00:00Z'></head><body>"
        f"<article><h1>{place} repairs its wall, part {n}</h1>{paragraphs}</article></body></html>"
    )


def rss(links: list[str], *, title: str = "A feed", more: str = "") -> str:
    items = "".join(f"<item><title>Wall {n}</title><link>{one}</link></item>" for n, one in enumerate(links))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{more}{items}</channel></rss>'


@dataclass
class Answer:
    """What a server answers: whole, or piece by piece with a pause before each."""

    body: bytes | str = ""
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: Callable[[], Iterable[bytes]] | None = None
    etag: str = ""


@dataclass
class Web:
    """Hosts by name, all on one port of the loopback interface; what was asked of them is counted."""

    answers: dict[str, Answer | Callable[[int], Answer]] = field(default_factory=dict)  # host/path
    asked: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # host → begun, ended
    given: list[Mapping[str, str]] = field(default_factory=list)  # headers of each request
    forbidden: list[str] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Web:
        self._servers = [ThreadingHTTPServer((HERE, 0), _handler(self, guarded=False))]
        self.port = self._servers[0].server_address[1]
        self._servers.append(ThreadingHTTPServer((GUARDED, self.port), _handler(self, guarded=True)))
        for one in self._servers:
            one.daemon_threads = True
            one.block_on_close = False
            threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for one in self._servers:
            one.shutdown()
            one.server_close()

    def url(self, host: str, path: str) -> str:
        return f"http://{host}:{self.port}{path}"

    def put(self, host: str, path: str, answer: Answer | Callable[[int], Answer]) -> str:
        self.answers[f"{host}{path}"] = answer
        return self.url(host, path)

    def fetcher(self, *, seconds: float = 1.0, delay: float = 0.0, **names: str) -> Fetcher:
        """One that may connect to the servers of the outlets, and to public addresses, as the program's may."""

        def may_connect(address: addresses.Address, port: int) -> bool:
            ours = address == ip_address(HERE) and port == self.port
            return ours or addresses.may_connect(address, port)

        def look_up(host: str, port: int) -> list[str]:
            return names.get(host.replace(".", "_"), HERE).split()

        return Fetcher(may_connect, look_up, seconds=seconds, delay=delay)


def _handler(web: Web, *, guarded: bool) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host = self.headers["Host"].rsplit(":", 1)[0]
            if guarded:
                web.forbidden.append(f"{host}{self.path}")
                self.send_error(500)
                return
            begun = time.monotonic()
            try:
                self._answer(f"{host}{self.path}")
            except OSError:
                self.close_connection = True
            finally:
                web.times.setdefault(host, []).append((begun, time.monotonic()))

        def _answer(self, where: str) -> None:
            web.asked[where] += 1
            web.given.append(dict(self.headers))
            found = web.answers.get(where, Answer(status=404))
            answer = found(web.asked[where]) if callable(found) else found
            same = answer.etag and self.headers.get("If-None-Match") == answer.etag
            body = b"" if same else answer.body.encode() if isinstance(answer.body, str) else answer.body
            length = {"Content-Length": str(len(body))} if answer.pieces is None else {}
            self.send_response(304 if same else answer.status)
            for name, value in {
                "Content-Type": answer.type,
                "ETag": answer.etag,
                **length,
                **answer.headers,
            }.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.close_connection = True
            for piece in answer.pieces() if answer.pieces else [body]:
                self.wfile.write(piece)
                self.wfile.flush()

        def log_message(self, *said: object) -> None:
            pass

    return Handler


def packed_bomb(size: int) -> bytes:
    """So many zeros, packed a thousandfold."""
    return gzip.compress(bytes(size))
