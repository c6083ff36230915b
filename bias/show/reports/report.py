"""A corpus → one HTML file to read, print and pass on: what outlets do, with intervals, evidence and limits.

It says what the cards say and nothing else; no sentence claims what its interval does not carry.
"""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from markupsafe import Markup

from bias.api import OpenCorpus
from bias.compare import views
from bias.markup import render
from bias.show import charts, figures, images
from bias.show.figures import Card
from bias.show.outputs import bundle

MOST_STORIES, MOST_STATEMENTS, MOST_TARGETS, QUOTES = 3, 5, 3, 2
LOOKED_AT = 40  # sentences behind a mark, of which quotes are taken
LONGEST = 300  # letters of a statement
OPEN, CLOSED = '"“„«', '"”“»'
SOURCING = ("official", "opposition", "direct", "unnamed", "doubting", "effective")
WORDING = ("loaded_sentences", "names", "scare", "boosters", "agentless", "adopted")
LIMITS = (
    "Only English is read; other articles are kept, marked and counted nowhere.",
    "Intervals hold chance: which articles happened to be there.  They do not hold errors of the reading; "
    "the table above says how large these are.  An outlet whose style is read badly looks as if it quoted "
    "less.",
    "Over all articles, outlets may differ because they cover other events.  Compare them within shared "
    "events before you call a difference a habit.",
    "No number here measures “bias”.  A difference is a reason to read the sentences, not a verdict.",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a report is about, where it is not about all."""

    targets: tuple[str, ...] = ()  # keys or labels; those spoken of most where none are chosen
    stories: tuple[str, ...] = ()  # keys; those that most outlets tell where none are chosen
    codebook: str = "generic"
    sections: tuple[str, ...] = field(default=("sourcing", "tone", "framing", "wording", "stories"))


def report(corpus: OpenCorpus, choice: Choice = Choice(), *, link: str = "") -> str:
    """The whole document.  Raises BiasError where nothing on the machine draws pictures."""
    origin = corpus.origin(link)
    made = {
        "sourcing": lambda: [*(corpus.sourcing(key) for key in SOURCING), *_shared(corpus)],
        "tone": lambda: _tone(corpus, choice),
        "framing": lambda: [corpus.frame_grid(codebook=choice.codebook)],
        "wording": lambda: [corpus.wording(key) for key in WORDING],
    }
    titles = {
        "sourcing": "Who is heard", "tone": "In which tone", "framing": "Through which frames",
        "wording": "In which words",
    }  # fmt: skip
    cards = {name: made[name]() for name in made if name in choice.sections}
    chapters = {"What is in the corpus": [corpus.by_outlet()]} | {titles[name]: cards[name] for name in cards}
    keys = (choice.stories or _most_told(corpus)) if "stories" in choice.sections else ()
    return render(
        "report",
        title=f"How outlets tell it: {origin.corpus}",
        outlets=f"{len(corpus.outlets()):,}",
        origin=origin,
        findings=[card for group in cards.values() for card in group if card.finding],
        chapters=[(title, list(_drawn(corpus, group))) for title, group in chapters.items()],
        events=[event for key in keys if (event := _event(corpus, key))],
        accuracy=bundle.table_html(views.accuracy_table().drop(columns="Command")),
        limits=LIMITS,
    )


def _shared(corpus: OpenCorpus) -> list[Card]:
    """Outlets against the one with most articles, within the events that both tell; none where none are
    shared."""
    articles = corpus.articles()["outlet"]
    if articles.nunique() < 2:
        return []
    largest = str(articles.value_counts().index[0])
    board = views.sourcing(corpus.corpus, corpus.where, key="official")
    found = views.matched_sourcing(corpus.corpus, corpus.where, key="official", reference=largest)
    told = found[found["difference"].notna()] if len(found) else found
    if told.empty:
        return []
    return [
        figures.differences.matched(
            told, key="sourcing-official", label=board.label, reference=views.outlet_label(largest),
            colour=charts.colours(corpus.outlets()),
        )
    ]  # fmt: skip


def _tone(corpus: OpenCorpus, choice: Choice) -> list[Card]:
    known = corpus.targets()
    chosen = choice.targets or tuple(list(known)[:MOST_TARGETS])
    return [*(corpus.tone(target) for target in chosen), corpus.tone_grid()]


# -- cards -------------------------------------------------------------------------------------------


class Quote(NamedTuple):
    words: Markup
    facts: str


class Drawn(NamedTuple):
    """A card as the template shows it."""

    card: Card
    picture: str  # SVG in base64
    table: Markup
    mark: str  # whose sentences are quoted
    quotes: list[Quote]


def _drawn(corpus: OpenCorpus, cards: Iterable[Card]) -> Iterator[Drawn]:
    """The cards that have something to show."""
    for card in cards:
        if not card.table.empty:
            picture = base64.b64encode(images.picture(card.figure(), "svg")).decode()
            yield Drawn(card, picture, bundle.table_html(card.table), *_quotes(corpus, card))


def _quotes(corpus: OpenCorpus, card: Card) -> tuple[str, list[Quote]]:
    """The mark that the finding names first, and sentences behind it."""
    if card.evidence not in views.KINDS or card.marks.empty or "value" not in card.marks:
        return "", []
    marks = card.marks[card.marks["value"].notna() & (card.marks["n"] > 0)]
    if marks.empty:
        return "", []
    top = marks.sort_values("value", ascending=False, kind="stable").iloc[0]
    found = views.KINDS[card.evidence].rows(corpus.corpus, corpus.where, top["behind"], size=LOOKED_AT)
    found = (_telling(found, card, float(top["value"])) or found)[:QUOTES]
    return str(top["id"]), [quote for one in found if (quote := _quote(one)).words]


def _telling(found: Sequence[Any], card: Card, value: float) -> list[Any]:
    """Mentions of the tone that a net tone has: the newest may be of the other."""
    tone = "positive" if value > 0 else "negative" if value < 0 else "neutral"
    return [one for one in found if card.evidence == "mentions" and f": {tone} (" in one.said]


def _quote(found: Any) -> Quote:
    sentences = found.html if isinstance(found.html, tuple) else (found.html,)
    facts = (found.outlet, found.published, found.title, found.said)
    return Quote(Markup(" […] ").join(sentences[:2]), " · ".join(part for part in facts if part))


# -- events ------------------------------------------------------------------------------------------


class Carried(NamedTuple):
    """A statement that several outlets carry, and who lacks it."""

    speaker: str
    said: str
    told: str
    lacking: str


class Event(NamedTuple):
    """An event as the template shows it."""

    label: str
    days: str
    titles: list[tuple[str, str]]  # outlet and title of each article
    strip: Markup
    statements: list[Carried]


def _most_told(corpus: OpenCorpus) -> tuple[str, ...]:
    return tuple(corpus.stories().head(MOST_STORIES)["story"])


def _event(corpus: OpenCorpus, key: str) -> Event | None:
    board = views.story_board(corpus.corpus, key)
    if board is None:
        return None
    shared = [one for one in board.statements if one.outlets > 1]
    return Event(
        label=board.label,
        days=" – ".join(dict.fromkeys(day for day in board.days if day)),
        titles=list(zip(board.articles["outlet_label"], board.articles["title"], strict=True)),
        strip=bundle.table_html(board.strip),
        statements=[_carried(one) for one in shared[:MOST_STATEMENTS]],
    )


def _carried(one: views.Statement) -> Carried:
    carried = [found for found in one.versions.values() if found.content]
    lacking = [views.outlet_label(name) for name, found in one.versions.items() if not found.content]
    said = textwrap.shorten(_bare(carried[0].content), LONGEST, placeholder=" …")
    return Carried(
        speaker=one.speaker,
        said=f"“{said}”" if carried[0].direct else said,
        told=", ".join(
            f"{views.outlet_label(found.outlet)} ({'quoted' if found.direct else 'reported'})"
            for found in carried
        ),
        lacking=", ".join(lacking),
    )


def _bare(content: str) -> str:
    """What is said without the marks around it, where these are around all of it."""
    whole = content.strip()
    inner = whole[1:-1]
    around = bool(inner) and whole[0] in OPEN and whole[-1] in CLOSED
    return inner if around and not set(inner) & set(OPEN + CLOSED) else whole
