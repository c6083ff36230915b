"""The classroom's questions, the ways of counting, titles read anew, and the worksheet."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pandas as pd
import pytest
from made import Writer, make_corpus, store

from bias import compare
from bias.compare import Lesson, Question
from bias.compare.cards.sensitivity import (
    CONTESTS,
    FEW,
    FIRST,
    MATCHED,
    ONE,
    OTHER,
    SECOND,
    UNCLEAR,
    Ways,
    conclusion,
    counted_in_ways,
    ways_table,
)
from bias.compare.stories import event, questions
from bias.corpus.store import Corpus, Filter
from bias.model import Article
from bias.reading.titles import read_title
from bias.show.outputs.worksheet import worksheet

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
SAY = ("said", "say")
PLAIN = "the bridge will open again in May"


def told(
    path: Path,
    heard: dict[str, list[str]],
    *,
    titles: dict[str, str] | None = None,
    copies: tuple[str, ...] = (),
    text: dict[str, str] | None = None,
) -> Corpus:
    """One event: outlet → who is heard there, a statement each; `copies` reprint the first outlet."""
    written = []
    for number, (outlet, sources) in enumerate(heard.items()):
        writer = Writer()
        writer.filler()
        for source in sources:
            writer.attribution(source, SAY, PLAIN, "indirect")
        writer.sentences += writer.put((text or {}).get(outlet, ""))
        title = (titles or {}).get(outlet, f"What happened at the bridge, part {number}")
        found = Article(f"{number:016x}", outlet, title, writer.text, published="2026-02-09")
        written.append((found, writer))
    corpus = store(path, written)
    ids = [article.id for article, _ in written]
    by_outlet = {article.outlet: article.id for article, _ in written}
    rows = [(by_outlet[outlet], ids[0], "", 1.0) for outlet in copies]
    corpus.write_whole(
        stories=pd.DataFrame({"article_id": ids, "story": "s"}),
        story_labels=pd.DataFrame({"story": ["s"], "label": ["The bridge"]}),
        copies=pd.DataFrame(rows, columns=["article_id", "original", "credit", "held"]),
    )
    return corpus


def asked(corpus: Corpus, kind: str, story: str = "s") -> list[Question]:
    lesson = compare.lesson(corpus, story)
    assert lesson is not None
    return [one for one in lesson.questions if one.kind == kind]


MARRANT, RENKO, ROOK = "Prime Minister Ilse Marrant", "Interior Minister Pavel Renko", "Nadia Rook"


@pytest.fixture(scope="module")
def taught(demo: Corpus) -> dict[str, Lesson]:
    """The lesson of every event of the demo."""
    found = {story: compare.lesson(demo, story) for story in compare.lessons(demo, Filter())["story"]}
    return {story: lesson for story, lesson in found.items() if lesson is not None}


# -- every question ------------------------------------------------------------------------------------


def test_every_event_of_the_demo_carries_fair_questions(taught: dict[str, Lesson]) -> None:
    kinds = set()
    for lesson in taught.values():
        assert len({one.kind for one in lesson.questions}) == len(lesson.questions) >= 2
        for one in lesson.questions:
            assert one.options.count(one.right) == 1
            assert len(set(one.options)) == len(one.options) >= 2
            assert one.why
            assert one.sure
            assert one.evidence, one.key
            assert len(one.hints) in (0, len(one.options))
            kinds.add(one.kind)
    assert kinds == {"headline", "loudest", "marks", "missing", "frame"}


def test_an_event_gives_the_same_questions_again(demo: Corpus, taught: dict[str, Lesson]) -> None:
    story, lesson = next(iter(taught.items()))
    assert compare.lesson(Corpus(demo.path), story) == lesson


def test_options_do_not_tell_by_their_order(taught: dict[str, Lesson]) -> None:
    for lesson in taught.values():
        for one in lesson.questions:
            fixed = one.kind in ("marks", "frame")
            assert fixed or list(one.options) == sorted(one.options, key=str.casefold), one.key


def test_an_unknown_event_has_no_lesson(demo: Corpus) -> None:
    assert compare.lesson(demo, "none") is None


# -- headlines -----------------------------------------------------------------------------------------


def test_what_is_shown_names_no_outlet_and_no_copy_is_asked_about(
    demo: Corpus, taught: dict[str, Lesson]
) -> None:
    for story, lesson in taught.items():
        board = compare.story_board(demo, story)
        assert board is not None
        copies = set(board.copies["article_id"])
        assert not copies & {one.article_id for one in lesson.headlines}
        shown = [one.shown for one in lesson.questions] + [one.title for one in lesson.headlines]
        for outlet in lesson.outlets:
            assert not any(outlet in words for words in shown)
        for one in lesson.questions:
            if one.kind == "headline":
                assert one.evidence[0].article_id not in copies
                assert one.evidence[0].outlet == one.right


def test_a_headline_that_names_its_outlet_is_not_asked_about(taught: dict[str, Lesson]) -> None:
    for one in of_kind(taught, "headline"):
        assert one.right not in html.unescape(str(one.shown))


def test_a_headline_without_a_marked_word_is_not_asked_about(
    demo: Corpus, taught: dict[str, Lesson], tmp_path: Path
) -> None:
    """Nothing of it would explain the answer."""
    assert of_kind(taught, "headline")
    for one in of_kind(taught, "headline"):
        wordings = demo.wordings_of(one.evidence[0].article_id)
        assert wordings["headline"].any()
        assert "The program marks in it" in one.why
    titles = {"The Lantern": "Bridge opens", "Radio Varn": "A bridge is open"}
    corpus = told(tmp_path / "c", {outlet: [MARRANT] for outlet in titles}, titles=titles)
    assert asked(corpus, "headline") == []


@pytest.mark.parametrize(
    ("text", "outlets", "shown"),
    [
        ("told Free Loravel on Monday", ["Free Loravel"], "told … on Monday"),
        ("she told the Daily Lantern", ["The Daily Lantern"], "she told the …"),
        ("she told the Lantern", ["The Daily Lantern"], "she told …"),
        ("a KSNA reporter", ["Kestria State News Agency"], "a … reporter"),
        ("NORTHWIRE reports", ["Northwire"], "… reports"),
        ("the lantern went out", ["The Daily Lantern"], "the lantern went out"),
        ("Northwires and northwire", ["Northwire"], "Northwires and northwire"),
        ("Radio  Varn's man", ["Radio Varn"], "…'s man"),
        ("Radio Varn North is another", ["Radio Varn", "Radio Varn North"], "… is another"),
        ("(x.*) stays", ["(x.*)"], "… stays"),
        ("the Courier wrote", ["Courier (Web)"], "the … wrote"),
        ("VMP and Varn Morning Post", ["Varn Morning Post - Opinion"], "… and …"),
        ("nothing", ["", "  "], "nothing"),
    ],
)
def test_names_of_outlets_are_blanked(text: str, outlets: list[str], shown: str) -> None:
    assert event.blanked(text, outlets) == shown


# -- who is heard --------------------------------------------------------------------------------------


def test_who_is_heard_most_is_asked_where_somebody_is_clearly_ahead(tmp_path: Path) -> None:
    heard = {"A": [MARRANT, MARRANT, MARRANT, RENKO], "B": [MARRANT, MARRANT, ROOK], "C": [RENKO, ROOK]}
    (one,) = asked(told(tmp_path / "c", heard), "loudest")
    assert one.right == "Ilse Marrant"
    assert set(one.options) == {"Ilse Marrant", "Pavel Renko", "Nadia Rook"}
    assert one.counts[0] == ("Speaker", "A", "B", "C", "All")
    assert one.counts[1] == ("Ilse Marrant", "3", "2", "0", "5")
    assert [proof.outlet for proof in one.evidence] == ["A", "B"]
    assert all("bias-source" in proof.html for proof in one.evidence)


def test_who_is_heard_most_is_not_asked_of_a_near_tie(tmp_path: Path) -> None:
    heard = {"A": [MARRANT] * 4 + [RENKO] * 3, "B": [ROOK, RENKO], "C": [MARRANT]}
    assert asked(told(tmp_path / "c", heard), "loudest") == []


def test_the_outlet_that_lacks_a_voice_is_asked_for(tmp_path: Path) -> None:
    heard = {"A": [MARRANT, RENKO], "B": [MARRANT, MARRANT], "C": [ROOK]}
    (one,) = asked(told(tmp_path / "c", heard), "missing")
    assert "Ilse Marrant" in one.asks
    assert one.right == "C"
    assert one.options == ("A", "B", "C")
    assert "does not name Ilse Marrant" in one.why
    assert [proof.outlet for proof in one.evidence] == ["C", "A", "B"]


def test_whoever_is_named_is_not_called_left_out(tmp_path: Path) -> None:
    """C hears nobody and names her: the program may have missed what she said there."""
    heard = {"A": [MARRANT, RENKO], "B": [MARRANT, MARRANT], "C": [ROOK]}
    corpus = told(tmp_path / "c", heard, text={"C": "Many wait for an answer of Marrant."})
    assert asked(corpus, "missing") == []


def test_which_one_does_not_is_what_the_search_says(demo: Corpus, taught: dict[str, Lesson]) -> None:
    assert len(of_kind(taught, "missing")) >= 4
    for story, lesson in taught.items():
        for one in [one for one in lesson.questions if one.kind == "missing"]:
            board = compare.story_board(demo, story)
            assert board is not None
            said = compare.missing(demo, board, outlet=one.right, least=1)
            speaker = one.counts[1][0]
            answers = [found.answer for found in said if (found.what, found.who) == ("speaker", speaker)]
            assert answers == ["not named"]
            texts = [
                demo.article(key)
                for key in board.articles["article_id"][board.articles["outlet"] == one.right]
            ]
            assert not any(speaker in text.text for text in texts if text)


def test_a_class_meets_the_outlets_first(demo: Corpus, taught: dict[str, Lesson]) -> None:
    lesson = next(iter(taught.values()))
    assert [one.name for one in lesson.meet] == list(lesson.outlets)
    assert all(one.articles == 12 for one in lesson.meet)


@pytest.mark.parametrize(
    "heard",
    [
        {"A": [MARRANT] * 3, "B": []},  # of two outlets it says nothing
        {"A": [MARRANT], "B": [MARRANT], "C": []},  # two attributions are too few
        {"A": [MARRANT] * 2, "B": [MARRANT], "C": [MARRANT]},  # everybody has her
    ],
)
def test_no_outlet_is_asked_for_where_none_stands_out(heard: dict[str, list[str]], tmp_path: Path) -> None:
    assert asked(told(tmp_path / "c", heard), "missing") == []


def test_a_copy_is_counted_and_not_shown(tmp_path: Path) -> None:
    heard = {"A": [MARRANT] * 4, "B": [MARRANT] * 4, "C": [RENKO, ROOK]}
    (one,) = asked(told(tmp_path / "c", heard, copies=("B",)), "loudest")
    assert one.counts[1] == ("Ilse Marrant", "4", "4", "0", "8")
    assert [proof.outlet for proof in one.evidence] == ["A"]


# -- marks and frames ----------------------------------------------------------------------------------


def of_kind(taught: dict[str, Lesson], kind: str) -> list[Question]:
    return [one for lesson in taught.values() for one in lesson.questions if one.kind == kind]


def words_of(question: Question) -> str:
    found = re.findall(r'<span class="bias-word">(.*?)</span>', question.shown)
    assert len(found) == 1, "one place is pointed at"
    return html.unescape(found[0])


def test_scare_quotes_are_those_that_are_likely(demo: Corpus, taught: dict[str, Lesson]) -> None:
    wordings = demo.table("wordings")
    scares = wordings[(wordings["kind"] == "scare_quote") & ~wordings["headline"]]
    for one in of_kind(taught, "marks"):
        mine = scares[
            (scares["article_id"] == one.evidence[0].article_id) & (scares["words"] == words_of(one))
        ]
        assert (one.right == questions.SCARE) == bool(len(mine)), one.shown
        assert mine["sure"].all()
        assert "14, since opponents" in one.sure


def test_short_quotations_are_somebodys_who_is_named(demo: Corpus, taught: dict[str, Lesson]) -> None:
    found = [one for one in of_kind(taught, "marks") if one.right == questions.SAID]
    assert len(found) > 2
    for one in found:
        said = demo.attributions_of(one.evidence[0].article_id)
        assert any(words_of(one).strip('“”"') in content for content in said["content"]), one.shown
        assert len(words_of(one).split()) <= 4


def test_a_frame_is_asked_for_where_it_is_clearly_ahead(demo: Corpus, taught: dict[str, Lesson]) -> None:
    book = compare.frame_books(demo)["generic"]
    for one in of_kind(taught, "frame"):
        assert one.options == tuple(frame.label for frame in book.frames.values())
        assert one.hints == tuple(frame.definition for frame in book.frames.values())
        page = compare.article_page(demo, one.evidence[0].article_id)
        assert page is not None
        rows = compare.article_frames(page, "generic")
        assert rows["label"].iloc[0] == one.right
        assert rows["score"].iloc[0] - rows["score"].iloc[1] >= questions.AHEAD
        assert any("bias-word" in proof.html for proof in one.evidence)


# -- the worksheet -------------------------------------------------------------------------------------


def test_the_worksheet_keeps_answers_to_its_key(taught: dict[str, Lesson]) -> None:
    lesson = next(iter(taught.values()))
    sheet, key = worksheet(lesson).split('<section class="key">')
    assert "break-before: page" in sheet
    for one in lesson.questions:
        if one.kind == "headline":
            continue
        assert sheet.count('class="box"') >= len(one.options)
        assert re.sub("<[^>]+>", "", one.shown)[:40] in re.sub("<[^>]+>", "", sheet)
        assert one.evidence[0].html in key
        assert one.why in html.unescape(key)
        assert one.why not in html.unescape(sheet)
        assert one.sure.split(".")[0] in html.unescape(key)
    for headline in lesson.headlines:
        assert f"<td>{headline.letter}</td><td>{headline.outlet}</td><td>{headline.published}</td>" in key
    assert 'class="line"' in sheet


def test_the_worksheet_asks_nobody_and_runs_nothing(taught: dict[str, Lesson]) -> None:
    for lesson in taught.values():
        page = worksheet(lesson)
        assert not re.search(r"<script|<link|<img|src=|https?://|@import|url\(", page)
        assert "<style>" in page


def test_names_from_outside_are_text_everywhere(tmp_path: Path) -> None:
    heard = {f"A {EVIL}": [MARRANT] * 3, f"B {EVIL}": [MARRANT, RENKO], f"C {EVIL}": [ROOK]}
    titles = {outlet: f"{number} {EVIL}" for number, outlet in enumerate(heard)}
    lesson = compare.lesson(told(tmp_path / "c", heard, titles=titles), "s")
    assert lesson is not None
    assert {one.kind for one in lesson.questions} == {"loudest", "missing"}
    shown = [one.shown for one in lesson.questions]
    shown += [proof.html for one in lesson.questions for proof in one.evidence]
    for words in [*shown, worksheet(lesson)]:
        assert "<script" not in words
        assert "<img" not in words
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in worksheet(lesson)


# -- ways of counting ----------------------------------------------------------------------------------


def test_each_way_is_what_the_other_pages_count(demo: Corpus) -> None:
    first, *_, last = compare.contestants(demo, Filter(), contest="sides")
    found = counted_in_ways(demo, Filter(), contest="sides", one=first, other=last)
    rows = found.rows.set_index("label")
    assert len(rows) == 7
    card = compare.sourcing(demo, Filter(), key="official", weight="words", against=last)
    pooled = card.board.rows.set_index("outlet").loc[first]
    assert rows.loc["By words said", ["difference", "low", "high"]].tolist() == [
        pooled["difference"], pooled["low"], pooled["high"],
    ]  # fmt: skip
    both = compare.sourcing(demo, Filter(), key="official", against=last, matched=True)
    assert rows.loc[MATCHED, "low"] == both.board.rows.set_index("outlet").loc[first, "low"]
    halves = rows.loc[[FIRST, SECOND], "articles"].sum()
    assert halves == rows.loc["By statements", "articles"]
    assert (rows["value"] - rows["reference"] - rows["difference"]).abs().max() < 1e-9


@pytest.mark.parametrize("contest", ["sides", "loaded"])
def test_it_opens_on_a_pair_whose_conclusion_changes(contest: str, demo: Corpus) -> None:
    one, other, changes = compare.closest_call(demo, Filter(), contest=contest)
    assert changes
    known = compare.contestants(demo, Filter(), contest=contest)
    assert known.index(one) < known.index(other)
    rows = counted_in_ways(demo, Filter(), contest=contest, one=one, other=other).rows
    assert len(set(rows["says"][:4])) > 1, "among the ways that compare all outlets"


def test_the_list_begins_and_ends_with_those_farthest_apart(demo: Corpus) -> None:
    known = compare.contestants(demo, Filter(), contest="sides")
    values = compare.sourcing(demo, Filter(), key="official").board.rows.set_index("outlet")["value"]
    assert (known[0], known[-1]) == (values.idxmax(), values.idxmin())


def test_a_lower_threshold_finds_more(demo: Corpus) -> None:
    first, *_, last = compare.contestants(demo, Filter(), contest="loaded")
    rows = counted_in_ways(demo, Filter(), contest="loaded", one=first, other=last).rows.set_index("label")
    assert rows.loc["Possible ones too", "value"] > rows.loc["Likely ones", "value"]


def test_articles_of_one_day_have_no_halves(tmp_path: Path) -> None:
    corpus = told(tmp_path / "c", {"A": [MARRANT], "B": [ROOK]})
    found = counted_in_ways(corpus, Filter(), contest="sides", one="A", other="B")
    assert FIRST not in set(found.rows["label"])
    assert set(found.rows["says"]) == {FEW}
    assert set(ways_table(found)["One could say"]) == {"too few"}
    assert compare.contestants(corpus, Filter(), contest="sides") == []


def test_nothing_planted_is_nothing_found(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "c", articles=120, outlets=2)
    one, other = compare.contestants(corpus, Filter(), contest="sides")
    found = counted_in_ways(corpus, Filter(), contest="sides", one=one, other=other)
    pooled = found.rows[found.rows["label"] != MATCHED]
    assert set(pooled["says"]) == {UNCLEAR}
    assert found.rows.set_index("label").loc[MATCHED, "says"] == FEW  # no shared events


def counted(**says: str) -> Ways:
    labels = {"first": "By statements", "half": FIRST, "other_half": SECOND, "within": MATCHED}
    rows = pd.DataFrame({"label": [labels[key] for key in says], "says": list(says.values())})
    rows = rows.assign(p=0.5, q=0.5, family=1)
    return Ways(CONTESTS["sides"], "A", "B", rows)


@pytest.mark.parametrize(
    ("found", "first", "teaches"),
    [
        (counted(first=ONE, half=ONE, within=ONE), "A cites it more: this holds in 3 of 3", "strong one"),
        (counted(first=OTHER, within=UNCLEAR), "B cites it more: this holds in 1 of 2", "part of it may be"),
        (counted(first=UNCLEAR, within=ONE), "A cites it more: this holds in 1 of 2", "may hide it"),
        (counted(first=ONE, half=UNCLEAR, other_half=ONE), "in 1 there is no clear difference", "One half"),
        (counted(first=ONE, half=OTHER, within=ONE), "in 1 it is the other way round", "turns round"),
        (counted(first=ONE, half=FEW, within=ONE), "in 1 there is too little to count", "shared events too"),
        (counted(first=UNCLEAR, within=FEW), "No way of counting shows a clear", "do not tell"),
        (counted(first=FEW, within=FEW), "too little to count", "We do not know"),
    ],
)
def test_the_conclusion_says_in_how_many_ways_it_holds(found: Ways, first: str, teaches: str) -> None:
    said, *rest = conclusion(found)
    assert first in said
    assert teaches in " ".join(rest)


# -- another title -------------------------------------------------------------------------------------


def test_the_printed_title_reads_as_it_was_read(demo: Corpus) -> None:
    for article_id in demo.articles()["article_id"].head(6):
        article = demo.article(article_id)
        assert article is not None
        found, stored = read_title(article, article.title), demo.wordings_of(article_id)
        stored = stored[stored["headline"]]
        assert [(one.kind, one.span.start) for one in found.wordings] == list(
            zip(stored["kind"], stored["start"], strict=True)
        )


def test_another_title_reads_otherwise_and_is_stored_nowhere(demo: Corpus) -> None:
    article = demo.article(str(demo.articles()["article_id"].iloc[0]))
    assert article is not None
    before = demo.stamp()
    loaded = read_title(article, "Corrupt regime tramples on the free press once more")
    plain = read_title(article, "Report on the press is published")
    assert "name_calling" in {one.kind for one in loaded.wordings}
    assert not plain.wordings
    assert loaded.loaded > 0.7 > plain.loaded
    assert (loaded.called, plain.called) == ("likely", "not")
    assert demo.stamp() == before
    assert demo.article(article.id) == article


def test_a_title_may_adopt_a_claim_and_the_reading_says_whose(demo: Corpus) -> None:
    rows = demo.table("wordings")
    row = rows[rows["kind"] == "adopted"].iloc[0]
    article = demo.article(row["article_id"])
    assert article is not None
    (found,) = [one for one in read_title(article, article.title).wordings if one.kind == "adopted"]
    assert found.reason == row["reason"]
    assert not [one for one in read_title(article, "What is known").wordings if one.kind == "adopted"]
