"""The corpus folder and the questions one can ask of it.  The only SQL lives here."""

from bias.corpus.store.conditions import PERIODS, SEPARATOR, UNTOLD, WHOSE, Behind, Filter
from bias.corpus.store.count_tables import OWN
from bias.corpus.store.folder import Corpus, flat_spans
from bias.corpus.store.schemas import ANALYSED, SCHEMAS, SINGLE, TABLES
from bias.corpus.store.speaker_codes import UNKNOWN, Decision
from bias.corpus.store.tone_queries import SIDE, among, either

__all__ = [
    "ANALYSED", "OWN", "PERIODS", "SCHEMAS", "SEPARATOR", "SIDE", "SINGLE", "TABLES", "UNKNOWN", "UNTOLD",
    "WHOSE", "Behind", "Corpus", "Decision", "Filter", "among", "either", "flat_spans",
]  # fmt: skip
