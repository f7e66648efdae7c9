"""The header of nearly every file, read from its bytes without decoding the rest.

What is found here is what `dialects.parse` finds, or nothing: then that is asked. The property tests hold both
together.
"""

from typing import NamedTuple

from corpusclean.envelope import MARKED
from corpusclean.read.dialects.parsed import Field, Names
from corpusclean.read.dialects.prose import is_plain

MOST = 512
"""Bytes within which such a header ends."""

_BODY_LINE = 80


class Quick(NamedTuple):
    """A plain header: its text, its fields, and where in the bytes the body begins and ends."""

    header: str
    fields: list[Field]
    start: int
    end: int


def quick_header(data: bytes, known: Names) -> Quick | None:
    r"""Return the header of a file in UTF-8 whose lines are declared names and values, None for any other.

    Whether the body is UTF-8 is not looked at.

    >>> from corpusclean.read.dialects.parsed import names
    >>> quick_header(b" date now \n\n\nRain fell.\n", names())
    Quick(header=' date now \n\n\n', fields=[Field(name='date', value='now', line=1)], start=13, end=23)
    >>> quick_header(b"Rain fell.\n", names())
    """
    blank = data.find(b"\n\n", 0, MOST)
    if blank < 0 or data[:1] in MARKED:
        return None
    start = blank + 2
    while data[start : start + 1] == b"\n":
        start += 1
    first = data[start : start + _BODY_LINE]
    if not first[:1].strip() or first[:1] == b"<":
        return None  # a page of HTML, perhaps: that is to be told
    if b":" in first or first[:1].islower() or first[0] >= 0x80:  # noqa: PLR2004  # the end of ASCII
        # It may begin with what looks like a field, or with a blank beyond ASCII.
        text = first.decode("utf-8", "ignore")
        if not text or text[0].isspace() or known.plain.match(text):
            return None
    try:
        header = data[:start].decode()
    except UnicodeDecodeError:
        return None
    if "\r" in header or "~{" in header:
        return None  # line ends of other kinds; letters of an encoding of seven bits
    fields = _fields(header[: -(start - blank)], known)
    end = len(data.rstrip())
    last = data[max(end - 4, 0) : end].decode("utf-8", "ignore")[-1:]
    # Python's blanks beyond ASCII may stand at the end, too.
    # A vertical tab there counts among the controls.
    careful = end <= start or last.isspace() or b"\v" in data[end:]
    return None if fields is None or careful else Quick(header, fields, start, end)


def _fields(block: str, known: Names) -> list[Field] | None:
    own = known.own
    fields = []
    indented = block[:1].isspace()
    for number, line in enumerate(block.split("\n"), start=1):
        if line[:1].isspace() and not indented:
            return None  # it may go on with the line before it
        name, _, value = line.strip().partition(" ")
        colon = name[-1:] == ":"
        if colon:
            name = name[:-1].lower()
        value = value.strip()
        if name not in own or value[:1] == ":" or not line.isprintable():
            return None
        fields.append(Field(own[name], value, number))
    # A line alone may be text.
    return fields if len(fields) > 1 or is_plain(fields[0][0], fields[0][1], colon=colon) else None
