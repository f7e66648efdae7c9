"""The language of a text, by langdetect: the same answer every time, and none where there is nothing to go by.

langdetect draws random numbers; its own module-level functions share one factory whose seed and profiles
belong to the whole program. We hold a factory of our own: profiles in sorted order, a fixed seed, one
detector a text. Nothing that the host program may rely on is touched.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import langdetect
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from corpusclean.codes import Reason
from corpusclean.frame import series
from corpusclean.settings import Settings
from corpusclean.working import add_warnings

UNDETERMINED = "und"
"""ISO 639's code for a language that is not known."""

MIN_LETTERS = 20
"""Fewer letters than this say nothing: to langdetect `OK` is Portuguese and `Hi` Dutch."""

SURE = 0.9
"""The least score at which a declared language is doubted."""

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")

SAMPLE = 500
"""Letters of the head, the middle and the tail that langdetect is asked about."""

# The scripts of langdetect's 55 profiles. Text in another script it would call by the name of one of these.
_LETTER = r"\p{L}"
_KNOWN_LETTER = (
    r"[\p{Latin}\p{Cyrillic}\p{Greek}\p{Hebrew}\p{Arabic}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}"
    r"\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Thai}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
)


class Language(NamedTuple):
    """An ISO 639 code, and how sure the detector is, from 0 to 1."""

    code: str
    score: float


@cache
def _factory() -> Any:  # noqa: ANN401  # langdetect ships no types
    factory = DetectorFactory()
    factory.seed = 0
    profiles = sorted((Path(langdetect.__file__).parent / "profiles").iterdir())
    factory.load_json_profile([profile.read_text(encoding="utf-8") for profile in profiles])
    return factory


def detect_language(text: str) -> Language:
    """Return the language of a text. No exception, whatever the text.

    >>> detect_language("The committee will meet again on Thursday to discuss the budget.").code
    'en'
    >>> detect_language("12:30, +49 30 1234567")
    Language(code='und', score=0.0)
    """
    detector = _factory().create()
    detector.append(_sample(text))
    try:
        best = detector.get_probabilities()
    except LangDetectException:
        best = []
    if not best:
        return Language(UNDETERMINED, 0.0)
    return Language(best[0].lang.partition("-")[0], round(min(best[0].prob, 1.0), 3))


def _sample(text: str) -> str:
    """Return the head, the middle and the tail of a long text, all of a short one."""
    if len(text) <= 3 * SAMPLE:
        return text
    middle = (len(text) - SAMPLE) // 2
    return "\n".join((text[:SAMPLE], text[middle : middle + SAMPLE], text[-SAMPLE:]))


def annotate_languages(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:  # noqa: ARG001  # a step
    """Set `language` and `language_score` by `text`: `und` and 0 where it holds too few letters that we know."""
    text = pa.array(documents["text"], type=pa.large_string())
    letters = pc.count_substring_regex(text, pattern=_LETTER)
    known = pc.count_substring_regex(text, pattern=_KNOWN_LETTER)
    enough = pc.and_(pc.greater_equal(letters, MIN_LETTERS), pc.greater(pc.multiply(known, 2), letters))
    nothing = Language(UNDETERMINED, 0.0)
    found = [
        detect_language(text) if ask else nothing
        for text, ask in zip(documents["text"], enough.to_pylist(), strict=True)
    ]
    documents = documents.assign(
        language=series([language.code for language in found], pa.string(), documents.index),
        language_score=series([language.score for language in found], pa.float64(), documents.index),
    )
    declared = zip(documents.index, documents["declared_language"], found, documents["field_lines"], strict=True)
    doubtful = {
        index: [warning._replace(line=dict(lines).get("language"), column=1)]
        for index, name, language, lines in declared
        if isinstance(name, str) and (warning := _contradiction(name, language))
    }
    return add_warnings(documents, doubtful)


def _contradiction(declared: str, found: Language) -> Reason | None:
    """Say so where a declared language is another than the one found, and the detector is sure.

    >>> _contradiction("de-AT", Language("en", 0.999)).message
    "the header declares 'de-AT', the text is in 'en'"
    >>> _contradiction("en_US", Language("en", 0.999))
    """
    tag = _TAG.match(declared)
    if tag is None or found.score < SURE or found.code == tag[1].lower():
        return None
    return Reason(
        "language.contradicted",
        f"the header declares {declared[:20]!r}, the text is in {found.code!r}",
        "declared_language",
    )
