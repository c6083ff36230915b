"""Personal names of an article, and the phrases that describe who bears them.  Knows names, not speakers.

The name finder overlooks some and takes titles for parts of others; what it finds is trimmed, and a
surname once known is a name wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from bias import resources
from bias.model import Name, Span
from bias.reading.roles.office_holders import is_holder
from bias.reading.roles.phrases import core_end, head_of
from bias.reading.roles.role_evidence import fold
from bias.reading.roles.role_words import SHORT_TITLES, LexiconMatch, Word, look_up, phrase_words
from bias.reading.speakers.mentions import HONORIFICS, PARTICLES, Person

OTHERS = frozenset(("ORG", "GPE", "NORP", "FAC", "EVENT", "PRODUCT", "WORK_OF_ART"))
BODIES = frozenset(("ORG", "FAC", "GPE", "WORK_OF_ART", "LAW"))
NAME_WORD = re.compile(r"^[^\W\d_a-z][\w’'.-]*$")
APPOSITION = re.compile(r"^(?:\s*\([^)]*\))?(?:,\s*(?:aged\s+)?\d{1,3})?\s*(?:,|–|—|\s-)\s*(?=\S)")
COPULA = re.compile(
    r"^\s*,?\s*(?:who\s+)?(?:is|was|became|has been|had been|(?:serve|work)(?:s|ed) as)\s+"
    r"(?=an?\b|the\b|one of\b|his\b|her\b|its\b)|"
    r"^\s+(?:calls|bills|describes|styles|presents) (?:him|her|them)sel(?:f|ves) (?:as )?(?=an?\b|the\b)"
)
LEADS = re.compile(
    r"^\s*,?\s*who\s+(?:also\s+|now\s+)?(?:heads|leads|headed|led|chairs|chaired|edits|represents|"
    r"(?:co-)?(?:runs|ran|owns|owned|manages|managed|operates|founded|opened)|set up|started|"
    r"(?:(?:co-)?(?:runs|owns) and )+(?:runs|owns)|(?:teaches|taught|lectures|studies|studied|researches)\b"
    r"[^,.;\n]{0,40}?\s(?:at|for)|works (?:for|at|with)|worked (?:for|at|with))\s+"
)
# "who replaced Ana Silva as chancellor", "who was named finance minister"
APPOINTED = re.compile(
    r"^\s*,?\s*who\s+(?:(?:has|had|will|later|then|now|recently|also|was|is|has been|had been)\s+)*"
    r"(?:appointed|named|elected|re-elected|made|sworn in|promoted to|became|become|took over|"
    r"(?:replaced|succeeded|stood in for|took over from) [^,.;\n]{3,40}?(?= as )|"
    r"serves|served|acts|doubles)\s+"
    r"(?:as\s+)?(?:the\s+)?(?:new\s+)?(?=[A-Za-z])"
)
# what somebody lives through: who is called nothing else is a citizen
LIVES = re.compile(
    r"^\s*(?:\([^)]*\))?(?:,\s*(?:aged\s+)?\d{1,3})?\s*,?\s*who\s+(?:has |had |have |also |still )*"
    r"(?:lives?|lived|fled|survived|witnessed|was born|grew up|moved to|returned to|escaped|"
    r"(?:was|were|is|being|been)\s+(?:injured|wounded|shot|stabbed|evicted|displaced|rescued|trapped|robbed|"
    r"evacuated|sacked|travelling|traveling|walking|shopping|on the (?:train|bus|plane|flight|beach))|"
    r"lost (?:his|her|their|a|two|three|four|everything|both)|"
    r"(?:attended|came|marched|travelled|traveled|arrived|queued|joined)\b[^,.;\n]{0,40}? with "
    r"(?:a|an|her|his|their)[\w -]{0,20} "
    r"(?:baby|toddler|son|daughter|child|children|family|wife|husband|mother|"
    r"father|sister|brother|friends?|grandchildren|dog))\b"
)
OF = re.compile(r"^\s*,?\s+?(?:of|from|at|with)\s+(?=(?:the|an?)\s+[\w]|[A-Z])")
STOPS = re.compile(r"[,;:.!?()\n“”\"–—]| - ")
_VERBS = resources.word_set("verbs")

_LINKS = frozenset(("of", "for", "at", "in", "to", "and", "on", "with", "into"))
ABBREVIATED = re.compile(rf"(?:\b(?:{SHORT_TITLES})|\b[A-Z](?:\.[A-Z])*)\.$")

_SMALL = resources.word_set("small")
BODY_NOUNS = resources.word_set("body_nouns")
ACRONYM = re.compile(r"[A-Z]{2,5}$")  # "WHO chief", "DG Tedros"
RANK = re.compile(r"(?:Maj(?:or)?|Brig(?:adier)?|Lt|Lieutenant|Rear|Vice|Air)-[A-Z]")  # "Major-Gen"
OPENERS = resources.word_set("openers")
CREDIT = re.compile(
    r"\s*[/|]?\s*(?:via\s+)?(?:Getty|REUTERS|Reuters|AFP|EPA|Shutterstock|Alamy|Anadolu|AP)\b"
)
OWNER = re.compile(r"[’']s ")
SHORT_FORM = re.compile(r"\s*\([A-Z][\w.-]{1,11}\)$")
GOES_ON = re.compile(r"(?: [A-Z][a-z’'-]+){1,2}")
PARTS_OF_BODIES = frozenset(("branch", "chapter", "wing", "unit", "division", "department", "ward", "region"))
SUFFIX = re.compile(r",? (Jr|Sr)\b\.?")
BEHIND = re.compile(r"(?: [a-z][\w-]*){1,3}")  # "the Lumo climate activist movement"


KIND = re.compile(r", (?:an?|the) ([a-z][\w -]{2,40}?)(?= (?:in|of|that|which|based|for)\b|[,.])")
AGED = re.compile(r"\s*(?:,\s*(?:aged\s+)?|\()\d{1,3}\b(?!\s*(?:%|per|million))")
ORIGINS = ("-based", "-born", "-trained", "-educated")  # "Dorn-based lawyer Ivo Lund"
PATTERNS = (
    (COPULA, "behind"),
    (APPOINTED, "behind"),
    (LEADS, "leads"),
    (APPOSITION, "behind"),
    (OF, "affiliation"),
)


TITLED = re.compile(  # what stands between an office and a name: "Home Minister Datuk Seri Ivo Lund"
    r"(?:(?:Datuk|Dato’?|Seri|Tan Sri|Tun|Alhaji|Hajia|Engr|Barr|Shri|Smt|Sir|Dame|Comrade|Mallam|"
    r"Nana|Madam|Otunba|Encik|Puan|Datin|Coun|Cr|Cllr)\.? )+$|"
    r"\b[A-Z]\.? $|(?<=, )(?:Mr|Mrs|Ms|Miss|Hon|Prof|Dr|Chief|SP|ASP|DSP|CSP|ACP|DCP|CP|IGP)\.? $"
)
CALLED = re.compile(  # "a farmer, who gave her name only as Maria"
    r"([^.;:!?\n,“”\"]{3,80}?),? who (?:gave|asked|wanted|wished|would|agreed|is|was)\b"
    r"[^.;:!?\n,“”\"]{0,50}? as $"
)


class _Taken:
    """Spans that do not overlap, in the order in which they were claimed."""

    def __init__(self, text: str) -> None:
        self.mask = bytearray(len(text))
        self.spans: list[Span] = []

    def free(self, span: Span) -> bool:
        return not any(self.mask[span.start : span.end])

    def block(self, span: Span) -> None:
        self.mask[span.start : span.end] = b"\x01" * (span.end - span.start)

    def take(self, span: Span | None) -> None:
        if span is not None and self.free(span):
            self.block(span)
            self.spans.append(span)


def find_people(text: str, names: Sequence[Name], sources: Sequence[Span]) -> list[Person]:
    """Personal names in reading order: persons of the name finder, and those that only sources hold.

    A name under which the text knows a newspaper or a movement is no person, and nor is a photo credit.
    """
    taken = _Taken(text)
    bodies = named_like_people(text, names)
    ends = frozenset(source.end for source in sources)
    for span in _called_persons(text, names, bodies):
        taken.take(_to_source_end(text, span, ends))
    short = {span.slice(text) for span in taken.spans} | _surnames(text, taken.spans)
    for name in names:  # "Major-Gen Pavel Renko" is no body where the text goes on with "Renko"
        if name.label in OTHERS and name.span.slice(text) not in bodies:
            taken.take(_overlooked(text, name.span, short))
    surnames = _surnames(text, taken.spans)
    given = {parts[0] for span in taken.spans if len(parts := _parts(text, span)) > 1}
    for source in filter(taken.free, sources):
        if source.slice(text) not in bodies:
            taken.take(_name_in_source(text, source, names, surnames, given))
    for name in names:  # "the Marrant Foundation" is no person, whoever is called Marrant
        if name.label in BODIES and " " in name.span.slice(text).strip():
            taken.block(name.span)
    full = sorted({span.slice(text) for span in taken.spans}, key=len, reverse=True)
    for known in [*(name for name in full if " " in name), *_surnames(text, taken.spans)]:
        for match in re.finditer(rf"(?<![\w’'-]){re.escape(known)}(?![\w-])", text):  # wherever it stands
            taken.take(Span(match.start(), match.end()))
    return [_person(text, span) for span in sorted(taken.spans)]


def _called_persons(text: str, names: Sequence[Name], bodies: Set[str]) -> Iterator[Span]:
    """What the name finder takes for persons, without bodies and those whose names are photo credits."""
    for name in names:
        ranked = RANK.match(text, name.span.start)  # the name finder takes "Major-Gen Pavel Renko" for a body
        if (name.label == "PERSON" or ranked) and name.span.slice(text) not in bodies:
            span = _trimmed(text, name.span)
            if span is not None and not _is_credit(text, span):
                yield span


def _to_source_end(text: str, span: Span, ends: Set[int]) -> Span:
    """A name with the last words of its source: the name finder cuts "Mirza Fakul" off "Islam Alam"."""
    match = GOES_ON.match(text, span.end)
    if match is None or match.end() not in ends or " " not in span.slice(text):
        return span
    return Span(span.start, match.end())


def _is_credit(text: str, span: Span) -> bool:
    return bool(CREDIT.search(text, span.start, span.end) or CREDIT.match(text, span.end))


def named_like_people(text: str, names: Sequence[Name]) -> set[str]:
    """Names that the name finder takes for a person's, and by which the text calls a body.

    "The newspaper Varn Dagblad", "the Lumo activist movement".
    """
    persons = [name.span for name in names if name.label == "PERSON"]
    surnames = _surnames(text, persons)
    return {
        span.slice(text)
        for span in persons
        if span.slice(text) not in surnames
        and (_behind_noun(text, span) or _before_noun(text, span) or _is_told_a_body(text, span))
    }


def _behind_noun(text: str, span: Span) -> bool:
    before = phrase_words(text, max(0, span.start - 20), span.start)
    return bool(before) and before[-1].text in BODY_NOUNS and text[before[-1].span.end : span.start] == " "


def _before_noun(text: str, span: Span) -> bool:
    alone = " " not in span.slice(text)
    return (
        alone
        and text[max(0, span.start - 4) : span.start] in ("the ", "The ")
        and noun_behind(text, span.end) in BODY_NOUNS
    )


def _is_told_a_body(text: str, span: Span) -> bool:
    """Whether a name goes on with what kind of body it is: "Halvex Air, the airline,"."""
    match = KIND.match(text, span.end)
    words = phrase_words(text, *match.span(1)) if match else []
    head = head_of(look_up(words), len(words)) if words else None
    return head is not None and head.entry.kind == "body"


def noun_behind(text: str, at: int) -> str:
    """The first noun for a body among the three small words behind a name; "" where there is none."""
    words = match.group().split() if (match := BEHIND.match(text, at)) else []
    return next((word for word in words if word in BODY_NOUNS), "")


def _overlooked(text: str, span: Span, known: Set[str]) -> Span | None:
    """A name that the name finder took for something else: its last word is a known surname."""
    short = _trimmed(text, span)
    words = phrase_words(text, short.start, short.end) if short is not None else []
    while words and (words[0].lower in OPENERS or (len(words) > 1 and ACRONYM.match(words[0].text))):
        words = words[1:]
    if 0 < len(words) < 4 and words[-1].text in known and words[0].text not in known - {words[-1].text}:
        return Span(words[0].span.start, words[-1].span.end)
    return None


def _person(text: str, span: Span) -> Person:
    parts = _parts(text, span)
    suffix = SUFFIX.match(text, span.end) or SUFFIX.search(text, span.start, span.end)
    return Person(span, parts[:-1], parts[-1], suffix.group(1) if suffix and len(parts) > 1 else "")


def _surnames(text: str, spans: Sequence[Span]) -> set[str]:
    """The last words of names of more than one word."""
    return {parts[-1] for span in spans if len(parts := _parts(text, span)) > 1}


def descriptions(text: str, person: Person) -> Iterator[tuple[Span, str]]:
    """Phrases that describe a named person: before the name, behind it, and where it belongs to."""
    start, end = person.span.start, person.span.end
    before = _before(text, start)
    if before is not None:
        yield before
    elif called := CALLED.search(text[max(0, start - 140) : start]):
        yield Span(*(max(0, start - 140) + at for at in called.span(1))), "behind"
    rest = text[end : end + 220]
    line = rest.split("\n", 1)[0]
    if lives := LIVES.match(line):
        yield Span(end, end + lives.end()), "lives"
    for pattern, kind in PATTERNS:
        match = pattern.match(line)
        if match is None:
            continue
        chunk = line[match.end() :]
        stop = STOPS.search(chunk)
        chunk = chunk[: stop.start()] if stop else chunk
        first = chunk.split(" ", 1)[0].lower()
        if kind == "behind" and pattern is APPOSITION and not _is_apposition(chunk, first, line, match.end()):
            continue
        if chunk.strip():
            yield (
                Span(end + match.end(), end + match.end() + len(chunk.rstrip())),
                "affiliation" if kind == "leads" else kind,
            )


def same_person(one: Person, other: Person) -> bool:
    """Whether two full names may be one: the surname alike, and the given names or their initials."""
    if fold(one.surname) != fold(other.surname) or one.suffix != other.suffix:
        return False
    if not (one.given and other.given):
        return True
    a, b = one.given[0], other.given[0]
    fa, fb = fold(a), fold(b)
    if _ends_with(one.given, other.given) or _ends_with(other.given, one.given):
        return True  # "Vega Solis" of "Ana Vega Solis"
    return (
        fa == fb
        or (min(len(a.rstrip(".")), len(b.rstrip("."))) <= 2 and fa[:1] == fb[:1])
        or (len(fa) > 3 and len(fb) > 3 and (fa.startswith(fb) or fb.startswith(fa)))
    )


def _ends_with(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Whether a name of several surnames goes on as the shorter one does."""
    size = len(shorter)
    return len(longer) > size and [fold(w) for w in longer[-size:]] == [fold(w) for w in shorter]


