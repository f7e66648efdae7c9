"""The order of the steps.

map      read -> fix -> strip -> annotate -> validate -> split -> fingerprint    a partition of documents
reduce   duplicates grouped over all fingerprints
finish   duplicates marked or set aside -> validated again
"""

from collections.abc import Callable
from typing import NamedTuple, Self

import pandas as pd
import pyarrow as pa

from corpusclean.annotate import annotate_counts, annotate_dates, annotate_languages
from corpusclean.boilerplate import strip_notices
from corpusclean.dedup import apply_links, fingerprint, link_duplicates
from corpusclean.fix import fix_documents
from corpusclean.settings import Settings, given_settings
from corpusclean.validate import Split, contract, enforce, judge, require, split
from corpusclean.working import working
from corpusclean_schemas import CleanDocument, Duplicate, RawDocument, arrow_schema

Step = Callable[[pd.DataFrame, Settings], pd.DataFrame]

STEPS: tuple[Step, ...] = (
    fix_documents,
    strip_notices,
    annotate_dates,
    annotate_languages,
    annotate_counts,
    judge,
)


class _Tables(NamedTuple):
    clean: pd.DataFrame
    duplicates: pd.DataFrame
    rejects: pd.DataFrame
    ledger: pd.DataFrame


class Cleaned(_Tables):
    """The four tables of a corpus: frames of CleanDocument, Duplicate, Reject and Edit.

    `settings` are those of `clean`, which `write_corpus` records; None of tables that were put together by hand.
    """

    settings: Settings | None = None

    def _replace(self, **frames: pd.DataFrame) -> Self:
        """Return these tables with others in the place of some, of the same settings."""
        made = super()._replace(**frames)
        made.settings = self.settings
        return made

    def __repr__(self) -> str:
        """Say how many rows each table has: four frames in a row nobody reads."""
        return f"Cleaned({', '.join(f'{name}: {len(frame):,} rows' for name, frame in self._asdict().items())})"


def judged_documents(raw: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Take the documents of a partition through every step. Returns the working frame."""
    documents = working(raw)
    for step in STEPS:
        documents = step(documents, settings)
    return documents


def map_documents(raw: pd.DataFrame, settings: Settings) -> Split:
    """Take the documents of a partition through every step, and split them into accepted and rejected."""
    return split(judged_documents(raw, settings), settings)


def finish_documents(
    accepted: pd.DataFrame, links: pa.Table, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mark duplicates or set them aside, and hold both tables against their contracts."""
    sides = apply_links(accepted, links)
    clean, duplicates = (side[arrow_schema(CleanDocument).names] for side in sides)
    enforce(clean, contract(settings), "data")
    enforce(duplicates, Duplicate, "duplicates")
    return clean, duplicates


_READ = 'frame.to_parquet("raw.parquet"), then cc.read_documents("raw.parquet")'
"""What makes the frame that `clean` takes."""


def clean(documents: pd.DataFrame, settings: Settings | None = None) -> Cleaned:
    """Clean a frame of RawDocument, as `read_documents` makes it, and return the tables of its corpus.

    Raises UsageError where the frame is none, TypeError where the settings are none.
    """
    chosen = given_settings(settings)
    taken = require(documents, RawDocument, "documents", _READ)
    accepted, rejects, ledger = map_documents(taken, chosen)
    links = link_duplicates(fingerprint(accepted, chosen), accepted["text"].tolist(), chosen)
    cleaned = Cleaned(*finish_documents(accepted, links, chosen), rejects, ledger)
    cleaned.settings = chosen
    return cleaned
