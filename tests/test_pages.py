"""Each page in each state: it says what to do, shows what there is, and runs nothing from an article."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from conftest import article, fill
from made import Writer, make_corpus, store
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from bias.corpus.store import Corpus
from bias.ingest import ledger
from bias.ingest.ledger import Feed, Page
from bias.model import Article, Rejection
from bias.show.widgets import browser, parts

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "overview", "stories", "topics", "sourcing", "speakers", "tone", "framing", "wording", "article",
    "classroom", "import_", "exports", "method", "outlet",
)  # fmt: skip
EVIL = "<script>alert(1)</script> **bold** [l](javascript:alert(2)) $x$ <img src=x onerror=alert(3)>"

# A test of an app looks through all installed packages for components, which takes longer than the app.
components = cache(manifest_scanner.scan_component_manifests)


@cache
def registered() -> dict[str, Any]:
    """The pages as the app registers them when it runs: here without a corpus."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("BIAS_CORPUS", raising=False)
        patch.setattr(manifest_scanner, "scan_component_manifests", components)
        return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()._registered_pages


def opened(
    path: Path | str, monkeypatch: pytest.MonkeyPatch, page: str = "overview", **query: str | list[str]
) -> AppTest:
    monkeypatch.setenv("BIAS_CORPUS", str(path))
    monkeypatch.setattr(manifest_scanner, "scan_component_manifests", components)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    if page != "overview":  # straight to it, as a link leads: the Overview takes longer than most pages
        app._registered_pages = registered()
        app.switch_page(next((ROOT / "bias/show").glob(f"*/{page}.py")).relative_to(ROOT).as_posix())
    app.run()
    assert not app.exception, app.exception[0].value
    return app