# -- parts -------------------------------------------------------------------------------------------


def _is_apposition(chunk: str, first: str, line: str, at: int) -> bool:
    """ ", the editor of …," or ", editor of …": not the next clause, not the next name of a list."""
    if first in (
        "and",
        "but",
        "or",
        "who",
        "which",
        "when",
        "where",
        "while",
        "said",
        "says",
        "told",
        "he",
        "she",
        "they",
        "it",
        "in",
        "on",
        "at",
    ):
        return False
    phrase = phrase_words(chunk)
    if not phrase:
        return False
    found = look_up(phrase)
    if first in ("a", "an", "the", "his", "her", "its", "their", "one"):
        head = head_of(found, core_end(chunk, phrase))
        clause = {word.lower for word in phrase} & _VERBS
        closed = not clause and line[at + len(chunk) : at + len(chunk) + 1] in (",", ".", "")
        if head is None:
            return closed
        if head.entry.kind == "polity":
            return bool(head.entry.role) and first in ("a", "an")  # ", a Nigerian who lives in Lagos,"
        return head.entry.kind not in ("body", "document", "crowd")
    return any(
        one.entry.kind in ("person", "office", "title") and one.first <= 3 and not one.entry.plural
        for one in found
    )


def _before(text: str, start: int) -> tuple[Span, str] | None:
    """The words right before a name that describe its bearer: "the Russian President's press secretary, ".

    What stands before a title comes first: "the president of the union, Prof. Ivo Lund".
    """
    titled = TITLED.search(text, max(0, start - 110), start)
    office = _right_before(text, titled.start()) if titled else None
    return office or _right_before(text, start)


