"""The units that recur: sentences that belong together, with their wordings, and what stands around them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from corpusclean.discover.count import Frequent, edges, files_of, fingerprint

VARIANTS = 40
"""Distinct texts of one unit that are kept."""

CONTEXTS = 8
"""Places of one unit that are kept, each beside another sentence."""

_MOST_CONTEXTS = 1_000
_OPENING = "([（【<{"


class Context(NamedTuple):
    """One place of a unit: the article's sentence beside it, and the white space between the two."""

    address: str
    article: str
    gap: str
    text: str


@dataclass
class Unit:
    """Text that recurs at heads or tails: in how many documents, where, in which words."""

    keys: tuple[int, ...]
    documents: int = 0
    tail: int = 0
    inside: int = 0
    own_paragraph: int = 0
    bracketed: int = 0
    beside: set[int] = field(default_factory=set)
    outlets: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    variants: Counter[str] = field(default_factory=Counter)
    contexts: list[Context] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the most frequent text; of equals the first by code points."""
        return min(self.variants, key=lambda text: (-self.variants[text], text))


class Corpus(NamedTuple):
    """The units that recur in a corpus, and how many documents each outlet has."""

    units: tuple[Unit, ...]
    outlets: Counter[str]
    documents: int


def recurring(work: Path, frequent: Frequent, least: int) -> Corpus:
    """Return the units that stand at the heads or tails of at least so many documents, the most frequent first."""
    units: dict[tuple[int, ...], Unit] = {}
    outlets: Counter[str] = Counter()
    known = frozenset(frequent.figures)
    seen: set[int] = set()
    documents = 0
    for path in files_of(work):
        table = pq.read_table(path)
        documents += table.num_rows
        outlets.update(table["outlet"].to_pylist())
        for row in _with_a_key(table, known):
            document = fingerprint(np.array(row["keys"], dtype=np.int64))
            if document not in seen:
                seen.add(document)
                _add_document(row, document, frequent, known, units)
    kept = [
        unit
        for unit in units.values()
        if unit.documents >= least and len(unit.beside) >= least and known.intersection(unit.keys)
    ]
    for unit in kept:
        unit.inside = min(frequent.figures[key].inside for key in unit.keys if key in frequent.figures)
    kept.sort(key=lambda unit: (-unit.documents, unit.keys))
    return Corpus(tuple(kept), outlets, documents)


def _with_a_key(table: pa.Table, known: frozenset[int]) -> Iterator[dict[str, Any]]:
    """Yield the rows that have one of the keys."""
    column = pa.concat_arrays(table["keys"].chunks) if table.num_rows else pa.array([], pa.list_(pa.int64()))
    wanted = pa.array(sorted(known), pa.int64())
    hits = pc.is_in(column.flatten(), value_set=wanted)
    rows = pc.unique(pc.list_parent_indices(column).filter(hits))
    yield from table.take(rows).to_pylist()


def _add_document(
    row: dict[str, Any],
    document: int,
    frequent: Frequent,
    known: frozenset[int],
    units: dict[tuple[int, ...], Unit],
) -> None:
    keys = row["keys"]
    head, tail = edges(keys, known, frequent.glued)
    if tail == 0:
        return
    told: set[tuple[int, ...]] = set()
    for at_tail, places in ((True, range(tail, len(keys))), (False, range(head))):
        beside = tail - 1 if at_tail else head
        for start, end in _units(keys, row["paragraphs"], places, frequent.bound):
            unit = units.setdefault(tuple(keys[start:end]), Unit(tuple(keys[start:end])))
            text = _joined(row, start, end)
            if len(unit.variants) < VARIANTS or text in unit.variants:
                unit.variants[text] += 1
            if unit.keys in told:
                continue
            told.add(unit.keys)
            unit.documents += 1
            unit.tail += at_tail
            unit.own_paragraph += _own_paragraph(row["paragraphs"], start, end)
            unit.bracketed += text[0] in _OPENING
            unit.outlets[row["outlet"]] += 1
            unit.languages[row["language"]] += 1
            context = keys[beside] or document
            if len(unit.contexts) < CONTEXTS and context not in unit.beside and text in unit.variants:
                gap = row["gaps"][tail if at_tail else head]
                unit.contexts.append(Context(row["address"], row["sentences"][beside], gap, text))
            if len(unit.beside) < _MOST_CONTEXTS:
                unit.beside.add(context)


def _units(
    keys: Sequence[int], paragraphs: Sequence[int], places: Iterable[int], bound: frozenset[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences that belong together: of one paragraph, each bound to the next."""
    start = end = -1
    for place in places:
        together = end == place and paragraphs[place - 1] == paragraphs[place]
        if together and (keys[place - 1], keys[place]) in bound:
            end = place + 1
            continue
        if end > start:
            yield start, end
        start, end = place, place + 1
    if end > start:
        yield start, end


def _joined(row: dict[str, Any], start: int, end: int) -> str:
    rest = (row["gaps"][place] + row["sentences"][place] for place in range(start + 1, end))
    return " ".join("".join([row["sentences"][start], *rest]).split())


def _own_paragraph(paragraphs: Sequence[int], start: int, end: int) -> bool:
    before = start == 0 or paragraphs[start - 1] != paragraphs[start]
    return before and (end == len(paragraphs) or paragraphs[end] != paragraphs[end - 1])
