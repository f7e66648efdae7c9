"""Exact duplicates: texts that differ only in blanks."""

import hashlib
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ranks = npt.NDArray[np.int32]

KEY_BYTES = 16

_BLANKS = r"[\t-\r\x{1c}-\x{1f}\x{85}\p{Z}]+"
"""What `str.split` takes for a blank."""
_OTHER_BLANKS = (
    r"  |[\t\v-\r\x{1c}-\x{1f}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]"
)


def text_key(text: str) -> str:
    r"""Return what two texts share when they differ only in blanks: 128 bits of SHA-256, in hex.

    >>> text_key("Rain fell.\n\nIt stopped.") == text_key(" Rain  fell. It stopped.\n")
    True
    """
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[: 2 * KEY_BYTES]


def text_keys(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return `text_key` of every text, as bytes."""
    folded = pc.utf8_trim_whitespace(texts.cast(pa.large_string()))
    if isinstance(folded, pa.ChunkedArray):
        folded = folded.combine_chunks()
    for blanks in ("\n\n", "\n", "  "):
        folded = pc.replace_substring(folded, blanks, " ")
    # Few texts have blanks beyond those, and to replace what a pattern finds is slow.
    others = pc.match_substring_regex(folded, _OTHER_BLANKS)
    few = pc.replace_substring_regex(folded.filter(others), _BLANKS, " ")
    folded = pc.replace_with_mask(folded, others, pc.utf8_trim_whitespace(few))
    keys = [hashlib.sha256(text.as_buffer()).digest()[:KEY_BYTES] for text in folded]
    return pa.array(keys, pa.binary(KEY_BYTES))


def same_texts(keys: npt.NDArray[np.void], order: Ranks, days: Ranks, window: int | None) -> Ranks:
    """Return for each document the one that stands for its text: the first in `order`, itself where it is alone.

    `keys` and `days` (since 1970; less than zero where not known) are by document, `order` are documents as they
    come first. A document further than `window` days from the one that stands for its text stands for itself,
    and for those after it.
    """
    place = np.empty_like(order)
    place[order] = np.arange(len(order), dtype=order.dtype)
    upper, lower = np.ascontiguousarray(keys).view(np.uint64).reshape(-1, 2).T
    sorted_ = np.lexsort((place, lower, upper)).astype(np.int32)
    differs = np.ones(len(order), bool)
    differs[1:] = np.diff(upper[sorted_]).astype(bool) | np.diff(lower[sorted_]).astype(bool)
    begins = np.flatnonzero(differs)
    sizes = np.diff(begins, append=len(sorted_))
    stands = np.empty_like(order)
    stands[sorted_] = np.repeat(sorted_[begins], sizes)
    if window is not None:
        for begin, size in zip(begins[sizes > 1], sizes[sizes > 1], strict=True):
            members = sorted_[begin : begin + size]
            stands[members] = _within(members.tolist(), days[members].tolist(), window)
    return stands


def _within(members: Sequence[int], days: Sequence[int], window: int) -> list[int]:
    """Return for each document of one text the first that stands for itself and is no further than the window.

    Those that do are further than that from each other: near a day there are two of them at most.
    """
    found: list[int] = []
    heads: dict[int, tuple[int, int]] = {}
    known: list[int] = []
    for member, day in zip(members, days, strict=True):
        if not found or day < 0 or days[0] < 0:
            head = members[0]
        else:
            near = known[bisect_left(known, day - window) : bisect_right(known, day + window)]
            _, head = min((heads[each] for each in near), default=(0, member))
        if head == member:
            heads[day] = len(heads), member
            insort(known, day)
        found.append(head)
    return found


def together(one: int, other: int, window: int | None) -> bool:
    """Tell whether two days are no further apart than the window; one that is not known is near to all."""
    return window is None or one < 0 or other < 0 or abs(int(one) - int(other)) <= window
