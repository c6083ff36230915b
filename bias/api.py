"""A corpus in Python and in notebooks: every question of the dashboard as a card.

corpus = bias.open_corpus("my-corpus")
card = corpus.only(since="2026-02-01").sourcing("official")
card.table            # what is drawn, a frame
card.figure()         # a Plotly figure
corpus.save(card, "official.svg")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from bias import compare
from bias.compare import Card
from bias.corpus import Corpus, Filter
from bias.errors import BadInputError
from bias.show import charts
from bias.show.outputs import bundle, provenance
from bias.show.outputs.provenance import Origin

if TYPE_CHECKING:
    from bias.reading import FrameCodebook

MOST_NAMED = 40  # of what there is, in an error


@dataclass(frozen=True, repr=False)
class NotebookCard(Card):
    """A card that a notebook can show."""

    def figure(self, *, dark: bool = False, chosen: str = "") -> charts.Figure:
        """The chart, which answers when pointed at; `chosen` is the id of the mark to be outlined."""
        return charts.draw(self.chart, dark=dark, chosen=chosen)

    def _repr_svg_(self) -> str | None:
        return bundle.svg(self)


class OpenCorpus:
    """A corpus, and the filters under which it is looked at.  Reads only.

    Methods that draw give a card; those that list give a frame.  Whatever a method does not know (a
    measure, a target, an outlet) is a BadInputError that names what there is.  `against` compares outlets
    with one of them, `matched` within the events that both tell; `over` shows them over time, by week, month
    or quarter, or "auto".
    """

    def __init__(self, path: str | Path, where: Filter | None = None, *, by: str = "") -> None:
        self.corpus = Corpus(path, by=by)
        self.where = where or Filter()

    def __repr__(self) -> str:
        return f"<{self.origin().counted_from}>"

    def only(
        self,
        *,
        outlets: Sequence[str] = (),
        since: str = "",
        until: str = "",
        words: str = "",
        topics: Sequence[str] = (),
        once: bool = False,
        genres: Sequence[str] = (),
    ) -> OpenCorpus:
        """The same corpus under filters: outlets, dates (2026-02-01), topics, and words in title or text
        ('hospital nurses', '"lost nurses"', 'nurses OR doctors', '-strike', 'report*');
        `once` leaves reprints out; genres as `articles()` has them, or
        "unknown".  A filter on top of another narrows it."""
        _known(outlets, self.outlets(), "outlet")
        _known(topics, self.corpus.topics(), "topic")
        _known(genres, compare.GENRE_LABELS, "genre")
        asked = Filter(tuple(outlets), since, until, words, tuple(topics), once, tuple(genres))
        return OpenCorpus(self.corpus.path, self.where.narrowed(asked), by=self.corpus.by)

    def compare_by(self, by: str) -> OpenCorpus:
        """The same corpus with its outlets compared in groups: by a column of outlets.csv (kind, country,
        owner, or one of your own); `outlet` compares outlets again."""
        return OpenCorpus(self.corpus.path, self.where, by=by)

    # -- what there is ---------------------------------------------------------------------------

    def outlets(self) -> list[str]:
        return self.corpus.outlets()

    def outlet_table(self) -> pd.DataFrame:
        """The outlets with what outlets.csv says of them: name, other_names, domains, and their groups."""
        return compare.outlets_said(self.corpus)

    def likely_merges(self) -> list[tuple[str, str]]:
        """Pairs of outlets whose names may mean one; nothing is merged but by outlets.csv."""
        return compare.unmerged(self.corpus)

    def targets(self) -> dict[str, str]:
        """Whom one may ask the tone toward, key → label: those first about whom outlets differ most."""
        return compare.targets(self.corpus, self.where)

    def governments(self) -> dict[str, str]:
        """Whose government's side may be counted, key → label: the country most heard first."""
        return compare.governments(self.corpus, self.where)

    def frames(self, codebook: str = "generic") -> dict[str, str]:
        """The frames of a codebook: key → label."""
        return {key: frame.label for key, frame in self._book(codebook).frames.items()}

    @staticmethod
    def measures() -> pd.DataFrame:
        """Every measure: view, key, label, reading, formula, caveat, source."""
        return compare.measure_table()

    def table(self, name: str) -> pd.DataFrame:
        """A table of the corpus folder (docs/data-format.md); articles come without their texts."""
        found = self.corpus.table(name)
        return found.drop(columns="text") if name == "articles" else found

    def corrections(self) -> pd.DataFrame:
        """What people said is wrong of single sentences, the last first: id, made, who, outlet, title,
        article_id, kind, words, what, state.  They count in all that this corpus answers."""
        return compare.corrections(self.corpus)

    def gold(self) -> dict[str, list[dict[str, object]]]:
        """The corrections as gold: step of `bias evaluate` → rows, to be written as JSON lines."""
        return compare.gold(self.corpus)

    def articles(self) -> pd.DataFrame:
        """A row an article, newest first, without its text."""
        return self.corpus.articles(self.where)

    def stories(self, *, least: int = 2) -> pd.DataFrame:
        """The events that `least` outlets tell."""
        return compare.story_list(self.corpus, self.where, least=least)

    def story_coverage(self) -> pd.DataFrame:
        """Of the events that several outlets tell: how many each tells, perhaps tells, and lacks."""
        return compare.story_coverage(self.corpus, self.where)

    def left_out(self, outlet: str, *, least: int = compare.LEAST_TELLERS) -> pd.DataFrame:
        """The events of `least` outlets that the grouping does not give an outlet, with what a search of its
        articles says of each: tells, perhaps, nothing, unknown."""
        _known([outlet], self.corpus.outlets(), "outlet")
        return compare.left_out(self.corpus, self.where, outlets=[outlet], least=least)

    # -- cards -----------------------------------------------------------------------------------

    def by_outlet(self) -> NotebookCard:
        """How many articles each outlet has."""
        return _shown(compare.articles_by_outlet(self.corpus, self.where))

    def genres(self) -> NotebookCard:
        """Of which genres each outlet's articles are."""
        return _shown(compare.genres(self.corpus, self.where))

    def over_time(self, period: str = "") -> NotebookCard:
        """How many articles there are by outlet and week, month or year."""
        return _shown(compare.articles_over_time(self.corpus, self.where, period=period))

    def topics(self) -> NotebookCard:
        """What outlets write about."""
        return _shown(compare.topics(self.corpus, self.where))

    def topics_over_time(self, over: str = "auto") -> NotebookCard:
        """What is written about, by week, month or quarter."""
        return _shown(compare.topics_over_time(self.corpus, self.where, over=_unit(over)))

    def sourcing(  # noqa: PLR0913 — as the card
        self,
        measure: str = "roles",
        *,
        weight: str = "attributions",
        value: str = "",
        outlet: str = "",
        grouped: bool = False,
        whose: str = "",
        against: str = "",
        matched: bool = False,
        over: str = "",
    ) -> NotebookCard:
        """Who is quoted, and how.  `value` follows one role, side or source over all outlets; `outlet` shows
        more of one; `whose` is a government of `governments()`."""
        _known([measure], [one.key for one in compare.SOURCINGS], "measure of sourcing")
        found = compare.sourcing(
            self.corpus, self.where, key=measure, outlet=outlet, value=value, weight=weight, grouped=grouped,
            whose=self.known_government(whose), against=self._outlet(against), matched=matched,
            over=_unit(over),
        )  # fmt: skip
        return _compared(found, against)

    def sourcing_by(
        self, measure: str, by: str = "role", *, weight: str = "attributions", grouped: bool = False,
        whose: str = "",
    ) -> NotebookCard:  # fmt: skip
        """A share of statements, such as women's, by role or by topic."""
        known = [one.key for one in compare.SOURCINGS if one.weighted and isinstance(one, compare.Measure)]
        _known([measure], known, "share of statements")
        _known([by], ("role", "topic"), "way to tell them apart")
        asked = {"key": measure, "by": by, "weight": weight, "grouped": grouped}
        whose = self.known_government(whose)
        return _shown(compare.sourcing_by(self.corpus, self.where, **asked, whose=whose))  # type: ignore[arg-type]

    def roles_by_topic(self, *, weight: str = "attributions", grouped: bool = False) -> NotebookCard:
        """Who speaks on which topic."""
        return _shown(compare.roles_by_topic(self.corpus, self.where, weight=weight, grouped=grouped))

    def tone(
        self,
        target: str = "everybody",
        measure: str = "stance",
        *,
        than: str = "",
        corrected: bool = False,
        against: str = "",
        matched: bool = False,
        over: str = "",
    ) -> NotebookCard:
        """How outlets speak of a target of `targets()`, given by key or label: the stance of whole articles,
        or the tone of mentions; `than` is the second target of the measure `actors`."""
        _known([measure], [one.key for one in compare.TONES], "measure of tone")
        found = compare.tone(
            self.corpus, self.where, key=measure, target=self._target(target),
            than=self._target(than) if than else "", corrected=corrected, against=self._outlet(against),
            matched=matched, over=_unit(over),
        )  # fmt: skip
        return _compared(found, against)

    def stance_grid(self) -> NotebookCard:
        """The stance of articles toward those about whom outlets differ most, by outlet."""
        return _shown(compare.stance_grid(self.corpus, self.where))

    def tone_grid(self, *, quoted: bool = False, corrected: bool = False) -> NotebookCard:
        """The tone toward those named most often, by outlet."""
        return _shown(compare.tone_grid(self.corpus, self.where, quoted=quoted, corrected=corrected))

    def framing(
        self, frame: str, measure: str = "prevalence", *, codebook: str = "generic", against: str = "",
        matched: bool = False, over: str = "",
    ) -> NotebookCard:  # fmt: skip
        """One frame of a codebook, by outlet."""
        _known([measure], [one.key for one in compare.FRAMINGS], "measure of framing")
        _known([frame], self._book(codebook).frames, f"frame of {codebook}")
        found = compare.framing(
            self.corpus, self.where, codebook=codebook, frame=frame, key=measure,
            against=self._outlet(against), matched=matched, over=_unit(over),
        )  # fmt: skip
        return _compared(found, against)

    def frame_grid(self, *, codebook: str = "generic") -> NotebookCard:
        """All frames of a codebook, by outlet."""
        self._book(codebook)
        return _shown(compare.frame_grid(self.corpus, self.where, codebook=codebook))

    def wording(
        self, measure: str = "loaded", *, possible: bool = False, against: str = "", matched: bool = False,
        over: str = "",
    ) -> NotebookCard:  # fmt: skip
        """Words that tell the reader what to think; `possible`: by those too where a reader has to decide."""
        _known([measure], [one.key for one in compare.WORDINGS], "measure of wording")
        found = compare.wording(
            self.corpus, self.where, key=measure, possible=possible, against=self._outlet(against),
            matched=matched, over=_unit(over),
        )  # fmt: skip
        return _compared(found, against)

    def headlines_to_read(self, *, most: int = 100) -> pd.DataFrame:
        """Headlines that may state as fact what one source alone says: outlet, published, title, said,
        article_id.  A list to read, no measure."""
        found = compare.evidence(self.corpus, self.where, "wordings", compare.ADOPTED, size=most)
        columns = ["outlet", "published", "title", "said", "article_id"]
        return pd.DataFrame([[getattr(one, name) for name in columns] for one in found], columns=columns)

    def data_quality(self) -> NotebookCard:
        """What to know of each outlet's texts before outlets are compared."""
        return _shown(compare.data_quality(self.corpus, self.where))

    def repeated_passages(self) -> NotebookCard:
        """The passages that outlets repeat and that were left out of the reading."""
        return _shown(compare.repeated_passages(self.corpus, self.where))

    def keyness(
        self, outlet: str, *, own: bool = True, phrases: bool = True, names: bool = True
    ) -> NotebookCard:
        """Words that set one outlet apart from all others; without `names`, those of outlets and of staff."""
        asked = {"outlet": self._outlet(outlet), "own": own, "phrases": phrases, "names": names}
        return _shown(compare.keyness(self.corpus, self.where, **asked))  # type: ignore[arg-type]

    # -- evidence and files ----------------------------------------------------------------------

    def evidence(self, card: Card, mark: str, *, most: int = 20) -> pd.DataFrame:
        """The sentences behind a mark of a card, named by its id: outlet, published, title, said, html."""
        known = dict(zip(card.marks["id"], card.marks["behind"], strict=True))
        _known([mark], known, "mark")
        if card.opens not in compare.KINDS:
            raise BadInputError(f"the marks of “{card.title}” open articles, not sentences; see articles()")
        found = compare.evidence(self.corpus, self.where, card.opens, known[mark], size=most)
        columns = ["outlet", "published", "title", "said", "html", "article_id"]
        rows = [
            (one.outlet, one.published, one.title, one.said, " […] ".join(one.quotes), one.article_id)
            for one in found
        ]
        return pd.DataFrame(rows, columns=columns)

    def origin(self, link: str = "") -> Origin:
        """Which articles the numbers come from, read by what."""
        return provenance.origin(self.corpus, self.where, link=link)

    def save(self, card: Card, path: str | Path, *, size: str = "page", grey: bool = False) -> Path:
        """A card as a file of its ending: svg, png, pdf, html, csv, xlsx, parquet, or zip for all of it."""
        path = Path(path)
        path.write_bytes(
            bundle.as_file(card, self.origin(), path.suffix.removeprefix("."), size=size, grey=grey)
        )
        return path

    # -- parts -----------------------------------------------------------------------------------

    def _outlet(self, outlet: str) -> str:
        known = list(dict.fromkeys(compare.in_groups(self.outlets(), self.corpus)))
        _known([outlet] if outlet else [], known, compare.what(self.corpus))
        return outlet

    def _book(self, codebook: str) -> FrameCodebook:
        books = self.corpus.frame_books()
        _known([codebook], books, "codebook")
        return books[codebook]

    def known_government(self, whose: str) -> str:
        """The same name, where there is such a government or none is named; else a BadInputError."""
        known = self.governments()
        _known([whose] if whose else [], [*known, *known.values()], "government")
        return whose

    def _target(self, target: str) -> str:
        known = self.targets()
        if found := compare.target_key(self.corpus, known, target):
            return found
        raise BadInputError(f"no target {target!r}; there are {_some(known.values())}")


def _shown(card: Card) -> NotebookCard:
    return NotebookCard(**{one.name: getattr(card, one.name) for one in fields(card)})


def _unit(over: str) -> str:
    _known([over] if over else [], (*compare.UNITS, "auto"), "unit of time")
    return over


def _compared(card: Card, against: str) -> NotebookCard:
    """A card as it is; an error where outlets were to be set against one that none can be set against."""
    if against and card.board.rows.empty:
        raise BadInputError(
            f"no outlet can be compared with {against} so: both need an interval, or within events "
            f"{compare.LEAST_STORIES} events that both tell, of a measure that is a share or a rate"
        )
    return _shown(card)


def _known(asked: Iterable[str], known: Sequence[str] | Mapping[str, object], what: str) -> None:
    for one in asked:
        if one not in known:
            raise BadInputError(f"no {what} {one!r}; there are {_some(known)}")


def _some(names: Iterable[object]) -> str:
    listed = [str(one) for one in names]
    more = len(listed) - MOST_NAMED
    return ", ".join(listed[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
