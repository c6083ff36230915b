"""What the pages ask: numbers agree with the sentences behind them, and nothing is shown of too little."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import made
import pandas as pd
import pytest
from made import make_corpus, store, write

from bias.compare import views
from bias.compare.measures import ALL, Measure, Ranking, Spread
from bias.corpus.store import Behind, Corpus, Filter, attribution_queries
from bias.errors import BadInputError
from bias.model import Article, Rejection

NONE = Filter()
MEASURES = [found for found in ALL if isinstance(found, Measure)]
RANKINGS = [found for found in ALL if isinstance(found, Ranking)]
SPREADS = [found for found in ALL if isinstance(found, Spread)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("views") / "filled")


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Undated articles, articles without outlet, equal titles, one outlet with too little, one unread."""
    import random

    rng = random.Random(4)
    written = []
    for n in range(30):
        outlet = ("", "Radio", "Lone Star")[2 if n == 29 else n % 2]
        published = "" if n < 4 else f"2026-0{1 + n % 5}-11T10:00:00"
        found = Article(f"{n:016x}", outlet, "Same  " if n < 2 else f"T{n}", "", published=published)
        writer = write(rng, direct=0.5)
        written.append((Article(found.id, outlet, found.title, writer.text, published=published), writer))
    corpus = store(tmp_path_factory.mktemp("views") / "uneven", written)
    with corpus.writing():
        late = Article("f" * 16, "Late Post", "Not read", "Nobody said a thing.", published="2026-02-03")
        list(corpus.add([late]))
    corpus.reject([Rejection("a.csv", 3, "no text", "=1+1")])
    return corpus


def test_overview_counts_what_is_there(filled: Corpus) -> None:
    found = views.overview(filled, NONE)
    assert found.total == 72
    assert list(found.outlets["articles"]) == [12] * 6
    assert found.count("read") == 72
    assert found.period == "week"
    assert found.timeline["articles"].sum() == 72
    assert found.issues.empty
    assert not found.demo


def test_gaps_are_periods_without_an_article(filled: Corpus) -> None:
    found = views.overview(filled, NONE, period="month")
    for row in found.outlets.to_dict("records"):
        own = found.timeline[found.timeline["outlet"] == row["outlet"]]
        assert len(own) == 6, "also the months in which it has none"
        assert row["gaps"] == (own["articles"] == 0).sum()


def test_the_articles_of_a_cell_are_as_many_as_it_says(filled: Corpus) -> None:
    for period in ("week", "month", "year"):
        found = views.overview(filled, NONE, period=period)
        for row in found.timeline.head(30).to_dict("records"):
            listed = views.in_cell(found, row["label"], f"{row['start']:%Y-%m-%d}")
            assert len(listed) == row["articles"]


def test_issues_open_the_articles_behind_them(uneven: Corpus) -> None:
    found = views.overview(uneven, NONE)
    counted = dict(zip(found.issues["key"], found.issues["articles"], strict=True))
    assert counted == {"waiting": 1, "undated": 4, "no outlet": 15, "same title": 2}
    for key, n in counted.items():
        assert len(views.with_issue(uneven, NONE, key)) == n
    assert found.rejected == 1
    assert "few articles (1)" in list(found.outlets["note"])
    assert views.NO_OUTLET in list(found.outlets["label"])


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_every_rate_has_its_interval_and_its_sentences(filled: Corpus, measure: Measure) -> None:
    board = views.sourcing(filled, NONE, key=measure.key)
    said = filled.table("spoken")
    for row in board.rows.to_dict("records"):
        assert row["low"] <= row["value"] <= row["high"]
        own = said[said["outlet"] == row["outlet"]]
        if measure.unit == "ratio" or measure.key == "dominance":
            own = own[own["alignment"].isin(["incumbent", "opposition"])]
        assert row["n"] == len(own)
        behind = views.sentence_count(filled, NONE, row["behind"])
        if measure.numerator == measure.evidence and measure.denominator in ("all", "verbs"):
            assert row["value"] == pytest.approx(behind / row["n"])
        if measure.evidence in ("all", "sides", measure.n):
            assert behind == row["n"]
    assert list(board.rows["value"]) == sorted(board.rows["value"], reverse=True)


