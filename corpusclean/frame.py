"""Rows, Arrow tables and frames: the one place that decides which dtype a column has.

Text is pandas' `str` (Arrow underneath); numbers and booleans are numpy's where they are never null; dates and
nested columns stay Arrow's.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


def _dtype(arrow_type: pa.DataType) -> Any:  # noqa: ANN401  # numpy's and pandas' dtypes share no base
    if pa.types.is_string(arrow_type):
        return TEXT
    if pa.types.is_boolean(arrow_type):
        return np.dtype(bool)
    if pa.types.is_int64(arrow_type):
        return np.dtype("int64")
    if pa.types.is_float64(arrow_type):
        return np.dtype("float64")
    return pd.ArrowDtype(arrow_type)


def series(values: Iterable[Any], arrow_type: pa.DataType, index: pd.Index | None = None) -> pd.Series:
    """Return values as a column of the dtype that stands for an Arrow type."""
    array = pa.array(values, type=arrow_type)
    return pd.Series(pd.arrays.ArrowExtensionArray(array), index=index).astype(_dtype(arrow_type))


def from_rows(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pd.DataFrame:
    """Return a frame with the columns and dtypes of a schema; what a row does not name is null."""
    return from_columns({name: [row.get(name) for row in rows] for name in schema.names}, schema)


def from_columns(columns: Mapping[str, Iterable[Any]], schema: pa.Schema) -> pd.DataFrame:
    """Return a frame with the columns and dtypes of a schema, on a fresh RangeIndex."""
    arrays = {field.name: pa.array(columns[field.name], type=field.type) for field in schema}
    return from_table(pa.table(arrays))


def from_table(table: pa.Table) -> pd.DataFrame:
    """Return an Arrow table as a frame, on a fresh RangeIndex."""
    return pd.DataFrame(
        {
            name: pd.Series(pd.arrays.ArrowExtensionArray(column)).astype(_dtype(column.type))
            for name, column in zip(table.column_names, table.columns, strict=True)
        }
    )


def to_table(frame: pd.DataFrame, schema: pa.Schema) -> pa.Table:
    """Return a frame as an Arrow table of exactly this schema, without pandas' metadata.

    Raises pyarrow.ArrowInvalid where a value does not fit.
    """
    return pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False).replace_schema_metadata()