def words(app: AppTest) -> str:
    """Everything that a page says, in the order of kinds, without the escapes of Markdown."""
    kinds = (
        app.title,
        app.header,
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.error,
        app.success,
    )
    said = [element.value.replace("\\", "") for kind in kinds for element in kind]
    return "\n".join(
        [
            *said,
            *(code.value for code in app.code),
            *(element.value for element in app.get("html") if element.value),
        ]
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("pages") / "filled").path


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return Corpus(tmp_path / "empty", create=True).path


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One article whose every field tries to run, or to be Markdown."""
    writer = Writer()
    writer.put(f"{EVIL}\n# Not a heading\n")
    writer.attribution("<b>Ann</b>", ("said", "say"), EVIL, "indirect")
    found = Article(
        "e" * 16, EVIL, EVIL, writer.text, published="2026-02-03", url="javascript:alert(4)", author=EVIL
    )
    return store(tmp_path_factory.mktemp("evil") / "corpus", [(found, writer)]).path


@pytest.mark.parametrize("page", PAGES)
def test_without_a_corpus_every_page_says_how_to_open_one(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened("", monkeypatch, page)
    assert app.title[0].value == "No corpus is open"
    assert "bias open my-corpus" in app.code[0].value


@pytest.mark.parametrize("page", PAGES)
def test_a_path_that_is_no_corpus_is_named_with_the_way_out(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    app = opened(tmp_path / "missing", monkeypatch, page)
    said = app.error[0].value.replace("\\", "")
    assert str(tmp_path / "missing") in said
    assert "bias import" in said


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("import_", "speakers", "method")])
def test_an_empty_corpus_says_how_to_fill_it(page: str, monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    app = opened(empty, monkeypatch, page)
    assert "no articles yet" in app.info[0].value
    assert "Add articles" in [link.label for link in app.get("page_link")]


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("import_", "speakers", "method")])
def test_filters_that_match_nothing_can_be_cleared(
    page: str, monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, page, words="in no article")
    assert "No article matches the filters" in app.info[0].value
    app.button(key="clear_here").click().run()
    assert not app.exception
    assert "No article matches" not in words(app)


@pytest.mark.parametrize("page", ["overview", "sourcing"])
def test_articles_that_wait_come_with_the_button_that_reads_them(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = make_corpus(tmp_path / "waiting", articles=3, read=False)
    app = opened(corpus.path, monkeypatch, page)
    assert "3 articles are here, not read yet" in app.info[0].value
    assert [button.label for button in app.button if button.key == "start-reading"] == ["Start reading"]


@pytest.mark.parametrize("page", ["overview", "sourcing"])
def test_a_half_read_corpus_says_that_numbers_will_change(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = make_corpus(tmp_path / "half", articles=60)
    with corpus.writing():
        list(corpus.add([Article("f" * 16, "Northwire", "New", "Nobody spoke.", published="2026-03-01")]))
    app = opened(corpus.path, monkeypatch, page)
    assert "Not read yet: 1 of 61 articles" in app.warning[0].value
    assert app.get("plotly_chart")


@pytest.mark.parametrize("page", PAGES)
def test_one_article_is_enough_for_every_page(
    page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = make_corpus(tmp_path / "one", articles=1)
    app = opened(corpus.path, monkeypatch, page)
    counts = ("overview", "sourcing", "tone", "framing", "wording")  # of the Overview, those of genres
    assert ("here are the counts" in words(app)) == (page in counts)


def test_overview_of_a_filled_corpus(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch)
    assert [(metric.label, metric.value) for metric in app.metric][:3] == [
        ("Articles", "72"),
        ("Outlets", "6"),
        ("Articles read", "72"),
    ]
    assert len(app.get("plotly_chart")) == 4  # articles, genres, time, what outlets repeat
    assert "invented" not in words(app)
    app.selectbox(key="listed").select("Northwire").run()
    assert len(app.get("page_link")) > 10
    for period in ("week", "month", "year"):
        app.button_group(key="period").set_value(period).run()
        assert not app.exception


@pytest.mark.parametrize(
    ("days", "says"),
    [
        (["2026-03-05", "2026-03-05"], "Published 2026-03-05."),
        (["2026-03-05", "2026-03-06T10:00:00", ""], "Published 2026-03-05 to 2026-03-06."),
        ([""], "None of these articles has a date."),
    ],
)
def test_overview_names_the_days(
    monkeypatch: pytest.MonkeyPatch, corpus: Corpus, days: list[str], says: str
) -> None:
    fill(corpus, [article(number, published=day) for number, day in enumerate(days)])
    assert says in [caption.value for caption in opened(corpus.path, monkeypatch).caption]


def test_the_demo_says_that_it_is_invented(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "demo", articles=6)
    (corpus.path / "corpus.toml").write_text('name = "Demo"\nformat = 2\ndemo = true\n', encoding="utf-8")
    said = opened(corpus.path, monkeypatch).info[0].value
    assert (
        said
        == "Kestria, its people and its six outlets are invented; differences between outlets were planted."
    )


def test_the_overview_names_what_to_know_before_comparing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    corpus = make_corpus(tmp_path / "issues", articles=24)
    with corpus.writing():
        list(corpus.add([Article("f" * 16, "", "No date", "Nobody spoke.")]))
    corpus.reject([Rejection("a.csv", 2, "no text", "")])
    app = opened(corpus.path, monkeypatch)
    labels = [
        expander.label for expander in app.expander if not expander.label.startswith(("Filter", "Outlets:"))
    ]
    assert labels[:3] == ["Not read yet: 1 article", "No date: 1 article", "No outlet: 1 article"]
    assert "1 row could not be imported: see why" in [link.label for link in app.get("page_link")]
    assert "Outlets with fewer than 10 articles" in words(app)


@pytest.mark.parametrize(
    "measure", ["attributions", "direct", "indirect", "mixed", "quoted", "sources", "cues"]
)
def test_every_measure_draws_says_and_opens(
    measure: str, monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, "sourcing")
    choose(app, measure)
    assert not app.exception
    chart = app.get("plotly_chart")[0].proto
    assert "95 % interval" in chart.alt
    assert re.search(r", [\d,]+ (of|in) [\d,]+ (statements|words|articles)\)", chart.alt)
    assert len(app.dataframe[0].value) >= 6
    choices = app.selectbox(key="behind").options
    app.selectbox(key="behind").select(choices[0]).run()
    assert not app.exception
    quotes = [element.value for element in app.get("html") if 'class="bias-quote"' in element.value]
    assert 5 <= len(quotes) <= 10
    opening = [button for button in app.button if (button.key or "").startswith("open-quote-")]
    assert len(opening) == len(quotes)


def choose(app: AppTest, key: str) -> None:
    """A measure of the Sourcing page."""
    app.toggle(key="all").set_value(True).run()
    app.selectbox(key="measure").set_value(key).run()


def test_a_choice_that_another_measure_lacks_is_dropped(
    monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, "sourcing")
    choose(app, "direct")
    app.selectbox(key="behind").select("Northwire").run()
    choose(app, "sources")
    assert not app.exception
    assert app.selectbox(key="behind").value is None
    app.selectbox(key="outlet").select("Free Loravel").run()
    assert not app.exception
    assert all(option.startswith("Free Loravel · ") for option in app.selectbox(key="behind").options)


def test_filters_go_along_from_page_to_page(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch)
    app.multiselect(key="outlets").set_value(["Northwire", "Free Loravel"]).run()
    assert app.metric[1].value == "2"
    app.switch_page("bias/show/pages/sourcing.py").run()
    choose(app, "direct")
    assert sorted(app.dataframe[0].value["Outlet"]) == ["Free Loravel", "Northwire"]
    app.button[0].click().run()
    assert len(app.dataframe[0].value) == 6


def test_an_article_by_its_link(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "article", article=f"{5:016x}", at="2")
    said = words(app)
    assert '<h1 class="bias-title"' in said
    assert said.count("bias-chosen") >= 2  # the style is in the head; two parts at least are outlined
    assert 'data-number="1"' in said
    table = app.dataframe[0].value
    assert list(table.columns)[:5] == ["No.", "Speaker", "Role", "Side", "Because"]
    assert "How it was found" in app.dataframe[1].value.columns


def test_an_article_picked_from_the_list_goes_into_the_link(
    monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, "article")
    assert "bias-title" not in "".join(element.value for element in app.get("html") if "<h1" in element.value)
    app.selectbox(key="picked").set_value(f"{7:016x}").run()
    assert not app.exception
    assert app.query_params["article"] in (f"{7:016x}", [f"{7:016x}"])
    assert any("<h1" in element.value for element in app.get("html"))


@pytest.mark.parametrize("at", ["0", "999", "-1", "x", "²", ""])
def test_a_link_to_no_attribution_still_shows_the_article(
    at: str, monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, "article", article=f"{5:016x}", at=at)
    assert any("<h1" in element.value for element in app.get("html"))


def test_a_link_to_an_article_of_another_corpus(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "article", article="<script>")
    assert "has no article \\<script\\>" in app.error[0].value


def test_nothing_of_an_article_runs(monkeypatch: pytest.MonkeyPatch, evil: Path) -> None:
    app = opened(evil, monkeypatch, "article", article="e" * 16, at="1")
    bodies = [element.value for element in app.get("html")]
    scripts = [body for body in bodies if "<script" in body]
    assert scripts == [browser.BEGIN, browser.script(".bias-chosen", 1, focus=False)], "both constant"
    assert not any("alert" in one for one in scripts)
    assert not any("<img" in body or "<a " in body for body in bodies)
    assert any("&lt;script&gt;alert(1)&lt;/script&gt;" in body for body in bodies)
    assert [h.proto.unsafe_allow_javascript for h in app.get("html")].count(True) == 2


@pytest.mark.parametrize("page", PAGES)
def test_names_from_outside_are_shown_as_text(page: str, monkeypatch: pytest.MonkeyPatch, evil: Path) -> None:
    app = opened(evil, monkeypatch, page)
    for element in (*app.markdown, *app.title, *app.caption, *app.info):
        assert "**bold**" not in element.value
        assert "](javascript" not in element.value


def test_links_to_articles_are_shown_as_text(monkeypatch: pytest.MonkeyPatch, evil: Path) -> None:
    app = opened(evil, monkeypatch)
    app.selectbox(key="listed").select_index(0).run()
    labels = [link.label for link in app.get("page_link")]
    assert any("\\*\\*bold\\*\\*" in label for label in labels)


@pytest.mark.parametrize(
    ("url", "safe"),
    [("https://example.org/a", True), ("http://x.y", True), ("javascript:alert(1)", False),
     ("data:text/html,x", False), ("//example.org", False), ("http://[", False), ("", False)],
)  # fmt: skip
def test_only_web_addresses_are_links(
    url: str, safe: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    writer = Writer()
    writer.filler()
    corpus = store(tmp_path / "url", [(Article("a" * 16, "o", "t", writer.text, url=url), writer)])
    app = opened(corpus.path, monkeypatch, "article", article="a" * 16)
    assert any("<a href" in element.value for element in app.get("html")) == safe


def test_markdown_is_escaped() -> None:
    assert parts.md("a *b* [c](d)\n# e") == r"a \*b\* \[c\]\(d\) \# e"
    assert ":smile:" not in parts.md(":smile:").replace("\\", "")


def test_a_long_right_to_left_article(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    writer = Writer()
    writer.put("قال الوزير إن الجسر سيفتح. ")
    writer.attribution("الوزير", ("قال", "say"), "الجسر سيفتح في مايو", "direct")
    title = "عنوان طويل جدا " * 200
    corpus = store(tmp_path / "rtl", [(Article("a" * 16, "صحيفة", title, writer.text), writer)])
    app = opened(corpus.path, monkeypatch, "article", article="a" * 16)
    said = words(app)
    assert 'dir="auto"' in said
    assert title.strip() in said


def test_feeds_are_listed_with_what_came_of_them(monkeypatch: pytest.MonkeyPatch, empty: Path) -> None:
    assert any("bias follow" in code.value for code in opened(empty, monkeypatch, "import_").code)
    feed, bad = "https://quell.example/feed", "https://varn.example/feed"
    with ledger.opened(empty, set) as book:
        book.note(
            Feed(feed, title="=1+1 <b>Wall</b>", answered="2026-02-09T08:00:00+00:00"),
            Feed(bad, trouble="varn.example answered 404: not found"),
            *(Page(f"https://quell.example/{n}", "taken", feed) for n in range(3)),
            Page("https://quell.example/9", "rejected", feed),
        )
    app = opened(empty, monkeypatch, "import_")
    assert not app.exception
    assert "2 feeds followed.  1 feed could not be read as a whole the last time." in words(app)
    rows = app.dataframe[0].value.values.tolist()
    assert rows == [
        ["=1+1 <b>Wall</b>", feed, "2026-02-09T08:00:00+00:00", 3, 0, 1, ""],
        ["", bad, "", 0, 0, 0, "varn.example answered 404: not found"],
    ]


def test_the_menu_has_groups_and_no_article(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    """An article is opened from a sentence or a list; its address and links to it still work."""
    shown: dict[str, list[st.Page]] = {}
    made = st.navigation

    def navigation(pages: dict[str, list[st.Page]], **more: bool) -> st.Page:
        shown.update(pages)
        return made(pages, **more)

    monkeypatch.setattr(st, "navigation", navigation)
    opened(filled, monkeypatch, "article")
    groups = {
        name: [one.title for one in pages if one.visibility == "visible"] for name, pages in shown.items()
    }
    assert list(groups) == ["Explore", "Teach", "Corpus", "About"]
    assert groups["Explore"][0] == "Overview"
    assert "Article" not in groups["Explore"]
    assert groups["Teach"] == ["Classroom"]
    assert groups["Corpus"] == ["Import", "Articles", "Export"]
    assert groups["About"] == ["Method"]
