"""What stretches of a page look like that are no article: menus, teasers under dates, lists of headlines.

A shape is a function of the lines of a text; it yields stretches of them. It knows no words, so it holds in any
language, and says less than a wording: what it finds counts as unsure. Its figures were chosen on articles marked
by hand: docs/explanation/boilerplate-measured.md.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpusclean.boilerplate.units import Unit


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
    def ended(self) -> bool:
        """Tell whether a sentence ends with it."""
        return _ENDED.search(self.said) is not None


Stretch = tuple[int, int]
"""The numbers of lines: the first one, and the one behind the last."""

_BULLET = re.compile(r"[-–•*·▶►»+>▪■●] ?(?=\S)")
_ENDED = re.compile(r"[.!?…。！？۔।؟:][\"“”’'»)\]）】」』]*\Z")
_STOPS = tuple(".!?…。！？۔।؟:")
_DIGIT = re.compile(r"\d")
_PRICE = re.compile(r"[$€£¥₹%]|\b(?:Euro|EUR|USD|Rs)\b")
_DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
_DAY += r"|\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.?,? (?:de )?(?:19|20)\d\d|[^\W\d_]{3,10}\.? \d{1,2},? (?:19|20)\d\d)"
_DATE = re.compile(
    rf"(?:[^\W\d_]{{2,12}}\.?,? )?{_DAY}(?:[ ,|–-]+(?:um |at |às |a las )?\d{{1,2}}[:.h]\d\d.{{0,5}})?\Z"
)

_ENTRY, _ENTRY_LETTERS = 3, 32
"""Words and letters of an entry of a menu at most."""
_SHORT = _ENTRY_LETTERS + len("- ") + len("\n")
_MENU = 8
"""Entries of a menu at least."""
_TEASERS, _DATE_LETTERS = 3, 50
"""Teasers of a list under dates at least, and letters of a date at most."""
_HEADLINE = range(5, 26)
"""Words of a headline."""
_HEADLINES = 2
"""Headlines of a list at least."""


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


def menu(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield what the text begins or ends with, line by line a word or three without a digit: entries of a menu."""
    fits = [_is_entry(line) for line in lines]
    head = next((number for number, fit in enumerate(fits) if not fit), len(fits))
    tail = next((number for number, fit in enumerate(reversed(fits)) if not fit), len(fits))
    if _MENU <= head < len(lines):
        yield 0, head
    if _MENU <= tail < len(lines):
        yield len(lines) - tail, len(lines)


def _is_entry(line: Line) -> bool:
    short = line.words <= _ENTRY and len(line.said) <= _ENTRY_LETTERS
    return short and not _DIGIT.search(line.said) and (line.said.endswith(":") or not line.ended)


def dated_teasers(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of other stories: each is a line that is a date, and a line or two beside it."""
    dates = [number for number, line in enumerate(lines) if _DATE.match(line.said)]
    first = 0
    while first < len(dates):
        last = first
        while last + 1 < len(dates) and 2 <= dates[last + 1] - dates[last] <= 3:  # noqa: PLR2004  # a line or two
            last += 1
        if last - first + 1 >= _TEASERS:
            yield dates[first], min(len(lines), dates[last] + dates[first + 1] - dates[first])
        first = last + 1


def headlines_at_end(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield the headlines with which a text ends behind a sentence: lines of several words and no full stop."""
    first = len(lines)
    while first and _is_headline(lines[first - 1]):
        first -= 1
    if 0 < first <= len(lines) - _HEADLINES and _is_sentence(lines[first - 1]):
        yield first, len(lines)


def bulleted_headlines(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of headlines behind bullets that nothing leads up to: the line before is a sentence."""
    first = 1
    while first < len(lines):
        last = first
        while last < len(lines) and lines[last].bullet and _is_headline(lines[last]):
            last += 1
        before = lines[first - 1]
        alone = last == len(lines) or not lines[last].bullet
        if (
            last - first >= _HEADLINES
            and before.ended
            and not before.said.endswith(":")
            and not before.bullet
            and alone
        ):
            yield first, last
        first = max(last, first + 1)


def _is_sentence(line: Line) -> bool:
    """Tell whether a line is a sentence, and none that leads up to a list."""
    return line.ended and not line.said.endswith((":", "："))


def _is_headline(line: Line) -> bool:
    return line.words in _HEADLINE and not line.ended and not _PRICE.search(line.said)


class Shape(NamedTuple):
    """How a shape is found among lines, and what tells at a glance that a text may have it."""

    of: Callable[[Sequence[Line]], Iterator[Stretch]]
    may_have: Callable[[str], object]


SHAPES: Mapping[str, Shape] = {
    "menu": Shape(menu, lambda text: min(text.find("\n"), len(text) - text.rfind("\n")) < _SHORT),
    "dated teasers": Shape(
        dated_teasers, lambda text: sum(0 < len(line) <= _DATE_LETTERS for line in text.split("\n")) >= _TEASERS
    ),
    "headlines at end": Shape(headlines_at_end, lambda text: not text.endswith(_STOPS)),
    "bulleted headlines": Shape(bulleted_headlines, re.compile(r"\n[-–•*·▶►»+>▪■●] ?\S").search),
}
"""The shapes that a rule may name. What a text may have is asked of it without blanks at its ends."""
