"""Disks that are full, or may not be written to: real file systems, mounted for a test alone (unshare, tmpfs)."""

import os
import re
import subprocess
import sys
from pathlib import Path

from conftest import TIMEOUT, Folder

CLEAN = f"{sys.executable} -m corpusclean clean raw --out disk/corpus --cache off --quiet"
# A user who is not root is root in a name space of his own.
ALONE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]


def on_a_disk(folder: Path, script: str) -> list[str]:
    """Run a script that may mount what it likes; returns the lines that it prints."""
    (folder / "disk").mkdir()
    done = subprocess.run(
        [*ALONE, "sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False, timeout=TIMEOUT
    )
    assert done.returncode == 0, done.stderr
    return [*done.stdout.splitlines(), *done.stderr.splitlines()]


def articles(number: int) -> dict[str, str]:
    return {
        f"{count}.txt": f" date 2021-12-13\n\nThe council met on day {count}. {os.urandom(2000).hex()}\n"
        for count in range(number)
    }


def test_a_disk_too_small_for_the_corpus_keeps_the_old_one_and_a_larger_one_takes_it(folder: Folder) -> None:
    raw = folder({"0.txt": " date 2021-12-13\n\nThe council met on Monday.\n"})
    raw.parent.joinpath("more").mkdir()
    for name, text in articles(200).items():
        raw.parent.joinpath("more", name).write_text(text)
    told = on_a_disk(
        raw.parent,
        f"""
        mount -t tmpfs -o size=512k none disk
        {CLEAN}; echo "empty disk: exit $?"
        sum=$(cat disk/corpus/manifest.json | sha256sum)
        cp more/* raw/
        {CLEAN}; echo "small disk: exit $?"
        test "$sum" = "$(cat disk/corpus/manifest.json | sha256sum)" && echo "the old corpus stands"
        mount -o remount,size=64m none disk
        {CLEAN}; echo "larger disk: exit $?"
        {sys.executable} -m corpusclean verify disk/corpus
        ls -A disk
        """,
    )
    assert told[:4] == ["empty disk: exit 0", "small disk: exit 3", "the old corpus stands", "larger disk: exit 0"]
    assert told[4].endswith("and 200 documents are what they were.")
    assert told[5] == "corpus"
    assert re.match(r"corpusclean: disk/.*: No space left on device \([0-9,]+ bytes are free there; ", told[6])


LIBRARY = """
import pathlib, corpusclean.run.job as job, corpusclean.settings as settings
try:
    job.clean_corpus([pathlib.Path("raw")], pathlib.Path("disk/corpus"), settings.Settings(run={"cache": "off"}))
except job.RunFailed as error:
    print(error)
"""


def test_a_disk_without_room_for_the_staging_folder_is_told_by_the_run_and_left_empty(folder: Folder) -> None:
    """The first file is the disk's root; the lock, the folder, its marker and two folders in it follow."""
    raw = folder({"0.txt": " date 2021-12-13\n\nThe council met on Monday.\n"})
    raw.parent.joinpath("run.py").write_text(LIBRARY)
    told = on_a_disk(
        raw.parent,
        f"""
        for files in 1 2 3 4 5 6; do
            mount -t tmpfs -o nr_inodes=$files none disk
            {sys.executable} run.py; ls -A disk
            umount disk
        done
        mount -t tmpfs -o nr_inodes=3 none disk
        {CLEAN}; echo "exit $?"
        """,
    )
    names = [
        ".lock",
        "",
        "/staging-of-corpusclean",
        "/corpus",
        "/work",
        r"/work/\.inventory\.parquet\S*",
        "/staging-of-corpusclean",
    ]
    assert told.pop(6) == "exit 3"
    assert len(told) == len(names), "something was left on a disk"
    for line, name in zip(told, names, strict=True):
        room = (
            r"No space left on device \(no further file is free there; make room, or \D+\); nothing was published"
        )
        assert re.fullmatch(rf"(corpusclean: )?disk/\.corpus\.corpusclean{name}: {room}", line)


def test_a_full_folder_for_temporary_files_is_told_as_such(folder: Folder) -> None:
    raw = folder({"0.txt": " date 2021-12-13\n\nDer Rat traf sich, und le conseil se réunit à Tarn.\n"})
    told = on_a_disk(
        raw.parent,
        f"""
        mount -t tmpfs -o size=64k none /mnt  # its path is short: sockets lie there, too
        export TMPDIR=/mnt
        {sys.executable} -m corpusclean clean raw --out corpus --cache off --quiet; echo "exit $?"
        head -c 100000 /dev/zero | {sys.executable} -m corpusclean check - --quiet; echo "exit $?"
        """,
    )
    assert told[:2] == ["exit 3", "exit 3"]
    for line in told[2:]:
        assert re.match(r"corpusclean: /mnt\b.*: No space left on device \([0-9,]+ bytes are free ", line)
        assert "set TMPDIR to a folder with more" in line


def test_a_disk_that_may_not_be_written_to_is_told_and_left_as_it_is(folder: Folder) -> None:
    raw = folder({"0.txt": " date 2021-12-13\n\nThe council met on Monday.\n"})
    told = on_a_disk(
        raw.parent,
        f"""
        mount -t tmpfs none disk
        mount -o remount,ro none disk
        {CLEAN}; echo "exit $?"
        ls -A disk
        """,
    )
    assert told[0] == "exit 3"
    assert "Read-only file system" in told[1]
    assert len(told) == 2, "something else was told, or left"
