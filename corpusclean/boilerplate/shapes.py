"""What stretches of a page look like that are no article: menus, teasers under dates, lists of headlines.

A shape is a function of the lines of a text; it yields stretches of them. It knows no words, so it holds in any
language, and says less than a wording: what it finds counts as unsure. Its figures were chosen on articles marked
by hand: docs/explanation/boilerplate-measured.md.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpusclean.boilerplate.lines import Line, is_headline, is_sentence
from corpusclean.boilerplate.teasers import (
    behind_bar,
    capital_headlines,
    cut_short,
    in_brackets,
    said_twice,
)

Stretch = tuple[int, int]
"""The numbers of lines: the first one, and the one behind the last."""

_STOPS = tuple(".!?…。！？۔।؟:")
_SIGNED = re.compile(r"[.!?…][\"“”»]? \([^()]{2,20}\)\Z")
_CREDIT = re.compile(
    r"(?i)[@©ⓒ]|https?:|\b(?:images?|photos?|fotos?|bild|copyright|licen[cs]e|creative commons)\b"
)
_DIGIT = re.compile(r"\d")
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
_HEADLINES = 2
"""Headlines of a list at least."""


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
    """Yield lists of other stories: each is a line that is a date, and a line or two, the same for all."""
    dates = [number for number, line in enumerate(lines) if _DATE.match(line.said)]
    first = 0
    while first < len(dates):
        last = first
        step = dates[first + 1] - dates[first] if first + 1 < len(dates) else 0
        while (
            last + 1 < len(dates)
            and dates[last + 1] - dates[last] == step
            and _written(lines[dates[last + 1]].said) == _written(lines[dates[first]].said)
        ):
            last += 1
        if last - first + 1 >= _TEASERS and step in {2, 3}:  # a line or two
            yield dates[first], min(len(lines), dates[last] + step)
        first = last + 1


def _written(date: str) -> str:
    """Return how a date is written, whatever the day: the article's own one may follow on those of a list."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", date))


def headlines_at_end(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield the headlines with which a text ends behind a sentence: lines of several words and no full stop."""
    first = len(lines)
    while first and is_headline(lines[first - 1]):
        first -= 1
    before = lines[first - 1] if first else None
    credited = any(_CREDIT.search(line.said) for line in lines[first:])
    if (
        before
        and not credited
        and len(lines) - first >= _HEADLINES
        and (is_sentence(before) or _is_signed(before))
    ):
        yield first, len(lines)


def _is_signed(line: Line) -> bool:
    """Tell whether a paragraph ends with the initials of who wrote it, or an agency."""
    return line.said.endswith(")") and _SIGNED.search(line.said) is not None


def bulleted_headlines(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of headlines behind bullets that nothing leads up to: the line before is a sentence."""
    first = 1
    while first < len(lines):
        last = first
        while last < len(lines) and lines[last].bullet and is_headline(lines[last]):
            last += 1
        before = lines[first - 1]
        alone = last == len(lines) or not lines[last].bullet
        if (
            last - first >= _HEADLINES
            and is_sentence(before)
            and not before.said.endswith(("...", "…"))
            and not before.bullet
            and alone
        ):
            yield first, last
        first = max(last, first + 1)


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
    "capital headlines": Shape(capital_headlines, re.compile(r"\n\W*[^\W\d_a-z]{2}").search),
    "behind a bar": Shape(behind_bar, lambda text: "|" in text),
    "in brackets": Shape(in_brackets, re.compile(r"\([ \u00a0]").search),
    "said twice": Shape(said_twice, lambda text: "\n" in text),
    "cut short": Shape(cut_short, lambda text: text.count("...") + text.count("…") >= _TEASERS),
    "bulleted headlines": Shape(bulleted_headlines, re.compile(r"\n[-–•*·▶►»+>▪■●] ?\S").search),
}
"""The shapes that a rule may name. What a text may have is asked of it without blanks at its ends."""
