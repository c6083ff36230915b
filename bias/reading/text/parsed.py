"""What the text models found in an article.  Loads none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bias.model import Article, Name, Span
from bias.reading.text.decoding import Triple

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Parse:
    """What the text models found in one article."""

    article: Article
    sentences: tuple[Span, ...]
    names: tuple[Name, ...]
    triples: tuple[Triple, ...]
    vector: Floats | None = None  # (384,) mean of what the encoder gives for the pieces; None of no text
    quoted: Mapping[Span, Floats] = field(default_factory=dict)  # see `encoder.around`, by short quotation
    nested: tuple[Triple, ...] = ()  # those inside the content of another
