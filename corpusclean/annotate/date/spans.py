"""Spans: dates that are only the last or the first of several days, `13 to 15 October 2020`."""

# ruff: noqa: RUF001  # signs and words of many scripts
import re
from functools import lru_cache

from corpusclean.annotate.date.grammar import Written
from corpusclean.annotate.date.names import MOST_SAID, any_of

NEAR = 60
"""Characters before and behind a date in which another day is looked for."""

_SIGNS = r"[-–—~〜～&+/]"
# And, or, to, until.
_WORDS = (
    "and|or|to|until|till|til|thru|through|und|oder|bis|et|ou|au|à|jusqu['’]au|y|o|u|e|i|a|al|hasta|ao|até|en|of|tot"
    "|t/m|och|og|eller|ja|do|až|aż|lub|albo|nebo|alebo|ili|in|és|vagy|și|sau|până|и|й|і|та|або|или|по|до|да|και|ή|έως"
    "|ως|μέχρι|ve|veya|ile|ila|hingga|sampai|dan|và|đến|و|او|الى|حتى|ו|עד|और|से|تا|va|un|līdz|ir|iki|kuni|ถึง|และ"
)
_ARTICLES = "the|zum|zur|den|der|dem|le|el|il|lo|met|la|including"
_IN_WORDS = rf"\s*(?<![^\W\d_])(?:{_WORDS})(?:\s+(?:{_WORDS}|{_ARTICLES})){{0,2}}(?![^\W\d_])\s*[-–]?\s*"
_JOINED = rf"(?:\s*{_SIGNS}\s*|{_IN_WORDS})"
# Not the minutes of a time: 10:30 - 13 December.
_NUMBER = r"(?<![0-9])(?<![0-9][:.h])(?:3[01]|[12][0-9]|0?[1-9])"
_DAY = rf"{_NUMBER}(?![0-9])(?:st|nd|rd|th|er|º|ª|°|:[ae]|-?(?:го|е|й))?\.?"
_OF = r"\s*(?:(?:de|of|do|da|del)\s+|d['’])?"
_DAY_AND_MONTH = rf"{_NUMBER}\s?[./]\s?(?:1[0-2]|0?[1-9])\.?"
_CJK = r"(?:[0-9]{1,2}\s?[月월]\s?)?[0-9]{1,2}\s?[日일]"


def in_span(line: str, found: Written, weekday: str, months: tuple[str, ...]) -> bool:
    """Tell whether a date in a normal line, with its weekday before it, is one end of a span.

    One that begins with the year can be the first day alone: what stands before it is no day of its month.
    """
    ends, begins = _patterns(months)
    year_first = found.form == "iso" or line.startswith(found.parts.get("y", "-"), found.start)
    if not year_first:
        before = line[max(0, found.start - NEAR) : found.start]
        # A word may be both: `al` is Monday in Basque, and joins days in Italian.
        without_weekday = before.rstrip(" .,،(").removesuffix(weekday)
        if ends.search(before) or ends.search(without_weekday):
            return True
    rest = line[found.end : found.end + NEAR]
    return bool(begins.match(rest) or (year_first and found.form == "long" and _MORE_DAYS.match(rest)))


# 2021. december 13–15.: without a blank, else it is a number of something else.
_MORE_DAYS = re.compile(r"\.?[-–—~][0-9]{1,2}(?![0-9:])")


@lru_cache(MOST_SAID)
def _patterns(months: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the expressions of what stands before a last day, and of what stands behind a first one."""
    month = rf"(?<![^\W\d_]){any_of(months)}(?![^\W\d_])\.?"
    ends = rf"(?:{_DAY}(?:{_OF}{month})?|{_DAY_AND_MONTH}),?{_JOINED}$"
    other = rf"(?:{_DAY}{_OF}{month}|{month}\s*{_DAY})(?!,?\s*[0-9]{{4}})|{_CJK}"
    begins = rf"\.?(?:{_JOINED}|\s*(?:[・、至到和及]|から|부터)\s*)(?:{other})"
    return re.compile(ends), re.compile(begins)
