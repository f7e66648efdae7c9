"""A wording taken apart: the words, the slots, and what may be missing or said in several ways."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from corpusclean.boilerplate.wording import MARK

ESCAPED = "{escaped}"
"""What stands for an opening brace that means itself: else it would be taken for a slot."""
_NUMBERS = {"{year}": "0", "{date}": "0", "{number}": "0"}
AGENCIES = ("{agency}", "{agencies}")
"""The slots that begin with the name of an agency."""
NETWORKS = ("{network}", "{networks}")
"""The slots that begin with the name of a network."""
WAYS = 64
"""Ways to say what stands side by side, up to which they are written out."""


class Group(NamedTuple):
    """Alternatives, each a sequence of words and groups; they may all be missing where it is optional."""

    optional: bool
    alternatives: list[list["str | Group"]]


Items = Sequence[str | Group]


@cache
def parsed(wording: str) -> Items:
    """Return the words, slots and groups of a wording."""
    top = Group(optional=False, alternatives=[[]])
    stack = [top]
    position = 0
    for mark in MARK.finditer(wording):
        if words := wording[position : mark.start()]:
            stack[-1].alternatives[-1].append(words)
        position = mark.end()
        if mark[0] in "[<":
            group = Group(mark[0] == "[", [[]])
            stack[-1].alternatives[-1].append(group)
            stack.append(group)
        elif mark[0] in "]>":
            stack.pop()
        elif mark[0] == "|":
            stack[-1].alternatives.append([])
        elif mark[0].startswith("\\"):
            stack[-1].alternatives[-1].append(ESCAPED if mark[0] == r"\{" else mark[0][1:])
        else:
            stack[-1].alternatives[-1].append(mark[0])
    if wording[position:]:
        top.alternatives[-1].append(wording[position:])
    return top.alternatives[-1]


def ways_to_say(group: Group) -> list[str]:
    """Return every way to say a group, none where they are too many, or it has a slot."""
    found = [""] if group.optional else []
    for branch in group.alternatives:
        said = [""]
        for item in branch:
            ways = ([] if item.startswith("{") else [item]) if isinstance(item, str) else ways_to_say(item)
            said = [one + other for one in said for other in ways]
            if not 0 < len(said) <= WAYS:
                return []
        found += said
    return list(dict.fromkeys(found)) if len(found) <= WAYS else []


def sample(wording: str, *, full: bool, last: bool) -> str:
    """Return a wording written out: with all that may be missing or none, the first of several or the last.

    Slots are `§`, as names are in a normal form, but for years and dates.

    >>> sample("<with|plus> [additional ]inputs from {agencies} in {year}", full=True, last=True)
    'plus additional inputs from § in 0'
    """
    return "".join(_written(parsed(wording), full=full, last=last))


def _written(items: Items, *, full: bool, last: bool) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield _NUMBERS.get(item, "§") if item.startswith("{") else item
        elif full or not item.optional:
            yield from _written(item.alternatives[-1 if last else 0], full=full, last=last)
