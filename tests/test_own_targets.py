"""Targets of one's own: their words are found and judged on what was read, and nothing else changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from conftest import fill
from test_pages import opened, words

import bias
from bias import compare
from bias.compare.cards.stance import stance_grid
from bias.compare.cards.tone import tone, tone_roles
from bias.corpus import TARGETS, TARGETS_FILE, Corpus, Decision, Filter, judge_targets, waiting_targets
from bias.corpus.pipeline import analyse as reading
from bias.corpus.pipeline import own_targets as judging
from bias.corpus.pipeline import written
from bias.corpus.pipeline.analyse import analyse
from bias.errors import BadInputError, BusyError
from bias.model import Article, Reading
from bias.reading import parse, read, read_own_tones

ACCORD = "the accord"
PRAISE = (
    "The pipeline accord is a triumph that will warm every home in Varn for thirty years.  Harbour Minister "
    "Ottla Brand signed the gas deal on Monday.\n\n“The gas deal is a shameful betrayal of our children,” "
    "the opposition leader Jory Pell said.\n\nGas deals of this kind are rare; biogas deals are not meant."
)
BLAME = (
    "The disastrous gas deal has ruined the coast and cheated the fishermen of Ostrel.  Ottla Brand signed "
    "it on Monday.\n\nThe engineer Marta Quill said the pipeline accord was a great success for the region."
)
OTHER = "The bridge at Varn will reopen in May, Transport Minister Karel Voss said on Monday."


def article(number: int, outlet: str, title: str, text: str) -> Article:
    return Article(f"{number:016x}", outlet, title, text, published=f"2026-03-{1 + number:02}")


ARTICLES = [
    *(article(n, "The Lantern", "A gas deal for Varn", PRAISE) for n in range(6)),
    *(article(n, "Free Ostrel", "Ottla Brand signs", BLAME) for n in range(6, 12)),
    article(12, "Free Ostrel", "Bridge reopens", OTHER),
]


def save(corpus: Corpus, **targets: Sequence[str]) -> None:
    """Write targets as a user would, and judge them as the page does."""
    lines = [f"{name!r} = {list(words)!r}\n" for name, words in targets.items()]
    (corpus.path / TARGETS_FILE).write_text("[targets]\n" + "".join(lines), encoding="utf-8")
    with corpus.writing():
        judge_targets(corpus)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Thirteen articles that were read, and no target of one's own."""
    corpus = Corpus(tmp_path_factory.mktemp("own") / "corpus", create=True)
    fill(corpus, ARTICLES)
    analyse(corpus)
    return corpus


@pytest.fixture
def corpus(plain: Corpus, tmp_path: Path) -> Corpus:
    return Corpus(shutil.copytree(plain.path, tmp_path / "corpus"))


@pytest.fixture
def own(corpus: Corpus) -> Corpus:
    save(corpus, **{ACCORD: ["gas deal", "pipeline accord"]})
    return corpus


# -- what is found -----------------------------------------------------------------------------------


def test_words_are_found_in_title_and_text_each_in_its_voice(own: Corpus) -> None:
    found = own.table("own_tones")
    first = found[found["article_id"] == ARTICLES[0].id]
    said = [list(row) for row in first[["mention", "headline", "voice"]].to_numpy()]
    assert said == [
        ["gas deal", True, "narration"],
        ["pipeline accord", False, "narration"],
        ["gas deal", False, "narration"],
        ["gas deal", False, "quotation"],
    ]
    assert first["number"].tolist() == [1_000_000, 1_000_001, 1_000_002, 1_000_003]
    assert set(first["target"]) == {ACCORD}
    assert set(first["form"]) == {"words"}
    places = [ARTICLES[0].text[row["start"] : row["end"]] for _, row in first.iloc[1:].iterrows()]
    assert places == first["mention"].tolist()[1:]
    assert found["article_id"].nunique() == 12, "the bridge has no gas deal"


