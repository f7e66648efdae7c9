"""Names of months and weekdays in 60 languages, and what a name means.

A name that means two months (`listopada` is October in Croatian, November in Polish) means neither, unless the
corpus declares its languages.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("أإآ", "\N{ARABIC LETTER ALEF}"),
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    }
)

_BLANKS = re.compile(r"\s+")


def normal(text: str) -> str:
    """Return a text as names are compared: lower case, NFC, no dotless i, alef without hamza, single blanks.

    Expressions with several optional runs of blanks side by side would take time that grows with their product.

    >>> normal("DÉCEMBRE"), normal("EK\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}M")
    ('décembre', 'ekim')
    >>> normal("13 \u00a0 May")
    '13 may'
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("i\u0307", "i")
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", folded).translate(_FOLDED))


class Names(NamedTuple):
    """What names mean: months from 1, weekdays from 0 (Monday); a regular expression for each kind.

    `doubtful` are the names that mean different months in different languages.
    """

    months: Mapping[str, int]
    doubtful: frozenset[str]
    weekdays: Mapping[str, int]
    month: str
    weekday: str


@cache
def names(languages: tuple[str, ...] = ()) -> Names:
    """Return the names of some languages, of all where none are named.

    >>> names().months["décembre"], names().weekdays["friday"]
    (12, 4)
    >>> "listopada" in names().doubtful, names(("pl",)).months["listopada"]
    (True, 11)
    """
    tables = tomllib.loads((files(__package__) / "names.toml").read_text(encoding="utf-8"))
    chosen = languages or tuple(tables["months"])
    months = _meanings(tables["months"][language] for language in chosen)
    weekdays = _meanings(tables["weekdays"].get(language, ()) for language in chosen)
    return Names(
        {name: min(meant) + 1 for name, meant in months.items() if len(meant) == 1},
        frozenset(name for name, meant in months.items() if len(meant) > 1),
        {name: min(meant) for name, meant in weekdays.items() if len(meant) == 1},
        _any_of(months),
        _any_of(weekdays),
    )


def _meanings(tables: Iterable[Iterable[Iterable[str]]]) -> dict[str, set[int]]:
    meanings: dict[str, set[int]] = {}
    for table in tables:
        for number, forms in enumerate(table):
            for form in forms:
                meanings.setdefault(normal(form), set()).add(number)
    return meanings


def _any_of(found: Iterable[str]) -> str:
    # A longer name first: `sept` before `sep`.
    return "|".join(re.escape(name) for name in sorted(found, key=lambda name: (-len(name), name)))
