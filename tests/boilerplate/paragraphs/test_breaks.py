"""Where the lines of a text are its paragraphs, a notice takes its line, and nothing of the lines behind it."""

import pytest

from corpusclean.boilerplate.paragraphs.breaks import break_before_prose, lines_are_paragraphs
from corpusclean.boilerplate.step import rulebook
from corpusclean.boilerplate.strip import strip_text
from corpusclean.settings import Settings

LINES = [
    "The council of Tarn met on Monday and voted to keep the bridge open.",
    "Those who came to listen were divided, the clerk said.",
    "Land for the first part has been set aside by the weir, the mill and the church.",
    "Tenders are expected to be opened before Christmas.",
]
NOTICES = [
    "Copyright 2024 Tarn Mail. All rights reserved. This material may not be published or redistributed.",
    "© dpa-infocom, dpa:240911-930-228817/1",
    "© Riproduzione riservata",
    "Get the latest news delivered to your inbox",
    "Stay updated with the latest news by following us on Facebook, Twitter and Viber",
    "Abbonati a partire da 1 euro al mese per leggere tutti gli articoli",
]
CHOSEN = Settings().boilerplate


def left(text: str) -> str:
    return strip_text(text, rulebook(()), CHOSEN.policy, cutoff=CHOSEN.min_similarity).text


@pytest.mark.parametrize("place", range(1, len(LINES)))
@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_takes_no_line_behind_it(notice: str, place: int) -> None:
    assert left("\n".join([*LINES[:place], notice, *LINES[place:]])) == "\n".join(LINES)


def test_the_text_behind_a_short_notice_that_stays_is_all_there() -> None:
    """Everything up to the end of the text went."""
    text = "\n".join([*LINES[:2], "© AAP 2024", *LINES[2:]])
    assert left(text) in (text, "\n".join(LINES))


def test_a_wrapped_notice_goes_with_all_its_lines() -> None:
    text = (
        "The council of Tarn met on Monday and voted to keep\nthe bridge open. Those who came to listen were\n"
        "divided, the clerk said. Tenders are to be opened\nbefore Christmas."
    )
    notice = (
        "Copyright 2024 Tarn Mail. All rights reserved. This\nmaterial may not be published, broadcast, changed\n"
        "or redistributed."
    )
    assert left(f"{text}\n\n{notice}") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained.\nIt snowed.\nIt froze.", True),
        ("It rained, and\nit snowed until the\nmorning.", False),
        ("It rained.\n\nIt snowed.", False),
        ("Ham\nJam\nLamb", False),
    ],
)
def test_which_texts_have_lines_for_paragraphs(text: str, *, expected: bool) -> None:
    assert lines_are_paragraphs(text) is expected


@pytest.mark.parametrize(
    "below", ["so it goes on and on until the end.", "Facebook", "The winners of the day:", ""]
)
def test_what_goes_on_below_a_break(below: str) -> None:
    text = f"Follow us on\n{below}"
    assert break_before_prose(text, 0, len(text)) is None
