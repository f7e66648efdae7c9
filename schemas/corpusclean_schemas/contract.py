"""A contract in plain terms: what a pandera model says, free of any dataframe library.

Everything that is not Python's own is derived from this: Arrow and polars schemas, the verdict on a frame, the
files in `contracts/`, the documentation, and the difference between two versions.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import pandas as pd
import pandera.pandas as pa
import pyarrow
from pandera import dtypes
from pyarrow import types

from corpusclean_schemas.about import NEVER
from corpusclean_schemas.values import is_nothing, taken

_TYPES: tuple[tuple[type, pyarrow.DataType], ...] = (
    (dtypes.String, pyarrow.string()),
    (dtypes.Bool, pyarrow.bool_()),
)


class Rule(NamedTuple):
    """One thing that a column promises of its values that are not null.

    `name` is one of: allowed, forbidden (sequences); at_least, at_most, above, below, equal, unequal (values);
    matches, contains (patterns; `matches` starts at the beginning), starts, ends; min_length, max_length.
    """

    name: str
    value: Any


@dataclass(frozen=True)
class Column:
    """A column of a contract: its Arrow type, what it promises, and what it means."""

    name: str
    type: pyarrow.DataType
    nullable: bool = False
    unique: bool = False
    required: bool = True
    rules: tuple[Rule, ...] = ()
    checks: tuple[pa.Check, ...] = field(default=(), compare=False)
    meaning: str = ""
    unit: str = ""
    obtained: str = ""
    null: str = ""
    dtype: Any = field(default=None, compare=False)
    """The dtype that pandas gives the column. None where the Arrow type decides."""


@dataclass(frozen=True)
class Contract:
    """A table's contract: its name and version, its columns, and what holds over several of them.

    `strict` is True where no other column may be there, "filter" where others are dropped.
    """

    name: str
    version: str
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()
    strict: bool | str = True
    ordered: bool = False
    checks: tuple[pa.Check, ...] = field(default=(), compare=False)
    description: str = ""

    def column(self, name: str) -> Column:
        """Return a column by its name. Raises KeyError where there is none."""
        return next((column for column in self.columns if column.name == name), None) or _no_column(name)


def _no_column(name: str) -> Column:
    raise KeyError(name)


Model: TypeAlias = type[pa.DataFrameModel] | pa.DataFrameSchema | Contract
"""What a contract may be given as: a model, a narrowed model, or the contract itself."""


def contract_of(model: Model) -> Contract:
    """Return the contract that a model (or a schema of one) states.

    Raises TypeError where it states something that only pandera could hold a frame to: an index, parsers,
    defaults, columns by pattern, a dtype that has no counterpart in Arrow.

    >>> from corpusclean_schemas import Edit
    >>> contract_of(Edit).column("seq").rules
    (Rule(name='at_least', value=1),)
    """
    if isinstance(model, Contract):
        return model
    if isinstance(model, pa.DataFrameSchema):
        return _of_schema(model, model.name or "schema", model.description or "")
    if not (isinstance(model, type) and issubclass(model, pa.DataFrameModel)):
        raise TypeError(
            f"{model!r:.80} is no contract: give a model such as CleanDocument, or what narrow returns"
        )
    return _of_model(model)


@cache
def _of_model(model: type[pa.DataFrameModel]) -> Contract:
    return _of_schema(model.to_schema(), model.__name__, (model.__doc__ or "").strip())


def _of_schema(schema: pa.DataFrameSchema, name: str, description: str) -> Contract:
    for what in ("index", "parsers", "add_missing_columns"):
        if getattr(schema, what, None):
            raise TypeError(f"{name}: a contract has no {what}; validate that with pandera itself")
    unique = schema.unique or ()
    known: Mapping[str, Any] = schema.metadata or {}
    return Contract(
        name=name,
        version=str(known.get("version", "")) if known.get("contract") == name else _extended(known),
        columns=tuple(_column(name, label, column) for label, column in schema.columns.items()),
        unique=(unique,) if isinstance(unique, str) else tuple(unique),
        strict=schema.strict,
        ordered=schema.ordered,
        checks=tuple(schema.checks),
        description=description,
    )


def _extended(known: Mapping[str, Any]) -> str:
    """Return the version of a contract that extends one of ours: it says which."""
    return f"of {known['contract']} {known['version']}" if "contract" in known else ""


def _column(contract: str, name: str, column: pa.Column) -> Column:
    if column.regex or column.parsers or column.default is not None:
        raise TypeError(f"{contract}.{name}: a contract has no parsers, no defaults and no columns by pattern")
    arrow_type = _arrow_type(f"{contract}.{name}", column.dtype)
    rules = _categories(column.dtype)
    checks: list[pa.Check] = []
    for check in column.checks:
        known = _rules(check)
        rules.extend(known)
        if not known:
            checks.append(check)
    told: Mapping[str, Any] = column.metadata or {}
    return Column(
        name=name,
        type=arrow_type,
        nullable=column.nullable,
        unique=column.unique,
        required=column.required,
        rules=tuple(_of_days(rule) for rule in rules) if types.is_date32(arrow_type) else tuple(rules),
        checks=tuple(checks),
        meaning=column.description or "",
        unit=str(told.get("unit", "")),
        obtained=str(told.get("obtained", "")),
        null=str(told.get("null", "" if column.nullable else NEVER)),
        dtype=None if isinstance(column.dtype, dtypes.String) else getattr(column.dtype, "type", None),
    )


def _categories(dtype: Any) -> list[Rule]:  # noqa: ANN401  # pandera's dtypes share no base
    """Return what a categorical dtype says of values: pandas makes every other one null."""
    categories = getattr(getattr(dtype, "type", None), "categories", None)
    return [] if categories is None else [Rule("allowed", tuple(categories.tolist()))]


def _of_days(rule: Rule) -> Rule:
    """Return a rule of days with its values as days, where they mean some."""
    if isinstance(rule.value, tuple):
        return Rule(rule.name, tuple(taken(one, pyarrow.date32()) or one for one in rule.value))
    return Rule(rule.name, taken(rule.value, pyarrow.date32()) or rule.value)


def _rules(check: pa.Check) -> list[Rule]:
    """Return what a check of pandera's own says; nothing for one that somebody wrote, or that has options."""
    said = dict(check.statistics or {})
    plain = check.groupby is None and not check.element_wise and not check.raise_warning and check.ignore_na
    if not plain or check.name not in _READ:
        return []
    return [rule for rule in _READ[check.name](said) if rule.value is not None]


