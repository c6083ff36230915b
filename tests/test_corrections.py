"""What people say is wrong of a sentence counts at once, is undone, and outlives every new reading."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from made import make_corpus

from bias.api import OpenCorpus
from bias.compare import gold, uncodable
from bias.corpus import Corpus, Filter, Place, place_of
from bias.corpus.store import ANALYSED
from bias.evaluate import sentiment, wording
from bias.evaluate.steps import measured

NORTHWIRE = (("outlet", "Northwire"),)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("corrections") / "filled", articles=40).path


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Corpus:
    return Corpus(shutil.copytree(template, tmp_path / "filled"))


@pytest.fixture
def read(demo: Corpus, tmp_path: Path) -> Corpus:
    """The demo, read by the shipped model: with tones, wordings and frames."""
    return Corpus(shutil.copytree(demo.path, tmp_path / "demo"))


def observed(corpus: Corpus, kind: str, *behind: tuple[str, str]) -> list[dict[str, Any]]:
    found = corpus.evidence(kind, Filter(), behind=behind, limit=500)
    return found.to_dict("records")  # type: ignore[return-value]


def side_of(corpus: Corpus, outlet: str = "Northwire") -> tuple[int, int]:
    """Statements of the government's side, and of all who are named, in an outlet."""
    found = corpus.rates(above="incumbent", below="sourced")
    rows = found[found["by"] == outlet]
    return int((rows["above"] * rows["articles"]).sum()), int((rows["below"] * rows["articles"]).sum())


def correct(corpus: Corpus, kind: str, row: dict[str, Any], **values: str) -> Place:
    place = place_of(kind, row)
    corpus.corrections.add(place, values)
    return place


def read_again(corpus: Corpus, change: Any = None) -> None:
    """All that an analysis writes, written anew; `change` gives the rows of a table."""
    with corpus.writing():
        for table in ANALYSED:
            for path in corpus.files(table):
                rows = pq.read_table(path).to_pylist()
                corpus.write(table, path.stem, change(table, rows) if change else rows, version="again")
        corpus.write_flat()


# -- statements ----------------------------------------------------------------------------------------


def test_a_side_moves_the_share_of_its_outlet_at_once_and_undo_brings_it_back(filled: Corpus) -> None:
    above, below = side_of(filled)
    rows = observed(filled, "attributions", *NORTHWIRE, ("alignment", "opposition"))
    others = side_of(filled, "Free Loravel")
    correct(filled, "attributions", rows[0], alignment="incumbent")
    assert side_of(filled) == (above + 1, below)
    assert side_of(filled, "Free Loravel") == others
    shown = [row for row in observed(filled, "attributions", *NORTHWIRE, ("alignment", "incumbent"))
             if (row["article_id"], row["number"]) == (rows[0]["article_id"], rows[0]["number"])]  # fmt: skip
    assert [(row["by_hand"], row["label"]) for row in shown] == [(True, rows[0]["label"])]
    filled.corrections.undo(1)
    assert side_of(filled) == (above, below)
    assert filled.corrections.in_force().empty
    assert list(filled.corrections.all()["undone"] != "") == [True], "it stays in the file, with the time"


def test_unknown_takes_a_side_away_and_the_later_correction_holds(filled: Corpus) -> None:
    above, below = side_of(filled)
    row = observed(filled, "attributions", *NORTHWIRE, ("alignment", "incumbent"))[0]
    correct(filled, "attributions", row, alignment="opposition")
    correct(filled, "attributions", row, alignment="unknown")
    assert side_of(filled) == (above - 1, below)
    assert list(filled.corrections.in_force()["value"]) == ["unknown"]
    filled.corrections.undo(2)
    assert side_of(filled) == (above, below), "the earlier one was replaced, and does not come back"


def test_who_else_says_it_brings_role_and_side_along(filled: Corpus) -> None:
    row = observed(filled, "attributions", *NORTHWIRE, ("speaker", "nadia ruk"))[0]
    correct(filled, "attributions", row, speaker="Bruno Falk")
    now = filled.attributions_of(row["article_id"]).set_index("number").loc[row["number"]]
    assert (now["label"], now["role"], now["alignment"]) == ("Bruno Falk", "business", "")
    correct(filled, "attributions", row, speaker="Somebody Never Heard Of")
    now = filled.attributions_of(row["article_id"]).set_index("number").loc[row["number"]]
    assert (now["label"], now["role"], now["alignment"], now["polity"]) == (
        "Somebody Never Heard Of", "", "", "",
    )  # fmt: skip
    found = filled.table("counted_attributions").query("speaker == 'somebody never heard of'")
    assert found[["speaker_kind", "gender", "is_named"]].values.tolist() == [["", "", False]]


