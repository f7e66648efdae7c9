"""Files of many documents with a line between them: cut so that the pieces are the file."""

import gzip
import re
from pathlib import Path

import pytest
from conftest import Folder
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.read import read_documents
from corpusclean.read.mailbox import slices
from corpusclean.run.job import clean_corpus
from corpusclean.settings import Run, Settings
from corpusclean.verify import restore_corpus, verify_corpus

PARTS = [
    "--",
    "---",
    " --",
    "-- ",
    "--\n",
    "--\r\n",
    "--\r",
    "\n",
    "\r\n",
    "\r",
    "Rain.",
    " ",
    "\u2028",
    "\u0085",
    "\x0c",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@given(TEXTS)
@example("")
@example("--")
@example("--\r\n--\rRain.\n--")
def test_the_slices_joined_are_the_text(text: str) -> None:
    cut = slices(text, "--")

    assert "".join(lead + own + trail for lead, own, trail in cut) == text
    assert len(cut) == 1 or all(own.strip() for _, own, _ in cut)
    assert all(trail == "" for _, _, trail in cut[:-1])
    for _, own, _ in cut if len(cut) > 1 else []:
        assert "--" not in [line.rstrip("\r\n") for line in LINE.findall(own)]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        pytest.param("Rain.\n--\nSun.", ["Rain.", "Sun."], id="one between two"),
        pytest.param("--\nRain.\n--\n", ["Rain."], id="before and behind"),
        pytest.param("--\n--\n \n--\nRain.", ["Rain."], id="nothing between"),
        pytest.param("Rain. --\n -- \n---\nSun.", ["Rain. --\n -- \n---\nSun."], id="not the whole line"),
        pytest.param("Rain.", ["Rain."], id="none at all"),
        pytest.param("--\n--", [""], id="nothing but separators"),
        pytest.param("", [""], id="nothing"),
    ],
)
def test_where_a_file_is_cut(folder: Folder, text: str, bodies: list[str]) -> None:
    frame = read_documents(folder({"a.txt": text}), settings=Settings(separator="--", required=("text",)))

    rows = sorted(frame.to_dict("records"), key=lambda row: row["address"])
    assert [row["address"] for row in rows] == [f"a.txt#{number + 1}" for number in range(len(bodies))]
    if bodies != [""]:
        assert [row["body"] for row in rows] == bodies
    else:
        assert rows[0]["reasons"][0]["code"] == "file.empty"


BOX = (
    "From ann Mon\r\n"
    "Date: 2021-12-13\r\n"
    "Title: Rain over\r\n"
    " Pune\r\n"
    "\r\n"
    "Rain fell. It fell for days on the hills.\r\n"
    "From tom Tue\r\n"
    "date 2021-12-14\r\n"
    "date 2021-12-15\r\n"
    "\r\n"
    "Sun shone.\r\n"
    "\r\n"
    "From eve Wed\r\n"
    "\r\n"
    "date 2021-12-16\r\n"
    "No blank line.\r\n"
    "From sam Thu\r\n"
    "---\r\n"
    "date: 1\r\n"
    "date: 2\r\n"
    "---\r\n"
    "Snow.\r\n"
)


def test_lines_are_those_of_the_file(folder: Folder) -> None:
    frame = read_documents(folder({"box": BOX}), settings=Settings(separator="From .*"))

    rows = {str(row["address"]): row for row in frame.to_dict("records")}
    assert list(rows["box#1"]["field_lines"]) == [("date", 2), ("title", 3)]
    assert (rows["box#1"]["title"], rows["box#1"]["body_line"], rows["box#1"]["dialect"]) == (
        "Rain over Pune",
        6,
        "rfc822",
    )
    told = {address: [(r["code"], r["line"]) for r in row["reasons"]] for address, row in rows.items()}
    assert told == {
        "box#1": [],
        "box#2": [("header.repeated", 9)],
        "box#3": [("header.missing", 16)],
        "box#4": [("header.invalid", 20)],
    }
    assert "on line 8" in rows["box#2"]["reasons"][0]["message"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_every_slice_comes_back_byte_for_byte(folder: Folder, encoding: str) -> None:
    text = "--\ndate 2021-12-13\n\nLe caf\u00e9.\n\n--\r\ndate 2021-12-14\n\nUn th\u00e9.\n--\n"
    data = text.encode(encoding)
    raw = folder({"box.txt": data, "other.txt": "date 2021-12-15\n\nRain fell."})
    settings = Settings(separator="--", encodings=("windows-1252",), run=Run(workers=1))

    clean_corpus([raw], raw.parent / "corpus", settings)

    assert verify_corpus(raw.parent / "corpus").problems == ()
    assert restore_corpus(raw.parent / "corpus", raw.parent / "again").missing == ()
    again: Path = raw.parent / "again"
    assert sorted(path.name for path in again.iterdir()) == ["box.txt#1", "box.txt#2", "other.txt#1"]
    assert (again / "box.txt#1").read_bytes() + (again / "box.txt#2").read_bytes() == data


def test_members_of_archives_are_cut_too(folder: Folder) -> None:
    raw = folder({"box.txt.gz": gzip.compress(b"date 1\n\nRain.\n--\ndate 2\n\nSun.")})

    frame = read_documents(raw, settings=Settings(separator="--"))

    assert sorted(frame["address"]) == ["box.txt.gz!box.txt#1", "box.txt.gz!box.txt#2"]
