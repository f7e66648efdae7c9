"""The frames that a contract can be asked of: what is the same of pandas, polars and pyarrow."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import types

from corpusclean_schemas.contract import Column
from corpusclean_schemas.convert import Converted, convert, convert_objects, to_objects
from corpusclean_schemas.values import is_text

if TYPE_CHECKING:
    import polars

Mask = np.ndarray[Any, np.dtype[np.bool_]]

Pairs = Sequence[tuple[Column, Converted]]

_NOTHING = ("NoneType", "NAType", "NaTType")

TEXT = pd.StringDtype("pyarrow", na_value=np.nan)


class Framed(Protocol):
    """A frame of some library."""

    names: list[str]
    rows: int

    def convert(self, column: Column) -> Converted:
        """Return a column in the contract's type."""

    def values(self, name: str, rows: np.ndarray[Any, np.dtype[np.intp]]) -> list[Any]:
        """Return what stands in some rows of a column, as it stands there."""

    def some(self, mask: Mask) -> Any:  # noqa: ANN401  # a frame of the library
        """Return some of the rows, as they came."""

    def whole(self, columns: Pairs, mask: Mask | None, *, rest: bool) -> Any:  # noqa: ANN401
        """Return the rows in the contract's types, all or those of a mask; `rest`: with other columns."""

    def beside(self, mask: Mask, lists: Mapping[str, pa.Array]) -> Any:  # noqa: ANN401  # a frame of the library
        """Return some of the rows, as they came, with further columns; none of theirs has one of these names."""


def framed(frame: Any) -> Framed:  # noqa: ANN401  # a frame of any library
    """Return the frame of a library as one that a contract can be asked of.

    Raises TypeError for what is no frame of pandas, polars or pyarrow.
    """
    if isinstance(frame, pd.DataFrame):
        return OfPandas(frame)
    if isinstance(frame, pa.Table):
        return OfArrow(frame)
    if isinstance(frame, pa.RecordBatch):
        return OfBatch(frame)
    home, name = type(frame).__module__.split(".")[0], type(frame).__name__
    if home == "polars" and name == "DataFrame":
        return OfPolars(frame)
    if home == "polars" and name == "LazyFrame":
        return OfLazy(frame)
    raise TypeError(
        f"a contract holds for frames of pandas, polars and pyarrow, this is a {home}.{name};"
        " most libraries make one: .to_arrow(), .to_pandas()"
    )


def to_series(column: Column, found: Converted) -> pd.Series:
    """Return a converted column as pandas keeps it."""
    series = pd.Series(pd.arrays.ArrowExtensionArray(found.array))
    if column.dtype is None:
        dtype = pandas_dtype(column.type, nulls=bool(found.array.null_count))
    else:
        dtype = column.dtype
        if found.array.null_count and isinstance(dtype, np.dtype) and dtype.kind in "biu":
            dtype = object
        if isinstance(dtype, pd.CategoricalDtype):
            series = series.where(series.isin(dtype.categories))  # others fail, and pandas has no place for them
    return series.astype(dtype)


def pandas_dtype(arrow_type: pa.DataType, *, nulls: bool = False) -> Any:  # noqa: ANN401  # dtypes share no base
    """Return the dtype that a column has in pandas: its own for text, numpy's for numbers and flags, or Arrow's.

    Whole numbers and flags among which there are `nulls` stay Arrow's.
    """
    if is_text(arrow_type):
        return TEXT
    if types.is_float64(arrow_type) or (
        not nulls and (types.is_boolean(arrow_type) or types.is_int64(arrow_type))
    ):
        return np.dtype(arrow_type.to_pandas_dtype())
    return pd.ArrowDtype(arrow_type)


