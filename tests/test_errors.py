"""What is told where the machine fails: of which file, how much room there is, and what helps."""

import errno
import os
import resource
import tempfile
from pathlib import Path

import pytest
from conftest import Run

from corpusclean.errors import describe, writing


def told(number: int, path: Path, name: str | None = None) -> str:
    with pytest.raises(OSError) as caught, writing(path), writing("outer"):  # noqa: PT011  # of any number
        raise OSError(number, os.strerror(number), *([name] if name else []))
    return describe(caught.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_with_file_room_and_way_out(tmp_path: Path, number: int) -> None:
    with pytest.raises(OSError) as caught, writing(tmp_path / "gone" / "a.parquet"):  # noqa: PT011  # as above
        raise OSError(number, os.strerror(number))
    said = describe(caught.value)
    assert said.startswith(f"{tmp_path}/gone/a.parquet: {os.strerror(number)} (")
    assert "bytes are free there; make room, or " in said
    assert str(caught.value).count("free there") == 1


def test_what_is_free_beside_a_device_is_not_told(run: Run) -> None:
    done = run("schema", "export", "--out", "/dev/full")
    told = "corpusclean: /dev/full: No space left on device (it is no file; name one)\n"
    assert (done.returncode, done.stderr) == (3, told)


def test_a_name_that_the_system_told_stays(tmp_path: Path) -> None:
    assert told(errno.ENOSPC, tmp_path, "b.txt").startswith("b.txt: No space left on device (")
    assert told(errno.EIO, tmp_path).startswith("outer: Input/output error")


@pytest.mark.parametrize(
    ("at", "way_out"),
    [
        ("tmp", "set TMPDIR to a folder with more"),
        ("tmp/corpusclean-x8_zk0qa/ids", "set TMPDIR to a folder with more"),
        ("out/a", "name a place with more"),
        ("tmp/out/data/part-00000.parquet", "name a place with more"),
        ("tmp/corpusclean-out/data/part-00000.parquet", "name a place with more"),
    ],
)
def test_where_it_is_the_folder_for_temporary_files_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str, way_out: str
) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    with pytest.raises(OSError, match=way_out), writing(tmp_path / at):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    ("most", "way_out"),
    [(8_000, r"8,000 bytes into a file; `ulimit -f` changes that"), (resource.RLIM_INFINITY, "on another")],
)
def test_a_file_that_is_too_large_is_told_with_the_limit(
    monkeypatch: pytest.MonkeyPatch, most: int, way_out: str
) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (most, most))
    with pytest.raises(OSError, match=way_out), writing("a"):
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
