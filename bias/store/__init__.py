"""The corpus folder and the questions one can ask of it.  The only SQL lives here."""

from bias.store.codes import UNKNOWN, Decision
from bias.store.conditions import Behind, Filter
from bias.store.corpus import Added, Corpus, add_items
from bias.store.tables import ANALYSED, SCHEMAS
from bias.store.toned import either

__all__ = [
    "ANALYSED", "SCHEMAS", "UNKNOWN", "Added", "Behind", "Corpus", "Decision", "Filter", "add_items",
    "either",
]  # fmt: skip
