"""The same rows through every library: the same verdict."""

import dataclasses
import datetime
import json
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pan
import polars as pl
import pyarrow as pa
import pytest
from contract_rows import BACKENDS, changed, good_rows, plain, table
from hypothesis import given, settings
from hypothesis import strategies as st

from corpusclean_schemas import (
    CleanDocument,
    ContractBroken,
    Edit,
    arrow_schema,
    contract_of,
    corpus_contract,
    narrow,
    polars_schema,
    split,
    validate,
)
from corpusclean_schemas.contract import Column, Contract
from corpusclean_schemas.failures import CODES, EXCERPT
from corpusclean_schemas.published import stated

GOOD = good_rows(5)
_NULL_INSIDE = [{"kind": None, "rule": "r", "version": 1, "score": 1.0, "start": 0, "end": 1, "removed": True}]

CASES: Mapping[str, tuple[Mapping[int, Mapping[str, Any]], Mapping[int, list[tuple[str, str]]]]] = {
    "nothing": ({}, {}),
    "a null": ({2: {"language": None}}, {2: [("value.null", "language")]}),
    "a null number": ({1: {"size": None}}, {1: [("value.null", "size")]}),
    "a null flag": ({1: {"syndicated": None}}, {1: [("value.null", "syndicated")]}),
    "a null list": ({1: {"notices": None}}, {1: [("value.null", "notices")]}),
    "a null list of fields": ({1: {"fields": None}}, {1: [("value.null", "fields")]}),
    "an id in capitals": ({0: {"doc_id": "A" * 32}}, {0: [("value.pattern", "doc_id")]}),
    "an id with a line end": ({0: {"sha256": "a" * 64 + "\n"}}, {0: [("value.pattern", "sha256")]}),
    "an id too long": ({0: {"doc_id": "a" * 33}}, {0: [("value.pattern", "doc_id")]}),
    "two ids alike": (
        {3: {"doc_id": GOOD[1]["doc_id"]}},
        {1: [("value.duplicate", "doc_id")], 3: [("value.duplicate", "doc_id")]},
    ),
    "an empty address": ({4: {"address": ""}}, {4: [("value.length", "address")]}),
    "less than nothing": ({4: {"size": -1}}, {4: [("value.out_of_range", "size")]}),
    "more than sure": ({4: {"language_score": 1.01}}, {4: [("value.out_of_range", "language_score")]}),
    "no number": ({4: {"language_score": float("nan")}}, {4: [("value.null", "language_score")]}),
    "a dialect nobody knows": ({0: {"dialect": "json"}}, {0: [("value.not_allowed", "dialect")]}),
    "no text": ({0: {"text": ""}}, {0: [("value.pattern", "text")]}),
    "blanks": ({0: {"text": " \n\t"}}, {0: [("value.pattern", "text")]}),
    "blanks beyond ASCII": ({0: {"text": "\u3000\u00a0\u2003\u0085"}}, {0: [("value.pattern", "text")]}),
    "one letter among blanks": ({0: {"text": "\u3000\u96e8\n"}}, {}),
    "a null item": ({2: {"languages": ["en", None]}}, {2: [("value.type", "languages")]}),
    "a null notice": ({2: {"notices": [None]}}, {2: [("value.type", "notices")]}),
    "a score that is none": (
        {2: {"notices": [{**GOOD[1]["notices"][0], "score": float("nan")}]}},
        {2: [("value.type", "notices")]},
    ),
    "a member that must be there": ({2: {"notices": _NULL_INSIDE}}, {2: [("value.type", "notices")]}),
    "several things": (
        {0: {"text": "", "size": -1, "language": None}, 4: {"dialect": "?"}},
        {
            0: [("value.null", "language"), ("value.out_of_range", "size"), ("value.pattern", "text")],
            4: [("value.not_allowed", "dialect")],
        },
    ),
    "every row": (
        {row: {"language": "English"} for row in range(5)},
        {row: [("value.pattern", "language")] for row in range(5)},
    ),
}


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in CASES])
def test_every_library_hears_the_same_verdict(case: str, backend: str) -> None:
    changes, expected = CASES[case]
    rows = changed(changes)
    frame = BACKENDS[backend](table(rows))

    ok, rejects = split(frame)

    assert type(ok) is type(rejects) is type(frame)
    good = [row["doc_id"] for number, row in enumerate(rows) if number not in expected]
    assert [row["doc_id"] for row in plain(ok)] == good
    told = plain(rejects)
    assert [row["doc_id"] for row in told] == [rows[number]["doc_id"] for number in sorted(expected)]
    for number, row in zip(sorted(expected), told, strict=True):
        assert sorted(zip(row["failed_codes"], row["failed_columns"], strict=True)) == expected[number]
        assert len(row["failed_values"]) == len(row["failed_messages"]) == len(row["failed_codes"])
    if expected:
        with pytest.raises(ContractBroken) as caught:
            validate(frame)
        failures = caught.value.failures.to_pylist()
        assert sorted((f["row"], f["code"], f["column"]) for f in failures) == sorted(
            (number, code, column) for number, found in expected.items() for code, column in found
        )
    else:
        assert len(plain(validate(frame))) == len(rows)


