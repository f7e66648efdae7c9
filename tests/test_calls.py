"""How often a run does work that is not vectorised: counted, so that no clock is asked.

The figures are what a fixed corpus took when they were written down. More of a kind is a slower product, whatever
the machine: find out why before you raise one. Fewer is progress: write it down. The rules of notices have a count
of their own, `tests/boilerplate/test_cost.py`.
"""

import importlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import generate
import pytest

from corpusclean import Settings
from corpusclean.run.job import clean_corpus

DOCUMENTS = 300

SCALAR = {
    "files read": "corpusclean.read.documents:read_file",
    "headers read the careful way": "corpusclean.read.rows:parse",
    "texts repaired": "corpusclean.fix.step:repair_text",
    "lines shown to ftfy": "corpusclean.fix.repair:_judge",
    "dates parsed": "corpusclean.annotate.date.step:parse_date",
    "bylines looked at": "corpusclean.annotate.date.step:date_of_byline",
    "CLD2": "corpusclean.annotate.language.cascade:ask_cld2",
    "py3langid": "corpusclean.annotate.language.cascade:ask_py3langid",
    "langdetect": "corpusclean.annotate.language.cascade:ask_langdetect",
    "edits undone": "corpusclean.validate:restore",
}
"""Functions of one text, and where they are called from."""

EXPECTED = {
    "files read": 300,
    "headers read the careful way": 46,
    "texts repaired": 50,
    "lines shown to ftfy": 56,
    "dates parsed": 183,
    "bylines looked at": 23,
    "CLD2": 264,
    "py3langid": 85,
    "langdetect": 0,
    "edits undone": 153,
}


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the calls of SCALAR."""
    found = Counter[str]()

    def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            found[name] += 1
            return function(*arguments, **named)

        return called

    for name, place in SCALAR.items():
        module, function = place.split(":")
        holder = importlib.import_module(module)
        monkeypatch.setattr(holder, function, counting(name, getattr(holder, function)))
    return found


def test_a_run_does_no_more_by_hand_than_it_did(counts: Counter[str], tmp_path: Path) -> None:
    raw = generate.corpus(tmp_path / "raw", DOCUMENTS, seed=13)
    run = Settings().run.model_copy(update={"workers": 1, "cache": "off"})

    clean_corpus([raw], tmp_path / "corpus", Settings().model_copy(update={"run": run}))

    assert {name: counts[name] for name in SCALAR} == EXPECTED
