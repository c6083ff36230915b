"""Every promise about counting: its value, the place in the code where it stands, the sentence that gives it.

Values are written down here, so a constant that is changed by itself is noticed; below the table are cases on
both sides of each bound.
"""

from __future__ import annotations

import importlib
import math
import socket
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from conftest import BRIDGE, ROOT, article, fill
from made import WORDS, Writer, store
from typer.testing import CliRunner

from bias.api import OpenCorpus
from bias.cli import app
from bias.compare.statistics import differences, rates
from bias.corpus import Corpus
from bias.corpus.events import clustering, reprints
from bias.corpus.pipeline.people.imputation import impute
from bias.corpus.pipeline.rows import _attribution_rows
from bias.corpus.topics import dictionary, factors
from bias.model import Article, Attribution, Reading, Span
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text.attributions import kind_of
from bias.reading.text.encoder import parse
from bias.reading.text.quotations import find_quotes, quoted_mask, short_quotes

METHOD = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
PROMISES = [  # value, place in the code, sentence of docs/method.md
    (10, "compare.measures:LEAST", "no share, rate or interval is shown below ten statements"),
    (5, "compare.measures:LEAST_ARTICLES", "or below five articles for an interval"),
    (30, "compare.measures:LEAST_SENTENCES", "nor below thirty sentences for the tone of whole articles"),
    (500, "compare.measures:LEAST_OWN_WORDS", "nor below 500 of an outlet's own words for its wording"),
    (1000, "compare.cards.wording:PER", "per 1,000 of its own words"),
    (0.05, "compare.words.numbers:CLEAR", "clear where q is below .05"),
    (20, "corpus.store.count_tables:BLOCKS", "one of 20 groups of whole articles"),
    (50, "compare.statistics.diversity:DRAWN", "exp(H) of 50 statements"),
    (500.0, "compare.statistics.keyness:PRIOR", "Dirichlet prior of 500 words"),
    (1000, "compare.statistics.rates:MOST_RESAMPLED", "More than 1,000 articles"),
    (5, "compare.statistics.differences:LEAST_STORIES", "It needs five shared stories"),
    (4, "reading.text.quotations:MOST_WORDS", "quotations of four words at most"),
    (4, "reading.text.attributions:LEAST_SPEECH", "quotation of four words or more that stands alone"),
    (8, "reading.speakers.coreference:FAR", "at most eight sentences back"),
    (180, "corpus.pipeline.people.imputation:DAYS", "articles of the corpus within 180 days"),
    (0.7, "corpus.pipeline.entity_linking:AGREE", "at least 70 % of those that know agree"),
    (60, "corpus.topics.factors:LEAST_ARTICLES", "**Learned** from sixty articles on"),
    (20, "corpus.topics.factors:MOST_TOPICS", "twenty at most"),
    (0.25, "corpus.topics.factors:NEAR", "have a cosine of .25"),
    (4, "corpus.topics.factors:LEAST_TERMS", "and share four"),
    (2, "corpus.topics.dictionary:LEAST", "or twice in its text"),
    (
        2,
        "corpus.pipeline.assign_topics:GROWN",
        "learned anew when a corpus, or what is left out of it, has doubled",
    ),
    (0.12, "corpus.events.clustering:ALIKE", "while the mean cosine is .12 or more"),
    (3, "corpus.events.clustering:WINDOW", "after three they are apart"),
    (250, "corpus.events.clustering:WORDS", "of the first 250 words"),
    (3, "corpus.events.clustering:TITLES", "Words of the title (three times)"),
    (4, "corpus.events.omissions:DAYS", "its articles of up to four days around"),
    (0.4, "corpus.events.omissions:TELLS", "a cosine of .4 with one of the day or the next"),
    (2, "corpus.events.omissions:NEXT", "with one of the day or the next"),
    (0.08, "corpus.events.omissions:PERHAPS", "*Perhaps*: .08 or more"),
    (0.14, "corpus.events.passages:PERHAPS", "*Perhaps*: a cosine of .14 or more"),
    (3, "compare.stories.coverage:LEAST_TELLERS", "For each event that three outlets tell"),
    (20_000, "compare.stories.coverage:MOST_SEARCHED", "over 20,000 articles the table of all outlets"),
    (2, "compare.stories.missing:LEAST_OTHERS", "that two other outlets or more carry"),
    (7, "corpus.events.reprints:WINDOW", "of two articles within a week"),
    (0.5, "corpus.events.reprints:HELD", "at least half of the other's runs"),
    (5, "corpus.events.reprints:RUN", "runs of five words"),
    (3, "corpus.events.statements:RUN", "Runs of three words or more"),
    (5, "reading.framing.learning:LEAST", "from five with a frame and five without it"),
    (5, "reading.framing.learning:FOLDS", "in five-fold cross-validation"),
    (5, "reading.wording.detectors:LEAST_WORDS", "five words of the outlet's own or more"),
    (0.4, "reading.wording.headline_adoption:HELD", "hold 40 % of the weight"),
    (0.3, "reading.wording.headline_adoption:APART", "30 % of it nobody else's"),
]