def test_a_text_of_blanks_is_told_in_words() -> None:
    with pytest.raises(ContractBroken) as caught:
        validate(table(changed({0: {"text": " "}})))

    assert [failure["message"] for failure in caught.value.failures.to_pylist()] == [
        "text: ' ' holds nothing but blanks"
    ]


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_what_passed_passes_again_and_holds_what_came_in(backend: str) -> None:
    rows = changed({1: {"date": None}, 3: {"language_score": 2.0}})
    frame = BACKENDS[backend](table(rows))

    ok, rejects = split(frame)

    assert plain(validate(ok)) == plain(ok)
    for row, kept in zip([0, 1, 2, 4], plain(ok), strict=True):
        assert kept == rows[row]
    assert [row["language_score"] for row in plain(rejects)] == [2.0]


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_an_empty_frame_passes(backend: str) -> None:
    frame = BACKENDS[backend](table([]))
    ok, rejects = split(frame)
    assert plain(validate(frame)) == plain(ok) == plain(rejects) == []


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_a_missing_column_rejects_every_row_and_is_told_once(backend: str) -> None:
    frame = BACKENDS[backend](table(GOOD).drop_columns(["language"]))

    ok, rejects = split(frame)

    assert plain(ok) == []
    assert [row["failed_codes"] for row in plain(rejects)] == [["column.missing"]] * 5
    assert "language" not in plain(rejects)[0]
    assert plain(validate(ok)) == []
    with pytest.raises(ContractBroken) as caught:
        validate(frame)
    assert caught.value.failures.select(["row", "code", "column"]).to_pylist() == [
        {"row": None, "code": "column.missing", "column": "language"}
    ]


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_a_missing_column_is_told_of_an_empty_frame_too(backend: str) -> None:
    with pytest.raises(ContractBroken, match="no column language"):
        validate(BACKENDS[backend](table([]).drop_columns(["language"])))


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_a_column_too_many_is_told(backend: str) -> None:
    whole = table(GOOD).append_column("mood", pa.array(["fair"] * 5))
    with pytest.raises(ContractBroken, match="'mood'"):
        validate(BACKENDS[backend](whole))


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
@pytest.mark.parametrize(
    ("days", "bad"),
    [
        pytest.param(["2021-12-13", "1066-10-14", None, "9999-12-31", "0001-01-01"], [], id="days"),
        pytest.param(["2021-12-13", "2021-02-30", "now", "2021-1-3", "20211213"], [1, 2, 3, 4], id="no days"),
        pytest.param(
            ["2021-12-13", "\u0662\u0660\u0662\u0661-12-13", "2021-12-13T00:00", " 2021-12-13", ""],
            [1, 2, 3, 4],
            id="nearly",
        ),
    ],
)
def test_days_may_be_text_and_one_bad_day_hides_no_other(
    backend: str, days: list[str | None], bad: list[int]
) -> None:
    rows = changed({row: {"date": day} for row, day in enumerate(days)})
    frame = BACKENDS[backend](table(rows, {"date": pa.string()}))

    ok, rejects = split(frame)

    assert [row["failed_codes"] for row in plain(rejects)] == [["value.type"]] * len(bad)
    assert [row["date"] for row in plain(rejects)] == [days[row] for row in bad]
    expected = [
        None if day is None else datetime.date.fromisoformat(day)
        for day in days
        if day not in [days[row] for row in bad]
    ]
    assert [row["date"] for row in plain(ok)] == expected


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_midnight_is_a_day_and_a_time_of_day_is_not(unit: str) -> None:
    midnight, noon = datetime.datetime(2021, 12, 13), datetime.datetime(2021, 12, 13, 12)  # noqa: DTZ001  # no zone
    rows = changed(
        {0: {"date": midnight}, 1: {"date": noon}, 2: {"date": None}, 3: {"date": midnight}, 4: {"date": noon}}
    )
    for frame in (whole := table(rows, {"date": pa.timestamp(unit)}), whole.to_pandas(), pl.from_arrow(whole)):
        ok, rejects = split(frame)
        assert [row["failed_codes"] for row in plain(rejects)] == [["value.type"]] * 2
        assert [row["date"] for row in plain(ok)] == [midnight.date(), None, midnight.date()]


