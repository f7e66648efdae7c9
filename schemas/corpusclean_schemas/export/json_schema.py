"""JSON Schema (2020-12) of one record, with what JSON Schema has no word for in keywords that begin with `x-`.

A record is a row as JSON: a day is `YYYY-MM-DD`, bytes are base64, a map is an object. `x-arrow` is the column's
Arrow type, `x-unique` says that no two records may have the same value, `x-unique-together` names columns of
which that holds together: one record cannot show it. A rule that has no keyword stands there by its name, as
`x-matches` for a pattern that only Python can read. Bounds of days are `formatMinimum` and `formatMaximum`, which
are not of 2020-12: many a validator passes over them.
"""

import datetime
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import types

from corpusclean_schemas.contract import Column, Model, Rule, contract_of
from corpusclean_schemas.patterns import for_ecma, quoted
from corpusclean_schemas.values import is_lists

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

_KEYWORDS: Mapping[str, str] = {
    "at_least": "minimum",
    "at_most": "maximum",
    "above": "exclusiveMinimum",
    "below": "exclusiveMaximum",
    "min_length": "minLength",
    "max_length": "maxLength",
}
_PATTERNS = ("matches", "contains", "starts", "ends")
_OF_DAYS = {"at_least": "formatMinimum", "at_most": "formatMaximum"}
_OF_LISTS = {"min_length": "minItems", "max_length": "maxItems"}


def json_schema(model: Model) -> dict[str, Any]:
    """Return the JSON Schema of a record of a contract.

    >>> from corpusclean_schemas import Edit
    >>> json_schema(Edit)["properties"]["seq"]["minimum"]
    1
    """
    contract = contract_of(model)
    schema: dict[str, Any] = {
        "$schema": DIALECT,
        "$id": f"urn:corpusclean:{contract.name}:{contract.version}",
        "title": contract.name,
        "description": contract.description,
        "x-contract": {"name": contract.name, "version": contract.version},
        "type": "object",
        "properties": {column.name: _property(column) for column in contract.columns},
        "required": [column.name for column in contract.columns if column.required],
        "additionalProperties": contract.strict is not True and contract.strict != "filter",
    }
    if contract.unique:
        schema["x-unique-together"] = list(contract.unique)
    return schema


def _property(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {"description": column.meaning, **of_type(column.type)}
    further: list[dict[str, Any]] = []
    for rule in column.rules:
        keywords = _keyword(rule, column.type)
        if column.nullable and "enum" in keywords:
            keywords["enum"] = [*keywords["enum"], None]
        if keywords.keys() & said.keys():
            further.append(keywords)  # a second rule of its kind
        else:
            said.update(keywords)
    if further:
        said["allOf"] = further
    if column.nullable:
        said["type"] = [said["type"], "null"]
    if column.unique:
        said["x-unique"] = True
    return {
        **said,
        "x-arrow": str(column.type),
        "x-unit": column.unit,
        "x-obtained": column.obtained,
        "x-null": column.null,
    }


def _pattern(rule: Rule) -> str | None:
    """Return the pattern of a rule of patterns; None of one that ECMAScript cannot read."""
    if rule.name == "starts":
        return f"^{quoted(rule.value)}"
    if rule.name == "ends":
        return f"{quoted(rule.value)}$"
    pattern = for_ecma(rule.value)
    if pattern is None or rule.name == "contains":
        return pattern
    return pattern if pattern.startswith("^") and "|" not in pattern else f"^(?:{pattern})"


def _keyword(rule: Rule, arrow_type: pa.DataType) -> dict[str, Any]:
    """Return a rule as a keyword, which begins with `x-` where JSON Schema has none for it."""
    value = _plain(rule.value)
    beyond = {f"x-{rule.name}": value if isinstance(value, str | int | list) else str(value)}
    if rule.name in _PATTERNS:
        pattern = _pattern(rule)
        return beyond if pattern is None else {"pattern": pattern}
    if rule.name in ("allowed", "equal"):
        return {"enum": _sorted(value)} if rule.name == "allowed" else {"enum": [value]}
    if rule.name in ("forbidden", "unequal"):
        return {"not": {"enum": _sorted(value) if rule.name == "forbidden" else [value]}}
    if types.is_date(arrow_type):
        is_day = len(value) == len("YYYY-MM-DD")
        return {_OF_DAYS[rule.name]: value} if is_day and rule.name in _OF_DAYS else beyond
    if is_lists(arrow_type):
        return {_OF_LISTS[rule.name]: value} if rule.name in _OF_LISTS else beyond
    return {_KEYWORDS[rule.name]: value} if isinstance(value, int | float) and math.isfinite(value) else beyond


def _sorted(values: list[Any]) -> list[Any]:
    return sorted(values, key=lambda value: (type(value).__name__, value))


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a rule holds
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value.item() if isinstance(value, np.generic) else value


def of_type(arrow_type: pa.DataType) -> dict[str, Any]:
    """Return what JSON Schema says of an Arrow type.

    Raises TypeError where it has no form in JSON.
    """
    for holds, said in (
        (types.is_boolean, {"type": "boolean"}),
        (types.is_integer, {"type": "integer"}),
        (types.is_floating, {"type": "number"}),
        (types.is_date, _DAY),
        (types.is_timestamp, {"type": "string", "format": "date-time"}),
        (types.is_binary, {"type": "string", "contentEncoding": "base64"}),
    ):
        if holds(arrow_type):
            return dict(said)
    if types.is_string(arrow_type) or types.is_large_string(arrow_type):
        return {"type": "string"}
    if types.is_map(arrow_type):
        return {"type": "object", "additionalProperties": of_type(arrow_type.item_type)}
    if types.is_list(arrow_type):
        return {"type": "array", "items": of_type(arrow_type.value_type)}
    if types.is_struct(arrow_type):
        return {
            "type": "object",
            "properties": {member.name: _member(member) for member in arrow_type},
            "required": [member.name for member in arrow_type],
            "additionalProperties": False,
        }
    raise TypeError(f"{arrow_type} has no form in JSON")


def _member(member: pa.Field) -> dict[str, Any]:
    meaning = (member.metadata or {}).get(b"description", b"").decode()
    said = {"description": meaning, **of_type(member.type)}
    return {**said, "type": [said["type"], "null"]} if member.nullable else said
