"""What did not pass, and why."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa
import pyarrow

from corpusclean_schemas.types import CODES, REASONS


class Reject(pa.DataFrameModel):
    """A document that failed, or a file that yields none: `rejects/*.parquet`."""

    doc_id: str = pa.Field(
        unique=True,
        str_matches=r"^[0-9a-f]{32}$",
        description="First 128 bits of the SHA-256 of the address, in hex.",
    )
    address: str = pa.Field(
        str_length={"min_value": 1}, description="Where it was found: the path relative to its INPUT."
    )
    file: str = pa.Field(
        str_length={"min_value": 1},
        description="The file in which it was found: the address without member and number.",
    )
    level: str = pa.Field(
        isin=["file", "document"],
        description="`file` where no document could be read from the file, else `document`.",
    )
    sha256: str = pa.Field(
        nullable=True,
        str_matches=r"^[0-9a-f]{64}$",
        description="SHA-256 of its bytes, in hex. Null where they could not be read.",
    )
    size: int = pa.Field(ge=0, description="Size of the file, in bytes. 0 for a folder.")
    codes: Annotated[pd.ArrowDtype, CODES] = pa.Field(
        description="The stable codes of all its reasons, each once, in the order of `reasons`."
    )
    reasons: Annotated[pd.ArrowDtype, REASONS] = pa.Field(
        description="All its reasons: code, message, field, line and column."
    )
    raw: Annotated[pd.ArrowDtype, pyarrow.binary()] = pa.Field(
        nullable=True,
        description="The first bytes of the file, up to the cap. Null where they could not be read.",
    )
    raw_truncated: bool = pa.Field(description="True where `raw` holds only the file's beginning.")

    class Config:
        """Exactly these columns."""

        strict = True
        coerce = True
