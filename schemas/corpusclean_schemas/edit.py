"""The ledger: every change, in an order in which it can be undone."""

import pandera.pandas as pa

from corpusclean_schemas.about import about
from corpusclean_schemas.schema import ContractModel
from corpusclean_schemas.types import HEX_128


class Edit(ContractModel):  # noqa: D101  # it has one, that `python -OO` leaves
    __doc__ = """One recorded change of one document's body: `ledger/*.parquet`.

    Undone by descending `seq`, the edits of a document turn its clean text into the decoded original body.
    """

    doc_id: str = pa.Field(
        str_matches=HEX_128,
        description="The document that was changed.",
        metadata=about("As in `data/` and `duplicates/`.", unit="32 hex digits"),
    )
    seq: int = pa.Field(
        ge=1,
        description="Order of the change within the document.",
        metadata=about("Counted, from 1.", unit="changes"),
    )
    step: str = pa.Field(
        isin=["fix", "strip", "decide"],
        description="The step that made the change; `decide` made none, and says what a reviewer's decision left.",
        metadata=about("Said by the step.", unit="one of three names"),
    )
    rule: str = pa.Field(
        str_length={"min_value": 1},
        description="The rule within the step.",
        metadata=about("Said by the step.", unit="name"),
    )
    rule_version: str = pa.Field(
        str_length={"min_value": 1},
        description="The rule's version; for repairs that of the library that made them.",
        metadata=about("From the rule's file, or the library.", unit="version"),
    )
    offset: int = pa.Field(
        ge=0,
        description="Where, in the text *after* this change.",
        metadata=about("Counted on that text, from 0.", unit="code points"),
    )
    before: str = pa.Field(
        description="What was there. For the rule `newlines`: the line endings, run by run (`crlf*3 lf`).",
        metadata=about("Taken from the text before the change.", unit="text"),
    )
    after: str = pa.Field(
        description="What is there now. For the rule `newlines`: `lf`.",
        metadata=about("Taken from the text after the change.", unit="text"),
    )
    reason: str = pa.Field(
        description="Why; for `ftfy` every cause found in the line.",
        metadata=about("Said by the step.", unit="words for people"),
    )

    class Config:
        """One change per document and number; the name and version under which files carry this contract."""

        unique = ("doc_id", "seq")
        metadata = {"contract": "Edit", "version": "1.0"}  # noqa: RUF012  # pandera reads it so
