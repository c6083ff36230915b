"""The Wording page's numbers on the demo: what was planted is found, and every number opens its places."""

from __future__ import annotations

import math
import random
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import ROOT
from made import make_corpus
from scipy.stats import norm

from bias import compare
from bias.compare.cards.keyness import _key_terms
from bias.compare.cards.wording import headlines_to_read, wording, wording_terms
from bias.compare.measures import WORDINGS, named
from bias.compare.statistics import keyness
from bias.compare.statistics.differences import discovery_rates
from bias.compare.statistics.rates import pooled
from bias.corpus import Corpus, Filter
from bias.corpus.store.wording_queries import words_behind

ARTICLES, PLANTED = (ROOT / "data" / "demo" / name for name in ("articles", "planted"))


def planted() -> dict[str, list[str]]:
    """The scare quotes that were planted in each demo article, by the beginning of its text."""
    out = {}
    for path in sorted(PLANTED.glob("*.yaml")):
        for slug, found in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            text = (ARTICLES / path.stem / f"{slug}.txt").read_text(encoding="utf-8")
            out[text.split("\n\n", 1)[1].strip()[:80]] = found["scare_quotes"] or []
    return out


@pytest.mark.parametrize("measure", WORDINGS, ids=lambda measure: measure.key)
def test_a_number_is_its_places(measure, demo: Corpus) -> None:  # type: ignore[no-untyped-def]
    board = wording(demo, Filter(), key=measure.key).board
    assert board.coverage.matched == board.coverage.read == 72
    for row in board.rows.to_dict("records"):
        places = compare.count(demo, Filter(), "wordings", row["behind"])
        assert places == row["n"]
        if row["note"] == "":
            scale = 1000 if measure.unit == "per 1,000" else 1
            assert math.isclose(row["value"], scale * places / row["base"])
            assert row["low"] <= row["value"] <= row["high"]


def test_headlines_to_read_are_counted_and_open(demo: Corpus) -> None:
    found = headlines_to_read(demo, Filter())
    assert found["n"].is_monotonic_decreasing
    for row in found.to_dict("records"):
        places = compare.evidence(demo, Filter(), "wordings", row["behind"], size=50)
        assert len(places) == row["n"] <= row["articles"]
        assert {one.outlet for one in places} == {row["id"]}
        assert all("the claim of" in one.said for one in places)


def test_places_are_shown_with_their_words_marked_and_a_reason(demo: Corpus) -> None:
    row = wording(demo, Filter(), key="scare", possible=True).board.rows.iloc[0]
    found = compare.evidence(demo, Filter(), "wordings", row["behind"], size=5)
    assert len(found) == min(5, row["n"])
    for mark in found:
        (quote,) = mark.quotes
        assert 'class="bias-word"' in quote
        assert "scare quote" in mark.said
    table = compare.evidence_table(demo, Filter(), "wordings", row["behind"])
    assert len(table) == row["n"]
    assert table["reason"].ne("").all()


def test_words_of_a_measure_open_their_own_places(demo: Corpus) -> None:
    found = wording_terms(demo, Filter(), key="boosters")
    assert len(found)
    for row in found.head(5).to_dict("records"):
        assert compare.count(demo, Filter(), "wordings", row["behind"]) == row["n"]


def test_planted_scare_quotes_are_found(demo: Corpus) -> None:
    found = demo.query(
        """select a.text, lower(trim(w.words, '“”",.')) as words, w.sure
        from wordings w join articles a using (article_id) where w.kind = 'scare_quote'"""
    )
    wanted = {(start, words.lower()) for start, listed in planted().items() for words in listed}
    got = {(row.text[:80], row.words) for row in found.itertuples()}
    likely = {(row.text[:80], row.words) for row in found[found["sure"]].itertuples()}
    assert len(wanted) > 40
    assert len(wanted & got) / len(wanted) >= 0.7
    assert len(wanted & likely) / len(likely) >= 0.85


def test_outlets_that_hold_words_at_arms_length_are_told_from_those_that_do_not(demo: Corpus) -> None:
    """Three outlets of the demo use scare quotes, three never do (data/demo/README.md)."""
    rows = wording(demo, Filter(), key="scare", possible=True).board.rows.set_index("outlet")
    uses = ["Kestria State News Agency", "Free Loravel", "The Daily Lantern"]
    assert rows.loc[uses, "low"].min() > rows.drop(index=uses)["value"].max()
    likely = wording(demo, Filter(), key="scare").board.comparable.set_index("outlet")
    assert likely.loc[uses, "value"].min() > 0
    assert likely.drop(index=uses)["value"].max() == 0


def test_differences_are_those_of_the_rows(demo: Corpus) -> None:
    board = wording(demo, Filter(), key="hedges").board
    known = board.comparable
    reference = known["outlet"].iloc[0]
    card = wording(demo, Filter(), key="hedges", against=reference)
    found = card.board.rows.set_index("outlet")
    base = known.set_index("outlet").loc[reference, "value"]
    for outlet, row in known.set_index("outlet").drop(index=reference).iterrows():
        assert math.isclose(found.loc[outlet, "difference"], row["value"] - base)
    assert "Difference" in card.table
    assert len(card.table) == len(known) - 1


