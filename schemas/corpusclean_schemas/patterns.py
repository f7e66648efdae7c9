"""Patterns in Python's syntax, for engines that read it otherwise: RE2, which DuckDB has, and ECMAScript's.

`$` is the end of the value everywhere, as in RE2 and JSON Schema: Python alone would let a line end follow.
"""

import re
from collections.abc import Iterator
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean_schemas.types import NOT_BLANK

_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
"""An escape, a class, or a character."""

_FLAGS = re.compile(r"(?:\(\?[aiLmsux]+\))+")

# What ECMAScript has not: flags within, comments, conditions, atomic groups, Python's names and ends.
_NOT_OF_ECMA = re.compile(r"\(\?(?:[aiLmsuxP>(#]|-[imsx])")

_BLANKS = NOT_BLANK.removeprefix("[^").removesuffix("]")
_LETTERS = r"\p{L}\p{N}_"

# These classes mean ASCII to RE2 and Unicode to Python, whose meaning holds; where there is none RE2 has no word.
_OF_UNICODE = re.compile(r"\\[sSdDwWbB]")
_ALONE = {
    r"\d": r"\p{Nd}", r"\D": r"\P{Nd}", r"\w": f"[{_LETTERS}]", r"\W": f"[^{_LETTERS}]", r"\s": f"[{_BLANKS}]",
    r"\S": f"[^{_BLANKS}]", r"\Z": r"\z", r"\b": None, r"\B": None,
}  # fmt: skip
_IN_A_CLASS = {
    r"\d": r"\p{Nd}", r"\D": r"\P{Nd}", r"\w": _LETTERS, r"\s": _BLANKS, r"\W": None, r"\S": None, r"\b": r"\x08",
}  # fmt: skip


def anchored(pattern: str, start: str) -> str:
    r"""Return a pattern that is held to the beginning, every way of it.

    >>> anchored("a|b", r"\A")
    '\\A(?:a|b)'
    """
    return f"{start}(?:{pattern})" if "|" in pattern or _FLAGS.match(pattern) else f"{start}{pattern}"


def means_the_same_in_re2(pattern: str) -> bool:
    """Tell whether RE2 reads a pattern as Python does, where it knows it."""
    return not _OF_UNICODE.search(pattern)


def compiled(pattern: str, start: str = "") -> re.Pattern[str]:
    """Return a pattern for Python: its flags at the beginning, where Python wants them, and `$` the very end."""
    found = _FLAGS.match(pattern)
    flags = found[0] if found else ""
    body = pattern[len(flags) :]
    if "m" not in flags:
        body = "".join(r"\Z" if part == "$" else part for part in _PARTS.findall(body))
    return re.compile(f"{flags}{start}(?:{body}\n)" if "x" in flags else f"{flags}{start}(?:{body})")


@cache
def for_re2(pattern: str) -> str | None:
    r"""Return a pattern as RE2 must read it to mean the same; None where it has no words for it.

    >>> for_re2(r"\d+"), for_re2(r"(?=a)")
    ('\\p{Nd}+', None)
    """
    parts = list(_of_re2(pattern))
    written = "".join(part for part in parts if part is not None)
    try:
        pc.match_substring_regex(pa.array([""]), pattern=written)
    except pa.ArrowInvalid:
        return None
    return None if None in parts else written


def _of_re2(pattern: str) -> Iterator[str | None]:
    for part in _PARTS.findall(pattern):
        if len(part) > 1 and part[0] == "[":
            yield "["
            yield from (_IN_A_CLASS.get(inner, inner) for inner in re.findall(r"\\.|[^\\]", part[1:-1]))
            yield "]"
        else:
            yield _ALONE.get(part, part)


def for_ecma(pattern: str) -> str | None:
    """Return a pattern that ECMAScript can read; None of one that it cannot."""
    strange = _NOT_OF_ECMA.search(pattern) or {r"\A", r"\Z"} & set(_PARTS.findall(pattern))
    return None if strange else pattern


def quoted(text: str) -> str:
    """Return a text as a pattern of itself, in any of these: no more is escaped than must be."""
    return re.sub(r"[\^$\\.*+?()\[\]{}|]", r"\\\g<0>", text)
