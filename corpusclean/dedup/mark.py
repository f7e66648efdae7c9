"""What becomes of the documents that duplicate others: marked, or set aside."""

from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup.group import LINK_COLUMNS
from corpusclean.frame import from_table


class Sides(NamedTuple):
    """Documents that stay, and those set aside."""

    clean: pd.DataFrame
    duplicates: pd.DataFrame


def apply_links(documents: pd.DataFrame, links: pa.Table) -> Sides:
    """Mark the documents that `links` (a table of LINKS) names; set aside those of which it says so."""
    rows = pc.index_in(pa.array(documents["doc_id"], pa.string()), links["doc_id"].combine_chunks())
    found = from_table(links.select(LINK_COLUMNS).combine_chunks().take(rows)).set_index(documents.index)
    marked = documents.assign(**{name: found[name] for name in LINK_COLUMNS})
    aside = pc.fill_null(links["aside"].take(rows), fill_value=False).to_numpy()
    return Sides(marked[~aside].reset_index(drop=True), marked[aside].reset_index(drop=True))
