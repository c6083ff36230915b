"""Genre: whether an article reports, argues, explains, tells of people, answers questions or runs live.

What the outlet says itself comes first: a section, an address, a form of title, a line about the author.
Where it says nothing, a linear model judges the text (models/genre/card.md): words of its own voice, how much
is quoted, how it is laid out, and the mean of the reader's vectors.  Unknown is an answer.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

import numpy as np
from scipy.special import softmax  # type: ignore[import-untyped]

from bias import resources
from bias.model import Article, Attribution, Genre, Span, Spans, Wording
from bias.reading.text.decoding import Parse
from bias.reading.text.linear import Floats, Linear, read_arrays
from bias.reading.text.quotations import find_quotes, quoted_mask
from bias.reading.text.words import WORD

GENRES = ("report", "analysis", "opinion", "interview", "live", "feature")
UNKNOWN = Genre("", 0.0, "")
SIGNED = 0.95  # confidence in what the outlet says itself; see the card
SHORTEST = 40  # words; below, a text tells nothing of its genre
END = 700  # characters in which a line about the author is looked for
MOST_SHOWN = 6  # sentences kept as evidence
MOST_NAMED = 3  # features that a reason names
LEAST_ADDED = 0.1  # to the logit, for a feature to be named

CLOCK = re.compile(
    r"^\W*(?:(?:posted|updated|last updated)\s*(?:at)?:?\s*)?"
    r"(?:\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?|\d{1,3}(?:\+\d)?['′]|\d{1,2}\s?[ap]\.?m\.?"
    r"|\d+ (?:min|mins|minutes?|hours?|hrs?) ago)(?:\W|$)",
    re.IGNORECASE,
)
LABEL = re.compile(r"^(?:Q|A|[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{1,20}){0,2}):\s")
DATELINE = re.compile(r"^[A-Z][A-Z .,'’-]{3,30}(?:,? [A-Z][\w. ]+)?(?:\s?\([A-Z][\w ]+\))?\s?(?:[–—-]|:)\s?")
ASKED = re.compile(r"\?[\"”’]?\s*$")
AGE = re.compile(r",? (?:\d\d), |\baged? \d\d\b")
ENDED = re.compile(r"[.!?…:;,\"”’)]\s*$")
SHORT_LINE, ASKED_LINE = 12, 40  # words


@dataclass(frozen=True, slots=True)
class Feature:
    """One number about a text, and the words by which a reason names it."""

    name: str
    said: str  # of much of it; empty where no reader could check it
    little: str = ""  # of little of it


@cache
def _words() -> dict[str, str]:
    """Word → the sets of genre_words.tsv that hold it, as a key of theirs."""
    return {word: row["name"] for row in resources.lexicon("genre_words") for word in row["words"].split()}


@cache
def features() -> tuple[Feature, ...]:
    """The features beside the vector, in their order."""
    counted = [Feature(row["name"], row["said"]) for row in resources.lexicon("genre_words")]
    return (*counted, *SHAPES)


SHAPES = (
    Feature("questions", "questions in its own voice", "no questions of its own"),
    Feature("exclamations", "exclamations"),
    Feature("figures", "figures"),
    Feature("contractions", "contractions"),
    Feature("quoted", "much in quotation marks", "little in quotation marks"),
    Feature("statements", "many statements of others", "few statements of others"),
    Feature("early", "sources in its first sentences", "no source in its first sentences"),
    Feature("loaded", "sentences that read as loaded", "hardly a sentence that reads as loaded"),
    Feature("sentence", ""),
    Feature("paragraph", ""),
    Feature("dateline", "a dateline"),
    Feature("asked", "short paragraphs that ask"),
    Feature("labels", "lines that open with who speaks"),
    Feature("clock", "lines that open with a time"),
    Feature("heads", "short lines without a full stop"),
    Feature("ages", "people with their ages"),
    Feature("title asks", "a title that asks", ""),
    Feature("title explains", "a title with why, how or what"),
    Feature("title quotes", "a quotation in the title"),
    Feature("title colon", ""),
)
TITLE_EXPLAINS = re.compile(r"\b(?:why|how|what|behind|meaning|means?|explain\w*|inside)\b", re.IGNORECASE)
LOADED = ("loaded_sentence", "loaded", "booster")


def describe(parse: Parse, attributions: Sequence[Attribution], wordings: Sequence[Wording]) -> Floats:
    """The values of `features`, and the reader's vector behind them: (len(features()) + 384,)."""
    article = parse.article
    text, mask = article.text, quoted_mask(article.text, find_quotes(article.text))
    said = [(_small(match.group()), match.start()) for match in WORD.finditer(text)]
    own = [word for word, start in said if not mask[start]]
    per = 100 / max(SHORTEST, len(own))
    known, counts = _words(), Counter[str]()
    for word, n in Counter(own).items():
        if word in known:
            counts[known[word]] += n
    values = [counts[row["name"]] * per for row in resources.lexicon("genre_words")]
    values += _shape(parse, attributions, wordings, own, len(said), mask)
    vector = parse.vector if parse.vector is not None else np.zeros(384, np.float32)
    return np.concatenate([np.asarray(values, np.float32), vector])


