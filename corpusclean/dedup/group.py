"""What becomes of the documents that duplicate others: marked, or set aside."""

from typing import NamedTuple

import pandas as pd

from corpusclean.settings import Settings

LINK_COLUMNS = ("dup_group", "dup_of", "dup_kind", "dup_similarity")


class Sides(NamedTuple):
    """Documents that stay, and those set aside."""

    clean: pd.DataFrame
    duplicates: pd.DataFrame


def apply_links(documents: pd.DataFrame, links: pd.DataFrame, settings: Settings) -> Sides:
    """Mark the documents that `links` names, and set aside those that the settings do not keep."""
    known = documents["doc_id"].isin(links["doc_id"])
    of_these = links.set_index("doc_id").reindex(documents["doc_id"])
    marked = documents.assign(
        **{
            name: pd.Series(of_these[name].to_numpy(), index=documents.index, dtype=documents[name].dtype)
            for name in LINK_COLUMNS
        }
    )
    aside = known & marked["dup_of"].notna() if settings.duplicates.exact == "first" else known & False
    return Sides(marked[~aside].reset_index(drop=True), marked[aside].reset_index(drop=True))
