"""Notices in real articles, on records with `text`, `spans` and `optional_spans`: a character is the unit.

White space and optional spans do not count, either way. A span is found where every letter of it is gone.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from measures.marks import marked
from measures.measured import Measured, records
from measures.stripped import Outcome, outcomes

_SHOWN = 120


class _Score(NamedTuple):
    """One article: letters rightly and wrongly removed, letters missed, and what to show of it."""

    right: int
    wrong: int
    missed: int
    found: Counter[str]
    errors: list[str]


def boilerplate(path: Path, marks: Path | None = None, half: str | None = None) -> Measured:
    """Strip each article, and compare what is gone with what is marked, there or in a file of marks."""
    articles = list(records(path) if marks is None else marked(path, marks, half))
    results = outcomes([article["text"] for article in articles])
    scores = [_score(article, result) for article, result in zip(articles, results, strict=True)]
    found = sum((score.found for score in scores), Counter[str]())
    total = Counter(span["kind"] for article in articles for span in article["spans"])
    languages = sorted({article["language"] for article in articles})
    by_language = {
        language: _rates(
            [score for article, score in zip(articles, scores, strict=True) if article["language"] == language]
        )
        for language in languages
    }
    figures: dict[str, Any] = {
        **_rates(scores),
        "by_kind": {kind: {"found": found[kind], "total": number} for kind, number in total.most_common()},
        "by_language": by_language,
        "damaged": sum(score.wrong > 0 for score in scores),
        "rejected": sum(bool(result.rejected) for result in results),
        "articles": len(articles),
    }
    predictions = [
        {"id": article["id"], "drop": result.drop} for article, result in zip(articles, results, strict=True)
    ]
    return Measured(figures, predictions, [error for score in scores for error in score.errors])


def rated(articles: Sequence[dict[str, Any]], results: Sequence[Outcome]) -> dict[str, Any]:
    """Return precision and recall of what is gone from articles, and how many of them lost text of their own."""
    scores = [_score(article, result) for article, result in zip(articles, results, strict=True)]
    return {**_rates(scores), "damaged": sum(score.wrong > 0 for score in scores), "articles": len(articles)}


def _rates(scores: list[_Score]) -> dict[str, float]:
    right = sum(score.right for score in scores)
    return {
        "precision": right / max(1, right + sum(score.wrong for score in scores)),
        "recall": right / max(1, right + sum(score.missed for score in scores)),
    }


def _score(article: dict[str, Any], result: Outcome) -> _Score:
    text = article["text"]
    dropped = _covered(result.drop)
    marked = _covered([(span["start"], span["end"]) for span in article["spans"]])
    aside = _covered([(span["start"], span["end"]) for span in article["optional_spans"]])
    counted = {place for place, char in enumerate(text) if not char.isspace()} - aside
    errors, found = [], Counter[str]()
    for span in article["spans"]:
        letters = {place for place in range(span["start"], span["end"]) if not text[place].isspace()}
        found[span["kind"]] += letters <= dropped
        if not letters <= dropped:
            some = "in part " if letters & dropped else ""
            errors.append(f"{article['id']}: missed {some}{span['kind']}: {span['text'][:_SHOWN]!r}")
    for notice in result.notices:
        span_places = set(range(notice.start, notice.end)) & counted
        if notice.removed and span_places - marked:
            taken = text[notice.start : notice.end]
            errors.append(f"{article['id']}: wrongly removed by {notice.rule}: {taken[:_SHOWN]!r}")
    if result.rejected:
        errors.append(f"{article['id']}: rejected: {', '.join(result.rejected)}")
    dropped, marked = dropped & counted, marked & counted
    return _Score(len(dropped & marked), len(dropped - marked), len(marked - dropped), found, errors)


def _covered(spans: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}
