"""Word shingles as hashes of 64 bits, for a column of texts at once.

A word is a run of letters, marks and digits, case folded; one letter of a script written without blanks is a word.
So quotes, dashes, blanks and case never make two texts differ. The hash is arithmetic on the word's bytes and the
same on every machine: splitmix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014),
eight bytes at a time.

Few operations look at every letter: texts are folded so that bytes that are no letters are zero, and from there on
a word is a few loads of eight bytes.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

WORDS = 5
"""Words of a shingle."""

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

_LONGEST = 1 << 17
"""Characters that are looked at together, so that they stay in the processor's cache; a longer text alone."""

_BASE = np.uint64(0x9E3779B97F4A7C15)
_LOAD = 8
"""Bytes of a word that are hashed together."""
_LOADS = 8
"""Of a word of more, which no language has, the hash is SHA-256's."""
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
_KEPT = np.array([(1 << 8 * kept) - 1 for kept in range(_LOAD + 1)], np.uint64)
"""Of eight bytes the first so many."""

_UNKNOWN, _ALONE = 1 << 30, 1 << 31
_FOLDED = np.full(0x110000, _UNKNOWN, np.uint32)
"""By code point: what it is folded to, 0 where it is no letter; with `_ALONE` where it is a word by itself."""


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
    folded = [_folded(text) for text in texts]
    # Something that is no letter before, and behind the last word all that its load may take.
    data = b"\0".join([b"", *folded, bytes(2 * _LOAD)])
    letters = np.frombuffer(data, np.uint8) != 0
    edges = np.flatnonzero(letters[1:] != letters[:-1]) + 1
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    words = mix(_loaded(data, starts, lengths))
    longer = np.flatnonzero(lengths > _LOAD)
    for at in range(_LOAD, _LOAD * _LOADS, _LOAD):
        words[longer] = mix(words[longer] ^ _loaded(data, starts[longer] + at, lengths[longer] - at))
        longer = longer[lengths[longer] > at + _LOAD]
    for place in longer.tolist():
        word = data[starts[place] : starts[place] + lengths[place]]
        words[place] = int.from_bytes(hashlib.sha256(word).digest()[:_LOAD], "little")
    ends = np.cumsum(np.fromiter((len(text) + 1 for text in folded), np.int64, len(folded)))
    return words, np.searchsorted(starts, ends)


def _loaded(data: bytes, starts: Places, lengths: Places) -> Hashes:
    """Return eight bytes from each place on, zero behind the end of a word: two aligned loads put together."""
    loads = np.frombuffer(data, "<u8", len(data) // _LOAD)
    first, shift = starts >> 3, (starts.astype(np.uint64) & np.uint64(7)) << np.uint64(3)
    # A shift by 64 is none for the processor, and two are one by 64.
    above = loads[first + 1] << (np.uint64(63) - shift) << np.uint64(1)
    kept: Hashes = (loads[first] >> shift | above) & _KEPT[np.minimum(lengths, _LOAD)]
    return kept


def _folded(text: str) -> bytes:
    r"""Return a text in UTF-8, its case folded, with zeros in place of what is no letter, and around lone ones.

    >>> _folded("It's São."), _folded("雨が").decode()
    (b'it\x00s\x00s\xc3\xa3o\x00', '\x00雨\x00\x00が\x00')
    """
    if text.isascii():
        return text.encode().translate(_PLAIN)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    folded = _FOLDED[codes]
    if (folded == _UNKNOWN).any():
        _learn(np.unique(codes[folded == _UNKNOWN]).tolist())
        folded = _FOLDED[codes]
    alone = folded >= _ALONE
    if alone.any():
        width = 1 + 2 * alone
        spread = np.zeros(int(width.sum()), np.uint32)
        spread[np.cumsum(width) - 1 - alone] = np.where(alone, folded ^ np.uint32(_ALONE), folded)
        folded = spread
    plain: bytes = folded.astype("<u4").tobytes()
    return plain.decode("utf-32-le").encode()


def _learn(codes: Sequence[int]) -> None:
    """Note what each code point is folded to. One that would become several stays."""
    for code in codes:
        char = chr(code)
        if unicodedata.category(char)[0] not in "LMN":
            _FOLDED[code] = 0
            continue
        folded = char.casefold()
        blankless = any(first <= code <= last for first, last in _BLANKLESS)
        _FOLDED[code] = (ord(folded) if len(folded) == 1 else code) | (_ALONE if blankless else 0)


_learn(range(0x80))
_PLAIN = bytes(_FOLDED[:0x80].astype(np.uint8)) + bytes(0x80)


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
    to_the_end = np.repeat(np.cumsum(lengths), lengths)[:most] - np.arange(most)
    return mix(rolled[to_the_end >= WORDS]), counts
