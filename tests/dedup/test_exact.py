import datetime
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpusclean.dedup import LINK_COLUMNS, LINKS, apply_links, fingerprint, link_duplicates, text_key
from corpusclean.frame import from_rows
from corpusclean.settings import Duplicates, Settings

FINGERPRINTS = pa.schema([("doc_id", pa.string()), ("date", pa.date32()), ("text_key", pa.string())])
DOCUMENTS = pa.schema(
    [
        *FINGERPRINTS,
        *(LINKS.field(name) for name in LINK_COLUMNS),
    ]
)

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


def frame(*prints: Print, schema: pa.Schema = FINGERPRINTS) -> pd.DataFrame:
    dated = [(doc_id, day and datetime.date(2021, 12, day), key) for doc_id, day, key in prints]
    return from_rows([dict(zip(FINGERPRINTS.names, each, strict=True)) for each in dated], schema)


def linked(*prints: Print) -> dict[str, str | None]:
    """Return what each linked document duplicates, None for the first of a group."""
    links = link_duplicates(frame(*prints)).to_pandas()
    return {
        str(doc_id): None if pd.isna(of) else str(of)
        for doc_id, of in zip(links["doc_id"], links["dup_of"], strict=True)
    }


@given(PRINTS.flatmap(lambda prints: st.tuples(st.just(prints), st.permutations(prints))))
def test_the_order_of_the_rows_changes_nothing(orders: tuple[list[Print], list[Print]]) -> None:
    one, other = (link_duplicates(frame(*prints)).to_pandas() for prints in orders)

    pd.testing.assert_frame_equal(one, other)
    assert list(one["doc_id"]) == sorted(one["doc_id"])


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
    links = link_duplicates(frame(("a", 13, "rain"), ("b", 14, "rain"))).to_pandas()

    assert list(links.columns) == ["doc_id", *LINK_COLUMNS]
    assert list(links["dup_group"]) == ["a", "a"]
    assert [kind for kind in links["dup_kind"] if isinstance(kind, str)] == ["exact"]
    assert links["dup_similarity"].dropna().to_dict() == {1: 1.0}


THREE: tuple[Print, ...] = (("a", 14, "rain"), ("b", 13, "rain"), ("c", 12, "snow"))


@pytest.mark.parametrize(
    ("policy", "clean", "duplicates"),
    [
        pytest.param("first", ["b", "c"], ["a"], id="first"),
        pytest.param("keep", ["a", "b", "c"], [], id="keep"),
    ],
)
def test_the_policy_decides_who_is_set_aside(policy: Any, clean: list[str], duplicates: list[str]) -> None:
    documents = frame(*THREE, schema=DOCUMENTS)

    sides = apply_links(documents, link_duplicates(documents), Settings(duplicates=Duplicates(exact=policy)))

    assert list(sides.clean["doc_id"]) == clean
    assert list(sides.duplicates["doc_id"]) == duplicates


@pytest.mark.parametrize("policy", ["first", "keep"])
def test_all_are_marked_whatever_the_policy(policy: Any) -> None:
    documents = frame(*THREE, schema=DOCUMENTS)

    sides = apply_links(documents, link_duplicates(documents), Settings(duplicates=Duplicates(exact=policy)))

    marked = pd.concat(sides).set_index("doc_id")
    assert marked["dup_group"].dropna().to_dict() == {"a": "b", "b": "b"}
    assert marked["dup_of"].dropna().to_dict() == {"a": "b"}
    assert marked["dup_kind"].dropna().to_dict() == {"a": "exact"}
    assert marked["dup_similarity"].dropna().to_dict() == {"a": 1.0}


def test_links_of_other_documents_do_not_matter() -> None:
    documents = frame(*THREE, schema=DOCUMENTS)
    [part] = [documents[documents["doc_id"] != "b"].reset_index(drop=True)]

    sides = apply_links(part, link_duplicates(documents), Settings())

    assert (list(sides.clean["doc_id"]), list(sides.duplicates["doc_id"])) == (["c"], ["a"])


@pytest.mark.parametrize("rows", [THREE, ()], ids=["no links", "no documents"])
def test_with_nothing_to_link_all_stays_as_it_is(rows: tuple[Print, ...]) -> None:
    documents = frame(*rows, schema=DOCUMENTS)

    sides = apply_links(documents, link_duplicates(documents.iloc[:0]), Settings())

    pd.testing.assert_frame_equal(sides.clean, documents)
    pd.testing.assert_frame_equal(sides.duplicates, documents.iloc[:0])


SPACES = [chr(code) for code in range(0x10000) if chr(code).isspace()]


def keys(*texts: str) -> list[str]:
    return list(fingerprint(pd.DataFrame({"text": pd.Series(texts, dtype="str")}), Settings())["text_key"])


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
