"""Tidying: first what stays, then what goes, each by its own switch."""

import pandas as pd
import pytest
from conftest import Folder
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.fix import fix_documents, tidy_text
from corpusclean.fix.step import repair_text
from corpusclean.fix.tidy import flags
from corpusclean.ledger import restore
from corpusclean.read import read_documents
from corpusclean.settings import Settings, Tidy
from corpusclean.working import working

PIECES = [
    "word",
    "\u0e44\u0e17\u0e22",
    "\u200b",
    "\u2060",
    "\u200d",
    "\u00ad",
    " ",
    "\t",
    "\u00a0",
    "\u3000",
    "\n",
    "\n\n\n",
    "\u201c",
    "\u202e",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("One.\n\nTwo.\nThree.", id="paragraphs and lines"),
        pytest.param("  indented\n\tby a tab", id="blanks at the start of a line"),
        pytest.param("a  b\u00a0c", id="blanks within a line"),
        pytest.param("\u0e20\u0e32\u0e29\u0e32\u200b\u0e44\u0e17\u0e22", id="Thai line breaks"),
        pytest.param("\u1797\u17b6\u179f\u17b6\u200b\u1781\u17d2\u1798\u17c2\u179a", id="Khmer line breaks"),
        pytest.param("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", id="Persian non-joiner"),
        pytest.param("\U0001f468\u200d\U0001f469", id="joined emoji"),
        pytest.param("\u05e9\u05dc\u05d5\u05dd \u202eabc\u202c", id="bidi controls: told, not touched"),
        pytest.param("He left. \u201c\n\nShe stayed.", id="a stray quotation mark: told, not touched"),
    ],
)
def test_what_could_mean_something_stays(text: str) -> None:
    assert tidy_text(text) == (text, ())


@pytest.mark.parametrize(
    ("switch", "text", "tidied"),
    [
        pytest.param("zero_width", "Ob\u200bfus\u2060cated", "Obfuscated", id="zero width"),
        pytest.param("soft_hyphens", "Donau\u00addampf", "Donaudampf", id="soft hyphens"),
        pytest.param("trailing_blanks", "One. \t\nTwo.\u00a0", "One.\nTwo.", id="blanks at line ends"),
        pytest.param("blank_lines", "One.\n\n \n\nTwo.", "One.\n\nTwo.", id="blank lines"),
        pytest.param("blank_lines", "\n\n  One.\n\nTwo.\n\n", "  One.\n\nTwo.", id="at the edges"),
    ],
)
def test_each_goes_by_its_own_switch(switch: str, text: str, tidied: str) -> None:
    off = Tidy.model_validate({name: False for name in Tidy.model_fields if name != switch})
    assert tidy_text(text).text == tidied
    assert tidy_text(text, off).text == tidied
    assert tidy_text(text, Tidy.model_validate({switch: False})).text != tidied


@pytest.mark.parametrize("unseen", ["\u200b", "\x00", "\ufeff", "&nbsp;", "\u00ad \u00ad"])
def test_what_nobody_sees_at_an_edge_leaves_no_blank_lines_there(unseen: str) -> None:
    assert repair_text(f"{unseen}\n\nOne.\n\n{unseen}", Settings()).text == "One."


@given(TEXTS)
def test_edits_lead_back_and_tidy_text_needs_no_tidying(text: str) -> None:
    tidied = tidy_text(text)
    assert restore(tidied.text, tidied.edits) == text
    repaired = repair_text(text, Settings())
    assert restore(repaired.text, repaired.edits) == text
    assert repair_text(repaired.text, Settings()) == (repaired.text, (), None)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("Fine.", [], id="nothing"),
        pytest.param("a\u202eb", ["text.bidi_control"], id="an override"),
        pytest.param("He left. \u201c\n\nShe stayed.", ["text.stray_quote"], id="an opening quote at the end"),
        pytest.param('He left. "', ["text.stray_quote"], id="a straight one at the very end"),
        pytest.param("He said: \u201cNo.\u201d\n\nShe stayed.", [], id="a closing quote belongs there"),
        pytest.param("The caf\ufffd and the b\ufffdrger.", ["text.lost_letter"], id="two letters lost, told once"),
        pytest.param('He said: "No."\n\nShe stayed.', [], id="a straight closing quote too"),
    ],
)
def test_what_is_doubtful_is_told(text: str, codes: list[str]) -> None:
    assert [flag.reason.code for flag in flags(text, Tidy())] == codes
    assert not list(flags(text, Tidy(flag_bidi_controls=False, flag_stray_quotes=False, flag_lost_letters=False)))


