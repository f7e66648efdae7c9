"""What is added up in pieces comes to what it comes to at once."""

from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean import tally
from corpusclean.tally import Tally

ROWS = st.lists(st.tuples(st.sampled_from("abc\u00e9"), st.sampled_from("xy"), st.integers(-5, 5)), max_size=60)


@given(ROWS, st.integers(1, 7), st.integers(0, 9))
def test_pieces_add_up(rows: list[tuple[str, str, int]], piece: int, few: int) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(tally, "FEW", few)
        made = Tally(["one", "other"], ["sum", "rows"])
        for begin in range(0, len(rows), piece):
            columns = zip(*rows[begin : begin + piece], strict=True)
            own = dict(zip(("one", "other", "sum"), map(list, columns), strict=True))
            made.add(pa.table({**own, "rows": [1] * len(own["one"])}))
        found = made.table()
    sums, counts = Counter[tuple[str, str]](), Counter((one, other) for one, other, _ in rows)
    for one, other, value in rows:
        sums[one, other] += value
    expected = [
        {"one": one, "other": other, "sum": sums[one, other], "rows": counts[one, other]}
        for one, other in sorted(counts)
    ]
    assert found.to_pylist() == expected
    assert found.column_names == ["one", "other", "sum", "rows"]


def test_what_is_held_does_not_grow_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "FEW", 10)
    made = Tally(["outlet"], ["documents"])
    for number in range(200):
        made.add(pa.table({"outlet": [f"{number % 4}", "same"], "documents": [1, 1]}))
        assert made._rows <= 12
    assert made.table()["documents"].to_pylist() == [50, 50, 50, 50, 200]
