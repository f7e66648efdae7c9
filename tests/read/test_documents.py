"""Files as documents: what a row holds, and what keeps a file from being read costs that file alone."""

import hashlib
import os
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from mmap import PAGESIZE
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from conftest import Folder, pairs
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from corpusclean.envelope import Envelope
from corpusclean.read import read_documents, read_files, take_inventory
from corpusclean.read.columns import doc_id
from corpusclean.read.disguised import disguised
from corpusclean.read.inventory import Found
from corpusclean.settings import Settings
from corpusclean_schemas import RawDocument

Files = Callable[[Mapping[str, str | bytes]], Path]
Row = Mapping[Any, Any]

GOOD = "date: 2021-12-13\n\nRain fell.\n"
DEFAULTS = Settings()


def rows(frame: pd.DataFrame) -> dict[str, Row]:
    """Return the rows of a frame that keeps RawDocument, by address."""
    RawDocument.validate(frame, lazy=True)
    return {str(row["address"]): row for row in frame.to_dict("records")}


def beside_a_good_one(folder: Files, content: str | bytes, settings: Settings = DEFAULTS) -> Row:
    """Return the row of a file that is read together with a good one, which must come through."""
    found = rows(read_documents(folder({"bad.txt": content, "good.txt": GOOD}), settings=settings))
    assert_good(found["good.txt"])
    return found["bad.txt"]


def assert_good(row: Row) -> None:
    assert (row["date"], row["body"], list(row["reasons"])) == ("2021-12-13", "Rain fell.", [])


def codes(row: Row) -> list[str]:
    return [reason["code"] for reason in row["reasons"]]


def test_a_document_is_read_with_all_that_it_holds(folder: Files) -> None:
    text = "date: 2021-12-13\ntitle: Rain\nlanguage: en\nid: 7\npage: 4\nurl:\n\nRain fell.\n\nIt stopped.\n\n"

    [row] = rows(read_documents(folder({"news/a.txt": text}))).values()

    assert row["doc_id"] == doc_id("news/a.txt")
    assert row["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert row["size"] == len(text)
    assert row["dialect"] == "plain"
    assert (row["date"], row["title"]) == ("2021-12-13", "Rain")
    assert (row["declared_language"], row["source_id"]) == ("en", "7")
    assert pd.isna(row["url"])
    assert pairs(row["fields"]) == {"page": "4"}
    assert dict(row["field_lines"]) == {"date": 1, "title": 2, "language": 3, "id": 4, "page": 5, "url": 6}
    assert (row["body"], row["body_line"]) == ("Rain fell.\n\nIt stopped.", 8)
    assert list(row["reasons"]) == []


def test_rows_are_in_the_order_of_their_ids_whatever_the_order_of_the_files(folder: Files) -> None:
    found = take_inventory([folder({f"{n}.txt": GOOD for n in range(9)})], DEFAULTS).found

    there, back = read_files(found, DEFAULTS), read_files(reversed(found), DEFAULTS)

    assert list(there["doc_id"]) == sorted(there["doc_id"])
    pd.testing.assert_frame_equal(there, back)


def test_no_files_are_a_frame_without_rows() -> None:
    frame = read_files([], DEFAULTS)

    assert len(frame) == 0
    RawDocument.validate(frame, lazy=True)


def test_no_files_have_the_types_of_many(folder: Files) -> None:
    many = read_documents(folder({"good.txt": GOOD, "bad.txt": b"\xff"}))

    pd.testing.assert_series_equal(read_files([], DEFAULTS).dtypes, many.dtypes)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        pytest.param("", "file.empty", 1, id="an empty file"),
        pytest.param(" \n\t\r\n\u00a0", "file.empty", 1, id="blanks only"),
        pytest.param(b"\xef\xbb\xbf", "file.empty", 1, id="a byte order mark only"),
        pytest.param("Rain fell.\n", "header.missing", 1, id="no header"),
        pytest.param("date 2021-12-13\nRain fell.\n", "header.missing", 2, id="a header that breaks off"),
        pytest.param("MOSCOW: Rain.\n\nIt fell.", "header.missing", 1, id="a dateline is no header"),
        pytest.param("date: 2021-12-13\ndate: 2021-12-14\n\nRain.", "header.repeated", 2, id="a field twice"),
        pytest.param("date: 2021-12-13\ndate:\n\nRain.", "header.repeated", 2, id="a field twice, once empty"),
    ],
)
def test_what_is_wrong_with_a_text(folder: Files, content: str | bytes, code: str, line: int) -> None:
    row = beside_a_good_one(folder, content)

    assert [(reason["code"], reason["line"], reason["column"]) for reason in row["reasons"]] == [(code, line, 1)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("date: 2021-12-13\ndate: 2021-12-13\n\nRain.", id="a field twice with one value"),
        pytest.param("date: 2021-12-13\n", id="a header alone, which the contract judges"),
        pytest.param("title: Rain\n\nRain.", id="a header without a date, which the contract judges"),
    ],
)
def test_what_reading_does_not_judge(folder: Files, content: str) -> None:
    assert codes(beside_a_good_one(folder, content)) == []


