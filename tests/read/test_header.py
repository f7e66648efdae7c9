"""The plain dialect: what is a header, what is prose that looks like one, and no letter lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.read.dialects import DECLARED, parse

ENDINGS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"])
BLANKS = st.text(alphabet=" \t\u00a0\u3000", max_size=2)
NAMES = st.sampled_from([*DECLARED, "Title", "page", "X-Feed"])
VALUES = st.sampled_from(["2021-12-13", "", "a: b", "https://example.org/a?b=c:d", "Rain \U0001f327", "a\u2028b"])
PARTS = st.sampled_from(["date", "title", ":", " ", "\t", "\n", "\r\n", "\r", "\n\n", "\ufeff", "\u0085", "Rain."])


@st.composite
def headers(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """Return a header with the blank line that ends it, and the fields that it holds."""
    fields = draw(st.lists(st.tuples(NAMES, VALUES), max_size=4))
    fields.insert(draw(st.integers(0, len(fields))), (draw(st.sampled_from(DECLARED)), draw(VALUES)))
    ending, margin = draw(ENDINGS), draw(BLANKS)
    lines = [
        margin + name + (": " if name not in DECLARED else draw(st.sampled_from([" ", ":", " :\t"]))) + value
        for name, value in fields
    ]
    before, after = [""] * draw(st.integers(0, 2)), [""] * draw(st.integers(1, 2))
    block = "".join(line + draw(BLANKS) + ending for line in [*before, *lines, *after])
    return block, [(name.lower().replace("-", "_"), value) for name, value in fields]


@given(st.text() | st.lists(PARTS, max_size=12).map("".join))
def test_no_letter_is_lost(text: str) -> None:
    assert parse(text).dump() == text


@given(headers(), st.sampled_from(["", "Rain.", "Rain.\n\ndate 2021-12-14\n", " \n"]))
def test_a_header_is_read_and_written_back(header: tuple[str, list[tuple[str, str]]], body: str) -> None:
    block, fields = header

    parsed = parse(block + body)

    assert parsed.dump() == block + body
    assert [(field.name, field.value) for field in parsed.fields] == fields
    assert parsed.body == body.rstrip()


def test_the_body_begins_on_the_line_that_it_is_said_to() -> None:
    parsed = parse("\n\n date 2021-12-13\r\ntitle: Rain\r\n \r\n\nRain fell.\n")

    assert parsed.body_line == 7
    assert [field.line for field in parsed.fields] == [3, 4]


@pytest.mark.parametrize(
    ("text", "fields", "body"),
    [
        pytest.param(" date 2021-12-13 \n\n\nRain.\n", [("date", "2021-12-13")], "Rain.", id="plain"),
        pytest.param("date: 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="with a colon"),
        pytest.param("date:2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="nothing behind the colon"),
        pytest.param(
            "date : 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="a blank before the colon"
        ),
        pytest.param("DATE: 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="capitals with a colon"),
        pytest.param(
            "\n \n\ndate 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="leading blank lines"
        ),
        pytest.param("date 2021-12-13\r\n\r\nRain.\r\n", [("date", "2021-12-13")], "Rain.", id="CRLF"),
        pytest.param(
            "date: 2021-12-13\r\r\ntitle: Rain\r\r\n\r\r\nRain.\r\r\n",
            [("date", "2021-12-13"), ("title", "Rain")],
            "Rain.",
            id="CR CR LF",
        ),
        pytest.param("\ufeffdate 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="a second mark"),
        pytest.param("\n\ufeffdate: 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="a late mark"),
        pytest.param("\u200fdate: 2021-12-13\n\nRain.", [("date", "2021-12-13")], "Rain.", id="a bidi mark"),
        pytest.param(
            "date: 2021-12-13\n\u200e title Rain\n\nRain.",
            [("date", "2021-12-13"), ("title", "Rain")],
            "Rain.",
            id="a bidi mark and a blank",
        ),
        pytest.param("date 2021-12-13\r\rRain.\r", [("date", "2021-12-13")], "Rain.", id="CR"),
        pytest.param("\tdate\t2021-12-13\t\n\nRain.", [("date", "2021-12-13")], "Rain.", id="tabs"),
        pytest.param(
            "\u00a0date\u00a02021-12-13\u00a0\n\u00a0\nRain.",
            [("date", "2021-12-13")],
            "Rain.",
            id="no-break blanks",
        ),
        pytest.param(
            "title Rain: more to come\n\nRain.",
            [("title", "Rain: more to come")],
            "Rain.",
            id="a value with a colon",
        ),
        pytest.param("title: Rain: more\n\nRain.", [("title", "Rain: more")], "Rain.", id="two colons"),
        pytest.param(
            "url https://example.org/a:b\n\nRain.", [("url", "https://example.org/a:b")], "Rain.", id="an address"
        ),
        pytest.param(
            "url: https://example.org\n\nRain.",
            [("url", "https://example.org")],
            "Rain.",
            id="an address behind a colon",
        ),
        pytest.param("date\n\nRain.", [("date", "")], "Rain.", id="a name without a value"),
        pytest.param("date:\n\nRain.", [("date", "")], "Rain.", id="a name and a colon without a value"),
        pytest.param(
            "date 2021-12-13\ndate 2021-12-13\n\nRain.", [("date", "2021-12-13")] * 2, "Rain.", id="a field twice"
        ),
        pytest.param(
            "page: 4\ndate 2021-12-13\n\nRain.",
            [("page", "4"), ("date", "2021-12-13")],
            "Rain.",
            id="another name beside a declared one",
        ),
        pytest.param(
            "X-Feed: a\ndate 2021-12-13\n\nRain.",
            [("x_feed", "a"), ("date", "2021-12-13")],
            "Rain.",
            id="a hyphen in a name",
        ),
        pytest.param("date 2021-12-13", [("date", "2021-12-13")], "", id="at the end of the file"),
        pytest.param("date 2021-12-13\n", [("date", "2021-12-13")], "", id="and a line end"),
        pytest.param("date 2021-12-13\n\n \n", [("date", "2021-12-13")], "", id="and nothing but blanks"),
        pytest.param(
            "date 2021-12-13\n\n  Rain.\n\ntitle Sun\n",
            [("date", "2021-12-13")],
            "  Rain.\n\ntitle Sun",
            id="the body keeps its indent and what looks like a field",
        ),
    ],
)
def test_header(text: str, fields: list[tuple[str, str]], body: str) -> None:
    parsed = parse(text)

    assert [(field.name, field.value) for field in parsed.fields] == fields
    assert parsed.body == body
    assert parsed.near_miss is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Date palms grew here.\n\nThey were felled.", id="a name in capitals without a colon"),
        pytest.param("MOSCOW: Russia said on Monday\n\nthat it would.", id="a place and a colon"),
        pytest.param("Note: this is prose.\n\nIt goes on.", id="prose that begins with a word and a colon"),
        pytest.param("dated 2021-12-13\n\nRain.", id="a name with more letters"),
        pytest.param("date,2021-12-13\n\nRain.", id="a name and a comma"),
        pytest.param("https://example.org\n\nRain.", id="an address alone"),
        pytest.param("Rain fell.\ndate 2021-12-13\n\nMore.", id="a field behind prose"),
        pytest.param("Rain.", id="a body alone"),
    ],
)
def test_no_header(text: str) -> None:
    parsed = parse(text)

    assert parsed.fields == ()
    assert parsed.header == ""
    assert parsed.body == text
    assert parsed.near_miss is None


@pytest.mark.parametrize("text", ["", "\n", " \t\r\n\u00a0\n"])
def test_blanks_alone_are_header_and_nothing_else(text: str) -> None:
    parsed = parse(text)

    assert (parsed.fields, parsed.body) == ((), "")
    assert parsed.dump() == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("date 2021-12-13\nRain fell.\n\nMore.", 2, id="no blank line behind the header"),
        pytest.param("\n\ndate 2021-12-13\ntitle Rain\nRain fell.", 5, id="the fourth line breaks off"),
        pytest.param("date 2021-12-13\r\nRain fell.", 2, id="CRLF"),
        pytest.param("date 2021-12-13\nhttps://example.org\n\nRain.", 2, id="an address is no field"),
    ],
)
def test_a_block_that_breaks_off_is_no_header_and_says_where(text: str, line: int) -> None:
    parsed = parse(text)

    assert parsed.fields == ()
    assert parsed.dump() == text
    assert parsed.body == text.strip()
    assert parsed.near_miss is not None
    assert (parsed.near_miss.code, parsed.near_miss.line) == ("header.missing", line)
    assert f"line {line}" in parsed.near_miss.message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_first_line_whose_name_nobody_declared_is_named(end: str) -> None:
    text = end.join(["", "título: Lluvia", "date: 2021-12-13", "", "Rain fell."])

    near_miss = parse(text).near_miss

    assert near_miss is not None
    assert near_miss.line == 2
    assert near_miss.message.startswith("line 2 ('título: Lluvia') stands above the field date and is none; ")


@pytest.mark.parametrize("text", ["título: Lluvia\n\nRain fell.", "título: Lluvia\nRain: fell.", "título: Lluvia"])
def test_a_line_with_such_a_name_may_as_well_be_prose(text: str) -> None:
    assert parse(text).near_miss is None
