"""Notices behind articles, on records with `text`, `kind`, `language`, `form` and `position`.

Each whole notice from the end of an article is put behind plain sentences of its language, as a paragraph
of its own; `glued` counts the same with a blank before it instead. It is found where the product reports a notice
of its kind within it, and removed where most of its letters are gone.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import corpusclean as cc
from measures.measured import Measured, records
from measures.stripped import Outcome, outcomes

PLAIN = Path(__file__).with_name("plain.json")

# Two names for one kind: the collection's, and the marking's, which the product uses.
SAME_KIND = {"stub_ui": "ui_junk"}

_MOST = 0.5


def notices(path: Path) -> Measured:
    """Strip plain sentences with each notice behind them."""
    chosen = [record for record in records(path) if record["form"] == "full" and record["position"] == "trailing"]
    plain = json.loads(PLAIN.read_text(encoding="utf-8"))
    articles = [" ".join(plain.get(record["language"], plain["en"])) for record in chosen]
    policy = cc.Settings().boilerplate.policy
    found, total, errors, predictions = Counter[str](), Counter[str](), [], []
    counts = Counter[str]()
    results = _behind(chosen, articles, "\n\n")
    glued = _behind(chosen, articles, " ")
    for record, article, result, close in zip(chosen, articles, results, glued, strict=True):
        kind = SAME_KIND.get(record["kind"], record["kind"])
        at = len(article) + 2
        is_found, is_removed = _is_found(result, record["text"], at, kind)
        counts["glued"] += _is_found(close, record["text"], at - 1, kind)[0]
        found[record["kind"]] += is_found
        total[record["kind"]] += 1
        if policy.get(kind) == "remove":
            counts["removable"] += 1
            counts["removed"] += is_removed
        seen = [{"kind": one.kind, "rule": one.rule, "removed": one.removed} for one in result.notices]
        predictions.append({"id": record["id"], "found": is_found, "removed": is_removed, "notices": seen})
        if not is_found:
            kinds = (
                ", ".join(sorted({one.kind for one in result.notices})) or ", ".join(result.rejected) or "nothing"
            )
            errors.append(f"{record['id']}: {record['kind']}, found {kinds}: {record['text'][:160]!r}")
    figures: dict[str, Any] = {
        "found": sum(found.values()),
        "removed": counts["removed"],
        "removable": counts["removable"],
        "glued": counts["glued"],
        "total": len(chosen),
        "by_kind": {kind: {"found": found[kind], "total": number} for kind, number in total.most_common()},
    }
    return Measured(figures, predictions, errors)


def _behind(chosen: list[dict[str, Any]], articles: list[str], gap: str) -> list[Outcome]:
    pairs = zip(chosen, articles, strict=True)
    return outcomes([f"{article}{gap}{record['text']}" for record, article in pairs])


def _is_found(result: Outcome, text: str, start: int, kind: str) -> tuple[bool, bool]:
    """Return whether a notice of the kind is found in the text, and whether most of it is gone."""
    letters = {start + place for place, char in enumerate(text) if not char.isspace()}
    named, gone = set[int](), set[int]()
    for one in result.notices:
        span = set(range(one.start, one.end))
        named |= span if one.kind == kind else set()
        gone |= span if one.removed else set()
    return bool(letters & named), len(letters & gone) >= _MOST * len(letters)
