"""Changes one constant, comparison or operator of the counting code at a time, and says which changes no test
notices.  `make mutants` draws a sample; run with a number for a larger one.

Works on a copy of the project, so nothing of this folder is touched.
"""

from __future__ import annotations

import ast
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEED, LEAST = 1, 0.9  # of the sample; the share that has to be caught
QUICK = "not cover and not seldom and not shows_few"  # simulations of a minute and more are left out
STATISTICS = ("bounds", "compare", "differences", "diversity", "keyness", "matched", "net_tone",
              "promises", "worked_examples", "counted")  # fmt: skip
TESTS = {  # of each module of the store
    "conditions": ("filters", "store", "cards_sourcing", "cards_overview"),
    "attribution_queries": ("promises", "store", "cards_sourcing", "evidence", "learned_topics", "codes"),
    "speaker_queries": ("speakers_page", "counted"),
    "story_queries": ("filters", "stories", "stories_page", "counted"),
    "tone_queries": ("cards_tone", "evidence", "counted"),
    "wording_queries": ("cards_wording", "evidence", "counted"),
    "frame_queries": ("framing", "counted"),
}
SQL = re.compile(
    r"(?<= )(?:>=|<=|<>|<|>|=|and|or|min|max|sum|left join|desc|not in)(?=[ (])|(?<=[ (])\d+(?=[ ),\]])"
)
SWAPS = {">=": ">", "<=": "<", "<>": "=", "<": "<=", ">": ">=", "=": "<>", "and": "or", "or": "and",
         "min": "max", "max": "min", "sum": "max", "left join": "join", "desc": "",
         "not in": "in"}  # fmt: skip
OPERATORS = {"+": "-", "-": "+", "*": "/", "/": "*", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=",
             "!=": "==", "and": "or", "or": "and"}  # fmt: skip
Mutant = tuple[Path, int, int, str]  # file, start, end (code points), what stands there instead


def mutants() -> Iterator[Mutant]:
    store = ROOT / "bias" / "corpus" / "store"
    files = sorted((ROOT / "bias" / "compare" / "statistics").glob("*.py"))
    for path in [*files, store / "conditions.py", *sorted(store.glob("*_queries.py"))]:
        text = path.read_text(encoding="utf-8")
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        tree = ast.parse(text)
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.expr) and id(node) not in said:
                yield from ((path, *one) for one in _changes(node, text, starts))


def _changes(node: ast.expr, text: str, starts: list[int]) -> Iterator[tuple[int, int, str]]:
    def span(one: ast.expr) -> tuple[int, int]:
        ends = (one.lineno, one.col_offset), (one.end_lineno or 0, one.end_col_offset or 0)
        first, last = (starts[line - 1] + len(_line(text, starts[line - 1], column)) for line, column in ends)
        return first, last

    start, end = span(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield start, end, _other(node.value)
    elif isinstance(node, ast.Constant | ast.JoinedStr) and re.search(r"select|\b[tr]\.", text[start:end]):
        for match in SQL.finditer(text, start, end):
            word = match.group()
            yield match.start(), match.end(), SWAPS[word] if word in SWAPS else str(int(word) + 1)
    for left, right in _sides(node):
        between = span(left)[1], span(right)[0]
        found = re.search(r"(?<![\w<>=!*/])(?:[<>=!]=|[<>+*/-]|and|or)(?![\w<>=*/])", text[slice(*between)])
        if found and found.group() in OPERATORS:
            place = between[0] + found.start()
            yield place, place + len(found.group()), OPERATORS[found.group()]


def _line(text: str, start: int, column: int) -> str:
    """The first `column` bytes of a line."""
    return text[start:].encode()[:column].decode()


def _other(value: float) -> str:
    if isinstance(value, bool):
        return str(not value)
    return repr(value + 1 if isinstance(value, int) or not value else value * 1.5)


def _sides(node: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """What stands left and right of an operator."""
    if isinstance(node, ast.BinOp):
        return [(node.left, node.right)]
    if isinstance(node, ast.Compare):
        return [(node.left, node.comparators[0])]
    return [(node.values[0], node.values[1])] if isinstance(node, ast.BoolOp) else []


def passes(tests: tuple[str, ...], copy: Path) -> bool:
    files = [str(one) for name in tests if (one := copy / "tests" / f"test_{name}.py").exists()]
    command = [sys.executable, "-m", "pytest", "-qx", "-p", "no:cacheprovider", "-k", QUICK, *files]
    environment = os.environ | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTEST_XDIST_WORKER"] = "gw0"  # the demo corpus is then kept beside the tests' own folders
    command.append(f"--basetemp={copy.parent / 'tests'}")
    try:
        return not subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, timeout=900
        ).returncode
    except subprocess.TimeoutExpired:
        return False


def caught(mutant: Mutant, copy: Path) -> bool:
    """Whether a test fails; the mutant stands in the copy for as long."""
    path, start, end, instead = mutant
    text, file = path.read_text(encoding="utf-8"), copy / path.relative_to(ROOT)
    file.write_text(text[:start] + instead + text[end:], encoding="utf-8")
    try:
        return not passes(TESTS.get(path.stem, STATISTICS), copy)
    finally:
        file.write_text(text, encoding="utf-8")


def main(number: int) -> int:
    found = list(dict.fromkeys(mutants()))
    sample = random.Random(SEED).sample(found, min(number, len(found)))
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        left_out = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__")
        shutil.copytree(ROOT, copy, ignore=left_out, symlinks=True)
        for tests in (STATISTICS, *TESTS.values()):
            if not passes(tests, copy):
                sys.exit(f"{', '.join(tests)}: fail before anything is changed")
        for mutant in sample:
            noticed = caught(mutant, copy)
            missed += not noticed
            path, start, end, instead = mutant
            text = path.read_text(encoding="utf-8")
            place = f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, start) + 1}"
            print(f"{'caught' if noticed else 'MISSED'} {place}: {text[start:end]} → {instead}", flush=True)
    print(f"{len(sample) - missed} of {len(sample)} caught, of {len(found)} mutants")
    return int(len(sample) - missed < LEAST * len(sample))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 40))
