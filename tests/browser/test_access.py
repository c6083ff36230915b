"""In a real browser: every page in both themes has nothing that a screen reader or weak eyes stumble over,
and fits a narrow window."""

from __future__ import annotations

import pytest

from browser.conftest import opened, settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")

PAGES = {
    "overview": "", "stories": "stories", "topics": "topics", "sourcing": "sourcing?measure=Direct+quotation",
    "speakers": "speakers", "tone": "tone?behind=Free+Loravel%2C+in+its+own+voice", "framing": "framing",
    "wording": "wording", "article": "article", "classroom": "classroom", "import": "import",
    "export": "export", "method": "method",
}  # fmt: skip
THEIRS = {  # of Streamlit itself: rule → the part of its page
    "presentation-role-conflict": "stFileUploaderDropzone",
}


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_clean_in_both_themes(browser: sync_api.Browser, demo_address: str, path: str) -> None:
    for dark in (False, True):
        with opened(browser, dark=dark) as page:
            page.goto(f"{demo_address}/{path}")
            settled(page)
            page.wait_for_timeout(700)  # charts draw, and colours fade in
            found = axe.Axe().run(page).response["violations"]
            trouble = [
                (rule["id"], node["target"], node.get("failureSummary"))
                for rule in found
                for node in rule["nodes"]
                if THEIRS.get(rule["id"], "\n") not in node["html"]
            ]
            assert trouble == [], f"dark: {dark}"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_no_page_is_wider_than_a_telephone(browser: sync_api.Browser, demo_address: str, path: str) -> None:
    with opened(browser, width=390) as page:
        page.goto(f"{demo_address}/{path}")
        settled(page)
        wide = page.evaluate("document.querySelector(\"[data-testid='stMain']\").scrollWidth")
        assert wide <= 390
