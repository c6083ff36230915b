"""A lesson → one web page for the printer: the questions to tick, then the answer key on a page of its own.

Self-contained: no script, no picture, no request.  Everything from an article is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from bias.compare import Lesson, Proof, Question

LINES = 3  # to write on
MOST_PROOFS = 2  # sentences behind an answer in the key
SHARED = 140  # letters of a title in the key
# Black on white, and type that is read at arm's length: a copier keeps it.
STYLE = """
@page { size: A4; margin: 16mm 16mm 18mm; }
* { box-sizing: border-box; }
body { font: 11.5pt/1.45 Georgia, "Times New Roman", serif; color: #000; background: #fff; margin: 0 auto;
  max-width: 178mm; padding: 4mm; overflow-wrap: anywhere; }
h1 { font-size: 19pt; line-height: 1.2; margin: 0 0 1mm; }
h2 { font-size: 13pt; margin: 6mm 0 1.5mm; border-bottom: 1pt solid #000; padding-bottom: 1mm; }
h3 { font-size: 11.5pt; margin: 0 0 1.5mm; }
p { margin: 0 0 2mm; }
.facts, .small { font-size: 9.5pt; }
.name { float: right; font-size: 10pt; }
.question, .headline { break-inside: avoid; margin: 0 0 5mm; }
.shown { border-left: 2pt solid #000; padding: .5mm 0 .5mm 3mm; margin: 0 0 2mm; unicode-bidi: isolate; }
.bias-word { font-weight: bold; text-decoration: underline; text-underline-offset: 2pt; }
.bias-source { font-weight: bold; }
.bias-cue { text-decoration: underline; }
ul { list-style: none; margin: 0; padding: 0; }
ul.short { columns: 2; column-gap: 8mm; }
li { margin: 0 0 1mm; padding-left: 6mm; text-indent: -6mm; break-inside: avoid; }
.box { display: inline-block; width: 3.4mm; height: 3.4mm; border: 1pt solid #000; margin-right: 2.6mm;
  vertical-align: -.4mm; text-indent: 0; }
.line { border-bottom: .6pt solid #555; height: 9mm; }
.short-line { display: inline-block; width: 62mm; border-bottom: .6pt solid #555; height: 5mm; }
table { border-collapse: collapse; width: 100%; margin: 0 0 2mm; font-size: 9.5pt; }
th, td { border: .6pt solid #555; padding: 1mm 1.6mm; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
.key { break-before: page; }
.key .question { break-inside: auto; }
h3 { break-after: avoid; }
.heads td:nth-child(-n+3) { white-space: nowrap; }
blockquote { margin: 0 0 1.5mm; padding-left: 3mm; border-left: 1pt solid #555; font-size: 10.5pt; }
@media screen { body { padding: 8mm; } .key { border-top: 2pt dashed #000; margin-top: 12mm; } }
"""


def worksheet(lesson: Lesson) -> str:
    """The worksheet of an event, two pages or three, with the answer key behind them."""
    asked = [one for one in lesson.questions if one.kind != "headline"]  # the headlines are matched instead
    first = 2 if len(lesson.headlines) > 1 else 1
    body = [
        _head(lesson),
        _match(lesson) if first == 2 else "",
        "<h2>Guess before you look</h2>" if asked else "",
        *(_question(number, one) for number, one in enumerate(asked, first)),
        _rewrite(),
        _carried(),
        '<section class="key">',
        _key(lesson, list(enumerate(asked, first)), matched=first == 2),
        "</section>",
    ]
    title = html.escape(f"Worksheet: {lesson.label}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


# -- the sheet ---------------------------------------------------------------------------------------


def _head(lesson: Lesson) -> str:
    facts = f"{len(lesson.outlets)} outlets tell it: {', '.join(lesson.outlets)}"
    days = " – ".join(lesson.days)
    return (
        '<div class="name">Name <span class="short-line"></span></div>'
        "<p><b>How do these outlets tell the same event?</b></p>"
        f"<h1>{html.escape(lesson.label)}</h1>"
        f'<p class="facts">{html.escape(" · ".join(part for part in (days, facts) if part))}</p>'
    )


def _match(lesson: Lesson) -> str:
    """The headlines side by side, without the names of their outlets."""
    rows = "".join(
        f'<div class="headline"><b>{one.letter}</b>&ensp;<span dir="auto">{html.escape(one.title)}</span><br>'
        '<span class="small">Written by</span> <span class="short-line"></span></div>'
        for one in lesson.headlines
    )
    left = len(lesson.outlets) - len(lesson.headlines)
    over = "  Not all of them are needed." if left > 0 else ""
    return (
        f"<h2>1. Which outlet wrote which headline?</h2><p>{html.escape(', '.join(lesson.outlets))}.{over}  "
        f"Underline the words that gave it away.</p>{rows}"
    )


def _question(number: int, question: Question) -> str:
    shown = f'<div class="shown" dir="auto">{question.shown}</div>' if question.shown else ""
    hints = question.hints or ("",) * len(question.options)
    options = "".join(
        f'<li><span class="box"></span>{html.escape(option)}'
        f"{f': <span class=small>{html.escape(hint)}</span>' if hint else ''}</li>"
        for option, hint in zip(question.options, hints, strict=True)
    )
    short = "" if question.hints else ' class="short"'
    return (
        f'<div class="question"><h3>{number}. {html.escape(question.asks)}</h3>{shown}'
        f"<ul{short}>{options}</ul></div>"
    )


def _rewrite() -> str:
    return (
        '<div class="question"><h2>Rewrite a headline</h2>'
        "<p>Choose one: letter <span class='box'></span>  Write it so that it tells the same and judges "
        f"nobody.  Then once more, so that it takes a side.</p>{_lines(LINES)}</div>"
    )


def _carried() -> str:
    return (
        '<div class="question"><h2>What can we say?</h2>'
        "<p>One sentence that the evidence carries, and one that it does not.</p>"
        f"{_lines(LINES)}</div>"
    )


def _lines(count: int) -> str:
    return '<div class="line"></div>' * count


# -- the key -----------------------------------------------------------------------------------------


def _key(lesson: Lesson, asked: Sequence[tuple[int, Question]], *, matched: bool) -> str:
    """Answers with reasons, the sentences behind them, and how sure the program is."""
    rows = [(one.letter, one.outlet, one.published or "no date", one.title) for one in lesson.headlines]
    table = f'<div class="heads">{_table([("", "Outlet", "Date", "Headline"), *rows])}</div>'
    first = f"<h3>1. Which outlet wrote which headline?</h3>{table}" if matched else ""
    return (
        f"<h2>Answer key: {html.escape(lesson.label)}</h2>"
        "<p class='small'>For the teacher.  The program reads, counts and may err: each answer says how sure "
        "it is, and a good reason against it is a good answer.</p>"
        f"{first}{''.join(_answer(number, one) for number, one in asked)}"
    )


def _answer(number: int, question: Question) -> str:
    counts = _table(question.counts) if question.counts else ""
    proofs = "".join(map(_proof, question.evidence[:MOST_PROOFS]))
    return (
        f'<div class="question"><h3>{number}. {html.escape(question.asks)}</h3>'
        f"<p><b>{html.escape(question.right)}</b>.  {html.escape(question.why)}</p>{counts}{proofs}"
        f'<p class="small"><b>How sure?</b>  {html.escape(question.sure)}</p></div>'
    )


def _table(rows: Sequence[Sequence[str]]) -> str:
    head, *body = rows
    return f"<table>{_row(head, 'th')}{''.join(_row(row, 'td') for row in body)}</table>"


def _row(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _proof(found: Proof) -> str:
    facts = " · ".join([found.outlet, found.published or "no date", found.title[:SHARED]])
    return (
        f'<blockquote dir="auto">{found.html}<br><span class="small">{html.escape(facts)}</span></blockquote>'
    )
