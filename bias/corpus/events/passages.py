"""The sentence of an article that comes nearest to a statement, and what it makes of it.  Knows no store.

That an outlet lacks a statement is a claim too: the reader may have missed who says it, or the article says
it in its own voice.  So each sentence is compared with it by the stems of its words, those weighing most that
few sentences of the event have; the one that comes nearest is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer

from bias.corpus.events.statements import STEM, relation
from bias.reading import content_stems

PERHAPS = 0.14  # cosine from which on a sentence may say it in other words
LEAST_WORDS = 5  # of a statement that a sentence may hold word by word: three of them stand anywhere
Held = Literal["in_text", "perhaps", "absent"]


def likenesses(statements: Sequence[str], sentences: Sequence[str]) -> csr_matrix:
    """Cosines of TF-IDF of stems, sublinear: (statements, sentences)."""
    vectors = TfidfVectorizer(analyzer=_stems, sublinear_tf=True)
    try:
        matrix = vectors.fit_transform([*sentences, *statements])
    except ValueError:  # nothing but stop words
        return csr_matrix((len(statements), len(sentences)))
    return (matrix[len(sentences) :] @ matrix[: len(sentences)].T).tocsr()


def held(statement: str, sentence: str, likeness: float) -> Held:
    """What a sentence makes of a statement: *in_text* where it holds it by `statements.relation`, *perhaps*
    where it shares much of its stems, else *absent*."""
    if likeness < PERHAPS:
        return "absent"
    words = min(len(statement.split()), len(sentence.split()))
    return "in_text" if words >= LEAST_WORDS and relation(statement, sentence) else "perhaps"


def _stems(text: str) -> list[str]:
    return [stem[:STEM] for stem in content_stems(text)]
