"""The events that several outlets tell: their list, what a card of each shows, and who is heard in one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bias.compare.cards.card import Board, Card, Chart, conditions, coverage, outlets_of, reader_table
from bias.compare.measures import LEAST, SOURCINGS, named
from bias.compare.statistics.apart import apart
from bias.compare.words.labels import code_label, country, outlet_label, records
from bias.compare.words.numbers import CLEAR, counted
from bias.corpus import ELSEWHERE, UNTOLD, WHOSE, Corpus, Filter

# Orders of the list → the columns that make them, all from high to low.
ORDERS = {
    "Most outlets": ("outlets", "articles", "last_day"),
    "Newest": ("last_day", "outlets", "articles"),
    "How far apart": ("clear", "low", "outlets"),
}
UNSIDED = ("independent", "foreign", ELSEWHERE, UNTOLD, "")
SIDES = ("incumbent", "allied", "opposition", *UNSIDED)  # in the order of a bar


# -- the list ------------------------------------------------------------------------------------------


def story_list(
    corpus: Corpus, where: Filter, *, words: str = "", least: int = 2, order: str = "Most outlets"
) -> pd.DataFrame:
    """The stories that `least` outlets or more tell: those of `store.stories`, with how far apart the two
    outlets lie that differ most (`apart.COLUMNS`), and whether that is `clear`; in one of ORDERS.

    The family of `q` are all events that the filters let through, whatever `words` are searched for.
    """
    found = corpus.stories(where, least=least, words=words)
    far = apart(corpus.story_sides(where), least=LEAST)
    rows = found.merge(far, on="story", how="left").assign(clear=lambda rows: rows["q"] < CLEAR)
    return rows.sort_values(list(ORDERS[order]), ascending=False, kind="stable", ignore_index=True)


def apart_text(difference: float, q: float) -> str:
    """ "government’s side 71 points apart: not clear"; empty where too few speak."""
    if math.isnan(difference):
        return ""
    return f"government’s side {difference * 100:.0f} points apart: {'clear' if q < CLEAR else 'not clear'}"


@dataclass(frozen=True, slots=True)
class Teller:
    """One outlet of an event, as a line of its card."""

    outlet: str  # its key, which gives its colour
    name: str
    title: str  # of its first article that is no copy
    more: int  # other articles of it
    copied: bool  # all that it has are copies
    sides: tuple[tuple[str, int], ...]  # alignment and statements, in the order of SIDES

    @property
    def heard(self) -> int:
        return sum(n for _, n in self.sides)


def story_cards(corpus: Corpus, where: Filter, *, stories: Sequence[str]) -> dict[str, tuple[Teller, ...]]:
    """The outlets of some events, by name: what each prints over its article, and whom it lets speak."""
    told = corpus.story_tellings(where, stories)
    counts = corpus.story_sides(where, stories=stories)
    heard = {key: _in_order(part) for key, part in counts.groupby(["story", "outlet"])}
    found: dict[str, list[Teller]] = {story: [] for story in stories}
    for _, part in told.groupby(["story", "outlet"]):
        first = records(part)[0]
        story, outlet = str(first["story"]), str(first["outlet"])
        teller = Teller(
            outlet, outlet_label(outlet), str(first["title"]), len(part) - 1, bool(first["copy"]),
            heard.get((story, outlet), ()),
        )  # fmt: skip
        found[story].append(teller)
    return {story: tuple(sorted(part, key=lambda one: one.name.casefold())) for story, part in found.items()}


def _in_order(part: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """Sides with their statements, in the order in which a bar has them."""
    counts = dict(zip(part["alignment"], map(int, part["n"]), strict=True))
    return tuple((side, counts[side]) for side in SIDES if side in counts)


def side_names(corpus: Corpus) -> dict[str, str]:
    """The sides in the order of a bar, each as the codebook calls it."""
    book = corpus.codebook()
    return {side: code_label(book, "alignment", side) for side in SIDES}


# -- one event -----------------------------------------------------------------------------------------


def heard_in_event(corpus: Corpus, where: Filter, *, story: str) -> Card:
    """On which side those stand whom each outlet cites in one event, as counts; each part of a bar opens its
    statements."""
    rows = _heard(corpus, where, story)
    entry, polity = named(SOURCINGS, "sides"), next(iter(rows["polity"]), "")
    title = f"Who is heard: statements by side{f' in {country(polity)}' if polity else ''}, outlet by outlet"
    names = {"outlet_label": "Outlet", "label": "Side", "n": "Statements", "base": "Of all"}
    order = list(rows.sort_values("place", kind="stable")["label"].unique())
    return Card(
        key=f"heard-{story}",
        title=title,
        board=Board(rows, "number", "statements", coverage(corpus, where)),
        chart=Chart("stacked", rows, {"order": order, "counts": True}, outlets_of(corpus)),
        table=reader_table(rows, names),
        alt=f"{title}: {_said(rows)}",
        finding=_finding(corpus, where, story),
        reading=entry.reading,
        notes=f"Counts of one event: too few for shares.  {entry.caveat}",
        hint="A click on a part of a bar opens its statements.",
        formula="statements of each side, counted",
        counted=counted(int(rows["n"].sum()), "statement"),
        marks=rows[["id", "behind"]],
        opens="attributions",
    )


def _heard(corpus: Corpus, where: Filter, story: str) -> pd.DataFrame:
    """A row an outlet and side, as a board has them: outlets by name, sides in their order."""
    found, names = corpus.story_sides(where, stories=[story]), side_names(corpus)
    place = {side: number for number, side in enumerate(SIDES)}
    rows = found.assign(
        outlet_label=found["outlet"].map(outlet_label),
        label=found["alignment"].map(names),
        key=found["alignment"],
        value=found["n"].astype(float),
        low=math.nan,
        high=math.nan,
        base=found.groupby("outlet")["n"].transform("sum"),
        note="",
        place=found["alignment"].map(place),
    )
    rows = rows.sort_values(["outlet_label", "outlet", "place"], kind="stable", ignore_index=True)
    behind = [_behind(story, row) for row in records(rows)]
    return rows.assign(id=rows["outlet_label"] + " · " + rows["label"], behind=conditions(behind))


def _behind(story: str, row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    toward = (WHOSE, row["polity"] or UNTOLD)
    return (("story", story), ("outlet", row["outlet"]), toward, ("alignment", row["alignment"]))


def _said(rows: pd.DataFrame) -> str:
    """ "Northwire: Government 5, Opposition 4; …"."""
    return "; ".join(
        f"{name}: {', '.join(f'{side} {n}' for side, n in zip(part['label'], part['n'], strict=True))}"
        for name, part in rows.groupby("outlet_label", sort=False)
    )


def _finding(corpus: Corpus, where: Filter, story: str) -> str:
    """The two outlets that differ most surely; says where too few speak.

    Whether that is clear is asked of all events at once, as their list does.
    """
    far = apart(corpus.story_sides(where), least=LEAST)
    far = far[far["story"] == story]
    if far.empty:
        return f"Fewer than two outlets carry {LEAST} statements: too few to say how far apart they are."
    row, sides = records(far)[0], corpus.story_sides(where, stories=[story])
    official = sides[sides["alignment"] == "incumbent"].set_index("outlet")["n"]
    whole = sides.groupby("outlet")["n"].sum()
    most, least = (
        f"{outlet_label(one)} {int(official.get(one, 0))} of {counted(int(whole[one]), 'statement')}"
        for one in (row["most"], row["least"])
    )
    return f"{most}, {least}: {apart_text(row['apart'], row['q'])}."
