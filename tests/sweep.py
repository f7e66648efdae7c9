"""Kill a run at every system call that touches its output, or let each call fail; then look at what is there.

    python tests/sweep.py [--step 10] [--first 3] [--fault kill|EIO|ENOSPC] [--start old|absent] [--apart]

A process that has imported everything forks a child for each point; strace attaches to it and injects the fault at
the k-th call of a kind that names a path of the tree. After it the output must be absent, the old corpus or the
new one, byte for byte; and the next run must give the bytes of an undisturbed one, and leave nothing beside them.
With `--apart` the corpus has its ledger and rejects in a private part, which must be all that the corpus lists.
Every `step`-th point is tried, from the `first`, in an order that is always the same.

Two things keep down what a point costs, and change nothing of what is tried. What only computes is worked
out once, before the fork (`remember`). And the next run is made once for each state of the disk that faults leave:
most leave one that another has left already.
"""

import argparse
import collections
import ctypes
import functools
import gc
import hashlib
import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from corpusclean.errors import CorpuscleanError
from corpusclean.run import fresh, local, tasks
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Output, Run, Settings
from corpusclean.verify import verify_corpus
from corpusclean.write import manifest, parquet

CALLS = (
    "openat", "mkdir", "write", "pwrite64", "ftruncate", "fsync", "close", "rename", "renameat", "renameat2",
    "link", "unlink", "unlinkat", "rmdir",
)  # fmt: skip
"""What changes a disk, or waits for it."""

READS = ("read", "pread64", "getdents64")
"""What can fail as well."""

FAULTS = {"kill": "signal=SIGKILL", "EIO": "error=EIO", "ENOSPC": "error=ENOSPC"}
SETTINGS = Settings(run=Run(workers=1, cache="off"))
MEMORY = Path("/dev/shm")  # noqa: S108  # a disk would be waited for at every fsync
PR_SET_PTRACER = 0x59616D61

COMPUTING = (
    (tasks, "map_documents"), (tasks, "finish_documents"), (tasks, "to_table"), (parquet, "to_table"),
    (fresh, "made_by"), (manifest, "made_by"),
)  # fmt: skip
"""What of a run only computes, and takes long."""

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

    def __init__(self, place: Path, *, apart: bool = False) -> None:
        self.raw, self.out, self.place = place / "raw", place / "out", place
        self.private = place / "private" if apart else None
        self.made = [path for path in (self.out, self.private) if path is not None]
        output = Output(private=None if self.private is None else str(self.private))
        self._settings = SETTINGS.model_copy(update={"output": output})
        self.raw.mkdir()
        self._reruns: dict[str, str] = {}
        self._remembering = [(module, name, remember(getattr(module, name))) for module, name in COMPUTING]
        for name, text in list(FILES.items())[1:]:
            (self.raw / name).write_text(text)
        self.old = self._made("old")
        for name, text in FILES.items():
            (self.raw / name).write_text(text)
        self.new = self._made("new")
        assert self.old != self.new
        self.before = listing(place)
        gc.freeze()  # what children share with this process they need not copy to collect it

    def _made(self, kept: str) -> list[dict[str, str]]:
        """Run, and put aside what was made. Returns the hashes of its files."""
        self.run()
        return [digest(path.rename(self._kept(path, kept))) for path in self.made]

    def _kept(self, path: Path, kept: str) -> Path:
        return self.place / f"kept-{kept}-{path.name}"

    def run(self) -> int:
        """Clean in this process. Returns the exit code of the command line."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(local, "ISOLATED", False)
            for module, name, remembering in self._remembering:
                patch.setattr(module, name, remembering)
            try:
                clean_corpus([self.raw], self.out, self._settings)
            except CorpuscleanError as error:
                return error.exit_code
            except OSError:
                return 3
            return 0

    def reset(self, start: str) -> None:
        """Put everything as it was before the run."""
        for name in listing(self.place) - self.before:
            path = self.place / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if start == "old":
            for path in self.made:
                shutil.copytree(self._kept(path, "old"), path)

    @functools.cache  # noqa: B019  # there are few
    def paths(self) -> list[str]:
        """Return every path of the tree that an undisturbed run names, from either start."""
        found: set[str] = set()
        for start in ("old", "absent"):
            self.reset(start)
            log = traced(self, ["-e", f"trace={','.join((*CALLS, *READS))}", "-y"])
            found |= {path for path in re.findall(r'["<](/[^">]*)[">]', log) if self._touches(path)}
        return sorted(found)

    def _touches(self, path: str) -> bool:
        beside = [self.place / f".{each.name}.corpusclean" for each in self.made]
        return path.startswith(tuple(map(str, (*self.made, *beside))))

    def rerun(self) -> str:
        """Run once more, undisturbed. Returns what is wrong with what comes of it; "" where nothing is."""
        found = self._on_disk()
        if found not in self._reruns:
            status = os.waitstatus_to_exitcode(os.waitpid(forked(self, stopped=False), 0)[1])
            wrong = []
            if status != 0 or self.state() != "new":
                wrong.append(f"the rerun: exit {status}, {self.state()}")
            left = listing(self.place) - self.before - {path.name for path in self.made}
            if left:
                wrong.append(f"the rerun leaves {sorted(left)}")
            elif [digest(path) for path in self.made] != self.new:
                wrong.append("the rerun leaves something in the private part")
            self._reruns[found] = "; ".join(wrong)
        return self._reruns[found]

    def _on_disk(self) -> str:
        """Return a hash of all that a run has left: names, kinds, bytes. A lock holds the id of a process."""
        digest = hashlib.sha256()
        roots = [self.place / name for name in sorted(listing(self.place) - self.before)]
        for path in sorted(each for root in roots for each in (root, *root.rglob("*"))):
            digest.update(f"{path}\0{path.is_dir()}\0".encode())
            if path.is_file():
                data = path.read_bytes()
                digest.update(str(len(data) > 0).encode() if path.suffix == ".lock" else data)
        return digest.hexdigest()

    def state(self) -> str:
        """Return what a reader finds at the output: absent, old, new, or what must not be."""
        if not self.out.exists():
            return "absent"
        found = digest(self.out)
        if self.private is not None and (problems := verify_corpus(self.out, self.private).problems):
            return f"a corpus without its private part: {problems}"
        return "old" if found == self.old[0] else "new" if found == self.new[0] else "a mixture"


def remember(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function that only computes do so once for the same arguments, here and in what this forks."""
    results: dict[bytes, Any] = {}

    @functools.wraps(function)
    def remembering(*arguments: Any) -> Any:  # whatever it takes and gives
        key = pickle.dumps(arguments)
        if key not in results:
            results[key] = pickle.dumps(function(*arguments))
        return pickle.loads(results[key])  # noqa: S301  # what was pickled here

    return remembering


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
        code = bench.run()
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


