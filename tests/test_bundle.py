"""What leaves the app: files that open, that say where they come from, and in which nothing runs."""

from __future__ import annotations

import html
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
import yaml
from made import make_corpus

import bias
from bias.api import OpenCorpus
from bias.compare import Card
from bias.errors import BadInputError
from bias.show import images
from bias.show.outputs import bundle, provenance

EVIL = '=HYPERLINK("x") "quoted", <script>alert(1)</script> 😀 صحيفة'


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenCorpus:
    return bias.open_corpus(make_corpus(tmp_path_factory.mktemp("bundle") / "corpus").path)


@pytest.fixture
def card(opened: OpenCorpus) -> Card:
    return opened.sourcing("direct")


@pytest.fixture
def evil(card: Card) -> Card:
    """A card one of whose outlets has a name that tries to be a formula, markup, and not ASCII."""
    table = card.table.assign(Outlet=[EVIL, *card.table["Outlet"].iloc[1:]])
    return replace(card, table=table.rename(columns={"Note": "=1+1"}), title=EVIL, finding=EVIL)


def test_the_archive_holds_all_and_says_where_it_comes_from(card: Card, opened: OpenCorpus) -> None:
    part = opened.only(outlets=["Northwire", "Free Loravel"], since="2026-01-20")
    origin = part.origin("http://localhost:8501/sourcing?measure=Direct+quotation")
    with zipfile.ZipFile(io.BytesIO(bundle.as_file(card, origin, "zip"))) as archive:
        assert archive.testzip() is None
        files = {Path(name).name: archive.read(name) for name in archive.namelist()}
    pictures = {f"{card.key}.{kind}" for kind in bundle.PICTURES} if images.available() else set()
    tables = {f"{card.key}.{kind}" for kind in (*bundle.TABLES, "html")}
    words = {"caption.txt", "alt.txt", "provenance.json", "CITATION.cff", "citation.bib"}
    assert set(files) == pictures | tables | words
    record = json.loads(files["provenance.json"])
    assert record["filters"] == {"outlets": ["Northwire", "Free Loravel"], "since": "2026-01-20"}
    assert record["corpus"]["content"] == opened.corpus.identity()["content"]
    assert record["link"].endswith("measure=Direct+quotation")
    assert record["intervals"]["draws"] == 2000
    assert record["figure"]["choices"] == {"measure": "direct", "weight": "attributions"}
    assert record["versions"]["bias"] == bias.__version__
    assert files["alt.txt"].decode() == card.alt
    assert card.finding in files["caption.txt"].decode()
    cff = yaml.safe_load(files["CITATION.cff"])
    assert cff["cff-version"] == "1.2.0"
    assert cff["references"][0]["title"] == opened.corpus.name
    assert files["citation.bib"].decode().count("@") == 2


def test_tables_hold_the_numbers_of_the_chart(card: Card, opened: OpenCorpus) -> None:
    origin = opened.origin()
    for kind, read in (
        ("csv", pd.read_csv),
        ("parquet", pd.read_parquet),
        ("xlsx", lambda file: pd.read_excel(file, sheet_name="Data")),
    ):
        found = read(io.BytesIO(bundle.table(card, origin, kind)))  # type: ignore[operator]
        assert list(found["Outlet"]) == list(card.table["Outlet"]), kind
        assert found["Value"].to_numpy() == pytest.approx(card.table["Value"].to_numpy(), nan_ok=True)
    sheets = openpyxl.load_workbook(io.BytesIO(bundle.table(card, origin, "xlsx")))
    about = {row[0].value: row[1].value for row in sheets["About"].iter_rows(min_row=2)}
    assert about["Finding"] == card.finding


def test_no_cell_and_no_heading_runs_and_every_letter_survives(evil: Card, opened: OpenCorpus) -> None:
    origin = opened.origin()
    found = pd.read_csv(io.BytesIO(bundle.table(evil, origin, "csv")))
    assert found["Outlet"].iloc[0] == f"'{EVIL}"
    assert "'=1+1" in found
    sheets = openpyxl.load_workbook(io.BytesIO(bundle.table(evil, origin, "xlsx")))
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert f"'{EVIL}" in [cell.value for cell in cells]
    kept = pd.read_parquet(io.BytesIO(bundle.table(evil, origin, "parquet")))
    assert kept["Outlet"].iloc[0] == EVIL


def test_the_page_needs_no_network_and_runs_nothing_of_ours(evil: Card, opened: OpenCorpus) -> None:
    page = bundle.page(evil, opened.origin()).decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script src=" not in page
    assert "<link" not in page
    assert evil.alt in html.unescape(page)


def test_a_caption_says_what_n_is_and_which_articles(card: Card, opened: OpenCorpus) -> None:
    said = bundle.caption(card, opened.only(words="bridge").origin())
    assert said.startswith("Share of statements quoted directly, by outlet. Highest in")
    assert card.counted in said
    assert "of 72 articles of the corpus" in said
    assert "with the words bridge" in said
    assert "  " not in said


def test_a_demo_says_that_it_is_invented_wherever_it_goes(tmp_path: Path) -> None:
    corpus = make_corpus(tmp_path / "demo", articles=12)
    (corpus.path / "corpus.toml").write_text(
        'name = "A {b} & c"\nformat = 2\ndemo = true\n', encoding="utf-8"
    )
    found = bias.open_corpus(corpus.path)
    card, origin = found.sourcing("direct"), found.origin()
    assert "invented" in bundle.caption(card, origin)
    assert "invented" in bundle.note(card, origin)
    assert r"A \{b\} \& c" in provenance.bibtex(origin)


@pytest.mark.skipif(not images.available(), reason="needs matplotlib: pip install 'bias[export]'")
def test_a_picture_carries_its_title_and_where_it_comes_from(card: Card, opened: OpenCorpus) -> None:
    drawn = bundle.picture(card, opened.origin(), "svg")
    said = " ".join("".join(one.itertext()) for one in ElementTree.fromstring(drawn).iter() if one.text)
    for word in ("quoted directly", "Northwire", "content"):
        assert word in said
    bare = bundle.picture(card, opened.origin(), "svg", words=False).decode()
    assert "content" not in "".join(ElementTree.fromstring(bare).itertext())


def test_another_kind_is_refused_with_those_there_are(card: Card, opened: OpenCorpus, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="svg, png, pdf, html"):
        opened.save(card, tmp_path / "a.docx")
    for kind in ("csv", "html"):
        assert opened.save(card, tmp_path / f"a.{kind}").stat().st_size


def test_the_same_corpus_has_the_same_content_and_another_has_another(tmp_path: Path) -> None:
    one, same, other = (
        make_corpus(tmp_path / name, articles=n).identity()
        for name, n in (("one", 12), ("same", 12), ("other", 13))
    )
    assert one["content"] == same["content"] != other["content"]
    assert (one["articles"], one["read"]) == (12, 12)
