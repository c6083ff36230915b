"""Answers kept while the tables stay as they are: a page asks many of its questions more than once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import pandas as pd

MOST_BYTES = 64_000_000  # of all answers that are kept
MOST_OF_ONE = 4_000_000
MOST_ANSWERS = 2_000
Key = tuple[str, str]


def key_of(sql: str, parameters: Sequence[Any]) -> Key:
    """What tells a question from others."""
    return sql, repr(list(parameters))


class Answers:
    """The answers asked for last.  Safe to share between threads.

    A caller gets a frame of its own: copy-on-write keeps what is here as it is.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, tuple[pd.DataFrame, int]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> pd.DataFrame | None:
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0].copy(deep=False)

    def put(self, key: Key, answer: pd.DataFrame) -> None:
        """Keep an answer, but one too large; the oldest ones go."""
        size = 1_000 + int(answer.memory_usage(deep=len(answer) < 10_000).sum())
        with self._lock:
            if size > MOST_OF_ONE or key in self._kept:
                return
            self._kept[key] = answer.copy(deep=False), size
            self._bytes += size
            while self._bytes > MOST_BYTES or len(self._kept) > MOST_ANSWERS:
                self._bytes -= self._kept.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0
