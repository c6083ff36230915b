"""Where the files beside the code are, in a checkout and in an installed wheel.  Knows no formats."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bias.errors import BiasError

PACKAGE = Path(__file__).resolve().parent


def model_folder(name: str) -> Path:
    return _existing(PACKAGE / "models" / name)


def app_file() -> Path:
    return _project_file("app.py", "dashboard/app.py")


def method_file() -> Path:
    return _project_file("docs/method.md", "dashboard/method.md")


def demo_folder() -> Path:
    """The demo as a user would have it: corpus.toml, people.csv, topics.toml, articles/."""
    return _project_file("data/demo", "data/demo")


def _project_file(path: str, inside: str) -> Path:
    """A file of the project: inside the package in a wheel, beside it in a checkout."""
    packed = PACKAGE / inside
    return packed if packed.exists() else _existing(PACKAGE.parent / path)


@cache
def accuracy() -> tuple[dict[str, str], ...]:
    """How well each step reads: step, gold, n, figure, value, beside (what it compares with), command."""
    return tuple(_rows(_existing(PACKAGE / "accuracy.tsv")))


def cards() -> dict[str, str]:
    """The card of each model: its data, its measured accuracy, its caveats."""
    return {
        path.parent.name: path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.glob("models/*/card.md"))
    }


@cache
def digests() -> dict[str, str]:
    """A hash of what was read with: each model, the word lists, the codebooks."""
    folders = sorted(path for path in (PACKAGE / "models").iterdir() if path.is_dir())
    folders += [PACKAGE / "lexicons", PACKAGE / "codebooks"]
    return {path.relative_to(PACKAGE).as_posix(): _digest(path) for path in folders}


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and "__pycache__" not in one.parts):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def lexicon(name: str) -> tuple[dict[str, str], ...]:
    """Rows of lexicons/NAME.tsv; lines that begin with # tell what, source and licence."""
    path = _existing(PACKAGE / "lexicons" / f"{name}.tsv")
    return tuple(_rows(path))


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the small closed sets of lexicons/word_sets.tsv."""
    return next(frozenset(row["words"].split(" ")) for row in lexicon("word_sets") if row["name"] == name)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    header = lines[0].split("\t")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(header):
            raise BiasError(
                f"{path.name}, entry {number}: {len(cells)} cells where the header has {len(header)}"
            )
        yield dict(zip(header, cells, strict=True))


def _existing(path: Path) -> Path:
    if not path.exists():
        raise BiasError(f"{path} is missing: the installation is not whole.  Install it again.")
    return path
