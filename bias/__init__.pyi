import pathlib

from .api import OpenCorpus as OpenCorpus
from .corpus import Corpus as Corpus
from .corpus import add_items as add_items
from .corpus import analyse as analyse
from .errors import BadInputError as BadInputError
from .errors import BiasError as BiasError
from .errors import BusyError as BusyError
from .ingest import from_html as from_html
from .ingest import from_text as from_text
from .ingest import read_paths as read_paths
from .model import Article as Article
from .model import Attribution as Attribution
from .model import Reading as Reading
from .model import Rejection as Rejection
from .model import Span as Span
from .reading import read as read

__version__: str

def open_corpus(path: str | pathlib.Path) -> OpenCorpus: ...
