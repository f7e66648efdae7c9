"""Two profiles side by side: documents in, out and changed, and every figure that has moved."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.compute as pc

from corpusclean.corpus import parts
from corpusclean.drift.profile import OUTCOMES, QUANTILES, Profile
from corpusclean.drift.share import Drift, drift_of
from corpusclean.settings import Drifting
from corpusclean.write.parquet import read_staged
from corpusclean_schemas.tables import DOCUMENTS

EXAMPLES = 5
"""Addresses that are named of what is in, out or changed."""

AREAS = ("outcomes", "reasons", "warnings", "rules", "kinds", "edits", "duplicates", "languages", "years")

LEAST_REMOVED = 0.01
"""The share of all characters by which what is removed must move, to be more than the way the wind blows."""

ENOUGH = 30
"""Documents below which a quantile of their lengths says little."""


class Moved(NamedTuple):
    """How many documents came, went, and changed, with the addresses of some of them.

    `source`: the file is another. `result`: the file is the same, and what came of it is not.
    """

    came: int
    went: int
    source: int
    result: int
    same: int
    outcomes: Mapping[str, int]
    examples: Mapping[str, tuple[str, ...]]


class Compared(NamedTuple):
    """Two corpora side by side: every figure, drifted ones first, and what made them differently."""

    old: Profile
    new: Profile
    moved: Moved
    figures: tuple[Drift, ...]
    made: tuple[str, ...]

    @property
    def apart(self) -> tuple[str, ...]:
        """Those of the two whose ledger and rejects are elsewhere: edits and rejects are not compared then."""
        return tuple(dict.fromkeys(side.name for side in (self.old, self.new) if not side.whole))

    @property
    def drifted(self) -> tuple[Drift, ...]:
        """The figures that have drifted."""
        return tuple(figure for figure in self.figures if figure.drifted)


def compare(old: Profile, new: Profile, limits: Drifting) -> Compared:
    """Hold a corpus against an older one."""
    moved = _moved(old, new)
    figures = [*_documents(old, new, moved, limits), *_shares(old, new, limits), *_lengths(old, new, limits)]
    return Compared(old, new, moved, tuple(figures), tuple(_made(old.made, new.made)))


def _shares(old: Profile, new: Profile, limits: Drifting) -> Iterator[Drift]:
    for area in AREAS:
        if area == "edits" and not (old.whole and new.whole):
            continue
        before, now = old.counts.get(area, {}), new.counts.get(area, {})
        for key in sorted({*before, *now}):
            of_old, of_new = old.base(area), new.base(area)
            yield drift_of(area, key, (before.get(key, 0), of_old), (now.get(key, 0), of_new), limits)


def _documents(old: Profile, new: Profile, moved: Moved, limits: Drifting) -> Iterator[Drift]:
    found = (old.documents["found"], new.documents["found"])
    judged = "documents" not in limits.ignore
    shrunk = found[1] < found[0] * (1 - limits.documents)
    yield Drift("documents", "found", *found, 0, 0, judged and shrunk)
    gone = moved.went > found[0] * limits.documents
    yield Drift("documents", "gone", 0, moved.went, 0, 0, judged and gone)
    kept = moved.same + moved.result
    many = limits.changed is not None and moved.result > kept * limits.changed
    yield Drift("documents", "changed by cleaning", 0, moved.result, 0, kept, judged and many)


def _lengths(old: Profile, new: Profile, limits: Drifting) -> Iterator[Drift]:
    enough = min(old.documents["clean"], new.documents["clean"]) >= ENOUGH
    judged = enough and "lengths" not in limits.ignore
    for name in QUANTILES:
        before, now = old.lengths[name], new.lengths[name]
        yield Drift("lengths", name, before, now, 0, 0, judged and abs(now - before) > before * limits.length)
    shares = [
        profile.removed.get("characters", 0) / max(1, profile.removed.get("of", 0)) for profile in (old, new)
    ]
    least, most = sorted(shares)
    far = most - least >= LEAST_REMOVED and (most >= limits.ratio * least or most - least >= limits.shift)
    yield Drift("lengths", "removed", shares[0], shares[1], 1, 1, judged and far)


def _moved(old: Profile, new: Profile) -> Moved:
    ours, theirs = old.entries, new.entries
    if not (old.whole and new.whole):
        ours, theirs = (each[each["outcome"] != OUTCOMES.index("rejects")] for each in (ours, theirs))
    _, before, now = np.intersect1d(ours["id"], theirs["id"], assume_unique=True, return_indices=True)
    was, became = ours[before], theirs[now]
    source = was["source"] != became["source"]
    result = ~source & ((was["result"] != became["result"]) | (was["outcome"] != became["outcome"]))
    went, came = (np.setdiff1d(a["id"], b["id"], assume_unique=True) for a, b in ((ours, theirs), (theirs, ours)))
    pairs = zip(was["outcome"].tolist(), became["outcome"].tolist(), strict=True)
    outcomes: dict[str, int] = {}
    for a, b in pairs:
        if a != b:
            name = f"{OUTCOMES[a]} to {OUTCOMES[b]}"
            outcomes[name] = outcomes.get(name, 0) + 1
    wanted = {"came": (new, came), "went": (old, went), "source": (new, became["id"][source])}
    wanted["result"] = (new, became["id"][result])
    examples = {name: _addresses(profile.corpus, ids) for name, (profile, ids) in wanted.items()}
    counts = (len(came), len(went), int(source.sum()), int(result.sum()), len(was) - int((source | result).sum()))
    return Moved(*counts, dict(sorted(outcomes.items())), examples)


def _addresses(corpus: Path | None, ids: np.ndarray) -> tuple[str, ...]:
    """Return the first addresses of documents, none where only their profile is there."""
    if corpus is None or not len(ids):
        return ()
    wanted = set(ids.tolist())
    found: list[str] = []
    for folder in DOCUMENTS:
        for path in parts(corpus, folder):
            table = read_staged(path, ["doc_id", "address"])
            rows = [row for row, each in enumerate(table["doc_id"].to_pylist()) if int(each[:16], 16) in wanted]
            found = sorted([*found, *pc.take(table["address"], rows).to_pylist()])[:EXAMPLES] if rows else found
    return tuple(found)


def _made(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Yield what made the two differently: settings, rules, versions."""
    before, now = _flat(old.get("settings", {})), _flat(new.get("settings", {}))
    for key in sorted({*before, *now}):
        if before.get(key) != now.get(key):
            yield f"setting {key}: {before.get(key)!r} -> {now.get(key)!r}"
    for name in ("decisions", "rules"):
        if old.get(f"{name}_sha256") != new.get(f"{name}_sha256"):
            yield f"the {name}"
    for name in ("corpusclean", "made_with"):
        before, now = _flat(old.get(name, {})), _flat(new.get(name, {}))
        for key in sorted({*before, *now}):
            if before.get(key) != now.get(key):
                whose = "corpusclean " if name == "corpusclean" else ""
                yield f"{whose}{key}: {before.get(key)} -> {now.get(key)}"


def _flat(values: Any, within: str = "") -> dict[str, Any]:  # noqa: ANN401  # whatever settings hold
    if not isinstance(values, Mapping):
        return {within: values}
    return {
        key: value
        for name, inner in values.items()
        for key, value in _flat(inner, f"{within}.{name}" if within else str(name)).items()
    }
