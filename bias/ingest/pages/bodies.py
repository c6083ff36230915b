"""The text of pages that trafilatura reads in part: live pages, bodies in several boxes, fronts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any

_LEAST_ENTRIES = 4  # of a live page
_LEAST_TEASERS = 5  # of a front
_MORE = 1.25  # as many words as were found, from which on a part was lost
_ENOUGH = 60  # letters at its end that tell a paragraph
_ELSEWHERE = re.compile(
    r"comment|related|recommend|promo|newsletter|footer|sidebar|aside|share|social|subscribe|teaser|more-?stories|"
    r"recirc|outbrain|taboola|cookie|consent|caption|byline|author|bio\b|tag|breadcrumb|nav",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?|\d+ (?:seconds?|minutes?|mins?|hours?|hrs?) ago|"
    r"vor \d+ (?:Minuten?|Stunden?)|il y a \d+ \w+|hace \d+ \w+|(?:yesterday|gestern|hier|today|"
    r"heute)\b.*|.*\b\d{1,2}[:.]\d{2}\b.*)",
    re.IGNORECASE,
)


def live(root: Any) -> str:
    """The entries of a live page, each with its time, as they stand; "" for any other page."""
    times = [one for one in root.iter("time") if _TIME.fullmatch(_words(one))]
    entries: list[Any] = []
    for one in times:
        entry = _entry(one)
        if entry is not None and entry not in entries:
            entries.append(entry)
    shapes = {(one.tag, one.get("class")) for one in entries}
    if len(entries) < _LEAST_ENTRIES or len(shapes) > 2 or not all(map(_prose, entries)):
        return ""
    first = [
        _words(p) for p in root.iter("p") if not any(up in entries for up in p.iterancestors()) and _leads(p)
    ]
    return "\n".join([*first, *(line for entry in entries for line in _lines(entry))])


def _entry(time: Any) -> Any:
    """The box of an entry: the nearest that holds prose and no second time."""
    for up in time.iterancestors():
        if up.tag in ("body", "html", "main"):
            return None
        if len(list(up.iter("time"))) > 1:
            return None
        if any(len(_words(p).split()) >= 6 for p in up.iter("p")):
            return up
    return None


def _prose(entry: Any) -> bool:
    links = sum(len(_words(a)) for a in entry.iter("a"))
    return links < 0.5 * max(1, len(_words(entry)))


def _leads(paragraph: Any) -> bool:
    return len(_words(paragraph).split()) >= 12 and not _is_elsewhere(paragraph)


def _lines(entry: Any) -> list[str]:
    found: list[str] = []
    for one in entry.iter("time", "h2", "h3", "h4", "p", "li", "blockquote"):
        inner = any(child.tag in ("p", "li") for child in one.iterdescendants())
        if (words := _words(one)) and not inner:
            found.append(words)
    return found


def is_front(root: Any, text: str) -> bool:
    """Whether a page is a list of teasers: headings that lead elsewhere, each with the words below it."""
    teasers: list[Any] = []
    for heading in root.iter("h1", "h2", "h3", "h4"):
        linked = any(a.get("href") for a in heading.iter("a")) or any(
            up.tag == "a" for up in heading.iterancestors()
        )
        box = heading.getparent()
        while box is not None and box.tag == "a":
            box = box.getparent()
        if linked and box is not None and box.tag not in ("body", "html"):
            teasers.append(box)
    if len(teasers) < _LEAST_TEASERS:
        return False
    lines = [line for line in text.splitlines() if len(line.split()) >= 5]
    boxes = [box for box in teasers if len(list(box.iter("p"))) <= 2]
    within = {one for box in boxes for one in box.iter()}
    held = {_words(p) for box in boxes for p in box.iter()}
    held -= {_words(p) for p in root.iter("p") if p not in within}
    return bool(lines) and sum(len(line) for line in lines if line in held) >= 0.6 * sum(map(len, lines))


def fuller(root: Any, text: str) -> str:
    """The text with the paragraphs of the boxes alike that were left out; "" where none were.

    Some outlets part an article into several boxes, between advertisements: trafilatura takes one.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    line_of = _line_finder(lines)
    paragraphs = [(p, line_of(_words(p))) for p in root.iter("p") if _letters(_words(p))]
    shapes: dict[tuple[str, str], int] = {}
    for p, line in paragraphs:
        if line is not None:
            shapes[_shape(p)] = shapes.get(_shape(p), 0) + len(_words(p).split())
    found = sum(shapes.values())
    chosen = {shape for shape, n in shapes.items() if n >= 0.3 * found and shape[1]}
    alike = [
        (_words(p), line)
        for p, line in paragraphs
        if _shape(p) in chosen and not _is_elsewhere(p) and not _linked(p)
    ]
    if not chosen or sum(len(words.split()) for words, _ in alike) < _MORE * found:
        return ""
    return "\n".join(_put_in(lines, alike))


def _line_finder(lines: list[str]) -> Callable[[str], int | None]:
    """Tells the last line that a paragraph reached, by its letters alone; None for one that was left out."""
    letters = [_letters(line) for line in lines]
    ends = list(accumulate(map(len, letters)))
    whole = "".join(letters)

    def line_of(words: str) -> int | None:
        end = _letters(words)[-_ENOUGH:]
        at = whole.find(end)
        return None if at < 0 else bisect_left(ends, at + len(end))

    return line_of


def _put_in(lines: list[str], paragraphs: Iterable[tuple[str, int | None]]) -> list[str]:
    """The lines with paragraphs that they lack, each behind the one that stands before it in the page."""
    behind: dict[int, list[str]] = {}
    at = -1
    for words, line in paragraphs:
        if line is None:
            behind.setdefault(at, []).append(words)
        else:
            at = line
    found = behind.get(-1, [])
    for i, kept in enumerate(lines):
        found += [kept, *behind.get(i, [])]
    return found


def _letters(text: str) -> str:
    """What tells a paragraph, however its blanks and hyphens are written."""
    return re.sub(r"[\W_]+", "", text)


def _shape(paragraph: Any) -> tuple[str, str]:
    parent = paragraph.getparent()
    return (str(parent.tag), parent.get("class") or "") if parent is not None else ("", "")


def _linked(paragraph: Any) -> bool:
    links = sum(len(_words(a)) for a in paragraph.iter("a"))
    return links > 0.6 * len(_words(paragraph))


def _is_elsewhere(element: Any) -> bool:
    for up in (element, *element.iterancestors()):
        if up.tag in ("aside", "footer", "nav", "header", "form"):
            return True
        if up.tag not in ("body", "html") and _ELSEWHERE.search(
            f"{up.get('class') or ''} {up.get('id') or ''}"
        ):
            return True
    return False


def _words(element: Any) -> str:
    return _squeezed("".join(element.itertext()))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
