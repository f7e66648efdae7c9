"""The command line: options become settings, functions do the work, errors become messages and exit codes."""

import io
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    from rich.text import Text

    from corpusclean.run.check import Checked
    from corpusclean.run.job import Progress
    from corpusclean.settings import Settings

INTERRUPTED = 130
MANY_DIGITS = 16


class Format(Enum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


class FixProfile(Enum):
    """Which repairs: those of the settings, or ftfy's own defaults."""

    SETTINGS = "settings"
    FTFY = "ftfy"


class FailOn(Enum):
    """The least severity that fails a check."""

    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


class Terminated(BaseException):
    """The process was told to end. Raised from the signal's handler, so that staging is cleared."""

    def __init__(self, code: int) -> None:
        self.code = code


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
Corpus = Annotated[Path, typer.Argument(metavar="DIR", help="A corpus that `clean` wrote.")]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="Take only N documents: a first try.")]
MaxRejects = Annotated[str | None, typer.Option(metavar="N|P%", help="Fail where more documents are rejected.")]
Fixes = Annotated[
    FixProfile, typer.Option("--fix", help="Repairs as the settings say, or as ftfy does by itself.")
]


def _version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it with the option's value
    if wanted:
        from corpusclean import __version__

        typer.echo(f"corpusclean {__version__}")
        raise typer.Exit


