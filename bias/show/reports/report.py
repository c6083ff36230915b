"""A corpus → one HTML file to read, print and pass on: what outlets do, with intervals, evidence and limits.

It says what the cards say and nothing else; no sentence claims what its interval does not carry.
"""

from __future__ import annotations

import base64
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from bias import compare
from bias.compare import Card, Evidence, Statement, period_text
from bias.corpus import Corpus, Filter
from bias.errors import BadInputError
from bias.markup import render
from bias.show.outputs import bundle, provenance

MOST_FINDINGS = 10
MOST_HEADLINES = 20  # of the list to read
MOST_STORIES, MOST_STATEMENTS, MOST_TARGETS, QUOTES = 3, 5, 3, 2
MOST_OUTLETS, MOST_NOTHING = 12, 3  # outlets, and events of each of which nothing was found
LOOKED_AT = 40  # sentences behind a mark, of which quotes are taken
LONGEST = 300  # letters of a statement
OPEN, CLOSED = '"“„«', '"”“»'
SOURCING = ("official", "opposition", "women", "direct", "unnamed", "doubting", "effective")
TONES = ("stance", "voices")
WORDING = ("loaded_sentences", "names", "scare", "boosters", "agentless")
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

    targets: tuple[
        str, ...
    ] = ()  # keys or labels; those about whom outlets differ most where none are chosen
    stories: tuple[str, ...] = ()  # keys; those that most outlets tell where none are chosen
    codebook: str = "generic"
    whose: str = ""  # government, by key or label; that heard most where none is chosen
    sections: tuple[str, ...] = field(default=("corpus", "sourcing", "tone", "framing", "wording", "stories"))


@dataclass(frozen=True, slots=True)
class Asked:
    """The corpus, and the articles of it that a report is about."""

    corpus: Corpus
    where: Filter


def report(corpus: Corpus, where: Filter, choice: Choice = Choice(), *, link: str = "") -> str:
    """The whole document.  Raises BiasError where nothing on the machine draws pictures."""
    asked, origin = Asked(corpus, where), provenance.origin(corpus, where, link=link)
    sections = {name: one for name, one in SECTIONS.items() if name in choice.sections}
    told = "stories" in choice.sections
    keys = (choice.stories or _most_told(asked)) if told else ()
    parts = {
        "chapters": [
            (name, title, list(_drawn(asked, make(asked, choice))))
            for name, (title, make) in sections.items()
        ],
        "to_read": _to_read(asked) if "wording" in choice.sections else [],
        "events": [event for key in keys if (event := _event(asked, key))],
        "left_out": _left_out(asked) if told else None,
    }
    return render(
        "report",
        title=f"How outlets tell it: {origin.corpus}",
        headline=_headline(len(corpus.outlets())),
        origin=origin,
        outlets=_outlets(asked),
        about_to_read=compare.about_headlines(),
        accuracy=bundle.table_html(_hardest(compare.accuracy_table())),
        limits=(*LIMITS, *filter(None, [compare.genre_caution(corpus, where)])),
        contents=_contents(parts),
        stands_out=compare.headline_findings(corpus, where, most=MOST_FINDINGS),
        **parts,
    )


def _contents(parts: dict[str, Any]) -> list[tuple[str, str]]:
    """The anchors of the document with their titles, in its order."""
    chapters = [(key, title) for key, title, cards in parts["chapters"] if cards]
    return [*chapters, *((key, title) for key, (title, name) in ENDS.items() if not name or parts[name])]


def _outlets(asked: Asked) -> Markup:
    """How much there is of each outlet, without columns in which nothing stands."""
    table = compare.articles_by_outlet(asked.corpus, asked.where).table
    empty = [name for name in table if not table[name].astype(bool).any()]
    return bundle.table_html(table.drop(columns=empty))


def _hardest(accuracy: pd.DataFrame) -> pd.DataFrame:
    """Of each step its first row, that of the hardest set."""
    return accuracy.drop_duplicates("Step").drop(columns="Command")


def _headline(outlets: int) -> str:
    return f"How {compare.counted(outlets, 'outlet')} {'tells' if outlets == 1 else 'tell'} it"


