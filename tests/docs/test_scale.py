"""The page about scale shows what the benchmark wrote down, and nothing else."""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "benchmarks" / "scale.json"
PAGE = ROOT / "docs" / "explanation" / "scale.md"


def test_the_plot_is_that_of_the_figures(tmp_path: Path) -> None:
    drawn = tmp_path / "scale.svg"
    command: list[str | Path] = [
        sys.executable,
        ROOT / "benchmarks" / "scale.py",
        "--json",
        FIGURES,
        "--svg",
        drawn,
    ]
    subprocess.run(command, check=True)
    assert drawn.read_text(encoding="utf-8") == PAGE.with_suffix(".svg").read_text(encoding="utf-8")
    shown = [each.text for each in ET.fromstring(drawn.read_text(encoding="utf-8")).iter() if each.text]  # noqa: S314  # ours
    for row in json.loads(FIGURES.read_text(encoding="utf-8")):
        assert {f"{row[name]:,}" for name in ("documents", "MiB", "CPU ms per document")} <= set(shown)


def test_the_table_is_that_of_the_figures() -> None:
    rows = re.findall(r"^\| ([\d,]+(?: \| [\d.,]+)+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    told = [[float(value.replace(",", "")) for value in row.split(" | ")] for row in rows]
    names = ("documents", "seconds", "CPU seconds", "CPU ms per document", "MiB", "MiB of the driver")
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    assert [row[:-1] for row in told] == [[row[name] for name in names] for row in figures]
    assert [row[-1] for row in told] == [round(row["CPU ms per document"] / 3.6, 2) for row in figures]
