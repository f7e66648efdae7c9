"""What the tests of reading share: a user without rights."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

NOBODY = 65534

WithoutRights = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Make a folder that every user may enter, which pytest's own are not."""
    mask = os.umask(0o022)
    with tempfile.TemporaryDirectory(prefix="corpusclean-test-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path
        for folder in path.rglob("*"):
            if folder.is_dir() and not folder.is_symlink():
                folder.chmod(0o755)
    os.umask(mask)


@pytest.fixture
def without_rights() -> WithoutRights:
    """Give up root's rights for a while: root may read whatever its mode is."""

    @contextmanager
    def drop() -> Iterator[None]:
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return drop
