"""Every column of every table is documented once, in its model."""

import ast
import subprocess
import sys

import pyarrow
import pytest
from contract_rows import TYPES, good_row

from corpusclean_schemas import CleanDocument, Duplicate, Edit, RawDocument, Reject, contract_of
from corpusclean_schemas.about import NEVER
from corpusclean_schemas.contract import Column

MODELS = (CleanDocument, Duplicate, Edit, RawDocument, Reject)
FIGURES = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")
COLUMNS = [
    pytest.param(column, id=f"{model.__name__}.{column.name}")
    for model in MODELS
    for column in contract_of(model).columns
]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_says_what_it_means_in_what_unit_and_how_it_is_come_by(column: Column) -> None:
    for what, said in (("description", column.meaning), ("unit", column.unit), ("obtained", column.obtained)):
        assert said.strip(), f"{column.name}: no {what}; pa.Field(description=..., metadata=about(...))"
    assert column.meaning.endswith("."), column.meaning


@pytest.mark.parametrize("column", COLUMNS)
def test_a_unit_counts_the_names_that_are_allowed(column: Column) -> None:
    counted = [FIGURES[len(rule.value)] for rule in column.rules if rule.name == "allowed"]
    assert [f"one of {figure} names" for figure in counted] in ([], [column.unit])


@pytest.mark.parametrize("column", contract_of(CleanDocument).columns, ids=lambda column: column.name)
def test_the_rows_of_which_tests_are_made_have_every_column(column: Column) -> None:
    assert column.name in good_row(0), f"{column.name}: give it a value in good_row, tests/contract_rows.py"
    told = f"{column.name}: give it its type in TYPES, tests/contract_rows.py"
    given = TYPES.get(column.name, pyarrow.string())
    nested = pyarrow.types.is_nested(given) and pyarrow.types.is_nested(column.type)  # members are as in the rows
    assert nested or given == column.type, told


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_says_when_it_is_null_and_only_where_it_may_be(column: Column) -> None:
    assert (column.null == NEVER) == (not column.nullable), f"{column.name}: null {column.null!r}"
    assert column.null.strip()


@pytest.mark.parametrize("column", COLUMNS)
def test_a_member_of_a_nested_column_says_what_it_means(column: Column) -> None:
    inner = column.type.value_type if pyarrow.types.is_list(column.type) else column.type
    for member in inner.fields if pyarrow.types.is_struct(inner) else ():
        assert (member.metadata or {}).get(b"description", b"").endswith(b"."), f"{column.name}.{member.name}"


@pytest.mark.parametrize("model", [pytest.param(model, id=model.__name__) for model in MODELS])
def test_a_contract_has_a_name_and_a_version(model: type) -> None:
    contract = contract_of(model)
    assert contract.name == model.__name__
    assert [part.isdecimal() for part in contract.version.split(".")] == [True, True]
    assert contract.description


def test_what_a_contract_means_is_said_where_python_leaves_docstrings_away() -> None:
    """It is in the bytes of a corpus, of which no switch of the interpreter may decide."""
    asked = "import corpusclean_schemas as s; print([s.contract_of(getattr(s, name)).description for name in {}])"
    code = asked.format([model.__name__ for model in MODELS])
    done = subprocess.run([sys.executable, "-OO", "-c", code], capture_output=True, text=True, check=True)
    assert ast.literal_eval(done.stdout) == [contract_of(model).description for model in MODELS]
