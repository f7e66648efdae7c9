"""Values to a contract's types, row by row where they do not go all at once: one bad value hides no other.

What means the same is taken: text of any string type, whole numbers as floats, a day as date, as midnight or as
ISO 8601 text, NaN as null, lists of key and value as a map. What would have to be guessed is refused: numbers or
bytes as text, text as numbers, a day with a time or a time zone.
"""

import datetime
import math
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Converted(NamedTuple):
    """A column in its contract's type; `bad` tells the rows whose value is not of it, which are null here."""

    array: pa.ChunkedArray
    bad: np.ndarray[Any, np.dtype[np.bool_]]


def is_text(arrow_type: pa.DataType) -> bool:
    """Tell whether a type is one of Arrow's for text."""
    return bool(types.is_string(arrow_type) or types.is_large_string(arrow_type) or _is_view(arrow_type))


def _is_view(arrow_type: pa.DataType) -> bool:
    return bool(types.is_string_view(arrow_type))


def convert(column: pa.ChunkedArray | pa.Array, target: pa.DataType) -> Converted:
    """Return an Arrow column in the type of a contract."""
    values = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if types.is_null(values.type):
        return _all_good(pa.chunked_array([pa.nulls(len(values), target)], type=target))
    found = _at_once(values, target)
    if found is None:
        found = convert_objects(values.to_pylist(), target)
    return _without_nulls_inside(found)


def convert_objects(objects: Iterable[Any], target: pa.DataType) -> Converted:
    """Return Python objects in the type of a contract, each judged by itself."""
    good: list[Any] = []
    bad: list[bool] = []
    for value in objects:
        taken = None if _is_nothing(value) else _taken(value, target)
        good.append(taken)
        bad.append(taken is None and not _is_nothing(value))
    return _without_nulls_inside(
        Converted(pa.chunked_array([pa.array(good, type=_wide(target))]), np.array(bad, dtype=bool))
    )


def _wide(target: pa.DataType) -> pa.DataType:
    return pa.large_string() if types.is_string(target) else target


def _all_good(values: pa.ChunkedArray) -> Converted:
    return Converted(values, np.zeros(len(values), dtype=bool))


