"""What a user wrote into a corpus folder, checked before any article is read.  Knows no readings."""

from __future__ import annotations

from bias.corpus.pipeline.known_people import Known, read_people
from bias.corpus.store import Corpus
from bias.corpus.topics import dictionary
from bias.corpus.topics.target_words import TARGETS, TARGETS_FILE


def check(corpus: Corpus) -> None:
    """Raises BadInputError for what is wrong in corpus.toml, roles.yaml, people.csv, outlets.csv,
    topics.toml, targets.toml or codebooks/*.yaml: the file, the entry, the trouble and the way out."""
    corpus.settings()
    people(corpus)
    corpus.outlet_table()
    dictionary.read_topics(corpus.path / "topics.toml")
    TARGETS.read(corpus.path / TARGETS_FILE)
    corpus.own_books()


def people(corpus: Corpus) -> tuple[Known, ...]:
    """The rows of people.csv; a role may be one that roles.yaml adds."""
    return read_people(corpus.path / "people.csv", corpus.codebook())
