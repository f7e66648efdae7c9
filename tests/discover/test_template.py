"""Wordings out of texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.discover.template import matches, wordings

LIBRARY = "This page is read aloud at the {} library."


def worded(*texts: str) -> list[str]:
    return wordings(dict.fromkeys(texts, 1))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Read aloud at the Tarn library."], ["Read aloud at the Tarn library"]),
        ([LIBRARY.format("Tarn"), LIBRARY.format("Hill")], ["This page is read aloud at the {person} library"]),
        (["Read by the AFP desk", "Read by the Reuters desk"], ["Read by the {agencies} desk"]),
        (["First read in 2019 by us", "First read in 2021 by us"], ["First read in {year} by us"]),
        (["First read at 10:15 by us", "First read at 9 by us"], ["First read at {number} by us"]),
        (["Heard at https://a.example/b", "Heard at www.c.example"], ["Heard at {address}"]),
        (["this page is read aloud", "this text is read aloud"], ["this <page|text> is read aloud"]),
        (["this page is read aloud", "this page is also read aloud"], ["this page is[ also] read aloud"]),
        (["this page is read aloud", "note: this page is read aloud"], ["<note: this|this> page is read aloud"]),
        (["this page is read aloud", "this page is read aloud, daily"], ["this page is read aloud[, daily]"]),
        (["(read aloud in Tarn)", "— read aloud in Tarn."], ["read aloud in Tarn"]),
        (["[Read: a|b] <c> {d} \\"], [r"Read: a\|b\] \<c\> \{d\} \\"]),
        (["this page is read", "bells are rung daily"], ["bells are rung daily", "this page is read"]),
        (["said by the AFP desk to the AFP desk", "said by the PTI desk to the PTI desk"],
         ["said by the {agencies} desk to the {outlet} desk"]),
    ],
)  # fmt: skip
def test_texts_become_wordings(texts: list[str], expected: list[str]) -> None:
    found = worded(*texts)
    assert sorted(found) == sorted(expected)
    assert all(any(matches(wording, text) for wording in found) for text in texts)


def test_no_wording_matches_what_it_was_not_made_of() -> None:
    (wording,) = worded(LIBRARY.format("Tarn"), LIBRARY.format("Hill"))
    assert not matches(wording, "This page is read aloud at the library.")
    assert not matches(wording, LIBRARY.format("Tarn") + " It is free.")


def test_the_order_of_the_texts_does_not_show() -> None:
    texts = {"this page is read aloud": 2, "this text is read aloud": 2, "that text is sung": 5}
    assert wordings(texts) == wordings(dict(reversed(texts.items())))


WORDS = st.sampled_from(
    ["page", "read", "aloud", "Tarn", "Hill", "2021", "a@b.example", "(", "|", "<", "[x]", ".", "{"]
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), min_size=1, max_size=6))
def test_every_text_is_matched(texts: list[str]) -> None:
    found = worded(*texts)
    assert [text for text in texts if not any(matches(wording, text) for wording in found)] == []