class OfPandas:
    """A frame of pandas, whatever its index."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self.names = list(frame.columns)
        self.rows = len(frame)

    def convert(self, column: Column) -> Converted:
        """Return a column in the contract's type."""
        series = self.frame[column.name]
        if series.dtype == object:
            return self._of_objects(series.to_numpy(), column.type)
        try:
            values = pa.chunked_array(pa.Array.from_pandas(series))
        except (pa.ArrowException, TypeError, ValueError):
            return convert_objects(series.astype(object), column.type)  # Arrow has no such type, or no such value
        return convert(values, column.type)

    @staticmethod
    def _of_objects(objects: np.ndarray[Any, Any], target: pa.DataType) -> Converted:
        kinds = {kind for kind in set(map(type, objects)) if kind.__name__ not in _NOTHING}
        if kinds - {float} == {str} if is_text(target) else kinds == {datetime.date}:
            try:
                return convert(pa.array(objects, from_pandas=True), target)
            except (pa.ArrowException, TypeError, ValueError, OverflowError):
                pass  # some value is at fault: each is looked at
        return convert_objects(objects, target)

    def values(self, name: str, rows: np.ndarray[Any, np.dtype[np.intp]]) -> list[Any]:
        """Return what stands in some rows of a column, as it stands there."""
        return list(self.frame[name].iloc[rows])

    def some(self, mask: Mask) -> pd.DataFrame:
        """Return some of the rows, as they came."""
        return self.frame.loc[mask]

    def whole(self, columns: Pairs, mask: Mask | None, *, rest: bool) -> pd.DataFrame:
        """Return the rows in the contract's types, all or those of a mask; `rest`: with other columns."""
        frame = self.frame if mask is None else self.frame.loc[mask]
        made = {}
        for column, found in columns:
            if self.names.count(column.name) == 1 and self._fits(column, found):
                continue
            series = to_series(column, found)
            made[column.name] = (series if mask is None else series[mask]).set_axis(frame.index)
        if made:
            frame = frame.assign(**made)
        names = list(frame.columns)
        known = [column.name for column, _ in columns]
        others = [place for place, name in enumerate(names) if name not in known] if rest else []
        return frame.iloc[:, [*map(names.index, known), *others]]

    def _fits(self, column: Column, found: Converted) -> bool:
        dtype = self.frame[column.name].dtype
        wanted = (
            pandas_dtype(column.type, nulls=bool(found.array.null_count)) if column.dtype is None else column.dtype
        )
        return bool(found.same and dtype == wanted and type(dtype) is type(wanted))

    def beside(self, mask: Mask, lists: Mapping[str, pa.Array]) -> pd.DataFrame:
        """Return some of the rows, as they came, with further columns; none of theirs has one of these names."""
        frame = self.frame.loc[mask, [name not in lists for name in self.names]]
        more = {name: pd.arrays.ArrowExtensionArray(pa.chunked_array([values])) for name, values in lists.items()}
        return pd.concat([frame, pd.DataFrame(more, index=frame.index)], axis=1)


class OfArrow:
    """A table of pyarrow."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.names = list(table.column_names)
        self.rows = table.num_rows

    def convert(self, column: Column) -> Converted:
        """Return a column in the contract's type."""
        return convert(self.table.column(column.name), column.type)

    def values(self, name: str, rows: np.ndarray[Any, np.dtype[np.intp]]) -> list[Any]:
        """Return what stands in some rows of a column, as it stands there."""
        return to_objects(self.table.column(name).take(pa.array(rows)))

    def some(self, mask: Mask) -> pa.Table:
        """Return some of the rows, as they came."""
        return self.table.filter(pa.array(mask))

    def whole(self, columns: Pairs, mask: Mask | None, *, rest: bool) -> pa.Table:
        """Return the rows in the contract's types, all or those of a mask; `rest`: with other columns."""
        fields = [pa.field(column.name, column.type, nullable=column.nullable) for column, _ in columns]
        arrays = [
            found.array if found.array.type.equals(column.type) else _narrowed(found.array, column.type)
            for column, found in columns
        ]
        if rest:
            known = {column.name for column, _ in columns}
            others = [place for place, name in enumerate(self.names) if name not in known]
            fields += [self.table.schema.field(place) for place in others]
            arrays += [self.table.column(place) for place in others]
        table = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
        return table if mask is None else table.filter(pa.array(mask))

    def beside(self, mask: Mask, lists: Mapping[str, pa.Array]) -> pa.Table:
        """Return some of the rows, as they came, with further columns; none of theirs has one of these names."""
        table = self.some(mask).select([place for place, name in enumerate(self.names) if name not in lists])
        for name, values in lists.items():
            table = table.append_column(name, values)
        return table


