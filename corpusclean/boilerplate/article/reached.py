"""How to reach those of whom a text tells: an office, a theatre, who has lost a dog. It is worded as a paper's.

What stands behind a label (`reach.toml`) and gives the number of a telephone is theirs, unless it names a newsroom
(amid.py); so is the page of a house behind one that leads to stories: a story has a path. An address of mail alone
may be a reporter's, and tells nothing; behind a number it goes on with what is theirs.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

_PHONE = r"\+?\(?\d(?:[ ()./·–-]{0,2}\d){6,}"
"""A number of seven digits at least, as it is written."""
_SITE = r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?"
_ENDS_WITH_PHONE = re.compile(rf"{_PHONE}[.;,]? *\Z")
_NEAR = 40
_LONGEST = 160


def is_how_to_reach(said: str, kind: str) -> bool:
    """Tell whether a label leads to the number of a telephone, or of stories to the page of a house.

    >>> is_how_to_reach("Kontakt: Heimatverein, 030/555 01 00", "contact_tips")
    True
    >>> is_how_to_reach("More information: www.tarn.example/boats-fly", "related_link")
    False
    """
    if kind not in {"contact_tips", "related_link"} or len(said) > _LONGEST:
        return False
    is_house = kind == "related_link" and _housed().fullmatch(said) is not None
    return is_house or _numbered().match(said) is not None


def goes_on_with_numbers(before: str, kind: str) -> bool:
    """Tell whether what is before an address is the number of a telephone: the address is of the same house."""
    return kind == "contact_tips" and _ENDS_WITH_PHONE.search(before[-_NEAR:]) is not None


@cache
def _labels() -> str:
    words = tomllib.loads((files(__package__) / "reach.toml").read_text(encoding="utf-8"))
    return "|".join(sorted({re.escape(word) for each in words.values() for word in each}, key=len, reverse=True))


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:{_labels()}) ?[:：][^\n]*?(?<!\d){_PHONE}", re.IGNORECASE)


@cache
def _housed() -> re.Pattern[str]:
    return re.compile(rf"(?:{_labels()}) ?[:：] ?{_SITE}", re.IGNORECASE)
