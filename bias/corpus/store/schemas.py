"""The tables of a corpus and their columns, as docs/data-format.md describes them."""

from __future__ import annotations

import pyarrow as pa

_SPANS = pa.list_(pa.int32())  # start, end, start, end, … code points
_SOMEBODY = pa.schema(
    {
        "article_id": pa.string(),
        "outlet": pa.string(),
        "published": pa.string(),
        "name": pa.string(),  # unique in the article
        "kind": pa.string(),  # person, organisation, group, document, unnamed
        "gender": pa.string(),
        "role": pa.string(),
        "alignment": pa.string(),
        "polity": pa.string(),
        "confidence": pa.float32(),
        "why": pa.string(),  # the kind of evidence behind the role
        "reason": pa.string(),  # the words that gave it
        "reason_spans": _SPANS,
        "forms": pa.list_(pa.string()),
    }
)  # who speaks, or is named, in one article
FRAMES = pa.schema(  # frames that score nothing have no row
    {
        "article_id": pa.string(),
        "outlet": pa.string(),
        "published": pa.string(),
        "codebook": pa.string(),
        "frame": pa.string(),
        "score": pa.float32(),  # 0 to 1; the codebook says of what
        "present": pa.bool_(),
        "sentences": pa.int32(),  # that hold its seed words
        "evidence": _SPANS,  # whole sentences
    }
)
SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        {
            "article_id": pa.string(),
            "outlet": pa.string(),
            "title": pa.string(),
            "text": pa.string(),
            "published": pa.string(),
            "url": pa.string(),
            "author": pa.string(),
            "language": pa.string(),  # as the input told it
            "methods": pa.string(),  # JSON: field → how it was found
        }
    ),
    "attributions": pa.schema(
        {
            "article_id": pa.string(),
            "number": pa.int32(),  # from 0, in reading order
            "outlet": pa.string(),
            "published": pa.string(),
            "source": pa.string(),
            "cue": pa.string(),
            "content": pa.string(),
            "source_spans": _SPANS,
            "cue_spans": _SPANS,
            "content_spans": _SPANS,
            "kind": pa.string(),  # direct, indirect, mixed
            "via": pa.string(),
            "cue_lemma": pa.string(),
            "stance": pa.string(),  # neutral, doubting, endorsing, mental; empty: no reporting verb we know
            "words": pa.int32(),  # of the content
            "quoted_words": pa.int32(),  # of the content, inside quotation marks
            "early": pa.bool_(),  # whether it begins in the first third of the text
            "confidence": pa.float32(),
            "named": pa.bool_(),
            "form": pa.string(),  # name, description, pronoun, organisation, collective, document, unnamed
            "speaker": pa.string(),  # as `speakers` has it for this article
            "role": pa.string(),
            "alignment": pa.string(),
            "polity": pa.string(),
        }
    ),
    "speakers": _SOMEBODY,
    "targets": _SOMEBODY,  # everybody who is named, whether they speak or not
    "tones": pa.schema(
        {
            "article_id": pa.string(),
            "number": pa.int32(),  # from 0: the title's mentions first, then in reading order
            "outlet": pa.string(),
            "published": pa.string(),
            "target": pa.string(),  # as `targets` has it for this article
            "mention": pa.string(),
            "start": pa.int32(),  # in the text, or in the title
            "end": pa.int32(),
            "headline": pa.bool_(),
            "form": pa.string(),  # name, description, pronoun, organisation
            "voice": pa.string(),  # narration, quotation
            "attribution": pa.int32(),  # number of the attribution whose content it stands in
            "label": pa.string(),  # negative, neutral, positive, uncertain
            "negative": pa.float32(),  # calibrated probabilities
            "neutral": pa.float32(),
            "positive": pa.float32(),
        }
    ),
    "wordings": pa.schema(
        {
            "article_id": pa.string(),
            "number": pa.int32(),  # from 0: the title's first, then in reading order
            "outlet": pa.string(),
            "published": pa.string(),
            "kind": pa.string(),  # loaded, name_calling, scare_quote, hedge, booster, assertive …
            "words": pa.string(),
            "start": pa.int32(),  # in the text, or in the title
            "end": pa.int32(),
            "headline": pa.bool_(),
            "voice": pa.string(),  # narration, quotation
            "attribution": pa.int32(),  # in whose content it stands; of an adopted claim, whose it is
            "sure": pa.bool_(),  # false: a reader has to decide
            "polarity": pa.string(),  # negative, positive: of loaded words
            "reason": pa.string(),
        }
    ),
    "frames": FRAMES,
    "names": pa.schema(
        {
            "article_id": pa.string(),
            "start": pa.int32(),
            "end": pa.int32(),
            "label": pa.string(),
            "text": pa.string(),
        }
    ),
    "scores": pa.schema(
        {
            "article_id": pa.string(),
            "measure": pa.string(),
            "value": pa.float64(),
            "n": pa.int32(),
            "evidence": _SPANS,
        }
    ),
    "readings": pa.schema(
        {
            "article_id": pa.string(),
            "outlet": pa.string(),
            "published": pa.string(),
            "state": pa.string(),  # read, not English, failed
            "reason": pa.string(),
            "language": pa.string(),
            "words": pa.int32(),
            "narrated": pa.float32(),  # sentences' worth of the outlet's own voice
            "sentence_spans": _SPANS,
            "version": pa.string(),
        }
    ),
}
LINKS = pa.schema(  # one file: who is who over the whole corpus
    {
        "article_id": pa.string(),
        "name": pa.string(),  # as `speakers` has it
        "speaker": pa.string(),  # key in the corpus
        "label": pa.string(),  # name in the corpus
        "kind": pa.string(),
        "joined": pa.string(),  # what joined it
        "role": pa.string(),
        "alignment": pa.string(),
        "polity": pa.string(),
        "confidence": pa.float32(),
        "why": pa.string(),
        "reason": pa.string(),
    }
)
TARGET_LINKS = LINKS  # the same for whom articles name
OWN_FRAMES = FRAMES  # one file: the frames of the user's own codebooks
LEARNED_FRAMES = FRAMES  # one file: frames as they were learned from what people coded
LEARNED = pa.schema(  # one file: how well each coded frame is found
    {
        "codebook": pa.string(),
        "frame": pa.string(),
        "coded": pa.int32(),  # articles that a person coded
        "present": pa.int32(),  # of these with the frame
        "read": pa.float32(),  # F1 of the reading without learning
        "learned": pa.float32(),  # F1 of what is learned, by cross-validation; null: too few to learn from
        "low": pa.float32(),
        "high": pa.float32(),
        "used": pa.bool_(),  # whether what is learned takes the place of what is read
    }
)
STORIES = pa.schema(
    {"article_id": pa.string(), "story": pa.string()}
)  # one file: which articles tell an event
STORY_LABELS = pa.schema({"story": pa.string(), "label": pa.string()})  # of stories of several articles
COPIES = pa.schema(  # one file: articles that are copies, have copies, or credit somebody
    {
        "article_id": pa.string(),
        "original": pa.string(),  # the article that it goes back to; its own id for that one
        "credit": pa.string(),  # the agency or outlet that it names
        "held": pa.float32(),  # share of its runs of words that the original has
    }
)
TOPICS = pa.schema(
    {
        "article_id": pa.string(),
        "topic": pa.string(),
        "origin": pa.string(),  # own (of topics.toml), learned
    }
)
TOPIC_TERMS = pa.schema(  # one file: the words of the learned topics
    {
        "topic": pa.string(),
        "term": pa.string(),
        "weight": pa.float32(),
        "idf": pa.float32(),
        "articles": pa.int32(),  # of the corpus when it was learned
    }
)
ANALYSED = tuple(name for name in SCHEMAS if name != "articles")
TABLES = {  # name → what a row is
    "articles": "an article: outlet, title, date, address, where each field came from",
    "attributions": "who says what: source, cue, content, their places in the text",
    "speakers": "who a source is, within its article: role, side, and the words that gave them",
    "linked_speakers": "who is who over the whole corpus",
    "counted_attributions": "an attribution with its speaker, role and side: what Sourcing counts",
    "targets": "who is spoken of in an article",
    "tones": "one mention of a target, with its probabilities and whose words it stands in",
    "linked_targets": "which targets are one over the whole corpus",
    "counted_tones": "a mention with its target over the corpus: what Tone counts",
    "frames": "a frame of a codebook in an article: score, sentences",
    "own_frames": "the same for codebooks of your own",
    "counted_frames": "a frame in an article as it counts: what Framing counts",
    "learned": "how well frames were learned from your codes",
    "learned_frames": "what was learned from your codes, by article",
    "wordings": "a loaded word, scare quote, hedge or booster, with its place and voice",
    "counted_wordings": "the same with its outlet: what Wording counts",
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
