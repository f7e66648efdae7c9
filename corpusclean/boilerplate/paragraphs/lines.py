"""Lines of a text, as those who look for what is no article see them: sentences, headlines, entries of lists."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from corpusclean.boilerplate.paragraphs.units import STOPS, Unit

_BULLET = re.compile(r"[-–•*·▶►»+>▪■●] ?(?=\S)")
_STOPS = frozenset(STOPS)
_BAR_FOR_STOP = re.compile(r"[\u0900-\u0dff] ?\|+\Z")
"""A bar that stands for the full stop of Indian scripts."""
_CLOSING = "\"“”’'»)]）】」』"
_WITHOUT_STOPS = re.compile(r"[\u0e00-\u0eff]")
"""Letters of Thai and Lao."""
_OPENS, _CLOSES = ("“", "„", "«", '"'), ("”", "“", "»", '"')
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PRICE = re.compile(r"[$€£¥₹%]|\b(?:Euro|EUR|USD|Rs)\b")

Stretch = tuple[int, int]
"""The numbers of lines: the first one, and the one behind the last."""

HEADLINE = range(5, 26)
"""Words of a headline."""


class Line(NamedTuple):
    """A line of a text that is not empty: where it is, and what it says without a bullet."""

    start: int
    end: int
    said: str
    bullet: bool

    @property
    def words(self) -> int:
        """The number of words, as blanks divide them."""
        return len(self.said.split())

    @property
    def width(self) -> int:
        """The number of letters, as `width_of` counts them."""
        return width_of(self.said)

    @property
    def ended(self) -> bool:
        """Tell whether a sentence ends with it."""
        return is_ended(self.said)


def lines_of(text: str, units: Sequence[Unit]) -> list[Line]:
    """Return the lines of a text by its paragraphs: one that is wrapped is one line.

    It is wrapped where one of its lines begins with a small letter; else each of them says something of its own.
    """
    found = list[Line]()
    for unit in units:
        parts = text[unit.start : unit.end].split("\n")
        if any(part.lstrip()[:1].islower() for part in parts[1:]):
            parts = [" ".join(parts)]
        place = unit.start
        for part in parts:
            said = part.strip()
            start = place + len(part) - len(part.lstrip())
            bullet = _BULLET.match(said)
            if said:
                found.append(
                    Line(start, start + len(said), said[bullet.end() :] if bullet else said, bool(bullet))
                )
            place += len(part) + 1
    return found


def width_of(said: str) -> int:
    """Return the number of letters; those of scripts without blanks, which say more, count twice."""
    return len(said) + len(_WIDE.findall(said))


def is_ended(said: str) -> bool:
    """Tell whether a sentence, or what leads up to a list, ends with a line that is not empty.

    >>> is_ended('He said: "It rains."'), is_ended("It rains (PTI)")
    (True, False)
    """
    last = said[-1]
    if last == "|":
        return _BAR_FOR_STOP.search(said) is not None
    return last in _STOPS or (last in _CLOSING and said.rstrip(_CLOSING)[-1:] in _STOPS)


def is_quoted(said: str) -> bool:
    """Tell whether a line is somebody's words, from its first letter to its last.

    >>> is_quoted("“The ferry sails again”"), is_quoted("“Again”, said the captain")
    (True, False)
    """
    return said.startswith(_OPENS) and said.endswith(_CLOSES)


def is_sentence(line: Line) -> bool:
    """Tell whether a line is a sentence, and none that leads up to a list."""
    return line.ended and not line.said.endswith((":", "："))


def have_stops(lines: Sequence[Line]) -> bool:
    """Tell whether most lines of several words end with a stop: else it tells nothing that others have none."""
    long = [line.ended for line in lines if line.words >= HEADLINE.start]
    return 2 * sum(long) > len(long)


def is_headline(line: Line) -> bool:
    """Tell whether a line has as many words as a headline, no full stop, and no price."""
    return line.words in HEADLINE and not line.ended and not _PRICE.search(line.said)


def has_no_stops(said: str) -> bool:
    """Tell whether most of a line is in a script without full stops: that none ends it says nothing."""
    return not said.isascii() and 2 * len(_WITHOUT_STOPS.findall(said)) > len(said)
