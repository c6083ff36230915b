"""In a real browser: a click on a dot shows its sentences, and one of them opens its article."""

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
from urllib.parse import parse_qs, urlsplit

import pytest
from made import make_corpus

from bias.store import Corpus

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
APP = Path(__file__).resolve().parents[2] / "app.py"
DONE = "[data-testid='stApp'][data-test-script-state='notRunning']"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on a corpus built by hand."""
    with dashboard(make_corpus(tmp_path_factory.mktemp("browser") / "corpus")) as found:
        yield found


@pytest.fixture(scope="module")
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


@pytest.fixture
def page(address: str) -> Iterator[sync_api.Page]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.set_default_timeout(30_000)
        yield page
        browser.close()


def settled(page: sync_api.Page) -> None:
    page.wait_for_selector(DONE)


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


def query(page: sync_api.Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_demo_opens_and_a_dot_shows_sentences(page: sync_api.Page, demo_address: str) -> None:
    page.goto(demo_address)
    settled(page)
    assert page.get_by_text("invented").first.is_visible()
    page.goto(f"{demo_address}/sourcing?measure=Indirect+speech")
    settled(page)
    click_mark(page, page.locator(".scatterlayer .trace .points path").first)
    cards = all_there(page.locator("[class*='st-key-sentence-']"), 10)
    cards.locator(".bias-quote .bias-content").nth(9).wait_for()


def test_a_dot_opens_its_sentences_and_a_sentence_its_article(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation&from=2026-01-01")
    settled(page)
    click_mark(page, page.locator(".scatterlayer .trace .points path").first)
    cards = all_there(page.locator("[class*='st-key-sentence-']"), 10)
    cards.locator(".bias-quote .bias-content").nth(9).wait_for()
    assert query(page)["behind"] == ["Northwire"]  # highest: planted so
    cards.first.locator("a").click()
    page.locator(".bias-chosen").first.wait_for()
    settled(page)
    assert urlsplit(page.url).path == "/article"
    found = query(page)
    assert found["article"]
    assert found["at"]
    assert found["from"] == ["2026-01-01"], "the filter went along"
    assert page.locator(".bias-title").count() == 1
    page.locator("[data-testid='stDataFrame']").first.wait_for()


def test_a_link_shows_the_same_again(page: sync_api.Page, address: str) -> None:
    page.goto(
        f"{address}/sourcing?measure=Direct+quotation&behind=Northwire&outlets=Northwire&outlets=Free+Loravel"
    )
    page.locator("[class*='st-key-sentence-']").first.wait_for()
    settled(page)
    all_there(page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace .points path"), 2)
    assert query(page)["outlets"] == ["Northwire", "Free Loravel"]
    page.locator("[data-testid='stSidebarNavLink']", has_text="Overview").click()
    all_there(page.locator(".barlayer .point"), 2)  # the filter is kept from page to page
    assert query(page)["outlets"] == ["Northwire", "Free Loravel"]


def test_a_bar_lists_the_articles_of_its_outlet(page: sync_api.Page, address: str) -> None:
    page.goto(address)
    settled(page)
    click_mark(page, page.locator(".barlayer .point path").first)
    all_there(page.locator("[data-testid='stPageLink'] a", has_text="Free Loravel"), 10)


def test_charts_say_their_values_to_a_screen_reader(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation")
    settled(page)
    label = page.get_by_label("Direct quotation, each with its 95 % interval: Northwire").first
    label.wait_for(state="attached")


def test_a_story_is_chosen_shared_and_left(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/stories")
    settled(page)
    table = page.locator("[data-testid='stDataFrame']").first
    table.wait_for()
    page.wait_for_timeout(1000)  # the table is a canvas, which draws when its fonts are there
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 55)  # the box before the first row
    page.get_by_text("The same statement, outlet by outlet").wait_for()
    settled(page)
    page.wait_for_url("**story=**")
    headline = page.locator(".bias-headline").first.inner_text()
    page.goto(page.url)  # the link alone
    page.get_by_text("The same statement, outlet by outlet").wait_for()
    assert page.locator(".bias-headline").first.inner_text() == headline
    page.get_by_text("All stories").click()
    page.get_by_text("Or by name").wait_for()
    settled(page)
    assert page.get_by_text("Or by name").is_visible()  # the choice does not come back by itself