def _right_before(text: str, start: int) -> tuple[Span, str] | None:
    left = max(0, start - 110)
    chunk = text[left:start]
    comma = re.search(r",\s*$", chunk)
    body = chunk[: comma.start()] if comma else chunk
    if bracket := SHORT_FORM.search(body):  # "the Lecturers' Union (LU), "
        body = body[: bracket.start()]
        start = left + len(body)
    if body != body.rstrip() and comma:
        return None
    cut = _last_stop(body)
    phrase = phrase_words(text, left + cut, left + len(body))
    if not phrase or text[phrase[-1].span.end : start].strip(" ,)\u00a0’'s"):
        return None
    found = look_up(phrase)
    if text[phrase[-1].span.end : start].strip() in ("’s", "'s", "’", "'"):
        bodies = [one for one in found if one.last == len(phrase) and one.entry.kind in ("body", "party")]
        return (bodies[-1].span, "affiliation") if bodies else None
    ends = [
        one
        for one in found
        if one.last == len(phrase) and one.entry.kind in ("person", "office", "title", "party")
    ]
    if not ends:
        return _office_before(text, phrase, found, bool(comma))
    if comma and not any(
        w.lower in ("the", "his", "her", "its", "their", "our", "a", "an")
        or text[w.span.end : w.span.end + 2] in ("’s", "'s")
        for w in phrase[-8:]
    ):
        return None
    first = min(one.first for one in ends)
    while first > 0 and _may_describe(phrase[first - 1].lower):
        first -= 1
        if len(phrase) - first > 9:
            break
    return Span(phrase[first].span.start, phrase[-1].span.end), "before"


