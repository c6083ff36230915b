"""The report: one file that says what the cards say, escapes what outlets wrote, and needs nothing else."""

from __future__ import annotations

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from made import Writer, make_corpus, store
from typer.testing import CliRunner

import bias
from bias import compare
from bias.cli import app
from bias.corpus import Corpus, Filter
from bias.errors import BiasError
from bias.model import Article
from bias.show import images
from bias.show.outputs import bundle
from bias.show.reports.pdf import pdf
from bias.show.reports.report import LIMITS, Choice, report

pytestmark = pytest.mark.skipif(not images.available(), reason="needs matplotlib: pip install 'bias[export]'")


class Page(HTMLParser):
    """Tags, attributes that fetch, and the words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.alts: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = {name: value or "" for name, value in attrs}
        self.fetched += [found[name] for name in ("src", "href") if name in found]
        self.alts += [found["alt"]] if "alt" in found else []

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def demo_report(demo: Corpus) -> str:
    return report(demo, Filter(), link="http://localhost:8501/")


def test_it_says_what_the_cards_say(demo_report: str, demo: Corpus) -> None:
    page, found = Page(demo_report), bias.open_corpus(demo.path)
    for card in (found.sourcing("official"), found.frame_grid(), found.wording("boosters")):
        assert card.finding in page.words
        assert card.alt in page.alts
    assert "invented" in page.words
    assert all(limit in page.words for limit in LIMITS)
    assert found.corpus.identity()["content"] in page.words
    assert "PolNeAR dev" in page.words, "how well it reads is told"


def test_nothing_is_fetched_and_nothing_runs(demo_report: str) -> None:
    page = Page(demo_report)
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert page.fetched
    assert all(one.startswith(("data:image/svg+xml", "#")) for one in page.fetched)
    assert "url(http" not in demo_report


def test_contents_lead_to_every_part(demo_report: str) -> None:
    anchors = re.findall(r'<li><a href="#(\w+)">', demo_report)
    assert anchors == re.findall(r'<h2 id="(\w+)">', demo_report)[1:], (
        "all but the findings, which stand above"
    )
    assert {"sourcing", "tone", "events", "limits"} <= set(anchors)


def test_findings_are_few_and_plain(demo_report: str) -> None:
    found = re.search(r'<ol class="findings">(.*?)</ol>', demo_report, re.DOTALL)
    assert found
    sentences = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL)
    assert 1 <= len(sentences) <= 10
    assert not re.search(r"\b[pq] = |pairs", " ".join(sentences)), "a newspaper's reader knows no q"


def text_of(pdf: bytes) -> tuple[int, str]:
    """The pages of a PDF, and all of its words."""
    document = pypdfium2.PdfDocument(pdf)
    return len(document), " ".join(
        " ".join(page.get_textpage().get_text_bounded().split()) for page in document
    )


@pytest.mark.parametrize("printer", ["chrome", "weasyprint"])
def test_it_becomes_a_pdf(printer: str, demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    if printer == "weasyprint":
        pytest.importorskip("weasyprint")
        monkeypatch.setattr(bundle, "browser", lambda: None)
    elif not bundle.browser():
        pytest.skip("needs a Chrome or Chromium")
    pages, words = text_of(pdf(report(demo, Filter(), Choice(sections=("sourcing",)))))
    assert 2 < pages < 20
    assert "How 6 outlets tell it" in words
    assert "No number here measures" in words, "the end is there too"


def test_without_a_printer_there_is_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "browser", lambda: None)
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(BiasError, match="Install a Chrome or Chromium"):
        pdf("<p>words</p>")


def test_a_pdf_fetches_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("weasyprint")
    monkeypatch.setattr(bundle, "browser", lambda: None)
    (tmp_path / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><text>secret</text></svg>")
    _, words = text_of(pdf(f"<p>words</p><img src='{(tmp_path / 'secret.svg').as_uri()}'>"))
    assert words.strip() == "words"


def test_quotes_are_marked_and_lead_to_their_article(demo_report: str, demo: Corpus) -> None:
    page = Page(demo_report)
    assert page.tags.count("blockquote") > 10
    title = demo.articles()["title"].iloc[0]
    assert title in page.words


def test_it_is_about_what_was_chosen(demo: Corpus) -> None:
    found = bias.open_corpus(demo.path).only(outlets=["Northwire", "Free Loravel"])
    story = str(found.stories()["story"].iloc[1])
    choice = Choice(targets=("The opposition",), stories=(story,), sections=("tone", "stories"))
    page = Page(report(found.corpus, found.where, choice))
    assert "toward the opposition" in page.words
    assert "Who is heard" not in page.words
    assert found.stories().set_index("story").loc[story, "label"] in page.words
    assert "only of Northwire, Free Loravel" in page.words


def test_a_corpus_of_too_little_says_so(tmp_path: Path) -> None:
    page = Page(report(make_corpus(tmp_path / "few", articles=2), Filter()))
    assert "Too little to say anything" in page.words


def test_nothing_that_an_outlet_wrote_is_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)> \"'&{{ 7 * 7 }}</section>"
    articles = []
    for number in range(6):
        writer = Writer()
        for _ in range(4):
            writer.attribution("Ann", ("said", "say"), evil, "direct")
        articles.append((Article(f"{number:016x}", evil, evil, writer.text, published="2026-02-03"), writer))
    page = Page(report(store(tmp_path / "evil", articles), Filter()))
    assert "script" not in page.tags
    assert page.words.count(evil) > 10
    assert not [one for one in page.fetched if not one.startswith(("data:image/svg+xml", "#"))]


def test_the_command_writes_it(demo: Corpus, tmp_path: Path) -> None:
    target = tmp_path / "r.html"
    found = CliRunner().invoke(app, ["report", str(demo.path), "--to", str(target), "--outlet", "Northwire"])
    assert found.exit_code == 0, found.output
    assert "12 of 72 articles" in re.sub(r"\s+", " ", found.output)
    assert Page(target.read_text(encoding="utf-8")).words.strip().startswith("How outlets tell it")
    refused = CliRunner().invoke(app, ["report", str(demo.path), "--to", str(tmp_path / "r.docx")])
    assert refused.exit_code == 1


def test_quotes_of_tone_have_the_tone_that_they_are_shown_for(demo_report: str, demo: Corpus) -> None:
    card = bias.open_corpus(demo.path).stance_grid()
    marks = card.marks[card.marks["value"].notna()]
    top = marks.sort_values("value", ascending=False, kind="stable").iloc[0]
    section = demo_report.split(f"<h3>{card.title}</h3>")[1].split("</section>")[0]
    said = re.findall(r"toward [^:]*: (\w+) \(", section)
    behind = compare.evidence(demo, Filter(), card.opens, top["behind"], size=40)
    kinds = [re.findall(r": (\w+) \(", one.said)[0] for one in behind]
    assert said
    assert set(said) <= set(kinds)
