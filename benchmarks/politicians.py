"""How many of the politicians that articles name are in the tables of offices, by country.

    python benchmarks/politicians.py articles.jsonl …

A politician is who bears a political title right before a full name ("Sen. Ada Lind", "Danish Foreign
Minister Jon Brok").  He resolves where the tables give his office on the day of the article.  The country
is that of the title, else that which the article speaks of most.  One person counts once an article.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bias.model import Article, Span
from bias.reading.roles.office_holders import holder
from bias.reading.roles.places import places_of
from bias.reading.roles.role_evidence import evidence

TITLE = (
    r"(?:Vice |Deputy |Acting )?(?:President|Premier|Chancellor|Prime Minister|PM|Taoiseach)|"
    r"(?:[A-Z]\w+ ){0,2}Minister(?: of [A-Z]\w+(?: and [A-Z]\w+)?)?|Minister for [A-Z]\w+|"
    r"(?:[A-Z]\w+ )?Secretary(?: of (?:State|Defense|[A-Z]\w+))?|Sens?\.|Senator|Reps?\.|Representative|"
    r"Congress(?:wo)?man|Govs?\.|Governor|Mayor|MP|MEP|Lord|Speaker|House Speaker|"
    r"(?:Senate|House) (?:Majority|Minority) Leader|Attorney General|party leader|opposition leader"
)
NAME = r"(?:[A-Z][\w’'-]+|[A-Z]\.)(?: (?:[A-Z][\w’'-]+|[A-Z]\.|de|da|van|von|der|bin|al|el)){1,3}"
NAMED = re.compile(rf"((?:\b[Ff]ormer |\b[Ee]x-|\b[A-Z]\w+(?:’s|'s)? )?\b(?:{TITLE})) ({NAME})")


def main(paths: list[str]) -> None:
    for path in paths:
        named: Counter[str] = Counter()
        resolved: Counter[str] = Counter()
        for article in _articles(Path(path)):
            for name, country in _politicians(article).items():
                known = holder(name, Span(0, 0), date=article.published, places=places_of(article))
                named[country] += 1
                resolved[country] += bool(known.role)
        print(f"{path}: {sum(resolved.values())} of {sum(named.values())} resolve")
        for country, n in named.most_common(15):
            known, share = resolved[country], resolved[country] / n
            print(f"  {country or 'country unknown':24} {known:5} of {n:5}  {share:.2f}")


def _articles(path: Path) -> Iterator[Article]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            row = json.loads(line)
            day = str(row.get("published") or row.get("date") or "")
            yield Article("", "", row.get("title") or "", row["text"], published=day)


def _politicians(article: Article) -> dict[str, str]:
    """Name → country of those whom an article names with a title."""
    found: dict[str, str] = {}
    places = places_of(article)
    for match in NAMED.finditer(article.text):
        told = evidence(article.text, Span(*match.span(1)), before_name=True, places=places)
        country = told.polity or (places[0] if places else "")
        if told.role in ("head_of_state_gov", "government_official", "legislator_party") and not told.former:
            found.setdefault(re.sub(r"[’']s?$", "", match.group(2)), country)
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