WRONG = [
    pytest.param("text", 7, id="a number as text"),
    pytest.param("text", b"bytes", id="bytes as text"),
    pytest.param("text", "\ud800", id="half a surrogate"),
    pytest.param("text", ["a"], id="a list as text"),
    pytest.param("title", True, id="a flag as text"),
    pytest.param("size", "7", id="text as a number"),
    pytest.param("size", 7.5, id="a half as a whole number"),
    pytest.param("size", True, id="a flag as a number"),
    pytest.param("size", 2**63, id="a number too large"),
    pytest.param("size", float("inf"), id="infinity as a whole number"),
    pytest.param("language_score", "0.5", id="text as a score"),
    pytest.param("syndicated", 1, id="a number as a flag"),
    pytest.param("syndicated", "True", id="text as a flag"),
    pytest.param("date", 20211213, id="a number as a day"),
    pytest.param("date", datetime.datetime(2021, 12, 13, tzinfo=datetime.UTC), id="a day of a time zone"),
    pytest.param("date", pd.Timestamp("2021-12-13 00:00:00.000000001"), id="a nanosecond after midnight"),
    pytest.param("notices", "none", id="text as a list"),
    pytest.param("notices", [{"kind": "advert"}], id="a notice without its rule"),
    pytest.param("fields", {"a": "b"}, id="a dictionary as a list"),
    pytest.param("languages", [1], id="numbers as codes"),
    pytest.param("dup_outlets", "Tarn Herald", id="text as a list of names"),
    pytest.param("text", np.array(["a", "b"]), id="an array as text"),
]


@pytest.mark.parametrize(("column", "value"), WRONG)
@pytest.mark.parametrize(
    "lonely", [pytest.param(False, id="among good ones"), pytest.param(True, id="in every row")]
)
def test_what_is_not_of_the_type_is_refused_by_itself(column: str, value: Any, lonely: bool) -> None:  # noqa: FBT001  # a parameter
    rows = changed({row: {column: value} for row in (range(5) if lonely else [2])})
    frame = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})

    ok, rejects = split(frame)

    assert list(rejects.index) == ([0, 1, 2, 3, 4] if lonely else [2])
    assert [list(codes) for codes in rejects["failed_codes"]] == [["value.type"]] * len(rejects)
    assert len(ok) + len(rejects) == len(frame)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        pytest.param("size", 7.0, 7, id="a whole number as a float"),
        pytest.param("language_score", 1, 1.0, id="a whole number as a score"),
        pytest.param("date", "2021-12-14", datetime.date(2021, 12, 14), id="a day as text"),
        pytest.param("title", float("nan"), None, id="NaN as no title"),
        pytest.param("title", pd.NA, None, id="NA as no title"),
        pytest.param("date", pd.NaT, None, id="NaT as no day"),
    ],
)
def test_what_means_the_same_is_taken(column: str, value: Any, expected: Any) -> None:
    rows = changed({2: {column: value}})
    frame = pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype=object) for name in rows[0]})
    assert plain(validate(frame))[2][column] == expected


