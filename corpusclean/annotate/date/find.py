"""`find_date`: the one date of a line, a file name or a path."""

import datetime
import re
from collections.abc import Sequence

from corpusclean.annotate.date.grammar import Written, day_of, in_range, reason, written, wrong_weekday
from corpusclean.annotate.date.names import any_of, names, normal
from corpusclean.annotate.date.spans import in_span
from corpusclean.codes import Reason
from corpusclean.settings import Dates

LONGEST = 2_000
"""Characters of a line that are looked at."""


def find_date(text: str, rules: Dates | None = None) -> datetime.date | Reason:
    """Return the one date of a line, or why there is none: two different ones are none either.

    Read are all forms of grammar.py. One date that cannot be read spoils the line: which of two is meant is
    not guessed.

    >>> find_date("By Jane Roe | Dec. 13, 2021 at 5:00 AM")
    datetime.date(2021, 12, 13)
    >>> find_date("Publié le 13 décembre 2021 à 14h40")
    datetime.date(2021, 12, 13)
    >>> find_date("05/04/2021").code, find_date("2 days ago").code, find_date("May 3").code
    ('date.ambiguous', 'date.relative', 'date.partial')
    """
    rules = rules or Dates()
    line = normal(text[:LONGEST])
    found = _longest(list(written(line, rules.languages)))
    if isinstance(found, Reason):
        return found
    full = [date for date in found if date.form != "two_digits"] or found
    if not full:
        return nothing(line, rules)
    read = [_read(date, line, rules) for date in full]
    for outcome in read:
        if isinstance(outcome, Reason):
            return outcome
    days = sorted({day for day in read if isinstance(day, datetime.date)})
    if len(days) > 1:
        return reason("several", f"{len(days)} dates: {', '.join(day.isoformat() for day in days[:3])}")
    return in_range(days[0], rules)


def _longest(found: Sequence[Written]) -> list[Written] | Reason:
    """Return the matches that lie in no longer one; where two lap over each other, why neither is taken."""
    kept: list[Written] = []
    for date in sorted(found, key=lambda date: (date.start - date.end, date.start)):
        laps = [other for other in kept if date.start < other.end and other.start < date.end]
        if any(not (other.start <= date.start and date.end <= other.end) for other in laps):
            return reason("several", "two dates share a word")
        if not laps:
            kept.append(date)
    return kept


def _read(found: Written, line: str, rules: Dates) -> datetime.date | Reason:
    day = day_of(found, rules)
    if isinstance(day, Reason):
        return day
    known = names(rules.languages)
    before = line[: found.start].rstrip(" \t.,،(")
    named = any_of(known.weekdays_in(before[-30:]))
    weekday = re.search(rf"(?<![^\W\d_])({named})$", before[-30:])
    if in_span(line, found, weekday[1] if weekday else "", known.months_in(line)):
        return reason("several", f"one day of a span, {day.isoformat()}")
    return wrong_weekday(day, weekday[1] if weekday else None, rules) or day


# Where there is no date: what there is instead.
_RELATIVE = re.compile(
    r"(?<![^\W\d_])(?:now|today|yesterday|tomorrow|tonight|ago|just now|last week|last month|last year|hier|demain"
    r"|aujourd['’]hui|il y a|heute|gestern|morgen|vor [0-9]|hoy|ayer|mañana|hace [0-9]|oggi|ieri|domani|fa|hoje"
    r"|ontem|amanhã|há [0-9]|vandaag|gisteren|i dag|i går|dziś|dzisiaj|wczoraj|temu|сегодня|вчера|завтра|назад"
    r"|сьогодні|вчора|тому|bugün|dün|önce|hari ini|kemarin|hôm nay|hôm qua|trước|اليوم|امس|منذ|आज|कल|पहले)"
    r"(?![^\W\d_])|今天|昨天|前天|今日|昨日|[0-9]{1,4}\s*(?:分钟|小时|天|時間|分|日)前|오늘|어제|[0-9]\s*전"
)
_TIME_ALONE = re.compile(
    r"[0-2]?[0-9][:.h][0-5][0-9](?:[:.][0-5][0-9])?(?:\s*[ap]\.?m\.?|\s*uhr|\s*h)?|[0-9]{1,4}h?\s*ago"
)
_PARTIAL = re.compile(
    r"[0-9]{4}(?:[-./][0-9]{1,2})?|[0-9]{1,2}[-./][0-9]{4}|[0-9]{4}年(?:[0-9]{1,2}月)?|[0-9]{1,2}月[0-9]{1,2}日"
)


def nothing(line: str, rules: Dates) -> Reason:
    """Return why a normal line without a date has none: relative, partial, other digits, or nothing at all."""
    if any(digit.isdecimal() and not digit.isascii() for digit in line):
        return reason("digits", "digits are not 0 to 9")
    bare = line.strip(" \t.,;:()[]|")
    if _RELATIVE.search(line) or _TIME_ALONE.fullmatch(bare):
        return reason("relative", "a time that is counted from another, which nobody has written down")
    without_time = re.sub(_TIME_ALONE, " ", bare).strip(" .,")
    known = names(rules.languages)
    if without_time in known.weekdays_in(without_time):
        return reason("relative", "a weekday alone")
    month = re.compile(rf"(?<![^\W\d_]){any_of(known.months_in(line))}(?![^\W\d_])")
    if _PARTIAL.fullmatch(bare) or (month.search(line) and re.search(r"[0-9]", line)):
        return reason("partial", "day, month or year is missing")
    return reason("invalid", "no date that can be read")
