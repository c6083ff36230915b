"""Counted by hand: what no other test of the counting code would notice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import article, fill
from made import OUTLETS, make_corpus

from bias.compare.statistics.keyness import count_terms
from bias.compare.statistics.rates import pooled
from bias.corpus import Corpus
from bias.corpus.store.tone_queries import ToneQuestions


def test_groups_come_in_the_order_of_their_names_and_no_name_is_one() -> None:
    frame = pd.DataFrame({"outlet": ["b", "a", None, "b"], "x": [1, 1, 1, 0], "n": 2})
    found = pooled(frame, by="outlet", numerator="x", denominator="n")
    assert found["outlet"].fillna("").tolist() == ["a", "b", ""]
    assert found["value"].tolist() == [0.5, 0.25, 0.5]


def test_a_term_is_used_five_times() -> None:
    terms = count_terms(["ship ship", "ship boat boat", "ship boat", "ship boat"])
    assert terms.words == ["ship"], "a boat four times is too little"


def test_frames_of_a_story_are_the_highest_of_its_articles(demo: Corpus) -> None:
    story = str(demo.stories(least=2)["story"].iloc[0])
    ids = demo.articles_of_story(story)[["article_id", "outlet"]]
    framed = demo.query("select article_id, codebook, frame, score, present from counted_frames").merge(ids)
    assert framed["codebook"].nunique() > 1
    wanted = framed[framed["codebook"] == "generic"].groupby(["outlet", "frame"]).agg(
        score=("score", "max"), present=("present", "any")
    )  # fmt: skip
    found = demo.frames_in_story(story, codebook="generic").set_index(["outlet", "frame"])
    pd.testing.assert_frame_equal(found.sort_index(), wanted.sort_index(), check_dtype=False)


def test_a_page_of_evidence_has_twenty_places(demo: Corpus) -> None:
    assert demo.observed("wordings", behind=()) > 21
    assert len(demo.observation_keys("wordings", behind=())) == 20


def test_an_interval_of_a_rate_reads_a_quantile_beyond_student_s() -> None:
    """Five articles, four with one hit: of all resamples .2^5 = .00032 have none, .0067 one at most.

    Student's t with four degrees of freedom times the root of 5/4 reads the quantile at .00095; one degree
    less, or a wider root, reads one below .0002.
    """
    frame = pd.DataFrame({"outlet": "a", "hits": [0, 1, 1, 1, 1], "articles_": 1})
    found = pooled(
        frame, by="outlet", numerator="hits", denominator="articles_", share=False, draws=200_000
    ).loc[0]
    assert found[["value", "low", "high"]].tolist() == pytest.approx([0.8, 0.2, 1.0])


def test_tones_of_a_story_are_those_of_its_own_sentences_toward_the_six_named_most(demo: Corpus) -> None:
    story = str(demo.stories(least=2)["story"].iloc[0])
    told = demo.articles_of_story(story)[["article_id"]]
    mentions = demo.query(
        "select * from counted_tones where part = 'body' and voice = 'narration'"
    ).merge(told)  # fmt: skip
    often = mentions.groupby("target").size().rename("n").reset_index()
    often = often.sort_values(["n", "target"], ascending=[False, True])["target"]
    assert len(often) > 6
    found = demo.tones_in_story(story)
    assert list(dict.fromkeys(found["target"])) == list(often.head(6))
    counts = ["negative", "neutral", "positive", "uncertain"]
    said = mentions[mentions["target"].isin(often.head(6))]
    tone = said["tone"].where(said["certain"], "uncertain")
    wanted = pd.crosstab([said["target"], said["outlet"]], tone).reindex(columns=counts, fill_value=0)
    pd.testing.assert_frame_equal(
        found.set_index(["target", "outlet"])[counts].sort_index(),
        wanted.sort_index(),
        check_dtype=False,
        check_names=False,
    )


def test_frames_are_counted_over_articles_that_were_read(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "half", articles=6, outlets=1)
    fill(corpus, [article(99, outlet=OUTLETS[0])])
    found = corpus.frame_rates(codebook="generic", frames=["conflict"])
    assert found["articles"].tolist() == [6]


def test_what_is_said_near_a_speaker_is_of_the_months_in_which_it_speaks(demo: Corpus) -> None:
    spoken = demo.query(
        "select speaker, left(published, 7) as month from counted_attributions where speaker <> ''"
    )
    months = spoken.groupby("speaker")["month"].agg(set)
    speaker = months[months.map(len) == 1].index[0]
    (month,) = months[speaker]
    assert set(spoken["month"]) > {month}
    found = demo.said_near(speaker=speaker, limit=1000)
    assert set(found["published"].str[:7]) == {month}
    assert (
        len(found)
        == demo.query("select count(*) as n from counted_attributions where left(published, 7) = ?", [month])[
            "n"
        ].iloc[0]
    )
    own = int((spoken["speaker"] == speaker).sum())
    assert set(demo.said_near(speaker=speaker, limit=own)["speaker"]) == {speaker}, "its own come first"


class Mentions(ToneQuestions):
    """Mentions of one target: five, under three names, in articles 1 and 2."""

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        counted_tones = pd.DataFrame(
            [(1, "Ann Bo"), (1, "Ann Bo"), (1, "Ann B."), (2, "Ann B."), (1, "A")],
            columns=["article", "target_label"],
        ).assign(target="ann", target_kind="person", article_id="")
        with duckdb.connect() as con:
            con.register("counted_tones", counted_tones)
            return con.execute(sql, list(parameters)).df()


def test_a_target_is_called_as_it_is_mostly_and_of_two_names_the_later() -> None:
    assert Mentions().target_label("ann") == "Ann Bo"
    found = Mentions().targets().loc[0]
    assert found[["label", "kind", "n", "articles"]].tolist() == ["Ann Bo", "person", 5, 2]
