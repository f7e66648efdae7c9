"""A real Dask cluster: a scheduler and two workers, processes on loopback, as their command line starts them."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def _with_us() -> None:
    """Let the kernel end this process when the tests end, however they do (PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


STARTS_WITHIN = 60.0
"""Seconds in which a scheduler must listen, on a machine that does much else."""


class Cluster:
    """A scheduler and workers, each a process."""

    def __init__(self, folder: Path, python_path: str = "") -> None:
        self._folder, self._log = folder, folder / "cluster.log"
        self.workers = list["subprocess.Popen[bytes]"]()
        paths = (python_path, str(Path(__file__).parent), os.environ.get("PYTHONPATH", ""))
        self._python_path = os.pathsep.join(filter(None, paths))
        listens = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(listens), "--no-dashboard"
        )  # a port that we look for may be another's by the time it is taken
        self.address = self._address(listens)
        self.workers += [self.add_worker() for _ in range(2)]

    def _address(self, listens: Path) -> str:
        """Wait until the scheduler has written where it listens; half of that may be there first."""
        end = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < end and self.scheduler.poll() is None:
            with suppress(FileNotFoundError, json.JSONDecodeError):
                return str(json.loads(listens.read_text(encoding="utf-8"))["address"])
            time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"no scheduler: {self._log.read_text(encoding='utf-8')}")

    def _start(self, *command: str, first: str = "") -> "subprocess.Popen[bytes]":
        with self._log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *command],
                cwd=self._folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_with_us,  # noqa: PLW1509  # one call to the kernel
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (first, self._python_path)))},
            )

    def add_worker(self, first: str = "") -> "subprocess.Popen[bytes]":
        """Start a node: a nanny, and the worker that it watches, which imports what is in folder `first` first."""
        return self._start(
            "worker", self.address, "--nthreads", "1", "--no-dashboard",
            "--host", "127.0.0.1", "--local-directory", str(self._folder),
            first=first,
        )  # fmt: skip

    def stop(self) -> None:
        for process in [*self.workers, self.scheduler]:
            kill_node(process)


def kill_node(process: "subprocess.Popen[bytes]") -> None:
    """Kill a node as a power cut does: everything of its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def cluster(folder: Path, python_path: str = "") -> Iterator[Cluster]:
    """Start a cluster for as long as needed; its processes import what is on `python_path` first."""
    made = Cluster(folder, python_path)
    try:
        yield made
    finally:
        made.stop()