def test_what_a_person_sets_of_a_sentence_wins_over_what_is_said_of_its_speaker(filled: Corpus) -> None:
    from bias.corpus import Decision

    rows = observed(filled, "attributions", ("speaker", "bruno falk"))
    correct(filled, "attributions", rows[0], role="citizen")
    filled.codes.add(Decision("code", "bruno falk", role="expert_academic"))
    roles = filled.table("counted_attributions").query("speaker == 'bruno falk'")["role"].value_counts()
    assert dict(roles) == {"expert_academic": len(rows) - 1, "citizen": 1}


def test_what_is_no_statement_leaves_every_count(filled: Corpus) -> None:
    before = filled.table("counted_attributions")
    articles = filled.table("catalogue").set_index("article_id")["attributions"]
    row = observed(filled, "attributions", *NORTHWIRE)[0]
    correct(filled, "attributions", row, gone="")
    assert len(filled.table("counted_attributions")) == len(before) - 1
    assert filled.observed("attributions", behind=NORTHWIRE) == (before["outlet"] == "Northwire").sum() - 1
    assert len(filled.attributions_of(row["article_id"])) == articles[row["article_id"]] - 1
    less = articles - filled.table("catalogue").set_index("article_id")["attributions"]
    assert less[less != 0].to_dict() == {row["article_id"]: 1}
    said = [text for part in filled.text_parts(filled.text_keys(), size=50) for text in part["said"]]
    filled.corrections.undo(1)
    again = [text for part in filled.text_parts(filled.text_keys(), size=50) for text in part["said"]]
    assert sum(map(len, again)) - sum(map(len, said)) == len(row["content_spans"])


def test_a_thought_is_no_speech(filled: Corpus) -> None:
    n = len(filled.table("counted_attributions"))
    row = observed(filled, "attributions", *NORTHWIRE)[0]
    correct(filled, "attributions", row, act="thought")
    assert len(filled.table("counted_attributions")) == n - 1
    assert filled.observed("attributions", behind=(*NORTHWIRE, ("thought", ""))) == 1
    assert set(filled.attributions_of(row["article_id"]).query("number == @row['number']")["act"]) == {
        "thought"
    }


# -- other kinds ---------------------------------------------------------------------------------------


def test_a_tone_is_counted_as_it_is_set(read: Corpus) -> None:
    row = observed(read, "tones", ("tone", "negative"), ("voice", "narration"))[0]
    negative = (("target", row["target"]), ("tone", "negative"))
    n = read.observed("tones", behind=negative)
    place = correct(read, "tones", row, tone="positive")
    assert place.what == row["called"], "as the article's file calls the target"
    assert read.observed("tones", behind=negative) == n - 1
    shown = [one for one in observed(read, "tones", ("target", row["target"]), ("tone", "positive"))
             if (one["article_id"], one["number"]) == (row["article_id"], row["number"])]  # fmt: skip
    assert [(one["label"], one["negative"], one["neutral"], one["positive"]) for one in shown] == [
        ("positive", 0, 0, 1)
    ]
    written = read.observation_table("tones", behind=(("tone", "positive"),))
    assert len(written[written["article_id"].eq(row["article_id"]) & written["start"].eq(row["start"])]) == 1
    assert read.table("counted_tones")["by_hand"].sum() == 1


@pytest.mark.parametrize("kind", ["tones", "wordings", "frames"])
def test_what_is_not_there_is_not_counted(read: Corpus, kind: str) -> None:
    n = read.observed(kind, behind=())
    row = observed(read, kind)[0]
    correct(read, kind, row, gone="")
    assert read.observed(kind, behind=()) == n - 1
    read.corrections.undo(1)
    assert read.observed(kind, behind=()) == n


