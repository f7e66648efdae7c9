r"""DuckDB's DDL: a table that takes a good corpus (`INSERT INTO ... BY NAME SELECT`) and refuses a bad row.

What is inside lists and structs is held to its type only: DuckDB has no constraints there. Its patterns are RE2's:
one that this cannot express (lookarounds, `\b`) is left out.
"""

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa
from pyarrow import types

from corpusclean_schemas.contract import Column, Model, Rule, contract_of
from corpusclean_schemas.patterns import anchored, for_re2


def table_name(contract: str) -> str:
    """Return the name of a contract's table.

    >>> table_name("CleanDocument")
    'clean_document'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", contract).lower()


def duckdb_ddl(model: Model) -> str:
    """Return the statements that make a contract's table in DuckDB, constraints and comments with it."""
    contract = contract_of(model)
    table = _name(table_name(contract.name))
    lines = [_column(column) for column in contract.columns]
    if contract.unique:
        lines.append(f"  UNIQUE ({', '.join(map(_name, contract.unique))})")
    comments = [f"COMMENT ON TABLE {table} IS {_text(f'{contract.name} {contract.version}')};"]
    for column in contract.columns:
        said = f"{column.meaning} Unit: {column.unit}. Obtained: {column.obtained} Null: {column.null}."
        comments.append(f"COMMENT ON COLUMN {table}.{_name(column.name)} IS {_text(said)};")
    return f"CREATE TABLE {table} (\n" + ",\n".join(lines) + "\n);\n" + "\n".join(comments) + "\n"


def _column(column: Column) -> str:
    parts = [f"  {_name(column.name)} {_type(column.type)}"]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.unique:
        parts.append("UNIQUE")
    checks = [_check(column, rule) for rule in column.rules]
    parts.extend(f"CHECK ({check})" for check in checks if check)
    return " ".join(parts)


def _search(name: str, pattern: str, start: str = "") -> str:
    written = for_re2(pattern)
    if written is None:
        return ""
    return f"regexp_matches({name}, {_pattern(anchored(written, start) if start else written)})"


_START = r"\A"

_CHECKS: Mapping[str, Callable[[str, Any], str]] = {
    "allowed": lambda name, value: f"{name} IN ({_literals(value)})" if value else f"{name} IS NULL",
    "forbidden": lambda name, value: f"{name} NOT IN ({_literals(value)})" if value else "",
    "at_least": lambda name, value: f"{name} >= {_literal(value)}",
    "at_most": lambda name, value: f"{name} <= {_literal(value)}",
    "above": lambda name, value: f"{name} > {_literal(value)}",
    "below": lambda name, value: f"{name} < {_literal(value)}",
    "equal": lambda name, value: f"{name} = {_literal(value)}",
    "unequal": lambda name, value: f"{name} <> {_literal(value)}",
    "matches": lambda name, value: _search(name, value, _START),
    "contains": _search,
    "starts": lambda name, value: f"starts_with({name}, {_text(value)})",
    "ends": lambda name, value: f"suffix({name}, {_text(value)})",
    "min_length": lambda name, value: f"length({name}) >= {int(value)}",
    "max_length": lambda name, value: f"length({name}) <= {int(value)}",
}


def _check(column: Column, rule: Rule) -> str:
    """Return a rule as a condition; nothing where DuckDB has no words for it."""
    return _CHECKS[rule.name](_name(column.name), rule.value)


def _literals(values: Iterable[Any]) -> str:
    return ", ".join(map(_literal, values))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _pattern(pattern: str) -> str:
    """Return a pattern in RE2's syntax as a literal; what cannot be seen is written as its number."""
    seen = "".join(char if " " < char <= "~" else rf"\x{{{ord(char):X}}}" for char in pattern)
    return _text(seen)


def _literal(value: Any) -> str:  # noqa: ANN401  # whatever a rule holds
    if isinstance(value, datetime.datetime):
        return f"TIMESTAMP '{value.isoformat()}'"
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, float) and not math.isfinite(value):
        return f"'{value}'::DOUBLE"
    return _text(value) if isinstance(value, str) else str(value)


_TYPES: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
    (types.is_string, "VARCHAR"),
    (types.is_large_string, "VARCHAR"),
    (types.is_boolean, "BOOLEAN"),
    (types.is_int32, "INTEGER"),
    (types.is_integer, "BIGINT"),
    (types.is_floating, "DOUBLE"),
    (types.is_date, "DATE"),
    (types.is_timestamp, "TIMESTAMP"),
    (types.is_binary, "BLOB"),
)


def _type(arrow_type: pa.DataType) -> str:
    for holds, name in _TYPES:
        if holds(arrow_type):
            return name
    if types.is_map(arrow_type):
        return f"MAP({_type(arrow_type.key_type)}, {_type(arrow_type.item_type)})"
    if types.is_list(arrow_type):
        return f"{_type(arrow_type.value_type)}[]"
    if types.is_struct(arrow_type):
        return f"STRUCT({', '.join(f'{_name(member.name)} {_type(member.type)}' for member in arrow_type)})"
    raise TypeError(f"{arrow_type} has no counterpart in DuckDB")