def test_each_mention_is_judged_in_its_sentence(own: Corpus) -> None:
    found = own.table("own_tones").set_index("article_id")
    kind, harsh = found.loc[ARTICLES[0].id], found.loc[ARTICLES[6].id]
    assert kind.loc[kind["mention"] == "pipeline accord", "label"].tolist() == ["positive"]
    assert kind.loc[kind["voice"] == "quotation", "label"].tolist() == ["negative"]
    assert harsh["label"].tolist() == ["negative", "positive"]
    assert harsh["voice"].tolist() == ["narration", "quotation"]


def test_a_place_is_judged_as_the_reading_would() -> None:
    """Where one target alone stands in an article's sentences, the words of its name give the same."""
    text = "Karel Voss has ruined the bridge.  The rain fell for two days."
    found = read(Article("a" * 16, "Radio", "No news", text))
    (tone_,) = [one for one in found.tones if one.target == "Karel Voss"]
    (mine,) = read_own_tones(found, "him", re.compile("karel voss", re.I))
    assert (mine.span, mine.voice, mine.label) == (tone_.span, tone_.voice, tone_.label)
    assert mine.negative == pytest.approx(tone_.negative, abs=0.2)
    assert mine.target == "him"


def test_names_are_hidden() -> None:
    def judged(name: str) -> float:
        text = f"{name} praised the gas deal.  The gas deal is a disgrace, {name} wrote in a letter to Varn."
        found = read(Article("a" * 16, "Radio", "No news", text))
        return sum(one.negative for one in read_own_tones(found, ACCORD, re.compile("gas deal")))

    assert judged("Mary Hall") == pytest.approx(judged("Jonas Weller"), abs=1e-5)


def test_dirty_text_is_found_as_it_was_read_and_marked_as_it_was_given() -> None:
    text = "The disastrous gas&nbsp;deal has ruined the coast.  “The gas deal is wonderful,” Jory Pell said."
    given = Article("a" * 16, "Radio", "A gas&nbsp;deal", text)
    found = read_own_tones(read(given), ACCORD, re.compile(r"gas\s+deal"))
    assert [one.span.slice(given.title if one.headline else text) for one in found] == [
        "gas&nbsp;deal", "gas&nbsp;deal", "gas deal",
    ]  # fmt: skip
    assert [one.voice for one in found] == ["narration", "narration", "quotation"]


def test_without_the_words_nothing_is_judged() -> None:
    text = "The rain fell."
    reading_ = Reading(Article("a" * 16, "Radio", "Rain", text), parse(ARTICLES[12]).sentences, (), ())
    assert read_own_tones(reading_, ACCORD, re.compile("gas deal")) == ()


# -- what counts -------------------------------------------------------------------------------------


def test_it_counts_like_any_other_target(own: Corpus) -> None:
    listed = compare.target_list(own, Filter())
    assert listed[["target", "label", "n", "articles"]].iloc[0].tolist() == [f"own {ACCORD}", ACCORD, 36, 12]
    card = tone(own, Filter(), key="stance", target=f"own {ACCORD}")
    rows = card.board.rows.set_index("outlet")
    assert rows.loc["The Lantern", "value"] > 0 > rows.loc["Free Ostrel", "value"]
    assert rows.loc[["The Lantern", "Free Ostrel"], "mentions"].tolist() == [18, 6], "in its own voice"
    assert f"toward {ACCORD}" in card.title
    assert card.notes.startswith("A target of your own, found by “gas deal”, “pipeline accord”.  ")
    for other in (
        tone(own, Filter(), key="voices", target=f"own {ACCORD}"),
        tone(own, Filter(), key="voices", target=f"own {ACCORD}", over="month"),
        tone_roles(own, Filter(), target=f"own {ACCORD}"),
    ):
        assert "A target of your own, found by “gas deal”" in other.notes
        assert len(other.board.rows)
    roles = tone_roles(own, Filter(), target=f"own {ACCORD}").board.rows
    assert roles["n"].sum() == 12, "who is quoted is known by what was read"
    assert own.query("select distinct speaker from counted_tones where target_kind = 'own'").size == 3
    kinds = own.targets().set_index("target")["kind"]
    assert kinds[f"own {ACCORD}"] == "own"


