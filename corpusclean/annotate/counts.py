"""How long a text is."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.settings import Settings

# RE2 has no word boundaries beyond ASCII, so a word is spelled out: one letter of a script that is written
# without blanks, or a run of other letters, marks and digits with apostrophes inside.
_RUN = r"[^\P{L}\p{Han}\p{Hiragana}\p{Katakana}]|\p{M}|\p{N}"
WORD = rf"[\p{{Han}}\p{{Hiragana}}\p{{Katakana}}]|(?:{_RUN})(?:{_RUN}|['’](?:{_RUN}))*"


def count_words(text: str) -> int:
    """Return the number of words of a text.

    >>> count_words("It's 5 o'clock in São Paulo.")
    6
    >>> count_words("北京 2021")
    3
    """
    return int(pc.count_substring_regex(pa.array([text]), pattern=WORD)[0].as_py())


def annotate_counts(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # a step
    """Set `characters` and `words` by `text`."""
    text = pa.array(documents["text"], type=pa.large_string())
    return documents.assign(
        characters=pc.utf8_length(text).to_numpy(zero_copy_only=False).astype("int64"),
        words=pc.count_substring_regex(text, pattern=WORD).to_numpy(zero_copy_only=False).astype("int64"),
    )
