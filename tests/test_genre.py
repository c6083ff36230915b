"""Genre: signs, texts, the filter, decisions of people, the mix in words, and the caution."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from conftest import ROOT, article, fill

from bias import compare
from bias.compare.words.genres import GENRE_LABELS, genre_caution, mix_text
from bias.corpus import Corpus, Filter
from bias.evaluate import genre as evaluate
from bias.ingest import read_paths
from bias.model import Article, Genre
from bias.reading import GENRES, read
from bias.reading.genre import signed

PLAIN = "The council of Varn met on Tuesday.  It voted for the bridge by nine to four."
BIO = f"{PLAIN}\n\nLivia Arden is a professor of law at the University of Varn."


@pytest.mark.parametrize(
    ("fields", "genre"),
    [
        ({"section": "Opinion"}, "opinion"),
        ({"section": "News / Analysis"}, "analysis"),
        ({"section": "Features"}, "feature"),
        ({"section": "World"}, None),
        ({"url": "https://lantern.example/opinion/2026/02/the-bridge"}, "opinion"),
        ({"url": "https://lantern.example/commentisfree/2026/the-bridge"}, "opinion"),
        ({"url": "https://lantern.example/news/live/varn-votes"}, "live"),
        ({"url": "https://lantern.example/news/public-opinion"}, None),
        ({"url": "https://lantern.example/opinion"}, None),
        ({"url": "http://[broken"}, None),
        ({"title": "Opinion: Let the bridge fall"}, "opinion"),
        ({"title": "Let the bridge fall | Editorial"}, "opinion"),
        ({"title": "Explainer: why Varn has no bridge"}, "analysis"),
        ({"title": "Interview: the engineer of Varn"}, "interview"),
        ({"title": "Varn votes: live updates"}, "live"),
        ({"title": "Court gives its opinion on the bridge"}, None),
        ({"title": "Live music returns to Varn"}, None),
        ({"author": "The Editorial Board"}, "opinion"),
        ({"text": BIO}, "opinion"),
        ({"text": f"This live blog is now closed.\n\n{PLAIN}"}, "live"),
        ({"text": f"{PLAIN}\n\nThis interview has been edited for length."}, "interview"),
        ({}, None),
    ],
)
def test_what_an_outlet_says_itself_is_the_genre(fields: dict[str, str], genre: str | None) -> None:
    found = signed(Article(**{"id": "a", "outlet": "", "title": "", "text": PLAIN} | fields))
    assert (found.genre if found else None) == genre


def test_a_sign_is_shown_with_its_place() -> None:
    found = signed(Article("a", "", "", BIO))
    assert found is not None
    assert found.evidence[0].slice(BIO).startswith("Livia Arden is a professor")
    found = signed(Article("a", "", "", PLAIN, section="Opinion"))
    assert found is not None
    assert found.reason == "its section is “Opinion”"


REPORT = (
    "VARN — Two people were killed on Monday when a bus left the road near Varn, police said.\n\n"
    "The bus was carrying 34 passengers, Interior Minister Pavel Renko told reporters on Tuesday.  “We have "
    "opened an inquiry into the brakes,” he said.\n\n"
    "A spokeswoman for the company said it had checked the bus in May.  The prosecutor declined to comment."
)
OPINION = (
    "Let us be honest: nobody needs this bridge.  I have lived in Varn for forty years, and I have never "
    "once met a person who asked for it.  Why, then, must we pay for it?\n\n"
    "The minister is wrong, and he should say so.  We deserve better than his shameful excuses.  What would "
    "half of that money do for our schools?  It is time that we stopped believing in fairy tales.\n\n"
    "I will not be silent.  You should not be silent either!  We must stand up, and we must do it now."
)


def test_a_report_and_an_opinion_piece_without_any_sign() -> None:
    report, opinion = (read(Article("a", "", "", text, language="en")).genre for text in (REPORT, OPINION))
    assert report is not None
    assert report.genre == "report"
    assert report.confidence >= 0.8
    assert opinion is not None
    assert opinion.genre == "opinion"
    assert "“we” or “our”" in opinion.reason or "“I” or “my”" in opinion.reason
    assert all(one.slice(OPINION).strip() for one in opinion.evidence)
    assert opinion.evidence


def test_a_text_of_a_few_words_tells_nothing() -> None:
    found = read(Article("a", "", "", "The bridge is open.", language="en")).genre
    assert found == Genre("", 0.0, "")


def test_the_genres_of_the_words_are_those_of_the_reading() -> None:
    assert tuple(GENRE_LABELS) == (*GENRES, "unknown")


# -- a corpus ------------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Corpus:
    """Two outlets of twelve articles each: A reports, B argues in nine, and one of B is unknown."""
    corpus = Corpus(tmp_path / "mixed", create=True)
    genres = ["report"] * 12 + ["opinion"] * 9 + ["report", "report", ""]
    fill(corpus, [article(n, outlet="AB"[n // 12]) for n in range(24)])
    batch = corpus.files("articles")[0].stem
    rows = [
        {
            "article_id": f"{n:016x}", "outlet": "AB"[n // 12], "published": "2026-02-09", "state": "read",
            "language": "en", "words": 50, "version": "v", "genre": genre, "genre_confidence": 0.9,
            "genre_reason": "because", "genre_spans": [0, 10],
        }
        for n, genre in enumerate(genres)
    ]  # fmt: skip
    corpus.write("attributions", batch, [])
    corpus.write("readings", batch, rows, version="v")
    return corpus


def test_the_filter_lets_one_genre_through(mixed: Corpus) -> None:
    count = {one: len(mixed.articles(Filter(genres=(one,)))) for one in ("report", "opinion", "unknown")}
    assert count == {"report": 14, "opinion": 9, "unknown": 1}
    both = Filter(genres=("opinion", "unknown"), outlets=("B",))
    assert len(mixed.articles(both)) == 10
    assert len(mixed.articles(Filter(genres=("report",)).narrowed(Filter(genres=("opinion",))))) == 0


def test_a_decision_wins_over_the_reading_and_can_be_taken_back(mixed: Corpus) -> None:
    before = mixed.stamp()
    mixed.genre_codes.code(f"{23:016x}", "feature")
    assert mixed.stamp() != before
    assert list(mixed.articles(Filter(genres=("feature",)))["article_id"]) == [f"{23:016x}"]
    page = compare.article_page(mixed, f"{23:016x}")
    assert page is not None
    assert page.genre == "feature"
    assert page.genre_by_hand
    mixed.genre_codes.code(f"{0:016x}", "unknown")
    assert len(mixed.articles(Filter(genres=("unknown",)))) == 1
    mixed.genre_codes.take_back(f"{23:016x}")
    assert len(mixed.articles(Filter(genres=("unknown",)))) == 2


def test_the_mix_is_said_in_words(mixed: Corpus) -> None:
    assert compare.genre_mix(mixed, Filter()) == "14 reports, 9 opinion pieces, 1 unknown"
    assert compare.genre_mix(mixed, Filter(genres=("opinion",))) == "9 opinion pieces"
    assert mix_text(pd.DataFrame({"genre": [], "n": []})) == ""


def test_outlets_that_differ_in_genre_are_said_to_and_not_where_one_genre_is_chosen(mixed: Corpus) -> None:
    said = compare.genre_caution(mixed, Filter())
    assert said.startswith("Outlets differ in genre: of A's articles 100 %")
    assert "of B's 18 %" in said
    assert compare.genre_caution(mixed, Filter(genres=("report",))) == ""
    alike = pd.DataFrame(
        {"outlet": ["A", "A", "B"], "genre": ["report", "opinion", "report"], "n": [9, 1, 8]}
    )
    assert genre_caution(alike, least=5) == ""


def test_the_card_has_a_cell_a_genre_and_opens_its_articles(mixed: Corpus) -> None:
    card = compare.genres(mixed, Filter())
    values = {(row.topic, row.key): row.value for row in card.board.rows.itertuples()}
    assert values["B", "opinion"] == 0.75
    assert values["A", "report"] == 1.0
    cell = next(row.id for row in card.board.rows.itertuples() if (row.topic, row.key) == ("B", "opinion"))
    assert len(compare.of_genre(mixed, Filter(), cell)) == 9


def test_the_section_of_a_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(
        "title,text,section\nVarn,The bridge is open.,Opinion\n", encoding="utf-8"
    )
    found = next(iter(read_paths([tmp_path / "news.csv"])))
    assert isinstance(found, Article)
    assert found.section == "Opinion"
    corpus = Corpus(tmp_path / "corpus", create=True)
    fill(corpus, [found])
    stored = corpus.article(found.id)
    assert stored is not None
    assert stored.section == "Opinion"


def test_measures_of_genres_against_gold() -> None:
    rows = [{"genre": "report"}, {"label": "reporting"}, {"genre": "opinion"}, {"label": "satire"}]
    found = [Genre("report", 0.9, ""), Genre("", 0.5, ""), Genre("report", 0.9, ""), None]
    measured = evaluate.genres(rows, found)
    assert (measured["n"], measured["answered"], measured["right"]) == (3, 2 / 3, 1 / 2)
    assert measured["each"]["report"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "n": 2}
    assert measured["macro_f1"] == 0.25
    assert measured["other"] == {"satire": {"unknown": 1}}


def test_the_pages_say_the_mix_and_offer_reports_only(mixed: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("BIAS_CORPUS", str(mixed.path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120).run()
    assert not app.exception
    assert "14 reports, 9 opinion pieces, 1 unknown" in [one.value for one in app.caption]
    app.button(key="reports-genres").click().run()
    assert not app.exception
    assert "14 reports" in [one.value for one in app.caption]
    assert not [one for one in app.button if one.key == "reports-genres"]


def test_the_article_page_says_why_and_takes_a_correction(
    mixed: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setenv("BIAS_CORPUS", str(mixed.path))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.query_params["article"] = f"{12:016x}"
    app.run()
    app.switch_page("bias/show/pages/article.py").run()
    assert not app.exception
    assert any("Opinion piece** (because)" in one.value for one in app.markdown)
    app.selectbox(key=f"genre-{12:016x}").set_value("report").run()
    app.button(key="save-genre").click().run()
    assert not app.exception
    assert any("Report** (decided here)" in one.value for one in app.markdown)
    assert len(mixed.articles(Filter(genres=("report",)))) == 15
