"""Faults for a run of the command line: what a document's text says happens to the process that works on it.

With this folder on PYTHONPATH every process of the run imports this first. It imports nothing of the product; once
`corpusclean.pipeline` is imported, the first thing that is done with a partition is to obey its documents.
"""

import ctypes
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from types import ModuleType


def hoard() -> None:
    held = []
    while True:
        held.append(bytearray(32 << 20))


def fail() -> None:
    raise ValueError("no step foresaw this")


def die_once() -> None:
    marker = os.environ["POISON_ONCE"]
    if not os.path.exists(marker):  # noqa: PTH110  # nothing is imported that need not be
        open(marker, "w").close()  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)


DEEDS = {
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(7),
    "segfault": lambda: ctypes.string_at(0),
    "sleep": lambda: time.sleep(3600),
    "spin": lambda: sum(iter(int, 1)),  # in C, where no handler of Python's runs
    "memory": hoard,
    "raise": fail,
    "once": die_once,
}


def obey(text: str) -> None:
    for word, deed in DEEDS.items():
        if f"POISON:{word}" in text:
            deed()


def patch(module: ModuleType) -> None:
    honest = module.working

    def working(raw):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  # pandas is not imported here
        for text in raw["body"]:
            if "POISON:" in text:
                obey(text)
        return honest(raw)

    module.working = working  # type: ignore[attr-defined]  # what is doctored


class Hook(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201, ARG002
        if name != "corpusclean.pipeline":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None
        loader = spec.loader
        assert isinstance(loader, importlib.machinery.SourceFileLoader)
        execute = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            patch(module)

        loader.exec_module = exec_module  # type: ignore[method-assign]  # of this one loader
        return spec


sys.meta_path.insert(0, Hook())
