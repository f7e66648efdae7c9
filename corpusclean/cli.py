"""The command line: options become settings, functions do the work, errors become messages and exit codes."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from corpusclean.run.job import Progress
    from corpusclean.settings import Settings

INTERRUPTED = 130

app = typer.Typer(
    name="corpusclean",
    help="From a folder of text files to a corpus you can trust.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[list[Path], typer.Argument(metavar="INPUT...", help="Files and folders to read.")]
Config = Annotated[Path | None, typer.Option(metavar="FILE", help="Settings; else those beside the input.")]
Workers = Annotated[int | None, typer.Option(metavar="N", min=0, help="Processes; 0 is one a processor.")]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="Take only N documents: a first try.")]
MaxRejects = Annotated[
    str | None, typer.Option(metavar="N|P%", help="Publish nothing where more documents are rejected.")
]


@app.callback()
def _corpusclean(
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from corpusclean import __version__

        typer.echo(f"corpusclean {__version__}")
        raise typer.Exit


@app.command()
def clean(
    inputs: Inputs,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the corpus goes; replaced if it is one.")],
    config: Config = None,
    workers: Workers = None,
    limit: Limit = None,
    max_rejects: MaxRejects = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option(help="Print errors only.")] = False,
) -> None:
    """Clean files and folders into a Parquet corpus.

    Example: corpusclean clean raw/ --out corpus/
    """
    with _told():
        from corpusclean.run.job import clean_corpus

        settings = _settings(config, inputs, workers=workers, max_rejects=max_rejects)
        with _progress(shown=not quiet and sys.stderr.isatty()) as progress:
            summary = clean_corpus(inputs, out, settings, limit=limit, progress=progress)
        if as_json:
            typer.echo(json.dumps(_summary(summary.manifest), indent=1))
        elif not quiet:
            typer.echo(_words(summary.manifest, out))


def _settings(
    config: Path | None, inputs: list[Path], *, workers: int | None, max_rejects: str | None
) -> "Settings":
    """Return the settings of the files, with what the command line says over them."""
    from corpusclean.settings import load_settings, settings_from

    table = load_settings(config, inputs).model_dump()
    if workers is not None:
        table["run"]["workers"] = workers
    if max_rejects is not None:
        table["max_rejects"] = int(max_rejects) if max_rejects.isdecimal() else max_rejects
    return settings_from(table, "command line")


def _summary(manifest: dict[str, Any]) -> dict[str, Any]:
    return {name: manifest[name] for name in ("documents", "inventory", "counts")}


def _words(manifest: dict[str, Any], out: Path) -> str:
    """Return the summary as sentences."""
    from corpusclean.report.words import number, sentence

    lines = [sentence(manifest["documents"])]
    codes = sorted(manifest["counts"]["codes"].items(), key=lambda item: (-item[1], item[0]))
    if codes:
        lines.append("Rejected for: " + ", ".join(f"{code} ({count:,})" for code, count in codes) + ".")
    notices = sum(manifest["counts"]["notices"].values())
    edits = sum(manifest["counts"]["edits"].values())
    lines.append(f"{number(notices, 'notice')} found, {number(edits, 'edit')} on record.")
    left_out = manifest["inventory"]["left_out"]
    if left_out:
        lines.append(f"{number(left_out, 'name')} left out by the settings (include, exclude).")
    lines.append(f"The corpus is in {out}, what was found in {out / 'report.html'}.")
    return "\n".join(lines)


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


@contextmanager
def _told() -> Iterator[None]:
    """Turn errors into messages on standard error and exit codes."""
    from corpusclean.errors import CorpuscleanError

    try:
        yield
    except CorpuscleanError as error:
        typer.echo(f"corpusclean: {error}", err=True)
        raise typer.Exit(error.exit_code) from error
    except OSError as error:
        typer.echo(f"corpusclean: {error.filename or 'I/O'}: {error.strerror}; nothing was published", err=True)
        raise typer.Exit(3) from error
    except KeyboardInterrupt as error:
        typer.echo("corpusclean: interrupted; nothing was published", err=True)
        raise typer.Exit(INTERRUPTED) from error


def main() -> None:
    """Run the command line."""
    app()
