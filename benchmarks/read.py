"""Reading: its cost beside opening, reading and hashing each file, and what an inventory takes.

python benchmarks/read.py --corpus DIR       the files of a folder, one core, by turns
python benchmarks/read.py --documents N      N made-up files of two kilobytes
python benchmarks/read.py --inventory N      memory and time of an inventory of N files in one folder

`--json` prints the figures as one object.
"""

import argparse
import gc
import hashlib
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpusclean.read.documents import read_batches
from corpusclean.read.inventory import take_inventory
from corpusclean.run.partition import plan
from corpusclean.settings import Settings

ROUNDS = 5
SETTINGS = Settings()
WORDS = [
    "rain",
    "river",
    "bridge",
    "council",
    "school",
    "market",
    "harvest",
    "winter",
    "road",
    "mayor",
    "boat",
    "mill",
    "garden",
    "teacher",
]


def made_up(folder: Path, count: int) -> None:
    """Write files of a header and some two kilobytes of words, a thousand to a folder."""
    chooser = random.Random(0)  # noqa: S311  # made-up documents need no secrets
    for number in range(count):
        place = folder / f"{number // 1000:04d}"
        if number % 1000 == 0:
            place.mkdir()
        text = " ".join(chooser.choices(WORDS, k=330)).capitalize()
        (place / f"{number:07d}.txt").write_text(f" date 2021-12-{number % 28 + 1:02d} \n\n\n{text}.\n")


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that a call takes."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def opened_and_hashed(paths: list[str]) -> None:
    """Do what no reader can do without."""
    for path in paths:
        with open(path, "rb") as stream:  # noqa: PTH123  # as plainly as it can be said
            data = stream.read()
        hashlib.sha256(data).hexdigest()


def read_all(folder: Path) -> int:
    """Find, read and parse every file, a partition at a time, as a run does."""
    count = 0
    for partition in plan(take_inventory([folder], SETTINGS).found, SETTINGS):
        for batch in read_batches(partition.files, SETTINGS):
            count += len(batch.documents)
    return count


def cost(folder: Path) -> dict[str, Any]:
    """Time both by turns."""
    paths = [found.path for found in take_inventory([folder], SETTINGS).found]
    works = {"opened_and_hashed": lambda: opened_and_hashed(paths), "read": lambda: read_all(folder)}
    works["inventory"] = lambda: take_inventory([folder], SETTINGS)
    partitions = list(plan(take_inventory([folder], SETTINGS).found, SETTINGS))
    works["read_what_was_found"] = lambda: [
        len(batch.documents) for partition in partitions for batch in read_batches(partition.files, SETTINGS)
    ]
    times: dict[str, list[float]] = {name: [] for name in works}
    opened_and_hashed(paths)  # into the page cache
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(seconds(work))
    median = {name: statistics.median(found) for name, found in times.items()}
    micro = {f"{name}_us_a_file": round(value / len(paths) * 1e6, 1) for name, value in median.items()}
    floors = times["opened_and_hashed"]
    ratios = [read / floor for read, floor in zip(times["read"], floors, strict=True)]
    without = [read / floor for read, floor in zip(times["read_what_was_found"], floors, strict=True)]
    return {
        "files": len(paths),
        "bytes_a_file": sum(os.stat(path).st_size for path in paths) // len(paths),  # noqa: PTH116  # strings
        **micro,
        "read_over_opened_and_hashed": round(statistics.median(ratios), 2),
        "without_finding_them": round(statistics.median(without), 2),
        "spread": [round(min(ratios), 2), round(max(ratios), 2)],
    }


def resident() -> int:
    """Return the bytes that this process holds in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def inventory(folder: Path, count: int) -> dict[str, Any]:
    """Measure the inventory of empty files in one folder: memory an address, seconds to the first partition."""
    handle = os.open(folder, os.O_RDONLY)
    for number in range(count):
        os.close(os.open(f"{number:09d}_{number * 2654435761 % 2**32:08x}.txt", os.O_CREAT, dir_fd=handle))
    os.close(handle)
    take_inventory([folder.parent], Settings(exclude=(folder.name,), include=("first",)))  # what is loaded once
    gc.collect()
    before, start = resident(), time.perf_counter()
    found = take_inventory([folder], SETTINGS).found
    held, listed = resident() - before, time.perf_counter() - start
    first = plan(found, SETTINGS)[0]
    return {
        "files": len(found),
        "bytes_an_address": round(held / len(found)),
        "peak_bytes_an_address": round(peak() / len(found)),
        "seconds_to_list": round(listed, 1),
        "seconds_to_first_partition": round(time.perf_counter() - start, 1),
        "files_in_first_partition": len(first.files),
    }


def peak() -> int:
    """Return the most bytes that this process has held."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))


def main() -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--corpus", type=Path)
    what.add_argument("--documents", type=int)
    what.add_argument("--inventory", type=int)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "raw")
        folder.mkdir()
        if args.inventory:
            (Path(name) / "first").touch()
            figures = inventory(folder, args.inventory)
        elif args.documents:
            made_up(folder, args.documents)
            figures = cost(folder)
        else:
            figures = cost(args.corpus)
    print(json.dumps(figures) if args.json else "\n".join(f"{key:30} {value}" for key, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
