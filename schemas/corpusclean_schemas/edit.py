"""The ledger: every change, in an order in which it can be undone."""

import pandera.pandas as pa


class Edit(pa.DataFrameModel):
    """One recorded change of one document's body: `ledger/*.parquet`.

    Undone by descending `seq`, the edits of a document turn its clean text into the decoded original body.
    """

    doc_id: str = pa.Field(str_matches=r"^[0-9a-f]{32}$", description="The document that was changed.")
    seq: int = pa.Field(ge=1, description="Order of the change within the document, from 1.")
    step: str = pa.Field(isin=["fix", "strip"], description="The step that made the change.")
    rule: str = pa.Field(str_length={"min_value": 1}, description="The rule within the step.")
    rule_version: str = pa.Field(
        str_length={"min_value": 1},
        description="The rule's version; for repairs that of the library that made them.",
    )
    offset: int = pa.Field(ge=0, description="Where, in code points of the text *after* this change.")
    before: str = pa.Field(
        description="What was there. For the rule `newlines`: the line endings, run by run (`crlf*3 lf`)."
    )
    after: str = pa.Field(description="What is there now. For the rule `newlines`: `lf`.")
    reason: str = pa.Field(description="Why, in words; for `ftfy` every cause found in the line.")

    class Config:
        """Exactly these columns; one change per document and number."""

        strict = True
        coerce = True
        unique = ("doc_id", "seq")
