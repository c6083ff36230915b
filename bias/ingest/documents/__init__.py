"""Word processors, PDF, e-books and mail → their lines, by libraries that run in a process of their own.

Knows no articles: which lines are one, and what they tell, the layouts of exports and the paste rules say.
"""

from bias.ingest.documents.reader import Document, DocumentError, Part, read
from bias.ingest.documents.webtext import lines_of_html

__all__ = ["Document", "DocumentError", "Part", "lines_of_html", "read"]
