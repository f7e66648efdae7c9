"""What a corpus holds: documents that passed, and duplicates that were set aside."""

from typing import Annotated

import pandas as pd
import pandera.pandas as pa

from corpusclean_schemas.document import Document
from corpusclean_schemas.types import DATE, LANGUAGES, NAMES, NOTICES, REASONS


class CleanDocument(Document):
    """One clean document: `data/*.parquet` of a corpus.

    Subclass it to add columns, or `narrow` it to what one corpus guarantees.
    """

    date: Annotated[pd.ArrowDtype, DATE] = pa.Field(
        nullable=True, description="Publication date. Null only where `date` is not required."
    )
    date_ground: str = pa.Field(
        nullable=True,
        isin=["header", "byline", "filename", "path"],
        description="Where `date` was read: the header, or a source of `dates.sources`. Null where there is none.",
    )
    language: str = pa.Field(
        str_matches=r"^[a-z]{2,3}$",
        description="ISO 639 code detected on the cleaned text; `und` where there is too little to go by.",
    )
    language_score: float = pa.Field(
        ge=0,
        le=1,
        description="How sure the detector is, from 0 to 1, rounded to three digits. 0 for `und`.",
    )
    languages: Annotated[pd.ArrowDtype, LANGUAGES] = pa.Field(
        nullable=True,
        description="ISO 639 codes of the paragraphs of `text` (lines that are not blank), in order. Null unless"
        " `language.paragraphs` is set.",
    )
    text: str = pa.Field(
        str_contains=r"\S",
        description="The article: repaired, without notices. Its lines are those of the source.",
    )
    characters: int = pa.Field(ge=1, description="Length of `text` in code points.")
    words: int = pa.Field(
        ge=0,
        description="Runs of letters and digits in `text`; each Han, Hiragana or Katakana character is one.",
    )
    syndicated: bool = pa.Field(
        description="True where a notice, credit or dateline says that the text comes from an agency or from"
        " another outlet."
    )
    agency: str = pa.Field(
        nullable=True,
        description="The news agency that the text is credited to (`AFP`, `PTI`, ...). Null where none is named.",
    )
    dateline: str = pa.Field(
        nullable=True,
        description="The dateline as the article writes it (`MOSCOW, Dec 13 (Reuters)`); it stays in `text`.",
    )
    notices: Annotated[pd.ArrowDtype, NOTICES] = pa.Field(
        description="Notices found, in the order of finding: kind, rule, version, score, span in the decoded"
        " original body, and whether the text was removed."
    )
    warnings: Annotated[pd.ArrowDtype, REASONS] = pa.Field(
        description="What is doubtful and no reason to reject: code, message, field, line and column."
    )
    dup_group: str = pa.Field(
        nullable=True,
        description="`doc_id` of the representative of the group of documents that tell the same story, exact"
        " copies, near ones and shorter versions; its own for the representative. Null where it stands alone.",
    )
    dup_of: str = pa.Field(
        nullable=True,
        description="`doc_id` of the document that this one duplicates: of an exact copy the one with the same"
        " text, else the group's representative. Null for the representative, and where it stands alone.",
    )
    dup_kind: str = pa.Field(
        nullable=True,
        isin=["exact", "near", "contained"],
        description="How it duplicates `dup_of`: `exact` (texts that differ only in blanks), `near` (most word"
        " shingles are shared), `contained` (most of its own shingles are in the longer `dup_of`). Null where"
        " `dup_of` is.",
    )
    dup_similarity: float = pa.Field(
        nullable=True,
        ge=0,
        le=1,
        description="How much it duplicates `dup_of`, from 0 to 1, rounded to four digits: 1 for `exact`; for"
        " `near` the Jaccard similarity of their sets of shingles of five words; for `contained` the share of its"
        " own shingles that `dup_of` holds. Null where `dup_of` is.",
    )
    dup_against: str = pa.Field(
        nullable=True,
        str_matches=r"^[0-9a-f]{16}$",
        description="Where `dup_of` is a document of another corpus (`--against`): the first 16 digits of"
        " `manifest_sha256` in that corpus's manifest. Null where it is one of this corpus.",
    )
    dup_outlets: Annotated[pd.ArrowDtype, NAMES] = pa.Field(
        nullable=True,
        description="Outlets that carry the group's story, each once, in alphabetical order: the first of"
        " `source`, `publisher`, `section` that is set, else the top folder of the address. Null where it"
        " stands alone.",
    )
    dup_agencies: Annotated[pd.ArrowDtype, NAMES] = pa.Field(
        nullable=True,
        description="Agencies that documents of the group are credited to (`agency`), each once, in alphabetical"
        " order. Null where it stands alone.",
    )
    dup_first_date: Annotated[pd.ArrowDtype, DATE] = pa.Field(
        nullable=True,
        description="The earliest `date` in the group. Null where none is known, and where it stands alone.",
    )


class Duplicate(CleanDocument):
    """A document set aside for another: `duplicates/*.parquet`. The whole row, and which one it duplicates."""

    dup_group: str = pa.Field(description="`doc_id` of the group's representative.")
    dup_of: str = pa.Field(
        description="`doc_id` of the document that this one duplicates: of an exact copy the one with the same"
        " text, else the group's representative."
    )
    dup_kind: str = pa.Field(
        isin=["exact", "near", "contained"], description="How it duplicates `dup_of`: see CleanDocument."
    )
    dup_similarity: float = pa.Field(
        ge=0, le=1, description="How much it duplicates `dup_of`, from 0 to 1: see CleanDocument."
    )
