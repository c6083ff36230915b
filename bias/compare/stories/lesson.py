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
class Met:
    """An outlet as a class meets it before it guesses."""

    outlet: str  # its key
    name: str
    about: str  # what corpus.toml and outlets.csv say of it; empty where they say nothing
    articles: int  # of the corpus


@dataclass(frozen=True, slots=True)
class Lesson:
    """One event as a class takes it."""

    story: str
    label: str
    days: tuple[str, ...]
    outlets: tuple[str, ...]  # as they are shown, by name
    meet: tuple[Met, ...]
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
        meet=tuple(_meet(corpus, event)),
        headlines=tuple(_headlines(event)),
        questions=tuple(questions(event)),
    )


def _meet(corpus: Corpus, event: Event) -> Iterator[Met]:
    """Who the outlets of an event are, as far as the corpus says, by name."""
    said, table = corpus.settings().get("about"), corpus.outlet_table()
    about = said if isinstance(said, dict) else {}
    columns = [table.said(column) for column in ("kind", "country")]
    articles = corpus.articles()["outlet"].value_counts()
    for outlet, name in sorted(event.names.items(), key=lambda one: one[1].casefold()):
        facts = [str(about.get(outlet, "")), *(column.get(outlet, "") for column in columns)]
        yield Met(outlet, name, "; ".join(fact for fact in facts if fact), int(articles.get(outlet, 0)))


def _headlines(event: Event) -> Iterator[Headline]:
    """The headlines side by side, under letters."""
    titled = [one for one in event.told if one.page.article.title.strip()]
    for letter, one in zip(string.ascii_uppercase, event.shuffled(titled, "letters"), strict=False):
        article = one.page.article
        yield Headline(letter, event.blanked(article.title), article.id, one.outlet, article.published[:10])
