"""Filters: which articles they let through, how one narrows another, and what a date is."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from conftest import article, fill

from bias.api import OpenCorpus
from bias.compare import story_coverage
from bias.corpus import Corpus, Filter
from bias.errors import BadInputError


def ids(corpus: Corpus, where: Filter) -> set[int]:
    return {int(one, 16) for one in corpus.articles(where)["article_id"]}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Eight articles: outlets A and B, first days of January to April, on floods or bridges in turn."""
    corpus = Corpus(tmp_path_factory.mktemp("filters") / "news", create=True)
    texts = ("Floods in Varn", "A bridge in Varn", "Floods under the bridge", "Wages")
    fill(
        corpus,
        [
            article(n, outlet="AB"[n % 2], published=f"2026-0{1 + n // 2}-01", text=texts[n % 4])
            for n in range(8)
        ],
    )
    topics = [(n, "weather") for n in (0, 2, 4, 6)] + [(n, "roads") for n in (1, 2, 5, 6)]
    rows = [(f"{n:016x}", topic, "own") for n, topic in topics]
    corpus.write_whole(topics=pd.DataFrame(rows, columns=["article_id", "topic", "origin"]))
    return corpus


FILTERS = [
    Filter(),
    Filter(outlets=("A",)),
    Filter(outlets=("B",)),
    Filter(outlets=("A", "B"), since="2026-02-01"),
    Filter(since="2026-03-01"),
    Filter(until="2026-02-01"),
    Filter(since="2026-02-01", until="2026-03-31", words="varn"),
    Filter(words="floods"),
    Filter(words="under", outlets=("A",)),
    Filter(topics=("weather",)),
    Filter(topics=("roads",), words="floods"),
    Filter(topics=("roads", "weather"), once=True),
]


THIRD = Filter(words="in varn", until="2026-03-31")


@pytest.fixture(scope="module")
def alone(news: Corpus) -> dict[Filter, set[int]]:
    return {one: ids(news, one) for one in (*FILTERS, THIRD)}


@pytest.mark.parametrize(("one", "other"), list(itertools.product(FILTERS, FILTERS)))
def test_a_filter_narrowed_lets_through_what_both_do(
    news: Corpus, alone: dict[Filter, set[int]], one: Filter, other: Filter
) -> None:
    both = alone[one] & alone[other]
    assert ids(news, one.narrowed(other)) == both
    assert ids(news, one.narrowed(other).narrowed(THIRD)) == both & alone[THIRD]
    assert ids(news, THIRD.narrowed(one.narrowed(other))) == both & alone[THIRD]


def test_outlets_in_common_and_the_narrower_days() -> None:
    one = Filter(outlets=("A", "B"), since="2026-01-05", until="2026-03-01", words="x")
    found = one.narrowed(Filter(outlets=("B", "C"), since="2026-02-01", until="2026-04-01", once=True))
    assert found == Filter(outlets=("B",), since="2026-02-01", until="2026-03-01", words="x", once=True)
    assert Filter().narrowed(one) == one.narrowed(Filter()) == one.narrowed(one) == one


def test_outlets_that_have_none_in_common_let_nothing_through(news: Corpus) -> None:
    nobody = Filter(outlets=("A",)).narrowed(Filter(outlets=("B",)))
    assert ids(news, nobody) == set()
    assert ids(news, nobody.narrowed(Filter(outlets=("A",)))) == set()
    assert news.outlets(nobody) == []


def test_topics_that_both_ask_for_and_words_of_both(news: Corpus) -> None:
    weather, roads = Filter(topics=("weather",)), Filter(topics=("roads",))
    assert ids(news, weather.narrowed(roads)) == {2, 6}
    assert ids(news, Filter(words="floods").narrowed(Filter(words="under"))) == {2, 6}
    assert ids(news, weather.narrowed(roads).narrowed(Filter(words="varn"))) == set()


def test_a_notebook_narrows_and_says_by_what(news: Corpus) -> None:
    part = OpenCorpus(news.path).only(outlets=["A"]).only(since="2026-02-01")
    assert ids(news, part.where) == {2, 4, 6}
    assert part.origin().filters == {"outlets": ("A",), "since": "2026-02-01"}
    words = part.only(words="floods").only(words="bridge").origin()
    assert words.filters == {
        "words": "bridge", "also": {"outlets": ("A",), "since": "2026-02-01", "words": "floods"},
    }  # fmt: skip
    said = "only with the words bridge; of A; from 2026-02-01; with the words floods"
    assert said in words.counted_from


