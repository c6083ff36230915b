"""What people decided of speakers counts at once, can be taken back, and outlives every new reading."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from made import make_corpus

from bias.corpus.pipeline.entity_linking import link
from bias.corpus.store import ANALYSED, UNKNOWN, Corpus, Decision, Filter

ROOK, FALK, ARDEN, POLICE = "nadia ruk", "bruno falk", "livia arden", "organisation police"
FALK_IS_ROOK = Decision("merge", FALK, "Bruno Falk", target=ROOK, target_label="Nadia Rook")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_corpus(tmp_path_factory.mktemp("codes") / "filled", articles=40).path


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Corpus:
    return Corpus(shutil.copytree(template, tmp_path / "filled"))


def spoken(corpus: Corpus) -> pd.DataFrame:
    """The whole view, in one order of rows and columns."""
    rows = corpus.table("counted_attributions").sort_values(["article_id", "number"], ignore_index=True)
    return rows[sorted(rows.columns)]


def heard(corpus: Corpus) -> dict[str, int]:
    return {
        str(key): int(n) for key, n in corpus.table("counted_attributions")["speaker"].value_counts().items()
    }


def of(corpus: Corpus, speaker: str) -> pd.DataFrame:
    rows = corpus.table("counted_attributions")
    return rows[rows["speaker"] == speaker]


def merge(speaker: str, target: str) -> Decision:
    return Decision("merge", speaker, target=target, target_label=target.title())


def read_again(corpus: Corpus) -> None:
    """All that an analysis writes, written anew."""
    with corpus.writing():
        for table in ANALYSED:
            for path in corpus.files(table):
                corpus.write(table, path.stem, pq.read_table(path).to_pylist(), version="again")
        corpus.write_whole(linked_speakers=link(corpus.table("speakers")))
        corpus.write_flat()


def test_merged_speakers_join_under_the_target_and_its_name(filled: Corpus) -> None:
    before = heard(filled)
    filled.codes.add(FALK_IS_ROOK)
    after = heard(filled)
    assert after[ROOK] == before[ROOK] + before[FALK]
    assert FALK not in after
    assert set(of(filled, ROOK)["label"]) == {"Nadia Rook"}
    assert set(of(filled, ROOK)["name"]) == {"Nadia Rook", "Bruno Falk"}, "as the articles call them"
    row = filled.speaker(Filter(), ROOK).iloc[0]
    assert (row["label"], row["attributions"]) == ("Nadia Rook", after[ROOK])


def test_a_chain_of_merges_is_followed_to_its_end(filled: Corpus) -> None:
    before = heard(filled)
    filled.codes.add(merge(FALK, ROOK), merge(ROOK, ARDEN))
    assert heard(filled)[ARDEN] == before[FALK] + before[ROOK] + before[ARDEN]
    assert set(of(filled, ARDEN)["label"]) == {"Livia Arden"}


@pytest.mark.parametrize("chain", [(FALK, ROOK, FALK), (FALK, ROOK, ARDEN, FALK)])
def test_a_merge_that_would_close_a_circle_is_left_out(filled: Corpus, chain: tuple[str, ...]) -> None:
    before = heard(filled)
    filled.codes.add(*(merge(one, other) for one, other in pairwise(chain)))
    assert heard(filled)[chain[-2]] == sum(before[one] for one in set(chain))


def test_the_later_decision_wins(filled: Corpus) -> None:
    before = heard(filled)
    filled.codes.add(merge(FALK, ROOK), Decision("code", ARDEN, role="citizen"))
    filled.codes.add(merge(FALK, POLICE), Decision("code", ARDEN, role="business"))
    after = heard(filled)
    assert (after[ROOK], after[POLICE]) == (before[ROOK], before[POLICE] + before[FALK])
    assert set(of(filled, ARDEN)["role"]) == {"business"}


def test_a_split_gives_one_article_s_speaker_to_another(filled: Corpus) -> None:
    before = of(filled, ROOK)
    article_id = before["article_id"].iloc[0]
    filled.codes.add(
        Decision("split", ROOK, "Nadia Rook", article_id, "Nadia Rook", f"{ROOK} / other", "The other Rook")
    )
    other = of(filled, f"{ROOK} / other")
    assert set(other["article_id"]) == {article_id}
    assert set(other["label"]) == {"The other Rook"}
    assert len(other) == (before["article_id"] == article_id).sum()
    assert len(of(filled, ROOK)) == len(before) - len(other) > 0
    filled.codes.add(Decision("code", f"{ROOK} / other", role="business"))
    assert set(of(filled, f"{ROOK} / other")["role"]) == {"business"}
    assert set(of(filled, ROOK)["role"]) == {"civil_society"}


def test_role_side_and_country_are_set_and_what_is_left_empty_stays(filled: Corpus) -> None:
    filled.codes.add(Decision("code", FALK, alignment="opposition", polity="Loravel"))
    rows = of(filled, FALK)
    assert rows[["role", "alignment", "polity"]].drop_duplicates().values.tolist() == [
        ["business", "opposition", "Loravel"]
    ]
    assert rows["by_hand"].all()
    others = filled.table("counted_attributions").query("speaker != @FALK")
    assert not others["by_hand"].any()
    assert set(others["polity"]) == {""}
    filled.codes.add(Decision("code", FALK, role="citizen"))
    assert set(of(filled, FALK)["role"]) == {"citizen"}
    assert set(of(filled, FALK)["role_group"]) == {"citizen"}
    assert set(of(filled, FALK)["alignment"]) == {"opposition"}


def test_unknown_takes_a_role_away(filled: Corpus) -> None:
    before = (filled.table("counted_attributions")["role"] == "").sum()
    filled.codes.add(Decision("code", ROOK, role=UNKNOWN, alignment=UNKNOWN))
    rows = filled.table("counted_attributions")
    assert set(of(filled, ROOK)["role"]) == set(of(filled, ROOK)["alignment"]) == {""}
    assert (rows["role"] == "").sum() == before + len(of(filled, ROOK))


@pytest.mark.parametrize("coded", [FALK, ROOK])
def test_a_role_given_before_a_merge_holds_for_both_that_became_one(filled: Corpus, coded: str) -> None:
    filled.codes.add(Decision("code", coded, role="media_journalist"), FALK_IS_ROOK)
    assert set(of(filled, ROOK)["role"]) == {"media_journalist"}


def test_a_decision_about_nobody_of_the_corpus_changes_nothing(filled: Corpus) -> None:
    before = spoken(filled)
    filled.codes.add(merge("nobody", "no one"), Decision("code", "nobody", role="citizen"))
    pd.testing.assert_frame_equal(spoken(filled), before)


def test_undoing_restores_all_exactly(filled: Corpus) -> None:
    before = spoken(filled)
    article_id = of(filled, ARDEN)["article_id"].iloc[0]
    filled.codes.add(
        FALK_IS_ROOK,
        Decision("code", ROOK, role=UNKNOWN),
        Decision("split", ARDEN, "", article_id, "Livia Arden", "x", "X"),
    )
    assert not spoken(filled).equals(before)
    for number in (2, 3, 1):
        filled.codes.undo(number)
    pd.testing.assert_frame_equal(spoken(filled), before)
    assert (filled.codes.all()["undone"] != "").tolist() == [True] * 3, "they stay in the file"


def test_undoing_one_decision_leaves_the_others(filled: Corpus) -> None:
    filled.codes.add(Decision("code", ROOK, role="business"))
    only = spoken(filled)
    filled.codes.add(merge(ROOK, FALK))
    assert ROOK not in heard(filled)
    filled.codes.undo(2)
    pd.testing.assert_frame_equal(spoken(filled), only)
    filled.codes.undo(99)
    pd.testing.assert_frame_equal(spoken(filled), only)


def test_decisions_outlive_a_new_reading(filled: Corpus) -> None:
    article_id = of(filled, ARDEN)["article_id"].iloc[0]
    filled.codes.add(
        FALK_IS_ROOK,
        Decision("code", ROOK, role="citizen", polity="Kestria"),
        Decision("split", ARDEN, "", article_id, "Livia Arden", f"{ARDEN} / two", "Two"),
    )
    before = spoken(filled)
    assert {FALK, ROOK, f"{ARDEN} / two"} & set(before["speaker"]) == {ROOK, f"{ARDEN} / two"}
    read_again(filled)
    pd.testing.assert_frame_equal(spoken(filled), before)


def test_decisions_count_alike_with_the_flat_file_and_without(filled: Corpus) -> None:
    article_id = of(filled, POLICE)["article_id"].iloc[0]
    filled.codes.add(
        FALK_IS_ROOK,
        Decision("code", FALK, role=UNKNOWN),
        Decision("split", POLICE, "", article_id, "police", "second police", "The other police"),
        merge("second police", ARDEN),
    )
    before = spoken(filled)
    assert set(before[before["name"] == "police"]["speaker"]) == {POLICE, ARDEN}
    (filled.path / "counted_attributions.parquet").unlink()
    pd.testing.assert_frame_equal(spoken(filled), before)


def test_each_decision_changes_the_stamps(filled: Corpus) -> None:
    stamps = [(filled.codes.stamp(), filled.stamp())]
    for _ in range(2):
        filled.codes.add(FALK_IS_ROOK)
        stamps.append((filled.codes.stamp(), filled.stamp()))
    for number in (1, 2):
        filled.codes.undo(number)
        stamps.append((filled.codes.stamp(), filled.stamp()))
    assert len({codes for codes, _ in stamps}) == len({whole for _, whole in stamps}) == 5
    assert stamps[-1] == (filled.codes.stamp(), filled.stamp()), "and nothing else does"


def test_two_that_opened_one_folder_see_each_other_s_decisions(filled: Corpus) -> None:
    other = Corpus(filled.path)
    before = heard(other)
    filled.codes.add(FALK_IS_ROOK)
    assert heard(other)[ROOK] == before[ROOK] + before[FALK]
    other.codes.undo(1)
    assert heard(filled) == before


def test_decisions_are_stored_all_or_none(filled: Corpus) -> None:
    with pytest.raises(Exception, match="CHECK constraint"):
        filled.codes.add(FALK_IS_ROOK, Decision("marry", ROOK))  # type: ignore[arg-type]
    assert filled.codes.all().empty


def test_decisions_are_listed_the_last_first(filled: Corpus) -> None:
    assert filled.codes.all().empty
    filled.codes.add(FALK_IS_ROOK)
    filled.codes.add(Decision("code", ROOK, "Nadia Rook", role="citizen"))
    found = filled.codes.all()
    assert found[["id", "kind", "speaker", "target", "role", "undone"]].values.tolist() == [
        [2, "code", ROOK, "", "citizen", ""],
        [1, "merge", FALK, ROOK, "", ""],
    ]


def test_a_merge_that_is_left_out_takes_no_other_with_it(filled: Corpus) -> None:
    before = heard(filled)
    filled.codes.add(merge(FALK, ARDEN), merge(ROOK, FALK), merge(FALK, ROOK), merge(ARDEN, ARDEN))
    assert heard(filled)[ARDEN] == before[FALK] + before[ARDEN] + before[ROOK]
