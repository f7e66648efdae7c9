"""Runs of the command line that are killed at any moment, told to end, or lose their parent."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sweep
from conftest import TIMEOUT, Folder
from generate import corpus
from poisoned import POISON

KILLS = 50 if os.environ.get("CORPUSCLEAN_FAULTS") == "all" else 4
CONFIG = "[run]\nworkers = 2\npartition_documents = 5\n"


def command(raw: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "corpusclean", "clean", str(raw), "--out", str(out), "--quiet", *more]


def started(raw: Path, out: Path, **env: str) -> subprocess.Popen[str]:
    """Start a run in a session of its own, by which all its processes are known."""
    return subprocess.Popen(
        command(raw, out),
        text=True,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, **env},
        # A job in the background of a shell is deaf to it, and so would be what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509  # no threads here
    )


def alive(session: int) -> list[str]:
    """Processes of a session that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[3]) == session:
            found.append(path.parent.name)
    return found


def gone(session: int, seconds: float) -> bool:
    """Tell whether every process of a session ends in time."""
    end = time.monotonic() + seconds
    while alive(session):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = corpus(tmp_path / "raw", 40)
    (folder / "corpusclean.toml").write_text(CONFIG)
    return folder


def test_a_run_killed_at_any_moment_leaves_nothing_that_the_next_one_minds(raw: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    subprocess.run(command(raw, tmp_path / "expected", "--cache", "off"), check=True)
    lasts = time.monotonic() - began
    expected, out, moments = sweep.digest(tmp_path / "expected"), tmp_path / "out", random.Random(8)
    for _ in range(KILLS):
        process = started(raw, out)
        time.sleep(moments.uniform(0.2, 1.1) * lasts)
        process.kill()
        process.communicate()
        assert gone(process.pid, 2)
        assert not out.exists() or sweep.digest(out) == expected
        assert {path.name for path in tmp_path.iterdir() if path.name[0] != "."} <= {"raw", "expected", "out"}
    subprocess.run(command(raw, out), check=True)
    assert sweep.digest(out) == expected
    assert {path.name for path in tmp_path.iterdir()} == {"raw", "expected", "out"}


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)],
    ids=["interrupt", "terminate", "kill"],
)
def test_a_run_that_is_told_to_end_ends_with_all_its_workers(
    folder: Folder, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    raw = folder({f"{each}.txt": f" date 2021-12-13\n\nPOISON:spin in text {each}.\n" for each in range(4)})
    (raw / "corpusclean.toml").write_text("[run]\nworkers = 2\npartition_documents = 1\ntimeout_seconds = 600\n")
    process = started(raw, tmp_path / "out", PYTHONPATH=POISON)
    while not any(cpu_is_at_work(each) for each in alive(process.pid) if int(each) != process.pid):
        assert process.poll() is None
        time.sleep(0.1)
    told = time.monotonic()
    os.kill(process.pid, number)
    _, errors = process.communicate(timeout=TIMEOUT)
    assert time.monotonic() - told < 60  # the texts would be at work for ten minutes
    assert process.returncode == code
    assert gone(process.pid, 2)
    if number != signal.SIGKILL:
        assert errors.startswith(("corpusclean: interrupted", "corpusclean: terminated"))
        assert sorted(path.name for path in tmp_path.iterdir()) == ["raw"]


def cpu_is_at_work(pid: str) -> bool:
    """Tell whether a process has set its limit of memory, as a worker does before its first task."""
    try:
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
    except OSError:
        return False
    (line,) = [line for line in limits.splitlines() if line.startswith("Max data size")]
    return "unlimited" not in line.split()[3]
