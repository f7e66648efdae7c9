"""Other stories under dates: teasers, and dates whose headlines a scrape has lost."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpusclean.boilerplate.paragraphs.lines import Line, Stretch
from corpusclean.boilerplate.paragraphs.teasers import is_open

_DAY = r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}"
_DAY += r"|\d{1,2}(?:\.|er)? (?:de )?[^\W\d_]{3,10}\.?,? (?:de )?(?:19|20)\d\d"
_DAY += r"|[^\W\d_]{3,10}\.? \d{1,2},? (?:19|20)\d\d)"
_HOUR = r"(?:[ ,|–-]+(?:um |at |às |a las )?(?P<hour>\d{1,2}[:.h]\d\d).{0,5})?"
_DATE = re.compile(rf"(?:[^\W\d_]{{2,12}}\.?,? )?(?P<day>{_DAY}){_HOUR}\Z")
_BEGINS_WITH_DATE = re.compile(rf"(?P<day>{_DAY})(?P<hour>)(?!\w)")
_NUMBERS = re.compile(r"\d+")
_MONTH = re.compile(r"[^\W\d_]{3,}")
_MONTHS, _DAYS = 12, 31

TEASERS, DATE_LETTERS = 3, 50
"""Teasers of a list under dates at least, and letters of a date at most."""
BARE = 4
"""Dates of a list at least whose headlines are lost."""
_BETWEEN = 3
"""Words of what is left between two of them at most."""


def dated_teasers(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of other stories: each is a line that is a date, and a line or two, the same for all.

    A chronicle has sentences, and is in order.
    """
    dates = [number for number, line in enumerate(lines) if _DATE.match(line.said)]
    first = 0
    while first < len(dates):
        last = first
        step = dates[first + 1] - dates[first] if first + 1 < len(dates) else 0
        while (
            last + 1 < len(dates)
            and dates[last + 1] - dates[last] == step
            and _written(lines[dates[last + 1]].said) == _written(lines[dates[first]].said)
        ):
            last += 1
        start, stop = dates[first], min(len(lines), dates[last] + step)
        if last - first + 1 >= TEASERS and step in {2, 3} and _are_teasers(lines[start:stop], step):
            yield start, stop
        first = last + 1


def _are_teasers(lines: Sequence[Line], step: int) -> bool:
    """Tell whether what is under dates is no chronicle: headlines, or sentences whose times are in no order."""
    days = [day for line in lines[::step] if (day := _DATE.match(line.said))]
    mixed = all(day["hour"] for day in days) and all(0 < later < earlier for later, earlier, _ in _ways(days))
    return mixed or (
        go_back(days) and all(is_open(line.said) for number, line in enumerate(lines) if number % step)
    )


def days_of(lines: Sequence[Line]) -> list[re.Match[str] | None]:
    """Return the dates that lines begin with."""
    return [_BEGINS_WITH_DATE.match(line.said) for line in lines]


def go_back(days: Sequence[re.Match[str]]) -> bool:
    """Tell whether dates are earlier than the one above, or the same, rather than later, however they are read.

    News are listed so; what is told in the order of time is a chronicle.
    """
    return all(later < earlier + same for later, earlier, same in _ways(days))


def _ways(days: Sequence[re.Match[str]]) -> list[tuple[int, int, int]]:
    """Return how many dates are later than the one above, earlier, the same: with the day first, and the month.

    Of two months with names nothing is known.
    """
    ways = []
    for day_first in (True, False):
        times = [_time(day, day_first=day_first) for day in days]
        if all(time.month <= _MONTHS for time in times):
            pairs = [
                ((one.year, one.month, one.rest), (after.year, after.month, after.rest))
                for one, after in itertools.pairwise(times)
                if one.year != after.year or one.name == after.name
            ]
            later = sum(one < after for one, after in pairs)
            same = sum(one == after for one, after in pairs)
            ways.append((later, len(pairs) - later - same, same))
    return ways or [(0, 0, 0)]


class _Time(NamedTuple):
    """When a date is; a month that has a name is 0."""

    year: int
    month: int
    name: str
    rest: tuple[int, ...]


def _time(day: re.Match[str], *, day_first: bool) -> _Time:
    said = day["day"]
    first, *others = map(int, _NUMBERS.findall(said))
    hour = tuple(map(int, _NUMBERS.findall(day["hour"] or "")))
    if name := _MONTH.search(said):
        return _Time(others[-1], 0, name[0].casefold(), (first, *hour))
    second, third = others
    if first > _DAYS:
        return _Time(first, second, "", (third, *hour))
    return _Time(third, second, "", (first, *hour)) if day_first else _Time(third, first, "", (second, *hour))


def bare_dates(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Yield lists of other stories of which dates with the time of day are left, two of them side by side."""
    dates = [number for number, line in enumerate(lines) if (day := _DATE.match(line.said)) and day["hour"]]
    first = 0
    while first < len(dates):
        last = first
        while (
            last + 1 < len(dates)
            and dates[last + 1] - dates[last] <= 2  # noqa: PLR2004  # a word or three between
            and all(line.words <= _BETWEEN for line in lines[dates[last] + 1 : dates[last + 1]])
            and _written(lines[dates[last + 1]].said) == _written(lines[dates[first]].said)
        ):
            last += 1
        if last - first + 1 >= BARE and dates[last] - dates[first] < 2 * (last - first):
            yield dates[first], dates[last] + 1
        first = last + 1


def _written(date: str) -> str:
    """Return how a date is written, whatever the day: the article's own one may follow on those of a list."""
    return re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", date))
