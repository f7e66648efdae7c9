r"""The dialect of mail (RFC 822, RFC 5322 section 2.2): `Name: value`, and lines that go on with a blank.

    Date: 2021-12-13
    Title: Rain over Pune, and what the
     river did then             a line that begins with a blank goes on with the value before it,
                                unless it begins with a declared name and a colon
                                a blank line ends the header
    The rain came at noon ...   the body

A value that goes on over several lines is read as one, its parts joined by a blank.
"""

import re

from corpusclean.codes import Reason
from corpusclean.read.dialects import prose
from corpusclean.read.dialects.parsed import (
    DECLARED,
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
from corpusclean.read.dialects.parsed import NAME as FIELD_NAME
from corpusclean.read.dialects.plain import first_line, other_letters

NAME = "rfc822"

# An indented line that is `date: ...` was indented by accident, however far: no value goes on so.
_GOES_ON = rf"[ \t]++(?!(?i:{'|'.join(DECLARED)})[ \t]*:)"
_FOLDED = re.compile(rf"(?:[{MARKS}]*+{FIELD_NAME}[ \t]*:(?!//)[^\r\n]*{LINE_END})+{_GOES_ON}[^\s]")
_FIELD = re.compile(rf"[ \t{MARKS}]*+({FIELD_NAME})[ \t]*:(?!//)([^\r\n]*){END}")
_MORE = re.compile(rf"[ \t]++([^\r\n]*\S[^\r\n]*){END}")


def claims(text: str) -> bool:
    r"""Tell whether a text begins with a field at the margin that goes on in an indented line.

    >>> claims("Title: Rain\n over Pune\n\nRain fell."), claims(" title: Rain\n date 2021-12-13\n\nRain fell.")
    (True, False)
    """
    if text[:1] in {" ", "\t"}:
        return False
    start = 0 if text[:1].isalpha() else skip_blank_lines(text, 0)
    return _FOLDED.match(text, start) is not None


def parse(text: str, names: Names) -> Parsed:
    r"""Take a text apart.

    >>> from corpusclean.read.dialects.parsed import names
    >>> parse("Title: Rain\n over Pune\n\nRain fell.", names()).fields
    (Field(name='title', value='Rain over Pune', line=1),)
    """
    start = skip_blank_lines(text, 0)
    number = count_lines(text[:start]) + 1
    position, fields, values, written = start, list[Field](), list[list[str]](), list[str]()
    while position < len(text):
        match = _FIELD.match(text, position)
        # Which names are declared, the settings say: more than `claims` knows of.
        if match and (text[position] not in " \t" or spelled(match[1]) in names.own):
            fields.append(Field(spelled(match[1]), "", number))
            values.append([match[2].strip()])
            written.append(match[1])
        elif fields and (match := _MORE.match(text, position)):
            values[-1].append(match[1].strip())
        else:
            break
        position, number = match.end(), number + 1
    fields = [field._replace(value=" ".join(parts).strip()) for field, parts in zip(fields, values, strict=True)]
    body = skip_blank_lines(text, position)
    if not any(field.name in names.own for field in fields):
        return body_alone(text)
    if body == position < len(text):
        said = f"line {number} ({first_line(text, position)!r}) is neither `Name: value` nor indented nor blank"
        told = f"{said}: a blank line must end the header{other_letters(text, position)}"
        return body_alone(text, Reason("header.missing", told, None, number, 1))
    doubt = prose.doubt(fields, written, names.own)
    if doubt and doubt.is_text:
        return body_alone(text, doubt.reason)
    return with_body(text, body, fields, NAME)._replace(reasons=(doubt.reason,) if doubt else ())


DIALECT = Dialect(NAME, claims, parse)
