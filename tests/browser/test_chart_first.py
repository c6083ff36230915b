"""In a real browser: on every page of analysis the chart comes first, and links of older versions still lead
there."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

PAGES = ("sourcing", "tone", "framing", "wording", "topics")
CHART = ".js-plotly-plot .main-svg"


def top(page: sync_api.Page) -> float:
    """Where the first chart begins, in pixels from the top of the window."""
    page.locator(CHART).first.wait_for()
    settled(page)
    box = page.locator(CHART).first.bounding_box()
    assert box is not None
    return float(box["y"])


@pytest.mark.parametrize("path", PAGES)
def test_the_chart_is_in_sight(page: sync_api.Page, demo_address: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{demo_address}/{path}")
    assert top(page) < 350
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(500)
    assert top(page) < 844 - 250, "most of it is above the fold of a telephone"
    assert not page.locator(".st-key-controls-row").is_visible(), "the row of controls is folded"
    page.locator(".bias-fold summary").click()
    assert page.locator(".st-key-controls-row").is_visible()
    page.set_viewport_size({"width": 1280, "height": 1000})


def test_a_part_of_a_bar_opens_its_sentences(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/sourcing")
    settled(page)
    part = page.locator(".barlayer .point path").first
    part.wait_for()
    box = part.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 5, box["y"] + box["height"] / 2)  # anywhere within it
    page.wait_for_url("**behind=**")
    assert parse_qs(urlsplit(page.url).query)["behind"][0].endswith(" · Government")
    page.locator("[class*='st-key-quote-']").first.wait_for()


def test_a_link_of_an_older_version_compares_with_somebody(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/sourcing?measure=Direct+quotation&view=How+far+apart&reference=Northwire")
    page.locator("h2", has_text="difference from Northwire, over all articles").wait_for()
    page.goto(f"{demo_address}/sourcing?measure=Opposition+to+government")
    page.locator("h2", has_text="The government's share of the statements of either side").wait_for()


def test_an_outlet_is_highlighted_and_the_link_keeps_it(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/sourcing?measure=Direct+quotation&highlight=Northwire")
    settled(page)
    name = page.locator(".annotation-text", has_text="Northwire").first
    name.wait_for()
    assert name.locator("tspan").first.evaluate("e => getComputedStyle(e).fontWeight") in ("bold", "700")
