"""The model of the words around a source, in use and in its files."""

from __future__ import annotations

import json

import pytest

from bias.model import Span
from bias.reading.roles.codebook import role_codebook
from bias.reading.speakers import role_classifier
from bias.resources import model_folder

TEXT = "“Wards will close,” said Lind, whose union has 4,000 nurses."


def test_features_are_of_the_source_and_its_neighbours() -> None:
    start = TEXT.index("Lind")
    found = role_classifier.features(TEXT, Span(start, start + 4), "name")
    wanted = {"form=name", "in=Xx", "last=Xx", "shape=X", "left=said", "before=said", "right=union"}
    assert wanted <= set(found)
    assert not any("nurses" in name for name in found if name.startswith(("left", "in=")))


def test_names_are_hidden_from_the_model() -> None:
    """Of names only the place is seen, though one be a baker's or a bishop's; words of the lexicons stay."""
    text = "Officials told Grace Baker of Ford that Bishop Obi, a farmer, had met Omondi Judge in Kestria."
    people = [
        Span(text.index(name), text.index(name) + len(name)) for name in ("Grace Baker", "Omondi Judge")
    ]
    found = role_classifier.features(text, people[0], "name", people)
    words = {name.split("=", 1)[1] for name in found if not name.startswith(("form", "shape"))}
    assert {"officials", "bishop", "farmer", "Xx", "Xx_Xx"} <= words
    assert not words & {"grace", "baker", "ford", "obi", "omondi", "judge", "kestria", "grace_baker"}


def test_probabilities_are_of_the_codebooks_roles_and_add_up() -> None:
    start = TEXT.index("Lind")
    found = role_classifier.probabilities([role_classifier.features(TEXT, Span(start, start + 4), "name")])
    assert set(found) <= {*role_codebook().roles, "unknown"}
    assert sum(found.values()) == pytest.approx(1, abs=1e-4)
    assert 0.3 <= role_classifier.threshold() <= 0.8


def test_nothing_known_gives_no_certainty() -> None:
    assert max(role_classifier.probabilities([["never seen"]]).values()) < role_classifier.threshold()


def test_the_card_gives_what_the_training_measured() -> None:
    folder = model_folder("roles")
    measured = json.loads((folder / "config.json").read_text(encoding="utf-8"))["measured"]
    card = (folder / "card.md").read_text(encoding="utf-8")
    for part in ("rules", "rules_and_model"):
        assert f"{measured[part]['precision']:.3f}" in card
        assert f"{measured[part]['accuracy']:.3f}" in card