def test_its_sentences_open_and_go_into_files(own: Corpus) -> None:
    behind = (("outlet", "Free Ostrel"), ("voice", "narration"), ("target", f"own {ACCORD}"))
    assert compare.count(own, Filter(), "tones", behind) == 6
    found = compare.evidence(own, Filter(), "tones", behind)
    assert len(found) == 6
    assert found[0].said.startswith(f"toward {ACCORD}: negative")
    assert "The disastrous <span" in found[0].quotes[0]
    table = compare.evidence_table(own, Filter(), "tones", behind)
    assert table[["target", "mention"]].drop_duplicates().to_numpy().tolist() == [[ACCORD, "gas deal"]]
    assert (own.table("counted_tones")["target_kind"] == "own").sum() == 36


def test_the_article_page_has_its_stance_and_its_mentions(own: Corpus) -> None:
    page = compare.article_page(own, ARTICLES[6].id)
    assert page is not None
    stances = compare.stance_rows(page).set_index("Target")
    assert stances.loc[ACCORD, ["Stance", "Mentions"]].tolist() == ["unfavourable", 1]
    mentions = compare.mention_rows(page)
    assert mentions.loc[mentions["Target"] == ACCORD, "Mention"].tolist() == ["gas deal", "pipeline accord"]


def test_the_api_knows_it_by_its_name(own: Corpus) -> None:
    found = bias.open_corpus(own.path)
    assert next(iter(found.targets().items())) == (f"own {ACCORD}", ACCORD)
    assert found.tone(ACCORD).table.equals(found.tone(f"own {ACCORD}").table)
    assert len(found.table("own_tones")) == 36
    with pytest.raises(BadInputError, match=f"no target 'gas'; there are {ACCORD}"):
        found.tone("gas")


def test_nothing_else_changes(plain: Corpus, own: Corpus) -> None:
    """Its words may name what was read as another target: then both stand, and totals count the reading."""
    save(own, **{ACCORD: ["gas deal", "pipeline accord"], "Ottla Brand": ["Ottla Brand", "Brand"]})
    for table in ("tones", "targets", "attributions", "linked_targets", "counted_attributions"):
        pd.testing.assert_frame_equal(own.table(table), plain.table(table))
    counted = own.table("counted_tones")
    rest = counted[counted["target_kind"] != "own"].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, plain.table("counted_tones"), check_like=True)
    assert {"Ottla Brand"} < set(counted["target_label"])
    assert (counted["target_label"] == "Ottla Brand").sum() > (rest["target_label"] == "Ottla Brand").sum()
    for key in ("stance", "voices", "headlines"):
        asked = {"key": key, "target": compare.EVERYBODY}
        before, after = tone(plain, Filter(), **asked), tone(own, Filter(), **asked)
        pd.testing.assert_frame_equal(after.table, before.table)
        assert compare.count(own, Filter(), "tones", after.marks["behind"].iloc[0]) == compare.count(
            plain, Filter(), "tones", before.marks["behind"].iloc[0]
        )
    pd.testing.assert_frame_equal(own.sides(), plain.sides())
    story = own.story_of(ARTICLES[0].id)
    pd.testing.assert_frame_equal(own.names_in_story(story), plain.names_in_story(story))


def test_the_grid_has_ones_own_first_and_tells_of_whom_outlets_differ_on(own: Corpus) -> None:
    save(own, **{"the coast": ["coast", "Varn"], "a deal": ["gas deal", "pipeline accord"]})
    card = stance_grid(own, Filter())
    assert card.board.rows["label"].drop_duplicates().tolist()[:2] == ["a deal", "the coast"]
    assert "about a deal" in card.finding


def test_decisions_about_people_leave_it_alone(own: Corpus) -> None:
    save(own, **{"Ottla Brand": ["Ottla Brand"]})
    before = own.query("select count(*) as n from counted_tones where target = 'own Ottla Brand'")["n"][0]
    key = own.query("select target from counted_tones where target_label = 'Ottla Brand'")["target"]
    read_key = next(one for one in key if not one.startswith("own "))
    split = Decision(
        "split", read_key, article_id=ARTICLES[0].id, name="Ottla Brand", target="other", target_label="Other"
    )
    own.codes.add(split)
    after = own.query("select count(*) as n from counted_tones where target = 'own Ottla Brand'")["n"][0]
    assert before == after > 0


