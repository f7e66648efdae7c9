"""Columns to a contract's types, value by value where they do not go all at once: one bad value hides no other.

What means the same is taken: text of any string type, whole numbers as floats, a day as date, as midnight or as
ISO 8601 text, NaN as null, lists of key and value as a map. What would have to be guessed is refused: numbers or
bytes as text, text as numbers, a day with a time or a time zone. What lists, structs and maps hold is converted as
a column of its own, and makes its row bad where it is bad.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from corpusclean_schemas.together import together
from corpusclean_schemas.values import exactly, is_nothing, is_text, taken

Mask = np.ndarray[Any, np.dtype[np.bool_]]

_PIECE = 2**30
"""Bytes of a nested column that are converted together: the offsets of Arrow's lists and texts count to 2**31."""


class Converted(NamedTuple):
    """A column in its contract's type; `bad` tells the rows whose value is not of it, which are null here.

    `same`: what is good is as it came, whatever its layout: no value was replaced.
    """

    array: pa.ChunkedArray
    bad: Mask
    same: bool = False


def convert(column: pa.ChunkedArray | pa.Array, target: pa.DataType) -> Converted:
    """Return an Arrow column in the type of a contract."""
    values = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if types.is_null(values.type):
        return _all_good(pa.chunked_array([pa.nulls(len(values), target)], type=target))
    found = _nested(values, target) if types.is_nested(target) else _at_once(values, target)
    return convert_objects(to_objects(values), target) if found is None else found


def to_objects(values: pa.ChunkedArray) -> list[Any]:
    """Return a column as Python's values; those that Python has not, as years beyond its own, as `...`."""
    try:
        objects: list[Any] = values.to_pylist()
    except (OverflowError, ValueError):
        return [... if there else None for there in values.is_valid().to_pylist()]
    return objects


