"""The contracts of a corpusclean corpus, importable without the cleaners.

from corpusclean_schemas import CleanDocument, split, validate
validate(frame, CleanDocument)        # raises with every failure of every row
ok, rejects = split(frame, CleanDocument)
"""

from corpusclean_schemas import needed as _needed  # noqa: F401  # before all that needs it
from corpusclean_schemas.about import about
from corpusclean_schemas.arrow import arrow_schema, polars_schema
from corpusclean_schemas.clean_document import CleanDocument, Duplicate
from corpusclean_schemas.contract import contract_of
from corpusclean_schemas.edit import Edit
from corpusclean_schemas.failures import ContractBroken
from corpusclean_schemas.narrow import narrow
from corpusclean_schemas.published import corpus_contract
from corpusclean_schemas.raw_document import RawDocument
from corpusclean_schemas.reject import Reject
from corpusclean_schemas.verdict import Split, split, validate

__all__ = [
    "CleanDocument",
    "ContractBroken",
    "Duplicate",
    "Edit",
    "RawDocument",
    "Reject",
    "Split",
    "about",
    "arrow_schema",
    "contract_of",
    "corpus_contract",
    "narrow",
    "polars_schema",
    "split",
    "validate",
]
