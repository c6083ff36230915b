"""Who is quoted: numbers agree with the sentences behind them, and nothing is shown of too little."""

from __future__ import annotations

import math
import pickle
from pathlib import Path

import duckdb
import made
import pandas as pd
import pytest
from made import make_corpus, make_uneven

from bias import compare
from bias.compare.cards.sourcing import roles_by_topic, sourcing, sourcing_by, sourcing_values
from bias.compare.measures import SOURCINGS, Measure, Ranking, Spread
from bias.corpus import Behind, Corpus, Filter
from bias.corpus.store import attribution_queries
from bias.corpus.store.conditions import CONDITIONS

NONE = Filter()
MEASURES = [found for found in SOURCINGS if isinstance(found, Measure)]
RANKINGS = [found for found in SOURCINGS if isinstance(found, Ranking)]
SPREADS = [found for found in SOURCINGS if isinstance(found, Spread)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_corpus(tmp_path_factory.mktemp("sourcing") / "filled")


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return make_uneven(tmp_path_factory.mktemp("sourcing") / "uneven")


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
def test_every_rate_has_its_interval_and_its_sentences(filled: Corpus, measure: Measure) -> None:
    board = sourcing(filled, NONE, key=measure.key).board
    said, words = filled.table("counted_attributions"), filled.articles().groupby("outlet")["words"].sum()
    for row in board.rows.to_dict("records"):
        assert row["low"] <= row["value"] <= row["high"]
        own = said[said["outlet"] == row["outlet"]]
        if measure.key == "dominance":
            own = own[own["alignment"].isin(["incumbent", "opposition"])]
        if measure.denominator == "gendered":
            own = own[own["gender"].isin(["f", "m"])]
        if measure.noun == "named persons":
            own = own[own["is_named"].eq(True) & own["gender"].isin(["f", "m"])]
            own = own.drop_duplicates(["article_id", "speaker"])
        whole = {"articles": 12, "citing": 12, "text_words": words[row["outlet"]]}.get(measure.denominator)
        assert row["base"] == (len(own) if whole is None else whole)
        assert row["value"] == pytest.approx(row["n"] / row["base"])
        behind = compare.count(filled, NONE, "attributions", row["behind"])
        if measure.numerator == measure.evidence and measure.denominator in ("all", "verbs", "articles"):
            assert behind == row["n"]
        if measure.evidence == "sides":
            assert behind == len(own)
    assert list(board.rows["value"]) == sorted(board.rows["value"], reverse=True)


@pytest.mark.parametrize(
    "ranking", [r for r in RANKINGS if r.key != "silent"], ids=lambda ranking: ranking.key
)
def test_every_ranked_row_has_as_many_sentences_as_its_n(filled: Corpus, ranking: Ranking) -> None:
    board = sourcing(filled, NONE, key=ranking.key).board
    kinds = 4 if ranking.column in ("alignment", "gender") else 5
    assert len(board.rows) == 6 * kinds
    for row in board.rows.to_dict("records"):
        assert compare.count(filled, NONE, "attributions", row["behind"]) == row["n"]
        assert row["value"] == pytest.approx(row["n"] / row["base"])
        assert row["low"] <= row["value"] <= row["high"]
    assert board.rows["id"].is_unique


def test_a_ranking_of_one_outlet_shows_more_of_it(filled: Corpus) -> None:
    board = sourcing(filled, NONE, key="sources", outlet="Northwire").board
    assert set(board.rows["outlet"]) == {"Northwire"}
    assert len(board.rows) == 11
    assert "no source named" in list(board.rows["label"])
    assert "“she”, unresolved" in list(board.rows["label"])


def test_sources_are_one_entry_whatever_their_case_and_article(filled: Corpus) -> None:
    rows = sourcing(filled, NONE, key="sources", outlet="Northwire").board.rows
    assert rows["key"].is_unique
    assert [key for key in rows["key"] if "police" in key] == ["organisation police"]


def test_nothing_is_shown_of_too_little(uneven: Corpus) -> None:
    for measure in (one for one in SOURCINGS if one.key != "silent"):  # nobody is silent there
        rows = sourcing(uneven, NONE, key=measure.key).board.rows
        few = rows[(rows["base"] < (5 if measure.noun == "articles" else 10)) | (rows["articles"] < 5)]
        assert len(few) > 0
        assert few[["value", "low", "high"]].isna().all(axis=None)
        assert few["note"].str.startswith("too few (n = ").all()


def test_silence_and_thought_are_no_statements(demo: Corpus) -> None:
    acts = dict(demo.query("select act, count(*) as n from reported where sure group by 1").values)
    assert set(acts) == {"speech", "thought", "silence"}
    assert demo.query("select count(*) as n from counted_attributions")["n"].iloc[0] == acts["speech"]
    assert compare.count(demo, NONE, "attributions", (("silence", ""),)) == acts["silence"]
    assert compare.count(demo, NONE, "attributions", (("all", ""),)) == acts["speech"]
    silent = sourcing(demo, NONE, key="silence").board.rows
    assert silent["base"].sum() == acts["speech"] + acts["silence"]
    assert silent["n"].sum() == acts["silence"]


def test_what_is_rather_wrong_than_right_is_shown_and_not_counted(demo: Corpus) -> None:
    unsure = sourcing(demo, NONE, key="unsure").board.rows
    below = compare.count(demo, NONE, "attributions", (("unsure", ""),))
    assert below > 0
    assert unsure["n"].sum() == below
    behind = demo.observation_table("attributions", behind=(("unsure", ""),))
    assert (behind["confidence"] < 0.5).all()
    counted = demo.observation_table("attributions", behind=(("all", ""),))
    assert (counted["confidence"] >= 0.5).all()


@pytest.mark.parametrize("ranking", RANKINGS, ids=lambda ranking: ranking.key)
def test_a_ranking_of_nobody_is_empty(uneven: Corpus, ranking: Ranking) -> None:
    assert sourcing(uneven, NONE, key=ranking.key, outlet="Late Post").board.rows.empty
    assert sourcing(uneven, Filter(outlets=("Late Post",)), key=ranking.key).board.rows.empty


def test_renaming_an_outlet_only_renames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = ["value", "low", "high", "n", "articles"]
    found = []
    for n, name in enumerate(("Northwire", "Zephyr Cable")):
        monkeypatch.setattr(made, "OUTLETS", (*made.OUTLETS[:5], name))
        rows = sourcing(make_corpus(tmp_path / str(n)), NONE, key="direct").board.rows
        found.append(rows.set_index("outlet").loc[name, numbers].tolist())
    assert found[0] == found[1]


def test_all_outlets_together_have_an_interval_or_are_too_few(filled: Corpus, uneven: Corpus) -> None:
    value, low, high = sourcing(filled, NONE, key="direct").board.overall
    rows = sourcing(filled, NONE, key="direct").board.rows
    assert value == pytest.approx(rows["n"].sum() / rows["base"].sum())
    assert low < value < high
    assert math.isnan(sourcing(uneven, Filter(outlets=("Lone Star",)), key="direct").board.overall[0])


def test_an_unread_outlet_is_shown_as_unknown(uneven: Corpus) -> None:
    board = sourcing(uneven, NONE, key="direct").board
    late = board.rows.set_index("outlet").loc["Late Post"]
    assert late["note"] == "too few (n = 0)"
    assert (board.coverage.read, board.coverage.waiting, board.coverage.matched) == (30, 1, 31)


def test_filters_reach_every_number(filled: Corpus) -> None:
    where = Filter(
        outlets=("Northwire", "Free Loravel"), since="2026-02-01", until="2026-05-31", words="river"
    )
    found = compare.overview(filled, where)
    dates = found.articles["published"]
    assert set(found.outlets["outlet"]) <= {"Northwire", "Free Loravel"}
    assert dates.between("2026-02-01", "2026-05-31").all()
    assert 0 < len(found.articles) < found.total == 72
    board = sourcing(filled, where, key="attributions").board
    for row in board.rows.to_dict("records"):
        assert compare.count(filled, where, "attributions", row["behind"]) == row["n"]


def test_nothing_matches(filled: Corpus) -> None:
    where = Filter(words="no article has these words")
    assert compare.overview(filled, where).empty
    for measure in SOURCINGS:
        card = sourcing(filled, where, key=measure.key)
        assert card.board.coverage.matched == 0
        assert card.board.rows.empty
        assert card.table.empty


def test_an_empty_corpus_answers_every_question(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path / "empty", create=True)
    assert compare.overview(corpus, NONE).empty
    assert all(sourcing(corpus, NONE, key=m.key).board.rows.empty for m in SOURCINGS)
    assert compare.article_list(corpus, NONE).empty
    assert corpus.rejected().empty
    assert compare.article_page(corpus, "nothing") is None


def test_the_same_articles_give_the_same_numbers(tmp_path: Path, filled: Corpus) -> None:
    first = sourcing(filled, NONE, key="direct").board.rows
    second = sourcing(make_corpus(tmp_path / "again"), NONE, key="direct").board.rows
    pd.testing.assert_frame_equal(first, second)


def test_answers_can_be_cached(filled: Corpus) -> None:
    card = sourcing(filled, NONE, key="sources")
    assert pickle.loads(pickle.dumps(card)).board.rows.equals(card.board.rows)
    assert pickle.loads(pickle.dumps(compare.overview(filled, NONE))).total == 72


# -- numbers against hand counts ---------------------------------------------------------------------


def sourced(said: pd.DataFrame) -> pd.DataFrame:
    """Attributions with a source, whom `source` names."""
    source = said["speaker"].where(said["speaker"] != "", said["source_words"])
    return said.assign(source=source)[source != ""]


@pytest.mark.parametrize("key", ["direct", "mixed", "neutral", "unnamed"])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_share_by_role_is_counted_over_all_outlets(filled: Corpus, key: str, grouped: bool) -> None:
    column = "role_group" if grouped else "role"
    said = filled.table("counted_attributions")
    holds = {
        "direct": said["kind"] == "direct",
        "mixed": said["kind"] == "mixed",
        "neutral": said["stance"] == "neutral",
        "unnamed": said["speaker_kind"] == "unnamed",
    }[key]
    shares = holds.groupby(said[column]).mean().to_dict()
    rows = sourcing_by(filled, NONE, key=key, grouped=grouped).board.rows
    assert dict(zip(rows["key"], rows["value"], strict=True)) == pytest.approx(shares)
    assert dict(zip(rows["key"], rows["base"], strict=True)) == said[column].value_counts().to_dict()
    for row in rows.to_dict("records"):
        assert row["low"] <= row["value"] <= row["high"]
        assert (
            compare.count(filled, NONE, "attributions", row["behind"])
            == holds[said[column] == row["key"]].sum()
            == row["n"]
        )


@pytest.mark.parametrize(
    ("kind", "label", "wanted"),
    [
        ("unnamed", "a senior official", True),
        ("unnamed", "people familiar with the talks", True),
        ("unnamed", "an AARP spokeswoman", False),
        ("group", "White House aides", True),
        ("group", "Officials in Loravel", True),
        ("group", "people who were briefed on the plan", True),
        ("group", "residents", False),
        ("group", "people in the square", False),
        ("group", "critics", False),
        ("group", "unofficials", False),
        ("person", "Ada Aides", False),
        ("organisation", "the Officials of the League", False),
    ],
)
def test_who_is_unnamed(kind: str, label: str, wanted: bool) -> None:
    sql = f"select {CONDITIONS['unnamed']} from (select $1 as speaker_kind, $2 as label) t"
    assert duckdb.execute(sql, [kind, label]).fetchone() == (wanted,)


@pytest.mark.parametrize("weight", ["words", "quoted_words"])
def test_attributions_may_weigh_as_much_as_their_words(filled: Corpus, weight: str) -> None:
    said = filled.table("counted_attributions")
    whole = said.groupby("outlet")[weight].sum()
    official = said[said["alignment"] == "incumbent"].groupby("outlet")[weight].sum() / whole
    board = sourcing(filled, NONE, key="official", weight=weight).board
    assert board.rows.set_index("outlet")["value"].to_dict() == pytest.approx(official.to_dict())
    ranked = sourcing(filled, NONE, key="roles", weight=weight)
    for row in ranked.board.rows.to_dict("records"):
        own = said[(said["outlet"] == row["outlet"]) & (said["role"] == row["key"])]
        assert row["value"] == pytest.approx(own[weight].sum() / whole[row["outlet"]])
        assert (row["n"], row["base"]) == (own[weight].sum(), whole[row["outlet"]])
    axis = {"words": "share of words said", "quoted_words": "share of words in quotation marks"}
    assert ranked.chart.options["axis"] == axis[weight]


def test_a_measure_that_takes_no_weight_is_the_same_with_one(filled: Corpus) -> None:
    for key in ("voices", "one_voice", "attributions", "effective", "quoted"):
        plain, weighed = (sourcing(filled, NONE, key=key, weight=one) for one in ("attributions", "words"))
        pd.testing.assert_frame_equal(plain.board.rows, weighed.board.rows)
        assert plain.chart.options["axis"] == weighed.chart.options["axis"]


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
    numbers = ["value", "low", "high", "n", "base", "articles"]
    board = sourcing(filled, NONE, key=key, value=value, weight=weight).board
    assert not board.grouped
    for row in board.rows.to_dict("records"):
        ranked = sourcing(filled, NONE, key=key, outlet=row["outlet"], weight=weight).board.rows
        alone = ranked.set_index("key").loc[value]
        assert [row[name] for name in numbers] == pytest.approx(list(alone[numbers]))
        if weight == "attributions":
            assert compare.count(filled, NONE, "attributions", row["behind"]) == row["n"]


def test_the_share_of_one_value_in_all_outlets_together_is_counted_by_hand(filled: Corpus) -> None:
    said = filled.table("counted_attributions")
    card = sourcing(filled, NONE, key="roles", value="business")
    assert card.board.overall[0] == pytest.approx((said["role"] == "business").mean())
    assert card.title == "Business: share of statements, by outlet"


def test_groups_of_roles_sum_to_the_whole(filled: Corpus) -> None:
    groups = {key: code.group for key, code in filled.codebook().roles.items()} | {"": ""}
    for outlet in filled.outlets():
        roles = sourcing(filled, NONE, key="roles", outlet=outlet).board.rows
        grouped = sourcing(filled, NONE, key="roles", outlet=outlet, grouped=True).board.rows
        assert grouped["value"].sum() == pytest.approx(1)
        sums = roles.groupby(roles["key"].map(groups))["value"].sum()
        assert dict(zip(grouped["key"], grouped["value"], strict=True)) == pytest.approx(sums.to_dict())
        for row in grouped.to_dict("records"):
            assert compare.count(filled, NONE, "attributions", row["behind"]) == row["n"]


@pytest.fixture(scope="module")
def with_topics(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Half of the articles on the river, a third on wages; some on both."""
    corpus = make_corpus(tmp_path_factory.mktemp("views") / "topics")
    ids = sorted(corpus.article_ids())
    rows = [(one, "River") for one in ids[::2]] + [(one, "Wages") for one in ids[::3]]
    corpus.write_whole(topics=pd.DataFrame(rows, columns=["article_id", "topic"]).assign(origin="own"))
    return corpus


@pytest.mark.parametrize("grouped", [False, True])
@pytest.mark.parametrize("weight", ["attributions", "words"])
def test_roles_by_topic_are_counted_by_hand(with_topics: Corpus, grouped: bool, weight: str) -> None:
    column = "role_group" if grouped else "role"
    said = with_topics.table("counted_attributions").assign(attributions=1).merge(with_topics.table("topics"))
    rows = roles_by_topic(with_topics, NONE, weight=weight, grouped=grouped).board.rows
    assert set(zip(rows["topic"], rows["key"], strict=True)) == set(
        zip(said["topic"], said[column], strict=True)
    )
    for row in rows.to_dict("records"):
        about = said[said["topic"] == row["topic"]]
        own = about[about[column] == row["key"]]
        assert row["value"] == pytest.approx(own[weight].sum() / about[weight].sum())
        assert (row["n"], row["base"]) == (own[weight].sum(), about[weight].sum())
        assert row["articles"] == about["article_id"].nunique()
        assert row["low"] <= row["value"] <= row["high"]
        assert compare.count(with_topics, NONE, "attributions", row["behind"]) == len(own)


def test_a_filter_of_topics_lets_their_articles_through(with_topics: Corpus, filled: Corpus) -> None:
    where = Filter(topics=("Wages",))
    about = set(with_topics.table("topics").query("topic == 'Wages'")["article_id"])
    assert set(with_topics.articles(where)["article_id"]) == about
    assert sourcing(with_topics, where, key="direct").board.coverage.matched == len(about)
    assert set(roles_by_topic(with_topics, where).board.rows["topic"]) == {"Wages"}
    assert with_topics.topics() == ["River", "Wages"]
    assert roles_by_topic(filled, NONE).board.rows.empty


@pytest.mark.parametrize("spread", SPREADS, ids=lambda spread: spread.key)
def test_what_is_behind_a_spread_are_all_attributions_with_a_source(filled: Corpus, spread: Spread) -> None:
    said = sourced(filled.table("counted_attributions"))
    for row in sourcing(filled, NONE, key=spread.key).board.rows.to_dict("records"):
        own = said[said["outlet"] == row["outlet"]]
        assert compare.count(filled, NONE, "attributions", row["behind"]) == row["base"] == len(own)
        assert row["articles"] == own["article_id"].nunique()
        if row["base"] - own.groupby("block").size().max() >= 50:
            assert row["low"] <= row["value"] <= row["high"]
        heard = own["source"].value_counts()
        if spread.statistic == "top":
            assert row["value"] == pytest.approx(heard.max() / len(own))
            assert row["n"] == heard.max()
        if spread.statistic == "concentration":
            pairs = (heard * (heard - 1)).sum() / (len(own) * (len(own) - 1))
            assert row["value"] == pytest.approx(pairs)


def test_voices_and_single_source_articles_are_counted_by_hand(filled: Corpus) -> None:
    said = sourced(filled.table("counted_attributions"))
    number = said.groupby("article_id")["source"].nunique()
    alone = said[said["article_id"].map(number) == 1]
    assert len(alone) > 0
    outlets = said.groupby("article_id")["outlet"].first()
    voices, single = (sourcing(filled, NONE, key=key).board.rows for key in ("voices", "one_voice"))
    assert voices.set_index("outlet")["value"].to_dict() == pytest.approx(
        number.groupby(outlets).mean().to_dict()
    )
    for row in single.to_dict("records"):
        own = number[outlets == row["outlet"]]
        assert row["value"] == pytest.approx((own == 1).mean())
        assert (row["n"], row["base"]) == ((own == 1).sum(), len(own))
        assert row["articles"] == len(own)
        behind = compare.count(filled, NONE, "attributions", row["behind"])
        assert behind == (alone["outlet"] == row["outlet"]).sum()


def test_who_is_heard_first_is_counted_in_the_first_third_alone(filled: Corpus) -> None:
    early = filled.table("counted_attributions").query("early")
    for row in sourcing(filled, NONE, key="first").board.rows.to_dict("records"):
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
    said = filled.table("counted_attributions")["role"].value_counts()
    assert few.groupby("key")["hits"].sum().to_dict() == said[keys[:2]].to_dict()
    assert many[~many["key"].isin(keys[:2])]["hits"].sum() == 0


@pytest.mark.parametrize("most", [20, 0], ids=["side by side", "one by one"])
def test_shares_of_words_know_how_many_statements_hold_them(
    filled: Corpus, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(attribution_queries, "MOST_COUNTED", most)
    found = filled.shares(column="role", keys=["business", "citizen"], weight="words")
    said = filled.table("counted_attributions").groupby("outlet").size().to_dict()
    for key in ("business", "citizen"):
        assert found[found["key"] == key].groupby("by")["n"].sum().to_dict() == said


def test_the_unknown_can_be_followed_too(filled: Corpus) -> None:
    known = sourcing_values(filled, NONE, key="roles")
    (unknown,) = (key for key, label in known.items() if label == "Role unknown")
    board = sourcing(filled, NONE, key="roles", value=unknown).board
    said = filled.table("counted_attributions")
    shares = (said["role"] == "").groupby(said["outlet"]).mean()
    assert not board.grouped
    assert board.rows.set_index("outlet")["value"].to_dict() == pytest.approx(shares.to_dict())


def test_no_number_stands_without_its_interval(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "edge", articles=60)
    for measure in SOURCINGS:
        rows = sourcing(corpus, NONE, key=measure.key).board.rows
        assert rows["value"].notna().equals(rows["low"].notna()), measure.key
        assert (rows["note"] != "").equals(rows["value"].isna()), measure.key
