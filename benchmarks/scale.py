"""Memory and time of a run as the corpus grows.

    python benchmarks/scale.py 10000 100000 [--workers 2] [--out scale.json] [--incremental]

For each size it makes a folder of articles (nothing of the product makes them), cleans it with nothing kept, and
samples the proportional set size of all processes of the run. With --incremental it then cleans once more with the
cache, changes one document, and cleans again: hashed, and with --trust-mtime. Times of a start (a folder of one
document) are subtracted. All figures are of one machine in one go; look at the ratios.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WORDS = [
    f"{a}{b}{c}"
    for a in ("ba", "ko", "ri", "tu", "me")
    for b in ("lan", "dor", "vin", "sa")
    for c in ("", "te", "rus")
]
STARTS = ["The council", "A farmer", "The ministry", "Her neighbour", "The port", "A court", "The museum"]
SAMPLE = 0.5


def article(rng: random.Random) -> str:
    """Return a made-up article of 3 to 6 paragraphs."""
    paragraphs = []
    for _ in range(rng.randint(3, 6)):
        sentences = [
            f"{rng.choice(STARTS)} {' '.join(rng.choice(WORDS) for _ in range(rng.randint(6, 16)))}."
            for _ in range(rng.randint(3, 6))
        ]
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs)


def make(folder: Path, count: int) -> None:
    """Write so many files, a thousand to a folder; one in twenty is a copy with another date."""
    rng = random.Random(count)  # noqa: S311  # made-up documents need no secrets
    text = article(rng)
    for number in range(count):
        if number % 20:
            text = article(rng)
        if number % 1000 == 0:
            (folder / f"{number // 1000:04d}").mkdir(parents=True)
        day = f"20{rng.randint(10, 22)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        notice = rng.choice(["", "", " (PTI)", "\n\n\u00a9 2021 AFP"])
        path = folder / f"{number // 1000:04d}" / f"{number:07d}.txt"
        path.write_text(f" date {day} \n\n\n{text}{notice}\n", encoding="utf-8")


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
    make(raw, count)
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
            path = raw / "0000" / "0000007.txt"
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
        make(place / "one" / "raw", 1)
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
