"""What becomes of the documents that duplicate others: marked, or set aside."""

from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from corpusclean.dedup.group import LINKS
from corpusclean.frame import from_table
from corpusclean.settings import Duplicates, Settings

LINK_COLUMNS = tuple(LINKS.names[1:])


class Sides(NamedTuple):
    """Documents that stay, and those set aside."""

    clean: pd.DataFrame
    duplicates: pd.DataFrame


def set_aside(links: pa.Table, chosen: Duplicates) -> pa.Array:
    """Tell which rows of LINKS are of documents that the settings do not keep.

    An exact copy goes where exact copies go, or where the document goes that it is a copy of.
    """
    kinds = [kind for kind in ("exact", "near", "contained") if getattr(chosen, kind) not in ("keep", "ignore")]
    by_kind = pc.is_in(links["dup_kind"], pa.array(kinds, pa.string())).combine_chunks()
    gone = links["doc_id"].filter(by_kind)
    copies = pc.and_(
        pc.fill_null(pc.equal(links["dup_kind"], "exact"), fill_value=False),
        pc.is_in(links["dup_of"], gone.combine_chunks()),
    )
    return pc.or_(by_kind, copies).combine_chunks()


def apply_links(documents: pd.DataFrame, links: pa.Table, settings: Settings) -> Sides:
    """Mark the documents that `links` (a table of LINKS) names; set aside those that the settings do not keep."""
    rows = pc.index_in(pa.array(documents["doc_id"], pa.string()), links["doc_id"].combine_chunks())
    found = from_table(links.select(LINK_COLUMNS).combine_chunks().take(rows)).set_index(documents.index)
    marked = documents.assign(**{name: found[name] for name in LINK_COLUMNS})
    aside = pc.fill_null(set_aside(links, settings.duplicates).take(rows), fill_value=False).to_numpy(
        zero_copy_only=False
    )
    return Sides(marked[~aside].reset_index(drop=True), marked[aside].reset_index(drop=True))
