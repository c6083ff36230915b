"""The tone of a whole article by a lexicon, as older work has it: it knows neither targets nor voices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from bias.model import Score
from bias.reading.text.decoding import Parse

SIGNS = re.compile(r"([^\w\s]{8})[^\w\s]+")
LEAST_COMPOUND = 0.05  # VADER's bound: a sentence beyond it is positive or negative (Hutto & Gilbert 2014)


def score_tone(parse: Parse) -> Iterator[Score]:
    """Measures of an article's tone.

    Mean of VADER's compound score over sentences, -1 to 1, and the shares of sentences beyond its bounds
    (Hutto & Gilbert 2014).  An article without sentences has none.
    """
    article_id, text = parse.article.id, parse.article.text
    scores = [_compound(span.slice(text)) for span in parse.sentences]
    n = len(scores)
    if not n:
        return
    yield Score(article_id, "lexicon_tone", sum(scores) / n, n)
    for name, sign in (("share_positive", 1), ("share_negative", -1)):
        chosen = [
            s for s, value in zip(parse.sentences, scores, strict=True) if sign * value >= LEAST_COMPOUND
        ]
        yield Score(article_id, name, len(chosen) / n, n, tuple(chosen))


def _compound(sentence: str) -> float:
    """VADER's score of a sentence, a run of signs taken as one: its time grows with the square of emoji."""
    return float(_vader().polarity_scores(SIGNS.sub(r"\1", sentence))["compound"])


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
