"""What a rule says of values, and that the JSON Schema and DuckDB's table say the same."""

import datetime
from collections.abc import Mapping
from typing import Any

import duckdb
import jsonschema
import pandas as pd
import pandera.pandas as pan
import pyarrow as pa
import pytest
from contract_rows import plain

from corpusclean_schemas import contract_of, narrow, split, validate
from corpusclean_schemas.export import duckdb_ddl, json_schema
from corpusclean_schemas.schema import ContractSchema

DAYS = [datetime.date(2021, 1, day) for day in (1, 2, 3)]
NOON = datetime.datetime(2021, 1, 2, 12)  # noqa: DTZ001  # of no zone
DAY = pd.ArrowDtype(pa.date32())
TOPICS = pd.CategoricalDtype(["politics", "weather"])


def column(dtype: Any, *checks: pan.Check, nullable: bool = False) -> pan.DataFrameSchema:
    return pan.DataFrameSchema({"n": pan.Column(dtype, list(checks), nullable=nullable)}, name="One")


# contract, values, those that keep it.
CASES: Mapping[str, tuple[pan.DataFrameSchema, list[Any], list[Any]]] = {
    "at least a half": (column(int, pan.Check.ge(0.5)), [0, 1], [1]),
    "more than minus a half": (column(int, pan.Check.gt(-0.5)), [-1, 0, 1], [0, 1]),
    "at most minus a half": (column(int, pan.Check.le(-0.5)), [-1, 0], [-1]),
    "less than a half": (column(int, pan.Check.lt(0.5)), [0, 1], [0]),
    "no whole number": (column(int, pan.Check.eq(1.7)), [1, 2], []),
    "any but what is no whole number": (column(int, pan.Check.ne(1.7)), [1, 2], [1, 2]),
    "a whole number as a float": (column(int, pan.Check.eq(1.0)), [1, 2], [1]),
    "one of halves": (column(int, pan.Check.isin([0.5, 1])), [0, 1], [1]),
    "none of halves": (column(int, pan.Check.notin([0.5, 1])), [0, 1], [0]),
    "less than any": (column(int, pan.Check.le(2**70)), [1, 2**62], [1, 2**62]),
    "more than any": (column(int, pan.Check.ge(2**70)), [1, 2**62], []),
    "a bound twice": (column(int, pan.Check.ge(1), pan.Check.ge(3)), [1, 2, 3], [3]),
    "two sets": (column(str, pan.Check.isin(["a", "b"]), pan.Check.isin(["b", "c"])), ["a", "b", "c"], ["b"]),
    "forbidden twice": (column(str, pan.Check.ne("a"), pan.Check.ne("b")), ["a", "b", "c"], ["c"]),
    "one text": (column(str, pan.Check.eq("a")), ["a", "b"], ["a"]),
    "one text, or none": (column(str, pan.Check.eq("a"), nullable=True), ["a", "b", None], ["a", None]),
    "a set, or none": (column(str, pan.Check.isin(["a"]), nullable=True), ["a", "b", None], ["a", None]),
    "a null in a set": (column(str, pan.Check.isin(["a", None])), ["a", "b"], ["a"]),
    "a null in a set, or none": (column(str, pan.Check.isin(["a", None]), nullable=True), ["b", None], [None]),
    "an empty set": (column(str, pan.Check.isin([])), ["a"], []),
    "categories": (column(TOPICS), ["politics", "sports", "weather"], ["politics", "weather"]),
    "categories, or none": (column(TOPICS, nullable=True), ["politics", "sports", None], ["politics", None]),
    "either at the beginning": (
        column(str, pan.Check.str_matches("politics|weather")),
        ["politics", "weather", "the weather"],
        ["politics", "weather"],
    ),
    "one from the beginning, the other to the end": (
        column(str, pan.Check.str_matches("^politics|weather$")),
        ["politics today", "weather", "weather today", "the weather"],
        ["politics today", "weather"],
    ),
    "either at an end": (
        column(str, pan.Check.str_contains("^politics|weather$")),
        ["politics today", "the weather", "weather today"],
        ["politics today", "the weather"],
    ),
    "figures of any script": (column(str, pan.Check.str_matches(r"\d+$")), ["1", "\u0663", "x"], ["1", "\u0663"]),
    "words of any script": (
        column(str, pan.Check.str_matches(r"^[\w-]+\s\w$")),
        ["\u00e9t\u00e9\u3000a", "a b", "a.b"],
        ["\u00e9t\u00e9\u3000a", "a b"],
    ),
    "a beginning": (column(str, pan.Check.str_startswith("a-b.")), ["a-b.c", "a-bc"], ["a-b.c"]),
    "an end": (column(str, pan.Check.str_endswith("a b.")), ["a b.", "a bc"], ["a b."]),
}  # fmt: skip

