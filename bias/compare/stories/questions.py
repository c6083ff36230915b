"""Questions for a class, made of one event: a kind that the event does not carry is absent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from bias.compare.evidence import highlights
from bias.compare.evidence.article import ArticlePage, article_frames
from bias.compare.evidence.said import WORDINGS, seed_marks
from bias.compare.stories.event import MOST_TOLD, Event, Proof, Question, Told, blanked
from bias.compare.stories.side_by_side import lead_of
from bias.compare.words.labels import records
from bias.markup import fragment
from bias.model import Span
from bias.reading import QUOTATION_MARKS, TRAINED, WORD, short_quotes, unquoted

MOST_OPTIONS = 6
LEAST_HEARD = 3  # attributions of a speaker whom others are compared with
LEAD, LEAD_BY = 1.25, 2  # how clearly one speaker is heard most: so many times the second, and so many more
AHEAD = 0.15  # of the second frame, in score
LONGEST = 360  # letters of a sentence that is shown
SAID, SCARE = "somebody's words", "a scare quote"
JUDGED = (
    "The program judges by the words and what is around them.  Of 49 that it called likely in our own cases "
    "all were right; of 27 in articles of outlets that it did not know 14, since opponents' words and terms "
    "stand in marks too.  A class may see it otherwise: say why."
)


# -- headlines ---------------------------------------------------------------------------------------


def _which_outlet(event: Event) -> Iterator[Question]:
    """A headline in which something is marked: nothing else of it explains an answer."""
    titles = [one.page.article.title.casefold().strip() for one in event.told]
    usable = [
        one
        for one, title in zip(event.told, titles, strict=True)
        if title and titles.count(title) == 1 and one.page.article.outlet.strip() and not _named_in_title(one)
    ]
    if len(event.told) < 2:
        return
    for one in [one for one in event.shuffled(usable, "headline") if one.page.title_words][:1]:
        yield _headline_question(event, one)


def _named_in_title(one: Told) -> bool:
    article = one.page.article
    return blanked(article.title, [article.outlet]) != article.title


def _headline_question(event: Event, one: Told) -> Question:
    article, wordings = one.page.article, one.page.wordings
    found = [_title_mark(row) for row in records(wordings[wordings["headline"].astype(bool)])]
    others = event.shuffled([name for name in event.names.values() if name != one.outlet], article.id)
    return Question(
        key=f"headline-{article.id}",
        kind="headline",
        asks="Which outlet wrote this headline?",
        shown=escape(event.blanked(article.title)),
        options=tuple(sorted([one.outlet, *others[: MOST_OPTIONS - 1]])),
        hints=(),
        right=one.outlet,
        why=f"The program marks in it: {'; '.join(found)}.  What gave it away, or led you astray?",
        sure="This is no judgement: the outlet came with the article.",
        evidence=(one.proof("The headline, and the first paragraph below it", _opening(one)),),
        tab="Wording",
    )


def _title_mark(row: dict[str, Any]) -> str:
    """ "“resolutely” (loaded word, positive)"; of an adopted claim whose it is, with the sentence."""
    if row["kind"] == "adopted":
        return f"it tells as a fact {row['reason'].replace('.”', '”')}"
    facts = [WORDINGS.get(row["kind"], row["kind"]), row["polarity"], "" if row["sure"] else "perhaps"]
    return f"“{row['words'].strip(QUOTATION_MARKS)}” ({', '.join(fact for fact in facts if fact)})"


def _opening(one: Told, written: Callable[[str], str] = str) -> Markup:
    """Headline and lead, their text as `written` makes it."""
    lead = lead_of(one.text).slice(one.text)
    return fragment("text", "opening", written(one.page.article.title), written(lead))


# -- who is heard ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heard:
    """Somebody who is heard, and how often by outlet."""

    speaker: str
    times: dict[str, int]

    @property
    def n(self) -> int:
        return sum(self.times.values())

    @property
    def outlets(self) -> int:
        return sum(times > 0 for times in self.times.values())


def _heard(event: Event) -> list[_Heard]:
    """Who is heard, most often first; nobody where two of one name could be mistaken for each other."""
    rows = event.board.speakers.itertuples(index=False, name=None)
    found = [
        _Heard(str(speaker), dict(zip(event.board.outlets, map(int, times), strict=True)))
        for speaker, _, *times in rows
    ]
    if len({one.speaker for one in found}) < len(found):
        return []
    return sorted(found, key=lambda one: -one.n)


def _loudest(event: Event) -> Iterator[Question]:
    """Who is quoted most, where one speaker is clearly ahead of the second."""
    heard = _heard(event)[: MOST_OPTIONS - 1]
    if len(heard) < 3:
        return
    first, second = heard[:2]
    if first.n < max(LEAST_HEARD, second.n * LEAD, second.n + LEAD_BY):
        return
    yield Question(
        key="loudest",
        kind="loudest",
        asks="Who is quoted or paraphrased most in this event, over all its outlets?",
        shown=Markup(),
        options=tuple(sorted((one.speaker for one in heard), key=str.casefold)),
        hints=(),
        right=first.speaker,
        why=f"{first.speaker} is heard {first.n} times, {second.speaker} {second.n} times.  Reprints count "
        "too: readers of each outlet found these words there.",
        sure="Counts of one event.  The program finds nine in ten direct quotations and seven in ten "
        "paraphrases, so some are missing for everybody.",
        counts=_counts(event, heard),
        evidence=tuple(_words_of(event, first.speaker)),
    )


def _counts(event: Event, heard: Sequence[_Heard]) -> tuple[tuple[str, ...], ...]:
    """Attributions, a row a speaker and a column an outlet."""
    outlets = sorted(event.names, key=event.names.__getitem__)
    rows = [(one.speaker, *(str(one.times[outlet]) for outlet in outlets), str(one.n)) for one in heard]
    return (("Speaker", *(event.names[outlet] for outlet in outlets), "All"), *rows)


def _words_of(event: Event, speaker: str) -> Iterator[Proof]:
    """What a speaker says first in each outlet's own article."""
    for one in event.told:
        said = one.page.attributions
        for number in said.loc[said["label"] == speaker, "number"].head(1):
            found = [mark for mark in one.page.marks if mark.number == number]
            bare = [highlights.Highlight(mark.span, mark.part, mark.number) for mark in found]
            yield one.proof(
                f"{speaker} in {one.outlet}", highlights.excerpt_html(one.text, bare, one.sentences)
            )


