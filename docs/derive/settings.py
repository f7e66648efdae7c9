"""The page of settings: every key, from the models in `corpusclean/settings/`."""

import ast
import datetime
import inspect
import textwrap
import types
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from corpusclean.decisions import DecisionLines, Decisions
from corpusclean.settings import NEWS_POLICY, Settings
from docs.derive.markdown import escaped, prose, table

INTRODUCTION = """\
# Settings

For whoever writes a `corpusclean.toml`, or `[tool.corpusclean]` in `pyproject.toml`: every key, what it may be,
its default, and what it does. Made from the code by `make reference`.

`corpusclean.toml` is looked for beside the input and in the folders above it, within the working directory, then
in that itself; `[tool.corpusclean]` in the `pyproject.toml` of the working directory alone. `--config FILE` names
another file. A key that does not exist is refused, with the nearest that does. `corpusclean sniff raw/` proposes
settings for files that were never seen. `clean` writes what it was told into `manifest.json`.

```toml
include = ["*.txt"]
required = ["date", "text", "source"]

[dates]
order = "dmy"
```
"""

MANY = 12
"""More values than these are told without quotation marks."""


@cache
def meanings(model: type[BaseModel]) -> Mapping[str, str]:
    """Return what the source says of each field: the string below it."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(model))).body
    assert isinstance(tree, ast.ClassDef)  # noqa: S101  # the source of a class
    said = {}
    for field, below in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = below.value if isinstance(below, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                said[field.target.id] = inspect.cleandoc(text.value)
    return said


def keys() -> Iterator[tuple[str, type[BaseModel], str, FieldInfo]]:
    """Yield every key that a file may set: its section ("" at the top), model, name and field."""
    for name, field in Settings.model_fields.items():
        inner = field.annotation
        if not (isinstance(inner, type) and issubclass(inner, BaseModel)):
            yield "", Settings, name, field
    for section, field in Settings.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel) and inner is not Decisions:
            for name, each in inner.model_fields.items():
                yield section, inner, name, each


def values(annotation: Any, metadata: typing.Sequence[object] = ()) -> str:  # noqa: ANN401  # any type there is
    """Return in words what a type allows.

    >>> values(Literal["a", "b"]), values(int | None, [Ge(1)])
    ('`"a"`, `"b"`', 'whole number, at least 1; or left out')
    """
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return values(inner[0], [*metadata, *inner[1:]])
    if origin is Literal:
        return ", ".join(f"`{toml(each)}`" for each in inner) if len(inner) <= MANY else f"`{' '.join(inner)}`"
    if origin in {Union, types.UnionType}:
        named = [values(each, metadata) for each in inner if each is not type(None)]
        return ", or ".join(named) + ("; or left out" if type(None) in inner else "")
    if origin is tuple:
        least = ", at least one" if any(isinstance(each, MinLen) for each in metadata) else ""
        return f"list of {values(inner[0])}{least}"
    if origin is not None and issubclass(origin, Mapping):
        return f"table: {values(inner[0])} = {values(inner[1])}"
    names = {int: "whole number", float: "number", str: "text", bool: "true or false", datetime.date: "day"}
    return ", ".join([names[annotation], *limits(metadata)])


def limits(metadata: typing.Sequence[object]) -> Iterator[str]:
    """Yield in words what numbers and texts are held to."""
    for each in flattened(metadata):
        match each:
            case Ge(least):
                yield f"at least {least}"
            case Gt(below):
                yield f"more than {below}"
            case Le(most):
                yield f"at most {most}"
            case Lt(above):
                yield f"less than {above}"
            case _ if getattr(each, "pattern", None):
                yield f"like `{each.pattern}`"  # type: ignore[attr-defined]  # asked for just now
            case _:
                pass


def flattened(metadata: typing.Sequence[object]) -> Iterator[object]:
    """Yield the conditions themselves, also those that a `Field` holds."""
    for each in metadata:
        yield from flattened(each.metadata) if isinstance(each, FieldInfo) else [each]


def toml(value: object) -> str:
    """Return a value as TOML writes it.

    >>> toml(("a", "b")), toml(True), toml(0.5), toml(None)
    ('["a", "b"]', 'true', '0.5', 'none')
    """
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple() | list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return "{}"
        case _:
            return str(value)


def row(model: type[BaseModel], name: str, field: FieldInfo) -> tuple[str, str, str, str]:
    """Return a row of a section's table."""
    default = "see below" if name == "policy" else f"`{toml(field.get_default(call_default_factory=True))}`"
    said = meanings(model).get(name, "")
    return f"`{name}`", values(field.annotation, field.metadata), default, escaped(said)


def settings_page() -> str:
    """Return `docs/reference/settings.md`."""
    lines = [*INTRODUCTION.splitlines(), ""]
    told = list(keys())
    for section in dict.fromkeys(section for section, *_ in told):
        of_section = [(model, name, field) for where, model, name, field in told if where == section]
        about = of_section[0][0].__doc__ or ""
        lines += ["## At the top" if not section else f"## \\[{section}\\]", ""]
        lines += [prose(about if section else "Keys that stand before the first section."), ""]
        lines += table(("key", "values", "default", "meaning"), (row(*each) for each in of_section))
        if section == "boilerplate":
            lines += [
                "What becomes of each kind of notice, unless `[boilerplate.policy]` says otherwise:",
                "",
            ]
            lines += table(("kind", "default"), ((f"`{kind}`", f"`{what}`") for kind, what in NEWS_POLICY.items()))
    lines += [
        "## decisions.toml",
        "",
        prose(DecisionLines.__doc__ or ""),
        "",
        "A file of its own, beside the settings: [Review](../how-to/review.md) says how it comes about.",
        "",
    ]
    written = ((name, meanings(DecisionLines).get(name, "")) for name in DecisionLines.model_fields)
    lines += table(("key", "meaning"), ((f"`{name}`", escaped(said)) for name, said in written))
    return "\n".join(lines).rstrip("\n") + "\n"
