"""What the program offers is documented, and what is documented is there."""

from __future__ import annotations

import doctest
import pkgutil
import re
import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest
import typer
import yaml
from conftest import ROOT

import bias
from bias import resources
from bias.cli import TABLES as OFFERED
from bias.cli import app
from bias.corpus import TABLES
from bias.corpus.store import SCHEMAS, Corpus
from bias.ingest import formats

DOCS = ROOT / "docs"
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))]
TABLE = re.compile(r"(<!-- (.+?) -->\n)(?:\|.*\n)*")  # its steps, then what the program wrote
OUT = ("of too few", "what somebody tells", "hangs on", "hanging on")


def commands() -> dict[str, typer.core.TyperCommand]:
    group = typer.main.get_command(app)
    found = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found.update({f"{name} {key}": value for key, value in inner.items()} if inner else {name: command})
    return found


def cli_page() -> str:
    """docs/cli.md as the program itself would write it."""
    out = [
        "# The command `bias`",
        "",
        "Written by `python tests/test_docs.py`; a test holds it to the program.",
        "",
    ]
    for name, command in commands().items():
        context = typer.Context(command, info_name=f"bias {name}")
        out += [
            f"## bias {name}",
            "",
            (command.help or "").strip(),
            "",
            f"`{' '.join(command.get_usage(context).split()[1:])}`",
            "",
        ]
        for parameter in command.params:
            help_ = getattr(parameter, "help", "") or ""
            names = (
                " ".join(parameter.opts)
                if parameter.param_type_name == "option"
                else (parameter.metavar or (parameter.name or "").upper())
            )
            if help_ and names != "--help":
                out.append(f"- `{names}`: {help_}")
        out.append("")
    return "\n".join(out)


def test_cli_page_is_the_program() -> None:
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == cli_page(), "run: python tests/test_docs.py"


def test_every_column_is_documented() -> None:
    page = (DOCS / "data-format.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", page, re.M | re.S))
    assert set(sections) == set(SCHEMAS)
    missing = [
        f"{table}.{column}"
        for table, schema in SCHEMAS.items()
        for column in schema.names
        if not re.search(rf"\b{column}\b", sections[table])
    ]
    assert missing == []


def accuracy_page() -> str:
    """docs/accuracy.md with its tables as bias/accuracy.tsv has them; sets of our own come last."""
    page = (DOCS / "accuracy.md").read_text(encoding="utf-8")
    return TABLE.sub(lambda found: found[1] + "".join(accuracy_table(found[2].split("; "))), page)


def accuracy_table(steps: list[str]) -> list[str]:
    rows = [row for step in steps for row in resources.accuracy() if row["step"] == step]
    rows.sort(key=lambda row: (steps.index(row["step"]), row["gold"].startswith("our own")))
    lines = ["| step | gold | n | figure | value | beside | measured by |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        cells = [
            *(row[name] for name in ("step", "gold", "n", "figure", "value", "beside")),
            f"`{row['command']}`",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return [f"{line}\n" for line in lines]


def test_accuracy_page_is_what_was_measured() -> None:
    page = (DOCS / "accuracy.md").read_text(encoding="utf-8")
    assert page == accuracy_page(), "run: python tests/test_docs.py"
    named = [step for found in TABLE.finditer(page) for step in found[2].split("; ")]
    assert named == list(dict.fromkeys(named))
    assert set(named) == {row["step"] for row in resources.accuracy()}


def test_the_hardest_sets_stand_first() -> None:
    page = (DOCS / "accuracy.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ")]
    for step, found in groupby(rows, key=lambda row: row[0]):
        own = [row[1].startswith("our own") for row in found]
        assert own == sorted(own), step


