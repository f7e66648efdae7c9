"""How dates are written: a regular expression for each form, and what a match of it means.

    iso          2021-12-13, 20211213, with a time and a zone behind it
    year first   2021/12/13, 2021. 12. 13., 2021年12月13日, 2021년 12월 13일
    long         13 décembre 2021, Dec. 13th, 2021, 13. Dezember 2021, 2011 წლის 17 მარტი, 13 tháng 12 năm 2021
    numeric      13/12/2021, 13.12.2021, 12-13-2021: day first or month first
    two digits   13/12/21, 13 Dec 21: a year that could be several

Digits are ASCII digits throughout. Text is `normal` before it is matched.
"""

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from corpusclean.annotate.date.names import MOST_SAID, any_of, names
from corpusclean.codes import Reason
from corpusclean.settings import Dates

Form = Literal["iso", "year_first", "long", "numeric", "two_digits"]

FIRST_YEAR, LAST_YEAR = 1500, 2199
"""Years that news can be of, where the corpus declares no other: 2564 is Buddhist, 1400 Persian, 9999 none."""

# Not within a number, a time of day or a fraction.
_START = r"(?<![0-9])(?<![0-9][:.,/])(?<![0-9] [:/])"
_END = r"(?![0-9])(?![.,:/-][0-9])"
_WORD_START, _WORD_END = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th|er|º|ª|°|লা|শে|ই)?"
_OF = r"(?:(?:de|of|do|da|del)\s+|d['’]|เดือน)?"
_YEAR = r"(?P<y>[0-9]{4})"
_TWO = r"['’]?(?P<yy>[0-9]{2})"
_TIME = r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"


class Written(NamedTuple):
    """A date as a text writes it: the form, where it stands, and its parts."""

    form: Form
    start: int
    end: int
    parts: dict[str, str]


def patterns(line: str, languages: tuple[str, ...] = ()) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """Return the expressions of all forms: with the names of months, of some languages or all, that a line has."""
    return _patterns(names(languages).months_in(line))


@lru_cache(MOST_SAID)
def _patterns(months: tuple[str, ...]) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    # A second name behind a stroke says the same: 28 آب/اغسطس 2013.
    month = rf"{_WORD_START}(?P<m>{any_of(months)})(?:/{any_of(months)})?{_WORD_END}\.?"
    between = r"\s*[.\-/]?\s*"
    year_word = r"\s*(?:წლის|წ\.|m\.|\.\s*gada|gada|жылғы|\.|-|/|,)?\s*"
    forms: tuple[tuple[Form, str], ...] = (
        (
            "iso",
            rf"{_START}(?<![0-9]-)(?P<y>[0-9]{{4}})-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}})(?![0-9])(?![-/][0-9])",
        ),
        (
            "iso",
            # A number of eight digits in running text is any number.
            (
                r"(?:^|(?<=[/-])(?<![0-9]-))(?P<y>(?:1[5-9]|20|21)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])"
                r"(?=t[0-9]|$|[/-](?![0-9]))"
            ),
        ),
        (
            "year_first",
            rf"{_START}{_YEAR}\s?(?P<s>[./])\s?(?P<m>[0-9]{{1,2}})\s?(?P=s)\s?(?P<d>[0-9]{{1,2}}){_END}",
        ),
        ("year_first", rf"{_START}{_YEAR}\s*[年년]\s*(?P<m>[0-9]{{1,2}})\s*[月월]\s*(?P<d>[0-9]{{1,2}})\s*[日일]"),
        ("long", rf"{_START}{_DAY}{between}{_OF}{month}[,،]?{between}{_OF}{_YEAR}(?![0-9])(?![.,][0-9])"),
        ("long", rf"{month}\s*[-/]?\s*{_DAY}(?:\s*,\s*|\s*[-./]\s*|\s+){_OF}{_YEAR}(?![0-9])(?![.,][0-9])"),
        ("long", rf"{month}\s+{_DAY}\s+{_TIME}(?:\s+[a-z]{{1,5}})?\s+{_YEAR}(?![0-9])"),
        ("long", rf"{_START}{_YEAR}{year_word}{month}\s*[-/]?\s*{_DAY}{_END}"),
        ("long", rf"{_START}{_YEAR}{year_word}{_DAY}\.?\s*{month}"),
        ("long", rf"{_START}{_DAY}\s+tháng\s+(?P<m>[0-9]{{1,2}})(?:\s*,|\s+năm)?\s+{_YEAR}(?![0-9])"),
        (
            "numeric",
            (
                rf"{_START}(?<![0-9]-)(?P<a>[0-9]{{1,2}})\s?(?P<s>[./-])\s?(?P<b>[0-9]{{1,2}})\s?(?P=s)\s?{_YEAR}"
                r"(?![0-9])(?![.,:/-][0-9])"
            ),
        ),
        ("two_digits", rf"{_START}[0-9]{{1,2}}\s?(?P<s>[./-])\s?[0-9]{{1,2}}\s?(?P=s)\s?{_TWO}{_END}"),
        ("two_digits", rf"{_START}{_DAY}{between}{_OF}{month}[,،]?{between}{_TWO}(?![0-9])(?!\s?[.:h])"),
        ("two_digits", rf"{month}\s*{_DAY}\s*,\s*{_TWO}(?![0-9])(?!\s?[.:h])"),
    )
    return tuple((form, re.compile(expression)) for form, expression in forms)


