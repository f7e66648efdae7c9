"""What the commands share: the app, options that mean the same everywhere, errors told as messages and codes."""

import os
import re
import select
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TextIO

import typer
from typer.core import TyperArgument

from corpusclean.cli.group import Commands
from corpusclean.errors import INTERRUPTED

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from corpusclean.settings import Settings

MANY_DIGITS = 16
DATE_SOURCES = ("byline", "filename", "path")
"""Where a date may be found beside the header."""


class FixProfile(Enum):
    """Which repairs: those of the settings, or ftfy's own defaults."""

    SETTINGS = "settings"
    FTFY = "ftfy"


class Dialect(Enum):
    """How headers are written."""

    AUTO = "auto"
    PLAIN = "plain"
    RFC822 = "rfc822"
    FRONTMATTER = "frontmatter"


class Engine(Enum):
    """Where the work is done."""

    LOCAL = "local"
    DASK = "dask"


class LedgerText(Enum):
    """Whether ledger and rejects hold removed text."""

    FULL = "full"
    NONE = "none"


class Terminated(BaseException):
    """The process was told to end. Raised from the signal's handler, so that staging is cleared."""

    def __init__(self, code: int) -> None:
        self.code = code


app = typer.Typer(
    name="corpusclean",
    cls=Commands,
    help="From a folder of text files to a corpus you can trust.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def here(context: typer.Context, parameter: typer.CallbackParam, value: Any) -> Any:  # noqa: ANN401  # a path, paths
    """Return what names a path of this machine as that path. The callback of whatever may not be in a store."""
    if isinstance(value, list | tuple):
        return type(value)(here(context, parameter, each) for each in value)
    if value is None:
        return None
    with errors_told():
        from corpusclean.storage.url import here as path_here

        named = parameter.metavar if isinstance(parameter, TyperArgument) else parameter.opts[0]
        path = path_here(Path(value), (named or "").strip("[]."))
        # As it was said, where no URL was: `./released` is a file, `released` may be a word.
        return value if path == Path(value) else type(value)(path)


def _input(given: str) -> Path:
    """Return an input as a path, also where a `file://` URL names it. As one, nothing would be this folder."""
    with errors_told():
        from corpusclean.errors import UsageError
        from corpusclean.storage.url import local_path

        if not given:
            raise UsageError("an INPUT is empty; name a file or a folder (`.` is the one you are in)")
        return local_path(Path(given))


Inputs = Annotated[
    list[Path],
    typer.Argument(metavar="INPUT...", help="Files, folders, patterns; - is standard input.", parser=_input),
]
Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Settings; else those beside the input, or here.", callback=here),
]
Workers = Annotated[int | None, typer.Option(metavar="N", min=0, help="Processes; 0 is one a processor.")]
Private = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Its private part, where `clean --private` wrote one.", callback=here),
]
Corpus = Annotated[Path, typer.Argument(metavar="DIR", help="A corpus that `clean` wrote.")]
Limit = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help="Take only N files, and of each at most N documents: a first try."),
]
HeaderDialect = Annotated[
    Dialect | None, typer.Option("--dialect", help="How headers are written; else looked for in each file.")
]
MaxRejects = Annotated[str | None, typer.Option(metavar="N|P%", help="Fail where more documents are rejected.")]
Fixes = Annotated[
    FixProfile, typer.Option("--fix", help="Repairs as the settings say, or as ftfy does by itself.")
]


def _date_sources(given: list[str] | None) -> list[str] | None:
    """Return the sources of dates, named one by one or with commas between them."""
    named = [name.strip() for each in given or () for name in each.split(",")]
    if wrong := [name for name in named if name not in DATE_SOURCES]:
        raise typer.BadParameter(f"{wrong[0]!r} is not one of them; there are {', '.join(DATE_SOURCES)}")
    return named or None


