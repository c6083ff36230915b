"""Where the program may connect: nothing private, in whatever spelling, by whatever way."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from feed_servers import GUARDED, HERE, Answer, Web

from bias.ingest.feeds import addresses, fetching
from bias.ingest.feeds.fetching import Fetcher, FetchError

FORBIDDEN = """
http://127.0.0.1/
http://127.0.0.1:80/
http://127.8.9.10/
http://0.0.0.0/
http://0.1.2.3/
http://10.0.0.1/
http://10.255.255.255/
http://100.64.0.1/
http://100.100.100.200/
http://169.254.169.254/latest/meta-data/
http://169.254.170.2/
http://172.16.0.1/
http://172.31.255.255/
http://192.168.0.1/
http://192.168.255.255/
http://192.0.0.192/
http://192.0.2.1/
http://192.88.99.1/
http://198.18.0.1/
http://198.51.100.1/
http://203.0.113.1/
http://224.0.0.1/
http://239.255.255.255/
http://240.0.0.1/
http://255.255.255.255/
http://168.63.129.16/
http://[::1]/
http://[::]/
http://[::127.0.0.1]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:169.254.169.254]/
http://[0:0:0:0:0:ffff:10.0.0.1]/
http://[64:ff9b::127.0.0.1]/
http://[64:ff9b::a9fe:a9fe]/
http://[64:ff9b:1::7f00:1]/
http://[2002:7f00:1::]/
http://[2002:a9fe:a9fe::1]/
http://[2001:0:53aa:64c:0:7ffe:80ff:fffe]/
http://[2001:db8::1]/
http://[2606:4700::5efe:7f00:1]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[fc00::1]/
http://[fd00:ec2::254]/
http://[fec0::1]/
http://[ff02::1]/
http://[100::1]/
http://[3fff::1]/
http://2130706433/
http://017700000001/
http://0x7f000001/
http://0x7f.0x0.0x0.0x1/
http://0177.0.0.1/
http://127.1/
http://127.0.1/
http://127.0.0.1./
http://2852039166/
http://0xa9fea9fe/
http://0251.0376.0251.0376/
http://169.254.43518/
http://127.0.0.256/
http://127.0.0.1.1/
http://１２７.０.０.１/
http://①②⑦.⓪.⓪.①/
http://127。0。0。1/
http://127．0．0．1/
http://ⓛocalhost/
http://localhost/
http://LOCALHOST:80/
http://localhost./
http://a.localhost/
http://localhost.localdomain/
http://metadata/
http://metadata.google.internal/
http://printer.local/
http://router.lan/
http://nas.home.arpa/
http://127.0.0.1@northwire.example/
http://northwire.example@127.0.0.1/
http://user:word@northwire.example/
http://northwire.example:80@127.0.0.1/
http://127.0.0.1\\@northwire.example/
http://northwire.example\\@127.0.0.1/
http://127.0.0.1%2f@northwire.example/
http://%31%32%37.0.0.1/
http://127.0.0.1%00.northwire.example/
http://northwire.example:22/
http://northwire.example:6379/
http://northwire.example:0/
http://northwire.example:99999/
http://northwire.example:８０x/
http:///etc/passwd
http://[127.0.0.1]/
http://[::1/
http://north wire.example/
http://northwire.example/\u202e
http://-north.example/
http://north..example/
ftp://northwire.example/
file:///etc/passwd
gopher://northwire.example/
data:text/html,hello
javascript:alert(1)
jar:http://northwire.example!/
//northwire.example/
northwire.example
""".strip().splitlines()
ALLOWED = """
http://northwire.example/
https://northwire.example/a/b?c=d&e=f#g
https://www.northwire.example:443/
http://northwire.example:8080/
https://sub.domain.northwire.example./
https://müller.example/straße?q=ä
https://8.8.8.8/
https://[2606:4700:4700::1111]/
https://[64:ff9b::808:808]/
https://1and1.example/
https://127.0.0.1.example/
https://NORTHWIRE.example/A
""".strip().splitlines()


def look_up(host: str, port: int) -> list[str]:
    return ["9.9.9.9"]


def test_there_are_many_forms() -> None:
    assert len(FORBIDDEN) == len(set(FORBIDDEN)) >= 60


@pytest.mark.parametrize("url", FORBIDDEN)
def test_no_forbidden_address_gives_a_goal(url: str) -> None:
    """Neither as written nor by where it leads; names lead to a public address here."""
    with pytest.raises(addresses.ForbiddenError):
        Fetcher(look_up=look_up)._goals(addresses.place(url))


@pytest.mark.parametrize("url", ALLOWED)
def test_public_addresses_are_allowed(url: str) -> None:
    assert Fetcher(look_up=look_up)._goals(addresses.place(url))


@pytest.mark.parametrize(
    "answers",
    [
        ["127.0.0.1"], ["169.254.169.254"], ["10.1.2.3"], ["::1"], ["::ffff:10.0.0.1"], ["fd00:ec2::254"],
        ["fe80::1%eth0"], ["9.9.9.9", "127.0.0.1"], ["127.0.0.1", "9.9.9.9"], ["9.9.9.9", "::ffff:7f00:1"],
        ["2002:7f00:1::"], ["64:ff9b::7f00:1"], ["2001:0:53aa:64c:0:7ffe:80ff:fffe"], ["0.0.0.0"], ["224.0.0.251"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_name_that_leads_to_one_private_address_is_not_opened(answers: list[str]) -> None:
    fetcher = Fetcher(look_up=lambda host, port: answers)
    with pytest.raises(addresses.ForbiddenError, match="leads to"):
        fetcher._goals(addresses.place("https://northwire.example/"))


def test_what_is_checked_is_what_is_opened() -> None:
    """A name that leads elsewhere at a second look is looked up once, and Host keeps the name."""
    looked: list[str] = []

    with Web() as web:
        web.put("northwire.example", "/", Answer("hello"))

        def rebinding(host: str, port: int) -> list[str]:
            looked.append(host)
            return [HERE if len(looked) % 2 else GUARDED]

        fetcher = web.fetcher()
        fetcher.look_up = rebinding
        assert fetcher._followed(web.url("northwire.example", "/"), 100, {}, robots=False).body == b"hello"
        assert web.forbidden == []
    assert looked == ["northwire.example"]
    assert web.given[0]["Host"] == f"northwire.example:{web.port}"


@pytest.mark.parametrize(
    "goal",
    [
        "http://127.0.0.1:{port}/secret", "http://169.254.169.254/latest/meta-data/", "//127.0.0.1:{port}/",
        "http://[::1]:{port}/", "http://2130706433:{port}/", "http://inner.example:{port}/", "file:///etc/passwd",
        "http://x@127.0.0.1:{port}/", "http://localhost:{port}/", "gopher://127.0.0.1:{port}/",
    ],
)  # fmt: skip
def test_no_redirect_leads_inside(goal: str) -> None:
    with Web() as web:
        headers = {"Location": goal.format(port=web.port)}
        url = web.put("northwire.example", "/", Answer(status=302, headers=headers))
        with pytest.raises(FetchError) as raised:
            web.fetcher(inner_example=GUARDED).get(url, most=100)
        assert not raised.value.passing
        assert web.forbidden == []
        assert web.asked == {"northwire.example/robots.txt": 1, "northwire.example/": 1}


def test_the_program_cannot_be_told_otherwise() -> None:
    """The command line makes a fetcher of its own, and it is the strict one."""
    from bias import cli

    made = cli._fetcher("")
    assert made.may_connect is addresses.may_connect
    assert made.look_up is fetching.look_up
    assert not made.may_connect(ip_address("127.0.0.1"), 80)
    assert not made.may_connect(ip_address("9.9.9.9"), 22)
    assert made.may_connect(ip_address("9.9.9.9"), 443)


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with Web() as web:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{GUARDED}:{web.port}")
        url = web.put("northwire.example", "/", Answer("hello"))
        assert web.fetcher().get(url, most=100).body == b"hello"
        assert web.forbidden == []
