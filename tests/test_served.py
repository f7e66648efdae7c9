"""A command that is served is what a new process is: as it ends, in what it says, and in what it leaves."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Folder, Run
from served import Server
from sweep import digest

GOOD = " date 2021-12-13\n\nThe council met on Monday and will vote on the caf\u00e9 in the spring.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--version"], id="version"),
        pytest.param([], id="nothing asked for"),
        pytest.param(["clean", "--help"], id="help"),
        pytest.param(["clean", "raw", "--bad"], id="no such option"),
        pytest.param(["clean", "raw", "--out", "raw/c"], id="unusable"),
        pytest.param(["check", "raw", "--max-rejects", "0"], id="findings"),
        pytest.param(["explain", "raw/caf\u00e9.txt"], id="beyond ASCII"),
        pytest.param(["cache", "--config", "none.toml"], id="no such file"),
        pytest.param(["check", "-"], id="standard input"),
    ],
)
def test_it_ends_and_says_the_same(run: Run, run_anew: Run, folder: Folder, arguments: list[str]) -> None:
    folder({"caf\u00e9.txt": GOOD, "bad.txt": "no header\n"})
    served, anew = run(*arguments), run_anew(*arguments)
    assert (served.returncode, served.stdout, served.stderr) == (anew.returncode, anew.stdout, anew.stderr)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_it_leaves_the_same(run: Run, run_anew: Run, seeds: Path, tmp_path: Path, workers: str) -> None:
    left = []
    for way in (run, run_anew):
        done = way("clean", seeds, "--out", way.__name__, "--workers", workers)
        assert done.returncode == 0, done.stderr
        left.append(digest(tmp_path / way.__name__))
    assert left[0] == left[1]


REPORTING = """\
import json, os, signal, sys
import multiprocessing.forkserver as forkserver
from pathlib import Path
here = Path("/proc/self")
print(json.dumps({
    "arguments": sys.argv, "name": __name__, "spec": __spec__.name, "path": sys.path[0], "folder": os.getcwd(),
    "mask": os.umask(0), "environment": dict(os.environ), "flags": str(sys.flags),
    "streams": [
        [each.encoding, each.errors, each.line_buffering, each.write_through, each.isatty(), each.fileno()]
        for each in (sys.stdin, sys.stdout, sys.stderr)
    ],
    "descriptors": sorted(path.name for path in (here / "fd").iterdir()),
    "signals": {number: str(signal.getsignal(number)) for number in (1, 13, 15, 17)},
    "masks": [
        # Above are those of the C library; of SIGINT decides who started the tests, and what they are at.
        int(line.split()[1], 16) & 0x7FFF_FFFD
        for line in (here / "status").read_text().splitlines() if line.startswith(("SigBlk", "SigIgn", "SigCgt"))
    ],
    "limits": (here / "limits").read_text(),
    "threads": len(list((here / "task").iterdir())),
    "workers": forkserver._forkserver._forkserver_pid,
}))
"""


def both(server: Server, folder: Path, program: str, *arguments: str) -> list[subprocess.CompletedProcess[str]]:
    """Run a program served, and as a new process."""
    (folder / "told.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "-m", "told", *arguments]
    anew = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return [server(arguments, folder, os.environ, 60, module="told"), anew]


def test_it_finds_what_a_new_process_finds(server: Server, tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        served, anew = both(server, tmp_path, REPORTING, "a", "caf\u00e9 b")
    finally:
        os.umask(mask)
    assert (served.returncode, served.stderr) == (0, "")
    assert json.loads(served.stdout) == json.loads(anew.stdout)


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import sys; print('unflushed', end=''); sys.exit(7)", 7),
        ("import sys; sys.exit('what is wrong')", 1),
        ("import os; print('lost', end=''); os._exit(5)", 5),
        ("import os; os.kill(os.getpid(), 9)", -9),
        ("raise KeyboardInterrupt", -2),
        ("import atexit; atexit.register(print, 'at the end')", 0),
        ("import threading, time; threading.Timer(0.2, print, ['the last']).start()", 0),
    ],
)
def test_it_ends_as_python_ends(server: Server, tmp_path: Path, program: str, code: int) -> None:
    served, anew = both(server, tmp_path, program)
    assert served.returncode == anew.returncode == code
    assert served.stdout == anew.stdout
    assert served.stderr.splitlines()[-1:] == anew.stderr.splitlines()[-1:]


def test_a_traceback_is_one(server: Server, tmp_path: Path) -> None:
    served, anew = both(server, tmp_path, "raise ValueError('what nobody caught')")
    for done in (served, anew):
        assert done.returncode == 1
        assert done.stderr.startswith("Traceback")
        assert done.stderr.endswith("ValueError: what nobody caught\n")


def test_it_waits_for_whoever_may_still_write(server: Server, tmp_path: Path) -> None:
    program = "import os, time\nif os.fork() == 0:\n    time.sleep(0.3)\n    print('the child', flush=True)"
    assert both(server, tmp_path, program)[0].stdout == "the child\n"


def test_what_takes_too_long_is_ended_and_the_next_is_served(server: Server, tmp_path: Path) -> None:
    (tmp_path / "told.py").write_text("import time; time.sleep(60)")
    with pytest.raises(subprocess.TimeoutExpired):
        server([], tmp_path, os.environ, 0.3, module="told")
    assert server(["--version"], tmp_path, os.environ, 60).returncode == 0


def test_nothing_of_one_command_is_there_in_the_next(server: Server, tmp_path: Path) -> None:
    program = (
        "import os, sys, corpusclean.codes as codes\n"
        "print(os.environ.get('LEFT'), len(codes.CODES), os.getcwd(), len(sys.path), len(sys.argv))\n"
        "os.environ['LEFT'] = 'x'; codes.CODES = {}; os.chdir('/'); sys.path.append(''); sys.argv.append('')\n"
    )
    for _ in range(2):
        served, anew = both(server, tmp_path, program)
        assert served.stdout == anew.stdout


@pytest.mark.parametrize("name", ["PANDERA_VALIDATION_ENABLED", "FORCE_COLOR", "PYTHONPATH", "NEVER_HEARD_OF"])
def test_where_the_environment_may_settle_something_it_is_a_new_process(
    server: Server, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert server.settled(os.environ)
    monkeypatch.setenv("XDG_CACHE_HOME", "elsewhere")
    assert server.settled(os.environ)
    monkeypatch.setenv(name, "1")
    assert not server.settled(os.environ)


WORKERS = """\
import ctypes, json, os, signal, sys
from pathlib import Path
from corpusclean.run.local import map_tasks

def found(_task):
    end = ctypes.c_int()
    ctypes.CDLL(None).prctl(2, ctypes.byref(end))
    status = (Path("/proc/self") / "status").read_text().splitlines()
    return {
        "apart": os.getpid() != os.getppid() != starter,
        "descriptors": len(list((Path("/proc/self") / "fd").iterdir())),
        "signals": {number: str(signal.getsignal(number)) for number in (1, 2, 13, 15, 17)},
        "blocked": [line for line in status if line.startswith("SigBlk")],
        "ends with": end.value, "folder": os.getcwd(), "path": sys.path, "input": os.readlink("/proc/self/fd/0"),
    }

starter = os.getpid()
if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    print("said before", end=" ")
    told = list(map_tasks(found, [1, 2, 3], 2))
    print(json.dumps(told))
"""


def test_its_workers_are_processes_that_find_what_those_of_a_new_process_find(
    server: Server, tmp_path: Path
) -> None:
    served, anew = both(server, tmp_path, WORKERS)
    assert (served.returncode, served.stderr, served.stdout) == (0, "", anew.stdout)
    assert served.stdout.count('"apart": true') == 3
