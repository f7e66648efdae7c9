"""What every table of documents says of a document, whatever became of it."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa

from corpusclean_schemas.about import about
from corpusclean_schemas.schema import ContractModel
from corpusclean_schemas.types import FIELDS, HEX_128, HEX_256

_AS_WRITTEN = "Read from the header as it stands there, blanks around it off."
_EMPTY = "where the header does not have it, or has it empty"


class Document(ContractModel):
    """One address's identity, provenance and header."""

    doc_id: str = pa.Field(
        unique=True,
        str_matches=HEX_128,
        description="The document's name for machines. Stable as long as the address is.",
        metadata=about("The first 128 bits of the SHA-256 of the address.", unit="32 hex digits"),
    )
    address: str = pa.Field(
        str_length={"min_value": 1},
        description="Where the document was found: the path relative to its INPUT; `!` and a member within an"
        " archive, `#` and a number within a file of many documents.",
        metadata=about("From the inventory, before anything is read.", unit="path"),
    )
    file: str = pa.Field(
        str_length={"min_value": 1},
        description="The file in which it was found: the address without member and number.",
        metadata=about("From the inventory.", unit="path"),
    )
    sha256: str = pa.Field(
        str_matches=HEX_256,
        description="SHA-256 of the document's bytes: of the file, of the member as it comes out of its"
        " archive, of the slice of a file of many; of a table's row that of its text in UTF-8.",
        metadata=about("Hashed from the one read of which the document is made.", unit="64 hex digits"),
    )
    size: int = pa.Field(
        ge=0,
        description="Size of those bytes.",
        metadata=about("Counted on the bytes that `sha256` is of.", unit="bytes"),
    )
    dialect: str = pa.Field(
        isin=["plain", "rfc822", "frontmatter", "record", "none"],
        description="How the header is written: `plain`, `rfc822`, `frontmatter`; `record` where a table's columns"
        " stand for it; `none` where there is no header.",
        metadata=about("Looked for in each file, or as the settings say.", unit="one of five names"),
    )
    title: str = pa.Field(
        nullable=True, description="Header field `title`.", metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY)
    )
    author: str = pa.Field(
        nullable=True, description="Header field `author`.", metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY)
    )
    source: str = pa.Field(
        nullable=True, description="Header field `source`.", metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY)
    )
    publisher: str = pa.Field(
        nullable=True,
        description="Header field `publisher`.",
        metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY),
    )
    url: str = pa.Field(
        nullable=True,
        description="Header field `url`. Not checked to be one.",
        metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY),
    )
    section: str = pa.Field(
        nullable=True, description="Header field `section`.", metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY)
    )
    source_id: str = pa.Field(
        nullable=True,
        description="Header field `id`: the source's own name for the document.",
        metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY),
    )
    declared_language: str = pa.Field(
        nullable=True,
        description="Header field `language`: what the source says, which is not what `language` says.",
        metadata=about(_AS_WRITTEN, unit="text", null=_EMPTY),
    )
    fields: Annotated[pd.ArrowDtype, FIELDS] = pa.Field(
        description="Header fields that have no column of their own, name and value. Empty where there are none.",
        metadata=about(_AS_WRITTEN, unit="list of pairs"),
    )
    envelope: str = pa.Field(
        description="What reading took off, as JSON: `header` (raw block), `tail` (blanks at the end of the"
        " file), `encoding`, `bom`, `ground` (why that encoding). With the ledger it gives the bytes back.",
        metadata=about("Kept while reading.", unit="JSON object"),
    )
