"""The command line without the wait for its start: each command is a fork of a process that has imported it all.

    with Server() as served:
        served(["clean", "raw", "--out", "corpus"], folder, os.environ)

A command is a process still, with arguments, folder, environment, mask, descriptors, exit code and workers of its
own, and ends as Python ends. What it shares with the others is what a start settles: the seed of hashes, and what
modules read of the environment while they are imported. `Server.settled` tells whether a start would settle the
latter alike; where not, or where the start is the point, let it be a new process.
"""

import gc
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from io import BytesIO, TextIOWrapper
from multiprocessing import forkserver, process, util
from pathlib import Path
from typing import Any, NoReturn

MODULE = "corpusclean"

ASKED_LATER = frozenset({"XDG_CACHE_HOME", "COLUMNS", "NO_COLOR", "GITHUB_STEP_SUMMARY", "PYTEST_CURRENT_TEST"})
"""What of the environment nobody looks at before the command is under way."""

ON_DEMAND = ("corpusclean.run.engines.dask", "corpusclean.storage.bucket")
"""What few commands import: a cluster, and buckets."""

SEEDS = Path(__file__).parent.parent / "seeds"

MESSAGE = 1 << 17


class Server:
    """A process that forks commands, one at a time."""

    def __init__(self) -> None:
        self._started = {**os.environ}
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            # What it starts with is of the kind that commands get: Python looks at it once, and they inherit that.
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        self._hear()

    def close(self) -> None:
        """End the server."""
        self._control.close()
        self._process.communicate(timeout=10)

    def settled(self, env: Mapping[str, str]) -> bool:
        """Tell whether a process that starts in this environment comes to what this one has come to."""
        names = {*env, *self._started} - ASKED_LATER
        return all(env.get(name) == self._started.get(name) for name in names)

    def __call__(
        self, arguments: Sequence[str], cwd: Path, env: Mapping[str, str], timeout: float, module: str = MODULE
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m` a module to its end, as `subprocess.run` does that captures text and gives none."""
        mask = os.umask(0)
        os.umask(mask)
        wanted = {"arguments": arguments, "cwd": str(cwd), "env": dict(env), "mask": mask, "module": module}
        outputs = os.pipe(), os.pipe()
        try:
            socket.send_fds(self._control, [json.dumps(wanted).encode()], [end for _, end in outputs])
        finally:
            for _, end in outputs:
                os.close(end)
        pid = self._hear()["pid"]
        try:
            stdout, stderr = _read([end for end, _ in outputs], timeout)
        except TimeoutError:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            self._hear()
            raise subprocess.TimeoutExpired(arguments, timeout) from None
        finally:
            for end, _ in outputs:
                os.close(end)
        return subprocess.CompletedProcess(arguments, self._hear()["code"], _text(stdout), _text(stderr))

    def _hear(self) -> Any:
        heard = self._control.recv(MESSAGE)
        assert heard, f"the server has ended: {self._process.communicate()[1]}"
        return json.loads(heard)


@contextmanager
def served() -> Iterator[Server]:
    """Start a server, and end it."""
    server = Server()
    try:
        yield server
    finally:
        server.close()


def _read(ends: Sequence[int], timeout: float) -> list[bytes]:
    """Return what comes out of pipes until nobody is left who could write."""
    found = {end: bytearray() for end in ends}
    deadline = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        for end in ends:
            selector.register(end, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            for key, _ in ready:
                piece = os.read(key.fd, MESSAGE)
                found[key.fd] += piece
                if not piece:
                    selector.unregister(key.fd)
    return [bytes(found[end]) for end in ends]


def _text(data: bytes) -> str:
    return TextIOWrapper(BytesIO(data)).read()


def _serve(control: socket.socket) -> dict[str, Any]:
    """Fork for each request, and tell how the fork has ended. Returns in the fork, what it is to do."""
    _tell(control, {})
    while True:
        message, ends, _, _ = socket.recv_fds(control, MESSAGE, 2)
        if not message:
            sys.exit()
        pid = os.fork()
        if pid == 0:
            control.close()
            for number, end in zip((1, 2), ends, strict=True):
                os.dup2(end, number)
                os.close(end)
            wanted: dict[str, Any] = json.loads(message)
            return wanted
        for end in ends:
            os.close(end)
        _tell(control, {"pid": pid})
        _tell(control, {"code": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])})


def _tell(control: socket.socket, message: Mapping[str, int]) -> None:
    control.send(json.dumps(message).encode())


def _import_everything() -> None:
    """Import, compile and load what commands and their workers do first."""
    from corpusclean.run.light import spare_dask

    spare_dask()
    for module in pkgutil.walk_packages(import_module(MODULE).__path__, f"{MODULE}."):
        if not module.name.endswith("__main__") and module.name not in ON_DEMAND:
            import_module(module.name)
    _clean_seeds()
    # Each server of workers goes through this again: it ties them to whoever has started them.
    del sys.modules["corpusclean.run.tied"]


def _clean_seeds() -> None:
    """Compile and load what documents of many languages need: most commands of the tests begin with these."""
    from corpusclean.pipeline import clean
    from corpusclean.read import read_documents

    clean(read_documents(SEEDS))


def _fork_instead(path: Any, arguments: Sequence[Any], passed: Sequence[int]) -> int:
    """Start what serves workers as a fork, and leave to it what a new process would have."""
    called = arguments[-1]
    if not called.startswith("from multiprocessing.forkserver import main"):
        return _spawn(path, arguments, passed)
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _serve_workers(called, passed)
    return pid


def _serve_workers(called: str, passed: Sequence[int]) -> NoReturn:
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        kept = sorted({0, 1, 2, *passed})
        for before, after in zip(kept, [*kept[1:], os.sysconf("SC_OPEN_MAX")], strict=True):
            os.closerange(before + 1, after)
        process._children.clear()  # type: ignore[attr-defined]
        util._finalizer_registry.clear()  # type: ignore[attr-defined]
        forkserver._forkserver.__init__()  # type: ignore[misc]
        exec(called, {})  # noqa: S102  # as `python -c` would
    except SystemExit:
        code = 0
    finally:
        os._exit(code)


_spawn = util.spawnv_passfds


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    del sys.path[0]  # this folder
    _import_everything()
    gc.collect()
    gc.freeze()
    wanted = _serve(control)
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    os.umask(wanted["mask"])
    sys.path.insert(0, wanted["cwd"])
    sys.argv[1:] = wanted["arguments"]
    util.spawnv_passfds = _fork_instead  # type: ignore[assignment]  # its arguments are named otherwise
    runpy.run_module(wanted["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
