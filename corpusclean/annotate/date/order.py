"""Whether a corpus writes the day or the month first: told by its dates that can be read in one way only."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

_NUMBERS = re.compile(r"\s*([0-9]{1,2})\s?([./-])\s?([0-9]{1,2})\s?\2\s?[0-9]{4}\b")
_MONTHS = 12


class Order(NamedTuple):
    """How many values have a day in the first place, in the second, and could have it in either."""

    day_first: int
    month_first: int
    either: int

    def proposed(self) -> Literal["dmy", "mdy"] | None:
        """Return the order that all values bear out; None where none speaks or some contradict."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return "dmy" if self.day_first else "mdy"


def order_of(values: Iterable[str]) -> Order:
    """Count what the dates of a corpus say of the order of day and month.

    >>> order_of(["05/04/2021", "13/04/2021", "2021-04-13"])
    Order(day_first=1, month_first=0, either=1)
    >>> order_of(["05/04/2021", "13/04/2021"]).proposed(), order_of(["13/04/2021", "04/13/2021"]).proposed()
    ('dmy', None)
    """
    counts = {"dmy": 0, "mdy": 0, "either": 0}
    for value in values:
        match = _NUMBERS.match(value)
        first, second = (int(match[1]), int(match[3])) if match else (0, 0)
        if not (first and second) or min(first, second) > _MONTHS or first == second:
            continue
        counts["dmy" if first > _MONTHS else "mdy" if second > _MONTHS else "either"] += 1
    return Order(counts["dmy"], counts["mdy"], counts["either"])