def test_whose_words_a_mention_stands_in_follows_the_statement(read: Corpus) -> None:
    inside = read.query(
        """select t.article_id, t.number, t.attribution from tones t join attributions a
        on a.article_id = t.article_id and a.number = t.attribution where a.kind = 'indirect'
        and a.act = 'speech' order by all limit 1"""
    ).iloc[0]
    rows = read.attributions_of(inside["article_id"]).set_index("number", drop=False)
    row = rows.loc[inside["attribution"]].to_dict()
    correct(read, "attributions", row, role="citizen", alignment="foreign")
    mention = read.tones_of(inside["article_id"]).set_index("number").loc[inside["number"]]
    assert (mention["speaker_role"], mention["speaker_alignment"]) == ("citizen", "foreign")
    own = int(read.table("catalogue").set_index("article_id").loc[inside["article_id"], "own_words"])
    correct(read, "attributions", row, gone="")
    mention = read.tones_of(inside["article_id"]).set_index("number").loc[inside["number"]]
    assert (mention["voice"], mention["speaker_role"]) == ("narration", "")
    catalogue = read.table("catalogue").set_index("article_id")
    assert catalogue.loc[inside["article_id"], "own_words"] == own + row["words"]


# -- new readings and kills ----------------------------------------------------------------------------


