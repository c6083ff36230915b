"""Who is quoted, in which words, and how outlets differ; with intervals and evidence.

`__init__.pyi` lists what scripts and notebooks use; docs/api.md shows it.  `import bias` loads nothing else:
the libraries of a corpus take a second, those of the text models several.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import lazy_loader

if TYPE_CHECKING:
    from bias.api import OpenCorpus

__version__ = "0.1.0"
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__", "open_corpus"]


def open_corpus(path: str | Path) -> OpenCorpus:
    """A corpus folder, for notebooks and scripts; see `bias.OpenCorpus`.

    Raises BadInputError where the path holds none.
    """
    from bias.api import OpenCorpus

    return OpenCorpus(path)
