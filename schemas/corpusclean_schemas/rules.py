"""Which rows break a rule: masks over Arrow columns, the same whatever library the frame came from."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from corpusclean_schemas.contract import Rule
from corpusclean_schemas.convert import is_text, to_mask

Mask = np.ndarray[Any, np.dtype[np.bool_]]

# These classes mean ASCII to RE2 and Unicode to Python, whose meaning holds.
_OF_UNICODE = re.compile(r"\\[sSdDwWbB]")


def broken(rule: Rule, values: pa.ChunkedArray) -> Mask:
    """Return the rows whose value is there and breaks a rule."""
    return to_mask(pc.invert(_KEPT[rule.name](values, rule.value)))


def _scalar(values: pa.ChunkedArray, value: Any) -> pa.Scalar:  # noqa: ANN401  # of the column's own type
    try:
        return pa.scalar(value, type=values.type)
    except (pa.ArrowException, TypeError, ValueError):
        return pa.scalar(value)


def _comparison(name: str) -> Callable[[pa.ChunkedArray, Any], pa.ChunkedArray]:
    def compare(values: pa.ChunkedArray, value: Any) -> pa.ChunkedArray:  # noqa: ANN401  # of the column's own type
        return pc.call_function(name, [values, _scalar(values, value)])

    return compare


def _among(values: pa.ChunkedArray, allowed: Sequence[Any]) -> pa.ChunkedArray:
    found = pc.is_in(values, value_set=pa.array(list(allowed), type=values.type))
    return pc.if_else(values.is_null(), pa.scalar(None, pa.bool_()), found)


def _length(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.utf8_length(values) if is_text(values.type) else pc.list_value_length(values)


def _search(values: pa.ChunkedArray, pattern: str, start: str = "") -> pa.ChunkedArray:
    """Search a pattern in Python's syntax: by RE2 where it knows it and means the same, else by Python.

    `$` is the end of the value, as in RE2 and JSON Schema: Python alone would let a line end follow.
    """
    if not _OF_UNICODE.search(pattern):
        try:
            return pc.match_substring_regex(values, pattern=f"{start}(?:{pattern})")
        except pa.ArrowInvalid:
            pass  # lookarounds and the like, which RE2 has not
    ended = re.sub(r"(?<!\\)\$$", r"\\Z", pattern)
    compiled = re.compile(f"{start}(?:{ended})")
    found = [None if value is None else bool(compiled.search(value)) for value in values.to_pylist()]
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