@pytest.mark.parametrize("ranking", RANKINGS, ids=lambda ranking: ranking.key)
def test_every_ranked_row_has_as_many_sentences_as_its_n(filled: Corpus, ranking: Ranking) -> None:
    board = views.sourcing(filled, NONE, key=ranking.key)
    kinds = 4 if ranking.column == "alignment" else views.TOP_OF_EACH
    assert len(board.rows) == 6 * kinds
    for row in board.rows.to_dict("records"):
        assert views.sentence_count(filled, NONE, row["behind"]) == row["n"]
        assert row["value"] == pytest.approx(row["n"] / row["base"])
        assert row["low"] <= row["value"] <= row["high"]
    assert board.rows["id"].is_unique


def test_a_ranking_of_one_outlet_shows_more_of_it(filled: Corpus) -> None:
    board = views.sourcing(filled, NONE, key="sources", outlet="Northwire")
    assert set(board.rows["outlet"]) == {"Northwire"}
    assert len(board.rows) == 11
    assert "no source named" in list(board.rows["label"])
    assert "“she”, unresolved" in list(board.rows["label"])


def test_sources_are_one_entry_whatever_their_case_and_article(filled: Corpus) -> None:
    rows = views.sourcing(filled, NONE, key="sources", outlet="Northwire").rows
    assert rows["key"].is_unique
    assert [key for key in rows["key"] if "police" in key] == ["organisation police"]


def test_nothing_is_shown_of_too_little(uneven: Corpus) -> None:
    for measure in ALL:
        rows = views.sourcing(uneven, NONE, key=measure.key).rows
        few = rows[(rows["base"] < 10) | (rows["articles"] < 5)]
        assert len(few) > 0
        assert few[["value", "low", "high"]].isna().all(axis=None)
        assert few["note"].str.startswith("too few (n = ").all()


@pytest.mark.parametrize("ranking", RANKINGS, ids=lambda ranking: ranking.key)
def test_a_ranking_of_nobody_is_empty(uneven: Corpus, ranking: Ranking) -> None:
    assert views.sourcing(uneven, NONE, key=ranking.key, outlet="Late Post").rows.empty
    assert views.sourcing(uneven, Filter(outlets=("Late Post",)), key=ranking.key).rows.empty


def test_renaming_an_outlet_only_renames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ["value", "low", "high", "n", "articles"]
    found = []
    for n, name in enumerate(("Northwire", "Zephyr Cable")):
        monkeypatch.setattr(made, "OUTLETS", (*made.OUTLETS[:5], name))
        rows = views.sourcing(make_corpus(tmp_path / str(n)), NONE, key="direct").rows
        found.append(rows.set_index("outlet").loc[name, numbers].tolist())
    assert found[0] == found[1]


def test_all_outlets_together_have_an_interval_or_are_too_few(filled: Corpus, uneven: Corpus) -> None:
    value, low, high = views.sourcing(filled, NONE, key="direct").overall
    rows = views.sourcing(filled, NONE, key="direct").rows
    assert value == pytest.approx((rows["value"] * rows["n"]).sum() / rows["n"].sum())
    assert low < value < high
    assert math.isnan(views.sourcing(uneven, Filter(outlets=("Lone Star",)), key="direct").overall[0])


def test_articles_read_by_another_version_are_told(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "mixed", articles=9)
    assert "other version" not in set(views.overview(corpus, NONE).issues["key"])
    (batch,) = (path.stem for path in corpus.files("readings"))
    rows = corpus.table("readings").to_dict("records")
    for row in rows[:2]:
        row["version"] = "older"
    corpus.write("readings", batch, rows, version="made")
    assert len(views.with_issue(corpus, NONE, "other version")) == 2


def test_an_unread_outlet_is_shown_as_unknown(uneven: Corpus) -> None:
    board = views.sourcing(uneven, NONE, key="direct")
    late = board.rows.set_index("outlet").loc["Late Post"]
    assert late["note"] == "too few (n = 0)"
    assert (board.read, board.waiting, board.matched) == (30, 1, 31)


