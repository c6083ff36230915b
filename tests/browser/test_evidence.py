"""In a real browser: a click shows something new within the window; one step Back leads to the same place."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from bias.corpus.store import Corpus
from browser.conftest import all_there, click_mark, dashboard, settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

MARKS = ".scatterlayer .trace .points path"
PAGES = {
    "sourcing": "sourcing?measure=Direct+quotation",
    "tone": "tone?target=government+of+Kestria",
    "framing": "framing",
    "wording": "wording",
}
TOP = "document.querySelector(\"[data-testid='stMain']\").scrollTop"


@pytest.fixture(scope="module")
def own_address(demo: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A dashboard on a demo of its own, which is written to."""
    copy = shutil.copytree(demo.path, tmp_path_factory.mktemp("own") / "demo")
    with dashboard(Corpus(copy)) as found:
        yield found


@pytest.fixture
def small(page: sync_api.Page) -> Iterator[sync_api.Page]:
    yield page
    page.set_viewport_size({"width": 1280, "height": 1000})


def inside(page: sync_api.Page, found: sync_api.Locator) -> bool:
    """Whether it lies in the window, below the bar of filters, once the page has scrolled."""
    found.wait_for()
    settled(page)
    page.wait_for_timeout(1200)
    box, size = found.bounding_box(), page.viewport_size
    assert box is not None
    assert size is not None
    return box["y"] >= 100 and box["y"] + box["height"] <= size["height"]


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desk", "telephone"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_click_on_a_mark_shows_its_sentences_in_the_window(
    small: sync_api.Page, demo_address: str, path: str, size: tuple[int, int]
) -> None:
    small.set_viewport_size({"width": size[0], "height": size[1]})
    small.goto(f"{demo_address}/{path}")
    settled(small)
    click_mark(small, small.locator(MARKS).first)
    head = small.locator(".bias-panel-head")
    assert inside(small, head)
    assert head.inner_text().split()[-1] in ("statements", "mentions", "places", "articles", "statement")
    assert small.evaluate("document.activeElement.classList.contains('bias-panel-head')")
    small.get_by_role("button", name="Close", exact=True).click()
    head.wait_for(state="detached")
    settled(small)
    assert "behind" not in parse_qs(urlsplit(small.url).query)


def test_an_article_opens_over_the_page_and_one_step_back_leads_to_the_same_place(
    page: sync_api.Page, demo_address: str
) -> None:
    page.goto(f"{demo_address}/{PAGES['sourcing']}&from=2026-02-01")
    settled(page)
    click_mark(page, page.locator(MARKS).first)
    cards = all_there(page.locator("[class*='st-key-quote-']"), 10)
    page.get_by_role("button", name="Go to page 2").or_(page.get_by_text("2", exact=True)).first.click()
    page.wait_for_url("**page=2**")
    settled(page)
    page.wait_for_timeout(1500)
    cards.nth(6).locator("[class*='st-key-open-'] button").click()
    over = page.get_by_role("dialog")
    over.locator(".bias-chosen").first.wait_for()
    page.wait_for_timeout(700)
    assert inside(page, over.locator(".bias-chosen").first), "scrolled to the sentence"
    before, top = page.url, page.evaluate(TOP)
    title = page.locator("h2").first.inner_text()
    assert top > 300
    page.keyboard.press("Escape")
    over.wait_for(state="detached")
    assert abs(page.evaluate(TOP) - top) < 4, "closing leaves the place"
    cards.nth(6).locator("[class*='st-key-open-'] button").click()
    over.locator("[data-testid='stPageLink'] a").first.click()
    page.locator("h1.bias-title").wait_for()
    settled(page)
    assert inside(page, page.locator(".bias-chosen").first)
    page.go_back(wait_until="commit")
    page.locator("h1", has_text="Sourcing").wait_for()
    all_there(page.locator("[class*='st-key-quote-']"), 10)
    page.wait_for_timeout(2500)
    assert page.url == before
    found = parse_qs(urlsplit(page.url).query)
    assert (found["measure"], found["from"], found["page"]) == (["Direct quotation"], ["2026-02-01"], ["2"])
    assert page.locator("h2").first.inner_text() == title, "the same card"
    assert abs(page.evaluate(TOP) - top) < 12


def test_what_is_wrong_counts_at_once_and_is_undone(page: sync_api.Page, own_address: str) -> None:
    page.goto(f"{own_address}/{PAGES['sourcing']}")
    settled(page)
    click_mark(page, page.locator(MARKS).first)
    all_there(page.locator("[class*='st-key-quote-']"), 10)
    head = page.locator(".bias-panel-head .bias-facts")
    n = int(head.inner_text().split()[0])
    page.get_by_role("button", name="wrong?").first.click()
    page.get_by_label("What is wrong?").click()
    page.get_by_role("option", name="It is no statement").click()
    settled(page)
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Kept and counted").wait_for()
    settled(page)
    assert int(head.inner_text().split()[0]) == n - 1
    assert page.get_by_label("What is wrong?").count() == 0, "the form is closed"
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Kept and counted").wait_for(state="detached")
    settled(page)
    assert int(head.inner_text().split()[0]) == n
