"""Attributions in PolNeAR's wide sense → those that report what somebody said, thought or left unsaid.

The reader finds all that PolNeAR counts, acts and opinions among them: "backed the bill", "was declared".
Who is heard is asked more narrowly: an attribution stays where its cue or its quotation marks tell of words,
of thoughts or of silence, and it says which.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from bias import resources
from bias.model import Act, Attribution, Span, joined
from bias.reading.text.attributions import find_attributions, from_triple, kind_of
from bias.reading.text.completion import ACCUSED, SURE, completed
from bias.reading.text.cues import cue_act
from bias.reading.text.decoding import Parse
from bias.reading.text.layouts import laid_out
from bias.reading.text.overlooked import asides, silences, without_frame
from bias.reading.text.quotations import QUOTATION_MARKS, find_quotes, quoted_mask
from bias.reading.text.words import count_quoted_words

AHEAD = re.compile(r"(?:will|would|shall|may|might|to)\b", re.I)
DAY = re.compile(  # "a study Tuesday that suggests …": the day is no source
    r"\W*(?:(?:on|late|early|last)\s+)*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow)"
    r"(?:\s+(?:morning|afternoon|evening|night))?\W*",
    re.I,
)
OWN = re.compile(r"(?:I|[Ww]e|[Yy]ou)\b")  # in a quotation: who speaks there already, or whom he speaks to
CITED = 0.85  # probability from which somebody who is cited in a quotation counts
PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are|be)\s+(?:\w+ly\s+|also\s+|later\s+|first\s+|then\s+)?"
    r"(?:told|warned|informed|advised|assured|urged|notified|reminded|instructed|ordered|briefed|encouraged)\s*\Z"
)
BY = re.compile(r"\s+by\s+((?:[\w’'-]+\s){0,5}?[\w’'-]+)(?=,?\s+(?:that|to|of|how|not|about|on|in)\b|[,.;])")
SUBJECT = re.compile(r"(?:he|she|it|they)", re.I)
HAS = re.compile(r"(?:has|have|says|say)\b")
DONE = re.compile(r"[a-z]+ed\b|[a-z]+s\b")
PRESENT = re.compile(
    r"\s+(?:wants?|hopes?|plans?|believes?|thinks?|expects?|intends?|will|would|can|is|are)\b"
)
UNNAMED = re.compile(
    r"\W*(?:that (?:his|her|their) (?:full |real )?names? |(?:only )?(?:to be|not to be|to remain) )"
    r"(?:further |not be |be )*(?:named|identified|quoted|used|withheld|published|anonymous|unnamed)\b"
    r"|\W*anonymity\b"
)
AND = re.compile(r",?\s+(?:and|but)\s+\Z")
SPOKEN = 3  # words in quotation marks that make an attribution speech whatever its verb
SENTENCE_END = re.compile(r"[.!?…:]\W*\Z")
THAT = re.compile(r"\W*that\b", re.I)
CLAUSE = re.compile(r"\W*(?:that|how|why|whether|if|what|who|when|where|there|they|he|she|it|we)\b", re.I)
_TALK = (
    r"(?:comment|respond|repl(?:y|ied)|answer|elaborat|discuss|say|said|speak|talk|disclos|reveal|specif|provid|"
    r"confirm|address|return|offer|give|given|explain|mention|name|identif|detail)"
)
_SILENCE = re.compile(
    rf"(?:has |have |had )?(?:declin\w+|refus\w+)(?:\s+\w+)?\s+to\s+(?:\w+ly\s+)?(?:be\s+)?"
    rf"(?:{_TALK}|interviewed|drawn)"
    rf"|(?:did|does|do|has|have|had|would|will|could)(?:\s+(?:not|never)|n[’']t)(?:\s+(?:yet|immediately|directly|"
    rf"publicly|been|so far|respond\w*))*\s+{_TALK}"
    rf"|(?:not|n[’']t|yet|failed)\s+(?:immediately\s+)?(?:to\s+)?(?:(?:publicly\s+)?{_TALK}|responded|commented)"
    r"|\w+\s+no\s+(?:immediate\s+)?(?:comment|response|reply|answer)\b|could\s+not\s+be\s+reached\b"
    r"|\w+\s+unavailable\s+for\s+comment\b|(?:remain|kept|stay)\w*\s+(?:silent|mum|tight-lipped)\b"
    rf"|without\s+(?:\w+ly\s+)?{_TALK}\w*",
    re.I,
)


def find_reports(parse: Parse) -> tuple[Attribution, ...]:
    """The attributions of an article that report speech, thought or silence, in reading order.

    One may stand inside another: "she said that *the police had warned her*".  `confidence` is calibrated.
    """
    text = parse.article.text
    found = reports_of(parse)
    return tuple(replace(one, confidence=_calibrated(confidence_features(text, one))) for one in found)


def reports_of(parse: Parse) -> tuple[Attribution, ...]:
    """The same with the reader's own probabilities, which rank and are not calibrated."""
    text = parse.article.text
    mask = quoted_mask(text, find_quotes(text))
    read = (_without_day(text, one) for one in find_attributions(parse))
    found = [part for one in read for part in _at_sentence_ends(text, one, mask)]
    found += [
        from_triple(parse, triple, mask)
        for triple in parse.nested
        if not mask[triple.cue[0].start]
        or (triple.confidence >= CITED and not OWN.match(text, triple.source[0].start))
    ]
    found += without_frame(parse, mask)
    found += silences(parse, found, mask)
    beside = list(asides(parse, found, mask))
    found = [one for one in found if one.source or not any(_share_cue(one, other) for other in beside)]
    found += beside
    found = _runs(text, sorted(found, key=_place), mask)
    found = [_main_verb(text, one, found) for one in found]
    found = [completed(parse, one, found, mask) for one in found]
    found = [part for one in found if (part := _by_whom(text, one)) is not None]
    acts = ((one, _act(text, one, mask)) for one in found)
    told = [replace(one, act=act) for one, act in acts if act is not None]
    return tuple(sorted(laid_out(parse, told), key=_place))


