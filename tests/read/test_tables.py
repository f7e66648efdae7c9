"""Tables whose rows are documents: each row costs at most itself, and is told by its line."""

import csv
import datetime
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Folder, pairs
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.codes import CODES
from corpusclean.read import read_documents, take_inventory
from corpusclean.read.containers import Opening, Piece, expand
from corpusclean.read.containers.tables import jsonl_rows
from corpusclean.read.documents import read_batches
from corpusclean.settings import Settings

DEFAULTS = Settings()
Row = Mapping[Any, Any]


def rows(folder: Folder, name: str, data: str | bytes, settings: Settings = DEFAULTS) -> list[Row]:
    """Return the documents of a table, in the order of their numbers."""
    frame = read_documents(folder({name: data}), settings=settings)
    assert set(frame["file"]) == {name}
    found: list[Row] = sorted(frame.to_dict("records"), key=lambda row: int(row["address"].rpartition("#")[2]))
    assert [row["address"] for row in found] == [f"{name}#{number}" for number in range(1, len(found) + 1)]
    return found


def told(row: Row) -> tuple[str, str]:
    [reason] = row["reasons"]
    return reason["code"], reason["message"]


def pieces(folder: Path, name: str, data: bytes, settings: Settings = DEFAULTS) -> list[Piece]:
    path = folder / name
    path.write_bytes(data)
    return list(expand(str(path), name, Opening(settings, len(data))))


def parquet(columns: Mapping[str, Any], **options: Any) -> bytes:  # of pyarrow
    made = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(columns)), made, **{"write_page_checksum": True, **options})
    return bytes(made.getvalue())


# --- JSON Lines ---


def test_a_line_of_json_is_a_document(folder: Folder) -> None:
    record = {
        "text": "\n Rain fell.\r\n\r\nIt stopped.\n",
        "date": "2021-12-13",
        "id": 7,
        "Language": "en",
        "title": " Rain ",
        "url": None,
        "X-Feed": "a",
        "tags": ["b", {"c": 1.5}],
        "paid": True,
        "score": 0.10,
    }

    [row] = rows(folder, "a.jsonl", json.dumps(record))

    assert (row["dialect"], row["body"]) == ("record", " Rain fell.\r\n\r\nIt stopped.")
    assert (row["date"], row["title"], row["source_id"]) == ("2021-12-13", "Rain", "7")
    assert row["declared_language"] == "en"
    assert pd.isna(row["url"])
    assert pairs(row["fields"]) == {"x_feed": "a", "tags": '["b", {"c": 1.5}]', "paid": "true", "score": "0.1"}
    assert list(row["reasons"]) == []


