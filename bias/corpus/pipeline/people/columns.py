"""A table of millions of rows as numbers: a column holds each of its texts once, and four bytes a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Values = NDArray[np.object_]
BETWEEN = "\x1f"  # the texts of a list
_MOST = np.int64(2**62)


class Column:
    """A value a row, by number; a missing one is "", which has the number 0."""

    def __init__(self, codes: Iterable[int] = ()) -> None:
        self.codes = np.asarray(codes if isinstance(codes, np.ndarray) else list(codes), np.int32)
        self.texts: list[Any] = [""]
        self._numbers: dict[Any, int] = {"": 0}

    def number(self, text: Any) -> int:
        """The number of a text, which may be new."""
        text = "" if text is None else text
        found = self._numbers.setdefault(text, len(self.texts))
        if found == len(self.texts):
            self.texts.append(text)
        return found

    def numbers(self, texts: Iterable[Any]) -> Ints:
        return np.fromiter((self.number(text) for text in texts), np.int64)

    def values(self, rows: Ints | slice = slice(None)) -> Values:
        """The texts of some rows."""
        texts = np.empty(len(self.texts), object)
        texts[:] = self.texts
        return texts[self.codes[rows]]

    def is_one_of(self, texts: Iterable[str]) -> Bools:
        """The rows that have one of some texts."""
        wanted = np.zeros(len(self.texts), np.bool_)
        wanted[[self._numbers[text] for text in texts if text in self._numbers]] = True
        return np.asarray(wanted[self.codes], np.bool_)

    @property
    def told(self) -> Bools:
        """The rows that have a text."""
        return np.asarray(self.codes != 0, np.bool_)


Columns = dict[str, Column]


def read_columns(parts: Iterable[pd.DataFrame | pa.RecordBatch], names: Sequence[str]) -> Columns:
    """Some columns of a table that comes in parts; a list of texts is one text, with BETWEEN between."""
    columns = {name: Column() for name in names}
    codes: dict[str, list[NDArray[np.int32]]] = {name: [] for name in names}
    for part in parts:
        for name, column in columns.items():
            codes[name].append(_codes(column, _array(part, name)))
    for name, column in columns.items():
        column.codes = np.concatenate([np.zeros(0, np.int32), *codes.pop(name)])
    return columns


def _array(part: pd.DataFrame | pa.RecordBatch, name: str) -> pa.Array:
    if isinstance(part, pa.RecordBatch):
        return part.column(name)
    found = pa.array(part[name], from_pandas=True)
    return found.cast(pa.string()) if pa.types.is_null(found.type) else found


def _codes(column: Column, values: pa.Array) -> NDArray[np.int32]:
    if pa.types.is_list(values.type):
        values = pc.binary_join(values.cast(pa.list_(pa.string())), BETWEEN)
    encoded = values.dictionary_encode()
    numbers = np.append(column.numbers(encoded.dictionary.to_pylist()), 0)  # the last is what is missing
    at = encoded.indices.fill_null(len(numbers) - 1).to_numpy(zero_copy_only=False)
    return np.asarray(numbers[at], np.int32)


def grouped(*codes: NDArray[Any]) -> tuple[Ints, Ints, Ints]:
    """Rows that are alike in all of some columns: the first row of each group, the group of each row, and how
    many rows a group has.  Groups stand in the order of their first rows."""
    key = np.zeros(len(codes[0]), np.int64)
    for one in codes:
        width = np.int64(one.max(initial=0)) + 1
        if key.max(initial=0) > _MOST // width:
            key = pd.factorize(key)[0].astype(np.int64)
        key = key * width + one
    of = pd.factorize(key)[0].astype(np.int64)
    count = np.bincount(of)
    first = np.empty(len(count), np.int64)
    first[of[::-1]] = np.arange(len(of))[::-1]
    return first, of, count


def by_group(of: Ints, groups: int) -> Iterator[Ints]:
    """The rows of each group, in their order."""
    order = np.argsort(of, kind="stable")
    yield from np.split(order, np.searchsorted(of[order], np.arange(1, groups)))
