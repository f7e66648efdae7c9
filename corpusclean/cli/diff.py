"""`corpusclean diff`."""

from pathlib import Path
from typing import Annotated

import typer

from corpusclean.cli.app import Config, Quiet, Verbose, app, chosen_settings, errors_told, here, note
from corpusclean.cli.outputs import Formats, apart, outputs, write_outputs
from corpusclean.kept import write_whole


@app.command()
def diff(
    old: Annotated[
        Path, typer.Argument(metavar="OLD", help="A corpus, or a profile that was saved of one.", callback=here)
    ],
    new: Annotated[Path | None, typer.Argument(metavar="[NEW]", help="The same, of today.", callback=here)] = None,
    *,
    config: Config = None,
    save_profile: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Save the profile of NEW (of OLD, where it is alone).", callback=apart),
    ] = None,
    formats: Formats = None,
    never: Annotated[bool, typer.Option("--no-fail", help="Tell of drift, and do not fail for it.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Compare a corpus with an older one, or with its profile; exit 1 on drift.

    Documents in, out and changed; rates by reason, rule, language and year; lengths; duplicates. What counts as
    drift is in the settings, [drift]. --verbose shows every figure that moved.

    \b
    Examples:
      corpusclean diff corpus.old/ corpus/
      corpusclean diff corpus/ --save-profile profile.json
      corpusclean diff profile.json corpus/ --format github
    """  # noqa: D301  # the mark that keeps click from wrapping
    with errors_told():
        from corpusclean.drift import compare, load_profile, profile_bytes
        from corpusclean.errors import UsageError
        from corpusclean.report.drift import drift_findings, drift_json, drift_lines
        from corpusclean.report.findings import Report
        from corpusclean.report.terminal import visible

        asked = outputs(formats)
        if new is None and save_profile is None:
            raise UsageError("compare with what? name NEW too, or --save-profile FILE")
        before = load_profile(old)
        after = before if new is None else load_profile(new)
        if save_profile is not None:
            write_whole(save_profile, profile_bytes(after))
            note(f"{save_profile}: the profile of {after.name}.", quiet=quiet)
        if new is None:
            return
        compared = compare(before, after, chosen_settings(config, []).drift)
        report = Report(drift_findings(compared), {}, "never" if never else "error")
        own = {
            "text": lambda: "".join(f"{visible(line)}\n" for line in drift_lines(compared, verbose=verbose)),
            "json": lambda: drift_json(compared),
        }
        write_outputs(asked, report, verbose=verbose, own=own)
        if not any(output.name == "text" for output in asked) and not quiet:
            note(list(drift_lines(compared, verbose=False))[-1])
        if report.failed:
            raise typer.Exit(1)