GOOD = b'{"text": "Rain.", "date": "2021-12-13"}'


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        pytest.param(b"Rain.", "record.invalid", "no JSON: Expecting value at column 1", id="prose"),
        pytest.param(b'{"text": "Rain."', "record.invalid", "no JSON", id="cut off"),
        pytest.param(b'{"text": "a\tb"}', "record.invalid", "Invalid control character", id="a tab"),
        pytest.param(GOOD + GOOD, "record.invalid", "Extra data", id="two objects"),
        pytest.param(b'["Rain."]', "record.invalid", "a JSON object is expected", id="a list"),
        pytest.param(b'"Rain."', "record.invalid", "a JSON object is expected", id="a text"),
        pytest.param(b"null", "record.invalid", "a JSON object is expected", id="null"),
        pytest.param(b"{}", "record.invalid", "no column text", id="an empty object"),
        pytest.param(b'{"Body": "Rain.", "n": 1}', "record.invalid", "no column text, but body, n", id="no text"),
        pytest.param(rb'{"\ud800": "Rain."}', "record.invalid", "no column text, but ", id="no text, half a name"),
        pytest.param(b'{"text": null}', "record.invalid", "the column text is null", id="a text of null"),
        pytest.param(b'{"text": 5}', "record.invalid", "the column text is no text", id="a text of a number"),
        pytest.param(b'{"text": ["a"]}', "record.invalid", "the column text is no text", id="a text of a list"),
        pytest.param(b'{"text": "a", "text": "b"}', "record.invalid", "twice", id="a key twice"),
        pytest.param(b'{"text": "a", "b": [{"c": 1, "c": 2}]}', "record.invalid", "twice", id="twice inside"),
        pytest.param(
            b'{"text": "a", "Text": "b"}', "record.invalid", "two columns are called text; rename", id="two texts"
        ),
        pytest.param(b'{"text": "a", "n": NaN}', "record.invalid", "NaN is no number of JSON", id="NaN"),
        pytest.param(b'{"text": "a", "n": -Infinity}', "record.invalid", "-Infinity is no number", id="infinite"),
        pytest.param(b'{"text": "a", "n": 1e999}', "record.invalid", "1e999 is no number", id="too large"),
        pytest.param(
            b'{"text": "a", "n": ' + b"9" * 5000 + b"}",
            "record.invalid",
            "of more than 4,300 digits; put",
            id="digits",
        ),
        pytest.param(b'{"text": "a", "n": ' + b"[" * 99_999 + b"}", "record.invalid", "too deeply", id="deep"),
        pytest.param(
            b'{"text": "a", "n": ' + b"[" * 90_000 + b"]" * 90_000 + b"}",
            "record.invalid",
            "too deeply",
            id="deeper",
        ),
        pytest.param(rb'{"text": "a\ud800"}', "record.invalid", "a surrogate without", id="half a pair"),
        pytest.param(rb'{"text": "a", "b": "\udc00"}', "record.invalid", "a surrogate", id="half in a field"),
        pytest.param(rb'{"text": "a", "\ud800": ""}', "record.invalid", "a surrogate", id="half in a name"),
        pytest.param(rb'{"text": "a", "b": ["\ud800"]}', "record.invalid", "a surrogate", id="half in a list"),
        pytest.param(b'{"text": "caf\xe9"}', "bytes.not_utf8", "is not UTF-8", id="not UTF-8"),
        pytest.param(b'{"text": "\xed\xa0\x80"}', "bytes.not_utf8", "is not UTF-8", id="CESU-8"),
        pytest.param(
            b'{"text": "' + b"a" * 200_000 + b'"}', "file.too_large", "longer than max_file_bytes", id="long"
        ),
    ],
)
def test_a_bad_line_costs_itself(folder: Folder, line: bytes, code: str, words: str) -> None:
    data = b"\n".join([GOOD, b"", line, GOOD, b""])

    before, bad, after = rows(folder, "a.jsonl", data, Settings(max_file_bytes=200_000))

    assert told(bad)[0] == code
    assert words in told(bad)[1]
    assert "line 3" in told(bad)[1]
    assert bad["raw"] == (None if code == "file.too_large" else line + b"\n")
    for row in (before, after):
        assert (row["body"], list(row["reasons"])) == ("Rain.", [])


def test_blank_lines_marks_and_line_ends_of_json_lines(folder: Folder) -> None:
    data = b"\xef\xbb\xbf" + GOOD + b"\r\n \t\r\n\n" + GOOD + b"\n\n" + GOOD

    assert [row["body"] for row in rows(folder, "a.ndjson", data)] == ["Rain."] * 3


def test_the_column_that_the_settings_name_goes_before_ours(folder: Folder) -> None:
    settings = Settings(fields={"content": "text", "published": "date"})
    data = b'{"text": "summary", "content": "Rain.", "published": "2021-12-13"}\n' + GOOD

    one, other = rows(folder, "a.jsonl", data, settings)

    assert (one["body"], one["date"], pairs(one["fields"])) == ("Rain.", "2021-12-13", {"text": "summary"})
    assert (other["body"], other["date"]) == ("Rain.", "2021-12-13")


@given(
    st.lists(st.fixed_dictionaries({"text": st.text()}, optional={"date": st.text(), "x": st.text()}), min_size=1)
)
def test_texts_come_out_as_they_went_in(records: list[dict[str, str]]) -> None:
    made = b"\n".join(json.dumps(record).encode() for record in records)
    stream: Any = io.BufferedReader(io.BytesIO(made))

    found = jsonl_rows(stream, "a.jsonl", Opening(DEFAULTS, len(made)))

    assert [piece.record and piece.record.text for piece in found] == [record["text"] for record in records]