def test_of_a_repeated_field_the_first_counts_and_its_line(folder: Files) -> None:
    row = beside_a_good_one(folder, "date: 2021-12-13\ntitle: Rain\ndate: 2021-12-14\n\nRain.")

    assert row["date"] == "2021-12-13"
    assert list(row["field_lines"]) == [("date", 1), ("title", 2)]


def test_a_field_that_is_repeated_without_end_is_told_in_few_words(folder: Files) -> None:
    """Each reason quoted the whole first value: 200 kB came to a gigabyte."""
    title, date = "title: " + "x" * 100_000 + "\n", "date: 2021-12-13\ndate: 2021-12-14\n"

    row = beside_a_good_one(folder, title + "title: y\n" * 11_111 + date + "\nRain fell.\n")

    assert codes(row) == ["header.repeated"] * 12
    *told, rest, other = row["reasons"]
    assert [reason["line"] for reason in told] == [*range(2, 12)]
    assert {reason["message"] for reason in told} == {f"title is {'x' * 80!r}... on line 1 and 'y' here"}
    assert (rest["line"], rest["message"]) == (
        12,
        "title has another value than on line 1 from here on: 11,101 more",
    )
    assert (other["field"], other["line"]) == ("date", 11_114)
    assert (row["body"], len(row["title"])) == ("Rain fell.", 100_000)


def test_without_required_fields_a_file_needs_no_header(folder: Files) -> None:
    row = beside_a_good_one(folder, "source of the river\nRain fell.\n", Settings(required=("text",)))

    assert codes(row) == []
    assert row["dialect"] == "none"
    assert row["body"] == "source of the river\nRain fell."


def test_a_byte_order_mark_is_no_part_of_the_header(folder: Files) -> None:
    row = beside_a_good_one(folder, b"\xef\xbb\xbf" + GOOD.encode())

    assert_good(row)
    assert Envelope.from_json(row["envelope"]).bom


@pytest.mark.parametrize(
    ("content", "place", "line", "column"),
    [
        pytest.param(b"\xff", "byte 0 (0xff)", 1, 1, id="the first byte"),
        pytest.param(b"date: 2021-12-13\n\ncaf\xe9 noir", "byte 21 (0xe9)", 3, 4, id="windows-1252"),
        pytest.param(b"a\n\n\xe9", "byte 3 (0xe9)", 3, 1, id="at the start of a line"),
        pytest.param("é\n".encode() * 2 + b"\xe9", "byte 6 (0xe9)", 3, 1, id="behind letters of two bytes"),
        pytest.param(b"a\n\xf0\x9f\x98", "byte 2 (0xf0)", 2, 1, id="cut off"),
        pytest.param(b"\xed\xa0\x80", "byte 0 (0xed)", 1, 1, id="a surrogate"),
        pytest.param(b"a\xc0\x80", "byte 1 (0xc0)", 1, 2, id="an overlong zero"),
        pytest.param(b"\xef\xbb\xbfa\xff", "byte 4 (0xff)", 1, 2, id="behind a byte order mark"),
        pytest.param("d\u00e4te".encode("utf-16-le"), "byte 2 (0xe4)", 1, 3, id="UTF-16 without a mark"),
    ],
)
def test_bytes_that_are_no_utf8_are_kept_and_told_where(
    folder: Files, content: bytes, place: str, line: int, column: int
) -> None:
    row = beside_a_good_one(folder, content)

    [reason] = row["reasons"]
    assert reason["code"] == "bytes.not_utf8"
    assert reason["message"].startswith(f"{place} is not UTF-8")
    assert (reason["line"], reason["column"]) == (line, column)
    assert row["raw"] == content
    assert row["sha256"] == hashlib.sha256(content).hexdigest()
    assert row["body"] == ""