def _missing(event: Event) -> Iterator[Question]:
    """A speaker whom all outlets but one carry, and whom the search finds in no sentence of that one."""
    told = len(event.names)
    if not 3 <= told <= MOST_TOLD:
        return
    for one in _heard(event):
        lacks = next((outlet for outlet, times in one.times.items() if not times), "")
        if one.outlets != told - 1 or one.n < LEAST_HEARD or one.speaker not in event.unnamed.get(lacks, ()):
            continue
        name = event.names[lacks]
        yield Question(
            key="missing",
            kind="missing",
            asks=f"All outlets but one quote or paraphrase {one.speaker}.  Which one does not?",
            shown=Markup(),
            options=tuple(sorted(event.names.values())),
            hints=(),
            right=name,
            why=f"{name} does not name {one.speaker} at all: every sentence that it prints of this event was "
            "searched for the name, and for its last word.",
            sure="A name that is there would be found.  A description (“the minister”) would not: open the "
            "article and look.",
            counts=_counts(event, [one]),
            evidence=(*_lacking(event, lacks), *_words_of(event, one.speaker)),
        )
        return


def _lacking(event: Event, outlet: str) -> Iterator[Proof]:
    """The article in which somebody was not found, to be opened."""
    for one in event.told:
        if one.page.article.outlet == outlet:
            yield one.proof("Here no word of theirs was found", _opening(one))


# -- marks -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Marked:
    """A short quotation in its sentence, and what it is."""

    told: Told
    span: Span  # marks included
    right: str
    why: str


def _marks(event: Event) -> Iterator[Question]:
    """A sentence with a few words in quotation marks: is it speech, or a word held at arm's length?"""
    found = [one for told in event.told for one in (*_scares(told), *_quoted(told)) if _is_readable(one)]
    kinds = ([one for one in found if one.right == right] for right in (SCARE, SAID))
    chosen = [one for kind in kinds for one in event.shuffled(kind, "kind")[:1]]
    for one in event.shuffled(chosen, "marks")[:1]:
        article = one.told.page.article
        yield Question(
            key=f"marks-{article.id}-{one.span.start}",
            kind="marks",
            asks="The words in quotation marks: somebody's words, or a scare quote that keeps them at arm's "
            "length?",
            shown=_pointed(one, event.blanked),
            options=(SAID, SCARE),
            hints=(),
            right=one.right,
            why=one.why,
            sure=JUDGED,
            evidence=(one.told.proof("With the sentences around it", _pointed(one, str, wide=True)),),
            tab="Wording",
        )


def _is_readable(one: _Marked) -> bool:
    sentence = one.told.sentence(one.span)
    return sentence.end - sentence.start <= LONGEST


def _pointed(one: _Marked, written: Callable[[str], str], *, wide: bool = False) -> Markup:
    """The sentence with the quotation marked, its text as `written` makes it; `wide`: with the sentences
    around it in its paragraph."""
    text, within = one.told.text, one.told.sentence(one.span)
    if wide:
        within = one.told.around(within)
    before = written(text[within.start : one.span.start])
    after = written(text[one.span.end : within.end])
    words = one.span.slice(text)
    marked = highlights.Highlight(Span(len(before), len(before) + len(words)), highlights.WORD, 0)
    return highlights.to_html(before + words + after, [marked], numbered=False).strip()


def _scares(told: Told) -> Iterator[_Marked]:
    """Those that the program calls likely, in the outlet's own voice."""
    rows = told.page.wordings
    rows = rows[(rows["kind"] == "scare_quote") & rows["sure"].astype(bool)]
    for row in records(rows[~rows["headline"].astype(bool) & (rows["voice"] == "narration")]):
        why = f"The program calls it likely: {row['reason']}."
        yield _Marked(told, Span(int(row["start"]), int(row["end"])), SCARE, why)


