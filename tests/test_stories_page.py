"""The Same story page: the list, one event outlet by outlet, and what people move."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from test_pages import opened, words

from bias import compare
from bias.compare.stories.side_by_side import lead_of
from bias.corpus.store import Corpus, Filter
from bias.model import Span
from bias.show.widgets import parts


def bridge(corpus: Corpus) -> str:
    """The key of the event that all six outlets tell of a bridge."""
    found = corpus.stories(least=6, words="bridge collapse")
    return str(found["story"].iloc[0])


def test_the_list_comes_in_three_orders(demo: Corpus) -> None:
    found = {order: compare.story_list(demo, Filter(), order=order) for order in compare.ORDERS}
    assert list(found) == ["Most outlets", "Newest", "How far apart"]
    assert found["Most outlets"]["outlets"].is_monotonic_decreasing
    assert found["Newest"]["last_day"].is_monotonic_decreasing
    assert found["How far apart"]["low"].is_monotonic_decreasing, "not by the difference: few speak"
    assert not found["How far apart"]["apart"].is_monotonic_decreasing
    assert len({frozenset(one["story"]) for one in found.values()}) == 1


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("bridge", 3), ("BRIDGE", 3), ("ridge", 0), ("brid", 0), ("brid*", 3), ("collapse bridge", 1),
        ('"bridge collapse"', 1), ('"collapse bridge"', 0), ("bridge hospitals", 0), ("(", 12), ("", 12),
    ],
)  # fmt: skip
def test_words_of_a_headline(demo: Corpus, words: str, n: int) -> None:
    assert len(compare.story_list(demo, Filter(), words=words)) == n


def test_a_card_counts_what_stands_in_the_tables(demo: Corpus) -> None:
    story = bridge(demo)
    tellers = compare.story_cards(demo, Filter(), stories=[story])[story]
    assert [one.name for one in tellers] == sorted(set(demo.articles_of_story(story)["outlet"]))
    said = demo.said_in_story(story)
    for one in tellers:
        mine = said[said["outlet"] == one.outlet]
        assert one.heard == len(mine)
        assert dict(one.sides) == mine["alignment"].value_counts().to_dict()
    assert [one.name for one in tellers if one.copied] == ["Meridian Business"]


def test_a_part_of_a_bar_opens_as_many_statements(demo: Corpus) -> None:
    card = compare.heard_in_event(demo, Filter(), story=bridge(demo))
    assert card.board.rows["n"].sum() == len(demo.said_in_story(bridge(demo)))
    for row in card.board.rows.to_dict("records"):
        assert compare.count(demo, Filter(), card.opens, row["behind"]) == row["n"], row["id"]


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


def test_a_card_is_one_link(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "stories")
    links = [one for one in app.get("page_link") if "story=" in one.proto.query_string]
    assert len(links) == 10
    assert "points apart: not clear" in words(app)
    assert words(app).count('class="bias-teller"') == sum(compare.story_list(demo, Filter())["outlets"][:10])


def test_the_list_comes_back_as_it_was_left(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "stories", **{"events-page": "2", "order": "Newest"})
    assert len([one for one in app.get("page_link") if "story=" in one.proto.query_string]) == 2
    app.query_params["story"] = bridge(demo)
    app.run()
    assert "Left out by" in words(app)
    next(one for one in app.button if one.label == "All stories").click().run()
    assert app.selectbox(key="order").value == "Newest"
    assert len([one for one in app.get("page_link") if "story=" in one.proto.query_string]) == 2


def test_a_story_opens_from_a_link(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "stories", story=bridge(demo))
    said = words(app)
    assert "The same statement, outlet by outlet" in said
    assert "bias-aligned" in said
    assert "Who is heard" in said
    assert "Left out by" in said
    assert "Who came when" in said


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
