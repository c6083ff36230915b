"""The Export page: which tables a corpus has, and what each holds."""

from __future__ import annotations

import pandas as pd

from bias.corpus import Corpus

TABLES = {  # name → what a row is
    "articles": "an article: outlet, title, date, address, where each field came from",
    "attributions": "who says what: source, cue, content, their places in the text",
    "speakers": "who a source is, within its article: role, side, and the words that gave them",
    "links": "who is who over the whole corpus",
    "spoken": "an attribution with its speaker, role and side: what Sourcing counts",
    "targets": "who is spoken of in an article",
    "tones": "one mention of a target, with its probabilities and whose words it stands in",
    "target_links": "which targets are one over the whole corpus",
    "toned": "a mention with its target over the corpus: what Tone counts",
    "frames": "a frame of a codebook in an article: score, sentences",
    "own_frames": "the same for codebooks of your own",
    "framed": "a frame in an article as it counts: what Framing counts",
    "learned": "how well frames were learned from your codes",
    "learned_frames": "what was learned from your codes, by article",
    "wordings": "a loaded word, scare quote, hedge or booster, with its place and voice",
    "worded": "the same with its outlet: what Wording counts",
    "stories": "which article tells which event",
    "story_labels": "an event: its name and days",
    "copies": "which article is a copy of which",
    "topics": "which article is about which topic",
    "topic_terms": "the words of learned topics",
    "names": "the names in an article",
    "scores": "numbers of whole articles",
    "readings": "how an article was read: language, sentences, version",
    "catalogue": "an article as the pages know it, without its text",
}


def table_names() -> dict[str, str]:
    """The tables of a corpus that may be written to a file: name → what a row is."""
    return dict(TABLES)


def corpus_table(corpus: Corpus, name: str, *, with_text: bool = False) -> pd.DataFrame:
    """A table; articles without their texts unless asked: most belong to somebody, and numbers can be
    checked by ids, addresses and places alone."""
    found = corpus.table(name)
    return found if with_text else found.drop(columns="text", errors="ignore")
