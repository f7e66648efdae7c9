"""Sentences and paragraphs of articles that look like notices, on records with `text`: none may lose a letter."""

from pathlib import Path

from measures.measured import Measured, records
from measures.stripped import outcomes


def negatives(path: Path) -> Measured:
    """Strip each text as an article of its own, and count those that lost something.

    A text that nothing would be left of is rejected whole, and loses as much: it counts.
    """
    texts = list(records(path))
    errors, predictions = [], []
    for record, result in zip(texts, outcomes([record["text"] for record in texts]), strict=True):
        predictions.append({"id": record["id"], "drop": result.drop, "rejected": result.rejected})
        if result.drop or "boilerplate.over_removal" in result.rejected:
            rules = ", ".join(notice.rule for notice in result.notices) or "over_removal"
            errors.append(f"{record['id']}: removed by {rules}: {record['text'][:160]!r}")
    return Measured({"removed": len(errors), "total": len(texts)}, predictions, errors)
