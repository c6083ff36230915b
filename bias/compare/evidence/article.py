"""One article with all that was read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bias.compare.evidence import highlights
from bias.compare.evidence.highlights import Highlight
from bias.compare.evidence.said import (
    WORDINGS,
    attribution_marks,
    because,
    seed_marks,
    tone_words,
    weighed_mark,
    word_mark,
    word_said,
)
from bias.compare.words.labels import code_label, outlet_label, records, side_label
from bias.corpus import SIDE, UNKNOWN, Corpus
from bias.model import Article
from bias.reading import FEATURES, FrameCodebook, RoleCodebook, likeliest_stance, stances

KINDS = {
    "negative": "unfavourable",
    "neutral": "plain",
    "positive": "favourable",
    "uncertain": "uncertain",
}


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One article with everything that was read from it."""

    article: Article
    state: str
    reason: str
    words: int
    language: str
    attributions: pd.DataFrame
    marks: tuple[Highlight, ...]
    book: RoleCodebook
    tones: pd.DataFrame  # the mentions of targets, the title's first
    stances: pd.DataFrame  # a row a target or side in narration: label, kind, probabilities, mentions
    tone_marks: tuple[Highlight, ...]  # of the text
    title_marks: tuple[Highlight, ...]
    wordings: pd.DataFrame  # the title's first
    word_marks: tuple[Highlight, ...]  # of the text
    title_words: tuple[Highlight, ...]
    frames: pd.DataFrame  # of all codebooks, those that score nothing left out
    books: dict[str, FrameCodebook]
    story: str  # its key; empty where it has not been grouped yet
    tellers: int  # outlets that tell this story
    genre: str  # by a person where one decided; empty where unknown
    genre_because: str
    genre_by_hand: bool
    genre_marks: tuple[Highlight, ...]  # of the text
    left_out: tuple[Highlight, ...]  # passages that its outlet repeats, which were not read
    frame_codes: pd.DataFrame  # what people coded in it: codebook, frame, present, made


def article_page(corpus: Corpus, article_id: str) -> ArticlePage | None:
    """An article with its attributions; None where the corpus has none of this id."""
    article = corpus.article(article_id)
    if article is None:
        return None
    reading = corpus.reading_of(article_id)
    attributions = corpus.attributions_of(article_id)
    book = corpus.codebook()
    tones, wordings = corpus.tones_of(article_id), corpus.wordings_of(article_id)
    codes, story = corpus.frame_codes.in_force(), corpus.story_of(article_id)
    row = reading.iloc[0] if len(reading) else None
    return ArticlePage(
        article=article,
        state="waiting" if row is None else str(row["state"]),
        reason="" if row is None else str(row["reason"]),
        words=0 if row is None else int(row["words"]),
        language="" if row is None else str(row["language"]),
        attributions=attributions,
        marks=tuple(mark for record in records(attributions) for mark in attribution_marks(record, book)),
        book=book,
        tones=tones,
        stances=_stances(corpus, article_id, tones),
        tone_marks=_tone_marks(tones[~tones["headline"].astype(bool)]),
        title_marks=_tone_marks(tones[tones["headline"].astype(bool)]),
        wordings=wordings,
        word_marks=_word_marks(wordings[~wordings["headline"].astype(bool)]),
        title_words=_word_marks(wordings[wordings["headline"].astype(bool)]),
        frames=corpus.frames_of(article_id),
        books=corpus.frame_books(),
        story=story,
        tellers=corpus.tellers(story),
        **_genre(corpus, article_id, row),
        left_out=() if row is None else _left_out(row["left_out"], article.outlet),
        frame_codes=codes[codes["article_id"] == article_id],
    )


def _genre(corpus: Corpus, article_id: str, row: pd.Series[Any] | None) -> dict[str, Any]:
    """What a page says of an article's genre."""
    decided = corpus.genre_codes.in_force().set_index("article_id")["genre"].get(article_id)
    read = row is not None and isinstance(row["genre"], str)
    spans = highlights.flat_spans(row["genre_spans"]) if read and row is not None else ()
    return {
        "genre": str(row["genre"])
        if decided is None and read and row is not None
        else str(decided or "").replace(UNKNOWN, ""),
        "genre_because": str(row["genre_reason"]) if read and row is not None else "",
        "genre_by_hand": decided is not None,
        "genre_marks": tuple(Highlight(span, "sentence", n, "genre") for n, span in enumerate(spans)),
    }


def _left_out(spans: Any, outlet: str) -> tuple[Highlight, ...]:
    hint = f"not read: {outlet_label(outlet)} repeats it"
    return tuple(Highlight(span, highlights.LEFT_OUT, -1, hint) for span in highlights.flat_spans(spans))


def _tone_marks(tones: pd.DataFrame) -> tuple[Highlight, ...]:
    return tuple(weighed_mark(row, tone_words(row)) for row in records(tones))


