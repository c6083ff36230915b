"""Counted by hand: what no other test of the counting code would notice."""

from __future__ import annotations

import pandas as pd

from bias.compare.statistics.keyness import count_terms
from bias.compare.statistics.rates import pooled
from bias.corpus import Corpus


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
