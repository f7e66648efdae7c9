r"""What is written like a field and may be the text's first words.

section 8 housing is short in Tarn      a name that is declared, and a value that does not fit it
MUMBAI: A court on Monday told the ...  a name that nobody declared, and a sentence
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from corpusclean.codes import Reason
from corpusclean.read.dialects.parsed import Field

_STOP = re.compile(r"[.!?\u2026\u203d\u3002\u0964\u061f\u06d4]['\"\u2019\u201d\u00bb\u300d)\]]*\Z")
_ABBREVIATED = re.compile(r"\b(?:inc|co|etc|ltd|corp)\.\Z", re.IGNORECASE)
_FIGURE = re.compile("[\\d\u3007\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]")

SENTENCES = frozenset({
    *("about", "abstract", "blurb", "byline", "caption", "comment", "copyright", "correction", "credit", "deck"),
    *("dek", "description", "entities", "excerpt", "headline", "intro", "introduction", "keywords", "kicker"),
    *("lead", "lede", "license", "note", "notes", "organizations", "people", "places", "rights", "snippet"),
    *("standfirst", "subhead", "subheadline", "subject", "subtitle", "summary", "synopsis", "tags", "teaser"),
    *("topics",),
})  # fmt: skip
"""Undeclared names whose values may be sentences. So may those of names in small letters, or with a hyphen."""

_SHORT, _LEAD, _LONG = 4, 16, 40
"""Words of a sentence behind a name in capitals, of a lead paragraph, and of what is one without a stop, too."""

_LISTED = 3
"""Words at most to a comma or semicolon, in a list of things."""


def is_sentence(value: str, fewest: int) -> bool:
    """Tell whether a value is so many words at least, and ends like a sentence, or is long and no list.

    >>> is_sentence("The bridge is open again.", 4), is_sentence("Tarn Times", 4), is_sentence("Tarn, Ltd.", 4)
    (True, False, False)
    """
    words = value.count(" ") + 1
    if words < fewest:
        return False
    listed = _LISTED * (value.count(",") + value.count(";")) >= words - _LISTED
    if _STOP.search(value) is not None and not (_ABBREVIATED.search(value) and (words <= _LEAD or listed)):
        return True
    return words > _LONG and not listed


_FITS: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "date": lambda words: any(map(_FIGURE.search, words)),
    "url": lambda words: words[0].startswith(("http:", "https:")),
    "language": lambda words: not any(word[0].islower() for word in words),
    "id": lambda words: False,  # noqa: ARG005  # all are asked alike
    "section": lambda words: len(words) <= _SHORT,
}


def fits(name: str, value: str) -> bool:
    """Tell whether a value without a colon before it is one of a declared name. One or two words always are.

    >>> fits("date", "13 December 2021"), fits("date", "palms grew here"), fits("author", "of ten novels dies")
    (True, False, False)
    """
    words = value.split()
    return len(words) < 3 or _FITS.get(name, _is_named)(words)  # noqa: PLR2004  # as told


def _is_named(words: Sequence[str]) -> bool:
    """Tell whether words may be a name or a title: they are few, or the first or the last has a capital."""
    return len(words) < _SHORT or not (words[0][0].islower() and words[-1][0].islower())


def is_plain(name: str, value: str, *, colon: bool) -> bool:
    """Tell whether the one field of a block is no text. A title may be a sentence.

    >>> is_plain("source", "Tarn Times said that a storm came.", colon=True)
    False
    """
    if not colon:
        return fits(name, value)
    return name == "title" or not is_sentence(value, _SHORT + 2)


class Doubt(NamedTuple):
    """Why a block that could be a header may be text, and whether it is taken for that."""

    reason: Reason
    is_text: bool


def doubt(
    fields: Sequence[Field], written: Sequence[str], own: Mapping[str, str], *, colon: bool = True
) -> Doubt | None:
    """Say why a block of fields may be text: it is one line, or its last has a name that nobody declared.

    `written` are the names as they stand there, `own` the declared ones and what each stands for.
    """
    name, value, line = fields[-1]
    declared = own.get(name)
    if declared is None:
        return _lead(written, value, line)
    if len(fields) > 1 or is_plain(declared, value, colon=colon):
        return None
    if colon:
        return Doubt(_sentence(written[0], line), is_text=False)
    said = (
        f"line {line} begins with the name {name}, and what follows is no {declared}: it is taken for text;"
        f" `{name}: ...` makes it a field"
    )
    return Doubt(Reason("header.doubtful", said, None, line, 1), is_text=True)


def _lead(written: Sequence[str], value: str, line: int) -> Doubt | None:
    """Doubt the last field of a block, of a name that nobody declared, where no other name is written so."""
    *others, name = written
    if name.lower() in SENTENCES or not name.isalpha() or name[0].islower():
        return None
    capitals = len(name) > 1 and name.isupper()
    alike = any(other.isupper() if capitals else other[0].isupper() for other in others)
    if not is_sentence(value, _SHORT if capitals and not alike else _LEAD):
        return None
    if alike:
        return Doubt(_sentence(name, line), is_text=False)
    said = (
        f"line {line} ({name}: ...) reads like the body's first: a blank line must end the header;"
        f" as a field it would be `{name.lower()}: ...`"
    )
    return Doubt(Reason("header.missing", said, None, line, 1), is_text=True)


def _sentence(name: str, line: int) -> Reason:
    said = f"the field {name} holds a sentence, as the body's first line would; it stays a field"
    return Reason("header.doubtful", said, None, line, 1)
