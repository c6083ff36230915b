"""Items of an import → the corpus; each is added, here already, or rejected with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bias.corpus.imports import journal
from bias.corpus.store import Corpus
from bias.model import Article, Rejection

_TOLD = re.compile(r"(?:unreadable|ambiguous)[^:]*")


@dataclass(slots=True)
class Added:
    """What one import did."""

    added: int = 0
    known: int = 0  # already in the corpus
    rejections: list[Rejection] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)  # on dates of articles that were added
    number: int = 0  # of the import, to undo it by; 0 when it added nothing

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Why rows were rejected and how often, most frequent first."""
        return Counter(rejection.reason for rejection in self.rejections).most_common()


def add_items(
    corpus: Corpus,
    items: Iterable[Article | Rejection],
    *,
    on_item: Callable[[], None] = lambda: None,
    paths: Sequence[str] = (),
) -> Added:
    """Store what an import yields; what was rejected is counted and kept in rejected.jsonl.

    `paths` are what was imported, for the journal of imports.
    """
    added = Added()

    def articles() -> Iterator[Article]:
        for item in items:
            on_item()
            if isinstance(item, Article):
                yield item
            else:
                added.rejections.append(item)

    with corpus.writing():
        before = {path.stem for path in corpus.files("articles")}
        try:
            for article, new in corpus.add(articles()):
                added.added += new
                added.known += not new
                if new and (note := date_note(article)):
                    added.notes[note] += 1
        finally:
            corpus.reject(added.rejections)
            batches = sorted({path.stem for path in corpus.files("articles")} - before)
            if batches:
                counts = {"added": added.added, "known": added.known, "rejected": len(added.rejections)}
                added.number = journal.write(corpus, paths, batches, counts)
    return added


def date_note(article: Article) -> str:
    """What an import says of a date that is missing or odd; "" for any other."""
    how = article.methods.get("published", "")
    if how.endswith("; in the future"):
        return "dated in the future"
    told = _TOLD.match(how)
    return f"without a date: {told[0]}" if told else ""
