"""Shapes of teasers that nothing names: in capitals, behind a bar, in brackets, said twice, cut short."""

import itertools
import re
from collections.abc import Iterator, Sequence

from corpusclean.boilerplate.lines import Line, is_sentence

_CAPITALS, _CAPITAL_WORDS, _CAPITAL_LETTERS = 20, 8, 36
"""Letters of a line in capitals at least, and words and letters of a headline in them: a subhead has fewer."""
_APART = 3
"""Paragraphs for each headline amid an article at least: subheads stand closer."""
_LABEL, _LABEL_LETTERS, _BEHIND_BAR = 5, 40, 4
"""Words and letters of a label before a bar at most, and words of the headline behind it at least."""
_TWICE = 16
"""Letters of a headline at least that is said twice."""
_CUT_SHORT, _CUT_LETTERS, _ARTICLE = 3, 60, 2
"""Teasers of a list at least that are cut short, letters of each, and sentences of the article above them."""

_BAR = re.compile(r"([^|]{3,40}?) ?\| ?([^|]+)\Z")
_BRACKETS = re.compile(r"(?:[^\W\d_][^\n().:]{2,20}: ?)?\([ \u00a0][^()]{15,150}\)\Z")
_UPDATED = re.compile(r"(?i)\( ?(?:updat|add|recast|correct|refil|repeat|report|writ|edit)|\([^)]*:")
_CUT = re.compile(r"\w,? ?(?:\.\.\.|…|\[…\]|\[\.\.\.\])\Z")


def capital_headlines(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield headlines in capitals amid an article, each before a sentence that is not.

    Where most lines in capitals are short, or ask, or are many, they are the article's own subheads.
    """
    capitals = [number for number, line in enumerate(lines) if _in_capitals(line.said)]
    headlines = [n for n in capitals if _is_long(lines[n]) and not lines[n].ended]
    if len(headlines) * 2 < len(capitals) or len(headlines) * _APART > len(lines):
        return
    for number in headlines:
        after = lines[number + 1 : number + 2]
        if number and after and is_sentence(after[0]) and not _in_capitals(after[0].said):
            yield number, number + 1


def _is_long(line: Line) -> bool:
    return line.words >= _CAPITAL_WORDS and sum(map(str.isalpha, line.said)) >= _CAPITAL_LETTERS


def _in_capitals(said: str) -> bool:
    return said.isupper() and sum(map(str.isalpha, said)) >= _CAPITALS


def behind_bar(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield lines of a label in capitals, a bar and a headline, below a sentence."""
    for number, line in enumerate(lines):
        parts = _BAR.match(line.said)
        if (
            parts
            and parts[1].isupper()
            and len(parts[1].split()) <= _LABEL
            and len(parts[2].split()) >= _BEHIND_BAR
            and number
            and is_sentence(lines[number - 1])
        ):
            yield number, number + 1


def in_brackets(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield headlines in brackets with a blank behind the first one: a form of the page put them there."""
    for number, line in enumerate(lines):
        if number and _BRACKETS.match(line.said) and not _UPDATED.search(line.said):
            yield number, number + 1


def said_twice(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the headlines that a text ends with that are each said twice on their line, with the line below each.

    A caption may be said twice, too, amid the article.
    """
    twice = [number for number, line in enumerate(lines) if _is_twice(line.said)]
    first = 0
    while first < len(twice):
        last = first
        while last + 1 < len(twice) and twice[last + 1] - twice[last] <= 2:  # noqa: PLR2004  # a line below each
            last += 1
        if last > first and len(lines) - twice[last] <= 2:  # noqa: PLR2004
            step = min(after - one for one, after in itertools.pairwise(twice[first : last + 1]))
            yield twice[first], min(len(lines), twice[last] + step)
        first = last + 1


def _is_twice(said: str) -> bool:
    half = len(said) // 2
    return (
        half >= _TWICE
        and not said.endswith(".")
        and said[:half].strip() == said[-half:].strip()
        and " " in said[:half].strip()
    )


def cut_short(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the teasers that a text ends with, from the first one on that is cut short: a third of them is."""
    cut = [n for n, line in enumerate(lines) if len(line.said) >= _CUT_LETTERS and _CUT.search(line.said)]
    for place, number in enumerate(cut):
        left = len(cut) - place
        last = any(_CUT.search(line.said) for line in lines[-2:])
        above = lines[:number]
        if any("..." in line.said or "…" in line.said for line in above):
            return
        article = sum(line.ended for line in above) >= _ARTICLE
        if article and last and left >= _CUT_SHORT and left * 3 >= len(lines) - number:
            yield number, len(lines)
            return
