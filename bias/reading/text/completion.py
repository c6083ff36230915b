"""What the reader leaves out of a statement, put right by rules: its source, its cue, all of its content.

Headings and colons hide a verb from the reader; a participle has its source in the main clause; a content may
break off amid a clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from bias.model import Attribution, Span, Spans, joined
from bias.reading.text.attributions import kind_of
from bias.reading.text.cues import GLUED, cue_lemma
from bias.reading.text.decoding import Parse
from bias.reading.text.quotations import QUOTATION_MARKS

SURE = 0.9  # probability from which an attribution is speech whatever its verb; chosen on data/world
STOP = re.compile(r"[.!?…][\"”’»)]*(?=\s|\Z)|\n|\Z")
ACCUSED = re.compile(
    r"\b(?:(?:is|are|was|were|been|being|be)\s+(?:\w+ly\s+)?(?:accused|suspected)\s+of\b)", re.I
)
ACCUSED_END = re.compile(rf"{STOP.pattern}|\s[–—-]\s")
# "was advised by doctors not to": who is behind "by" speaks
AGENT = re.compile(
    r"\s+by\s+(?!\w+ing\b|(?:e-?mail|phone|telephone|text|letter|video|fax|the end|now|this|that|next|last|"
    r"noon|midnight|yesterday|tomorrow|late|early)\b|\d|[A-Z]\w+day\b)"
    r"(?P<who>(?:the |a |an |some |her |his |their |its )?[\w’'-]+"
    r"(?: (?!to\b|not\b|for\b|that\b|of\b|who\b|on\b|in\b)[\w’'-]+){0,5})"
)
SEEN_BY = re.compile(
    r"(?P<what>[\w’' -]{3,60}?)\s+(?:seen|obtained|reviewed|viewed|heard|published|shared|released)\s+"
    r"(?:by|with)\s+(?:the\s+)?\Z"
)
WROTE_TO = re.compile(
    r"(?:(?:has|have|had)\s)?(?:(?:sent|wrote|written|issued|filed|signed|posted)\s(?:an?|the|his|her|their|its)\s"
    r"(?:[\w-]+\s){0,2}(?:letter|statement|message|petition|complaint|motion|memo|note|email|e-mail|plea)|"
    r"(?:wrote|written|appealed)\sto)\b[^.;:,“”\"\n]{0,90}?\s"
    r"(?P<verb>(?:demanding|urging|requesting|saying|stating|warning|asking(?:\sfor)?|calling\s(?:for|on)))(?=\s\w)"
)
CLAUSE_START = re.compile(r"(?:[,;:–—]|\band|\bbut)\s(?:the\s)?")
RELATIVE = re.compile(r"(?:who|which|that)", re.I)
APPOSED = re.compile(r", (?:an?|the|one of) [^,]{3,60}$")
AND_OTHERS = re.compile(r" and (?P<who>[a-z][a-z ]*)$")
PRONOUN = re.compile(r"(?:which|who|whom|what|that)", re.I)
CLAIM = re.compile(r"\b(?:that|accus\w+\s(?:[\w-]+\s){1,4}of|claim\w*)\s+|[,;:–—]\s+")
CLOSE = 3  # code points between a claim and what takes it up
AFTER = re.compile(
    r"[,;:–—()“”\"]\s*|\b(?:by|of|from|with|for|to|and|the)\s|\s(?=(?:his|her|its|their|our|my)\s)"
)
UNBROKEN = re.compile(r"[^\s,;:–—()“”\"]+(?:\s+|$)")
MOST_MEANT = 5  # words of what is meant where it holds no name
BEHIND_QUOTE = re.compile(
    r"\W*(?:as|when|while|after|before|in reference to|referring|during|outside|at)\b", re.I
)
ASKS = frozenset(("call", "urge", "ask", "demand", "appeal", "press"))
# "to resign as the talks went on"
MEANWHILE = re.compile(r"(?<=\w)\s+as\s+(?:the|he|she|it|they|its|his|her|their|[A-Z])")
BEFORE_RELATIVE = re.compile(r"\b(?:which|who|that|whom|where)\W*\Z")
ADVERB = re.compile(
    r"(?:In (?:addition|fact|turn|other words|short)|However|Meanwhile|Moreover|Still|Yet|Besides|Now|Then|"
    r"Later|Indeed|But|And|Also|Instead),? *\Z"
)
POINTER = re.compile(r"\W*(?:this|that|so|the above)\W*\Z", re.I)
UNFINISHED = re.compile(
    r"\b(?:a|an|the|of|in|on|at|to|for|and|or|but|by|with|after|before|than|from|that|\d[\d,.]*)\W*\Z", re.I
)
GOES_ON = re.compile(
    r",?\s+(?:in|on|of|at|with|by|for|to|from|into|whose|and whose|that|which)\b"
    r"(?!\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|\s+no\s(?:later|earlier|more|less|fewer)\sthan\b"
)
# a short quotation inside a clause that goes on: the “ground forces” and whose members
BEHIND_SHORT = re.compile(r"\s+(?:to|of|for|from|into|whose|and whose|that|which)\s")
# "the day before she left, he …", "and that when they landed, they …": the main clause is still to come
OPENER = re.compile(
    r"(?:\A|\b(?:that|and|but)\s)(?:that\s)?(?:when|if|after|before|while|once|although|though|because|since|"
    r"unless|even\s(?:if|though)|the\s(?:day|night|week|month|year)\s(?:before|after))\s[^,;:“”\"]*\Z"
)
MAIN = re.compile(r",\s(?:I|he|she|it|they|we|you|there|the|an?|his|her|its|their|this|that|[A-Z])")
# "General Sol Dlamini, who led the unit, has resigned": a name alone is no statement
NAME_ALONE = re.compile(r"(?:that\s)?(?:[Tt]he\s)?(?:[A-Z][\w.’'-]*\s?){1,7}\Z")
BESIDE_NAME = re.compile(r",\s(?:who|which|whose|an?|the)\s[^,;:“”\"]{2,80},\s\w")
CLAUSAL = frozenset(("say", "claim", "add", "announce", "report", "insist", "allege", "state"))
WHOLE_CLAUSE = re.compile(r"(?=[;:]\s|\s[–—-]\s|[.!?…][\"”’»)]*(?:\s|\Z)|\n)")


def completed(parse: Parse, one: Attribution, found: Sequence[Attribution], mask: bytearray) -> Attribution:
    """An attribution with the source that its participle has, and with all of the sentence that it covers."""
    text = parse.article.text
    one = _unglued(text, one)
    sentence = next((s for s in parse.sentences if one.cue and s.start <= one.cue[0].start < s.end), None)
    if sentence is None:
        return one
    if ACCUSED.search(joined(one.cue, text)) and not one.source:
        return _accused(text, one, sentence)
    if not one.source:
        one = replace(one, source=_subject(parse, one, sentence, found))
    elif agent := AGENT.match(text, one.cue[-1].end, sentence.end):
        one = replace(one, source=(Span(*agent.span("who")),))
    elif RELATIVE.fullmatch(one.source[0].slice(text)):
        meant = antecedent(text, [n.span for n in parse.names], sentence.start, one.source[0].start)
        one = replace(one, source=(meant,) if meant else one.source)
    one = _without_pronoun(text, one, sentence, found)
    one = _demanding(text, replace(one, source=_whole_source(parse, one, sentence)), sentence)
    content = _whole_content(text, one, sentence, found, mask)
    return replace(one, content=content, kind=kind_of(text, content, mask)) if content != one.content else one


def _unglued(text: str, one: Attribution) -> Attribution:
    """Source and verb of a page that lost the blank between them: "Israel's militarysaid"."""
    cue = one.cue[0] if one.cue else None
    if cue is None or not one.source or one.source[-1].end <= cue.start or one.source[-1].start > cue.start:
        return one
    match = GLUED.search(text, cue.start + 1, cue.end)
    at = match.start() if match else cue.start
    source = (*one.source[:-1], stripped(text, Span(one.source[-1].start, at)))
    return replace(one, source=source, cue=(Span(at, cue.end), *one.cue[1:]))


def _accused(text: str, one: Attribution, sentence: Span) -> Attribution:
    """ "Silva has been accused of stalling the talks by her rivals": the claim alone, and who makes it."""
    end = one.cue[-1].end
    stop = next((m.start() for m in ACCUSED_END.finditer(text, end, sentence.end)), sentence.end)
    by = re.compile(
        r"\sby\s+((?:the |some |her |his |their |its )?[\w’'-]+(?: (?:and |of |the |their )?[\w’'-]+){0,6})\Z"
    )
    match = by.search(text, end, stop)
    claim = stripped(text, Span(end, match.start() if match else stop))
    if claim.end - claim.start < 4:
        return one
    source = (Span(match.start(1), match.end(1)),) if match else ()
    return replace(one, source=source, content=(claim,))


def _without_pronoun(
    text: str, one: Attribution, sentence: Span, found: Sequence[Attribution]
) -> Attribution:
    """ "The plan, which she called a gift": the gift alone; "…, which she denies": the claim before it."""
    content = tuple(part for part in one.content if not PRONOUN.fullmatch(part.slice(text)))
    cue = one.cue[-1]
    if not content and one.content[0].end <= cue.start:
        return replace(one, content=(claim_before(text, sentence.start, one.content[0].start, found),))
    if content and content[0].start == cue.end + 1 and text.startswith("as ", content[0].start):
        first = Span(content[0].start + len("as "), content[0].end)
        return replace(
            one, cue=(*one.cue[:-1], Span(cue.start, first.start - 1)), content=(first, *content[1:])
        )
    return replace(one, content=content or one.content)


def claim_before(text: str, start: int, at: int, found: Sequence[Attribution]) -> Span:
    """The claim that "which" or "something" takes up: a content that ends there, else the clause before."""
    end = start + len(text[start:at].rstrip(" ,–—-"))
    parts = (part for one in found for part in one.content)
    near = [part for part in parts if part.start < end and abs(part.end - end) < CLOSE]
    starts = [match.end() for match in CLAIM.finditer(text, start, end)]
    return min(near, default=Span(max(starts, default=start), end))


def _demanding(text: str, one: Attribution, sentence: Span) -> Attribution:
    """ "They sent a letter to the port demanding answers": the content is what they demand, not the port."""
    cue = Span(one.cue[0].start, one.cue[-1].end)
    match = WROTE_TO.match(text, cue.start, sentence.end)
    if match is None or not cue.end <= match.start("verb") or one.content[0].start >= match.end():
        return one
    end = max(match.end(), min(one.content[-1].end, sentence.end))
    stop = STOP.search(text, match.end(), sentence.end)
    content = Span(match.end() + 1, max(end, stop.start() if stop else sentence.end))
    return replace(one, cue=(Span(cue.start, match.end()),), content=(content,))


def _subject(parse: Parse, one: Attribution, sentence: Span, found: Sequence[Attribution]) -> Spans:
    """The source of "…, claiming that": who speaks, or else is named, before it in the same sentence."""
    if not re.match(r"(?:also\s+|again\s+)?\w+ing\b", one.cue[0].slice(parse.article.text)):
        return ()
    people = [
        name.span
        for name in parse.names
        if name.label == "PERSON" and sentence.start <= name.span.start and name.span.end <= one.cue[0].start
    ]
    before = [
        other
        for other in found
        if other is not one and other.source and sentence.start <= other.source[0].start < one.cue[0].start
        and not any(part.start <= one.cue[0].start < part.end for part in other.content)
    ]  # fmt: skip
    return before[-1].source if before else tuple(people[-1:]) or _first_of_clause(parse, one, sentence)


def _first_of_clause(parse: Parse, one: Attribution, sentence: Span) -> Spans:
    """The name that begins the clause before a participle: "…, the Guild left—saying"."""
    clause = parse.article.text[sentence.start : one.cue[0].start].rstrip(" ,—–-")
    start = sentence.start + max((m.end() for m in CLAUSE_START.finditer(clause)), default=0)
    names = (n.span for n in parse.names if n.label in ("ORG", "GPE", "NORP") and n.span.start == start)
    return tuple(islice(names, 1))


def _whole_source(parse: Parse, one: Attribution, sentence: Span) -> Spans:
    """A source with the name that follows it, and with the message that it has only seen."""
    source = one.source
    if not source:
        return source
    text, start, end = parse.article.text, max(source[0].start, sentence.start), source[-1].end
    if start >= end:
        return source
    if end > sentence.end > start:
        end = sentence.start + len(sentence.slice(text).rstrip(" .!?"))
    elif source[0].start < sentence.start < end:
        source = (Span(start, end),)
    names = (n.span for n in parse.names if n.label == "PERSON" and n.span.start == end + 2)
    if (
        text[end : end + 2] == ", "
        and (name := next(names, None))
        and text[name.end : name.end + 1] in ((",",) if _is_according(parse, one) else (",", " "))
    ):  # "according to an official, Silva resigned" names no source
        end = name.end
    if passed := SEEN_BY.search(text, sentence.start, start):
        start = passed.start("what")
    return (*source[:-1], Span(source[-1].start, end)) if len(source) > 1 else (Span(start, end),)


def _is_according(parse: Parse, one: Attribution) -> bool:
    return "according" in joined(one.cue, parse.article.text).lower()


def antecedent(text: str, names: Sequence[Span], start: int, at: int) -> Span | None:
    """What "who" or "that" at `at` means, in the sentence that begins at `start`.

    The name, else the last words, that end right before it.

    In "Color of Hope, a rights group that …" it is the name before the apposition.
    """
    head = text[start:at].rstrip(" ,")
    apposed = APPOSED.search(head)
    for end in (*([apposed.start()] if apposed else []), len(head)):
        if name := _name_at_end(names, start, start + end):
            return name
    if joint := AND_OTHERS.search(head):  # "Silva and allies, who"
        name = _name_at_end(names, start, start + joint.start())
        return (
            Span(name.start, start + len(head))
            if name
            else Span(start + joint.start("who"), start + len(head))
        )
    words = [match.start() for match in UNBROKEN.finditer(head)]
    gap = max((match.end() for match in AFTER.finditer(head)), default=0)
    first = max(gap, words[-MOST_MEANT] if len(words) >= MOST_MEANT else 0)
    return Span(start + first, start + len(head)) if first < len(head) else None


def _name_at_end(names: Sequence[Span], start: int, end: int) -> Span | None:
    return next((name for name in names if name.start >= start and name.end in (end, end - 1)), None)


# -- contents ------------------------------------------------------------------------------------------


def _whole_content(
    text: str, one: Attribution, sentence: Span, found: Sequence[Attribution], mask: bytearray
) -> Spans:
    """The content with what the reader cut from it."""
    content = one.content
    if len(content) == 1 and POINTER.match(content[0].slice(text)):
        before = text[: sentence.start].rstrip()
        start = max((m.end() for m in re.finditer(r"[.!?…][\"”’»)]*\s+|\n", before)), default=0)
        return (Span(start, len(before)),) if before[start:].strip() else content
    if not sentence.start <= content[-1].start < sentence.end:
        return content
    cue = Span(one.cue[0].start, one.cue[-1].end)
    if content[0].start >= cue.end and _is_open(text, cue, content[0], mask):
        return (
            _to_sentence_end(
                text, content[0], sentence.end, [cue.start for other in found for cue in other.cue]
            ),
        )
    content = _without_stray(text, cue, content, mask)
    others = [
        part.start for other in found if other.cue != one.cue for part in (*other.source, *other.cue)
    ]  # `one` may have got another source since it was found
    if "according" in cue.slice(text).lower():
        return _according(text, one, sentence, others)
    if content[-1].start >= cue.end:
        end = _clause_end(text, content[-1].end, sentence.end, others, mask)
        return (*content[:-1], Span(content[-1].start, end))
    return content


def _without_stray(text: str, cue: Span, content: Spans, mask: bytearray) -> Spans:
    """A content without what only follows it: a clause behind a quotation, words behind a gap."""
    first = content[0]
    if first.start < cue.end:
        return content
    if mask[first.start] and first.start - cue.end < 4:
        closed = mask.find(0, first.start, first.end)
        if closed > 0 and BEHIND_QUOTE.match(text, closed, first.end) and not any(mask[closed : first.end]):
            return (Span(first.start, closed),)
    if cue_lemma(cue.slice(text)) in ASKS and (match := MEANWHILE.search(text, first.start, first.end)):
        return (Span(first.start, match.start()),)
    kept = [first]
    for part in content[1:]:
        if part.start - kept[-1].end > 25 and not mask[part.start]:
            break
        kept.append(part)
    return tuple(kept)


def _is_open(text: str, cue: Span, first: Span, mask: bytearray) -> bool:
    """Whether a content is only what stands before its main clause."""
    if mask[first.end - 1]:
        return False
    words = first.slice(text)
    if OPENER.search(words):
        return MAIN.match(text, first.end) is not None
    alone = NAME_ALONE.match(words) and BESIDE_NAME.match(text, first.end)
    return alone is not None and cue_lemma(cue.slice(text)) in CLAUSAL


def _to_sentence_end(text: str, first: Span, stop: int, cues: Sequence[int]) -> Span:
    """A content up to the end of its sentence; as it is where somebody else speaks there."""
    match = WHOLE_CLAUSE.search(text, first.end, stop)
    end = match.start() if match else len(text[:stop].rstrip(" .!?"))
    return first if any(first.end <= cue < end for cue in cues) else Span(first.start, end)


def _clause_end(text: str, end: int, stop: int, others: Sequence[int], mask: bytearray) -> int:
    """Where the clause of a content that breaks off ends: at a comma, or with the sentence."""
    unfinished = False
    if mask[end - 1]:
        goes_on = (
            text[end - 1] in QUOTATION_MARKS and text[end - 2].isalnum() and BEHIND_SHORT.match(text, end)
        )
    else:
        amid = re.match(r"-\w", text[end : end + 2])  # "in a later-deleted post"
        unfinished = bool(amid) or UNFINISHED.search(text, max(0, end - 20), end) is not None
        goes_on = GOES_ON.match(text, end)
    if not unfinished and not goes_on:
        return end
    match = re.compile(r"(?=(?:,(?! with\b)|[;:])\s|\s[–—-]\s|[.!?…][\"”’»)]*(?:\s|\Z)|\n)").search(
        text, end + 1, stop
    )
    to = match.start() if match else len(text[:stop].rstrip(" .!?"))
    taken = any(end <= other < to for other in others) and not unfinished
    return end if to <= end or taken else to


def _according(text: str, one: Attribution, sentence: Span, others: Sequence[int]) -> Spans:
    """The whole sentence but for "according to …": of a sentence with no other attribution in it."""
    frame = sorted([*one.source, *one.cue])
    start, end = frame[0].start, frame[-1].end
    if end - start > 160 or any(sentence.start <= other < sentence.end for other in others):
        return one.content
    end = _behind_source(text, end, sentence.end)
    if BEFORE_RELATIVE.search(text, sentence.start, start):
        last = one.content[-1]  # "groups which, according to Silva, were …"
        whole = Span(last.start, max(last.end, stripped(text, Span(end, sentence.end)).end))
        return (*one.content[:-1], whole) if last.start >= end else one.content
    before = Span(sentence.start, start)
    parts = (
        [Span(end, sentence.end)] if ADVERB.match(before.slice(text)) else [before, Span(end, sentence.end)]
    )
    return tuple(s for part in parts for s in [stripped(text, part)] if s.end - s.start > 2) or one.content


def _behind_source(text: str, end: int, stop: int) -> int:
    """Behind what describes a source: "according to Ana Silva, who led it," up to the second comma."""
    rest = text[end:stop]
    if rest.startswith(",") and re.match(r", (?:who|which|whose|an?|the)\b[^,]{2,80},", rest):
        return end + rest.index(",", 1)
    return end


def stripped(text: str, span: Span) -> Span:
    words = span.slice(text)
    start = span.start + len(words) - len(words.lstrip(" ,;:–—-\n"))
    return Span(start, max(start, span.start + len(words.rstrip(" ,;:.–—-\n"))))
