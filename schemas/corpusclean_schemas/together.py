"""Nested columns of Python's objects to Arrow, a level of all rows at once: one by one they cost twice as much."""

import itertools
import operator
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from corpusclean_schemas.values import exact_kind


def together(values: Sequence[Any], target: pa.DataType) -> pa.Array | None:
    """Return values as an array of a type where each is `exactly` of it or None, which is null; else None.

    A shortcut: what is not taken here may be taken yet, value by value.

    >>> together([["Tarn"], None], pa.list_(pa.string())).to_pylist()
    [['Tarn'], None]
    >>> together([["Tarn"], [7]], pa.list_(pa.string()))
    """
    try:
        made = _array(values, target)
    except (pa.ArrowException, TypeError, ValueError, OverflowError, KeyError):
        return None  # a number too large, text that cannot be encoded, another member
    return made if isinstance(made, pa.Array) else None  # one of several pieces is too large to be held within


def _array(values: Sequence[Any], target: pa.DataType) -> pa.Array | None:
    if types.is_list(target) or types.is_large_list(target):
        return _lists(values, target)
    if types.is_struct(target):
        return _structs(values, target)
    if set(map(type, values)) <= {exact_kind(target), type(None)}:
        made = pa.array(values, target)
        return None if types.is_floating(target) and pc.any(pc.is_nan(made)).as_py() else made
    return None


def _lists(values: Sequence[Any], target: pa.DataType) -> pa.Array | None:
    kinds = set(map(type, values))
    if not kinds <= {list, np.ndarray, type(None)}:
        return None
    nulls = None
    if type(None) in kinds:
        nulls = pa.array([value is None for value in values])
        values = [() if value is None else value for value in values]
    if any(type(value) is np.ndarray and value.ndim != 1 for value in values):
        return None
    # None of these lists is kept: the more there are, the longer Python looks for what may be freed.
    lists = (value.tolist() if type(value) is np.ndarray else value for value in values)
    items = together(list(itertools.chain.from_iterable(lists)), target.value_type)
    if items is None or items.null_count:
        return None
    home = pa.LargeListArray if types.is_large_list(target) else pa.ListArray
    ends = np.cumsum([0, *map(len, values)], dtype=np.int64)
    offsets = pa.array(ends, pa.int64() if types.is_large_list(target) else pa.int32())
    return home.from_arrays(offsets, items, type=target, mask=nulls)


def _structs(values: Sequence[Any], target: pa.DataType) -> pa.Array | None:
    members = list(target)
    names = tuple(member.name for member in members)
    columns: Iterable[Sequence[Any]]
    if all(type(value) is dict and len(value) == len(names) for value in values):
        columns = [list(map(operator.itemgetter(name), values)) for name in names]
    elif len(set(map(type, values))) == 1 and getattr(values[0], "_fields", ()) == names:
        columns = zip(*values, strict=True)
    else:
        return None
    held = []
    for member, column in zip(members, columns, strict=True):
        array = together(column, member.type)
        if array is None or (array.null_count and not member.nullable):
            return None
        held.append(array)
    return pa.StructArray.from_arrays(held, fields=members)
