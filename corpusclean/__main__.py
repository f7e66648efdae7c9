"""`python -m corpusclean`, and the command `corpusclean`."""

import sys

from corpusclean.errors import RunFailed, lacking


def main() -> None:
    """Run the command line, or say what it lacks: the contracts may be installed without the cleaners."""
    try:
        from corpusclean.cli import main as run  # noqa: PLC0415  # it needs what may not be there
    except ModuleNotFoundError as error:
        message = lacking(error)
        if message is None:
            raise
        sys.stderr.write(f"corpusclean: {message}\n")
        sys.exit(RunFailed.exit_code)
    run()


if __name__ == "__main__":
    main()
