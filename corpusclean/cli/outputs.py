"""`--format NAME[=FILE]`: what is found is written in several formats at once, to the terminal and to files."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from corpusclean.cli.app import answer, errors_told, here, print_texts
from corpusclean.kept import write_whole

if TYPE_CHECKING:
    from corpusclean.report.findings import Report

NAMES = ("text", "json", "github", "sarif", "junit")
_FOR_MACHINES = ("json", "sarif", "junit")

SUMMARY = "GITHUB_STEP_SUMMARY"
"""Where GitHub says that the page of a step is."""


def apart(context: typer.Context, parameter: typer.CallbackParam, value: Path | None) -> Path | None:
    """Return a file that a command writes, refused in a corpus. The callback of whatever names one."""
    file: Path | None = here(context, parameter, value)
    if file is not None:
        with errors_told():
            from corpusclean.write.publish import check_file

            check_file(file)
    return file


class Output(NamedTuple):
    """One format, and the file that it goes to; None is standard output."""

    name: str
    file: Path | None


def _completed(incomplete: str) -> list[str]:
    return [name for name in NAMES if name.startswith(incomplete)]


Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="FORMAT[=FILE]",
        help=f"How findings are told: {', '.join(NAMES)}; several at once, for example text and sarif=out.sarif.",
        autocompletion=_completed,
    ),
]


def outputs(formats: Sequence[str] | None) -> list[Output]:
    """Return what `--format` asks for. Raises UsageError where it cannot be."""
    from corpusclean.errors import UsageError
    from corpusclean.refusals import did_you_mean
    from corpusclean.storage.url import here as path_here
    from corpusclean.write.publish import check_file

    asked = []
    for each in formats or ["text"]:
        name, equals, given = each.partition("=")
        if name not in NAMES:
            raise UsageError(f"--format {each}: no format {name!r}{did_you_mean(name, NAMES)}")
        if equals and not given:
            raise UsageError(f"--format {each}: no file; for example --format {name}=findings.{name}")
        file = path_here(Path(given), f"--format {name}=FILE") if equals and given != "-" else None
        asked.append(Output(name, file))
    files = [output.file for output in asked if output.file is not None]
    if len({os.path.abspath(file) for file in files}) < len(files):  # noqa: PTH100  # links are not followed
        raise UsageError("--format: two formats go to one file; name a file for each")
    for file in files:
        if file.is_dir():
            raise UsageError(f"--format: {file} is a folder; name a file in it")
        check_file(file)
    printed = {output.name for output in asked if output.file is None}
    if len(printed) > 1 and printed.intersection(_FOR_MACHINES):
        names = " and ".join(sorted(printed))
        raise UsageError(f"--format: {names} cannot all be printed; give one a file, for example sarif=out.sarif")
    return asked


def write_outputs(
    asked: Sequence[Output],
    report: "Report",
    *,
    verbose: bool,
    own: Mapping[str, Callable[[], str]] | None = None,
) -> None:
    """Write a report in every format that was asked for; for GitHub, the page of the step, too.

    `own` are formats that a command writes in its own way.
    """
    from corpusclean.errors import writing
    from corpusclean.report.formats import FORMATS
    from corpusclean.report.formats.github import step_summary
    from corpusclean.report.terminal import finding_line

    for name, file in asked:
        if file is None and name == "text" and not own:
            print_texts(map(finding_line, report.told(verbose=verbose)))
            continue
        written = own[name]() if own and name in own else FORMATS[name](report, verbose=verbose)
        if file is None:
            if written:
                answer(written.removesuffix("\n"))
        else:
            write_whole(file, written.encode("utf-8", "backslashreplace"))
    page = os.environ.get(SUMMARY)
    if page and any(output.name == "github" for output in asked):
        with writing(page), Path(page).open("a", encoding="utf-8") as stream:
            stream.write(step_summary(report, verbose=verbose))
