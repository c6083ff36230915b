"""Triples of the reader → attributions, with the rules a reader expects; measures of sourcing.

The model joins source, cue and content inside a window.  Rules on top of it know quotation marks: which
parts belong together, where a quotation really ends, what goes on in the next paragraph, and who passed it
on.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache
from itertools import pairwise

from bias import resources
from bias.model import Attribution, Kind, Name, Score, Span, Spans
from bias.reading.text.decoding import Parse, Triple
from bias.reading.text.quotations import Quote, find_quotes, quoted_mask
from bias.reading.text.words import count_quoted_words, count_words

GAP = re.compile(r"[\s\"“”„«»‘’'`,;:—–-]*")
INNER = re.compile(r"\s*(\S|\S.*?[^\s,;:])[\s,;:]*\Z", re.S)
LEAST_SPEECH = 4  # words of a quotation that stands alone
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT", "WORK_OF_ART", "EVENT", "LAW"})
_PASSED_ON = (
    r"told|telling|tells|interview(?:ed)? (?:with|for|to|by|on)|comments? (?:to|for)|speaking (?:to|on)|"
    r"statement to|talking to|said (?:on|to)|remarks? to|wrote (?:on|in|for)|posted on|quoted by|cited by|"
    r"(?:op-ed|column|article|essay|post) (?:in|for|on)"
)
_NAME = r"(?:[A-Z][\w’'.&-]*|\d+)(?:\s+(?:of\s+|the\s+)?(?:[A-Z][\w’'.&-]*|\d+))*"
DAY = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*")  # "told MSNBC Monday"
POSSESSIVE = re.compile(r"['’]s?$")
TOLD = re.compile(rf"\b(?:{_PASSED_ON})\s+(?:the\s+|its\s+|his\s+|her\s+)?({_NAME})")


def find_attributions(parse: Parse) -> Iterator[Attribution]:
    """Attributions of an article, in reading order; those without a source come too."""
    text = parse.article.text
    quotes = find_quotes(text)
    mask = quoted_mask(text, quotes)
    for triple in _continued(text, _tidied(text, quotes, parse.triples), quotes):
        if triple.cue or _is_speech(text, triple.content, mask):
            yield from_triple(parse, triple, mask)


def from_triple(parse: Parse, triple: Triple, mask: bytearray) -> Attribution:
    text = parse.article.text
    return Attribution(
        article_id=parse.article.id,
        source=triple.source,
        cue=triple.cue,
        content=triple.content,
        kind=kind_of(text, triple.content, mask),
        via=_via(parse, triple),
        confidence=round(triple.confidence, 4),
        named=_named(triple.source, parse.names),
    )


def _is_speech(text: str, content: Spans, mask: bytearray) -> bool:
    """Whether content without a cue is speech: a direct quotation that is too long for a term or a title."""
    words, _ = count_quoted_words(text, content, mask)
    return words >= LEAST_SPEECH and kind_of(text, content, mask) == "direct"


def kind_of(text: str, content: Spans, mask: bytearray) -> Kind:
    """The kind of an attribution by the share of its words in quotation marks.

    Direct from 90 % on, indirect up to 10 %, mixed between (PolNeAR).
    """
    words, quoted = count_quoted_words(text, content, mask)
    share = quoted / words if words else 0.0
    if share >= 0.9:
        return "direct"
    return "indirect" if share <= 0.1 else "mixed"


def score_sourcing(parse: Parse, attributions: Sequence[Attribution]) -> Iterator[Score]:
    """Measures of one article's sourcing; shares are left out where there is nothing to divide."""
    text, article_id = parse.article.text, parse.article.id
    mask = quoted_mask(text, find_quotes(text))
    total = len(attributions)
    yield Score(article_id, "attributions", total, total, tuple(a.cue[0] for a in attributions if a.cue))
    for kind in ("direct", "indirect", "mixed"):
        chosen = [a for a in attributions if a.kind == kind]
        if total:
            yield Score(article_id, f"share_{kind}", len(chosen) / total, total, _contents(chosen))
    words = count_words(text)
    if words:
        quoted = sum(count_quoted_words(text, a.content, mask)[1] for a in attributions)
        yield Score(article_id, "share_quoted_words", quoted / words, words, _contents(attributions))


def _contents(attributions: Sequence[Attribution]) -> Spans:
    return tuple(span for attribution in attributions for span in attribution.content)


# -- rules above the model ---------------------------------------------------------------------------


def _tidied(text: str, quotes: Sequence[Quote], found: Sequence[Triple]) -> list[Triple]:
    """Triples with clean spans: parts that touch joined, quotation marks inside, no blanks at the edges."""
    opening = {quote.span.start for quote in quotes if quote.opened}
    closing = {quote.span.end for quote in quotes if quote.closed}
    out = []
    for triple in found:
        content = [_with_marks(text, span, opening, closing) for span in _whole(text, triple.content)]
        if content:
            source, cue = _whole(text, triple.source), _whole(text, triple.cue)
            out.append(replace(triple, source=source, cue=cue, content=_merged(text, content)))
    return out


def _with_marks(text: str, span: Span, opening: Set[int], closing: Set[int]) -> Span:
    """A span that begins or ends just inside a quotation, widened to the mark."""
    start, end = span.start, span.end
    for width in (1, 2):
        if start - width in opening and text[start - width : start].strip("\"“„«‟`'‘") == "":
            start -= width
        if end + width in closing and text[end : end + width].strip("\"”»'’“.,!?…") == "":
            end += width
    return Span(start, end)


