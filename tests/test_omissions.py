"""What an outlet left out is searched for before it is said: events, and statements inside an event."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import SHARED, fill
from test_pages import opened, words
from test_stories import demo as demo_articles

from bias import compare
from bias.compare.stories.missing import names
from bias.corpus.events import passages
from bias.corpus.events.omissions import Search, search
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.pipeline.relate import group_stories
from bias.corpus.store import Corpus, Filter
from bias.evaluate import omissions as evaluate
from bias.model import Article
from bias.show.reports.report import Choice, report

STRIKE = (
    "Dockers in Port Ellin walked out on Tuesday over the plan to hand the cranes to a contractor. Bruno "
    "Falk of the Dockers' Union said 3,400 members had stopped work. Nineteen ships lay at anchor."
)
SAME_STRIKE = (
    "Shops fear empty shelves as Port Ellin stands still. Grocers say bananas will be gone by Friday, and "
    "the wives of the men at the gate cook soup. Bruno Falk wants talks; the owner of the port does not."
)
ORCHARD = (
    "The plum harvest of Lower Varn is the largest in a decade, growers say. Warm nights in August ripened "
    "the fruit early, and presses run until midnight."
)


def of(outlet: str, key: str, text: str, published: str = "2026-01-27", title: str = "") -> Article:
    return Article(key, outlet, title, text, published=published)


def asked(*own: Article) -> tuple[str, str, int]:
    """What is said of the Lantern, whose articles are these, and a strike that two others tell."""
    articles = [of("Radio", "r", STRIKE), of("Northwire", "n", STRIKE), *own]
    told = {one.id: "r" if one.outlet != "Lantern" else one.id for one in articles}
    spread = [of("", f"b{n}", text) for n, text in enumerate((ORCHARD, STRIKE, SAME_STRIKE) * 4)]
    (row,) = search(articles, told, [("r", "Lantern")], background=spread).to_dict("records")
    return row["answer"], row["article_id"], row["searched"]


@pytest.mark.parametrize(
    ("own", "wanted"),
    [
        ([of("Lantern", "a", STRIKE, "2026-01-28")], ("tells", "a", 1)),
        ([of("Lantern", "a", ORCHARD), of("Lantern", "b", SAME_STRIKE)], ("perhaps", "b", 2)),
        ([of("Lantern", "a", ORCHARD)], ("nothing", "a", 1)),
        (
            [of("Lantern", "a", STRIKE, "2026-01-29")],
            ("perhaps", "a", 1),
        ),  # what it came to, or a late report
        ([of("Lantern", "a", STRIKE, "2026-02-01")], ("unknown", "", 0)),  # five days later
        ([of("Lantern", "a", STRIKE, "")], ("unknown", "", 0)),  # no date
        ([], ("unknown", "", 0)),
    ],
)
def test_what_is_said_of_an_outlet(own: list[Article], wanted: tuple[str, str, int]) -> None:
    assert asked(*own) == wanted


def test_no_event_of_the_demo_is_said_to_be_left_out(demo: Corpus) -> None:
    """Each outlet tells each of the twelve events; where the grouping leaves an article alone, the search
    finds that one."""
    articles, events = demo_articles()
    event_of = dict(zip((one.id for one in articles), events, strict=True))
    found = compare.left_out(demo, Filter(), outlets=demo.outlets())
    assert len(found) == 3
    for row in found.to_dict("records"):
        inside = demo.articles_of_story(row["story"])["article_id"]
        assert row["answer"] in ("tells", "perhaps")
        assert {event_of[row["article_id"]]} == {event_of[one] for one in inside}
        assert row["names"]
    told = compare.story_coverage(demo, Filter())
    assert not told[["nothing", "unknown"]].to_numpy().any()
    assert (told["told"] + told["tells"] + told["perhaps"] == 12).all()


def test_every_article_of_the_demo_is_found_again(demo: Corpus) -> None:
    """Each of the 72 is taken out of its event: it comes nearest among all, and *nothing* is never said."""
    articles, events = demo_articles()
    compared, event = Search(articles), np.asarray(events)
    for at in range(len(articles)):
        members = np.flatnonzero((event == events[at]) & (np.arange(len(event)) != at))
        others = np.flatnonzero(event != events[at])
        found = compared.nearest(members, np.append(others, at))
        assert (found.answer != "nothing", found.nearest) == (True, at)


@pytest.mark.parametrize(("name", "least"), [("allsides_dev", 300), ("basil_dev", 10)])
def test_nothing_found_is_right_on_real_news(name: str, least: int) -> None:
    path = SHARED / "data" / "stories" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip("needs ../shared/data")
    rows = evaluate.read_gold(path)
    found = evaluate.scores(rows, evaluate.find(rows))
    for how in ("its own outlet", "all outlets as one"):
        nothing, again = found[f"{how}, nothing"], found[f"{how}, found again"]
        assert nothing["n"] >= least
        assert nothing["share"] >= 0.95
        assert again["share"] >= 0.98


@pytest.fixture
def apart(corpus: Corpus) -> Corpus:
    """Three outlets tell a strike; the Lantern's two articles are about something else."""
    fill(
        corpus,
        [
            *(of(name, f"{n:016x}", STRIKE, title="Strike shuts Port Ellin") for n, name in enumerate("ABC")),
            of("Lantern", "f" * 16, ORCHARD, title="A harvest of plums"),
            of("Lantern", "e" * 16, "Rain is expected in the hills.", "2026-01-28", title="The weather"),
        ],
    )
    rows = [
        {"article_id": one, "state": "read", "sentence_spans": []} for one in sorted(corpus.article_ids())
    ]
    (batch,) = (path.stem for path in corpus.files("articles"))
    with corpus.writing():
        corpus.write("readings", batch, rows)
        group_stories(corpus)
    return corpus