def _sourcing(asked: Asked, choice: Choice) -> list[Card]:
    """Each measure by outlet, or group; then all against the one with most articles, within shared events."""
    ask = partial(compare.sourcing, asked.corpus, asked.where, whose=choice.whose)
    cards = [*(ask(key=key) for key in SOURCING), ask(key=SOURCING[0], over="auto")]
    articles = asked.corpus.articles(asked.where)["outlet"]
    articles = pd.Series(compare.in_groups(articles, asked.corpus), dtype=object)
    if articles.nunique() < 2:
        return cards
    largest = str(articles.value_counts().index[0])
    shared = ask(key=SOURCING[0], against=largest, matched=True)
    return [*cards, shared] if len(shared.board.rows) else cards


def _tone(asked: Asked, choice: Choice) -> list[Card]:
    """Toward those who were chosen, by key or label, or about whom outlets differ most: whole articles, then
    mentions."""
    known = compare.targets(asked.corpus, asked.where)
    chosen = [_key(asked, known, one) for one in choice.targets] or list(known)[:MOST_TARGETS]
    cards = [compare.tone(asked.corpus, asked.where, key=key, target=one) for one in chosen for key in TONES]
    return [*cards, compare.stance_grid(asked.corpus, asked.where)]


def _key(asked: Asked, known: dict[str, str], target: str) -> str:
    found = compare.target_key(asked.corpus, known, target)
    if not found:
        raise BadInputError(f"no target {target!r}; there are {', '.join((*known.values(), *known))}")
    return found


def _framing(asked: Asked, choice: Choice) -> list[Card]:
    return [compare.frame_grid(asked.corpus, asked.where, codebook=choice.codebook)]


def _wording(asked: Asked, choice: Choice) -> list[Card]:
    return [compare.wording(asked.corpus, asked.where, key=key) for key in WORDING]


def _to_read(asked: Asked) -> list[Quote]:
    """Headlines that may adopt a claim, those first whose claim can be contested."""
    found = compare.evidence(asked.corpus, asked.where, "wordings", compare.ADOPTED, size=MOST_HEADLINES)
    return [_quote(one) for one in found]


def _corpus(asked: Asked, choice: Choice) -> list[Card]:
    """What to know of the articles before comparing outlets."""
    makers = (compare.genres, compare.data_quality, compare.repeated_passages)
    return [make(asked.corpus, asked.where) for make in makers]


SECTIONS: dict[str, tuple[str, Callable[[Asked, Choice], list[Card]]]] = {
    "corpus": ("What is in the corpus", _corpus),
    "sourcing": ("Who is heard", _sourcing),
    "tone": ("In which tone", _tone),
    "framing": ("Through which frames", _framing),
    "wording": ("In which words", _wording),
}
# what stands behind the sections: anchor → title, and the part of the document that may be empty
ENDS = {
    "headlines": ("Headlines to read against their text", "to_read"),
    "events": ("The same events", "events"),
    "told": ("Who tells what, and what was not found", "left_out"),
    "method": ("How it is counted, and how well it is read", ""),
    "limits": ("Limits", ""),
    "origin": ("Where it comes from", ""),
}


# -- cards -------------------------------------------------------------------------------------------


class Quote(NamedTuple):
    words: Markup
    facts: str


class Drawn(NamedTuple):
    """A card as the template shows it."""

    card: Card
    picture: str  # SVG in base64; empty where there are counts alone
    counts: Markup
    table: Markup
    mark: str  # whose sentences are quoted
    quotes: list[Quote]


def _drawn(asked: Asked, cards: Iterable[Card]) -> Iterator[Drawn]:
    """The cards that have something to show."""
    for card in cards:
        if not card.table.empty:
            picture = base64.b64encode(bundle.drawing(card)).decode() if _compares(card) else ""
            counts, table = bundle.table_html(card.counts), bundle.table_html(card.table)
            yield Drawn(card, picture, counts, table, *_quotes(asked, card))


def _compares(card: Card) -> bool:
    """Whether a picture says more than the table: two marks or more have a value."""
    values = card.board.rows.get("value", card.board.rows.index.to_series())
    return int(values.notna().sum()) > 1


