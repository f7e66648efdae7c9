"""The command line: options become settings, functions do the work, errors become messages and exit codes.

A module for each command; it imports what it needs when it is called: `--help` loads no pandas.
"""

import signal
import sys
from types import FrameType

from corpusclean.cli import accept, cache, check, clean, diff, discover, explain, prove, rules, schema, sniff
from corpusclean.cli.app import Terminated, app, say, stopped
from corpusclean.errors import INTERRUPTED, RunFailed, describe

__all__ = [
    "Terminated", "accept", "app", "cache", "check", "clean", "diff", "discover", "explain", "main", "prove",
    "rules", "schema", "sniff",
]  # fmt: skip


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)


def main() -> None:
    """Run the command line."""
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup wants no end with the terminal
                signal.signal(number, _terminate)
        app()
    except OSError as error:  # of what is printed before there is a command, as help is
        say(None)
        error.filename = error.filename or "standard output"
        stopped(describe(error), RunFailed.exit_code)
    except SystemExit as done:
        if isinstance(done.__context__, BrokenPipeError):  # the reader of help had enough
            sys.exit(0)
        raise
    except KeyboardInterrupt:
        stopped("interrupted", INTERRUPTED)
    except Terminated as stop:
        stopped("terminated", stop.code)