def test_the_index_of_pandas_comes_back_with_its_rows() -> None:
    frame = table(changed({1: {"size": -1}})).to_pandas().set_axis(["a", "a", "b", "b", "a"])
    ok, rejects = split(frame)
    assert list(ok.index) == ["a", "b", "b", "a"]
    assert list(rejects.index) == ["a"]


@pytest.mark.parametrize("strict", [True, False])
def test_two_columns_of_one_name_are_told(strict: bool) -> None:  # noqa: FBT001  # a parameter
    contract = dataclasses.replace(contract_of(CleanDocument), strict=strict)
    frame = table(GOOD).to_pandas()
    twice = pd.concat([frame, frame[["text"]]], axis=1)
    whole = table(GOOD).append_column("text", pa.array(["again"] * 5))
    for found in (twice, whole):
        with pytest.raises(ContractBroken, match="more than one column text"):
            validate(found, contract)
        ok, rejects = split(found, contract)
        assert list(plain(ok)) == []
        assert list(ok.columns if isinstance(ok, pd.DataFrame) else ok.column_names) == list(GOOD[0])
        told = rejects["failed_codes"]
        codes = told.to_list() if isinstance(rejects, pd.DataFrame) else told.to_pylist()
        assert [list(one) for one in codes] == [["column.repeated"]] * 5


SOME = Contract("Some", "1.0", (Column("a", pa.int64()), Column("b", pa.float64(), nullable=True)), strict=False)


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS if "dictionary" not in name])
def test_columns_come_back_in_the_contracts_order_and_others_after_them(backend: str) -> None:
    whole = pa.table({"z": [0, 1], "b": [0.5, float("nan")], "y": [0, 1], "a": [1, 2]})
    for made in (validate(BACKENDS[backend](whole), SOME), split(BACKENDS[backend](whole), SOME).ok):
        assert [list(row) for row in plain(made)] == [["a", "b", "z", "y"]] * 2


def test_what_is_no_number_comes_back_as_null_from_every_library() -> None:
    whole = pa.table({"a": [1, 2], "b": [0.5, float("nan")]})
    assert validate(whole, SOME)["b"].to_pylist() == [0.5, None]
    assert validate(pl.DataFrame(whole), SOME)["b"].to_list() == [0.5, None]
    assert list(validate(whole.to_pandas(types_mapper=pd.ArrowDtype), SOME)["b"].isna()) == [False, True]


@pytest.mark.parametrize("backend", [pytest.param(name, id=name) for name in BACKENDS])
def test_rejects_may_be_asked_again(backend: str) -> None:
    rejects = split(BACKENDS[backend](table(changed({1: {"size": -1}})))).rejects
    again = split(rejects).rejects
    assert list(plain(again)[0]) == list(plain(rejects)[0])
    assert plain(again)[0]["failed_codes"] == ["column.unexpected"] * 4 + ["value.out_of_range"]


ODD = [
    pytest.param("size", pd.Series([1 + 0j] * 2), 0, id="complex numbers"),
    pytest.param("size", pd.Series(pd.arrays.SparseArray([1, 2])), 2, id="a sparse column"),
    pytest.param("language_score", pd.Series([0.5, 1], dtype="longdouble"), 2, id="long doubles"),
    pytest.param("title", pd.Series(["a", 1], dtype="category"), 1, id="categories of two kinds"),
    pytest.param("title", pd.Series(["a", "\ud800"], dtype=pd.StringDtype("python")), 1, id="half a surrogate"),
    pytest.param("size", pl.Series([1, 2], dtype=pl.Int128), 2, id="whole numbers of polars"),
    pytest.param("date", pa.array([0, 2**53], pa.timestamp("s")), 1, id="a day beyond the calendar"),
]