DateFrom = Annotated[
    list[str] | None,
    typer.Option(
        "--date-from",
        metavar="byline|filename|path",
        help="Where to look for a date that the header does not give; several in order, or with commas.",
        callback=_date_sources,
        autocompletion=lambda incomplete: [name for name in DATE_SOURCES if name.startswith(incomplete)],
    ),
]
CachePlace = Annotated[
    str | None,
    typer.Option("--cache", metavar="DIR|off", help="Where finished work is kept for the next run; off: nowhere."),
]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Refuse dates after this day."),
]


def _less_or_more(context: typer.Context, parameter: typer.CallbackParam, value: bool) -> bool:  # noqa: FBT001  # click's
    """Refuse --quiet beside --verbose, whichever is first."""
    other = "verbose" if parameter.name == "quiet" else "quiet"
    if value and context.params.get(other):
        raise typer.BadParameter(f"--{other} says the contrary; leave one of them out")
    return value


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors and findings only.", callback=_less_or_more)
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Print what is only worth knowing, too.", callback=_less_or_more)
]


def _version(wanted: bool) -> None:  # noqa: FBT001  # typer calls it with the option's value
    if wanted:
        from corpusclean import __version__

        with errors_told():
            answer(f"corpusclean {__version__}")
        raise typer.Exit


