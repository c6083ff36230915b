"""What an import would do, before it does it: which field is taken from where, file by file."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bias.model import Article, Rejection

FIELDS = ("outlet", "title", "published", "author", "section", "page", "edition", "url", "text")
_AMBIGUOUS = re.compile(r"ambiguous, day or month first: '(.*)'")


@dataclass(slots=True)
class Preview:
    """The first items of an import: articles, and for each field the ways in which it was found."""

    articles: list[Article] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    whole: bool = True  # whether nothing was left out

    def ways(self) -> list[tuple[str, str, int, str]]:
        """Field, how it was found (empty: not at all), in how many articles, and an example."""
        found = []
        for name in FIELDS:
            ways: Counter[str] = Counter()
            example: dict[str, str] = {}
            for article in self.articles:
                value = str(getattr(article, name) or "")
                how = article.methods.get(name, "")
                ways[how] += 1
                example.setdefault(how, " ".join(value.split())[:80])
            found += [(name, how, n, example[how]) for how, n in ways.most_common()]
        return found

    def formats(self) -> list[tuple[str, int]]:
        """The formats that were told, and how many articles came in each."""
        return Counter(article.methods.get("format", "") for article in self.articles).most_common()

    def ambiguous(self) -> list[str]:
        """The dates, as written, of which nobody can say whether the day or the month comes first."""
        told = (_AMBIGUOUS.match(article.methods.get("published", "")) for article in self.articles)
        return [one[1] for one in told if one]


def preview(items: Iterable[Article | Rejection], *, most: int = 1_000, seconds: float = 60) -> Preview:
    """The first `most` items, looked at and not kept; fewer where looking takes longer than `seconds`."""
    found, began = Preview(), time.monotonic()
    for number, item in enumerate(items):
        if number == most or time.monotonic() - began > seconds:
            found.whole = False
            break
        (found.articles if isinstance(item, Article) else found.rejections).append(item)  # type: ignore[arg-type]
    return found
