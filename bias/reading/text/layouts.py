"""Statements that a page marks by its layout: posts, names behind a dash, blocks after a colon, transcripts.

“The bridge is safe.” — Ana Silva, engineer
I will not be performing.  — Lola Rey (@lolarey) March 4, 2019
The director said:
The mosquito has lived here for a century.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bias.model import Attribution, Span
from bias.reading.text.cues import cue_act, telling_forms
from bias.reading.text.decoding import Parse
from bias.reading.text.quotations import LINE, QUOTATION_MARKS, find_quotes
from bias.reading.text.words import WORD

POST = re.compile(
    r"[—–-]\s*(?P<who>[^\n—–]{2,50}?\(@\w+\))\s*"
    r"(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z][a-z]{2,8}\s+\d{4}|\d{4}-\d\d-\d\d)?"
)
DASHED = re.compile(
    r"[\"”’»]\s*[—–-]{1,2}\s*"
    r"(?P<who>[A-Z][\w.’'-]+(?:\s+(?:[A-Z][\w.’'-]+|de|van|von|al|bin|of|the)){0,6}[^\n.;]{0,60})"
)
LED_IN = re.compile(
    r"(?P<who>[^\n.:;,“”\"]{2,80}?)\s+(?P<cue>(?:has|have|had|also|then|later|further)?\s*\w+"
    r"(?:\s+(?:me|us|them|reporters|[A-Z]\w+(?:\s+[A-Z]\w+){0,3}|in\s[^:\n]{3,40}|on\s[^:\n]{3,30}|"
    r"the following statement|a statement))?)\s*:\s*\Z"
)
BULLET = re.compile(r"\s*(?:[•·●▪◦‣*–—-]|\d{1,2}[.)])\s+\S")
LABEL = re.compile(
    r"\s*(?P<who>(?:Q|A|Question|Answer|"
    r"[A-Z][\w.’'-]+(?:[ ](?:[A-Z(][\w.)’'-]*|de|van|von|bin|al)){0,4})):\s+(?=\S)"
)
NAME_ALONE = re.compile(r"\s*(?P<who>[A-Z][\w.’'-]*(?:[ ](?:[A-Z][\w.’'-]*|de|van|von|bin|al)){1,4})\s*\Z")
FULL_NAME = re.compile(r"[A-Z][\w’'-]+ [A-Z][\w’'-]+")
QUESTION, ANSWER = frozenset(("Q", "Question")), frozenset(("A", "Answer"))
SENTENCE = re.compile(r"[.!?…][\"”’»)]*\s+|\n+")
AUXILIARY = re.compile(r"(?:\s+(?:has|have|had|also|then|later))+\s*$")
APART = re.compile(r"(?<!\d)[,;:]\s(?!who\b)|\b(?:by|after|that)\s(?!the\s\w+\s*$)")
MOST = 1200  # characters of a post
LINK = re.compile(r"\s*(?:https?://\S+|pic\.twitter\.com/\S+|t\.co/\S+)\s*\Z")


def laid_out(parse: Parse, told: Sequence[Attribution]) -> Iterator[Attribution]:
    """The attributions with those that the layout tells of, and with the sources that it names."""
    text = parse.article.text
    lines = [Span(match.start(), match.end()) for match in LINE.finditer(text)]
    new = [
        *_posts(parse, lines),
        *_labelled(parse, lines),
        *_under_names(parse, lines),
        *_blocks(parse, lines, told),
        *_short_quotations(parse, told),
    ]
    yield from new
    for one in told:
        if any(not one.cue and _within(one, other) for other in new):
            continue
        one = _with_bullets(text, one, lines)
        if not one.source and not one.cue:
            one = _framed(parse, one)
        yield one


def _framed(parse: Parse, one: Attribution) -> Attribution:
    """A quotation without a source, with the one that stands behind a dash, or before a colon."""
    text = parse.article.text
    if who := _behind_dash(text, one):
        return replace(one, source=(who,))
    lead = lead_in(text, one.content[0].start, marked=True)
    return one if lead is None else replace(one, source=(lead[0],), cue=(lead[1],), named=None)


def lead_in(text: str, at: int, *, marked: bool) -> tuple[Span, Span] | None:
    """Source and cue right before a place: "The Times reported:", "Ana Silva, who led it, then wrote:".

    With `marked` a colon or a comma has to stand between; without, nothing may.
    """
    begin = max(0, at - 240)
    lead = text[begin:at].rstrip(QUOTATION_MARKS + " \n")
    if marked and not lead.endswith((":", ",")):
        return None
    first = max((m.end() for m in SENTENCE.finditer(lead)), default=0)
    verbs = [
        m for m in WORD.finditer(lead, first) if m.group().lower() in telling_forms() or m.group() == "reads"
    ]
    if not verbs or len(lead) - verbs[-1].end() > (90 if marked else 0):
        return None
    before = AUXILIARY.sub("", lead[first : verbs[-1].start()].rstrip())
    words = APART.split(before)[-1].strip(" ,") or before.strip(" ,")
    if relative := re.search(r",?\s*\b(?:who|which)\b.*$", words):
        words = re.split(r"\band\s", words[: relative.start()])[-1]
    if not words or len(words.split()) > 14:
        return None
    place = begin + first + before.rfind(words)
    return Span(place, place + len(words)), Span(begin + verbs[-1].start(), begin + verbs[-1].end())


def _posts(parse: Parse, lines: Sequence[Span]) -> Iterator[Attribution]:
    """Embedded posts: the words of a paragraph, or of the one before, up to a dash, a name and an @handle."""
    text = parse.article.text
    floor = 0
    for number, line in enumerate(lines):
        for match in POST.finditer(text, line.start, line.end):
            start = max(line.start, floor)
            if not text[start : match.start()].strip(" —–-") and number:
                start = max(lines[number - 1].start, floor)
            content = _words(text, Span(max(start, match.start() - MOST), match.start()))
            floor = match.end()
            if content.end - content.start > 10:
                yield _attribution(parse, Span(match.start("who"), match.end("who")), content)


def _labelled(parse: Parse, lines: Sequence[Span]) -> Iterator[Attribution]:
    """Transcripts and interviews: lines that begin with a name, or with Q and A.

    A is the person whom the lines above the first question name most; Q asks, and is not heard.
    """
    text = parse.article.text
    found = [match for line in lines if (match := LABEL.match(text, line.start, line.end))]
    labels = Counter(match.group("who") for match in found)
    if len(found) < 3 or len(labels) < 2 or max(labels.values()) < 2:
        return
    repeated = [match for match in found if labels[match.group("who")] > 1 or len(labels) <= 3]
    asked = _interviewee(parse, repeated[0].start()) if repeated else None
    for number, match in enumerate(repeated):
        stop = repeated[number + 1].start() if number + 1 < len(repeated) else _block_end(text, match.end())
        content = _words(text, Span(match.end(), stop))
        label = Span(*match.span("who"))
        who = asked if label.slice(text) in ANSWER else label
        if who is not None and label.slice(text) not in QUESTION and content.end > content.start:
            yield _attribution(parse, who, content)


def _under_names(parse: Parse, lines: Sequence[Span]) -> Iterator[Attribution]:
    """Interviews in which a line that is a name alone stands above each turn, one name after another.

    Whose turns mostly end in a question asks, and is not heard; where nobody asks these are other lines that
    a page repeats ("Read More").
    """
    text = parse.article.text
    heads = [
        Span(line.start + match.start("who"), line.start + match.end("who"))
        for line in lines
        if (match := NAME_ALONE.match(line.slice(text)))
    ]
    counts = Counter(head.slice(text) for head in heads)
    heads = [head for head in heads if counts[head.slice(text)] > 1]
    names = [head.slice(text) for head in heads]
    if len(set(names)) < 2 or any(one == other for one, other in pairwise(names)):
        return
    turns = [
        (head, turn) for head, turn in zip(heads, _turns(text, heads), strict=True) if turn.end > turn.start
    ]
    asked = Counter(head.slice(text) for head, turn in turns if "?" in turn.slice(text)[-3:])
    asking = {name for name, n in asked.items() if n * 2 > counts[name]}
    if asking:
        yield from (_attribution(parse, head, turn) for head, turn in turns if head.slice(text) not in asking)


def _turns(text: str, heads: Sequence[Span]) -> Iterator[Span]:
    """What stands below each name up to the next one; below the last one, its first paragraph."""
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        first = head.end + len(text[head.end :]) - len(text[head.end :].lstrip())
        yield _words(text, Span(first, _block_end(text, first) if following is None else following.start))


def _interviewee(parse: Parse, before: int) -> Span | None:
    text = parse.article.text
    people = [n.span for n in parse.names if n.label == "PERSON" and n.span.end <= before]
    people = people or [Span(*m.span()) for m in FULL_NAME.finditer(text, 0, before)]
    counts = Counter(span.slice(text).split()[-1] for span in people)
    return max(
        people, key=lambda one: (counts[one.slice(text).split()[-1]], one.end - one.start), default=None
    )


def _block_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _blocks(parse: Parse, lines: Sequence[Span], told: Sequence[Attribution]) -> Iterator[Attribution]:
    """A paragraph without marks behind a line that ends in "said:"."""
    text = parse.article.text
    for line, following in pairwise(lines):
        sentence = max((s for s in parse.sentences if line.start <= s.start < line.end), default=line)
        match = LED_IN.match(text, sentence.start, line.end)
        if match is None or cue_act(match.group("cue")) != "speech" or BULLET.match(text, following.start):
            continue
        block = _words(text, following)
        taken = any(part.start < block.end and block.start < part.end for one in told for part in one.content)
        if not taken and block.end - block.start > 20 and text[block.start] not in QUOTATION_MARKS:
            who, cue = Span(*match.span("who")), Span(*match.span("cue"))
            yield replace(_attribution(parse, who, block), cue=(cue,), kind="indirect")


def _short_quotations(parse: Parse, told: Sequence[Attribution]) -> Iterator[Attribution]:
    """Quotations behind a colon that are too short for the reader: A message reads: “Delete everything.”"""
    text = parse.article.text
    for quote in find_quotes(text):
        start = quote.span.start
        taken = any(part.start < quote.span.end and start < part.end for one in told for part in one.content)
        behind_colon = text[max(0, start - 3) : start].rstrip(" ").endswith(":")
        lead = lead_in(text, start, marked=True) if behind_colon and quote.closed and not taken else None
        if lead is not None:
            yield replace(_attribution(parse, lead[0], quote.span), cue=(lead[1],))


def _with_bullets(text: str, one: Attribution, lines: Sequence[Span]) -> Attribution:
    """An attribution whose content ends in a colon, with the list behind it."""
    end = one.content[-1].end
    if not one.cue or not re.match(
        r"\s*:\s*\n", text[end - 1 : end + 4].lstrip() if text[end - 1] == ":" else text[end : end + 4]
    ):
        return one
    parts = list(one.content)
    for line in lines:
        if line.start < end:
            continue
        if not BULLET.match(text, line.start):
            break
        parts.append(_words(text, line))
    return replace(one, content=tuple(parts))


def _behind_dash(text: str, one: Attribution) -> Span | None:
    end = one.content[-1].end
    match = DASHED.match(text, end - 1) or DASHED.match(text, end)
    return (
        None
        if match is None
        else Span(match.start("who"), match.start("who") + len(match.group("who").rstrip()))
    )


def _attribution(parse: Parse, who: Span, content: Span) -> Attribution:
    named = any(name.span.start < who.end and who.start < name.span.end for name in parse.names)
    return Attribution(parse.article.id, (who,), (), (content,), "direct", confidence=1.0, named=named)


def _words(text: str, span: Span) -> Span:
    """A span without blanks at its edges, and without the links at its end."""
    words = span.slice(text)
    while match := LINK.search(words):
        words = words[: match.start()]
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _within(one: Attribution, other: Attribution) -> bool:
    first, last = one.content[0].start, one.content[-1].end
    return any(part.start <= first and last <= part.end for part in other.content)