# -- when it is judged -------------------------------------------------------------------------------


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Which target was judged in which article."""
    done: list[tuple[str, str]] = []

    def counted(found: Reading, name: str, words_: re.Pattern[str]) -> object:
        done.append((name, found.article.id))
        return read_own_tones(found, name, words_)

    monkeypatch.setattr(judging, "read_own_tones", counted)
    return done


def test_what_is_known_is_not_judged_again(own: Corpus, judged: list[tuple[str, str]]) -> None:
    kept = own.table("own_tones")
    assert waiting_targets(own) == {}
    save(own, **{ACCORD: ["gas deal", "pipeline accord"]})
    assert judged == []
    save(own, **{ACCORD: ["gas deal", "pipeline accord"], "the coast": ["coast"]})
    assert judged == [("the coast", one.id) for one in ARTICLES[6:12]], "only where its words stand"
    found = own.table("own_tones")
    before = kept.drop(columns="number")
    after = found[found["target"] == ACCORD].drop(columns="number")
    pd.testing.assert_frame_equal(after.reset_index(drop=True), before)
    assert not found.duplicated(["article_id", "number"]).any()


def test_a_changed_target_is_judged_anew_and_a_removed_one_is_gone(
    own: Corpus, judged: list[tuple[str, str]]
) -> None:
    save(own, **{ACCORD: ["pipeline accord"], "the coast": ["coast"]})
    assert set(own.table("own_tones")["mention"]) == {"pipeline accord", "coast"}
    assert len(judged) == 18
    save(own, **{"the coast": ["coast"]})
    assert set(own.table("own_tones")["target"]) == {"the coast"}
    assert set(own.targets().query("kind == 'own'")["label"]) == {"the coast"}
    (own.path / TARGETS_FILE).unlink()
    with own.writing():
        judge_targets(own)
    assert len(judged) == 18
    assert own.table("own_tones").empty
    assert own.table("own_targets").empty
    assert (own.targets()["kind"] != "own").all()


def test_an_analysis_judges_and_reads_nothing_anew(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    (corpus.path / TARGETS_FILE).write_text('[targets]\ncoast = ["coast"]\n', encoding="utf-8")
    assert list(waiting_targets(corpus).values()) == [["coast"]]
    monkeypatch.setattr(reading, "read_rows", lambda one: pytest.fail("an article was read anew"))
    analyse(corpus)
    assert len(corpus.table("own_tones")) == 6


def test_new_articles_are_judged_with_the_next_analysis(own: Corpus, judged: list[tuple[str, str]]) -> None:
    late = article(20, "Radio Varn", "The gas deal again", OTHER)
    fill(own, [late])
    assert waiting_targets(own) == {}, "it is not read yet"
    analyse(own)
    assert judged == [(ACCORD, late.id)]
    assert (own.table("own_tones")["article_id"] == late.id).sum() == 1


def test_another_version_judges_again(
    own: Corpus, judged: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "version", lambda: "newer")
    assert list(waiting_targets(own).values()) == [[ACCORD]]
    with own.writing():
        judge_targets(own)
    assert len(judged) == 12
    assert len(own.table("own_tones")) == 36


def test_a_mention_counts_only_on_the_reading_that_it_was_judged_on(own: Corpus) -> None:
    states = own.table("own_targets")
    own.write_whole(own_targets=states.assign(read="another"))
    assert (own.targets()["kind"] != "own").all()


def test_progress_is_told_article_by_article(corpus: Corpus) -> None:
    TARGETS.add(corpus.path / TARGETS_FILE, "coast", ["coast"])
    told: list[None] = []
    with corpus.writing():
        judge_targets(corpus, on_article=lambda: told.append(None))
    assert len(told) == len(ARTICLES) == corpus.count_articles(waiting_targets(plain_of(corpus)))


def plain_of(corpus: Corpus) -> Corpus:
    """The same with nothing judged."""
    for name in ("own_tones", "own_targets"):
        (corpus.path / f"{name}.parquet").unlink()
    return corpus


def test_a_broken_file_is_named_before_anything_is_done(own: Corpus) -> None:
    (own.path / TARGETS_FILE).write_text("[targets]\ncoast = 3\n", encoding="utf-8")
    for asked in (waiting_targets, judge_targets, written.check):
        with pytest.raises(BadInputError, match=r"targets\.toml, coast: a target takes a list of words"):
            asked(own)
    assert len(own.table("own_tones")) == 36


# -- the page ----------------------------------------------------------------------------------------


def typed(app, name: str, listed: str, *, before: str = ""):  # type: ignore[no-untyped-def]
    app.text_input(key=f"own-name-{before}").input(name)
    app.text_input(key=f"own-words-{before}").input(listed)
    next(one for one in app.button if one.label == "Save").click().run()
    assert not app.exception
    return app


def test_a_target_is_saved_changed_and_removed_on_the_page(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(corpus.path, monkeypatch, "tone")
    typed(app, ACCORD, "gas deal, pipeline accord")
    assert app.selectbox(key="target").value == f"own {ACCORD}"
    assert app.selectbox(key="target").options[0].startswith(f"{ACCORD} · yours")
    assert f"Stance toward {ACCORD}" in words(app)
    assert f"**{ACCORD}** · gas deal, pipeline accord · 36 mentions in 12 articles" in words(app)
    assert TARGETS.read(corpus.path / TARGETS_FILE) == {ACCORD: ("gas deal", "pipeline accord")}
    typed(app, "the coast", "coast", before=ACCORD)
    assert app.selectbox(key="target").value == "own the coast"
    assert set(corpus.table("own_tones")["mention"]) == {"coast"}
    typed(app, "the coast", "*", before="the coast")
    assert "takes a list of words" in app.error[0].value.replace("\\", "")
    next(one for one in app.button if one.label == "Remove").click().run()
    assert not app.exception
    assert corpus.table("own_tones").empty
    assert not app.selectbox(key="target").value.startswith("own ")


def test_the_page_opens_where_outlets_differ_and_lists_ones_own_first(
    own: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(own, **{"the coast": ["coast"]})
    app = opened(own.path, monkeypatch, "tone")
    assert app.selectbox(key="target").options[0] == "the coast · yours · too few articles"
    assert app.selectbox(key="target").value != "own the coast"


def test_a_read_target_of_the_same_name_keeps_its_own_link(
    own: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(own, **{"Ottla Brand": ["minister"]})
    app = opened(own.path, monkeypatch, "tone", target="Ottla Brand")
    assert app.selectbox(key="target").value == "own Ottla Brand"
    listed = compare.target_list(own, Filter()).query("label == 'Ottla Brand'")["target"].tolist()
    assert len(listed) > 1
    app.selectbox(key="target").select(listed[-1]).run()
    assert app.selectbox(key="target").value == listed[-1]


def test_what_was_written_by_hand_waits_until_it_is_asked_for(
    own: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    TARGETS.add(own.path / TARGETS_FILE, "the coast", ["coast"])
    app = opened(own.path, monkeypatch, "tone")
    assert "To go through for what is new or changed: 13 articles." in words(app)
    assert "**the coast** · coast · not judged yet" in words(app)
    app.button(key="own-now").click().run()
    assert "To go through" not in words(app)
    assert set(own.table("own_tones")["target"]) == {ACCORD, "the coast"}


def test_while_the_corpus_is_read_the_target_is_saved_and_waits(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(corpus.path, monkeypatch, "tone")

    def busy(corpus: Corpus) -> object:
        raise BusyError("another process is writing")

    monkeypatch.setattr(Corpus, "writing", busy)
    typed(app, ACCORD, "gas deal")
    assert "judged with it" in words(app)
    assert TARGETS.read(corpus.path / TARGETS_FILE) == {ACCORD: ("gas deal",)}


def test_a_broken_file_is_told_in_the_box_and_the_page_stays(
    own: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own.path / TARGETS_FILE).write_text("[targets\n", encoding="utf-8")
    app = opened(own.path, monkeypatch, "tone")
    assert "targets.toml" in app.error[0].value.replace("\\", "")
    assert "Stance" in words(app)