def convert_objects(objects: Iterable[Any], target: pa.DataType) -> Converted:
    """Return Python objects in the type of a contract, each judged by itself."""
    given = list(objects)
    whole = together(given, target) if types.is_nested(target) else None
    if whole is not None:
        return _all_good(pa.chunked_array([whole]), same=False)
    try:
        return _of_objects(given, target, at_once=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return _of_objects(given, target, at_once=False)  # some value is at fault: each is looked at


def _of_objects(objects: Sequence[Any], target: pa.DataType, *, at_once: bool) -> Converted:
    exact = exactly(target)
    good: list[Any] = []
    bad: list[bool] = []
    for value in objects:
        if at_once and exact(value):
            good.append(value)
            bad.append(False)
            continue
        nothing = is_nothing(value)
        one = None if nothing else taken(value, target)
        good.append(one)
        bad.append(one is None and not nothing)
    made = pa.array(good, type=pa.large_string() if types.is_string(target) else target)
    array = made if isinstance(made, pa.ChunkedArray) else pa.chunked_array([made])
    return Converted(array, np.array(bad, dtype=bool))


def _all_good(values: pa.ChunkedArray, *, same: bool = True) -> Converted:
    return Converted(values, np.zeros(len(values), dtype=bool), same)


def to_mask(flags: pa.ChunkedArray | pa.Array) -> Mask:
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
        return _all_good(values.cast(pa.large_string()) if types.is_string_view(source) else values)
    if types.is_date32(target) and types.is_timestamp(source) and source.tz is None:
        days = values.cast(target, safe=False)
        return _blanked(days, to_mask(pc.not_equal(days.cast(source, safe=False), values)))
    if types.is_floating(target) and (types.is_floating(source) or types.is_integer(source)):
        numbers = values.cast(target, safe=False)
        if types.is_floating(source) and _holds_nan(numbers):
            return _all_good(pc.if_else(pc.is_nan(numbers), pa.scalar(None, target), numbers), same=False)
        return _all_good(numbers)
    return _cast(values, target) if source.equals(target) or _safe(source, target) else None


def _safe(source: pa.DataType, target: pa.DataType) -> bool:
    """Tell whether a cast that succeeds keeps what the values mean."""
    if types.is_date32(target):
        return False
    families = (types.is_integer, types.is_binary, types.is_large_binary, types.is_timestamp)
    return any(family(source) and family(target) for family in families) or (
        types.is_binary(target) and types.is_large_binary(source)
    )


def _cast(values: pa.ChunkedArray, target: pa.DataType) -> Converted | None:
    try:
        return _all_good(values.cast(target))
    except (pa.ArrowException, NotImplementedError, ValueError):
        return None


def _blanked(values: pa.ChunkedArray, bad: Mask) -> Converted:
    if not bad.any():
        return Converted(values, bad, same=True)
    return Converted(pc.if_else(pa.array(bad), pa.scalar(None, values.type), values), bad, same=True)


def _holds_nan(numbers: pa.ChunkedArray | pa.Array) -> bool:
    return bool(pc.any(pc.is_nan(numbers)).as_py())


class _Part(NamedTuple):
    """A piece of a column in its contract's type, as `Converted` has it."""

    array: pa.Array
    bad: Mask
    same: bool


def _nested(values: pa.ChunkedArray, target: pa.DataType) -> Converted | None:
    """Convert lists, structs and maps by what they hold; None where it is not held in the same way."""
    source = values.type
    make: Callable[[pa.Array, pa.DataType], _Part]
    if types.is_list(target) or types.is_large_list(target):
        make, alike = _lists, _is_list(source)
    elif types.is_struct(target):
        make, alike = _structs, types.is_struct(source)
    else:
        make, alike = _maps, types.is_map(target) and (types.is_map(source) or _is_entries(source))
    if not alike:
        return None
    if source.equals(target) and all(_is_sound(chunk) for chunk in values.chunks):
        return _all_good(values)
    parts = [make(piece, target) for chunk in values.chunks for piece in _pieces(chunk)]
    return Converted(
        pa.chunked_array([part.array for part in parts], type=target),
        np.concatenate([np.zeros(0, dtype=bool), *(part.bad for part in parts)]),
        all(part.same for part in parts),
    )


def _is_list(source: pa.DataType) -> bool:
    """Tell whether a type is one of lists that can be taken apart: Arrow casts views of lists wrongly."""
    return bool(types.is_list(source) or types.is_large_list(source) or types.is_fixed_size_list(source))


def _is_entries(source: pa.DataType) -> bool:
    """Tell whether a type is a list of structs of key and value: polars has maps so."""
    if not (_is_list(source) and types.is_struct(source.value_type)):
        return False
    return sorted(member.name for member in source.value_type) == ["key", "value"]


def _pieces(chunk: pa.Array) -> Iterator[pa.Array]:
    count = chunk.get_total_buffer_size() // _PIECE + 1
    rows = max(len(chunk) // count, 1)
    yield from (chunk.slice(start, rows) for start in range(0, len(chunk), rows))


def _is_sound(values: pa.Array) -> bool:
    """Tell whether values that have the contract's type hold nothing that it forbids within, nor NaN."""
    kind = values.type
    if types.is_struct(kind):
        members = ((member.nullable, values.field(place)) for place, member in enumerate(kind))
        return all((nullable or not held.null_count) and _is_sound(held) for nullable, held in members)
    if types.is_map(kind):
        entries = _entries(values)
        held = entries.flatten()
        keys, items = held.field("key"), held.field("value")
        return not (items.null_count or _repeated(keys, entries).any()) and _is_sound(items)
    if types.is_nested(kind):
        held = values.flatten()
        return not held.null_count and _is_sound(held)
    return not (types.is_floating(kind) and _holds_nan(values))


def _held(values: pa.Array, target: pa.DataType) -> _Part:
    """Convert what is held within: a column of its own."""
    found = convert(values, target)
    array = found.array if found.array.type.equals(target) else found.array.cast(target)
    return _Part(array.combine_chunks(), found.bad, found.same)


def _nulls(values: pa.Array) -> Mask:
    return np.asarray(values.is_null().to_numpy(zero_copy_only=False), dtype=bool)


def _lists(lists: pa.Array, target: pa.DataType) -> _Part:
    if types.is_fixed_size_list(lists.type):
        lists = lists.cast(pa.large_list(lists.type.value_type))
    items = _held(_counted(lists.flatten(), int(_lengths(lists).sum())), target.value_type)
    around = _Around(lists, items.bad | _nulls(items.array))
    home = pa.LargeListArray if types.is_large_list(target) else pa.ListArray
    array = home.from_arrays(around.offsets(home), around.kept(items.array), type=target, mask=around.mask)
    return _Part(array, around.bad, items.same)


def _structs(structs: pa.Array, target: pa.DataType) -> _Part:
    nulls = _nulls(structs)
    names = [member.name for member in target]
    if sorted(member.name for member in structs.type) != sorted(names):
        return _Part(pa.nulls(len(structs), target), ~nulls, same=False)
    held = [_held(_counted(structs.field(member.name), len(structs)), member.type) for member in target]
    bad = np.zeros(len(structs), dtype=bool)
    for member, found in zip(target, held, strict=True):
        bad |= found.bad if member.nullable else found.bad | _nulls(found.array)
    bad &= ~nulls
    arrays, mask = [found.array for found in held], pa.array(nulls | bad)
    array = pa.StructArray.from_arrays(arrays, fields=list(target), mask=mask)
    return _Part(array, bad, all(found.same for found in held))


def _counted(values: pa.Array, count: int) -> pa.Array:
    """Return what is held within; of an array of nothing but nulls Arrow 21 may have lost count."""
    return pa.nulls(count) if types.is_null(values.type) else values


def _maps(maps: pa.Array, target: pa.DataType) -> _Part:
    lists = _entries(maps)
    entries = lists.flatten()
    keys = _held(_counted(entries.field("key"), len(entries)), target.key_type)
    items = _held(_counted(entries.field("value"), len(entries)), target.item_type)
    bad = keys.bad | items.bad | _nulls(keys.array) | _nulls(items.array) | _nulls(entries)
    around = _Around(lists, bad | _repeated(keys.array, lists))
    offsets = around.offsets(pa.ListArray)
    held = around.kept(keys.array), around.kept(items.array)
    array = pa.MapArray.from_arrays(offsets, *held, type=target, mask=around.mask)
    return _Part(array, around.bad, keys.same and items.same)


def _entries(maps: pa.Array) -> pa.Array:
    """Return maps as lists of structs of key and value."""
    if not types.is_map(maps.type):
        return maps.cast(pa.large_list(maps.type.value_type))
    return maps.cast(pa.list_(pa.struct([("key", maps.type.key_type), ("value", maps.type.item_type)])))


def _repeated(keys: pa.Array, lists: pa.Array) -> Mask:
    """Return the keys that stand twice in the same list."""
    if types.is_nested(keys.type):
        keys = pa.array([repr(key) for key in keys.to_pylist()], pa.string())
    encoded = keys.dictionary_encode(null_encoding="encode")
    codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    codes += _parents(lists) * len(encoded.dictionary)
    _, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    return np.asarray(counts[places] > 1, dtype=bool)


def _lengths(lists: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.asarray(pc.fill_null(pc.list_value_length(lists), 0).to_numpy(), dtype=np.int64)


def _parents(lists: pa.Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the place of the list that each value of `flatten` is in: what lies under a null is in none."""
    return np.repeat(np.arange(len(lists)), _lengths(lists))


class _Around:
    """The lists around what they hold, `bad` those that hold something bad: they become null, and hold nothing."""

    def __init__(self, lists: pa.Array, bad_within: Mask) -> None:
        self.parents = _parents(lists)
        self.bad = np.zeros(len(lists), dtype=bool)
        self.bad[self.parents[bad_within]] = True
        self.lengths = _lengths(lists)
        nulls = _nulls(lists) | self.bad
        self.mask = pa.array(nulls) if nulls.any() else None

    def offsets(self, home: type[pa.Array]) -> pa.Array:
        """Return where each list begins, for an array of a type of lists."""
        ends = np.cumsum(np.where(self.bad, 0, self.lengths), dtype=np.int64)
        return pa.array(np.concatenate([[0], ends]), pa.int64() if home is pa.LargeListArray else pa.int32())

    def kept(self, held: pa.Array) -> pa.Array:
        """Return of what is held what is not in a bad list."""
        return held.filter(pa.array(~self.bad[self.parents])) if self.bad.any() else held
