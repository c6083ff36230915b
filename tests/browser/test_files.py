"""In a real browser: each file that a chart offers downloads, opens, and holds what was on screen."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from bias.show import images
from browser.conftest import settled

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")


def svg(content: bytes) -> None:
    words = "".join(ElementTree.fromstring(content).itertext())
    assert "Northwire" in words
    assert "quoted directly" in words


def png(content: bytes) -> None:
    assert content.startswith(b"\x89PNG")
    width = int.from_bytes(content[16:20], "big")
    assert width == images.SIZES["page"].pixels


def pdf(content: bytes) -> None:
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") == 1


def csv(content: bytes) -> None:
    assert "Northwire" in list(pd.read_csv(io.BytesIO(content))["Outlet"])


def xlsx(content: bytes) -> None:
    assert "Northwire" in list(pd.read_excel(io.BytesIO(content))["Outlet"])


def parquet(content: bytes) -> None:
    assert "Northwire" in list(pd.read_parquet(io.BytesIO(content))["Outlet"])


def archive(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        assert found.testzip() is None
        names = {Path(name).name: name for name in found.namelist()}
        record = json.loads(found.read(names["provenance.json"]))
    assert {"caption.txt", "citation.bib", "CITATION.cff"} <= set(names)
    assert {Path(name).suffix for name in names} >= {
        ".svg",
        ".png",
        ".pdf",
        ".html",
        ".csv",
        ".xlsx",
        ".parquet",
    }
    assert "measure=Direct+quotation" in record["link"]


FILES: dict[str, tuple[str, Callable[[bytes], None]]] = {
    "SVG": ("svg", svg),
    "PNG": ("png", png),
    "PDF": ("pdf", pdf),
    "CSV": ("csv", csv),
    "Excel": ("xlsx", xlsx),
    "Parquet": ("parquet", parquet),
    "Everything (.zip)": ("zip", archive),
}


def open_download(page: sync_api.Page, address: str) -> None:
    page.goto(f"{address}/sourcing?measure=Direct+quotation")
    settled(page)
    page.get_by_role("button", name="Download", exact=True).first.click()


def saved(page: sync_api.Page, label: str, *, seconds: int = 30) -> tuple[str, bytes]:
    with page.expect_download(timeout=seconds * 1000) as waiting:
        page.get_by_role("button", name=label, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_each_file_of_a_chart_downloads_and_opens(page: sync_api.Page, address: str) -> None:
    open_download(page, address)
    for label, (kind, check) in FILES.items():
        name, content = saved(page, label)
        assert name == f"sourcing-direct.{kind}"
        check(content)


def test_the_page_of_a_chart_opens_without_the_network(
    page: sync_api.Page, address: str, tmp_path: Path
) -> None:
    open_download(page, address)
    name, content = saved(page, "Web page")
    (tmp_path / name).write_bytes(content)
    page.goto((tmp_path / name).as_uri())
    page.locator(".js-plotly-plot .scatterlayer .points path").first.wait_for()
    assert page.locator("h1").inner_text() == "Share of statements quoted directly, by outlet"
    assert page.locator("table").first.get_by_text("Northwire").is_visible()


def test_the_report_downloads_and_opens(page: sync_api.Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/export")
    settled(page)
    name, content = saved(page, "Make the report")
    (tmp_path / name).write_bytes(content)
    page.goto((tmp_path / name).as_uri())
    assert page.locator("h1").inner_text().startswith("How 6 outlets tell it")
    drawn = page.locator("figure img").first
    drawn.wait_for()
    assert drawn.evaluate("picture => picture.naturalWidth") > 0


def test_codebooks_and_tables_download(page: sync_api.Page, address: str) -> None:
    page.goto(
        f"{address}/export?table=attributions%3A+who+says+what%3A+source%2C+cue%2C+content%2C+their+places+in+the+text"
    )
    settled(page)
    name, content = saved(page, "REFI-QDA (.qdc)")
    assert name == "generic.qdc"
    assert ElementTree.fromstring(content).tag.endswith("CodeBook")
    name, content = saved(page, "JSON lines")
    assert name == "attributions.jsonl"
    assert len(content.splitlines()) > 100


@pytest.mark.skipif(not images.chrome_available(), reason="needs kaleido and a Chrome")
def test_a_picture_drawn_by_chrome_says_the_same(page: sync_api.Page, address: str) -> None:
    open_download(page, address)
    page.get_by_text("Drawn by Chrome").click()
    settled(page)
    _, content = saved(page, "SVG", seconds=90)  # a browser starts for it
    svg(content)
    assert b"main-svg" in content  # plotly.js names its picture so; matplotlib does not
