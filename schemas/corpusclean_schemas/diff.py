"""The difference of two versions of a contract, and whom it breaks.

Two parties hold on to a contract: who reads its tables, and who makes frames that must satisfy it. What may now
hold more than before breaks readers, what may hold less breaks makers. A new column breaks neither: readers
do not know it, and frames are made for a version. New words in the documentation are no change.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

Kind = Literal["breaking", "additive"]
Schema = Mapping[str, Any]


class Change(NamedTuple):
    """One change: `breaking` or `additive`, the column ("" where it is the table), and a sentence."""

    kind: Kind
    column: str
    message: str


_BOUNDS = {
    "minimum": 1, "exclusiveMinimum": 1, "minLength": 1, "minItems": 1, "formatMinimum": 1,
    "maximum": -1, "exclusiveMaximum": -1, "maxLength": -1, "maxItems": -1, "formatMaximum": -1,
}  # fmt: skip
_WORDS = ("description", "x-unit", "x-obtained", "x-null")
_READ_BY_US = {*_WORDS, *_BOUNDS, "type", "enum", "x-arrow", "x-unique"}


def is_comparable(said: Any) -> bool:  # noqa: ANN401  # a value of JSON
    """Tell whether a value of JSON is a JSON Schema as `json_schema` makes them, as far as `compare` reads it."""
    if not (isinstance(said, dict) and isinstance(said.get("properties"), dict)):
        return False
    required, contract = said.get("required"), said.get("x-contract", {})
    return (
        isinstance(contract, dict)
        and _is_of(required, str)
        and all(isinstance(column, dict) and _is_column(column) for column in said["properties"].values())
    )


def _is_column(said: Schema) -> bool:
    kinds, values = said.get("type", []), said.get("enum", [])
    kind_of_bound = {key: str if key.startswith("format") else int | float for key in _BOUNDS}
    return (
        (isinstance(kinds, str) or _is_of(kinds, str))
        and isinstance(values, list)
        and all(isinstance(said[key], kind) for key, kind in kind_of_bound.items() if key in said)
    )


def _is_of(values: Any, kind: type) -> bool:  # noqa: ANN401  # a value of JSON
    return isinstance(values, list) and all(isinstance(value, kind) for value in values)


def compare(old: Schema, new: Schema) -> list[Change]:
    """Return what has changed between two JSON Schemas of a contract, as `json_schema` makes them.

    >>> from corpusclean_schemas import Edit
    >>> from corpusclean_schemas.export import json_schema
    >>> new = json_schema(Edit)
    >>> new["properties"]["why"] = {"type": "string"}
    >>> compare(json_schema(Edit), new)
    [Change(kind='additive', column='why', message='added')]
    """
    changes = list(_of_the_table(old, new))
    before, after = old["properties"], new["properties"]
    for name in before:
        if name not in after:
            changes.append(Change("breaking", name, "removed: readers miss it"))
        else:
            changes.extend(Change(kind, name, said) for kind, said in _of_a_column(before[name], after[name]))
    changes.extend(Change("additive", name, "added") for name in after if name not in before)
    return changes


def _of_the_table(old: Schema, new: Schema) -> Iterator[Change]:
    if old.get("title") != new.get("title"):
        yield Change("breaking", "", f"another contract: {new.get('title')} instead of {old.get('title')}")
    for key, what in (
        ("x-unique-together", "columns that are unique together"),
        ("additionalProperties", "strict"),
    ):
        if old.get(key) != new.get(key):
            yield Change("breaking", "", f"{what}: {new.get(key)} instead of {old.get(key)}")
    shared = set(old["properties"]) & set(new["properties"])
    for name in sorted(shared & (set(old["required"]) ^ set(new["required"]))):
        said = "must be there now" if name in new["required"] else "need not be there any more"
        yield Change("breaking", name, said)


def _of_a_column(old: Schema, new: Schema) -> Iterator[tuple[Kind, str]]:
    if old.get("x-arrow", _types(old)) != new.get("x-arrow", _types(new)):
        yield "breaking", f"is {_type(new)} instead of {_type(old)}"
        return
    was, now = "null" in _types(old), "null" in _types(new)
    if now and not was:
        yield "breaking", "may be null now: readers do not expect it"
    if was and not now:
        yield "breaking", "must not be null any more: frames that have nulls are refused"
    yield from _of_values(old, new)
    for key, direction in _BOUNDS.items():
        if old.get(key) != new.get(key):
            yield (
                "breaking",
                f"{key} is {new.get(key)} instead of {old.get(key)}: {_whom(old, new, key, direction)}",
            )
    if old.get("x-unique", False) != new.get("x-unique", False):
        yield "breaking", "must be unique now" if new.get("x-unique") else "need not be unique any more"
    others = sorted((set(old) | set(new)) - _READ_BY_US)
    for key in others:
        if _canonical(old.get(key)) != _canonical(new.get(key)):
            yield "breaking", f"{key} is {_shown(new.get(key))} instead of {_shown(old.get(key))}"


def _of_values(old: Schema, new: Schema) -> Iterator[tuple[Kind, str]]:
    before, after = old.get("enum"), new.get("enum")
    if before is None and after is None:
        return
    if after is None:
        yield "breaking", "may have any value now: readers know only those allowed before"
        return
    if before is None:
        yield "breaking", f"must be one of {_listed(after)}: other frames are refused"
        return
    if gained := [value for value in after if value not in before and value is not None]:
        yield "breaking", f"may be {_listed(gained)}, too: readers do not know it"
    if lost := [value for value in before if value not in after and value is not None]:
        yield "breaking", f"must not be {_listed(lost)} any more: frames that have it are refused"


def _whom(old: Schema, new: Schema, key: str, direction: int) -> str:
    before, after = old.get(key), new.get(key)
    if before is None or (after is not None and (after > before) == (direction > 0)):
        return "frames beyond it are refused"
    return "readers do not expect what lies beyond"


def _types(said: Schema) -> list[str]:
    found = said.get("type", [])
    return [found] if isinstance(found, str) else list(found)


def _type(said: Schema) -> str:
    return str(said.get("x-arrow") or " or ".join(_types(said)))[:200]


def _canonical(value: Any) -> str:  # noqa: ANN401  # a value of JSON
    return json.dumps(_wordless(value), sort_keys=True)


def _wordless(value: Any) -> Any:  # noqa: ANN401  # a value of JSON
    if isinstance(value, dict):
        return {key: _wordless(one) for key, one in value.items() if key not in _WORDS}
    return [_wordless(one) for one in value] if isinstance(value, list) else value


def _shown(value: Any) -> str:  # noqa: ANN401  # a value of JSON
    return "nothing" if value is None else json.dumps(value)[:120]


def _listed(values: list[Any]) -> str:
    return ", ".join("null" if value is None else repr(value) for value in values)
