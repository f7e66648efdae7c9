"""What a library imports only because it is there, and nobody here uses."""

import importlib
import sys


def spare_dask() -> None:
    """Let pandera believe that there is no Dask: it would import it to know its types, for half a second.

    Where Dask has been imported already, nothing changes; who imports it later gets it.
    """
    if "dask" in sys.modules:
        return
    sys.modules["dask"] = None  # type: ignore[assignment]  # Python's way to say that there is none
    try:
        importlib.import_module("pandera.typing.dask")
    finally:
        del sys.modules["dask"]