@pytest.mark.parametrize(("column", "values", "good"), ODD)
def test_a_type_that_arrow_has_not_is_judged_value_by_value(column: str, values: Any, good: int) -> None:
    whole = table(good_rows(2))
    frame: Any = whole.to_pandas()
    if isinstance(values, pl.Series):
        frame = pl.DataFrame(whole).with_columns(values.alias(column))
    elif isinstance(values, pd.Series):
        frame[column] = values
    else:
        frame = whole.set_column(whole.column_names.index(column), column, values)
    ok, rejects = split(frame)
    assert (len(ok), len(rejects)) == (good, 2 - good)
    if good < 2:
        with pytest.raises(ContractBroken):
            validate(frame)


def test_a_failure_within_a_list_is_shown_in_every_library() -> None:
    whole = table(changed({1: {"notices": _NULL_INSIDE * 2}}))
    for frame in (whole, whole.to_pandas(), whole.to_pandas(types_mapper=pd.ArrowDtype), pl.DataFrame(whole)):
        with pytest.raises(ContractBroken) as caught:
            validate(frame)
        assert caught.value.failures["value"].to_pylist() == [repr(_NULL_INSIDE * 2)[:EXCERPT] + "..."]


def test_the_frame_that_was_asked_is_not_changed() -> None:
    frame = table(changed({1: {"size": -1}})).to_pandas()
    before = frame.copy(deep=True)
    split(frame)
    pd.testing.assert_frame_equal(frame, before)


@settings(max_examples=20)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "doc_id": st.sampled_from([None, "0" * 32, "1" * 32, "", "g" * 32]),
                "text": st.one_of(st.none(), st.text(max_size=3), st.sampled_from([" ", "\u3000", "rain"])),
                "size": st.one_of(st.none(), st.integers(-2, 2)),
                "language_score": st.one_of(st.none(), st.floats(-0.5, 1.5)),
                "dialect": st.sampled_from([None, "plain", "json"]),
                "date": st.one_of(st.none(), st.dates()),
                "syndicated": st.sampled_from([None, True, False]),
            },
        ),
        max_size=6,
    )
)
def test_no_row_is_lost_and_none_is_in_both(changes: list[Mapping[str, Any]]) -> None:
    rows = [
        {**row, **change, "address": str(number)}
        for number, (row, change) in enumerate(zip(good_rows(len(changes)), changes, strict=True))
    ]
    whole = table(rows)
    verdicts = []
    for build in BACKENDS.values():
        ok, rejects = split(build(whole))
        found = plain(rejects)
        kept = [row["address"] for row in plain(ok)]
        assert sorted(kept + [row["address"] for row in found]) == [row["address"] for row in rows]
        assert all(row["failed_codes"] for row in found)
        assert {code for row in found for code in row["failed_codes"]} <= set(CODES)
        validate(ok)
        verdicts.append([(row["address"], sorted(row["failed_codes"])) for row in found])
    assert all(verdict == verdicts[0] for verdict in verdicts)


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in CASES])
def test_what_pandera_refuses_is_refused(case: str) -> None:
    changes, expected = CASES[case]
    frame = table(changed(changes)).to_pandas(types_mapper=pd.ArrowDtype)
    stock = pan.DataFrameSchema(CleanDocument.to_schema().columns, strict=True, coerce=True)
    try:
        stock.validate(frame, lazy=True)
        refused: set[int] = set()
    except pan.errors.SchemaErrors as error:
        refused = {int(row) for row in error.failure_cases["index"].dropna()}
    assert refused <= set(expected)


