"""A corpus in Python and in notebooks: every view of the dashboard as a figure card.

corpus = bias.open_corpus("my-corpus")
card = corpus.only(since="2026-02-01").sourcing("official")
card.table            # what is drawn, a frame
card.figure()         # a Plotly figure
corpus.save(card, "official.svg")
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from bias.compare import views
from bias.compare.measures import ALL as SOURCINGS
from bias.compare.measures import (
    FRAMINGS,
    TONES,
    WORDINGS,
    by_key,
    framing_by_key,
    tone_by_key,
    wording_by_key,
)
from bias.corpus import Behind, Corpus, Filter
from bias.errors import BadInputError
from bias.show import charts, figures
from bias.show.figures import Card
from bias.show.outputs import bundle, provenance
from bias.show.outputs.provenance import Origin


class OpenCorpus:
    """A corpus, and the filters under which it is looked at.  Reads only.

    Methods that draw give a `Card`; those that list give a frame.  Whatever a method does not know (a
    measure, a target, an outlet) is a BadInputError that names what there is.
    """

    def __init__(self, path: str | Path, where: Filter | None = None) -> None:
        self.corpus = Corpus(path)
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
    ) -> OpenCorpus:
        """The same corpus under filters: outlets, dates (2026-02-01), words in title or text, topics;
        `once` leaves reprints out.  What the corpus was filtered by before still holds."""
        _known(outlets, self.outlets(), "outlet")
        _known(topics, self.corpus.topics(), "topic")
        asked = Filter(tuple(outlets), since, until, words, tuple(topics), once)
        return OpenCorpus(self.corpus.path, self.where.narrowed(asked))

    # -- what there is ---------------------------------------------------------------------------

    def outlets(self) -> list[str]:
        return self.corpus.outlets()

    def targets(self) -> dict[str, str]:
        """Whom one may ask the tone toward: key → label."""
        return views.targets(self.corpus, self.where)

    def frames(self, codebook: str = "generic") -> dict[str, str]:
        """The frames of a codebook: key → label."""
        return {key: frame.label for key, frame in self._book(codebook).frames.items()}

    @staticmethod
    def measures() -> pd.DataFrame:
        """Every measure: view, key, label, reading, formula, caveat, source."""
        return views.measure_table()

    def table(self, name: str) -> pd.DataFrame:
        """A table of the corpus folder (docs/data-format.md); articles come without their texts."""
        found = self.corpus.table(name)
        return found.drop(columns="text") if name == "articles" else found

    def articles(self) -> pd.DataFrame:
        """A row an article, newest first, without its text."""
        return self.corpus.articles(self.where)

    def stories(self, *, least: int = 2) -> pd.DataFrame:
        """The events that `least` outlets tell."""
        return views.story_list(self.corpus, self.where, least=least)

    # -- figure cards ----------------------------------------------------------------------------

    def by_outlet(self) -> Card:
        """How many articles each outlet has."""
        return figures.by_outlet(views.overview(self.corpus, self.where), colour=self._colour())

    def over_time(self, period: str = "") -> Card:
        """How many articles there are by outlet and week, month or year."""
        return figures.over_time(views.overview(self.corpus, self.where, period=period))

    def topics(self) -> Card:
        """What outlets write about."""
        return figures.agenda(views.agenda(self.corpus, self.where))

    def topics_over_time(self) -> Card:
        """What is written about, month by month."""
        return figures.topics_over_time(views.over_time(self.corpus, self.where))

    def sourcing(
        self,
        measure: str = "roles",
        *,
        weight: str = "attributions",
        value: str = "",
        outlet: str = "",
        grouped: bool = False,
        against: str = "",
        matched: bool = False,
    ) -> Card:
        """Who is quoted, and how.  `value` follows one role, side or source over all outlets; `outlet` shows
        more of one; `against` compares with an outlet, `matched` within the events that both tell."""
        _known([measure], [one.key for one in SOURCINGS], "measure of sourcing")
        asked: dict[str, Any] = {"key": measure, "value": value, "weight": weight, "grouped": grouped}
        board = views.sourcing(self.corpus, self.where, outlet=outlet, **asked)
        if not against:
            return figures.sourcing(board, by_key(measure), colour=self._colour(), weight=weight)
        if matched:
            found = views.matched_sourcing(self.corpus, self.where, reference=self._outlet(against), **asked)
            return self._matched(found, f"sourcing-{measure}", board.label, against)
        found = views.differences(board, reference=self._outlet(against))
        return self._apart(found, views.difference_table, f"sourcing-{measure}", board.label, against)

    def roles_by_topic(self, *, weight: str = "attributions", grouped: bool = False) -> Card:
        """Who speaks on which topic."""
        return figures.by_topic(views.role_topics(self.corpus, self.where, weight=weight, grouped=grouped))

    def tone(
        self,
        target: str = views.EVERYBODY,
        measure: str = "voices",
        *,
        than: str = "",
        corrected: bool = False,
        against: str = "",
        matched: bool = False,
    ) -> Card:
        """The tone toward a target of `targets()`, given by key or label; `than` is the second target of
        the measure `actors`; `against` compares with an outlet, `matched` within shared events."""
        _known([measure], [one.key for one in TONES], "measure of tone")
        key, label = self._target(target)
        other = self._target(than)[0] if than else ""
        board = views.tone(
            self.corpus, self.where, key=measure, target=key, against=other, corrected=corrected
        )
        if not against:
            asked = {"target": key, "corrected": str(corrected).lower()}
            return figures.tone(board, label, colour=self._colour(), asked=asked)
        name = f"{tone_by_key(measure).label}, toward {label}"
        if matched:
            found = views.matched_tone(
                self.corpus, self.where, key=measure, target=key, reference=self._outlet(against),
                corrected=corrected,
            )  # fmt: skip
            return self._matched(found, f"tone-{measure}", name, against)
        found = views.tone_differences(board, reference=self._outlet(against))
        return self._apart(found, views.difference_table, f"tone-{measure}", name, against)

    def tone_grid(self, *, quoted: bool = False, corrected: bool = False) -> Card:
        """The tone toward those named most often, by outlet."""
        rows = views.tone_grid(self.corpus, self.where, quoted=quoted, corrected=corrected)
        return figures.tone_grid(rows, quoted=quoted, asked={"corrected": str(corrected).lower()})

    def tone_months(self, target: str = views.EVERYBODY, *, corrected: bool = False) -> Card:
        """The tone toward a target, month by month."""
        key, label = self._target(target)
        rows = views.tone_months(self.corpus, self.where, target=key, corrected=corrected)
        return figures.tone_months(rows, label, asked={"target": key})

    def framing(
        self, frame: str, measure: str = "prevalence", *, codebook: str = "generic", against: str = "",
        matched: bool = False,
    ) -> Card:  # fmt: skip
        """One frame of a codebook, by outlet; `against` compares with an outlet, `matched` within shared
        events."""
        _known([measure], [one.key for one in FRAMINGS], "measure of framing")
        _known([frame], self._book(codebook).frames, f"frame of {codebook}")
        asked = {"codebook": codebook, "frame": frame, "key": framing_by_key(measure).key}
        board = views.framing(self.corpus, self.where, **asked)
        key = f"framing-{codebook}-{frame}"
        if not against:
            return figures.framing(board, colour=self._colour())
        if matched:
            found = views.matched_frames(self.corpus, self.where, reference=self._outlet(against), **asked)
            return self._matched(found, key, board.frame.label, against)
        found = views.frame_differences(board, reference=self._outlet(against))
        return self._apart(found, views.frame_difference_table, key, board.frame.label, against)

    def frame_grid(self, *, codebook: str = "generic") -> Card:
        """All frames of a codebook, by outlet."""
        book = self._book(codebook)
        return figures.frame_grid(views.frame_grid(self.corpus, self.where, codebook=codebook), book)

    def wording(self, measure: str = "loaded", *, against: str = "", matched: bool = False) -> Card:
        """Words that tell the reader what to think; `against` compares with an outlet, `matched` within
        shared events."""
        _known([measure], [one.key for one in WORDINGS], "measure of wording")
        board, entry = views.wording(self.corpus, self.where, key=measure), wording_by_key(measure)
        if not against:
            return figures.wording(board, colour=self._colour())
        reference = self._outlet(against)
        if matched:
            found = views.matched_wording(self.corpus, self.where, key=measure, reference=reference)
            return self._matched(found, f"wording-{measure}", entry.label, against, entry.unit)
        return figures.differences.pooled(
            views.word_differences(board, reference=reference),
            lambda rows: views.word_difference_table(rows, entry),
            key=f"wording-{measure}",
            label=entry.label,
            reference=against,
            colour=self._colour(),
            unit=entry.unit,
        )

    def keyness(self, outlet: str, *, own: bool = True, phrases: bool = True) -> Card:
        """Words that set one outlet apart from all others."""
        rows = views.key_terms(self.corpus, self.where, own=own, phrases=phrases)
        asked = {"own": str(own).lower(), "phrases": str(phrases).lower()}
        return figures.keyness(rows, self._outlet(outlet), asked=asked)

    # -- evidence and files ----------------------------------------------------------------------

    def evidence(self, card: Card, mark: str, *, most: int = 20) -> pd.DataFrame:
        """The sentences behind a mark of a card, named by its id: outlet, published, title, said, html."""
        known: Mapping[str, Behind] = dict(zip(card.marks["id"], card.marks["behind"], strict=True))
        _known([mark], known, "mark")
        if card.evidence not in views.KINDS:
            raise BadInputError(f"the marks of “{card.title}” open articles, not sentences; see articles()")
        found = views.KINDS[card.evidence].rows(self.corpus, self.where, known[mark], size=most)
        columns = ["outlet", "published", "title", "said", "html", "article_id"]
        return pd.DataFrame(
            [{name: getattr(one, name) for name in columns} for one in found], columns=columns
        )

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

    def _colour(self) -> dict[str, str]:
        return charts.colours(self.outlets())

    def _outlet(self, outlet: str) -> str:
        _known([outlet], self.outlets(), "outlet")
        return outlet

    def _book(self, codebook: str) -> views.FrameBook:
        books = self.corpus.frame_books()
        _known([codebook], books, "codebook")
        return books[codebook]

    def _target(self, target: str) -> tuple[str, str]:
        known = self.targets()
        for key, label in known.items():
            if target in (key, label):
                return key, label
        raise BadInputError(f"no target {target!r}; there are {_some(known.values())}")

    def _apart(
        self, found: pd.DataFrame, table: figures.differences.Table, key: str, label: str, against: str
    ) -> Card:
        return figures.differences.pooled(
            found, table, key=key, label=label, reference=against, colour=self._colour()
        )

    def _matched(self, found: pd.DataFrame, key: str, label: str, against: str, unit: str = "share") -> Card:
        told = found[found["difference"].notna()] if len(found) else found
        if told.empty:
            raise BadInputError(
                f"no outlet shares {views.LEAST_STORIES} events with {against} that can be compared"
            )
        return figures.differences.matched(
            told, key=key, label=label, reference=against, colour=self._colour(), unit=unit
        )


def _known(asked: Sequence[str], known: Sequence[str] | Mapping[str, object], what: str) -> None:
    for one in asked:
        if one not in known:
            raise BadInputError(f"no {what} {one!r}; there are {_some(known)}")


def _some(names: object) -> str:
    listed = [str(one) for one in names]  # type: ignore[attr-defined]
    return ", ".join(listed[:40]) + (f" and {len(listed) - 40} more" if len(listed) > 40 else "")
