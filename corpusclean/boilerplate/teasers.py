"""Teasers that nothing names: headlines that are each said twice."""

import itertools
from collections.abc import Iterator, Sequence

from corpusclean.boilerplate.lines import Line, Stretch

_TWICE = 16
"""Letters of a headline at least that is said twice."""


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
