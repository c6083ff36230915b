"""outlets.csv: names that are one, groups, and what is wrong in it; merged at once and everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from made import make_corpus
from test_pages import opened, words

import bias
from bias.corpus import Corpus, Filter, likely_merges, merged, read_outlets, write_outlets
from bias.errors import BadInputError

TABLE = """Name,Other names,domains,country,kind,side
Kestria Radio,"Kestria Public Radio; Kestria State News Agency",radio.kes,Kestria,public,
The Daily Lantern,,,Kestria,private,left
Free Loravel,,,Loravel,private,right
"""


def with_table(path: Path, text: str = TABLE) -> Corpus:
    corpus = make_corpus(path)
    (path / "outlets.csv").write_text(text, encoding="utf-8")
    return corpus


def test_a_table_has_names_domains_and_groups_also_those_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "outlets.csv").write_text(TABLE, encoding="utf-8")
    table = read_outlets(tmp_path / "outlets.csv")
    radio, lantern, _ = table.outlets
    assert radio.other_names == ("Kestria Public Radio", "Kestria State News Agency")
    assert radio.domains == ("radio.kes",)
    assert dict(lantern.groups) == {"country": "Kestria", "kind": "private", "side": "left"}
    assert table.columns == ("country", "kind", "owner", "side")
    assert table.compared() == ("country", "kind", "side"), "nothing is said of owners"
    assert table.renamed(["KESTRIA  public radio", "https://www.radio.kes/", "Free Loravel", "Wire"]) == {
        "KESTRIA  public radio": "Kestria Radio",
        "https://www.radio.kes/": "Kestria Radio",
    }
    assert table.said_of(["www.radio.kes", "Free Loravel", "Wire"], "country") == {
        "www.radio.kes": "Kestria", "Free Loravel": "Loravel",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("outlet,kind\nA,state\n", "found the columns outlet, kind; write name"),
        ("name\nA\n\n ,x\n", "row 4: more cells than columns"),
        ("name,kind\nA,state\n,state\n", "row 3: no name; write one"),
        ("name,domains\nA,a.com\nB,www.a.com\n", "row 3: 'www.a.com' is a name of 'A' in row 2 too; leave"),
        ("name,kind\nA,state\nA,private\n", "row 3: 'A' is a name of 'A' in row 2 too"),
        ("name,kind,Kind\nA,x,y\n", "the column 'kind' is there twice"),
        ("name,,kind\nA,x,y\n", "column 2 has no name"),
        ("name,Outlet\nA,x\n", "no group can be called 'outlet'"),
        (b"name\nJos\xe9\n", "'utf-8' codec"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_row(text: str | bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadInputError) as error:
        read_outlets(path)
    assert "outlets.csv" in str(error.value)
    assert says in str(error.value)


def test_names_are_one_at_once_everywhere_and_two_again_without_the_row(tmp_path: Path) -> None:
    corpus = with_table(tmp_path / "c", "name\n")
    before = corpus.query("select outlet, count(*) as n from counted_attributions group by 1")
    counts = before.set_index("outlet")["n"]
    both = counts["Kestria Public Radio"] + counts["Kestria State News Agency"]
    (tmp_path / "c/outlets.csv").write_text(TABLE, encoding="utf-8")
    assert "Kestria Radio" in corpus.outlets()
    assert not {"Kestria Public Radio", "Kestria State News Agency"} & set(corpus.outlets())
    where = Filter(outlets=("Kestria Radio",))
    assert corpus.observed("attributions", where, behind=()) == both
    found = bias.open_corpus(corpus.path)
    rows = found.sourcing("direct").board.rows.set_index("outlet")
    assert rows.loc["Kestria Radio", "base"] == both
    evidence = found.evidence(found.sourcing("direct"), "Kestria Radio")
    assert set(evidence["outlet"]) == {"Kestria Radio"}
    some = corpus.articles(where)["article_id"].iloc[0]
    one = corpus.article(some)
    assert one is not None
    assert one.outlet == "Kestria Radio"
    (tmp_path / "c/outlets.csv").unlink()
    after = corpus.query("select outlet, count(*) as n from counted_attributions group by 1")
    assert after.set_index("outlet")["n"].to_dict() == counts.to_dict()


def test_merges_are_suggested_and_never_made(tmp_path: Path) -> None:
    names = ["bbx.com", "bbx.co.uk", "BBX News", "Fix News", "Fix Online News", "Channel 4", "Channel 5"]
    names += ["Kestria Post", "Kestrya Post Daily", "Kestria Herald", "Kestria Heralt", ""]
    assert likely_merges(names) == [
        ("BBX News", "bbx.co.uk"), ("BBX News", "bbx.com"), ("Fix News", "Fix Online News"),
        ("Kestria Herald", "Kestria Heralt"), ("bbx.co.uk", "bbx.com"),
    ]  # fmt: skip
    assert likely_merges(make_corpus(tmp_path / "c").outlets()) == []


def test_a_merge_keeps_what_is_said_of_both(tmp_path: Path) -> None:
    rows = [
        {"name": "BBX", "other_names": "BBX News", "kind": "", "country": "UK"},
        {"name": "bbx.com", "other_names": "", "kind": "public", "country": "US"},
    ]
    found = merged(rows, "BBX", "bbx.com")
    path = tmp_path / "outlets.csv"
    write_outlets(path, found, ["kind", "country"])
    (one,) = read_outlets(path).outlets
    assert (one.name, one.other_names, one.domains) == ("BBX", ("BBX News",), ("bbx.com",))
    assert dict(one.groups) == {"kind": "public", "country": "UK"}


def test_a_table_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    write_outlets(path, [{"name": "A"}], ["kind"])
    with pytest.raises(BadInputError, match=r"outlets.csv, row 3: 'a' is a name of 'A'"):
        write_outlets(path, [{"name": "A"}, {"name": "B", "other_names": "a"}], ["kind"])
    assert [one.name for one in read_outlets(path).outlets] == ["A"]
    assert [one.name for one in tmp_path.iterdir()] == ["outlets.csv"]


def test_an_unknown_group_names_those_that_there_are(tmp_path: Path) -> None:
    corpus = with_table(tmp_path / "c")
    with pytest.raises(
        BadInputError, match="no group 'owner' of outlets; there are outlet, country, kind, side"
    ):
        Corpus(corpus.path, by="owner")


# -- in the dashboard --------------------------------------------------------------------------------


def test_groups_are_chosen_once_for_all_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = with_table(tmp_path / "c")
    app = opened(corpus.path, monkeypatch, by="kind")
    assert app.selectbox(key="by").value == "kind"
    assert app.metric[1].label == "Groups"
    app.switch_page("bias/show/pages/sourcing.py").run()
    assert not app.exception
    assert "by kind" in words(app)
    assert "Kind not given, so in no group: Meridian Business, Northwire." in words(app)


def test_a_link_to_groups_that_are_gone_shows_outlets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened(make_corpus(tmp_path / "c").path, monkeypatch, by="kind")
    assert app.metric[1].label == "Outlets"


def test_a_group_of_ones_own_is_written_into_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus(tmp_path / "c")
    app = opened(corpus.path, monkeypatch)
    app.text_input(key="group-name").input("side")
    next(one for one in app.button if one.label == "Add the column").click().run()
    assert not app.exception
    table = read_outlets(corpus.path / "outlets.csv")
    assert table.columns[-1] == "side"
    assert [one.name for one in table.outlets] == corpus.outlets()