def _small(word: str) -> str:
    """A word as genre_words.tsv has it; "US" is no pronoun."""
    return word if word == "US" else word.lower().replace("’", "'")


def _shape(
    parse: Parse, attributions: Sequence[Attribution], wordings: Sequence[Wording], own: Sequence[str],
    words: int, mask: bytearray,
) -> list[float]:  # fmt: skip
    text, title = parse.article.text, parse.article.title
    sentences = max(1, len(parse.sentences))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    per, per_line = 100 / max(SHORTEST, len(own)), 1 / max(4, len(lines))
    short = [line for line in lines if len(line.split()) <= SHORT_LINE]
    speech = [one for one in attributions if one.act == "speech" and one.source]
    first = parse.sentences[min(2, len(parse.sentences) - 1)].end if parse.sentences else 0
    loaded = sum(one.kind == "loaded_sentence" and one.voice == "narration" for one in wordings)
    return [
        100 * sum(text[at] == "?" and not mask[at] for at in _marks(text, "?")) / sentences,
        100 * sum(text[at] == "!" and not mask[at] for at in _marks(text, "!")) / sentences,
        sum(word[0].isdigit() for word in own) * per,
        sum("'" in word and not word.endswith("'s") for word in own) * per,
        1 - len(own) / max(1, words),
        100 * len(speech) / max(SHORTEST, words),
        float(any(min(one.source).start < first for one in speech)),
        loaded / sentences,
        math.log(max(1, words) / sentences),
        math.log(max(1, words) / max(1, len(lines))),
        float(DATELINE.match(text) is not None),
        sum(ASKED.search(line) is not None and len(line.split()) <= ASKED_LINE for line in lines) * per_line,
        sum(LABEL.match(line) is not None for line in lines) * per_line,
        sum(CLOCK.match(line) is not None for line in lines) * per_line,
        sum(ENDED.search(line) is None for line in short) * per_line,
        len(AGE.findall(text)) * 100 / max(SHORTEST, words),
        float("?" in title),
        float(TITLE_EXPLAINS.search(title) is not None),
        float(any(mark in title for mark in '"“”‘')),
        float(":" in title),
    ]


def _marks(text: str, mark: str) -> Iterator[int]:
    at = text.find(mark)
    while at >= 0:
        yield at
        at = text.find(mark, at + 1)


# -- what an outlet says itself ----------------------------------------------------------------------


