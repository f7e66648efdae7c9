"""Files that commands write beside a corpus: whole, under any name, for whom the user lets read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpusclean.kept import write_whole


@pytest.mark.parametrize("name", ["proposals.toml", "\u96e8" * 83, "x" * 255])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    write_whole(tmp_path / "made" / name, b"Rain.")

    assert [path.name for path in (tmp_path / "made").iterdir()] == [name]


def test_who_may_read_it_is_the_users_business(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.json", b"Rain.")
    finally:
        os.umask(before)

    assert (tmp_path / "a.json").stat().st_mode & 0o777 == 0o640


def test_what_cannot_be_written_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_bytes(b"Rain.")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(tmp_path / "a.json", b"Snow.")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.json": b"Rain."}


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "there.json").write_bytes(b"Rain.")
    (tmp_path / "link.json").symlink_to("there.json")
    write_whole(tmp_path / "link.json", b"Snow.")

    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "there.json").read_bytes() == b"Snow."


def test_what_standard_output_is_sent_to_goes_on_where_it_was(tmp_path: Path) -> None:
    """As root in a container a command could replace /dev/stdout for all that come after it."""
    (tmp_path / "stdout").symlink_to("/proc/self/fd/1")
    program = (
        "import sys; from pathlib import Path; from corpusclean.kept import write_whole;"
        "print('It said:', flush=True); write_whole(Path(sys.argv[1]), b'Rain.')"
    )
    with (tmp_path / "said.txt").open("wb") as said:
        subprocess.run([sys.executable, "-c", program, tmp_path / "stdout"], stdout=said, check=True)

    assert (tmp_path / "stdout").is_symlink()
    assert (tmp_path / "said.txt").read_bytes() == b"It said:\nRain."