# --- CSV ---


def test_a_row_of_csv_is_a_document(folder: Folder) -> None:
    data = (
        '\ufeffid,"date", Title ,text,page\r\n'
        '1,2021-12-13,"Rain, and ""more""","Rain fell.\r\n\r\nIt stopped.",4\r\n'
        "\r\n"
        "2,2021-12-14,,Sun\0shone.,\r\n"
    )

    first, second = rows(folder, "a.csv", data)

    assert (first["source_id"], first["date"], first["title"]) == ("1", "2021-12-13", 'Rain, and "more"')
    assert (first["body"], pairs(first["fields"])) == ("Rain fell.\r\n\r\nIt stopped.", {"page": "4"})
    assert pd.isna(second["title"])
    assert (second["body"], list(second["reasons"])) == ("Sun\0shone.", [])


@pytest.mark.parametrize(
    ("name", "delimiter", "data"),
    [
        ("a.tsv", ",", "date\ttext\n2021-12-13\tRain, it fell.\n"),
        ("a.csv", ";", "date;text\n2021-12-13;Rain, it fell.\n"),
        ("a.CSV", "|", "date|text\r2021-12-13|Rain, it fell.\r"),
    ],
)
def test_the_delimiter_is_that_of_the_name_or_the_settings(
    folder: Folder, name: str, delimiter: str, data: str
) -> None:
    [row] = rows(folder, name, data, Settings(csv_delimiter=delimiter))

    assert (row["date"], row["body"]) == ("2021-12-13", "Rain, it fell.")


@pytest.mark.parametrize(
    ("name", "delimiter", "data"),
    [
        pytest.param("a.csv", ",", 'date;text\n2021-12-13;"Rain, it fell; more."\n', id="semicolons"),
        pytest.param("a.csv", ",", '\r\n"date";"text"\r\n"2021-12-13";"Rain, it fell; more."\r\n', id="quoted"),
        pytest.param("a.csv", ";", 'date,text\n2021-12-13,"Rain, it fell; more."\n', id="commas"),
        pytest.param("a.csv", ",", "date|Body Text\n2021-12-13|Rain, it fell; more.\n", id="a name of its own"),
        pytest.param("a.tsv", ",", 'date,text\n2021-12-13,"Rain, it fell; more."\n', id="a wrong name"),
    ],
)
def test_another_delimiter_is_taken_where_the_header_names_the_text_by_it_alone(
    folder: Folder, name: str, delimiter: str, data: str
) -> None:
    """Else each row is a reject: a folder may hold what several programs wrote, and the setting is one for all."""
    settings = Settings(csv_delimiter=delimiter, fields={"body_text": "text"})
    [row] = rows(folder, name, data, settings)

    assert (row["date"], row["body"], list(row["reasons"])) == ("2021-12-13", "Rain, it fell; more.", [])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param("text\nRain; it fell, long.\n", "it has 2 fields, the header one, 'text'", id="one column"),
        pytest.param("title;body\nRain;It fell.\n", "it has no column text, but title;body", id="no text"),
        pytest.param("a;text|text;b\nRain;It fell.\n", "it has no column text, but a;text|text;b", id="two marks"),
        pytest.param('no,"a;text;b\nc"\nRain,It fell.\n', "it has no column text, but no,", id="two lines"),
        pytest.param(
            "date,text;a\n2021-12-13,x,Rain\n",
            "it has 3 fields, the header 2; a value that holds the delimiter stands in quotation marks",
            id="more",
        ),
    ],
)
def test_the_delimiter_of_the_settings_stays_where_no_other_alone_gives_the_text(
    folder: Folder, data: str, words: str
) -> None:
    [row] = rows(folder, "a.csv", data)

    assert words in told(row)[1]


