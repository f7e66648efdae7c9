"""What stands for INPUT on the command line becomes files and folders."""

import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from corpusclean.cli.app import note

if TYPE_CHECKING:
    from corpusclean.settings import Settings


def tell_settings(config: Path | None, inputs: Sequence[Path], *, verbose: bool) -> None:
    """Say which settings and decisions count, to whoever asks for more."""
    if verbose:
        from corpusclean.settings.load import decisions_file, settings_file

        place = settings_file(config, inputs)
        decisions = decisions_file(place, inputs)
        note(f"settings: {place or 'none'}" + (f"; decisions: {decisions}" if decisions else ""))


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