def to_mask(flags: pa.ChunkedArray | pa.Array) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return a column of flags as a mask; a null is False."""
    if flags.null_count:
        flags = pc.fill_null(flags, fill_value=False)
    whole = flags if isinstance(flags, pa.ChunkedArray) else pa.chunked_array([flags])
    return np.asarray(whole.to_numpy(), dtype=bool)


def _at_once(values: pa.ChunkedArray, target: pa.DataType) -> Converted | None:
    """Convert a whole column where its type allows it; None where each value must be looked at."""
    source = values.type
    if is_text(target):
        if not is_text(source):
            return None
        return _all_good(values.cast(pa.large_string()) if _is_view(source) else values)
    if types.is_date32(target) and types.is_timestamp(source) and source.tz is None:
        days = values.cast(target, safe=False)
        return _blanked(days, to_mask(pc.not_equal(days.cast(source, safe=False), values)))
    if types.is_floating(target) and (types.is_floating(source) or types.is_integer(source)):
        numbers = values.cast(target, safe=False)
        if types.is_floating(source) and to_mask(pc.is_nan(numbers)).any():
            numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, target), numbers)
        return _all_good(numbers)
    if source.equals(target):
        return _all_good(values)
    return _cast(values, target) if _safe(source, target) else None


def _safe(source: pa.DataType, target: pa.DataType) -> bool:
    """Tell whether a cast that succeeds keeps what the values mean."""
    if types.is_date32(target):
        return False
    families = (types.is_integer, types.is_binary, types.is_large_binary, types.is_timestamp)
    nested = types.is_nested(source) and types.is_nested(target)
    return (
        nested
        or any(family(source) and family(target) for family in families)
        or (types.is_binary(target) and types.is_large_binary(source))
    )


def _cast(values: pa.ChunkedArray, target: pa.DataType) -> Converted | None:
    try:
        if types.is_map(target) and not types.is_map(values.type):
            return _all_good(pa.chunked_array([_as_map(chunk, target) for chunk in values.chunks], type=target))
        return _all_good(values.cast(target))
    except (pa.ArrowException, NotImplementedError, ValueError):
        return None


def _as_map(pairs: pa.Array, target: pa.DataType) -> pa.Array:
    """Return lists of structs of key and value as a map: the two have the same layout."""
    entry = pa.struct([pa.field("key", target.key_type, nullable=False), pa.field("value", target.item_type)])
    lists = pairs.cast(pa.list_(entry))
    if any(lists.values.field("key").is_null().to_pylist()):
        raise ValueError("a key is null")
    entries = lists.values.cast(entry)
    children = [pa.StructArray.from_arrays([entries.field(0), entries.field(1)], fields=list(entry))]
    return pa.Array.from_buffers(
        target, len(lists), lists.buffers()[:2], lists.null_count, lists.offset, children=children
    )


def _blanked(values: pa.ChunkedArray, bad: np.ndarray[Any, np.dtype[np.bool_]]) -> Converted:
    if not bad.any():
        return Converted(values, bad)
    return Converted(pc.if_else(pa.array(bad), pa.scalar(None, values.type), values), bad)


def _without_nulls_inside(found: Converted) -> Converted:
    """Call a list bad that lacks a member which a struct in it must have."""
    target = found.array.type
    if not (types.is_list(target) and types.is_struct(target.value_type)):
        return found
    needed = [index for index, member in enumerate(target.value_type) if not member.nullable]
    bad, start = found.bad.copy(), 0
    for chunk in found.array.chunks:
        structs, rows = chunk.flatten(), chunk.value_parent_indices()
        for index in needed:
            member = structs.field(index)
            if member.null_count:
                bad[start + rows.filter(member.is_null()).to_numpy()] = True
        start += len(chunk)
    return _blanked(found.array, bad)


def _is_nothing(value: Any) -> bool:  # noqa: ANN401  # whatever a cell holds
    """Tell whether a value stands for none: None, NaN, pandas' NA and NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float | np.floating) and math.isnan(value)


def _taken(value: Any, target: pa.DataType) -> Any:  # noqa: ANN401  # whatever a cell holds
    """Return a value as one of a type, None where it is not one."""
    if types.is_date32(target):
        return _day(value)
    if not _may_be(value, target):
        return None
    if types.is_integer(target):
        value = int(value)
    try:
        return pa.scalar(_plain(value), type=target).as_py()
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return None


def _may_be(value: Any, target: pa.DataType) -> bool:  # noqa: ANN401  # whatever a cell holds
    """Tell whether a value is of the kind of a type, whatever its range."""
    flag = isinstance(value, bool | np.bool_)
    kinds: tuple[tuple[Callable[[pa.DataType], bool], Callable[[], bool]], ...] = (
        (types.is_boolean, lambda: flag),
        (is_text, lambda: isinstance(value, str) and _encodes(value)),
        (types.is_binary, lambda: isinstance(value, bytes)),
        (types.is_integer, lambda: not flag and _is_whole(value)),
        (types.is_floating, lambda: not flag and isinstance(value, int | float | np.number)),
    )
    return next((holds() for kind, holds in kinds if kind(target)), not flag)


def _is_whole(value: Any) -> bool:  # noqa: ANN401  # whatever a cell holds
    if isinstance(value, float | np.floating):
        return float(value).is_integer()
    return isinstance(value, int | np.integer)


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a cell holds
    if isinstance(value, np.ndarray):
        return value.tolist()
    return value.item() if isinstance(value, np.generic) else value


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _day(value: Any) -> datetime.date | None:  # noqa: ANN401  # whatever a cell holds
    """Return the day that a value is: a date, a midnight of no time zone, or `YYYY-MM-DD`."""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if isinstance(value, datetime.datetime):
        midnight = (
            value.tzinfo is None and value.time() == datetime.time.min and not getattr(value, "nanosecond", 0)
        )
        return value.date() if midnight else None
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return None
    return None
