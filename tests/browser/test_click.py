"""In a real browser: a click on a dot shows its sentences, and one of them opens its article."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from browser.conftest import all_there, click_mark, settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

DRAWN = (
    "[...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(o => o.querySelector('.main-svg'))"
)


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
    cards.first.locator("[class*='st-key-open-'] button").click()
    over = page.get_by_role("dialog")
    over.locator(".bias-chosen").first.wait_for()
    over.locator("[data-testid='stPageLink'] a").first.click()
    page.locator("h1.bias-title").wait_for()
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
    page.goto(f"{demo_address}/stories?order=Newest")
    settled(page)
    card = page.locator("[class*='st-key-event-']").nth(1)
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] - 12)  # nowhere near its title
    page.get_by_text("Left out by").wait_for()
    settled(page)
    page.wait_for_url("**story=**")
    headline = page.locator(".bias-headline").first.inner_text()
    page.goto(page.url)  # the link alone
    page.get_by_text("Left out by").wait_for()
    assert page.locator(".bias-headline").first.inner_text() == headline
    page.get_by_text("All stories").click()
    page.get_by_text("told by two outlets or more").wait_for()
    settled(page)
    assert page.locator("[class*='st-key-event-']").count() == 10  # the choice does not come back by itself


def test_what_an_outlet_left_out_of_an_event_is_four_clicks_from_the_overview(
    page: sync_api.Page, demo_address: str
) -> None:
    page.goto(demo_address)
    settled(page)
    clicks = [
        page.get_by_role("link", name="Same story"),
        page.locator("[class*='st-key-event-'] a", has_text="Bridge collapse"),
        page.locator(".st-key-lacks input"),
        page.get_by_role("option", name="Kestria State News Agency"),
    ]
    for click in clicks:
        click.first.scroll_into_view_if_needed()
        page.wait_for_timeout(500)  # a list that opens while the page scrolls closes again
        click.first.click()
        settled(page)
        page.wait_for_function(DRAWN)  # a chart that is drawn late would close an open list
        page.wait_for_timeout(500)
    said = page.locator(".st-key-left-out")
    said.get_by_text("not found").first.wait_for()
    assert said.get_by_text("Where it stands").first.is_visible()
    assert page.evaluate("el => el.getBoundingClientRect().top < innerHeight", said.element_handle())


def test_a_card_opens_by_the_keyboard_alone(page: sync_api.Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/stories")
    settled(page)
    link = page.locator("[class*='st-key-event-'] a").first
    assert page.locator("[class*='st-key-event-']").first.locator("a, button, [tabindex='0']").count() == 1
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**story=**")


def test_a_filter_changes_the_chart_and_the_link_and_the_link_alone_shows_it(
    page: sync_api.Page, address: str
) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation")
    settled(page)
    dots = page.locator(".js-plotly-plot").first.locator(".scatterlayer .trace .points path")
    all_there(dots, 6)
    page.locator("summary", has_text="Filter").first.click()
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


def test_the_box_of_filters_closes_by_escape_and_by_a_click_elsewhere(
    page: sync_api.Page, address: str
) -> None:
    page.goto(f"{address}/sourcing")
    settled(page)
    page.wait_for_function(DRAWN)  # a chart that is drawn late would close an open list
    head, dates = page.locator("summary", has_text="Filter").first, page.get_by_role("group", name="From")
    head.click()
    dates.wait_for()
    page.wait_for_timeout(500)  # nor does a list stay open while the box opens
    page.get_by_label("Outlets").first.click()
    page.get_by_role("option", name="Northwire").wait_for()
    page.keyboard.press("Escape")  # the list
    page.get_by_role("option", name="Northwire").wait_for(state="hidden")
    assert dates.is_visible()
    page.keyboard.press("Escape")  # the box
    dates.wait_for(state="hidden")
    assert head.evaluate("one => one === document.activeElement")
    head.click()
    dates.wait_for()
    page.mouse.click(1200, 700)
    dates.wait_for(state="hidden")
