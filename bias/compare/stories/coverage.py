"""The events that several outlets tell, and which of them each outlet tells, tells first, or lacks."""

from __future__ import annotations

import math

import pandas as pd

from bias.compare.words.labels import outlet_label
from bias.corpus import Corpus, Filter

LEAST_SPOKEN = 3  # statements or mentions of an outlet, below which it has no part in a spread


def story_list(corpus: Corpus, where: Filter, *, words: str = "", least: int = 2) -> pd.DataFrame:
    """The stories that several outlets tell: those of `store.stories`, with `official` and `tone`, how far
    outlets lie apart in the share of the government's side among their sources, and in net tone."""
    found = corpus.stories(where, least=least, words=words)
    apart = corpus.story_spreads(where, least=LEAST_SPOKEN).set_index("story")
    return found.assign(**{name: found["story"].map(apart[name]) for name in ("official", "tone")})


def story_table(found: pd.DataFrame) -> pd.DataFrame:
    """The list as a reader's table."""
    names = {"label": "Story", "first_day": "From", "outlets": "Outlets", "copies": "Reprints"}
    names |= {"official": "Apart in sources", "tone": "Apart in tone"}
    return found[list(names)].rename(columns=names)


def story_coverage(corpus: Corpus, where: Filter, *, least: int = 2) -> pd.DataFrame:
    """A row an outlet: of the stories that several tell, how many it tells, tells first, and only copies.

    outlet, label, told, share, first, copied, of: all such stories.
    """
    found = corpus.coverage(where, least=least)
    stories = found["story"].nunique()
    rows = []
    for outlet, part in found.groupby("outlet"):
        rows.append(
            {
                "outlet": outlet,
                "label": outlet_label(str(outlet)),
                "told": len(part),
                "share": len(part) / stories if stories else math.nan,
                "first": int(part["first"].sum()),
                "copied": int((part["copies"] == part["articles"]).sum()),
                "of": stories,
            }
        )
    columns = ["outlet", "label", "told", "share", "first", "copied", "of"]
    return pd.DataFrame(rows, columns=columns).sort_values("told", ascending=False, ignore_index=True)


def blind_spots(corpus: Corpus, where: Filter, *, outlet: str, least: int = 3) -> pd.DataFrame:
    """Stories of `least` outlets or more that an outlet does not tell: story, label, outlets, first_day."""
    found = corpus.stories(where, least=least)
    told = corpus.coverage(where, least=least)
    mine = set(told.loc[told["outlet"] == outlet, "story"])
    return found[~found["story"].isin(mine)][["story", "label", "outlets", "first_day"]]
