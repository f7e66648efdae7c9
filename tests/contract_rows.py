"""Good rows of CleanDocument, and frames of every library made of rows. Nothing here is asked of the contracts."""

import datetime
import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

Row = dict[str, Any]

_REASON = pa.struct(
    [
        ("code", pa.string()),
        ("message", pa.string()),
        ("field", pa.string()),
        ("line", pa.int32()),
        ("column", pa.int32()),
    ]
)
_NOTICE = pa.struct(
    [
        ("kind", pa.string()),
        ("rule", pa.string()),
        ("version", pa.int32()),
        ("score", pa.float64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("removed", pa.bool_()),
    ]
)
TYPES: Mapping[str, pa.DataType] = {
    "size": pa.int64(),
    "fields": pa.list_(pa.struct([("name", pa.string()), ("value", pa.string())])),
    "date": pa.date32(),
    "language_score": pa.float64(),
    "languages": pa.list_(pa.string()),
    "characters": pa.int64(),
    "words": pa.int64(),
    "syndicated": pa.bool_(),
    "notices": pa.list_(_NOTICE),
    "warnings": pa.list_(_REASON),
    "dup_similarity": pa.float64(),
    "dup_outlets": pa.list_(pa.string()),
    "dup_agencies": pa.list_(pa.string()),
    "dup_first_date": pa.date32(),
}
"""Arrow types of the columns that are not text."""


def good_row(number: int) -> Row:
    """Return a row that keeps the contract, another for each number."""
    address = f"raw/{number}.txt"
    text = f"The river rose by {number} metres on Monday."
    notice = {
        "kind": "advert",
        "rule": "advert",
        "version": 1,
        "score": 1.0,
        "start": 0,
        "end": 9,
        "removed": True,
    }
    return {
        "doc_id": hashlib.sha256(address.encode()).hexdigest()[:32],
        "address": address,
        "file": address,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "size": 300 + number,
        "dialect": "plain",
        "title": "Rain over the valley" if number % 2 else None,
        "author": None,
        "source": "valley-post",
        "publisher": None,
        "url": "https://example.org/rain",
        "section": None,
        "source_id": None,
        "declared_language": "en",
        "fields": [{"name": "tag", "value": "rain"}] if number % 2 else [],
        "envelope": "{}",
        "date": datetime.date(2021, 12, 13),
        "date_ground": "header",
        "language": "en",
        "language_score": 0.99,
        "languages": None,
        "text": text,
        "characters": len(text),
        "words": len(text.split()),
        "syndicated": False,
        "agency": None,
        "dateline": None,
        "notices": [notice] if number % 3 else [],
        "warnings": [],
        "dup_group": None,
        "dup_of": None,
        "dup_kind": None,
        "dup_similarity": None,
        "dup_against": None,
        "dup_outlets": None,
        "dup_agencies": None,
        "dup_first_date": None,
    }


def good_rows(count: int) -> list[Row]:
    """Return rows that keep the contract."""
    return [good_row(number) for number in range(count)]


def table(rows: Sequence[Row], types: Mapping[str, pa.DataType] | None = None) -> pa.Table:
    """Return rows as a table, its columns of the contract's types but for those given."""
    of_column = {**TYPES, **(types or {})}
    names = list(rows[0]) if rows else list(good_row(0))
    return pa.table(
        {name: pa.array([row[name] for row in rows], type=of_column.get(name, pa.string())) for name in names}
    )


def _objects(whole: pa.Table) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(whole[name].to_pylist(), dtype=object) for name in whole.column_names})


def _strings(storage: str) -> Callable[[pa.Table], pd.DataFrame]:
    def build(whole: pa.Table) -> pd.DataFrame:
        frame = _objects(whole)
        texts = [field.name for field in whole.schema if field.type == pa.string()]
        return frame.astype(dict.fromkeys(texts, f"string[{storage}]"))

    return build


def _large(whole: pa.Table) -> pa.Table:
    return whole.cast(
        pa.schema([(f.name, pa.large_string() if f.type == pa.string() else f.type) for f in whole.schema])
    )


def _encoded(whole: pa.Table) -> pa.Table:
    return whole.set_column(whole.column_names.index("dialect"), "dialect", whole["dialect"].dictionary_encode())


def _pieces(whole: pa.Table) -> pa.Table:
    return pa.concat_tables([whole.slice(row, 1) for row in range(whole.num_rows)] or [whole])


def _doubly_indexed(whole: pa.Table) -> pd.DataFrame:
    frame = _objects(whole)
    return frame.set_axis(pd.MultiIndex.from_arrays([[7] * len(frame), ["same"] * len(frame)]))


def _polars(whole: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(whole)
    assert isinstance(frame, pl.DataFrame)
    return frame


BACKENDS: Mapping[str, Callable[[pa.Table], Any]] = {
    "pandas, as pyarrow makes it": lambda whole: whole.to_pandas(),
    "pandas, objects": _objects,
    "pandas, string[python]": _strings("python"),
    "pandas, string[pyarrow]": _strings("pyarrow"),
    "pandas, Arrow": lambda whole: whole.to_pandas(types_mapper=pd.ArrowDtype),
    "pandas, an index that repeats": lambda whole: _objects(whole).set_axis([0] * whole.num_rows),
    "pandas, an index of two levels": _doubly_indexed,
    "polars": _polars,
    "polars, lazy": lambda whole: _polars(whole).lazy(),
    "pyarrow": lambda whole: whole,
    "pyarrow, large strings": _large,
    "pyarrow, a dictionary": _encoded,
    "pyarrow, a piece a row": _pieces,
}
"""Frames of every library that the contracts hold for, from a table."""


def plain(frame: Any) -> list[Row]:
    """Return the rows of a frame of any library as Python values, nulls None."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        frame = frame.to_arrow()
    if isinstance(frame, pd.DataFrame):
        return [
            {str(name): _value(value) for name, value in row.items()}
            for row in frame.reset_index(drop=True).to_dict("records")
        ]
    return [{name: _value(value) for name, value in row.items()} for row in frame.to_pylist()]


def _value(value: Any) -> Any:
    nothing = value is None or type(value).__name__ in ("NAType", "NaTType")
    if nothing or (isinstance(value, float) and math.isnan(value)):
        return None
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    if isinstance(value, dict):
        return dict(value)
    return value


def changed(changes: Mapping[int, Mapping[str, Any]]) -> list[Row]:
    """Return five good rows, some of them with other values."""
    rows = good_rows(5)
    for row, values in changes.items():
        rows[row].update(values)
    return rows