def test_a_flag_points_at_the_line_of_the_file(folder: Folder) -> None:
    body = "One.\r\n\r\nTwo \u00c3\u00a9t\u00c3\u00a9. \u201c\r\n\r\nThree.\r\n"
    raw = read_documents(folder({"a.txt": f"date: 2021-12-13\r\n\r\n{body}"}))
    documents: pd.DataFrame = fix_documents(working(raw), Settings())
    (warning,) = documents["warnings"][0]
    assert (warning.code, warning.line, warning.column) == ("text.stray_quote", 5, 12)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        pytest.param("a.txt", "date: 2021-12-13\ntitle: Rain \u202egnp.\n\nRain fell.", 2, id="a title"),
        pytest.param("a.txt", "Title: Rain\n and \u2067sun\nDate: 2021-12-13\n\nRain fell.", 1, id="folded"),
        pytest.param("a.txt", "date: 2021-12-13\nlanguage: \u202een\n\nRain fell.", 2, id="another column"),
        pytest.param("a.jsonl", '{"date": "2021-12-13", "author": "\\u202eA", "text": "Rain."}', 1, id="a table"),
    ],
)
def test_what_turns_a_header_field_around_is_told(folder: Folder, name: str, text: str, line: int) -> None:
    raw = working(read_documents(folder({name: text})))
    [[warning]] = fix_documents(raw, Settings())["warnings"]
    assert (warning.code, warning.line) == ("text.bidi_control", line)
    silent = Settings(tidy=Tidy(flag_bidi_controls=False))
    assert fix_documents(raw, silent)["warnings"].tolist() == [[]]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        pytest.param("date: 2021-12-13\ntitle: Caf\ufffd\n\nRain fell.", "text.lost_letter", (2, 1), id="a title"),
        pytest.param(
            "date: 2021-12-13\n\nRain.\nA caf\ufffd.", "text.lost_letter", (4, 6), id="text beyond the first line"
        ),
    ],
)
def test_a_letter_that_was_lost_is_told(folder: Folder, text: str, code: str, place: tuple[int, int]) -> None:
    raw = working(read_documents(folder({"a.txt": text})))
    [[warning]] = fix_documents(raw, Settings())["warnings"]
    assert (warning.code, (warning.line, warning.column)) == (code, place)
    silent = Settings(tidy=Tidy(flag_lost_letters=False))
    assert fix_documents(raw, silent)["warnings"].tolist() == [[]]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        pytest.param("Caf\u00c3\u00a9", "the title has 'Caf\u00c3\u00a9', which reads 'Caf\u00e9'", id="mojibake"),
        pytest.param("Tom &amp; Ann", "the title has 'Tom &amp; Ann', which reads 'Tom & Ann'", id="an entity"),
        pytest.param(
            "x" * 60 + "&lt;", "the title has 'xxxxxxxxxx&lt;', which reads 'xxxxxxxxxx<'", id="far from its start"
        ),
        pytest.param("Caf\u00e9 \u201cTarn\u201d", None, id="nothing"),
        pytest.param("Cafe\u0301", None, id="another normal form"),
        pytest.param("x < y &amp; z", None, id="what is not decoded in a text"),
    ],
)
def test_a_header_field_that_would_be_repaired_in_a_text_is_told(
    folder: Folder, title: str, said: str | None
) -> None:
    raw = working(read_documents(folder({"a.txt": f"date: 2021-12-13\ntitle: {title}\n\nRain fell."})))
    fixed = fix_documents(raw, Settings())
    [warnings] = fixed["warnings"]
    assert [(warning.code, warning.message, warning.line) for warning in warnings] == (
        [("field.unrepaired", said, 2)] if said else []
    )
    assert fixed["title"].tolist() == [title]
