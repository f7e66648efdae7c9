"""`corpusclean check`."""

import os
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
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
    Quiet,
    Verbose,
    Workers,
    app,
    chosen_settings,
    errors_told,
    note,
)
from corpusclean.cli.inputs import given, tell_settings
from corpusclean.cli.outputs import Formats, apart, outputs, write_outputs
from corpusclean.cli.progress import progress
from corpusclean.kept import write_whole

if TYPE_CHECKING:
    from corpusclean.changed import Changed
    from corpusclean.report.findings import Report
    from corpusclean.run.check import Checked
    from corpusclean.settings import Settings


class FailsOn(Enum):
    """The least severity that fails a check."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


FailOn = Annotated[FailsOn, typer.Option("--fail-on", help="The least severity that fails the check.")]


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
    formats: Formats = None,
    fail_on: FailOn = FailsOn.ERROR,
    changed_since: Annotated[
        str | None,
        typer.Option(
            metavar="REV",
            help="Tell only of files changed since this branch left REV (git); all are read, for duplicates.",
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Findings that are known: they are left out, new ones fail.", callback=apart
        ),
    ] = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Write what is found now into the baseline, and pass.")
    ] = False,
    force_exclude: Annotated[
        bool,
        typer.Option(
            "--force-exclude", help="Leave out by name (include, exclude) also files that are named here."
        ),
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Judge files and folders as `clean` would, and write nothing but what --format asks for.

    An error is what `clean` would reject; a warning is a contradiction; edits, notices and duplicates are
    shown with --verbose. Where max_rejects is set, so many rejected documents do not fail the check.

    \b
    Examples:
      corpusclean check raw/ --fail-on warning
      corpusclean check raw/ --format github --format sarif=out.sarif
      corpusclean check raw/ --changed-since origin/main
      corpusclean check raw/ --baseline known.json --update-baseline
    """  # noqa: D301  # the mark that keeps click from wrapping
    with errors_told():
        from corpusclean.run.light import spare_dask

        spare_dask()
        from corpusclean.report.findings import Report
        from corpusclean.settings import settings_file
        from corpusclean.settings.load import settings_base

        asked = outputs(formats)
        base = settings_base(config, inputs)
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
        own = [baseline, *(output.file for output in asked)]  # the last check wrote them: no documents
        settings = settings.read_from([*settings.own_files, *filter(None, own)])
        tell_settings(config, inputs, verbose=verbose)
        if force_exclude:
            inputs = _named(inputs, settings, settings_file(config, inputs))
        changed = _changed(changed_since, config, inputs, settings, quiet=quiet)
        checked = _checked(inputs, settings, limit, changed, base, quiet=quiet, verbose=verbose)
        report = Report(checked.findings, checked.documents, fail_on.value, limit=limit)
        if update_baseline or baseline is not None:
            looked = _looked(inputs, changed, limit)
            if update_baseline:
                _update(baseline, report, looked, limit, quiet=quiet)
                return
            report = _with_baseline(report, baseline, looked)
        rejects = report.documents["rejects"]
        if baseline is not None:
            rejects = len({finding.path for finding in report.findings if finding.severity == "error"})
        report = report._replace(max_rejects=settings.max_rejects, rejects=rejects)
        write_outputs(asked, report, verbose=verbose)
        if not quiet:
            _summary(report, verbose=verbose)
        if report.failed:
            raise typer.Exit(1)


def _named(inputs: Sequence[Path], settings: "Settings", place: Path | None) -> list[Path]:
    """Return the inputs that the settings do not leave out."""
    from corpusclean.read.inputs import without_left_out

    return without_left_out(inputs, settings, place.parent if place is not None else Path())


