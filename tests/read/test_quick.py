"""The quick way to a header gives what the grammar gives, or nothing: a case for each reason to be careful."""

from pathlib import Path

import pandas as pd
import pytest
from conftest import Folder

from corpusclean.read import read_documents, rows
from corpusclean.read.dialects import names
from corpusclean.read.quick import quick_header

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