def test_the_first_day_and_the_last_are_let_through(corpus: Corpus) -> None:
    days = ["2026-01-31T23:59", "2026-02-01", "2026-02-01T00:00", "2026-02-03T23:59:59", "2026-02-04", ""]
    fill(corpus, [article(n, published=day) for n, day in enumerate(days)])
    assert ids(corpus, Filter(since="2026-02-01")) == {1, 2, 3, 4}
    assert ids(corpus, Filter(until="2026-02-03")) == {0, 1, 2, 3}
    assert ids(corpus, Filter(since="2026-02-01", until="2026-02-01")) == {1, 2}


@pytest.mark.parametrize(
    "day",
    ["1.2.2026", "2026-2-1", "2026-02", "20260201", "2026-W05-1", "2026-02-30", "2026-13-01", "tomorrow", " ",
     "2026-02-01T10:00", "2026-02-01 "],
)  # fmt: skip
@pytest.mark.parametrize("name", ["since", "until"])
def test_what_is_no_date_says_how_one_is_written(name: str, day: str) -> None:
    with pytest.raises(BadInputError, match=f"{name}: .* write year, month and day as 2026-02-01"):
        Filter(**{name: day})


def test_since_is_no_later_than_until() -> None:
    with pytest.raises(BadInputError, match="since 2026-02-02 is later than until 2026-02-01; exchange"):
        Filter(since="2026-02-02", until="2026-02-01")
    assert Filter(since="2026-02-01", until="2026-02-01").since == "2026-02-01"


# -- told first ----------------------------------------------------------------------------------------


def first(corpus: Corpus, *told: tuple[str, str]) -> list[str]:
    """Who tells a story first, of outlets and times."""
    articles = [article(n, outlet=outlet, published=time) for n, (outlet, time) in enumerate(told)]
    fill(corpus, articles)
    corpus.write_whole(
        stories=pd.DataFrame({"article_id": [one.id for one in articles], "story": "s"}),
        story_labels=pd.DataFrame({"story": ["s"], "label": ["Bridge"]}),
        copies=pd.DataFrame(columns=["article_id", "original", "credit", "held"]).astype(
            {"article_id": str, "original": str, "credit": str, "held": float}
        ),
    )
    found = story_coverage(corpus, Filter())
    assert set(found["of"]) == {1}
    return list(found.loc[found["first"] > 0, "outlet"])


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ((("A", "2026-02-01T10:00"), ("B", "2026-02-01T10:05")), ["A"]),
        ((("A", "2026-02-01T10:00"), ("B", "2026-02-01T10:00")), []),
        ((("A", "2026-02-01"), ("B", "2026-02-01T00:05")), []),
        ((("A", "2026-02-01"), ("B", "2026-02-01T23:59:59")), []),
        ((("A", "2026-02-01"), ("B", "2026-02-01")), []),
        ((("A", "2026-02-01"), ("B", "2026-02-02")), ["A"]),
        ((("A", "2026-02-01"), ("B", "2026-02-02T00:00")), ["A"]),
        ((("A", "2026-02-02"), ("B", "2026-02-01T23:59")), ["B"]),
        ((("A", "2026-02-01T10:00+02:00"), ("B", "2026-02-01T09:00Z")), ["A"]),
        ((("A", "2026-02-01T10:00-05:00"), ("B", "2026-02-01T11:00+00:00")), ["B"]),
        ((("A", "2026-02-01T09:30"), ("B", "2026-02-01T10:00+01:00")), ["B"]),
        ((("A", "2026-02-01T10:00+02:00"), ("B", "2026-02-01T08:00:00Z")), []),
        ((("A", "2026-02-01"), ("B", "2026-02-02T01:00+02:00")), []),
        ((("A", "2026-02-01T10:00"), ("B", "2026-02-01"), ("C", "2026-02-03")), []),
        ((("A", "2026-02-01"), ("A", "2026-02-01T08:00"), ("B", "2026-02-01T10:00")), ["A"]),
        ((("A", "2026-02-01T10:00"), ("B", "")), []),
        ((("A", ""), ("B", "")), []),
    ],
)
def test_who_tells_first(corpus: Corpus, told: tuple[tuple[str, str], ...], wanted: list[str]) -> None:
    assert first(corpus, *told) == wanted
