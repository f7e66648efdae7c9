"""Which addresses the documents of one file have: one that is made up must not be that of another."""

import itertools
import re
from collections.abc import Iterable

_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
"""How the number of a row is written."""


class Taken:
    """Addresses that are taken. Of a table it holds the number of its rows alone: there may be millions.

    >>> taken = Taken()
    >>> taken.free("a.zip!b"), taken.free("a.zip!b"), taken.row("a.csv", 1), taken.free("a.csv#1")
    ('a.zip!b', 'a.zip!b#2', 'a.csv#1', 'a.csv#1#2')
    """

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._foreseen: dict[str, str] = {}
        self._rows: dict[str, int] = {}

    def __contains__(self, address: str) -> bool:
        table, _, number = address.rpartition("#")
        rows = self._rows.get(table, 0)
        return address in self._names or (rows > 0 and bool(_NUMBER.fullmatch(number)) and int(number) <= rows)

    def foresee(self, archive: str, members: Iterable[str]) -> None:
        """Keep the addresses of members for them, before any of the archive is made up."""
        kept = {address: archive for address in members if address not in self}
        self._foreseen |= kept
        self._names |= kept.keys()

    def member(self, archive: str, address: str) -> str:
        """Take the address of a member: the one that was kept for it, else a free one."""
        if self._foreseen.get(address) != archive:
            return self.free(address)
        del self._foreseen[address]
        return address

    def row(self, table: str, number: int) -> str:
        """Take the address of the next row of a table, or slice of a file."""
        address = f"{table}#{number}"
        if address in self._names:
            address = self.free(address)
        self._rows[table] = number
        return address

    def free(self, address: str) -> str:
        """Take an address, or where it is taken, the first that is free with a number behind it."""
        behind = (f"{address}#{number}" for number in itertools.count(2))
        chosen = next(each for each in itertools.chain([address], behind) if each not in self)
        self._names.add(chosen)
        return chosen
