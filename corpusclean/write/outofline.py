"""Rules that are out of line for one outlet: they find far more in its documents than in those of all others.

Either a rule is wrong there, or the outlet says the same under each of its articles. A reader of the report can
tell the two apart, a figure cannot: so it is told, and nothing is done about it.

The statistic is a share of documents against a share of documents, with thresholds that anyone can check by
hand: no model, no chance. A rule is told for an outlet where it finds something in at least `SHARE` of its
documents, and in `TIMES` as large a share of them as of the others'. That share of the others is taken by the rule
of succession (Laplace), (found + 1) / (documents + 2): what was never seen elsewhere has a share too, and one that
falls with the number of documents that speak for it.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.outlet import COLUMNS, outlets
from corpusclean.tally import Tally, ones
from corpusclean.write.parquet import read_staged

DOCUMENTS = 20
"""Documents that an outlet has at least, and the others together: fewer make no share."""

SHARE = 0.5
"""Share of an outlet's documents in which a rule finds something, from which on it may be out of line."""

TIMES = 5
"""How many times as large as elsewhere that share is at least."""

MOST = 100
"""Rows that the manifest holds; the largest excess of documents comes first."""


class Found(NamedTuple):
    """In how many documents: of each outlet, of each outlet and rule; and the kind of each rule."""

    documents: Counter[str]
    hits: Counter[tuple[str, str]]
    kinds: dict[str, str]


def out_of_line(corpus: Path) -> list[dict[str, Any]]:
    """Return the rules out of line for an outlet, of the clean documents of a corpus, as rows of the manifest."""
    return judge(_count(sorted((corpus / "data").glob("*.parquet"))))


def judge(found: Found) -> list[dict[str, Any]]:
    """Return the rows that are told; shares are in per cent. Documents of no known outlet count among the others.

    >>> documents = Counter({"Tarn Mail": 40, "Norre Post": 60})
    >>> hits = Counter({("Tarn Mail", "ui-junk"): 36, ("Norre Post", "ui-junk"): 1, ("Tarn Mail", "advert"): 15})
    >>> judge(Found(documents, hits, {"ui-junk": "ui_junk", "advert": "advert"}))  # doctest: +NORMALIZE_WHITESPACE
    [{'outlet': 'Tarn Mail', 'rule': 'ui-junk', 'kind': 'ui_junk', 'documents': 40, 'found_in': 36,
      'percent': 90.0, 'percent_elsewhere': 3.2}]
    """
    total = found.documents.total()
    of_rules = Counter[str]()
    for (_, rule), count in found.hits.items():
        of_rules[rule] += count
    told = []
    for (outlet, rule), count in found.hits.items():
        documents = found.documents[outlet]
        others = total - documents
        if not outlet or min(documents, others) < DOCUMENTS:
            continue
        share = count / documents
        elsewhere = (of_rules[rule] - count + 1) / (others + 2)
        if share >= SHARE and share >= TIMES * elsewhere:
            row = {
                "outlet": outlet,
                "rule": rule,
                "kind": found.kinds[rule],
                "documents": documents,
                "found_in": count,
                "percent": round(100 * share, 1),
                "percent_elsewhere": round(100 * elsewhere, 1),
            }
            told.append((elsewhere * documents - count, outlet, rule, row))
    return [row for *_, row in sorted(told, key=lambda each: each[:3])[:MOST]]


def _count(files: Iterable[Path]) -> Found:
    """Count documents by outlet, and by outlet and rule: once each, however much a rule finds in one.

    Outlets of too few documents for a share, of which there may be as many as documents, are counted as none.
    """
    documents, hits = Tally(["outlet"], ["documents"]), Tally(["outlet", "rule"], ["documents"])
    found = Found(Counter(), Counter(), {})
    for file in files:
        table = read_staged(file, [*COLUMNS, "notices"])
        names = outlets(table).combine_chunks().cast(pa.string())
        documents.add(pa.table({"outlet": names, "documents": ones(len(names))}))
        notices = table["notices"].combine_chunks()
        owners = pc.list_parent_indices(notices)
        flat = pc.list_flatten(notices)
        rules, kinds = (pc.struct_field(flat, name).cast(pa.string()) for name in ("rule", "kind"))
        once = pa.table({"owner": owners, "rule": rules}).group_by(["owner", "rule"]).aggregate([])
        owners = names.take(once["owner"].combine_chunks())
        hits.add(pa.table({"outlet": owners, "rule": once["rule"], "documents": ones(len(owners))}))
        found.kinds.update(zip(rules.to_pylist(), kinds.to_pylist(), strict=True))
    counted = documents.table()
    many = counted.filter(pc.greater_equal(counted["documents"], DOCUMENTS))["outlet"].combine_chunks()
    for row in _folded(counted, ["outlet"], many):
        found.documents[row["outlet"]] += row["documents"]
    for row in _folded(hits.table(), ["outlet", "rule"], many):
        found.hits[row["outlet"], row["rule"]] += row["documents"]
    return found


def _folded(table: pa.Table, keys: list[str], many: pa.Array) -> list[dict[str, Any]]:
    """Return the rows of a tally, those of all other outlets as of none."""
    kept = pc.is_in(table["outlet"], value_set=many)
    folded = Tally(keys, ["documents"])
    folded.add(table.set_column(0, "outlet", pc.if_else(kept, table["outlet"], "")))
    return list(folded.table().to_pylist())
