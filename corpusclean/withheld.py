"""Tables without the text that was removed, which can be personal: places and lengths are left."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from corpusclean.codes import CODES
from corpusclean.frame import series
from corpusclean.ledger import NEWLINES, masked
from corpusclean_schemas.types import REASONS


def is_withheld(manifest: Mapping[str, Any]) -> bool:
    """Tell whether a corpus was made so, by its manifest: then nothing of it can be restored."""
    return bool(manifest["settings"]["output"].get("ledger_text") == "none")


def without_text(rejects: pd.DataFrame, ledger: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both tables without text of documents: no bytes of rejects, and a mask where an edit has text.

    Line endings are no text.
    """
    texts = {
        name: ledger[name].where(ledger["rule"] == NEWLINES, ledger[name].map(masked))
        for name in ("before", "after")
    }
    raw = rejects["raw"].tolist()
    kept: dict[str, Any] = {
        "reasons": unquoted(rejects["reasons"]),
        "raw": series([None if pd.isna(data) else b"" for data in raw], pa.binary()),
        "raw_truncated": [
            truncated or (not pd.isna(data) and len(data) > 0)
            for truncated, data in zip(rejects["raw_truncated"], raw, strict=True)
        ],
    }
    return rejects.assign(**kept), ledger.assign(**texts)


def unquoted(reasons: pd.Series) -> pd.Series:
    """Return a column of reasons, or of warnings, that quotes no document.

    Messages quote what they are about, removed or not: in their place stands what their code means.
    """
    return series([[_unquoting(reason) for reason in row] for row in reasons], REASONS, reasons.index)


def _unquoting(reason: Mapping[str, Any]) -> dict[str, Any]:
    meaning = CODES[reason["code"]].meaning
    return {**reason, "message": meaning.partition(";")[0].removesuffix(".")}
