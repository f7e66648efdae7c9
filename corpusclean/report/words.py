"""Counts in words: a noun with its number, a run in a sentence that adds up, what was counted, and a limit."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache


def number(count: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun.

    >>> number(1, "file"), number(12000, "file"), number(2, "copy", "copies")
    ('1 file', '12,000 files', '2 copies')
    """
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def sentence(documents: Mapping[str, int]) -> str:
    """Return where every document went.

    >>> sentence({"found": 18, "clean": 10, "duplicates": 1, "rejects": 7})
    '18 documents: 10 clean, 1 duplicate set aside, 7 rejected.'
    """
    duplicates = number(documents["duplicates"], "duplicate")
    return (
        f"{number(documents['found'], 'document')}: {documents['clean']:,} clean, {duplicates} set aside, "
        f"{documents['rejects']:,} rejected."
    )


def sampled(limit: int | None) -> str:
    """Return what is said where a run took only so many files, and of each so many documents; else nothing.

    >>> sampled(5), sampled(None)
    ('Only the first 5 files were taken, and of each as many documents (--limit).', '')
    """
    if limit is None:
        return ""
    return f"Only the first {number(limit, 'file')} were taken, and of each as many documents (--limit)."


def tally(counts: Mapping[str, int]) -> str:
    """Return what was counted, the most frequent first.

    >>> tally({"date.invalid": 1, "file.empty": 2})
    'file.empty (2), date.invalid (1)'
    """
    found = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} ({count:,})" for name, count in found)


@cache  # it is asked for each finding
def exceeds(rejects: int, documents: int, limit: int | str | None) -> bool:
    """Tell whether so many rejects are more than `max_rejects` allows.

    >>> exceeds(3, 100, 2), exceeds(3, 100, "3%"), exceeds(3, 100, None)
    (True, False, False)
    """
    if limit is None:
        return False
    if isinstance(limit, str):
        return rejects * 100 > Fraction(limit.removesuffix("%")) * documents
    return rejects > limit


def against_limit(rejects: int, found: int, limit: int | str) -> str:
    """Return how many documents are rejected, and how many may be.

    >>> against_limit(14, 36, "20%")
    '14 of 36 documents rejected (38.9 %), max_rejects is 20%'
    """
    share = 100 * rejects / found if found else 0
    return f"{rejects:,} of {number(found, 'document')} rejected ({share:.1f} %), max_rejects is {limit}"
