"""What the program offers is documented, and what is documented is there."""

from __future__ import annotations

import re
from pathlib import Path

import typer
from conftest import ROOT

from bias import resources
from bias.cli import TABLES as OFFERED
from bias.cli import app
from bias.corpus import TABLES
from bias.corpus.store import SCHEMAS

DOCS = ROOT / "docs"


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


def test_the_readme_names_real_commands_and_files() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert set(re.findall(r"`?make ([a-z]+)", readme)) <= set(targets)
    assert {words.split()[0] for words in re.findall(r"^bias ([a-z ]+)", readme, re.M)} <= {
        c.split()[0] for c in commands()
    }
    for path in re.findall(r"\]\(((?!https?:)[^)#]+)\)", readme):
        assert (ROOT / path).exists(), path


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


def test_measured_figures_are_those_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [
        f"{row['step']}: {row['figure']} {row['value']}"
        for row in resources.accuracy()
        if any(
            not re.search(rf"(?<![\d.]){re.escape(one)}", readme)
            for one in re.findall(r"[\d.]*\.\d+", row["value"])
        )
    ]
    assert missing == []


def test_every_table_can_be_exported_on_the_page_and_the_command_line() -> None:
    assert set(TABLES) == set(OFFERED)


if __name__ == "__main__":
    Path(DOCS / "cli.md").write_text(cli_page(), encoding="utf-8")
