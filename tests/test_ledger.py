"""Edits are made, undone, and looked through: whatever was changed, the body comes back."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.errors import ProofFailed
from corpusclean.ledger import (
    ALIGNABLE,
    NEWLINES,
    Edit,
    _one_change,
    changes,
    normalise_newlines,
    original_span,
    restore,
)

# Few letters, so that much is alike and edits lie side by side; letters beyond the BMP; every line ending.
LETTERS = "aab \u00e9\u0301\U0001f327"
PARTS = st.sampled_from([*LETTERS, "\n", "\r\n", "\r", "\n\r", "\r\r\n"])
BODIES = st.lists(PARTS, max_size=12).map("".join)
TEXTS = st.text(alphabet=LETTERS + "\n", max_size=12)


def edit(offset: int, before: str, after: str) -> Edit:
    return Edit("fix", "test", "1", offset, before, after, "test")


def newlines(runs: str) -> Edit:
    return Edit("fix", NEWLINES, "1", 0, runs, "lf", "test")


@st.composite
def histories(draw: st.DrawFn) -> tuple[str, list[str], list[Edit]]:
    """Return a body, every text on the way to the clean one, and the edits."""
    body = draw(BODIES)
    text, endings = normalise_newlines(body)
    texts, edits = [text], [newlines(endings)] if endings else []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(texts[-1])))
        end = draw(st.integers(start, len(texts[-1])))
        spliced = texts[-1][:start] + draw(TEXTS) + texts[-1][end:]
        after = draw(st.sampled_from([spliced, draw(TEXTS)]))
        edits += [edit(*change) for change in changes(texts[-1], after)]
        texts.append(after)
    return body, texts, edits


@given(TEXTS, TEXTS)
def test_changes_undone_from_the_last_give_the_old_text(before: str, after: str) -> None:
    made = [edit(*change) for change in changes(before, after)]

    assert restore(after, made) == before


@given(TEXTS, TEXTS)
def test_changes_never_touch_each_other_and_each_changes_something(before: str, after: str) -> None:
    found = changes(before, after)

    assert all(change.before != change.after for change in found)
    assert all(a.offset + len(a.after) < b.offset for a, b in itertools.pairwise(found))


@given(TEXTS, TEXTS)
def test_the_one_change_of_long_texts_is_undone_too(before: str, after: str) -> None:
    assert restore(after, [edit(*_one_change(before, after))]) == before


@pytest.mark.parametrize(
    ("before", "after", "offset"),
    [
        pytest.param("x", "y", 30_000, id="one letter replaced"),
        pytest.param("", "y", 30_000, id="one letter more"),
        pytest.param("x", "", 30_000, id="one letter less"),
        pytest.param("a", "", 60_000, id="a letter less among the same letters"),
    ],
)
def test_long_texts_are_told_apart_by_what_differs_only(before: str, after: str, offset: int) -> None:
    head, tail = "a" * 30_000, "b" * 30_000 if offset == 30_000 else "a" * 30_000
    assert len(head) > ALIGNABLE

    [change] = changes(head + before + tail, head + after + tail)

    assert change == (offset, before, after)


@given(histories())
def test_the_body_is_restored_through_all_layers_of_edits(history: tuple[str, list[str], list[Edit]]) -> None:
    body, texts, edits = history

    assert restore(texts[-1], edits) == body


@pytest.mark.parametrize(
    ("text", "edits", "body"),
    [
        pytest.param("", [], "", id="nothing at all"),
        pytest.param("", [edit(0, "all", "")], "all", id="all was removed"),
        pytest.param("all", [edit(0, "", "all")], "", id="all was added"),
        pytest.param("News.", [edit(5, "\n(AFP)", "")], "News.\n(AFP)", id="removed at the very end"),
        pytest.param("xy", [edit(0, "a", "x"), edit(1, "b", "y")], "ab", id="side by side"),
        pytest.param("y", [edit(0, "a", "x"), edit(0, "x", "y")], "a", id="one over the other"),
        pytest.param("\U0001f327b", [edit(1, "a", "b")], "\U0001f327a", id="after a letter beyond the BMP"),
        pytest.param("a\nb\nc\nd", [newlines("crlf cr lf")], "a\r\nb\rc\nd", id="mixed line endings"),
        pytest.param("\n\n", [newlines("crlf*2")], "\r\n\r\n", id="nothing but line endings"),
        pytest.param("a", [newlines("cr*2"), edit(1, "\n\n", "")], "a\r\r", id="line ends removed"),
    ],
)
def test_restore(text: str, edits: list[Edit], body: str) -> None:
    assert restore(text, edits) == body


@given(BODIES)
def test_line_endings_come_back_as_they_were(body: str) -> None:
    text, runs = normalise_newlines(body)

    assert "\r" not in text
    assert bool(runs) == ("\r" in body)
    assert (restore(text, [newlines(runs)]) if runs else text) == body


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param("Newt.", edit(0, "old", "News"), id="other words stand there"),
        pytest.param("New", edit(0, "old", "News"), id="the text ends before"),
        pytest.param("News.", edit(9, "old", "News"), id="an offset beyond the end"),
        pytest.param("one line", newlines("crlf"), id="a line ending too many on record"),
        pytest.param("three\nlines\nhere", newlines("crlf"), id="a line ending too few on record"),
    ],
)
def test_what_the_text_does_not_hold_is_not_undone(text: str, wrong: Edit) -> None:
    with pytest.raises(ProofFailed):
        restore(text, [wrong])


def _origins(body: str, texts: list[str], edits: list[Edit]) -> list[tuple[int, int] | None]:
    """Return for each letter of the clean text its span in the body, None where an edit put it there."""
    places: list[tuple[int, int] | None] = []
    position = 0
    for letter in texts[0]:
        ends = (end for end in ("\r\r\n", "\r\n") if letter == "\n" and body.startswith(end, position))
        width = len(next(ends, letter))
        places.append((position, position + width))
        position += width
    for made in edits:
        if made.rule != NEWLINES:
            places[made.offset : made.offset + len(made.before)] = [None] * len(made.after)
    return places


@given(histories())
def test_a_span_that_no_edit_touches_is_found_in_the_body(history: tuple[str, list[str], list[Edit]]) -> None:
    body, texts, edits = history
    clean, origins = texts[-1], _origins(*history)
    assert len(origins) == len(clean)

    for start, end in itertools.combinations(range(len(clean) + 1), 2):
        places = [place for place in origins[start:end] if place is not None]
        whole = len(places) == end - start
        if whole and all(left[1] == right[0] for left, right in itertools.pairwise(places)):
            found = original_span(start, end, edits, body)

            assert found == (places[0][0], places[-1][1])
            assert normalise_newlines(body[slice(*found)])[0] == clean[start:end]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(5, 9, "&amp; A", id="it begins inside"),
        pytest.param(2, 5, "m &amp;", id="it ends inside"),
        pytest.param(5, 6, "&amp;", id="it lies inside"),
        pytest.param(0, 4, "Tom ", id="it ends before"),
        pytest.param(7, 10, " An", id="it begins behind"),
    ],
)
def test_a_span_that_cuts_an_edit_takes_all_that_stood_there(start: int, end: int, expected: str) -> None:
    body = "Tom &amp; Ann"
    edits = [edit(4, "&amp;", "and")]

    found = original_span(start, end, edits, body)

    assert body[slice(*found)] == expected
