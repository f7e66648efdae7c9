"""What lists, structs and maps hold is judged as columns are: alike in each library, and in the JSON Schema."""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import jsonschema
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stopwatch import seconds

from corpusclean_schemas import split
from corpusclean_schemas.contract import Column, Contract
from corpusclean_schemas.convert import convert_objects
from corpusclean_schemas.export import json_schema
from corpusclean_schemas.together import together
from corpusclean_schemas.values import is_nothing, taken

REMARK = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("line", pa.int32()),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("sure", pa.bool_(), nullable=False),
    ]
)
NESTED = Contract(
    "Nested",
    "1.0",
    (
        Column("names", pa.list_(pa.string()), nullable=True),
        Column("remarks", pa.list_(REMARK), nullable=True),
        Column("lines", pa.map_(pa.string(), pa.int32()), nullable=True),
        Column("best", REMARK, nullable=True),
    ),
)
SCHEMA = json_schema(NESTED)
SOUND: Mapping[str, Any] = {"kind": "advert", "line": 3, "score": 0.5, "sure": True}


class Remark(NamedTuple):
    kind: Any
    line: Any
    score: Any
    sure: Any


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in SOUND.items() if key != name}


# column, value, what comes of it: `...` where it is refused.
CASES: Mapping[str, tuple[str, Any, Any]] = {
    "names": ("names", ["Tarn", "Orrin"], ["Tarn", "Orrin"]),
    "no names": ("names", [], []),
    "text for a list": ("names", "Tarn", ...),
    "no text for a list": ("names", "", ...),
    "bytes for a list": ("names", b"Tarn", ...),
    "a set, which has no order": ("names", {"Tarn"}, ...),
    "a dictionary for a list": ("names", {"Tarn": 1}, ...),
    "numbers as text": ("names", [1, 2], ...),
    "one number among texts": ("names", ["Tarn", 2], ...),
    "bytes as text": ("names", [b"Tarn"], ...),
    "half a surrogate": ("names", ["Tarn", "\ud800"], ...),
    "a null item": ("names", ["Tarn", None], ...),
    "NaN as an item": ("names", ["Tarn", math.nan], ...),
    "names in an array": ("names", np.array(["Tarn", "Orrin"], dtype=object), ["Tarn", "Orrin"]),
    "names in a tuple": ("names", ("Tarn", "Orrin"), ["Tarn", "Orrin"]),
    "a list of lists": ("names", [["Tarn"]], ...),
    "a remark": ("remarks", [SOUND], [SOUND]),
    "a remark as a named tuple": ("remarks", [Remark(**SOUND)], [SOUND]),
    "remarks of both": ("remarks", [SOUND, Remark(**SOUND)], [SOUND, SOUND]),
    "members in another order": ("remarks", [dict(reversed(list(SOUND.items())))], [SOUND]),
    "a null remark": ("remarks", [None], ...),
    "a null remark among others": ("remarks", [SOUND, None], ...),
    "a member unknown": ("remarks", [{**SOUND, "more": "lost"}], ...),
    "a member that may be null": ("remarks", [{**SOUND, "line": None}], [{**SOUND, "line": None}]),
    "a member that is NaN and may be null": ("remarks", [{**SOUND, "line": math.nan}], [{**SOUND, "line": None}]),
    "a member that must be there": ("remarks", [{**SOUND, "kind": None}], ...),
    "a struct without a member": ("remarks", [without("kind")], ...),
    "a struct without one that may be null": ("remarks", [without("line")], ...),
    "pairs for a struct": ("remarks", [list(SOUND.items())], ...),
    "a tuple for a struct": ("remarks", [tuple(SOUND.values())], ...),
    "a number as text within": ("remarks", [{**SOUND, "kind": 5}], ...),
    "text as a number within": ("remarks", [{**SOUND, "line": "3"}], ...),
    "a whole number as a float": ("remarks", [{**SOUND, "line": 3.0}], [SOUND]),
    "no whole number": ("remarks", [{**SOUND, "line": 3.9}], ...),
    "a flag as a number": ("remarks", [{**SOUND, "line": True}], ...),
    "a number too large": ("remarks", [{**SOUND, "line": 2**31}], ...),
    "a whole number as a score": ("remarks", [{**SOUND, "score": 1}], [{**SOUND, "score": 1.0}]),
    "a score that is none": ("remarks", [{**SOUND, "score": math.nan}], ...),
    "a number as a flag": ("remarks", [{**SOUND, "sure": 1}], ...),
    "a map": ("lines", {"date": 1, "title": 2}, [("date", 1), ("title", 2)]),
    "a map as pairs": ("lines", [("date", 1), ["title", 2]], [("date", 1), ("title", 2)]),
    "a map as structs": ("lines", [{"key": "date", "value": 1}], [("date", 1)]),
    "an empty map": ("lines", {}, []),
    "a key twice": ("lines", [("date", 1), ("date", 2)], ...),
    "a null key": ("lines", [(None, 1)], ...),
    "a null value": ("lines", {"date": None}, ...),
    "a number as a key": ("lines", {1: 1}, ...),
    "text as a value": ("lines", {"date": "1"}, ...),
    "no pairs": ("lines", [("date", 1, 2)], ...),
    "text for a map": ("lines", "date", ...),
    "a struct": ("best", SOUND, SOUND),
    "a struct with a null that must not be": ("best", {**SOUND, "sure": None}, ...),
    "text for a struct": ("best", "advert", ...),
    "a list for a struct": ("best", [SOUND], ...),
}


