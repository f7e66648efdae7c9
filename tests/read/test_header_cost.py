"""A header of very many lines costs time that grows with their number, not with its square."""

import pytest
from stopwatch import in_proportion

from corpusclean.read.rows import Rows
from corpusclean.settings import Settings

FEW, MANY = 40_000, 160_000


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b" and on\n", id="lines that go on"),
        pytest.param(b"X-Tag: rain over the hills\n", id="a name again"),
    ],
)
def test_a_header_takes_time_in_proportion_to_its_lines(line: bytes) -> None:
    def read(lines: int) -> None:
        rows = Rows(Settings())
        rows.add_file("a.txt", b"date: 2021-12-13\nX-Tag: rain\n" + line * lines + b"\nRain fell.\n")
        rows.take()

    assert in_proportion(lambda: read(MANY), lambda: read(FEW))
