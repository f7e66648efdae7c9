"""Files of many documents with a line between them: a mailbox, or whatever the settings declare as separator."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import re2

from corpusclean.read.dialects.parsed import END, LINE_END, Names

MAILS = "From .*"
"""What stands between the mails of a mailbox."""

_LINE = re.compile(rf"([^\r\n]*){END}")
_FROM = re.compile(rf"From [^\r\n]*{LINE_END}")


class Slice(NamedTuple):
    """One document of a file: what leads up to it, itself, and what closes the file behind it."""

    lead: str
    text: str
    trail: str = ""


@cache
def _pattern(separator: str) -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile(separator)


def slices(text: str, separator: str) -> list[Slice]:
    r"""Cut a text before each line that is a separator. The slices joined are the text.

    A separator leads the document behind it. Where nothing but blanks lie between two, no document is there:
    they lead the next one, or close the last.

    >>> slices("a\n--\nb\n--\n", "--")
    [Slice(lead='', text='a\n', trail=''), Slice(lead='--\n', text='b\n', trail='--\n')]
    """
    cut: list[Slice] = []
    lead = ""
    for before, after, end in _between(text, separator):
        lead += text[before:after]
        if text[after:end].strip():
            cut.append(Slice(lead, text[after:end]))
            lead = ""
        else:
            lead += text[after:end]
    if not cut:
        return [Slice(lead, "")]
    cut[-1] = cut[-1]._replace(trail=lead)
    return cut


def is_mailbox(text: str, known: Names) -> bool:
    r"""Tell whether a text begins like a mailbox: a line `From ...`, and a header field in the next.

    >>> from corpusclean.read.dialects import names
    >>> is_mailbox("From a@example.org Mon\nSubject: Rain\n\nIt fell.", names())
    True
    """
    match = _FROM.match(text)
    return match is not None and known.plain.match(text, match.end()) is not None


def _between(text: str, separator: str) -> Iterator[tuple[int, int, int]]:
    """Yield for each stretch where its separator begins, where that ends, and where the stretch does."""
    matches = _pattern(separator).fullmatch
    before = after = position = 0
    while position < len(text):
        line = _LINE.match(text, position)
        assert line is not None  # noqa: S101  # the pattern matches the empty text
        if matches(line[1]):
            yield before, after, position
            before, after = position, line.end()
        position = line.end()
    yield before, after, len(text)