def test_a_file_too_large_is_refused_before_it_is_read(folder: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = folder({"good.txt": GOOD})
    with (raw / "dump.txt").open("wb") as sparse:
        sparse.truncate(10 << 30)
    opened: list[int] = []
    read = os.read

    def counted(handle: int, size: int) -> bytes:
        opened.append(os.fstat(handle).st_size)
        return read(handle, size)

    monkeypatch.setattr(os, "read", counted)

    found = rows(read_documents(raw))

    assert opened == [len(GOOD)]
    assert_good(found["good.txt"])
    assert codes(found["dump.txt"]) == ["file.too_large"]
    assert found["dump.txt"]["size"] == 10 << 30


@pytest.mark.parametrize(("spare", "expected"), [(0, []), (-1, ["file.too_large"])])
def test_a_file_may_be_as_large_as_allowed(folder: Files, spare: int, expected: list[str]) -> None:
    row = rows(read_documents(folder({"a.txt": GOOD}), settings=Settings(max_file_bytes=len(GOOD) + spare)))[
        "a.txt"
    ]

    assert codes(row) == expected


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(path: Path) -> None:
    path.unlink()
    path.symlink_to("good.txt")


@pytest.mark.parametrize(
    ("become", "code"),
    [
        pytest.param(Path.unlink, "file.vanished", id="deleted"),
        pytest.param(_folder, "file.not_regular", id="a folder"),
        pytest.param(_fifo, "file.not_regular", id="a FIFO"),
        pytest.param(_link, "file.unreadable", id="a link"),
    ],
)
def test_what_was_a_file_when_it_was_found(folder: Files, become: Callable[[Path], object], code: str) -> None:
    raw = folder({"a.txt": GOOD, "good.txt": GOOD})
    found = take_inventory([raw], DEFAULTS).found
    become(raw / "a.txt")

    after = rows(read_files(found, DEFAULTS))

    assert codes(after["a.txt"]) == [code]
    assert pd.isna(after["a.txt"]["sha256"])
    assert_good(after["good.txt"])


def test_a_folder_that_is_gone_is_told_file_by_file(folder: Files) -> None:
    raw = folder({"sub/a.txt": GOOD, "good.txt": GOOD})
    found = take_inventory([raw], DEFAULTS).found
    (raw / "sub/a.txt").unlink()
    (raw / "sub").rmdir()

    after = rows(read_files(found, DEFAULTS))

    assert codes(after["sub/a.txt"]) == ["file.vanished"]
    assert_good(after["good.txt"])


def _append(path: Path) -> None:
    with path.open("a") as stream:
        stream.write("More.\n")


def _cut(path: Path) -> None:
    os.truncate(path, 5)


def _rewrite(path: Path) -> None:
    path.write_text(GOOD.upper())
    os.utime(path, ns=(0, 0))


@pytest.mark.parametrize("change", [_append, _cut, _rewrite])
@pytest.mark.parametrize("call", [1, 2], ids=["before it is read", "after it was read"])
def test_a_file_that_changes_while_it_is_read(
    folder: Files, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None], call: int
) -> None:
    raw = folder({"a.txt": GOOD, "good.txt": GOOD})
    inode = (raw / "a.txt").stat().st_ino
    calls: list[int] = []
    fstat = os.fstat

    def late(handle: int) -> os.stat_result:
        status = fstat(handle)
        if status.st_ino == inode:
            calls.append(handle)
            if len(calls) == call:
                change(raw / "a.txt")
                return status if call == 1 else fstat(handle)
        return status

    monkeypatch.setattr(os, "fstat", late)

    found = rows(read_documents(raw))

    assert len(calls) == 2
    assert codes(found["a.txt"]) == ["file.changed"]
    assert_good(found["good.txt"])