def test_the_answer_says_in_how_many_articles(apart: Corpus) -> None:
    (row,) = compare.left_out(apart, Filter(), outlets=["Lantern"]).to_dict("records")
    assert (row["answer"], row["searched"]) == ("nothing", 2)
    assert row["says"] == "nothing found in 2 articles of these days"


def test_what_a_filter_hides_is_no_omission(apart: Corpus) -> None:
    """The words of the filter stand in A's, B's and C's article; the Lantern has it by a person's word."""
    story = str(apart.stories(least=3)["story"].iloc[0])
    apart.story_codes.move("f" * 16, story)
    (row,) = compare.left_out(apart, Filter(words="dockers"), outlets=["Lantern"]).to_dict("records")
    assert (row["answer"], row["article_id"]) == ("tells", "f" * 16)


def test_a_large_corpus_is_not_searched_for_everybody(apart: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bias.compare.stories.coverage.MOST_SEARCHED", 2)
    told = compare.story_coverage(apart, Filter()).set_index("outlet")
    assert list(told.loc[["A", "Lantern"], "told"]) == [1, 0]
    assert told.loc["Lantern", list(compare.ANSWERS)].isna().all()


# -- inside an event -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "sentence", "wanted"),
    [
        (
            "“We have a stamp, a date and a signature.”",
            "“We have a stamp, a date and a signature.”",
            "in_text",
        ),
        ("3,400 members had stopped work", "Falk said 3,400 members had stopped work.", "in_text"),
        ("no one had been arrested", "Police arrested nobody.", "perhaps"),
        (
            "the bridge is safe and will stay open",
            "The bridge is not safe and will not stay open.",
            "perhaps",
        ),
        ("no one had been arrested", "The harvest was good.", "absent"),
        ("the case", "In the case of the plums nothing is known.", "perhaps"),  # two words stand anywhere
    ],
)
def test_what_a_sentence_makes_of_a_statement(statement: str, sentence: str, wanted: str) -> None:
    likeness = passages.likenesses([statement], [sentence, ORCHARD])[0, 0]
    assert passages.held(statement, sentence, float(likeness)) == wanted


