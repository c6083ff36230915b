"""One address → the bytes behind it, politely and within limits.  Knows no feeds and no articles.

Each hop of a redirect is checked anew.  A name is looked up once, all its answers are checked, and the
connection goes to the address that was checked, under the name that was asked for (Host and SNI).  Proxies of
the environment are not used: they would look names up again.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import ip_address
from urllib.parse import urljoin

import certifi

from bias.ingest.feeds import addresses, parsing
from bias.ingest.feeds.addresses import Address, ForbiddenError, Place

AGENT = "bias"  # the name that robots.txt may speak to
SECONDS = 30.0  # of one request, from the connection to the last byte
DELAY = 2.0  # seconds between two requests to a host
MOST_DELAY = 60.0  # that a robots.txt may ask for
HOPS = 5
TRIES = 3
MOST_ROBOTS = 500_000  # bytes, as RFC 9309 has it
_CONNECT = 10.0
_CHUNK = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_PASSING = (408, 425, 429, 500, 502, 503, 504)  # that may be otherwise in a while


class FetchError(RuntimeError):
    """An address that gave nothing; the message is the reason that the user reads."""

    def __init__(self, why: str, *, passing: bool = False, wait: float = 0.0, tried: bool = False) -> None:
        super().__init__(why)
        self.passing = passing  # whether it may be otherwise in a while
        self.wait = wait  # seconds that the server asks us to stay away
        self.tried = tried  # whether another try in this run is of no use


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; 304 has no body."""

    url: str  # behind all redirects
    status: int
    body: bytes = b""
    type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""


