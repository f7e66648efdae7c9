"""`corpusclean clean`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from corpusclean.cli.app import (
    AsOf,
    CachePlace,
    Config,
    DateFrom,
    Engine,
    Fixes,
    FixProfile,
    HeaderDialect,
    Inputs,
    LedgerText,
    Limit,
    MaxRejects,
    Quiet,
    Verbose,
    Workers,
    app,
    chosen_settings,
    errors_told,
    here,
    note,
    say,
)
from corpusclean.cli.inputs import given, tell_settings
from corpusclean.cli.progress import progress


@app.command()
def clean(
    inputs: Inputs,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the corpus goes: a folder or URL.")],
    config: Config = None,
    workers: Workers = None,
    limit: Limit = None,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="CORPUS",
            help="A corpus: what it tells already is a duplicate; it is not changed.",
            callback=here,
        ),
    ] = None,
    max_rejects: MaxRejects = None,
    fix: Fixes = FixProfile.SETTINGS,
    dialect: HeaderDialect = None,
    date_from: DateFrom = None,
    as_of: AsOf = None,
    cache: CachePlace = None,
    trust_mtime: Annotated[
        bool, typer.Option("--trust-mtime", help="Take files for unchanged by size and time, unread.")
    ] = False,
    private: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where ledger, rejects and report go, instead of into the corpus.",
            callback=here,
        ),
    ] = None,
    ledger_text: Annotated[
        LedgerText | None,
        typer.Option(help="Whether ledger and rejects hold removed text; without it nothing can be restored."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    engine: Annotated[
        Engine | None, typer.Option(help="Where the work is done: on this machine, or by a Dask cluster.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Of the cluster; none: one on this machine."),
    ] = None,
    no_lock: Annotated[
        bool, typer.Option("--no-lock", help="Write to an object store that cannot keep two runs apart.")
    ] = False,
    break_lock: Annotated[
        str | None,
        typer.Option(metavar="RUN", help="Break the lock that this run, which is dead, left in an object store."),
    ] = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Clean files and folders into a Parquet corpus.

    Example: corpusclean clean raw/ --out corpus/
    """
    with errors_told("; nothing was published"):
        from corpusclean.run.light import spare_dask

        spare_dask()
        from corpusclean.report.terminal import account
        from corpusclean.run.remote import clean_into
        from corpusclean.storage import local_path, url_of
        from corpusclean.write.private import report_place

        settings = chosen_settings(
            config,
            inputs,
            workers=workers,
            max_rejects=max_rejects,
            fix=fix,
            dialect=dialect,
            date_from=date_from,
            as_of=as_of,
            cache=cache,
            trust_mtime=trust_mtime,
            engine=engine,
            scheduler=scheduler,
            private=private,
            ledger_text=ledger_text,
        )
        tell_settings(config, inputs, verbose=verbose)
        showing = progress("cleaning", quiet=quiet, verbose=verbose)
        with given(inputs, settings) as paths, showing as tell:
            summary = clean_into(
                paths,
                out,
                settings,
                limit=limit,
                against=against,
                progress=tell,
                lock=not no_lock,
                dead=break_lock,
            )
        if summary.unchanged:
            note(f"{out} already is what this run would make; it was left as it is.", quiet=quiet)
        if summary.leaves_behind:
            said = "the corpus that stood there had its private part, with removed text, in another folder"
            note(f"{out}: {said}; that is left as it is: delete it where nobody needs it.", quiet=quiet)
        if summary.pace is not None and (verbose or any(url_of(path) for path in inputs)):
            note(str(summary.pace), quiet=quiet)
        if as_json:
            say(json.dumps(_summary(summary.manifest), indent=1))
        elif not quiet:
            place = url_of(out) or local_path(out)
            report = report_place(summary.manifest, place, settings.output.private)
            say(account(summary.manifest, place, report, settings.decisions))


def _summary(manifest: dict[str, Any]) -> dict[str, Any]:
    return {name: manifest[name] for name in ("documents", "inventory", "counts")}
