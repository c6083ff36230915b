"""One function makes a card; page, report and notebook call it; a number passes few modules on its way."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from made import make_corpus
from streamlit.testing.v1 import AppTest

import bias
from bias import compare
from bias.compare.cards import sourcing as cards
from bias.corpus import Corpus, Filter
from bias.show import images
from bias.show.reports.report import Choice, report

ROOT = Path(__file__).resolve().parents[1]
MOST_MODULES = 9
PAGE, REPORT = "bias/show/pages/sourcing.py", "bias/show/reports/report.py"
CARD = ("bias/compare/cards/sourcing.py", "sourcing")  # the module and the function that make it
Road = list[tuple[str, str]]  # the modules of ours, with their functions, from who asks to DuckDB


@pytest.fixture
def roads(monkeypatch: pytest.MonkeyPatch) -> list[Road]:
    """The road to each query of DuckDB, from now on."""
    found: list[Road] = []
    ask = Corpus.query

    def query(corpus: Corpus, sql: str, parameters: Sequence[Any] = ()) -> Any:
        stack = [
            (frame.f_code.co_filename, frame.f_code.co_name)
            for frame, _ in traceback.walk_stack(sys._getframe())
        ]
        ours = [(Path(file), name) for file, name in reversed(stack) if file.startswith(f"{ROOT}/bias/")]
        road = [(str(file.relative_to(ROOT)), name) for file, name in ours]
        found.append([*road, ("bias/corpus/store/folder.py", "query")])
        return ask(corpus, sql, parameters)

    monkeypatch.setattr(Corpus, "query", query)
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this module alone: what a page has asked of a corpus it does not ask again."""
    return make_corpus(tmp_path_factory.mktemp("one-card") / "made").path


def of_cards(roads: list[Road]) -> list[Road]:
    """The roads that pass the cards: those that ask for nothing but names end before.

    The mix of genres, which stands beside every card, and the governments to choose from are told apart.
    """
    beside = {"genre_mix", "genre_caution", "governments", "compared_names"}
    return [
        road
        for road in roads
        if any(module.startswith("bias/compare/cards/") for module, _ in road)
        and not beside & {function for _, function in road}
    ]


def test_a_number_of_the_page_passes_few_modules(
    made: Path, roads: list[Road], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BIAS_CORPUS", str(made))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["measure"] = "Government's side"
    app.run()
    roads.clear()
    app.switch_page(PAGE).run()
    assert not app.exception
    counted = [road[[module for module, _ in road].index(PAGE) :] for road in of_cards(roads)]
    assert counted
    for road in counted:
        modules = list(dict.fromkeys(module for module, _ in road))
        assert modules[0] == PAGE
        assert modules[-1] == "bias/corpus/store/folder.py"
        assert len(modules) <= MOST_MODULES, " → ".join(modules)
        assert CARD in road


def test_the_notebook_calls_the_function_of_the_page(made: Path, roads: list[Road]) -> None:
    opened = bias.open_corpus(made)
    opened.sourcing("official")
    opened.sourcing("official", against="Northwire")
    assert of_cards(roads)
    for road in of_cards(roads):
        assert CARD in road
        assert len({module for module, _ in road}) <= MOST_MODULES


@pytest.mark.skipif(not images.available(), reason="needs matplotlib: pip install 'bias[export]'")
def test_the_report_calls_the_function_of_the_page(made: Path, roads: list[Road]) -> None:
    report(Corpus(made), Filter(), Choice(sections=("sourcing",)))
    ours = [road for road in of_cards(roads) if (REPORT, "_sourcing") in road]
    assert ours
    assert all(CARD in road for road in ours)


def test_the_face_gives_that_function_and_no_other() -> None:
    assert compare.sourcing is cards.sourcing