@pytest.mark.parametrize(
    ("row", "code", "words"),
    [
        pytest.param(b"2021-12-13", "record.invalid", "line 4: it has 1 fields, the header 2", id="few"),
        pytest.param(b"a,b,c", "record.invalid", "line 4: it has 3 fields, the header 2", id="many"),
        pytest.param(b"2021-12-13,caf\xe9", "bytes.not_utf8", "line 4 is not UTF-8", id="not UTF-8"),
        pytest.param(b"2021-12-13,\xed\xa0\x80", "bytes.not_utf8", "line 4", id="CESU-8"),
    ],
)
def test_a_bad_row_costs_itself(folder: Folder, row: bytes, code: str, words: str) -> None:
    data = b'date,text\n2021-12-13,"Rain\nfell."\n%b\n2021-12-14,Sun.\n' % row

    before, bad, after = rows(folder, "a.csv", data)

    assert told(bad)[0] == code
    assert words in told(bad)[1]
    assert bad["raw"] == row + b"\n"
    assert (before["body"], after["body"]) == ("Rain\nfell.", "Sun.")


def test_a_row_that_is_refused_is_kept_as_it_stood(folder: Folder) -> None:
    """Its marks and line ends are what tells why it is refused."""
    row = b'2021-12-13;"Rain;\r\n""and"" more";\xe9"\r\n'
    bad, after = rows(folder, "a.csv", b"date;text\r\n\r\n%b2021-12-14;Sun.\r\n" % row)

    assert bad["raw"] == row
    assert (bad["size"], after["body"]) == (len(row), "Sun.")


@pytest.mark.parametrize(
    ("end", "words"),
    [
        pytest.param('"Rain fell.\nb,c\n', "unexpected end of data", id="a quotation mark that is missing"),
        pytest.param('"Rain" fell.\nb,c\n', "expected after", id="letters behind a quotation mark"),
        pytest.param("a" * 1001 + "\nb,c\n", "longer than max_file_bytes", id="a line too long"),
        pytest.param('"' + "a\n" * 501 + '"\nb,c\n', "field larger than field limit", id="a field too large"),
    ],
)
def test_what_makes_the_rest_of_csv_unreadable_is_told(folder: Folder, end: str, words: str) -> None:
    data = f"date,text\n2021-12-13,Rain.\n2021-12-14,{end}"

    good, bad = rows(folder, "a.csv", data, Settings(max_file_bytes=1000))

    assert (good["body"], told(bad)[0]) == ("Rain.", "record.invalid")
    assert "line 3 is no CSV, and ends the reading" in told(bad)[1]
    assert words in told(bad)[1]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        pytest.param(b"date,body", "record.invalid", id="no text"),
        pytest.param(b"text,text", "record.invalid", id="two texts"),
        pytest.param(b"caf\xe9,text", "record.invalid", id="a name that is not UTF-8"),
        pytest.param(b"date,date,text", "record.invalid", id="more names than values"),
    ],
)
def test_a_header_of_csv_that_is_none_costs_every_row(folder: Folder, header: bytes, code: str) -> None:
    found = rows(folder, "a.csv", header + b"\n2021-12-13,Rain.\n2021-12-14,Sun.\n")

    assert [told(row)[0] for row in found] == [code, code]


@pytest.mark.parametrize("data", ["", "\n\n", "date,text", "date,text\n\n"])
def test_a_table_without_rows_is_told(folder: Folder, data: str) -> None:
    [row] = read_documents(folder({"a.csv": data})).to_dict("records")

    assert (row["address"], told(row)[0]) == ("a.csv", "archive.empty")


# --- Parquet ---

DAY = datetime.date(2021, 12, 13)


