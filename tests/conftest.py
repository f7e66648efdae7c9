"""What the tests share: folders of documents, and the command line as a user runs it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from served import Server, served

from corpusclean.boilerplate.step import rulebook

# The same examples everywhere: a failure on a busy machine is one that can be had again.
settings.register_profile(
    "corpusclean",
    deadline=None,
    derandomize=True,
    max_examples=75,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("corpusclean")

collect_ignore = ["faults/poison"]  # it doctors whoever imports it

SEEDS = Path(__file__).parent.parent / "seeds"

Run = Callable[..., subprocess.CompletedProcess[str]]
Folder = Callable[[Mapping[str, str | bytes]], Path]
WithoutRights = Callable[[], AbstractContextManager[None]]

NOBODY = 65534
TIMEOUT = 600
"""Seconds after which a command hangs: where much else runs, two minutes were too few for one that does not."""


def pairs(fields: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return a value of the column `fields` as a dictionary."""
    return {field["name"]: field["value"] for field in fields}


def pytest_configure(config: pytest.Config) -> None:
    """Keep nothing where the user does, also while tests are collected."""
    kept = tempfile.TemporaryDirectory(prefix="corpusclean-tests-")
    config.add_cleanup(kept.cleanup)
    os.environ["XDG_CACHE_HOME"] = kept.name


@pytest.fixture(autouse=True, scope="session")
def _made_ready() -> list[Path]:
    """Make the rules ready once, before any test doctors what does so: many commands begin with that."""
    rulebook(())
    return list((Path(os.environ["XDG_CACHE_HOME"]) / "corpusclean" / "rules-ready").iterdir())


@pytest.fixture(autouse=True)
def _cache_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, _made_ready: list[Path]
) -> None:
    """Let no test take up what another has kept: it may have doctored what made it."""
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    ready = cache / "corpusclean" / "rules-ready"
    ready.mkdir(mode=0o700, parents=True)
    for file in _made_ready:
        os.link(file, ready / file.name)


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do a single task in this process, where a test can doctor it; the command line never does."""
    monkeypatch.setattr("corpusclean.run.local.ISOLATED", False)


@pytest.fixture
def isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do even a single task in a process of its own, as the command line does."""
    monkeypatch.setattr("corpusclean.run.local.ISOLATED", True)


@pytest.fixture
def seeds() -> Path:
    return SEEDS


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Make a folder `raw` of files, from their names and contents."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        raw = tmp_path / "raw"
        raw.mkdir(exist_ok=True)
        for name, content in files.items():
            path = raw / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return raw

    return make


@pytest.fixture
def run_anew(tmp_path: Path) -> Run:
    """Run `corpusclean` as a user does: a new process, in a folder of its own."""

    def call(*arguments: str | Path, cwd: Path = tmp_path, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "corpusclean", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            cwd=cwd,
            env={**os.environ, **env},
            timeout=TIMEOUT,
        )

    return call


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with served() as started:
        yield started


@pytest.fixture
def run(tmp_path: Path, server: Server, run_anew: Run) -> Run:
    """Run `corpusclean` in a folder of its own, without the wait for its start where that would be no other."""

    def call(*arguments: str | Path, cwd: Path = tmp_path, **env: str) -> subprocess.CompletedProcess[str]:
        whole = {**os.environ, **env}
        if not server.settled(whole):
            return run_anew(*arguments, cwd=cwd, **env)
        return server([str(each) for each in arguments], cwd, whole, TIMEOUT)

    return call


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that every user may enter, which pytest's own are not."""
    mask = os.umask(0o022)
    with tempfile.TemporaryDirectory(prefix="corpusclean-test-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        for folder in path.rglob("*/"):
            folder.chmod(0o755)
    os.umask(mask)


@pytest.fixture
def without_rights() -> WithoutRights:
    """Give up root's rights for a while: root may read whatever its mode is."""

    @contextmanager
    def drop() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return drop
