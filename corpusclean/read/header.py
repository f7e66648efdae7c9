r"""The file format: header lines, blank lines, and the body to the end of the file.

     date 2021-12-13            a field: `name value` for a declared name in lower case, or `name: value`
    title: Rain over Pune
                                one or more blank lines end the header
    The rain came at noon ...   the body

Every line of the block must be a field and at least one a declared name; else there is no header, and all is
body. No byte is lost: `header + body + tail` is the text that was parsed.
"""

import re
from typing import NamedTuple

from corpusclean.codes import Reason

DECLARED = ("date", "title", "author", "source", "publisher", "url", "language", "section", "id")
"""The names that make a block a header."""

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_PLAIN_FIELD = re.compile(rf"\s*({'|'.join(DECLARED)})(?:\s+(.*))?", re.DOTALL)
_COLON_FIELD = re.compile(r"\s*([A-Za-z][A-Za-z0-9_-]{0,63})\s*:(?!//)(.*)", re.DOTALL)


class Field(NamedTuple):
    """A header field and the line of the file on which it stands, from 1."""

    name: str
    value: str
    line: int


class Parsed(NamedTuple):
    """A text taken apart. `near_miss` says why a block that begins like a header is none."""

    header: str
    body: str
    tail: str
    fields: tuple[Field, ...]
    body_line: int
    near_miss: Reason | None = None

    def dump(self) -> str:
        """Return the text that was parsed."""
        return self.header + self.body + self.tail


def parse(text: str) -> Parsed:
    r"""Take a decoded file apart.

    >>> parse(" date 2021-12-13 \n\n\nRain fell.\n").fields
    (Field(name='date', value='2021-12-13', line=1),)
    >>> parse(" date 2021-12-13 \n\n\nRain fell.\n").body
    'Rain fell.'
    >>> parse("Date palms grew here.\n\nThey were felled.").fields
    ()
    >>> parse("MOSCOW: Russia said on Monday\n\nthat it would.").fields
    ()
    """
    position, number = _skip_blank_lines(text, 0, 1)
    body_start, body_line = position, number
    fields: list[Field] = []
    near_miss = None
    while position < len(text):
        match = _next_line(text, position)
        line = match[1]
        if not line.strip():
            break
        field = _field(line, number)
        if field is None:
            near_miss = _near_miss(fields, number, line)
            fields = []
            break
        fields.append(field)
        position, number = match.end(), number + 1
    if any(field.name in DECLARED for field in fields):
        body_start, body_line = _skip_blank_lines(text, position, number)
    else:
        fields = []
    body = text[body_start:].rstrip()
    return Parsed(text[:body_start], body, text[body_start + len(body) :], tuple(fields), body_line, near_miss)


def _next_line(text: str, position: int) -> re.Match[str]:
    match = _LINE.match(text, position)
    assert match is not None  # noqa: S101  # the pattern matches the empty text
    return match


def _skip_blank_lines(text: str, position: int, number: int) -> tuple[int, int]:
    while position < len(text):
        match = _next_line(text, position)
        if match[1].strip():
            break
        if not match[2]:
            return len(text), number
        position, number = match.end(), number + 1
    return position, number


def _field(line: str, number: int) -> Field | None:
    """Return the field that a line holds.

    >>> _field(" date 2021-12-13 ", 1)
    Field(name='date', value='2021-12-13', line=1)
    >>> _field("Title: Rain", 2)
    Field(name='title', value='Rain', line=2)
    >>> _field("Date palms grew here.", 1)
    """
    match = _COLON_FIELD.fullmatch(line)
    if match and (name := match[1].lower().replace("-", "_")):
        return Field(name, match[2].strip(), number)
    match = _PLAIN_FIELD.fullmatch(line)
    return Field(match[1], (match[2] or "").strip(), number) if match else None


def _near_miss(fields: list[Field], number: int, line: str) -> Reason | None:
    """Say why a block that began with a declared field is no header."""
    first = next((field for field in fields if field.name in DECLARED), None)
    if first is None:
        return None
    shown = line.strip()[:40]
    return Reason(
        "header.missing",
        f"line {first.line} looks like the field {first.name}, but line {number} ({shown!r}) is neither a field"
        " nor blank: a blank line must end the header",
        line=number,
        column=1,
    )