@app.callback()
def _corpusclean(
    *,
    version: Annotated[  # acted on by its callback
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


def print_text(text: "Text") -> None:
    """Print styled text for a reader: in colour on a terminal, its words kept whole; plain elsewhere."""
    print_texts([text], wrapped=True)


_HANGS = re.compile(r" +\S+  (?=\S)")
"""What a line of explanation begins with: a name or a number in a column of its own."""


def _whole_words(text: "Text", console: "Console") -> "Text":
    """Return a text of lines that fit the terminal; what follows a name stays in the column beside it."""
    from rich.text import Text

    begins = _HANGS.match(text.plain)
    a_line = begins and "\n" not in text.plain and begins.end() < console.width // 3
    hang = begins.end() if begins and a_line else 0
    lines = text[hang:].wrap(console, max(console.width - hang, 1), tab_size=8)
    return text[:hang] + Text("\n" + " " * hang).join(lines)


def print_texts(texts: Iterable["Text"], *, wrapped: bool = False) -> None:
    """Print styled texts, a line each, until whoever reads them has enough; plain ones are never wrapped."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)
    plain = console.color_system is None
    with printing():
        for text in texts:
            if plain:
                sys.stdout.write(f"{text.plain}\n")  # a hundred thousand lines in no time
            else:
                console.print(_whole_words(text, console) if wrapped else text)
        sys.stdout.flush()


@contextmanager
def printing() -> Iterator[None]:
    """Name what cannot be written where it is standard output: of it the system tells no name.

    A reader who has gone, as `head` does, had enough: that changes no exit code. Whether he goes before the last
    word or behind it is chance.
    """
    try:
        yield
    except OSError as error:
        if isinstance(error, BrokenPipeError) and _unheard():
            return
        error.filename = error.filename or "standard output"
        raise


def note(text: str, *, quiet: bool = False) -> None:
    """Say on standard error what is no finding, made visible."""
    from corpusclean.report.terminal import visible

    if not quiet:
        aside(visible(text))


def aside(line: str) -> None:
    """Say a line on standard error. That nobody can read it changes no exit code."""
    try:
        typer.echo(line, err=True)
    except OSError:
        _let_go(sys.stderr)


def print_problem(problem: str) -> None:
    """Print a line of plain text, made visible."""
    from corpusclean.report.terminal import visible

    answer(visible(problem))


def chosen_settings(
    config: Path | None,
    inputs: list[Path],
    *,
    workers: int | None = None,
    max_rejects: str | None = None,
    fix: FixProfile = FixProfile.SETTINGS,
    dialect: Dialect | None = None,
    date_from: list[str] | None = None,
    as_of: datetime | None = None,
    cache: str | None = None,
    trust_mtime: bool = False,
    engine: Engine | None = None,
    scheduler: str | None = None,
    private: Path | None = None,
    ledger_text: LedgerText | None = None,
) -> "Settings":
    """Return the settings of the files, with what the command line says over them."""
    from corpusclean.errors import UsageError
    from corpusclean.settings import FTFY_DEFAULTS, load_settings, settings_from

    loaded = load_settings(config, inputs)
    table = loaded.model_dump()
    if fix is FixProfile.FTFY:
        table["fix"] = FTFY_DEFAULTS.model_dump()
    if dialect is not None:
        table["dialect"] = dialect.value
    if date_from:
        table["dates"]["sources"] = ["header", *dict.fromkeys(date_from)]
    if as_of is not None:
        table["dates"]["not_after"] = as_of.date()
    if private is not None:
        table["output"]["private"] = str(private)
    if ledger_text is not None:
        table["output"]["ledger_text"] = ledger_text.value
    said = {
        "workers": workers,
        "cache": cache,
        "trust_mtime": trust_mtime or None,
        "engine": engine and engine.value,
        "scheduler": scheduler,
    }
    table["run"].update({name: value for name, value in said.items() if value is not None})
    if max_rejects is not None:
        number = max_rejects.isdecimal() and len(max_rejects) < MANY_DIGITS
        table["max_rejects"] = int(max_rejects) if number else max_rejects
    settings = settings_from(table, "command line").read_from(loaded.own_files)
    if scheduler is not None and settings.run.engine != "dask":
        raise UsageError("--scheduler is of a Dask cluster; add --engine dask")
    return settings


@contextmanager
def errors_told(left: str = "") -> Iterator[None]:
    """Turn errors into messages on standard error and exit codes: no traceback, whatever happens.

    `left` says what an interruption has left behind.
    """
    from corpusclean.errors import CorpuscleanError, RunFailed, describe, internal, lacking

    try:
        yield
    except CorpuscleanError as error:
        fail(str(error), error.exit_code, error)
    except KeyboardInterrupt:
        stopped(f"interrupted{left}", INTERRUPTED)
    except Terminated as stop:
        stopped(f"terminated{left}", stop.code)
    except OSError as error:
        fail(describe(error) + left, RunFailed.exit_code, error)
    except MemoryError as error:
        fail("out of memory; fewer --workers need less", RunFailed.exit_code, error)
    except (typer.Exit, typer.Abort):
        raise
    except ModuleNotFoundError as error:
        fail(lacking(error) or internal(error), RunFailed.exit_code, error)
    except Exception as error:  # noqa: BLE001  # the last resort, so that a user never sees a traceback
        fail(internal(error), RunFailed.exit_code, error)


def fail(message: str, code: int, error: BaseException) -> NoReturn:
    """Say what is wrong on standard error, and exit."""
    from corpusclean.report.terminal import visible

    for line in message.split("\n"):
        aside(f"corpusclean: {visible(line)}")
    # What nobody can read is let go of: at its end Python would try again, and exit with a code of its own.
    say(None)
    raise typer.Exit(code) from error


def answer(text: str) -> None:
    """Print what was asked for. Raises OSError where it cannot be written: then nothing was answered."""
    with printing():
        typer.echo(text)
        sys.stdout.flush()


def say(text: str | None) -> None:
    """Print what is done to whoever still listens: a closed pipe, a full disk or a signal does not undo it."""
    try:
        if text is not None:
            typer.echo(text)
        sys.stdout.flush()
    except (OSError, KeyboardInterrupt, Terminated):
        _let_go(sys.stdout)


def _let_go(stream: TextIO) -> None:
    """Write to nowhere what a stream still holds, and what is to come."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _unheard() -> bool:
    """Tell whether the reader of what is printed has gone, as `head` does: it had enough, and wants no message."""
    asked = select.poll()
    asked.register(sys.stdout, 0)  # whether its other end is closed is told unasked
    if not asked.poll(0):
        return False
    _let_go(sys.stdout)
    return True


def stopped(how: str, code: int) -> NoReturn:
    """Say how the run was stopped, and exit."""
    aside(f"corpusclean: {how}")
    sys.exit(code)
