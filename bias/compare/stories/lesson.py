"""The Classroom page: which events a class may take, and one of them with its questions."""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from bias.compare.stories.event import Event, Question, event_of
from bias.compare.stories.questions import questions
from bias.compare.stories.story import story_board
from bias.corpus import Corpus, Filter


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline without the name of its outlet, under a letter."""

    letter: str
    title: str  # plain text
    article_id: str
    outlet: str
    published: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """One event as a class takes it."""

    story: str
    label: str
    days: tuple[str, ...]
    outlets: tuple[str, ...]  # as they are shown, by name
    headlines: tuple[Headline, ...]
    questions: tuple[Question, ...]


def lessons(corpus: Corpus, where: Filter) -> pd.DataFrame:
    """The events that a class may take, those of most outlets first: story, label, outlets."""
    return corpus.stories(where, least=2)[["story", "label", "outlets"]]


def lesson(corpus: Corpus, story: str) -> Lesson | None:
    """An event with its questions; None where the corpus has none of this key."""
    board = story_board(corpus, story)
    if board is None:
        return None
    event = event_of(corpus, board)
    return Lesson(
        story=story,
        label=board.label or "No title",
        days=tuple(dict.fromkeys(day for day in board.days if day)),
        outlets=tuple(sorted(event.names.values())),
        headlines=tuple(_headlines(event)),
        questions=tuple(questions(event)),
    )


def _headlines(event: Event) -> Iterator[Headline]:
    """The headlines side by side, under letters."""
    titled = [one for one in event.told if one.page.article.title.strip()]
    for letter, one in zip(string.ascii_uppercase, event.shuffled(titled, "letters"), strict=False):
        article = one.page.article
        yield Headline(letter, event.blanked(article.title), article.id, one.outlet, article.published[:10])
