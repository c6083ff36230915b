"""The Speakers page: it lists, opens by a link, and takes corrections that can be taken back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from made import make_corpus
from streamlit.testing.v1 import AppTest
from test_pages import opened, words

from bias import compare
from bias.corpus.store import Corpus, Decision, Filter

NONE = Filter()
ROOK, FALK = "nadia ruk", "bruno falk"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Do not write to it."""
    return make_corpus(tmp_path_factory.mktemp("speakers") / "filled").path


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Corpus:
    return Corpus(shutil.copytree(filled, tmp_path / "own"))


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].value


def profile(corpus: Corpus, speaker: str) -> compare.Profile:
    found = compare.profile(corpus, NONE, speaker)
    assert found is not None
    return found


def test_the_table_lists_speakers_most_heard_first(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "speakers")
    table = app.dataframe[0].value
    said = Corpus(filled).table("counted_attributions")
    counts = said[said["speaker"] != ""]["label"].value_counts()
    assert dict(zip(table["Speaker"], table["Statements"], strict=True)) == counts.to_dict()
    assert table["Statements"].is_monotonic_decreasing
    assert [sum(months) for months in table["Over time"]] == table["Statements"].tolist()
    falk = table[table["Speaker"] == "Bruno Falk"]
    assert falk[["Role", "Side", "Kind"]].values.tolist() == [["Business", "Side unknown", "person"]]
    assert "speaker" not in table.columns, "the key is for links"
    assert "9 speakers." in words(app)


def test_a_link_opens_a_speaker_with_the_sentences(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "speakers", speaker=ROOK)
    found = profile(Corpus(filled), ROOK)
    said = words(app)
    assert f"{found.attributions} statements · {found.articles} articles" in said
    html = [getattr(element, "value", "") for element in app.get("html")]
    quotes = [text for text in html if 'class="bias-quote"' in text]
    assert any("Nadia Rook" in text for text in html if text not in quotes), "the name is the heading"
    assert len(quotes) == min(10, found.attributions)
    assert all("Nadia Rook" in quote for quote in quotes)
    assert app.get("plotly_chart")
    called = next(frame.value for frame in app.dataframe if "Called" in frame.value.columns)
    assert called[["Called", "Statements"]].values.tolist() == [["Nadia Rook", found.attributions]]


def test_a_speaker_of_no_article_is_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "speakers", speaker="<b>nobody</b>")
    assert "no word of the speaker of the link" in app.info[0].value
    assert len(app.dataframe[0].value) == 9
    assert not app.selectbox


def test_a_speaker_whom_the_filters_take_away_is_said_to_be_so(
    monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, "speakers", speaker=ROOK, words="in no article")
    assert "no word of the speaker of the link" in app.info[0].value


def test_search_finds_part_of_a_name_in_any_case(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "speakers")
    app.text_input(key="search").set_value(" ROOK ").run()
    assert app.dataframe[0].value["Speaker"].tolist() == ["Nadia Rook"]
    app.text_input(key="search").set_value("'; drop table articles --%").run()
    assert not app.exception
    assert "No speaker of this name is heard" in app.info[0].value
    app.text_input(key="search").set_value("").run()
    assert len(app.dataframe[0].value) == 9


def test_merging_joins_the_numbers_and_can_be_taken_back(
    monkeypatch: pytest.MonkeyPatch, own: Corpus
) -> None:
    before = {key: profile(own, key).attributions for key in (ROOK, FALK)}
    app = opened(own.path, monkeypatch, "speakers", speaker=FALK)
    app.selectbox(key="merge_into").set_value(ROOK)
    press(app, "Merge")
    joined = profile(own, ROOK)
    assert (joined.label, joined.attributions) == ("Nadia Rook", sum(before.values()))
    assert compare.profile(own, NONE, FALK) is None
    assert app.query_params["speaker"] in (ROOK, [ROOK]), "the page goes on with whom it became"
    assert "Bruno Falk" not in app.dataframe[0].value["Speaker"].tolist()
    assert app.expander[-1].label == "1 decision about speakers"
    assert "Bruno Falk is Nadia Rook" in words(app)
    press(app, "Take back")
    assert {key: profile(own, key).attributions for key in (ROOK, FALK)} == before
    assert "(taken back)" in words(app)
    assert "Take back" not in [button.label for button in app.button]
    assert "Bruno Falk" in app.dataframe[0].value["Speaker"].tolist()


