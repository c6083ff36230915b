"""What is in a corpus: every number of the Overview opens as many articles as it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_corpus, make_uneven

from bias import compare
from bias.corpus import Corpus, Filter

NONE = Filter()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("overview") / "filled")


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_uneven(tmp_path_factory.mktemp("overview") / "uneven")


def test_overview_counts_what_is_there(filled: Corpus) -> None:
    found = compare.overview(filled, NONE)
    assert found.total == 72
    assert list(found.outlets["articles"]) == [12] * 6
    assert found.count("read") == 72
    assert found.period == "week"
    assert found.timeline["articles"].sum() == 72
    assert set(found.issues["key"]) == {"short"}
    assert not found.demo


def test_gaps_are_periods_without_an_article(filled: Corpus) -> None:
    found = compare.overview(filled, NONE, period="month")
    for row in found.outlets.to_dict("records"):
        own = found.timeline[found.timeline["outlet"] == row["outlet"]]
        assert len(own) == 6, "also the months in which it has none"
        assert row["gaps"] == (own["articles"] == 0).sum()


def test_the_articles_of_a_cell_are_as_many_as_it_says(filled: Corpus) -> None:
    for period in ("week", "month", "year"):
        found = compare.overview(filled, NONE, period=period)
        for row in found.timeline.head(30).to_dict("records"):
            listed = compare.in_cell(found, row["label"], f"{row['start']:%Y-%m-%d}")
            assert len(listed) == row["articles"]


def test_issues_open_the_articles_behind_them(uneven: Corpus) -> None:
    found = compare.overview(uneven, NONE)
    counted = dict(zip(found.issues["key"], found.issues["articles"], strict=True))
    assert counted == {"waiting": 1, "undated": 4, "no outlet": 15, "same title": 2}
    for key, n in counted.items():
        assert len(compare.with_issue(uneven, NONE, key)) == n
    assert found.rejected == 1
    assert "few articles (1)" in list(found.outlets["note"])
    assert "no outlet given" in list(found.outlets["label"])


def test_articles_read_by_another_version_are_told(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "mixed", articles=9)
    assert "other version" not in set(compare.overview(corpus, NONE).issues["key"])
    (batch,) = (path.stem for path in corpus.files("readings"))
    rows = corpus.table("readings").to_dict("records")
    for row in rows[:2]:
        row["version"] = "older"
    corpus.write("readings", batch, rows, version="made")
    assert len(compare.with_issue(corpus, NONE, "other version")) == 2
