"""The three identifiers: what each says of a text, and which languages it knows.

Each is an object of our own: nothing that the host program may share with us (seeds, profiles, models that the
packages keep for their module-level functions) is read or changed. None raises, whatever the text.
"""

import re
import tempfile
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import langdetect
import numpy as np
import pycld2
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpusclean.errors import writing
from corpusclean.languages import group, normal

# pycld2 refuses text with control characters.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

LEAST = 0.001
"""Shares below this say less than that a witness may err."""

_LOADING = threading.Lock()


class Said(NamedTuple):
    """What an identifier says: shares or probabilities by ISO 639 code, none where it knows no answer.

    `reliable` is its own word for it, where it has one.
    """

    shares: Mapping[str, float]
    reliable: bool = True

    def best(self) -> str | None:
        """Return the code with the greatest share; of equal ones the first in the alphabet."""
        return min(self.shares, key=lambda code: (-self.shares[code], code), default=None)

    def by_group(self) -> dict[str, float]:
        """Return the shares of groups of languages that text does not tell apart."""
        shares: dict[str, float] = {}
        for code, share in self.shares.items():
            shares[group(code)] = shares.get(group(code), 0.0) + share
        return shares


def _testimony(said: list[tuple[str, float]], *, reliable: bool = True) -> Said:
    shares: dict[str, float] = {}
    for tag, share in said:
        if share > LEAST and (code := normal(tag)):
            shares[code] = shares.get(code, 0.0) + share
    return Said(shares, reliable)


def ask_cld2(text: str, *, best_effort: bool = False) -> Said:
    """Ask CLD2, which counts letters in fours of 165 languages, and says so where it is not sure.

    With `best_effort` it answers nevertheless.
    """
    content = _CONTROLS.sub(" ", text).encode("utf-8", "replace")
    try:
        reliable, _, answers = pycld2.detect(content, isPlainText=True, bestEffort=best_effort)
    except pycld2.error:
        return Said({}, reliable=False)
    said = [(tag, percent / 100) for _, tag, percent, _ in answers]
    return _testimony(said, reliable=bool(reliable))


class _FixedOrder(LanguageIdentifier):  # type: ignore[misc]  # py3langid ships no types
    """py3langid with its sum in one order and in double precision: BLAS adds in another on another processor."""

    __slots__ = ()

    def _sparse_score(self, visits: Mapping[int, int], table: Any) -> Any:  # noqa: ANN401  # numpy arrays
        counts = np.log1p(np.fromiter(visits.values(), dtype=np.float64, count=len(visits)))
        rows = table[np.fromiter(visits.keys(), dtype=np.intp, count=len(visits))].astype(np.float64)
        return np.add.reduce(rows * counts[:, None], axis=0) + self.nb_pc


@cache
def _py3langid() -> Any:  # noqa: ANN401  # py3langid ships no types
    with writing(tempfile.gettempdir()):  # it unpacks its model there
        return _FixedOrder.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _langdetect() -> Any:  # noqa: ANN401  # langdetect ships no types
    factory = DetectorFactory()
    factory.seed = 0
    profiles = sorted((Path(langdetect.__file__).parent / "profiles").iterdir())
    factory.load_json_profile([profile.read_text(encoding="utf-8") for profile in profiles])
    return factory


def ask_py3langid(text: str) -> Said:
    """Ask py3langid, a naive Bayes classifier of byte sequences with 138 languages."""
    with _LOADING:
        identifier = _py3langid()
    return _testimony(identifier.rank(text))


def ask_langdetect(text: str) -> Said:
    """Ask langdetect, a naive Bayes classifier of letters in threes with 54 languages, seeded."""
    with _LOADING:
        factory = _langdetect()
    detector = factory.create()
    detector.append(text)
    try:
        said = detector.get_probabilities()
    except LangDetectException:  # a text without a feature that it knows
        said = []
    return _testimony([(language.lang, min(language.prob, 1.0)) for language in said])


ASK: Mapping[str, Callable[[str], Said]] = {
    "cld2": ask_cld2,
    "py3langid": ask_py3langid,
    "langdetect": ask_langdetect,
}
"""The identifiers by the names that settings have for them."""


@cache
def known(name: str) -> frozenset[str]:
    """Return the groups of the languages that an identifier knows."""
    with _LOADING:
        if name == "cld2":
            codes = dict(pycld2.LANGUAGES)
            tags = [codes[language] for language in pycld2.DETECTED_LANGUAGES]
        elif name == "py3langid":
            tags = list(_py3langid().labels)
        else:
            tags = list(_langdetect().langlist)
    return frozenset(group(code) for tag in tags if (code := normal(tag)))
