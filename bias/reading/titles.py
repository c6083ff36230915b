"""An article under another title → the reading of that title.  With `own_targets` the app's way to models.

The text is read anew with each title, since a title is judged by it: whether a claim is one source's alone,
and who is named.  Nothing is stored.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from bias.model import Article, Tone, Wording
from bias.reading.reader import read
from bias.reading.wording import detectors
from bias.reading.wording.loaded_sentences import loaded_model

ONE = threading.Lock()  # spaCy's pipeline is not made for two threads, and a class may press at once


@dataclass(frozen=True, slots=True)
class TitleReading:
    """The wording and the tone of a title."""

    title: str
    wordings: tuple[Wording, ...]  # in reading order; of an adopted claim, the reason says whose it is
    tones: tuple[Tone, ...]  # toward those whom both title and text name
    loaded: float  # how likely coders would call it loaded, 0 to 1
    called: str  # likely, possible or not, by the bounds that are used for sentences


def read_title(article: Article, title: str) -> TitleReading:
    """Reads an article under a title: its own, or another one.

    Takes about a third of a second for a page of text, and two seconds more the first time.  An article in
    another language than English has no wordings and tones, as everywhere.
    """
    with ONE:
        found = read(replace(article, title=title))
        loaded = float(detectors.loaded_probability([title])[0])
        bounds = loaded_model().config
    called = "likely" if loaded >= bounds["likely"] else "possible" if loaded >= bounds["possible"] else "not"
    return TitleReading(
        title=title,
        wordings=tuple(one for one in found.wordings if one.headline),
        tones=tuple(one for one in found.tones if one.headline),
        loaded=loaded,
        called=called,
    )
