"""Passages that an outlet repeats: which are found, that they are read no longer, and the way back."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import fill
from test_pages import opened

from bias import compare
from bias.corpus import Corpus, Filter, analyse
from bias.corpus.events import repeated_passages as repeated
from bias.corpus.imports.editing import set_outlet
from bias.model import Article, Span, blanked
from bias.show.charts import draw

SUBJECTS = (
    ("the harbour bridge at Varn", "Marta Quill", "engineer", "cables of the bridge"),
    ("the school meals of Loravel", "Nadia Rook", "teacher", "kitchens of the schools"),
    ("the river dam at Ostel", "Bruno Falk", "farmer", "fields below the dam"),
    ("the night trains to Meridian", "Livia Arden", "driver", "sleeping cars of the trains"),
    ("the wheat harvest in Kestria", "Pavel Renko", "miller", "silos of the harvest"),
    ("the theatre fire in Hallin", "Tomas Berg", "actor", "seats of the theatre"),
)
PROMPT = "By entering your email and pushing continue, you agree to the Terms of Use of Varn Wire."
CREDIT = "Reporting by {} in Varn; Editing by {}"
STAFF = ("Jon Sayle", "Ada Winn", "Per Holt", "Ines Moor", "Olle Dahl", "Rut Kern", "Eli Vane", "Mia Lund")
CLAIM = "“We never touched the money of the harbour,” Karel Voss said."
BACKGROUND = "Karel Voss led the port authority of Varn until the audit of its harbour accounts."


def report(n: int, *, outlet: str = "Varn Wire") -> Article:
    """An article on a subject of its own, which its sentences speak of."""
    what, who, job, parts = SUBJECTS[n % len(SUBJECTS)]
    rng = random.Random(n)
    days = rng.sample(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"), 3)
    text = (
        f"A council of {rng.randrange(5, 90)} members met on {days[0]} to speak of {what} and of a plan "
        f"numbered {n}.\n\n"
        f"“The {parts} were left to rot for {n + 2} years,” {who}, a {job}, said on {days[1]}.\n\n"
        f"Work number {n} on {what} would begin within {n + 3} weeks, the council wrote on {days[2]}, if the "
        f"{parts} can bear it and plan {n} is paid."
    )
    return Article(f"{n:016x}", outlet, f"Plan {n} for {what}", text, published=f"2026-03-{1 + n % 28:02}")


def dressed(n: int, *, outlet: str = "Varn Wire") -> Article:
    """The same, with the prompts and the credit of its outlet."""
    one = report(n, outlet=outlet)
    first, *rest = one.text.split("\n\n")
    credit = CREDIT.format(STAFF[n % 8], STAFF[(n + 3) % 8])
    return replace(one, text="\n\n".join([first, "Article content", *rest, PROMPT, credit]))


def found_in(articles: list[Article], outlet: str = "Varn Wire") -> list[str]:
    found = repeated.find(lambda: articles)
    return list(found.loc[found["outlet"] == outlet, "words"])


def test_prompts_and_credits_of_an_outlet_are_found() -> None:
    articles = [dressed(n) for n in range(12)]
    found = repeated.find(lambda: articles)
    assert set(found["articles"]) == {12}
    assert set(found["base"]) == {12}
    said = set(found["words"])
    assert {"Article content", PROMPT} <= said
    assert len(said) == 3
    assert any(one.startswith("Reporting by") for one in said)


def test_they_are_found_in_texts_of_one_line_without_blanks_between_sentences() -> None:
    articles = [replace(one, text=one.text.replace("\n\n", "")) for one in map(dressed, range(12))]
    keys = set(repeated.find(lambda: articles)["passage"])
    (hole,) = {span.slice(articles[0].text) for span in repeated.left_out(articles[0].text, keys)} & {PROMPT}
    assert hole == PROMPT


def test_an_order_in_capitals_amid_a_line_is_a_passage_of_its_own() -> None:
    order = "CLICK HERE TO GET THE VARN WIRE APP"
    articles = [replace(one, text=one.text.replace("\n\n", f" {order} ", 1)) for one in map(report, range(8))]
    assert found_in(articles) == [order]


@pytest.mark.parametrize(
    "links",
    [
        "Karel Jan VossFerry board meets on Friday Voss denies 'secret' plan: report MORE",
        "Karel (Kalle) VossHarbour audit names three | Night trains late again MORE",
        "Karel Voss2030 candidates push for a new pier MORE",
    ],
)
def test_headlines_that_a_page_sets_behind_a_name_are_left_out(links: str) -> None:
    said = f"The council heard Karel Voss {links} on Monday, and Voss said that he would stay."
    articles = [replace(one, text=f"{said}\n\n{one.text}") for one in map(report, range(6))]
    keys = set(repeated.find(lambda: articles)["passage"])
    (hole,) = repeated.left_out(articles[0].text, keys)
    assert hole.slice(articles[0].text) == links


def test_a_name_told_twice_and_a_word_in_capitals_are_no_list_of_headlines() -> None:
    said = "Karel Voss met Ida Voss at noon.  She asked the council of the harbour for MORE time."
    assert not any(one.key.startswith("~links") for one in repeated.passages(said))


def test_what_two_articles_have_is_not_enough() -> None:
    assert found_in([dressed(0), dressed(1), *map(report, range(2, 12))]) == []


def test_an_outlet_without_prompts_loses_nothing() -> None:
    assert found_in([report(n) for n in range(24)]) == []


@pytest.mark.parametrize("repeats", [6, 12, 24])
def test_background_and_statements_of_ones_own_follow_ups_are_kept(repeats: int) -> None:
    """Half of an outlet, or all of it, tells one affair: what it repeats of it is no furniture."""
    affair = [
        replace(
            report(n),
            text=f"{report(n).text}\n\nThe audit of the harbour accounts of Varn found gap {n}.\n\n"
            f"{BACKGROUND}\n\n{CLAIM}\n\nVoss declined to comment.",
        )
        for n in range(repeats)
    ]
    assert found_in([*affair, *(report(n) for n in range(repeats, 24))]) == []


def test_versions_and_reprints_of_one_article_count_once() -> None:
    """Eight versions of one story, each longer by a sentence, and with a prompt that others have not."""
    one = report(0)
    versions = [
        replace(one, id=f"v{n}", text=f"{one.text}\n\n{PROMPT}\n\nVersion {n} of plan {n} came at hour {n}.")
        for n in range(8)
    ]
    assert found_in([*versions, *(report(n) for n in range(1, 20))]) == []


def test_short_items_that_are_mostly_prompt_are_no_versions_of_each_other() -> None:
    items = [
        replace(report(n), text=f"{report(n).text.split(chr(10))[0]}\n\nArticle content\n\n{PROMPT}")
        for n in range(12)
    ]
    assert set(found_in(items)) == {"Article content", PROMPT}


def test_another_outlet_that_carries_the_words_once_keeps_them() -> None:
    articles = [*(dressed(n) for n in range(8)), *(report(n, outlet="Ostel Post") for n in range(20, 28))]
    articles[-1] = replace(articles[-1], text=f"{articles[-1].text}\n\n{PROMPT}")
    assert found_in(articles, "Ostel Post") == []


def test_what_was_found_stays_when_articles_come_that_lack_it() -> None:
    first = [dressed(n) for n in range(6)]
    keys = {"Varn Wire": set(repeated.find(lambda: first)["passage"])}
    later = [*first[:1], *(report(n) for n in range(10, 90))]
    assert set(repeated.find(lambda: later, keys)["passage"]) == keys["Varn Wire"]


def test_blanks_leave_all_other_places_where_they_are() -> None:
    text = "One. TWO\nTHREE. Four."
    assert blanked(text, [Span(5, 15)]) == "One.    \n       Four."
    assert blanked(text, []) == text


# -- a corpus that is read ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two invented outlets, one of which sets prompts and credits into its articles; do not write to it."""
    corpus = Corpus(tmp_path_factory.mktemp("left-out") / "press", create=True)
    fill(corpus, [*(dressed(n) for n in range(12)), *(report(n, outlet="Ostel Post") for n in range(20, 32))])
    analyse(corpus)
    return corpus


