"""In a real browser: nothing of what files and users wrote runs, and none of it is more than letters."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from made_evil import EVIL, make_evil

from browser.conftest import dashboard, settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

PAGES = (
    "", "stories", "topics", "sourcing", "speakers", "tone", "framing", "wording", "article", "classroom",
    "import", "export", "method", "outlets",
)  # fmt: skip
# what would be there if the letters were more, on this page or in the frames within it
MORE = """() => [
  ...(window.pwned ? [`pwned ${window.pwned}`] : []),
  ...[...document.querySelectorAll("img[src='x'], .pwned, [onerror], .katex")]
    .map(e => e.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll("a, area, iframe, form")]
    .filter(e => ["href", "xlink:href", "src", "action"]
      .some(name => /^\\s*javascript:/i.test(e.getAttribute(name) || "")))
    .map(e => e.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll("strong, b, em, code, a, span[style], [class*='stMarkdownColored']")]
    .filter(e => /^\\s*evil(bold|link|red|code)\\s*$/.test(e.textContent))
    .map(e => e.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll("[data-testid='stIconMaterial']")]
    .filter(e => e.textContent.trim() == "pets").map(e => e.parentElement.outerHTML.slice(0, 200)),
]"""


@pytest.fixture(scope="module")
def evil_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with dashboard(make_evil(tmp_path_factory.mktemp("evil") / "corpus")) as found:
        yield found


def test_letters_stay_letters_where_a_sentence_is_opened_and_corrected(
    page: sync_api.Page, evil_address: str
) -> None:
    page.goto(f"{evil_address}/sourcing?measure=Direct+quotation&behind={quote(f'Northwire {EVIL}')}")
    page.locator("[class*='st-key-quote-']").first.wait_for()
    settled(page)
    assert page.evaluate(MORE) == []
    page.get_by_role("button", name="wrong?").first.click()
    page.get_by_label("What is wrong?").click()
    page.get_by_role("option", name="Speaker").click()
    settled(page)
    page.get_by_label("It is").click()
    page.get_by_label("It is").fill(f"{EVIL} of mine")
    page.keyboard.press("Enter")
    settled(page)
    assert page.evaluate(MORE) == []
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Kept and counted").wait_for()
    settled(page)
    assert page.evaluate(MORE) == []
    page.locator("[class*='st-key-open-'] button").first.click()
    page.get_by_role("dialog").locator(".bias-text").wait_for()
    page.wait_for_timeout(700)
    assert page.evaluate(MORE) == []
    page.goto(f"{evil_address}/export")
    settled(page)
    page.get_by_text("Corrections", exact=True).first.wait_for()
    assert page.evaluate(MORE) == []
    assert page.locator("[data-testid='stException']").count() == 0


@pytest.mark.parametrize("name", PAGES)
def test_letters_stay_letters(page: sync_api.Page, evil_address: str, name: str) -> None:
    page.goto(f"{evil_address}/{name}?behind={quote(EVIL)}&measure={quote(EVIL)}&story={quote(EVIL)}")
    settled(page)
    assert page.evaluate(MORE) == []
    assert page.locator("[data-testid='stException']").count() == 0