def _last_stop(body: str) -> int:
    """Where the last phrase begins; the stops of "Gov." and "U.S." end none."""
    ends = (
        m.end() for m in STOPS.finditer(body) if m.group() != "." or not ABBREVIATED.search(body[: m.end()])
    )
    return max(ends, default=0)


def _office_before(
    text: str, phrase: Sequence[Word], found: Sequence[LexiconMatch], comma: bool
) -> tuple[Span, str] | None:
    """An office with what it is of: "the spokesperson for the port, ", "minister of mines and energy "."""
    heads = [
        one
        for one in found
        if one.entry.kind in ("person", "office") and one.last + 1 < len(phrase)
        and phrase[one.last].lower in ("of", "for", "at", "in", "to")
    ]  # fmt: skip
    own = head_of(found, len(phrase))
    if not heads or (not comma and own is not None and own.entry.kind in ("person", "office", "title")):
        return None  # "the press service of Danish leader " describes the leader by its last words
    head = heads[-1] if not comma else heads[0]
    behind = phrase[head.last : len(phrase)]
    known = {n for one in found for n in range(one.first, one.last)}
    if len(behind) > 9 or any(w.lower in _VERBS - _LINKS for w in behind):
        return None
    if not comma and (NAME_WORD.match(behind[-1].text) and len(phrase) - 1 not in known):
        return None  # "a friend of Michael" before "Brown"
    first = head.first
    while first > 0 and _may_describe(phrase[first - 1].lower):
        first -= 1
    opened = phrase[first].lower in ("the", "a", "an", "his", "her", "its", "their") or any(
        text[w.span.end : w.span.end + 2] in ("’s", "'s") for w in phrase[first : head.first]
    )
    if comma and not opened:
        return None
    return Span(phrase[first].span.start, phrase[-1].span.end), "behind"


