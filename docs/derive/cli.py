"""The page of commands: what the parser itself says of each, and the exit codes."""

from collections.abc import Iterator

import typer
from typer.testing import CliRunner

from corpusclean import cli, errors
from docs.derive.markdown import table

WIDTH = "100"
"""Columns of the terminal that the help is written for."""

EXITS = (
    (0, "done; rejects are set aside and told (`clean`), nothing at or above `--fail-on` (`check`)"),
    (
        errors.RejectsExceeded.exit_code,
        "more rejects than `max_rejects` allows; findings, drift, a proof that failed",
    ),
    (errors.UsageError.exit_code, "input, settings or rules cannot be used as given"),
    (errors.RunFailed.exit_code, "I/O failed, or the accounting is broken; nothing was published"),
    (errors.OutputBusy.exit_code, "another run is writing the same output"),
    (errors.INTERRUPTED, "interrupted (Ctrl-C); the next run goes on where this one was"),
    (143, "terminated; the same. 129 is a terminal that was closed"),
)


def commands() -> Iterator[tuple[str, ...]]:
    """Yield the words of every command, in the order of the help."""

    def below(words: tuple[str, ...], command: object) -> Iterator[tuple[str, ...]]:
        for name, inner in getattr(command, "commands", {}).items():
            yield (*words, name)
            yield from below((*words, name), inner)

    yield from below((), typer.main.get_command(cli.app))


def help_of(words: tuple[str, ...]) -> str:
    """Return what `corpusclean WORDS --help` prints."""
    done = CliRunner().invoke(cli.app, [*words, "--help"], prog_name="corpusclean", env={"COLUMNS": WIDTH})
    assert done.exit_code == 0, done.output  # noqa: S101  # else a page would show an error
    return "\n".join(line.rstrip() for line in done.output.strip("\n").splitlines())


def cli_page() -> str:
    """Return `docs/reference/cli.md`."""
    lines = [
        "# Commands",
        "",
        "For whoever uses the command line: every command as `--help` tells it. Made from the parser by",
        "`make reference`.",
        "",
        "## Exit codes",
        "",
        *table(("code", "means"), ((f"{code}", means) for code, means in EXITS)),
        "After anything but 0 a corpus that stood at `--out` is as it was before. A reader of the output who has",
        "had enough (`| head`) changes no code.",
        "",
    ]
    for words in [(), *commands()]:
        lines += [f"## {' '.join(('corpusclean', *words))}", "", "```text", help_of(words), "```", ""]
    return "\n".join(lines).rstrip("\n") + "\n"
