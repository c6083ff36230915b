"""Files in, Articles out: texts, web pages, tables, documents, exports and archives.

What cannot be read does not stop the rest: it comes out as a Rejection, in its place.  `reader` says how a
file becomes articles.  Nothing here opens an address but `following`, which is imported by its own name.
"""

from bias.ingest.fields import column_map
from bias.ingest.files.finding import expand
from bias.ingest.heads import Head, head
from bias.ingest.pages.text import from_text
from bias.ingest.preview import Preview, preview
from bias.ingest.reader import ENDINGS, Options, from_html, read_date, read_file, read_paths
from bias.model import Rejection

__all__ = [
    "ENDINGS",
    "Head",
    "Options",
    "Preview",
    "Rejection",
    "column_map",
    "expand",
    "from_html",
    "from_text",
    "head",
    "preview",
    "read_date",
    "read_file",
    "read_paths",
]
