"""An article that was read, and the words of a user's own target → how it speaks of that target.

The article is not read anew: sentences, names and attributions are those of its reading.  Each place of the
words is judged by the tone model as any mention is.  With `titles` the app's way to the models.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bias.model import Article, Reading, Span, Speaker, Tone
from bias.reading.text.normalise import Normalised, in_given_text, in_read_text, normalise
from bias.reading.titles import ONE
from bias.reading.tone.classifier import hidden_names
from bias.reading.tone.mention_tone import tones_of
from bias.reading.tone.targets import TargetMention

KIND, FORM = "own", "words"  # of such a target, and of its mentions


def holds_words(article: Article, words: re.Pattern[str]) -> bool:
    """Whether some words stand in an article, its title or its text."""
    _, _, clean = _as_read(article)
    return bool(words.search(clean.title) or words.search(clean.text))


def read_own_tones(reading: Reading, target: str, words: re.Pattern[str]) -> tuple[Tone, ...]:
    """The tone of each place where some words stand, the title's first; none where they stand nowhere.

    Of the reading are needed sentences, names, attributions, and the tones of those who are named.  What a
    user wrote is found in the text as it was read, so also where it is wrapped or holds entities.
    """
    text, title, article = _as_read(reading.article)
    mentions = list(_mentions(article.title, target, words, headline=True))
    mentions += _mentions(article.text, target, words, headline=False)
    if not mentions:
        return ()
    clean = in_read_text(replace(reading, article=article), text, title)
    names = hidden_names(article.text, clean.names)
    names += [one.span for one in clean.tones if one.form == "name" and not one.headline]
    with ONE:
        found = tones_of(article, clean.sentences, names, clean.attributions, mentions)
    return in_given_text(found, text, title)


def _as_read(article: Article) -> tuple[Normalised | None, Normalised | None, Article]:
    """Text and title with the ways back, None where they are clean; and the article as it was read."""
    text, title = normalise(article.text), normalise(article.title)
    clean = replace(
        article,
        text=text.text if text is not None else article.text,
        title=title.text if title is not None else article.title,
    )
    return text, title, clean


def _mentions(text: str, target: str, words: re.Pattern[str], *, headline: bool) -> Iterator[TargetMention]:
    one = Speaker(target, KIND)
    for match in words.finditer(text):
        yield TargetMention(one, Span(match.start(), match.end()), FORM, headline)
