"""A new corpus: an empty one with a name, or the demo; and another name for one that is there."""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from bias.corpus.imports.adding import add_items
from bias.corpus.store import Corpus
from bias.corpus.store.folder import replace_text
from bias.errors import BadInputError
from bias.model import Article, Rejection

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]+')  # in the name of a folder, on some system
_NAME = re.compile(r"^name[ \t]*=.*$", re.MULTILINE)
_LONGEST = 80  # code points of a name
_DEMO_FILES = ("corpus.toml", "people.csv", "topics.toml")


def is_free(folder: Path) -> bool:
    """Whether a corpus can be made there: the folder is empty, or not there yet."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def folder_for(name: str) -> str:
    """The name of a folder for a corpus of this name."""
    return " ".join(_UNSAFE.sub(" ", name).split()).strip(" .")[:_LONGEST] or "corpus"


def new_corpus(folder: Path, name: str) -> Corpus:
    """An empty corpus.  Raises BadInputError where the folder holds something."""
    if (folder / "corpus.toml").is_file():
        raise BadInputError(f"{folder} holds a corpus already.  Open it, or choose another name.")
    if not is_free(folder):
        raise BadInputError(f"{folder} holds something else.  Choose another name or place.")
    corpus = Corpus(folder, create=True)
    rename(corpus, name)
    return corpus


def rename(corpus: Corpus, name: str) -> None:
    """Give a corpus another name; its folder keeps its own.  Raises BadInputError for no name, or none that
    corpus.toml can hold."""
    name = " ".join(name.split())
    if not 0 < len(name) <= _LONGEST:
        raise BadInputError(f"write a name of 1 to {_LONGEST} letters for {corpus.path}")
    path = corpus.path / "corpus.toml"
    text = path.read_bytes().decode("utf-8-sig")
    line = f"name = {json.dumps(name, ensure_ascii=False)}".replace("\x7f", "\\u007f")
    changed, found = _NAME.subn(lambda _: line, text, count=1)
    changed = changed if found else f"{line}\n{text}"
    try:
        kept = tomllib.loads(changed) == {**tomllib.loads(text), "name": name}
    except tomllib.TOMLDecodeError:
        kept = False
    if not kept:
        raise BadInputError(f"{path}: the name could not be changed; write by hand: {line}")
    with corpus.writing():
        replace_text(path, changed)


def make_demo(
    folder: Path, source: Path, articles: Iterable[Article | Rejection],
    *, on_item: Callable[[], None] = lambda: None,
) -> Corpus:  # fmt: skip
    """The demo corpus, not yet read; a corpus that is there already if it is the demo.

    `source` holds its files beside the articles.  It is made beside its place: `folder` holds all of it or
    none.  Raises BadInputError where `folder` holds something else.
    """
    if not (folder / "corpus.toml").is_file():
        if not is_free(folder):
            raise BadInputError(f"{folder} holds something else; name a new folder: bias demo FOLDER")
        making = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        for name in _DEMO_FILES:
            shutil.copyfile(source / name, making / name)
        add_items(Corpus(making), articles, on_item=on_item)
        making.replace(folder)
    corpus = Corpus(folder)
    if not corpus.settings().get("demo"):
        raise BadInputError(f"{folder} holds a corpus of yours; name another folder: bias demo FOLDER")
    return corpus