def words_read(corpus: Corpus, outlet: str) -> list[int]:
    found = corpus.table("catalogue").sort_values("article_id")
    return list(found.loc[found["outlet"] == outlet, "words"])


def test_prompts_are_in_no_statement_word_or_count(press: Corpus) -> None:
    said = press.table("attributions")
    assert (
        not said[["source", "content"]]
        .apply(lambda one: one.str.contains("email|Editing|Reporting"))
        .any(axis=None)
    )
    assert not press.table("targets")["name"].isin([*STAFF, "Varn Wire", "Terms of Use"]).any()
    whole = [len(report(n).text.split()) for n in range(12)]
    assert words_read(press, "Varn Wire") == whole
    terms = compare.keyness(press, Filter(), outlet="Varn Wire").table["Term"]
    assert not terms.str.contains("email|article content|editing|continue").any()
    assert compare.keyword_in_context(press, Filter(), term="email", own=False).empty


def test_the_stored_text_is_whole_and_spans_index_it(press: Corpus) -> None:
    for one in (dressed(n) for n in range(12)):
        stored = press.article(one.id)
        assert stored is not None
        assert stored.text == one.text
        holes = press.left_out_of(press.files("readings")[0].stem)[one.id]
        assert [span.slice(one.text) for span in holes][:2] == ["Article content", PROMPT]
    for row in press.table("attributions").to_dict("records"):
        article = press.article(row["article_id"])
        assert article is not None
        for start, end in zip(row["content_spans"][::2], row["content_spans"][1::2], strict=True):
            assert article.text[start:end].strip() in row["content"]


