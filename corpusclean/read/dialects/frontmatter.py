r"""YAML front matter: a mapping between two lines `---`, at the very beginning of the file.

    ---
    date: 2021-12-13
    title: "Rain over Pune"
    tags: [rain, rivers]        a list or mapping is kept as JSON; a list of a declared name joined by commas
    ---
    The rain came at noon ...   the body

A strict subset of YAML 1.1: every scalar is text as it is written (no `yes` that turns to true, no dates), no
anchors, aliases or tags, no key twice, keys are scalars.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from corpusclean.codes import Reason
from corpusclean.read.dialects.parsed import (
    END,
    LINE_END,
    MARKS,
    Dialect,
    Field,
    Names,
    Parsed,
    body_alone,
    count_lines,
    skip_blank_lines,
    spelled,
    with_body,
)

NAME = "frontmatter"
MOST_LEVELS = 20
"""How deep a value may be nested."""

_OPEN = re.compile(rf"[{MARKS}]*+---[ \t]*{LINE_END}")
_CLOSE = re.compile(rf"(?<=[\r\n])(?:---|\.\.\.)[ \t]*{END}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    """What the subset does not allow, and the mark of yaml where it stands."""

    def __init__(self, message: str, mark: Any) -> None:  # noqa: ANN401  # yaml ships no types
        super().__init__(message)
        self.message, self.mark = message, mark

    def reason(self, block: str) -> Reason:
        """Return what is wrong, by its place in the file."""
        if self.mark is None:
            return Reason("header.invalid", self.message, None, 1, 1)
        before = block[: self.mark.index]
        column = len(before) - max(before.rfind("\n"), before.rfind("\r"))
        return Reason("header.invalid", self.message, None, _line(block, self.mark), column)


class _Prose(Exception):
    """What stands between the lines is no YAML of fields, but text between two rules."""


def _line(block: str, mark: Any) -> int:  # noqa: ANN401  # yaml ships no types
    """Return the line of the file of a mark: yaml ends lines where we do not, and our line 1 is `---`."""
    return count_lines(block[: mark.index]) + 2


def claims(text: str) -> bool:
    """Tell whether a text begins with the line `---`."""
    return text.startswith(("---", *MARKS)) and _OPEN.match(text) is not None


def parse(text: str, names: Names) -> Parsed:
    r"""Take a text apart.

    >>> from corpusclean.read.dialects.parsed import names
    >>> parse("---\ndate: 2021-12-13\ntags: [a, b]\n---\nRain fell.", names()).fields
    (Field(name='date', value='2021-12-13', line=2), Field(name='tags', value='["a", "b"]', line=3))
    """
    opened = _OPEN.match(text)
    if opened is None:
        return body_alone(text, Reason("header.missing", "front matter begins with a line `---`", None, 1, 1))
    closed = _CLOSE.search(text, opened.end())
    if closed is None:
        said = "`---` opens front matter, and no line `---` closes it"
        return body_alone(text, Reason("header.missing", said, None, 1, 1))
    block = text[opened.end() : closed.start()]
    try:
        fields = list(_fields(block, names))
    except _Prose:
        said = "what stands between the lines `---` is text; front matter is lines like `date: 2021-12-13`"
        return body_alone(text, Reason("header.missing", said, None, 1, 1))
    except _Refused as refused:
        return _refused(text, refused.reason(block))
    except yaml.YAMLError as error:
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        mark = getattr(error, "problem_mark", None)
        return _refused(text, _Refused(f"the front matter is no YAML: {said}", mark).reason(block))
    return with_body(text, skip_blank_lines(text, closed.end()), fields, NAME)


def _refused(text: str, reason: Reason) -> Parsed:
    return body_alone(text)._replace(dialect=NAME, reasons=(reason,))


def _fields(block: str, names: Names) -> Iterator[Field]:
    """Yield the fields of a block. Raises _Refused, or yaml.YAMLError, where it is not in the subset."""
    events = yaml.parse(block, Loader=_LOADER)
    next(events)  # the stream starts
    if isinstance(next(events), yaml.StreamEndEvent):
        return
    root = next(events)
    if isinstance(root, yaml.ScalarEvent) and root.tag is None and root.anchor is None and root.implicit[0]:
        raise _Prose
    if not isinstance(root, yaml.MappingStartEvent):
        raise _Refused("front matter must be a mapping, lines like `date: 2021-12-13`", root.start_mark)
    _refuse_marks(root)
    seen: dict[str, int] = {}
    key: Any
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            break
        name = spelled(_key(key))
        if name in seen:
            raise _Refused(f"the key {name} stands there twice, first on line {seen[name]}", key.start_mark)
        seen[name] = _line(block, key.start_mark)
        value = _value(next(events), events, 1)
        yield Field(name, _as_text(value, declared=name in names.own), seen[name])
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            raise _Refused("a second document begins here; front matter is one", event.start_mark)


def _key(event: Any) -> str:  # noqa: ANN401  # an event of yaml
    _refuse_marks(event)
    if not isinstance(event, yaml.ScalarEvent):
        raise _Refused("a key must be a word, not a list or a mapping", event.start_mark)
    return str(event.value)


def _refuse_marks(event: Any) -> None:  # noqa: ANN401  # an event of yaml, of which not all have an anchor
    if isinstance(event, yaml.AliasEvent):
        raise _Refused(f"an alias (*{event.anchor}); write the value out", event.start_mark)
    if event.anchor is not None:
        raise _Refused(f"an anchor (&{event.anchor}); leave it out", event.start_mark)
    if event.tag is not None and event.tag != "!":  # a quoted scalar has the tag `!`
        raise _Refused(f"a tag ({event.tag}); leave it out", event.start_mark)


def _value(event: yaml.Event, events: Iterator[yaml.Event], level: int) -> Any:  # noqa: ANN401  # as it is nested
    _refuse_marks(event)
    if isinstance(event, yaml.ScalarEvent):
        return str(event.value)
    if level > MOST_LEVELS:
        raise _Refused(f"nested more than {MOST_LEVELS} levels deep", event.start_mark)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_value(item, events, level + 1))
        return items
    table: dict[str, Any] = {}
    while not isinstance(item := next(events), yaml.MappingEndEvent):
        key = _key(item)
        if key in table:
            raise _Refused(f"the key {key} stands there twice", item.start_mark)
        table[key] = _value(next(events), events, level + 1)
    return table


def _as_text(value: Any, *, declared: bool) -> str:  # noqa: ANN401  # as it is nested
    if isinstance(value, str):
        return value.strip()
    if declared and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False)


DIALECT = Dialect(NAME, claims, parse)
