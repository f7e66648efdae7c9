"""Memory and time of a run as the corpus grows.

    python benchmarks/scale.py 10000 100000 [--workers 2] [--out scale.json] [--incremental]

For each size it makes a folder of articles (made_up.py), cleans it with nothing kept, and samples the proportional
set size of all processes of the run. With --incremental it then cleans once more with the cache, changes one
document, and cleans again: hashed, and with --trust-mtime. Times of a start (a folder of one document) are
subtracted. All figures are of one machine in one go; look at the ratios.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from made_up import write

SAMPLE = 0.5


def pss(session: int) -> int:
    """Return the proportional set size of all processes of a session, in bytes."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                lines = (path / "smaps_rollup").read_text().splitlines()
                total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) << 10
        except (OSError, StopIteration, IndexError):
            continue
    return total


def clean(raw: Path, out: Path, *more: str) -> tuple[float, int]:
    """Clean a folder. Returns the seconds that it took, and the most memory."""
    command = [sys.executable, "-m", "corpusclean", "clean", str(raw), "--out", str(out), "--quiet", *more]
    began = time.monotonic()
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # a command of ours
    most = 0
    while process.poll() is None:
        most = max(most, pss(process.pid))
        time.sleep(SAMPLE)
    if process.returncode:
        sys.exit(f"the run failed: {process.returncode}")
    return time.monotonic() - began, most


def measure(place: Path, count: int, workers: int, start: float, *, incremental: bool) -> dict[str, Any]:
    """Make so many documents, and clean them. Returns what was measured."""
    raw, out, cache = place / "raw", place / "out", place / "cache"
    write(raw, count)
    given = ("--workers", str(workers))
    seconds, most = clean(raw, out, *given, "--cache", "off")
    found = {
        "documents": count,
        "seconds": round(seconds, 1),
        "ms per document": round(1000 * (seconds - start) / count, 3),
        "MiB": most >> 20,
    }
    if incremental:
        shutil.rmtree(out)
        clean(raw, out, *given, "--cache", str(cache))
        for name, more in (("hashed", ()), ("trusted", ("--trust-mtime",))):
            path = raw / "00000" / "00000007.txt"
            path.write_text(path.read_text(encoding="utf-8") + f"One more sentence, {name}.\n", encoding="utf-8")
            again, _ = clean(raw, out, *given, "--cache", str(cache), *more)
            found[f"one changed, {name}"] = round((again - start) / (seconds - start), 3)
    return found


def main() -> None:
    """Measure the sizes that are asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--incremental", action="store_true")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="corpusclean-scale-") as folder:
        place = Path(folder)
        write(place / "one" / "raw", 1)
        start = min(clean(place / "one" / "raw", place / "one" / "out", "--cache", "off")[0] for _ in range(2))
        print(f"a start takes {start:.1f} s")
        rows = []
        for count in given.sizes:
            at = place / str(count)
            at.mkdir()
            rows.append(measure(at, count, given.workers, start, incremental=given.incremental))
            print(json.dumps(rows[-1]), flush=True)
            shutil.rmtree(at)
    if given.out:
        given.out.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
