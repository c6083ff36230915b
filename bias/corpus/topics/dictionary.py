"""What an article is about, by the words that a user gives for each topic.

`topics.toml` in the corpus folder, as `word_lists` has it.  An article is about a topic that has one of its
words in the title or twice in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from bias.corpus.topics.word_lists import WordList, pattern
from bias.model import Article

LEAST = 2  # times in the text
TOPICS = WordList("topics", "topic", 'Energy = ["gas deal", "power plant"]')

Topics = Mapping[str, re.Pattern[str]]


def read_topics(path: Path) -> Topics:
    """The topics of a file, each with the pattern of its words; none where there is no file."""
    return {name: pattern(words) for name, words in TOPICS.read(path).items()}


def add_topic(path: Path, name: str, words: Sequence[str]) -> None:
    """Write a topic into topics.toml, before those that are there; the rest of the file stays as it is.

    Raises BadInputError where the name is taken, or a word is none.
    """
    TOPICS.add(path, name, words)


def topics_of(article: Article, topics: Topics) -> list[str]:
    """The topics of one article, in the order of the file; most articles may have none."""
    return [
        name for name, words in topics.items() if words.search(article.title) or _often(words, article.text)
    ]


def assign(articles: Iterable[Article], topics: Topics) -> pd.DataFrame:
    """article_id and topic, a row for each topic of each article."""
    rows = [(article.id, name) for article in articles for name in topics_of(article, topics)]
    return pd.DataFrame(rows, columns=["article_id", "topic"])


def _often(words: re.Pattern[str], text: str) -> bool:
    return sum(1 for _, _ in zip(range(LEAST), words.finditer(text), strict=False)) == LEAST
