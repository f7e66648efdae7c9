"""`corpusclean explain`."""

import os
from pathlib import Path
from typing import Annotated

import typer

from corpusclean.cli.app import Config, Private, app, chosen_settings, errors_told, here, print_text


def _codes(incomplete: str) -> list[str]:
    from corpusclean.codes import CODES

    return [code for code in CODES if code.startswith(incomplete)]


@app.command()
def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="DOC|FILE|CODE", help="An address or doc_id, a file, a code.", autocompletion=_codes
        ),
    ],
    *,
    corpus: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The corpus that holds DOC.", callback=here)
    ] = None,
    private: Private = None,
    config: Config = None,
) -> None:
    """Show one document before and after, each edit with its rule and reason; or what a code means.

    Examples: corpusclean explain raw/a.txt; corpusclean explain a.txt --corpus corpus/;
    corpusclean explain date.invalid
    """
    with errors_told():
        from corpusclean.codes import CODES

        if corpus is None and what in CODES and not os.path.lexists(what):
            from corpusclean.report.terminal import code_text

            print_text(code_text(what))  # what a code means needs none of the libraries that clean
            return

        from rich.console import Console

        from corpusclean.explain import explain_code, explain_document, explain_file, file_and_member
        from corpusclean.settings.load import settings_base

        console = Console()
        marked = console.no_color or console.color_system is None

        if corpus is not None:
            lines = explain_document(what, corpus, private, marked=marked)
        elif place := file_and_member(what):
            path, member = place
            settings, base = chosen_settings(config, [path]), settings_base(config, [path])
            lines = explain_file(path, settings, member=member, base=base, marked=marked)
        else:
            lines = explain_code(what)
        for line in lines:
            print_text(line)