def test_messages_show_an_excerpt_and_never_a_text() -> None:
    secret = "s" * 10_000
    frame = table(changed({row: {"language": secret + str(row)} for row in range(5)})).to_pandas()
    with pytest.raises(ContractBroken) as caught:
        validate(frame)
    shown = [str(caught.value), repr(caught.value), *caught.value.failures["message"].to_pylist()]
    assert all("s" * (EXCERPT + 1) not in text for text in shown)
    _, rejects = split(frame)
    assert all("s" * (EXCERPT + 1) not in text for row in rejects["failed_messages"] for text in row)
    assert all("s" * (EXCERPT + 1) not in text for row in rejects["failed_values"] for text in row)


def test_a_broken_contract_can_be_sent_to_another_process_without_the_frame() -> None:
    with pytest.raises(ContractBroken) as caught:
        validate(table(changed({1: {"size": -1}})).to_pandas())
    sent = pickle.dumps(caught.value)
    again = pickle.loads(sent)  # noqa: S301  # our own
    assert str(again) == str(caught.value)
    assert again.failures.equals(caught.value.failures)
    assert GOOD[0]["text"].encode() not in sent


@pytest.mark.parametrize("frame", [[{"doc_id": "a"}], {"doc_id": ["a"]}, None, pd.Series([1]), pl.Series([1])])
def test_what_is_no_frame_is_refused(frame: Any) -> None:
    with pytest.raises(TypeError, match="pandas, polars and pyarrow"):
        split(frame)


