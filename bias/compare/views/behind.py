"""What is behind a number, of whichever kind: how many, a page of them, and all as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from bias.compare.views.evidence import sentence_count, sentence_table, sentences
from bias.compare.views.framing import framed, framed_count, framed_table
from bias.compare.views.tone import mention_count, mention_table, mentions
from bias.compare.views.wording import marked, marked_count, marked_table


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence.  Each function takes corpus, filters and conditions; `rows` page and size too."""

    noun: str
    count: Callable[..., int]
    rows: Callable[..., list[Any]]  # each with article_id, outlet, published, title, said, html
    table: Callable[..., pd.DataFrame]


KINDS = {
    "sentences": Kind("attribution", sentence_count, sentences, sentence_table),
    "mentions": Kind("mention", mention_count, mentions, mention_table),
    "places": Kind("place", marked_count, marked, marked_table),
    "framed": Kind("article", framed_count, framed, framed_table),
}
