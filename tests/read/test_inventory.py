"""Every address is found before anything is read: names, links, folders, what the settings leave out."""

import os
import re
import socket
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from corpusclean.codes import CODES
from corpusclean.errors import UsageError
from corpusclean.read.columns import doc_id
from corpusclean.read.inventory import Found, take_inventory
from corpusclean.settings import Settings

Files = Callable[[dict[str, str]], Path]


def addresses(*inputs: Path, settings: Settings | None = None) -> list[str]:
    return [entry.address for entry in take_inventory(inputs, settings or Settings()).found]


def problems(*inputs: Path) -> dict[str, str]:
    """Return the codes of what cannot be read, by address."""
    found = take_inventory(inputs, Settings()).found
    return {entry.address: entry.problem.code for entry in found if entry.problem}


def named(folder: Path, name: bytes) -> Path:
    """Make a file with a name that need not be text."""
    path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
    path.write_text("Rain.")
    return path


def test_addresses_are_relative_to_the_input_and_sorted(folder: Files) -> None:
    raw = folder({"b.txt": "b", "a/2.txt": "two", "a/1.txt": "one", "a-b.txt": "c"})

    assert addresses(raw) == ["a-b.txt", "a/1.txt", "a/2.txt", "b.txt"]


def test_an_address_comes_with_its_path_and_its_size(folder: Files) -> None:
    raw = folder({"a/1.txt": "Regen fällt."})

    assert take_inventory([raw], Settings()).found.list() == [Found("a/1.txt", str(raw / "a/1.txt"), 13)]


def test_a_file_as_the_input_has_its_name_as_address_where_its_path_is_absolute(folder: Files) -> None:
    assert addresses(folder({"a.txt": "a", "b.txt": "b"}) / "a.txt") == ["a.txt"]


def test_one_file_has_the_address_that_it_has_among_several(
    folder: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder({"2021/12/13/a.txt": "a", "2021/12/13/b.txt": "b"}))
    one, other = Path("2021/12/13/a.txt"), Path("2021/12/13/b.txt")

    assert addresses(one, other) == addresses(one) + addresses(other) == [str(one), str(other)]


def test_several_inputs_are_told_apart_by_their_names(folder: Files) -> None:
    raw = folder({"one/a.txt": "a", "two/a.txt": "a"})

    assert addresses(raw / "two", raw / "one") == ["one/a.txt", "two/a.txt"]


def test_an_input_has_the_name_of_its_folder_however_it_is_written(
    folder: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = folder({"one/a.txt": "a", "two/a.txt": "a"})
    monkeypatch.chdir(raw / "one")

    assert addresses(Path(), Path("../two/")) == ["one/a.txt", "two/a.txt"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        pytest.param(["*"], [], [".hidden/d.txt", "a.txt", "b.md", "sub/c.txt"], id="all"),
        pytest.param(["*.txt"], [".*"], ["a.txt", "sub/c.txt"], id="by name, in every folder"),
        pytest.param(["sub/*"], [".*"], ["sub/c.txt"], id="by address"),
        pytest.param(["*"], [".*", "sub"], ["a.txt", "b.md"], id="a folder with all that is in it"),
        pytest.param(["*"], [".*", "sub/*.txt"], ["a.txt", "b.md"], id="files of a folder"),
        pytest.param(["*"], ["b.md"], ["a.txt", "sub/c.txt"], id="and hidden ones, though others are named"),
        pytest.param(["A.txt", "b.md"], [], ["b.md"], id="case counts"),
        pytest.param(["[ab].*"], ["b*"], ["a.txt"], id="exclude goes before include"),
    ],
)
def test_include_and_exclude(folder: Files, include: list[str], exclude: list[str], expected: list[str]) -> None:
    raw = folder({"a.txt": "a", "b.md": "b", "sub/c.txt": "c", ".hidden/d.txt": "d"})

    assert addresses(raw, settings=Settings(include=tuple(include), exclude=tuple(exclude))) == expected