def _may_describe(low: str) -> bool:
    return low not in _VERBS and not low.isdigit()


def _trimmed(text: str, span: Span) -> Span | None:
    """A personal name without titles before it and marks behind it; None where nothing is left."""
    tokens = phrase_words(text, span.start, span.end)
    while tokens and (tokens[0].lower in HONORIFICS or _is_title(tokens) or RANK.match(tokens[0].text)):
        tokens = tokens[1:]
    while tokens and (
        (not NAME_WORD.match(tokens[-1].text) and tokens[-1].lower not in PARTICLES)
        or tokens[-1].lower.rstrip(".") in ("jr", "sr")
    ):
        tokens = tokens[:-1]
    if (
        not tokens
        or len(tokens) > 5
        or (not NAME_WORD.match(tokens[0].text) and tokens[0].lower not in PARTICLES)
    ):
        return None
    owners = [n for n, word in enumerate(tokens[:-1]) if OWNER.match(text, word.span.end)]
    if owners and len(tokens) - owners[-1] > 2:
        tokens = tokens[owners[-1] + 1 :]  # "Féin’s Mave Hanran"
    if len(tokens) > 1 and tokens[-1].lower in PARTS_OF_BODIES:
        return None  # "Ilorin Branch"
    found = look_up(tokens)
    if any(
        one.last - one.first == len(tokens)
        and one.entry.kind in ("polity", "body", "party", "document", "crowd")
        for one in found
    ):
        return None
    if "\n" in text[tokens[0].span.start : tokens[-1].span.end]:
        return None
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _is_title(tokens: Sequence[Word]) -> bool:
    if len(tokens) < 2:
        return False
    found = look_up(list(tokens))
    return any(
        one.first == 0
        and one.last < len(tokens)
        and one.entry.kind in ("person", "title", "office", "polity", "side", "party")
        for one in found
    )


