"""In a real browser, from `bias open` alone: a table with odd columns becomes a chart, exported, without a
shell; two windows show two corpora; and when the command ends, so do server and reader."""

from __future__ import annotations

import csv
import io
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from made import make_corpus

from bias.corpus import known
from browser.conftest import settled, wait_for

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")

MOST_CLICKS = 10
SAID = (
    "Transport Minister Karel Voss said the harbour bridge would open in May.",
    "“Nobody needs to worry,” Voss told reporters on Monday.",
    "Opposition leader Ada Finch said the plan was reckless and late.",
    "“This is a disgrace,” Finch said.",
    "According to the engineer Marta Quill, two of the cables were never replaced.",
    "The mayor, Leon Abara, said the town would pay its part.",
)


@contextmanager
def served(home: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """`bias open` with a home of its own: its address, and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "bias", "open", *arguments, "--port", str(port), "--no-browser"]
    opened = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"HOME": str(home), "XDG_STATE_HOME": str(home / "state")},
    )  # fmt: skip
    try:
        wait_for(f"http://localhost:{port}/_stcore/health")
        yield f"http://localhost:{port}", opened
    finally:
        opened.terminate()
        opened.wait(20)


def odd_table(path: Path, articles: int) -> Path:
    """Columns that nobody knows by name, dates that could be two, and a row without a text."""
    draw = random.Random(4)
    rows = [
        (n, ("Varn Herald", "The Island Post")[n % 2], f"Bridge at Varn, part {n + 1} of the story",
         f"{n % 9 + 1:02d}/{n % 6 + 3:02d}/2019", " ".join(draw.sample(SAID, 5)) if n else "")
        for n in range(articles + 1)
    ]  # fmt: skip
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows([("Nr", "Blatt", "Kopf", "Tag", "Wortlaut"), *rows])
    return path


def test_a_table_with_odd_columns_becomes_a_chart_that_is_exported(
    page: sync_api.Page, tmp_path: Path
) -> None:
    clicks = 0

    def click(found: sync_api.Locator) -> None:
        nonlocal clicks
        clicks += 1
        found.click()
        page.wait_for_timeout(500)
        settled(page)

    table = odd_table(tmp_path / "odd.csv", articles=12)
    with served(tmp_path / "home") as (address, _):
        page.goto(address)
        settled(page)
        click(page.get_by_role("button", name="Make it and add articles"))
        page.wait_for_url("**/import?corpus=My+corpus")
        with page.expect_file_chooser() as chooser:
            click(page.locator("[data-testid='stFileUploader'] button"))
        chooser.value.set_files(table)
        page.get_by_text("12 articles without an outlet").wait_for()
        click(page.get_by_label("Outlet", exact=True))
        click(page.get_by_role("option", name="Blatt"))
        click(page.get_by_text("day first: 03/04 is 3 April"))
        click(page.get_by_role("button", name="Import 12 articles"))
        page.get_by_text("12 articles imported").wait_for()
        page.get_by_text("12 articles read.").wait_for(timeout=240_000)  # by itself
        click(page.get_by_role("link", name="Compare who is quoted, and how"))
        page.locator(".js-plotly-plot").first.wait_for()
        click(page.get_by_role("button", name="Download", exact=True).first)
        with page.expect_download() as waiting:
            click(page.get_by_role("button", name="CSV", exact=True))
        held = pd.read_csv(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert {"Varn Herald", "The Island Post"} <= set(held.astype(str).to_numpy().ravel())
    assert clicks <= MOST_CLICKS
    rows = pd.read_parquet(tmp_path / "home" / "bias" / "My corpus" / "articles")
    assert set(rows["published"].str[:7]) <= {f"2019-{month:02d}" for month in range(3, 9)}


def test_two_windows_show_two_corpora_and_a_link_leads_to_its_own(
    light: sync_api.Page, dark: sync_api.Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home" / "state"))
    first, second = (
        make_corpus(tmp_path / name, articles=n).path for name, n in (("first", 12), ("second", 24))
    )
    known.remember(second)
    with served(tmp_path / "home", str(first)) as (address, _):
        light.goto(f"{address}/sourcing?words=bridge")
        settled(light)
        dark.goto(address)
        settled(dark)
        dark.get_by_label("Corpus", exact=True).click()
        dark.get_by_role("option", name="second").click()
        dark.wait_for_url("**corpus=second**")
        settled(dark)
        assert dark.get_by_text("24 articles").first.is_visible()
        assert light.get_by_label("Corpus", exact=True).input_value() == "first"
        light.get_by_label("Corpus", exact=True).click()
        light.get_by_role("option", name="second").click()
        light.wait_for_url("**corpus=second**")
        settled(light)
        assert parse_qs(urlsplit(light.url).query) == {"corpus": ["second"]}, "the filter stays behind"
        assert urlsplit(light.url).path == "/sourcing"
        light.goto(f"{address}/sourcing?corpus=second")
        settled(light)
        assert light.get_by_label("Corpus", exact=True).input_value() == "second"
        light.goto(f"{address}/sourcing?corpus=third")
        settled(light)
        assert light.get_by_text("not known here").is_visible()
        assert not light.locator(".js-plotly-plot").count()
    for one in (light, dark):
        one.goto("about:blank")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_the_end_of_the_command_ends_server_and_reader(
    page: sync_api.Page, tmp_path: Path, ending: signal.Signals
) -> None:
    corpus = make_corpus(tmp_path / "waiting", articles=40, read=False).path
    with served(tmp_path / "home", str(corpus)) as (address, opened):
        page.goto(f"{address}/import")
        settled(page)
        main = page.get_by_test_id("stMainBlockContainer")
        main.get_by_role("button", name="Start reading").click()
        main.get_by_role("button", name="Stop").wait_for()
        assert {"open", "server", "reader"} <= set(processes(opened.pid))
        running = processes(opened.pid)
        opened.send_signal(ending)
        deadline = time.monotonic() + 30
        while any(Path(f"/proc/{pid}").exists() for pid in running.values() if pid != opened.pid):
            assert time.monotonic() < deadline, "something still runs"
            time.sleep(0.2)
        page.goto("about:blank")


def processes(parent: int) -> dict[str, int]:
    """The command, its server and its reader, by what their command lines say."""
    found = {"open": parent}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().decode(errors="replace")
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if above == parent and "streamlit" in line:
            found["server"] = int(folder.name)
        elif "bias.corpus.pipeline.background" in line and str(parent) in environment(folder):
            found["reader"] = int(folder.name)
    return found


def environment(folder: Path) -> set[str]:
    """The process with which a process ends, and the one with which that ends."""
    try:
        parents = [
            one for one in (folder / "environ").read_bytes().split(b"\0") if one.startswith(b"BIAS_PARENT=")
        ]
        server = parents[0].partition(b"=")[2].decode() if parents else ""
        above = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()[1]
    except (OSError, IndexError):
        return set()
    return {server, above}
