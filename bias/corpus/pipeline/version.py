"""The version of an analysis: a digest of all that a reading is made by."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from bias.reading import model_version
from bias.resources import PACKAGE

CODE = (
    "reading/**/*.py",
    "corpus/pipeline/rows.py",
    "corpus/pipeline/version.py",
    "model.py",
    "resources.py",
)
TABLES = ("lexicons/*.tsv", "codebooks/*.yaml")
MODELS = ("roles", "tone", "frames", "loaded", "scare_quotes", "genre")  # the reader's is in `model_version`


@cache
def version() -> str:
    """Changes with the code of the steps, the word lists and the models: then all is read again."""
    digest = hashlib.sha256()
    for path in sources():
        digest.update(path.read_bytes())
    return f"{model_version()}-{digest.hexdigest()[:12]}"


def sources() -> list[Path]:
    """The files whose bytes are the version; a test holds them against what the reading imports."""
    patterns = (*CODE, *TABLES, *(f"models/{name}/*" for name in MODELS))
    return sorted({path for pattern in patterns for path in PACKAGE.glob(pattern)})
