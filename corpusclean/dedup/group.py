"""What becomes of the documents that duplicate others: marked, or set aside."""

from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.frame import from_table
from corpusclean.settings import Settings
from corpusclean_schemas import CleanDocument, arrow_schema

LINKS = pa.schema(
    [
        field.remove_metadata().with_nullable(nullable=True)
        for field in arrow_schema(CleanDocument)
        if field.name == "doc_id" or field.name.startswith("dup_")
    ]
)
"""A row for each document that is in a group: `doc_id`, and the columns that say how."""

LINK_COLUMNS = tuple(LINKS.names[1:])


class Sides(NamedTuple):
    """Documents that stay, and those set aside."""

    clean: pd.DataFrame
    duplicates: pd.DataFrame


def apply_links(documents: pd.DataFrame, links: pa.Table, settings: Settings) -> Sides:
    """Mark the documents that `links` (a table of LINKS) names; set aside those that the settings do not keep."""
    rows = pc.index_in(pa.array(documents["doc_id"], pa.string()), links["doc_id"].combine_chunks())
    found = from_table(links.select(LINK_COLUMNS).combine_chunks().take(rows)).set_index(documents.index)
    marked = documents.assign(**{name: found[name] for name in LINK_COLUMNS})
    policy = settings.duplicates
    aside = (marked["dup_kind"] == "exact") & (policy.exact != "keep")
    return Sides(marked[~aside].reset_index(drop=True), marked[aside].reset_index(drop=True))
