"""A disk that fails under the inputs, by strace: told, counted, and read again by the next run."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Folder

GOOD = " date 2021-12-13\n\nThe council met on Monday and voted on bridge {}.\n"


@pytest.mark.parametrize(
    ("call", "victim", "code"),
    [("read", "b.txt", "file.unreadable"), ("openat", "b.txt", "file.unreadable"), ("getdents64", "sub", None)],
)
def test_a_disk_that_fails_under_the_inputs_is_told(
    folder: Folder, tmp_path: Path, call: str, victim: str, code: str | None
) -> None:
    assert shutil.which("strace"), "strace is missing; on Debian and Ubuntu: apt-get install strace"
    raw = folder({"a.txt": GOOD.format(1), "b.txt": GOOD.format(2), "sub/c.txt": GOOD.format(3)})
    clean = [sys.executable, "-m", "corpusclean", "clean", str(raw), "--out", str(tmp_path / "out"), "--json"]
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:error=EIO", "-P", str(raw / victim)]
    command = ["strace", "-f", "-qq", "-o", os.devnull, *inject, *clean]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if code is None:
        assert done.returncode == 0
        assert json.loads(done.stdout)["counts"]["codes"] == {"folder.unreadable": 1}
    else:
        assert json.loads(done.stdout)["counts"]["codes"] == {code: 1}
    again = subprocess.run(clean, capture_output=True, text=True, check=True)
    assert json.loads(again.stdout)["documents"]["clean"] == 3
