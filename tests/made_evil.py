"""A corpus in which every field that a file or a user fills tries to run, or to be more than its letters."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bias.corpus.imports import add_items
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus
from bias.ingest import read_paths
from bias.model import Article, Rejection

DEMO = Path(__file__).resolve().parents[1] / "data" / "demo" / "articles"
FOLDERS = ("01-budget", "02-port-strike")
# Each is harmless as letters.  What would tell that it is more: `pwned` is set, or an element is there.
EVIL = (
    "<img src=x onerror=pwned=1> <b class=pwned>b</b> **evilbold** [evillink](javascript:pwned=2) "
    "$evil^2$ :material/pets: :red[evilred] `evilcode` {{7*7}}"
)
FORMULA = '=HYPERLINK("javascript:pwned=3")'
PLAIN = "Free Loravel"  # the outlet that keeps its name, so that a speaker is heard in it


def make_evil(path: Path) -> Corpus:
    corpus = Corpus(path, create=True)
    (path / "corpus.toml").write_text(f"name = {json.dumps(EVIL)}\nformat = 2\n", encoding="utf-8")
    quoted = EVIL.replace('"', "'")
    (path / "people.csv").write_text(
        f'name,role,alignment,polity,from,to\nMira Castellan,legislator_party,opposition,"{quoted}",,\n'
        f'"{quoted}",legislator_party,opposition,Kestria,,\n',
        encoding="utf-8",
    )
    topics = f'[topics]\n{json.dumps(EVIL)} = ["budget", "port"]\n{json.dumps(FORMULA)} = ["union*"]\n'
    (path / "topics.toml").write_text(topics, encoding="utf-8")
    (path / "targets.toml").write_text(f'[targets]\n{json.dumps(EVIL)} = ["deputies"]\n', encoding="utf-8")
    items = [one for one in read_paths([DEMO / folder for folder in FOLDERS]) if isinstance(one, Article)]
    add_items(corpus, [*map(_spoilt, items), Rejection(f"{EVIL}.csv", 3, EVIL, FORMULA)], paths=[EVIL])
    analyse(corpus, workers=1)
    return corpus


def _spoilt(article: Article) -> Article:
    text = article.text.replace("Mira Castellan", "<b class=pwned>Mira</b> Castellan")
    return replace(
        article,
        outlet=f"{article.outlet} {EVIL}" if article.outlet != PLAIN else FORMULA,
        title=f"{article.title} {EVIL}",
        author=f"{article.author} {EVIL}",
        section=EVIL,
        page=EVIL,
        edition=EVIL,
        url="javascript:pwned=4",
        text=f"{text}\n\n“{EVIL}”, said Ann $x^2$ Keld.\n\n# {EVIL}\n",
        methods={**article.methods, "author": EVIL, "source": EVIL},
    )
