"""The tables of a corpus and their columns.  docs/data-format.md says what each column holds; a test ties
them to it."""

from __future__ import annotations

import pyarrow as pa

_TYPES = {
    "": pa.string(),
    "int": pa.int32(),
    "float": pa.float32(),
    "double": pa.float64(),
    "bool": pa.bool_(),
    "spans": pa.list_(pa.int32()),  # start, end, start, end, … code points
    "texts": pa.list_(pa.string()),
}


def _columns(listed: str) -> pa.Schema:
    """Columns in their order, each `name`, a text, or `name:type`."""
    parts = (column.partition(":") for column in listed.split())
    return pa.schema([(name, _TYPES[kind]) for name, _, kind in parts])


_SOMEBODY = _columns(  # who speaks, or is named, in one article
    """article_id outlet published name kind gender role alignment polity confidence:float why reason
    reason_spans:spans forms:texts"""
)
_FRAMES = _columns(
    "article_id outlet published codebook frame score:float present:bool sentences:int evidence:spans"
)
_LINKS = _columns(
    "article_id name speaker label kind gender joined role alignment polity confidence:float why reason"
)
_TONES = _columns(
    """article_id number:int outlet published target mention start:int end:int headline:bool form voice
    attribution:int label negative:float neutral:float positive:float"""
)
SCHEMAS: dict[str, pa.Schema] = {  # a file a batch
    "articles": _columns(
        """article_id outlet title text published url author language methods section page edition
        length:int"""
    ),
    "attributions": _columns(
        """article_id number:int outlet published source cue content source_spans:spans cue_spans:spans
        content_spans:spans kind act via cue_lemma stance words:int quoted_words:int early:bool
        confidence:float
        named:bool form speaker role alignment polity"""
    ),
    "speakers": _SOMEBODY,
    "targets": _SOMEBODY,
    "tones": _TONES,
    "wordings": _columns(
        """article_id number:int outlet published kind words start:int end:int headline:bool voice
        attribution:int sure:bool polarity reason"""
    ),
    "frames": _FRAMES,
    "names": _columns("article_id start:int end:int label text"),
    "scores": _columns("article_id measure value:double n:int evidence:spans"),
    "readings": _columns(
        """article_id outlet published state reason language words:int own_words:int sentence_spans:spans
        left_out:spans left_out_words:int faults:texts version genre genre_confidence:float genre_reason
        genre_spans:spans"""
    ),
}
SINGLE: dict[str, pa.Schema] = {  # one file over the whole corpus
    "linked_speakers": _LINKS,
    "linked_targets": _LINKS,
    "topics": _columns("article_id topic origin"),
    "topic_terms": _columns(  # articles and passages left out: in the corpus at that time
        "topic term weight:float idf:float articles:int passages:int"
    ),
    "own_frames": _FRAMES,
    "own_tones": _TONES,
    "own_targets": _columns("target words:texts file read judged"),  # of a batch; two versions
    "passages": _columns("outlet passage words articles:int base:int why"),
    "stories": _columns("article_id story"),
    "story_labels": _columns("story label"),
    "copies": _columns("article_id original credit held:float"),
    "learned": _columns(
        "codebook frame coded:int present:int read:float learned:float low:float high:float used:bool"
    ),
    "learned_frames": _FRAMES,
}
ANALYSED = tuple(name for name in SCHEMAS if name != "articles")
TABLES = {  # name → what a row is
    "articles": "an article: outlet, title, date, address, where each field came from",
    "attributions": "who says what: source, cue, content, their places in the text",
    "speakers": "who a source is, within its article: role, side, and the words that gave them",
    "linked_speakers": "who is who over the whole corpus",
    "counted_attributions": "an attribution with its speaker, role and side: what Sourcing counts",
    "targets": "who is spoken of in an article",
    "tones": "one mention of a target, with its probabilities and whose words it stands in",
    "own_tones": "the same for targets of your own",
    "own_targets": "a target of your own in a batch of articles: by which words and versions it was judged",
    "linked_targets": "which targets are one over the whole corpus",
    "counted_tones": "a mention with its target over the corpus: what Tone counts",
    "frames": "a frame of a codebook in an article: score, sentences",
    "own_frames": "the same for codebooks of your own",
    "counted_frames": "a frame in an article as it counts: what Framing counts",
    "learned": "how well frames were learned from your codes",
    "learned_frames": "what was learned from your codes, by article",
    "wordings": "a loaded word, scare quote, hedge or booster, with its place and voice",
    "counted_wordings": "the same with its outlet: what Wording counts",
    "passages": "a prompt, credit or note that an outlet sets into its articles: left out of reading",
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