def test_hidden_names_and_the_settings_file_are_left_out_and_counted(folder: Files) -> None:
    raw = folder({"a.txt": "a", ".b.txt": "b", ".git/c.txt": "c", ".git/d.txt": "d", "corpusclean.toml": ""})

    inventory = take_inventory([raw], Settings())

    assert [entry.address for entry in inventory.found] == ["a.txt"]
    assert sorted(inventory.left_out) == [str(raw / name) for name in (".b.txt", ".git", "corpusclean.toml")]


def test_equal_addresses_are_refused(folder: Files) -> None:
    raw = folder({"x/news/a.txt": "a", "y/news/a.txt": "a"})

    with pytest.raises(UsageError, match=r"the address 'news/a\.txt' is taken by"):
        take_inventory([raw / "x/news", raw / "y/news"], Settings())


def test_two_names_that_read_alike_when_printed_are_refused(tmp_path: Path) -> None:
    named(tmp_path, b"caf\xe9.txt")
    named(tmp_path, rb"caf\xe9.txt")

    with pytest.raises(UsageError, match=r"/caf\\xe9\.txt: two names are written so.*; rename one") as refused:
        take_inventory([tmp_path], Settings())
    assert "inputs" not in str(refused.value)
    assert "\udce9" not in str(refused.value)


def test_nothing_to_clean_is_refused_and_says_what_was_left_out(folder: Files) -> None:
    raw = folder({".a": "a", ".b": "b"})

    with pytest.raises(UsageError, match=r"no files to clean in .*raw \(2 left out by name\)"):
        take_inventory([raw], Settings())


def test_a_folder_of_empty_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)

    with pytest.raises(UsageError, match="no files to clean"):
        take_inventory([tmp_path], Settings())


@pytest.mark.parametrize("name", ["missing", "a.txt/missing", "dangling", "loop"])
def test_an_input_that_does_not_exist_is_refused_by_name(folder: Files, name: str) -> None:
    raw = folder({"a.txt": "a"})
    (raw / "dangling").symlink_to("nowhere")
    (raw / "loop").symlink_to("loop")

    with pytest.raises(UsageError, match=re.escape(f"{raw / name}: ")):
        take_inventory([raw, raw / name], Settings())


