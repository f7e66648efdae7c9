"""What a wording cannot do without: phrases of which each match of it holds some.

A clause is a set of phrases, of which one has to be there. A wording is what all its clauses allow. Phrases are
RE2 patterns: words of the wording as it translates them, from blank to blank where the wording has them so.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.wording import agencies, literal

Clause = frozenset[str]

MOST = 3
"""Clauses of a wording that are asked for; more cost more than they tell."""

AGENCY: Clause = frozenset({"{agency}"})
"""The clause of a wording that names an agency: `agency_words`, whose case counts."""

COMMON = frozenset(
    {"also", "and", "are", "been", "dies", "diese", "dieser", "esta", "este", "for", "from", "has", "have", "into"}
    | {"mit", "not", "onto", "que", "that", "the", "their", "this", "una", "was", "were", "which", "will", "with"}
    | {"without", "you", "your"}
)
"""Words that tell nothing, as every article has them."""

_MARK = re.compile(r"[\[\]<>|]|\{[^{}]*\}")
_NUMBERS = {"{year}": "0", "{date}": "0", "{number}": "0"}
_EDGE = r"(?:\b|_)"
_FEW = 6
"""Phrases of a clause up to which it is a narrow one."""


class _Group(NamedTuple):
    """Alternatives, each a sequence of words and groups; they may all be missing where it is optional."""

    optional: bool
    alternatives: list[list["str | _Group"]]


_Items = Sequence[str | _Group]


class _Phrase(NamedTuple):
    letters: int
    common: bool
    pattern: str


@cache
def clauses(wording: str, *, goes_on: bool = False) -> tuple[Clause, ...]:
    r"""Return the most telling clauses of a wording, the best first; none where nothing in it is sure.

    Where text may follow a match at once (a rule for heads), it `goes_on`.

    >>> [sorted(clause) for clause in clauses("<with|plus> [some ]inputs{year}")]
    [['(?:\\b|_)inputs'], ['(?:\\b|_)plus(?:\\b|_)', '(?:\\b|_)with(?:\\b|_)']]
    >>> clauses("[{year}]")
    ()
    """
    found = sorted(_of_sequence(_parsed(wording), begins=True, ends=not goes_on), key=_worth)
    patterns = dict.fromkeys(frozenset(phrase.pattern for phrase in clause) for clause in found)
    return tuple(patterns)[:MOST]


def _worth(clause: frozenset[_Phrase]) -> tuple[object, ...]:
    """Order clauses: no common word, few alternatives, long ones."""
    return (
        any(phrase.common for phrase in clause),
        len(clause) > _FEW,
        -min(phrase.letters for phrase in clause),
        len(clause),
        sorted(clause),
    )


@cache
def _parsed(wording: str) -> _Items:
    top = _Group(optional=False, alternatives=[[]])
    stack = [top]
    position = 0
    for mark in _MARK.finditer(wording):
        if words := wording[position : mark.start()]:
            stack[-1].alternatives[-1].append(words)
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
    if wording[position:]:
        top.alternatives[-1].append(wording[position:])
    return top.alternatives[-1]


def _of_sequence(items: _Items, *, begins: bool, ends: bool) -> Iterator[frozenset[_Phrase]]:
    """Yield the clauses of a sequence; `begins` and `ends` tell whether a word may not go on beyond it."""
    for number, item in enumerate(items):
        before = _is_edge(items[:number][::-1], begins, last=True)
        after = _is_edge(items[number + 1 :], ends, last=False)
        if isinstance(item, str):
            yield from _of_words(item, begins=before, ends=after)
        elif not item.optional:
            one = [
                min(_of_sequence(branch, begins=before, ends=after), key=_worth, default=None)
                for branch in item.alternatives
            ]
            if all(one):
                yield frozenset(phrase for clause in one if clause for phrase in clause)


def _is_edge(items: _Items, outside: bool, *, last: bool) -> bool:  # noqa: FBT001  # what is beyond the items
    """Tell whether what comes next, the nearest item first, is no letter; of words the `last` or the first one."""
    for item in items:
        if isinstance(item, str):
            return not item.startswith("{") and not (item[-1] if last else item[0]).isalnum()
        branches = [branch[::-1] if last else branch for branch in item.alternatives]
        if not all(not branch or _is_edge(branch, outside=False, last=last) for branch in branches):
            return False
        if not item.optional and all(branches):
            return True
    return outside


def _of_words(words: str, *, begins: bool, ends: bool) -> Iterator[frozenset[_Phrase]]:
    if words in ("{agency}", "{agencies}"):
        yield frozenset({_Phrase(4, common=False, pattern="{agency}")})
    elif not words.startswith("{"):
        said = words.strip()
        letters = sum(char.isalnum() or ord(char) > 127 for char in said)  # noqa: PLR2004  # the end of ASCII
        begins = (begins or words[:1].isspace()) and said[:1].isascii() and said[:1].isalnum()
        ends = (ends or words[-1:].isspace()) and said[-1:].isascii() and said[-1:].isalnum()
        if letters >= (2 if begins and ends else 3 if said.isascii() else 1):
            pattern = (_EDGE if begins else "") + literal(said) + (_EDGE if ends else "")
            yield frozenset({_Phrase(letters, set(said.lower().split()) <= COMMON, pattern)})


def sample(wording: str, *, full: bool, last: bool) -> str:
    """Return a wording written out: with all that may be missing or none, the first of several or the last.

    Slots are `§`, as names are in a normal form, but for years and dates.

    >>> sample("<with|plus> [additional ]inputs from {agencies} in {year}", full=True, last=True)
    'plus additional inputs from § in 0'
    """
    return "".join(_written(_parsed(wording), full=full, last=last))


def _written(items: _Items, *, full: bool, last: bool) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield _NUMBERS.get(item, "§") if item.startswith("{") else item
        elif full or not item.optional:
            yield from _written(item.alternatives[-1 if last else 0], full=full, last=last)


@cache
def agency_words() -> tuple[str, ...]:
    """Return what the names of agencies hold as they are spelled and in capitals: the longest word of each."""
    words = {max(re.findall(r"[^\s'’-]+", name), key=len) for name in agencies()}
    return tuple(sorted({*words, *(word.upper() for word in words)}))
