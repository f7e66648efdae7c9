"""What a wording cannot do without: letters of which each match of it holds some.

A clause is a set of such fragments, of which one has to be there. A wording is what all its clauses allow.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.wording import agencies

Clause = frozenset[str]

MOST = 3
"""Clauses of a wording that are asked for; more cost more than they tell."""

_MARK = re.compile(r"[\[\]<>|]|\{[^{}]*\}")
_FRAGMENT = re.compile(r"[^\s'’\"“”„«»–—-]+")  # what has one shape alone: see wording.literal
COMMON = frozenset(
    {"also", "and", "are", "been", "dies", "diese", "dieser", "esta", "este", "for", "from", "has", "have", "into"}
    | {"mit", "not", "onto", "que", "that", "the", "their", "this", "una", "was", "were", "which", "will", "with"}
    | {"without", "you", "your"}
)
"""Words that tell nothing, as every article has them."""

_NUMBERS = {"{year}": "0", "{date}": "0", "{number}": "0"}
_SHORT = 3
"""Letters that a fragment has at least, but for those beyond ASCII, which say more."""

AGENCY: Clause = frozenset({"{agency}"})
"""The clause of a wording that names an agency: `agency_words`, whose case counts."""


class _Group(NamedTuple):
    """Alternatives, each a sequence of words and groups; they may all be missing where it is optional."""

    optional: bool
    alternatives: list[list["str | _Group"]]


@cache
def clauses(wording: str) -> tuple[Clause, ...]:
    """Return the most telling clauses of a wording, the best first; none where nothing in it is sure.

    >>> [sorted(clause) for clause in clauses("<with|plus> [additional ]inputs from [the ]{place}")]
    [['inputs'], ['from'], ['plus', 'with']]
    >>> clauses("[{year}]")
    ()
    """
    found = sorted(set(_of_sequence(_parsed(wording))), key=_worth)
    return tuple(found[:MOST])


def _worth(clause: Clause) -> tuple[object, ...]:
    """Order clauses: no common word, few alternatives, long ones."""
    return (
        any(fragment in COMMON for fragment in clause),
        len(clause) > MOST,
        -min(len(fragment) for fragment in clause),
        len(clause),
        sorted(clause),
    )


def _parsed(wording: str) -> list["str | _Group"]:
    top = _Group(optional=False, alternatives=[[]])
    stack = [top]
    position = 0
    for mark in _MARK.finditer(wording):
        stack[-1].alternatives[-1].append(wording[position : mark.start()])
        position = mark.end()
        if mark[0] in "[<":
            group = _Group(mark[0] == "[", [[]])
            stack[-1].alternatives[-1].append(group)
            stack.append(group)
        elif mark[0] in "]>":
            stack.pop()
        elif mark[0] == "|":
            stack[-1].alternatives.append([])
        else:
            stack[-1].alternatives[-1].append(mark[0])
    top.alternatives[-1].append(wording[position:])
    return top.alternatives[-1]


def _of_sequence(items: list["str | _Group"]) -> Iterator[Clause]:
    for item in items:
        if isinstance(item, str):
            yield from _of_words(item)
        elif not item.optional:
            if len(item.alternatives) == 1:
                yield from _of_sequence(item.alternatives[0])
                continue
            best = [min(_of_sequence(one), key=_worth, default=None) for one in item.alternatives]
            if all(best):
                yield frozenset().union(*(clause for clause in best if clause))


def _of_words(words: str) -> Iterator[Clause]:
    if words in ("{agency}", "{agencies}"):
        yield AGENCY
    elif not words.startswith("{"):
        for fragment in _FRAGMENT.findall(words):
            plain = fragment.strip(".,;:!?…")
            # A letter that becomes two when lowered is found as it stands alone.
            lower = plain.lower() if len(plain.lower()) == len(plain) else plain
            if len(lower) >= _SHORT or (lower and not lower.isascii()):
                yield frozenset({lower})


def sample(wording: str, *, full: bool, last: bool) -> str:
    """Return a wording written out: with all that may be missing or none, the first of several or the last.

    Slots are `§`, as names are in a normal form, but for years and dates.

    >>> sample("<with|plus> [additional ]inputs from {agencies} in {year}", full=True, last=True)
    'plus additional inputs from § in 0'
    """
    return "".join(_written(_parsed(wording), full=full, last=last))


def _written(items: list["str | _Group"], *, full: bool, last: bool) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield _NUMBERS.get(item, "§") if item.startswith("{") else item
        elif full or not item.optional:
            yield from _written(item.alternatives[-1 if last else 0], full=full, last=last)


@cache
def agency_words() -> tuple[str, ...]:
    """Return what the names of agencies hold as they are spelled and in capitals: the longest word of each."""
    words = {max(_FRAGMENT.findall(name), key=len) for name in agencies()}
    return tuple(sorted({*words, *(word.upper() for word in words)}))
