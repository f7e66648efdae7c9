"""Names of files and members: which the settings mean, and how one is written that is no text."""

import fnmatch
import os
import re
from collections.abc import Callable, Sequence

from corpusclean.settings.values import OWN_FILES


def fits(patterns: Sequence[str]) -> Callable[[str, str], bool]:
    """Return a function that tells whether one of the patterns fits a name, or, with a slash, an address.

    The slash may be the first letter: so one file at the top is called, and none of its name below.

    >>> fits(["*.txt"])("2021/a.txt", "a.txt"), fits(["2022/*"])("2021/a.txt", "a.txt")
    (True, False)
    >>> fits(["/a.txt"])("a.txt", "a.txt"), fits(["/a.txt"])("2021/a.txt", "a.txt")
    (True, False)
    """
    if tuple(patterns) == ("*",):
        return lambda _address, _name: True
    own = [pattern for pattern in patterns if "/" not in pattern]
    whole = [pattern.removeprefix("/") for pattern in patterns if "/" in pattern]
    by_name = re.compile("|".join(map(fnmatch.translate, own)) or r"(?!)").match
    by_address = re.compile("|".join(map(fnmatch.translate, whole))).match if whole else None
    if by_address is None:
        return lambda _address, name: by_name(name) is not None
    return lambda address, name: by_name(name) is not None or by_address(address) is not None


def left_out(patterns: Sequence[str]) -> Callable[[str, str], bool]:
    """Return a function that tells whether a name, or an address, is left out by such patterns or always.

    >>> left_out([])(".b.txt", ".b.txt"), left_out([])("2021/corpusclean.toml", "corpusclean.toml")
    (False, True)
    """
    return fits((*patterns, *OWN_FILES))


def printable(name: str) -> str:
    r"""Return a file name as valid Unicode: bytes that are no UTF-8 become `\xff`.

    >>> printable("caf\udce9")
    'caf\\xe9'
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")
