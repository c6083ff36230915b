"""Lines of an export of a database → its records, each layout told by its shape, whatever file it comes in.

`layouts` holds the table of them; the other modules read one layout each.
"""

from bias.ingest.exports.layouts import LAYOUTS, Layout, layout_of
from bias.ingest.exports.records import Record

__all__ = ["LAYOUTS", "Layout", "Record", "layout_of"]
