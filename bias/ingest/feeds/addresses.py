"""Which addresses the program may connect to: public ones, over http and https.  Opens nothing itself.

A feed, a page or a DNS server may try to lead the program to this computer, to its network or to the metadata
service of a cloud.  So an address is checked as it is written, and each IP address that its name leads to is
checked before a connection is made to it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

import idna

Address = IPv4Address | IPv6Address
LONGEST = 2_000  # code points of an address
PORTS = frozenset((80, 443, 8080, 8443))
_DEFAULT = {"http": 80, "https": 443}
# IANA's special-purpose registries, multicast and reserved space, and what clouds serve secrets on.
_CLOSED_4 = tuple(
    IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",
        "168.63.129.16/32",  # Azure's, in public space
    )
)  # fmt: skip
_GLOBAL_6 = IPv6Network("2000::/3")
# Teredo, ORCHID, documentation and 6to4: tunnels and names that a public server has no need of
_CLOSED_6 = tuple(
    IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)
_NAT64 = IPv6Network("64:ff9b::/96")  # what a resolver of a network without IPv4 answers
_LOCAL = re.compile(
    r"(?:.*\.)?(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|onion|test|invalid)"
)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_UNSEEN = re.compile(r"[\s\\\x00-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class ForbiddenError(ValueError):
    """An address that is not to be opened; the message is the reason that the user reads."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address, taken apart once: what is checked is what is opened."""

    url: str
    scheme: str
    host: str  # lower case, in ASCII, without brackets
    port: int
    path: str  # with its query

    @property
    def literal(self) -> Address | None:
        """The IP address that stands in place of a name."""
        return ip_address(self.host) if ":" in self.host or self.host.rsplit(".", 1)[-1].isdigit() else None


def place(url: str) -> Place:
    """The parts of an address.  Raises ForbiddenError for what is no plain address of a public server."""
    url = url.strip()
    if len(url) > LONGEST:
        raise ForbiddenError(f"an address of more than {LONGEST:,} characters")
    if _UNSEEN.search(url):
        raise ForbiddenError(f"{_shown(url)}: blanks, backslashes or unseen characters in the address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ForbiddenError(f"{_shown(url)}: no address ({error})") from error
    if parts.scheme not in _DEFAULT:
        raise ForbiddenError(f"{_shown(url)}: only http and https are opened")
    if "@" in parts.netloc:
        raise ForbiddenError(f"{_shown(url)}: an address with a user name in it")
    host = _host(parts.netloc, parts.hostname or "", url)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]{}|")
    full = f"{path}?{query}" if query else path
    port = _DEFAULT[parts.scheme] if port is None else port
    shown = f"[{host}]" if ":" in host else host
    where = shown if port == _DEFAULT[parts.scheme] else f"{shown}:{port}"
    return Place(f"{parts.scheme}://{where}{full}", parts.scheme, host, port, full)


def may_connect(address: Address, port: int) -> bool:
    """Whether the program connects to an IP address and a port: a public address and a usual port."""
    return port in PORTS and is_public(address)


def is_public(address: Address) -> bool:
    """Whether an IP address belongs to the public internet, and to nothing that leads elsewhere."""
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in one for one in _CLOSED_4)
    if address.scope_id:
        return False
    if address in _NAT64:
        return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
    isatap = (int(address) >> 32) & 0xFFFFFFFF in (0x00005EFE, 0x02005EFE)
    return address in _GLOBAL_6 and address.is_global and not isatap and not any(
        address in one for one in _CLOSED_6
    )  # fmt: skip


def _host(netloc: str, host: str, url: str) -> str:
    """The host in ASCII.  Any odd spelling of an IP address is refused, even that of a public one."""
    if netloc.startswith("["):
        if not re.fullmatch(r"\[[0-9a-fA-F:.]+\](?::\d*)?", netloc):
            raise ForbiddenError(f"{_shown(url)}: an odd IPv6 address")
        return _literal(host, url)
    if "%" in host or "[" in netloc:
        raise ForbiddenError(f"{_shown(url)}: an odd host")
    host = host.removesuffix(".")
    if not host.isascii():
        host = _in_ascii(host, url)
    last = host.rsplit(".", 1)[-1]
    if _NUMBER.fullmatch(last):
        return _literal(host, url)
    if "." not in host or len(host) > 253 or _LOCAL.fullmatch(host):
        raise ForbiddenError(f"{_shown(url)}: not the name of a public server")
    if not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise ForbiddenError(f"{_shown(url)}: no name of a server")
    return host


def _in_ascii(host: str, url: str) -> str:
    if unicodedata.normalize("NFKC", host).replace("。", ".").isascii():
        raise ForbiddenError(f"{_shown(url)}: a host spelled in other signs than it seems")
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise ForbiddenError(f"{_shown(url)}: no name of a server") from error


def _literal(host: str, url: str) -> str:
    try:
        address = ip_address(host)
    except ValueError as error:
        raise ForbiddenError(f"{_shown(url)}: an odd spelling of an IP address") from error
    return str(address)


def _shown(url: str) -> str:
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in url[:120])