def _name_in_source(
    text: str, source: Span, names: Sequence[Name], surnames: Set[str], given: Set[str]
) -> Span | None:
    """A capitalised run in a source that the name finder overlooked, when it looks like a person's name."""
    phrase = phrase_words(text, source.start, source.end)
    found = look_up(phrase)
    if closing := _closing(text, phrase, found):
        return closing
    labelled = any(
        n.label in OTHERS and n.span.start < source.end and source.start < n.span.end for n in names
    )
    run = _capitalised(phrase, found)
    if not run or len(run) > 4:
        return None
    if run[0].text in given and run[0] is phrase[-1]:
        return run[0].span
    titled = any(
        one.entry.kind in ("person", "title", "office") and phrase[one.last - 1].span.end <= run[0].span.start
        for one in found
    )
    bracket = run[0] is not phrase[0] and text[run[0].span.start - 1] == "("
    if (
        titled
        and not bracket
        and not any(
            w.lower in ("of", "for", "from", "at", "in") for w in phrase if w.span.end <= run[0].span.start
        )
    ):
        return Span(run[0].span.start, run[-1].span.end)
    opens = all(word.lower in HONORIFICS for word in phrase[: phrase.index(run[0])])
    if opens and len(run) in (2, 3) and _is_of_person(text[run[-1].span.end : source.end]):
        return Span(run[0].span.start, run[-1].span.end)
    alone = len(run) == len(phrase)
    if run[0] is phrase[0] and len(run) == 1 and _is_surname(text, phrase, surnames):
        return run[0].span
    if (
        len(run) == 1
        and (alone or phrase[0] is run[0])
        and is_holder(run[0].text)
        and not any(one.entry.kind == "polity" for one in found)
    ):
        return Span(run[0].span.start, run[0].span.end)
    if alone and len(run) in (2, 3) and (not labelled or run[-1].text in surnames):
        return Span(run[0].span.start, run[-1].span.end)
    return None


