"""Items of an import → the corpus; each is added, here already, or rejected with a reason."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bias.corpus.imports import journal
from bias.corpus.store import Corpus
from bias.model import Article, Rejection

_KEPT = 1_000  # rejections in memory with their records
_TOLD = re.compile(r"(?:unreadable|ambiguous)[^:]*")


@dataclass(slots=True)
class Added:
    """What one import did."""

    added: int = 0
    known: int = 0  # already in the corpus
    rejections: list[Rejection] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)  # on dates and outlets of articles that were added
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
    return add_files(corpus, {"": items}, on_item=on_item, paths=paths)[""]


def add_files(
    corpus: Corpus,
    files: Mapping[str, Iterable[Article | Rejection]],
    *,
    on_item: Callable[[], None] = lambda: None,
    paths: Sequence[str] | None = None,
) -> dict[str, Added]:
    """The same for several files, told apart: what became of each.  It is one import, undone as one."""
    told = {name: Added() for name in files}
    kept: list[Rejection] = []
    now = Added()

    def articles() -> Iterator[Article]:
        nonlocal now
        for name, items in files.items():
            now = told[name]
            for item in items:
                on_item()
                if isinstance(item, Article):
                    yield item
                else:
                    kept.append(item)
                    # what is told of a million bad rows need not hold what each of them said
                    now.rejections.append(replace(item, record=""))
                    if len(kept) == _KEPT:
                        corpus.reject(kept)
                        kept.clear()

    with corpus.writing():
        before = {path.stem for path in corpus.files("articles")}
        try:
            for article, new in corpus.add(articles()):
                now.added += new
                now.known += not new
                now.notes.update(notes_of(article) if new else ())
        finally:
            corpus.reject(kept)
            batches = sorted({path.stem for path in corpus.files("articles")} - before)
            if batches:
                number = journal.write(
                    corpus, list(files) if paths is None else paths, batches, _counts(told)
                )
                for one in told.values():
                    one.number = number
                corpus.index_words()
    return told


def _counts(told: Mapping[str, Added]) -> dict[str, int]:
    every = told.values()
    return {
        "added": sum(one.added for one in every),
        "known": sum(one.known for one in every),
        "rejected": sum(len(one.rejections) for one in every),
    }


def notes_of(article: Article) -> Iterator[str]:
    """What an import says of an article: a date that is missing or odd, an outlet that was guessed."""
    how = article.methods.get("published", "")
    if how.endswith("; in the future"):
        yield "dated in the future"
    elif told := _TOLD.match(how):
        yield f"without a date: {told[0]}"
    for name in ("title", "author", "section", "url"):
        if article.methods.get(name, "").startswith("unreadable"):
            yield f"without {name}: its cell could not be read"
    if article.methods.get("outlet") == "path, guessed":
        yield "with the name of a folder as outlet; --outlet or --path say otherwise"
