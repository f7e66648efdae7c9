"""What reading makes: a file's header and body, before anything is changed."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa
import pyarrow

from corpusclean_schemas.document import Document
from corpusclean_schemas.types import LINES, REASONS


class RawDocument(Document):
    """One document as it was read. Written by `corpusclean.read`, read by `corpusclean.clean`."""

    sha256: str = pa.Field(
        nullable=True,
        str_matches=r"^[0-9a-f]{64}$",
        description="SHA-256 of the file's bytes, in hex. Null where they could not be read.",
    )
    date: str = pa.Field(nullable=True, description="Header field `date`, as written. Null where absent.")
    body: str = pa.Field(
        description="The decoded body, line endings as in the file, without the blanks at its end."
        " Empty where the file could not be decoded."
    )
    body_line: int = pa.Field(ge=1, description="The line of the file on which the body starts, from 1.")
    field_lines: Annotated[pd.ArrowDtype, LINES] = pa.Field(
        description="For each header field the line on which it stands, from 1."
    )
    reasons: Annotated[pd.ArrowDtype, REASONS] = pa.Field(
        description="What is wrong already: bytes that do not decode, a header that breaks off. Mostly empty."
    )
    raw: Annotated[pd.ArrowDtype, pyarrow.binary()] = pa.Field(
        nullable=True, description="The file's bytes, where they could not be decoded. Null elsewhere."
    )