def test_what_is_no_file_is_found_and_not_read(folder: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = folder({"a.txt": "a"})
    os.mkfifo(raw / "pipe")
    monkeypatch.chdir(raw)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")

        assert problems(raw) == {"pipe": "file.not_regular", "socket": "file.not_regular"}
        assert addresses(raw) == ["a.txt", "pipe", "socket"]


def test_a_fifo_as_the_input_is_found_and_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert problems(tmp_path / "pipe") == {"pipe": "file.not_regular"}


def test_links_are_found_and_not_followed(folder: Files, tmp_path: Path) -> None:
    raw = folder({"a.txt": "a", "sub/b.txt": "b"})
    (tmp_path / "outside.txt").write_text("c")
    (raw / "dangling").symlink_to("nowhere")
    (raw / "loop").symlink_to("loop")
    (raw / "outside").symlink_to(tmp_path / "outside.txt")
    (raw / "sub/up").symlink_to("..")

    assert addresses(raw) == ["a.txt", "dangling", "loop", "outside", "sub/b.txt", "sub/up"]
    assert problems(raw) == dict.fromkeys(["dangling", "loop", "outside", "sub/up"], "file.symlink")


def test_a_link_to_a_folder_is_followed_where_it_is_the_input(folder: Files, tmp_path: Path) -> None:
    raw = folder({"a.txt": "a"})
    (tmp_path / "link").symlink_to(raw)

    assert addresses(tmp_path / "link") == ["a.txt"]


def test_a_folder_that_cannot_be_listed_is_told_and_its_neighbours_found(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    for name in ("locked", "open", "shut"):
        (open_folder / name).mkdir()
        (open_folder / name / "a.txt").write_text("a")
    (open_folder / "locked").chmod(0)
    (open_folder / "shut").chmod(0)

    with without_rights():
        found = take_inventory([open_folder], Settings()).found

    assert [(entry.address, entry.problem and entry.problem.code) for entry in found] == [
        ("locked/", "folder.unreadable"),
        ("open/a.txt", None),
        ("shut/", "folder.unreadable"),
    ]


def test_an_input_that_cannot_be_listed_is_refused(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    (open_folder / "locked").mkdir(mode=0)

    with without_rights(), pytest.raises(UsageError, match="name a folder that can be listed"):
        take_inventory([open_folder / "locked"], Settings())


def test_a_file_in_a_folder_that_can_be_listed_and_not_entered_is_told(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    (open_folder / "half").mkdir()
    (open_folder / "half/a.txt").write_text("a")
    (open_folder / "half").chmod(0o444)

    with without_rights():
        [entry] = take_inventory([open_folder], Settings()).found

    assert entry.address == "half/a.txt"
    assert entry.problem is not None
    assert entry.problem.code == "file.unreadable"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        pytest.param(b"a\nb.txt", "a\nb.txt", id="a line end"),
        pytest.param(b"a\x1b[31mb.txt", "a\x1b[31mb.txt", id="a terminal escape"),
        pytest.param(b"caf\xe9.txt", r"caf\xe9.txt", id="bytes that are no UTF-8"),
        pytest.param(b"\xed\xa0\x80.txt", r"\xed\xa0\x80.txt", id="half a surrogate pair"),
        pytest.param("\u96e8\U0001f327.txt".encode(), "\u96e8\U0001f327.txt", id="letters beyond the BMP"),
        pytest.param(b"e\xcc\x81.txt", "e\u0301.txt", id="letter and accent apart"),
        pytest.param(b"n" * 255, "n" * 255, id="the longest name there is"),
        pytest.param(b" ", " ", id="a blank"),
    ],
)
def test_any_name_is_an_address(tmp_path: Path, name: bytes, address: str) -> None:
    path = named(tmp_path, name)

    [entry] = take_inventory([tmp_path], Settings()).found

    assert entry == Found(address, str(path), 5)
    assert len(doc_id(entry.address)) == 32


def test_any_name_of_an_input_is_an_address(tmp_path: Path) -> None:
    strange = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    for place in (strange, tmp_path / "b"):
        place.mkdir()
        (place / "a.txt").write_text("a")

    found = addresses(strange, tmp_path / "b")

    assert found == ["b/a.txt", r"caf\xe9/a.txt"]
    assert [len(doc_id(address)) for address in found] == [32, 32]


def test_folders_may_lie_deeper_than_python_recurses(tmp_path: Path) -> None:
    depth = 1_200
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)

    try:
        assert addresses(tmp_path) == ["d/" * depth + "a.txt"]
    finally:
        deepest = str(tmp_path) + "/d" * depth
        Path(deepest, "a.txt").unlink()
        os.removedirs(deepest)
        tmp_path.mkdir(exist_ok=True)


def test_what_lies_deeper_than_the_system_has_paths_is_told_as_such(tmp_path: Path) -> None:
    """A folder that cannot be listed, and files in the last ones that can."""
    name, here = "d" * 200, os.open(tmp_path, os.O_RDONLY)
    for _ in range(22):
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
        os.close(os.open("f" * 255, os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    try:
        told = {address.count("/"): code for address, code in problems(tmp_path).items()}
        assert set(told.values()) == {"folder.too_deep"}
        assert "right" not in CODES["folder.too_deep"].way_out
    finally:
        subprocess.run(["rm", "-r", tmp_path / name], check=True)


def test_a_file_is_not_counted_twice(folder: Files) -> None:
    raw = folder({"a/1.txt": "Rain fell."})
    (raw / "link.txt").symlink_to("a/1.txt")
    for inputs, said in (
        ([raw, raw / "a"], "a lies within another input"),
        ([raw, raw], "raw is named twice"),
        ([raw / "a" / "1.txt", raw / "link.txt"], "link.txt is the same as .*1.txt; name it once"),
    ):
        with pytest.raises(UsageError, match=said):
            take_inventory(inputs, Settings())
