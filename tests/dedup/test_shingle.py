"""Shingles and signatures of a column are those of the definition, written out for one text and one word."""

import hashlib
import unicodedata

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpusclean.dedup import near
from corpusclean.dedup.near import minhash
from corpusclean.dedup.shingle import Shingles, shingles, stream

MASK = (1 << 64) - 1
LONG = "a" * 65


def mixed(value: int) -> int:
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & MASK
    return value ^ value >> 31


def is_alone(char: str) -> bool:
    """Tell whether it is of Han, Hiragana or Katakana: these blocks hold no letters of other scripts."""
    blocks = [(0x3041, 0x30FF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF)]
    return any(first <= ord(char) <= last for first, last in [*blocks, (0xFF66, 0xFF9F), (0x20000, 0x3FFFF)])


def words_of(text: str) -> list[str]:
    found = [""]
    for char in text:
        if unicodedata.category(char)[0] not in "LMN":
            found.append("")
        elif is_alone(char):
            found += [char, ""]
        else:
            found[-1] += char.casefold() if len(char.casefold()) == 1 else char
    return [word for word in found if word]


def word_hash(word: str) -> int:
    data = word.encode()
    if len(data) > 64:
        return int.from_bytes(hashlib.sha256(data).digest()[:8], "little")
    value = 0
    for at in range(0, len(data), 8):
        value = mixed(value ^ int.from_bytes(data[at : at + 8], "little"))
    return value


def shingles_of(text: str) -> list[int]:
    values = [word_hash(word) for word in words_of(text)]
    places = [int(place) | 1 for place in stream(5, 5)]
    if values:
        values += [0] * (5 - len(values))
    return [
        mixed(sum(value * place for value, place in zip(values[at:], places, strict=False)) & MASK)
        for at in range(len(values) - 4)
    ]


LETTERS = st.sampled_from([*"aZé9 \n'.—İßẞ\u212a\u017f雨がカｶ中ÄàЖ\u0301\u200d\x00", "Constantinople", LONG])
TEXTS = st.lists(st.lists(LETTERS, max_size=30).map("".join) | st.text(max_size=20), max_size=6)


@given(TEXTS)
@example(["internationalization of internationalisation", LONG, f"{LONG[:64]} b c d e", f"x{LONG} 雨 {LONG}"])
@example(["", "a", "", "a b c d", "a b c d e", "a b c d e f", ""])
@example(["lone \ud800surrogates", "are \udfff no letters"])
def test_a_column_is_what_its_texts_are_by_the_definition(texts: list[str]) -> None:
    found = shingles(texts)

    assert [found.of(number).tolist() for number in range(len(texts))] == [shingles_of(text) for text in texts]


def signature_of(values: list[int], count: int) -> list[int]:
    rows = [0xFFFFFFFF] * count
    for number, salt in enumerate(stream(11, 2 * count).tolist()):
        met: dict[int, int] = {}
        for value in values:
            thrown = mixed(value ^ salt)
            row = (thrown >> 32) * count >> 32 if number < count else number - count
            met[row] = min(met.get(row, 0xFFFFFFFF), thrown & 0xFFFFFFFF)
        rows = [met.get(row, kept) if kept == 0xFFFFFFFF else kept for row, kept in enumerate(rows)]
    return rows


@given(st.lists(st.sets(st.integers(0, 5), max_size=4).map(sorted), max_size=5), st.sampled_from([1, 5, 24]))
def test_a_column_of_signatures_is_what_each_is_by_the_definition(sets: list[list[int]], count: int) -> None:
    values = [[int(value) for value in stream(3, 6)[chosen]] for chosen in sets]
    ends = np.cumsum([0, *map(len, values)])[1:].astype(np.int64)
    found = Shingles(np.array([value for each in values for value in each], np.uint64), ends)

    assert minhash(found, count).tolist() == [signature_of(each, count) for each in values]


@pytest.mark.parametrize("size", [5, 20, 128, 1_000])
def test_equal_rows_tell_similarity_whatever_the_size(size: int) -> None:
    """The mean over many pairs is the true share, and their spread that of 128 independent rows or less."""
    shared, pairs = 0.6, 200
    both = round(size * 2 * shared / (1 + shared))
    ones, others = [], []
    for number in range(pairs):
        values = stream(1_000 + number, 2 * size)
        ones.append(values[:size])
        others.append(values[size - both : 2 * size - both])
    true = both / (2 * size - both)
    signatures = [
        minhash(Shingles(np.concatenate(side), np.arange(size, size * pairs + 1, size, dtype=np.int64)))
        for side in (ones, others)
    ]

    alike = (signatures[0] == signatures[1]).mean(axis=1)

    assert abs(alike.mean() - true) < 0.02
    assert alike.std() < 1.15 * np.sqrt(true * (1 - true) / near.PERMUTATIONS)


def test_every_row_is_filled_by_a_single_shingle() -> None:
    found = Shingles(stream(7, 1), np.array([1], np.int64))

    assert (minhash(found) < 0xFFFFFFFF).all()
