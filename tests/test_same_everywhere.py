"""The same articles give the same readings and numbers, whatever the machine's seed, zone and language."""

from __future__ import annotations

import json
import locale
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = (
    ("Northwire", "2026-02-09T23:30:00+03:00", "Ministers quarrel over ISLAND ferries",
     "Transport Minister Ilkay Inan said on Monday that the ferries would sail again in May. “Nobody was "
     "told about the second report,” said Mira Castellan, the leader of the opposition. Inan, who denied "
     "the claim, called the critics “so-called experts”. Islanders warned that hotels had lost half of "
     "their season."),
    ("Free Varn", "2026-02-10", "Regime hides ferry report, INSIDERS say",
     "The regime hid a report on the ferries, two officials told reporters. “They lied to us,” said Livia "
     "Arden, a professor of public law in Istanbul. Mira Castellan claimed that the minister knew. Ilkay "
     "Inan insisted that the ferries were safe, and that the island would be served again in May."),
    ("Northwire", "", "Strike of dockers ends",
     "Dockers in Varn went back to work, the port said. The union, which had demanded higher wages, hailed "
     "the deal as a triumph. A brutal winter had killed trade, Bruno Falk, who runs a shipping firm, "
     "complained. The police said that three people were arrested, and residents praised the officers."),
)  # fmt: skip
LIFE = """
import json, locale, os, sys
from pathlib import Path
if os.environ.get("TURKISH") == "locale":
    locale.setlocale(locale.LC_ALL, "tr_TR.UTF-8")
import bias.reading.reader
from bias.corpus.imports import add_items
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus
from bias.ingest import read_paths

folder, files = Path(sys.argv[1]), sys.argv[2:]
corpus = Corpus(folder, create=True)
for file in files:  # a batch each
    add_items(corpus, read_paths([file]))
analyse(corpus, workers=1)
tables = {}
for name in ("articles", "attributions", "speakers", "scores", "targets", "tones", "wordings", "frames",
             "linked_speakers", "copies", "topics", "stories", "counted_attributions", "counted_tones"):
    frame = corpus.table(name)
    frame = frame.drop(columns=[c for c in ("batch", "file", "read", "version") if c in frame])
    tables[name] = sorted(json.dumps(row, sort_keys=True, default=str) for row in frame.to_dict("records"))
import bias
opened = bias.open_corpus(folder)
for name in ("sourcing", "wording"):
    tables[name] = json.loads(getattr(opened, name)().table.to_json(orient="records"))
print("\\n" + json.dumps(tables))
"""
WORLDS = {
    "as it is": ({}, (0, 1, 2)),
    "another seed, in Kiritimati, files the other way round": (
        {
            "PYTHONHASHSEED": "4711",
            "TZ": "Pacific/Kiritimati",
            "LANG": "tr_TR.UTF-8",
            "LC_ALL": "tr_TR.UTF-8",
        },
        (2, 1, 0),
    ),
    "no encoding, in Honolulu": (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Honolulu", "LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0"},
        (1, 2, 0),
    ),
}


def test_readings_and_numbers_are_the_same_in_every_world(tmp_path: Path) -> None:
    for number, (outlet, day, title, text) in enumerate(ARTICLES):
        line = {"outlet": outlet, "published": day, "title": title, "text": text}
        (tmp_path / f"{number}.json").write_text(json.dumps([line]), encoding="utf-8")
    turkish = {"TURKISH": "locale"} if _has("tr_TR.UTF-8") else {}
    lives = []
    for number, (world, order) in enumerate(WORLDS.values()):
        files = [str(tmp_path / f"{i}.json") for i in order]
        command = [sys.executable, "-c", LIFE, str(tmp_path / f"corpus-{number}"), *files]
        more = turkish if "tr_TR.UTF-8" in world.values() else {}
        environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"} | world | more
        lives.append(
            subprocess.Popen(
                command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
            )
        )
    ends = [life.communicate(timeout=200) for life in lives]
    assert [life.returncode for life in lives] == [0] * len(lives), [said[-2000:] for _, said in ends]
    first, *others = (json.loads(out.split("\n")[-2]) for out, _ in ends)
    assert len(first["attributions"]) >= 8
    for name, other in zip(list(WORLDS)[1:], others, strict=True):
        assert [table for table in first if first[table] != other[table]] == [], name


def _has(name: str) -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True


def test_nothing_asks_for_the_language_of_the_machine() -> None:
    """Turkish has no locale on most machines that test; Python's own letters and numbers know none at all."""
    asks = re.compile(r"\blocale\.|import locale|strftime\([^)]*%[aAbBcxXpr]|strxfrm|strcoll")
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted((ROOT / "bias").rglob("*.py"))
        for line in path.read_text(encoding="utf-8").split("\n")
        if asks.search(line)
    ]
    assert found == []
