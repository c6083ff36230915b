"""Statements that the reader overlooks, found by rules: amid a heading, of silence, beside the main clause.

What he *called* a betrayal; an officer who critics *say* slept; an allegation the agency *rejects*;
they wrote, *asking for* an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bias.model import Attribution, Span
from bias.reading.text.attributions import from_triple, kind_of
from bias.reading.text.completion import SURE, claim_before, stripped
from bias.reading.text.cues import telling_forms
from bias.reading.text.decoding import Parse, Triple
from bias.reading.text.layouts import lead_in
from bias.reading.text.quotations import find_quotes
from bias.reading.text.words import WORD

_NO_SOURCE = (
    r"(?!(?:was|were|is|are|has|had|have|would|will|be|been|can|could|may|might|must|should|do|does|did|also|"
    r"not|never|then|later|once|you|we|I)\b)"
)
_WHO = rf"(?P<who>{_NO_SOURCE}[\w’'&.-]+(?:\s{_NO_SOURCE}[\w’'&.-]+){{0,7}}?)"
_HAS = r"(?:(?:has|have|had|once|later|also|repeatedly|himself|herself|\w+ly)\s+)*"
# "what the envoy described as a betrayal": a name that somebody gives to a thing
CALLED = re.compile(
    rf"\b(?:what|which|whom|who)\s+{_WHO}\s+{_HAS}"
    r"(?P<cue>(?:describe[sd]?|refer(?:s|red)?\sto|dismiss(?:es|ed)?|denounce[sd]?|characteri[sz]e[sd]?|"
    r"brand(?:s|ed)?|hail(?:s|ed)?|portray(?:s|ed)?)\sas(?=\s)|"
    r"(?:calls?|called|dub(?:s|bed)|term(?:s|ed)|label(?:s|l?ed))(?=\s(?:an?\s|the\s|[“\"‘'])))\s+"
)
# "an officer who critics say slept"
ACCORDING = re.compile(
    rf"\b(?:who|which|whom),?\s+{_WHO}\s+{_HAS}"
    r"(?P<cue>say|says|said|claims?|claimed|argues?|argued|alleges?|alleged|insists?|insisted|maintains?),?\s+"
    r"(?!the\s\w+\s*[.,]|that\s)(?=[\w“\"‘])"
)
# "…, something the port denies", "an allegation the agency rejects"
DENIED = re.compile(
    r"[,–—-]\s*(?P<what>something|which|(?:an?\s|the\s)?(?:allegation|claim|accusation|charge|suggestion|report)s?)"
    rf"\s+(?:that\s+|which\s+)?{_WHO}\s+{_HAS}"
    r"(?P<cue>den(?:y|ies|ied)|reject(?:s|ed)?|refute[sd]?|dispute[sd]?|contest(?:s|ed)?|dismiss(?:es|ed)?)"
    r"(?=\W*(?:[.,;–—\n]|\Z))"
)
# "…, they wrote, asking for an answer by May"
ADDED = re.compile(
    r",[”\"’']?\s(?:also\s|again\s)?"
    r"(?P<cue>(?:asking|calling|pleading)\sfor|calling\son|demanding|urging|warning|insisting|arguing|adding|"
    r"noting|claiming|alleging|stressing|explaining|pointing\sout)\s(?=\w)"
)
UNNAMED = frozenset(("something", "which"))
END = re.compile(
    r"[,;:]\s|\s[–—-]\s|[.!?…][\"”’»)]*(?=\s|\Z)|\s(?:on|last|this)\s(?:\w+day|week|month|year)\b|\n|\Z"
)
LEAST = 3  # letters of a content
MOST_OF_SOURCE = 8  # words before the verb of a content that the reader found alone
NO_COMMENT = re.compile(
    r"\W*(?P<who>(?:The |A |An |His |Her |Their |Its )?[\w’'&.-]+"
    r"(?: (?!did|has|have|had|was|could)[\w’'&.-]+){0,7}?),? "
    r"(?P<cue>(?:(?:did|has|have|had|does)(?: not|n[’']t)(?: yet| immediately)?|declined to|refused to|"
    r"could not be|was unavailable for|were unavailable for)(?: immediately)? "
    r"(?:comment|commented|respond|responded|reply|replied|reached|return))\b ?"
    r"(?P<rest>(?:to|for|on|a|when|by|phone|calls|requests)\b[^.;\n]{0,120})?"
)


def without_frame(parse: Parse, mask: bytearray) -> Iterator[Attribution]:
    """Contents that the reader found alone, with the source and the verb of speech that stand before them."""
    text = parse.article.text
    for triple in parse.triples:
        start, end = triple.content[0].start, triple.content[-1].end
        if triple.cue or kind_of(text, triple.content, mask) == "direct" or "\n" in text[start:end]:
            continue
        lead = lead_in(text, start, marked=False)
        words = list(islice(WORD.finditer(text, start, end), MOST_OF_SOURCE))
        if lead is None and (verb := next((w for w in words if w.group().lower() in telling_forms()), None)):
            start = verb.end()  # the verb is in the content
            lead = lead_in(text, start, marked=False)
        if lead is not None and len(text[start:end].split()) > 2:
            content = (stripped(text, Span(start, end)),)
            yield from_triple(
                parse, replace(triple, source=(lead[0],), cue=(lead[1],), content=content), mask
            )


def silences(parse: Parse, found: Sequence[Attribution], mask: bytearray) -> Iterator[Attribution]:
    """Who "did not comment" where the reader saw no attribution."""
    text = parse.article.text
    for sentence in parse.sentences:
        if any(sentence.start <= cue.start < sentence.end for one in found if one.source for cue in one.cue):
            continue
        match = NO_COMMENT.match(text, sentence.start, sentence.end)
        if match and not mask[match.start("cue")]:
            who, cue, rest = (Span(*match.span(group)) for group in ("who", "cue", "rest"))
            triple = Triple((who,), (cue,), (rest if rest.end > rest.start else cue,), SURE)
            yield from_triple(parse, triple, mask)


def asides(parse: Parse, found: Sequence[Attribution], mask: bytearray) -> Iterator[Attribution]:
    """Attributions of a clause beside the main one that are not among those found with a source."""
    cues = [cue for one in found if one.source for cue in one.cue]
    for sentence in parse.sentences:
        for triple in (
            *_relative(parse, sentence),
            *_denied(parse, sentence, found),
            *_added(parse, sentence, found),
        ):
            taken = any(cue.start < triple.cue[0].end and triple.cue[0].start < cue.end for cue in cues)
            if not taken and not mask[triple.cue[0].start]:
                yield from_triple(parse, triple, mask)


def _relative(parse: Parse, sentence: Span) -> Iterator[Triple]:
    """What somebody calls a thing, and what he says of one."""
    for pattern in (CALLED, ACCORDING):
        for match in pattern.finditer(parse.article.text, sentence.start, sentence.end):
            content = _to_end(parse.article.text, match.end(), sentence.end)
            if content.end - content.start >= LEAST:
                yield _triple(match, content)


def _denied(parse: Parse, sentence: Span, found: Sequence[Attribution]) -> Iterator[Triple]:
    """Who denies the claim that stands right before; the claim is the content, or the noun that names it."""
    text = parse.article.text
    for match in DENIED.finditer(text, sentence.start, sentence.end):
        content = Span(*match.span("what"))
        if match.group("what") in UNNAMED:
            content = claim_before(text, sentence.start, match.start(), found)
        yield _triple(match, content)


def _added(parse: Parse, sentence: Span, found: Sequence[Attribution]) -> Iterator[Triple]:
    """What a speaker adds in a participle at the end of his sentence."""
    text = parse.article.text
    inside = [
        one for one in found if one.source and one.cue and sentence.start <= one.cue[0].start < sentence.end
    ]
    for match in ADDED.finditer(text, sentence.start, sentence.end):
        before = [one for one in inside if max(one.source[-1].end, one.cue[-1].end) <= match.start() + 1]
        within = any(part.start <= match.start("cue") < part.end for one in found for part in one.content)
        content = _to_end(text, match.end(), sentence.end)
        if before and not within and content.end - content.start >= LEAST:
            yield Triple(before[-1].source, (Span(*match.span("cue")),), (content,), SURE)


def _triple(match: re.Match[str], content: Span) -> Triple:
    return Triple((Span(*match.span("who")),), (Span(*match.span("cue")),), (content,), SURE)


def _to_end(text: str, start: int, stop: int) -> Span:
    """From a place to the end of its clause; a quotation that begins there is the whole of it."""
    quote = next((q.span for q in find_quotes(text) if q.span.start == start and q.closed), None)
    if quote is not None:
        return quote
    match = END.search(text, start, stop)
    return Span(start, match.start() if match else stop)
