"""A corpus read in parts on machines that know nothing of each other, each with a copy of its folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bias.corpus.pipeline.version import version
from bias.corpus.store import Corpus
from bias.errors import BadInputError

Shard = tuple[int, int]  # number, of how many: (3, 16)
WHOLE: Shard = (1, 1)


@dataclass(frozen=True, slots=True)
class Merged:
    """How many batches were taken over, differ from those of the corpus, and are still to be read."""

    taken: int
    other: int
    waiting: int


def shard_of(told: str) -> Shard:
    """ "3/16" → (3, 16).  Raises BadInputError."""
    number, _, count = told.partition("/")
    if not (number.isdigit() and count.isdigit() and 1 <= int(number) <= int(count)):
        raise BadInputError(f"--shard {told}: write the number of the part and of all, as in 3/16")
    return int(number), int(count)


def of_shard(corpus: Corpus, shard: Shard) -> set[str]:
    """The batches of a shard: every n-th, so that parts are about equal whatever order articles came in."""
    number, count = shard
    return {path.stem for path in corpus.files("articles")[number - 1 :: count]}


def take_over(corpus: Corpus, folders: Iterable[Path]) -> Merged:
    """Take the readings of copies of a corpus into it, of batches that it has not read by this version.

    A batch whose articles are others than here is left.  Raises BadInputError for what is no corpus.
    """
    taken = other = 0
    with corpus.writing():
        corpus.upgrade()
        corpus.tidy()
        for part in [Corpus(folder) for folder in folders]:
            read = {batch for batch, by in part.versions().items() if by == version()}
            for batch in sorted(read & set(corpus.pending(version()))):
                if corpus.same_articles(part, batch):
                    corpus.take(part, batch)
                    taken += 1
                else:
                    other += 1
        return Merged(taken, other, len(corpus.pending(version())))
