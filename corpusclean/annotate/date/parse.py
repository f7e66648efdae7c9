"""`parse_date`: the day that a whole declared value names, in a declared format, or why it names none."""

import datetime
import re

from corpusclean.annotate.date.around import behind, date_begins
from corpusclean.annotate.date.find import find_date
from corpusclean.annotate.date.grammar import Form, Written, day_of, in_range, patterns, reason, wrong_weekday
from corpusclean.annotate.date.names import names, normal
from corpusclean.codes import Reason
from corpusclean.settings import Dates

SHOWN = 40
"""Characters of a value that a message shows: enough to recognise it by."""

# ISO 8601: date, or date and time, extended or basic; a fraction of a second, Z or an offset. RFC 3339: a blank.
_ISO = re.compile(
    r"(?P<y>[0-9]{4})(?P<h>-?)(?P<m>[0-9]{2})(?P=h)(?P<d>[0-9]{2})"
    r"(?:[Tt ](?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
    r"\s?(?P<zone>[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?)?"
)
_RFC_2822 = re.compile(
    r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun),\s*)?(?P<d>[0-9]{1,2})\s+"
    r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s+(?P<y>[0-9]{4}|(?P<yy>[0-9]{2}))\s+"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?\s+(?P<zone>[+-][0-9]{4}|ut|gmt|utc|z)"
    r"(?:\s*\([^()]*\))?"
)
# The time of day behind a date in words; Russian, Ukrainian, Slovak words for `at` as code points.
_TIME = re.compile(
    r"[,،]?\s*(?:(?:at|um|à|a las|às|alle|om|kl\.?|klo|\u0432|\u0443|\u043e|@|-|–|\|)\s*)?"
    r"(?P<hour>[0-2]?[0-9])[:.h](?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9]))?(?P<noon>\s*[ap]\.?m\.?)?(?:\s*uhr)?"
    r"(?:\s*\(?(?P<zone>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}|(?P<letters>[a-z]{2,4}))\)?)?"
)
# Of Japanese, Chinese and Korean; it names no zone, so the half of the day decides nothing.
_EAST_TIME = re.compile(
    r"\s*(?:午前|午後|上午|下午|오전|오후)?\s*(?P<hour>[0-2]?[0-9])(?:[:：]|\s*[時时点點시]\s*)(?P<minute>[0-5][0-9]|[0-9](?=\s*[分분]))"
    r"(?:\s*[分분])?(?:[:：]?\s*(?P<second>[0-5][0-9])(?:\s*[秒초])?)?(?P<zone>(?!))?"
)
_UTC = frozenset({"z", "ut", "utc", "gmt"})
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})?")


def parse_date(value: str, rules: Dates | None = None) -> datetime.date | Reason:
    """Return the day that a whole declared value names, or why it names none.

    >>> parse_date("2021-12-13")
    datetime.date(2021, 12, 13)
    >>> parse_date("13 décembre 2021") == parse_date("Mon, 13 Dec 2021 10:00:00 +0100")
    True
    >>> parse_date("2021-02-30").message
    "'2021-02-30' is no day of the calendar: day is out of range for month"
    >>> [parse_date(value).code for value in ("13/12/2021", "05/04/2021", "yesterday", "13.12.21")]
    ['date.invalid', 'date.ambiguous', 'date.relative', 'date.two_digit_year']
    """
    rules = rules or Dates()
    day = _parse(value, rules)
    if not isinstance(day, Reason):
        day = in_range(day, rules)
    if not isinstance(day, Reason):
        return day
    shown = repr(value if len(value) <= SHOWN else f"{value[:SHOWN]}...")
    is_none = day.message.startswith("no day of")
    return day._replace(message=f"{shown} is {day.message}" if is_none else f"{shown}: {day.message}")


def _parse(value: str, rules: Dates) -> datetime.date | Reason:
    if len(value) > 4 * SHOWN:
        return reason("invalid", "too long for a date")
    formats: set[str] = set(rules.formats)
    if match := _ISO.fullmatch(value):
        return _at(match, Written("iso", 0, 0, match.groupdict()), rules, "iso" in formats)
    line = normal(value)
    if match := _RFC_2822.fullmatch(line):
        form: Form = "two_digits" if match["yy"] else "long"
        found = Written(form, 0, 0, match.groupdict())
        return _at(match, found, rules, "rfc2822" in formats, match["weekday"])
    return _in_words(line, rules, formats)


