r"""The plain dialect: a field a line, and a blank line that ends the header.

     date 2021-12-13            a field: `name value` for a declared name in lower case, or `name: value`
    title: Rain over Pune
                                one or more blank lines end the header
    The rain came at noon ...   the body

Every line of the block must be a field and at least one a declared name; else there is no header, and all is
body.
"""

import re
from collections.abc import Sequence

from corpusclean.codes import Reason
from corpusclean.read.dialects import prose
from corpusclean.read.dialects.parsed import (
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

NAME = "plain"
_SHOWN = 40
_OTHER_LETTERS = re.compile(r"[^\S\r\n]*+([^\W\d_][\w-]{0,63})[^\S\r\n]*+:(?!//)")


def claims(_text: str) -> bool:
    """Tell whether a text may be of this dialect: any text may."""
    return True


def parse(text: str, names: Names) -> Parsed:
    r"""Take a text apart.

    >>> from corpusclean.read.dialects.parsed import names
    >>> parse(" date 2021-12-13 \n\n\nRain fell.\n", names()).fields
    (Field(name='date', value='2021-12-13', line=1),)
    >>> parse("Date palms grew here.\n\nThey were felled.", names()).fields
    ()
    >>> parse("MOSCOW: Russia said on Monday\n\nthat it would.", names()).fields
    ()
    """
    fields, position = block(text, names)
    number = fields[0].line if fields else count_lines(text[:position]) + 1
    if not fields:
        return body_alone(
            text, unlike(text, position, number, names) or _other_first(text, position, number, names)
        )
    body = skip_blank_lines(text, position)
    if body == position < len(text):
        return body_alone(text, _broken_off(text, position, number + len(fields), fields, names))
    if not declares(fields, names):
        return body_alone(text, _undeclared(fields, names))
    lines = list(names.plain.finditer(text, 0, position))
    doubt = prose.doubt(fields, [line[1] or line[3] for line in lines], names.own, colon=lines[0][1] is not None)
    if doubt and doubt.is_text:
        return body_alone(text, doubt.reason)
    return with_body(text, body, fields, NAME)._replace(reasons=(doubt.reason,) if doubt else ())


def block(text: str, names: Names) -> tuple[list[Field], int]:
    """Return the fields with which a text begins, line by line, and where the first other line begins."""
    line = names.plain.match
    start, number = 0, 1
    match = line(text, 0)
    if match is None:
        start = skip_blank_lines(text, 0)
        number = count_lines(text[:start]) + 1
        match = line(text, start)
    fields: list[Field] = []
    while match:
        name, value, declared, plain = match.groups("")
        fields.append(Field(spelled(name or declared), (value or plain).strip(), number))
        start = match.end()
        number += 1
        match = line(text, start) if start < len(text) else None
    return fields, start


def declares(fields: Sequence[Field], names: Names) -> bool:
    """Tell whether one of the fields has a declared name."""
    return any(field[0] in names.own for field in fields)


def first_line(text: str, position: int) -> str:
    """Return the line that begins at a position, without its end, shortened for a message.

    >>> first_line("The council met on Tuesday, and the members could not agree.", 0)
    'The council met on Tuesday, and the memb…'
    """
    lines = text[position : position + 4 * _SHOWN].lstrip().splitlines()
    line = lines[0] if lines else ""  # a line may begin with more blanks than are looked at
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def other_letters(text: str, position: int) -> str:
    r"""Return what to say of a line that would be a field, were its name spelt in ASCII.

    >>> other_letters("título: Lluvia\n", 0)
    "; the name 'título' has letters other than a to z"
    >>> other_letters("Rain fell.\n", 0)
    ''
    """
    name = _OTHER_LETTERS.match(text, position)
    return "" if name is None or name[1].isascii() else f"; the name {name[1]!r} has letters other than a to z"


def _other_first(text: str, position: int, number: int, names: Names) -> Reason | None:
    """Say that a first line would be a field like those below it, were its name declared."""
    other = other_letters(text, position)
    rest = text[position:].lstrip().splitlines(keepends=True)[1:] if other else []
    fields, _ = block("".join(rest), names)
    if not declares(fields, names):
        return None
    return Reason(
        "header.missing",
        f"line {number} ({first_line(text, position)!r}) stands above the field {fields[0].name}"
        f" and is none{other}: [fields] in the settings can declare it",
        line=number,
        column=1,
    )


def _broken_off(text: str, position: int, number: int, fields: Sequence[Field], names: Names) -> Reason | None:
    """Say why a block that began with a declared field is no header."""
    first = next((field for field in fields if field.name in names.own), None)
    if first is None:
        return None
    other = other_letters(text, position)
    other += other and ": [fields] in the settings can declare it"
    return Reason(
        "header.missing",
        f"line {first.line} looks like the field {first.name}, but line {number} ({first_line(text, position)!r})"
        f" is neither a field (`name: value`) nor blank: a blank line must end the header{other}",
        line=number,
        column=1,
    )


def unlike(text: str, start: int, number: int, names: Names) -> Reason | None:
    """Say that a line would be a field, were its name in lower case or followed by a colon."""
    words = text[start : start + 4 * _SHOWN].split(maxsplit=2)
    if len(words) < 2 or words[0].lower() not in names.own or words[0].islower():  # noqa: PLR2004  # name, value
        return None
    if not words[1][0].isdigit():
        return None
    return Reason(
        "header.missing",
        f"{words[0]!r} begins a field only in lower case or with a colon: `{words[0].lower()} {words[1]}`"
        f" or `{words[0]}: {words[1]}`",
        line=number,
        column=1,
    )


def _undeclared(fields: Sequence[Field], names: Names) -> Reason | None:
    """Say that a block of fields has no declared name. A single line may as well be prose: nothing is said."""
    if len(fields) == 1:
        return None
    told = ", ".join(sorted({field.name for field in fields})[:5])
    return Reason(
        "header.missing",
        f"a block of fields ({told}) without a declared name ({', '.join(names.own)}); [fields] in the settings"
        " declares further ones",
        line=fields[0].line,
        column=1,
    )


DIALECT = Dialect(NAME, claims, parse)
