"""Who is quoted, in which words, and how outlets differ; with intervals and evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bias.api import OpenCorpus

__version__ = "0.1.0"


def open_corpus(path: str | Path) -> OpenCorpus:
    """A corpus folder, for notebooks and scripts; see `bias.api.OpenCorpus`.

    Raises BadInputError where the path holds none.
    """
    from bias.api import OpenCorpus  # here, so that `import bias` loads nothing

    return OpenCorpus(path)
