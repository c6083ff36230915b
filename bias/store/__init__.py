"""The corpus folder and the questions one can ask of it.  The only SQL lives here."""

from bias.store.corpus import Added, Corpus, add_items
from bias.store.questions import Filter
from bias.store.tables import ANALYSED, SCHEMAS

__all__ = ["ANALYSED", "SCHEMAS", "Added", "Corpus", "Filter", "add_items"]
