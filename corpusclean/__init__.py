"""corpusclean: from a folder of text files to a corpus you can trust.

    import corpusclean as cc

    documents = cc.read_documents("raw/")
    cleaned = cc.clean(documents)
    cleaned.clean, cleaned.duplicates, cleaned.rejects, cleaned.ledger
    cc.write_corpus(cleaned, "corpus/")

Names are imported when they are first used, so that `corpusclean --help` loads no pandas, and looks up no version.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpusclean.errors import (
        CorpuscleanError,
        OutputBusy,
        ProofFailed,
        RejectsExceeded,
        RunFailed,
        UsageError,
    )
    from corpusclean.ledger import restore
    from corpusclean.pipeline import Cleaned, clean
    from corpusclean.read import read_documents
    from corpusclean.settings import Settings, load_settings
    from corpusclean.write import write_corpus

    __version__: str

__all__ = [
    "Cleaned",
    "CorpuscleanError",
    "OutputBusy",
    "ProofFailed",
    "RejectsExceeded",
    "RunFailed",
    "Settings",
    "UsageError",
    "__version__",
    "clean",
    "load_settings",
    "read_documents",
    "restore",
    "write_corpus",
]

_HOMES = {
    "Cleaned": "pipeline",
    "Settings": "settings",
    "clean": "pipeline",
    "load_settings": "settings",
    "read_documents": "read",
    "restore": "ledger",
    "write_corpus": "write",
}


def __dir__() -> list[str]:
    """Return the public names, and no helper of this module: an interpreter completes them."""
    return sorted({*(name for name in globals() if name.startswith("__")), *__all__})


def __getattr__(name: str) -> object:
    """Import a public name from its home.

    Raises ImportError that says what to install, where only the contracts were installed.
    """
    if name not in __all__:
        raise AttributeError(f"module 'corpusclean' has no attribute {name!r}")
    if name == "__version__":
        return import_module("importlib.metadata").version("corpusclean")
    try:
        return getattr(import_module(f"corpusclean.{_HOMES.get(name, 'errors')}"), name)
    except ModuleNotFoundError as error:
        message = import_module("corpusclean.errors").lacking(error)
        if message is None:
            raise
        raise ImportError(f"corpusclean.{name}: {message}") from None