def test_a_new_reading_that_numbers_anew_keeps_it(filled: Corpus) -> None:
    above, below = side_of(filled)
    row = next(one for one in observed(filled, "attributions", *NORTHWIRE, ("alignment", "opposition"))
               if one["number"] > 0)  # fmt: skip
    correct(filled, "attributions", row, alignment="incumbent")
    start, end = row["content_spans"]

    def without_the_first(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if table != "attributions":
            return rows
        mine = [one for one in rows if (one["article_id"], one["number"]) != (row["article_id"], 0)]
        for one in mine:
            if one["article_id"] == row["article_id"]:
                one["number"] -= 1
                if one["content_spans"] == [start, end]:
                    one["content_spans"] = [start, end - 1]  # a little less than before
        return mine

    first = filled.attributions_of(row["article_id"]).iloc[0]
    less = first["alignment"] == "incumbent"
    read_again(filled, without_the_first)
    assert side_of(filled) == (above + 1 - less, below - 1)
    now = filled.attributions_of(row["article_id"]).set_index("number").loc[row["number"] - 1]
    assert (now["alignment"], bool(now["by_hand"])) == ("incumbent", True)
    assert filled.misplaced() == set()


def test_where_nothing_stands_there_any_more_the_correction_waits_and_is_told(filled: Corpus) -> None:
    row = observed(filled, "attributions", *NORTHWIRE)[0]
    correct(filled, "attributions", row, role="citizen")
    kept = {path: path.read_bytes() for path in filled.files("attributions")}

    def without_it(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        key = (row["article_id"], row["number"])
        return [one for one in rows if table != "attributions" or (one["article_id"], one["number"]) != key]

    read_again(filled, without_it)
    assert filled.misplaced() == {1}
    for path, content in kept.items():
        path.write_bytes(content)
    with filled.writing():
        filled.write_flat()
    assert filled.misplaced() == set()
    now = filled.attributions_of(row["article_id"]).set_index("number").loc[row["number"]]
    assert now["role"] == "citizen"


def test_one_decision_is_kept_whole_or_not_at_all(filled: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of("attributions", observed(filled, "attributions", *NORTHWIRE)[0])
    filled.corrections.add(place, {"role": "citizen", "alignment": "foreign"})
    with pytest.raises(ValueError, match="tone: no field of attributions"):
        filled.corrections.add(place, {"role": "business", "tone": "positive"})
    with pytest.raises(sqlite3.ProgrammingError):
        filled.corrections.add(place, {"role": "business", "alignment": object()})  # type: ignore[dict-item]
    assert list(filled.corrections.in_force()["value"]) == ["citizen", "foreign"]


def test_what_was_taken_for_the_authors_is_somebodys_once_corrected(filled: Corpus) -> None:
    read_again(
        filled,
        lambda table, rows: [row | {"act": "own"} for row in rows] if table == "attributions" else rows,
    )
    assert filled.observed("attributions", behind=NORTHWIRE) == 0
    row = filled.query(
        "select * from attributions where outlet = 'Northwire' order by article_id, number"
    ).iloc[0]
    before = filled.articles().set_index("article_id")["attributions"]
    correct(filled, "attributions", row.to_dict(), speaker="Ana Silva")
    (said,) = observed(filled, "attributions", *NORTHWIRE)
    assert said["label"] == "Ana Silva"
    after = filled.articles().set_index("article_id")["attributions"]
    assert (after - before).loc[row["article_id"]] == 1
    filled.corrections.undo(1)
    assert filled.observed("attributions", behind=NORTHWIRE) == 0


def test_a_corpus_without_corrections_counts_as_before(filled: Corpus) -> None:
    before = filled.table("counted_attributions").sort_values(["article_id", "number"], ignore_index=True)
    row = observed(filled, "attributions", *NORTHWIRE)[0]
    correct(filled, "attributions", row, role="citizen")
    filled.corrections.undo(1)
    after = filled.table("counted_attributions").sort_values(["article_id", "number"], ignore_index=True)
    pd.testing.assert_frame_equal(before, after)


# -- as gold -------------------------------------------------------------------------------------------


def test_corrections_are_gold_that_bias_evaluate_reads(read: Corpus, tmp_path: Path) -> None:
    said = observed(read, "attributions", ("alignment", "opposition"))[:3]
    correct(read, "attributions", said[0], alignment="incumbent")
    correct(read, "attributions", said[1], gone="")
    correct(read, "attributions", said[2], act="thought", role="unknown")
    tone = observed(read, "tones", ("tone", "negative"), ("voice", "narration"))[0]
    correct(read, "tones", tone, tone="positive")
    loaded = observed(read, "wordings", ("kind", "loaded_sentence"))[0]
    quote = observed(read, "wordings", ("kind", "scare_quote"))[0]
    for one in (loaded, quote, observed(read, "wordings", ("kind", "hedge"))[0]):
        correct(read, "wordings", one, gone="")
    found = gold(read)
    assert {step: len(rows) for step, rows in found.items()} == {
        "statements": len({one["article_id"] for one in said}), "sentiment": 1, "wording": 1, "quotes": 1,
    }  # fmt: skip
    assert uncodable(read) == 1, "of hedges there is no gold"
    for step, rows in found.items():
        path = tmp_path / f"{step}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert sentiment.read_gold(tmp_path / "sentiment.jsonl")[0]["label"] == "positive"
    row = found["sentiment"][0]
    assert row["text"][row["target_start"] : row["target_end"]] == tone["mention"]
    assert wording.read_sentences(tmp_path / "wording.jsonl")[0]["text"] in loaded["text"]
    assert wording.read_quotes(tmp_path / "quotes.jsonl")[0]["text"] == quote["words"]
    measures = measured("statements", tmp_path / "statements.jsonl", lambda rows, n: rows)
    assert measures["n"] == {"docs": len(found["statements"]), "statements": 3}, "no other is judged"
    assert (measures["real"]["right"], measures["real"]["n"]) == (2, 3)
    assert (measures["act"]["right"], measures["act"]["n"]) == (0, 1)
    assert (measures["side recall"]["right"], measures["side recall"]["n"]) == (0, 1)
    assert measures["source"] == {"n": 0}
    assert measures["confidence"] == {}


def test_a_notebook_lists_them(filled: Corpus) -> None:
    row = observed(filled, "attributions", *NORTHWIRE, ("alignment", "opposition"))[0]
    correct(filled, "attributions", row, alignment="incumbent")
    corpus = OpenCorpus(filled.path)
    listed = corpus.corrections()
    assert listed[["id", "outlet", "article_id", "state"]].values.tolist() == [
        [1, "Northwire", row["article_id"], "counts"]
    ]
    assert listed["what"].tolist() == ["Side: Government"]
    assert set(corpus.gold()) == {"statements"}


def test_whatever_is_taken_along_says_that_people_corrected(filled: Corpus) -> None:
    assert "correction" not in OpenCorpus(filled.path).origin().counted_from
    row = observed(filled, "attributions", *NORTHWIRE)[0]
    correct(filled, "attributions", row, role="citizen", alignment="foreign")
    origin = OpenCorpus(filled.path).origin()
    assert "; with 2 corrections of sentences by hand" in origin.counted_from
    assert origin.decisions["sentences"] == 2
