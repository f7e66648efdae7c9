"""Texts taken through the product as the documents of a corpus are: read from files, repaired, stripped, judged.

The settings are the default ones. Of a text nothing but the text is given; a text that is rejected loses nothing.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import corpusclean as cc

_HEADER = " date 2020-01-01\n\n"


class Notice(NamedTuple):
    """A notice that the product found, its span in code points of the text that was given."""

    kind: str
    rule: str
    start: int
    end: int
    removed: bool


class Outcome(NamedTuple):
    """What became of a text: its notices, and why it was rejected, if it was."""

    notices: tuple[Notice, ...]
    rejected: tuple[str, ...] = ()

    @property
    def drop(self) -> list[tuple[int, int]]:
        """The spans that are gone."""
        return sorted((notice.start, notice.end) for notice in self.notices if notice.removed)


def outcomes(texts: Sequence[str]) -> list[Outcome]:
    """Return what becomes of each text, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            content = _HEADER + text.replace("\r\n", "\n")
            Path(folder, f"{number:07}.txt").write_bytes(content.encode())
        cleaned = cc.clean(cc.read_documents(folder))
    found: dict[str, Outcome] = {}
    for table in (cleaned.clean, cleaned.duplicates):
        found |= {str(row["address"]): _outcome(row, texts) for _, row in table.iterrows()}
    for _, row in cleaned.rejects.iterrows():
        found[str(row["address"])] = Outcome((), tuple(row["codes"]))
    return [found[f"{number:07}.txt"] for number in range(len(texts))]


def _outcome(row: pd.Series, texts: Sequence[str]) -> Outcome:
    """Read the notices of a row. The body begins where the blank lines at the head of its text end."""
    text = texts[int(str(row["address"]).removesuffix(".txt"))]
    lines = text.splitlines(keepends=True)
    blank = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    shift = sum(len(line) for line in lines[:blank])
    notices = (
        Notice(one["kind"], one["rule"], one["start"] + shift, one["end"] + shift, one["removed"])
        for one in row["notices"]
    )
    return Outcome(tuple(notices))