def _in_words(line: str, rules: Dates, formats: set[str]) -> datetime.date | Reason:
    """Read a date, with its weekday, a time of day, and the words that only say `the` or `year`; nothing else."""
    weekdays = names(rules.languages).weekdays_in(line)
    begins, weekday = date_begins(line, weekdays)
    rest = line[begins:]
    taken = {form: form in formats for form in ("iso", "long", "year_first")}
    taken["numeric"] = rules.order is not None
    for form, pattern in patterns(rest, rules.languages):
        match = pattern.match(rest)
        if match is None:
            continue
        after = behind(rest, match.end(), weekdays)
        time = _TIME.fullmatch(rest, after.end) or _EAST_TIME.fullmatch(rest, after.end)
        if time is None and after.end < len(rest):
            continue
        found = Written(form, match.start(), match.end(), match.groupdict())
        cjk = form == "year_first" and not match.groupdict().get("s")
        day = _at(time, found, rules, taken.get("long" if cjk else form, True))
        if isinstance(day, Reason):
            return day
        if after.number not in (None, day.weekday()):
            return reason("invalid", f"no such day: {day.isoformat()} is another day of the week")
        return wrong_weekday(day, weekday, rules) or wrong_weekday(day, after.name, rules) or day
    one = find_date(line, rules)
    return one if isinstance(one, Reason) else reason("invalid", f"no date alone: more stands beside {one}")


def _at(
    time: re.Match[str] | None,
    found: Written,
    rules: Dates,
    taken: bool,  # noqa: FBT001  # whether the form is a declared format
    weekday: str | None = None,
) -> datetime.date | Reason:
    """Return the day of a date and its time of day, in the zone that the corpus declares."""
    day = day_of(found, rules)
    if isinstance(day, Reason):
        return day
    if not taken:
        return reason("invalid", _NOT_DECLARED.get(found.form, "not in a declared format"))
    if wrong := wrong_weekday(day, weekday, rules):
        return wrong
    if time is None or time["hour"] is None:
        return day
    return _moved(day, time, rules.zone)


def _moved(day: datetime.date, time: re.Match[str], wanted: str) -> datetime.date | Reason:
    """Return the day on which a time of day falls in the zone that is wanted."""
    hour, minute, second = (int(time[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 60:  # noqa: PLR2004  # a leap second is the 61st
        return reason("invalid", f"no time of day: {hour:02}:{minute:02}:{second:02}")
    zone = (time["zone"] or "").lower()
    if (written := _OFFSET.fullmatch(zone)) and (int(written[2]) > 23 or int(written[3] or 0) > 59):  # noqa: PLR2004
        return reason("invalid", f"no offset from UTC: {zone}")
    if wanted == "written" or not zone:
        return day
    offset, to = _offset(zone), _offset(wanted)
    if offset is None or to is None:
        return reason("invalid", f"the zone {zone!r} has no one offset, so its day in {wanted} is not known")
    noon = (time.groupdict().get("noon") or "").strip()[:1]
    hour = hour % 12 + (12 if noon == "p" else 0) if noon else hour
    moment = datetime.datetime.combine(day, datetime.time(hour, minute))
    try:
        return (moment - offset + to).date()
    except OverflowError:
        return reason("out_of_range", "beyond the calendar")


_NOT_DECLARED = {
    "numeric": "day and month in numbers, whose order is not declared",
    "year_first": "year_first is no declared format",
}


def _offset(zone: str) -> datetime.timedelta | None:
    """Return how far a zone is from UTC; None where its name says no number.

    >>> _offset("+05:30"), _offset("utc"), _offset("ist")
    (datetime.timedelta(seconds=19800), datetime.timedelta(0), None)
    """
    if zone in _UTC:
        return datetime.timedelta(0)
    match = _OFFSET.fullmatch(zone)
    if match is None:
        return None
    offset = datetime.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset
