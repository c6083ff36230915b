"""Corrections as gold: what people said is right, in the files that `bias evaluate` reads.

Only what somebody said counts as coded: a statement whose role was corrected says nothing of its speaker.
People correct what is wrong, so what is measured on these rows is lower than on rows taken at random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bias.compare.words.labels import records
from bias.corpus import UNKNOWN, Corpus
from bias.model import Article, Span

Row = dict[str, Any]
CODED = ("act", "speaker", "role", "alignment")


def gold(corpus: Corpus) -> dict[str, list[Row]]:
    """Step of `bias evaluate` → rows for it; those that the corrections say something for.

    `quotes` is a second file for the step `wording`.
    """
    live = records(corpus.corrections.in_force())
    texts = corpus.texts_by_id(sorted({row["article_id"] for row in live}), whole=True)
    live = [row for row in live if row["article_id"] in texts]  # its article may have been removed
    made = {step: list(make(live, texts, corpus)) for step, make in _STEPS.items()}
    return {step: rows for step, rows in made.items() if rows}


def uncodable(corpus: Corpus) -> int:
    """How many corrections no file of gold has a place for."""
    live = records(corpus.corrections.in_force())
    return sum(not any(wanted(row) for wanted in _WANTED) for row in live)


def _statements(live: Sequence[Row], texts: dict[str, Article], corpus: Corpus) -> Iterator[Row]:
    coded: dict[str, dict[str, Row]] = {}
    for row in filter(_is_statement, live):
        one = coded.setdefault(row["article_id"], {}).setdefault(row["spans"], _uncoded(row))
        if row["field"] == "gone":
            one["act"] = "none"
        else:
            one[row["field"]] = "" if row["value"] == UNKNOWN else row["value"]
    for article_id, attributions in coded.items():
        article = texts[article_id]
        head = {"id": article_id, "title": article.title, "published": article.published}
        yield {**head, "text": article.text, "partial": True, "attributions": [*attributions.values()]}


def _uncoded(row: Row) -> Row:
    spans = list(map(int, row["spans"].split()))
    content = [list(pair) for pair in zip(spans[::2], spans[1::2], strict=True)]
    return {"source": None, "cue": None, "content": content, **dict.fromkeys(CODED)}


def _tones(live: Sequence[Row], texts: dict[str, Article], corpus: Corpus) -> Iterator[Row]:
    for row in filter(_is_tone, live):
        start, end, text, at = _inside(row, texts[row["article_id"]], corpus)
        yield {"text": text, "target_start": start - at, "target_end": end - at, "target": row["what"],
               "label": row["value"]}  # fmt: skip


def _loaded(live: Sequence[Row], texts: dict[str, Article], corpus: Corpus) -> Iterator[Row]:
    for row in filter(_is("loaded_sentence"), live):
        yield {"text": _inside(row, texts[row["article_id"]], corpus)[2], "label": "non-biased"}


def _quotes(live: Sequence[Row], texts: dict[str, Article], corpus: Corpus) -> Iterator[Row]:
    for row in filter(_is("scare_quote"), live):
        start, end, text, at = _inside(row, texts[row["article_id"]], corpus)
        yield {"sentence": text, "text": text[start - at : end - at], "labels": ["other"]}


def _headlines(live: Sequence[Row], texts: dict[str, Article], corpus: Corpus) -> Iterator[Row]:
    for row in filter(_is("adopted"), live):
        article = texts[row["article_id"]]
        yield {"title": article.title, "text": article.text, "adopts": False}


def _inside(row: Row, article: Article, corpus: Corpus) -> tuple[int, int, str, int]:
    """Where a place starts and ends, the sentence around it (or the title), and where that starts."""
    start, end = map(int, row["spans"].split())
    if row["part"] == "headline":
        return start, end, article.title, 0
    sentences = corpus.sentences_in(article.id)
    found = [one for one in sentences if one.start < end and one.end > start] or [Span(0, len(article.text))]
    first, last = min(one.start for one in found), max(one.end for one in found)
    return start, end, article.text[first:last], first


def _is_statement(row: Row) -> bool:
    return bool(row["kind"] == "attributions" and row["field"] in (*CODED, "gone"))


def _is_tone(row: Row) -> bool:
    return bool(row["kind"] == "tones" and row["field"] == "tone")


def _is(what: str) -> Callable[[Row], bool]:
    return lambda row: bool(row["kind"] == "wordings" and row["what"] == what)


_STEPS: dict[str, Callable[[Sequence[Row], dict[str, Article], Corpus], Iterator[Row]]] = {
    "statements": _statements, "sentiment": _tones, "wording": _loaded, "quotes": _quotes,
    "headlines": _headlines,
}  # fmt: skip
_WANTED = (_is_statement, _is_tone, _is("loaded_sentence"), _is("scare_quote"), _is("adopted"))
