"""What parsing gives, whatever the dialect, and which names make a header."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.codes import Reason

DECLARED = ("date", "title", "author", "source", "publisher", "url", "language", "section", "id")
"""The names that make a block a header, unless the settings declare further ones."""

NAME = r"[A-Za-z][A-Za-z0-9_-]{0,63}"
"""A field's name."""

LINE_END = r"(?:\r\r?\n|\r|\n)"
"""The end of a line. CR CR LF is one: CR LF that was written as text once more."""

END = rf"(?:{LINE_END}|\Z)"
"""The end of a line, or of the text."""

MARKS = "\ufeff\u200e\u200f"
"""What nobody sees before a name: marks of byte order, which stay where texts were joined, and of direction."""

_LINES = re.compile(rf"(?:[^\S\r\n]*{LINE_END})*(?:[^\S\r\n]*\Z)?")


class Field(NamedTuple):
    """A header field and the line of the file on which it stands, from 1."""

    name: str
    value: str
    line: int


class Parsed(NamedTuple):
    """A text taken apart: `header + body + tail` is the text.

    `near_miss` says why a block that begins like a header is none; `reasons` what is wrong with one that is.
    """

    header: str
    body: str
    tail: str
    fields: tuple[Field, ...]
    body_line: int
    dialect: str = "none"
    near_miss: Reason | None = None
    reasons: tuple[Reason, ...] = ()

    def dump(self) -> str:
        """Return the text that was parsed."""
        return self.header + self.body + self.tail


class Dialect(NamedTuple):
    """A way to write a header: `claims` tells cheaply whether a text may be written so, `parse` takes it apart."""

    name: str
    claims: Callable[[str], bool]
    parse: Callable[[str, "Names"], Parsed]


class Names(NamedTuple):
    """The names that a corpus declares: each stands for one of DECLARED, or for itself."""

    own: Mapping[str, str]
    plain: re.Pattern[str]
    """A line of the plain dialect: `name:` (1) and its value (2), or a declared name (3) and its value (4)."""
    dated: re.Pattern[str]
    """A line that gives a date by whatever name, and with a figure, be it well written or not."""


@cache
def names(renamed: tuple[tuple[str, str], ...] = ()) -> Names:
    """Return the declared names, with those of a corpus (`published` for `date`) beside them."""
    own = {name: name for name in DECLARED} | {spelled(name): ours for name, ours in renamed}
    other = "".join(f"|(?i:{way})" for name in own if not name.isascii() for way in _ways(name))
    declared = "|".join(sorted((way for name in own for way in _ways(name)), key=len, reverse=True))
    # Possessive: a name is as long as it is, so a line of prose is given up at once.
    named = rf"({NAME}+{other})[^\S\r\n]*+:(?!//)([^\r\n]*+)"
    margin = rf"(?:[^\S\r\n]|[{MARKS}])*+"
    plain = rf"{margin}(?:{named}|({declared})(?:[^\S\r\n]+([^\r\n]*+))?){END}"
    dates = "|".join(way for name, ours in own.items() if ours == "date" for way in _ways(name))
    return Names(own, re.compile(plain), re.compile(rf"(?im)^{margin}(?:{dates})[^\S\r\n:]*[\s:][^\r\n\d]*\d"))


def _ways(name: str) -> Sequence[str]:
    """Return the patterns of a declared name: accents may be one with their letters in a file, or apart."""
    if name.isascii():
        return (re.escape(name),)
    return tuple({re.escape(unicodedata.normalize(form, name)): None for form in ("NFC", "NFD")})


def spelled(name: str) -> str:
    """Return a name as it is told: lower case, with underscores, accents and letters as one (NFC).

    >>> spelled("X-Feed"), spelled("Ti\u0301tulo")
    ('x_feed', 'título')
    """
    plain = name if name.isascii() else unicodedata.normalize("NFC", name)
    return plain.lower().replace("-", "_")


def skip_blank_lines(text: str, position: int) -> int:
    r"""Return where the first line that is not blank begins.

    >>> skip_blank_lines(" \n\t\r\n  Rain.", 0)
    5
    """
    match = _LINES.match(text, position)
    return match.end() if match else position


def count_lines(text: str) -> int:
    r"""Return how many line ends a text has, of any kind.

    >>> count_lines("a\r\nb\rc\n")
    3
    """
    if "\r" not in text:
        return text.count("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n") - text.count("\r\r\n")


def body_alone(text: str, near_miss: Reason | None = None) -> Parsed:
    """Return a text without a header: its leading blank lines are taken off, the rest is body."""
    return with_body(text, skip_blank_lines(text, 0), (), "none")._replace(near_miss=near_miss)


def with_body(text: str, start: int, fields: Sequence[Field], dialect: str) -> Parsed:
    """Return a text whose body begins at `start`, and ends where nothing but blanks follow."""
    body = text[start:].rstrip()
    header = text[:start]
    tail = text[start + len(body) :]
    return Parsed(header, body, tail, tuple(fields), count_lines(header) + 1, dialect)
