"""What is said of a text's language."""

from typing import NamedTuple

UNDETERMINED = "und"
"""ISO 639's code for a language that is not known."""


class Language(NamedTuple):
    """An ISO 639 code, and how sure the answer is, from 0 to 1, rounded to three digits."""

    code: str
    score: float


NOTHING = Language(UNDETERMINED, 0.0)
