"""Compressed files and archives, made for real and broken for real: each costs itself, and none is silent."""

import bz2
import gzip
import io
import lzma
import random
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from conftest import TIMEOUT, Folder

from corpusclean.codes import CODES, Reason
from corpusclean.read import read_documents, take_inventory
from corpusclean.read.containers import Opening, Piece, expand
from corpusclean.read.containers.piece import whole
from corpusclean.read.documents import read_batches
from corpusclean.settings import Settings

DEFAULTS = Settings()
BODY = "Rain fell. " * 30
GOOD = f"date: 2021-12-13\n\n{BODY}\n".encode()


def document(number: int) -> bytes:
    """Return a document like no other, which does not compress to nothing."""
    rng = random.Random(number)
    return GOOD + bytes(rng.choices(b"abcdefghijklmnopqrstuvwxyz ", k=400))


def zstd(data: bytes) -> bytes:
    made = pa.BufferOutputStream()
    with pa.CompressedOutputStream(made, "zstd") as stream:
        stream.write(data)
    return bytes(made.getvalue())


COMPRESS: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".zst": zstd,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
}

Members = Sequence[tuple[str, bytes]]


def tar(members: Members, kind: int = tarfile.PAX_FORMAT) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=kind) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            info.type = tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, content)
    return made.getvalue()


