"""`corpusclean discover`."""

from pathlib import Path
from typing import Annotated

import typer

from corpusclean.cli.app import (
    Config,
    Inputs,
    Limit,
    Quiet,
    Verbose,
    Workers,
    app,
    chosen_settings,
    errors_told,
    say,
)
from corpusclean.cli.inputs import given, tell_settings
from corpusclean.cli.outputs import apart
from corpusclean.cli.progress import progress


@app.command()
def discover(
    inputs: Inputs,
    *,
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE", help="Where the proposals go; a file that does not exist yet.", callback=apart
        ),
    ] = Path("proposals.toml"),
    config: Config = None,
    workers: Workers = None,
    limit: Limit = None,
    min_documents: Annotated[
        int, typer.Option(metavar="N", min=2, help="Documents in which a notice must stand.")
    ] = 5,
    known: Annotated[bool, typer.Option("--known", help="Propose what the rules find already, too.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Find boilerplate that no rule finds, and propose rules for it. Nothing is removed.

    Text that recurs at the heads and tails of documents, its rewordings together, goes into a file of
    proposals, to be read, corrected and given to `corpusclean rules accept`.

    Example: corpusclean discover raw/ --out proposals.toml
    """
    with errors_told("; no proposals were written"):
        from corpusclean.discover import discover_notices
        from corpusclean.discover.proposals import refuse_existing, write_proposals
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number

        refuse_existing(out)
        settings = chosen_settings(config, inputs, workers=workers)
        tell_settings(config, inputs, verbose=verbose)
        showing = progress("discovering", quiet=quiet, verbose=verbose)
        with given(inputs, settings) as paths, showing as tell:
            found = discover_notices(paths, settings, limit=limit, least=min_documents, known=known, progress=tell)
        if not found.proposals:  # an empty file would only be in the way of the next run
            if not quiet:
                documents = number(found.documents, "document")
                say(f"No proposals from {documents}: nothing recurs in {min_documents} that no rule finds.")
                say("No file was written. --min-documents asks for fewer, --known for what rules find, too.")
            return
        write_proposals(
            out,
            found.proposals,
            found.candidates,
            documents=found.documents,
            outlets=found.outlets,
            least=min_documents,
        )
        if quiet:
            return
        for place, proposal in enumerate(found.proposals, start=1):
            seen = f"{proposal.evidence.documents:,} documents, {number(len(proposal.evidence.outlets), 'outlet')}"
            say(visible(f"{place:3}  {proposal.id}: {seen}"))
            say(visible(f"     {_short(proposal.wordings[0])}"))
        told_of = f"{number(len(found.proposals), 'proposal')} from {number(found.documents, 'document')}"
        say(visible(f"{told_of} in {out}. Nothing is removed until one is accepted: corpusclean rules accept"))


def _short(text: str, most: int = 100) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
