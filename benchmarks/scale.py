"""Memory and time of a run as the corpus grows.

    python benchmarks/scale.py 10000 100000 [--words 150] [--workers 2] [--incremental] [--json FILE] [--svg FILE]
    python benchmarks/scale.py --json FILE --svg FILE

For each size it makes a folder of articles (made_up.py), cleans it with nothing kept, and samples the proportional
set size of all processes of the run, every second. CPU time is that of the run and of all that it started.
With --incremental it then cleans once more with the cache, changes one document, and cleans again: hashed, and
with --trust-mtime. What a start takes (a folder of one document) is subtracted from times. All figures are of one
machine in one go; look at the ratios. --raw DIR keeps the folders of articles, and takes those that are there.
Without sizes the plot is drawn from the figures of an earlier run.
"""

import argparse
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from made_up import write

SAMPLE = 1.0
_PR_SET_CHILD_SUBREAPER = 36


class Cost(NamedTuple):
    """What a run took: seconds of the clock and of CPU; bytes at their most, of all processes and of the first."""

    clock: float
    cpu: float
    peak: int
    driver: int


def pss(session: int) -> dict[int, int]:
    """Return the proportional set size of each process of a session, in bytes."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                lines = (path / "smaps_rollup").read_text().splitlines()
                found[int(path.name)] = (
                    next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) << 10
                )
        except (OSError, StopIteration, IndexError):
            continue
    return found


def clean(raw: Path, out: Path, *more: str) -> Cost:
    """Clean a folder. Returns what it took."""
    command = [sys.executable, "-m", "corpusclean", "clean", str(raw), "--out", str(out), "--quiet", *more]
    before, began = _cpu(), time.monotonic()
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # a command of ours
    peak = driver = 0
    while process.poll() is None:
        found = pss(process.pid)
        peak, driver = max(peak, sum(found.values())), max(driver, found.get(process.pid, 0))
        time.sleep(SAMPLE)
    clock = time.monotonic() - began
    if process.returncode:
        sys.exit(f"the run failed: {process.returncode}")
    return Cost(clock, _cpu() - before, peak, driver)


def _cpu() -> float:
    """Return the CPU seconds of all that was started here and has ended, also of what outlived who started it."""
    while True:
        try:
            os.wait4(-1, 0)
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def made(raw: Path, count: int, words: int) -> Path:
    """Return a folder of so many articles: the one that is there, or a new one."""
    done = raw.with_name(f"{raw.name}.made")
    if not done.exists():
        write(raw, count, words=words)
        done.touch()
    return raw


def measure(place: Path, raw: Path, count: int, workers: int, start: Cost, *, incremental: bool) -> dict[str, Any]:
    """Clean so many documents. Returns what was measured."""
    out, cache = place / "out", place / "cache"
    given = ("--workers", str(workers))
    cost = clean(raw, out, *given, "--cache", "off")
    found = {
        "documents": count,
        "seconds": round(cost.clock, 1),
        "CPU seconds": round(cost.cpu, 1),
        "ms per document": round(1000 * (cost.clock - start.clock) / count, 3),
        "CPU ms per document": round(1000 * (cost.cpu - start.cpu) / count, 3),
        "MiB": cost.peak >> 20,
        "MiB of the driver": cost.driver >> 20,
    }
    if incremental:
        shutil.rmtree(out)
        clean(raw, out, *given, "--cache", str(cache))
        path = raw / "00000" / "00000007.txt"
        before = path.read_text(encoding="utf-8")
        for name, more in (("hashed", ()), ("trusted", ("--trust-mtime",))):
            path.write_text(f"{before}One more sentence, {name}.\n", encoding="utf-8")
            time.sleep(3)  # times of what has just changed are not trusted
            again = clean(raw, out, *given, "--cache", str(cache), *more)
            found[f"one changed, {name}"] = round((again.clock - start.clock) / (cost.clock - start.clock), 3)
            found[f"one changed, {name}, CPU"] = round((again.cpu - start.cpu) / (cost.cpu - start.cpu), 3)
        path.write_text(before, encoding="utf-8")
    return found


def plot(rows: Sequence[dict[str, Any]]) -> str:
    """Return memory and CPU time per document against documents, as SVG: two charts that begin at zero."""
    charts = [
        _chart(rows, "MiB", "most memory of all processes, MiB", 0),
        _chart(rows, "CPU ms per document", "CPU time, ms a document", 330),
    ]
    style = (
        "text{font:12px sans-serif;fill:#777}.b{stroke:#999}"
        ".l{fill:none;stroke:#2a78b8;stroke-width:2}.p{fill:#2a78b8}"
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 250" role="img" aria-label="Memory and CPU time '
        f'per document of runs of {", ".join(format(row["documents"], ",") for row in rows)} documents.">'
        f"<style>{style}</style>{''.join(charts)}</svg>\n"
    )


def _chart(rows: Sequence[dict[str, Any]], name: str, title: str, left: int) -> str:
    top = 1.25 * max(row[name] for row in rows)
    step = 240 / max(1, len(rows) - 1)
    points = [(left + 40 + place * step, 200 - 160 * row[name] / top) for place, row in enumerate(rows)]
    marks = "".join(
        f'<circle class="p" cx="{x:.0f}" cy="{y:.1f}" r="4"/>'
        f'<text x="{x:.0f}" y="{y - 10:.1f}" text-anchor="middle">{row[name]:,}</text>'
        f'<text x="{x:.0f}" y="218" text-anchor="middle">{row["documents"]:,}</text>'
        for (x, y), row in zip(points, rows, strict=True)
    )
    line = " ".join(f"{x:.0f},{y:.1f}" for x, y in points)
    return (
        f'<text x="{left + 10}" y="20">{title}</text>'
        f'<line class="b" x1="{left + 10}" y1="200" x2="{left + 310}" y2="200"/>'
        f'<polyline class="l" points="{line}"/>{marks}'
        f'<text x="{left + 310}" y="240" text-anchor="end">documents</text>'
    )


def main() -> None:
    """Measure the sizes that are asked for, and draw."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--words", type=int, default=600, help="of an article, about")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--incremental", action="store_true")
    parser.add_argument("--raw", type=Path, help="where folders of articles are kept")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--svg", type=Path)
    given = parser.parse_args()
    rows = json.loads(given.json.read_text()) if given.json and given.json.exists() and not given.sizes else []
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory(prefix="corpusclean-scale-") as folder:
        place = Path(folder)
        if given.sizes:
            one = write(place / "one" / "raw", 1)
            start = min(
                (clean(one, place / "one" / "out", "--cache", "off") for _ in range(3)), key=lambda each: each.cpu
            )
            print(f"a start takes {start.clock:.1f} s, {start.cpu:.1f} s of CPU")
        for count in given.sizes:
            at = place / str(count)
            at.mkdir()
            raw = made((given.raw or at) / f"raw-{count}-{given.words}", count, given.words)
            rows.append(measure(at, raw, count, given.workers, start, incremental=given.incremental))
            print(json.dumps(rows[-1]), flush=True)
            shutil.rmtree(at)
            if given.json:
                given.json.write_text(json.dumps(rows, indent=1) + "\n")
    if given.svg:
        given.svg.write_text(plot(rows))


if __name__ == "__main__":
    main()
