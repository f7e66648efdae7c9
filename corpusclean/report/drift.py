"""Drift, for people and for CI systems."""

import json
from collections.abc import Iterator
from pathlib import Path

from corpusclean.drift import Compared, Drift
from corpusclean.report.findings import Finding
from corpusclean.report.words import number

_CODES = {"documents": "drift.documents", "lengths": "drift.lengths"}


def drift_lines(compared: Compared, *, verbose: bool) -> Iterator[str]:
    """Yield what is drift, what made the corpora differently, and with `verbose` every figure that moved."""
    moved = compared.moved
    before, now = compared.old.documents, compared.new.documents
    yield f"{number(before['found'], 'document')} in {compared.old.name}, {now['found']:,} in {compared.new.name}:"
    changed = f"{moved.source:,} with another file, {moved.result:,} with another result of the same file"
    yield f"  {moved.came:,} new, {moved.went:,} gone, {changed}, {moved.same:,} the same."
    for name, what in (
        ("came", "new"),
        ("went", "gone"),
        ("source", "another file"),
        ("result", "another result"),
    ):
        if moved.examples[name] and verbose:
            yield f"  {what}: {', '.join(moved.examples[name])}"
    for way, count in moved.outcomes.items():
        yield f"  {count:,} from {way}"
    if compared.apart:
        whose = " and ".join(compared.apart)
        yield (
            "not compared: edits, and rejects one by one (a document that became one is gone): the ledger and the"
            f" rejects of {whose} are elsewhere (--private)"
        )
    for what in compared.made:
        yield f"made differently: {what}"
    for figure in compared.figures:
        if figure.drifted or (verbose and figure.share_old != figure.share_new) or (verbose and _moved(figure)):
            yield f"{'drift' if figure.drifted else 'moved'}: {told(figure)}"
    drifted = len(compared.drifted)
    yield f"{number(drifted, 'figure')} drifted." if drifted else "No drift."


def _moved(figure: Drift) -> bool:
    return not figure.of_old and figure.old != figure.new


def told(figure: Drift) -> str:
    """Return a figure of both corpora in words.

    >>> told(Drift("rules", "afp-credit", 20, 2, 100, 100, True))
    'rules afp-credit: 20.0 % -> 2.0 % (20 -> 2)'
    """
    name = f"{figure.area} {figure.key}"
    if figure.area == "lengths" and figure.of_old:
        return f"{name}: {figure.share_old:.1%} -> {figure.share_new:.1%} of all characters".replace("%", " %")
    if figure.of_old or figure.of_new:
        shares = f"{figure.share_old:.1%} -> {figure.share_new:.1%}".replace("%", " %")
        return f"{name}: {shares} ({figure.old:,.0f} -> {figure.new:,.0f})"
    return f"{name}: {figure.old:,.0f} -> {figure.new:,.0f}"


def drift_findings(compared: Compared) -> tuple[Finding, ...]:
    """Return every drift as a finding, at the manifest of the new corpus."""
    corpus = compared.new.corpus
    path = compared.new.name if corpus is None else Path(corpus, "manifest.json").as_posix()
    return tuple(
        Finding(path, 1, 1, "error", _CODES.get(figure.area, "drift.share"), told(figure))
        for figure in compared.drifted
    )


def drift_json(compared: Compared) -> str:
    """Return the comparison as JSON, every figure with both sides."""
    moved = compared.moved._asdict()
    values = {
        "documents": {"old": dict(compared.old.documents), "new": dict(compared.new.documents)},
        "moved": {**moved, "examples": {name: list(found) for name, found in moved["examples"].items()}},
        "made_differently": list(compared.made),
        "not_compared": ["edits", "rejects"] if compared.apart else [],
        "failed": bool(compared.drifted),
        "figures": [
            {**figure._asdict(), "share_old": figure.share_old, "share_new": figure.share_new}
            for figure in compared.figures
        ],
    }
    return json.dumps(values, indent=1).replace("##", r"#\u0023") + "\n"
