"""In a real browser: journeys by keyboard alone, with the focus in sight; dates chosen on the timeline."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

MOST_STOPS = 120
HERE = "document.activeElement"
MARKED = """() => {
  let one = document.activeElement;
  for (let step = 0; one && step < 5; step++, one = one.parentElement) {
    const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(one);
    if (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 || boxShadow !== "none") return true;
  }
  return false;
}"""


def tab_to(page: sync_api.Page, wanted: str) -> None:
    """Press Tab until the element with the focus is `wanted`, a condition on `at`; each stop is visible."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(f"{HERE} === document.body"):
            continue
        said = page.evaluate(f"({HERE}.getAttribute('aria-label') || {HERE}.innerText || '').slice(0, 60)")
        assert page.evaluate(MARKED), f"nothing shows that the focus is on “{said}”"
        if page.evaluate(f"(at => {wanted})({HERE})"):
            return
    pytest.fail(f"no way by Tab to: {wanted}")


def test_who_quotes_the_opposition_most_by_keyboard(page: sync_api.Page, demo_address: str) -> None:
    page.goto(demo_address)
    page.locator(".bias-board").wait_for()
    settled(page)
    page.locator("h1").click()
    tab_to(page, "at.closest('.bias-board thead') && at.innerText.includes('Opposition')")
    page.keyboard.press("Enter")
    page.locator(".bias-board th[aria-sort='descending']", has_text="Opposition").wait_for()
    settled(page)
    tab_to(page, "(at.getAttribute('aria-label') || '').startsWith('Free Loravel, Opposition')")
    page.keyboard.press("Enter")
    page.locator(".bias-quote").first.wait_for()
    settled(page)
    assert parse_qs(urlsplit(page.url).query)["behind"] == ["Free Loravel"]
    tab_to(page, "at.closest('[class*=st-key-open-]')")
    page.keyboard.press("Enter")
    over = page.get_by_role("dialog")
    over.locator(".bias-chosen").first.wait_for()
    page.wait_for_timeout(700)
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{HERE}.closest('[role=dialog]') !== null"), "the focus stays in the dialog"
        assert page.evaluate(MARKED)
    page.keyboard.press("Escape")
    over.wait_for(state="detached")


def test_what_an_outlet_left_out_of_an_event_by_keyboard(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/stories")
    page.locator("[class*='st-key-event-']").first.wait_for()
    settled(page)
    page.locator("h1").click()
    tab_to(page, "at.closest('[class*=st-key-event-]') && at.tagName === 'A'")
    page.keyboard.press("Enter")
    page.wait_for_url("**story=**")
    page.locator(".st-key-lacks input").wait_for()
    settled(page)
    tab_to(page, "at.closest('.st-key-lacks')")
    page.keyboard.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator(".st-key-left-out").wait_for()
    settled(page)
    assert page.locator(".st-key-left-out").inner_text().strip()
    assert parse_qs(urlsplit(page.url).query)["lacks"]


def test_a_drag_over_the_timeline_chooses_dates(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/?period=Month")
    page.locator(".bias-board").wait_for()
    settled(page)
    page.get_by_role("tab", name="Over time").click()
    chart = page.locator("[class*='st-key-chart-timeline-month']")
    chart.wait_for()
    chart.scroll_into_view_if_needed()
    page.wait_for_timeout(700)
    box = chart.locator(".nsewdrag").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.mouse.up()
    page.wait_for_url("**from=**")
    settled(page)
    found = parse_qs(urlsplit(page.url).query)
    first, last = found["from"][0], found["to"][0]
    assert first.endswith("-01")
    assert first < last
    assert page.locator(".st-key-chip-dates").inner_text().startswith(f"{first} to {last}")
    every, shown = (page.locator(".st-key-bias-count").inner_text().split()[at] for at in (2, 0))
    assert 0 < int(shown) < int(every)
