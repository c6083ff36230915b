"""Tells what stands in place of an article: error pages, consent walls, the first lines before a paywall."""

from __future__ import annotations

import re
from functools import cache

from bias.resources import lexicon

_END = 40  # words at the end of a text in which the call to subscribe stands
_CUT = re.compile(r"(?:…|\.\.\.)?\s*\[\s*\+\s*[\d,.]+\s*(?:chars|characters)\s*\]\s*$")
_PROSE = 400  # words of running text that no stub has


def reason(title: str, text: str) -> str:
    """What the title and the text are in place of an article; "" for what may be one."""
    if _CUT.search(text):
        return "a stub: the service cut its text after a few lines; fetch the page itself"
    words = text.split()
    squeezed = " ".join(words[:_PROSE])
    end = " ".join(words[-_END:])
    for kind, where, most, pattern in _patterns():
        if len(words) > most and where != "title":
            continue
        whole = {"title": " ".join(title.split()), "all": squeezed, "text": squeezed, "end": end}[where]
        found = pattern.match(whole) if where == "title" else _found(pattern, whole, where)
        if found and (where != "title" or len(words) < 100):
            return f"no article but {kind}" if kind.startswith(("a ", "the ")) else f"no article: {kind}"
    return ""


def _found(pattern: re.Pattern[str], text: str, where: str) -> re.Match[str] | None:
    return pattern.fullmatch(text) if where == "all" else pattern.search(text)


@cache
def _patterns() -> tuple[tuple[str, str, int, re.Pattern[str]], ...]:
    def compiled(row: dict[str, str]) -> re.Pattern[str]:
        ending = r"(?:\s+[|–—-].*)?$" if row["where"] == "title" else ""
        return re.compile(f"(?:{row['pattern']}){ending}", re.IGNORECASE)

    return tuple(
        (row["kind"], row["where"], int(row["words"]), compiled(row)) for row in lexicon("not_articles")
    )
