"""What comes into a corpus and what leaves it: imports, their journal, their undoing, corrections by hand."""

from bias.corpus.imports.adding import Added, add_items
from bias.corpus.imports.editing import order_dates, remove, set_outlet, set_published
from bias.corpus.imports.journal import Imported, list_imports, undo

__all__ = [
    "Added", "Imported", "add_items", "list_imports", "order_dates", "remove", "set_outlet",
    "set_published", "undo",
]  # fmt: skip
