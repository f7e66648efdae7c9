"""What did not pass, and why."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa
import pyarrow

from corpusclean_schemas.about import about
from corpusclean_schemas.schema import ContractModel
from corpusclean_schemas.types import CODES, HEX_128, HEX_256, REASONS


class Reject(ContractModel):  # noqa: D101  # it has one, that `python -OO` leaves
    __doc__ = """A document that failed, or a file that yields none: `rejects/*.parquet`."""

    doc_id: str = pa.Field(
        unique=True,
        str_matches=HEX_128,
        description="The document's name for machines.",
        metadata=about("The first 128 bits of the SHA-256 of the address.", unit="32 hex digits"),
    )
    address: str = pa.Field(
        str_length={"min_value": 1},
        description="Where it was found: the path relative to its INPUT, with member and number.",
        metadata=about("From the inventory.", unit="path"),
    )
    file: str = pa.Field(
        str_length={"min_value": 1},
        description="The file in which it was found: the address without member and number.",
        metadata=about("From the inventory.", unit="path"),
    )
    level: str = pa.Field(
        isin=["file", "document"],
        description="`file` where no document could be read from the file, else `document`.",
        metadata=about("By the codes of its reasons.", unit="one of two names"),
    )
    sha256: str = pa.Field(
        nullable=True,
        str_matches=HEX_256,
        description="SHA-256 of its bytes.",
        metadata=about(
            "Hashed from the one read that was made of it.",
            unit="64 hex digits",
            null="where the bytes could not be read",
        ),
    )
    size: int = pa.Field(
        ge=0,
        description="Size of its bytes. 0 for a folder.",
        metadata=about("From the read, or from the inventory where there was none.", unit="bytes"),
    )
    codes: Annotated[pd.ArrowDtype, CODES] = pa.Field(
        description="The stable codes of all its reasons, each once.",
        metadata=about("From `reasons`, in their order.", unit="list of codes"),
    )
    reasons: Annotated[pd.ArrowDtype, REASONS] = pa.Field(
        description="All its reasons: code, message, field, line and column.",
        metadata=about(
            "Said by reading, by the steps and by the contract.", unit="list; lines and columns from 1"
        ),
    )
    raw: Annotated[pd.ArrowDtype, pyarrow.binary()] = pa.Field(
        nullable=True,
        description="The first bytes of the document, up to `output.raw_bytes`.",
        metadata=about("Kept from the read.", unit="bytes", null="where the bytes could not be read"),
    )
    raw_truncated: bool = pa.Field(
        description="True where `raw` holds only the beginning.",
        metadata=about("By comparing sizes.", unit="true or false"),
    )

    class Config:
        """The name and version under which files carry this contract."""

        metadata = {"contract": "Reject", "version": "1.0"}  # noqa: RUF012  # pandera reads it so
