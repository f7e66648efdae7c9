"""Teasers that nothing names: headlines said twice, in capitals between paragraphs, or under a time of day."""

import itertools
import re
from collections.abc import Iterator, Sequence

from corpusclean.boilerplate.paragraphs.lines import (
    HEADLINE,
    Line,
    Stretch,
    has_no_stops,
    is_ended,
    is_quoted,
    is_sentence,
)
from corpusclean.boilerplate.paragraphs.units import FULL_STOPS

_TWICE = 16
"""Letters of a headline at least that is said twice."""
_CAPITALS, _SMALL = 20, 2
"""Capitals of a headline in capitals at least, and its small letters at most: `McTarn`."""
_SMALLS = re.compile(rf"(?:[^a-z]*[a-z]){{{_SMALL + 1}}}")
_LONG, _LONG_LETTERS = 10, 55
"""Words and letters from which on a line in capitals is no subhead."""
_AMONG = 6
"""Words of a line in capitals at least, where another one of the text is no subhead."""
_PART = 4
"""A text of which more than one line of so many is in capitals is written so."""
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d(?=\Z|[ |–—-]+\D)")
_ONWARD = ("...", "…", "[…]", "[...]")
_WHOLE = (*FULL_STOPS, ":", ";", "”", "»")
TIMED = 5
"""Teasers under times of day at least."""
_LINES = 3
"""Lines of such a teaser at most: a headline, how its text begins, and the day of the next ones."""
_BACK = 0.7
"""Share of the times at least that are before the one above: news are listed so, what is to come is not."""
_HEADING = 5
"""Words of a heading of such a list at most."""


def said_twice(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield the headlines that a text ends with that are each said twice on their line, with the line below each.

    A caption may be said twice, too, amid the article.
    """
    twice = [number for number, line in enumerate(lines) if is_twice(line.said)]
    first = 0
    while first < len(twice):
        last = first
        while last + 1 < len(twice) and twice[last + 1] - twice[last] <= 2:  # noqa: PLR2004  # a line below each
            last += 1
        if last > first and len(lines) - twice[last] <= 2:  # noqa: PLR2004
            step = min(after - one for one, after in itertools.pairwise(twice[first : last + 1]))
            yield twice[first], min(len(lines), twice[last] + step)
        first = last + 1


def is_twice(said: str) -> bool:
    """Tell whether a line says a headline twice."""
    half = len(said) // 2
    return (
        half >= _TWICE
        and not said.endswith(".")
        and said[:half].strip() == said[-half:].strip()
        and " " in said[:half].strip()
    )


def in_capitals(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield headlines in capitals between the paragraphs of a text that is not: links to other stories.

    A subhead in capitals is short; one line at least stands between two sentences and is longer than that.
    It comes last: without it nothing tells of the others.
    """
    found = [number for number, line in enumerate(lines) if is_in_capitals(line.said) and _is_teaser(line)]
    long = {number for number in found if _is_no_subhead(lines, number)}
    if long and len(found) * _PART <= len(lines):
        ordered = sorted(found, key=long.__contains__)
        yield from ((number, number + 1) for number in ordered if number)


def is_in_capitals(said: str) -> bool:
    """Tell whether a line is in capitals, and has so many that it is no name.

    >>> is_in_capitals("FERRIES OF TARN TO SAIL AGAIN"), is_in_capitals("UN in Tarn"), is_in_capitals("橋が開いた")
    (True, False, False)
    """
    if _SMALLS.match(said) is not None or said.lower() == said:  # nearly every line; the others letter by letter
        return False
    capitals = sum(letter.isupper() for letter in said)
    return capitals >= _CAPITALS and sum(letter.islower() for letter in said) <= _SMALL


def _is_teaser(line: Line) -> bool:
    return not line.bullet and _AMONG <= line.words < HEADLINE.stop and (not line.ended or line.said[-1] == "?")


def _is_no_subhead(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line between two sentences is too long for a subhead, and nobody's words."""
    line = lines[number]
    long = line.words >= _LONG and len(line.said) >= _LONG_LETTERS and not line.ended
    between = 0 < number < len(lines) - 1 and is_sentence(lines[number - 1]) and is_sentence(lines[number + 1])
    return long and between and not is_quoted(line.said)


def has_clock(said: str) -> bool:
    """Tell whether a line is a time of day, or begins with one.

    >>> has_clock("16:20"), has_clock("16:20 Ferries sail again"), has_clock("16:20.5"), has_clock("At 16:20")
    (True, True, False, False)
    """
    return _CLOCK.match(said) is not None


def timed_teasers(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of other stories, the latest first: each a time of day, and a headline or a text that is cut.

    What is told minute by minute has sentences under its times, and is none.
    """
    clocks = [number for number, line in enumerate(lines) if _CLOCK.match(line.said)]
    first = 0
    while first < len(clocks):
        last, stop = first, _end_of_teaser(lines, clocks, first)
        while stop and last + 1 < len(clocks) and stop == clocks[last + 1]:
            after = _end_of_teaser(lines, clocks, last + 1)
            if not after:
                break
            last, stop = last + 1, after
        if stop and last - first + 1 >= TIMED and _go_back([lines[one].said for one in clocks[first : last + 1]]):
            yield _with_headings(lines, clocks[first]), stop
        first = last + 1


def _end_of_teaser(lines: Sequence[Line], clocks: Sequence[int], number: int) -> int:
    """Return the number of the line behind a teaser, that of the next time where it goes so far; 0 for none."""
    start = clocks[number]
    clock = _CLOCK.match(lines[start].said)
    said = lines[start].said[clock.end() :].strip(" |–—-") if clock else ""
    limit = clocks[number + 1] if number + 1 < len(clocks) else len(lines)
    stop = start + 1
    while stop < min(limit, start + 1 + _LINES) and is_open(lines[stop].said):
        stop += 1
    if stop < limit and number + 1 < len(clocks) and limit - start <= _LINES + 1:
        return 0
    below = [said, *(line.said for line in lines[start + 1 : stop])]
    told = any(len(one.split()) >= HEADLINE.start for one in below) and (not said or is_open(said))
    return stop if told else 0


def is_open(said: str) -> bool:
    """Tell whether a line is no whole sentence, as far as its script shows: a headline, or cut."""
    whole = said.endswith(_WHOLE) or (said.endswith("|") and is_ended(said)) or has_no_stops(said)
    return said.endswith(_ONWARD) or not whole


def _go_back(clocks: Sequence[str]) -> bool:
    """Tell whether most times are earlier than the one above, or of the same minute."""
    told = [tuple(map(int, re.findall(r"\d+", one)[:2])) for one in clocks]
    back = sum(after <= one for one, after in itertools.pairwise(told))
    return back >= _BACK * (len(told) - 1) and len(set(told)) > 1


def _with_headings(lines: Sequence[Line], first: int) -> int:
    """Return where a list begins with the headings that are above it, two at most."""
    start = first
    while start > max(1, first - 2) and not lines[start - 1].ended and lines[start - 1].words <= _HEADING:
        start -= 1
    return start
