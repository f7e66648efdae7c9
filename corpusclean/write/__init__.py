"""From frames to a corpus on disk: Parquet named by its content, a manifest, a card; complete or absent."""

from corpusclean.write.corpus import write_corpus
from corpusclean.write.parquet import PartFile, write_part

__all__ = ["PartFile", "write_corpus", "write_part"]
