"""A corpus → one HTML file to read, print and pass on: what outlets do, with intervals, evidence and limits.

It says what the cards say and nothing else; no sentence claims what its interval does not carry.
"""

from __future__ import annotations

import base64
import html
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from bias import compare
from bias.compare import Card, Evidence, StoryBoard, period_text
from bias.corpus import Corpus, Filter
from bias.errors import BadInputError
from bias.show.outputs import bundle, provenance
from bias.show.outputs.provenance import Origin

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
STYLE = """
figure { margin: 1rem 0; } figure img { width: 100%; height: auto; }
section.card { break-inside: avoid; border-top: 1px solid #d5d8de; padding-top: .5rem; margin-top: 1.5rem; }
blockquote { margin: .6rem 0 .6rem 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid #3f90da; }
blockquote footer { color: #565b66; font-size: .85rem; }
.bias-source { font-weight: 700; } .bias-cue { text-decoration: underline; }
.bias-content, .bias-sentence { background: #d9e9f9; } .bias-word { background: #ffe9c2; }
.bias-negative, .bias-positive, .bias-neutral, .bias-uncertain { border-bottom: 2px solid #717581; }
ul.plain { padding-left: 1.2rem; } td.version { min-width: 9rem; }
@media print { body { max-width: none; font-size: 11pt; margin: 0; } details { display: none; }
  h2 { break-after: avoid; } table { font-size: 8.5pt; } }
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a report is about, where it is not about all."""

    targets: tuple[str, ...] = ()  # keys or labels; those spoken of most where none are chosen
    stories: tuple[str, ...] = ()  # keys; those that most outlets tell where none are chosen
    codebook: str = "generic"
    sections: tuple[str, ...] = field(default=("sourcing", "tone", "framing", "wording", "stories"))


@dataclass(frozen=True, slots=True)
class Asked:
    """The corpus, and the articles of it that a report is about."""

    corpus: Corpus
    where: Filter


def report(corpus: Corpus, where: Filter, choice: Choice = Choice(), *, link: str = "") -> str:
    """The whole document.  Raises BiasError where nothing on the machine draws pictures."""
    asked, origin = Asked(corpus, where), provenance.origin(corpus, where, link=link)
    cards = {name: make(asked, choice) for name, (_, make) in SECTIONS.items() if name in choice.sections}
    parts = [
        f"<h1>How {len(corpus.outlets()):,} outlets tell it: {html.escape(origin.corpus)}</h1>",
        f'<p class="note">Counted from {html.escape(origin.counted_from)}.  Made on {origin.made} with bias '
        f"{html.escape(str(origin.versions['bias']))}; 95 % intervals throughout.</p>",
        _invented(origin.demo),
        _summary([card for group in cards.values() for card in group]),
        "<h2>What is in the corpus</h2>",
        _card(asked, compare.articles_by_outlet(corpus, where)),
    ]
    for name, group in cards.items():
        parts += [f"<h2>{SECTIONS[name][0]}</h2>", *(_card(asked, card) for card in group)]
    if "stories" in choice.sections:
        parts.append(_stories(asked, choice.stories))
    parts += [_method(), _limits(), _provenance(origin)]
    return bundle.document(f"How outlets tell it: {origin.corpus}", "\n".join(parts), STYLE)


def _sourcing(asked: Asked, choice: Choice) -> list[Card]:
    """Each measure by outlet; then outlets against the one with most articles, within shared events."""
    cards = [compare.sourcing(asked.corpus, asked.where, key=key) for key in SOURCING]
    articles = asked.corpus.articles(asked.where)["outlet"]
    if articles.nunique() < 2:
        return cards
    largest = str(articles.value_counts().index[0])
    shared = compare.sourcing(asked.corpus, asked.where, key="official", against=largest, matched=True)
    return [*cards, shared] if len(shared.board.rows) else cards