def look_up(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system's resolver answers."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(slots=True)
class Fetcher:
    """Asks servers: one request a host at a time, with delays, by the rules of its robots.txt.

    `may_connect` and `look_up` are given by tests that open servers of their own; the program never does.
    Threads may share it.
    """

    may_connect: Callable[[Address, int], bool] = addresses.may_connect
    look_up: Callable[[str, int], Sequence[str]] = look_up
    agent: str = AGENT
    delay: float = DELAY
    seconds: float = SECONDS
    stop: threading.Event = field(default_factory=threading.Event)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _turns: dict[str, threading.Lock] = field(default_factory=dict)
    _free: dict[str, float] = field(default_factory=dict)  # host → when the next request may begin
    _delays: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, bytes | FetchError] = field(default_factory=dict)

    def get(self, url: str, *, most: int, etag: str = "", modified: str = "") -> Reply:
        """What is behind an address.  Raises FetchError."""
        return self._tried(url, most, {"If-None-Match": etag, "If-Modified-Since": modified})

    def _tried(self, url: str, most: int, headers: dict[str, str], *, robots: bool = True) -> Reply:
        """The reply after three tries at most, each after a longer while."""
        for number in range(1, TRIES):
            try:
                return self._followed(url, most, headers, robots=robots)
            except FetchError as error:
                if error.tried or not error.passing or error.wait > MOST_DELAY:
                    raise
                if self.stop.wait(max(error.wait, self.delay * 2**number)):
                    raise
        return self._followed(url, most, headers, robots=robots)

    def _followed(self, url: str, most: int, headers: dict[str, str], *, robots: bool) -> Reply:
        """The reply behind at most five redirects; conditions hold for the first host only."""
        first = where = _place(url)
        for _ in range(HOPS + 1):
            if robots:
                self._ask_robots(where)
            given = headers if (where.host, where.port) == (first.host, first.port) else {}
            with self._turn(where):
                reply, location = self._once(where, most, given)
            if not location:
                return reply
            where = _place(urljoin(where.url, location))
        raise FetchError(f"{_shown(url)}: more than {HOPS} redirects")

    # -- manners ----------------------------------------------------------------------------------

    @contextmanager
    def _turn(self, where: Place) -> Iterator[None]:
        """Our turn at a host: alone, and some seconds after the last one."""
        with self._guard:
            lock = self._turns.setdefault(where.host, threading.Lock())
        with lock:
            wait = self._free.get(where.host, 0.0) - time.monotonic()
            if self.stop.wait(max(0.0, wait)):
                raise FetchError("stopped", passing=True, tried=True)
            try:
                yield
            finally:
                delay = max(self.delay, self._delays.get(where.host, 0.0))
                self._free[where.host] = time.monotonic() + delay

    def _ask_robots(self, where: Place) -> None:
        """Raises FetchError where the server's robots.txt does not allow the address."""
        root = f"{where.scheme}://{where.url.split('/')[2]}/"
        if root not in self._robots:
            self._robots[root] = self._rules(f"{root}robots.txt")
        rules = self._robots[root]
        if isinstance(rules, FetchError):
            raise rules
        allowed, delay = parsing.robots(rules, AGENT, where.url) if rules else (True, 0.0)
        self._delays[where.host] = min(delay, MOST_DELAY)
        if not allowed:
            raise FetchError(f"{where.host}: its robots.txt does not allow this address")

    def _rules(self, url: str) -> bytes | FetchError:
        """A robots.txt; empty where there is none, an error where the server cannot say (RFC 9309)."""
        try:
            return self._tried(url, MOST_ROBOTS, {}, robots=False).body
        except FetchError as error:
            if error.passing:
                return FetchError(
                    f"no robots.txt to go by: {error}", passing=True, wait=error.wait, tried=True
                )
            return b""

    # -- one request ------------------------------------------------------------------------------

    def _once(self, where: Place, most: int, headers: dict[str, str]) -> tuple[Reply, str]:
        """The reply of one server, or where it leads to.  Raises FetchError."""
        late = threading.Event()
        open_: list[socket.socket] = []

        def end() -> None:
            late.set()
            for one in open_:  # ends any wait for the server, in whatever line it stands
                _shut(one)

        timer = threading.Timer(self.seconds, end)
        timer.daemon = True
        try:
            goals = self._goals(where)
            timer.start()
            answer = _asked(where, goals, headers | self._named(), most, open_, late)
            if late.is_set():  # a body without a length ends as if it were whole
                raise TimeoutError
            return answer
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            if late.is_set():
                raise FetchError(
                    f"{where.host}: took longer than {self.seconds:g} s", passing=True
                ) from error
            if isinstance(error, ForbiddenError):
                raise FetchError(str(error)) from error
            raise FetchError(f"{where.host}: {_words(error)}", passing=True) from error
        finally:
            timer.cancel()
            for one in open_:
                one.close()

    def _named(self) -> dict[str, str]:
        return {
            "User-Agent": self.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml,application/feed+json,*/*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }

    def _goals(self, where: Place) -> list[str]:
        """The checked IP addresses of a host.  Raises ForbiddenError where one of them is not public."""
        found = [str(where.literal)] if where.literal else list(self.look_up(where.host, where.port))
        if not found:
            raise OSError("its name leads nowhere")
        for one in found:
            if not self.may_connect(ip_address(one), where.port):
                raise ForbiddenError(f"{where.host} leads to {one}, port {where.port}: not a public server")
        return list(dict.fromkeys(found))[:3]


def _place(url: str) -> Place:
    try:
        return addresses.place(url)
    except ForbiddenError as error:
        raise FetchError(str(error)) from error


def _asked(
    where: Place,
    goals: Sequence[str],
    headers: dict[str, str],
    most: int,
    open_: list[socket.socket],
    late: threading.Event,
) -> tuple[Reply, str]:
    connection = http.client.HTTPConnection(where.host, where.port)
    connection.auto_open = 0  # it never looks a name up by itself
    connection.default_port = 443 if where.scheme == "https" else 80
    connection.sock = _connected(where, goals, open_, late)
    connection.request("GET", where.path, headers={name: value for name, value in headers.items() if value})
    with connection.getresponse() as answer:
        return _answered(where, answer, most)


def _answered(where: Place, answer: http.client.HTTPResponse, most: int) -> tuple[Reply, str]:
    if answer.status in _REDIRECTS:
        location = _header(answer, "Location", most=addresses.LONGEST)
        if not location:
            raise FetchError(f"{where.host} redirects and does not say where")
        return Reply(where.url, answer.status), location
    if answer.status in _PASSING:
        raise FetchError(f"{where.host} answered {answer.status}", passing=True, wait=_wait(answer))
    if answer.status not in (200, 203, 304):
        raise FetchError(f"{where.host} answered {answer.status}: {_reason(answer.status)}")
    body = b"" if answer.status == 304 else _body(where, answer, most)
    kept = {"etag": _header(answer, "ETag"), "modified": _header(answer, "Last-Modified")}
    type_, charset = answer.headers.get_content_type(), answer.headers.get_content_charset("") or ""
    given = type_ if answer.headers.get("Content-Type") else ""
    return Reply(where.url, answer.status, body, given, charset, **kept), ""


def _connected(
    where: Place, goals: Sequence[str], open_: list[socket.socket], late: threading.Event
) -> socket.socket:
    """A socket to the first checked address that answers; over TLS to the name that was asked for.

    What is in `open_` is shut when it is late; what comes after that is not waited for.
    """
    for n, goal in enumerate(goals, 1):
        try:
            plain = socket.create_connection((goal, where.port), timeout=_CONNECT)
            break
        except OSError:
            if n == len(goals):
                raise
    open_.append(plain)
    if late.is_set():
        raise TimeoutError
    if where.scheme == "http":
        return plain
    secured = _tls().wrap_socket(plain, server_hostname=where.host, do_handshake_on_connect=False)
    open_[:] = [secured]
    if late.is_set():
        raise TimeoutError
    secured.do_handshake()
    return secured


@cache
def _tls() -> ssl.SSLContext:
    """The system's certificates, which an institute may have added to, and Mozilla's."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _body(where: Place, answer: http.client.HTTPResponse, most: int) -> bytes:
    """The body, unpacked; neither as it comes nor unpacked may it be longer than `most` bytes."""
    packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip"):
        raise FetchError(f"{where.host} packs its answer as {packing[:20]}, which was not asked for")
    unpack = zlib.decompressobj(31) if packing != "identity" else None
    taken, parts, length = 0, [], 0
    while chunk := answer.read(_CHUNK):
        taken += len(chunk)
        part = unpack.decompress(chunk, most + 1 - length) if unpack else chunk
        parts.append(part)
        length += len(part)
        if max(taken, length) > most:
            raise FetchError(f"{where.host} sends more than {most / 1e6:g} MB")
    if answer.length or (unpack and not unpack.eof and taken):
        raise OSError("the answer was cut short")
    return b"".join(parts)


def _shut(one: socket.socket) -> None:
    with suppress(OSError):  # it is closed already
        socket.socket.shutdown(one, socket.SHUT_RDWR)  # that of TLS would wait for the other side


def _header(answer: http.client.HTTPResponse, name: str, *, most: int = 500) -> str:
    """A header as text; empty for one that is too long to keep."""
    value = (answer.headers.get(name) or "").strip()
    with suppress(UnicodeError):  # one that is not UTF-8 stays as it came
        value = value.encode("latin-1").decode("utf-8")
    return value if len(value) <= most and value.isprintable() else ""


def _wait(answer: http.client.HTTPResponse) -> float:
    """Seconds that Retry-After asks for, a day at most."""
    value = (answer.headers.get("Retry-After") or "").strip()
    if value.isdigit():
        return float(min(int(value[:9]), 86_400))
    try:
        when = parsedate_to_datetime(value).timestamp()
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return min(max(0.0, when - time.time()), 86_400.0)


def _reason(status: int) -> str:
    return http.client.responses.get(status, "no known status").lower()


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({getattr(error, 'verify_message', '') or error})"
    if isinstance(error, TimeoutError):
        return "does not answer"
    if isinstance(error, socket.gaierror):
        return "its name leads nowhere"
    return (str(error) or type(error).__name__)[:200]


def _shown(url: str) -> str:
    return url[:120]
