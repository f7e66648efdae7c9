"""What pydantic refuses in a file that a person wrote, said in the words of that file: TOML's, not Python's."""

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails, ValidationError

WRITTEN = "utf-8-sig"
"""How files that a person writes are encoded: UTF-8, and some editors set a mark before it."""

_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
"""Where the reader of TOML gave up, as it ends its message."""

_SAID: Mapping[str, str] = {
    "bool_type": "must be true or false",
    "string_type": "must be text, in quotes",
    "missing": "is missing",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be a section of its own, or a table in braces",
    "model_type": "must be a section of its own",
    "string_too_short": "must not be empty",
    "too_short": "must name at least one",
    "finite_number": "must be a finite number",
}
"""By type of error: https://docs.pydantic.dev/latest/errors/validation_errors/."""

_BEGINNINGS = (
    ("int_", "must be a whole number"),
    ("float_", "must be a number"),
    ("bool_", "must be true or false"),
    ("date_", "must be a day, for example 2021-12-13"),
    ("model_", "must be a section of its own"),
)

_BOUNDS = (
    ("greater_than_equal", "ge", "must be at least {}"),
    ("greater_than", "gt", "must be more than {}"),
    ("less_than_equal", "le", "must be at most {}"),
    ("less_than", "lt", "must be less than {}"),
)

_FEW = 4
"""So many values are all named, however near one of them is: `mdd` may be either order of a date."""

FORMS: Mapping[str, str] = {
    r"^[a-z]{2,3}$": "must be a code of two or three small letters, for example en",
    r"^(written|utc|[+-]([01]\d|2[0-3]):[0-5]\d)$": "must be written, utc, or hours and minutes such as +05:30",
    r"^\d+\.\d+\.\d+$": "must be three numbers, for example 1.0.0",
    r"^[^\r\n\"]$": "must be one character, neither a quote nor the end of a line",
    r"^[\p{Ll}\p{Lo}\p{Lm}][\p{Ll}\p{Lo}\p{Lm}\p{M}\p{Nd}_]{0,63}$": (
        "must be a name of small letters, figures and underscores"
    ),
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "must be a name of small letters, figures and hyphens, for example photo-credit",
    r"^\S+( \S+)*$": "must be words with one blank between each two",
    r"\S": "must not be empty",
}
"""What a text must look like, by the pattern that says so to the model."""


def not_toml(path: object, error: ValueError | RecursionError) -> str:
    r"""Return why a file is no TOML, with its line where that is known.

    >>> try:
    ...     tomllib.loads("version = 1\nkind = ui_junk\n")
    ... except ValueError as error:
    ...     not_toml("tide.toml", error)
    'tide.toml:2: not TOML: Invalid value'
    """
    if isinstance(error, UnicodeDecodeError):
        line = error.object.count(b"\n", 0, error.start) + 1
        return f"{path}:{line}: not UTF-8: byte 0x{error.object[error.start]:02x}; save the file as UTF-8"
    place = _PLACE.search(str(error))
    where = f"{path}:{place[1]}" if place else str(path)
    return f"{where}: not TOML: {_PLACE.sub('', str(error))}"


def all_refused(error: "ValidationError") -> list["ErrorDetails"]:
    """Return what is refused, without the lists that are too short only because an item of them is refused."""
    items = error.errors()
    within = {item["loc"][:number] for item in items for number in range(len(item["loc"]))}
    return [item for item in items if item["type"] != "too_short" or item["loc"] not in within]


def refused_key(item: "ErrorDetails", model: type["BaseModel"], noun: str = "key") -> str:
    """Return which key of a file that a model reads is refused, and why. `noun` is what a key is called there."""
    *above, name = item["loc"] or ("rule",)
    if item["type"] == "extra_forbidden":
        return f"unknown {noun} {key_of(item['loc'])}{did_you_mean(str(name), _names(model, above))}"
    return f"{key_of(item['loc']) or name}: {refusal(item)}"


def _names(model: type["BaseModel"], location: Iterable[int | str]) -> list[str]:
    """Return the keys of a section, or of a table in a list, of what a model reads."""
    for part in location:
        if isinstance(part, str):
            model = next(
                each for each in _within(model.model_fields[part].annotation) if hasattr(each, "model_fields")
            )
    return list(model.model_fields)


