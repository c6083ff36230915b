"""With one article and with seven, every page counts, and the sentences behind each count can be opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from conftest import BRIDGE, article, fill
from test_pages import opened, words

from bias import compare
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus, Filter
from bias.model import Article
from bias.show.reports.report import report

SHAMEFUL = (
    "\n\nCouncillors branded the minister’s disgraceful plan a “reform”. Residents of Varn fear the worst, "
    "and the bridge was never inspected, Nadia Rook said. Mr Voss is a corrupt and shameful liar."
)


def few(path: Path, articles: int) -> Corpus:
    """Some articles of two outlets on the days of one week, read as they come, with a topic of their own."""
    corpus = Corpus(path, create=True)
    (corpus.path / "topics.toml").write_text('[topics]\nBridges = ["bridge"]\n', encoding="utf-8")
    made = [
        article(n, outlet=("The Lantern", "Radio Varn")[n % 2], text=BRIDGE + SHAMEFUL)
        for n in range(articles)
    ]
    fill(corpus, made)
    analyse(corpus)
    return corpus


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Corpus]:
    return {n: few(tmp_path_factory.mktemp("few") / str(n), n) for n in (1, 7)}


VIEWS = [
    ("sourcing", {}),
    ("sourcing", {"measure": "Direct quotes"}),
    ("sourcing", {"measure": "Direct quotes", "view": "By role"}),
    ("sourcing", {"view": "By topic"}),
    ("tone", {}),
    ("tone", {"tone": "Net tone", "target": "Karel Voss"}),
    ("tone", {"view": "Whom"}),
    ("framing", {}),
    ("framing", {"view": "All frames"}),
    ("wording", {}),
    ("wording", {"view": "Which words"}),
    ("topics", {}),
]


@pytest.mark.parametrize("n", [1, 7])
@pytest.mark.parametrize(("page", "query"), VIEWS)
def test_each_page_counts_and_opens_what_it_counted(
    corpora: dict[int, Corpus], monkeypatch: pytest.MonkeyPatch, page: str, query: dict[str, str], n: int
) -> None:
    app = opened(corpora[n].path, monkeypatch, page, **query)
    shown = bool(app.get("plotly_chart"))
    assert shown or "here are the counts" in words(app) or app.dataframe
    marks = app.selectbox(key="behind").options
    assert marks
    found = []
    for mark in marks:
        app.selectbox(key="behind").select(mark).run()
        assert not app.exception
        found += [one for one in app.get("html") if "bias-quote" in (one.value or "")]
        found += [link for link in app.get("page_link") if "Bridge" in link.proto.label]
    assert found


@pytest.mark.parametrize("n", [1, 7])
def test_a_speaker_is_listed_and_heard(
    corpora: dict[int, Corpus], monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    corpus = corpora[n]
    key = str(compare.speaker_table(corpus, Filter())["speaker"].iloc[0])
    app = opened(corpus.path, monkeypatch, "speakers", speaker=key)
    assert any("bias-quote" in (one.value or "") for one in app.get("html"))


def test_an_event_of_one_outlet_opens(corpora: dict[int, Corpus], monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(corpora[1].path, monkeypatch, "stories")
    assert "1 event, each told by one outlet" in words(app).replace("*", "")
    story = str(corpora[1].stories(least=1)["story"].iloc[0])
    app = opened(corpora[1].path, monkeypatch, "stories", story=story)
    assert "bias-aligned" in words(app)


def test_without_a_topic_the_articles_are_listed(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(corpus, [Article("a" * 16, "The Lantern", "Plums", "A good year.", published="2026-02-03")])
    app = opened(corpus.path, monkeypatch, "topics")
    assert "1 article" in words(app)
    assert any("Plums" in link.label for link in app.get("page_link"))


@pytest.mark.parametrize("n", [1, 7])
def test_the_report_counts_and_quotes(corpora: dict[int, Corpus], n: int) -> None:
    page = report(corpora[n], Filter())
    assert page.count("<blockquote") >= 3
    assert "The Lantern" in page
    assert ">nan<" not in page


@pytest.mark.parametrize("n", [1, 7])
@pytest.mark.parametrize(
    "ask",
    [
        *(partial(compare.sourcing, key=one.key) for one in compare.SOURCINGS),
        *(partial(compare.wording, key=one.key) for one in compare.WORDINGS),
        *(
            partial(compare.tone, key=one.key, target=compare.EVERYBODY)
            for one in compare.TONES
            if one.kind != "article"  # the tone of whole articles is of no places
        ),
        partial(compare.frame_grid, codebook="generic"),
        compare.topics,
    ],
)
def test_each_mark_opens_what_it_counts(
    corpora: dict[int, Corpus], ask: partial[compare.Card], n: int
) -> None:
    """No card lets a row with something behind it be reached by nobody."""
    card = ask(corpora[n], Filter())
    rows = card.board.rows
    if card.opens:
        assert set(card.marks["id"]) >= set(rows.loc[rows["n"] > 0, "id"])
    if not card.board.shown and len(rows):
        assert not {"Value", "Low", "High"} & set(card.counts.columns)
        assert len(card.counts) == len(card.table)
