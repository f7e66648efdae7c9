"""The dataset card: a corpus's README.md, with the header by which dataset viewers find its tables."""

from collections.abc import Mapping
from typing import Any

from corpusclean_schemas import CleanDocument, contract_of

_CARD = """\
---
configs:
- config_name: default
  data_files: data/*.parquet
- config_name: duplicates
  data_files: duplicates/*.parquet
- config_name: rejects
  data_files: rejects/*.parquet
- config_name: ledger
  data_files: ledger/*.parquet
language:
{languages}
---

# Corpus

{sentence}

Made by corpusclean {version}. `manifest.json` has the settings, the versions and the hash of every file;
`report.html` shows what was found.

| folder | holds |
| --- | --- |
| `data/` | clean documents |
| `duplicates/` | documents set aside, each with the one that it duplicates |
| `rejects/` | documents that failed, with all their reasons and their bytes |
| `ledger/` | every edit; undone in descending `seq`, they give the original body back |

## Columns of `data/`

| column | meaning | unit | null | obtained |
| --- | --- | --- | --- | --- |
{columns}
"""


def card(manifest: Mapping[str, Any], sentence: str) -> bytes:
    """Return the card of a corpus."""
    languages = [code for code in manifest["counts"]["languages"] if code != "und"] or ["und"]
    rows = (
        f"| `{column.name}` | {column.meaning} | {column.unit} | {column.null} | {column.obtained} |"
        for column in contract_of(CleanDocument).columns
    )
    return _CARD.format(
        languages="\n".join(f"- '{code}'" for code in languages),
        sentence=sentence,
        version=manifest["corpusclean"]["version"],
        columns="\n".join(rows),
    ).encode()