@app.callback()
def _corpusclean(
    *,
    version: Annotated[  # acted on by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


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
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print errors only.")] = False,
) -> None:
    """Clean files and folders into a Parquet corpus.

    Example: corpusclean clean raw/ --out corpus/
    """
    with _told("; nothing was published"):
        from corpusclean.report.terminal import account
        from corpusclean.run.job import clean_corpus

        settings = _settings(config, inputs, workers=workers, max_rejects=max_rejects, fix=fix)
        with _progress(shown=not quiet and sys.stderr.isatty()) as progress:
            summary = clean_corpus(inputs, out, settings, limit=limit, progress=progress)
        if as_json:
            _say(json.dumps(_summary(summary.manifest), indent=1))
        elif not quiet:
            _say(account(summary.manifest, out))


@app.command()
def check(
    inputs: Inputs,
    *,
    config: Config = None,
    workers: Workers = None,
    limit: Limit = None,
    max_rejects: MaxRejects = None,
    fix: Fixes = FixProfile.SETTINGS,
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
    with _told():
        from corpusclean.run.check import check_inputs

        settings = _settings(config, inputs, workers=workers, max_rejects=max_rejects, fix=fix)
        checked = check_inputs(inputs, settings, limit=limit)
        if output_format is Format.JSON:
            found = [finding._asdict() for finding in checked.findings]
            typer.echo(json.dumps({"documents": checked.documents, "findings": found}, indent=1))
        else:
            _print_findings(checked, quiet=quiet, verbose=verbose)
        if _fails(checked, fail_on, settings.max_rejects):
            raise typer.Exit(1)


def _print_findings(checked: "Checked", *, quiet: bool, verbose: bool) -> None:
    from corpusclean.report.terminal import finding_line
    from corpusclean.report.words import number, sentence

    for finding in checked.findings:
        if verbose or finding.severity != "info":
            _print(finding_line(finding))
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


@app.command()
def verify(corpus: Corpus) -> None:
    """Prove a corpus: every file against the manifest, every document against the bytes that it was made of.

    Example: corpusclean verify corpus/
    """
    with _told():
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number
        from corpusclean.verify import verify_corpus

        verified = verify_corpus(corpus)
        for problem in verified.problems:
            _print_problem(problem)
        if verified.problems:
            raise typer.Exit(1)
        files, documents = number(verified.files, "file"), number(verified.documents, "document")
        typer.echo(f"{visible(str(corpus))}: {files} and {documents} are what they were.")


@app.command()
def restore(
    corpus: Corpus, *, out: Annotated[Path, typer.Option(metavar="RAW", help="A folder that does not exist yet.")]
) -> None:
    """Write the files that a corpus was made of, byte for byte.

    Example: corpusclean restore corpus/ --out raw-again/
    """
    with _told():
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number
        from corpusclean.verify import restore_corpus

        restored = restore_corpus(corpus, out)
        for problem in restored.missing:
            _print_problem(problem)
        written = f"{number(restored.files, 'file')} written to {visible(str(out))}"
        typer.echo(f"{written}, {len(restored.missing):,} could not be.")
        if restored.missing:
            raise typer.Exit(1)


@app.command()
def explain(
    what: Annotated[str, typer.Argument(metavar="DOC|FILE|CODE", help="An address or doc_id, a file, a code.")],
    *,
    corpus: Annotated[Path | None, typer.Option(metavar="DIR", help="The corpus that holds DOC.")] = None,
    config: Config = None,
) -> None:
    """Show one document before and after, each edit with its rule and reason; or what a code means.

    Examples: corpusclean explain raw/a.txt; corpusclean explain a.txt --corpus corpus/;
    corpusclean explain date.invalid
    """
    with _told():
        from rich.console import Console

        from corpusclean.explain import explain_code, explain_document, explain_file

        console = Console()
        marked = console.no_color or console.color_system is None

        if corpus is not None:
            lines = explain_document(what, corpus, marked=marked)
        elif what and Path(what).exists():
            lines = explain_file(Path(what), _settings(config, [Path(what)]), marked=marked)
        else:
            lines = explain_code(what)
        for line in lines:
            _print(line)


def _print(text: "Text") -> None:
    """Print styled text: in colour on a terminal, plain elsewhere, never wrapped where it is plain."""
    from rich.console import Console

    Console(highlight=False, soft_wrap=True).print(text)


def _print_problem(problem: str) -> None:
    from corpusclean.report.terminal import visible

    typer.echo(visible(problem))


def _settings(
    config: Path | None,
    inputs: list[Path],
    *,
    workers: int | None = None,
    max_rejects: str | None = None,
    fix: FixProfile = FixProfile.SETTINGS,
) -> "Settings":
    """Return the settings of the files, with what the command line says over them."""
    from corpusclean.settings import FTFY_DEFAULTS, load_settings, settings_from

    table = load_settings(config, inputs).model_dump()
    if fix is FixProfile.FTFY:
        table["fix"] = FTFY_DEFAULTS.model_dump()
    if workers is not None:
        table["run"]["workers"] = workers
    if max_rejects is not None:
        number = max_rejects.isdecimal() and len(max_rejects) < MANY_DIGITS
        table["max_rejects"] = int(max_rejects) if number else max_rejects
    return settings_from(table, "command line")


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


@contextmanager
def _told(left: str = "") -> Iterator[None]:
    """Turn errors into messages on standard error and exit codes: no traceback, whatever happens.

    `left` says what an interruption has left behind.
    """
    from corpusclean.errors import CorpuscleanError, RunFailed, describe, internal

    try:
        yield
    except CorpuscleanError as error:
        _fail(str(error), error.exit_code, error)
    except KeyboardInterrupt:
        _stopped(f"interrupted{left}", INTERRUPTED)
    except Terminated as stop:
        _stopped(f"terminated{left}", stop.code)
    except OSError as error:
        _fail(describe(error) + left, RunFailed.exit_code, error)
    except MemoryError as error:
        _fail("out of memory; fewer --workers need less", RunFailed.exit_code, error)
    except (typer.Exit, typer.Abort):
        raise
    except Exception as error:  # noqa: BLE001  # the last resort, so that a user never sees a traceback
        _fail(internal(error), RunFailed.exit_code, error)


def _fail(message: str, code: int, error: BaseException) -> NoReturn:
    from corpusclean.report.terminal import visible

    for line in message.split("\n"):
        typer.echo(f"corpusclean: {visible(line)}", err=True)
    raise typer.Exit(code) from error


def _say(text: str) -> None:
    """Print what is done to whoever still listens: a closed pipe, a full disk or a signal does not undo it."""
    try:
        typer.echo(text)
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt, Terminated):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(128 + number)


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us; the next file opened would take its place
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115  # open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _terminate)
        app()
    except KeyboardInterrupt:
        _stopped("interrupted", INTERRUPTED)
    except Terminated as stop:
        _stopped("terminated", stop.code)


def _stopped(how: str, code: int) -> NoReturn:
    typer.echo(f"corpusclean: {how}", err=True)
    sys.exit(code)
