"""`corpusclean verify` and `corpusclean restore`."""

from pathlib import Path
from typing import Annotated

import typer

from corpusclean.cli.app import Corpus, Private, Quiet, Verbose, answer, app, errors_told, here, print_problem
from corpusclean.cli.progress import progress


@app.command()
def verify(corpus: Corpus, *, private: Private = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Prove a corpus: every file against the manifest, every document against the bytes that it was made of.

    Example: corpusclean verify corpus/
    """
    with errors_told():
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number
        from corpusclean.run.remote import corpus_here
        from corpusclean.storage import url_of
        from corpusclean.verify import verify_corpus

        showing = progress("verifying", "documents", quiet=quiet, verbose=verbose)
        with corpus_here(corpus) as here, showing as tell:
            verified = verify_corpus(here, private, progress=tell)
        for problem in verified.problems:
            print_problem(problem)
        if verified.problems:
            raise typer.Exit(1)
        if quiet:
            return
        files, documents = number(verified.files, "file"), number(verified.documents, "document")
        answer(f"{visible(str(url_of(corpus) or corpus))}: {files} and {documents} are what they were.")
        if verified.elsewhere:
            lacking = number(verified.elsewhere, "document")
            answer(
                f"Its ledger and rejects are elsewhere: of {lacking}, changed or rejected, nothing is proven."
                " --private DIR names the folder."
            )
        if verified.withheld:
            changed = number(verified.withheld, "document")
            answer(
                f"Of {changed} the ledger holds no text of changes (--ledger-text none): their places fit, and"
                " that they lead back to the files is not proven."
            )
        if verified.incomplete:
            rejected = number(verified.incomplete, "reject")
            answer(f"Of {rejected} not all bytes were kept: of these nothing is proven.")


@app.command()
def restore(
    corpus: Corpus,
    *,
    out: Annotated[Path, typer.Option(metavar="RAW", help="A folder that does not exist yet.", callback=here)],
    private: Private = None,
    quiet: Quiet = False,
) -> None:
    """Write the files that a corpus was made of, byte for byte.

    Example: corpusclean restore corpus/ --out raw-again/
    """
    with errors_told():
        from corpusclean.report.terminal import visible
        from corpusclean.report.words import number
        from corpusclean.run.remote import corpus_here
        from corpusclean.verify import restore_corpus

        with corpus_here(corpus) as here:
            restored = restore_corpus(here, out, private)
        for problem in restored.missing:
            print_problem(problem)
        written = f"{number(restored.files, 'file')} written to {visible(str(out))}"
        if not quiet:
            answer(f"{written}, {len(restored.missing):,} could not be.")
        if restored.missing:
            raise typer.Exit(1)
