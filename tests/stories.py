"""Made-up stories and what becomes of them, for tests of duplicates."""

import datetime
import random
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import pyarrow as pa

from corpusclean.frame import from_rows

_LETTERS = "bcdfghklmnprstvz"
_VOWELS = "aeiou"


class Story(NamedTuple):
    """A document, so far as duplicates look at it; `day` is one of December 2021."""

    doc_id: str
    text: str
    day: int | None = 13
    outlet: str | None = None
    agency: str | None = None


def word(number: int) -> str:
    """Return a made-up word, another one for each number."""
    syllables = []
    while True:
        number, place = divmod(number, len(_LETTERS) * len(_VOWELS))
        syllables.append(_LETTERS[place // len(_VOWELS)] + _VOWELS[place % len(_VOWELS)])
        if not number:
            return "".join(syllables)


def words(seed: int, count: int) -> list[str]:
    """Return so many words of a story; two seeds share no run of them."""
    rng = random.Random(seed)
    return [word(rng.randrange(40_000)) for _ in range(count)]


def prose(seed: int, count: int) -> str:
    """Return a story of so many words."""
    return " ".join(words(seed, count))


def changed(text: str, places: Sequence[int], by: str = "otherwise") -> str:
    """Return a story with other words in some places."""
    parts = text.split(" ")
    for place in places:
        parts[place] = by
    return " ".join(parts)


_COLUMNS = pa.schema(
    [
        *(
            (name, pa.string())
            for name in ("doc_id", "text", "agency", "source", "publisher", "section", "address")
        ),
        ("date", pa.date32()),
        ("characters", pa.int64()),
    ]
)


def documents(*stories: Story) -> pd.DataFrame:
    """Return stories as a frame with the columns of which fingerprints are made."""
    rows = [
        {
            "doc_id": story.doc_id,
            "text": story.text,
            "agency": story.agency,
            "publisher": story.outlet,
            "address": f"{story.doc_id}.txt",
            "date": story.day and datetime.date(2021, 12, story.day),
            "characters": len(story.text),
        }
        for story in stories
    ]
    return from_rows(rows, _COLUMNS)
