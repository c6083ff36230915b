"""What an article is about, by the words that a user gives for each topic.

`topics.toml` in the corpus folder:

    [topics]
    Energy = ["gas deal", "power plant", "electricity"]

An article is about a topic that has one of its words in the title or twice in the text.  Case does not
count, and a word ends where a letter or digit ends; a `*` at its end stands for any ending.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from bias.errors import BadInputError
from bias.model import Article

HEADER = re.compile(r"^\[topics\][ \t]*(?:#.*)?$\n?", re.MULTILINE)
LEAST = 2  # times in the text

Topics = Mapping[str, re.Pattern[str]]


def read_topics(path: Path) -> Topics:
    """The topics of a file, each with the pattern of its words; none where there is no file."""
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{path}: {error}; mend the line") from error
    topics = found.get("topics")
    if not isinstance(topics, dict) or not topics:
        raise BadInputError(f'{path}: no [topics]; write for instance Energy = ["gas deal", "power plant"]')
    return {name: _pattern(path, name, words) for name, words in topics.items()}


def add_topic(path: Path, name: str, words: Sequence[str]) -> None:
    """Write a topic into topics.toml, before those that are there; the rest of the file stays as it is.

    Raises BadInputError where the name is taken, or a word is none.
    """
    name, words = " ".join(name.split()), [word.strip() for word in words if word.strip()]
    if not name or not words:
        raise BadInputError("a topic needs a name and words, as in Energy: gas deal, power plant")
    _pattern(path, name, words)
    text = _text(path) if path.is_file() else "[topics]\n"
    if name in read_topics(path):
        raise BadInputError(f"{path}: there is a topic {name!r} already; change it in the file")
    line = f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(list(words), ensure_ascii=False)}\n"
    changed = HEADER.sub(lambda found: f"{found.group().rstrip()}\n{line}", text, count=1)
    scratch = path.with_suffix(".toml.tmp")
    scratch.write_text(changed, encoding="utf-8")
    if name not in read_topics(scratch):
        raise BadInputError(f"{path}: could not be changed; add the line by hand: {line.strip()}")
    os.replace(scratch, path)


def topics_of(article: Article, topics: Topics) -> list[str]:
    """The topics of one article, in the order of the file; most articles may have none."""
    return [
        name
        for name, pattern in topics.items()
        if pattern.search(article.title) or _often(pattern, article.text)
    ]


def assign(articles: Iterable[Article], topics: Topics) -> pd.DataFrame:
    """article_id and topic, a row for each topic of each article."""
    rows = [(article.id, name) for article in articles for name in topics_of(article, topics)]
    return pd.DataFrame(rows, columns=["article_id", "topic"])


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInputError(f"{path}: {error}; save it as UTF-8") from error


def _often(pattern: re.Pattern[str], text: str) -> bool:
    return sum(1 for _, _ in zip(range(LEAST), pattern.finditer(text), strict=False)) == LEAST


def _pattern(path: Path, name: str, words: object) -> re.Pattern[str]:
    listed = words if isinstance(words, list) else []
    if not listed or not all(isinstance(word, str) and word.strip("* ") for word in listed):
        raise BadInputError(f'{path}, {name}: a topic takes a list of words, as in ["gas deal", "electric*"]')
    parts = [_word(str(word)) for word in listed]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.I)


def _word(word: str) -> str:
    pieces = [re.escape(piece) for piece in word.strip().removesuffix("*").split()]
    return r"\s+".join(pieces) + (r"\w*" if word.strip().endswith("*") else "")