def test_what_was_left_out_can_be_read_again(press: Corpus, tmp_path: Path) -> None:
    corpus = Corpus(shutil.copytree(press.path, tmp_path / "kept"))
    corpus.passage_codes.keep("Varn Wire")
    read: list[str] = []
    analyse(corpus, on_article=lambda done: read.append(done.rows["readings"][0]["outlet"]))
    assert read == ["Varn Wire"] * 12, "nothing of the other outlet is read again"
    assert words_read(corpus, "Varn Wire") == [len(dressed(n).text.split()) for n in range(12)]
    corpus.passage_codes.leave_out("Varn Wire")
    (key,) = corpus.table("passages").loc[lambda rows: rows["words"] == PROMPT, "passage"]
    corpus.passage_codes.keep("Varn Wire", key)
    analyse(corpus)
    assert words_read(corpus, "Varn Wire") == [
        len(report(n).text.split()) + len(PROMPT.split()) for n in range(12)
    ]


def test_later_articles_make_only_those_be_read_again_that_hold_a_new_passage(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "later", create=True)
    early = [dressed(0), report(1), dressed(2), report(3)]
    fill(corpus, early)
    analyse(corpus)
    assert corpus.table("passages").empty
    fill(corpus, [report(n) for n in range(4, 6)])
    read: list[str] = []
    analyse(corpus, on_article=lambda done: read.append(done.rows["readings"][0]["article_id"]))
    assert read == [report(n).id for n in (4, 5)], "no passage is new, and nothing is read again"
    fill(corpus, [dressed(6)])
    read.clear()
    starts: list[int] = []
    analyse(
        corpus,
        on_start=starts.append,
        on_article=lambda done: read.append(done.rows["readings"][0]["article_id"]),
    )
    assert sorted(read) == [report(n).id for n in (0, 2, 6)]
    assert starts == [3]
    fresh = Corpus(tmp_path / "fresh", create=True)
    fill(fresh, [*early, report(4), report(5), dressed(6)])
    analyse(fresh)
    columns = ["article_id", "number", "source", "content", "words", "confidence"]
    one, other = (
        c.table("attributions")[columns].sort_values(columns[:2], ignore_index=True) for c in (corpus, fresh)
    )
    assert one.equals(other), "as if all had come at once"


def test_a_killed_analysis_goes_on(press: Corpus, tmp_path: Path) -> None:
    """Passages that were found and not yet left out everywhere are left out by the next analysis."""
    corpus = Corpus(shutil.copytree(press.path, tmp_path / "killed"))
    corpus.passage_codes.keep("Varn Wire")

    def die(done: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analyse(corpus, on_article=die)
    read: list[object] = []
    analyse(corpus, on_article=read.append)
    assert len(read) == 12


def test_what_was_left_out_is_listed_hatched_and_switched(
    press: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = compare.repeated_passages(press, Filter())
    assert set(card.table["Articles"]) == {12}
    assert "Varn Wire 12" in card.finding
    draw(card.chart)
    app = opened(press.path, monkeypatch)
    assert not app.exception
    assert [one.value for one in app.checkbox] == [True] * 3
    one = dressed(0)
    app = opened(press.path, monkeypatch, "article", article=one.id)
    assert not app.exception
    page = compare.article_page(press, one.id)
    assert page is not None
    assert [mark.span.slice(one.text) for mark in page.left_out][:2] == ["Article content", PROMPT]
    marked = compare.to_html(one.text, page.left_out)
    assert marked.count("bias-left-out") == 3
    assert "data-number" not in marked


def test_an_outlet_with_another_name_keeps_what_was_found(press: Corpus, tmp_path: Path) -> None:
    """Its batch is as it was called before, and its passages are looked for under the new name."""
    corpus = Corpus(shutil.copytree(press.path, tmp_path / "renamed"))
    set_outlet(corpus, "Varn Wire", "Varn Daily")
    analyse(corpus)
    assert set(corpus.table("passages")["outlet"]) == {"Varn Daily"}
    assert words_read(corpus, "Varn Daily") == [len(report(n).text.split()) for n in range(12)]
