"""The quick way to a header gives what the grammar gives, or nothing: a case for each reason to be careful."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from conftest import Folder
from header_texts import PARTS
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.read import read_documents, rows
from corpusclean.read.dialects import names
from corpusclean.read.quick import quick_header
from corpusclean.read.rows import Rows
from corpusclean.settings import Settings

HEAD = b" date 2021-12-13 \n\n"


def read(folder: Path) -> pd.DataFrame:
    return read_documents(folder).drop(columns=["address", "file"])


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(HEAD + b"Rain fell.\n", id="as nearly all are"),
        pytest.param(HEAD + "Rain fell.\u00a0\n".encode(), id="a no-break blank at the end"),
        pytest.param(HEAD + "Rain fell.\u3000".encode(), id="an ideographic blank at the end"),
        pytest.param(HEAD + "Rain fell.\u0085".encode(), id="NEL at the end"),
        pytest.param(HEAD + b"Rain fell.\x1c", id="a separator at the end"),
        pytest.param(HEAD + b"Rain fell.\x0b\x0c\r\n", id="other blanks of ASCII at the end"),
        pytest.param(HEAD + "\u00a0Rain fell.\n".encode(), id="a no-break blank before the body"),
        pytest.param(HEAD + b"  Rain fell.\n", id="an indented body"),
        pytest.param(HEAD + b"<html>Rain fell.</html>\n", id="a page"),
        pytest.param(HEAD + b" \nRain fell.\n", id="a line of blanks"),
        pytest.param(HEAD + b"title Rain\n\nIt fell.\n", id="a second header"),
        pytest.param(HEAD + b"Rain fell on the caf\xe9.\n", id="a body that is no UTF-8"),
        pytest.param(b" date caf\xe9\n\nRain fell.\n", id="a header that is no UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + HEAD + b"Rain fell.\n", id="a mark"),
        pytest.param(b" date 2021-12-13\r\n\r\nRain fell.\r\n", id="CRLF"),
        pytest.param(b"date: 2021-12-13\n title: Rain\n\nIt fell.\n", id="indented by accident"),
        pytest.param(b"title: Rain\n over Pune\n\nIt fell.\n", id="folded"),
        pytest.param(b"title: Rain\n date now\n\nIt fell.\n", id="folded, with what could be a field"),
        pytest.param(b"title: Rain\n\tdate now\n\nIt fell.\n", id="folded with a tab"),
        pytest.param(b" date now\rtitle x\n\nRain fell.\n", id="a carriage return between fields"),
        pytest.param(b"date : 2021-12-13\n\nRain fell.\n", id="a blank before the colon"),
        pytest.param(b"url: //a.example\nDate: 2021-12-13\n\nRain fell.\n", id="slashes behind the colon"),
        pytest.param(b"url://a.example\ndate: 2021-12-13\n\nRain fell.\n", id="slashes at the colon"),
        pytest.param(b"title Rain: more\n\nIt fell.\n", id="a colon in the value"),
        pytest.param(b"date\n\nRain fell.\n", id="no value"),
        pytest.param(b"date now\ndate then\n\nRain fell.\n", id="twice"),
        pytest.param(b"date now\npage: 4\n\nRain fell.\n", id="a name that nobody declared"),
        pytest.param(b"\n\n date now\n\nRain fell.\n", id="blank lines before"),
        pytest.param(HEAD + b"\n \n", id="no body"),
        pytest.param(
            HEAD + "\u041c\u043e\u0441\u0442 \u0437\u0430\u043a\u0440\u044b\u0442".encode("utf-16-be"),
            id="a wide body",
        ),
        pytest.param(HEAD + b"\x1b$B;T5D2q\x1b(B in Tarn", id="a body that switches to other letters"),
        pytest.param(HEAD + b"~{KcM9~} in Tarn", id="a body in HZ"),
        pytest.param(b" date ~{KcM9~}\n\nRain fell.\n", id="a header in HZ"),
        pytest.param(HEAD + b"Rain" + b"\x0b" * 6, id="vertical tabs at the end"),
        pytest.param(b" date x\x1f\x1f\x1f\x1f\x1f\n\nRain\n", id="controls in the header"),
        pytest.param(b"section 8 housing is short in Tarn\n\nRain fell.\n", id="a line that may be text"),
        pytest.param(b"Source: Tarn Times said that a storm came.\n\nRain fell.\n", id="a sentence for a value"),
        pytest.param(b"---\ndate: now\n---\n\nRain fell.\n", id="front matter"),
        pytest.param(b"date " + b"x" * 600 + b"\n\nRain fell.\n", id="a header that goes on"),
    ],
)
def test_the_quick_way_is_the_careful_way(folder: Folder, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    raw = folder({"a.txt": data})

    quick = read(raw)
    monkeypatch.setattr(rows, "quick_header", lambda _data, _names: None)

    pd.testing.assert_frame_equal(quick, read(raw))


def test_the_usual_header_is_read_quickly() -> None:
    assert quick_header(HEAD + b"Rain fell.\n", names()) is not None
    assert quick_header(b"Title: Rain\nDate: 2021-12-13\n\nIt fell.\n", names()) is not None


BYTES = st.lists(
    st.sampled_from(
        [part.encode() for part in PARTS]
        + [
            b"\xff",
            b"\xc3",
            b"\xed\xa0\x80",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
            b"\0\4",
            b"\x1b$B",
            b"~{KcM9~}",
            b"\x0b",
        ]
    )
    | st.binary(max_size=3),
    max_size=12,
).map(b"".join)
LONG = st.integers(490, 520).flatmap(
    lambda size: st.sampled_from([b"\n", b" ", b"x"]).map(lambda part: part * size)
)
HEADS = st.sampled_from(
    [b"", b"date 2021-12-13\n\n", b" date: x\n\n\n", b"title: a\ndate b\n\n", b"page: 4\ndate x\n\n"]
)


def frame(contents: Sequence[bytes], settings: Settings, *, quickly: bool = True) -> pd.DataFrame:
    with pytest.MonkeyPatch.context() as patch:
        if not quickly:
            patch.setattr(rows, "quick_header", lambda _data, _names: None)
        documents = Rows(settings)
        for number, data in enumerate(contents):
            documents.add_file(f"{number}.txt", data)
        return documents.take().documents


@given(
    st.lists(st.tuples(LONG | st.just(b""), HEADS, BYTES).map(b"".join) | BYTES, min_size=1, max_size=4),
    st.sampled_from(
        [
            Settings(),
            Settings(dialect="plain"),
            Settings(required=("text",), fields={"page": "section"}),
            Settings(fields={"d\u00e9j\u00e0": "title", "\u65e5\u671f": "date"}),
        ]
    ),
)
@example([b"\nTitle: Rain\n page: 4\n\nBody."], Settings())
@example(["DÉJÀ: Rain\n日期 2021-12-13\n\nBody.".encode()], Settings(fields={"déjà": "title", "日期": "date"}))
@example([b"\n" * 510 + b"date 2021-12-13\n\nBody."], Settings())
@example([b"date x\n\n" + b"\n" * 501 + b"date 2021-12-13\n\nBody."], Settings())
@example([b"date x\n\nRain.\xff", b"date x\n\nRain."], Settings())
def test_the_quick_way_gives_what_the_slow_one_gives(contents: list[bytes], settings: Settings) -> None:
    pd.testing.assert_frame_equal(frame(contents, settings), frame(contents, settings, quickly=False))


def test_the_quick_way_is_taken() -> None:
    def never(*_arguments: object) -> None:
        raise AssertionError("the slow way")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "parse", never)
        [row] = frame([b" date 2021-12-13 \n\n\nRain fell.\n\n"], Settings()).to_dict("records")
    assert row["body"] == "Rain fell."