def _closing(text: str, phrase: Sequence[Word], found: Sequence[LexiconMatch]) -> Span | None:
    """The name that closes a source behind an office or a title: "Dorn Quay spokesperson Hina Tapsell".

    Also behind a party or a title with a comma: "Green Party’s Mave Hanran", "Comrade Tunde Salo".
    """
    taken = {n for one in found for n in range(one.first, one.last) if one.entry.kind != "side"}
    first = len(phrase)
    while first and first - 1 not in taken and _is_of_name(phrase[first - 1], last=first == len(phrase)):
        if first < len(phrase) and text[phrase[first - 1].span.end : phrase[first].span.start] != " ":
            break
        first -= 1
    while first < len(phrase) and (phrase[first].lower in HONORIFICS or phrase[first].lower in PARTICLES):
        first += 1
    if first == 0 or not 2 <= len(phrase) - first <= 4 or phrase[first - 1].lower in PARTICLES:
        return None
    gap = text[phrase[first - 1].span.end : phrase[first].span.start]
    owned = gap in ("’s ", "'s ", "’ ", "' ")
    kinds = ("party", "body") if owned else ("person", "office", "title")
    headed = any(one.last == first and one.entry.kind in kinds for one in found)
    honoured = gap == " " and phrase[first - 1].lower in HONORIFICS - {"the"}
    if not (honoured or (headed and (owned or gap == " "))):
        return None
    return Span(phrase[first].span.start, phrase[-1].span.end)


def _is_of_name(word: Word, *, last: bool) -> bool:
    """Whether a word may stand in a personal name; a particle does not close one."""
    return bool(NAME_WORD.match(word.text)) or (word.lower in PARTICLES and not last)


def _is_of_person(behind: str) -> bool:
    """Whether what follows a name is said of a person: ", who runs it", ", 34", ", Labour MP for Dorn"."""
    comma = APPOSITION.match(behind)
    if comma is None:
        return False
    rest = behind[comma.end() :]
    if AGED.match(behind) or rest.startswith("who "):
        return True
    phrase = phrase_words(rest)
    head = head_of(look_up(phrase), core_end(rest, phrase)) if phrase else None
    return head is not None and head.entry.kind in ("person", "office", "title")


def _capitalised(phrase: Sequence[Word], found: Sequence[LexiconMatch]) -> list[Word]:
    """The first run of capitalised words that no lexicon knows, without acronyms and titles before a name."""
    taken = {n for one in found for n in range(one.first, one.last)}
    run: list[Word] = []
    for n, word in enumerate(phrase):
        named = NAME_WORD.match(word.text) and n not in taken and word.lower not in _SMALL
        if (named and not word.lower.endswith(ORIGINS)) or (run and word.lower in PARTICLES):
            run.append(word)
        elif run:
            break
    while len(run) > 1 and (ACRONYM.match(run[0].text) or run[0].lower in HONORIFICS):
        run = run[1:]
    return run


def _is_surname(text: str, phrase: Sequence[Word], surnames: Set[str]) -> bool:
    """Whether a source that opens with one capitalised word has a surname there, perhaps misspelled."""
    word = phrase[0]
    alone = len(phrase) == 1 or text[word.span.end : word.span.end + 6].startswith((", who ", ","))
    return alone and any(nearly(word.text, surname) for surname in surnames)


def nearly(one: str, other: str) -> bool:
    """Whether two surnames of four letters or more differ by one letter, and not by the first."""
    one, other = sorted((fold(one), fold(other)), key=len)
    if len(one) < 4 or len(other) - len(one) > 1 or one[0] != other[0]:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at:] == other[at + 1 :] or one[at + 1 :] == other[at + 1 :]


def _parts(text: str, span: Span) -> tuple[str, ...]:
    """The words of a name, particles joined to what follows: ("Ursula", "von der Leyen")."""
    tokens = [
        w.text for w in phrase_words(text, span.start, span.end) if w.lower.rstrip(".") not in ("jr", "sr")
    ]
    if not tokens:
        return (text[span.start : span.end],)
    for n, token in enumerate(tokens[1:], 1):
        if token.lower() in PARTICLES and token.islower() and n + 1 <= len(tokens):
            return (*tokens[:n], " ".join(tokens[n:]))
    return tuple(tokens)
