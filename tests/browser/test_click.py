"""In a real browser: a click on a dot shows its sentences, and one of them opens its article."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import all_there, click_mark, settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")


def query(page: sync_api.Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_the_demo_opens_and_a_dot_shows_sentences(page: sync_api.Page, demo_address: str) -> None:
    page.goto(demo_address)
    settled(page)
    assert page.get_by_text("invented").first.is_visible()
    page.goto(f"{demo_address}/sourcing?measure=Indirect+speech")
    settled(page)
    click_mark(page, page.locator(".scatterlayer .trace .points path").first)
    cards = all_there(page.locator("[class*='st-key-quote-']"), 10)
    cards.locator(".bias-quote .bias-content").nth(9).wait_for()


def test_a_dot_opens_its_sentences_and_a_sentence_its_article(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation&from=2026-01-01")
    settled(page)
    click_mark(page, page.locator(".scatterlayer .trace .points path").first)
    cards = all_there(page.locator("[class*='st-key-quote-']"), 10)
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
    page.locator("[class*='st-key-quote-']").first.wait_for()
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
    all_there(page.locator(".st-key-of-an-outlet [data-testid='stPageLink'] a", has_text="Free Loravel"), 10)


def test_charts_say_their_values_to_a_screen_reader(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation")
    settled(page)
    label = page.get_by_label(
        "Share of statements quoted directly, each with its 95 % interval: Northwire"
    ).first
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


def test_a_filter_changes_the_chart_and_the_link_and_the_link_alone_shows_it(
    page: sync_api.Page, address: str
) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation")
    settled(page)
    dots = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace .points path")
    all_there(dots, 6)
    page.get_by_label("Outlets").first.click()
    for outlet in ("Northwire", "Free Loravel"):
        page.get_by_role("option", name=outlet).click()
    page.wait_for_url("**outlets=**Loravel**")
    settled(page)
    all_there(dots, 2)
    shared = page.url
    assert query(page)["measure"] == ["Direct quotation"], "the measure stays in the link"
    page.goto("about:blank")
    page.goto(shared)
    settled(page)
    all_there(dots, 2)
    assert page.locator("h2", has_text="Share of statements quoted directly, by outlet").is_visible()