def _stances(corpus: Corpus, article_id: str, tones: pd.DataFrame) -> pd.DataFrame:
    """The stance toward each target and each side that the article's narration mentions, those mentioned most
    first: label, kind, unfavourable, plain, favourable, mentions.  A side of one target alone is left out."""
    found = corpus.stance_features(one=(("article", article_id),), by=("whom",))
    names = dict(zip(tones["target_key"], tones["target_label"], strict=True))
    narrated = tones[tones["voice"] == "narration"]
    people = narrated.groupby(["alignment", "polity"])["target_key"].nunique().reset_index(name="n")
    sides = {
        f"{SIDE}{row['alignment']} {row['polity']}": (row["alignment"], row["polity"])
        for row in records(people[people["n"] > 1])
    }
    found = found[found["whom"].isin([*names, *sides])]
    probabilities = stances(found[list(FEATURES)].to_numpy(float), found["mentions"].to_numpy(float))
    out = pd.DataFrame(probabilities, columns=["unfavourable", "plain", "favourable"])
    labels = [names.get(key) or side_label(*sides[key]) for key in found["whom"]]
    out = out.assign(
        label=labels,
        kind=[KINDS[likeliest_stance(row)] for row in probabilities],
        mentions=found["mentions"].to_numpy(int),
    )
    return out.sort_values("mentions", ascending=False, kind="stable", ignore_index=True)


def stance_rows(page: ArticlePage) -> pd.DataFrame:
    """How an article speaks of whom in its own voice, as a reader's table."""
    found = page.stances
    return pd.DataFrame(
        {
            "Target": found["label"],
            "Stance": found["kind"],
            "Unfavourable": found["unfavourable"],
            "Plain": found["plain"],
            "Favourable": found["favourable"],
            "Mentions": found["mentions"],
        }
    )


def _word_marks(wordings: pd.DataFrame) -> tuple[Highlight, ...]:
    return tuple(word_mark(row, word_said(row)) for row in records(wordings))


def wording_rows(page: ArticlePage) -> pd.DataFrame:
    """The wording of an article as a reader's table."""
    found = page.wordings
    return pd.DataFrame(
        {
            "Words": found["words"],
            "Kind": found["kind"].map(WORDINGS),
            "Where": found["headline"].map({True: "headline", False: "body"}),
            "Voice": found["voice"],
            "Sure": found["sure"].map({True: "yes", False: "perhaps"}),
            "Because": found["reason"],
        }
    )


def article_frames(page: ArticlePage, codebook: str) -> pd.DataFrame:
    """The frames of a codebook in one article, the strongest first: frame, label, score, present, sentences,
    evidence; frames that score nothing come too."""
    found = page.frames[page.frames["codebook"] == codebook].set_index("frame")
    frames = page.books[codebook].frames
    rows = found.reindex(list(frames)).rename_axis("frame").reset_index()
    rows = rows.assign(
        label=[frames[key].label for key in rows["frame"]],
        score=rows["score"].fillna(0.0),
        present=rows["present"].eq(True),
        sentences=rows["sentences"].fillna(0).astype(int),
        evidence=rows["evidence"].map(lambda one: one if isinstance(one, (list, np.ndarray)) else []),
    )
    return rows.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def coded_frames(page: ArticlePage, codebook: str) -> list[str] | None:
    """The labels of the frames that a person found in an article; None where nobody coded it."""
    codes = page.frame_codes[page.frame_codes["codebook"] == codebook]
    if codes.empty:
        return None
    frames = page.books[codebook].frames
    return [frames[key].label for key in codes.loc[codes["present"], "frame"] if key in frames]


def frame_marks(page: ArticlePage, codebook: str, frame: str) -> tuple[Highlight, ...]:
    """The sentences that speak for a frame in one article, and the words in them that do."""
    one = page.books[codebook].frames[frame]
    rows = article_frames(page, codebook)
    evidence = rows.loc[rows["frame"] == frame, "evidence"].iloc[0]
    out: list[Highlight] = []
    for number, span in enumerate(highlights.flat_spans(evidence)):
        out.append(Highlight(span, "sentence", number, one.label))
        out += seed_marks(one, page.article.text, span)
    return tuple(out)


def mention_rows(page: ArticlePage) -> pd.DataFrame:
    """The mentions of an article as a reader's table."""
    found = page.tones
    return pd.DataFrame(
        {
            "Target": found["target_label"],
            "Mention": found["mention"],
            "Where": found["headline"].map({True: "headline", False: "body"}),
            "Voice": found["voice"],
            "Tone": found["label"],
            "Negative": found["negative"],
            "Neutral": found["neutral"],
            "Positive": found["positive"],
        }
    )


def attribution_table(page: ArticlePage) -> pd.DataFrame:
    """The attributions of an article, numbered as in its text."""
    found = page.attributions
    return pd.DataFrame(
        {
            "No.": found["number"] + 1,
            "Speaker": [_name(record) for record in records(found)],
            "Role": [code_label(page.book, "role", key) for key in found["role"]],
            "Side": [code_label(page.book, "alignment", key) for key in found["alignment"]],
            "Because": [because(record) for record in records(found)],
            "Source": found["source"].replace("", "no source named"),
            "Reporting words": found["cue"],
            "What is said": found["content"],
            "Act": found["act"],
            "Kind": found["kind"],
            "Via": found["via"],
            "Confidence": found["confidence"],
        }
    )


def field_sources(page: ArticlePage) -> pd.DataFrame:
    """Each field of an article, and how it was found; unknown is an answer."""
    article = page.article
    fields = {
        "Outlet": "outlet",
        "Title": "title",
        "Published": "published",
        "Author": "author",
        "URL": "url",
        "Section": "section",
    }
    rows = [
        (label, getattr(article, name) or "unknown", article.methods.get(name, ""))
        for label, name in fields.items()
    ]
    rows.append(("Text", f"{len(article.text):,} characters", article.methods.get("text", "")))
    return pd.DataFrame(rows, columns=["Field", "Value", "How it was found"])


def _name(record: dict[str, Any]) -> str:
    return record["label"] or ("unknown" if record["source"] else "")