def _within(annotation: Any) -> Iterable[Any]:  # noqa: ANN401  # types are of many types
    yield annotation
    for each in get_args(annotation):
        yield from _within(each)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return which of the known names one is most like, None where it is like none.

    >>> nearest("strp", ["strip", "fix"]), nearest("rain", ["strip", "fix"])
    ('strip', None)
    """
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the way out for a name that does not exist: the nearest that does, or all of them."""
    names = list(known)
    close = nearest(name, names)
    return f"; did you mean {close}?" if close else f"; there are {', '.join(names)}"


def refusal(item: "ErrorDetails") -> str:
    """Return why a value is refused, and the way out.

    >>> refusal({"type": "bool_type", "msg": "Input should be a valid boolean", "loc": (), "input": 1})
    'must be true or false (got 1)'
    >>> refusal({"type": "list_type", "msg": "Input should be a valid array", "loc": (), "input": "*.txt"})
    'must be a list: ["*.txt"]'
    """
    kind, context, value = item["type"], item.get("ctx", {}), item["input"]
    if kind in ("list_type", "tuple_type") and isinstance(value, str):
        return f'must be a list: ["{value}"]'
    if kind in ("literal_error", "enum"):
        known = re.findall(r"'([^']*)'", context["expected"])
        return f"{value!r} is not one of them{_one_of(value, known)}"
    said = _said(kind, context) or item["msg"]
    return said if kind == "missing" or isinstance(value, dict) else f"{said} (got {value!r})"


def _said(kind: str, context: Mapping[str, Any]) -> str | None:
    """Return what a value must be, by the type of the error; None for a type that no settings raise."""
    if kind == "value_error":
        return str(context["error"])
    if kind == "string_pattern_mismatch":
        return FORMS.get(context["pattern"])
    for name, bound, words in _BOUNDS:
        if kind == name:
            return words.format(f"{context[bound]:g}")
    return _SAID.get(kind) or next((said for start, said in _BEGINNINGS if kind.startswith(start)), None)


def _one_of(value: Any, known: Sequence[str]) -> str:  # noqa: ANN401  # whatever the file holds
    many = isinstance(value, str) and len(known) > _FEW
    return did_you_mean(value, known) if many else f"; there are {', '.join(known)}"


def key_of(location: Sequence[int | str]) -> str:
    """Return the name of a key as the file has it; an item of a list by its number.

    >>> key_of(("dates", "formats", 0))
    'dates.formats, item 1'
    >>> print(key_of(("keep", "raw/a.txt")))
    keep."raw/a.txt"
    """
    names = [
        part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else json.dumps(part, ensure_ascii=False)
        for part in location
        if isinstance(part, str) and part != "[key]"  # pydantic's for: it is the name
    ]
    return ".".join(names) + "".join(f", item {part + 1}" for part in location if isinstance(part, int))


_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)"""
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")
_HEADING = re.compile(rf"\s*\[\[?\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]")


def line_of(text: str, location: Sequence[int | str]) -> int | None:
    r"""Return the line of a TOML file that sets a key, or begins the section that holds it; None: it is not seen.

    Of a key that stands only in front of others, the line of the first.

    >>> line_of('[dates]\norder = "x"\n\n[run]\nworkers = 1\n', ("run", "workers"))
    5
    >>> line_of('a = 1\nkep."raw/a.txt"."(PTI)" = "agency-credit"\n', ("kep",))
    2
    """
    wanted = [part for part in location if isinstance(part, str)]
    section: list[str] = []
    best, found = 0, None
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            at = section = _parts(heading[1])
        elif key := _KEY.match(line):
            at = [*section, *_parts(key[1])]
        else:
            continue
        alike = min(len(at), len(wanted))
        if alike > best and at[:alike] == wanted[:alike]:
            best, found = alike, number
    return found


def _parts(key: str) -> list[str]:
    """Return the names of a dotted key, as TOML reads them."""
    try:
        table: Any = tomllib.loads(f"{key} = 0")
    except tomllib.TOMLDecodeError:
        return []
    parts = []
    while isinstance(table, dict):
        ((name, table),) = table.items()
        parts.append(name)
    return parts
