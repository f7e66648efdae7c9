"""CPU time of a run by step, against documents and against bytes: is it a line.

    python benchmarks/growth.py measure [FILE]    run it: takes some minutes
    python benchmarks/growth.py show [FILE]       renew the table in docs/explanation/architecture.md, and the plot

FILE is benchmarks/growth.json unless another is named. Corpora are made up (made_up.py); a run is one process on
one core (runs/steps.py), its cache empty.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from made_up import write

HERE = Path(__file__).parent
MEASURED = HERE / "growth.json"
DOCS = HERE.parent / "docs" / "explanation"
PAGE, PLOT = DOCS / "architecture.md", DOCS / "growth.svg"
BEGIN, END = "<!-- budget: benchmarks/growth.py show -->\n", "<!-- end of budget -->\n"

WORDS = 600
DOCUMENTS = (2_000, 5_000, 10_000, 20_000)
LENGTHS = (150, 300, 600, 1_200)
AT_LENGTHS = 5_000
"""How many documents the corpora of different lengths have."""
FIXED = "imports"
"""What a run takes however little there is to do."""


def measure(documents: int, words: int) -> dict[str, Any]:
    """Make a corpus, clean it, and return its size and the CPU seconds of each step."""
    with tempfile.TemporaryDirectory() as folder:
        raw = write(Path(folder) / "raw", documents, words=words)
        size = sum(path.stat().st_size for path in raw.rglob("*.txt"))
        done = subprocess.run(  # noqa: S603  # the benchmark's own program
            [sys.executable, str(HERE / "runs" / "steps.py"), str(raw), f"{folder}/out"],
            env={**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"},
            stdout=subprocess.PIPE,
            check=True,
        )
        return {"documents": documents, "words": words, "bytes": size, "steps": json.loads(done.stdout)}


def measure_all() -> list[dict[str, Any]]:
    """Measure every size."""
    sizes = [(documents, WORDS) for documents in DOCUMENTS]
    sizes += [(AT_LENGTHS, words) for words in LENGTHS if (AT_LENGTHS, words) not in sizes]
    rows = []
    for documents, words in sizes:
        rows.append(measure(documents, words))
        print(json.dumps(rows[-1]), flush=True)
    return rows


def by_documents(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the runs that differ in their documents alone."""
    return sorted((row for row in rows if row["words"] == WORDS), key=lambda row: int(row["documents"]))


def by_bytes(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the runs that differ in the length of their documents alone."""
    return sorted((row for row in rows if row["documents"] == AT_LENGTHS), key=lambda row: int(row["bytes"]))


def budget(rows: Sequence[dict[str, Any]]) -> str:
    """Return the table: what each step takes of the largest corpus, and of a document there and in a small one."""
    _, small, *_, large = by_documents(rows)
    hundredths = {name: round(100 * seconds) for name, seconds in large["steps"].items() if name != "whole"}
    whole = sum(hundredths.values())
    title = f"CPU seconds of {large['documents']:,} documents | share | µs a document | of {small['documents']:,}"
    lines = [f"| step | {title} |", "| --- | ---: | ---: | ---: | ---: |"]
    for name, value in sorted(hundredths.items(), key=lambda item: (-item[1], item[0])):
        each = [f"{1e6 * row['steps'].get(name, 0) / row['documents']:.0f}" for row in (large, small)]
        told = [f"{value / 100:.2f}", f"{100 * value / whole:.1f} %", *(["", ""] if name == FIXED else each)]
        lines.append(f"| {name.replace('_', ' ')} | {' | '.join(told)} |")
    lines.append(f"| **whole** | **{whole / 100:.2f}** | | | |")
    return "\n".join(lines) + "\n"


def renewed(page: str, rows: Sequence[dict[str, Any]]) -> str:
    """Return a page with the table in its place."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{budget(rows)}\n{END}{tail}"


def plot(rows: Sequence[dict[str, Any]]) -> str:
    """Return both lines as SVG: CPU seconds without imports, by documents and by bytes, both from zero."""
    charts = [
        _chart([(row["documents"], _moving(row)) for row in by_documents(rows)], "thousand documents", 1_000, 0),
        _chart(
            [(row["bytes"], _moving(row)) for row in by_bytes(rows)], f"MB in {AT_LENGTHS:,} documents", 10**6, 330
        ),
    ]
    style = (
        "text{font:12px sans-serif;fill:#777}.b{stroke:#999}"
        ".l{fill:none;stroke:#aaa;stroke-dasharray:4 4}.p{fill:#2a78b8}"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 250" role="img" '
        'aria-label="CPU time of a run against its documents, and against its bytes: both on a line.">'
        f"<style>{style}</style>{''.join(charts)}</svg>\n"
    )


def _moving(row: dict[str, Any]) -> float:
    return float(row["steps"]["whole"] - row["steps"][FIXED])


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Return slope and height of the straight line nearest to points, by least squares."""
    count = len(points)
    x, y = (sum(each) / count for each in zip(*points, strict=True))
    slope = sum((one - x) * (other - y) for one, other in points) / sum((one - x) ** 2 for one, _ in points)
    return slope, y - slope * x


def _chart(points: Sequence[tuple[float, float]], unit: str, per: int, left: int) -> str:
    right, top = points[-1][0], 1.15 * max(y for _, y in points)
    slope, height = line(points)

    def at(x: float, y: float) -> tuple[float, float]:
        return left + 20 + 270 * x / right, 200 - 160 * y / top

    marks = "".join(
        f'<circle class="p" cx="{at(x, y)[0]:.1f}" cy="{at(x, y)[1]:.1f}" r="4"/>'
        f'<text x="{at(x, y)[0]:.1f}" y="{at(x, y)[1] - 10:.1f}" text-anchor="end">{y:.1f}</text>'
        f'<text x="{at(x, y)[0]:.1f}" y="218" text-anchor="middle">{x / per:.0f}</text>'
        for x, y in points
    )
    ends = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(0, height), at(right, slope * right + height)))
    return (
        f'<text x="{left + 10}" y="20">CPU seconds, without imports</text>'
        f'<line class="b" x1="{left + 20}" y1="200" x2="{left + 300}" y2="200"/>'
        f'<polyline class="l" points="{ends}"/>{marks}'
        f'<text x="{left + 300}" y="240" text-anchor="end">{unit}</text>'
    )


def main(asked: Sequence[str]) -> None:
    """Measure or show."""
    if not asked or asked[0] not in ("measure", "show"):
        sys.exit(__doc__)
    place = Path(asked[1]) if len(asked) > 1 else MEASURED
    if asked[0] == "measure":
        place.write_text(json.dumps(measure_all(), indent=1) + "\n", encoding="utf-8")
        return
    rows = json.loads(place.read_text(encoding="utf-8"))
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), rows), encoding="utf-8")
    PLOT.write_text(plot(rows), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
