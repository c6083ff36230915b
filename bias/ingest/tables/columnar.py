"""Parquet and Arrow → rows.  Makes no articles.

A cell that the library cannot turn into a value, such as a date beyond the calendar, costs that cell; a group
of rows that breaks off costs that group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from bias.ingest.files.opening import BYTEWISE
from bias.ingest.tables.rows import BadFileError, Row, Table, flat, named

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 16  # rows in memory at once: a text that is written once may stand in all of them
_MIXED = "not all UTF-8: the other bytes read as cp1252"
# What pyarrow raises at a broken file or cell is not one kind: its own errors, and those of time zones
# (KeyError), of the calendar (OverflowError) and of the depth of a value (RecursionError).
_ANY = Exception

_Group = tuple[int, Callable[[], Iterable["pa.RecordBatch"]]]  # how many rows, if known; what reads them


def parquet(path: Path) -> list[Table]:
    import pyarrow.parquet as pq

    try:
        schema = pq.read_schema(path)
        names = named(schema.names)
    except _ANY as error:
        raise BadFileError(f"no readable Parquet: {_words(error)}; write it again") from error

    def groups() -> Iterator[_Group]:
        with pq.ParquetFile(path) as file:
            for i in range(file.num_row_groups):
                yield (
                    file.metadata.row_group(i).num_rows,
                    lambda i=i: file.iter_batches(_BATCH, row_groups=[i]),  # type: ignore[misc]
                )

    return [Table(lambda: _rows(names, groups()), names, notes=_zones(schema))]


def arrow(path: Path) -> list[Table]:
    import pyarrow as pa

    def groups() -> Iterator[_Group]:
        with pa.memory_map(str(path)) as source:
            try:
                reader = pa.ipc.open_file(source)
            except pa.ArrowInvalid:  # datasets of Hugging Face are streams
                source.seek(0)
                stream = pa.ipc.open_stream(source)
                yield 0, lambda: (part for batch in stream for part in _parts(batch))
                return
            for i in range(reader.num_record_batches):
                yield 0, lambda i=i: _parts(reader.get_batch(i))  # type: ignore[misc]

    try:
        schema = _schema(path)
        names = named(schema.names)
    except _ANY as error:
        raise BadFileError(f"no readable Arrow file: {_words(error)}; write it again") from error
    return [Table(lambda: _rows(names, groups()), names, notes=_zones(schema))]


def _schema(path: Path) -> pa.Schema:
    import pyarrow as pa

    with pa.memory_map(str(path)) as source:
        try:
            return pa.ipc.open_file(source).schema
        except pa.ArrowInvalid:
            source.seek(0)
            return pa.ipc.open_stream(source).schema


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    return (batch.slice(start, _BATCH) for start in range(0, batch.num_rows, _BATCH))


def _rows(names: tuple[str, ...], groups: Iterator[_Group]) -> Iterator[Row]:
    """The rows of groups that can be read by themselves; one that breaks off is a row with that problem."""
    number = 0
    for group in count(1):
        try:
            told, read = next(groups)
        except StopIteration:
            return
        except _ANY as error:
            raise BadFileError(f"breaks off: {_words(error)}") from error
        before = number
        try:
            for batch in read():
                for row in _records(names, batch, number):
                    number = row.number
                    yield row
        except _ANY as error:
            yield Row(number + 1, problem=f"breaks off in row group {group}: {_words(error)}; write it again")
            number = max(number + 1, before + told)


def _records(names: tuple[str, ...], batch: pa.RecordBatch, number: int) -> Iterator[Row]:
    columns = [_cells(column) for column in batch.columns]
    for i in range(batch.num_rows):
        unread = {name: bad[i] for name, (_, bad, _) in zip(names, columns, strict=True) if i in bad}
        mixed = [name for name, (_, _, odd) in zip(names, columns, strict=True) if i in odd]
        notes = {"encoding": f"{', '.join(mixed)}: {_MIXED}"} if mixed else {}
        record = {name: values[i] for name, (values, _, _) in zip(names, columns, strict=True)}
        yield Row(number + i + 1, flat(record), unread=unread, notes=notes)


def _cells(column: pa.Array) -> tuple[list[object], dict[int, str], set[int]]:
    """The values of a column, why the others could not be read, and which were of another encoding.

    A broken column may point anywhere in memory: none is read before it is checked.
    """
    import pyarrow as pa

    column = _in_utc(column)
    try:
        column.validate(full=True)
        return column.to_pylist(), {}, set()
    except _ANY:
        pass  # cell by cell, then
    values: list[object] = [None] * len(column)
    try:
        column = _as_bytes(column)
        # a number points nowhere, and one that is no date costs itself alone
        column.validate(full=not pa.types.is_primitive(column.type))
    except _ANY as error:
        return values, dict.fromkeys(range(len(column)), _words(error)), set()
    bad, odd = {}, set()
    for i, scalar in enumerate(column):
        try:
            values[i], is_odd = _decoded(scalar.as_py())
        except _ANY as error:
            bad[i] = f"{getattr(scalar, 'value', '')} as {column.type}: {_words(error)}".strip()
        else:
            odd |= {i} if is_odd else set()
    return values, bad, odd


def _as_bytes(column: pa.Array) -> pa.Array:
    """The column with bytes where it says that it has text."""
    import pyarrow as pa

    if isinstance(column, pa.DictionaryArray):
        return pa.DictionaryArray.from_arrays(column.indices, _as_bytes(column.dictionary), safe=False)
    loose = _bytes_type(column.type)
    return column if loose == column.type else column.cast(loose)


def _bytes_type(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    if pa.types.is_string(kind):
        return pa.binary()
    if pa.types.is_large_string(kind):
        return pa.large_binary()
    if pa.types.is_list(kind):
        return pa.list_(_bytes_type(kind.value_type))
    if pa.types.is_large_list(kind):
        return pa.large_list(_bytes_type(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _bytes_type(field.type)) for field in kind])
    return kind


def _decoded(value: object) -> tuple[object, bool]:
    """Bytes as text, also within lists and records, and whether any was no UTF-8."""
    if isinstance(value, bytes):
        text = value.decode("utf-8", BYTEWISE)
        return text, text.encode() != value
    if isinstance(value, list):
        inner = [_decoded(one) for one in value]
        return [one for one, _ in inner], any(odd for _, odd in inner)
    if isinstance(value, dict):
        named = {key: _decoded(one) for key, one in value.items()}
        return {key: one for key, (one, _) in named.items()}, any(odd for _, odd in named.values())
    return value, False


def _in_utc(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    return column.view(pa.timestamp(column.type.unit, "UTC")) if _lost(column.type) else column


def _lost(kind: pa.DataType) -> bool:
    """Whether a column's times are of a zone that nobody knows."""
    import pyarrow as pa

    if not pa.types.is_timestamp(kind) or not kind.tz:
        return False
    try:
        pa.scalar(0, kind).as_py()
    except _ANY:
        return True
    return False


def _zones(schema: pa.Schema) -> dict[str, str]:
    lost = [f"{field.name} ({field.type.tz})" for field in schema if _lost(field.type)]
    return {"zone": f"unknown, read in UTC: {', '.join(lost)}"} if lost else {}


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
