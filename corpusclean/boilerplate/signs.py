"""Notices that are known by several signs in one paragraph, in whatever order they are said.

An ask for money, say, speaks to the reader, of journalism, and of support; how it is worded differs with each
outlet. A paragraph is one where of each list of a rule it holds one, as whole words. What is quoted is somebody's
words: a paragraph with a quotation mark is none.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import re2

from corpusclean.boilerplate.units import Unit
from corpusclean.boilerplate.wording import literal

LONGEST = 1_200
"""Characters of a paragraph at most."""

QUOTES = frozenset('"“”„«»「」『』')


def pattern_of(sign: str) -> str:
    r"""Return the RE2 pattern of a sign: whole words, whatever their case.

    >>> print(pattern_of("(c)"), pattern_of("inbox"))
    \(c\) \binbox\b
    """
    before, after = (r"\b" if edge.isascii() and edge.isalnum() else "" for edge in (sign[0], sign[-1]))
    return f"{before}{literal(sign)}{after}"


def with_signs(text: str, units: Sequence[Unit], signs: tuple[tuple[str, ...], ...]) -> Iterator[Unit]:
    """Yield the paragraphs of a text that hold one of each list."""
    lists = [_one_of(each) for each in signs]
    for unit in units:
        if unit.end - unit.start > LONGEST:
            continue
        said = text[unit.start : unit.end]
        if QUOTES.isdisjoint(said):
            raw = said.replace("_", " ").encode()
            if all(each.search(raw) for each in lists):
                yield unit


@cache
def _one_of(signs: tuple[str, ...]) -> Any:  # noqa: ANN401  # re2 ships no types
    return re2.compile(f"(?i)(?:{'|'.join(map(pattern_of, signs))})")
