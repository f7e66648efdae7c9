"""Duplicates, on a labelled set built from articles: see benchmarks/syndicated.py.

A pair is found where both are in one group, but for two that are both contained in its representative: they need
not share a word. The product cleans the set; peers are given the text as it is, as their users give it.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from syndicated import SEED, Pair, Told, files, syndicated, true_pairs

import corpusclean as cc
from measures.measured import Measured, records


def labelled(path: Path) -> list[Told]:
    """Return the set built from a file of articles and from the notices beside it (`disclaimers.jsonl`)."""
    notices = path.with_name("disclaimers.jsonl")
    return syndicated(list(records(path)), list(records(notices)) if notices.exists() else [])


def duplicates(path: Path) -> Measured:
    """Clean the set with the default settings, and hold its groups against the labels."""
    documents = labelled(path)
    found, rows = grouped(documents, cc.Settings())
    known = {row["doc_id"]: name for name, row in rows.items()}
    predictions = [
        {
            "id": each.id,
            "story": each.story,
            "parts": each.parts,
            "form": each.form,
            "group": known.get(rows.get(each.id, {}).get("dup_group")),
            "of": known.get(rows.get(each.id, {}).get("dup_of")),
            "kind": kind if isinstance(kind := rows.get(each.id, {}).get("dup_kind"), str) else None,
        }
        for each in documents
    ]
    forms = {each.id: each.form for each in documents}
    truth = true_pairs(documents)
    errors = [
        f"{word} {one} {other} ({forms[one]}, {forms[other]}; {rows.get(one, {}).get('dup_kind')},"
        f" {rows.get(other, {}).get('dup_kind')})"
        for word, wrong in (("not found", truth - found), ("not the same", found - truth))
        for one, other in sorted(wrong)
    ]
    kinds = Counter(each["kind"] for each in predictions if each["kind"])
    figures = scores(found, truth) | {
        "documents": len(documents),
        "stories": len({each.story for each in documents}),
        "rejects": len(documents) - len(rows),
        "kinds": dict(sorted(kinds.items())),
        "seed": SEED,
    }
    return Measured(figures, predictions, errors)


def grouped(documents: Sequence[Told], settings: cc.Settings) -> tuple[set[Pair], dict[str, dict[str, Any]]]:
    """Return the pairs that the product finds, and the row of each document by its name."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files(documents):
            Path(folder, name).write_bytes(content)
        cleaned = cc.clean(cc.read_documents(folder), settings)
    rows: dict[str, dict[str, Any]] = {}
    for table in (cleaned.clean, cleaned.duplicates):
        for row in table.to_dict("records"):
            rows[str(row["address"]).removesuffix(".txt")] = {str(name): value for name, value in row.items()}
    groups: dict[str, list[str]] = defaultdict(list)
    for name, row in sorted(rows.items()):
        if isinstance(row["dup_group"], str):
            groups[row["dup_group"]].append(name)
    found = {
        pair
        for members in groups.values()
        for pair in combinations(members, 2)
        if not all(rows[each]["dup_kind"] == "contained" for each in pair)
    }
    return found, rows


def scores(found: set[Pair], truth: set[Pair]) -> dict[str, Any]:
    """Return precision, recall and F1 of pairs."""
    good = len(found & truth)
    precision, recall = good / max(1, len(found)), good / max(1, len(truth))
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * good / max(1, len(found) + len(truth)), 4),
        "found": len(found),
        "pairs": len(truth),
    }
