"""The whole run beside what a user would write, beside datatrove, and beside the floor. One core, alternating.

python benchmarks/end_to_end.py --corpus DIR | --documents N  [--rounds R] [--only NAMES] [--json]

A   ours, everything on; without near duplicates; and with two workers on two cores
B   a script as people write it (runs/script.py)
C   datatrove with its ftfy formatter, language and C4 filters (runs/trove.py)
D   read each file, decode it, write Parquet, nothing else (runs/floor.py)

Each is a process of its own, start and imports included, pinned to one core. Time is CPU time of the process and
of its children; for two workers, of the clock. Finished work is not kept from run to run; rules made ready are, as
Python's compiled modules are. Ratios are medians over rounds of ratios within a round.
`make bench` sets up what datatrove needs.
"""

import argparse
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from made_up import write

HERE = Path(__file__).parent
NEAR_OFF = '[duplicates]\nnear = "ignore"\ncontained = "ignore"\n'
_PR_SET_CHILD_SUBREAPER = 36
CORES = sorted(os.sched_getaffinity(0))


class Cost(NamedTuple):
    """What a process and those it started took: seconds of CPU and of the clock, bytes of the largest one."""

    cpu: float
    clock: float
    peak: int


def run(command: Sequence[str], cores: Sequence[int]) -> Cost:
    """Run a command on these cores, and return what it took. Ends the benchmark where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  # the benchmark's own commands
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),  # noqa: PLW1509  # no threads here
    )
    assert process.stderr is not None  # noqa: S101  # it is a pipe
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)}\n{said.decode(errors='replace')[-2000:]}")
    usages = [usage, *_orphans()]
    cpu = sum(each.ru_utime + each.ru_stime for each in usages)
    return Cost(cpu, clock, max(each.ru_maxrss for each in usages) * 1024)


def _orphans() -> Iterator[resource.struct_rusage]:
    """Wait for the processes that outlive the one that started them: the server that starts workers."""
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return


def measure(
    corpus: Path, scratch: Path, rounds: int, names: Sequence[str], datatrove: str
) -> dict[str, list[Cost]]:
    """Run everything by turns, `rounds` times."""
    config = {"near": scratch / "near.toml", "far": scratch / "far.toml"}
    config["near"].write_text("")
    config["far"].write_text(NEAR_OFF)
    out = str(scratch / "out")

    def ours(settings: str, workers: int) -> list[str]:
        program = [sys.executable, "-m", "corpusclean", "clean", str(corpus), "--out", out]
        return [*program, "--config", str(config[settings]), "--workers", str(workers), "--quiet"]

    def other(script: str, python: str = sys.executable) -> list[str]:
        return [python, str(HERE / "runs" / script), str(corpus), out]

    works: dict[str, tuple[Callable[[], list[str]], Sequence[int]]] = {
        "floor": (lambda: other("floor.py"), CORES[:1]),
        "ours": (lambda: ours("near", 1), CORES[:1]),
        "ours_without_near": (lambda: ours("far", 1), CORES[:1]),
        "ours_two_workers": (lambda: ours("near", 2), CORES[:2]),
        "datatrove": (lambda: other("trove.py", datatrove), CORES[:1]),
        "script": (lambda: other("script.py"), CORES[:1]),
    }
    run(other("floor.py"), CORES)  # the files come into the page cache
    taken: dict[str, list[Cost]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            _clear(scratch)
            command, cores = works[name]
            taken[name].append(run(command(), cores))
    return taken


def _clear(scratch: Path) -> None:
    for left in scratch.glob("out*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    for work in Path(os.environ["XDG_CACHE_HOME"]).glob("corpusclean/work-*"):
        shutil.rmtree(work)


def steps(corpus: Path, scratch: Path) -> dict[str, float]:
    """Return the CPU seconds of each step of one run, which add up to the whole."""
    _clear(scratch)
    program = [sys.executable, str(HERE / "runs" / "steps.py"), str(corpus), str(scratch / "out")]
    done = subprocess.run(  # noqa: S603  # as above
        program, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr[-2000:])
    return dict(json.loads(done.stdout))


def figures(taken: dict[str, list[Cost]], documents: int) -> dict[str, Any]:
    """Return the ratios, with their spread, and what each took."""

    def ratio(above: str, below: str, of: str = "cpu") -> list[float]:
        return [getattr(one, of) / getattr(two, of) for one, two in zip(taken[above], taken[below], strict=True)]

    asked = {
        "times_faster_than_script": ("script", "ours"),
        "times_faster_than_script_without_near": ("script", "ours_without_near"),
        "times_faster_than_datatrove": ("datatrove", "ours"),
        "times_faster_than_datatrove_without_near": ("datatrove", "ours_without_near"),
        "times_floor": ("ours", "floor"),
        "times_floor_without_near": ("ours_without_near", "floor"),
    }
    found = {name: ratio(*pair) for name, pair in asked.items() if set(pair) <= taken.keys()}
    if "ours_two_workers" in taken and "ours" in taken:
        found["times_faster_with_two_cores"] = ratio("ours", "ours_two_workers", "clock")
    return {
        "documents": documents,
        **{name: round(statistics.median(values), 2) for name, values in found.items()},
        "spread": {name: [round(min(values), 2), round(max(values), 2)] for name, values in found.items()},
        "cpu_ms_a_document": {
            name: round(statistics.median(cost.cpu for cost in costs) / documents * 1000, 3)
            for name, costs in taken.items()
        },
        "peak_megabytes": {name: max(cost.peak for cost in costs) // 2**20 for name, costs in taken.items()},
    }


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--corpus", type=Path)
    which.add_argument("--documents", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--datatrove", default=sys.executable, help="the Python that has datatrove")
    parser.add_argument("--only", help="names divided by commas, of: " + ", ".join(ALL))
    args = parser.parse_args()
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)  # what is left of a run becomes a child of ours
    names = args.only.split(",") if args.only else ALL
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        # A cache of an earlier run would be no measure of a run.
        os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
        corpus = args.corpus or write(scratch / "corpus", args.documents)
        documents = sum(len(files) for _, _, files in os.walk(corpus))
        measured = figures(measure(corpus, scratch, args.rounds, names, args.datatrove), documents)
        measured["steps_cpu_seconds"] = steps(corpus, scratch)
    if args.json:
        print(json.dumps(measured))
        return
    for name, value in measured.items():
        if isinstance(value, dict):
            print(name)
            print("\n".join(f"  {key:40} {part}" for key, part in value.items()))
        else:
            print(f"{name:42} {value}")


ALL = ("floor", "ours", "ours_without_near", "ours_two_workers", "datatrove", "script")

if __name__ == "__main__":
    main()
