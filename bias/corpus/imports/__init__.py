"""What comes into a corpus and what leaves it: imports, their journal, their undoing, corrections by hand.

And which corpora there are on this computer: those that were opened, and new ones.
"""

from bias.corpus.imports.adding import Added, add_files, add_items
from bias.corpus.imports.editing import correct, order_dates, remove, set_outlet, set_published
from bias.corpus.imports.journal import Imported, list_imports, undo
from bias.corpus.imports.known import Known
from bias.corpus.imports.starting import folder_for, is_free, make_demo, new_corpus, rename

__all__ = [
    "Added", "Imported", "Known", "add_files", "add_items", "correct", "folder_for", "is_free",
    "list_imports", "make_demo", "new_corpus", "order_dates", "remove", "rename", "set_outlet",
    "set_published", "undo",
]  # fmt: skip