def test_a_row_of_parquet_is_a_document(folder: Folder) -> None:
    columns = {
        "text": ["Rain fell.", "Sun shone."],
        "date": pa.array([DAY, None], pa.date32()),
        "seen": [datetime.datetime(2021, 12, 13, 5, 30), None],  # noqa: DTZ001  # as a table may hold it
        "tags": [["a", "b"], []],
        "n": [1, 2],
        "null": pa.nulls(2),
    }

    first, second = rows(folder, "a.parquet", parquet(columns))

    assert (first["body"], first["date"], list(first["reasons"])) == ("Rain fell.", "2021-12-13", [])
    assert pairs(first["fields"]) == {"seen": "2021-12-13T05:30:00", "tags": '["a", "b"]', "n": "1"}
    assert pd.isna(second["date"])
    assert second["body"] == "Sun shone."


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        pytest.param("text", pa.array(["a", None, "c"]), "record.invalid", id="a text of null"),
        pytest.param(
            "day", pa.array([1, 10**7, 1], pa.date32()), "record.invalid", id="a day beyond the calendar"
        ),
        pytest.param("at", pa.array([1, 2**60, 1], pa.timestamp("ms")), "record.invalid", id="a time beyond it"),
        pytest.param(
            "b",
            pa.StringArray.from_buffers(
                3, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffc")
            ),
            "bytes.not_utf8",
            id="bytes that are no UTF-8",
        ),
        pytest.param(
            "b",
            pa.array([[b"a"], [b"\xff"], [b"c"]], pa.list_(pa.binary())).view(pa.list_(pa.string())),
            "bytes.not_utf8",
            id="in a list",
        ),
    ],
)
def test_a_bad_row_of_parquet_costs_itself(folder: Folder, column: str, values: object, code: str) -> None:
    data = parquet({"text": ["Rain."] * 3} | {column: values})

    first, bad, last = rows(folder, "a.parquet", data)

    assert told(bad)[0] == code
    assert "row 2" in told(bad)[1]
    assert [len(row["reasons"]) for row in (first, last)] == [0, 0]


def test_two_columns_of_one_name_are_not_taken_for_one(folder: Folder) -> None:
    made = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_arrays([pa.array(["Rain."]), pa.array(["Sun."])], names=["text", "text"]), made)

    [row] = rows(folder, "a.parquet", bytes(made.getvalue()))

    assert told(row)[0] == "record.invalid"


def test_bytes_of_parquet_are_text_where_they_are_utf8(folder: Folder) -> None:
    columns = {
        "text": [b"Caf\xc3\xa9.", b"Caf\xe9."],
        "title": [b"Rain", b"Rain"],
        "key": [b"\xff", b"a"],
        "keys": [[b"a", b"\xff"], []],
    }
    first, bad = rows(folder, "a.parquet", parquet(columns))
    fields = {field["name"]: field["value"] for field in first["fields"]}
    assert (first["body"], first["title"]) == ("Caf\u00e9.", "Rain")
    assert fields == {"key": "\\xff", "keys": '["a", "\\\\xff"]'}
    assert told(bad)[0] == "bytes.not_utf8"


def test_a_text_of_parquet_may_be_as_large_as_a_file(folder: Folder) -> None:
    data = parquet({"text": ["a" * 10, "a" * 11, "b"]})

    found = rows(folder, "a.parquet", data, Settings(max_file_bytes=10))

    assert [len(row["reasons"]) for row in found] == [0, 1, 0]
    assert told(found[1])[0] == "file.too_large"


# --- what comes out of little ---


def shared(title: int, count: int) -> bytes:
    """Return a table whose rows share one title, which the file holds once."""
    titles = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), ["x" * title])
    return parquet({"text": ["Rain."] * count, "title": titles})


def long_names(count: int) -> bytes:
    """Return a table of many rows and few, long names."""
    return (
        b"text," + b",".join(b"%d" % column + b"x" * 2_000 for column in range(10)) + b"\nRain.,,,,,,,,,," * count
    )


@pytest.mark.parametrize(
    ("name", "data"), [("a.parquet", shared(20_000, 200)), ("a.csv", long_names(200))], ids=["values", "names"]
)
def test_what_columns_beside_the_text_bring_out_is_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes
) -> None:
    monkeypatch.setattr("corpusclean.read.containers.piece.FREE_BYTES", 1_000_000)

    *rows, last = pieces(tmp_path, name, data, Settings(max_expansion=10))

    assert (last.address, last.problem and last.problem.code) == (name, "archive.bomb")
    assert 40 < len(rows) < 80
    assert all(piece.record for piece in rows)


