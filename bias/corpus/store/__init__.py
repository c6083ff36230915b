"""The corpus folder and the questions one can ask of it.  The only SQL lives here."""

from bias.corpus.store.annotations import UNKNOWN, Decision
from bias.corpus.store.conditions import (
    ELSEWHERE,
    OUTLETS,
    PERIODS,
    SEPARATOR,
    SHORT,
    UNTOLD,
    WHOSE,
    Behind,
    Filter,
    of_outlets,
    outlets_behind,
)
from bias.corpus.store.corrections import FIELDS, Place, place_of
from bias.corpus.store.count_tables import OWN
from bias.corpus.store.folder import Corpus, flat_spans
from bias.corpus.store.schemas import ANALYSED, SCHEMAS, SINGLE, TABLES
from bias.corpus.store.tone_queries import SIDE, among, either

__all__ = [
    "ANALYSED", "ELSEWHERE", "FIELDS", "OUTLETS", "OWN", "PERIODS", "SCHEMAS", "SEPARATOR", "SHORT", "SIDE",
    "SINGLE", "TABLES", "UNKNOWN", "UNTOLD", "WHOSE", "Behind", "Corpus", "Decision", "Filter", "Place",
    "among", "either", "flat_spans", "of_outlets", "outlets_behind", "place_of",
]  # fmt: skip