def _quoted(told: Told) -> Iterator[_Marked]:
    """Short quotations of somebody whom the sentence names, and that nothing marks as a scare quote."""
    rows = told.page.wordings
    rows = rows[(rows["kind"] == "scare_quote") & ~rows["headline"].astype(bool)]
    marked = [Span(int(row["start"]), int(row["end"])) for row in records(rows)]
    said = [row for row in records(told.page.attributions) if _is_speech(row)]
    for quote in short_quotes(told.text):
        span = quote.span
        if not _is_amid(unquoted(told.text, span).slice(told.text)):
            continue
        if any(span.start < one.end and one.start < span.end for one in marked):
            continue
        row = next((row for row in said if _within(span, row) and _beside(told, span, row)), None)
        if row:
            who = row["label"] or row["source"]
            why = f"{who} is quoted: the sentence has “{row['cue']}”."
            yield _Marked(told, span, SAID, why)


def _is_speech(attribution: dict[str, Any]) -> bool:
    """Whether somebody whom the text names says it, and not only thinks it."""
    spoken = attribution["stance"] not in ("mental", "")
    return bool(spoken and attribution["source"]) and attribution["kind"] != "indirect"


def _is_amid(words: str) -> bool:
    """Words amid a sentence: no whole sentence, and no name or title with its capitals."""
    return words[-1].isalnum() and any(word[0].islower() for word in WORD.findall(words))


def _within(span: Span, attribution: dict[str, Any]) -> bool:
    contents = highlights.flat_spans(attribution["content_spans"])
    return any(part.start <= span.start + 1 and span.end - 1 <= part.end for part in contents)


def _beside(told: Told, span: Span, attribution: dict[str, Any]) -> bool:
    """Whether the word of speech stands in the sentence that is shown."""
    shown = told.sentence(span)
    return any(
        shown.start <= one.start < shown.end for one in highlights.flat_spans(attribution["cue_spans"])
    )


# -- frames ------------------------------------------------------------------------------------------


def _frame(event: Event) -> Iterator[Question]:
    """The article in which one generic frame is most clearly ahead of the others."""
    ahead = [(_ahead(one.page), one) for one in event.told]
    found = [(by, one) for by, one in ahead if by >= AHEAD]
    if not found:
        return
    _, one = max(found, key=lambda pair: (pair[0], pair[1].page.article.id))
    rows = article_frames(one.page, TRAINED)
    best, book = rows.iloc[0], one.page.books[TRAINED]
    frames = book.frames
    yield Question(
        key=f"frame-{one.page.article.id}",
        kind="frame",
        asks="Through which frame does this article tell the event most of all?",
        shown=_opening(one, event.blanked),
        options=tuple(frame.label for frame in frames.values()),
        hints=tuple(frame.definition for frame in frames.values()),
        right=str(best["label"]),
        why=f"{frames[best['frame']].definition}  Over the whole article it scores {best['score']:.2f}, and "
        f"{rows['label'].iloc[1]} {rows['score'].iloc[1]:.2f}.  An article may carry several.",
        sure="A small model judges by the words of the whole article.  It agrees with coders of news less "
        "than two of them do with each other: you may well be right against it.",
        counts=(
            ("Frame", "Score", "Present"),
            *(
                (str(label), f"{score:.2f}", "yes" if present else "no")
                for label, score, present in rows[["label", "score", "present"]].itertuples(
                    index=False, name=None
                )
            ),
        ),
        evidence=tuple(_frame_sentences(one, str(best["frame"]))),
        tab="Framing",
    )


def _ahead(page: ArticlePage) -> float:
    """How far the strongest frame of an article is ahead; nothing where it is not present, or no sentence
    shows it."""
    if TRAINED not in page.books:
        return 0.0
    rows = article_frames(page, TRAINED)
    ahead = float(rows["score"].iloc[0] - rows["score"].iloc[1])
    return ahead if rows["present"].iloc[0] and len(rows["evidence"].iloc[0]) else 0.0


def _frame_sentences(one: Told, key: str) -> Iterator[Proof]:
    """The sentences that speak for a frame, the words in them that do marked; those with most words first."""
    rows = article_frames(one.page, TRAINED)
    frame = one.page.books[TRAINED].frames[key]
    spans = highlights.flat_spans(rows.loc[rows["frame"] == key, "evidence"].iloc[0])
    found = [(span, seed_marks(frame, one.text, span)) for span in spans]
    for span, words in sorted(found, key=lambda pair: -len(pair[1])):
        yield one.proof(f"Speaks for {frame.label}", highlights.excerpt_html(one.text, words, (span,)))


MAKERS = (_which_outlet, _loudest, _marks, _missing, _frame)


def questions(event: Event) -> Iterator[Question]:
    """All questions that an event carries, headlines first: later answers name outlets."""
    for make in MAKERS:
        yield from make(event)
