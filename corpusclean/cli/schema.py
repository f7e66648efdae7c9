"""`corpusclean schema show|export|check|diff`: the contracts."""

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpusclean.cli.app import answer, app, errors_told, here
from corpusclean.cli.outputs import apart

if TYPE_CHECKING:
    from corpusclean_schemas.contract import Column

schema = typer.Typer(name="schema", help="The contracts of a corpus's tables.", no_args_is_help=True)
app.add_typer(schema)


class Name(Enum):
    """The contracts."""

    CLEAN_DOCUMENT = "CleanDocument"
    DUPLICATE = "Duplicate"
    REJECT = "Reject"
    EDIT = "Edit"
    RAW_DOCUMENT = "RawDocument"


class Form(Enum):
    """The formats in which a contract can be had."""

    JSON_SCHEMA = "json-schema"
    ARROW = "arrow"
    DUCKDB = "duckdb"
    CROISSANT = "croissant"


@schema.command()
def show(name: Annotated[Name, typer.Argument(help="Which contract.")] = Name.CLEAN_DOCUMENT) -> None:
    """Show a contract: every column, its type, and what it means.

    Example: corpusclean schema show Edit
    """
    with errors_told():
        from corpusclean_schemas.contract import contract_of
        from corpusclean_schemas.tables import CONTRACTS

        contract = contract_of(CONTRACTS[name.value])
        said = [f"{contract.name} {contract.version}: {contract.description.splitlines()[0]}"]
        for column in contract.columns:
            said += [
                "",
                "  ".join([column.name, str(column.type), *_promises(column)]),
                f"  {column.meaning}",
                f"  unit: {column.unit}",
                f"  obtained: {column.obtained}",
                f"  null: {column.null}",
            ]
        answer("\n".join(said))


def _promises(column: "Column") -> list[str]:
    return [word for word, holds in (("not null", not column.nullable), ("unique", column.unique)) if holds]


@schema.command()
def export(
    name: Annotated[Name, typer.Argument(help="Which contract.")] = Name.CLEAN_DOCUMENT,
    *,
    form: Annotated[Form, typer.Option("--as", help="In which form.")] = Form.JSON_SCHEMA,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write it there; else it is printed.", callback=apart)
    ] = None,
) -> None:
    """Write a contract for readers that are not Python.

    Example: corpusclean schema export CleanDocument --as duckdb --out clean_document.sql
    """
    with errors_told():
        from corpusclean.errors import UsageError
        from corpusclean.kept import write_whole
        from corpusclean_schemas.export import exported
        from corpusclean_schemas.tables import CONTRACTS

        try:
            data = exported(CONTRACTS[name.value], form.value)
        except ValueError as error:
            raise UsageError(str(error)) from error
        if out is not None:
            write_whole(out, data)
        elif form is Form.ARROW:
            raise UsageError("an Arrow schema is no text: name a file, --out FILE")
        else:
            answer(data.decode().rstrip("\n"))


@schema.command()
def check(
    corpus: Annotated[Path, typer.Argument(metavar="DIR", help="A corpus that `clean` wrote.", callback=here)],
) -> None:
    """Hold every table of a corpus to the contract that its manifest names.

    Example: corpusclean schema check corpus/
    """
    with errors_told():
        from corpusclean.contracts import check_corpus
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number

        checked = check_corpus(corpus)
        for problem in checked.problems:
            answer(visible(problem))
        if checked.problems:
            raise typer.Exit(1)
        rows = f"{number(checked.rows, 'row')} keep{'s' if checked.rows == 1 else ''}"
        answer(f"{visible(str(corpus))}: {rows} {', '.join(checked.contracts)}.")


@schema.command()
def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A file, a corpus, `released`, or `installed`.", callback=here)
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.", callback=here)] = "installed",
) -> None:
    """Say what changed between two versions of the contracts; exit 1 where readers or makers of frames break.

    OLD and NEW are JSON Schemas (`schema export`), folders of them, corpora, `released` (the contracts of the
    last release, or one of them: `released:Edit`) or `installed` (the contracts of this version).

    Example: corpusclean schema diff released installed
    """
    with errors_told():
        from corpusclean.contracts import both_sides, compared
        from corpusclean.report.terminal import visible

        before, after = both_sides(old, new)
        told_of = breaking = 0
        for title, kind, message in compared(before, after):
            told_of += 1
            breaking += kind == "breaking"
            answer(visible(f"{kind:8} {title}: {message}"))
        if breaking:
            raise typer.Exit(1)
        same = all(before[name] == after[name] for name in before.keys() & after.keys())
        answer("No difference." if same and not told_of else "Nothing breaks.")
