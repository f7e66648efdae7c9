"""What the contracts' cost is compared with, masks written by hand, judges what the contract judges."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from corpusclean_schemas import CleanDocument, contract_of, validate
from corpusclean_schemas.contract import Column, Rule

ROOT = Path(__file__).parents[1]


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("masks", ROOT / "benchmarks" / "schemas.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MASKS = benchmark()
COLUMNS = contract_of(CleanDocument).columns


def good() -> pd.DataFrame:
    frame = validate(MASKS.made_up(4, 0).to_pandas(types_mapper=pd.ArrowDtype))
    assert isinstance(frame, pd.DataFrame)
    return frame.copy()  # a column made by Arrow cannot be written


def bad_value(rule: Rule) -> Any:  # of the column's type
    match rule.name:
        case "allowed" | "matches":
            return "?"
        case "min_length":
            return "x" * (rule.value - 1)
        case "contains":
            return " "
        case "at_least":
            return rule.value - 1
        case "at_most":
            return rule.value + 1
    raise AssertionError(f"say what breaks a rule of the kind {rule.name}")


def test_sound_rows_pass() -> None:
    assert not MASKS.by_hand(good()).any()


@pytest.mark.parametrize("column", [each for each in COLUMNS if not each.nullable], ids=lambda each: each.name)
def test_a_null_fails_where_the_contract_allows_none(column: Column) -> None:
    frame = good()
    frame[column.name] = frame[column.name].astype(object)
    frame.loc[2, column.name] = None
    assert list(MASKS.by_hand(frame)) == [False, False, True, False], f"benchmarks/schemas.py: {column.name}"


@pytest.mark.parametrize(
    ("name", "rule"),
    [pytest.param(each.name, rule, id=f"{each.name} {rule.name}") for each in COLUMNS for rule in each.rules],
)
def test_what_breaks_a_rule_fails(name: str, rule: Rule) -> None:
    frame = good()
    frame.loc[2, name] = bad_value(rule)
    assert list(MASKS.by_hand(frame)) == [False, False, True, False], f"benchmarks/schemas.py: {name}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(each.name, value, id=f"{each.name} {value}")
        for each in COLUMNS
        for rule in each.rules
        if rule.name == "allowed"
        for value in rule.value
    ],
)
def test_a_value_that_is_allowed_passes(name: str, value: str) -> None:
    frame = good()
    frame.loc[2, name] = value
    assert not MASKS.by_hand(frame).any(), f"benchmarks/schemas.py: {name}"
