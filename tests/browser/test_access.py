"""In a real browser: every page in both themes has nothing that a screen reader or weak eyes stumble over,
and fits a narrow window."""

from __future__ import annotations

import pytest

from browser.conftest import settled, staying_here

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")

PAGES = {
    "overview": "", "stories": "stories", "topics": "topics", "sourcing": "sourcing?measure=Direct+quotation",
    "speakers": "speakers", "tone": "tone?behind=Free+Loravel", "framing": "framing",
    "wording": "wording", "article": "article", "classroom": "classroom", "import": "import",
    "export": "export", "method": "method", "outlets": "outlets", "articles": "articles",
}  # fmt: skip
THEIRS = {  # of Streamlit itself: rule → the part of its page
    "presentation-role-conflict": "stFileUploaderDropzo",  # axe shortens long attributes
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_clean_in_both_themes_and_fits_a_telephone(
    light: sync_api.Page, dark: sync_api.Page, demo_address: str, path: str
) -> None:
    for page in (light, dark):
        with staying_here(page):
            page.goto(f"{demo_address}/{path}")
            settled(page)
            page.wait_for_timeout(700)  # charts draw, and colours fade in
            assert page.locator("[data-testid='stException']").count() == 0
            assert page.locator("h1").count() == 1
            assert trouble(page) == [], f"dark: {page is dark}"
            if page is light:
                page.set_viewport_size({"width": 390, "height": 1000})
                page.wait_for_timeout(300)
                wide = page.evaluate("document.querySelector(\"[data-testid='stMain']\").scrollWidth")
                page.set_viewport_size({"width": 1280, "height": 1000})
                assert wide <= 390


def trouble(page: sync_api.Page) -> list[tuple[str, object, object]]:
    """What axe finds on a page that is ours to mend; asked again while colours still fade in."""
    for _ in range(3):
        found = findings(page)
        if not found:
            break
        page.wait_for_timeout(1500)
    return found


def findings(page: sync_api.Page) -> list[tuple[str, object, object]]:
    return [
        (rule["id"], node["target"], node.get("failureSummary"))
        for rule in axe.Axe().run(page).response["violations"]
        for node in rule["nodes"]
        if THEIRS.get(rule["id"], "\n") not in node["html"]
    ]
