"""One value to a type of Arrow: what means the same is taken, what would have to be guessed is refused.

Lists, structs and maps go member by member by the same rules. A struct has exactly its members, a list no nulls, a
map no null and no key twice: as in the JSON Schema of a row.
"""

import datetime
import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import types

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def is_text(arrow_type: pa.DataType) -> bool:
    """Tell whether a type is one of Arrow's for text."""
    return _is_any(arrow_type, types.is_string, types.is_large_string, types.is_string_view)


def is_lists(arrow_type: pa.DataType) -> bool:
    """Tell whether a type is one of Arrow's for lists."""
    views = types.is_list_view, types.is_large_list_view
    return _is_any(arrow_type, types.is_list, types.is_large_list, types.is_fixed_size_list, *views)


def _is_any(arrow_type: pa.DataType, *kinds: Callable[[pa.DataType], bool]) -> bool:
    return any(holds(arrow_type) for holds in kinds)


def is_nothing(value: Any) -> bool:  # noqa: ANN401  # whatever a cell holds
    """Tell whether a value stands for none: None, NaN, pandas' NA and NaT."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    return isinstance(value, float | np.floating) and math.isnan(value)


def taken(value: Any, target: pa.DataType) -> Any:  # noqa: ANN401  # whatever a cell holds
    """Return a value as one of a type, None where it is not one."""
    for holds, take in _TAKEN:
        if holds(target):
            return take(value, target)
    if not _may_be(value, target):
        return None
    try:
        return pa.scalar(_plain(value, target), type=target).as_py()
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return None


def _within(value: Any, target: pa.DataType) -> Any:  # noqa: ANN401  # whatever a cell holds
    return None if is_nothing(value) else taken(value, target)


def _list(value: Any, target: pa.DataType) -> list[Any] | None:  # noqa: ANN401  # whatever a cell holds
    items = _items(value)
    if items is None or (types.is_fixed_size_list(target) and len(items) != target.list_size):
        return None
    made = [_within(item, target.value_type) for item in items]
    return None if any(item is None for item in made) else made


def _items(value: Any) -> Sequence[Any] | None:  # noqa: ANN401  # whatever a cell holds
    """Return what a list holds; None of what has no items, or none in an order: text, sets."""
    if isinstance(value, np.ndarray | pd.Series | pd.api.extensions.ExtensionArray):
        value = value.tolist()
    return value if isinstance(value, list | tuple) else None


class _Member(NamedTuple):
    name: str
    type: pa.DataType
    nullable: bool


@cache
def _members(target: pa.DataType) -> tuple[_Member, ...]:
    return tuple(_Member(member.name, member.type, member.nullable) for member in target)


def _struct(value: Any, target: pa.DataType) -> dict[str, Any] | None:  # noqa: ANN401  # whatever a cell holds
    said = value._asdict() if isinstance(value, tuple) and hasattr(value, "_asdict") else value
    members = _members(target)
    if not isinstance(said, Mapping) or set(said) != {member.name for member in members}:
        return None
    made = {member.name: _within(said[member.name], member.type) for member in members}
    lacking = (made[name] is None and not (nullable and is_nothing(said[name])) for name, _, nullable in members)
    return None if any(lacking) else made


def _map(value: Any, target: pa.DataType) -> list[tuple[Any, Any]] | None:  # noqa: ANN401  # whatever a cell holds
    entries = list(value.items()) if isinstance(value, Mapping) else _items(value)
    pairs = [None] if entries is None else [_pair(entry) for entry in entries]
    if any(pair is None for pair in pairs):
        return None
    made = [(_within(key, target.key_type), _within(item, target.item_type)) for key, item in filter(None, pairs)]
    lacking = any(key is None or item is None for key, item in made)
    return None if lacking or len({repr(key) for key, _ in made}) < len(made) else made


def _pair(entry: Any) -> Sequence[Any] | None:  # noqa: ANN401  # whatever a cell holds
    """Return an entry of a map as key and value: a pair, or a struct of these two names."""
    if isinstance(entry, Mapping):
        return (entry["key"], entry["value"]) if set(entry) == {"key", "value"} else None
    items = _items(entry)
    return tuple(items) if items is not None and len(items) == 2 else None  # noqa: PLR2004  # a pair


def _may_be(value: Any, target: pa.DataType) -> bool:  # noqa: ANN401  # whatever a cell holds
    """Tell whether a value is of the kind of a type, whatever its range."""
    flag = isinstance(value, bool | np.bool_)
    kinds: tuple[tuple[Callable[[pa.DataType], bool], Callable[[], bool]], ...] = (
        (types.is_boolean, lambda: flag),
        (is_text, lambda: isinstance(value, str) and _encodes(value)),
        (types.is_binary, lambda: isinstance(value, bytes)),
        (types.is_integer, lambda: not flag and _is_whole(value)),
        (types.is_floating, lambda: not flag and isinstance(value, int | float | np.integer | np.floating)),
    )
    return next((holds() for kind, holds in kinds if kind(target)), not flag)


def _is_whole(value: Any) -> bool:  # noqa: ANN401  # whatever a cell holds
    if isinstance(value, float | np.floating):
        return float(value).is_integer()
    return isinstance(value, int | np.integer)


def _plain(value: Any, target: pa.DataType) -> Any:  # noqa: ANN401  # whatever a cell holds
    if types.is_integer(target):
        return int(value)
    if types.is_floating(target) and isinstance(value, np.floating):
        return float(value)
    return value.item() if isinstance(value, np.generic) else value


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _day(value: Any, _: pa.DataType) -> datetime.date | None:  # noqa: ANN401  # whatever a cell holds
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


_TAKEN: tuple[tuple[Callable[[pa.DataType], bool], Callable[[Any, pa.DataType], Any]], ...] = (
    (types.is_date32, _day),
    (is_lists, _list),
    (types.is_struct, _struct),
    (types.is_map, _map),
)

_EXACT: tuple[tuple[Callable[[pa.DataType], bool], type], ...] = (
    (is_text, str),
    (types.is_boolean, bool),
    (types.is_integer, int),
    (types.is_binary, bytes),
    (types.is_date32, datetime.date),
    (types.is_floating, float),
)


@cache
def exact_kind(target: pa.DataType) -> type | None:
    """Return the type of Python of which Arrow may take values as they are, NaN excepted; None where none is."""
    return next((kind for holds, kind in _EXACT if holds(target)), None)


@cache
def exactly(target: pa.DataType) -> Callable[[Any], bool]:
    """Return what tells of a value whether Arrow may take it as it is: every member of the type that Python has.

    A shortcut: what is not exactly so may be `taken` yet. Text that cannot be encoded and numbers too large pass
    here, and Arrow refuses them.
    """
    if types.is_floating(target):
        return lambda value: type(value) is float and not math.isnan(value)
    kind = exact_kind(target)
    if kind is not None:
        return lambda value: type(value) is kind
    if types.is_list(target) or types.is_large_list(target):
        item = exactly(target.value_type)
        return lambda value: (
            (type(value) is list and all(map(item, value)))
            or (type(value) is np.ndarray and value.ndim == 1 and all(map(item, value.tolist())))
        )
    return _exactly_struct(_members(target)) if types.is_struct(target) else lambda _: False


def _exactly_struct(members: Sequence[_Member]) -> Callable[[Any], bool]:
    names = tuple(member.name for member in members)
    known = frozenset(names)
    asked = [(name, nullable, exactly(kind)) for name, kind, nullable in members]

    def holds(value: Any) -> bool:  # noqa: ANN401  # whatever a cell holds
        if type(value) is not dict:
            if getattr(value, "_fields", ()) != names:
                return False
            value = dict(zip(names, value, strict=True))
        if value.keys() != known:
            return False
        for name, nullable, exact in asked:
            one = value[name]
            if not exact(one) and not (nullable and one is None):
                return False
        return True

    return holds
