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


@pytest.mark.parametrize("name", PAGES)
def test_letters_stay_letters(page: sync_api.Page, evil_address: str, name: str) -> None:
    page.goto(f"{evil_address}/{name}?behind={quote(EVIL)}&measure={quote(EVIL)}&story={quote(EVIL)}")
    settled(page)
    assert page.evaluate(MORE) == []
    assert page.locator("[data-testid='stException']").count() == 0
