"""What the tables of a corpus hold, counted: plain numbers that add up over parts."""

from collections import Counter
from collections.abc import Iterable, Mapping

import pandas as pd

from corpusclean.decisions import STEP, TAKEN
from corpusclean_schemas.tables import KEPT

Counts = Mapping[str, Mapping[str, int]]
"""What is counted -> key -> how often."""


def count_tables(tables: Mapping[str, pd.DataFrame]) -> Counts:
    """Count reason codes, languages, years, notices by rule, warnings by code, edits by step and rule."""
    kept = pd.concat([tables[name][["notices", "warnings"]] for name in KEPT])
    notices = [notice for row in kept["notices"] for notice in row]
    years = tables["data"]["date"].dropna().map(lambda day: str(day.year))
    return {
        "codes": dict(Counter(code for row in tables["rejects"]["codes"] for code in row)),
        "languages": dict(Counter(tables["data"]["language"])),
        "years": dict(Counter(years)),
        "notices": dict(Counter(notice["rule"] for notice in notices)),
        "warnings": dict(Counter(warning["code"] for row in kept["warnings"] for warning in row)),
        "decisions": dict(Counter(_decision(tables["ledger"]))),
        "edits": dict(Counter(tables["ledger"]["step"] + "/" + tables["ledger"]["rule"])),
    }


def _decision(ledger: pd.DataFrame) -> pd.Series:
    """Return the id of the decision in each row of the ledger that records one which has left a text."""
    reasons = ledger.loc[ledger["step"] == STEP, "reason"]
    return reasons[~reasons.str.contains(TAKEN, regex=False)].str.rsplit(n=1).str[-1]


def add_up(counted: Iterable[Counts]) -> Counts:
    """Return the sum of counts, key by key.

    >>> add_up([{"codes": {"a": 1}}, {"codes": {"a": 2, "b": 1}}])
    {'codes': {'a': 3, 'b': 1}}
    """
    total: dict[str, Counter[str]] = {}
    for counts in counted:
        for name, table in counts.items():
            total.setdefault(name, Counter()).update(table)
    return {name: dict(table) for name, table in total.items()}