def test_a_role_set_by_hand_counts_and_can_be_taken_back(
    monkeypatch: pytest.MonkeyPatch, own: Corpus
) -> None:
    app = opened(own.path, monkeypatch, "speakers", speaker=FALK)
    assert (profile(own, FALK).role, profile(own, FALK).side) == ("Business", "Side unknown")
    app.selectbox(key="set_role").set_value("media_journalist")
    app.selectbox(key="set_side").set_value("opposition")
    app.text_input(key="set_polity").set_value(" Loravel ")
    press(app, "Set")
    found = profile(own, FALK)
    assert found.role == "Media or journalist"
    assert found.side.endswith("(Loravel)")
    assert found.roles.values.tolist() == [["Media or journalist", found.attributions]]
    assert app.dataframe[0].value.set_index("Speaker").loc["Bruno Falk", "Role"] == "Media or journalist"
    press(app, "Take back")
    assert (profile(own, FALK).role, profile(own, FALK).side) == ("Business", "Side unknown")


def test_a_role_may_be_set_to_unknown(monkeypatch: pytest.MonkeyPatch, own: Corpus) -> None:
    app = opened(own.path, monkeypatch, "speakers", speaker=FALK)
    app.selectbox(key="set_role").set_value("unknown")
    press(app, "Set")
    assert profile(own, FALK).role == "Role unknown"
    assert compare.decisions(own)["what"].tolist() == ["Bruno Falk: role unknown"]


def test_setting_nothing_decides_nothing(monkeypatch: pytest.MonkeyPatch, own: Corpus) -> None:
    app = opened(own.path, monkeypatch, "speakers", speaker=FALK)
    for label in ("Set", "Merge", "Split"):
        press(app, label)
    assert own.codes.all().empty


def test_splitting_takes_an_article_s_mentions_to_another(
    monkeypatch: pytest.MonkeyPatch, own: Corpus
) -> None:
    before = profile(own, ROOK)
    app = opened(own.path, monkeypatch, "speakers", speaker=ROOK)
    app.multiselect(key="split_off").set_value([0, 2])
    app.text_input(key="split_label").set_value("Nadia Rook (the judge)")
    press(app, "Split")
    other = profile(own, f"{ROOK} / nadia rook (the judge)")
    chosen = before.mentions.iloc[[0, 2]]
    assert other.label == "Nadia Rook (the judge)"
    assert set(other.mentions["article_id"]) == set(chosen["article_id"])
    assert other.attributions == chosen["n"].sum()
    assert profile(own, ROOK).attributions == before.attributions - other.attributions


def test_names_in_decisions_are_shown_as_text(monkeypatch: pytest.MonkeyPatch, own: Corpus) -> None:
    own.codes.add(Decision("merge", FALK, "**bold** [l](javascript:x)", target=ROOK, target_label="<b>R</b>"))
    app = opened(own.path, monkeypatch, "speakers")
    said = "\n".join(element.value for element in app.markdown)
    assert "\\*\\*bold\\*\\*" in said
    assert "](javascript" not in said


def test_an_empty_corpus_says_how_to_fill_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = Corpus(tmp_path / "empty", create=True).path
    app = opened(path, monkeypatch, "speakers")
    assert "no articles yet" in app.info[0].value
    assert "Add articles" in [link.label for link in app.get("page_link")]


def test_articles_that_wait_come_with_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "waiting", articles=3, read=False)
    app = opened(corpus.path, monkeypatch, "speakers")
    assert "3 articles are here, not read yet" in app.info[0].value
    assert [button.label for button in app.button if button.key == "start-reading"] == ["Start reading"]


def test_filters_that_match_nothing_can_be_cleared(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "speakers", words="in no article")
    assert "No article matches the filters" in app.info[0].value
    app.button(key="clear_here").click().run()
    assert not app.exception
    assert len(app.dataframe[0].value) == 9
