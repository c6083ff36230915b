"""Where a number comes from: which articles, read by what, counted how.  Knows no charts and no pages."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bias import __version__, resources
from bias.compare import DRAWS, MOST_RESAMPLED, SEED, counted, period_text
from bias.corpus import Corpus, Filter

WORDS = {
    "since": "from",
    "until": "to",
    "words": "with the words",
    "topics": "about",
    "outlets": "of",
    "genres": "of the genre",
}
PROGRAM = "bias: how outlets tell the same events, and how we know"


@dataclass(frozen=True, slots=True)
class Origin:
    """Everything that one needs to count again what a figure shows."""

    corpus: str
    demo: bool  # invented articles: a figure must say so wherever it goes
    articles: int  # that the filters let through
    identity: Mapping[str, Any]  # of `Corpus.identity`
    where: Filter
    link: str  # shows the same view again
    made: str  # day
    decisions: Mapping[str, int]  # of people, that count in the numbers
    by: str = ""  # groups of outlets that were compared
    versions: Mapping[str, Any] = field(default_factory=dict)

    @property
    def filters(self) -> dict[str, Any]:
        """What was chosen; nothing where all was."""
        return _chosen(asdict(self.where))

    @property
    def counted_from(self) -> str:
        """ "72 articles of the corpus “Kestria” (content 46726437541fc652), 2026-01-14 to 2026-06-16"."""
        found = self.identity
        dates = f", {period_text(found['first'], found['last'])}" if found["first"] else ""
        all_of = counted(found["articles"], "article")
        articles = f"{self.articles:,} of {all_of}" if self.filters else all_of
        name = f"“{self.corpus}” (content {found['content']}){dates}"
        invented = "; articles, people and outlets are invented" if self.demo else ""
        return f"{articles} of the corpus {name}{self._chosen()}{invented}"

    def _chosen(self) -> str:
        said = _said(self.filters)
        only = f"; only {'; '.join(said)}" if said else ""
        n = self.decisions.get("sentences", 0)
        corrected = f"; with {counted(n, 'correction')} of sentences by hand" if n else ""
        return f"{only}; outlets compared by {self.by}{corrected}" if self.by else f"{only}{corrected}"


def _chosen(filters: dict[str, Any]) -> dict[str, Any]:
    also = {"also": _chosen(filters["also"])} if filters["also"] else {}
    return {name: value for name, value in filters.items() if value} | also


def _said(filters: dict[str, Any]) -> list[str]:
    """ "from 2026-02-01", "of Northwire", a phrase a filter."""
    said = []
    for name, value in filters.items():
        if name == "also":
            said += _said(value)
        elif name == "once":
            said.append("reprints counted once")
        else:
            words = ", ".join(one or "no outlet" for one in value) if isinstance(value, tuple) else value
            said.append(f"{WORDS[name]} {words}")
    return said


def origin(corpus: Corpus, where: Filter, *, link: str = "") -> Origin:
    """Of a corpus as it is now, under filters."""
    decided = {
        "speakers": int((corpus.codes.all()["undone"] == "").sum()),
        "stories": len(corpus.story_codes.in_force()),
        "frames": len(corpus.frame_codes.in_force()),
        "outlets": len(corpus.outlet_table().outlets),
        "genres": len(corpus.genre_codes.in_force()),
        "passages": len(corpus.passage_codes.in_force()),
        "sentences": len(corpus.corrections.in_force()),
    }
    identity = corpus.identity()
    return Origin(
        corpus=corpus.name,
        demo=bool(corpus.settings().get("demo", False)),
        articles=sum(corpus.state(where).values()),
        identity=identity,
        where=where,
        link=link,
        made=datetime.date.today().isoformat(),
        decisions=decided,
        by=corpus.by,
        versions={
            "bias": __version__,
            "readings": identity["versions"],
            "content of models, word lists and codebooks": resources.digests(),
        },
    )


def record(found: Origin) -> dict[str, Any]:
    """The same for a JSON file."""
    return {
        "program": PROGRAM,
        "made": found.made,
        "link": found.link,
        "corpus": {"name": found.corpus, "invented": found.demo, **found.identity},
        "articles": found.articles,
        "filters": found.filters,
        "compared by": found.by or "outlet",
        "intervals": {
            "level": 0.95,
            "resampled": "whole articles",
            "draws": DRAWS,
            "seed": SEED,
            "computed instead of drawn from": f"{MOST_RESAMPLED} articles on",
        },
        "decisions of people": dict(found.decisions),
        "versions": dict(found.versions),
    }


def bibtex(found: Origin) -> str:
    """The program, and the corpus, as BibTeX has them."""
    content, year = found.identity["content"], found.made[:4]
    invented = "; invented articles" if found.demo else ""
    program = {"title": PROGRAM, "version": __version__, "year": year}
    corpus = {
        "title": f"{_tex(found.corpus)}: {found.identity['articles']:,} news articles",
        "note": f"read with bias {__version__}; content {content}{invented}",
        "year": year,
    }
    return _entry("software", "bias", program) + _entry("misc", f"bias-corpus-{content[:8]}", corpus)


def citation(found: Origin) -> str:
    """The same as a CITATION.cff."""
    return (
        "cff-version: 1.2.0\n"
        "message: If you use this figure, please cite the program and the corpus it was counted from.\n"
        f"title: {_yaml(PROGRAM)}\n"
        "type: software\n"
        f"version: {_yaml(__version__)}\n"
        "authors:\n  - name: The authors of bias\n"
        "references:\n"
        "  - type: dataset\n"
        f"    title: {_yaml(found.corpus)}\n"
        "    authors:\n      - name: Whoever collected the corpus\n"
        f"    notes: {_yaml('content ' + found.identity['content'])}\n"
    )


def _entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{kind}{{{key},\n{lines}\n}}\n"


def _yaml(text: str) -> str:
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _tex(text: str) -> str:
    """Letters that BibTeX would take for its own."""
    escaped = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
               "$": r"\$", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip
    return "".join(escaped.get(letter, letter) for letter in " ".join(text.split()))
