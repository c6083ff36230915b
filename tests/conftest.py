"""Fixtures that several tests share: small invented articles, and a corpus that was really read."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from pathlib import Path

# Before numpy comes: with a thread a core each test process waits for the others, and computes twice as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What a test opens is no corpus of the user who runs it.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="bias-state-")

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings

from bias.corpus.imports import add_items
from bias.corpus.pipeline.analyse import analyse
from bias.corpus.store import Corpus
from bias.ingest import read_paths
from bias.model import Article

# No test fails by the clock: a busy machine draws its examples slowly.
settings.register_profile("no-clock", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no-clock")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

BRIDGE = (
    "The bridge at Varn will reopen in May, Transport Minister Karel Voss said on Monday.\n\n"
    "“We have tested every cable,” he told Channel 9. “Nobody needs to worry.”\n\n"
    "According to the engineer Marta Quill, two of the cables were never replaced."
)


def pytest_collection_finish() -> None:
    """What is loaded now stays: looking through it whenever garbage is collected takes 5 % of the run."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.unfreeze()


def article(
    number: int = 0, *, outlet: str = "The Lantern", text: str = BRIDGE, published: str = "2026-02-09"
) -> Article:
    return Article(
        id=f"{number:016x}", outlet=outlet, title=f"Bridge {number}", text=text, published=published
    )


@pytest.fixture
def shared() -> Path:
    """The public data sets, which stand beside a checkout on some machines only."""
    if not SHARED.is_dir():
        pytest.skip("needs the public data sets in ../shared")
    return SHARED


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return Corpus(tmp_path / "corpus", create=True)


def fill(corpus: Corpus, articles: list[Article]) -> None:
    with corpus.writing():
        list(corpus.add(articles))


@pytest.fixture(scope="session")
def read_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Two outlets, six articles, read by the shipped model; do not write to it."""
    corpus = Corpus(tmp_path_factory.mktemp("corpora") / "read", create=True)
    fill(
        corpus,
        [
            article(n, outlet=("The Lantern", "Radio Varn")[n % 2], published=f"2026-02-{9 + n:02}")
            for n in range(6)
        ],
    )
    analyse(corpus)
    return corpus


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The demo corpus, read by the shipped model as `make demo` does it; do not write to it.

    Where tests run in several processes it is read once for all of them.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-corpus"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            made = Corpus(f"{folder}.part", create=True)
            for name in ("corpus.toml", "people.csv", "topics.toml"):
                shutil.copy(ROOT / "data" / "demo" / name, made.path)
            add_items(made, read_paths([ROOT / "data" / "demo" / "articles"]))
            analyse(made, workers=2)
            made.path.rename(folder)
    return Corpus(folder)
