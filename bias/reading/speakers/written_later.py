"""A page that was rewritten → the day as of which its text was written.

A page keeps its day of publication while its text goes on.  The sign is somebody whom the text calls by an
office that he took more than half a year later: "Ana Silva's first speech as chancellor".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bias.model import Span
from bias.reading.roles.office_holders import taken_later
from bias.reading.roles.role_evidence import STATE, evidence
from bias.reading.speakers.mentions import Person
from bias.reading.speakers.personal_names import descriptions

AS = re.compile(r"(?:[’']s?)?[^.;:!?\n“”\"]{0,60}?\sas\s(?:the\s|a\s)?(?:new\s)?((?:[\w-]+\s?){1,3})")
FUTURE = re.compile(
    r"\b(?:would|will|could|might|may|if|next|future|incoming|hopes?|wants?|likely|candidate|nominee|"
    r"designate|elect|shadow|should)\b", re.I
)  # fmt: skip
AROUND = 60  # code points before a name in which a word may say that it is not yet so


def written_on(text: str, people: Sequence[Person], published: str, places: Sequence[str]) -> str:
    """The day of publication, or the later one on which the last of those offices was taken."""
    if len(published) < 10:
        return published
    days = (
        taken_later(person.text, role, published)
        for person in people
        if person.given and any(taken_later(person.text, role, published) for role in STATE)
        for role in _called(text, person, places)
    )
    return max([published, *days])


def _called(text: str, person: Person, places: Sequence[str]) -> Iterator[str]:
    """The roles of the offices by which a text calls somebody, as one who has them."""
    spans = [
        (span, kind == "before") for span, kind in descriptions(text, person) if kind in ("before", "behind")
    ]
    if match := AS.match(text, person.span.end):
        spans.append((Span(*match.span(1)), False))
    for span, before in spans:
        around = text[max(0, min(span.start, person.span.start) - AROUND) : span.end]
        if not FUTURE.search(around.rsplit(".", 1)[-1] if before else around):
            told = evidence(text, span, before_name=before, places=places)
            if not told.former:
                yield told.role
