"""Six kinds of fault of who speaks have ten cases of our own each.

The two others have tests of their own: confidence in test_role_model.py and test_evaluate_statements.py,
dirty text in test_normalise.py, which reads whole articles of ours in every way of being dirty.
"""

from __future__ import annotations

from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cases"
KINDS = {  # kind → files with the headings whose cases are about it; none means the whole file
    "what counts as being heard": {"reports.txt": ("what counts as being heard",)},
    "quotations without a cue": {"reports.txt": ("quotations without a cue",)},
    "what is no source": {"reports.txt": ("what is no source",)},
    "roles": {"roles.txt": ()},
    "who governs, and when": {"written_later.txt": (), "who_speaks.txt": ()},
    "names": {"who_is_meant.txt": ("names", "names that close a long source", "two as one")},
}


def cases_of(file: str, headings: tuple[str, ...]) -> int:
    """Sentences with the right value under them, or lines `words | value`."""
    heading, count, sentence = "", 0, False
    lines = (CASES / file).read_text(encoding="utf-8").splitlines()
    marked = any(line.startswith("> ") for line in lines)
    for line in lines:
        if line.startswith(("## ", "# -- ")):
            heading = line.split(" ", 2 if line.startswith("# -- ") else 1)[-1].strip()
        elif not headings or heading in headings:
            right = line.startswith("> ") if marked else " | " in line and not line.startswith("#")
            count += right and (sentence or not marked)
        sentence = bool(line.strip()) and line[:2] not in ("> ", "? ")
    return count


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_ten_cases(kind: str) -> None:
    assert sum(cases_of(file, headings) for file, headings in KINDS[kind].items()) >= 10