@pytest.mark.parametrize(("value", "place", "sentence"), PROMISES, ids=[place for _, place, _ in PROMISES])
def test_a_promise_stands_in_the_code_and_in_the_method(value: float, place: str, sentence: str) -> None:
    module, name = place.split(":")
    assert getattr(importlib.import_module(f"bias.{module}"), name) == value
    assert sentence in METHOD


# -- shown, or too few ---------------------------------------------------------------------------------


def rows(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"by": "a", "value": 0.5, "low": 0.4, "high": 0.6, **columns}, index=[0])


def written(folder: Path, **outlets: tuple[int, ...]) -> OpenCorpus:
    """A corpus whose outlets have articles with so many direct quotations each."""
    out = []
    for outlet, sizes in outlets.items():
        for size in sizes:
            writer = Writer()
            writer.filler()
            for n in range(size):
                writer.attribution("Livia Arden", ("said", "say"), WORDS[n % len(WORDS)], "direct")
            one = Article(f"{len(out):016x}", outlet, f"T{len(out)}", writer.text, published="2026-02-01")
            out.append((one, writer))
    store(folder / "corpus", out)
    return OpenCorpus(folder / "corpus")


def test_ten_statements_of_five_articles_are_shown_and_fewer_are_not(tmp_path: Path) -> None:
    corpus = written(tmp_path, Ten=(2,) * 5, Nine=(2, 2, 2, 2, 1), Four=(5,) * 4)
    table = corpus.sourcing("direct").table.set_index("Outlet")
    assert table.loc["Ten", "Value"] == 1
    assert table.loc["Ten", "Note"] == ""
    assert math.isnan(table.loc["Nine", "Value"])
    assert table.loc["Nine", "Note"] == "too few (n = 9)"
    assert math.isnan(table.loc["Four", "Value"])
    assert table.loc["Four", "Note"] == "too few (n = 20 in 4 articles)"


@pytest.mark.parametrize(
    ("n", "articles", "shown"), [(30, 5, True), (29, 5, False), (30, 4, False), (31, 6, True)]
)
def test_thirty_sentences_of_five_articles(n: int, articles: int, shown: bool) -> None:
    found = rates.hide_few(rows(n=n, articles=articles), least=30, least_articles=5)
    assert math.isnan(found["value"].iloc[0]) != shown


def test_unread_articles_are_in_no_rate(corpus: Corpus) -> None:
    """Of three articles one waits to be read: a rate per article is of two."""
    spoken = [Writer(), Writer()]
    for n, writer in enumerate(spoken):
        for _ in range(n + 1):
            writer.attribution("Livia Arden", ("said", "say"), WORDS[0], "direct")
    articles = [article(n, text=writer.text) for n, writer in enumerate(spoken)]
    made = store(corpus.path.parent / "read", list(zip(articles, spoken, strict=True)))
    fill(made, [article(9, text="Nobody has read this.")])
    found = made.rates(above="all", below="articles")
    assert (found["above"] * found["articles"]).sum() == 3
    assert (found["below"] * found["articles"]).sum() == 2
    assert made.state() == {"read": 2, "waiting": 1}


# -- clear, or not -------------------------------------------------------------------------------------


