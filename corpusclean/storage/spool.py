"""Objects as files of this machine: an archive is read back and forth, which a store does not do well."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import BinaryIO

from corpusclean.codes import Reason
from corpusclean.storage.bucket import bucket_of
from corpusclean.storage.url import remote


class _Spools:
    """Copies of objects, by path, that go all at once."""

    def __init__(self, until: ExitStack) -> None:
        self._until = until
        self._files: dict[str, BinaryIO] = {}

    def of(self, path: str, problems: list[Reason]) -> BinaryIO | None:
        """Return the copy of an object, fetched if there is none; None where it cannot be."""
        if path not in self._files:
            url = remote(path)
            spool = self._until.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  # it is one
            problem = bucket_of(url).copy_to(url, spool)
            if problem is not None:
                problems.append(problem)
                return None
            spool.flush()
            self._files[path] = spool
        return self._files[path]


_KEPT: ContextVar[_Spools | None] = ContextVar("_KEPT", default=None)


@contextmanager
def fetched_once() -> Iterator[None]:
    """Fetch no object twice that is opened meanwhile: what is hashed first and read then are the same bytes.

    The copies stay until the end: for a partition's files, which are together no larger than one of them may be.
    """
    with ExitStack() as until:
        token = _KEPT.set(_Spools(until))
        try:
            yield
        finally:
            _KEPT.reset(token)


@contextmanager
def opened_object(path: str, problems: list[Reason]) -> Iterator[BinaryIO | None]:
    """Give an object as a file for as long as needed, None where it cannot be fetched: `problems` tells why."""
    with ExitStack() as until:
        spool = (_KEPT.get() or _Spools(until)).of(path, problems)
        if spool is None:
            yield None
            return
        os.lseek(spool.fileno(), 0, os.SEEK_SET)  # `seek` believes that it still is where the copying ended
        # Readers of containers close what they are given.
        with os.fdopen(spool.fileno(), "rb", closefd=False) as stream:
            yield stream
