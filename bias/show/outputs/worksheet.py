"""A lesson → one web page for the printer: the questions to tick, then the answer key on a page of its own.

Self-contained: no script, no picture, no request.
"""

from __future__ import annotations

from bias.compare import Lesson
from bias.markup import render

MOST_PROOFS = 2  # sentences behind an answer in the key
LONGEST_TITLE = 140  # letters of a title in the key


def worksheet(lesson: Lesson) -> str:
    """The worksheet of an event, two pages or three, with the answer key behind them."""
    matched = len(lesson.headlines) > 1  # headlines are matched as the first question, and asked for no more
    asked = [one for one in lesson.questions if one.kind != "headline"]
    told = f"{len(lesson.outlets)} outlets tell it: {', '.join(lesson.outlets)}"
    titles = [(one.letter, one.outlet, one.published or "no date", one.title) for one in lesson.headlines]
    return render(
        "worksheet",
        lesson=lesson,
        facts=" · ".join(part for part in (" – ".join(lesson.days), told) if part),
        matched=matched,
        titles=[("", "Outlet", "Date", "Headline"), *titles],
        asked=list(enumerate(asked, 2 if matched else 1)),
        most_proofs=MOST_PROOFS,
        longest_title=LONGEST_TITLE,
    )