def test_wilsons_trials_are_no_more_than_statements() -> None:
    """Twenty articles that each hold one of two statements: forty trials, though articles hardly differ."""
    frame = pd.DataFrame({"by": "a", "above": [1.0] * 20, "below": [2.0] * 20})
    found = rates.pooled(frame, by="by", numerator="above", denominator="below").loc[0]
    reach = 2.093024**2 / 40  # Student's t with 19 degrees of freedom
    half = 2.093024 / (1 + reach) * math.sqrt(0.25 / 40 + reach / 40 / 4)
    assert (found["low"], found["high"]) == pytest.approx((0.5 - half, 0.5 + half), abs=1e-5)


@pytest.mark.parametrize(("articles", "resampled"), [(1000, True), (1001, False)])
def test_a_thousand_articles_are_resampled(
    monkeypatch: pytest.MonkeyPatch, articles: int, resampled: bool
) -> None:
    drawn: list[int] = []
    once = rates._resampled
    monkeypatch.setattr(rates, "_resampled", lambda *given: (drawn.append(1), once(*given))[1])
    frame = pd.DataFrame({"by": "a", "above": [0.0, 1.0] * 500 + [1.0] * (articles - 1000), "below": 1.0})
    rates.pooled(frame, by="by", numerator="above", denominator="below", draws=50)
    assert bool(drawn) == resampled


def test_five_shared_stories_are_enough_and_four_are_not() -> None:
    for stories, known in ((5, True), (4, False)):
        told = [(o, str(s), (s + (o == "a")) % 3, 4) for s in range(stories) for o in ("a", "b")]
        frame = pd.DataFrame(told, columns=["by", "story", "above", "below"])
        found = differences.within_stories(
            frame, by="by", story="story", numerator="above", denominator="below", reference="b"
        )
        assert math.isnan(found["low"].iloc[0]) != known


def test_twenty_groups_of_articles(tmp_path: Path) -> None:
    written(tmp_path, Many=(1,) * 45)
    found = Corpus(tmp_path / "corpus").blocks()
    assert found["block"].nunique() == 20
    assert sorted(found["n"]) == [2] * 15 + [3] * 5, "groups are as even as can be"


# -- what is read --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quoted", "kind"),
    [
        (20, "direct"),
        (18, "direct"),
        (17, "mixed"),
        (10, "mixed"),
        (3, "mixed"),
        (2, "indirect"),
        (0, "indirect"),
    ],
)
def test_direct_from_ninety_percent_of_twenty_words(quoted: int, kind: str) -> None:
    words = " ".join(["word"] * quoted)
    text = f"“{words}” " * bool(quoted) + " ".join(["other"] * (20 - quoted))
    content = (Span(0, len(text)),)
    assert kind_of(text, content, quoted_mask(text, find_quotes(text))) == kind


@pytest.mark.parametrize(("words", "short"), [(1, True), (4, True), (5, False)])
def test_the_longest_quotation_that_is_short(words: int, short: bool) -> None:
    text = f"They call it “{' '.join(['calm'] * words)}” there."
    assert bool(short_quotes(text)) == short


@pytest.mark.parametrize(("between", "speaker"), [(7, "Marta Quill"), (8, None)])
def test_a_pronoun_looks_eight_sentences_back(between: int, speaker: str | None) -> None:
    text = "Marta Quill said yes. " + "It rained in the valley. " * between + "She said no."
    spans = [Span(0, len("Marta Quill")), Span(text.index("She"), text.index("She") + 3)]
    given = [Attribution("", (span,), (), (span,), "indirect") for span in spans]
    found = resolve_speakers(parse(Article("", "", "", text)), given, learned=False)
    assert found.attributions[1].speaker == speaker


@pytest.mark.parametrize(("share", "early"), [(0.32, True), (0.34, False)])
def test_early_is_the_first_third_of_the_text(share: float, early: bool) -> None:
    start = round(share * 1000)
    where = (Span(start, start + 1),)
    found = Attribution("", where, (), where, "indirect")
    (row,) = _attribution_rows(Reading(article(text="x" * 1000), (), (), (found,)))
    assert row["early"] == early


# -- over the corpus -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "near"),
    [("2026-06-30", True), ("2026-07-01", False), ("2025-07-05", True), ("2025-07-04", False)],
)
def test_roles_are_taken_from_articles_within_180_days(day: str, near: bool) -> None:
    row = {"published": "2026-01-01", "role": "", "alignment": "", "polity": "", "reason": ""}
    filled, _ = impute([row, {**row, "published": day, "role": "expert"}])
    assert ("role" in filled) == near


