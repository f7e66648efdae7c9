"""Files that commands write beside a corpus: whole, under any name, for whom the user lets read."""

import os
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
