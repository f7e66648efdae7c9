"""Families: units that are rewordings of each other.

Likeness is measured on words, rare ones weighing more (the logarithm of the inverse share of sentences that have
them), varying parts left out: by what the shorter of two units has in common with the other, and by order (Indel
similarity of RapidFuzz on words). Units come by the number of their documents; each joins the family with the
member that is most like it, or begins one.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
from rapidfuzz.distance import Indel

from corpusclean.discover.count import files_of
from corpusclean.discover.kinds import guess_kind
from corpusclean.discover.recurring import Unit
from corpusclean.discover.units import shape, tokens

SAMPLE = 2_000
"""Documents whose words are counted: the first ones, which the hash of the address has shuffled."""

SAME_ORDER = 0.6
SHARED = 0.55
SHARED_OF_ALL = 0.3
"""Units are rewordings where so much of their order is the same, or of the weight of the shorter and of both."""

SAME_KIND = 0.6
"""So much less is asked of two units whose words tell the same kind."""

UNITS = 3_000
"""Units that are compared: the most frequent. The cost grows with the square of their number."""

_LEAST_SHARED = 2
_TELLING = 0.2
_WORD = re.compile(r"[^\W\d_]+")


class Words(NamedTuple):
    """In how many of so many sentences a word stands."""

    sentences: int
    counts: Mapping[str, int]

    def weight(self, word: str) -> float:
        """Return how much a word tells, between 0 and 1.

        >>> Words(999, {"the": 600}).weight("the") < 0.1 < Words(999, {}).weight("feed")
        True
        """
        return math.log((self.sentences + 1) / (self.counts.get(word, 0) + 1)) / math.log(self.sentences + 2)


class Family(NamedTuple):
    """Units that word one notice, the most frequent first, and the kind that their words tell."""

    units: list[Unit]
    kind: str | None


class _Described(NamedTuple):
    unit: Unit
    words: tuple[str, ...]
    all_words: tuple[str, ...]
    kind: str | None


def count_words(work: Path) -> Words:
    """Count in how many sentences each word stands, over a sample of documents."""
    counts: Counter[str] = Counter()
    documents = sentences = 0
    for path in files_of(work):
        column = pq.read_table(path, columns=["sentences"])["sentences"].slice(0, SAMPLE - documents)
        for row in column.to_pylist():
            documents += 1
            for sentence in row:
                sentences += 1
                counts.update({token.text.casefold() for token in tokens(sentence) if token.kind == "word"})
        if documents >= SAMPLE:
            break
    return Words(sentences, counts)


def families(units: Sequence[Unit], words: Words) -> list[Family]:
    """Return the families of the most frequent units, in the order of the first unit of each."""
    found: list[list[_Described]] = []
    by_word: dict[str, set[int]] = defaultdict(set)
    for unit in units[:UNITS]:
        described = _describe(unit)
        own = {word for word in {*described.words, *described.all_words} if words.weight(word) >= _TELLING}
        near = sorted({number for word in own for number in by_word[word]})
        likeness = partial(_likeness, described, words)
        ranked = sorted((-max(map(likeness, found[number])), number) for number in near)
        if ranked and ranked[0][0] <= -1:
            home = ranked[0][1]
            found[home].append(described)
        else:
            home = len(found)
            found.append([described])
        for word in own:
            by_word[word].add(home)
    return [Family([one.unit for one in family], _kind_of(family)) for family in found]


def _describe(unit: Unit) -> _Described:
    text = unit.text
    fixed = tuple(word for word in shape(text) if not word.startswith("<"))
    return _Described(unit, fixed, tuple(_WORD.findall(text.casefold())), guess_kind(text))


def _likeness(one: _Described, words: Words, other: _Described) -> float:
    """Return how much alike two units are; 1 is enough to be one family.

    Names are left out, and then not: in a line with a capital on every word they are hard to tell from words.
    """
    fixed = _alike(one.words, other.words, words)
    asked = SAME_KIND if one.kind and one.kind == other.kind else 1.0
    return max(fixed, _alike(one.all_words, other.all_words, words)) / asked


def _alike(one: Sequence[str], other: Sequence[str], words: Words) -> float:
    common = set(one) & set(other)
    shared = _weight(common, words)
    if not common or shared == 0:
        return 0.0
    least = min(_weight(set(one), words), _weight(set(other), words))
    both = _weight({*one, *other}, words)
    order = Indel.normalized_similarity(one, other) / SAME_ORDER
    parts = min(shared / least / SHARED, shared / both / SHARED_OF_ALL) if len(common) >= _LEAST_SHARED else 0.0
    return max(order, parts)


def _weight(among: Iterable[str], words: Words) -> float:
    return math.fsum(words.weight(word) for word in among)


def _kind_of(family: Sequence[_Described]) -> str | None:
    """Return the kind that most documents of a family tell; of equals the first by name."""
    votes: Counter[str] = Counter()
    for one in family:
        if one.kind:
            votes[one.kind] += one.unit.documents
    return min(votes, key=lambda kind: (-votes[kind], kind)) if votes else None
