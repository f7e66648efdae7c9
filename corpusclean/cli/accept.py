"""`corpusclean rules accept`."""

from pathlib import Path
from typing import Annotated

import typer

from corpusclean.cli.app import errors_told, here, say
from corpusclean.cli.rules import rules


@rules.command()
def accept(
    proposals: Annotated[
        Path, typer.Argument(metavar="FILE", help="Proposals that `discover` wrote.", callback=here)
    ],
    *,
    wanted: Annotated[str, typer.Option("--id", metavar="ID|N", help="The id of a proposal, or its number.")],
    out: Annotated[Path, typer.Option(metavar="PACK", help="The folder of rules that takes it.", callback=here)],
) -> None:
    """Turn a reviewed proposal into a rule file.

    Refused until the proposal has a [[proposals.keep]]: a text that looks like the notice and must stay.

    Example: corpusclean rules accept proposals.toml --id 3 --out rules/
    """
    with errors_told("; nothing was written"):
        from corpusclean.discover.accept import accept_proposal
        from corpusclean.report.terminal import visible

        target = accept_proposal(proposals, wanted, out)
        say(
            visible(f"{target}: written. A corpus uses it where its settings say so; a path begins at their file:")
        )
        say("[boilerplate]")
        say(visible(f'packs = ["{out}"]'))
