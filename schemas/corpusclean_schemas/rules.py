"""Which rows break a rule: masks over Arrow columns, the same whatever library the frame came from."""

import math
import numbers
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from corpusclean_schemas.contract import Rule
from corpusclean_schemas.convert import to_mask
from corpusclean_schemas.patterns import compiled, means_the_same_in_re2
from corpusclean_schemas.values import is_text

Mask = np.ndarray[Any, np.dtype[np.bool_]]


def broken(rule: Rule, values: pa.ChunkedArray) -> Mask:
    """Return the rows whose value is there and breaks a rule.

    Raises TypeError where the rule means nothing in the column's type.
    """
    try:
        return to_mask(pc.invert(_KEPT[rule.name](values, rule.value)))
    except (pa.ArrowException, TypeError, ValueError, re.error) as error:
        said = f"{rule.name} {rule.value!r:.80} cannot be asked of {values.type}: {error}"
        raise TypeError(f"the contract's rule {said[:300]}") from error


def _scalar(values: pa.ChunkedArray, value: Any) -> pa.Scalar:  # noqa: ANN401  # whatever a rule holds
    """Return a value in the column's type where it is one of it, else as it is.

    Arrow would make it one: a half a whole number, a noon a day. What it rounds as a float is rounded as the
    column's own values were.
    """
    try:
        scalar = pa.scalar(value, type=values.type)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return pa.scalar(value)
    return scalar if types.is_floating(values.type) or scalar.as_py() == value else pa.scalar(value)


def _whole(value: Any) -> int:  # noqa: ANN401  # a number of any kind
    if math.floor(value) != value:
        raise ValueError(f"{value} is no whole number")
    return int(value)


# For a whole number: the whole number that bounds the same, and how what lies beyond every one of them compares.
_WHOLE: Mapping[str, tuple[Callable[[Any], int], Callable[[Any, Any], bool]]] = {
    "greater_equal": (math.ceil, operator.ge),
    "less": (math.ceil, operator.lt),
    "greater": (math.floor, operator.gt),
    "less_equal": (math.floor, operator.le),
    "equal": (_whole, operator.eq),
    "not_equal": (_whole, operator.ne),
}


def _comparison(name: str) -> Callable[[pa.ChunkedArray, Any], pa.ChunkedArray]:
    def compare(values: pa.ChunkedArray, value: Any) -> pa.ChunkedArray:  # noqa: ANN401  # whatever a rule holds
        if not (types.is_integer(values.type) and isinstance(value, numbers.Real | Decimal)):
            return pc.call_function(name, [values, _scalar(values, value)])
        bound, beyond = _WHOLE[name]
        try:
            return pc.call_function(name, [values, pa.scalar(bound(value), type=values.type)])
        except (pa.ArrowException, TypeError, ValueError, OverflowError):
            return _always(values, beyond(0, value))  # it lies between whole numbers, or beyond those of the type

    return compare


def _always(values: pa.ChunkedArray, answer: bool) -> pa.ChunkedArray:  # noqa: FBT001  # what is answered
    return pc.if_else(values.is_valid(), pa.scalar(answer), pa.scalar(None, pa.bool_()))


def _among(values: pa.ChunkedArray, allowed: Sequence[Any]) -> pa.ChunkedArray:
    known = [scalar for scalar in (_scalar(values, one) for one in allowed) if scalar.type.equals(values.type)]
    if not known:
        return _always(values, answer=False)
    found = pc.is_in(values, value_set=pa.array([one.as_py() for one in known], type=values.type))
    return pc.if_else(values.is_null(), pa.scalar(None, pa.bool_()), found)


def _length(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.utf8_length(values) if is_text(values.type) else pc.list_value_length(values)


def _search(values: pa.ChunkedArray, pattern: str, start: str = "") -> pa.ChunkedArray:
    """Search a pattern in Python's syntax: by RE2 where it knows it and means the same, else by Python."""
    if means_the_same_in_re2(pattern):
        try:
            return pc.match_substring_regex(values, pattern=f"{start}(?:{pattern})")
        except pa.ArrowInvalid:
            pass  # lookarounds and the like, which RE2 has not
    search = compiled(pattern, start).search
    found = [None if value is None else bool(search(value)) for value in values.to_pylist()]
    return pa.chunked_array([pa.array(found, type=pa.bool_())])


_KEPT: Mapping[str, Callable[[pa.ChunkedArray, Any], pa.ChunkedArray]] = {
    "allowed": _among,
    "forbidden": lambda values, unwanted: pc.invert(_among(values, unwanted)),
    "at_least": _comparison("greater_equal"),
    "at_most": _comparison("less_equal"),
    "above": _comparison("greater"),
    "below": _comparison("less"),
    "equal": _comparison("equal"),
    "unequal": _comparison("not_equal"),
    "matches": lambda values, pattern: _search(values, pattern, r"\A"),
    "contains": _search,
    "starts": lambda values, start: pc.starts_with(values, pattern=start),
    "ends": lambda values, end: pc.ends_with(values, pattern=end),
    "min_length": lambda values, least: pc.greater_equal(_length(values), least),
    "max_length": lambda values, most: pc.less_equal(_length(values), most),
}


def repeated(columns: Sequence[pa.ChunkedArray]) -> Mask:
    """Return the rows whose values, taken together, another row has, too: all of them. Nulls are no copies."""
    if not len(columns[0]):
        return np.zeros(0, dtype=bool)
    codes = np.zeros(len(columns[0]), dtype=np.int64)
    missing = np.zeros(len(columns[0]), dtype=bool)
    for values in columns:
        missing |= to_mask(values.is_null())
        single, count = _codes(values)
        codes = codes * count + single
        if len(columns) > 1:
            _, codes = np.unique(codes, return_inverse=True)
    if missing.any():
        mask = np.zeros(len(codes), dtype=bool)
        present = ~missing
        mask[present] = _copied(codes[present])
        return mask
    return _copied(codes)


def _copied(codes: np.ndarray[Any, np.dtype[np.int64]]) -> Mask:
    return np.asarray(np.bincount(codes)[codes] > 1, dtype=bool)


def _codes(values: pa.ChunkedArray) -> tuple[np.ndarray[Any, np.dtype[np.int64]], int]:
    """Return a number for each value, equal where values are, and how many there are."""
    if types.is_nested(values.type):
        texts = pa.array([repr(value) for value in values.to_pylist()])
        return _codes(pa.chunked_array([texts]))
    encoded = pc.dictionary_encode(values, null_encoding="encode").combine_chunks()
    whole = encoded if isinstance(encoded, pa.Array) else encoded.chunk(0)
    numbers = whole.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return numbers, max(len(whole.dictionary), 1)