# What the JSON Schema, or a validator that is Python's own, cannot say.
ONLY_HERE: Mapping[str, tuple[pan.DataFrameSchema, list[Any], list[Any]]] = {
    "a line end after the end": (column(str, pan.Check.str_matches(r"a$|\w$")), ["a\n", "a"], ["a"]),
    "flags": (column(str, pan.Check.str_matches(r"(?i)\w+x$")), ["\u00e9X", "x-"], ["\u00e9X"]),
    "a look ahead": (column(str, pan.Check.str_matches("(?!the)[a-z]+$")), ["the", "a"], ["a"]),
    "a boundary": (
        column(str, pan.Check.str_contains(r"\bweather\b")),
        ["the weather", "weathered"],
        ["the weather"],
    ),
    "days from one on": (column(DAY, pan.Check.ge(DAYS[1])), DAYS, DAYS[1:]),
    "days from a noon on": (column(DAY, pan.Check.ge(NOON)), DAYS, DAYS[2:]),
    "days from a midnight on": (column(DAY, pan.Check.ge(pd.Timestamp("2021-01-02"))), DAYS, DAYS[1:]),
    "days written": (column(DAY, pan.Check.ge("2021-01-02")), DAYS, DAYS[1:]),
    "a day of several": (column(DAY, pan.Check.isin([pd.Timestamp("2021-01-02")])), DAYS, [DAYS[1]]),
}


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in {**CASES, **ONLY_HERE}])
def test_a_rule_says_of_values_what_it_says(case: str) -> None:
    contract, values, kept = {**CASES, **ONLY_HERE}[case]
    whole = pa.table({"n": values})
    for frame in (whole, whole.to_pandas(), pd.DataFrame({"n": pd.Series(values, dtype=object)})):
        ok, rejects = split(frame, contract)
        assert [row["n"] for row in plain(ok)] == kept
        assert [row["n"] for row in plain(rejects)] == [value for value in values if value not in kept]
        assert all("value.null" not in row["failed_codes"] for row in plain(rejects))


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in CASES])
def test_the_json_schema_says_the_same(case: str) -> None:
    contract, values, kept = CASES[case]
    schema = json_schema(contract)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert [value for value in values if validator.is_valid({"n": value})] == kept


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in {**CASES, **ONLY_HERE}])
def test_what_json_schema_has_no_word_for_is_told_and_breaks_no_validator(case: str) -> None:
    contract, values, kept = {**CASES, **ONLY_HERE}[case]
    schema = json_schema(contract)
    jsonschema.Draft202012Validator.check_schema(schema)
    texts = [value if isinstance(value, str | int | None) else value.isoformat() for value in values]
    validator = jsonschema.Draft202012Validator(schema)
    assert {values[place] for place, text in enumerate(texts) if validator.is_valid({"n": text})} >= set(kept)


@pytest.mark.parametrize("case", [pytest.param(name, id=name) for name in {**CASES, **ONLY_HERE}])
def test_duckdb_says_the_same_where_it_has_words(case: str) -> None:
    contract, values, kept = {**CASES, **ONLY_HERE}[case]
    unsaid = case in ("a look ahead", "a boundary")
    with duckdb.connect() as connection:
        connection.execute(duckdb_ddl(contract))
        found = []
        for value in values:
            try:
                connection.execute("INSERT INTO one VALUES (?)", [value])
            except duckdb.ConstraintException:
                continue
            found.append(value)
    assert found == (values if unsaid else kept)


@pytest.mark.parametrize(
    ("contract", "values"),
    [
        pytest.param(column(int, pan.Check.ge("a")), [1], id="text as a bound of numbers"),
        pytest.param(column(int, pan.Check.str_matches("1")), [1], id="a pattern of numbers"),
    ],
)
def test_a_rule_that_means_nothing_in_its_column_is_refused(
    contract: pan.DataFrameSchema, values: list[Any]
) -> None:
    with pytest.raises(TypeError, match="cannot be asked of"):
        validate(pa.table({"n": values}), contract)


def test_categories_are_a_rule_and_come_back_as_categories() -> None:
    assert contract_of(column(TOPICS)).columns[0].rules[0].value == ("politics", "weather")
    assert validate(pd.DataFrame({"n": ["weather"]}), column(TOPICS))["n"].dtype == TOPICS


def test_what_is_narrowed_may_be_narrowed_again() -> None:
    twice = narrow(narrow(languages=["en", "de"]), languages=["en"])
    assert isinstance(twice, ContractSchema)
    assert json_schema(twice)["properties"]["language"]["allOf"] == [{"enum": ["en"]}]
