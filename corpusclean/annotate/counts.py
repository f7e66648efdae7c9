"""How long a text is."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.settings import Settings

# What a character is to the count of words; the later pattern (of RE2) holds. A letter of a script that is
# written without blanks is a word alone.
_OTHER, _LETTER, _ALONE, _APOSTROPHE, _UNKNOWN = range(5)
_PATTERNS = (
    (_LETTER, r"[\p{L}\p{M}\p{N}]"),
    (_ALONE, r"[\p{Han}\p{Hiragana}\p{Katakana}]"),
    (_APOSTROPHE, "['’]"),
)

_TOGETHER = 1 << 18
"""Characters looked at together: few enough to stay near the processor."""

_classes = np.full(0x110000, _UNKNOWN, np.uint8)
"""What each code point is, as far as it was met."""


def count_words(text: str) -> int:
    """Return the number of words of a text: runs of letters, marks and digits with apostrophes inside.

    >>> count_words("It's 5 o'clock in São Paulo.")
    6
    >>> count_words("北京 2021")
    3
    """
    return int(_words([text])[0])


def annotate_counts(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # a step
    """Set `characters` and `words` by `text`."""
    texts = documents["text"].tolist()
    words = [_words(few) for few in _few_at_a_time(texts)]
    return documents.assign(
        characters=np.fromiter(map(len, texts), "int64", len(texts)),
        words=np.concatenate([np.empty(0, "int64"), *words]),
    )


def _few_at_a_time(texts: Iterable[str]) -> Iterator[list[str]]:
    few: list[str] = []
    held = 0
    for text in texts:
        few.append(text)
        held += len(text)
        if held >= _TOGETHER:
            yield few
            few, held = [], 0
    if few:
        yield few


def _words(texts: list[str]) -> npt.NDArray[np.int64]:
    """Count the words of each text. A word begins at a letter that none is before, nor one and an apostrophe."""
    ends = np.cumsum([len(text) + 1 for text in texts])
    classes = _classified("\n".join([*texts, ""]))
    letter = np.concatenate([[False, False], classes == _LETTER])
    apostrophe = np.concatenate([[False], classes[:-1] == _APOSTROPHE])
    begins = letter[2:] & ~letter[1:-1] & ~(apostrophe & letter[:-2])
    begins |= classes == _ALONE
    return np.add.reduceat(begins, np.concatenate([[0], ends[:-1]]), dtype=np.int64)


def _classified(text: str) -> Any:  # noqa: ANN401  # numpy says no more of what an index gives
    points = np.frombuffer(text.encode("utf-32-le", "replace"), "<u4")
    found = _classes[points]
    new = np.unique(points[found == _UNKNOWN])
    if len(new):
        characters = pa.array(map(chr, new))
        classes = np.full(len(new), _OTHER, np.uint8)
        for number, pattern in _PATTERNS:
            classes[pc.match_substring_regex(characters, pattern).to_numpy(zero_copy_only=False)] = number
        _classes[new] = classes
        found = _classes[points]
    return found
