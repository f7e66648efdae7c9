"""Names of months and weekdays in 60 languages, and what a name means.

A name that means two months (`listopada` is October in Croatian, November in Polish) means neither, unless the
corpus declares its languages.
"""

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
_LETTERS = re.compile(r"[^\W\d_]+")

MOST_SAID = 256
"""Sets of names that lines have, of which the expressions are kept."""


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
    """What names mean: months from 1, weekdays from 0 (Monday).

    `doubtful` are the names that mean different months in different languages. What is `by_letters` are
    all names by the letters with which they begin.
    """

    months: Mapping[str, int]
    doubtful: frozenset[str]
    weekdays: Mapping[str, int]
    month_by_letters: Mapping[str, Sequence[str]]
    weekday_by_letters: Mapping[str, Sequence[str]]

    def months_in(self, line: str) -> tuple[str, ...]:
        """Return the names of months that a normal line has as words of their own, the longest first.

        >>> names().months_in("13 december, a market of marzo")
        ('december', 'marzo')
        """
        return _names_in(line, self.month_by_letters)

    def weekdays_in(self, line: str) -> tuple[str, ...]:
        """Return the names of weekdays that a normal line has as words of their own, the longest first."""
        return _names_in(line, self.weekday_by_letters)


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
    # Vietnamese numbers its months, so it has weekdays alone.
    weekdays = _meanings(tables["weekdays"].get(language, ()) for language in languages or tables["weekdays"])
    return Names(
        {name: min(meant) + 1 for name, meant in months.items() if len(meant) == 1},
        frozenset(name for name, meant in months.items() if len(meant) > 1),
        {name: min(meant) for name, meant in weekdays.items() if len(meant) == 1},
        _by_letters(months),
        _by_letters(weekdays),
    )


def _meanings(tables: Iterable[Iterable[Iterable[str]]]) -> dict[str, set[int]]:
    meanings: dict[str, set[int]] = {}
    for table in tables:
        for number, forms in enumerate(table):
            for form in forms:
                meanings.setdefault(normal(form), set()).add(number)
    return meanings


def _by_letters(found: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Return names by the letters with which they begin, up to the first mark, digit or blank."""
    by_letters = defaultdict[str, list[str]](list)
    for name in found:
        by_letters[_LETTERS.findall(name)[0]].append(name)
    return by_letters


def _names_in(line: str, by_letters: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    said = {name for letters in _LETTERS.findall(line) for name in by_letters.get(letters, ()) if name in line}
    return tuple(sorted(said, key=lambda name: (-len(name), name)))


def any_of(said: Sequence[str]) -> str:
    r"""Return the expression of one of some names, those before others first: `sept` before `sep`.

    The expressions of dates take a third of a second to compile with all names, a hundredth with those of a line.

    >>> any_of(("sept.", "sep")), any_of(())
    ('(?:sept\\.|sep)', '(?!)')
    """
    return f"(?:{'|'.join(map(re.escape, said))})" if said else "(?!)"
