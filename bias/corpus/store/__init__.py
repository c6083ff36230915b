"""The corpus folder and the questions one can ask of it.  The only SQL lives here."""

from bias.corpus.store.conditions import Behind, Filter, of_outlets, outlets_behind
from bias.corpus.store.count_tables import OWN
from bias.corpus.store.folder import Added, Corpus, add_items, flat_spans
from bias.corpus.store.schemas import ANALYSED, SCHEMAS, TABLES
from bias.corpus.store.speaker_codes import UNKNOWN, Decision
from bias.corpus.store.tone_queries import SIDE, among, either

__all__ = [
    "ANALYSED", "OWN", "SCHEMAS", "SIDE", "TABLES", "UNKNOWN", "Added", "Behind", "Corpus", "Decision",
    "Filter", "add_items", "among", "either", "flat_spans", "of_outlets", "outlets_behind",
]  # fmt: skip