def _whole(text: str, spans: Spans) -> Spans:
    """Spans of whole words, without blanks and what closes a clause; those that hold nothing are left out.

    The model tags pieces of words, and may end a span amid one.
    """
    out = []
    for span in spans:
        match = INNER.match(text, span.start, span.end)
        if match:
            out.append(_widened(text, match.start(1), match.end(1)))
    return tuple(out)


def _widened(text: str, start: int, end: int) -> Span:
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def _merged(text: str, spans: Sequence[Span]) -> Spans:
    """Spans in order, joined where only blanks and marks lie between."""
    out: list[Span] = []
    for span in sorted(spans):
        if (
            out
            and "\n" not in text[out[-1].end : span.start]
            and GAP.fullmatch(text, out[-1].end, max(out[-1].end, span.start))
        ):
            out[-1] = Span(out[-1].start, max(span.end, out[-1].end))
        else:
            out.append(span)
    return tuple(out)


def _continued(text: str, found: Sequence[Triple], quotes: Sequence[Quote]) -> list[Triple]:
    """Gives a quotation that runs over paragraphs to the triple that it began in.

    Newspapers open each paragraph of it with a mark and close only the last one.
    """
    out = [triple for triple in found if triple.cue]
    loose = [triple for triple in found if not triple.cue]
    for before, after in pairwise(quotes):
        if not _runs_on(text, before, after):
            continue
        owner = next((i for i, triple in enumerate(out) if _overlaps(triple.content, before.span)), None)
        taken = any(_overlaps(triple.content, after.span) for triple in out)
        if owner is not None and not taken:
            content = tuple(sorted((*out[owner].content, after.span)))
            out[owner] = replace(out[owner], content=content)
            loose = [triple for triple in loose if not _overlaps(triple.content, after.span)]
    return sorted([*out, *loose], key=lambda triple: triple.content[0])


def _runs_on(text: str, before: Quote, after: Quote) -> bool:
    between = text[before.span.end : after.span.start]
    return not before.closed and after.opened and "\n" in between and not between.strip()


def _overlaps(spans: Spans, other: Span) -> bool:
    return any(span.start < other.end and other.start < span.end for span in spans)


def _named(source: Spans, names: Sequence[Name]) -> bool | None:
    """Whether the source holds a name; None where there is no source."""
    if not source:
        return None
    return any(name.label in NAMED and _overlaps(source, name.span) for name in names)


# -- to whom it was said ---------------------------------------------------------------------------------


def outlet_names(outlet: str, domains: Iterable[str] = (), others: Iterable[str] = ()) -> frozenset[str]:
    """By which names texts call an outlet, for `is_called`: small letters without blanks.

    Its own name ("Fox Online News") and that without words for the web ("foxnews"), its last word where that
    alone is a usual short form ("The Varn Post": "post"), the names in the domains of its addresses
    ("www.foxnews.com": "foxnews"), and `others`, names or domains that somebody gives.
    """
    found = set()
    for name in (outlet, *others):
        words = _name_words(name)
        kept = [word for word in words if word not in resources.word_set("outlet_web")]
        found |= {"".join(words), "".join(kept)}
        forms = resources.word_set("outlet_forms")
        if len(kept) > 1 and kept[-1].capitalize() in _media_words() and kept[-1] not in forms:
            found.add(kept[-1])
    found |= {_domain_name(one) for one in (*domains, *others) if "." in one and " " not in one.strip()}
    return frozenset(found - {""})


def is_called(name: str, names: Collection[str]) -> bool:
    """Whether a name in a text is that of an outlet, with what may follow: "Fox News Digital", "NPR's Morning
    Edition".  Behind one word that is no acronym only words such as "Radio" may follow: the "Times of Varn"
    is another outlet than the "Times"."""
    given = [word for word in name.split() if word.lower() != "the"]
    joined = ""
    for place, word in enumerate(given):
        bare = POSSESSIVE.sub("", word)
        joined += "".join(_name_words(bare))
        if joined not in names:
            continue
        after = given[place + 1 : place + 2]
        free = place > 0 or bare != word or (len(bare) > 1 and bare.isupper())
        if free or not after or after[0].lower() in resources.word_set("outlet_forms") or after[0].isdigit():
            return True
    return False


def _name_words(name: str) -> list[str]:
    words = re.findall(r"\w+", name.lower())
    return words[1:] if words[:1] == ["the"] and len(words) > 1 else words


def _domain_name(domain: str) -> str:
    """ "www.bbc.co.uk" → "bbc": the part that is registered, without hyphens."""
    host = re.sub(r"^[a-z]+://|[/:?#].*", "", domain.strip().lower())
    parts = host.split(".")[:-1]
    if len(parts) > 1 and parts[-1] in ("co", "com", "org", "net", "gov", "ac", "edu"):
        parts = parts[:-1]
    return parts[-1].replace("-", "") if parts else ""


def _via(parse: Parse, triple: Triple) -> str:
    """The outlet or platform to which the source said it, where the sentence of the cue names one."""
    article = parse.article
    text = article.text
    at = triple.cue[0].start if triple.cue else triple.content[0].start
    sentence = next((span for span in parse.sentences if span.start <= at < span.end), None)
    if sentence is None:
        return ""
    own = outlet_names(article.outlet, [article.url])
    for match in TOLD.finditer(text, sentence.start, sentence.end):
        inside, name = Span(match.start(1), match.end(1)), DAY.sub("", match.group(1)).rstrip(".,’'")
        if (
            not _overlaps(triple.content, inside)
            and not _overlaps(triple.source, inside)
            and (_is_outlet(name) or is_called(name, own))
        ):
            return name
    return ""


@cache
def _media_words() -> frozenset[str]:
    return frozenset(row["word"] for row in resources.lexicon("media_words"))


def _is_outlet(name: str) -> bool:
    return any(word in _media_words() for word in re.findall(r"\w+", name))
