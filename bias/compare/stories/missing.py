"""What an outlet leaves out inside an event: the statements and speakers that others carry, and what comes
nearest to each in its own articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from bias.compare.stories.story import CARRIED, MADE_OF, StoryBoard
from bias.compare.words.labels import outlet_label, records
from bias.corpus import Corpus

LEAST_OTHERS = 2  # outlets that carry what one of them may lack
LEAST_LETTERS = 4  # of a last name that is looked for by itself
ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
NAMED, UNNAMED = "named, not heard", "not named"


class Missing(NamedTuple):
    """Something that other outlets carry and this one does not."""

    what: str  # statement or speaker
    who: str
    said: str  # empty for a speaker
    others: tuple[str, ...]  # outlets that carry it
    answer: str  # of MADE_OF, or NAMED, UNNAMED
    passage: str  # the sentence of its own that comes nearest; empty where there is none
    article_id: str  # of the passage


def missing(corpus: Corpus, board: StoryBoard, *, outlet: str, least: int = LEAST_OTHERS) -> list[Missing]:
    """What `least` other outlets or more carry in an event and this one does not: statements, then speakers.

    Of statements, those come first that were not found at all, then those that most outlets carry.
    """
    said = sorted(
        _statements(board, outlet), key=lambda one: (one.answer != MADE_OF["absent"], -len(one.others))
    )
    return [one for one in (*said, *_speakers(corpus, board, outlet)) if len(one.others) >= least]


def _statements(board: StoryBoard, outlet: str) -> Iterator[Missing]:
    for one in board.statements:
        mine = one.versions[outlet]
        if mine.relation not in CARRIED:
            others = tuple(name for name, found in one.versions.items() if found.relation in CARRIED)
            yield Missing(
                "statement", one.speaker, one.fullest.content, others, MADE_OF[mine.relation], mine.passage,
                mine.article_id,
            )  # fmt: skip


def _speakers(corpus: Corpus, board: StoryBoard, outlet: str) -> Iterator[Missing]:
    """Speakers with a name whom others hear, and the first sentence in which this outlet names them."""
    sentences = corpus.sentences_in_story(board.story)
    sentences = sentences[sentences["outlet"] == outlet]
    column = outlet_label(outlet)
    for row in records(board.speakers):
        others = tuple(name for name in board.outlets if name != outlet and row[outlet_label(name)])
        if row[column] or not others or described(row["Speaker"]):
            continue
        named = sentences[sentences["sentence"].map(lambda one, who=row["Speaker"]: names(one, who))]
        passage, article = ("", "") if named.empty else named.iloc[0][["sentence", "article_id"]]
        yield Missing(
            "speaker", str(row["Speaker"]), "", others, UNNAMED if named.empty else NAMED, passage, article
        )


def names(sentence: str, who: str) -> bool:
    """Whether a sentence holds a name, or its last word where that is a name long enough to be no other's."""
    text, name = (one.replace("’", "'") for one in (sentence, ARTICLE.sub("", who)))
    last = name.split()[-1] if name.split() else ""
    whole = rf"(?i:(?<!\w){re.escape(name)}(?!\w))"
    alone = rf"|(?<!\w){re.escape(last)}(?!\w)" if len(last) >= LEAST_LETTERS and last[0].isupper() else ""
    return bool(name) and re.search(whole + alone, text) is not None


def described(who: str) -> bool:
    """Whether a speaker has no name: "a report of last year" may be there in any other words."""
    name = ARTICLE.sub("", who)
    return not name[:1].isupper() and len(name.split()) > 1


def missing_table(found: list[Missing]) -> pd.DataFrame:
    """The same as a reader's table, for a file."""
    rows = [one._replace(others=", ".join(map(outlet_label, one.others))) for one in found]  # type: ignore[arg-type]
    names = ["What", "Who", "Said", "Carried by", "In this outlet", "Nearest sentence", "Article"]
    return pd.DataFrame(rows, columns=names)