@pytest.mark.parametrize(("articles", "learned"), [(60, True), (59, False)])
def test_topics_are_learned_from_sixty_articles_on(articles: int, learned: bool) -> None:
    texts = ("river flood water bridge rain", "wages strike union factory pay")
    found = [article(n, text=f"{texts[n % 2]} filler{n % 7}") for n in range(articles)]
    assert factors.learn(found).empty != learned


@pytest.mark.parametrize(("shared", "has"), [("one two three four", True), ("one two three", False)])
def test_an_article_shares_four_words_with_its_topic(shared: str, has: bool) -> None:
    """Words of one weight each: four of eight, or three, all far above a cosine of .25."""
    words = ["onexx", "twoxx", "threexx", "fourxx", "fivexx", "sixxx", "sevenxx", "eightxx"]
    topic = pd.DataFrame({"topic": "t", "term": words, "weight": 8**-0.5, "idf": 1.0, "articles": 60})
    text = " ".join(f"{word}xx" for word in shared.split())
    given = [Article("a", "", "", text)]
    assert factors.assign(given, topic).empty != has


@pytest.mark.parametrize(("weight", "has"), [(0.1251, True), (0.1249, False)])
def test_an_article_has_a_topic_from_a_cosine_of_a_quarter(weight: float, has: bool) -> None:
    """Four words of equal weight have a cosine of half their weights' sum: 4 · weight / 2."""
    words = ["onexx", "twoxx", "threexx", "fourxx"]
    topic = pd.DataFrame({"topic": "t", "term": words, "weight": weight, "idf": 1.0, "articles": 60})
    assert factors.assign([Article("a", "", "", " ".join(words))], topic).empty != has


@pytest.mark.parametrize(("times", "has"), [(2, True), (1, False)])
def test_a_topic_of_ones_own_stands_twice_in_the_text(tmp_path: Path, times: int, has: bool) -> None:
    (tmp_path / "topics.toml").write_text('[topics]\nRiver = ["river"]\n', encoding="utf-8")
    topics = dictionary.read_topics(tmp_path / "topics.toml")
    assert bool(list(dictionary.topics_of(Article("a", "", "T", "The river rose. " * times), topics))) == has


def test_two_groups_of_articles_join_from_a_mean_cosine_of_12_hundredths() -> None:
    for cosine, groups in ((0.121, 1), (0.119, 2)):
        totals = np.array([[1.0, cosine], [cosine, 1.0]], np.float32)
        assert len([one for one in clustering.linked(totals, np.array([1, 1]), 0) if one]) == groups


def test_articles_fade_after_two_days_and_are_apart_after_three() -> None:
    likeness = np.ones((1, 5), np.float32)
    assert clustering._faded(likeness, np.arange(5)[None]).tolist()[0] == pytest.approx([1, 1, 0.6, 0.4, -1])


@pytest.mark.parametrize(("days", "copies"), [(7, 2), (8, 0)])
def test_copies_are_within_a_week(days: int, copies: int) -> None:
    text = " ".join(f"word{n}" for n in range(60))
    one = article(1, outlet="A", text=text, published="2026-02-01")
    other = article(2, outlet="B", text=text, published=f"2026-02-{1 + days:02}")
    assert len(reprints.find([one, other])) == copies, "the original and its copy"


# -- what leaves this computer -------------------------------------------------------------------------


def test_no_command_but_follow_and_fetch_connects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A life of a corpus in this process: no name is looked up, and no connection is made."""
    asked: list[object] = []

    def refuse(*given: object, **more: object) -> None:
        asked.append(given)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    page = tmp_path / "page.html"
    link = "<link rel=stylesheet href=http://northwire.example/a><img src=http://northwire.example/b>"
    page.write_text(f"<html><head>{link}<title>Bridge</title></head><p>{BRIDGE * 3}</html>", encoding="utf-8")
    folder = str(tmp_path / "corpus")
    for command in (
        ["import", folder, str(page)],
        ["analyse", folder, "--workers", "1"],
        ["export", folder, "attributions", "--to", str(tmp_path / "a.csv")],
        ["report", folder, "--to", str(tmp_path / "report.html")],
    ):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output
    assert asked == []
