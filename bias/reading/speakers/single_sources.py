"""One source with some words around it → its role.  Knows no article."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from bias.model import Article, Attribution, Span
from bias.reading.speakers.coreference import resolve_speakers
from bias.reading.text.encoder import parse as parse_article


def classify_roles(
    sources: Sequence[str], contexts: Sequence[str], *, dates: Sequence[str] | None = None
) -> pd.DataFrame:
    """Role, alignment and polity of sources, each judged from the words of its context alone.

    One row a source: role, alignment, polity ("unknown" where the words do not tell), confidence (0 to 1)
    and why.  A context holds its source; where it does not, the source is read alone.  ISO `dates` tell
    who held an office then.  Raises ValueError where the lengths differ.
    """
    days = dates if dates is not None else [""] * len(sources)
    rows = [_classify(*one) for one in zip(sources, contexts, days, strict=True)]
    columns = ["role", "alignment", "polity", "confidence", "why"]
    return pd.DataFrame(rows, columns=columns)


def _classify(source: str, context: str, date: str) -> tuple[str, str, str, float, str]:
    text = context if source in context else source
    start = text.find(source)
    span = Span(start, start + len(source))
    parse = parse_article(Article("", "", "", text, published=date))
    speakers = resolve_speakers(parse, [Attribution("", (span,), (), (span,), "indirect")]).speakers
    if not speakers:
        return "unknown", "unknown", "unknown", 0.0, ""
    who = speakers[0]
    return who.role or "unknown", who.alignment or "unknown", who.polity or "unknown", who.confidence, who.why
