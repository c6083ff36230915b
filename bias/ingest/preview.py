"""What an import would do, before it does it: which field is taken from where, file by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from bias.model import Article, Rejection

FIELDS = ("outlet", "title", "published", "author", "section", "page", "edition", "url", "text")


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


def preview(items: Iterable[Article | Rejection], *, most: int = 1_000) -> Preview:
    """The first `most` items, looked at and not kept."""
    found = Preview()
    iterator = iter(items)
    for item in islice(iterator, most):
        (found.articles if isinstance(item, Article) else found.rejections).append(item)  # type: ignore[arg-type]
    found.whole = next(iterator, None) is None
    return found