def _one(name: str) -> Callable[[Mapping[str, Any]], list[Rule]]:
    def read(said: Mapping[str, Any]) -> list[Rule]:
        (value,) = said.values()
        if isinstance(value, re.Pattern):
            return [] if value.flags & ~re.UNICODE else [Rule(name, value.pattern)]
        return [Rule(name, value)]

    return read


def _values(said: Iterable[Any]) -> tuple[Any, ...]:
    """Return values without those that stand for none: whether there may be none, `nullable` says."""
    return tuple(value for value in said if not is_nothing(value))


def _lengths(said: Mapping[str, Any]) -> list[Rule]:
    exact = said.get("exact_value")
    low, high = (said.get("min_value"), said.get("max_value")) if exact is None else (exact, exact)
    return [Rule("min_length", low), Rule("max_length", high)]


def _range(said: Mapping[str, Any]) -> list[Rule]:
    return [
        Rule("at_least" if said.get("include_min", True) else "above", said["min_value"]),
        Rule("at_most" if said.get("include_max", True) else "below", said["max_value"]),
    ]


# How the statistics of pandera's own checks are read, by the check's name.
_READ: Mapping[str | None, Callable[[Mapping[str, Any]], list[Rule]]] = {
    "greater_than": _one("above"),
    "greater_than_or_equal_to": _one("at_least"),
    "less_than": _one("below"),
    "less_than_or_equal_to": _one("at_most"),
    "equal_to": _one("equal"),
    "not_equal_to": _one("unequal"),
    "str_matches": _one("matches"),
    "str_contains": _one("contains"),
    "str_startswith": _one("starts"),
    "str_endswith": _one("ends"),
    "isin": lambda said: [Rule("allowed", _values(said["allowed_values"]))],
    "notin": lambda said: [Rule("forbidden", _values(said["forbidden_values"]))],
    "str_length": _lengths,
    "in_range": _range,
}


def _arrow_type(column: str, dtype: Any) -> pyarrow.DataType:  # noqa: ANN401  # pandera's dtypes share no base
    for engine_type, arrow_type in _TYPES:
        if isinstance(dtype, engine_type):
            return arrow_type
    native = getattr(dtype, "type", None)
    if isinstance(native, pd.ArrowDtype):
        return native.pyarrow_dtype
    try:
        found = pyarrow.Array.from_pandas(pd.Series([], dtype=native)).type
    except (TypeError, ValueError, pyarrow.ArrowException):
        found = pyarrow.null()
    if native is None or pyarrow.types.is_null(found):
        raise TypeError(f"column {column}: {dtype} has no counterpart in Arrow")
    if pyarrow.types.is_large_string(found):
        return pyarrow.string()
    return found.value_type if pyarrow.types.is_dictionary(found) else found