def test_filters_narrow_the_numbers(demo: Corpus) -> None:
    one = demo.outlets()[0]
    board = wording(demo, Filter(outlets=(one,)), key="loaded").board
    assert list(board.rows["outlet"]) == [one, one]
    assert list(board.rows["series"]) == ["sure", "sure or perhaps"]
    against = wording(demo, Filter(outlets=(one,)), key="loaded", against="nobody")
    assert against.board.rows.empty


def test_key_terms_of_the_outlets_own_voice_leave_out_what_sources_say(demo: Corpus) -> None:
    own = _key_terms(demo, demo.stamp(), Filter(), True, False, True)
    whole = _key_terms(demo, demo.stamp(), Filter(), False, False, True)
    assert own["n"].sum() < whole["n"].sum()
    outlet = demo.outlets()[0]
    card = compare.keyness(demo, Filter(), outlet=outlet, own=False, phrases=False)
    shown = card.board.rows
    assert ((shown["low"] > 0) | (shown["high"] < 0)).all()
    assert len(card.table) >= len(shown)
    assert (shown["q"] < 0.05).all()
    row = whole[whole["group"] == outlet].sort_values("n").iloc[-1]
    places = compare.keyword_in_context(demo, Filter(), term=row["term"], own=False, outlet=outlet)
    assert len(places) == row["n"]
    assert places["Keyword"].str.lower().str.replace("’", "'").eq(row["term"]).all()
    mine = own[(own["group"] == outlet) & (own["term"] == row["term"])]
    told = compare.keyword_in_context(demo, Filter(), term=row["term"], own=True, outlet=outlet)
    assert len(told) == (mine["n"].iloc[0] if len(mine) else len(told))


def test_shuffled_outlets_have_few_key_terms(demo: Corpus) -> None:
    """Where outlets are only names, next to nothing stands out."""
    texts = demo.texts()
    outlets = list(texts["outlet"])
    clear = 0
    for seed in range(3):
        random.Random(seed).shuffle(outlets)
        rows = keyness.keyness(keyness.count_terms(list(texts["text"])), outlets)
        rows = rows[rows["texts"] >= 3]
        error = (rows["high"] - rows["low"]) / 2 / 1.959964
        p = 2 * norm.sf((rows["log_odds"] / error).abs())
        for group in rows["group"].unique():
            clear += int((discovery_rates(p[(rows["group"] == group).to_numpy()]) < 0.05).sum())
    assert clear / (3 * 6) < 5


def test_an_article_shows_its_wording(demo: Corpus) -> None:
    table = demo.table("wordings")
    article_id = table["article_id"].value_counts().index[0]
    page = compare.article_page(demo, article_id)
    assert page is not None
    assert len(page.word_marks) + len(page.title_words) == len(page.wordings)
    html = compare.to_html(page.article.text, page.word_marks, numbered=False)
    words = [mark for mark in page.word_marks if mark.part == compare.WORD]
    assert html.count("bias-word") >= len({mark.span for mark in words})
    assert ("bias-sentence" in html) == (len(words) < len(page.word_marks))
    assert len(compare.wording_rows(page)) == len(page.wordings)


def test_a_rate_of_nothing_has_an_upper_end() -> None:
    frame = pd.DataFrame({"by": "a", "above": 0.0, "below": 20.0, "articles": [12]})
    (row,) = pooled(
        frame, by="by", numerator="above", denominator="below", times="articles", share=False
    ).to_dict("records")
    assert (row["value"], row["low"]) == (0.0, 0.0)
    assert math.isclose(row["high"], (1 - 0.025 ** (1 / 12)) * 12 / 240)


def test_rates_cover_the_truth_where_articles_are_alike() -> None:
    """Rates of articles vary (gamma) and marks are Poisson, 2.5 in 1,000 words: 30 articles of 160 to 800
    words, 400 repetitions."""
    rng = np.random.default_rng(1)
    rows = []
    for draw in range(400):
        size = rng.integers(160, 800, 30)
        rate = rng.gamma(0.8, 0.0025 / 0.8, 30)
        rows.append(pd.DataFrame({"by": draw, "above": rng.poisson(rate * size), "below": size}))
    found = pooled(pd.concat(rows), by="by", numerator="above", denominator="below", share=False, draws=400)
    held = ((found["low"] <= 0.0025) & (found["high"] >= 0.0025)).mean()
    assert 0.92 <= held <= 0.985


def test_a_name_that_comes_twice_takes_either_value() -> None:
    sql, values = words_behind((("kind", "booster"), ("kind", "assertive"), ("part", "body")))
    assert sql == "true and t.kind in (?, ?) and t.part in (?)"
    assert values == ["booster", "assertive", "body"]
    assert named(WORDINGS, "no such").key == WORDINGS[0].key


def test_articles_that_an_older_version_read_count_nowhere(tmp_path: Path) -> None:
    """They have no wordings: that is not to say that they use none."""
    corpus = make_corpus(tmp_path / "old", articles=12)
    for measure in WORDINGS:
        board = wording(corpus, Filter(), key=measure.key).board
        assert not board.shown, measure.key


def test_a_measure_that_there_is_not_is_the_first_one(demo: Corpus) -> None:
    assert wording(demo, Filter(), key="no such").key == "wording-loaded"