def test_schemas_of_other_libraries_are_those_of_the_columns() -> None:
    whole = table(GOOD)
    assert arrow_schema(CleanDocument).names == whole.column_names
    assert validate(whole).schema.equals(arrow_schema(CleanDocument))
    assert pl.DataFrame(validate(whole)).schema == polars_schema(CleanDocument)
    assert validate(pl.DataFrame(whole)).schema == polars_schema(CleanDocument)


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"languages": "en"}, TypeError, r"write languages=\['en'\]"),
        ({"required": "date"}, TypeError, r"write required=\['date'\]"),
        ({"languages": ["en", "English"]}, ValueError, "'English' is no code of a language"),
        ({"languages": ["EN"]}, ValueError, "'EN' is no code of a language"),
        ({"languages": []}, ValueError, "languages names none"),
        ({"languages": [1]}, ValueError, "1 is no code of a language"),
        ({"required": ["dates"]}, ValueError, "CleanDocument has no column dates"),
        ({"min_language_score": 7}, ValueError, "a number from 0 to 1"),
        ({"min_language_score": "0.5"}, ValueError, "a number from 0 to 1"),
        ({"min_language_score": float("nan")}, ValueError, "a number from 0 to 1"),
        ({"dates": ("1/1/2021", None)}, TypeError, r"'1/1/2021' is no day; write dates=\(datetime.date\("),
        ({"dates": (None, pd.NaT)}, TypeError, "NaT is no day"),
        ({"dates": (datetime.datetime(2021, 1, 1, 12), None)}, TypeError, "is no day"),  # noqa: DTZ001  # of no zone
        ({"dates": datetime.date(2021, 1, 1)}, TypeError, "a first and a last day are meant"),
        ({"dates": (datetime.date(2021, 1, 2), datetime.date(2021, 1, 1))}, ValueError, "is after the last"),
    ],
)
def test_what_narrows_nothing_as_it_is_meant_is_refused(
    given: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        narrow(CleanDocument, **given)


@pytest.mark.parametrize(
    "day",
    [datetime.datetime(2021, 12, 14), pd.Timestamp("2021-12-14"), np.datetime64("2021-12-14"), "2021-12-14"],  # noqa: DTZ001  # of no zone
)
def test_a_bound_is_any_value_that_a_column_takes_as_a_day(day: Any) -> None:
    bounds, same = (
        contract_of(narrow(CleanDocument, dates=(each, None))).column("date").rules
        for each in (day, datetime.date(2021, 12, 14))
    )
    assert bounds == same
    assert type(bounds[-1].value) is datetime.date


@pytest.mark.parametrize(
    ("model", "given", "error", "said"),
    [
        (Edit, {"languages": ["en"]}, ValueError, "Edit has no column language"),
        (Edit, {"min_language_score": 0.5}, ValueError, "Edit has no column language_score"),
        (Edit, {"dates": (None, datetime.date(2021, 1, 1))}, ValueError, "Edit has no column date"),
        (contract_of(Edit), {}, TypeError, "cannot be narrowed"),
    ],
)
def test_what_cannot_be_narrowed_is_refused(
    model: Any, given: dict[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        narrow(model, **given)


def test_the_contract_of_a_corpus_may_be_narrowed(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"contracts": stated({"languages": ["de", "en"]})}))
    german = narrow(corpus_contract(tmp_path), languages=["de"], required=["date"])
    _, rejects = split(table(changed({1: {"date": None}})), german)
    assert [sorted(row["failed_columns"]) for row in plain(rejects)][:2] == [["language"], ["date", "language"]]


def test_a_narrowed_contract_refuses_more() -> None:
    german = narrow(CleanDocument, languages=["de"], dates=(datetime.date(2022, 1, 1), None), required=["title"])
    _, rejects = split(table(GOOD), german)
    assert [sorted(row["failed_codes"]) for row in plain(rejects)][:2] == [
        ["value.not_allowed", "value.null", "value.out_of_range"],
        ["value.not_allowed", "value.out_of_range"],
    ]


MAPPED = Contract("Mapped", "1.0", (Column("lines", pa.map_(pa.string(), pa.int32())),))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param([[("a", 1), ("b", 2)], [], [("c", 3)]], id="pairs"),
        pytest.param([{"a": 1, "b": 2}, {}, {"c": 3}], id="dictionaries"),
    ],
)
def test_a_map_may_come_as_pairs_as_dictionaries_and_as_structs(lines: list[Any]) -> None:
    whole = pa.table({"lines": pa.array([[("a", 1), ("b", 2)], [], [("c", 3)]], pa.map_(pa.string(), pa.int32()))})
    for frame in (
        pd.DataFrame({"lines": lines}),
        pl.DataFrame(whole),
        pl.DataFrame(whole)[1:],
        whole,
        whole.slice(1),
    ):
        ok, rejects = split(frame, MAPPED)
        assert len(plain(rejects)) == 0
        made = (
            ok if isinstance(ok, pa.Table) else pa.Table.from_pandas(ok) if isinstance(ok, pd.DataFrame) else None
        )
        if made is not None:
            assert made["lines"].to_pylist() == whole["lines"].to_pylist()[-len(made) :]
        else:
            assert [len(one) for one in ok["lines"].to_list()] == [2, 0, 1][-len(ok) :]


def test_a_map_without_a_key_is_none() -> None:
    entry = pa.struct([("key", pa.string()), ("value", pa.int32())])
    frame = pl.DataFrame(
        pa.table({"lines": pa.array([[{"key": None, "value": 1}], [{"key": "a", "value": 1}]], pa.list_(entry))})
    )
    ok, rejects = split(frame, MAPPED)
    assert (len(ok), len(rejects)) == (1, 1)


def test_pairs_must_be_unique_together() -> None:
    edit = {
        "doc_id": "0" * 32,
        "seq": 1,
        "step": "fix",
        "rule": "r",
        "rule_version": "1",
        "offset": 0,
        "before": "",
        "after": "",
        "reason": "",
    }
    rows = [edit, {**edit, "seq": 2}, {**edit, "doc_id": "1" * 32}, edit]
    ok, rejects = split(pd.DataFrame(rows), Edit)
    assert (list(ok.index), list(rejects.index)) == ([1, 2], [0, 3])
    assert list(rejects["failed_columns"].iloc[0]) == ["doc_id, seq"]
