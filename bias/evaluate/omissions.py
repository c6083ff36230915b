"""What an outlet left out, gold against found: how often each answer of the search is right.

Each article whose event other outlets tell too is taken out of its event, and the search is asked twice about
its outlet: with the article there, which tells the event, and without it, so that nothing of the outlet does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bias.corpus import clustering, omissions
from bias.evaluate.gold import Record
from bias.evaluate.statements import share
from bias.evaluate.stories import read_gold
from bias.model import Article

__all__ = ["find", "read_gold", "scores"]
ALONE, PRESS, GROUPED = "its own outlet", "all outlets as one", "as grouped"


class Asked(NamedTuple):
    """One question with its answer."""

    how: str
    told: bool  # what the gold says
    answer: str


def find(rows: Sequence[Record]) -> list[Asked]:
    """The answers about each article, by its own outlet, by an outlet that has all other articles, and about
    what the grouping leaves out."""
    articles = [
        Article(str(at), str(row.get("outlet", "")), row["title"], row["text"], published=str(row["date"]))
        for at, row in enumerate(rows)
    ]
    gold = [str(row.get("story_id") or f"alone {at}") for at, row in enumerate(rows)]
    return [*_hidden(articles, gold), *_grouped(articles, gold)]


def scores(rows: Sequence[Record], found: Sequence[Asked]) -> dict[str, Any]:
    """For each way of asking: how often an answer is right, with Wilson intervals.

    *nothing* is right where no article of the outlet tells the event, *tells* and *perhaps* where one does;
    *found again* is the share of what is told of which the search does not say *nothing*.
    """
    out: dict[str, Any] = {}
    for how in dict.fromkeys(one.how for one in found):
        mine = [one for one in found if one.how == how]
        told = [one for one in mine if one.told and one.answer != "unknown"]
        out[how] = {
            answer: share(
                sum(one.told == (answer != "nothing") for one in mine if one.answer == answer),
                sum(one.answer == answer for one in mine),
            )
            for answer in ("nothing", "perhaps", "tells")
        } | {"found again": share(sum(one.answer != "nothing" for one in told), len(told))}
    return {f"{how}, {name}": value for how, group in out.items() for name, value in group.items()}


def _hidden(articles: Sequence[Article], gold: Sequence[str]) -> Iterator[Asked]:
    """Each article taken out of its event: asked with it there, and without what its outlet has of it."""
    search, outlets, stories = omissions.Search(articles), _outlets(articles), np.asarray(gold)
    for at, outlet in enumerate(outlets):
        inside = stories == gold[at]
        members = np.flatnonzero(inside & (outlets != outlet))
        if not len(members):
            continue
        for how, own in ((ALONE, ~inside & (outlets == outlet)), (PRESS, ~inside)):
            without = np.flatnonzero(own)
            yield Asked(how, True, search.nearest(members, np.append(without, at)).answer)
            yield Asked(how, False, search.nearest(members, without).answer)


def _grouped(articles: Sequence[Article], gold: Sequence[str]) -> Iterator[Asked]:
    """Each event that the grouping finds in several outlets, and each outlet that it does not give it to."""
    search, outlets, stories = omissions.Search(articles), _outlets(articles), np.asarray(gold)
    found = clustering.assign(articles).to_numpy()
    for story in dict.fromkeys(found):
        members = np.flatnonzero(found == story)
        tellers = set(outlets[members])
        if len(tellers) < 2:
            continue
        event = Counter(stories[members]).most_common(1)[0][0]
        for outlet in sorted(set(outlets) - tellers):
            own = np.flatnonzero(outlets == outlet)
            yield Asked(GROUPED, bool((stories[own] == event).any()), search.nearest(members, own).answer)


def _outlets(articles: Sequence[Article]) -> NDArray[np.str_]:
    return np.asarray([one.outlet for one in articles])
