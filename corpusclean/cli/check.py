"""`corpusclean check`."""

import json
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from corpusclean.cli.app import (
    AsOf,
    Config,
    DateFrom,
    Fixes,
    FixProfile,
    HeaderDialect,
    Inputs,
    Limit,
    MaxRejects,
    Workers,
    app,
    chosen_settings,
    print_text,
    told,
)
from corpusclean.cli.inputs import given

if TYPE_CHECKING:
    from corpusclean.run.check import Checked


class Format(Enum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


class FailOn(Enum):
    """The least severity that fails a check."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


@app.command()
def check(
    inputs: Inputs,
    *,
    config: Config = None,
    workers: Workers = None,
    limit: Limit = None,
    max_rejects: MaxRejects = None,
    fix: Fixes = FixProfile.SETTINGS,
    dialect: HeaderDialect = None,
    date_from: DateFrom = None,
    as_of: AsOf = None,
    output_format: Annotated[Format, typer.Option("--format", help="How findings are printed.")] = Format.TEXT,
    fail_on: Annotated[FailOn, typer.Option(help="The least severity that fails the check.")] = FailOn.ERROR,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no summary.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print what is only worth knowing, too.")] = False,
) -> None:
    """Judge files and folders as `clean` would, and write nothing.

    An error is what `clean` would reject; a warning is a contradiction; edits, notices and duplicates are
    shown with --verbose. Where max_rejects is set, so many rejected documents do not fail the check.

    Example: corpusclean check raw/ --fail-on warning
    """
    with told():
        from corpusclean.run.check import check_inputs

        settings = chosen_settings(
            config,
            inputs,
            workers=workers,
            max_rejects=max_rejects,
            fix=fix,
            dialect=dialect,
            date_from=date_from,
            as_of=as_of,
        )
        with given(inputs, settings) as paths:
            checked = check_inputs(paths, settings, limit=limit)
            spooled = [str(path) for path, name in zip(paths, inputs, strict=False) if str(name) == "-"]
        checked = _as_named(checked, spooled)
        if output_format is Format.JSON:
            found = [finding._asdict() for finding in checked.findings]
            typer.echo(json.dumps({"documents": checked.documents, "findings": found}, indent=1))
        else:
            _print_findings(checked, quiet=quiet, verbose=verbose)
        if _fails(checked, fail_on, settings.max_rejects):
            raise typer.Exit(1)


def _as_named(checked: "Checked", spooled: list[str]) -> "Checked":
    """Return findings in which what came in on standard input is called so."""
    if not spooled:
        return checked
    (path,) = spooled
    folder = path.rpartition("/")[0] + "/"
    findings = (
        finding._replace(path=finding.path.removeprefix(folder)) if finding.path.startswith(path) else finding
        for finding in checked.findings
    )
    return checked._replace(findings=tuple(findings))


def _print_findings(checked: "Checked", *, quiet: bool, verbose: bool) -> None:
    from corpusclean.report.terminal import finding_line
    from corpusclean.report.words import number, sentence

    for finding in checked.findings:
        if verbose or finding.severity != "info":
            print_text(finding_line(finding))
    if not quiet:
        told = sum(finding.severity == "info" for finding in checked.findings)
        more = "" if verbose or not told else f" {number(told, 'finding')} more with --verbose."
        typer.echo(sentence(checked.documents) + more, err=True)


def _fails(checked: "Checked", fail_on: FailOn, max_rejects: int | str | None) -> bool:
    """Tell whether findings reach the severity that fails a check."""
    from corpusclean.report.terminal import RANKS
    from corpusclean.settings import exceeds

    if fail_on is FailOn.NEVER:
        return False
    severities = {finding.severity for finding in checked.findings}
    if max_rejects is not None:
        severities.discard("error")
        if exceeds(checked.documents["rejects"], checked.documents["found"], max_rejects):
            severities.add("error")
    return any(RANKS[severity] >= RANKS[fail_on.value] for severity in severities)
