"""A dashboard in a real browser: fixtures, and how one waits and clicks.  No request leaves the machine."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from made import make_corpus

from bias.corpus.store import Corpus

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
APP = Path(__file__).resolve().parents[2] / "app.py"
HERE = ("127.0.0.1", "localhost")
# No route that looks at each request: with one the browser keeps no file and compiles each script anew.
NOWHERE_ELSE = f"--host-resolver-rules=MAP * ~NOTFOUND, {', '.join(f'EXCLUDE {host}' for host in HERE)}"
QUIET = 300  # milliseconds
DONE = "[data-testid='stApp'][data-test-script-state='notRunning']"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on a corpus built by hand."""
    with dashboard(make_corpus(tmp_path_factory.mktemp("browser") / "corpus")) as found:
        yield found


@pytest.fixture(scope="session")
def demo_address(demo: Corpus) -> Iterator[str]:
    """A dashboard on the demo, read by the shipped model."""
    with dashboard(demo) as found:
        yield found


@contextmanager
def dashboard(corpus: Corpus) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, "--server.headless", "true", "--server.fileWatcherType", "none"],
        env=os.environ | {"BIAS_CORPUS": str(corpus.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    if CHROMIUM is None:
        pytest.skip("needs chromium: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage", NOWHERE_ELSE]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def light(browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    with opened(browser) as page:
        yield page


@pytest.fixture(scope="session")
def dark(browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    with opened(browser, dark=True) as page:
        yield page


@pytest.fixture
def page(light: sync_api.Page) -> Iterator[sync_api.Page]:
    """One page for all tests: a new one would compile every script anew.  Each test opens its own address."""
    with staying_here(light):
        yield light
    light.goto("about:blank")


@contextmanager
def opened(browser: sync_api.Browser, *, dark: bool = False) -> Iterator[sync_api.Page]:
    context = browser.new_context(
        viewport={"width": 1280, "height": 1000},
        color_scheme="dark" if dark else "light",
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


@contextmanager
def staying_here(page: sync_api.Page) -> Iterator[None]:
    """A page may reach this machine alone; that it tried another is an error."""
    asked: list[str] = []

    def note(request: sync_api.Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    yield
    page.remove_listener("request", note)
    assert [url for url in asked if urlsplit(url).hostname not in (*HERE, None)] == []


def settled(page: sync_api.Page) -> None:
    """Wait until the script has ended and no further run of it begins.

    After a click one begins a moment later, and what is asked of the page before it ends may be lost.
    """
    page.wait_for_selector(DONE)
    page.wait_for_timeout(QUIET)
    while not page.locator(DONE).count():
        page.wait_for_selector(DONE)
        page.wait_for_timeout(QUIET)


def all_there(found: sync_api.Locator, n: int) -> sync_api.Locator:
    """Wait until `n` are on the page, which come one by one; when the script has ended there are no more."""
    found.nth(n - 1).wait_for()
    settled(found.page)
    sync_api.expect(found).to_have_count(n)
    return found


def click_mark(page: sync_api.Page, mark: sync_api.Locator) -> None:
    """Click where the mark is: Plotly takes the click on a layer above it."""
    mark.wait_for()
    page.wait_for_timeout(500)  # the layout still moves while the fonts load
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.click(x, y)
