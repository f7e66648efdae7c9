"""Where a date may be found beside the header: a byline, the file's name, its path."""

import datetime
import re
from functools import cache, lru_cache

from corpusclean.annotate.date.byline import is_byline
from corpusclean.annotate.date.find import find_date
from corpusclean.annotate.date.grammar import Written, day_of, in_range
from corpusclean.annotate.date.names import MOST_SAID, any_of, names, normal
from corpusclean.codes import Reason
from corpusclean.settings import Dates

HEAD = 600
"""Characters at the beginning of a body in which a byline may be."""
LINES, LINE = 5, 120
"""The lines that may be a byline, and how long one may be."""

_SENTENCE_END = re.compile(r"[.!?。！？।]['\"”’»)]*$")
_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20|21)[0-9]{2}(?![0-9])")
_NOON = re.compile(r"[ap]\.?m\.$", re.IGNORECASE)


def date_of_byline(body: str, rules: Dates) -> datetime.date | None:
    r"""Return the one date of the lines at the head of a body that say when it was published (byline.py).

    >>> date_of_byline("Rain over the valley\nBy Jane Roe | Dec. 13, 2021\n\nThe rain came at noon.", Dates())
    datetime.date(2021, 12, 13)
    >>> date_of_byline("Tarn bridge to open on 1 May 2025\nBy Jane Roe", Dates())
    """
    lines = [line.strip() for line in body[:HEAD].splitlines() if line.strip()][:LINES]
    found = [(line, find_date(line, rules)) for line in lines if _may_be_byline(line)]
    days = {day for line, day in found if _counts(day) and is_byline(line, rules)}
    only = days.pop() if len(days) == 1 else None
    return only if isinstance(only, datetime.date) else None


def _counts(outcome: datetime.date | Reason) -> bool:
    return isinstance(outcome, datetime.date) or outcome.code in _SPOILING


_SPOILING = ("date.ambiguous", "date.several", "date.out_of_range")


def _may_be_byline(line: str) -> bool:
    if len(line) > LINE or not _YEAR.search(line):
        return False
    return not _SENTENCE_END.search(line) or bool(_NOON.search(line))


def date_of_file_name(address: str, rules: Dates) -> datetime.date | None:
    """Return the one date in the last part of an address.

    >>> date_of_file_name("raw/rain_2021_12_13.txt", Dates())
    datetime.date(2021, 12, 13)
    >>> date_of_file_name("2021/12/rain-4711.txt", Dates())
    """
    name = re.split(r"[/!]", address)[-1].partition("#")[0]
    day = find_date(re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,5}$", "", name).replace("_", "-"), rules)
    return day if isinstance(day, datetime.date) else None


def date_of_path(address: str, rules: Dates) -> datetime.date | None:
    """Return the one date that an address has where `path_pattern` says.

    >>> date_of_path("news/2021/12/13/rain.txt", Dates())
    datetime.date(2021, 12, 13)
    """
    found = {match.group("y", "m", "d") for match in _path(rules.path_pattern).finditer(address)}
    if len(found) != 1:
        return None
    day = day_of(Written("iso", 0, 0, dict(zip("ymd", found.pop(), strict=True))), rules)
    day = day if isinstance(day, Reason) else in_range(day, rules)
    return day if isinstance(day, datetime.date) else None


@cache
def _path(pattern: str) -> re.Pattern[str]:
    expression = re.escape(pattern)
    for part, digits in (("%Y", "(?P<y>[0-9]{4})"), ("%m", "(?P<m>[0-9]{2})"), ("%d", "(?P<d>[0-9]{2})")):
        expression = expression.replace(part, digits)
    return re.compile(rf"(?<![0-9]){expression}(?![0-9])")


def days_apart(dateline: str, day: datetime.date, rules: Dates) -> int | None:
    """Return how many days a dateline is from a day, without a year at the least. None where it has no date.

    >>> days_apart("MOSCOW, Dec 13 (Reuters)", datetime.date(2021, 12, 15), Dates())
    2
    >>> days_apart("MOSCOW, Dec 30 (Reuters)", datetime.date(2022, 1, 2), Dates())
    3
    >>> days_apart("MOSCOW (Reuters)", datetime.date(2021, 12, 15), Dates())
    """
    found = find_date(dateline, rules.model_copy(update={"not_before": None, "not_after": None}))
    if isinstance(found, datetime.date):
        return abs((found - day).days)
    line = normal(dateline)
    months = names(rules.languages).months_in(line) if found.code == "date.partial" else ()
    match = _day_and_month(months).search(line)
    if match is None:
        return None
    month = names(rules.languages).months.get(match["m"] or match["m2"])
    number = int(match["d"] or match["d2"])
    near = []
    for year in (day.year - 1, day.year, day.year + 1):
        try:
            near.append(abs((datetime.date(year, month or 0, number) - day).days))
        except ValueError:
            continue
    return min(near, default=None)


@lru_cache(MOST_SAID)
def _day_and_month(months: tuple[str, ...]) -> re.Pattern[str]:
    month = any_of(months)
    return re.compile(
        rf"(?<![^\W\d_])(?P<m>{month})\.?\s+(?P<d>[0-9]{{1,2}})(?![0-9:])"
        rf"|(?<![0-9:])(?P<d2>[0-9]{{1,2}})\.?\s+(?:de\s+)?(?P<m2>{month})(?![^\W\d_])"
    )
