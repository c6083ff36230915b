"""The version of an analysis: a digest of all that a reading is made by."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version as installed
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
LIBRARIES = ("numpy", "onnxruntime", "scipy", "spacy", "tokenizers")  # that a reading is computed by


@cache
def version() -> str:
    """Changes with the code of the steps, the word lists and the models: then all is read again."""
    return f"{model_version()}-{_digest(sources())}"


@cache
def parts() -> Mapping[str, str]:
    """What machines that read one corpus must have in common, by its name; `version` is made of the first."""
    models = [f"models/{name}/*" for name in MODELS]
    return {
        "code": _digest(_files(CODE)),
        "word lists and codebooks": _digest(_files(TABLES)),
        "models": f"{model_version()}-{_digest(_files(models))}",
        **{name: installed(name) for name in LIBRARIES},
        "Python": ".".join(map(str, sys.version_info[:2])),
    }


def sources() -> list[Path]:
    """The files whose bytes are the version; a test holds them against what the reading imports."""
    return _files((*CODE, *TABLES, *(f"models/{name}/*" for name in MODELS)))


def _files(patterns: Sequence[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in PACKAGE.glob(pattern)})


def _digest(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
