"""The stance of articles against gold: who is meant, AUROC, order within events, mentions; all invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bias.errors import BadInputError
from bias.evaluate import stance
from bias.model import Article, Reading, Span, Speaker, Tone
from bias.reading.tone import stance as reading_stance


@pytest.fixture(autouse=True)
def plain_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stances that are the mean probabilities of the mentions, whatever the model's weights are."""

    def found(features: np.ndarray, mentions: np.ndarray) -> np.ndarray:
        assert len(mentions) == len(features)
        negative, positive = features.T
        return np.column_stack([negative, 1 - negative - positive, positive])

    monkeypatch.setattr(stance, "stances", found)
    monkeypatch.setattr(reading_stance, "stances", found)


def tone(target: str, negative: float, positive: float, *, at: int = 0, **changed: Any) -> Tone:
    found = {
        "article_id": "", "target": target, "span": Span(at, at + 5), "headline": False, "form": "name",
        "voice": "narration", "attribution": None, "negative": negative, "positive": positive,
        "neutral": 1 - negative - positive,
        "label": "negative" if negative > 0.5 else "positive" if positive > 0.5 else "neutral",
    }  # fmt: skip
    return Tone(**(found | changed))


def reading(*tones: Tone) -> Reading:
    targets = [
        Speaker("Ilse Marrant", "person", forms=("Marrant", "the Prime Minister")),
        Speaker("Karel Voss", "person", forms=("Voss",)),
    ]
    return Reading(Article("", "", "", ""), (), (), (), targets=tuple(targets), tones=tones)


def row(label: str, **more: Any) -> dict[str, Any]:
    return {"title": "", "text": str(more), "target": "Prime Minister Marrant", "label": label} | more


def test_an_actor_is_the_target_that_has_the_last_word_of_its_name() -> None:
    found = reading(tone("Ilse Marrant", 0.0, 0.8), tone("Karel Voss", 0.9, 0.0))
    (judged,) = stance._judged(row("positive"), found)
    assert judged.found == pytest.approx(0.8)
    (nobody,) = stance._judged(row("positive", target="Ana Sorel"), found)
    assert nobody.found is None


def test_what_is_quoted_is_no_stance_of_the_article() -> None:
    found = reading(tone("Ilse Marrant", 0.9, 0.0, voice="quotation"))
    (judged,) = stance._judged(row("negative"), found)
    assert judged.found is None
    assert reading_stance.stances_of(found) == []


def test_stances_of_a_reading_come_by_target_most_mentioned_first() -> None:
    found = reading_stance.stances_of(
        reading(tone("Karel Voss", 0.1, 0.2), tone("Ilse Marrant", 0.9, 0.0), tone("Ilse Marrant", 0.7, 0.1))
    )
    assert [(one["target"], one["mentions"]) for one in found] == [("Ilse Marrant", 2), ("Karel Voss", 1)]
    first = found[0]
    assert first["label"] == "unfavourable"
    assert [first[name] for name in ("unfavourable", "plain", "favourable")] == pytest.approx(
        [0.8, 0.15, 0.05]
    )


def test_figures_by_hand() -> None:
    rows = [
        row("positive", event="bridge", outlet="a"),
        row("negative", event="bridge", outlet="b"),
        row("neutral", event="flood", outlet="a"),
        row("negative", event="flood", outlet="b"),
        row("negative", event="flood", outlet="c", target="Ana Sorel"),
    ]
    marrant = "Ilse Marrant"
    readings = [
        reading(tone(marrant, 0.0, 0.6)),
        reading(tone(marrant, 0.7, 0.0)),
        reading(tone(marrant, 0.3, 0.0)),
        reading(tone(marrant, 0.0, 0.1)),
        reading(tone(marrant, 0.0, 0.1)),
    ]
    found = stance.stance(rows, readings)
    assert found["n"] == {"articles": 5, "pairs": 5}
    assert [found["not read"][name] for name in ("right", "n")] == [1, 5]
    assert found["+ against −"]["auroc"] == 1.0
    assert found["+ against −"]["n"] == 3
    assert found["− against rest"]["auroc"] == pytest.approx(3 / 4)
    within = found["within events"]
    assert [within["right"], within["n"]] == [1, 2], "the flood is told kinder by the one coded as against"
    assert within["low"] <= within["share"] <= within["high"]


def test_an_article_with_actors_and_mentions() -> None:
    text = "Marrant lied. Voss helped."
    coded = {
        "text": text,
        "actors": [{"name": "Ilse Marrant", "own": -1}, {"name": "Karel Voss", "own": 1}],
        "mentions": [
            {"span": [0, 7], "label": "negative"},
            {"span": [14, 18], "label": "neutral"},
            {"span": [19, 25], "label": "neutral"},
        ],
    }
    read = reading(tone("Ilse Marrant", 0.9, 0.0, at=0), tone("Karel Voss", 0.0, 0.9, at=13))
    found = stance.stance([coded], [read])
    assert found["+ against −"]["auroc"] == 1.0
    assert [found["mentions read"][name] for name in ("right", "n")] == [2, 3]
    assert [found["said negative"][name] for name in ("right", "n")] == [1, 1]
    assert [found["said positive"][name] for name in ("right", "n")] == [0, 1]
    assert "within events" not in found


def test_auroc_counts_ties_half() -> None:
    assert stance.auroc(np.array([1.0, 0.0]), np.array([0.0])) == 0.75
    assert np.isnan(stance.auroc(np.array([]), np.array([0.0])))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"text": "T"}, "no target"),
        ({"text": "T", "target": "A", "label": "good"}, "negative, neutral, positive"),
        ({"text": "T", "actors": [{"name": "A", "own": 2}]}, "own is not -1, 0 or 1"),
        ({"target": "A", "label": "neutral"}, "no text"),
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: dict[str, Any], said: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(BadInputError, match=said):
        stance.read_gold(path)


def test_articles_that_follow_each_other_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(stance, "read", lambda article: seen.append(article) or reading())
    rows = [{"text": "A", "target": "X"}, {"text": "A", "target": "Y"}, {"text": "B", "date": "2026-02-01"}]
    assert len(list(stance.find(rows))) == 3
    assert [(one.text, one.published) for one in seen] == [("A", ""), ("B", "2026-02-01")]
