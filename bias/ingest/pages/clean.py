"""A pasted web page → its title, author, date and article text, by rules.  Knows no HTML and no files.

The rules drop only short lines that match one, and would rather keep too much: what stands between
the first and the last paragraph is touched only by rules that hold anywhere on a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from bias.ingest.pages import bylines, unwrap
from bias.resources import lexicon

_LONGEST = 400  # code points; no rule looks at a longer line
_HEADLINE = range(3, 26)  # words
_CRUMB = re.compile(r"\s*[»›>→]\s*|\s+[/|]\s+")
_STAMP = re.compile(r"(?:first |last )?(?:published|updated|posted|modified)\b", re.IGNORECASE)
_END = re.compile(r"""[.!?…]["'”’»)\]]*$""")
_OPEN = re.compile(
    r"[:;,]$|^[A-Z][\w .,]{2,40}\((?:AP|AFP|Reuters|CNN|UPI|dpa)\)"
)  # goes on, or opens a wire story
_SPOKEN = re.compile(r"""[!?]["”’»]$""")
_OPENING = '"“‘«„'
_PERIOD = re.compile(r"""[.…]["'”’»)\]]*$""")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What a page says about its article; `dropped` are the lines left out, in their order."""

    text: str
    title: str = ""
    author: str = ""
    published: str = ""
    outlet: str = ""
    methods: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    edge: bool
    words: int
    matches: Callable[[str], re.Match[str] | None]


def clean(page: str) -> Cleaned:
    """The article of a pasted page, its paragraphs parted by a blank line."""
    lines = unwrap.paragraphs(page)
    kinds = [kind_of(line) for line in lines]
    first, last = _body(lines, kinds)
    title, title_how, heading = _title(lines, kinds, first)
    if heading == first:
        kinds[first] = "title"
        first, last = _body(lines, kinds)
    told = _mark_head(lines, kinds, first, title, heading)
    _mark_edges(lines, kinds, first, last)
    _mark_related(lines, kinds)
    kept = [unwrap.strip_bullet(line) for line, kind in zip(lines, kinds, strict=True) if not kind]
    if not kept:
        return Cleaned(page, methods={"text": "as pasted"})
    dropped = tuple(line for line, kind in zip(lines, kinds, strict=True) if kind)
    methods = {"text": f"paste rules, {len(dropped)} lines dropped", "title": title_how, "author": "byline"}
    methods |= {"published": "dateline", "outlet": "name above the dateline"}
    return Cleaned("\n\n".join(kept), title, **told, methods=methods, dropped=dropped)


def kind_of(line: str, *, edge: bool = False) -> str:
    """The kind of page furniture that the line is, "" for none; `edge` asks the rules of the edges too."""
    if len(line) > _LONGEST:
        return ""
    count = len(line.split())
    for rule in _rules():
        if count <= rule.words and (edge or not rule.edge) and rule.matches(line):
            return rule.kind
    return ""


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(row["kind"], row["where"] == "edge", int(row["words"]), _matcher(row))
        for row in lexicon("page_lines")
    )


def _matcher(row: dict[str, str]) -> Callable[[str], re.Match[str] | None]:
    flags = 0 if row["kind"] == "agency" else re.IGNORECASE
    # a colon or full stop after a prompt, an arrow before it: "Related:", "» Read more"
    return re.compile(rf"[\s»›>→]*(?:{row['pattern']})[\s:.!…»›>→]*", flags).fullmatch


def _body(lines: Sequence[str], kinds: Sequence[str]) -> tuple[int, int]:
    """Index of the first and of the last line that can only be a paragraph; the whole page if none can."""
    sure = [i for i, line in enumerate(lines) if not kinds[i] and _is_paragraph(line)]
    return (sure[0], sure[-1]) if sure else (0, len(lines) - 1)


def _is_paragraph(line: str) -> bool:
    words = len(line.split())
    if breadcrumb(line):
        return False
    ends = words >= 5 and _PERIOD.search(line) is not None
    return words > _HEADLINE[-1] or (ends and not kind_of(line, edge=True))


def _title(lines: Sequence[str], kinds: Sequence[str], first: int) -> tuple[str, str, int]:
    """The title, how it was found, and the index of its line (-1 when only the breadcrumb has it)."""
    tail = next((crumb for line in lines[: first + 1] if (crumb := breadcrumb(line))), "")
    heads = [i for i in range(first) if not kinds[i] and not breadcrumb(lines[i]) and _is_headline(lines[i])]
    for i in range(min(first + 1, len(lines) - 1)):
        # such a headline may end like a sentence: then the first sure paragraph is the headline itself
        if tail and not breadcrumb(lines[i]) and _same(lines[i], tail):
            return lines[i], "headline confirmed by breadcrumb", i
    if not heads and first == 1 and len(lines) > 2 and _is_short_headline(lines[0], kinds[0]):
        return lines[0], "headline", 0  # nothing but a short one stands above the text
    if heads:
        return lines[heads[0]], "headline", heads[0]
    if len(tail.split()) >= 4:
        return tail, "breadcrumb", -1
    return "", "", -1


def breadcrumb(line: str) -> str:
    """The last part of a "Home » World » …" line; "" when the line is none."""
    if len(line) > _LONGEST:
        return ""
    parts = [part.strip() for part in _CRUMB.split(line) if part.strip()]
    leads = parts[:-1]
    if not leads or any(len(part.split()) > 4 or _END.search(part) for part in leads):
        return ""
    home = re.fullmatch(r"(?:home ?(?:page)?|main|start|front page|news)", leads[0], re.IGNORECASE)
    return parts[-1] if home or (len(leads) >= 2 and len(parts[-1].split()) <= _HEADLINE[-1]) else ""


def _is_headline(line: str) -> bool:
    if _PERIOD.search(line) or _OPEN.search(line) or len(line.split()) not in _HEADLINE:
        return False
    return not (kind_of(line, edge=True) or bylines.read(line))


def _is_short_headline(line: str, kind: str) -> bool:
    return (
        not (kind or _PERIOD.search(line) or _OPEN.search(line) or kind_of(line, edge=True))
        and len(line.split()) == 2
    )


def _mark_head(
    lines: Sequence[str], kinds: list[str], first: int, title: str, heading: int
) -> dict[str, str]:
    """Mark what stands above the first paragraph and is none; returns the fields it told.

    A name above the dateline is the author's; the outlet's where it cannot be, or another line has that.
    """
    author = published = outlet = ""
    signed = any(found.author for line in lines[:first] if (found := bylines.read(line)))
    for i in range(first):
        if kinds[i]:
            continue
        line = lines[i]
        read = bylines.read(line)
        named = None if read else bylines.name_above_date(line, lines[i + 1 : i + 2])
        byline = read or named
        if breadcrumb(line):
            kinds[i] = "breadcrumb"
        elif i == heading or (title and _same(line, title)):
            kinds[i] = "title"
        elif byline:
            kinds[i] = "byline"
            published = published or byline.published
            if named and (signed or bylines.is_outlet(line)):
                outlet = outlet or byline.author
            else:
                author = author or byline.author
        elif i < heading and len(line.split()) < _HEADLINE[0] and not _END.search(line):
            kinds[i] = "kicker"
    return {"author": author, "published": published, "outlet": outlet}


def _mark_edges(lines: Sequence[str], kinds: list[str], first: int, last: int) -> None:
    for i in [*range(first), *range(last + 1, len(lines))]:
        kinds[i] = kinds[i] or kind_of(lines[i], edge=True)
    for i in range(last + 1, len(lines)):
        if not kinds[i] and _STAMP.match(lines[i]) and bylines.read(lines[i]):
            kinds[i] = "dateline"


def _mark_related(lines: Sequence[str], kinds: list[str]) -> None:
    """Mark the links below a "You may also like".

    Amid the article the last of them stays: it may be the heading of the next section.
    """
    i = 0
    while i < len(lines):
        if kinds[i] != "related":
            i += 1
            continue
        end = i + 1
        while end < len(lines) and (kinds[end] or _is_link(lines[end])):
            end += 1
        for j in range(i + 1, end if end == len(lines) else end - 1):
            kinds[j] = kinds[j] or "link"
        i = end


def _is_link(line: str) -> bool:
    """A headline at most: what ends like a sentence of prose, or is one quotation, is a paragraph."""
    spoken = _SPOKEN.search(line) or (line[0] in _OPENING and _END.search(line))
    return len(line.split()) <= 25 and not _PERIOD.search(line) and not spoken


def _same(line: str, title: str) -> bool:
    """Whether both are one headline; either may be cut by … or carry the outlet's name behind a bar."""
    ours, theirs = _letters(line), _letters(title)
    if ours == theirs:
        return True
    cut = min(ours, theirs, key=len)
    rest = max(line, title, key=len)[min(len(line), len(title)) :]
    marked = title.endswith(("…", "...")) or line.endswith(("…", "...")) or re.match(r"\s*[|–—-]\s", rest)
    return len(cut) >= 12 and bool(marked) and ours[: len(cut)] == theirs[: len(cut)]


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