def _changed(
    revision: str | None, config: Path | None, inputs: Sequence[Path], settings: "Settings", *, quiet: bool
) -> "Changed | None":
    """Return what changed since a revision; None where everything is told of, as when the settings changed."""
    if revision is None:
        return None
    from corpusclean.changed import changed_since
    from corpusclean.errors import UsageError
    from corpusclean.read.inputs import STDIN, expand_patterns
    from corpusclean.settings.load import decisive_files
    from corpusclean.storage.url import url_of

    if STDIN in inputs:
        raise UsageError("standard input (-) has no history; name files, or leave --changed-since out")
    for url in filter(None, map(url_of, inputs)):
        raise UsageError(f"{url}: a store has no history of git's; name files, or leave --changed-since out")
    changed = changed_since(revision, expand_patterns(inputs))
    for path in decisive_files(config, inputs, settings):
        if changed.touches(path):
            note(
                f"{path} changed since {revision}, and with it the judgement: every file is told of.", quiet=quiet
            )
            return None
    return changed


def _checked(
    inputs: Sequence[Path],
    settings: "Settings",
    limit: int | None,
    changed: "Changed | None",
    base: Path | None,
    *,
    quiet: bool,
    verbose: bool,
) -> "Checked":
    from corpusclean.read.inputs import STDIN, expand_patterns
    from corpusclean.run.check import Checked, check_inputs

    if not inputs:  # all of them were left out by name
        return Checked((), dict.fromkeys(("found", "clean", "duplicates", "rejects"), 0))
    only = changed.__contains__ if changed is not None else None
    names = expand_patterns(inputs)
    with given(names, settings) as paths, progress("checking", quiet=quiet, verbose=verbose) as tell:
        checked = check_inputs(paths, settings, limit=limit, only=only, base=base, progress=tell)
        spooled = [str(path) for path, name in zip(paths, names, strict=True) if name == STDIN]
    return _as_named(checked, spooled)


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


def _looked(inputs: Sequence[Path], changed: "Changed | None", limit: int | None) -> Callable[[str], bool]:
    """Return whether a file, by its whole path, was judged, or would have been if it were still there."""
    from corpusclean.storage.url import url_of

    roots = [str(url_of(path) or os.path.realpath(path)) for path in inputs]

    def looked(path: str) -> bool:
        within = any(path == root or path.startswith(f"{root}/") for root in roots)
        return limit is None and within and (changed is None or path in changed)

    return looked


def _update(
    baseline: Path | None, report: "Report", looked: Callable[[str], bool], limit: int | None, *, quiet: bool
) -> None:
    from collections import Counter

    from corpusclean.errors import UsageError
    from corpusclean.report.baseline import read_baseline, updated
    from corpusclean.report.words import number

    if baseline is None:
        raise UsageError("--update-baseline: which file? name it with --baseline FILE")
    if limit is not None:
        raise UsageError("--update-baseline: with --limit not every file is judged; leave one of them out")
    before = read_baseline(baseline) if baseline.exists() else Counter()
    write_whole(baseline, updated(report.findings, before, baseline, looked))
    total = sum(read_baseline(baseline).values())
    note(f"{baseline}: {number(total, 'known finding')} written.", quiet=quiet)


def _with_baseline(report: "Report", baseline: Path | None, looked: Callable[[str], bool]) -> "Report":
    if baseline is None:
        return report
    from corpusclean.report.baseline import compare, read_baseline

    new, known, fixed = compare(report.findings, read_baseline(baseline), baseline, looked)
    return report._replace(findings=new, known=known, fixed=fixed)


def _summary(report: "Report", *, verbose: bool) -> None:
    """Say on standard error where the documents would go, and what was left out of the findings."""
    from corpusclean.report.words import number, sampled, sentence

    parts = [sentence(report.documents), sampled(report.limit)]
    if report.known:
        parts.append(f"{number(report.known, 'known finding')} left out (--baseline).")
    if report.fixed:
        them = "it" if len(report.fixed) == 1 else "them"
        names = "" if verbose else f"--verbose names {them}, "
        parts.append(
            f"{number(len(report.fixed), 'known finding')} fixed; {names}--update-baseline forgets {them}."
        )
    told_only = report.severities()["info"]
    if told_only and not verbose:
        parts.append(f"{number(told_only, 'finding')} more with --verbose.")
    parts.append(report.verdict())
    note(" ".join(filter(None, parts)))
    for each in report.fixed if verbose else ():
        note(f"fixed: {each.path}: {each.code}: {each.message}")
