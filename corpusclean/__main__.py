"""`python -m corpusclean`, and the command `corpusclean`: begun early, and left at once."""

import atexit
import contextlib
import io
import os
import sys
from collections.abc import Sequence

from corpusclean.errors import INTERRUPTED, RunFailed, lacking


def main() -> None:
    """Run the command line; end in a sentence also where it is interrupted before it can tell so itself."""
    try:
        _main()
    except KeyboardInterrupt:
        sys.stderr.write("corpusclean: interrupted\n")
        sys.exit(INTERRUPTED)


def _main() -> None:
    """Run the command line, or say what it lacks: the contracts may be installed without the cleaners."""
    _open_streams()
    if _needs_workers(sys.argv[1:]):
        from corpusclean.run import worker  # noqa: PLC0415  # the others start faster without it

        with contextlib.suppress(OSError):  # who starts a worker asks again, and tells of it
            worker.prepare()  # half of what a short run takes is their imports
    try:
        from corpusclean.cli import main as run  # noqa: PLC0415  # it needs what may not be there
    except ModuleNotFoundError as error:
        message = lacking(error)
        if message is None:
            raise
        sys.stderr.write(f"corpusclean: {message}\n")
        sys.exit(RunFailed.exit_code)
    try:
        run()
    except SystemExit as done:
        _leave(done)
        raise


def _open_streams() -> None:
    """Open what is closed, whose place the next file opened would take, and let any text be printed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115  # open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _needs_workers(arguments: Sequence[str]) -> bool:
    return arguments[:1] in (["check"], ["clean"]) and "--help" not in arguments


def _leave(done: SystemExit) -> None:
    """End this process once what it printed is written: Python takes a quarter of a second to take it apart."""
    if not isinstance(done.code, int | None):
        return
    atexit._run_exitfuncs()  # noqa: SLF001  # as Python would, and multiprocessing does
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    os._exit(done.code or 0)


if __name__ == "__main__":
    main()
