"""Rows that add up by key, in columns: names of outlets may be as many as documents, and take their bytes only."""

from collections.abc import Sequence

import pyarrow as pa

FEW = 100_000
"""Rows that are held before they are added up."""


def ones(count: int) -> pa.Array:
    """Return a column that counts each of so many rows once."""
    return pa.repeat(pa.scalar(1, pa.int64()), count)


class Tally:
    """Sums of columns of whole numbers for each distinct value of others, which are text.

    Rows come in any order, parts at a time.

    >>> tally = Tally(["outlet"], ["documents"])
    >>> for names in (["Tarn Mail", "Norre Post"], ["Tarn Mail"]):
    ...     tally.add(pa.table({"outlet": names, "documents": [1] * len(names)}))
    >>> tally.table().to_pydict()
    {'outlet': ['Norre Post', 'Tarn Mail'], 'documents': [1, 2]}
    """

    def __init__(self, keys: Sequence[str], sums: Sequence[str]) -> None:
        self._keys, self._sums = list(keys), list(sums)
        self._held: list[pa.Table] = []
        self._rows, self._most = 0, FEW

    def add(self, rows: pa.Table) -> None:
        """Add rows: columns of keys, and of what is summed."""
        self._held.append(self._added_up([rows]))
        self._rows += len(self._held[-1])
        if self._rows > self._most:
            self._held = [self._added_up(self._held)]
            self._rows = len(self._held[0])
            self._most = max(FEW, 2 * self._rows)

    def table(self) -> pa.Table:
        """Return a row for each key, in the order of keys."""
        if not self._held:
            columns = [(key, pa.string()) for key in self._keys] + [(name, pa.int64()) for name in self._sums]
            return pa.schema(columns).empty_table()
        return self._added_up(self._held).sort_by([(key, "ascending") for key in self._keys])

    def _added_up(self, tables: Sequence[pa.Table]) -> pa.Table:
        sums = [(name, "sum") for name in self._sums]
        rows = pa.concat_tables(tables).group_by(self._keys, use_threads=False).aggregate(sums)
        return rows.select([*self._keys, *(f"{name}_sum" for name in self._sums)]).rename_columns(
            [*self._keys, *self._sums]
        )