@cache
def _signs(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The genres and patterns of one place."""
    rows = [row for row in resources.lexicon("genre") if row["place"] == place]
    return tuple((row["genre"], re.compile(row["sign"], re.IGNORECASE | re.MULTILINE)) for row in rows)


def signed(article: Article) -> Genre | None:
    """The genre that the outlet gives an article by its section, address, title, author or a line of its
    text; None where it gives none."""
    for genre, pattern in _signs("section"):
        for part in filter(None, re.split(r"\s*[/|>;,]\s*|\s+", article.section.strip())):
            if pattern.fullmatch(part):
                return Genre(genre, SIGNED, f"its section is “{article.section}”")
        for part in _address(article.url):
            if pattern.fullmatch(part):
                return Genre(genre, SIGNED, f"its address has “/{part}/”")
    for place, words in (("title", article.title), ("author", article.author)):
        for genre, pattern in _signs(place):
            if found := pattern.search(words):
                return Genre(genre, SIGNED, f"its {place} has “{' '.join(found.group().split())}”")
    return _signed_text(article.text)


def _address(url: str) -> list[str]:
    """The folders of an address, without its last part, which holds words of the title."""
    try:
        return urlsplit(url).path.lower().split("/")[1:-1]
    except ValueError:
        return []


def _signed_text(text: str) -> Genre | None:
    for place, start in (("text", 0), ("end", max(0, len(text) - END))):
        for genre, pattern in _signs(place):
            if found := pattern.search(text, start):
                said = " ".join(found.group().split())
                return Genre(genre, SIGNED, f"its text has “{said}”", (Span(*found.span()),))
    return None


# -- what the text says ------------------------------------------------------------------------------


class GenreModel:
    """Multinomial logistic regression; its probabilities are calibrated (see models/genre/card.md)."""

    def __init__(self) -> None:
        folder = resources.model_folder("genre")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.sure: float = config["sure"]  # confidence from which a genre is given
        arrays = read_arrays(folder / "weights.npz")
        self.linear = Linear(arrays["weights"], arrays["bias"])
        self.mean, self.low, self.high = arrays["mean"], arrays["low"], arrays["high"]

    def weigh(self, values: Floats) -> Floats:
        """What each feature adds to the logit of each genre: (features, genres)."""
        cut: Floats = np.clip(values, self.low, self.high) - self.mean
        return cut[:, None] * self.linear.weights

    def probabilities(self, weighed: Floats) -> Floats:
        shares: Floats = softmax(weighed.sum(0) + self.linear.bias)
        return shares


@cache
def genre_model() -> GenreModel:
    return GenreModel()


def read_genre(parse: Parse, attributions: Sequence[Attribution], wordings: Sequence[Wording]) -> Genre:
    """The genre of an article.  Method: docs/method.md, “Genre”."""
    found = signed(parse.article)
    if found is not None:
        return found
    if len(WORD.findall(parse.article.text)) < SHORTEST:
        return UNKNOWN
    model = genre_model()
    values = describe(parse, attributions, wordings)
    weighed = model.weigh(values)
    shares = model.probabilities(weighed)
    best = int(shares.argmax())
    told = _telling(weighed, best, values, model)
    sure = float(shares[best]) >= model.sure
    return Genre(
        genre=GENRES[best] if sure else "",
        confidence=float(shares[best]),
        reason=("" if sure else f"perhaps {GENRES[best]}: ") + ", ".join(said for _, said in told),
        evidence=_evidence(parse, [name for name, _ in told]),
    )


def _telling(weighed: Floats, best: int, values: Floats, model: GenreModel) -> list[tuple[str, str]]:
    """The features that speak most for a genre against the others, as a reader can check them."""
    others = np.delete(weighed, best, axis=1).max(1)
    added = (weighed[:, best] - others)[: len(features())]
    found = []
    for at in np.argsort(-added, kind="stable"):
        one = features()[int(at)]
        much = bool(values[at] >= model.mean[at])
        if added[at] >= LEAST_ADDED and (said := one.said if much else one.little):
            found.append((one.name if much else "", said))
    return found[:MOST_NAMED] or [("", "its words as a whole")]


def _evidence(parse: Parse, names: Sequence[str]) -> Spans:
    """The first sentences in which the features stand that a reason names."""
    text, known = parse.article.text, _words()
    mask = quoted_mask(text, find_quotes(text))

    def holds(sentence: Span) -> bool:
        words = sentence.slice(text)
        if mask[sentence.start]:
            return False
        if "questions" in names and words.endswith("?"):
            return True
        if ("clock" in names and CLOCK.match(words)) or ("labels" in names and LABEL.match(words)):
            return True
        return any(known.get(_small(word)) in names for word in WORD.findall(words))

    return tuple(one for one in parse.sentences if holds(one))[:MOST_SHOWN] if any(names) else ()
