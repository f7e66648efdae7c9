"""What stretches of a page look like that are no article: menus, teasers under dates, lists of headlines.

A shape is a function of the lines of a text; it yields stretches of them. It knows no words, but for what stands
on menus, so it holds in any language, and says less than a wording: what it finds counts as unsure. Its figures
were chosen on articles marked by hand: docs/explanation/boilerplate-measured.md.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corpusclean.boilerplate.paragraphs.dated import BARE, DATE_LETTERS, TEASERS, bare_dates, dated_teasers
from corpusclean.boilerplate.paragraphs.lines import Line, Stretch, have_stops, is_ended, is_headline, is_sentence
from corpusclean.boilerplate.paragraphs.menus import MENU, SECTIONS, SHORT, may_be_bar, menu, sections
from corpusclean.boilerplate.paragraphs.rows import are_rows, are_things, are_verses
from corpusclean.boilerplate.paragraphs.teasers import (
    TIMED,
    has_clock,
    in_capitals,
    is_in_capitals,
    is_twice,
    said_twice,
    timed_teasers,
)

_SIGNED = re.compile(r"[.!?…][\"“”»]? \([^()]{2,20}\)\Z")
_CREDIT = re.compile(
    r"(?i)[@©ⓒ]|https?:|\b(?:images?|photos?|fotos?|bild|copyright|licen[cs]e|creative commons)\b"
)
_DIGIT = re.compile(r"\d")
_BULLETS = re.compile(r"\n[-–•*·▶►»+>▪■●] ?\S")

_HEADLINES = 2
"""Headlines of a list at least."""
_SIGN = 3
"""Words of a name below an article at most."""


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
        and have_stops(lines[:first])
        and not are_rows(lines[first:])
        and not are_things(lines[first:])
        and not are_verses(lines[first:])
        and not _is_block(lines, first)
    ):
        yield first, len(lines)


def _is_block(lines: Sequence[Line], first: int) -> bool:
    """Tell whether lines are one paragraph of a text that divides its paragraphs: a verse, or a table."""
    after = [below.start - line.end for line, below in itertools.pairwise(lines)]
    return not lines[first].bullet and max(after[first:]) == 1 < max(after[:first])


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
        if last == len(lines) and first > 1 and _is_sign(before):
            before = lines[first - 2]
        alone = last == len(lines) or not lines[last].bullet
        if (
            last - first >= _HEADLINES
            and is_sentence(before)
            and not before.said.endswith(("...", "…"))
            and not before.bullet
            and alone
            and not are_rows(lines[first:last])
        ):
            yield first, last
        first = max(last, first + 1)


def _is_sign(line: Line) -> bool:
    """Tell whether a line is who or where an article is from: a name in capitals below it."""
    return line.said.isupper() and line.words <= _SIGN and not line.bullet


class Glance(NamedTuple):
    """What is seen of a text at a glance: how many lines are short, how many open, which no sentence ends."""

    short: int
    dates: int
    open: bool
    open_end: bool
    bullets: bool
    bars: bool
    twice: bool
    capitals: bool
    clocks: int


def glance_at(text: str) -> Glance:
    r"""Look at a text.

    >>> seen = glance_at("News\n\nIt rained in Tarn for nine days, and then it snowed.")
    >>> seen.short, seen.open, seen.open_end, seen.bars
    (1, True, False, True)
    """
    lines = [said for line in text.split("\n") if (said := line.strip())]
    opened = [line for line in lines if not is_ended(line)]
    return Glance(
        sum(len(line) <= SHORT for line in lines),
        sum(len(line) <= DATE_LETTERS and _DIGIT.search(line) is not None for line in lines),
        bool(opened),
        len(opened) >= _HEADLINES and lines[-_HEADLINES:] == opened[-_HEADLINES:],
        _BULLETS.search(text) is not None,
        any(may_be_bar(line) for line in opened),
        any(is_twice(line) for line in opened),
        any(is_in_capitals(line) for line in opened),
        sum(map(has_clock, lines)),
    )


class Shape(NamedTuple):
    """How a shape is found among lines, and whether a text may have it at a glance."""

    of: Callable[[Sequence[Line]], Iterator[Stretch]]
    may_be: Callable[[Glance], bool]


SHAPES: Mapping[str, Shape] = {
    "menu": Shape(menu, lambda seen: seen.short >= MENU),
    "sections": Shape(sections, lambda seen: seen.bars or seen.short >= SECTIONS),
    "dated teasers": Shape(dated_teasers, lambda seen: seen.dates >= TEASERS),
    "headlines at end": Shape(headlines_at_end, lambda seen: seen.open_end),
    "timed teasers": Shape(timed_teasers, lambda seen: seen.clocks >= TIMED),
    "bare dates": Shape(bare_dates, lambda seen: seen.dates >= BARE),
    "said twice": Shape(said_twice, lambda seen: seen.twice),
    "in capitals": Shape(in_capitals, lambda seen: seen.capitals),
    "bulleted headlines": Shape(bulleted_headlines, lambda seen: seen.open and seen.bullets),
}
"""The shapes that a rule may name."""
