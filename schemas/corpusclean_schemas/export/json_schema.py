"""JSON Schema (2020-12) of one record, with what JSON Schema has no word for in keywords that begin with `x-`.

A record is a row as JSON: a day is `YYYY-MM-DD`, bytes are base64, a map is an object. `x-arrow` is the column's
Arrow type, `x-unique` says that no two records may have the same value, `x-unique-together` names columns of
which that holds together: one record cannot show it.
"""

import datetime
import re
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
from pyarrow import types

from corpusclean_schemas.contract import Column, Model, Rule, contract_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

_KEYWORDS: Mapping[str, str] = {
    "at_least": "minimum",
    "at_most": "maximum",
    "above": "exclusiveMinimum",
    "below": "exclusiveMaximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "equal": "const",
}
_OF_DAYS = {"at_least": "formatMinimum", "at_most": "formatMaximum", "equal": "const"}
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
    patterns: list[str] = []
    for rule in column.rules:
        pattern = _pattern(rule)
        if pattern is None:
            said.update(_keyword(rule, column.type))
        else:
            patterns.append(pattern)
    if patterns and "pattern" not in said:
        said["pattern"] = patterns.pop(0)
    if patterns:
        said["allOf"] = [{"pattern": pattern} for pattern in patterns]
    if column.nullable:
        said["type"] = [said["type"], "null"]
        if "enum" in said:
            said["enum"] = [*said["enum"], None]
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
    if rule.name == "matches":
        return rule.value if rule.value.startswith("^") else f"^(?:{rule.value})"
    if rule.name == "contains":
        return str(rule.value)
    if rule.name == "starts":
        return f"^{re.escape(rule.value)}"
    return f"{re.escape(rule.value)}$" if rule.name == "ends" else None


def _keyword(rule: Rule, arrow_type: pa.DataType) -> dict[str, Any]:
    value = _plain(rule.value)
    if rule.name == "allowed":
        return {"enum": sorted(value)}
    if rule.name in ("forbidden", "unequal"):
        return {"not": {"enum": sorted(value) if rule.name == "forbidden" else [value]}}
    if types.is_date(arrow_type):
        return {_OF_DAYS.get(rule.name, f"x-{rule.name}"): value}
    if types.is_list(arrow_type):
        return {_OF_LISTS.get(rule.name, f"x-{rule.name}"): value}
    return {_KEYWORDS[rule.name]: value}


def _plain(value: Any) -> Any:  # noqa: ANN401  # whatever a rule holds
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


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
