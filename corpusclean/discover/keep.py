"""What a rule must keep: the nearest sentences that it does not match, offered to the reviewer."""

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from corpusclean.boilerplate.rule import Rule
from corpusclean.boilerplate.strip import FREE, strip_text
from corpusclean.discover.cluster import Words
from corpusclean.discover.count import files_of
from corpusclean.discover.propose import Proposal
from corpusclean.discover.units import LONGEST, key, shape

SAMPLE = 5_000
"""Documents in which near sentences are looked for: the first ones, which the hash of the address has shuffled."""

CANDIDATES = 3

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\d_][\w'’.-]*\w|[^\W\d_]")
_BEFORE = "The day began."  # a text that is a notice and nothing else is left whole
_NEAREST = 30
_LEAST_SHARE = 0.25
_LEAST_WORDS = 2


def keep_candidates(work: Path, proposals: Sequence[Proposal], words: Words) -> list[tuple[str, ...]]:
    """Return for each proposal the sentences that share the most weight of its telling words and do not match."""
    by_word: dict[str, list[int]] = defaultdict(list)
    for number, proposal in enumerate(proposals):
        for word in proposal.words:
            by_word[word].append(number)
    nearest: list[dict[str, float]] = [{} for _ in proposals]
    own = [{key(seen.text) for seen in proposal.seen} for proposal in proposals]
    for sentence in dict.fromkeys(_sentences(work)):
        shared: dict[int, list[str]] = defaultdict(list)
        for word in dict.fromkeys(_WORD.findall(sentence.casefold())):
            for number in by_word.get(word, ()):
                shared[number].append(word)
        for number, common in shared.items():
            share = _share(common, proposals[number], words)
            if len(common) >= _LEAST_WORDS and share >= _LEAST_SHARE and key(sentence) not in own[number]:
                _add(nearest[number], sentence, share)
    return [_unmatched(found, proposal.rule()) for found, proposal in zip(nearest, proposals, strict=True)]


def _sentences(work: Path) -> list[str]:
    found: list[str] = []
    documents = 0
    for path in files_of(work):
        rows = pq.read_table(path, columns=["sentences"])["sentences"].slice(0, SAMPLE - documents).to_pylist()
        documents += len(rows)
        found += [sentence for row in rows for sentence in row if len(sentence) <= LONGEST]
        if documents >= SAMPLE:
            break
    return found


def _share(common: Sequence[str], proposal: Proposal, words: Words) -> float:
    total = sum(words.weight(word) for word in proposal.words)
    return sum(words.weight(word) for word in dict.fromkeys(common)) / total if total else 0.0


def _add(nearest: dict[str, float], sentence: str, share: float) -> None:
    """Remember a sentence among the nearest."""
    nearest[sentence] = share
    if len(nearest) > _NEAREST:
        del nearest[min(nearest, key=lambda text: (nearest[text], text))]


def _unmatched(nearest: dict[str, float], rule: Rule) -> tuple[str, ...]:
    ranked = sorted(nearest, key=lambda text: (-nearest[text], len(shape(text)), text))
    kept = (text for text in ranked if untouched(text, rule) and untouched(f"{_BEFORE}\n\n{text}", rule))
    return tuple(itertools.islice(kept, CANDIDATES))


def untouched(text: str, rule: Rule) -> bool:
    """Tell whether a rule finds nothing in a text."""
    return strip_text(text, [rule], {rule.kind: "remove"}, brake=FREE).text == text