def _quotes(asked: Asked, card: Card) -> tuple[str, list[Quote]]:
    """The mark that the finding names first, and sentences behind it."""
    if card.opens not in compare.KINDS or card.marks.empty or "value" not in card.marks:
        return "", []
    marks = card.marks[card.marks["n"] > 0]
    if marks.empty:
        return "", []
    top = marks.sort_values(["value", "n"], ascending=False, kind="stable").iloc[0]
    found = compare.evidence(asked.corpus, asked.where, card.opens, top["behind"], size=LOOKED_AT)
    found = (_telling(found, card, float(top["value"])) or found)[:QUOTES]
    return str(top["id"]), [quote for one in found if (quote := _quote(one)).words]


def _telling(found: Sequence[Evidence], card: Card, value: float) -> list[Evidence]:
    """Mentions of the tone that a net tone has: the newest may be of the other."""
    tone = "positive" if value > 0 else "negative" if value < 0 else "neutral"
    return [one for one in found if card.opens == "tones" and f": {tone} (" in one.said]


def _quote(found: Evidence) -> Quote:
    facts = (found.outlet, found.published, found.title, found.said)
    return Quote(Markup(" […] ").join(found.quotes[:2]), " · ".join(part for part in facts if part))


# -- events ------------------------------------------------------------------------------------------


class Carried(NamedTuple):
    """A statement that several outlets carry, and who lacks it."""

    speaker: str
    said: str
    told: str
    perhaps: str  # outlets with a sentence that may hold it
    lacking: str


class LeftOut(NamedTuple):
    """The events that others tell and of which nothing was found in an outlet."""

    coverage: Markup  # a table: what each outlet tells
    nothing: list[tuple[str, list[str]]]  # outlet, and each event with the articles that were searched


class Event(NamedTuple):
    """An event as the template shows it."""

    label: str
    days: str
    titles: list[tuple[str, str]]  # outlet and title of each article
    strip: Markup
    statements: list[Carried]


def _most_told(asked: Asked) -> tuple[str, ...]:
    return tuple(compare.story_list(asked.corpus, asked.where).head(MOST_STORIES)["story"])


def _left_out(asked: Asked) -> LeftOut | None:
    """Who tells what, and of which events nothing was found in an outlet, those of most outlets first."""
    told = compare.story_coverage(asked.corpus, asked.where)
    if told.empty:
        return None
    found = compare.left_out(asked.corpus, asked.where, outlets=list(told["outlet"])[:MOST_OUTLETS])
    nothing = found[found["answer"] == "nothing"].sort_values("searched", ascending=False, kind="stable")
    listed = [
        (label, [f"{row['label']} ({row['says']})" for row in part.head(MOST_NOTHING).to_dict("records")])
        for label, part in nothing.groupby(nothing["lacks"].map(compare.outlet_label), sort=False)
    ]
    return LeftOut(
        bundle.table_html(compare.coverage_table(told)), [(str(one), rows) for one, rows in listed]
    )


def _event(asked: Asked, key: str) -> Event | None:
    board = compare.story_board(asked.corpus, key)
    if board is None:
        return None
    shared = [one for one in board.statements if one.outlets > 1]
    return Event(
        label=board.label,
        days=period_text(*board.days, joined=" – "),
        titles=list(zip(board.articles["outlet_label"], board.articles["title"], strict=True)),
        strip=bundle.table_html(board.strip),
        statements=[_carried(one) for one in shared[:MOST_STATEMENTS]],
    )


def _carried(one: Statement) -> Carried:
    carried = [found for found in one.versions.values() if found.content]
    others = {name: found for name, found in one.versions.items() if not found.content}
    said = textwrap.shorten(_bare(carried[0].content), LONGEST, placeholder=" …")
    return Carried(
        speaker=one.speaker,
        said=f"“{said}”" if carried[0].direct else said,
        told=", ".join(
            f"{compare.outlet_label(found.outlet)} ({'quoted' if found.direct else 'reported'})"
            for found in carried
        ),
        perhaps=_named(name for name, found in others.items() if found.relation != "absent"),
        lacking=_named(name for name, found in others.items() if found.relation == "absent"),
    )


def _named(outlets: Iterable[str]) -> str:
    return ", ".join(map(compare.outlet_label, outlets))


def _bare(content: str) -> str:
    """What is said without the marks around it, where these are around all of it."""
    whole = content.strip()
    inner = whole[1:-1]
    around = bool(inner) and whole[0] in OPEN and whole[-1] in CLOSED
    return inner if around and not set(inner) & set(OPEN + CLOSED) else whole
