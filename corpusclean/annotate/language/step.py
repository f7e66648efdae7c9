"""The column `language`, what contradicts it, and the languages of paragraphs."""

import re
from functools import partial

import pandas as pd
import pyarrow as pa

from corpusclean.annotate.language.answer import NOTHING, Language
from corpusclean.annotate.language.cascade import LONG_ENGLISH, identify, identify_plainly
from corpusclean.annotate.language.witnesses import ASK
from corpusclean.codes import Reason
from corpusclean.frame import series
from corpusclean.languages import group, normal
from corpusclean.settings import Language as Chosen
from corpusclean.settings import Settings
from corpusclean.working import add_reasons
from corpusclean_schemas.types import LANGUAGES

GLANCE, SAMPLE = 250, 500
"""Characters of the head, the middle and the tail that are looked at: first, and where these leave a doubt."""
MORE = 5_000
"""Characters of each where they are in two languages."""

SURE = 0.9
"""The score above which a declared language is doubted."""

# Addresses are in no language. The pattern is slow, its signs are quick to look for. One with an @ begins where a
# word does; the first @ in it and the first full stop behind that are as good as any, so nothing is tried twice.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)\S[^\s@]*@\S[^\s.]*\.\S+")
_SIGNS_OF_AN_ADDRESS = ("://", "www.", "@")
_NO_LETTERS = bytes(byte for byte in range(256) if not chr(byte).isalpha() or byte > 0x7F)  # noqa: PLR2004  # ASCII

# A letter of a script that writes words or syllables says as much as three of an alphabet.
_SYLLABLE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48f\uac00-\ud7af\U00020000-\U0003ffff]")
_WORTH = 2


def detect_language(text: str, chosen: Chosen | None = None) -> Language:
    """Return the language of a text. No exception, whatever the text.

    >>> detect_language("The committee will meet again on Thursday to discuss the budget.").code
    'en'
    >>> detect_language("12:30, +49 30 1234567")
    Language(code='und', score=0.0)
    """
    chosen = chosen or Chosen()
    if chosen.identifier == "cascade" and len(text) > 3 * SAMPLE:
        sample = _sample(text, GLANCE)
        if found := identify_plainly(sample, _letters(sample, LONG_ENGLISH)):
            return found
    sample = _sample(text, SAMPLE)
    letters = _letters(sample, max(chosen.min_evidence, LONG_ENGLISH))
    if letters < chosen.min_evidence and letters + _WORTH * len(_SYLLABLE.findall(sample)) < chosen.min_evidence:
        return NOTHING
    if chosen.identifier == "cascade":
        return identify(sample, letters, partial(_sample, text, MORE) if len(text) > 3 * SAMPLE else None)
    said = ASK[chosen.identifier](sample)
    best = said.best()
    return Language(best, round(min(said.shares[best], 1.0), 3)) if best else NOTHING


def _sample(text: str, size: int) -> str:
    """Return the head, the middle and the tail of a long text, all of a short one; without addresses."""
    middle = (len(text) - size) // 2
    sample = text
    if len(text) > 3 * size:
        sample = "\n".join((text[:size], text[middle : middle + size], text[-size:]))
    return _ADDRESS.sub(" ", sample) if any(sign in sample for sign in _SIGNS_OF_AN_ADDRESS) else sample


def _letters(text: str, enough: int) -> int:
    """Return how many letters a text has; where those of ASCII are enough, only these.

    >>> _letters("São Paulo, 1554", 100), _letters("São Paulo, 1554", 5)
    (8, 7)
    """
    plain = len(text.encode("utf-8", "replace").translate(None, _NO_LETTERS))
    return plain if plain >= enough else sum(map(str.isalpha, text))


def annotate_languages(documents: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Set `language` and `language_score` by `text`, `languages` by its paragraphs; add to `warnings`."""
    detect = partial(detect_language, chosen=settings.language)
    texts = documents["text"].tolist()
    found = [detect(text) for text in texts]
    wanted = settings.language.paragraphs
    documents = documents.assign(
        language=series([language.code for language in found], pa.string(), documents.index),
        language_score=series([language.score for language in found], pa.float64(), documents.index),
        languages=series(
            [[detect(line).code for line in paragraphs(text)] if wanted else None for text in texts],
            LANGUAGES,
            documents.index,
        ),
    )
    declared = zip(documents.index, documents["declared_language"], found, documents["field_lines"], strict=True)
    doubtful = {
        index: [warning._replace(line=dict(lines).get("language"), column=1)]
        for index, name, language, lines in declared
        if isinstance(name, str) and (warning := _contradiction(name, language))
    }
    return add_reasons(documents, doubtful)


def paragraphs(text: str) -> list[str]:
    r"""Return the lines of a text that are not blank.

    >>> paragraphs("Rain fell.\n\nIl pleut.\n")
    ['Rain fell.', 'Il pleut.']
    """
    return [line for line in text.split("\n") if line.strip()]


def _contradiction(declared: str, found: Language) -> Reason | None:
    """Say so where a declared language is another than the one found, and the answer is sure.

    >>> _contradiction("de-AT", Language("en", 0.999)).message
    "the header declares 'de-AT', the text is in 'en'"
    >>> _contradiction("eng_US", Language("en", 0.999))
    >>> _contradiction("hr", Language("sr", 0.999))
    """
    code = normal(declared)
    if code is None or found.score <= SURE or group(found.code) == group(code):
        return None
    return Reason(
        "language.contradicted",
        f"the header declares {declared[:20]!r}, the text is in {found.code!r}",
        "declared_language",
    )
