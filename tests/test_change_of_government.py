"""Where those who governed and those who opposed change places, the cards of sides say so."""

from __future__ import annotations

import pandas as pd
import pytest
from made import make_corpus

from bias import compare
from bias.compare.statistics.alternation import day_of_change
from bias.corpus import Corpus, Filter
from bias.reading import first_days_in_government

OLD, NEW = ("2026-01-05", "2026-02-03"), ("2026-03-02", "2026-04-09")


def speaker(
    name: str, before: str, after: str, days: tuple[str, ...] = (*OLD, *NEW), n: int = 3
) -> pd.DataFrame:
    sides = [before if day < "2026-03-01" else after for day in days]
    return pd.DataFrame({"speaker": name, "alignment": sides, "day": days, "n": n})


UP, DOWN = ("opposition", "incumbent"), ("incumbent", "opposition")
CHANGE = [speaker("a", *UP), speaker("b", *UP), speaker("c", *DOWN), speaker("d", *DOWN)]


def test_a_change_is_dated_by_the_first_statement_after_it() -> None:
    assert day_of_change(pd.concat(CHANGE, ignore_index=True)) == "2026-03-02"


def test_of_equal_days_the_one_of_the_tables_is_said() -> None:
    rows = pd.concat(CHANGE, ignore_index=True)
    assert day_of_change(rows, ("2026-01-20", "2026-02-20")) == "2026-02-20"
    assert day_of_change(rows, ("2026-01-20", "2026-04-01")) == "2026-03-02", "these part them worse"
    assert day_of_change(rows, ("2025-01-20", "2027-01-20")) == "2026-03-02", "nobody is heard then"


def test_the_tables_know_when_an_opposition_took_office() -> None:
    days = first_days_in_government("United States")
    assert {"2017-01-20", "2021-01-20", "2025-01-20"} <= set(days)
    assert first_days_in_government("United Kingdom")[-1] >= "2024-07-05"
    assert first_days_in_government("Kestria") == ()


def test_one_in_ten_may_be_misread() -> None:
    late = speaker("a", *UP).assign(day=["2026-01-05", "2026-02-03", "2026-03-02", "2026-04-09"])
    wrong = pd.DataFrame({"speaker": "a", "alignment": "opposition", "day": ["2026-04-09"], "n": [3]})
    rows = pd.concat([late, wrong, *CHANGE[1:]], ignore_index=True)
    assert day_of_change(rows) == "2026-03-02"
    rows = pd.concat([late, wrong.assign(n=9), *CHANGE[1:]], ignore_index=True)
    assert day_of_change(rows) == ""


@pytest.mark.parametrize(
    "rows",
    [
        [],
        CHANGE[:2],  # all of them rise: they joined the cabinet
        CHANGE[:3],  # one crossed the floor
        [speaker("a", *UP), speaker("b", *UP), speaker("c", *DOWN, days=OLD), speaker("d", *DOWN, days=OLD)],
    ],
)
def test_who_joins_a_government_alone_is_no_change(rows: list[pd.DataFrame]) -> None:
    columns = ["speaker", "alignment", "day", "n"]
    found = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
    both = found.groupby("speaker")["alignment"].transform("nunique") == 2
    assert day_of_change(found[both]) == ""


def test_only_who_is_on_both_sides_is_asked_about(demo: Corpus) -> None:
    found = demo.sided_days(Filter(), polity="Kestria")
    assert found.groupby("speaker")["alignment"].nunique().eq(2).all()
    assert set(found["alignment"]) <= {"incumbent", "opposition"}
    assert not compare.sourcing(demo, Filter(), key="official").finding.endswith("before or after it.")


def test_the_cards_of_sides_name_the_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    corpus = make_corpus(tmp_path_factory.mktemp("change") / "corpus")
    rows = pd.concat(CHANGE, ignore_index=True)
    monkeypatch.setattr(Corpus, "sided_days", lambda *_, **__: rows)
    said = compare.sourcing(corpus, Filter(), key="opposition", whose="Kestria").finding
    assert said.endswith(
        "Who governs in Kestria changed within these articles, by 2026-03-02: who was the opposition "
        "before is the government's side after.  Choose dates before or after it."
    )
    assert "2026-03-02" not in compare.sourcing(corpus, Filter(), key="unnamed").finding
    assert "2026-03-02" not in compare.sourcing(corpus, Filter(), key="opposition", whose="all").finding
