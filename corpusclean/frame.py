"""Rows, Arrow tables and frames. Which dtype a column has, the contracts decide."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from corpusclean_schemas.frames import pandas_dtype


def series(values: Iterable[Any], arrow_type: pa.DataType, index: pd.Index | None = None) -> pd.Series:
    """Return values as a column of the dtype that stands for an Arrow type."""
    array = pa.array(values, type=arrow_type)
    return pd.Series(pd.arrays.ArrowExtensionArray(array), index=index).astype(pandas_dtype(arrow_type))


def from_rows(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pd.DataFrame:
    """Return a frame with the columns and dtypes of a schema; what a row does not name is null."""
    return from_columns({name: [row.get(name) for row in rows] for name in schema.names}, schema)


def from_columns(columns: Mapping[str, Iterable[Any]], schema: pa.Schema) -> pd.DataFrame:
    """Return a frame with the columns and dtypes of a schema, on a fresh RangeIndex."""
    arrays = {field.name: _array(columns[field.name], field.type) for field in schema}
    return from_table(pa.table(arrays))


def _array(values: Iterable[Any], arrow_type: pa.DataType) -> Any:  # noqa: ANN401  # pyarrow ships no types
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    nested = pa.types.is_map(arrow_type) or pa.types.is_list(arrow_type)
    if nested and isinstance(values, list) and None not in values:
        return _nested(values, arrow_type)
    return pa.array(values, type=arrow_type)


def _nested(values: list[Any], arrow_type: pa.DataType) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return lists, none of them null, as a column of lists or maps. Most are empty: only members cost."""
    offsets = pa.array(np.cumsum([0, *map(len, values)]), pa.int32())
    flat = [item for value in values for item in value]
    if pa.types.is_list(arrow_type):
        return pa.ListArray.from_arrays(offsets, pa.array(flat, arrow_type.value_type), type=arrow_type)
    keys, items = pa.array([key for key, _ in flat], arrow_type.key_type), [item for _, item in flat]
    return pa.MapArray.from_arrays(offsets, keys, pa.array(items, arrow_type.item_type), type=arrow_type)


def text_array(values: Sequence[bytes | memoryview]) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return bytes that should be UTF-8 as a column of text: copied once, neither decoded nor checked."""
    ends = np.cumsum([0, *map(len, values)])
    if ends[-1] > np.iinfo(np.int32).max:
        return pa.array(values, pa.binary()).cast(pa.string())  # as many chunks as it needs
    offsets, data = pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(b"".join(values))
    return pa.StringArray.from_buffers(len(values), offsets, data)


def is_utf8(texts: Any) -> bool:  # noqa: ANN401  # pyarrow ships no types
    """Tell whether a column that was made of bytes is text throughout."""
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def parquet_file(stream: Any) -> pq.ParquetFile:  # noqa: ANN401  # what pyarrow takes for a file
    """Return the Parquet file that a stream of Python's holds; it is read by who reads it, in no other thread.

    Left to itself, pyarrow reads ahead in threads of its own. One that still holds the stream while Python ends
    ends the process, too: `terminate called without an active exception`, exit 134, after all was done.
    """
    return pq.ParquetFile(stream, pre_buffer=False, page_checksum_verification=True)


def from_table(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame, on a fresh RangeIndex."""
    columns = zip(table.column_names, table.columns, strict=True)
    return pd.DataFrame({name: _extension(column) for name, column in columns}, copy=False)


def _extension(column: pa.ChunkedArray) -> Any:  # noqa: ANN401  # numpy's and pandas' arrays share no base
    dtype = pandas_dtype(column.type)
    return column.to_numpy() if isinstance(dtype, np.dtype) else dtype.__from_arrow__(column)


def to_table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a frame as an Arrow table of exactly this schema, without pandas' metadata.

    Raises pyarrow.ArrowInvalid where a value does not fit.
    """
    return pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False).replace_schema_metadata()
