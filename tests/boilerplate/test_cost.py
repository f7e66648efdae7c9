"""How much work the step does on a corpus that the tests make: counted, so that no clock is asked.

The figures are what it took when they were written down, and a fifth more: room for some rules, and not for a
search more in each document. What they cost in time is for `benchmarks/boilerplate.py`.
"""

from collections import Counter
from typing import Any

import pandas as pd
import pytest
from conftest import Folder
from rapidfuzz import process

import corpusclean as cc
from corpusclean.boilerplate import load_rules, match, rule, similar, step, strip_notices
from corpusclean.boilerplate.evidence.spots import Evidence
from corpusclean.fix import fix_documents
from corpusclean.settings import Settings
from corpusclean.working import working

PLACES = ["Tarn", "Orrin", "Lowgate", "Hollin", "Merrow"]
WHO = ["the council", "a fisher", "the harbour office", "her neighbour", "the mill's owner", "a student"]
DID = ["said on Monday that", "wrote in a letter that", "was told by Reuters that", "read in the report that"]
WHAT = [
    "the bridge in {} will stay closed until the spring.",
    "the story of the goats of {} is more than a tale.",
    "it shares its news with the people of {} by post!",
    "nobody from {} may follow the ferry's captain on deck.",
    "the photo of the pier in {} was taken in 2019.",
]
PAGES = 100
EXAMPLES = [example for one in load_rules().rules for example in one.examples]
NOTICES = [example.text.replace(example.stays, "").strip() for example in EXAMPLES]


def article(number: int) -> str:
    """Return an article of some forty sentences in ten paragraphs, which no rule has to do with."""
    sentences = [
        f"{WHO[(number + turn) % 6].capitalize()} {DID[turn % 4]} {WHAT[(turn * 3 + number) % 5]}".format(
            PLACES[(turn + number) % 5]
        )
        for turn in range(40)
    ]
    return "\n\n".join(" ".join(sentences[first : first + 4]) for first in range(0, 40, 4))


def counted(documents: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return what the step does to documents: searches, patterns compiled, texts asked and scored."""
    counts = Counter[str]()
    compiled = rule.matcher

    def compiling(*arguments: Any) -> Any:
        pattern = compiled(*arguments)
        counts["patterns compiled"] += 1

        class Counting:
            def search(self, text: bytes, *within: int) -> Any:
                counts["searches"] += 1
                return pattern.search(text, *within)

            def match(self, text: bytes, *within: int) -> Any:
                counts["matches"] += 1
                return pattern.match(text, *within)

        return Counting()

    def counting(name: str, function: Any) -> Any:
        def called(*arguments: Any, **named: Any) -> Any:
            counts[name] += 1
            return function(*arguments, **named)

        return called

    monkeypatch.setattr(match, "matcher", compiling)
    asked = Evidence.spots_of

    def asking(evidence: Evidence, texts: list[str]) -> Any:
        counts["texts asked"] += len(texts)
        return asked(evidence, texts)

    monkeypatch.setattr(Evidence, "spots_of", asking)
    monkeypatch.setattr(similar.Similar, "_may_be", counting("units looked at", similar.Similar._may_be))
    monkeypatch.setattr(process, "extractOne", counting("units scored", process.extractOne))
    book = match.Rulebook(load_rules().rules)
    monkeypatch.setattr(step, "rulebook", lambda _packs: book)
    strip_notices(documents, Settings())
    return counts


PLAIN = {"searches": 7, "patterns compiled": 0.1, "units looked at": 8.6, "units scored": 0.7}
NOTED = {"searches": 8.8, "matches": 1.7, "patterns compiled": 2.3, "units looked at": 7.3, "units scored": 0.6}


@pytest.mark.parametrize(
    ("share", "most"), [pytest.param(0, PLAIN, id="plain"), pytest.param(1, NOTED, id="noted")]
)
def test_the_work_for_a_document(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, share: int, most: dict[str, float]
) -> None:
    """The `share` of documents that end with a notice of some rule's examples, from all of the rules."""
    texts = [article(number) for number in range(PAGES)]
    if share:
        texts = [f"{text}\n\n{NOTICES[number * len(NOTICES) // PAGES]}" for number, text in enumerate(texts)]
    files = {f"{number}.txt": f" date 2021-12-13\n\n{text}\n" for number, text in enumerate(texts)}
    documents = fix_documents(working(cc.read_documents(folder(files))), Settings())
    counts = counted(documents, monkeypatch)
    found = {name: count / PAGES for name, count in counts.items()}
    assert found.pop("texts asked") <= 1 + share / 10
    assert {name: number for name, number in found.items() if number > most[name]} == {}
    assert set(found) == set(most), "what is counted is not called any more"