def test_a_row_may_be_as_large_as_a_file_in_all_its_columns(folder: Folder) -> None:
    data = b'text,title,note\nRain.,"%b\n",%b\nRain.,Sun.,\n' % (b"x" * 600, b"x" * 600)

    large, good = rows(folder, "a.csv", data, Settings(max_file_bytes=1_000))

    assert told(large) == ("file.too_large", "it has 1214 bytes in all its columns; max_file_bytes is 1000")
    assert list(good["reasons"]) == []


@pytest.mark.parametrize("name", ["a.parquet", "a.csv", "a.jsonl"])
def test_a_batch_is_as_large_as_all_its_columns(folder: Folder, name: str) -> None:
    frame = pd.DataFrame({"text": ["Rain."] * 20, "title": ["x" * 1_000] * 20})
    data = {
        "a.parquet": shared(1_000, 20),
        "a.csv": frame.to_csv(index=False).encode(),
        "a.jsonl": frame.to_json(orient="records", lines=True).encode(),
    }[name]

    batches = [*read_batches(take_inventory([folder({name: data})], DEFAULTS).found, DEFAULTS, most_bytes=5_000)]

    assert [len(batch.documents) for batch in batches] == [5, 5, 5, 5, 0]
    assert set(pd.concat(batch.documents for batch in batches)["size"]) == {len("Rain.")}


@pytest.mark.parametrize("compression", ["zstd", "none"])
def test_no_flipped_bit_of_parquet_raises_or_changes_a_text_in_silence(tmp_path: Path, compression: str) -> None:
    """Pages have checksums here; names and types of columns stand in the footer, which has none."""
    texts = [f"Rain fell on day {number}." for number in range(20)]
    data = parquet({"text": texts}, compression=compression, store_schema=False, write_statistics=False)
    changed = []
    for place in range(len(data)):
        bad = bytearray(data)
        bad[place] ^= 1 << place % 8
        found = pieces(tmp_path, "a.parquet", bytes(bad))
        assert found
        if not any(piece.problem for piece in found):
            said = [piece.record.text if piece.record else "" for piece in found]
            changed += [place] if said != texts else []
    assert changed == []


@pytest.mark.parametrize("size", [0, 1, 4, 100, -1, -9])
def test_parquet_that_is_cut_off_is_told(tmp_path: Path, size: int) -> None:
    data = parquet({"text": ["Rain fell."] * 50})[:size]

    assert [
        (piece.address, piece.problem and piece.problem.code) for piece in pieces(tmp_path, "a.parquet", data)
    ] == [("a.parquet", "archive.damaged")]


def test_the_limit_of_the_host_program_is_its_own(folder: Folder) -> None:
    raw = folder({"a.csv": "text\n" + "r" * 200_000 + "\nRain fell.\n"})
    before = 150_000
    csv.field_size_limit(before)

    rows = expand(str(raw / "a.csv"), "a.csv", Opening(Settings(), 200_000))

    assert next(rows).record is not None  # longer than the standard library's own limit
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"date,text\n2021-12-13,A caf\xe9.\n", "the row at line 2 is not UTF-8, as a table must be"),
        ("a.jsonl", b'{"date": "2021-12-13", "text": "A caf\xe9."}\n', "line 1 is not UTF-8, as a table must be"),
        ("a.csv", "date,text\n2021-12-13,Rain.\n".encode("utf-16"), "a file with the mark of UTF-16 is not UTF-8"),
        ("a.jsonl", '{"text": "Rain."}\n'.encode("utf-16"), "a file with the mark of UTF-16 is not UTF-8"),
    ],
)
def test_a_table_in_another_encoding_is_told_so(folder: Folder, name: str, data: bytes, said: str) -> None:
    """Not that an encoding should be declared that is: a table's rows are UTF-8."""
    read = read_documents(folder({name: data}), settings=Settings(encodings=("windows-1252",)))
    ((reason,),) = read["reasons"]
    assert reason["code"] == "bytes.not_utf8"
    assert reason["message"].startswith(said)
    assert reason["message"].endswith("whatever `encodings` says; convert it")
    assert "or, where it is no table, declare its encoding" in CODES[reason["code"]].way_out