def _without_day(text: str, one: Attribution) -> Attribution:
    """An attribution whose source is a day, without a source."""
    days = bool(one.source) and all(DAY.fullmatch(part.slice(text)) for part in one.source)
    return replace(one, source=(), named=None) if days else one


def _act(text: str, attribution: Attribution, mask: bytearray) -> Act | None:
    """What its source does: speech, thought or silence; None where the text tells of no such thing."""
    if not attribution.cue:
        return "speech"
    _, quoted = count_quoted_words(text, attribution.content, mask)
    cue, content = Span(attribution.cue[0].start, attribution.cue[-1].end), attribution.content[0]
    said = cue.slice(text)
    if UNNAMED.match(text, content.start):
        return None  # "who asked not to be named": of the same statement
    following = text[cue.start : max(cue.end, content.start + 40)] if content.start >= cue.end else said
    if quoted < SPOKEN and _SILENCE.match(following):
        return "silence"
    act = cue_act(said)
    if act in ("weak", "clause", "feeling", "") and AHEAD.match(said):
        return None  # "they will discuss “topical issues”": nobody said it
    if act == "deed" and attribution.kind != "direct":  # "blocked the order": done, and nothing said
        return "speech" if THAT.match(text, content.start) else None  # but "passed on that nobody was hurt"
    if attribution.kind == "direct" or (quoted >= SPOKEN and attribution.source):
        return "speech"
    if not attribution.source:
        return "speech" if ACCUSED.search(said) else None
    if act in ("speech", "thought"):
        return "thought" if act == "thought" else "speech"
    if act in ("weak", "clause") and CLAUSE.match(text, content.start):
        return "speech"
    sure = (attribution.confidence or 0) >= SURE and act != "clause" and not _is_dateline(text, attribution)
    told: Act = "thought" if act == "feeling" else "speech"
    return told if sure else None


def confidence_features(text: str, one: Attribution) -> tuple[float, float, float]:
    """What tells right statements from wrong ones: the reader's log odds, whether the verb is one of speech,
    whether there is none."""
    raw = min(max(one.confidence or 0.0, 0.02), 0.998)
    act = cue_act(joined(one.cue, text)) if one.cue else "none"
    return math.log(raw / (1 - raw)), float(act == "speech"), float(act == "none")


def _calibrated(features: Sequence[float]) -> float:
    """The share of statements like this one that are right; see models/reader/card.md."""
    model = _confidence()
    score = sum(w * f for w, f in zip(model["weights"], features, strict=True)) + model["bias"]
    return round(1 / (1 + math.exp(-score)), 4)


@cache
def _confidence() -> Any:
    return json.loads((resources.model_folder("reader") / "confidence.json").read_text(encoding="utf-8"))


def _is_dateline(text: str, attribution: Attribution) -> bool:
    """ "MOSCOW: Russia will …" is nobody's statement."""
    return (
        not any(map(str.isalpha, joined(attribution.cue, text)))
        and joined(attribution.source, text).isupper()
    )


