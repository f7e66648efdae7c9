"""Exact duplicates: which texts are equal, which document survives, and what is said of the others."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stopwatch import in_proportion
from stories import Story, documents

from corpusclean.dedup import LINK_COLUMNS, LINKS, apply_links, fingerprint, link_duplicates, text_key
from corpusclean.dedup.exact import same_texts, text_keys, together
from corpusclean.frame import series
from corpusclean.settings import Duplicates, Settings

Print = tuple[str, int | None, str]
"""A document: `doc_id`, day of December 2021, `text_key`."""

PRINTS = st.lists(
    st.tuples(
        st.sampled_from("abcdefghij"),
        st.none() | st.integers(11, 14),
        st.sampled_from(["rain", "snow", "fog"]),
    ),
    unique_by=lambda each: each[0],
    max_size=10,
)


def links_of(*prints: Print, chosen: Duplicates = Duplicates()) -> pa.Table:  # noqa: B008  # it is frozen
    frame = documents(*(Story(doc_id, key, day) for doc_id, day, key in prints))
    settings = Settings(duplicates=chosen)
    return link_duplicates(fingerprint(frame, settings), frame["text"].tolist(), settings)


def linked(*prints: Print, chosen: Duplicates = Duplicates()) -> dict[str, str | None]:  # noqa: B008  # as above
    """Return what each linked document duplicates, None for the first of a group."""
    links = links_of(*prints, chosen=chosen)
    return dict(zip(links["doc_id"].to_pylist(), links["dup_of"].to_pylist(), strict=True))


@given(PRINTS.flatmap(lambda prints: st.tuples(st.just(prints), st.permutations(prints))))
def test_the_order_of_the_rows_changes_nothing(orders: tuple[list[Print], list[Print]]) -> None:
    one, other = (links_of(*prints) for prints in orders)

    assert one.equals(other)
    assert one["doc_id"].to_pylist() == sorted(one["doc_id"].to_pylist())


@given(PRINTS)
def test_every_group_has_one_representative_and_nobody_else_has_a_link(prints: list[Print]) -> None:
    groups: dict[str, list[Print]] = {}
    for each in prints:
        groups.setdefault(each[2], []).append(each)
    expected: dict[str, str | None] = {}
    for members in groups.values():
        first, *others = sorted(members, key=lambda each: (each[1] is None, each[1] or 0, each[0]))
        if others:
            expected |= {first[0]: None} | {other[0]: first[0] for other in others}

    assert linked(*prints) == expected


@pytest.mark.parametrize(
    ("prints", "expected"),
    [
        pytest.param([], {}, id="no documents"),
        pytest.param([("a", 13, "rain")], {}, id="one document"),
        pytest.param([("a", 13, "rain"), ("b", 13, "snow")], {}, id="two texts"),
        pytest.param([("a", 14, "rain"), ("b", 13, "rain")], {"a": "b", "b": None}, id="the earliest date"),
        pytest.param([("b", 13, "rain"), ("a", 13, "rain")], {"a": None, "b": "a"}, id="one date: by doc_id"),
        pytest.param([("a", None, "rain"), ("b", 14, "rain")], {"a": "b", "b": None}, id="no date comes last"),
        pytest.param([("b", None, "rain"), ("a", None, "rain")], {"a": None, "b": "a"}, id="no dates: by doc_id"),
        pytest.param(
            [("a", 14, "rain"), ("b", 13, "rain"), ("c", 12, "rain")], {"a": "c", "b": "c", "c": None}, id="three"
        ),
    ],
)
def test_who_stays(prints: list[Print], expected: dict[str, str | None]) -> None:
    assert linked(*prints) == expected


def test_a_link_says_how_and_how_much() -> None:
    links = links_of(("a", 13, "rain"), ("b", 14, "rain"))

    assert links.column_names == ["doc_id", *LINK_COLUMNS, "aside"]
    assert links["dup_group"].to_pylist() == ["a", "a"]
    assert links["dup_kind"].to_pylist() == [None, "exact"]
    assert links["dup_similarity"].to_pylist() == [None, 1.0]


@pytest.mark.parametrize(
    ("days", "window", "expected"),
    [
        pytest.param((1, 2), 0, {}, id="a day too far"),
        pytest.param((1, 2), 1, {"a": None, "b": "a"}, id="just within"),
        pytest.param((1, 2, 3), 1, {"a": None, "b": "a"}, id="the third is too far from the first"),
        pytest.param((1, 2, 3, 4), 1, {"a": None, "b": "a", "c": None, "d": "c"}, id="and stands for the fourth"),
        pytest.param((1, None), 0, {"a": None, "b": "a"}, id="no date is near to all"),
        pytest.param((1, 28), None, {"a": None, "b": "a"}, id="no window"),
    ],
)
def test_the_window(days: tuple[int | None, ...], window: int | None, expected: dict[str, str | None]) -> None:
    prints = [(doc_id, day, "rain") for doc_id, day in zip("abcd", days, strict=False)]

    assert linked(*prints, chosen=Duplicates(window_days=window)) == expected


DAYS = st.lists(st.integers(-1, 30), min_size=1, max_size=20)


@given(DAYS, st.integers(0, 4))
def test_a_copy_goes_to_the_first_within_the_window_that_stands_for_itself(days: list[int], window: int) -> None:
    expected: list[int] = []
    for number, day in enumerate(days):
        heads = [head for head in range(number) if expected[head] == head]
        expected.append(next((head for head in heads if together(days[head], day, window)), number))

    assert of_one_text(np.array(days, np.int32), window) == expected


def test_copies_of_very_many_days_cost_time_in_proportion_to_their_number() -> None:
    few, many = np.arange(2_000, dtype=np.int32), np.arange(8_000, dtype=np.int32)

    assert in_proportion(lambda: of_one_text(many, 1), lambda: of_one_text(few, 1))


def of_one_text(days: np.ndarray, window: int) -> list[int]:
    """Return which stands for each of the copies of one text, that come in the order of their days given."""
    order = np.arange(len(days), dtype=np.int32)
    stands: list[int] = same_texts(np.zeros(len(days), "V16"), order, days, window).tolist()
    return stands


def test_the_longest_is_the_one_with_more_blanks() -> None:
    prints: list[Print] = [("a", 13, "rain fell"), ("b", 14, "rain   fell")]

    assert linked(*prints, chosen=Duplicates(exact="longest")) == {"a": "b", "b": None}


THREE: tuple[Print, ...] = (("a", 14, "rain"), ("b", 13, "rain"), ("c", 12, "snow"))


def marked(*prints: Print) -> pd.DataFrame:
    """Return documents with the columns of links, empty still."""
    frame = documents(*(Story(doc_id, key, day) for doc_id, day, key in prints))
    nulls = {field.name: series([None] * len(frame), field.type) for field in LINKS if field.name in LINK_COLUMNS}
    return frame.assign(**nulls)


@pytest.mark.parametrize(
    ("policy", "clean", "aside"),
    [
        pytest.param("first", ["b", "c"], ["a"], id="first"),
        pytest.param("keep", ["a", "b", "c"], [], id="keep"),
    ],
)
def test_the_policy_decides_who_is_set_aside(policy: Any, clean: list[str], aside: list[str]) -> None:
    sides = apply_links(marked(*THREE), links_of(*THREE, chosen=Duplicates(exact=policy)))

    assert list(sides.clean["doc_id"]) == clean
    assert list(sides.duplicates["doc_id"]) == aside


@pytest.mark.parametrize("policy", ["first", "keep"])
def test_all_are_marked_whatever_the_policy(policy: Any) -> None:
    sides = apply_links(marked(*THREE), links_of(*THREE, chosen=Duplicates(exact=policy)))

    told = pd.concat(sides).set_index("doc_id")
    assert told["dup_group"].dropna().to_dict() == {"a": "b", "b": "b"}
    assert told["dup_of"].dropna().to_dict() == {"a": "b"}
    assert told["dup_kind"].dropna().to_dict() == {"a": "exact"}
    assert told["dup_similarity"].dropna().to_dict() == {"a": 1.0}


def test_links_of_other_documents_do_not_matter() -> None:
    frame = marked(*THREE)
    part = frame[frame["doc_id"] != "b"].reset_index(drop=True)

    sides = apply_links(part, links_of(*THREE))

    assert (list(sides.clean["doc_id"]), list(sides.duplicates["doc_id"])) == (["c"], ["a"])


@pytest.mark.parametrize("rows", [THREE, ()], ids=["no links", "no documents"])
def test_with_nothing_to_link_all_stays_as_it_is(rows: tuple[Print, ...]) -> None:
    frame = marked(*rows)

    sides = apply_links(frame, LINKS.empty_table())

    pd.testing.assert_frame_equal(sides.clean, frame)
    pd.testing.assert_frame_equal(sides.duplicates, frame.iloc[:0])


SPACES = [chr(code) for code in range(0x10000) if chr(code).isspace()]


def keys(*texts: str) -> list[str]:
    return [key.hex() for key in text_keys(pa.array(texts, pa.string())).to_pylist()]


@given(st.lists(st.lists(st.sampled_from(SPACES) | st.text(max_size=3), max_size=8).map("".join), max_size=5))
def test_the_keys_of_a_frame_are_those_of_its_texts(texts: list[str]) -> None:
    assert keys(*texts) == [text_key(text) for text in texts]


def test_every_kind_of_blank_is_one_to_both() -> None:
    texts = [f"{blank}Rain{blank}{blank} fell.{blank}" for blank in SPACES]

    assert set(keys(*texts)) == {text_key("Rain fell.")}


@pytest.mark.parametrize(
    "other",
    ["rain fell.", "Rain fell", "Rainfell.", "Rain\u200bfell.", "Rain fell. ."],
    ids=["case", "a full stop", "no blank", "a zero-width space", "a full stop more"],
)
def test_what_is_no_blank_counts(other: str) -> None:
    assert text_key(other) != text_key("Rain fell.")
