"""What every table of documents says of a document, whatever became of it."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa

from corpusclean_schemas.types import FIELDS


class Document(pa.DataFrameModel):
    """One address's identity, provenance and header."""

    doc_id: str = pa.Field(
        unique=True,
        str_matches=r"^[0-9a-f]{32}$",
        description="First 128 bits of the SHA-256 of the address, in hex. Stable as long as the address is.",
    )
    address: str = pa.Field(
        str_length={"min_value": 1},
        description="Where the document was found: the path relative to its INPUT; `!` and a member within an"
        " archive, `#` and a number within a file of many documents.",
    )
    file: str = pa.Field(
        str_length={"min_value": 1},
        description="The file in which it was found: the address without member and number.",
    )
    sha256: str = pa.Field(
        str_matches=r"^[0-9a-f]{64}$",
        description="SHA-256 of the document's bytes, in hex: of the file, of the member as it comes out of its"
        " archive, of the slice of a file of many; of a table's row that of its text in UTF-8.",
    )
    size: int = pa.Field(ge=0, description="Size of those bytes.")
    dialect: str = pa.Field(
        isin=["plain", "rfc822", "frontmatter", "record", "none"],
        description="How the header is written: `plain`, `rfc822`, `frontmatter`; `record` where a table's columns"
        " stand for it; `none` where there is no header.",
    )
    title: str = pa.Field(nullable=True, description="Header field `title`. Null where absent or empty.")
    author: str = pa.Field(nullable=True, description="Header field `author`. Null where absent or empty.")
    source: str = pa.Field(nullable=True, description="Header field `source`. Null where absent or empty.")
    publisher: str = pa.Field(nullable=True, description="Header field `publisher`. Null where absent or empty.")
    url: str = pa.Field(nullable=True, description="Header field `url`. Null where absent or empty.")
    section: str = pa.Field(nullable=True, description="Header field `section`. Null where absent or empty.")
    source_id: str = pa.Field(
        nullable=True, description="Header field `id`: the source's own name for it. Null where absent."
    )
    declared_language: str = pa.Field(
        nullable=True, description="Header field `language`, as written. Null where absent or empty."
    )
    fields: Annotated[pd.ArrowDtype, FIELDS] = pa.Field(
        description="Header fields that have no column of their own: name -> value. Empty where none."
    )
    envelope: str = pa.Field(
        description="What reading took off, as JSON: `header` (raw block), `tail` (blanks at the end of the"
        " file), `encoding`, `bom`, `ground` (why that encoding). With the ledger it gives the bytes back."
    )

    class Config:
        """Exactly these columns; text read from Parquet by any reader is brought to one dtype."""

        strict = True
        coerce = True
