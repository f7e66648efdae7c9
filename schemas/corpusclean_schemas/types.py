"""Arrow types of the columns that hold more than one value."""

import pyarrow as pa

DATE = pa.date32()

FIELDS = pa.map_(pa.string(), pa.string())
"""Header fields that have no column of their own: name -> value."""

LINES = pa.map_(pa.string(), pa.int32())
"""Header fields -> the line of the file on which each stands, from 1."""

NOTICE = pa.struct(
    [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("rule", pa.string(), nullable=False),
        pa.field("version", pa.int32(), nullable=False),
        pa.field("score", pa.float64(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("removed", pa.bool_(), nullable=False),
    ]
)
NOTICES = pa.list_(NOTICE)
"""Notices found: what kind, by which rule, how sure (1.0 is exact), where in the decoded original body
(code points, end exclusive), and whether the text was removed."""

REASON = pa.struct(
    [
        pa.field("code", pa.string(), nullable=False),
        pa.field("message", pa.string(), nullable=False),
        pa.field("field", pa.string()),
        pa.field("line", pa.int32()),
        pa.field("column", pa.int32()),
    ]
)
REASONS = pa.list_(REASON)
"""Why a document was rejected: a stable code, a sentence, the field at fault, and where in the file
(line and column from 1; null where no one place is to blame)."""

CODES = pa.list_(pa.string())

LANGUAGES = pa.list_(pa.string())
"""ISO 639 codes of a text's paragraphs, in their order."""

NAMES = pa.list_(pa.string())
"""Names of outlets or agencies, each once, in alphabetical order."""