MISSED = "missed"


def try_point(bench: Bench, paths: Sequence[str], point: Point) -> tuple[str, str]:
    """Return in what state a fault leaves the output, and what is wrong with that; "" where nothing is.

    The state is `missed` where the run ended well before a call with this number: a run may make one less.
    """
    bench.reset(point.start)
    inject = f"inject={point.call}:{FAULTS[point.fault]}:when={point.when}"
    log = traced(bench, ["-e", f"trace={point.call}", "-e", inject, *filters(paths)])
    code = int(log.rpartition("\n")[2])
    state = bench.state()
    wrong = []
    if point.fault == "kill" and code == 0 and state == "new":
        state = MISSED
    elif point.fault == "kill" and code != -signal.SIGKILL:
        wrong.append(f"was not killed, exit {code}")
    if point.fault != "kill" and code not in (0, 3):
        wrong.append(f"exit {code}")
    if code == 0 and state not in ("new", MISSED):
        wrong.append("exit 0, and not the new corpus")
    if state not in ("new", MISSED, point.start):
        wrong.append(state)
    made = {path.name for path in bench.made}
    seen = {name for name in listing(bench.place) - bench.before - made if not name.startswith(".")}
    if seen:
        wrong.append(f"readers see {sorted(seen)}")
    again = bench.rerun()
    if again:
        wrong.append(again)
    return state, "; ".join(wrong)


@contextmanager
def made(*, apart: bool = False) -> Iterator[Bench]:
    """Make a bench, in memory where that can be."""
    with tempfile.TemporaryDirectory(
        prefix="corpusclean-sweep-", dir=MEMORY if MEMORY.is_dir() else None
    ) as folder:
        yield Bench(Path(folder), apart=apart)


def sweep(
    bench: Bench,
    step: int = 1,
    faults: Sequence[str] = tuple(FAULTS),
    starts: Sequence[str] = ("old", "absent"),
    first: int = 0,
) -> tuple[Mapping[str, int], list[str]]:
    """Try every `step`-th point. Returns how often which fault left which state, and what was wrong."""
    states: collections.Counter[str] = collections.Counter()
    problems = []
    paths = bench.paths()
    for point in list(points(bench, paths, faults, starts))[first::step]:
        state, wrong = try_point(bench, paths, point)
        states[f"{point.fault} {state}"] += 1
        if wrong:
            problems.append(f"{point}: {wrong}")
    if states[f"kill {MISSED}"] * 20 > sum(states.values()):
        problems.append(f"{states[f'kill {MISSED}']} points were missed, of {sum(states.values())}")
    return states, problems


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--fault", choices=list(FAULTS), action="append")
    parser.add_argument("--start", choices=["old", "absent"], action="append")
    parser.add_argument("--apart", action="store_true")
    given = parser.parse_args()
    began = time.monotonic()
    if shutil.which("strace") is None:
        sys.exit("strace is missing; on Debian and Ubuntu: apt-get install strace")
    starts = given.start or ["old", "absent"]
    with made(apart=given.apart) as bench:
        states, problems = sweep(bench, given.step, given.fault or list(FAULTS), starts, given.first)
    print(f"{sum(states.values())} points in {time.monotonic() - began:.0f} s: {dict(sorted(states.items()))}")  # noqa: T201
    print("\n".join(problems) or "nothing wrong")  # noqa: T201
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