def test_nothing_but_small_words_is_like_nothing() -> None:
    assert passages.likenesses(["of the"], ["and the"]).toarray().tolist() == [[0.0]]


def test_a_statement_that_two_outlets_carry_is_found_again(demo: Corpus) -> None:
    """Where the reader heard it in two outlets, the search finds the sentence in the second one."""
    found, asked_of = 0, 0
    for story in demo.stories(least=6)["story"]:
        board = compare.story_board(demo, story)
        assert board is not None
        sentences = demo.sentences_in_story(story)
        shared = [one for one in board.statements if one.outlets > 1]
        contents = [one.fullest.content for one in shared]
        likeness = passages.likenesses(contents, list(sentences["sentence"])).toarray()
        for n, one in enumerate(shared):
            others = {name for name, version in one.versions.items() if version.content} - {
                one.fullest.outlet
            }
            for name in others:
                best = likeness[n, np.flatnonzero(sentences["outlet"] == name)].max()
                asked_of, found = asked_of + 1, found + (best >= passages.PERHAPS)
    assert asked_of > 100
    assert found / asked_of >= 0.98


def test_what_an_outlet_lacks_comes_with_its_nearest_sentence(demo: Corpus) -> None:
    story = str(demo.stories(least=6, words="bridge collapse")["story"].iloc[0])
    board = compare.story_board(demo, story)
    assert board is not None
    sentences = demo.sentences_in_story(story)
    for outlet in board.outlets:
        own = set(sentences.loc[sentences["outlet"] == outlet, "sentence"])
        found = compare.missing(demo, board, outlet=outlet)
        assert {one.what for one in found} <= {"statement", "speaker"}
        for one in found:
            assert len(one.others) >= 2
            assert outlet not in one.others
            assert not one.passage or one.passage in own
    assert any(compare.missing(demo, board, outlet=outlet) for outlet in board.outlets)
    table = compare.missing_table(compare.missing(demo, board, outlet=board.outlets[0]))
    assert list(table.columns)[:2] == ["What", "Who"]


def test_a_speaker_may_be_named_and_not_heard(demo: Corpus) -> None:
    answers = set()
    for story in demo.stories(least=6)["story"]:
        board = compare.story_board(demo, story)
        assert board is not None
        for outlet in board.outlets:
            rows = [one for one in compare.missing(demo, board, outlet=outlet) if one.what == "speaker"]
            answers |= {(one.answer, bool(one.passage)) for one in rows}
    assert {("named, not heard", True), ("not named", False)} <= answers
    assert {answer for answer, _ in answers} <= {answer for what, answer in compare.SURE if what == "speaker"}


def test_nobody_leaves_out_what_came_later_or_belongs_to_another_event(corpus: Corpus) -> None:
    """Of a strike that A and B tell with a word of the union: D tells it without, C had gone to print a day
    before, and E's article about plums was put among them."""
    said = " “Nobody will load a crate,” Ida Holt of the union said."
    tellings = {
        "a": STRIKE.split(" Bruno ")[0] + said,
        "b": "Port Ellin's cranes stood still, as dockers walked out over plans for a contractor." + said,
        "c": "Dockers of Port Ellin may walk out: the port plans to hand its cranes to a contractor.",
        "d": "A walk-out of dockers shut Port Ellin, whose cranes a contractor is to run under a plan.",
        "e": ORCHARD,
    }
    days = {"c": "2026-01-26"}
    fill(
        corpus,
        [
            of(
                key.upper(),
                key * 16,
                text,
                days.get(key, "2026-01-27"),
                title="Port Ellin" if key != "e" else "Plums",
            )
            for key, text in tellings.items()
        ],
    )
    analyse(corpus)
    story = str(corpus.stories(least=1)["story"].iloc[0])
    for key in tellings:
        corpus.story_codes.move(key * 16, story)
    board = compare.story_board(corpus, story)
    assert board is not None

    def answers(outlet: str) -> set[str]:
        return {one.answer for one in compare.missing(corpus, board, outlet=outlet)}

    assert answers("D") == {"not found", "not named"}
    assert answers("C") == {"first told after its last article"}
    assert answers("E") == {"its article may tell something else"}
    assert answers("A") == set()


