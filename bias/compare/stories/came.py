"""Who came when: the articles of an event in the order in which they were published."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from bias.compare.stories.story import StoryBoard
from bias.compare.words.labels import records
from bias.compare.words.numbers import counted

DAY = pd.Timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Came:
    """One article on the line from the first to the last moment of an event."""

    outlet: str
    name: str
    title: str
    article_id: str
    when: str  # "2026-06-15", "2026-06-15 06:40 UTC"; empty where it has no date
    start: float  # share of the line, 0 to 1
    width: float  # 0 where its time is known: else the day within which it came
    copied: bool


@dataclass(frozen=True, slots=True)
class Arrivals:
    """All of them, the earliest first, those without a date last; what the ends of the line are, and what can
    be said of who was first."""

    first: str
    last: str
    rows: tuple[Came, ...]
    says: str


def arrivals(board: StoryBoard) -> Arrivals:
    """When each article of an event came; times in UTC, one without a zone is taken for UTC.

    A date without a time may be any moment of its day, so within that day nobody is first.
    """
    told = board.articles.assign(start=board.articles["published"].map(_start), copied=_copied(board))
    told["end"] = [
        at if len(day) > 10 else at + DAY for at, day in zip(told["start"], told["published"], strict=True)
    ]
    told = told.sort_values(["start", "end", "outlet_label"], kind="stable")  # fmt: skip
    if told["start"].isna().all():
        return Arrivals(
            "", "", tuple(_came(row, None, DAY) for row in records(told)), "No article has a date."
        )
    begin, span = told["start"].min(), max(told["end"].max() - told["start"].min(), pd.Timedelta(minutes=1))
    rows = tuple(_came(row, begin, span) for row in records(told))
    last = told["end"].max() - (DAY if told["published"].str.len().max() <= 10 else pd.Timedelta(0))
    return Arrivals(_day(begin), _day(last), rows, _first(told))


def _start(published: str) -> pd.Timestamp:
    """The earliest moment at which an article may have come; NaT where its date is none."""
    return pd.Timestamp(
        pd.to_datetime(pd.Series([published]), utc=True, errors="coerce", format="ISO8601")[0]
    )


def _copied(board: StoryBoard) -> list[bool]:
    copies = set(board.copies["article_id"])
    return [one in copies for one in board.articles["article_id"]]


def _day(at: pd.Timestamp) -> str:
    return f"{at:%Y-%m-%d}"


def _came(row: dict[str, object], begin: pd.Timestamp | None, span: pd.Timedelta) -> Came:
    start, end = pd.Timestamp(row["start"]), pd.Timestamp(row["end"])  # type: ignore[arg-type]
    known = start == end
    when = "" if pd.isna(start) else f"{start:%Y-%m-%d %H:%M} UTC" if known else _day(start)
    at = 0.0 if begin is None or pd.isna(start) else (start - begin) / span
    return Came(
        str(row["outlet"]), str(row["outlet_label"]), str(row["title"]), str(row["article_id"]), when,
        float(at), 0.0 if known or pd.isna(start) else float(DAY / span), bool(row["copied"]),
    )  # fmt: skip


def _first(told: pd.DataFrame) -> str:
    """Who came first; or that it cannot be said, and how many may have."""
    ends = told.groupby("outlet_label")["end"].min().dropna().sort_values(kind="stable")
    starts = told.groupby("outlet_label")["start"].min().dropna()
    if len(ends) < 2:
        return ""
    name, end = str(ends.index[0]), ends.iloc[0]
    if end <= starts.drop(name).min():
        return f"{name} came first."
    same = int((starts < end).sum())
    return (
        f"Who came first cannot be said: {counted(same, 'outlet')} came within one day, and for some only "
        "the date is known."
    )
