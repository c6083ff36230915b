"""Each reading step by its name: from a gold file to its measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bias.evaluate import attribution, omissions, sentiment, speakers, stance, statements, stories, wording

Step = tuple[Callable[[Path], Any], Callable[[Any], Any], Callable[[Any, Any], Mapping[str, Any]]]
STEPS: dict[str, Step] = {  # what reads the gold, what finds, what sets one against the other
    "statements": (statements.read_gold, statements.find, statements.statements),
    "attribution": (attribution.read_gold, attribution.find, attribution.attribution),
    "roles": (speakers.read_roles, speakers.find_roles, speakers.roles),
    "speakers": (speakers.read_speakers, speakers.find_speakers, speakers.speakers),
    "sentiment": (sentiment.read_gold, sentiment.find_tones, sentiment.sentiment),
    "stance": (stance.read_gold, stance.find, stance.stance),
    "wording": (wording.read_wording, wording.find_wording, wording.wording),
    "stories": (stories.read_gold, stories.find, stories.scores),
    "omissions": (omissions.read_gold, omissions.find, omissions.scores),
    "headlines": (wording.read_headlines, wording.find_adoptions, wording.adoptions),
}


def measured(
    step: str, gold: Path, track: Callable[[Iterable[Any], int], Iterable[Any]]
) -> Mapping[str, Any]:
    """What a step finds against gold; `track` hands on what is found row by row, of so many rows."""
    read, find, score = STEPS[step]
    rows = read(gold)
    found = find(rows)
    return score(rows, track(found, len(rows)) if isinstance(found, Iterator) else found)
