"""What makes a line a byline: beside its date little but times, names, and words of publishing."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

from corpusclean.annotate.date.grammar import written
from corpusclean.annotate.date.names import any_of, names, normal
from corpusclean.settings import Dates

NAMES = 8
"""The most words that are names: of a person, a paper, a place, a rubric."""

_TIME = re.compile(
    r"(?<![0-9])[0-2]?[0-9](?:[:.h][0-5][0-9]){1,2}(?:[.:][0-9]+)?(?:\s?[ap]\.?m\b\.?)?"
    r"|(?<![0-9])[0-2]?[0-9]\s?(?:[ap]\.?m\b\.?|uhr\b|h\b)|[0-9]{1,2}[時时시点](?:\s?[0-9]{1,2}[分분])?"
)
_BAR = re.compile(r"[|•»·]")
# An address, a day without its year and a number say nothing.
_NOTHING = re.compile(r"(?:https?://|www\.)\S+|[^\s@()]+@\S+\.\S+|[0-9]{1,2}[月월]\s?[0-9]{1,2}[日일]|[0-9]+")
_TWEET = re.compile(r"\(@|pic\.twitter")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_DATE = "\0"


class _Words(NamedTuple):
    """Words of byline.toml."""

    published: frozenset[str]
    by: frozenset[str]
    furniture: frozenset[str]
    times: frozenset[str]
    small: frozenset[str]


@cache
def _known() -> _Words:
    lists = tomllib.loads((files(__package__) / "byline.toml").read_text(encoding="utf-8"))
    return _Words(**{name: frozenset(normal(" ".join(lines)).split()) for name, lines in lists.items()})


def is_byline(line: str, rules: Dates) -> bool:
    """Tell whether a line with a date says when it was published, and not when something else is.

    It does where nothing but times and furniture of a page stands beside the date; or where all other words are
    names (no small letter begins them) and there is a sign: a word of publishing, a name behind `by`, a time of
    day, a bar.

    >>> all(is_byline(line, Dates()) for line in ("13 May 2021", "By Jane Roe, 13 May 2021", "Tarn | 13 May 2021"))
    True
    >>> lines = ("Tarn bridge to open on 1 May 2025", "Ann Roe, born 3 May 1950", "ISBN 2021-05-13")
    >>> any(is_byline(line, Dates()) for line in lines)
    False
    """
    if _TWEET.search(line):
        return False
    known = _known()
    rest = _without_dates(normal(line), rules)
    words = _words(rest, rules)
    named = any(word in known.by and behind not in {_DATE, *known.published} for word, behind in pairwise(words))
    published = named or not known.published.isdisjoint(words)
    passed = {_DATE} | known.published | known.furniture | (known.by if published else set())
    if published or not known.furniture.isdisjoint(words):
        passed |= known.small
    others = [word for word in words if word not in passed]
    if not others:
        return True
    in_small_letters = {normal(word) for word in _WORD.findall(line) if word[0].islower()}
    if len(others) > NAMES or not in_small_letters.isdisjoint(others):
        return False
    # One word before the date, no weekday: `Deadline: Monday, 13 December 2021, 12:00`.
    weekday = any_of(names(rules.languages).weekdays_in(rest))
    label = rf"\W*{re.escape(others[0])}(?::\s*|\s)(?:{weekday}[\s.,،]*)?{_DATE}"
    labelled = len(others) == 1 and re.match(label, rest)
    return published or bool(not labelled and (_TIME.search(rest) or _BAR.search(rest)))


def _without_dates(line: str, rules: Dates) -> str:
    for date in sorted(written(line, rules.languages), key=lambda date: date.start - date.end):
        line = line[: date.start] + _DATE * (date.end - date.start) + line[date.end :]
    return line


def _words(line: str, rules: Dates) -> list[str]:
    """Return the words of a line, and where its dates stand; without times and weekdays."""
    weekdays = set(names(rules.languages).weekdays_in(line))
    told = _NOTHING.sub(" ", _TIME.sub(" ", line))
    words = re.findall(rf"{_DATE}+|{_WORD.pattern}", told)
    return [word.strip(_DATE) or _DATE for word in words if word not in weekdays and word not in _known().times]
