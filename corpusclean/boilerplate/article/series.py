"""Lines of a list or a series that is the article's: the credits of a film, subheads at even steps.

"Fotografía: Bet Rourich" is a picture's credit, and who shot the film that is reviewed: beside its director's line
and its cast's it is of the film (film.toml). "Share" is a button, and the third subhead behind "Pray" and "Give":
between paragraphs of prose at even steps, all of them different, it is a subhead. So it is where each letter
to the editor has a heading, and a name below.
"""

import itertools
import re
import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from corpusclean.boilerplate.paragraphs.lines import is_ended

IN_FILMS = frozenset({"photo_credit", "related_link", "reporting_credit", "source_credit"})
"""Kinds of which a line is worded like one of a film's credits."""

_LINES = 8
"""Lines above and below that are looked at."""
_NEAR = 3_000
"""Characters in which they are looked for."""
_CREDIT = re.compile(r"[^:：\n.]{1,30}[:：] ?[^\n]{1,100}")
_HEADING, _LONGEST = 4, 30
"""Words and letters of a subhead at most."""
_STEPS = (2, 3)
"""Lines from one subhead to the next: each has a paragraph, and maybe a name below that."""
_NUMBERED = re.compile(r"(\d{1,2})([.)]) \S.*", re.DOTALL)
_FEWEST = 3
"""Subheads that are a series, with the one that is worded like a button."""


def is_of_film(said: str, above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether a label and a name stand among the credits of a film, a play or a record.

    `above` and `below` are the lines around it, the nearest first.

    >>> is_of_film("Foto: Ann Lee", ["Regie: Jo Poe"], []), is_of_film("Foto: Ann Lee", ["Text: Jo Poe"], [])
    (True, False)
    """
    if _CREDIT.fullmatch(said) is None:
        return False
    beside = itertools.chain(*(itertools.takewhile(_CREDIT.fullmatch, lines) for lines in (above, below)))
    return any(_of_film().match(line) for line in beside)


def is_subhead(
    said: str, above: Sequence[str], below: Sequence[str], is_prose: Callable[[str], bool], never: frozenset[str]
) -> bool:
    """Tell whether a few words are one of a series of subheads, each with a paragraph of prose below it.

    Between that and the next subhead a line may stand, as a name does below a letter. Those `never` are words that
    head no section elsewhere: two of the others must be none of them.
    """
    if not (_heads(said) and below and is_prose(below[0])):
        return False
    return any(
        _are_enough(said, [*_headings(above, step, -1, is_prose), *_headings(below, step, 1, is_prose)], never)
        for step in _STEPS
    )


def _are_enough(said: str, others: Sequence[str], never: frozenset[str]) -> bool:
    different = {other.casefold() for other in others}
    alone = len(different) == len(others) and said.casefold() not in different
    return alone and len(different - never) >= _FEWEST - 1


def _headings(lines: Sequence[str], step: int, towards: int, is_prose: Callable[[str], bool]) -> list[str]:
    """Return the subheads at each so many lines, as long as what is below each of them is prose."""
    found = list[str]()
    for number in range(step - 1, len(lines), step):
        own = lines[number + towards] if number + towards < len(lines) else ""
        sound = own and is_prose(own) and (step == _STEPS[0] or is_ended(own))
        if not (sound and _heads(lines[number])):
            break
        found.append(lines[number])
    return found


def _heads(said: str) -> bool:
    letters = said.replace(" ", "")
    return letters.isalpha() and len(said) <= _LONGEST and len(said.split()) <= _HEADING


def is_item(number: str, said: str, above: Sequence[str], below: Sequence[str]) -> bool:
    """Tell whether what is said right behind a number is an item of a list: 3 stands below 2, or above 4.

    >>> is_item("3.", "It is new.", ["2. It is green."], []), is_item("3.", "It is new.", ["3 goats."], [])
    (True, False)
    """
    mine = _NUMBERED.fullmatch(f"{number} {said}".lstrip())
    if mine is None or (number and number != mine[1] + mine[2]):
        return False
    others = (other for other in map(_NUMBERED.fullmatch, (*above, *below)) if other and is_ended(other[0]))
    return any(abs(int(other[1]) - int(mine[1])) == 1 and other[2] == mine[2] for other in others)


def nearest(text: str, start: int, end: int) -> tuple[list[str], list[str]]:
    """Return the lines of a text above and below a place, the nearest first, without those that are empty."""
    above = filter(None, map(str.strip, reversed(text[max(0, start - _NEAR) : start].split("\n"))))
    below = filter(None, map(str.strip, text[end : end + _NEAR].split("\n")))
    return list(itertools.islice(above, _LINES)), list(itertools.islice(below, _LINES))


@cache
def _of_film() -> re.Pattern[str]:
    words = tomllib.loads((files(__package__) / "film.toml").read_text(encoding="utf-8"))
    spelled = (re.escape(word) for each in words.values() for word in each)
    return re.compile(rf"(?:{'|'.join(spelled)})\b[^:：\n]{{0,20}}[:：]", re.IGNORECASE)