def _tone(asked: Asked, choice: Choice) -> list[Card]:
    """Toward those who were chosen, by key or label, or are spoken of most."""
    known = compare.targets(asked.corpus, asked.where)
    keys = {label: key for key, label in known.items()} | {key: key for key in known}
    chosen = [_key(keys, one) for one in choice.targets] or list(known)[:MOST_TARGETS]
    cards = [compare.tone(asked.corpus, asked.where, key="voices", target=one) for one in chosen]
    return [*cards, compare.tone_grid(asked.corpus, asked.where)]


def _key(known: Mapping[str, str], target: str) -> str:
    if target not in known:
        raise BadInputError(f"no target {target!r}; there are {', '.join(dict.fromkeys(known))}")
    return known[target]


def _framing(asked: Asked, choice: Choice) -> list[Card]:
    return [compare.frame_grid(asked.corpus, asked.where, codebook=choice.codebook)]


def _wording(asked: Asked, choice: Choice) -> list[Card]:
    return [compare.wording(asked.corpus, asked.where, key=key) for key in WORDING]


SECTIONS: dict[str, tuple[str, Callable[[Asked, Choice], list[Card]]]] = {
    "sourcing": ("Who is heard", _sourcing),
    "tone": ("In which tone", _tone),
    "framing": ("Through which frames", _framing),
    "wording": ("In which words", _wording),
}


def _invented(demo: bool) -> str:
    return "<p><strong>These articles, people and outlets are invented.</strong></p>" if demo else ""


def _summary(cards: Sequence[Card]) -> str:
    said = [card for card in cards if card.finding]
    rows = "".join(f"<li><strong>{_e(card.title)}.</strong> {_e(card.finding)}</li>" for card in said)
    return (
        '<h2>In plain words</h2><p class="note">In brackets 95 % intervals.  A difference is called clear '
        "where q is below .05 over all pairs that can be formed; the highest and the lowest are often those "
        f'of which least is known.</p><ul class="plain">{rows}</ul>'
    )


def _card(asked: Asked, card: Card) -> str:
    if card.table.empty:
        return ""
    drawn = base64.b64encode(bundle.drawing(card)).decode()
    picture = f'<img alt="{_e(card.alt)}" src="data:image/svg+xml;base64,{drawn}">'
    return (
        f'<section class="card"><h3>{_e(card.title)}</h3>'
        f"<p>{_e(card.reading)}  {_e(card.finding)}</p><figure>{picture}</figure>"
        f'<p class="note">{_e(card.notes)}  Formula: {_e(card.formula)}.</p>{_quotes(asked, card)}'
        f"<details><summary>Table</summary>{_table(card.table)}</details></section>"
    )


def _quotes(asked: Asked, card: Card) -> str:
    """Sentences behind the mark that the finding names first."""
    if card.opens not in compare.KINDS or card.marks.empty or "value" not in card.marks:
        return ""
    marks = card.marks[card.marks["value"].notna() & (card.marks["n"] > 0)]
    if marks.empty:
        return ""
    top = marks.sort_values("value", ascending=False, kind="stable").iloc[0]
    found = compare.evidence(asked.corpus, asked.where, card.opens, top["behind"], size=LOOKED_AT)
    found = (_telling(found, card, float(top["value"])) or found)[:QUOTES]
    said = "".join(_quote(one) for one in found)
    return f'<p class="note">From {_e(str(top["id"]))}:</p>{said}' if said else ""


def _telling(found: Sequence[Evidence], card: Card, value: float) -> list[Evidence]:
    """Mentions of the tone that a net tone has: the newest may be of the other."""
    tone = "positive" if value > 0 else "negative" if value < 0 else "neutral"
    return [one for one in found if card.opens == "mentions" and f": {tone} (" in one.said]


def _quote(found: Evidence) -> str:
    text = " […] ".join(found.quotes[:2])
    facts = " · ".join(part for part in (found.outlet, found.published, found.title, found.said) if part)
    return f'<blockquote dir="auto">{text}<footer>{_e(facts)}</footer></blockquote>' if text else ""