def column(name: str) -> Contract:
    return Contract("Nested", "1.0", (next(one for one in NESTED.columns if one.name == name),))


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in CASES])
def test_a_value_of_python_is_taken_or_refused_by_itself(case: str) -> None:
    name, value, expected = CASES[case]
    good = next(value for one, value, made in CASES.values() if one == name and made is not ...)
    frame = pd.DataFrame({name: pd.Series([good, value, None, good], dtype=object)})

    ok, rejects = split(frame, column(name))

    assert list(rejects.index) == ([1] if expected is ... else [])
    assert all(list(codes) == ["value.type"] for codes in rejects["failed_codes"])
    if expected is not ...:
        assert canonical(cells(ok, name)[1]) == canonical(expected)


def frames(whole: pa.Table) -> dict[str, Any]:
    """Return the same rows as frames of every library."""
    rows = {name: pd.Series(whole[name].to_pylist(), dtype=object) for name in whole.column_names}
    return {
        "pyarrow": whole,
        "pyarrow, sliced": pa.concat_tables([whole, whole]).slice(whole.num_rows),
        "polars": pl.from_arrow(whole),
        "pandas, Arrow": whole.to_pandas(types_mapper=pd.ArrowDtype),
        "pandas, as pyarrow makes it": whole.to_pandas(),
        "pandas, objects": pd.DataFrame(rows),
    }


def cells(frame: Any, name: str) -> list[Any]:
    """Return a column of a frame of any library as Python's values."""
    if isinstance(frame, pd.DataFrame):
        return [None if value is None or value is pd.NA else value for value in frame[name]]
    found: list[Any] = frame[name].to_list() if isinstance(frame, pl.DataFrame) else frame[name].to_pylist()
    return found


def canonical(value: Any) -> Any:
    """Return a value as it is in JSON: maps are objects, NaN is null; what JSON cannot hold is `...`."""
    value = value.tolist() if isinstance(value, np.ndarray) else value
    value = None if isinstance(value, float) and math.isnan(value) else value
    if isinstance(value, dict):
        made = {key: canonical(one) for key, one in value.items()}
        return (made["key"], made["value"]) if set(made) == {"key", "value"} else made
    if isinstance(value, tuple):
        return tuple(map(canonical, value))
    if not isinstance(value, list):
        return value
    items = [canonical(one) for one in value]
    if items and all(isinstance(one, tuple) for one in items):
        sound = all(isinstance(key, str) for key, _ in items) and len({key for key, _ in items}) == len(items)
        return dict(items) if sound else ...
    return items


def allowed(name: str, value: Any) -> bool:
    """Tell what the JSON Schema of a row says of a value."""
    said = canonical(value)
    if name == "lines" and said == []:
        said = {}
    return said is not ... and jsonschema.Draft202012Validator(SCHEMA["properties"][name]).is_valid(said)


SCALARS: Mapping[pa.DataType, st.SearchStrategy[Any]] = {
    pa.string(): st.sampled_from(["", "advert", "3"]),
    pa.large_string(): st.sampled_from(["", "advert"]),
    pa.int32(): st.integers(-3, 3),
    pa.int64(): st.integers(-3, 3),
    pa.float64(): st.sampled_from([0.5, 3.0, math.nan, -1.0]),
    pa.bool_(): st.booleans(),
    pa.null(): st.none(),
}
OF_MEMBERS = {
    "kind": pa.string(),
    "line": pa.int32(),
    "score": pa.float64(),
    "sure": pa.bool_(),
    "more": pa.string(),
}


