"""The Same story page: the list, one event outlet by outlet, and what people move."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_pages import opened, words

from bias import compare
from bias.compare.stories.coverage import LEAST_SPOKEN
from bias.compare.stories.side_by_side import lead_of
from bias.corpus.store import Corpus, Filter
from bias.model import Span
from bias.show.widgets import parts


def bridge(corpus: Corpus) -> str:
    """The key of the event that all six outlets tell of a bridge."""
    found = corpus.stories(least=6, words="bridge collapse")
    return str(found["story"].iloc[0])


def test_the_list_says_how_far_outlets_are_apart(demo: Corpus) -> None:
    found = compare.story_list(demo, Filter())
    assert (found["outlets"] >= 2).all()
    assert found["official"].between(0, 1).mean() > 0.9
    assert found["tone"].between(0, 2).mean() > 0.9
    assert list(compare.story_list(demo, Filter(), words="bridge")["label"])


def test_how_far_apart_is_counted_by_hand(demo: Corpus) -> None:
    story = bridge(demo)
    row = compare.story_list(demo, Filter()).set_index("story").loc[story]
    ids = list(demo.articles_of_story(story)["article_id"])
    said, named = demo.table("counted_attributions"), demo.table("counted_tones")
    said = said[said["article_id"].isin(ids) & ((said["speaker"] != "") | (said["source_words"] != ""))]
    shares = said.assign(official=said["alignment"] == "incumbent").groupby("outlet")["official"]
    shares = shares.mean()[shares.size() >= LEAST_SPOKEN]
    assert row["official"] == pytest.approx(shares.max() - shares.min())
    named = named[named["article_id"].isin(ids) & (named["part"] == "body") & named["certain"]]
    named = named[named["voice"] == "narration"]
    net = named["tone"].map({"positive": 1, "neutral": 0, "negative": -1}).groupby(named["outlet"])
    net = net.mean()[net.size() >= LEAST_SPOKEN]
    assert row["tone"] == pytest.approx(net.max() - net.min())
    assert len(shares) > 1
    assert len(net) > 1


def test_a_statement_stands_once_with_the_version_of_every_outlet(demo: Corpus) -> None:
    board = compare.story_board(demo, bridge(demo))
    assert board is not None
    shared = [one for one in board.statements if one.outlets > 1]
    assert shared
    for one in board.statements:
        assert set(one.versions) == set(board.outlets)
        assert any(version.relation == "same" for version in one.versions.values())
    keys = [(v.article_id, v.number) for one in board.statements for v in one.versions.values() if v.content]
    assert len(keys) == len(set(keys))


def test_who_is_heard_adds_up(demo: Corpus) -> None:
    board = compare.story_board(demo, bridge(demo))
    assert board is not None
    said = demo.said_in_story(board.story)
    counts = board.speakers.drop(columns=["Speaker", "Role"])
    assert counts.to_numpy().sum() == (said["speaker"] != "").sum()
    assert board.strip["Statements"].sum() == len(said)


def test_a_reprint_shows_what_it_adds(demo: Corpus) -> None:
    board = compare.story_board(demo, bridge(demo))
    assert board is not None
    (copy,) = board.copies["article_id"]
    change = compare.reprint(demo, copy)
    assert change is not None
    assert change.added > 0
    assert "<ins>" in change.html
    assert compare.reprint(demo, board.copies["original"].iloc[0]) is None


def test_an_unknown_story(demo: Corpus) -> None:
    assert compare.story_board(demo, "no such story") is None


def test_coverage_and_what_was_left_out(demo: Corpus) -> None:
    found = compare.story_coverage(demo, Filter())
    assert (found["told"] <= found["of"]).all()
    assert found["first"].sum() <= found["of"].iloc[0]
    outlet = str(found["outlet"].iloc[0])
    missing = compare.left_out(demo, Filter(), outlets=[outlet])
    assert len(missing) <= found["of"].iloc[0] - found["told"].iloc[0]


# -- the page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", ["Stories", "Who tells what"])
def test_views_open_from_a_link(demo: Corpus, monkeypatch: pytest.MonkeyPatch, view: str) -> None:
    app = opened(demo.path, monkeypatch, "stories", **{"stories-view": view})
    assert "event" in words(app)


def test_a_story_opens_from_a_link(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "stories", story=bridge(demo))
    said = words(app)
    assert "The same statement, outlet by outlet" in said
    assert "bias-aligned" in said
    assert "Who is heard, and who is missing" in said


def test_a_story_that_is_not_there(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "stories", story="<b>none</b>")
    assert "no such story" in words(app)


def test_reprints_count_once_on_demand(demo: Corpus) -> None:
    every, once = demo.articles(), demo.articles(Filter(once=True))
    assert len(every) - len(once) == 14
    assert demo.rates(Filter(once=True), above="direct", below="all")["articles"].sum() < len(every)


def test_a_move_is_seen_and_taken_back(demo: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = Corpus(shutil.copytree(demo.path, tmp_path / "moved"))
    story = bridge(corpus)
    other = str(corpus.stories(least=6)["story"].iloc[-1])
    article = str(corpus.articles_of_story(other)["article_id"].iloc[0])
    corpus.story_codes.move(article, story)
    app = opened(corpus.path, monkeypatch, "stories", story=story)
    assert "was moved here" in words(app)
    next(button for button in app.button if button.label == "Take back").click().run()
    assert corpus.story_of(article) == other


def test_the_pages_are_all_there() -> None:
    assert Path(parts.STORIES).is_file()


def test_an_article_leads_to_its_story(demo: Corpus) -> None:
    board = compare.story_board(demo, bridge(demo))
    assert board is not None
    page = compare.article_page(demo, str(board.articles["article_id"].iloc[0]))
    assert page is not None
    assert (page.story, page.tellers) == (board.story, len(board.outlets))


def test_the_lead_is_the_first_real_paragraph(demo: Corpus) -> None:
    found = compare.telling(demo, str(compare.story_board(demo, bridge(demo)).articles["article_id"].iloc[0]))  # type: ignore[union-attr]
    assert len(found.lead) > 60
    assert lead_of("Short line\n\n" + "long " * 30).start == len("Short line\n\n")
    assert lead_of("") == Span(0, 0)
