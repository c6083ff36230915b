"""The tone of each mention of a target, and in whose voice the mention stands.

Every mention of a target is judged in its sentence and those beside it.  It stands in the outlet's
narration, or in the content of an attribution: then it is the tone of a voice that the outlet chose to quote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bias.model import Article, Attribution, Span, Speaker, Tonality, Tone
from bias.reading.speakers.chains import Chain
from bias.reading.text import attributions, encoder
from bias.reading.text.decoding import Parse
from bias.reading.text.voices import Voices, voices_of
from bias.reading.tone.classifier import TONE_LABELS, hidden_names, tone_model
from bias.reading.tone.targets import TargetMention, find_targets

WINDOW = 420  # code points, some 95 pieces

Floats = NDArray[np.float32]
Target = str | tuple[int, int]


def classify_tone(texts: Sequence[str], targets: Sequence[Target], *, guide: str = "stance") -> Floats:
    """How each text speaks of its target: (n, 3) probabilities of negative, neutral, positive.

    By the guide that articles are read by, or as the coders of NewsMTSC judge (`classifier.GUIDES`).

    A text is a sentence; a target is where it stands, [start, end) in code points, or its words, of which
    the first place counts.  Rows of one text are read together, as an article's sentence is.  Names are
    hidden from the model.  Raises ValueError where a target is not in its text, or the lengths differ.
    """
    rows: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    for row, (text, target) in enumerate(zip(texts, targets, strict=True)):
        rows[text].append((row, _place(text, target)))
    out = np.zeros((len(texts), len(TONE_LABELS)), np.float32)
    for text, asked in rows.items():
        names = hidden_names(text, encoder.names_in(text))
        spans = list(dict.fromkeys(span for _, span in asked))
        (found,) = tone_model().probabilities([(text, spans, names)], guide)
        for row, span in asked:
            out[row] = found[spans.index(span)]
    return out


def _place(text: str, target: Target) -> Span:
    if isinstance(target, str):
        at = text.find(target) if target else -1
        if at < 0:
            raise ValueError(f"no {target!r} in {text!r}")
        return Span(at, at + len(target))
    start, end = target
    if not 0 <= start < end <= len(text):
        raise ValueError(f"[{start}, {end}) is outside of {text!r}")
    return Span(start, end)


def likeliest_tone(probabilities: Floats, guide: str = "stance") -> Tonality:
    """The likeliest label; *uncertain* below the confidence that the model's config sets for it."""
    best = int(probabilities.argmax())
    if probabilities[best] < tone_model().config["guides"][guide]["certain"][best]:
        return "uncertain"
    return TONE_LABELS[best]  # type: ignore[return-value]  # one of the three


# -- an article --------------------------------------------------------------------------------------


def read_tones(
    parse: Parse, attributions: Sequence[Attribution], chains: Sequence[Chain]
) -> tuple[tuple[Speaker, ...], tuple[Tone, ...]]:
    """The targets of an article, and the tone of each mention, the title's first."""
    article = parse.article
    targets, mentions = find_targets(
        article.title, article.text, parse.sentences, parse.names, chains, date=article.published
    )
    names = hidden_names(article.text, parse.names)
    names += [span for one in chains for span, form in one.mentions if form == "name"]
    return targets, tones_of(article, parse.sentences, names, attributions, mentions)


def tones_of(
    article: Article,
    sentences: Sequence[Span],
    names: Sequence[Span],
    attributions: Sequence[Attribution],
    mentions: Sequence[TargetMention],
) -> tuple[Tone, ...]:
    """The tone of each mention in an article, the title's first; `names` are hidden from the model."""
    inside = [mention for mention in mentions if not mention.headline]
    above = [mention for mention in mentions if mention.headline]
    whole = [Span(0, len(article.title))]
    title_voices = _title_voices(article) if above else Voices((), bytearray())
    in_title = _tones(article.id, article.title, whole, above, [], title_voices)
    voices = voices_of(article.text, attributions)
    in_text = _tones(article.id, article.text, sentences, inside, names, voices)
    return (*in_title, *in_text)


def _title_voices(article: Article) -> Voices:
    """The voices of a title: its attributions say whose words it is in, and are not stored."""
    title = article.title
    if not title.strip():
        return Voices((), bytearray())
    triples = tuple(encoder.find_triples(title))
    parse = Parse(Article(article.id, "", "", title), (Span(0, len(title)),), (), triples)
    return voices_of(title, tuple(attributions.find_attributions(parse)))


def _tones(
    article_id: str,
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[TargetMention],
    names: Sequence[Span],
    voices: Voices,
) -> Iterator[Tone]:
    grouped = _by_window(windows(sentences), mentions)
    hidden = sorted(set(names))
    found = tone_model().probabilities(
        [
            (
                window.slice(text),
                [_within(mention.span, window) for mention in here],
                [_within(name, window) for name in hidden if window.start <= name.start < window.end],
            )
            for window, here in grouped
        ]
    )
    for (_, here), rows in zip(grouped, found, strict=True):
        for mention, row in zip(here, rows, strict=True):
            voice, number = voices.at(mention.span.start)
            yield Tone(
                article_id=article_id,
                target=mention.target.name,
                span=mention.span,
                headline=mention.headline,
                form=mention.form,
                voice=voice,
                attribution=None if mention.headline else number,
                negative=float(row[0]),
                neutral=float(row[1]),
                positive=float(row[2]),
                label=likeliest_tone(row),
            )


def windows(sentences: Sequence[Span]) -> list[Span]:
    """Whole sentences that follow each other, together as long as WINDOW at most, read in their context."""
    out: list[Span] = []
    for sentence in sentences:
        if out and sentence.end - out[-1].start <= WINDOW:
            out[-1] = Span(out[-1].start, sentence.end)
        else:
            out.append(sentence)
    return out


def _by_window(
    among: Sequence[Span], mentions: Sequence[TargetMention]
) -> list[tuple[Span, list[TargetMention]]]:
    """The windows that mention a target, each with its mentions."""
    starts = [window.start for window in among]
    out: dict[Span, list[TargetMention]] = {}
    for mention in mentions:
        place = bisect_right(starts, mention.span.start) - 1
        if place >= 0 and mention.span.end <= among[place].end:
            out.setdefault(among[place], []).append(mention)
    return list(out.items())


def _within(span: Span, window: Span) -> Span:
    return Span(span.start - window.start, span.end - window.start)
