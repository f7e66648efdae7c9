"""Arrow types of the columns that hold more than one value, each member with its meaning; patterns they share."""

import pyarrow as pa

HEX_128 = r"^[0-9a-f]{32}$"
HEX_256 = r"^[0-9a-f]{64}$"

NOT_BLANK = "[^\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
r"""A character that is not white space. Spelled out: `\S` is another set in RE2, in Python and in ECMAScript."""

DATE = pa.date32()


def _member(name: str, arrow_type: pa.DataType, meaning: str, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, arrow_type, nullable=nullable, metadata={"description": meaning})


FIELD = pa.struct(
    [
        _member("name", pa.string(), "The field's name."),
        _member("value", pa.string(), "Its value as it stands there; of a field that repeats, a line for each."),
    ]
)
FIELDS = pa.list_(FIELD)
"""Header fields that have no column of their own. Not a map: Hugging Face's `datasets` has no type for one."""

LINES = pa.map_(pa.string(), pa.int32())
"""Header fields -> the line of the file on which each stands, from 1."""

NOTICE = pa.struct(
    [
        _member("kind", pa.string(), "What kind of notice: one of the kinds of `corpusclean rules list`."),
        _member("rule", pa.string(), "The rule that found it."),
        _member("version", pa.int32(), "The rule's version."),
        _member("score", pa.float64(), "How well it fits the rule's wording: from 0 to 1, 1 is exact."),
        _member("start", pa.int64(), "Where it starts in the decoded original body, in code points from 0."),
        _member("end", pa.int64(), "Where it ends there, exclusive."),
        _member("removed", pa.bool_(), "True where it was taken out of `text`."),
    ]
)
NOTICES = pa.list_(NOTICE)
"""Notices found: what kind, by which rule, how sure (1.0 is exact), where in the decoded original body
(code points, end exclusive), and whether the text was removed."""

REASON = pa.struct(
    [
        _member("code", pa.string(), "The stable code, `area.reason`: see `corpusclean explain CODE`."),
        _member("message", pa.string(), "One sentence for people; not stable."),
        _member("field", pa.string(), "The field at fault. Null where no one field is.", nullable=True),
        _member("line", pa.int32(), "The line of the file, from 1. Null where no one place is.", nullable=True),
        _member("column", pa.int32(), "The column of that line, from 1. Null likewise.", nullable=True),
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