def _narrowed(values: pa.ChunkedArray, target: pa.DataType) -> pa.ChunkedArray:
    """Cast in pieces: a chunk of large strings may hold more than 2 GiB, one of strings not."""
    chunks: list[pa.Array] = []
    waiting = list(values.chunks)
    while waiting:
        chunk = waiting.pop(0)
        try:
            chunks.append(chunk.cast(target))
        except pa.ArrowInvalid:
            half = len(chunk) // 2
            if not half:
                raise
            waiting[:0] = [chunk[:half], chunk[half:]]
    return pa.chunked_array(chunks, type=target)


class OfBatch(OfArrow):
    """A record batch of pyarrow: a table comes back."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        super().__init__(pa.Table.from_batches([batch]))


class OfPolars:
    """A frame of polars."""

    def __init__(self, frame: "polars.DataFrame") -> None:
        self.frame = frame
        self.names = list(frame.columns)
        self.rows = frame.height

    def convert(self, column: Column) -> Converted:
        """Return a column in the contract's type."""
        import polars  # noqa: PLC0415  # it is there: the frame is its

        series = self.frame.get_column(column.name)
        if series.dtype == polars.Object:
            return convert_objects(series.to_list(), column.type)
        try:
            values = series.to_arrow()
        except (pa.ArrowException, TypeError, ValueError):
            return convert_objects(series.to_list(), column.type)  # Arrow has no such type
        return convert(values, column.type)

    def values(self, name: str, rows: np.ndarray[Any, np.dtype[np.intp]]) -> list[Any]:
        """Return what stands in some rows of a column, as it stands there."""
        return list(self.frame.get_column(name)[rows.tolist()].to_list())

    def some(self, mask: Mask) -> Any:  # noqa: ANN401  # a frame of polars, or a lazy one
        """Return some of the rows, as they came."""
        import polars  # noqa: PLC0415  # it is there: the frame is its

        return self.frame.filter(polars.Series(mask, dtype=polars.Boolean))

    def whole(self, columns: Pairs, mask: Mask | None, *, rest: bool) -> Any:  # noqa: ANN401
        """Return the rows in the contract's types, all or those of a mask; `rest`: with other columns."""
        import polars  # noqa: PLC0415  # it is there: the frame is its

        made = []
        for column, found in columns:
            table = pa.table({column.name: found.array})
            series = polars.DataFrame(polars.from_arrow(table)).get_column(column.name)
            had = self.frame.get_column(column.name) if column.name in self.names else None
            made.append(had if had is not None and had.dtype == series.dtype and found.same else series)
        frame = polars.DataFrame(made)
        if rest:
            frame = frame.hstack([series for series in self.frame if series.name not in frame.columns])
        return frame if mask is None else frame.filter(polars.Series(mask, dtype=polars.Boolean))

    def beside(self, mask: Mask, lists: Mapping[str, pa.Array]) -> Any:  # noqa: ANN401  # a frame of polars
        """Return some of the rows, as they came, with further columns; none of theirs has one of these names."""
        import polars  # noqa: PLC0415  # it is there: the frame is its

        frame = self.frame.filter(polars.Series(mask, dtype=polars.Boolean)).drop(list(lists), strict=False)
        return frame.hstack(polars.DataFrame(polars.from_arrow(pa.table(dict(lists)))).get_columns())


class OfLazy(OfPolars):
    """A lazy frame of polars: read, since nothing can be said of rows that nobody read. Lazy frames come back."""

    def __init__(self, frame: "polars.LazyFrame") -> None:
        super().__init__(frame.collect())

    def some(self, mask: Mask) -> Any:  # noqa: ANN401  # a lazy frame of polars
        """Return some of the rows, as they came."""
        return super().some(mask).lazy()

    def whole(self, columns: Pairs, mask: Mask | None, *, rest: bool) -> Any:  # noqa: ANN401
        """Return the rows in the contract's types."""
        return super().whole(columns, mask, rest=rest).lazy()

    def beside(self, mask: Mask, lists: Mapping[str, pa.Array]) -> Any:  # noqa: ANN401  # a lazy frame of polars
        """Return some of the rows, as they came, with further columns; none of theirs has one of these names."""
        return super().beside(mask, lists).lazy()