def test_sentences_come_a_page_at_a_time_and_all_once(filled: Corpus) -> None:
    row = views.sourcing(filled, NONE, key="attributions").rows.iloc[0].to_dict()
    total = views.sentence_count(filled, NONE, row["behind"])
    found = [
        s
        for page in range(1, 2 + total // 10)
        for s in views.sentences(filled, NONE, row["behind"], page=page)
    ]
    assert len(found) == len({(s.article_id, s.number) for s in found}) == total
    assert [s.published for s in found] == sorted((s.published for s in found), reverse=True)
    assert all("bias-content" in s.html for s in found)
    assert len(views.sentence_table(filled, NONE, row["behind"])) == total


def test_filters_reach_every_number(filled: Corpus) -> None:
    where = Filter(
        outlets=("Northwire", "Free Loravel"), since="2026-02-01", until="2026-05-31", words="river"
    )
    found = views.overview(filled, where)
    dates = found.articles["published"]
    assert set(found.outlets["outlet"]) <= {"Northwire", "Free Loravel"}
    assert dates.between("2026-02-01", "2026-05-31").all()
    assert 0 < len(found.articles) < found.total == 72
    board = views.sourcing(filled, where, key="attributions")
    for row in board.rows.to_dict("records"):
        assert views.sentence_count(filled, where, row["behind"]) == row["n"]


def test_nothing_matches(filled: Corpus) -> None:
    where = Filter(words="no article has these words")
    assert views.overview(filled, where).empty
    for measure in ALL:
        board = views.sourcing(filled, where, key=measure.key)
        assert board.matched == 0
        assert board.rows.empty
        assert views.table(board).empty


def test_an_empty_corpus_answers_every_question(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "empty", create=True)
    assert views.overview(corpus, NONE).empty
    assert all(views.sourcing(corpus, NONE, key=m.key).rows.empty for m in ALL)
    assert views.article_list(corpus, NONE).empty
    assert views.rejected(corpus).empty
    assert views.article_page(corpus, "nothing") is None


def test_an_article_with_all_that_was_read(filled: Corpus) -> None:
    page = views.article_page(filled, f"{5:016x}")
    assert page is not None
    text = page.article.text
    by_part = {
        part: [m.span.slice(text) for m in page.marks if m.part == part]
        for part in ("source", "cue", "content")
    }
    assert by_part["cue"] == list(page.attributions["cue"])
    assert by_part["source"] == [source for source in page.attributions["source"] if source]
    assert by_part["content"] == list(page.attributions["content"])
    assert "confidence 0.90" in page.marks[0].hint
    assert list(views.attribution_table(page)["No."]) == list(range(1, len(page.attributions) + 1))


def test_unknown_fields_are_said_to_be_unknown(filled: Corpus) -> None:
    page = views.article_page(filled, f"{5:016x}")
    assert page is not None
    values = views.provenance(page).set_index("Field")["Value"]
    assert values["Author"] == "unknown"
    assert values["Outlet"] == "Northwire"


def test_the_same_articles_give_the_same_numbers(tmp_path: Path, filled: Corpus) -> None:
    first = views.sourcing(filled, NONE, key="direct").rows
    second = views.sourcing(make_corpus(tmp_path / "again"), NONE, key="direct").rows
    pd.testing.assert_frame_equal(first, second)


def test_answers_can_be_cached(filled: Corpus) -> None:
    board = views.sourcing(filled, NONE, key="sources")
    assert pickle.loads(pickle.dumps(board)).rows.equals(board.rows)
    assert pickle.loads(pickle.dumps(views.overview(filled, NONE))).total == 72


def test_columns_with_other_names() -> None:
    assert views.column_map("") == {}
    assert views.column_map("outlet=paper, published = day") == {"outlet": "paper", "published": "day"}
    with pytest.raises(BadInputError, match="write field=column"):
        views.column_map("outlet")


# -- numbers against hand counts ---------------------------------------------------------------------


def sourced(said: pd.DataFrame) -> pd.DataFrame:
    """Attributions with a source, whom `source` names."""
    source = said["speaker"].where(said["speaker"] != "", said["source_words"])
    return said.assign(source=source)[source != ""]


@pytest.mark.parametrize("key", ["direct", "mixed", "neutral", "unnamed"])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_share_by_role_is_counted_over_all_outlets(filled: Corpus, key: str, grouped: bool) -> None:
    column = "role_group" if grouped else "role"
    said = filled.table("spoken")
    holds = {
        "direct": said["kind"] == "direct",
        "mixed": said["kind"] == "mixed",
        "neutral": said["stance"] == "neutral",
        "unnamed": said["speaker_kind"] == "unnamed",
    }[key]
    shares = holds.groupby(said[column]).mean().to_dict()
    rows = views.by_role(filled, NONE, key=key, grouped=grouped)
    assert dict(zip(rows["key"], rows["value"], strict=True)) == pytest.approx(shares)
    assert dict(zip(rows["key"], rows["n"], strict=True)) == said[column].value_counts().to_dict()
    for row in rows.to_dict("records"):
        assert row["low"] <= row["value"] <= row["high"]
        assert views.sentence_count(filled, NONE, row["behind"]) == holds[said[column] == row["key"]].sum()


@pytest.mark.parametrize("weight", ["words", "quoted_words"])
def test_attributions_may_weigh_as_much_as_their_words(filled: Corpus, weight: str) -> None:
    said = filled.table("spoken")
    whole = said.groupby("outlet")[weight].sum()
    official = said[said["alignment"] == "incumbent"].groupby("outlet")[weight].sum() / whole
    board = views.sourcing(filled, NONE, key="official", weight=weight)
    assert board.rows.set_index("outlet")["value"].to_dict() == pytest.approx(official.to_dict())
    ranked = views.sourcing(filled, NONE, key="roles", weight=weight)
    for row in ranked.rows.to_dict("records"):
        own = said[(said["outlet"] == row["outlet"]) & (said["role"] == row["key"])]
        assert row["value"] == pytest.approx(own[weight].sum() / whole[row["outlet"]])
        assert row["n"] == len(own), "n counts attributions, whatever they weigh"
    assert "attributions" not in ranked.axis


def test_a_measure_that_takes_no_weight_is_the_same_with_one(filled: Corpus) -> None:
    for key in ("voices", "one_voice", "attributions", "effective", "quoted"):
        plain, weighed = (
            views.sourcing(filled, NONE, key=key, weight=one) for one in ("attributions", "words")
        )
        pd.testing.assert_frame_equal(plain.rows, weighed.rows)
        assert plain.axis == weighed.axis


@pytest.mark.parametrize(
    ("key", "value", "weight"),
    [
        ("roles", "business", "attributions"),
        ("roles", "citizen", "words"),
        ("first", "citizen", "attributions"),
        ("sides", "opposition", "quoted_words"),
        ("cues", "say", "words"),
        ("sources", "nadia ruk", "attributions"),
    ],
)
def test_one_value_over_all_outlets_is_that_of_each_outlet_alone(
    filled: Corpus, key: str, value: str, weight: str
) -> None:
    numbers = ["value", "low", "high", "articles"]
    board = views.sourcing(filled, NONE, key=key, value=value, weight=weight)
    assert not board.grouped
    for row in board.rows.to_dict("records"):
        ranked = views.sourcing(filled, NONE, key=key, outlet=row["outlet"], weight=weight).rows
        alone = ranked.set_index("key").loc[value]
        assert [row[name] for name in numbers] == pytest.approx(list(alone[numbers]))
        assert row["n"] == alone["base"]
        assert views.sentence_count(filled, NONE, row["behind"]) == alone["n"]


def test_the_share_of_one_value_in_all_outlets_together_is_counted_by_hand(filled: Corpus) -> None:
    said = filled.table("spoken")
    board = views.sourcing(filled, NONE, key="roles", value="business")
    assert board.overall[0] == pytest.approx((said["role"] == "business").mean())
    assert board.label == "Business"


def test_groups_of_roles_sum_to_the_whole(filled: Corpus) -> None:
    groups = {key: code.group for key, code in filled.codebook().roles.items()} | {"": ""}
    for outlet in filled.outlets():
        roles = views.sourcing(filled, NONE, key="roles", outlet=outlet).rows
        grouped = views.sourcing(filled, NONE, key="roles", outlet=outlet, grouped=True).rows
        assert grouped["value"].sum() == pytest.approx(1)
        sums = roles.groupby(roles["key"].map(groups))["value"].sum()
        assert dict(zip(grouped["key"], grouped["value"], strict=True)) == pytest.approx(sums.to_dict())
        for row in grouped.to_dict("records"):
            assert views.sentence_count(filled, NONE, row["behind"]) == row["n"]


@pytest.fixture(scope="module")
def with_topics(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Half of the articles on the river, a third on wages; some on both."""
    corpus = make_corpus(tmp_path_factory.mktemp("views") / "topics")
    ids = sorted(corpus.article_ids())
    rows = [(one, "River") for one in ids[::2]] + [(one, "Wages") for one in ids[::3]]
    corpus.write_topics(
        pd.DataFrame(rows, columns=["article_id", "topic"]).assign(origin="own"), corpus.table("topic_terms")
    )
    return corpus


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("weight", ["attributions", "words"])
def test_roles_by_topic_are_counted_by_hand(with_topics: Corpus, grouped: bool, weight: str) -> None:
    column = "role_group" if grouped else "role"
    said = with_topics.table("spoken").assign(attributions=1).merge(with_topics.table("topics"))
    rows = views.role_topics(with_topics, NONE, weight=weight, grouped=grouped)
    assert set(zip(rows["topic"], rows["key"], strict=True)) == set(
        zip(said["topic"], said[column], strict=True)
    )
    for row in rows.to_dict("records"):
        about = said[said["topic"] == row["topic"]]
        own = about[about[column] == row["key"]]
        assert row["value"] == pytest.approx(own[weight].sum() / about[weight].sum())
        assert (row["n"], row["base"]) == (len(own), len(about))
        assert row["articles"] == about["article_id"].nunique()
        assert row["low"] <= row["value"] <= row["high"]
        assert views.sentence_count(with_topics, NONE, row["behind"]) == row["n"]


def test_a_filter_of_topics_lets_their_articles_through(with_topics: Corpus, filled: Corpus) -> None:
    where = Filter(topics=("Wages",))
    about = set(with_topics.table("topics").query("topic == 'Wages'")["article_id"])
    assert set(with_topics.articles(where)["article_id"]) == about
    assert views.sourcing(with_topics, where, key="direct").matched == len(about)
    assert set(views.role_topics(with_topics, where)["topic"]) == {"Wages"}
    assert views.topic_names(with_topics) == ["River", "Wages"]
    assert views.role_topics(filled, NONE).empty


@pytest.mark.parametrize("spread", SPREADS, ids=lambda spread: spread.key)
def test_what_is_behind_a_spread_are_all_attributions_with_a_source(filled: Corpus, spread: Spread) -> None:
    said = sourced(filled.table("spoken"))
    for row in views.sourcing(filled, NONE, key=spread.key).rows.to_dict("records"):
        own = said[said["outlet"] == row["outlet"]]
        assert views.sentence_count(filled, NONE, row["behind"]) == row["n"] == len(own)
        assert row["articles"] == own["article_id"].nunique()
        if row["n"] - own.groupby("block").size().max() >= 50:
            assert row["low"] <= row["value"] <= row["high"]
        heard = own["source"].value_counts()
        if spread.statistic == "top":
            assert row["value"] == pytest.approx(heard.max() / len(own))
        if spread.statistic == "concentration":
            pairs = (heard * (heard - 1)).sum() / (len(own) * (len(own) - 1))
            assert row["value"] == pytest.approx(pairs)


def test_the_ratio_is_of_one_side_to_the_other_and_both_are_behind_it(filled: Corpus) -> None:
    said = filled.table("spoken")
    for row in views.sourcing(filled, NONE, key="ratio").rows.to_dict("records"):
        sides = said[said["outlet"] == row["outlet"]]["alignment"].value_counts()
        assert row["value"] == pytest.approx(sides["opposition"] / sides["incumbent"])
        assert row["n"] == sides["opposition"] + sides["incumbent"]
        assert views.sentence_count(filled, NONE, row["behind"]) == row["n"]


def test_voices_and_single_source_articles_are_counted_by_hand(filled: Corpus) -> None:
    said = sourced(filled.table("spoken"))
    number = said.groupby("article_id")["source"].nunique()
    alone = said[said["article_id"].map(number) == 1]
    assert len(alone) > 0
    outlets = said.groupby("article_id")["outlet"].first()
    voices, single = (views.sourcing(filled, NONE, key=key).rows for key in ("voices", "one_voice"))
    assert voices.set_index("outlet")["value"].to_dict() == pytest.approx(
        number.groupby(outlets).mean().to_dict()
    )
    for row in single.to_dict("records"):
        own = number[outlets == row["outlet"]]
        assert row["value"] == pytest.approx((own == 1).mean())
        assert row["articles"] == len(own)
        behind = views.sentence_count(filled, NONE, row["behind"])
        assert behind == (alone["outlet"] == row["outlet"]).sum()


def test_who_is_heard_first_is_counted_in_the_first_third_alone(filled: Corpus) -> None:
    early = filled.table("spoken").query("early")
    for row in views.sourcing(filled, NONE, key="first").rows.to_dict("records"):
        own = early[early["outlet"] == row["outlet"]]
        assert row["n"] == (own["role"] == row["key"]).sum()
        assert row["base"] == len(own)


@pytest.mark.parametrize("weight", ["attributions", "words"])
@pytest.mark.parametrize("column", ["role", "source"])
@pytest.mark.parametrize("among", [(), (("early", ""),), (("outlet", "Northwire"),)])
def test_many_keys_are_counted_as_few_are(
    filled: Corpus, monkeypatch: pytest.MonkeyPatch, weight: str, column: str, among: Behind
) -> None:
    heard = filled.most_heard(column=column)
    keys = [*heard["key"].unique(), "in no article"]
    where = Filter(since="2026-02-01", until="2026-05-31")
    few = filled.shares(where, column=column, keys=keys, weight=weight, among=among)
    assert 0 < len(keys) <= attribution_queries.MOST_COUNTED
    monkeypatch.setattr(attribution_queries, "MOST_COUNTED", 0)
    many = filled.shares(where, column=column, keys=keys, weight=weight, among=among)
    pd.testing.assert_frame_equal(few, many)
    assert set(few["key"]) == set(keys)


def test_more_keys_than_are_counted_side_by_side_are_each_counted(filled: Corpus) -> None:
    keys = ["business", "citizen", *(f"no role {n}" for n in range(attribution_queries.MOST_COUNTED))]
    many = filled.shares(column="role", keys=keys)
    few = filled.shares(column="role", keys=keys[:2])
    known = many[many["key"].isin(keys[:2])].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, few)
    said = filled.table("spoken")["role"].value_counts()
    assert few.groupby("key")["hits"].sum().to_dict() == said[keys[:2]].to_dict()
    assert many[~many["key"].isin(keys[:2])]["hits"].sum() == 0


@pytest.mark.parametrize("most", [20, 0], ids=["side by side", "one by one"])
def test_shares_of_words_know_how_many_statements_hold_them(
    filled: Corpus, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(attribution_queries, "MOST_COUNTED", most)
    found = filled.shares(column="role", keys=["business", "citizen"], weight="words")
    said = filled.table("spoken").groupby("outlet").size().to_dict()
    for key in ("business", "citizen"):
        assert found[found["key"] == key].groupby("by")["n"].sum().to_dict() == said


def test_the_unknown_can_be_followed_too(filled: Corpus) -> None:
    known = views.values(filled, NONE, key="roles")
    (unknown,) = (key for key, label in known.items() if label == "Role unknown")
    board = views.sourcing(filled, NONE, key="roles", value=unknown)
    said = filled.table("spoken")
    shares = (said["role"] == "").groupby(said["outlet"]).mean()
    assert not board.grouped
    assert board.rows.set_index("outlet")["value"].to_dict() == pytest.approx(shares.to_dict())


def test_no_number_stands_without_its_interval(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "edge", articles=60)
    for measure in ALL:
        rows = views.sourcing(corpus, NONE, key=measure.key).rows
        assert rows["value"].notna().equals(rows["low"].notna()), measure.key
        assert (rows["note"] != "").equals(rows["value"].isna()), measure.key