def special(kind: bytes, name: str = "odd", link: str = "") -> bytes:
    """Return the header of a member that is no file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info.tobuf()


END = bytes(1024)


def header(size: bytes, kind: bytes = b"0", name: bytes = b"bad.txt") -> bytes:
    """Return the header of a member that says of itself what it likes, with a sum that is right."""
    block = bytearray(tarfile.TarInfo("x").tobuf(tarfile.USTAR_FORMAT))
    block[:100] = name.ljust(100, b"\0")
    block[124:136], block[156:157], block[148:156] = size, kind, b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def pieces(folder: Path, name: str, data: bytes, settings: Settings = DEFAULTS) -> list[Piece]:
    path = folder / name
    path.write_bytes(data)
    return list(expand(str(path), name, Opening(settings, len(data))))


def told(found: Sequence[Piece]) -> list[tuple[str, str | None]]:
    """Return the address of each piece, and what is wrong with it."""
    return [(piece.address, piece.problem and piece.problem.code) for piece in found]


def read(folder: Folder, files: Mapping[str, str | bytes], settings: Settings = DEFAULTS) -> dict[str, list[str]]:
    """Return the codes of every document of a folder that also has a good one, which must come through."""
    frame = read_documents(folder({**files, "good.txt": GOOD}), settings=settings)
    found = {str(row["address"]): row for row in frame.to_dict("records")}
    assert found["good.txt"]["body"] == BODY.rstrip()
    return {address: [reason["code"] for reason in row["reasons"]] for address, row in found.items()}


# --- compressed files ---


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file_is_its_document(folder: Folder, suffix: str) -> None:
    raw = folder({f"2021/a.txt{suffix}": COMPRESS[suffix](GOOD)})

    [row] = read_documents(raw).to_dict("records")

    assert (row["address"], row["file"]) == (f"2021/a.txt{suffix}!a.txt", f"2021/a.txt{suffix}")
    assert (row["date"], row["body"], row["size"]) == ("2021-12-13", BODY.rstrip(), len(GOOD))


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("count", [2, 50])
def test_every_frame_is_read(tmp_path: Path, suffix: str, count: int) -> None:
    parts = [document(number) for number in range(count)]

    [piece] = pieces(tmp_path, f"a.txt{suffix}", b"".join(map(COMPRESS[suffix], parts)))

    assert piece.data == b"".join(parts)


@pytest.mark.parametrize("zeros", [4, 1 << 16, (1 << 16) + 4, 200_000])
def test_the_padding_of_xz_may_be_of_any_length(tmp_path: Path, zeros: int) -> None:
    one = lzma.compress(GOOD)

    [piece] = pieces(tmp_path, "a.txt.xz", one + bytes(zeros) + one + bytes(zeros))

    assert piece.data == GOOD + GOOD


BREAKS: Mapping[str, Callable[[bytes], bytes]] = {
    "cut by one byte": lambda data: data[:-1],
    "cut in half": lambda data: data[: len(data) // 2],
    "only its first byte": lambda data: data[:1],
    "garbage behind it": lambda data: data + b"garbage",
    "a letter behind it": lambda data: data + b"x",
    "garbage before it": lambda data: b"garbage" + data,
    "not compressed at all": lambda _: GOOD,
    "another frame that is cut": lambda data: data + data[:-1],
}


@pytest.mark.parametrize("suffix", COMPRESS)
@pytest.mark.parametrize("broken", BREAKS)
def test_a_compressed_file_that_is_broken_is_told(folder: Folder, suffix: str, broken: str) -> None:
    data = BREAKS[broken](COMPRESS[suffix](document(1)))

    codes = read(folder, {f"a.txt{suffix}": data})

    (address,) = codes.keys() - {"good.txt"}
    assert codes[address] == ["archive.damaged"]


@pytest.mark.parametrize("suffix", [".gz", ".bz2", ".xz"])
def test_no_flipped_bit_gives_another_text(tmp_path: Path, suffix: str) -> None:
    """zstd keeps a sum only where it was made with one, and pyarrow makes none."""
    data = COMPRESS[suffix](GOOD)
    for place in range(len(data)):
        bad = bytearray(data)
        bad[place] ^= 1 << place % 8
        for piece in pieces(tmp_path, f"a.txt{suffix}", bytes(bad)):
            assert piece.data == GOOD or piece.problem, place


@pytest.mark.parametrize("suffix", COMPRESS)
def test_a_compressed_file_of_no_bytes_is_empty(folder: Folder, suffix: str) -> None:
    name = f"a.txt{suffix}"

    assert read(folder, {name: b""})[f"{name}!a.txt"] == ["file.empty"]
    assert read(folder, {name: COMPRESS[suffix](b"")})[f"{name}!a.txt"] == ["file.empty"]


def test_a_name_that_is_all_suffix_still_has_an_address(tmp_path: Path) -> None:
    assert told(pieces(tmp_path, "a.gz", COMPRESS[".gz"](GOOD))) == [("a.gz!a", None)]
    assert told(pieces(tmp_path, "A.TXT.GZ", COMPRESS[".gz"](GOOD))) == [("A.TXT.GZ!A.TXT", None)]


def test_what_is_compressed_many_times_over_is_refused_without_an_end(tmp_path: Path) -> None:
    data = GOOD
    for _ in range(3):
        data = gzip.compress(data)

    assert [piece.data for piece in pieces(tmp_path, "a.gz.gz.gz", data)] == [GOOD]
    deep = tar([("a" + ".gz" * 20_000, b"x")])
    assert [code for _, code in told(pieces(tmp_path, "a.tar", deep))] == ["archive.too_deep"]


# --- archives ---

ARCHIVES: Mapping[str, Callable[[Members], bytes]] = {
    "a.tar": tar,
    "a.TAR": lambda members: tar(members, tarfile.GNU_FORMAT),
    "a.tar.gz": lambda members: gzip.compress(tar(members)),
    "a.tgz": lambda members: gzip.compress(tar(members)),
    "a.tar.zst": lambda members: zstd(tar(members)),
    "a.tzst": lambda members: zstd(tar(members)),
    "a.tar.bz2": lambda members: bz2.compress(tar(members)),
    "a.tar.xz": lambda members: lzma.compress(tar(members)),
    "a.tgz.gz": lambda members: gzip.compress(gzip.compress(tar(members))),
    "a.zip": zipped,
    "stored.zip": lambda members: zipped(members, zipfile.ZIP_STORED),
    "bzip2.zip": lambda members: zipped(members, zipfile.ZIP_BZIP2),
    "lzma.zip": lambda members: zipped(members, zipfile.ZIP_LZMA),
}
LONG = f"{'folder' * 30}/\u96e8/caf\u00e9.txt"


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_is_its_members(folder: Folder, name: str) -> None:
    members = [("./2021/a.txt", GOOD), ("b.txt", document(2)), (LONG, document(3)), ("empty/", b"")]
    raw = folder({name: ARCHIVES[name](members)})

    frame = read_documents(raw)

    found = {row["address"]: row["body"] for row in frame.to_dict("records")}
    assert found.keys() == {f"{name}!{member}" for member in ("2021/a.txt", "b.txt", LONG)}
    assert set(frame["file"]) == {name}
    assert found[f"{name}!2021/a.txt"] == BODY.rstrip()
    assert not any(map(len, frame["reasons"]))


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize(
    "broken", ["cut by one byte", "cut in half", "only its first byte", "not compressed at all"]
)
def test_a_broken_archive_is_told(folder: Folder, name: str, broken: str) -> None:
    data = BREAKS[broken](ARCHIVES[name]([(f"{number}.txt", document(number)) for number in range(40)]))

    codes = read(folder, {name: data})

    # A tar archive ends in more zeros than it needs.
    unharmed = broken == "cut by one byte" and name.lower() == "a.tar"
    assert (codes.get(name) == ["archive.damaged"]) is not unharmed
    assert len(codes) == 41 if unharmed else len(codes) >= 2


@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.zst"])
@pytest.mark.parametrize("kept", [1, 2])
def test_what_came_before_the_damage_is_kept(tmp_path: Path, name: str, kept: int) -> None:
    """A member takes two blocks here: the archive is cut where a header would begin, and within one."""
    members = [(f"{number}.txt", b"Rain.") for number in range(3)]
    for size in (kept * 1024, kept * 1024 + 100, kept * 1024 + 512):
        data = tar(members)[:size]
        data = {"a.tar": data, "a.tar.gz": gzip.compress(data), "a.tar.zst": zstd(data)}[name]
        found = told(pieces(tmp_path, name, data))
        assert found[:kept] == [(f"{name}!{number}.txt", None) for number in range(kept)]
        assert (name, "archive.damaged") in found[kept:]


def test_no_flipped_bit_of_a_header_loses_a_member_in_silence(tmp_path: Path) -> None:
    members = [(f"{number}.txt", b"Rain.") for number in range(3)]
    data = tar(members, tarfile.GNU_FORMAT)
    whole = pieces(tmp_path, "a.tar", data)
    for place in range(1024, 1536):
        bad = bytearray(data)
        bad[place] ^= 1 << place % 8
        found = pieces(tmp_path, "a.tar", bytes(bad))
        assert found == whole or "archive.damaged" in [code for _, code in told(found)], place


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_no_flipped_bit_of_a_zip_archive_changes_a_text_in_silence(tmp_path: Path, method: int) -> None:
    members = [(f"{number}.txt", GOOD) for number in range(3)]
    data = zipped(members, method)
    for place in range(0, len(data), 3):
        bad = bytearray(data)
        bad[place] ^= 1 << place % 8
        found = pieces(tmp_path, "a.zip", bytes(bad))
        sound = [piece for piece in found if piece.problem is None]
        assert len(sound) == 3 or len(found) > len(sound), place
        # A name has no sum: under another one a member is as it was.
        assert all(piece.data == GOOD for piece in sound), place


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        pytest.param(tar([("a.txt", GOOD)]) * 2, ["archive.damaged"], id="an archive behind the first"),
        pytest.param(tar([("a.txt", GOOD)]) + b"x", ["archive.damaged"], id="garbage behind it"),
        pytest.param(tar([("a.txt", GOOD)]) + bytes(70_001), [], id="zeros behind it"),
        pytest.param(header(b"\x80\0\0\1" + bytes(8)), ["archive.damaged"], id="a member of exabytes"),
        pytest.param(header(b"\xff" * 11 + b"\0"), ["archive.damaged"], id="a member of less than nothing"),
        pytest.param(header(b"00000000030\0"), ["archive.damaged"], id="a member that is not there"),
        pytest.param(header(b"%011o\0" % (2 << 20), b"x"), ["archive.damaged"], id="a long header"),
        pytest.param(header(b"%011o\0" % (2 << 20), b"L"), ["archive.damaged"], id="a long name"),
        pytest.param(header(bytes(12), b"x") * 5_000 + END, ["archive.damaged"], id="headers without an end"),
        pytest.param(header(b"z" * 12) + END, ["archive.damaged"], id="a size that is no number"),
        pytest.param(END, ["archive.empty"], id="an archive without members"),
        pytest.param(b"", ["archive.damaged"], id="no bytes"),
        pytest.param(GOOD, ["archive.damaged"], id="no archive"),
    ],
)
def test_a_strange_tar_archive(tmp_path: Path, data: bytes, codes: list[str]) -> None:
    found = told(pieces(tmp_path, "a.tar", data))

    assert [code for address, code in found if address == "a.tar"] == codes


UNSAFE = [
    *("../a.txt", "./../a.txt", "a/../../b.txt", "/etc/passwd", "//a.txt"),
    *("..\\a.txt", "\\a.txt", "C:\\a.txt", "C:a.txt"),
]


@pytest.mark.parametrize("name", UNSAFE)
@pytest.mark.parametrize("make", [tar, zipped])
def test_a_member_whose_name_leads_outside_is_not_read(
    folder: Folder, make: Callable[[Members], bytes], name: str
) -> None:
    archive = "a.tar" if make is tar else "a.zip"

    codes = read(folder, {archive: make([(name, GOOD), ("b.txt", GOOD)])})

    (address,) = codes.keys() - {"good.txt", f"{archive}!b.txt"}
    assert codes[address] == ["archive.unsafe_member"]
    assert codes[f"{archive}!b.txt"] == []


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
    ids=["a symbolic link", "a hard link", "a character device", "a block device", "a FIFO"],
)
def test_a_member_that_is_no_file_is_not_read(folder: Folder, kind: bytes) -> None:
    data = special(kind, link="/etc/passwd") + tar([("b.txt", GOOD)])

    assert read(folder, {"a.tar": data}) == {
        "a.tar!odd": ["archive.unsafe_member"],
        "a.tar!b.txt": [],
        "good.txt": [],
    }


def test_a_link_in_a_zip_archive_is_not_read(folder: Folder) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.txt", GOOD)

    assert read(folder, {"a.zip": made.getvalue()}) == {
        "a.zip!link.txt": ["archive.unsafe_member"],
        "a.zip!b.txt": [],
        "good.txt": [],
    }


def test_an_encrypted_member_costs_itself(folder: Folder) -> None:
    data = bytearray(zipped([("a.txt", GOOD), ("b.txt", GOOD)]))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(mark) + flags] |= 1

    codes = read(folder, {"a.zip": bytes(data)})

    assert (codes["a.zip!a.txt"], codes["a.zip!b.txt"]) == (["archive.encrypted"], [])


def test_a_member_with_a_wrong_sum_costs_itself(folder: Folder) -> None:
    data = bytearray(zipped([("a.txt", GOOD), ("b.txt", GOOD)], zipfile.ZIP_STORED))
    data[data.find(b"Rain")] ^= 1

    codes = read(folder, {"a.zip": bytes(data)})

    assert (codes["a.zip!a.txt"], codes["a.zip!b.txt"]) == (["archive.damaged"], [])


def test_a_zip_archive_that_lost_entries_of_its_directory_is_told(tmp_path: Path) -> None:
    """The length of a comment is made to cover the next entry: zipfile reads one fewer, and says nothing."""
    data = bytearray(zipped([("a.txt", GOOD), ("b.txt", GOOD)]))
    data[data.find(b"PK\1\2") + 32] = 51

    assert told(pieces(tmp_path, "a.zip", bytes(data))) == [("a.zip!a.txt", None), ("a.zip", "archive.damaged")]


def test_a_zip_archive_may_have_as_long_a_comment_as_there_is(tmp_path: Path) -> None:
    data = bytearray(zipped([("a.txt", GOOD)]))
    data[-2:] = b"\xff\xff"

    assert told(pieces(tmp_path, "a.zip", bytes(data) + b"-" * 0xFFFF)) == [("a.zip!a.txt", None)]


@pytest.mark.parametrize("make", [tar, zipped])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_members_with_one_name_the_first_is_read(folder: Folder, make: Callable[[Members], bytes]) -> None:
    archive = "a.tar" if make is tar else "a.zip"

    codes = read(folder, {archive: make([("a.txt", GOOD), ("./a.txt", b"Another."), ("a.txt", b"And more.")])})

    assert codes == {
        f"{archive}!a.txt": [],
        f"{archive}!a.txt#2": ["archive.repeated_member"],
        f"{archive}!a.txt#3": ["archive.repeated_member"],
        "good.txt": [],
    }


ROWS = b"text\nOne.\nTwo.\nThree.\n"
REAL = b"date: 2021-12-13\n\nReal."


@pytest.mark.parametrize(
    ("members", "made_up"),
    [
        pytest.param([("x#2", REAL), ("x", GOOD), ("x", GOOD)], ["x", "x#2#2"], id="a repeated name"),
        pytest.param(
            [("t.csv#2", REAL), ("t.csv#2#2", GOOD), ("t.csv", ROWS), ("t.csv", ROWS)],
            ["t.csv#1", "t.csv#2#2", "t.csv#2#3", "t.csv#2#4", "t.csv#3"],
            id="rows of a repeated table",
        ),
        pytest.param([("a.gz!a", REAL), ("a.gz", gzip.compress(GOOD))], ["a.gz!a#2"], id="what is compressed"),
        pytest.param(
            [("b.zip!c.txt", REAL), ("b.zip", zipped([("c.txt", GOOD)]))], ["b.zip!c.txt#2"], id="of a member"
        ),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_address_that_is_made_up_is_no_members_name(
    folder: Folder, members: Members, made_up: Sequence[str]
) -> None:
    """Of a zip archive all names are known before the first member is read."""
    for name, data in (
        ("a.zip", zipped(members)),
        ("b.zip", zipped([*members[1:], members[0]])),
        ("c.tar", tar(members)),
    ):
        frame = read_documents(folder({name: data}))
        inside = frame[frame["file"] == name]
        bodies = {row["address"].partition("!")[2]: row["body"] for row in inside.to_dict("records")}
        assert bodies.pop(members[0][0]) == "Real."
        assert (sorted(bodies), len(inside)) == (made_up, len(made_up) + 1)


def test_in_a_stream_the_address_is_that_of_the_first(folder: Folder) -> None:
    frame = read_documents(folder({"a.tar": tar([("t.csv", ROWS), ("t.csv#2", REAL), ("t.csv#4", REAL)])}))

    found = dict(zip(frame["address"], frame["body"], strict=True))
    assert (found["a.tar!t.csv#2"], found["a.tar!t.csv#2#2"], found["a.tar!t.csv#4"]) == ("Two.", "Real.", "Real.")
    assert len(found) == len(frame) == 5


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_slices_of_a_member_have_addresses_of_their_own(folder: Folder) -> None:
    mail = b"From a\n" + GOOD + b"From b\n" + GOOD
    raw = folder({"a.zip": zipped([("m", mail), ("m", mail), ("m#1", b"\xff")])})

    frame = read_documents(raw, settings=Settings(separator="From .*"))

    codes = {row["address"]: [reason["code"] for reason in row["reasons"]] for row in frame.to_dict("records")}
    assert codes == {
        "a.zip!m#1": ["bytes.not_utf8"],
        "a.zip!m#1#2": [],
        "a.zip!m#2": [],
        "a.zip!m#2#2": ["archive.repeated_member"],
    }


def test_a_repeated_member_before_the_damage_is_told(tmp_path: Path) -> None:
    data = tar([("a.txt", GOOD), ("a.txt", GOOD), ("b.txt", GOOD)])[: 2 * 1024 + 100]

    found = told(pieces(tmp_path, "a.tar", data))

    assert ("a.tar!a.txt#2", "archive.repeated_member") in found
    assert found[-1] == ("a.tar", "archive.damaged")


def test_an_archive_of_a_folder_named_with_a_dot_has_its_documents(folder: Folder) -> None:
    """`tar cf n.tar raw/.` writes `raw/./a.txt`: the folder `.` is no hidden one."""
    raw = folder({"raw/a.txt": GOOD, "raw/.hidden/b.txt": GOOD})
    subprocess.run(["tar", "cf", "n.tar", "raw/."], cwd=raw, check=True)

    found = pieces(raw, "n.tar", (raw / "n.tar").read_bytes())

    assert [(piece.address, piece.data) for piece in found] == [("n.tar!raw/a.txt", GOOD)]


@pytest.mark.parametrize("make", [tar, zipped])
def test_names_that_lead_to_one_place_are_one_name(tmp_path: Path, make: Callable[[Members], bytes]) -> None:
    archive = "a.tar" if make is tar else "a.zip"
    names = ["x/./y.txt", "x/y.txt", "x//y.txt", ".//x/././y.txt", "x/.y/../y.txt"]

    found = told(pieces(tmp_path, archive, make([(name, GOOD) for name in names])))

    assert sorted(found, key=str) == [
        (f"{archive}!x/.y/../y.txt", "archive.unsafe_member"),
        *((f"{archive}!x/y.txt#{number}", "archive.repeated_member") for number in (2, 3, 4)),
        (f"{archive}!x/y.txt", None),
    ]


def test_a_name_that_is_no_utf8_is_spelled_out(tmp_path: Path) -> None:
    block = header(b"00000000005\0", name=b"caf\xe9\n\x1b[31m.txt")

    found = pieces(tmp_path, "a.tar", block + b"Rain.".ljust(512, b"\0") + END)

    assert told(found) == [("a.tar!caf\\xe9\n\x1b[31m.txt", None)]


def test_archives_may_lie_in_each_other_so_deep(tmp_path: Path) -> None:
    data, address = zipped([("a.txt", GOOD)]), "a.zip!a.txt"
    for level in range(3):
        assert [piece.data for piece in pieces(tmp_path, "a.zip", data)] == [GOOD]
        name = ["b.tar.gz", "c.zip", "d.tar"][level]
        inner = "a.zip" if level == 0 else "inner.zip"
        data = (gzip.compress if name.endswith(".gz") else bytes)(
            tar([(inner, data)]) if ".tar" in name else zipped([(inner, data)])
        )
        data = zipped([(name, data)])
        if level == 0:
            assert told(pieces(tmp_path, "a.zip", data)) == [("a.zip!b.tar.gz!" + address, None)]
        if level == 1:
            assert [code for _, code in told(pieces(tmp_path, "a.zip", data))] == ["archive.too_deep"]
            break


def test_settings_choose_among_members_and_what_they_leave_out_is_counted(folder: Folder) -> None:
    names = ["2021/a.txt", "2021/b.html", ".hidden/c.txt", "2021/.d.txt", "skip/e.txt", "f.txt"]
    members = [(name, GOOD) for name in names]
    raw = folder({"a.tar": tar(members), "a.zip": zipped(members)})
    settings = Settings(include=("*.txt", "*.tar", "*.zip"), exclude=(".*", "skip"))

    [batch] = read_batches(take_inventory([raw], settings).found, settings)

    assert sorted(batch.documents["address"]) == [
        *("a.tar!2021/a.txt", "a.tar!f.txt"),
        *("a.zip!2021/a.txt", "a.zip!f.txt"),
    ]
    assert batch.left_out == 8


def test_an_archive_of_which_nothing_is_wanted_is_told(folder: Folder) -> None:
    settings = Settings(include=("*.txt", "*.tar"))

    assert read(folder, {"a.tar": tar([("a.html", GOOD)])}, settings)["a.tar"] == ["archive.empty"]


def test_a_member_may_be_as_large_as_a_file(folder: Folder) -> None:
    settings = Settings(max_file_bytes=len(GOOD))
    members = [("a.txt", GOOD), ("b.txt", GOOD + b"x"), ("c.txt", GOOD)]

    for name, data in (
        ("a.tar", tar(members)),
        ("a.zip", zipped(members)),
        ("a.tar.gz", gzip.compress(tar(members))),
    ):
        codes = read(folder, {name: data}, settings)
        assert [codes[f"{name}!{member}"] for member, _ in members] == [[], ["file.too_large"], []]


def test_what_is_too_large_once_it_is_unpacked_is_told_as_such(tmp_path: Path) -> None:
    """To let more in is no way out of a bomb, so the message shows how little it was."""
    data = gzip.compress(bytes(90_000))
    (only,) = pieces(tmp_path, "a.txt.gz", data, Settings(max_file_bytes=1_000))
    said = f"more than 1000 bytes come out of a file of {len(data)}; max_file_bytes is 1000"
    assert only.problem == Reason("file.too_large", said)
    assert "before you have looked" in CODES["file.too_large"].way_out


@pytest.mark.parametrize("size", [0, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000])
def test_a_member_of_any_size_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    """Room for a small one is asked for first, and for what a large one may have only where it is large."""
    data = random.Random(size).randbytes(size)
    for limit, problem in ((size, None), (size - 1, "file.too_large")) if size else ((1, None),):
        (first, _) = pieces(tmp_path, "a.tar", tar([("a", data), ("b", b"")]), Settings(max_file_bytes=limit))
        assert (first.data, first.problem and first.problem.code) == (None if problem else data, problem)


def test_no_room_is_made_for_what_a_small_member_does_not_have() -> None:
    """Memory for as much as a file may hold, got and given back for each member, took half of the time."""
    asked: list[int] = []

    class Asked(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    assert whole("a.tar!a", Asked(GOOD), Opening(DEFAULTS, 0)).data == GOOD
    assert sum(asked) < 1 << 20 < DEFAULTS.max_file_bytes


# --- bombs ---


def test_what_may_come_out_is_bounded_by_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpusclean.read.containers.piece.FREE_BYTES", 10_000)
    settings = Settings(max_expansion=10)
    bomb, inner = bytes(3_000_000), gzip.compress(bytes(3_000_000))

    for name, data in (
        ("a.txt.gz", inner),
        ("a.txt.xz", lzma.compress(bomb)),
        ("a.tar.gz", gzip.compress(tar([("a.txt", bomb)]))),
        ("a.zip", zipped([("a.txt", bomb)])),
        ("a.jsonl.gz", gzip.compress(b"\n" * 3_000_000)),
        ("a.csv.gz", gzip.compress(b"text\n" + b"\n" * 3_000_000)),
        ("nested.tar", tar([("a.txt.gz", inner)])),
        ("nested.gz.gz", gzip.compress(inner)),
    ):
        assert (name, "archive.bomb") in told(pieces(tmp_path, name, data, settings)), name


READING = """
import resource, sys
import pandas, pyarrow.parquet
from corpusclean.read import read_documents

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
[row] = read_documents(sys.argv[1]).to_dict("records")
print(row["reasons"][0]["code"], (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


@pytest.fixture(scope="module")
def bomb() -> bytes:
    """Return ten frames of a gigabyte of zeros each."""
    made, zeros = pa.BufferOutputStream(), bytes(1 << 20)
    with pa.CompressedOutputStream(made, "zstd") as stream:
        for _ in range(1 << 10):
            stream.write(zeros)
    return bytes(made.getvalue()) * 10


@pytest.mark.parametrize(
    ("name", "code"),
    [("a.txt.zst", "file.too_large"), ("a.jsonl.zst", "archive.bomb"), ("a.csv.zst", "record.invalid")],
)
def test_ten_gigabytes_of_zeros_take_no_memory_to_speak_of(
    tmp_path: Path, bomb: bytes, name: str, code: str
) -> None:
    (tmp_path / name).write_bytes(zstd(b"text\n") * name.startswith("a.csv") + bomb)

    done = subprocess.run(
        [sys.executable, "-c", READING, str(tmp_path)], capture_output=True, text=True, check=True, timeout=TIMEOUT
    )

    said, grown = done.stdout.split()
    assert len(bomb) < 1 << 20
    assert said == code
    assert int(grown) < 500  # MB: a document may have 64, and is copied; the bomb has 10,240
