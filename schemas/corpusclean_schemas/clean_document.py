"""What a corpus holds: documents that passed, and duplicates that were set aside."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa

from corpusclean_schemas.about import about
from corpusclean_schemas.document import Document
from corpusclean_schemas.types import DATE, LANGUAGES, NAMES, NOT_BLANK, NOTICES, REASONS

_ALONE = "where it stands alone"
_NOT_ONE = "where `dup_of` is null"
_KINDS = ["exact", "near", "contained"]
_GROUPED = "Grouped over the whole corpus."
_COMPARED = "By comparing texts, blanks aside, and their shingles of five words."
_MEASURED = (
    "1 for `exact`; for `near` the Jaccard similarity of their sets of shingles; for `contained` the share of its"
    " own shingles that `dup_of` holds. Rounded to four digits."
)
_GROUP = (
    "`doc_id` of the representative of the group of documents that tell the same story: exact copies, near ones"
    " and shorter versions; its own for the representative."
)
_OF = (
    "`doc_id` of the document that this one duplicates: of an exact copy the one with the same text, else the"
    " group's representative."
)
_KIND = (
    "How it duplicates `dup_of`: `exact` (texts that differ only in blanks), `near` (most word shingles are"
    " shared), `contained` (most of its own shingles are in the longer `dup_of`)."
)
_SIMILARITY = "How much it duplicates `dup_of`."


class CleanDocument(Document):  # noqa: D101  # it has one, that `python -OO` leaves
    __doc__ = """One clean document: `data/*.parquet` of a corpus.

    Subclass it to add columns, or `narrow` it to what one corpus guarantees.
    """

    date: Annotated[pd.ArrowDtype, DATE] = pa.Field(
        nullable=True,
        description="The day of publication, as the document says it.",
        metadata=about(
            "Parsed strictly from what `date_ground` names; a value that can be read in two ways is a reject.",
            unit="day, proleptic Gregorian calendar",
            null="where none was found, and `required` does not ask for one",
        ),
    )
    date_ground: str = pa.Field(
        nullable=True,
        isin=["header", "byline", "filename", "path"],
        description="Where `date` was read.",
        metadata=about(
            "The header, or the first source of `dates.sources` that has a date.",
            unit="one of four names",
            null="where `date` is null",
        ),
    )
    language: str = pa.Field(
        str_matches=r"^[a-z]{2,3}$",
        description="The language of `text`; `und` where there is too little to go by, or no agreement.",
        metadata=about("Three identifiers, weighed, on `text`.", unit="ISO 639 code"),
    )
    language_score: float = pa.Field(
        ge=0,
        le=1,
        description="How sure the identifiers are of `language`, rounded to three digits. 0 for `und`.",
        metadata=about("From the identifiers that were asked.", unit="from 0 to 1"),
    )
    languages: Annotated[pd.ArrowDtype, LANGUAGES] = pa.Field(
        nullable=True,
        description="The languages of the paragraphs of `text` (lines that are not blank), in order.",
        metadata=about(
            "As `language`, for each paragraph.",
            unit="list of ISO 639 codes",
            null="unless `language.paragraphs` is set",
        ),
    )
    text: str = pa.Field(
        str_contains=NOT_BLANK,
        description="The article: repaired, without notices. Its lines are those of the source.",
        metadata=about("The decoded body after every edit of `ledger/`.", unit="text, lines end in LF"),
    )
    characters: int = pa.Field(
        ge=1, description="Length of `text`.", metadata=about("Counted on `text`.", unit="code points")
    )
    words: int = pa.Field(
        ge=0,
        description="Runs of letters and digits in `text`; each Han, Hiragana or Katakana character is one.",
        metadata=about("Counted on `text`.", unit="words"),
    )
    syndicated: bool = pa.Field(
        description="True where the text is said to come from an agency or from another outlet.",
        metadata=about("Read from notices, credits and datelines.", unit="true or false"),
    )
    agency: str = pa.Field(
        nullable=True,
        description="The news agency that the text is credited to (`AFP`, `PTI`, ...).",
        metadata=about(
            "Read from notices, credits and datelines; named as in the list of agencies.",
            unit="name",
            null="where none is named",
        ),
    )
    dateline: str = pa.Field(
        nullable=True,
        description="The dateline as the article writes it (`MOSCOW, Dec 13 (Reuters)`); it stays in `text`.",
        metadata=about("Found at the head of the article.", unit="text", null="where there is none"),
    )
    notices: Annotated[pd.ArrowDtype, NOTICES] = pa.Field(
        description="Notices found: kind, rule, version, score, span, and whether the text was removed.",
        metadata=about("Rules, in the order of finding.", unit="list; spans in code points of the decoded body"),
    )
    warnings: Annotated[pd.ArrowDtype, REASONS] = pa.Field(
        description="What is doubtful and no reason to reject: code, message, field, line and column.",
        metadata=about("Said by the steps.", unit="list; lines and columns from 1"),
    )
    dup_group: str = pa.Field(
        nullable=True, description=_GROUP, metadata=about(_GROUPED, unit="32 hex digits", null=_ALONE)
    )
    dup_of: str = pa.Field(
        nullable=True,
        description=_OF,
        metadata=about(_GROUPED, unit="32 hex digits", null=f"for the representative, and {_ALONE}"),
    )
    dup_kind: str = pa.Field(
        nullable=True,
        isin=_KINDS,
        description=_KIND,
        metadata=about(_COMPARED, unit="one of three names", null=_NOT_ONE),
    )
    dup_similarity: float = pa.Field(
        nullable=True,
        ge=0,
        le=1,
        description=_SIMILARITY,
        metadata=about(_MEASURED, unit="from 0 to 1", null=_NOT_ONE),
    )
    dup_against: str = pa.Field(
        nullable=True,
        str_matches=r"^[0-9a-f]{16}$",
        description="The other corpus in which `dup_of` is a document.",
        metadata=about(
            "The first digits of `manifest_sha256` in the manifest of the corpus that `--against` names.",
            unit="16 hex digits",
            null="where `dup_of` is a document of this corpus, or null",
        ),
    )
    dup_outlets: Annotated[pd.ArrowDtype, NAMES] = pa.Field(
        nullable=True,
        description="Outlets that carry the group's story, each once, in alphabetical order.",
        metadata=about(
            "Of each document the first of `source`, `publisher`, `section` that is set, else the top folder of"
            " the address.",
            unit="list of names",
            null=_ALONE,
        ),
    )
    dup_agencies: Annotated[pd.ArrowDtype, NAMES] = pa.Field(
        nullable=True,
        description="Agencies that documents of the group are credited to, each once, in alphabetical order.",
        metadata=about("From `agency` of each document.", unit="list of names", null=_ALONE),
    )
    dup_first_date: Annotated[pd.ArrowDtype, DATE] = pa.Field(
        nullable=True,
        description="The earliest `date` in the group.",
        metadata=about(
            "From `date` of each document.",
            unit="day, proleptic Gregorian calendar",
            null=f"where no document of the group has one, and {_ALONE}",
        ),
    )

    class Config:
        """The name and version under which files carry this contract."""

        metadata = {"contract": "CleanDocument", "version": "1.0"}  # noqa: RUF012  # pandera reads it so


class Duplicate(CleanDocument):  # noqa: D101  # it has one, that `python -OO` leaves
    __doc__ = (
        "A document set aside for another: `duplicates/*.parquet`. The whole row, and which one it duplicates."
    )

    dup_group: str = pa.Field(description=_GROUP, metadata=about(_GROUPED, unit="32 hex digits"))
    dup_of: str = pa.Field(description=_OF, metadata=about(_GROUPED, unit="32 hex digits"))
    dup_kind: str = pa.Field(isin=_KINDS, description=_KIND, metadata=about(_COMPARED, unit="one of three names"))
    dup_similarity: float = pa.Field(
        ge=0, le=1, description=_SIMILARITY, metadata=about(_MEASURED, unit="from 0 to 1")
    )

    class Config:
        """The name and version under which files carry this contract."""

        metadata = {"contract": "Duplicate", "version": "1.0"}  # noqa: RUF012  # pandera reads it so