@st.composite
def columns(draw: Callable[..., Any]) -> tuple[str, pa.Array]:
    """Return a nested column of a type that is that of the contract, or nearly."""

    def scalar(right: pa.DataType) -> pa.DataType:
        return draw(st.sampled_from([right] * 6 + list(SCALARS)))

    def remark() -> tuple[pa.DataType, st.SearchStrategy[Any]]:
        lacks = draw(st.sampled_from([None] * 4 + list(OF_MEMBERS)))
        names = [name for name in OF_MEMBERS if name not in ("more", lacks)] + ["more"] * (lacks == "more")
        kinds = {name: scalar(OF_MEMBERS[name]) for name in draw(st.permutations(names))}
        null = draw(st.booleans())
        held = {name: st.none() | SCALARS[kind] if null else SCALARS[kind] for name, kind in kinds.items()}
        return pa.struct(list(kinds.items())), st.fixed_dictionaries(held)

    name = draw(st.sampled_from(["names", "remarks", "lines", "best"]))
    if name == "lines":
        key, item = scalar(pa.string()), scalar(pa.int32())
        key = pa.string() if key == pa.null() else key
        pairs = st.tuples(SCALARS[key].filter(lambda one: one == one), st.none() | SCALARS[item])  # noqa: PLR0124
        kind, values = pa.map_(key, item), st.lists(pairs, max_size=3)
    elif name == "best":
        kind, values = remark()
    else:
        inner, items = remark()
        if name == "names":
            inner = scalar(pa.string())
            items = SCALARS[inner]
        make = draw(st.sampled_from([pa.list_, pa.large_list]))
        kind, values = make(inner), st.lists(draw(st.sampled_from([items, st.none() | items])), max_size=3)
    given = draw(st.lists(st.none() | values, min_size=1, max_size=4))
    return name, pa.array(given, kind)


@settings(max_examples=300)
@given(columns())
def test_every_library_and_the_json_schema_say_the_same(found: tuple[str, pa.Array]) -> None:
    name, values = found
    whole = pa.table({name: values})
    good = [allowed(name, value) for value in values.to_pylist()]
    for library, frame in frames(whole).items():
        ok, rejects = split(frame, column(name))
        kept = [canonical(value) for value in cells(ok, name)]
        came = [canonical(value) for value, is_good in zip(values.to_pylist(), good, strict=True) if is_good]
        assert [one or None for one in kept] == [one or None for one in came], library
        assert len(rejects) == good.count(False), library


@settings(max_examples=300)
@given(columns())
def test_what_is_taken_together_is_what_is_taken_value_by_value(found: tuple[str, pa.Array]) -> None:
    name, values = found
    kind = column(name).columns[0].type
    for objects in (values.to_pylist(), values.to_pandas().tolist()):
        made = together(objects, kind)
        if made is not None:
            each = [None if is_nothing(value) else taken(value, kind) for value in objects]
            assert [value is None for value in each] == [is_nothing(value) for value in objects]
            assert made.to_pylist() == each


def test_what_pandas_reads_from_a_file_is_taken_together() -> None:
    """Value by value it takes twice to three times as long as Arrow alone, which asks less."""
    whole = pa.table({"names": [["Tarn"]] * 20_000, "remarks": [[dict(SOUND)] * 2] * 20_000})
    kinds = {one.name: one.type for one in NESTED.columns if one.name in whole.column_names}
    frame = whole.cast(pa.schema(list(kinds.items()))).to_pandas()

    def ours() -> None:
        assert not any(convert_objects(frame[name].to_numpy(), kind).bad.any() for name, kind in kinds.items())

    def of_arrow() -> None:
        assert all(pa.array(frame[name].to_numpy(), kind) for name, kind in kinds.items())

    assert any(seconds(ours) < 2 * seconds(of_arrow) for _ in range(3))


@pytest.mark.parametrize("name", ["remarks", "best"])
def test_a_null_within_what_is_null_breaks_nothing(name: str) -> None:
    lone = pa.StructArray.from_arrays(
        [pa.array([None, "advert"]), pa.array([1, 2], pa.int32()), pa.array([0.5, 0.5]), pa.array([True, False])],
        fields=list(REMARK),
        mask=pa.array([True, False]),
    )
    lists = pa.ListArray.from_arrays(pa.array([0, 1, 2], pa.int32()), lone, mask=pa.array([True, False]))
    ok, rejects = split(pa.table({name: lone if name == "best" else lists}), column(name))
    assert [value is None for value in cells(ok, name)] == [True, False]
    assert len(rejects) == 0


def test_views_dictionaries_and_lists_of_one_length_are_lists_of_text() -> None:
    for kind in (
        pa.list_(pa.string_view()),
        pa.list_view(pa.string()),
        pa.list_(pa.string(), 1),
        pa.list_(pa.dictionary(pa.int8(), pa.string())),
    ):
        ok, rejects = split(pa.table({"names": pa.array([["Tarn"], None, ["Orrin"]], kind)}), column("names"))
        assert ok["names"].to_pylist() == [["Tarn"], None, ["Orrin"]], kind
        assert len(rejects) == 0, kind
