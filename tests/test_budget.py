"""The table of what each step costs is the one that was measured, and adds up."""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import growth  # type: ignore[import-not-found]  # noqa: E402  # a benchmark is no package

ROWS = json.loads(growth.MEASURED.read_text(encoding="utf-8"))


def test_the_page_and_the_plot_show_what_was_measured() -> None:
    page = growth.PAGE.read_text(encoding="utf-8")

    assert growth.budget(ROWS) in page
    assert growth.renewed(page, ROWS) == page
    assert growth.PLOT.read_text(encoding="utf-8") == growth.plot(ROWS)


def test_the_rows_add_up_to_the_whole() -> None:
    *steps, whole = re.findall(r"^\| [^|]+ \| \**(\d+\.\d\d)\** \|", growth.budget(ROWS), re.MULTILINE)

    assert len(steps) > 20
    assert sum(round(100 * float(step)) for step in steps) == round(100 * float(whole))
    assert float(whole) == pytest.approx(growth.by_documents(ROWS)[-1]["steps"]["whole"], abs=0.2)


@pytest.mark.parametrize("rows", [growth.by_documents(ROWS), growth.by_bytes(ROWS)], ids=["documents", "bytes"])
def test_what_was_measured_lies_on_a_line(rows: list[dict[str, Any]]) -> None:
    name = "documents" if len({row["documents"] for row in rows}) > 1 else "bytes"
    points = [(row[name], row["steps"]["whole"] - row["steps"][growth.FIXED]) for row in rows]
    slope, height = growth.line(points)

    assert len(points) > 3
    for x, y in points:
        assert y == pytest.approx(slope * x + height, rel=0.25)
