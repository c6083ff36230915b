"""An article → the countries that it speaks of.  Knows no speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from bias import resources
from bias.model import Article
from bias.reading.roles.parties import homes_of, is_short
from bias.reading.roles.role_words import LexiconMatch, look_up, phrase_words

OPENING = 3000  # code points of a text in which countries are looked for
TITLE = 2  # how often a country of the title counts


def places_of(article: Article) -> tuple[str, ...]:
    """The countries of the title and the first paragraphs, most often named first, then the outlet's own.

    The outlet's is that of its address.
    """
    counts: Counter[str] = Counter()
    opening = look_up(phrase_words(article.text[:OPENING]))
    for found, weight in ((look_up(phrase_words(article.title)), TITLE), (opening, 1)):
        for one in found:
            acronym = one.entry.kind == "body" and len(one.entry.words) <= 4
            if one.entry.polity and one.entry.kind in ("polity", "region", "body") and not acronym:
                counts[one.entry.polity] += weight
    named = tuple(polity for polity, _ in counts.most_common()) or _of_parties(opening)
    home = _of_address(article.url)
    return named if home in named or not home else (*named, home)


def _of_address(url: str) -> str:
    """The country of an outlet's address: "https://dorn.co.za/1" is South African; "" where it tells none."""
    host = urlsplit(url).hostname or ""
    return _domains().get(host.rpartition(".")[2], "")


@cache
def _domains() -> dict[str, str]:
    rows = resources.lexicon("polities")
    return {row["domain"]: row["name"] for row in rows if row["domain"]}


def _of_parties(opening: Sequence[LexiconMatch]) -> tuple[str, ...]:
    """The one country to which several of the parties belong, where none is named: "the EFF", "the DA".

    By short forms alone: any country may have a Civic Union and a Green party.
    """
    found = {one.entry.words for one in opening if one.entry.kind == "party"}
    parties = {name for name in found if is_short(name) and name.isupper()}
    counts = Counter(polity for name in parties for polity in homes_of(name))
    most = max(counts.values(), default=0)
    polities = tuple(polity for polity, count in counts.items() if count == most)
    return polities if most > 1 and len(polities) == 1 else ()
