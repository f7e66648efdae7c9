"""Which contracts there are, and which table of a corpus each is for."""

from collections.abc import Mapping

from corpusclean_schemas.clean_document import CleanDocument, Duplicate
from corpusclean_schemas.edit import Edit
from corpusclean_schemas.raw_document import RawDocument
from corpusclean_schemas.reject import Reject
from corpusclean_schemas.schema import ContractModel

CONTRACTS: Mapping[str, type[ContractModel]] = {
    model.__name__: model for model in (CleanDocument, Duplicate, Reject, Edit, RawDocument)
}
"""Every contract, by its name."""

TABLES: Mapping[str, type[ContractModel]] = {
    "data": CleanDocument,
    "duplicates": Duplicate,
    "rejects": Reject,
    "ledger": Edit,
}
"""The folders of a corpus, and the contract that the files of each keep."""

KEPT = ("data", "duplicates")
"""The tables of documents that were not rejected: the ledger is of these."""

DOCUMENTS = (*KEPT, "rejects")
"""The tables of documents: each document is in exactly one."""
