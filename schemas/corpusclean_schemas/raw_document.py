"""What reading makes: a file's header and body, before anything is changed."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa
import pyarrow

from corpusclean_schemas.about import about
from corpusclean_schemas.document import Document
from corpusclean_schemas.types import HEX_256, LINES, REASONS


class RawDocument(Document):  # noqa: D101  # it has one, that `python -OO` leaves
    __doc__ = """One document as it was read. Written by `corpusclean.read`, read by `corpusclean.clean`."""

    sha256: str = pa.Field(
        nullable=True,
        str_matches=HEX_256,
        description="SHA-256 of the document's bytes.",
        metadata=about(
            "Hashed from the one read of which the document is made.",
            unit="64 hex digits",
            null="where the bytes could not be read",
        ),
    )
    date: str = pa.Field(
        nullable=True,
        description="Header field `date`, not yet understood.",
        metadata=about("Read from the header as it stands there.", unit="text", null="where it is absent"),
    )
    body: str = pa.Field(
        description="The decoded body, without the blanks at its end. Empty where the file could not be decoded.",
        metadata=about("Everything after the header.", unit="text, line endings as in the file"),
    )
    body_line: int = pa.Field(
        ge=1,
        description="The line of the file on which the body starts.",
        metadata=about("Counted while reading, from 1.", unit="lines"),
    )
    field_lines: Annotated[pd.ArrowDtype, LINES] = pa.Field(
        description="For each header field the line on which it stands.",
        metadata=about("Counted while reading, from 1.", unit="map of text to lines"),
    )
    reasons: Annotated[pd.ArrowDtype, REASONS] = pa.Field(
        description="What is wrong already: bytes that do not decode, a header that breaks off. Mostly empty.",
        metadata=about("Said while reading.", unit="list; lines and columns from 1"),
    )
    raw: Annotated[pd.ArrowDtype, pyarrow.binary()] = pa.Field(
        nullable=True,
        description="The document's bytes, where they could not be decoded.",
        metadata=about("Kept while reading.", unit="bytes", null="where they could be decoded, or not be read"),
    )

    class Config:
        """The name and version under which files carry this contract."""

        metadata = {"contract": "RawDocument", "version": "1.0"}  # noqa: RUF012  # pandera reads it so