def test_a_file_that_is_appended_to_all_the_time_is_never_read_in_half(folder: Files) -> None:
    raw = folder({"a.txt": GOOD, "good.txt": GOOD})
    found = take_inventory([raw], DEFAULTS).found
    stop = threading.Event()

    def write() -> None:
        with (raw / "a.txt").open("ab", buffering=0) as stream:
            while not stop.is_set():
                stream.write(b"More.\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [rows(read_files(found, DEFAULTS)) for _ in range(20)]
        while len(seen) < 2000 and not any(codes(each["a.txt"]) for each in seen):  # on a busy machine
            seen.append(rows(read_files(found, DEFAULTS)))
    finally:
        stop.set()
        writer.join()

    for each in seen:
        assert_good(each["good.txt"])
        row = each["a.txt"]
        # A kernel shows what is written page by page: between two of them no reader can tell.
        whole = not codes(row) and (_original(row).endswith(b".\n") or len(_original(row)) % PAGESIZE == 0)
        assert codes(row) == ["file.changed"] or whole
    assert any(codes(each["a.txt"]) == ["file.changed"] for each in seen)


def _original(row: Row) -> bytes:
    return Envelope.from_json(row["envelope"]).wrap(row["body"])


def test_a_file_without_the_right_to_read_it_is_told(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    for name in ("locked.txt", "good.txt"):
        (open_folder / name).write_text(GOOD)
    read_documents(open_folder)  # whatever is imported late is imported now
    (open_folder / "locked.txt").chmod(0)

    with without_rights():
        found = rows(read_documents(open_folder))

    assert codes(found["locked.txt"]) == ["file.unreadable"]
    assert found["locked.txt"]["size"] == len(GOOD)
    assert_good(found["good.txt"])


def test_a_folder_that_cannot_be_listed_is_a_row(
    open_folder: Path, without_rights: Callable[[], AbstractContextManager[None]]
) -> None:
    (open_folder / "good.txt").write_text(GOOD)
    read_documents(open_folder)
    (open_folder / "locked").mkdir(mode=0)

    with without_rights():
        found = rows(read_documents(open_folder))

    assert codes(found["locked/"]) == ["folder.unreadable"]
    assert_good(found["good.txt"])


def test_links_and_pipes_are_rows(folder: Files) -> None:
    raw = folder({"good.txt": GOOD})
    os.mkfifo(raw / "pipe")
    (raw / "link").symlink_to("good.txt")

    found = rows(read_documents(raw))

    assert (codes(found["pipe"]), codes(found["link"])) == (["file.not_regular"], ["file.symlink"])
    assert_good(found["good.txt"])


CONTENTS = st.lists(
    st.sampled_from(
        ["date: 2021-12-13", "title Rain", "\n", "\r\n", "\r", " ", "\ufeff", "\u0085", "Rain.", "\U0001f327"]
    )
    | st.text(max_size=4),
    max_size=10,
).map("".join)


@settings(max_examples=60)
@given(text=CONTENTS)
def test_envelope_and_body_are_the_file_byte_for_byte(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode())

    [row] = read_files([Found("any.txt", str(path), 0)], DEFAULTS).to_dict("records")
    if codes(row) == ["bytes.not_utf8"]:
        assert disguised(text.encode())
        return

    assert _original(row) == text.encode()


@given(st.text(), st.text(), st.text(), st.booleans())
def test_an_envelope_is_written_as_json_and_read_back(header: str, body: str, tail: str, bom: bool) -> None:  # noqa: FBT001
    envelope = Envelope(header, tail, bom=bom)

    assert Envelope.from_json(envelope.to_json()) == envelope
    assert envelope.wrap(body).decode("utf-8-sig" if bom else "utf-8") == header + body + tail


def test_declared_encodings_are_tried_in_order_on_what_is_not_utf8(folder: Folder) -> None:
    files: dict[str, str | bytes] = {
        "latin.txt": "date: 2021-12-13\n\ncaf\u00e9 \u201cnoir\u201d\n".encode("windows-1252"),
        "neither.txt": b"date: 2021-12-13\n\n\x81\x8d\n",
        "utf8.txt": "date: 2021-12-13\n\ncaf\u00e9\n".encode(),
    }
    frame = read_documents(folder(files), settings=Settings(encodings=("ascii", "windows-1252")))
    rows = {str(row["address"]): row for row in frame.to_dict("records")}
    assert rows["latin.txt"]["body"] == "caf\u00e9 \u201cnoir\u201d"
    assert rows["utf8.txt"]["body"] == "caf\u00e9"
    assert "nor ascii, windows-1252" in rows["neither.txt"]["reasons"][0]["message"]
    for name in ("latin.txt", "utf8.txt"):
        envelope = Envelope.from_json(rows[name]["envelope"])
        assert envelope.wrap(rows[name]["body"]) == files[name]


def test_an_encoding_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="no encoding 'windows-1253x'"):
        Settings(encodings=("windows-1253x",))
