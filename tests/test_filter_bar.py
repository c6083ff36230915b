"""The bar with the filters: chips, presets, groups, what a link asks for in vain, and saved views."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_corpus
from streamlit.testing.v1 import AppTest
from test_pages import opened, words

from bias.corpus import Corpus


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_corpus(tmp_path_factory.mktemp("bar") / "filled").path
    (path / "outlets.csv").write_text(
        "name,country,kind\nNorthwire,Varn,agency\nFree Loravel,Varn,paper\n"
        "Meridian Business,Loravel,paper\n",
        encoding="utf-8",
    )
    return path


def chips(app: AppTest) -> list[str]:
    return [one.label.replace("\\", "") for one in app.button if (one.key or "").startswith("chip-")]


def count(app: AppTest) -> str:
    return next(one.value for one in app.caption if "article" in one.value and one.value[0].isdigit())


def test_a_chip_takes_its_filter_away(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(
        filled, monkeypatch, "sourcing", outlets=["Northwire", "Free Loravel"], **{"from": "2026-01-01"}
    )
    assert chips(app) == ["Northwire", "Free Loravel", "From 2026-01-01"]
    all_of_two = count(app)
    app.button(key="chip-outlets-Northwire").click().run()
    assert chips(app) == ["Free Loravel", "From 2026-01-01"]
    assert app.multiselect(key="outlets").value == ["Free Loravel"]
    assert int(count(app).split()[0]) < int(all_of_two.split()[0])
    app.button(key="chip-dates").click().run()
    assert chips(app) == ["Free Loravel"]
    assert not app.exception


def test_groups_of_outlets_are_alternatives_in_a_column_and_both_hold_over_columns(
    monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    def outlets(*groups: str) -> set[str]:
        app = opened(filled, monkeypatch, "sourcing", groups=list(groups))
        return set(app.dataframe[0].value["Outlet"])

    assert outlets("kind: paper") == {"Free Loravel", "Meridian Business"}
    assert outlets("kind: paper", "kind: agency") == {"Free Loravel", "Meridian Business", "Northwire"}
    assert outlets("kind: paper", "country: Varn") == {"Free Loravel"}


def test_presets_count_from_the_newest_article(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "sourcing")
    newest = Corpus(filled).dates()[1]
    app.pills(key="days").set_value(7).run()
    since = app.date_input(key="from").value
    assert (Corpus(filled).dates()[1], (newest > since.isoformat())) == (newest, True)
    assert (type(since).fromisoformat(newest) - since).days == 6
    app.pills(key="days").set_value(0).run()
    assert app.date_input(key="from").value is None


def test_what_a_link_asks_for_in_vain_is_told(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(
        filled, monkeypatch, "sourcing", outlets=["Northwire", "Nobody"], genres="Sonnet", by="colour",
        to="2026-02-30",
    )  # fmt: skip
    said = words(app)
    for told in ("no outlet called “Nobody”", "no genre called “Sonnet”", "“colour”", "no day 2026-02-30"):
        assert told in said
    assert "called “Northwire”" not in said
    assert chips(app) == ["Northwire"]
    app.button(key="link-was-read").click().run()
    assert "“Nobody”" not in words(app)


def test_a_search_that_cannot_be_made_is_told_and_hides_nothing(
    monkeypatch: pytest.MonkeyPatch, filled: Path
) -> None:
    app = opened(filled, monkeypatch, "sourcing", words="*port")
    assert "* stands at the end of a word" in words(app)
    assert " of " not in count(app)
    assert not app.exception


def test_pages_where_filters_do_nothing_keep_them(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    app = opened(filled, monkeypatch, "sourcing", outlets="Northwire")
    app.switch_page("bias/show/pages/method.py").run()
    assert [one.value for one in app.title] == ["Method"]
    app.switch_page("bias/show/pages/tone.py").run()
    assert chips(app) == ["Northwire"]


def test_views_are_saved_renamed_and_deleted(monkeypatch: pytest.MonkeyPatch, filled: Path) -> None:
    views = Corpus(filled).saved_views
    views.save("Two <b>outlets</b>", "sourcing", "outlets=Northwire&outlets=Free+Loravel")
    app = opened(filled, monkeypatch, "tone")
    said = words(app)
    assert '<a href="./sourcing?outlets=Northwire&amp;outlets=Free+Loravel"' in said
    assert "Two &lt;b&gt;outlets&lt;/b&gt;" in said
    (number,) = views.in_force()["id"]
    app.button(key=f"rename-{number}").click().run()
    app.text_input(key=f"new-name-{number}").set_value("Mine").run()
    assert list(views.in_force()["name"]) == ["Mine"]
    app.button(key=f"delete-{number}").click().run()
    assert views.in_force().empty
    assert not app.exception


def test_a_view_of_the_same_name_takes_the_place_of_the_other(tmp_path: Path) -> None:
    views = Corpus(tmp_path / "c", create=True).saved_views
    views.save("Mine", "tone", "words=a")
    views.save("Mine", "sourcing", "")
    views.save("Other", "", "words=b")
    assert views.in_force()[["name", "page", "query"]].to_numpy().tolist() == [
        ["Mine", "sourcing", ""], ["Other", "", "words=b"],
    ]  # fmt: skip
    views.rename(int(views.in_force()["id"].iloc[1]), "Mine")
    assert views.in_force()[["name", "page"]].to_numpy().tolist() == [["Mine", ""]]