def written(line: str, languages: tuple[str, ...] = ()) -> Iterator[Written]:
    """Yield every date in a normal line, in any form, overlapping ones too."""
    for form, pattern in patterns(line, languages):
        for match in pattern.finditer(line):
            yield Written(form, match.start(), match.end(), match.groupdict())


def day_of(found: Written, rules: Dates) -> datetime.date | Reason:
    """Return the day that a written date means, or why it means none."""
    parts = found.parts
    if found.form == "two_digits":
        return reason("two_digit_year", f"the year '{parts['yy']} could be of several centuries")
    if found.form == "numeric":
        numbers = _ordered(int(parts["a"]), int(parts["b"]), rules.order)
        if isinstance(numbers, Reason):
            return numbers
        number, month = numbers
    else:
        number = int(parts["d"])
        if parts["m"].isdecimal():
            month = int(parts["m"])
        elif parts["m"] in names(rules.languages).doubtful:
            return reason("ambiguous", f"{parts['m']!r} is another month in another language")
        else:
            month = names(rules.languages).months[parts["m"]]
    year = int(parts["y"])
    first = min(FIRST_YEAR, rules.not_before.year) if rules.not_before else FIRST_YEAR
    last = max(LAST_YEAR, rules.not_after.year) if rules.not_after else LAST_YEAR
    if not first <= year <= last:
        return reason("out_of_range", f"the year {parts['y']} is not between {first} and {last}")
    try:
        return datetime.date(year, month, number)
    except ValueError as error:
        return reason("invalid", f"no day of the calendar: {error}")


def _ordered(first: int, second: int, order: str | None) -> tuple[int, int] | Reason:
    """Return day and month of two numbers, where the order is declared or only one is possible.

    >>> _ordered(13, 12, None), _ordered(12, 13, None), _ordered(5, 4, "mdy")
    ((13, 12), (13, 12), (4, 5))
    >>> _ordered(5, 4, None).code
    'date.ambiguous'
    """
    if order is not None:
        return (first, second) if order == "dmy" else (second, first)
    months = 12
    if first == second or (first > months) != (second > months):
        return (second, first) if second > months else (first, second)
    if first > months:
        return reason("invalid", f"no day of the calendar: neither {first} nor {second} is a month")
    return reason("ambiguous", f"{first} or {second} is the day")


def reason(code: str, message: str) -> Reason:
    """Return a reason about the date."""
    return Reason(f"date.{code}", message, "date")


def wrong_weekday(day: datetime.date, name: str | None, rules: Dates) -> Reason | None:
    """Say so where a weekday is named and the day is another; names that mean several say nothing."""
    meant = names(rules.languages).weekdays.get(name or "")
    if meant is None or meant == day.weekday():
        return None
    return reason("invalid", f"no such day: {day.isoformat()} is no {name}")


def in_range(day: datetime.date, rules: Dates) -> datetime.date | Reason:
    """Return a day that the corpus may hold, or why it may not. No clock is read."""
    if rules.not_before and day < rules.not_before:
        return reason("out_of_range", f"before {rules.not_before.isoformat()}, the first day of this corpus")
    if rules.not_after and day > rules.not_after:
        return reason("out_of_range", f"after {rules.not_after.isoformat()}, the last day of this corpus")
    return day
