"""What stands for INPUT on the command line becomes files and folders."""

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpusclean.settings import Settings


@contextmanager
def given(inputs: Sequence[Path], settings: "Settings") -> Iterator[list[Path]]:
    """Give the inputs as paths, patterns expanded, standard input in a file for as long as it is needed."""
    from corpusclean.errors import UsageError
    from corpusclean.read.inputs import STDIN, expand_patterns, with_stdin

    stdin = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    if sys.stdin is None and STDIN in inputs:
        raise UsageError("standard input (-) is closed; name a file")
    with with_stdin(expand_patterns(inputs), stdin, settings.max_file_bytes) as paths:
        yield paths
