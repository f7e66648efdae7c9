"""This project's own contracts, one of them built on corpusclean's."""

import pandas as pd
import pandera.pandas as pa

from corpusclean_schemas import CleanDocument, about


class Story(CleanDocument):
    """A clean document to which an editor gave a topic."""

    topic: str = pa.Field(
        isin=["politics", "weather"],
        description="What the story is about.",
        metadata=about("Chosen by an editor.", unit="one of two names"),
    )

    @pa.dataframe_check
    @classmethod
    def counted(cls, stories: pd.DataFrame) -> "pd.Series[bool]":
        """`characters` is the length of `text`."""
        return stories["characters"] == stories["text"].str.len()
