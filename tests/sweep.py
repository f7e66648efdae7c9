"""Kill a run at every system call that touches its output, or let each call fail; then look at what is there.

    python tests/sweep.py [--step 10] [--fault kill|EIO|ENOSPC] [--start old|absent]

A process that has imported everything forks a child for each point; strace attaches to it and injects the fault at
the k-th call of a kind that names a path of the tree. After it the output must be absent, the old corpus or the
new one, byte for byte; and the next run must give the bytes of an undisturbed one, and leave nothing beside them.
Every `step`-th point is tried, in an order that is always the same.
"""

import argparse
import collections
import ctypes
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from corpusclean.errors import CorpuscleanError
from corpusclean.run import local
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Run, Settings

CALLS = (
    "openat", "mkdir", "write", "pwrite64", "ftruncate", "fsync", "close", "rename", "renameat", "renameat2",
    "link", "unlink", "unlinkat", "rmdir",
)  # fmt: skip
"""What changes a disk, or waits for it."""

READS = ("read", "pread64", "getdents64")
"""What can fail as well."""

FAULTS = {"kill": "signal=SIGKILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
SETTINGS = Settings(run=Run(workers=1, cache="off"))
PR_SET_PTRACER = 0x59616D61

FILES = {
    "a.txt": " date 2021-12-13\n\nThe council met on Monday and will vote on the bridge in the spring.\n",
    "b.txt": " date 2021-12-14\n\nThe council met on Monday and will vote on the bridge in the spring.\n",
    "c.txt": " date 2021-12-15\n\nA farmer sold forty boats before noon. The caf\u00c3\u00a9 was open. (PTI)\n",
    "d.txt": "no header\n",
}


class Point(NamedTuple):
    """The k-th call of a kind fails in a way, in a run that starts so."""

    call: str
    when: int
    fault: str
    start: str


class Bench:
    """A folder, what a run makes of it, and what stood there before."""

    def __init__(self, place: Path) -> None:
        self.raw, self.out, self._old, self._new = (
            place / name for name in ("raw", "out", "kept-old", "kept-new")
        )
        self.raw.mkdir()
        for name, text in list(FILES.items())[1:]:
            (self.raw / name).write_text(text)
        run(self.raw, self.out)
        self.out.rename(self._old)
        for name, text in FILES.items():
            (self.raw / name).write_text(text)
        run(self.raw, self.out)
        self.out.rename(self._new)
        self.old, self.new = digest(self._old), digest(self._new)
        assert self.old != self.new
        self.before = listing(place) - {"out"}
        self.place = place

    def reset(self, start: str) -> None:
        """Put everything as it was before the run."""
        for name in listing(self.place) - self.before:
            path = self.place / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if start == "old":
            shutil.copytree(self._old, self.out)

    def paths(self) -> list[str]:
        """Return every path of the tree that an undisturbed run names, from either start."""
        found: set[str] = set()
        for start in ("old", "absent"):
            self.reset(start)
            log = traced(self, ["-e", f"trace={','.join((*CALLS, *READS))}", "-y"])
            found |= {path for path in re.findall(r'["<](/[^">]*)[">]', log) if self._touches(path)}
        return sorted(found)

    def _touches(self, path: str) -> bool:
        return path.startswith((str(self.out), str(self.place / ".out.corpusclean")))

    def state(self) -> str:
        """Return what a reader finds at the output: absent, old, new, or what must not be."""
        if not self.out.exists():
            return "absent"
        found = digest(self.out)
        return "old" if found == self.old else "new" if found == self.new else "a mixture"


def run(raw: Path, out: Path) -> int:
    """Clean in this process. Returns the exit code of the command line."""
    local.ISOLATED = False
    try:
        clean_corpus([raw], out, SETTINGS)
    except CorpuscleanError as error:
        return error.exit_code
    except OSError:
        return 3
    return 0


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def listing(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def forked(bench: Bench, *, stopped: bool) -> int:
    """Run in a child. Returns its process id."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        ctypes.CDLL(None).prctl(PR_SET_PTRACER, ctypes.c_ulong(-1))
        if stopped:
            os.kill(os.getpid(), signal.SIGSTOP)
        code = run(bench.raw, bench.out)
    finally:
        os._exit(code)


def traced(bench: Bench, options: Sequence[str]) -> str:
    """Run in a child under strace. Returns the log; the last line is how it ended."""
    pid = forked(bench, stopped=True)
    os.waitpid(pid, os.WUNTRACED)
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8", errors="replace") as log:
        tracer = subprocess.Popen(
            ["strace", "-f", "-qq", "-o", log.name, *options, "-p", str(pid)], stderr=subprocess.PIPE, text=True
        )
        while "TracerPid:\t0\n" in Path(f"/proc/{pid}/status").read_text(encoding="ascii"):
            if tracer.poll() is not None:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                raise RuntimeError(f"strace cannot attach: {tracer.communicate()[1]}")
            time.sleep(0.002)
        os.kill(pid, signal.SIGCONT)
        _, status = os.waitpid(pid, 0)
        tracer.communicate(timeout=30)
        return f"{log.read()}\n{os.waitstatus_to_exitcode(status)}"


def filters(paths: Sequence[str]) -> list[str]:
    return [option for path in paths for option in ("-P", path)]


def points(bench: Bench, paths: Sequence[str], faults: Sequence[str], starts: Sequence[str]) -> Iterator[Point]:
    """Yield every point: each call that an undisturbed run makes, with each fault, from each start."""
    for start in starts:
        bench.reset(start)
        log = traced(bench, ["-e", f"trace={','.join((*CALLS, *READS))}", *filters(paths)])
        counts = collections.Counter(re.findall(r"^(?:\d+ +)?(\w+)\(", log, re.MULTILINE))
        for fault in faults:
            for call in CALLS if fault == "kill" else (*CALLS, *READS):
                for when in range(1, counts[call] + 1):
                    yield Point(call, when, fault, start)


def try_point(bench: Bench, paths: Sequence[str], point: Point) -> tuple[str, str]:
    """Return in what state a fault leaves the output, and what is wrong with that; "" where nothing is."""
    bench.reset(point.start)
    inject = f"inject={point.call}:{FAULTS[point.fault]}:when={point.when}"
    log = traced(bench, ["-e", f"trace={point.call}", "-e", inject, *filters(paths)])
    code = int(log.rpartition("\n")[2])
    state = bench.state()
    wrong = []
    if point.fault == "kill" and code != -signal.SIGKILL:
        wrong.append(f"was not killed, exit {code}")
    if point.fault != "kill" and code not in (0, 3):
        wrong.append(f"exit {code}")
    if code == 0 and state != "new":
        wrong.append("exit 0, and not the new corpus")
    if state not in ("new", point.start):
        wrong.append(state)
    seen = {name for name in listing(bench.place) - bench.before - {"out"} if not name.startswith(".")}
    if seen:
        wrong.append(f"readers see {sorted(seen)}")
    status = os.waitstatus_to_exitcode(os.waitpid(forked(bench, stopped=False), 0)[1])
    if status != 0 or bench.state() != "new":
        wrong.append(f"the rerun: exit {status}, {bench.state()}")
    left = listing(bench.place) - bench.before - {"out"}
    if left:
        wrong.append(f"the rerun leaves {sorted(left)}")
    return state, "; ".join(wrong)


def sweep(
    step: int = 1, faults: Sequence[str] = tuple(FAULTS), starts: Sequence[str] = ("old", "absent"), first: int = 0
) -> tuple[Mapping[str, int], list[str]]:
    """Try every `step`-th point. Returns how often which fault left which state, and what was wrong."""
    states: collections.Counter[str] = collections.Counter()
    problems = []
    with tempfile.TemporaryDirectory(prefix="corpusclean-sweep-") as folder:
        bench = Bench(Path(folder))
        paths = bench.paths()
        for point in list(points(bench, paths, faults, starts))[first::step]:
            state, wrong = try_point(bench, paths, point)
            states[f"{point.fault} {state}"] += 1
            if wrong:
                problems.append(f"{point}: {wrong}")
    return states, problems


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--fault", choices=list(FAULTS), action="append")
    parser.add_argument("--start", choices=["old", "absent"], action="append")
    given = parser.parse_args()
    began = time.monotonic()
    if shutil.which("strace") is None:
        sys.exit("strace is missing; on Debian and Ubuntu: apt-get install strace")
    states, problems = sweep(given.step, given.fault or list(FAULTS), given.start or ["old", "absent"])
    print(f"{sum(states.values())} points in {time.monotonic() - began:.0f} s: {dict(sorted(states.items()))}")  # noqa: T201
    print("\n".join(problems) or "nothing wrong")  # noqa: T201
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
