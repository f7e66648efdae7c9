"""What a project does with a corpus that somebody else cleaned."""

from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from corpusclean_schemas import CleanDocument, Split, corpus_contract, split, validate
from schemas import Story


def load(corpus: Path) -> DataFrame[CleanDocument]:
    """Read a corpus, and hold it to what its manifest promises."""
    frame = pd.read_parquet(corpus / "data")
    return DataFrame[CleanDocument](validate(frame, corpus_contract(corpus)))


def with_topics(documents: DataFrame[CleanDocument], topics: list[str]) -> DataFrame[Story]:
    """Give every document a topic. Raises ContractBroken for a topic that is none."""
    return DataFrame[Story](documents.assign(topic=topics))


def sorted_out(frame: pd.DataFrame) -> Split[pd.DataFrame]:
    """Set aside what is no story, each row with its reasons."""
    return split(frame, Story)
