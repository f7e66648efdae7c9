"""Arrow schemas, derived from the models."""

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera.engines import numpy_engine, pandas_engine

_SCALARS: tuple[tuple[type, pyarrow.DataType], ...] = (
    (pandas_engine.STRING, pyarrow.string()),
    (numpy_engine.Bool, pyarrow.bool_()),
    (numpy_engine.Int64, pyarrow.int64()),
    (numpy_engine.Float64, pyarrow.float64()),
)


def arrow_schema(model: type[pa.DataFrameModel]) -> pyarrow.Schema:
    """Return the Arrow schema of a model's table: names, types, nullability, descriptions.

    Raises TypeError where a column's dtype has no counterpart in Arrow.

    >>> from corpusclean_schemas import Edit
    >>> arrow_schema(Edit).field("offset")
    pyarrow.Field<offset: int64 not null>
    """
    return pyarrow.schema(
        pyarrow.field(
            name,
            _arrow_type(name, column.dtype),
            nullable=column.nullable,
            metadata={"description": column.description},
        )
        for name, column in model.to_schema().columns.items()
    )


def _arrow_type(name: str, dtype: object) -> pyarrow.DataType:
    for engine_type, arrow_type in _SCALARS:
        if isinstance(dtype, engine_type):
            return arrow_type
    native = getattr(dtype, "type", None)
    if isinstance(native, pd.ArrowDtype):
        return native.pyarrow_dtype
    raise TypeError(f"column {name}: {dtype} has no counterpart in Arrow")
