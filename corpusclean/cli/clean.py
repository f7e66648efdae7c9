"""`corpusclean clean`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
    say,
    told,
)
from corpusclean.cli.inputs import given

if TYPE_CHECKING:
    from corpusclean.run.job import Progress


@app.command()
def clean(
    inputs: Inputs,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the corpus goes; replaced if it is one.")],
    config: Config = None,
    workers: Workers = None,
    limit: Limit = None,
    max_rejects: MaxRejects = None,
    fix: Fixes = FixProfile.SETTINGS,
    dialect: HeaderDialect = None,
    date_from: DateFrom = None,
    as_of: AsOf = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
) -> None:
    """Clean files and folders into a Parquet corpus.

    Example: corpusclean clean raw/ --out corpus/
    """
    with told("; nothing was published"):
        from corpusclean.report.terminal import account
        from corpusclean.run.job import clean_corpus

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
        showing = _progress(shown=not quiet and sys.stderr.isatty())
        with given(inputs, settings) as paths, showing as progress:
            summary = clean_corpus(paths, out, settings, limit=limit, progress=progress)
        if as_json:
            say(json.dumps(_summary(summary.manifest), indent=1))
        elif not quiet:
            say(account(summary.manifest, out))


def _summary(manifest: dict[str, Any]) -> dict[str, Any]:
    return {name: manifest[name] for name in ("documents", "inventory", "counts")}


@contextmanager
def _progress(*, shown: bool) -> "Iterator[Progress | None]":
    """Show a bar with rate and time left, or nothing."""
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("cleaning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("documents", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