@pytest.mark.parametrize(
    ("sentence", "who", "wanted"),
    [
        ("Mr Falk wants talks.", "Bruno Falk", True),
        ("The dockers’ union wants talks.", "Dockers' Union", True),
        ("The cops counted 22,000, the police said.", "Police", True),
        ("They ate rice.", "Kathleen Rice", False),
        ("Nobody spoke.", "Bruno Falk", False),
        ("Vincente Fox spoke.", "Vicente Fox", True),
        ("The NHA denies it.", "National Harbour Authority", True),
        ("The nha denies it.", "National Harbour Authority", False),
        ("Nobody spoke.", "", False),
    ],
)
def test_who_is_named(sentence: str, who: str, wanted: bool) -> None:
    assert names(sentence, who) is wanted


# -- the pages and the report --------------------------------------------------------------------------


def test_the_page_says_what_was_found_and_leads_to_it(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened(demo.path, monkeypatch, "stories", **{"stories-view": "Who tells what"})
    app.selectbox(key="blind").select("The Daily Lantern").run()
    said = words(app)
    assert "2 events that 3 outlets or more tell" in said.replace("*", "")
    assert "0 of which nothing was found, 2 that it perhaps tells" in said
    assert "Both name" in said
    assert any("BANANAS" in link.label for link in app.get("page_link"))


def test_a_story_shows_what_an_outlet_lacks(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    story = str(demo.stories(least=6, words="bridge collapse")["story"].iloc[0])
    app = opened(demo.path, monkeypatch, "stories", story=story)
    assert "Nearest sentence" not in words(app), "nobody is accused before somebody asks"
    app.selectbox(key="lacks").select("Kestria State News Agency").run()
    said = words(app)
    assert "statements not found" in said
    assert "Nearest sentence here" in said


def test_an_outlet_without_an_article_is_searched(demo: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    left_out = compare.left_out(demo, Filter(), outlets=["The Daily Lantern"])
    row = left_out.iloc[0]
    one = compare.left_out_of(demo, row["story"], outlet="The Daily Lantern")
    assert (one["answer"], one["article_id"]) == (row["answer"], row["article_id"])
    app = opened(demo.path, monkeypatch, "stories", story=row["story"])
    app.selectbox(key="lacks").select("The Daily Lantern").run()
    assert "perhaps tells it, by a search of its articles" in words(app)


def test_a_reprint_is_no_second_outlet(demo: Corpus) -> None:
    """What an agency and its reprint carry is carried once."""
    story = str(demo.stories(least=6, words="bridge collapse")["story"].iloc[0])
    board = compare.story_board(demo, story)
    assert board is not None
    copying = set(board.copies["outlet"])
    for outlet in set(board.outlets) - copying:
        for one in compare.missing(demo, board, outlet=outlet):
            assert len(set(one.others) - copying) >= 2, one


def test_the_report_accuses_nobody_in_the_demo(demo: Corpus) -> None:
    page = report(demo, Filter(), Choice(sections=("stories",)))
    assert "Who tells what, and what was not found" in page
    assert "nothing found of:" not in page
    assert "Perhaps in" in page


def test_the_report_says_in_how_many_articles_nothing_was_found(apart: Corpus) -> None:
    page = report(apart, Filter(), Choice(sections=("stories",)))
    assert "Lantern, nothing found of:" in page
    assert "nothing found in 2 articles of these days" in page
    told = compare.story_coverage(apart, Filter()).set_index("outlet")
    assert list(told.loc["Lantern", ["told", *compare.ANSWERS]]) == [0, 0, 0, 1, 0]
