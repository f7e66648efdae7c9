"""Word shingles as hashes of 64 bits, for a column of texts at once.

A word is a run of letters, marks and digits, case folded; one letter of a script written without blanks is a word.
So quotes, dashes, blanks and case never make two texts differ. The hash is arithmetic on code points and the
same on every machine: splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014)
over a polynomial of the word's letters.
"""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

WORDS = 5
"""Words of a shingle."""

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_LONGEST = 1 << 20
"""Characters that are looked at together; a longer text alone."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_UNKNOWN, _RUN, _ALONE = 255, 1, 2
_BLANKLESS = (
    (0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFF),
)  # fmt: skip
"""Code points of Han, Hiragana and Katakana: first, last."""


class Shingles(NamedTuple):
    """The shingles of several texts, in their order: those of text n are `values[ends[n - 1] : ends[n]]`."""

    values: Hashes
    ends: Places

    def of(self, number: int) -> Hashes:
        """Return the shingles of one text, in their order."""
        return self.values[self.ends[number - 1] if number else 0 : self.ends[number]]


def mix(values: Hashes) -> Hashes:
    """Return splitmix64 of each value.

    >>> int(mix(np.array([1], np.uint64))[0]) == 0x5692161D100B05E5
    True
    """
    with np.errstate(over="ignore"):
        values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(values ^ (values >> np.uint64(31)))


def stream(seed: int, count: int) -> Hashes:
    """Return so many pseudorandom values, the same ones for a seed everywhere."""
    with np.errstate(over="ignore"):
        return mix(np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * _BASE)


_PLACES = stream(5, WORDS) | np.uint64(1)
_KINDS = np.full(0x110000, _UNKNOWN, np.uint8)
_VALUES = np.zeros(0x110000, np.uint64)


def shingles(texts: Sequence[str]) -> Shingles:
    """Return the shingles of texts: of n words n - 4; of one to four words a single one.

    >>> one, other = "The rain fell on the town.", "the RAIN fell, on the town"
    >>> found = shingles([one, other, "Rain.", ""])
    >>> bool((found.of(0) == found.of(1)).all()), found.ends.tolist()
    (True, [2, 4, 5, 5])
    """
    values, counts = [], []
    for part in _parts(texts):
        words, ends = _words(part)
        padded, lengths = _padded(words, np.diff(ends, prepend=0))
        found, several = _rolled(padded, lengths)
        values.append(found)
        counts.append(several)
    return Shingles(
        np.concatenate(values) if values else np.zeros(0, np.uint64),
        np.cumsum(np.concatenate(counts)) if counts else np.zeros(0, np.int64),
    )


def _parts(texts: Sequence[str]) -> list[Sequence[str]]:
    """Cut a column so that a part has few enough characters."""
    parts: list[Sequence[str]] = []
    first = held = 0
    for place, text in enumerate(texts):
        if place > first and held + len(text) > _LONGEST:
            parts.append(texts[first:place])
            first, held = place, 0
        held += len(text)
    return [*parts, texts[first:]] if len(texts) else []


def _words(texts: Sequence[str]) -> tuple[Hashes, Places]:
    """Return the hash of every word, and where the words of each text end."""
    codes = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), "<u4")
    kinds = _KINDS[codes]
    if (kinds == _UNKNOWN).any():
        _learn(np.unique(codes[kinds == _UNKNOWN]).tolist())
        kinds = _KINDS[codes]
    letters = np.flatnonzero(kinds)
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts)))
    if not len(letters):
        return np.zeros(0, np.uint64), np.zeros(len(texts), np.int64)
    alone = kinds[letters] == _ALONE
    begins = np.concatenate([[True], (np.diff(letters) > 1) | alone[1:] | alone[:-1]])
    starts = np.flatnonzero(begins)
    lengths = np.diff(starts, append=len(letters))
    place = np.arange(len(letters)) - np.repeat(starts, lengths)
    with np.errstate(over="ignore"):
        powers = np.cumprod(np.full(int(lengths.max()), _BASE, np.uint64), dtype=np.uint64)
        sums = np.add.reduceat(_VALUES[codes[letters]] * powers[place], starts)
        words = mix(sums + lengths.astype(np.uint64))
    return words, np.searchsorted(letters[starts], ends)


def _learn(codes: Sequence[int]) -> None:
    """Note what kind of character each is, and the value of its letter."""
    for code in codes:
        char = chr(code)
        if unicodedata.category(char)[0] not in "LMN":
            _KINDS[code] = 0
            continue
        folded = char.casefold()
        blankless = any(first <= code <= last for first, last in _BLANKLESS)
        _VALUES[code] = stream(ord(folded) if len(folded) == 1 else code, 1)[0]
        _KINDS[code] = _ALONE if blankless else _RUN


def _padded(words: Hashes, lengths: Places) -> tuple[Hashes, Places]:
    """Fill the few words of a short text up to a shingle."""
    short = (lengths > 0) & (lengths < WORDS)
    if not short.any():
        return words, lengths
    wide = np.where(short, WORDS, lengths)
    padded = np.zeros(int(wide.sum()), np.uint64)
    shift = np.cumsum(wide) - wide - (np.cumsum(lengths) - lengths)
    padded[np.arange(len(words)) + np.repeat(shift, lengths)] = words
    return padded, wide


def _rolled(words: Hashes, lengths: Places) -> tuple[Hashes, Places]:
    """Return the hash of every run of words within a text, and how many each text has."""
    counts = np.where(lengths > 0, lengths - WORDS + 1, 0)
    if not counts.any():
        return np.zeros(0, np.uint64), counts
    most = len(words) - WORDS + 1
    with np.errstate(over="ignore"):
        rolled = words[:most] * _PLACES[0]
        for place in range(1, WORDS):
            rolled += words[place : place + most] * _PLACES[place]
    starts = np.cumsum(lengths) - lengths
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return mix(rolled[np.repeat(starts, counts) + within]), counts