def _main_verb(text: str, one: Attribution, found: Sequence[Attribution]) -> Attribution:
    """A second verb of the main clause has its subject, and ends what the first one reports.

    "Ana Silva has said she wants to sell the port and pointed to a debt": pointed is hers, as said is.
    """
    for other in found:
        if other is not one and one.cue and _goes_on(text, one, other):
            return replace(one, source=other.source, named=other.named)
        if other is not one and one.cue and _goes_on(text, other, one):
            stop = other.cue[0].start - len(AND.search(text[: other.cue[0].start]).group())  # type: ignore[union-attr]
            return replace(one, content=(Span(one.content[0].start, stop),))
    return one


def _by_whom(text: str, one: Attribution) -> Attribution | None:
    """A statement that is told in the passive, with who told it; None where nobody is named.

    "Residents were warned by the council that the water was bad": it is not what the residents say.
    """
    if not (one.source and one.cue) or one.kind == "direct" or one.source[0].start > one.cue[0].start:
        return one
    if PASSIVE.search(text[one.source[0].start : one.cue[-1].end]) is None:
        return one
    behind = BY.match(text, one.cue[-1].end)
    if behind is None or behind.start(1) >= one.content[-1].end:
        return None
    return replace(one, source=(Span(*behind.span(1)),), named=None)


def _goes_on(text: str, second: Attribution, first: Attribution) -> bool:
    """Whether a verb that the reader takes for one of a pronoun inside a statement stands beside its verb."""
    if not (
        first.cue and second.cue and first.source and len(first.content) == 1 and len(second.source) == 1
    ):
        return False
    at, content = second.cue[0].start, first.content[0]
    pronoun = second.source[0]
    return (
        content.start <= pronoun.start < at < content.end
        and SUBJECT.fullmatch(pronoun.slice(text)) is not None
        and HAS.match(text, first.cue[0].start) is not None
        and DONE.match(text, at) is not None
        and AND.search(text[content.start : at]) is not None
        and PRESENT.match(text, pronoun.end) is not None
    )


# -- where one statement ends and the next begins ------------------------------------------------------


def _at_sentence_ends(text: str, attribution: Attribution, mask: bytearray) -> Iterator[Attribution]:
    """An attribution cut where its sentence ends: a further quotation without a cue is one of its own.

    “We won,” said Ana Silva. “They broke every rule.”  The second one has no source: who speaks there is
    asked anew.
    """
    groups: list[list[Span]] = []
    for part in attribution.content:
        if groups and not _ends_between(text, groups[-1][-1], part, mask):
            groups[-1].append(part)
        else:
            groups.append([part])
    if len(groups) == 1 or not attribution.cue:
        yield attribution
        return
    before = [number for number, group in enumerate(groups) if group[0].start < attribution.cue[0].start]
    own = before[-1] if before else 0
    for number, group in enumerate(groups):
        content = tuple(group)
        kind = kind_of(text, content, mask)
        if number == own:
            yield replace(attribution, content=content, kind=kind)
        else:
            yield replace(attribution, source=(), cue=(), content=content, kind=kind, named=None, via="")


def _ends_between(text: str, before: Span, after: Span, mask: bytearray) -> bool:
    """Whether a sentence ends between two parts of a content, and a quotation begins behind it."""
    gap = text[before.end : after.start].strip(QUOTATION_MARKS + " ")
    if not mask[after.start]:
        return False
    if any(letter.isalpha() for letter in gap):
        return SENTENCE_END.search(gap) is not None
    plain = not mask[max(before.start, before.end - 2)]
    ended = text[before.start : after.start].rstrip(QUOTATION_MARKS + " \n")
    return plain and SENTENCE_END.search(ended) is not None


def _runs(text: str, parts: Sequence[Attribution], mask: bytearray) -> list[Attribution]:
    """Quotations without a cue that follow each other with nothing between, as one."""
    out: list[Attribution] = []
    for part in parts:
        last = out[-1] if out else None
        if last is not None and not last.cue and not part.cue and _touch(text, last, part):
            content = (*last.content, *part.content)
            sure = min(last.confidence or 0, part.confidence or 0)
            out[-1] = replace(last, content=content, kind=kind_of(text, content, mask), confidence=sure)
        else:
            out.append(part)
    return out


def _touch(text: str, one: Attribution, other: Attribution) -> bool:
    return not text[one.content[-1].end : other.content[0].start].strip(QUOTATION_MARKS + " \n")


def _share_cue(one: Attribution, other: Attribution) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.cue for b in other.cue)


def _place(attribution: Attribution) -> Span:
    return attribution.content[0]
