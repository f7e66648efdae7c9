"""Every dialect: nothing is lost whatever is parsed, and every way to break the grammar is told by its place."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from header_texts import PARTS
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.cli.app import Dialect
from corpusclean.codes import CODES
from corpusclean.read.dialects import BY_NAME, names, parse, plain
from corpusclean.read.rows import Rows
from corpusclean.settings import Settings
from corpusclean_schemas import RawDocument, contract_of

DIALECTS = ["auto", *BY_NAME]

NEARLY = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)

NAMES = st.sampled_from(["date", "title", "Title", "source", "page", "X-Feed", "note"])
VALUES = st.sampled_from(["2021-12-13", "Rain over Pune", "a - b", "4", "https://example.org/a?b=c", "\u96e8"])
ENDINGS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n"])
BODIES = st.sampled_from(
    ["", "Rain fell.", "Rain fell.\n\nIt stopped.\n", "---\nRain.\n---\n", "date 2021-12-14\n"]
)


@given(text=st.text() | NEARLY, dialect=st.sampled_from(DIALECTS))
@example(text="---\ndate: 2021-12-13\n--- more\ntitle: lost\n---\nRain.", dialect="auto")
@example(text="---\n{date: 2021-12-13}\n[a]\n---\nRain.", dialect="frontmatter")
def test_no_letter_is_lost_in_any_dialect(text: str, dialect: str) -> None:
    parsed = parse(text, dialect=dialect)

    assert parsed.dump() == text
    # What stands before the body is blank, or became fields.
    assert parsed.fields or parsed.dialect == "frontmatter" or not parsed.header.strip()
    assert not parsed.tail.strip()


@st.composite
def mail(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """Return a header of mail whose values may go on, and its fields."""
    ending = draw(ENDINGS)
    fields = draw(st.lists(st.tuples(NAMES, st.lists(VALUES, min_size=1, max_size=3)), max_size=4))
    fields.insert(draw(st.integers(0, len(fields))), ("Date", ["2021-12-13"]))
    folds = st.sampled_from([" ", "    "])
    lines = [
        f"{name}:{draw(st.sampled_from(['', ' ', '   ']))}{(ending + draw(folds)).join(parts)}"
        for name, parts in fields
    ]
    read = [(name.lower().replace("-", "_"), " ".join(parts)) for name, parts in fields]
    return ending.join(lines) + ending * draw(st.integers(2, 3)), read


@given(mail(), BODIES)
def test_a_header_of_mail_is_read_and_written_back(header: tuple[str, list[tuple[str, str]]], body: str) -> None:
    block, fields = header

    parsed = parse(block + body, dialect="rfc822")

    assert parsed.dump() == block + body
    assert [(field.name, field.value) for field in parsed.fields] == fields
    assert parsed.body == body.rstrip()


@st.composite
def front(draw: st.DrawFn) -> tuple[str, list[tuple[str, str]]]:
    """Return front matter and its fields: values plain, quoted, folded; comments and blank lines between."""
    ending = draw(ENDINGS)
    names = draw(st.lists(NAMES, max_size=5, unique_by=str.lower))
    lines, fields = ["---" + draw(st.sampled_from(["", " ", "\t"]))], []
    for name in names:
        value = draw(VALUES)
        style = draw(
            st.sampled_from([value, f'"{value}"', f"'{value}'", f">{ending}  {value}", f"|{ending}  {value}"])
        )
        lines += draw(st.sampled_from([[], ["# a comment"], [""]]))
        lines.append(f"{name}: {style}")
        fields.append((name.lower().replace("-", "_"), value))
    lines.append(draw(st.sampled_from(["---", "...", "--- "])))
    return ending.join(lines) + ending, fields


@given(front(), BODIES, st.sampled_from(["auto", "frontmatter"]))
def test_front_matter_is_read_and_written_back(
    header: tuple[str, list[tuple[str, str]]], body: str, dialect: str
) -> None:
    block, fields = header

    parsed = parse(block + body, dialect=dialect)

    assert parsed.dump() == block + body
    assert (parsed.dialect, parsed.reasons) == ("frontmatter", ())
    assert [(field.name, field.value) for field in parsed.fields] == fields
    assert parsed.body == body.rstrip()


SAID = [
    pytest.param("---\ndate: 2021-12-13\n---\nRain.", "frontmatter", id="a rule, a mapping, a rule"),
    pytest.param("---\n---\nRain.", "frontmatter", id="front matter without a field"),
    pytest.param("\n---\ndate: 2021-12-13\n---\nRain.", "none", id="a rule that is not the first line"),
    pytest.param("----\ndate: 2021-12-13\n---\nRain.", "none", id="a rule of four"),
    pytest.param(" ---\ndate: 2021-12-13\n---\nRain.", "none", id="a rule that is indented"),
    pytest.param("Title: Rain\n over Pune\n\nRain.", "rfc822", id="a line that goes on"),
    pytest.param("\n\nTitle: Rain\n over Pune\n\nRain.", "rfc822", id="blank lines before it"),
    pytest.param("Title:\n Rain over Pune\n\nRain.", "rfc822", id="a value that begins on the next line"),
    pytest.param("\ufeffTitle: Rain\n over Pune\n\nRain.", "rfc822", id="a mark before mail"),
    pytest.param("\ufeff---\ndate: 2021-12-13\n---\nRain.", "frontmatter", id="a mark before front matter"),
    pytest.param("X-Feed: a\n b\nDate: 2021-12-13\n\nRain.", "rfc822", id="another name that goes on"),
    pytest.param("Title: Rain\n\nRain.", "plain", id="no line that goes on"),
    pytest.param(" title: Rain\n date: 2021-12-13\n\nRain.", "plain", id="all lines indented"),
    pytest.param("title: Rain\n date: 2021-12-13\n\nRain.", "plain", id="a declared name indented by accident"),
    pytest.param("title: Rain\n date 2021-12-13\n\nRain.", "rfc822", id="without a colon it goes on"),
    pytest.param("NOTE: Rain\n over Pune\n\nRain.", "none", id="prose that goes on"),
    pytest.param("Rain fell.", "none", id="prose"),
    pytest.param("", "none", id="nothing"),
]


@pytest.mark.parametrize(("text", "dialect"), SAID)
def test_which_dialect_a_text_is_said_to_have(text: str, dialect: str) -> None:
    assert parse(text).dialect == dialect


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        *(
            pytest.param(
                f"Title: Rain\n over Pune\n{blanks}Date: 2021-12-13\n\nRain.",
                [("title", "Rain over Pune", 1), ("date", "2021-12-13", 3)],
                id=f"a declared name indented by {len(blanks)}",
            )
            for blanks in (" ", "\t ", "    ")
        ),
        pytest.param(
            "Title: Rain\n   over\n\tPune\nDate: 2021-12-13\n\nRain.",
            [("title", "Rain over Pune", 1), ("date", "2021-12-13", 4)],
            id="folded over three lines",
        ),
        pytest.param(
            "Title:\n Rain\nDate: x\n\nR.", [("title", "Rain", 1), ("date", "x", 3)], id="folded at once"
        ),
        pytest.param(
            "Author: Ann Lee\nAuthor: Tom Roe\nTitle: a\n b\n\nRain.",
            [("author", "Ann Lee", 1), ("author", "Tom Roe", 2), ("title", "a b", 3)],
            id="a field that is repeated",
        ),
        pytest.param(
            "Title: a\r\n b: c\r\n\r\nRain.", [("title", "a b: c", 1)], id="a line that goes on with a colon"
        ),
    ],
)
def test_fields_of_mail(text: str, fields: list[tuple[str, str, int]]) -> None:
    parsed = parse(text)

    assert parsed.dialect == "rfc822"
    assert list(parsed.fields) == fields


def test_a_name_that_the_settings_declare_is_a_field_where_it_is_indented() -> None:
    known = names((("published", "date"),))
    text = "Title: Rain\n over Pune\n Published: 2021-12-13\n Mood: grey\n\nRain."
    parsed = parse(text, known)
    told = [(field.name, field.value) for field in parsed.fields]
    assert told == [("title", "Rain over Pune"), ("published", "2021-12-13 Mood: grey")]
    assert parsed.dump() == text


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        pytest.param("date: 2021-12-13", [("date", "2021-12-13")], id="a date stays text"),
        pytest.param("paid: yes", [("paid", "yes")], id="yes stays text"),
        pytest.param("page: 007", [("page", "007")], id="a number stays as it is written"),
        pytest.param("title: null", [("title", "null")], id="null stays text"),
        pytest.param("title:", [("title", "")], id="nothing"),
        pytest.param("title: ~", [("title", "~")], id="a tilde"),
        pytest.param("X-Feed: a", [("x_feed", "a")], id="names are spelled in one way"),
        pytest.param('"date": "2021-12-13"', [("date", "2021-12-13")], id="quoted"),
        pytest.param(
            "author: [Ann Lee, Tom Roe]", [("author", "Ann Lee, Tom Roe")], id="a list of a declared name"
        ),
        pytest.param(
            "author:\n  - Ann Lee\n  - Tom Roe", [("author", "Ann Lee, Tom Roe")], id="a list over lines"
        ),
        pytest.param("tags: [\u96e8, b]", [("tags", '["\u96e8", "b"]')], id="a list of another name is JSON"),
        pytest.param("tags: []", [("tags", "[]")], id="an empty list"),
        pytest.param("a: {b: {c: [1]}}", [("a", '{"b": {"c": ["1"]}}')], id="nested"),
        pytest.param("author: [{name: Ann}]", [("author", '[{"name": "Ann"}]')], id="a list of mappings is JSON"),
        pytest.param("{date: x, title: y}", [("date", "x"), ("title", "y")], id="all in braces"),
        pytest.param("title: >\n  Rain\n  over\n", [("title", "Rain over")], id="folded"),
        pytest.param("title: |\n  Rain\n  over\n", [("title", "Rain\nover")], id="literal"),
        pytest.param("# only a comment", [], id="a comment"),
        pytest.param("<<: x", [("<<", "x")], id="a merge is a name like another"),
    ],
)
def test_fields_of_front_matter(block: str, fields: list[tuple[str, str]]) -> None:
    parsed = parse(f"---\n{block}\n---\nRain.")

    assert [(field.name, field.value) for field in parsed.fields] == fields
    assert (parsed.body, parsed.reasons) == ("Rain.", ())


# Every production of the grammar and the ways to break it:
# what is broken, the text, the dialect forced, the code, line, column, and words of the message.
BROKEN: Sequence[tuple[str, str, str, str, int, int, str]] = [
    # plain: block = {field} blank
    ("prose", "Rain fell.\n", "auto", "header.missing", 1, 1, "does not begin with a header"),
    ("blank lines and prose", "\n\nRain fell.", "plain", "header.missing", 1, 1, "does not begin with a header"),
    ("no blank line", "date 2021-12-13\nRain fell.", "auto", "header.missing", 2, 1, "a blank line must end"),
    ("no blank line, CR", "date 2021-12-13\rRain fell.", "auto", "header.missing", 2, 1, "a blank line must end"),
    ("far in", f"date x\n{' ' * 200}Rain.\n\nR.", "auto", "header.missing", 2, 1, "line 2 ('')"),
    ("a field that is none", "date: x\nhttp://a\n\nR.", "auto", "header.missing", 2, 1, "('http://a')"),
    ("a name of 65 letters", f"date: x\n{'n' * 65}: y\n\nR.", "auto", "header.missing", 2, 1, "neither a field"),
    ("a name of a digit", "date: x\n2nd: y\n\nR.", "auto", "header.missing", 2, 1, "('2nd: y')"),
    ("a name of two words", "date: x\ntwo words: y\n\nR.", "auto", "header.missing", 2, 1, "('two words: y')"),
    (
        "a name that is not ASCII",
        "date: x\nd\u00e9j\u00e0: y\n\nR.",
        "auto",
        "header.missing",
        2,
        1,
        "'d\u00e9j\u00e0' has",
    ),
    ("capitals, no colon", "Date 2021-12-13\n\nRain.", "auto", "header.missing", 1, 1, "`Date: 2021-12-13`"),
    ("after blanks, capitals", "\n\n DATE 2021\n\nRain.", "auto", "header.missing", 3, 1, "`date 2021`"),
    ("no declared name", "page: 4\nfeed: a\n\nR.", "auto", "header.missing", 1, 1, "without a declared name"),
    ("one undeclared name", "page: 4\n\nRain.", "auto", "header.missing", 1, 1, "does not begin with a header"),
    ("two values", "date 1\ntitle x\ndate 2\n\nR.", "auto", "header.repeated", 3, 1, "'1' on line 1 and '2' here"),
    ("two values, one empty", "date\ndate: 2\n\nR.", "auto", "header.repeated", 2, 1, "'' on line 1"),
    # a mark, a vertical tab, a next line end no line
    (
        "NEL for a line end",
        "date 2021-12-13\u0085\u0085Rain.\nIt fell.",
        "auto",
        "header.missing",
        2,
        1,
        "blank line",
    ),
    # rfc822: block = {field {more}} blank
    ("no blank line", "Title: a\n b\nRain fell.\n", "auto", "header.missing", 3, 1, "neither `Name: value` nor"),
    ("far in", "A: a\n b\ndate: x\n" + "\u3000" * 200 + "R.", "auto", "header.missing", 4, 1, "line 4 ('')"),
    (
        "a name that is not ASCII",
        "Title: a\n b\nd\u00e9: y\nDate: x\n\nR.",
        "rfc822",
        "header.missing",
        3,
        1,
        "'d\u00e9' has",
    ),
    ("a line without a colon", "Date: x\nRain\n\nR.", "rfc822", "header.missing", 2, 1, "('Rain')"),
    ("goes on before a field", " a\nDate: x\n\nR.", "rfc822", "header.missing", 1, 1, "does not begin"),
    ("no declared name", "Note: a\n b\n\nR.", "rfc822", "header.missing", 1, 1, "does not begin with a header"),
    ("no colon at all", "date 2021-12-13\n\nRain.", "rfc822", "header.missing", 1, 1, "does not begin"),
    ("two values", "Date: 1\nTitle: a\n b\nDate: 2\n\nR.", "auto", "header.repeated", 4, 1, "'1' on line 1"),
    # front matter: rule mapping rule
    ("not opened", "date: 2021-12-13\n\nRain.", "frontmatter", "header.missing", 1, 1, "begins with a line `---`"),
    ("opened late", "\n---\ndate: x\n---\nR.", "frontmatter", "header.missing", 1, 1, "begins with a line `---`"),
    ("not closed", "---\ndate: 2021-12-13\n\nRain.", "auto", "header.missing", 1, 1, "no line `---` closes it"),
    ("closed by four", "---\ndate: x\n----\nRain.", "auto", "header.missing", 1, 1, "no line `---` closes it"),
    ("closed and indented", "---\ndate: x\n ---\nRain.", "auto", "header.missing", 1, 1, "closes it"),
    ("prose between rules", "---\nRain fell.\n---\nMore.", "auto", "header.missing", 1, 1, "is text"),
    ("a list", "---\n- date\n---\nRain.", "auto", "header.invalid", 2, 1, "must be a mapping"),
    ("an alias", "---\ndate: x\ntitle: *a\n---\nR.", "auto", "header.invalid", 3, 8, "an alias (*a); write the"),
    ("an anchor", "---\ndate: &a x\n---\nR.", "auto", "header.invalid", 2, 7, "an anchor (&a)"),
    ("an anchor of a key", "---\n&a date: x\n---\nR.", "auto", "header.invalid", 2, 1, "an anchor (&a)"),
    ("an anchor of all", "---\n&a\ndate: x\n---\nR.", "auto", "header.invalid", 2, 1, "an anchor (&a)"),
    ("a tag", "---\ndate: !!str x\n---\nR.", "auto", "header.invalid", 2, 7, "a tag (tag:yaml.org,2002:str)"),
    ("a tag that runs code", "---\na: !!python/name:os.system\n---\nR.", "auto", "header.invalid", 2, 4, "a tag"),
    ("a tag deep inside", "---\na: [{b: !c d}]\n---\nR.", "auto", "header.invalid", 2, 9, "a tag (!c)"),
    ("a key twice", "---\ndate: 1\na: b\ndate: 2\n---\nR.", "auto", "header.invalid", 4, 1, "first on line 2"),
    (
        "a key twice, CRLF",
        "---\r\ndate: 1\r\ndate: 2\r\n---\r\n",
        "auto",
        "header.invalid",
        3,
        1,
        "first on line 2",
    ),
    ("a key twice, spelled", "---\nX-A: 1\nx_a: 2\n---\nR.", "auto", "header.invalid", 3, 1, "the key x_a"),
    ("a key twice deep inside", "---\na: {b: 1, b: 2}\n---\nR.", "auto", "header.invalid", 2, 11, "the key b"),
    (
        "a separator of other lines",
        "---\na: b\u2028\ndate: 1\ndate: 2\n---\nR.",
        "auto",
        "header.invalid",
        4,
        1,
        "on line 3",
    ),
    ("a key that is a list", "---\n[a]: b\n---\nR.", "auto", "header.invalid", 2, 1, "a key must be a word"),
    ("a key that is a mapping", "---\n? {a: b}\n: c\n---\nR.", "auto", "header.invalid", 2, 3, "a key must be"),
    ("too deep", f"---\na: {'[' * 21}{']' * 21}\n---\nR.", "auto", "header.invalid", 2, 24, "more than 20 levels"),
    ("much too deep", f"---\na: {'[' * 9999}\n---\nR.", "auto", "header.invalid", 2, 24, "more than 20 levels"),
    ("a tab", "---\ndate: x\n\ttitle: y\n---\nR.", "auto", "header.invalid", 3, 1, "is no YAML"),
    ("a list not closed", "---\ntags: [a, b\n---\nR.", "auto", "header.invalid", 3, 1, "is no YAML"),
    ("a quotation not closed", '---\ntitle: "a\n---\nR.', "auto", "header.invalid", 3, 1, "is no YAML"),
    ("two colons", "---\ntitle: Rain: more\n---\nR.", "auto", "header.invalid", 2, 12, "is no YAML"),
    ("half a pair", '---\ntitle: "\\ud800"\n---\nR.', "auto", "header.invalid", 2, 11, "is no YAML"),
    ("NUL", "---\ntitle: a\0b\n---\nR.", "auto", "header.invalid", 1, 1, "is no YAML"),
    (
        "a second document",
        "---\ndate: x\n--- a\nb: c\n---\nR.",
        "auto",
        "header.invalid",
        3,
        1,
        "a second document",
    ),
    ("more behind the braces", "---\n{date: x} b\n---\nR.", "auto", "header.invalid", 2, 11, "is no YAML"),
]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{'sniffed' if case[2] == 'auto' else case[2]}: {case[0]}") for case in BROKEN]
)
def test_every_way_to_break_a_header_is_told_by_its_place(case: tuple[str, str, str, str, int, int, str]) -> None:
    _, text, dialect, code, line, column, words = case

    row = one(text.encode(), Settings.model_validate({"dialect": dialect}))

    [reason] = row["reasons"]
    assert (reason["code"], reason["line"], reason["column"]) == (code, line, column)
    assert words in reason["message"]
    assert CODES[code].way_out
    if code != "header.repeated":
        assert row["body"] == text.lstrip("\n").rstrip()  # nothing was taken for a header


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" date 2021-12-13\n title Rain\nFarmers came.", 3),
        ("Date 2021-12-13\n\nFarmers came.", 1),
        ("---\ndate: 2021-12-13\nFarmers came.\n\nThey left.", 1),
        ("Title: a\n b\nd\u00e9: y\nDate: 13.12.2021\n\nFarmers came.", 3),
        ("fecha_local: 13 de diciembre\nFarmers came.", 2),
    ],
)
def test_a_date_that_is_lost_with_its_header_is_told_where_none_is_needed(text: str, line: int) -> None:
    settings = Settings.model_validate({"required": ["text"], "fields": {"fecha_local": "date"}})
    row = one(text.encode(), settings)

    [reason] = row["reasons"]
    assert (reason["code"], reason["line"], row["body"]) == ("header.doubtful", line, text.rstrip())
    assert reason["message"].endswith("; it stays body")


def one(data: bytes, settings: Settings) -> dict[str, Any]:
    documents = Rows(settings)
    documents.add_file("a.txt", data)
    [row] = documents.take().documents.to_dict("records")
    return {str(name): value for name, value in row.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Date palms grew here.\n\nThey were felled.",
        "MOSCOW: Russia said on Monday\n\nthat it would.",
        "MOSCOW: Russia said on Monday\n that it would.\n\nIt did not.",
        "Source: Reuters told of rain\nin the hills.\n\nIt fell for days.",
        "---\n\nRain fell.\n\n---\n\nIt stopped.",
        "---\nRain fell.",
        "--- a dash, and a dialogue\n\n--- and another",
        "Note: this is prose.\n\nIt goes on.",
        "10:30 The council met.\n11:00 It left.\n\nNo more.",
        "https://example.org/a\n\nRain.",
        "Q: Did it rain?\nA: It did.\n\nThey left.",
        "title\tof the story\nRain fell.",
        "...\n\nRain.\n...",
    ],
)
def test_prose_stays_body_and_is_no_fault_where_no_header_is_needed(text: str) -> None:
    row = one(text.encode(), Settings(required=("text",)))

    assert (row["body"], row["dialect"], row["reasons"]) == (text, "none", [])


LEAD = "A court on Monday told the city to clear the drains of Tarn before the rain of June comes back."
LISTED = ", ".join(f"word{number}" for number in range(41))

DOUBTED = [
    # The text, the fields that are read, and the code that says what may be wrong.
    (f"date: 2021-12-13\nMUMBAI: {LEAD}\n\nMore.", [], "header.missing"),
    (f"date: 2021-12-13\n\u200eMUMBAI: {LEAD}\n\nMore.", [], "header.missing"),
    (f"date: 2021-12-13\nMumbai: {LEAD}\n\nMore.", [], "header.missing"),
    (f"date: 2021-12-13\nMUMBAI: {LEAD[:-1]} to Mills Ltd.\n\nMore.", [], "header.missing"),
    (f"Date: 2021-12-13\nMumbai: {LEAD}\n\nMore.", ["date", "mumbai"], "header.doubtful"),
    ("date: 2021-12-13\nUPDATE: The bridge at Tarn is open again.\n\nMore.", [], "header.missing"),
    (f"Date: 2021-12-13\nTitle: a\n b\nMUMBAI: {LEAD}\n\nMore.", [], "header.missing"),
    ("date: 2021-12-13\nISBN: 978 3 16 148410 0\n\nMore.", ["date", "isbn"], ""),
    (f"date: 2021-12-13\nKicker: {LEAD}\n\nMore.", ["date", "kicker"], ""),
    (f"date: 2021-12-13\nKeywords: {LISTED}\n\nMore.", ["date", "keywords"], ""),
    (f"date: 2021-12-13\nIndustries: {LISTED}\n\nMore.", ["date", "industries"], ""),
    (f"date: 2021-12-13\nMumbai: {LEAD[:-1]} {LEAD[:-1]} {LEAD[:-1]}\n\nMore.", [], "header.missing"),
    ("date: 2021-12-13\nCOMPANY: Mills of the Tarn Valley Inc.\n\nMore.", ["date", "company"], ""),
    ("date: 2021-12-13\nWEATHER: storm, rain, snow, hail etc.\n\nMore.", ["date", "weather"], ""),
    ("date: 2021-12-13\nNOTE: Text was corrected by the desk.\n\nMore.", ["date", "note"], ""),
    (f"date: 2021-12-13\ndescription: {LEAD}\n\nMore.", ["date", "description"], ""),
    (f"date: 2021-12-13\nrubric: {LEAD}\n\nMore.", ["date", "rubric"], ""),
    (f"date: 2021-12-13\nX-Note: {LEAD}\n\nMore.", ["date", "x_note"], ""),
    (f"date: 2021-12-13\nTITLE: {LEAD}\n\nMore.", ["date", "title"], ""),
    (f"Mumbai: {LEAD}\ndate: 2021-12-13\n\nMore.", ["mumbai", "date"], ""),
    ("section 8 housing is short in Tarn\n\nMore.", [], "header.doubtful"),
    ("url shortener shuts down\n\nMore.", [], "header.doubtful"),
    ("language is a virus, said the poet of Tarn\n\nMore.", [], "header.doubtful"),
    ("author of ten novels dies\n\nMore.", [], "header.doubtful"),
    ("date palms grew here\n\nMore.", [], "header.doubtful"),
    ("id cards are back\n\nMore.", [], "header.doubtful"),
    ("Source: Tarn Times said the storm came at night.\n\nMore.", ["source"], "header.doubtful"),
    (" date 13. Dezember 2021\n\nMore.", ["date"], ""),
    ("date \u4e8c\u3007\u4e8c\u4e00 \u5e74 \u5341\u4e8c \u6708\n\nMore.", ["date"], ""),
    ("url https://tarn.example/a b c\n\nMore.", ["url"], ""),
    ("language Brazilian Portuguese\n\nMore.", ["language"], ""),
    ("author van der Roe of the Tarn Times\n\nMore.", ["author"], ""),
    ("title The storm came at night.\n\nMore.", ["title"], ""),
    ("Title: The storm came at night, and left Tarn without light.\n\nMore.", ["title"], ""),
    ("section 8 housing is short in Tarn\ndate 2021-12-13\n\nMore.", ["section", "date"], ""),
]


@pytest.mark.parametrize("case", [pytest.param(case, id=case[0].split("\n\n")[0][:50]) for case in DOUBTED])
def test_what_may_be_a_field_or_text_is_not_lost_from_it_in_silence(case: tuple[str, list[str], str]) -> None:
    text, fields, code = case

    row = one(text.encode(), Settings(required=("text",)))

    # Without a date that must be found, what is missing is doubtful.
    told = [code.replace("missing", "doubtful")] if code else []
    assert [reason["code"] for reason in row["reasons"]] == told
    assert row["body"] == ("More." if fields else text)
    parsed = parse(text)
    assert [field.name for field in parsed.fields] == fields
    codes = [reason["code"] for reason in one(text.encode(), Settings())["reasons"]]
    assert codes == ([code if fields else "header.missing"] if code else [])


DECLARED = names((("t\u00edtulo", "title"), ("\u65e5\u671f", "date"), ("fecha_local", "date")))


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("t\u00edtulo: Lluvia", [("t\u00edtulo", "Lluvia")]),
        ("T\u00cdTULO : Lluvia", [("t\u00edtulo", "Lluvia")]),
        ("ti\u0301tulo: Lluvia", [("t\u00edtulo", "Lluvia")]),
        (" t\u00edtulo Lluvia ", [("t\u00edtulo", "Lluvia")]),
        ("ti\u0301tulo Lluvia", [("t\u00edtulo", "Lluvia")]),
        ("\u65e5\u671f: 2021-12-13\npage: 4", [("\u65e5\u671f", "2021-12-13"), ("page", "4")]),
        ("T\u00edtulo Lluvia", []),
        ("t\u00edtulos: Lluvia", []),
        ("\u65e5\u671f\uff1a2021-12-13", []),
    ],
)
def test_a_declared_name_may_be_of_any_script(header: str, fields: list[tuple[str, str]]) -> None:
    text = f"{header}\n\nRain."
    parsed = plain.parse(text, DECLARED)
    assert [(field.name, field.value) for field in parsed.fields] == fields
    assert parsed.dump() == text


def test_a_reason_of_every_header_code_is_in_the_table() -> None:
    told = {case[3] for case in BROKEN}

    assert told == {code for code in CODES if code.startswith("header.")} - {"header.second", "header.doubtful"}


FORMAT = (Path(__file__).parents[2] / "docs/explanation/format.md").read_text(encoding="utf-8")
COLUMN = contract_of(RawDocument).column("dialect")
HOLDERS: Mapping[str, Iterable[str]] = {
    "the setting (corpusclean/settings/sections.py)": get_args(Settings.model_fields["dialect"].annotation),
    "--dialect (corpusclean/cli/app.py)": [option.value for option in Dialect],
    "the column (schemas/corpusclean_schemas/document.py)": COLUMN.rules[0].value,
    "the words of the column": re.findall(r"`(\w+)`", COLUMN.meaning),
    "the table of docs/explanation/format.md": re.findall(
        r"^\| `(\w+)` \| .+ \| .+ \|$", FORMAT.split("## What can be wrong")[0], re.MULTILINE
    ),
    "SAID of this module": [str(param.values[1]) for param in SAID],
    "BROKEN of this module": [case[2] for case in BROKEN],
}
"""Where the dialects stand by their names."""


@pytest.mark.parametrize("place", HOLDERS)
def test_every_dialect_is_named_wherever_dialects_are(place: str) -> None:
    assert set(HOLDERS[place]) - {"auto", "record", "none"} == set(BY_NAME)


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", " \u00a0"])
def test_a_line_of_blanks_costs_no_more_than_its_length(blank: str) -> None:
    """With the square of its length this would take hours."""
    text = f"Date: x\nTitle: a\n b\n{blank * 1_000_000}\n\nRain."

    assert all(parse(text, dialect=dialect).dump() == text for dialect in DIALECTS)