def _table(frame: pd.DataFrame) -> str:
    return f'<div class="wide">{bundle.table_html(frame)}</div>'


def _stories(asked: Asked, chosen: Sequence[str]) -> str:
    keys = chosen or tuple(compare.story_list(asked.corpus, asked.where).head(MOST_STORIES)["story"])
    told = "".join(_story(asked, key) for key in keys)
    return f"<h2>The same events</h2>{told}" if told else ""


def _story(asked: Asked, key: str) -> str:
    board = compare.story_board(asked.corpus, key)
    if board is None:
        return ""
    days = period_text(*board.days, joined=" – ")
    titles = "".join(
        f"<tr><th>{_e(row['outlet_label'])}</th><td>{_e(row['title'])}</td></tr>"
        for row in board.articles.to_dict("records")
    )
    return (
        f'<section class="card"><h3>{_e(board.label)}</h3><p class="note">{_e(days)}; '
        "counts of one event, too few for shares or intervals.</p>"
        f'<div class="wide"><table>{titles}</table></div>{_table(board.strip)}{_statements(board)}</section>'
    )


def _statements(board: StoryBoard) -> str:
    """What several outlets carry of what was said, and who lacks it."""
    rows = []
    for one in [found for found in board.statements if found.outlets > 1][:MOST_STATEMENTS]:
        versions = [found for found in one.versions.values() if found.content]
        lack = [compare.outlet_label(name) for name, found in one.versions.items() if not found.content]
        told = ", ".join(
            f"{compare.outlet_label(found.outlet)} ({'quoted' if found.direct else 'reported'})"
            for found in versions
        )
        missing = f"  Not found in {', '.join(lack)}." if lack else ""
        said = textwrap.shorten(_bare(versions[0].content), LONGEST, placeholder=" …")
        said = f"“{said}”" if versions[0].direct else said
        rows.append(f"<li>{_e(one.speaker)}: {_e(said)}  <em>{_e(told)}.{_e(missing)}</em></li>")
    return f"<p>Statements that several of them carry:</p><ul>{''.join(rows)}</ul>" if rows else ""


def _bare(content: str) -> str:
    """What is said without the marks around it, where these are around all of it."""
    whole = content.strip()
    inner = whole[1:-1]
    around = bool(inner) and whole[0] in OPEN and whole[-1] in CLOSED
    return inner if around and not set(inner) & set(OPEN + CLOSED) else whole


def _method() -> str:
    return (
        "<h2>How it is counted, and how well it is read</h2><p>Each article was read once: who says what, "
        "who is spoken of and in which tone, frames, words.  Shares and rates are sums over an outlet's "
        "articles divided by sums; intervals resample whole articles; differences are called clear where q "
        "is below .05 (Benjamini and Hochberg).  Each step was measured on annotations that it was not "
        "trained on, unless the row says otherwise:</p>"
        f"{_table(compare.accuracy_table().drop(columns='Command'))}"
    )


def _limits() -> str:
    return f'<h2>Limits</h2><ul class="plain">{"".join(f"<li>{_e(one)}</li>" for one in LIMITS)}</ul>'


def _provenance(origin: Origin) -> str:
    rows = "".join(
        f"<li>{_e(name)}: {_e(str(value))}</li>"
        for name, value in (
            ("Corpus", f"{origin.corpus}, content {origin.identity['content']}"),
            ("Filters", origin.filters or "none"),
            ("Decisions of people that count", ", ".join(f"{k} {n}" for k, n in origin.decisions.items())),
            ("Versions", origin.versions),
            ("Link", origin.link or "–"),
        )
    )
    return f'<h2>Where it comes from</h2><ul class="plain note">{rows}</ul>'


def _e(text: str) -> str:
    return html.escape(text)