def test_the_readme_names_real_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(re.findall(r"`?make ([a-z]+)", readme)) <= set(targets)
    assert {words.split()[0] for words in re.findall(r"^bias ([a-z ]+)", readme, re.M)} <= {
        c.split()[0] for c in commands()
    }
    assert len(readme.splitlines()) <= 100


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_name_files_that_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for path in re.findall(r"\]\(((?!https?:)[^)#\s]+)\)", text):
        assert (page.parent / path).exists(), path
    for path in re.findall(r"`((?:bias|tests|docs|data|training|benchmarks)/[a-z0-9_./-]+)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_in_plain_words(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [words for words in OUT if words in text] == []


def test_a_reader_finds_the_way_from_a_word_to_its_chart() -> None:
    """Each step of the example of CONTRIBUTING names a function that its file has."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\| .*\? \| `([\w/]+\.py)`: `(\w+)`", page, re.M)
    assert [path for path, _ in steps] == [
        "bias/reading/wording/scare_quotes.py",
        "bias/corpus/store/wording_queries.py",
        "bias/compare/statistics/rates.py",
        "bias/compare/cards/wording.py",
        "bias/show/charts/dots.py",
    ]
    for path, function in steps:
        assert re.search(rf"^ *def {function}\(", (ROOT / path).read_text(encoding="utf-8"), re.M), function


def test_the_house_has_its_packages() -> None:
    """The table of CONTRIBUTING names every package of the five wings."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## The house")[1].split("## ")[0]
    wings = ("ingest", "reading", "corpus", "compare", "show")
    packages = [path.parent for wing in wings for path in (ROOT / "bias" / wing).glob("*/__init__.py")]
    assert {path.name for path in packages if f"`{path.name}/`" not in page} == set()


def test_the_citation_is_of_this_version() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (found["cff-version"], found["type"]) == ("1.2.0", "software")
    assert found["version"] == bias.__version__


def test_importing_bias_loads_nothing_heavy() -> None:
    heavy = "{'duckdb', 'numpy', 'onnxruntime', 'pandas', 'plotly', 'spacy', 'streamlit'}"
    asked = f"import bias, sys; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.check_output([sys.executable, "-c", asked], text=True, cwd=ROOT).strip() == "[]"


def test_whatever_bias_offers_is_there() -> None:
    assert {"open_corpus", "read", "analyse", "Article", "BadInputError"} <= set(bias.__all__)
    for name in bias.__all__:
        assert getattr(bias, name) is not None, name


def test_the_examples_of_the_api_page_run(
    demo: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bias-demo").symlink_to(demo.path)
    monkeypatch.chdir(tmp_path)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    found = doctest.testfile(str(DOCS / "api.md"), module_relative=False, optionflags=flags, encoding="utf-8")
    assert found.attempted > 20
    assert found.failed == 0


def test_every_module_says_what_it_does() -> None:
    for path in (ROOT / "bias").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith('"""'), path


def test_every_lexicon_has_a_history() -> None:
    for path in (ROOT / "bias" / "lexicons").glob("*.tsv"):
        head = path.read_text(encoding="utf-8").split("\n")
        assert {"what", "source", "licence"} <= {
            line[2:].split(":")[0] for line in head if line.startswith("#")
        }, path


def test_every_table_can_be_exported_on_the_page_and_the_command_line() -> None:
    assert set(TABLES) == set(OFFERED)


def pages() -> list[Path]:
    """What a reader reads of the program: README, changelog, docs and the models' cards."""
    return [
        *(ROOT / name for name in ("README.md", "CHANGELOG.md")),
        *sorted(DOCS.glob("*.md")),
        *sorted((ROOT / "bias" / "models").glob("*/card.md")),
    ]


def resolves(name: str) -> bool:
    """Whether a dotted name is a module of the program, or something that one offers."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    names = set(re.findall(r"(?<![\w/.-])bias(?:\.[A-Za-z_]\w*)+", text))
    assert [name for name in sorted(names) if not resolves(name)] == []
    paths = set(re.findall(r"`((?:bias|training|tests|benchmarks)/[\w./-]+)`", text))
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def formats_page() -> str:
    """docs/formats.md as the tables that also tell the formats would write it."""
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    return text[: text.index("## Exports of databases")] + formats.markdown()


def test_the_formats_are_those_that_are_told() -> None:
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    assert page == formats_page(), "run: python tests/test_docs.py"


if __name__ == "__main__":
    (DOCS / "formats.md").write_text(formats_page(), encoding="utf-8")
    (DOCS / "cli.md").write_text(cli_page(), encoding="utf-8")
    (DOCS / "accuracy.md").write_text(accuracy_page(), encoding="utf-8")
