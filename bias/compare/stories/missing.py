"""What an outlet leaves out inside an event: the statements and speakers that others carry, and what comes
nearest to each in its own articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

from bias.compare.stories.coverage import background
from bias.compare.stories.story import CARRIED, MADE_OF, StoryBoard
from bias.compare.words.labels import outlet_label, records
from bias.corpus import Corpus, omissions
from bias.reading import initials

LEAST_OTHERS = 2  # outlets that carry what one of them may lack
TOLD = (MADE_OF["in_text"],)  # what is there for all that
LEAST_LETTERS = 3  # of a last name, or of initials, that are looked for by themselves
ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
WHATS = ("statement", "speaker")
NAMED, UNNAMED = "named, not heard", "not named"
EARLIER, ELSEWHERE = "first told after its last article", "its article may tell something else"
# How sure it is, the surest first: answers → what is said of them.
SURE = {
    ("statement", MADE_OF["absent"]): "Not found: no sentence of its articles shares enough words with it",
    ("speaker", UNNAMED): "Not named at all",
    ("speaker", NAMED): "Named, and not heard",
    ("statement", MADE_OF["perhaps"]): "Perhaps there: read the nearest sentence",
    ("statement", MADE_OF["in_text"]): "Not left out: in its text, where the program found no source",
    **{
        (what, EARLIER): f"Not left out: {what}s first told on a later day than its last article"
        for what in WHATS
    },
    **{(what, ELSEWHERE): f"Perhaps of another event, few words are shared: {what}s" for what in WHATS},
}


class Missing(NamedTuple):
    """Something that other outlets carry and this one does not."""

    what: str  # statement or speaker
    who: str
    said: str  # empty for a speaker
    others: tuple[str, ...]  # outlets that carry it
    independent: int  # of these, without those whose article is a copy
    answer: str  # of MADE_OF, or NAMED, UNNAMED, EARLIER, ELSEWHERE
    passage: str  # the sentence of its own that comes nearest; empty where there is none
    article_id: str  # of the passage
    found_in: str = ""  # the article that prints the statement most fully
    number: int = -1  # of the statement in that article


def missing(corpus: Corpus, board: StoryBoard, *, outlet: str, least: int = LEAST_OTHERS) -> list[Missing]:
    """What `least` other outlets or more carry in an event and this one does not; who reprints counts not.

    Those of which the program is surest come first (SURE), then those that most outlets carry.  Nobody leaves
    out what was first told on a later day than its last article, and where an outlet's articles have little
    in common with the others (`omissions.apart`) nothing is said to be left out.
    """
    sure, far = list(SURE), outlet in _apart(corpus, corpus.stamp(), board.story)
    found = (*_statements(board, outlet), *_speakers(corpus, board, outlet))
    if far:
        found = tuple(one if one.answer in TOLD else one._replace(answer=ELSEWHERE) for one in found)
    return sorted(
        (one for one in found if one.independent >= least),
        key=lambda one: (sure.index((one.what, one.answer)), -len(one.others)),
    )


@lru_cache(16)  # it is asked of each outlet of an event
def _apart(corpus: Corpus, stamp: str, story: str) -> frozenset[str]:
    articles = list(corpus.texts_by_id(list(corpus.articles_of_story(story)["article_id"])).values())
    return frozenset(omissions.apart(articles, background=background(corpus, len(articles))))


def _days(board: StoryBoard) -> dict[str, str]:
    """Article → its day; "" where it has none."""
    return {row["article_id"]: str(row["published"] or "")[:10] for row in records(board.articles)}


def _days_of(board: StoryBoard, outlet: str) -> list[str]:
    days = _days(board)
    return [days[row["article_id"]] for row in records(board.articles) if row["outlet"] == outlet]


def _is_later(days: Sequence[str], last: Sequence[str]) -> bool:
    """Whether some days, which are known, all come after `last`, which are too."""
    return bool(days and last) and all((*days, *last)) and min(days) > max(last)


def _statements(board: StoryBoard, outlet: str) -> Iterator[Missing]:
    copies, days, last = set(board.copies["article_id"]), _days(board), _days_of(board, outlet)
    for one in board.statements:
        mine = one.versions[outlet]
        if mine.relation not in CARRIED:
            carried = {name: made for name, made in one.versions.items() if made.relation in CARRIED}
            independent = sum(made.article_id not in copies for made in carried.values())
            later = _is_later([days[made.article_id] for made in carried.values()], last)
            yield Missing(
                "statement", one.speaker, one.fullest.content, tuple(carried), independent,
                EARLIER if later and mine.relation != "in_text" else MADE_OF[mine.relation], mine.passage,
                mine.article_id, one.fullest.article_id, one.fullest.number,
            )  # fmt: skip


def _speakers(corpus: Corpus, board: StoryBoard, outlet: str) -> Iterator[Missing]:
    """Speakers with a name whom others hear, and the first sentence in which this outlet names them."""
    sentences = corpus.sentences_in_story(board.story)
    sentences = sentences[sentences["outlet"] == outlet]
    column, own = (
        outlet_label(outlet),
        board.articles[~board.articles["article_id"].isin(board.copies["article_id"])],
    )
    writing, days, said = set(own["outlet"]), _days(board), corpus.said_in_story(board.story)
    heard = said.groupby("label")["article_id"].agg(set).to_dict()
    last = _days_of(board, outlet)
    for row in records(board.speakers):
        others = tuple(name for name in board.outlets if name != outlet and row[outlet_label(name)])
        if row[column] or not others or described(row["Speaker"]):
            continue
        named = sentences[sentences["sentence"].map(lambda one, who=row["Speaker"]: names(one, who))]
        passage, article = ("", "") if named.empty else named.iloc[0][["sentence", "article_id"]]
        later = _is_later([days[one] for one in heard.get(row["Speaker"], ())], last)
        answer = EARLIER if later else UNNAMED if named.empty else NAMED
        independent = len(writing & set(others))
        yield Missing("speaker", str(row["Speaker"]), "", others, independent, answer, passage, article)


def names(sentence: str, who: str) -> bool:
    """Whether a sentence holds a name, its last word where that is a name long enough to be no other's, or
    its initials."""
    text, name = (one.replace("’", "'") for one in (sentence, ARTICLE.sub("", who)))
    last = name.split()[-1] if name.split() else ""
    whole = rf"(?i:(?<!\w){re.escape(name)}(?!\w))"
    alone = rf"|(?<!\w){re.escape(last)}(?!\w)" if len(last) >= LEAST_LETTERS and last[0].isupper() else ""
    short = initials(name).upper()
    known = rf"|(?<!\w){re.escape(short)}(?!\w)" if len(short) >= LEAST_LETTERS else ""
    return bool(name) and re.search(whole + alone + known, text) is not None


def described(who: str) -> bool:
    """Whether a speaker has no name: "the statement", "a report of last year" may be there in other words."""
    return not ARTICLE.sub("", who)[:1].isupper()


def missing_table(found: list[Missing]) -> pd.DataFrame:
    """The same as a reader's table, for a file."""
    names = ["What", "Who", "Said", "Carried by", "In this outlet", "Nearest sentence", "Article"]
    rows = [
        (one.what, one.who, one.said, ", ".join(map(outlet_label, one.others)), one.answer, one.passage,
         one.article_id)
        for one in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names)
