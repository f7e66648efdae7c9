"""A text in UTF-8, as RE2 searches it, and which of its bytes are which of its characters."""

import itertools
from bisect import bisect_right
from functools import cached_property

_BLOCK = 1_024
"""Characters of which the bytes are counted once: else each place cost as much as what is before it."""


class Encoded:
    r"""A text and its bytes.

    >>> encoded = Encoded("ä b")
    >>> encoded.whole, encoded.byte(2), encoded.place(3)
    (b'\xc3\xa4 b', 3, 2)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.whole = text.encode()
        self._plain = len(text) == len(self.whole)

    def byte(self, place: int) -> int:
        """Return at which byte a character begins."""
        if self._plain:
            return place
        number, beyond = divmod(place, _BLOCK)
        return self._blocks[number] + len(self._text[place - beyond : place].encode())

    def place(self, byte: int) -> int:
        """Return which character begins at a byte."""
        if self._plain:
            return byte
        number = bisect_right(self._blocks, byte) - 1
        return number * _BLOCK + len(self.whole[self._blocks[number] : byte].decode())

    @cached_property
    def _blocks(self) -> list[int]:
        """At which byte each block begins, and what is left behind the last whole one."""
        begins = range(0, len(self._text) - _BLOCK + 1, _BLOCK)
        sizes = (len(self._text[begin : begin + _BLOCK].encode()) for begin in begins)
        return list(itertools.accumulate(sizes, initial=0))
