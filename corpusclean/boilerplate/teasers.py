"""Teasers that nothing names: headlines that are each said twice, and those in capitals between paragraphs."""

import itertools
from collections.abc import Iterator, Sequence

from corpusclean.boilerplate.lines import HEADLINE, Line, Stretch, is_sentence

_TWICE = 16
"""Letters of a headline at least that is said twice."""
_CAPITALS, _SMALL = 20, 2
"""Capitals of a headline in capitals at least, and its small letters at most: `McTarn`."""
_LONG, _LONG_LETTERS = 10, 55
"""Words and letters from which on a line in capitals is no subhead."""
_AMONG = 6
"""Words of a line in capitals at least, where another one of the text is no subhead."""
_PART = 4
"""A text of which more than one line of so many is in capitals is written so."""
_OPENS, _CLOSES = ("“", "„", "«", '"'), ("”", "“", "»", '"')


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
    long = [number for number in found if _is_no_subhead(lines, number)]
    if long and len(found) * _PART <= len(lines):
        short = [number for number in found if number and number not in long]
        yield from ((number, number + 1) for number in short + long)


def is_in_capitals(said: str) -> bool:
    """Tell whether a line is in capitals, and has so many that it is no name.

    >>> is_in_capitals("FERRIES OF TARN TO SAIL AGAIN"), is_in_capitals("UN in Tarn"), is_in_capitals("橋が開いた")
    (True, False, False)
    """
    capitals = sum(letter.isupper() for letter in said)
    return capitals >= _CAPITALS and sum(letter.islower() for letter in said) <= _SMALL


def _is_teaser(line: Line) -> bool:
    return not line.bullet and _AMONG <= line.words < HEADLINE.stop and (not line.ended or line.said[-1] == "?")


def _is_no_subhead(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line between two sentences is too long for a subhead, and nobody's words."""
    line = lines[number]
    long = line.words >= _LONG and len(line.said) >= _LONG_LETTERS and not line.ended
    between = 0 < number < len(lines) - 1 and is_sentence(lines[number - 1]) and is_sentence(lines[number + 1])
    return long and between and not (line.said.startswith(_OPENS) and line.said.endswith(_CLOSES))
